//! The true answer to a question: counts by measure, for each group, the whole, each year, and the rest.

use std::ops::Index;

use app::filters::{Breakdown, Filters};
use domain::programme::{AcademicYear, Course, CourseGroup};
use frames::Dataset;
use frames::partition::{Flags, Partition, cohort_of, course_of};

pub use super::measure::{MEASURES, Measure};
use super::pass::{self, Extent, Groups, WHOLE, Wants};
use super::select::{self, GroupName, Selection};

/// Counts of one group, by measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    counts: [u32; MEASURES],
    /// Teachers before rounding.
    pub(super) teachers: f64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { counts: [0; MEASURES], teachers: 0.0 }
    }
}

impl Tally {
    /// Adds to a measure.
    pub fn add(&mut self, measure: Measure, n: u32) {
        self.counts[measure as usize] += n;
    }

    /// Sets a measure.
    pub(super) fn set(&mut self, measure: Measure, n: u32) {
        self.counts[measure as usize] = n;
    }

    /// Adds what adds up over groups: everything but people.
    pub(super) fn add_up(&mut self, group: &Tally) {
        for (at, n) in group.counts.iter().enumerate() {
            if at != Measure::People as usize && at != Measure::PeopleInRate as usize {
                self.counts[at] += n;
            }
        }
    }

    /// The same of all other groups: `self` is the whole. People who stand in several groups stay in the rest of each,
    /// so those who stand in this group only are given. Schools reached by rows of several groups have no rest.
    fn without(&self, group: &Tally, (people, in_rate): (u32, u32), by_row: bool) -> Tally {
        let mut rest = Tally::default();
        for (at, slot) in rest.counts.iter_mut().enumerate() {
            *slot = self.counts[at].saturating_sub(group.counts[at]);
        }
        rest.counts[Measure::People as usize] = self[Measure::People].saturating_sub(people);
        rest.counts[Measure::PeopleInRate as usize] = self[Measure::PeopleInRate].saturating_sub(in_rate);
        if by_row {
            for measure in [Measure::SchoolsReached, Measure::SchoolsInArea, Measure::Teachers] {
                rest.counts[measure as usize] = 0;
            }
        }
        rest
    }

    /// What is left of a whole without one of its groups, where everything adds up.
    pub(super) fn less(&self, group: &Tally) -> Tally {
        let mut rest = self.clone();
        for (rest, part) in rest.counts.iter_mut().zip(group.counts) {
            *rest = rest.saturating_sub(part);
        }
        rest
    }

    /// Whether nothing was counted of people or schools.
    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|n| *n == 0)
    }
}

impl Index<Measure> for Tally {
    type Output = u32;
    fn index(&self, measure: Measure) -> &u32 {
        &self.counts[measure as usize]
    }
}

/// A group with its counts, and the counts of the same group in the rest.
#[derive(Debug, Clone)]
pub struct Group {
    /// What it is.
    pub name: GroupName,
    /// Counts.
    pub own: Tally,
    /// The same of all other places, where a place is asked for.
    pub rest: Option<Tally>,
}

impl Group {
    /// A group without a rest.
    pub fn of(name: GroupName, own: Tally) -> Group {
        Group { name, own, rest: None }
    }
}

/// A year with its counts.
#[derive(Debug, Clone)]
pub struct YearLine {
    /// The year.
    pub year: AcademicYear,
    /// Counts.
    pub own: Tally,
    /// The same of all other places, where a place is asked for.
    pub rest: Option<Tally>,
    /// Whether the year goes on after the day the data speak for.
    pub unfinished: bool,
    /// Whether every start of the year is of a mature cohort, as [`Figures::mature_for_all`].
    pub mature_for_all: bool,
}

/// Which groups of a breakdown have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those in which something was counted.
    Counted,
    /// All that the question allows, whatever was counted: a missing row would tell that nobody is in it.
    Possible,
}

/// The true answer to a question.
#[derive(Debug)]
pub struct Figures {
    /// The year asked for; `None` where a cohort is asked for instead.
    pub year: Option<AcademicYear>,
    /// Whether that year goes on after the day the data speak for.
    pub unfinished: bool,
    /// Whether every NPQ start there is of a mature cohort: in the years or cohorts and the groups of courses asked for, of
    /// whomever and wherever. Unlike maturity of the starts asked for, it does not tell whether there are any.
    pub mature_for_all: bool,
    /// The breakdown.
    pub by: Breakdown,
    /// Its groups, empty ones left out.
    pub groups: Vec<Group>,
    /// The whole.
    pub total: Group,
    /// Each year of the data, the latest last.
    pub years: Vec<YearLine>,
}

impl Figures {
    /// Asks the dataset.
    pub fn ask(dataset: &Dataset, filters: &Filters, wants: Wants, rows: Rows) -> Figures {
        let selection = Selection::new(dataset, filters);
        let year = filters.year();
        let by = filters.by();
        let (grouping, names) = select::grouping(dataset, by);
        let size = names.len();
        let partitions = pass::partitions(dataset, &selection, year);
        let within = Groups { grouping: &grouping, count: size, word: by.slug() };
        let mut counted = pass::count(dataset, &selection, &partitions, within, (Extent::Whole, wants));
        let unfinished = year.is_some_and(|y| dataset.is_unfinished(selection.programme, y));
        let before = year.and_then(|y| y.0.checked_sub(1)).map(AcademicYear);
        if let Some(before) = before.and_then(|y| dataset.partition(selection.programme, y)) {
            let extent = if unfinished { Extent::ToDate } else { Extent::Whole };
            let starts = Wants { reach: false, outcomes: false };
            let last = pass::count(dataset, &selection, &[before], within, (extent, starts));
            let add = |to: &mut Tally, from: &Tally| to.add(Measure::LastYear, from[Measure::Starts]);
            counted.own.iter_mut().zip(&last.own).for_each(|(to, from)| add(to, from));
            counted.rest.iter_mut().zip(&last.rest).for_each(|(to, from)| add(to, from));
            add(&mut counted.whole, &last.whole);
            add(&mut counted.whole_rest, &last.whole_rest);
        }
        let by_row = grouping.is_by_row();
        let elsewhere = !selection.has_place && app::filters::GEOGRAPHIES.contains(&by.key()) && year.is_some();
        let mut groups: Vec<Group> = (names.into_iter().zip(counted.own).zip(counted.rest).enumerate())
            .map(|(at, ((name, own), rest))| {
                let only = (counted.people_only[at], counted.people_in_rate_only[at]);
                let rest = match (selection.has_place, elsewhere) {
                    (true, _) => Some(rest),
                    (false, true) => Some(counted.whole.without(&own, only, by_row)),
                    (false, false) => None,
                };
                Group { name, own, rest }
            })
            .collect();
        let possible = select::possible(dataset, &selection, &grouping, groups.len());
        let mut possible = possible.into_iter();
        groups.retain(|g| {
            let could_be = possible.next().unwrap_or(false);
            let people = g.own[Measure::Starts] + g.own[Measure::LastYear];
            match rows {
                Rows::Counted => people > 0 || (!by_row && g.own[Measure::SchoolsInArea] > 0),
                Rows::Possible => could_be,
            }
        });
        let name = GroupName { code: "total".into(), name: "Total".into(), unknown: false };
        let rest = selection.has_place.then_some(counted.whole_rest);
        let total = Group { name, own: counted.whole, rest };
        let years = years(dataset, &selection, (year, &total), wants);
        let mature_for_all = is_mature_for_all(&selection, &partitions);
        Figures { year, unfinished, mature_for_all, by, groups, total, years }
    }
}

/// Each year that has begun and has starts; the year asked for is the total that is known already.
fn years(
    dataset: &Dataset,
    selection: &Selection,
    (asked, total): (Option<AcademicYear>, &Group),
    wants: Wants,
) -> Vec<YearLine> {
    (dataset.of(selection.programme))
        .filter(|p| !p.is_empty() && p.year.first_day() <= dataset.as_of)
        .map(|partition| {
            let (own, rest) = if asked == Some(partition.year) {
                (total.own.clone(), total.rest.clone())
            } else {
                let counted = pass::count(dataset, selection, &[partition], WHOLE, (Extent::Whole, wants));
                (counted.whole, selection.has_place.then_some(counted.whole_rest))
            };
            let unfinished = dataset.is_unfinished(selection.programme, partition.year);
            let mature_for_all = is_mature_for_all(selection, &[partition]);
            YearLine { year: partition.year, own, rest, unfinished, mature_for_all }
        })
        .collect()
}

/// Whether every NPQ start of these partitions, of the cohorts and groups of courses asked for, is of a mature cohort. Other
/// offers count where nothing but these is asked for; ECF/ECTE has no maturity.
fn is_mature_for_all(selection: &Selection, partitions: &[&Partition]) -> bool {
    let asked: Vec<_> = Course::all().filter(|course| selection.courses[course.index()]).map(Course::facts).collect();
    let asks_npq = asked.iter().any(|course| course.is_npq);
    let alike = asked.iter().filter(|course| course.is_npq == asks_npq && course.mature_months.is_some());
    let groups: Vec<CourseGroup> = alike.map(|course| course.group).collect();
    let is_asked = |course: Course| course.facts().is_npq == asks_npq && groups.contains(&course.facts().group);
    let courses: Vec<bool> = Course::all().map(is_asked).collect();
    let counts = |traits: u16| courses[course_of(traits)] && selection.cohorts[cohort_of(traits)];
    let is_mature = |partition: &&Partition| {
        let mut starts = partition.traits.iter().zip(&partition.class).filter(|(traits, _)| counts(**traits));
        let all = |(_, class): (&u16, &u16)| partition.classes[usize::from(*class)].has(Flags::MATURE);
        (partition.mature && asks_npq) || starts.all(all)
    };
    !groups.is_empty() && !partitions.is_empty() && partitions.iter().all(is_mature)
}
