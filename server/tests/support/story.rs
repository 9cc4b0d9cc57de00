//! The published update of one hub for 2024/25 as files: 358 schools in two local authorities, who took part in what. The
//! counts by phase and authority are one set that fits the published percentages.

use std::fmt::Write;

use super::small::{REGISTER, id};
use super::{File, file};

/// A school of the story.
#[derive(Debug, Clone, Copy)]
struct School {
    urn: u32,
    phase: Phase,
    /// Engaged in 2024/25, and if so which of them.
    engaged: Option<usize>,
    /// Engaged in an earlier year only.
    earlier: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Secondary,
    Primary,
    Special,
    Other,
}

/// Phase, schools in area, engaged in 2024/25, engaged since 2021.
const PHASES: [(Phase, usize, usize, usize); 4] = [
    (Phase::Secondary, 50, 43, 49),
    (Phase::Primary, 258, 191, 237),
    (Phase::Special, 26, 19, 20),
    (Phase::Other, 24, 9, 16),
];

/// Engaged schools, and those of them in the second authority; schools not engaged in the first.
const ENGAGED: (usize, usize) = (262, 73);
const NOT_ENGAGED: usize = 81;

fn schools() -> Vec<School> {
    let mut schools = Vec::new();
    let mut engaged = 0;
    for (phase, all, now, ever) in PHASES {
        for at in 0..all {
            let is_engaged = at < now;
            schools.push(School {
                urn: 900_100 + schools.len() as u32,
                phase,
                engaged: is_engaged.then_some(engaged),
                earlier: (now..ever).contains(&at),
            });
            engaged += usize::from(is_engaged);
        }
    }
    schools
}

/// URN of the school that the last of those engaged before 2024/25 followed.
const FORMER: u32 = 900_090;

/// Every file: register and links, the appropriate body's register, early career and NPQ records, placements.
pub fn files() -> Vec<File> {
    let schools = schools();
    let mut register = format!("{REGISTER}\n");
    let mut inductions = "URN,TRN,Induction start,Induction end,Programme\n".to_owned();
    let mut trainees =
        "id,type,full_name,school_urn,participant_type,cohort,training_status,training_record_id,updated_at\n"
            .to_owned();
    let mut declared =
        "id,participant_id,declaration_type,course_identifier,declaration_date,state,updated_at\n".to_owned();
    let mut npq = "Participant ID,Participant Name,TRN,School Urn,Declaration ID,Declaration Status,Course Identifier,\
                   Declaration Type,Declaration Date\n"
        .to_owned();
    let mut placements = "URN,Start date,Number of trainees\n".to_owned();
    let last_before = schools.iter().rposition(|s| s.earlier).expect("some engaged before");
    let mut not_engaged = 0;
    for (at, school) in schools.iter().enumerate() {
        let n = at as u32;
        let first = match school.engaged {
            // Spread over both authorities.
            Some(engaged) => engaged * ENGAGED.1 % ENGAGED.0 >= ENGAGED.1,
            None => {
                not_engaged += 1;
                not_engaged <= NOT_ENGAGED
            }
        };
        // Cambridge lies in Cambridgeshire; both are in the area of EE3.
        let district = if first { "E07000008" } else { "E06000031" };
        let (kind, phase) = match school.phase {
            Phase::Secondary => (34, 4),
            Phase::Primary => (1, 2),
            Phase::Special => (7, 0),
            Phase::Other => (14, 0),
        };
        let opened = if at == last_before { "01-09-2022" } else { "" };
        writeln!(register, "{},Demo School {at},{kind},1,{opened},,{phase},,,{district}", school.urn).expect("memory");
        if school.earlier {
            let urn = if at == last_before { FORMER } else { school.urn };
            writeln!(inductions, "{urn},{},2021-10-04,2022-06-30,Provider-led", 2_000_000 + n).expect("memory");
        }
        let Some(engaged) = school.engaged else { continue };
        if engaged < 228 {
            writeln!(inductions, "{},{},2024-09-02,,School-led", school.urn, 3_000_000 + n).expect("memory");
        }
        if engaged >= 111 {
            let person = id(5, n);
            writeln!(
                trainees,
                "{person},participant,Demo Person {n},{},ect,2024,active,{},2024-10-01T00:00:00Z",
                school.urn,
                id(6, n)
            )
            .expect("memory");
            writeln!(
                declared,
                "{},{person},started,ecf-induction,2024-09-20T00:00:00Z,paid,2024-11-01T00:00:00Z",
                id(7, n)
            )
            .expect("memory");
        }
        if engaged < 90 {
            writeln!(
                npq,
                "{},Demo Person {n},,{},{},paid,npq-senior-leadership,started,2024-10-07",
                id(8, n),
                school.urn,
                id(9, n)
            )
            .expect("memory");
        }
        if (100..189).contains(&engaged) {
            writeln!(placements, "{},2025-01-06,2", school.urn).expect("memory");
        }
    }
    writeln!(register, "{FORMER},Demo Former School,14,2,,31-08-2022,0,,,E07000008").expect("memory");
    // Not schools in area: an independent school that takes part, and a school of another hub that does not.
    writeln!(register, "900900,Demo Independent School,11,1,,,0,,,E07000008").expect("memory");
    writeln!(inductions, "900900,4000000,2024-09-02,,School-led").expect("memory");
    let links = format!(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n{FORMER},{},Demo School,Successor,01-09-2022\n",
        schools[last_before].urn
    );
    vec![
        file("edubasealldata20250613.csv", register),
        file("links_edubasealldata20250613.csv", links),
        file("inductions.csv", inductions),
        file("ecf.csv", trainees),
        file("declarations.csv", declared),
        file("npq.csv", npq),
        file("placements.csv", placements),
    ]
}

/// A placement at a school that nothing reached before.
pub fn one_more_school() -> File {
    let schools = schools();
    let not_reached = schools.iter().find(|s| s.engaged.is_none() && !s.earlier).expect("some are not reached");
    file("placements_2.csv", format!("URN,Start date,Number of trainees\n{},2025-02-03,6\n", not_reached.urn))
}
