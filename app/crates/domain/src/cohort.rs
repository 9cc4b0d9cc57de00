//! Cohorts: when they start, their milestones, and when they are mature.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::UnknownWord;
use crate::programme::{Course, CourseGroup};

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
            _ => started_on.map(|date| if (2..=8).contains(&date.month()) { Season::Spring } else { Season::Autumn }),
        };
        let row = npq_cohorts().iter().find(|r| {
            r.api_year == api_year
                && Some(r.season) == season
                && api_suffix.is_none_or(|s| r.api_suffix.is_none_or(|own| own == s))
        });
        match (row, season) {
            (Some(row), _) => row.cohort,
            (None, Some(Season::Spring)) if api_suffix.is_none() && api_year < 2025 => {
                Cohort { year: api_year + 1, season: Some(Season::Spring) }
            }
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
        self.started_milestone_on().unwrap_or(started_on).checked_add_months(Months::new(months))
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
                    season: if cells[2] == "spring" { Season::Spring } else { Season::Autumn },
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
}
