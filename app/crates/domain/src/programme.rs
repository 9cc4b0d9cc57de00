//! Programmes, courses and academic years.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::UnknownWord;
pub use crate::cohort::{Cohort, Milestones, Season};
use crate::words::words;

words! {
    /// The two programmes. ECF became ECTE on 1 September 2025.
    "programme" Programme {
        Npq = "npq", "NPQ";
        Ecf = "ecf", "ECTE (formerly ECF)";
    }
}

words! {
    /// Courses of a group share milestones and the time they take.
    "course group" CourseGroup {
        Specialist = "specialist", "Specialist NPQs";
        Leadership = "leadership", "Leadership NPQs";
        Ehco = "ehco", "Early headship coaching offer";
        Support = "support", "Additional support offer";
        Ecf = "ecf", "Early career training";
    }
}

/// A course: a row of `reference/courses.csv`.
#[derive(Debug, PartialEq, Eq)]
pub struct CourseFacts {
    /// `course_identifier` of the lead-provider APIs.
    pub identifier: &'static str,
    /// Short code, e.g. `NPQLT`; used in addresses, files and storage.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Programme it belongs to.
    pub programme: Programme,
    /// Group it belongs to.
    pub group: CourseGroup,
    /// Whether it is a National Professional Qualification (the coaching and support offers are not).
    pub is_npq: bool,
    /// Whether it ends in pass or fail.
    pub has_outcome: bool,
    /// Months after the `started` milestone when its cohort counts as mature.
    pub mature_months: Option<u32>,
}

/// A course, by its position in the course table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Course(u8);

/// The course table.
pub fn courses() -> &'static [CourseFacts] {
    static COURSES: OnceLock<Vec<CourseFacts>> = OnceLock::new();
    COURSES.get_or_init(|| {
        include_str!("../reference/courses.csv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',');
                Some(CourseFacts {
                    identifier: cells.next()?,
                    code: cells.next()?,
                    name: cells.next()?,
                    programme: cells.next()?.parse().ok()?,
                    group: cells.next()?.parse().ok()?,
                    is_npq: cells.next()? == "yes",
                    has_outcome: cells.next()? == "yes",
                    mature_months: cells.next()?.parse().ok(),
                })
            })
            .collect()
    })
}

impl Course {
    /// Every course.
    pub fn all() -> impl Iterator<Item = Course> {
        (0..courses().len() as u8).map(Course)
    }

    /// Position in `all()`.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The course at a position of `all()`.
    pub fn at(index: usize) -> Option<Course> {
        (index < courses().len()).then_some(Course(index as u8))
    }

    /// What is known of it.
    pub fn facts(self) -> &'static CourseFacts {
        &courses()[self.index()]
    }

    /// Short code, e.g. `NPQLT`.
    pub fn code(self) -> &'static str {
        self.facts().code
    }

    /// Code and name, e.g. `NPQLT Leading teaching`.
    pub fn name(self) -> String {
        match self.facts().programme {
            Programme::Npq => format!("{} {}", self.facts().code, self.facts().name),
            Programme::Ecf => self.facts().name.to_owned(),
        }
    }

    /// By the identifier of the lead-provider APIs, e.g. `npq-headship`.
    pub fn from_identifier(identifier: &str) -> Option<Course> {
        courses().iter().position(|c| c.identifier == identifier).and_then(Course::at)
    }
}

impl FromStr for Course {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        courses().iter().position(|c| c.code.eq_ignore_ascii_case(word)).and_then(Course::at).ok_or_else(|| {
            UnknownWord {
                what: "course",
                word: word.chars().take(80).collect(),
                known: courses().iter().map(|c| c.code).collect::<Vec<_>>().join(", "),
            }
        })
    }
}

impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Course {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<Course> for String {
    fn from(course: Course) -> String {
        course.code().to_owned()
    }
}

/// An academic year, 1 September to 31 August, by the calendar year in which it starts.
/// Written `2024-25` in addresses, `2024/25` for people, `202425` in statistics files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademicYear(pub u16);

impl AcademicYear {
    /// The year in which a date falls.
    pub fn of(date: NaiveDate) -> AcademicYear {
        let year = date.year() - i32::from(date.month() < 9);
        AcademicYear(year.clamp(0, 9999) as u16)
    }

    /// The year to which a start declared on this date belongs. For ECF/ECTE a start declared from 1 June to
    /// 31 August belongs to the year about to begin.
    pub fn of_start(programme: Programme, date: NaiveDate) -> AcademicYear {
        let year = Self::of(date);
        if programme == Programme::Ecf && (6..=8).contains(&date.month()) { AcademicYear(year.0 + 1) } else { year }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(i32::from(self.0), 9, 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(i32::from(self.0) + 1, 8, 31).unwrap_or_default()
    }

    /// `2024/25`.
    pub fn name(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1) % 100)
    }

    /// `202425`, as in DfE's statistics files.
    pub fn time_period(self) -> String {
        format!("{}{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl FromStr for AcademicYear {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "academic year",
            word: word.chars().take(80).collect(),
            known: "years such as 2024-25".into(),
        };
        let (first, second) = word.split_once('-').ok_or_else(unknown)?;
        if first.len() != 4 || second.len() != 2 {
            return Err(unknown());
        }
        let year: u16 = first.parse().map_err(|_| unknown())?;
        let next: u16 = second.parse().map_err(|_| unknown())?;
        if !(1990..2100).contains(&year) || (year + 1) % 100 != next { Err(unknown()) } else { Ok(AcademicYear(year)) }
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> String {
        year.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_year_runs_from_september_to_august() {
        assert_eq!(AcademicYear::of(day("2024-08-31")).name(), "2023/24");
        assert_eq!(AcademicYear::of(day("2024-09-01")).name(), "2024/25");
        assert_eq!("2024-25".parse(), Ok(AcademicYear(2024)));
        assert_eq!(AcademicYear(1999).to_string(), "1999-00");
        for wrong in ["2024", "2024-26", "24-25", "2024/25", "x"] {
            assert!(wrong.parse::<AcademicYear>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_summer_start_of_an_early_career_teacher_belongs_to_the_year_about_to_begin() {
        assert_eq!(AcademicYear::of_start(Programme::Ecf, day("2024-06-01")), AcademicYear(2024));
        assert_eq!(AcademicYear::of_start(Programme::Ecf, day("2024-05-31")), AcademicYear(2023));
        assert_eq!(AcademicYear::of_start(Programme::Npq, day("2024-06-01")), AcademicYear(2023));
    }

    #[test]
    fn there_are_ten_npqs_two_offers_and_two_early_career_courses() {
        assert_eq!(courses().len(), 14);
        assert_eq!(courses().iter().filter(|c| c.is_npq).count(), 10);
        assert_eq!(Course::from_identifier("npq-leading-teaching-development").map(Course::code), Some("NPQLTD"));
    }
}
