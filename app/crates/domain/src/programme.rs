//! Programmes, courses, cohorts, academic years, and when a cohort is mature.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::UnknownWord;
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
        courses()
            .iter()
            .position(|c| c.identifier == identifier)
            .and_then(Course::at)
    }
}

impl FromStr for Course {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        courses()
            .iter()
            .position(|c| c.code.eq_ignore_ascii_case(word))
            .and_then(Course::at)
            .ok_or_else(|| UnknownWord {
                what: "course",
                word: word.chars().take(80).collect(),
                known: courses().iter().map(|c| c.code).collect::<Vec<_>>().join(", "),
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
        if programme == Programme::Ecf && (6..=8).contains(&date.month()) {
            AcademicYear(year.0 + 1)
        } else {
            year
        }
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
        if !(1990..2100).contains(&year) || (year + 1) % 100 != next {
            Err(unknown())
        } else {
            Ok(AcademicYear(year))
        }
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

/// A cohort. NPQ: the calendar year and term in which it starts, `2023b` (autumn 2023) or `2024a` (spring 2024).
/// ECF/ECTE: the contract year alone, `2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cohort {
    /// Calendar year in which it starts.
    pub year: u16,
    /// Term in which it starts; `None` where the programme has one cohort a year.
    pub season: Option<Season>,
}

/// Term in which an NPQ cohort starts; spring sorts before autumn of the same calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Season {
    /// Suffix `a`.
    Spring,
    /// Suffix `b`.
    Autumn,
}

impl Cohort {
    /// The NPQ cohort that the API's year and suffix, the schedule and, failing these, the date of the start give.
    /// An API cohort without a suffix runs from autumn into the next spring (2024: autumn only; 2025: spring, then autumn).
    pub fn npq(
        api_year: u16,
        api_suffix: Option<&str>,
        schedule: Option<&str>,
        started_on: Option<NaiveDate>,
    ) -> Cohort {
        let season = match (api_suffix, schedule) {
            (Some("a"), _) => Some(Season::Spring),
            (Some("b"), _) => Some(Season::Autumn),
            (_, Some(s)) if s.ends_with("-spring") || s.ends_with("-march") || s.ends_with("-june") => {
                Some(Season::Spring)
            }
            (_, Some(s)) if s.ends_with("-autumn") || s.ends_with("-november") || s.ends_with("-december") => {
                Some(Season::Autumn)
            }
            _ => started_on.map(|date| {
                if (2..=8).contains(&date.month()) {
                    Season::Spring
                } else {
                    Season::Autumn
                }
            }),
        };
        let row = npq_cohorts().iter().find(|r| {
            r.api_year == api_year
                && Some(r.season) == season
                && api_suffix.is_none_or(|s| r.api_suffix.is_none_or(|own| own == s))
        });
        match (row, season) {
            (Some(row), _) => row.cohort,
            (None, Some(Season::Spring)) if api_suffix.is_none() && api_year < 2025 => Cohort {
                year: api_year + 1,
                season: Some(Season::Spring),
            },
            (None, season) => Cohort { year: api_year, season },
        }
    }

    /// The date of the `started` milestone, where the reference table has it.
    pub fn started_milestone_on(self) -> Option<NaiveDate> {
        npq_cohorts().iter().find(|r| r.cohort == self)?.milestones[0]
    }

    /// Milestone dates of this cohort for a course group: started, retained-1, retained-2 (leadership), completed.
    pub fn milestones(self, group: CourseGroup) -> Option<Milestones> {
        let row = npq_cohorts().iter().find(|r| r.cohort == self)?;
        let leadership = group == CourseGroup::Leadership;
        Some(Milestones {
            started: row.milestones[0]?,
            retained_1: row.milestones[1]?,
            retained_2: if leadership { row.milestones[2] } else { None },
            completed: row.milestones[if leadership { 4 } else { 3 }]?,
        })
    }

    /// The day on which a start of this cohort on this course is mature: 22 months (leadership) or 15 (specialist)
    /// after the `started` milestone; where the milestone is not known, after the start was declared.
    /// `None` for courses without an outcome.
    pub fn mature_on(self, course: Course, started_on: NaiveDate) -> Option<NaiveDate> {
        let months = course.facts().mature_months?;
        self.started_milestone_on()
            .unwrap_or(started_on)
            .checked_add_months(Months::new(months))
    }

    /// `Autumn 2023`, or `2023` where there is one cohort a year.
    pub fn name(self) -> String {
        match self.season {
            Some(Season::Spring) => format!("Spring {}", self.year),
            Some(Season::Autumn) => format!("Autumn {}", self.year),
            None => self.year.to_string(),
        }
    }
}

/// Milestone dates of one cohort and course group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestones {
    /// Last day for a `started` declaration.
    pub started: NaiveDate,
    /// Last day for `retained-1`.
    pub retained_1: NaiveDate,
    /// Last day for `retained-2`; leadership courses only.
    pub retained_2: Option<NaiveDate>,
    /// Last day for `completed`.
    pub completed: NaiveDate,
}

struct NpqCohortRow {
    api_year: u16,
    api_suffix: Option<&'static str>,
    season: Season,
    cohort: Cohort,
    milestones: [Option<NaiveDate>; 5],
}

fn npq_cohorts() -> &'static [NpqCohortRow] {
    static ROWS: OnceLock<Vec<NpqCohortRow>> = OnceLock::new();
    ROWS.get_or_init(|| {
        include_str!("../reference/npq_cohorts.csv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let cells: Vec<&'static str> = line.split(',').collect();
                let mut milestones = [None; 5];
                for (slot, cell) in milestones.iter_mut().zip(cells.get(4..)?) {
                    *slot = cell.parse().ok();
                }
                Some(NpqCohortRow {
                    api_year: cells[0].parse().ok()?,
                    api_suffix: Some(cells[1]).filter(|s| !s.is_empty()),
                    season: if cells[2] == "spring" {
                        Season::Spring
                    } else {
                        Season::Autumn
                    },
                    cohort: cells[3].parse().ok()?,
                    milestones,
                })
            })
            .collect()
    })
}

impl fmt::Display for Cohort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = match self.season {
            Some(Season::Spring) => "a",
            Some(Season::Autumn) => "b",
            None => "",
        };
        write!(f, "{}{suffix}", self.year)
    }
}

impl FromStr for Cohort {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "cohort",
            word: word.chars().take(80).collect(),
            known: "cohorts such as 2023b (autumn 2023), 2024a (spring 2024) or 2023".into(),
        };
        let (digits, season) = match word.strip_suffix('a') {
            Some(digits) => (digits, Some(Season::Spring)),
            None => match word.strip_suffix('b') {
                Some(digits) => (digits, Some(Season::Autumn)),
                None => (word, None),
            },
        };
        match digits.parse::<u16>() {
            Ok(year) if digits.len() == 4 && (1990..2100).contains(&year) => Ok(Cohort { year, season }),
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for Cohort {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<Cohort> for String {
    fn from(cohort: Cohort) -> String {
        cohort.to_string()
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
        assert_eq!(
            AcademicYear::of_start(Programme::Ecf, day("2024-06-01")),
            AcademicYear(2024)
        );
        assert_eq!(
            AcademicYear::of_start(Programme::Ecf, day("2024-05-31")),
            AcademicYear(2023)
        );
        assert_eq!(
            AcademicYear::of_start(Programme::Npq, day("2024-06-01")),
            AcademicYear(2023)
        );
    }

    #[test]
    fn the_season_of_a_cohort_comes_from_suffix_then_schedule_then_date() {
        for (year, suffix, schedule, date, cohort) in [
            (2021, None, Some("npq-leadership-spring"), None, "2022a"),
            (2021, None, Some("npq-specialist-autumn"), None, "2021b"),
            (2025, Some("a"), None, None, "2025a"),
            (2025, None, Some("npq-specialist-spring"), None, "2025a"),
            (2023, None, None, Some("2024-04-01"), "2024a"),
            (2023, None, None, Some("2023-11-01"), "2023b"),
            (2026, Some("b"), None, None, "2026b"),
            (2023, None, None, None, "2023"),
        ] {
            let cohort_is = Cohort::npq(year, suffix, schedule, date.map(day));
            assert_eq!(cohort_is.to_string(), cohort, "{year} {suffix:?} {schedule:?} {date:?}");
            assert_eq!(cohort.parse(), Ok(cohort_is));
        }
    }

    #[test]
    fn leadership_is_mature_after_22_months_and_specialist_after_15() {
        let cohort: Cohort = "2022b".parse().expect("a cohort");
        let on = |code: &str| cohort.mature_on(code.parse().expect("a course"), day("2022-10-01"));
        assert_eq!(on("NPQH"), Some(day("2024-09-24")));
        assert_eq!(on("NPQLT"), Some(day("2024-02-24")));
        assert_eq!(on("EHCO"), None);
    }

    #[test]
    fn there_are_ten_npqs_two_offers_and_two_early_career_courses() {
        assert_eq!(courses().len(), 14);
        assert_eq!(courses().iter().filter(|c| c.is_npq).count(), 10);
        assert_eq!(
            Course::from_identifier("npq-leading-teaching-development").map(Course::code),
            Some("NPQLTD")
        );
    }
}
