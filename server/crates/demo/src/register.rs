//! The school register as its publisher lays it out in 2026: 135 columns, Windows-1252, CRLF, quoted text.

pub mod links;
pub mod lists;

use std::collections::HashMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use domain::establishment::establishment_type;

use crate::chance::{Purpose, Seed, plus};
use crate::output::windows_1252;
use crate::plan::{AS_OF, day};
use crate::schools::{Kind, STRANGE_URN, School, Schools, region_letter, region_name};

/// The columns in order; `SEN#` stands for thirteen of them.
const COLUMNS: &str = "URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (code)|\
TypeOfEstablishment (name)|EstablishmentTypeGroup (code)|EstablishmentTypeGroup (name)|EstablishmentStatus (code)|\
EstablishmentStatus (name)|ReasonEstablishmentOpened (code)|ReasonEstablishmentOpened (name)|OpenDate|\
ReasonEstablishmentClosed (code)|ReasonEstablishmentClosed (name)|CloseDate|PhaseOfEducation (code)|\
PhaseOfEducation (name)|StatutoryLowAge|StatutoryHighAge|Boarders (code)|Boarders (name)|NurseryProvision (name)|\
OfficialSixthForm (code)|OfficialSixthForm (name)|Gender (code)|Gender (name)|ReligiousCharacter (code)|\
ReligiousCharacter (name)|ReligiousEthos (name)|Diocese (code)|Diocese (name)|AdmissionsPolicy (code)|\
AdmissionsPolicy (name)|SchoolCapacity|SpecialClasses (code)|SpecialClasses (name)|CensusDate|NumberOfPupils|\
NumberOfBoys|NumberOfGirls|PercentageFSM|TrustSchoolFlag (code)|TrustSchoolFlag (name)|Trusts (code)|Trusts (name)|\
SchoolSponsorFlag (name)|SchoolSponsors (name)|FederationFlag (name)|Federations (code)|Federations (name)|UKPRN|\
FEHEIdentifier|FurtherEducationType (name)|LastChangedDate|Street|Locality|Address3|Town|County (name)|Postcode|\
SchoolWebsite|TelephoneNum|HeadTitle (name)|HeadFirstName|HeadLastName|HeadPreferredJobTitle|\
BSOInspectorateName (name)|InspectorateReport|DateOfLastInspectionVisit|NextInspectionVisit|TeenMoth (name)|\
TeenMothPlaces|CCF (name)|SENPRU (name)|EBD (name)|PlacesPRU|FTProv (name)|EdByOther (name)|Section41Approved (name)|\
SEN#|TypeOfResourcedProvision (name)|ResourcedProvisionOnRoll|ResourcedProvisionCapacity|SenUnitOnRoll|\
SenUnitCapacity|GOR (code)|GOR (name)|DistrictAdministrative (code)|DistrictAdministrative (name)|\
AdministrativeWard (code)|AdministrativeWard (name)|ParliamentaryConstituency (code)|ParliamentaryConstituency (name)|\
UrbanRural (code)|UrbanRural (name)|GSSLACode (name)|Easting|Northing|MSOA (name)|LSOA (name)|InspectorateName (name)|\
SENStat|SENNoStat|BoardingEstablishment (name)|PropsName|PreviousLA (code)|PreviousLA (name)|\
PreviousEstablishmentNumber|Country (name)|UPRN|SiteName|QABName (code)|QABName (name)|\
EstablishmentAccredited (code)|EstablishmentAccredited (name)|QABReport|CHNumber|MSOA (code)|LSOA (code)|FSM|\
AccreditationExpiryDate";

/// Columns whose cells stand without quotes.
const BARE: [&str; 16] = [
    "URN",
    "LA (code)",
    "EstablishmentNumber",
    "TypeOfEstablishment (code)",
    "EstablishmentTypeGroup (code)",
    "EstablishmentStatus (code)",
    "PhaseOfEducation (code)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "SchoolCapacity",
    "NumberOfPupils",
    "NumberOfBoys",
    "NumberOfGirls",
    "PercentageFSM",
    "Easting",
    "Northing",
];

/// Planted rows: ragged ones, and ones with a day that does not exist. No other file names their URNs.
pub const RAGGED: u64 = 3;
/// See [`RAGGED`].
pub const IMPOSSIBLE_DATES: u64 = 2;

/// Column names in order.
pub fn columns() -> Vec<String> {
    COLUMNS
        .split('|')
        .flat_map(|name| match name {
            "SEN#" => (1..=13).map(|n| format!("SEN{n} (name)")).collect(),
            name => vec![name.to_owned()],
        })
        .collect()
}

/// Day as the register writes it.
pub fn register_day(day: Option<NaiveDate>) -> String {
    day.map(|d| d.format("%d-%m-%Y").to_string()).unwrap_or_default()
}

struct Row<'a> {
    columns: &'a [String],
    position: HashMap<&'a str, usize>,
    bare: Vec<bool>,
    cells: Vec<String>,
}

impl Row<'_> {
    fn set(&mut self, column: &str, value: impl Into<String>) {
        if let Some(at) = self.position.get(column) {
            self.cells[*at] = value.into();
        }
    }

    fn write(&self, cells: usize, into: &mut Vec<u8>) {
        for (at, cell) in self.cells.iter().enumerate().take(cells) {
            if at > 0 {
                into.push(b',');
            }
            if self.bare[at] {
                windows_1252(cell, into);
            } else {
                into.push(b'"');
                windows_1252(&cell.replace('"', "\"\""), into);
                into.push(b'"');
            }
        }
        into.extend_from_slice(b"\r\n");
    }
}

/// Writes the register; returns its data rows, planted ones included.
pub fn write(schools: &Schools, seed: &Seed, out: &mut dyn Write) -> io::Result<u64> {
    let columns = columns();
    let mut bytes = Vec::new();
    let quoted: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
    bytes.extend_from_slice(quoted.join(",").as_bytes());
    bytes.extend_from_slice(b"\r\n");
    let mut rows = 0;
    let mut row = Row {
        columns: &columns,
        position: columns.iter().enumerate().map(|(at, c)| (c.as_str(), at)).collect(),
        bare: columns.iter().map(|c| BARE.contains(&c.as_str())).collect(),
        cells: Vec::new(),
    };
    for (at, school) in schools.rows.iter().enumerate() {
        fill(&mut row, school, schools, seed);
        row.write(columns.len(), &mut bytes);
        rows += 1;
        // Planted rows stand between good ones.
        let planted = (at / 20) as u64;
        if at % 20 == 19 && planted < RAGGED + IMPOSSIBLE_DATES {
            row.set("URN", (STRANGE_URN - 1 - planted as u32).to_string());
            row.set("EstablishmentStatus (code)", "2");
            row.set("EstablishmentStatus (name)", "Closed");
            row.set("CloseDate", "31-08-2019");
            if planted < RAGGED {
                row.write(columns.len() - 1 - 7 * planted as usize, &mut bytes);
            } else {
                row.set("OpenDate", "31-02-2015");
                row.write(columns.len(), &mut bytes);
            }
            rows += 1;
        }
        if bytes.len() > 1 << 18 {
            out.write_all(&bytes)?;
            bytes.clear();
        }
    }
    out.write_all(&bytes)?;
    Ok(rows)
}

fn fill(row: &mut Row, school: &School, schools: &Schools, seed: &Seed) {
    row.cells.clear();
    row.cells.resize(row.columns.len(), String::new());
    let district = school.cell.district;
    let chance = seed.hash(Purpose::School, u64::from(school.urn));
    row.set("URN", school.urn.to_string());
    // Old rows keep the authority and district of their day: Cumbria was abolished on 1 April 2023.
    let cumbria = matches!(district.name, "Cumberland" | "Westmorland and Furness")
        && school.closed.is_some_and(|d| d < day(2023, 4, 1));
    if cumbria {
        row.set("LA (code)", "909");
        row.set("LA (name)", "Pre-LGR 2023 Cumbria");
        let (code, name) =
            if district.name == "Cumberland" { ("E07000028", "Carlisle") } else { ("E07000031", "South Lakeland") };
        row.set("DistrictAdministrative (code)", code);
        row.set("DistrictAdministrative (name)", name);
        row.set("GSSLACode (name)", "E10000006");
    } else {
        row.set("LA (code)", school.cell.la_code);
        row.set("LA (name)", district.authority);
        row.set("DistrictAdministrative (code)", district.code);
        row.set("DistrictAdministrative (name)", district.name);
        row.set("GSSLACode (name)", district.authority_code);
    }
    row.set("EstablishmentNumber", school.number.to_string());
    row.set("EstablishmentName", school.name.as_str());
    row.set("TypeOfEstablishment (code)", school.type_code.to_string());
    row.set("TypeOfEstablishment (name)", establishment_type(school.type_code).map_or("", |t| t.name));
    let (group, group_name) = group(school.type_code);
    row.set("EstablishmentTypeGroup (code)", group.to_string());
    row.set("EstablishmentTypeGroup (name)", group_name);
    row.set("EstablishmentStatus (code)", school.status.to_string());
    let status = ["Open", "Closed", "Open, but proposed to close", "Proposed to open"][usize::from(school.status) - 1];
    row.set("EstablishmentStatus (name)", status);
    row.set("OpenDate", register_day(school.opened));
    row.set("CloseDate", register_day(school.closed));
    let opened = match (school.former.len(), school.type_code) {
        (2, _) => "Result of Amalgamation",
        (1, 34 | 42 | 44) => "Academy Converter",
        (1, _) => "Fresh Start",
        _ => "Not applicable",
    };
    row.set("ReasonEstablishmentOpened (name)", opened);
    row.set("ReasonEstablishmentClosed (name)", if school.status == 2 { "Closure" } else { "Not applicable" });
    row.set("PhaseOfEducation (code)", school.phase_code.to_string());
    const PHASES: [&str; 8] = [
        "Not applicable",
        "Nursery",
        "Primary",
        "Middle deemed primary",
        "Secondary",
        "Middle deemed secondary",
        "16 plus",
        "All-through",
    ];
    row.set("PhaseOfEducation (name)", PHASES[usize::from(school.phase_code)]);
    row.set("StatutoryLowAge", school.ages.0.to_string());
    row.set("StatutoryHighAge", school.ages.1.to_string());
    row.set("Gender (name)", "Mixed");
    row.set(
        "OfficialSixthForm (name)",
        if school.ages.1 >= 18 { "Has a sixth form" } else { "Does not have a sixth form" },
    );
    if let Some(pupils) = school.pupils {
        let boys = pupils * (46 + (chance % 9) as u32) / 100;
        row.set("CensusDate", "16-01-2025");
        row.set("NumberOfPupils", pupils.to_string());
        row.set("NumberOfBoys", boys.to_string());
        row.set("NumberOfGirls", (pupils - boys).to_string());
        row.set("SchoolCapacity", (pupils + pupils / 10).to_string());
        if school.kind != Kind::Independent {
            row.set("PercentageFSM", format!("{:.2}", school.fsm));
            row.set("FSM", (f64::from(pupils) * school.fsm / 100.0).round().to_string());
        }
    }
    if let Some(trust) = school.trust.map(|t| &schools.trusts[t as usize]) {
        row.set(
            "TrustSchoolFlag (name)",
            if trust.single { "Supported by a single-academy trust" } else { "Supported by a multi-academy trust" },
        );
        row.set("Trusts (code)", trust.uid.to_string());
        row.set("Trusts (name)", trust.name.to_uppercase());
    } else {
        row.set("TrustSchoolFlag (name)", "Not applicable");
    }
    row.set("UKPRN", format!("99{:06}", school.urn - 900_000));
    row.set("LastChangedDate", register_day(Some(plus(AS_OF, -(chance as i64 & 255)))));
    row.set("Street", "Demo Street");
    row.set("Town", district.name);
    row.set("Postcode", format!("ZZ{} {}ZZ", 1 + chance % 98, chance / 98 % 10));
    row.set("SchoolWebsite", format!("https://school-{}.example.com/", school.urn));
    row.set("HeadPreferredJobTitle", "Headteacher");
    row.set("Section41Approved (name)", "Not applicable");
    row.set("GOR (code)", region_letter(district.region));
    row.set("GOR (name)", region_name(district.region));
    row.set("UrbanRural (code)", school.class.0);
    row.set("UrbanRural (name)", school.class.1);
    row.set("Country (name)", "England");
    row.set("PreviousLA (code)", "999");
}

fn group(type_code: u8) -> (u8, &'static str) {
    match type_code {
        18 | 31 => (1, "Colleges"),
        10 | 11 => (3, "Independent schools"),
        1 | 2 | 3 | 5 | 14 | 15 => (4, "Local authority maintained schools"),
        7 | 8 | 12 => (5, "Special schools"),
        35 | 36 | 38..=41 => (11, "Free Schools"),
        28 | 33 | 34 | 42..=46 => (10, "Academies"),
        _ => (9, "Other types"),
    }
}
