//! A small fixture whose numbers are counted by hand: a register of 8 schools, and NPQ declarations in a statement
//! report, where each row names its school.

use std::fmt::Write;

use super::{File, file};

/// Columns of the register that matter.
pub const REGISTER: &str = "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),OpenDate,CloseDate,\
                            PhaseOfEducation (code),Trusts (code),Trusts (name),DistrictAdministrative (code)";

/// Eight schools: Hartlepool (North East, NE2) has 900001 to 900003, Camden (London) 900011 to 900014, and 900021 in
/// Birmingham is not a school in area. 900001 and 900011 are secondary; 900012 bears a name that looks like a formula.
pub fn register() -> File {
    let rows = [
        "900001,Demo Harbour School,1,1,,,4,,,E06000001",
        "900002,Demo Marina Primary School,34,1,01-09-2015,,2,7001,DEMO TRUST,E06000001",
        "900003,Demo Pier Primary School,1,1,,,2,,,E06000001",
        "900011,Demo Canal School,34,1,,,4,7002,=HYPERLINK TRUST,E09000007",
        "900012,=Demo Lock Primary School,1,1,,,2,,,E09000007",
        "900013,Demo Bridge Primary School,1,1,,,2,,,E09000007",
        "900014,Demo Closed Primary School,1,2,,31-08-2020,2,,,E09000007",
        "900021,Demo Independent School,11,1,,,0,,,E08000025",
    ];
    file("edubasealldata20250613.csv", format!("{REGISTER}\n{}\n", rows.join("\n")))
}

/// An id from a number.
pub fn id(kind: u32, n: u32) -> String {
    format!("{kind:08x}-0000-4000-8000-{n:012x}")
}

/// A row of a statement report.
#[derive(Debug, Clone)]
pub struct Row {
    /// Number of the person.
    pub person: u32,
    /// School.
    pub urn: &'static str,
    /// Course.
    pub course: &'static str,
    /// `started`, ...
    pub kind: &'static str,
    /// Day.
    pub on: &'static str,
    /// `paid`, ...
    pub state: &'static str,
}

/// A statement report with these rows; ids of declarations count from `first`.
pub fn statement(name: &str, first: u32, rows: &[Row]) -> File {
    let mut text =
        "Participant ID,Participant Name,TRN,School Urn,Declaration ID,Declaration Status,Course Identifier,\
                    Declaration Type,Declaration Date\n"
            .to_owned();
    for (at, r) in rows.iter().enumerate() {
        let (person, declaration) = (id(1, r.person), id(2, first + at as u32));
        let line = writeln!(
            text,
            "{person},Demo Person {},,{},{declaration},{},{},{},{}",
            r.person, r.urn, r.state, r.course, r.kind, r.on
        );
        line.expect("memory takes it");
    }
    file(name, text)
}

/// A start on Leading teaching in the autumn of 2022, paid.
pub fn start(person: u32, urn: &'static str) -> Row {
    Row { person, urn, course: "npq-leading-teaching", kind: "started", on: "2022-10-03", state: "paid" }
}

/// Sixteen rows of 2022/23: 12 in London, of which one is voided, so that 11 starts of 10 people count (person 1 takes
/// two courses: 7 starts at 900011, 4 at 900012); 3 in the North East; 1 at a school that the register does not have.
/// 11 + 3 + 1 = 15 starts of 14 people.
pub fn starts() -> File {
    let mut rows: Vec<Row> = (1..=11).map(|n| start(n, if n <= 6 { "900011" } else { "900012" })).collect();
    rows[10].state = "voided";
    rows.push(Row { course: "npq-leading-literacy", ..start(1, "900011") });
    rows.extend((21..=23).map(|n| start(n, "900002")));
    rows.push(start(31, "999999"));
    statement("npq_statement.csv", 1, &rows)
}

/// Of the 11 in London 10 were completed, of the 3 in the North East one.
pub fn completions() -> File {
    let mut rows: Vec<Row> = (1..=9).map(|n| start(n, "900011")).collect();
    rows.push(Row { course: "npq-leading-literacy", ..start(1, "900011") });
    rows.push(start(21, "900002"));
    for row in &mut rows {
        (row.kind, row.on) = ("completed", "2024-01-15");
    }
    statement("npq_statement_completed.csv", 101, &rows)
}

/// Teachers of 2022/23: 100 at 900011, 50 at 900012, 40 at 900002; so 10 people to 150 teachers in London.
pub fn headcounts() -> File {
    file("headcounts.csv", "urn,year,teachers\n900011,2022-23,100\n900012,2022-23,50\n900002,2022-23,40\n")
}

/// All four files.
pub fn files() -> Vec<File> {
    vec![register(), headcounts(), starts(), completions()]
}
