//! Schedules: which declarations a course asks for, in which order, and the last day for each as far as the reference
//! tables know it. A schedule that they do not know has no days; nothing is guessed.

use std::sync::OnceLock;

use chrono::{Days, NaiveDate};

use crate::declaration::DeclarationType::{self, Completed, Retained1, Retained2, Retained3, Retained4, Started};
use crate::programme::{Cohort, Course, CourseGroup};

/// Declarations of an early career teacher, and of mentors up to 2024.
const EARLY_CAREER: [DeclarationType; 6] = [Started, Retained1, Retained2, Retained3, Retained4, Completed];
/// Declarations of a leadership NPQ and of the coaching and support offers.
const FOUR: [DeclarationType; 4] = [Started, Retained1, Retained2, Completed];
/// Declarations of a specialist NPQ.
const THREE: [DeclarationType; 3] = [Started, Retained1, Completed];
/// Declarations of a mentor from 2025.
const TWO: [DeclarationType; 2] = [Started, Completed];

/// Without known days, the days within which some declaration of a course must follow the one before.
const USUAL_GAP: u64 = 365;

/// The schedule of one person on one course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Declarations in order, each with its last day where that is known.
    pub milestones: Vec<(DeclarationType, Option<NaiveDate>)>,
}

/// What comes next on a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The declaration.
    pub declaration: DeclarationType,
    /// Its last day, where that is known.
    pub by: Option<NaiveDate>,
}

impl Schedule {
    /// The schedule of a course. The year of an early career cohort is its contract year; `identifier` is the schedule
    /// as the service names it.
    pub fn of(course: Course, cohort: Option<Cohort>, identifier: Option<&str>) -> Schedule {
        let group = course.facts().group;
        let year = cohort.map(|cohort| cohort.year);
        let order: &[DeclarationType] = match group {
            CourseGroup::Specialist => &THREE,
            CourseGroup::Leadership | CourseGroup::Ehco | CourseGroup::Support => &FOUR,
            CourseGroup::Ecf if course.code() == "MENTOR" && year.is_some_and(|year| year >= 2025) => &TWO,
            CourseGroup::Ecf => &EARLY_CAREER,
        };
        let last_day = |declaration: &DeclarationType| match group {
            CourseGroup::Specialist | CourseGroup::Leadership => {
                let days = cohort?.milestones(group)?;
                match declaration {
                    Started => Some(days.started),
                    Retained1 => Some(days.retained_1),
                    Retained2 => days.retained_2,
                    _ => Some(days.completed),
                }
            }
            CourseGroup::Ecf => early_career_day(course, year?, identifier?, *declaration),
            CourseGroup::Ehco | CourseGroup::Support => None,
        };
        Schedule { milestones: order.iter().map(|declaration| (*declaration, last_day(declaration))).collect() }
    }

    /// The declaration after those that are made: the first after the furthest of them. `None` once the course is
    /// completed.
    pub fn next(&self, made: &[DeclarationType]) -> Option<Next> {
        if made.contains(&Completed) {
            return None;
        }
        let furthest = self.milestones.iter().rposition(|(declaration, _)| made.contains(declaration));
        let (declaration, by) = *self.milestones.get(furthest.map_or(0, |at| at + 1))?;
        Some(Next { declaration, by })
    }

    /// The longest that may pass from one declaration to the next: the longest time between two last days, else a year.
    pub fn longest_gap(&self) -> Days {
        let days: Vec<NaiveDate> = self.milestones.iter().filter_map(|(_, day)| *day).collect();
        let longest = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).max();
        Days::new(longest.and_then(|days| u64::try_from(days).ok()).unwrap_or(USUAL_GAP))
    }

    /// Whether any last day is known.
    pub fn has_days(&self) -> bool {
        self.milestones.iter().any(|(_, day)| day.is_some())
    }
}

struct EarlyCareerRow {
    cohort: u16,
    schedule: &'static str,
    role: &'static str,
    days: [Option<NaiveDate>; 6],
}

fn early_career_day(course: Course, cohort: u16, schedule: &str, declaration: DeclarationType) -> Option<NaiveDate> {
    static ROWS: OnceLock<Vec<EarlyCareerRow>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        include_str!("../reference/ecf_milestones.csv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let cells: Vec<&'static str> = line.split(',').collect();
                let mut days = [None; 6];
                for (slot, cell) in days.iter_mut().zip(cells.get(3..)?) {
                    *slot = cell.parse().ok();
                }
                Some(EarlyCareerRow { cohort: cells[0].parse().ok()?, schedule: cells[1], role: cells[2], days })
            })
            .collect()
    });
    let role = if course.code() == "MENTOR" { "mentor" } else { "ect" };
    let row = rows
        .iter()
        .find(|row| row.cohort == cohort && row.schedule == schedule && (row.role == "any" || row.role == role))?;
    row.days[EARLY_CAREER.iter().position(|known| *known == declaration)?]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(course: &str, cohort: &str, identifier: &str) -> Schedule {
        let course = course.parse().expect("a course");
        Schedule::of(course, Some(cohort.parse().expect("a cohort")), Some(identifier))
    }

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a date"))
    }

    #[test]
    fn the_next_declaration_follows_the_furthest_that_is_made() {
        let leadership = schedule("NPQH", "2023b", "npq-leadership-autumn");
        let next = |made: &[DeclarationType]| leadership.next(made).map(|next| (next.declaration, next.by));
        assert_eq!(next(&[]), Some((Started, day("2023-11-24"))));
        assert_eq!(next(&[Started]), Some((Retained1, day("2024-03-11"))));
        assert_eq!(next(&[Started, Retained2]), Some((Completed, day("2025-08-25"))), "one left out is behind");
        assert_eq!(next(&[Started, Completed]), None);
        let specialist = schedule("NPQLT", "2023b", "npq-specialist-autumn");
        assert_eq!(specialist.next(&[Retained1]), Some(Next { declaration: Completed, by: day("2025-02-25") }));
    }

    #[test]
    fn early_career_days_go_by_contract_year_and_schedule_and_mentors_of_2025_have_two() {
        let ect = schedule("ECT", "2024", "ecf-standard-september");
        assert_eq!(ect.next(&[Started]).and_then(|next| next.by), day("2025-03-31"));
        assert_eq!(schedule("ECT", "2024", "ecf-extended-april").next(&[]).map(|next| next.by), Some(None));
        let mentor = schedule("MENTOR", "2025", "ecf-standard-september");
        assert_eq!(mentor.next(&[Started]), Some(Next { declaration: Completed, by: day("2026-07-31") }));
    }

    #[test]
    fn the_longest_gap_is_that_of_the_schedule_and_a_year_where_no_day_is_known() {
        assert_eq!(schedule("ECT", "2024", "ecf-standard-september").longest_gap(), Days::new(153));
        let unknown = schedule("EHCO", "2023b", "npq-ehco-november");
        assert_eq!((unknown.has_days(), unknown.longest_gap()), (false, Days::new(365)));
    }
}
