//! A small instance in which nearly every count is of 0 to 4 people: authorities with one school, a hub area inside one
//! district, courses that one person takes, people at several schools, and an import that adds a few declarations.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::small::id;
use crate::support::{File, file};

/// URN, type and phase code, pupils, rurality, trust, district, hub where the district does not tell, teachers.
type School = (u32, u8, u8, u32, &'static str, &'static str, &'static str, Option<&'static str>, u32);

const SCHOOLS: [School; 10] = [
    (900_101, 1, 2, 240, "A1", "", "E08000025", Some("WM9"), 30),
    (900_102, 34, 4, 900, "A1", "", "E08000025", Some("WM9"), 80),
    (900_103, 34, 2, 240, "A1", "7001", "E08000025", Some("WM10"), 28),
    (900_104, 1, 4, 900, "A1", "", "E08000025", Some("WM10"), 75),
    (900_105, 7, 0, 90, "A1", "", "E08000025", Some("WM10"), 20),
    (900_106, 34, 4, 900, "A1", "7001", "E09000007", None, 90),
    (900_107, 1, 2, 240, "A1", "", "E09000007", None, 25),
    (900_108, 1, 2, 90, "A1", "", "E09000001", None, 12),
    (900_109, 34, 4, 900, "D1", "", "E06000001", None, 60),
    // An independent school is in no percentage, and its people count.
    (900_110, 11, 0, 90, "A1", "", "E09000007", None, 15),
];

/// A URN that the register does not have.
const UNKNOWN: u32 = 999_999;

const NPQS: [&str; 4] =
    ["npq-leading-teaching", "npq-leading-literacy", "npq-headship", "npq-early-headship-coaching-offer"];

/// Starts by year, school and course; the last line is at an unknown school.
const STARTS: [(u32, [[u32; 4]; 11]); 3] = [
    (
        2022,
        [
            [6, 1, 4, 0],
            [9, 4, 1, 0],
            [4, 1, 0, 1],
            [3, 4, 4, 0],
            [1, 1, 0, 0],
            [7, 2, 3, 1],
            [4, 4, 1, 0],
            [3, 0, 1, 0],
            [4, 0, 4, 0],
            [2, 0, 0, 0],
            [1, 0, 0, 0],
        ],
    ),
    (
        2023,
        [
            [2, 0, 1, 0],
            [1, 1, 0, 0],
            [4, 0, 0, 0],
            [1, 1, 1, 1],
            [0, 0, 0, 0],
            [3, 2, 1, 0],
            [1, 0, 4, 0],
            [1, 0, 0, 0],
            [2, 1, 0, 0],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
        ],
    ),
    (
        2024,
        [
            [5, 0, 3, 0],
            [2, 2, 2, 1],
            [1, 3, 1, 0],
            [4, 1, 4, 0],
            [4, 0, 0, 0],
            [1, 1, 4, 0],
            [8, 1, 0, 0],
            [4, 0, 0, 0],
            [1, 1, 1, 0],
            [1, 0, 0, 0],
            [0, 1, 0, 0],
        ],
    ),
];

/// The year of what the second import adds.
pub const ADDED_YEAR: u16 = 2024;

/// What the second import adds: school and course by position, and how many.
const ADDED: [(usize, usize, u32); 5] = [(2, 0, 1), (3, 1, 1), (5, 2, 1), (7, 0, 1), (8, 0, 3)];

/// Early career teachers and mentors by year and school.
const EARLY: [(u32, [[u32; 2]; 9]); 2] = [
    (2023, [[3, 0], [1, 1], [0, 0], [2, 1], [0, 0], [4, 2], [1, 0], [0, 0], [1, 0]]),
    (2024, [[5, 3], [4, 0], [4, 1], [1, 1], [0, 0], [6, 4], [2, 0], [1, 0], [4, 2]]),
];

/// Early career teachers (0) and mentors (1) whom the second import adds: school by position, which, and how many.
const ADDED_EARLY: [(usize, usize, u32); 4] = [(2, 0, 1), (5, 1, 1), (7, 0, 2), (8, 0, 1)];

/// Inductions of the appropriate body in 2024/25, by school.
const INDUCTIONS: [(usize, u32); 6] = [(1, 6), (2, 2), (5, 7), (6, 1), (7, 3), (8, 1)];

/// Placements of trainee teachers: day, school and how many. In 2023/24 one at each of the four primary schools, which one
/// breakdown would tell beside another.
const PLACEMENTS: [(&str, usize, u32); 12] = [
    ("2023-09-04", 0, 1),
    ("2023-09-04", 1, 6),
    ("2023-09-04", 2, 1),
    ("2023-09-04", 3, 6),
    ("2023-09-04", 5, 6),
    ("2023-09-04", 6, 1),
    ("2023-09-04", 7, 1),
    ("2024-09-02", 0, 3),
    ("2024-09-02", 2, 1),
    ("2024-09-02", 5, 5),
    ("2024-09-02", 7, 4),
    ("2024-09-02", 8, 2),
];

/// Who came to an event in 2024/25, by school.
const ATTENDED: [(usize, u32); 4] = [(1, 4), (4, 2), (6, 1), (7, 1)];

fn urn(at: usize) -> u32 {
    SCHOOLS.get(at).map_or(UNKNOWN, |school| school.0)
}

/// Rows of the files that grow with every import.
#[derive(Default)]
struct Programmes {
    enrolments: String,
    declarations: String,
    people: u32,
    declared: u32,
}

impl Programmes {
    fn declare(&mut self, person: u32, (kind, course): (&str, &str), on: &str, has_passed: &str) {
        self.declared += 1;
        let (own, person) = (id(3, self.declared), id(1, person));
        writeln!(self.declarations, "{own},{person},{kind},{course},{on},paid,{has_passed},2025-06-01T00:00:00Z")
            .expect("memory takes it");
    }

    /// A start and what became of it, which follows from a number.
    fn start(&mut self, person: u32, school: usize, course: &str, year: u32, fate: u32) {
        let status = match fate % 9 {
            3 => "withdrawn",
            7 => "deferred",
            _ => "active",
        };
        let (own, funded) = (id(2, self.declared + 1), fate.is_multiple_of(3));
        let (who, urn) = (id(1, person), urn(school));
        writeln!(self.enrolments, "{who},{course},npq-autumn,{year},{own},{funded},{status},{urn},{funded}")
            .expect("memory takes it");
        self.declare(person, ("started", course), &format!("{year}-10-03"), "");
        if status == "active" && fate % 5 != 1 {
            self.declare(person, ("retained-1", course), &format!("{}-05-02", year + 1), "");
        }
        if status == "active" && year == 2022 && fate % 4 != 2 {
            let has_passed = ["true", "true", "false", ""][(fate % 11 % 4) as usize];
            self.declare(person, ("completed", course), "2024-04-15", has_passed);
        }
    }

    fn files(&self, name: &str) -> Vec<File> {
        let enrolments = "participant_id,course_identifier,schedule_identifier,cohort,npq_application_id,\
                          eligible_for_funding,training_status,school_urn,funded_place\n";
        let declarations =
            "id,participant_id,declaration_type,course_identifier,declaration_date,state,has_passed,updated_at\n";
        vec![
            file(&format!("npq-enrolments-{name}.csv"), format!("{enrolments}{}", self.enrolments)),
            file(&format!("npq-declarations-{name}.csv"), format!("{declarations}{}", self.declarations)),
        ]
    }
}

/// The files of the first import, and those of the second.
pub fn imports() -> [Vec<File>; 2] {
    let mut first = Programmes::default();
    for (year, schools) in STARTS {
        for (school, courses) in schools.into_iter().enumerate() {
            for (course, starts) in courses.into_iter().enumerate() {
                for n in 0..starts {
                    first.people += 1;
                    first.start(first.people, school, NPQS[course], year, first.people * 7 + n);
                }
            }
        }
    }
    // People at several schools, on several courses, in several years.
    for (person, school, course, year) in
        [(1, 2, 1, 2022), (2, 5, 1, 2022), (30, 6, 2, 2022), (40, 8, 1, 2022), (3, 3, 2, 2023), (60, 7, 1, 2024)]
    {
        first.start(person, school, NPQS[course], year, person);
    }
    let mut second = Programmes { people: 1_000, declared: 100_000, ..Programmes::default() };
    for (school, course, starts) in ADDED {
        for n in 0..starts {
            second.people += 1;
            second.start(second.people, school, NPQS[course], u32::from(ADDED_YEAR), second.people + n);
        }
    }
    let mut files = register();
    files.extend(first.files("first"));
    files.extend(early().files("first"));
    files.extend(partners_and_inductions());
    [files, [second.files("second"), more_early().files("second")].concat()]
}

fn register() -> Vec<File> {
    let mut register =
        "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),OpenDate,CloseDate,\
                        PhaseOfEducation (code),NumberOfPupils,UrbanRural (code),Trusts (code),Trusts (name),\
                        DistrictAdministrative (code)\n"
            .to_owned();
    let mut overrides = "urn,hub_area,from,to\n".to_owned();
    let mut teachers = "urn,year,teachers\n".to_owned();
    for (urn, kind, phase, pupils, rurality, trust, district, hub, headcount) in SCHOOLS {
        let name = if trust.is_empty() { "" } else { "DEMO TRUST" };
        writeln!(register, "{urn},Demo School {urn},{kind},1,,,{phase},{pupils},{rurality},{trust},{name},{district}")
            .expect("memory takes it");
        if let Some(hub) = hub {
            writeln!(overrides, "{urn},{hub},,").expect("memory takes it");
        }
        for year in ["2022-23", "2023-24", "2024-25"] {
            writeln!(teachers, "{urn},{year},{headcount}").expect("memory takes it");
        }
    }
    let list = "list,urn,from,to\npp50,900103,2020-09-01,\npp50,900107,2020-09-01,\npp50,900109,2020-09-01,\n";
    vec![
        file("edubasealldata20250613.csv", register),
        file("hub-areas-of-schools.csv", overrides),
        file("teachers-by-school.csv", teachers),
        file("priority-list.csv", list),
    ]
}

/// Who delivers to an early career teacher: the partner of the school, or the other one.
fn partner(school: usize, n: u32) -> u32 {
    let of_school = school as u32 % 2;
    1 + if n.is_multiple_of(5) { 1 - of_school } else { of_school }
}

/// Early career teachers and mentors, and their declarations.
#[derive(Default)]
struct Early {
    people: String,
    declared: Vec<Value>,
    n: u32,
}

impl Early {
    /// So many at a school in a year, with what became of them, which follows from a number.
    fn start(&mut self, year: u32, school: usize, kind: usize, count: u32) {
        let (kind, course) = [("ect", "ecf-induction"), ("mentor", "ecf-mentor")][kind];
        for _ in 0..count {
            self.n += 1;
            let n = self.n;
            let status = ["active", "active", "withdrawn", "active", "deferred"][n as usize % 5];
            let (who, record, urn) = (id(5, n), id(6, n), urn(school));
            writeln!(
                self.people,
                "{who},participant,Demo Person {n},{urn},{kind},{year},{status},{record},2024-10-01T00:00:00Z"
            )
            .expect("memory takes it");
            let made = [("started", format!("{year}-09-20")), ("retained-1", format!("{}-02-01", year + 1))];
            for (at, (declaration, on)) in made.into_iter().enumerate().take(1 + n as usize % 2) {
                self.declared.push(json!({
                    "id": id(7, n * 2 + at as u32),
                    "type": "participant-declaration",
                    "attributes": {
                        "participant_id": who,
                        "declaration_type": declaration,
                        "declaration_date": format!("{on}T00:00:00Z"),
                        "course_identifier": course,
                        "state": "paid",
                        "updated_at": "2024-11-01T00:00:00Z",
                        "delivery_partner_id": id(5, 9_000 + partner(school, n)),
                    },
                }));
            }
        }
    }

    fn files(&self, name: &str) -> Vec<File> {
        let header =
            "id,type,full_name,school_urn,participant_type,cohort,training_status,training_record_id,updated_at\n";
        vec![
            file(&format!("ecf-{name}.csv"), format!("{header}{}", self.people)),
            file(&format!("ecf_declarations_{name}.json"), json!({ "data": self.declared }).to_string()),
        ]
    }
}

fn early() -> Early {
    let mut early = Early::default();
    for (year, schools) in EARLY {
        for (school, kinds) in schools.into_iter().enumerate() {
            kinds.into_iter().enumerate().for_each(|(kind, count)| early.start(year, school, kind, count));
        }
    }
    early
}

/// Those who come with the second import.
fn more_early() -> Early {
    let mut early = Early { n: 1_000, ..Early::default() };
    for (school, kind, count) in ADDED_EARLY {
        early.start(u32::from(ADDED_YEAR), school, kind, count);
    }
    early
}

fn partners_and_inductions() -> Vec<File> {
    let mut inductions = "URN,TRN,Induction start,Induction end,Programme\n".to_owned();
    for (school, count) in INDUCTIONS {
        for at in 0..count {
            let trn = 3_000_000 + 10 * school as u32 + at;
            writeln!(inductions, "{},{trn},2024-09-02,2025-06-30,School-led", urn(school)).expect("memory takes it");
        }
    }
    let partners = [(1, "Demo Partner North"), (2, "Demo Partner South")].map(
        |(at, name)| json!({ "id": id(5, 9_000 + at), "type": "delivery-partner", "attributes": { "name": name } }),
    );
    let mut placements = "urn,start_date,trainees\n".to_owned();
    for (day, school, trainees) in PLACEMENTS {
        writeln!(placements, "{},{day},{trainees}", urn(school)).expect("memory takes it");
    }
    let mut attended = "event,date,urn,people\n".to_owned();
    for (school, people) in ATTENDED {
        writeln!(attended, "Demo event,2024-11-21,{},{people}", urn(school)).expect("memory takes it");
    }
    vec![
        file("itt-placements.csv", placements),
        file("cpd-attendance.csv", attended),
        file("delivery_partners.json", json!({ "data": partners }).to_string()),
        file("partner_hubs.csv", "partner,hub_area\nDemo Partner North,WM9\n"),
        file("inductions.csv", inductions),
    ]
}
