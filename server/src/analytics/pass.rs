//! One walk over the starts of a programme and year: counts what is selected, by group, beside the rest.

use domain::programme::{AcademicYear, Course, CourseGroup};
use frames::dataset::{Flags, Partition};
use frames::Dataset;

use super::figures::{Measure, Tally};
use super::select::{Grouping, Selection};

/// Which starts of a partition count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    Whole,
    /// Those declared by the same day of the year as the data speak for.
    ToDate,
}

/// Counts by group of what is selected, and of the rest: the same question of all other places.
#[derive(Debug)]
pub struct Counted {
    /// Of what is selected, by group.
    pub own: Vec<Tally>,
    /// Of the rest, by group; zero where no place is asked for.
    pub rest: Vec<Tally>,
    /// People who have starts in this group only, by group; over one partition.
    pub people_only: Vec<u32>,
    /// The same among people at schools with a headcount.
    pub people_in_rate_only: Vec<u32>,
}

/// Follows one person's rows: counts those who stay within one group.
struct Run {
    person: u32,
    group: usize,
    several: bool,
    only: Vec<u32>,
}

impl Run {
    fn new(groups: usize) -> Run {
        Run { person: u32::MAX, group: 0, several: false, only: vec![0; groups] }
    }

    fn see(&mut self, person: u32, group: usize) {
        if person == self.person {
            self.several |= group != self.group;
        } else {
            self.end();
            (self.person, self.group, self.several) = (person, group, false);
        }
    }

    fn end(&mut self) {
        if self.person != u32::MAX && !self.several {
            self.only[self.group] += 1;
        }
    }
}

/// Bits that are counted one by one.
const COUNTED: [(Flags, Measure); 10] = [
    (Flags::RETAINED_1, Measure::Retained1),
    (Flags::RETAINED_2, Measure::Retained2),
    (Flags::RETAINED_3, Measure::Retained3),
    (Flags::RETAINED_4, Measure::Retained4),
    (Flags::COMPLETED, Measure::Completed),
    (Flags::PASSED, Measure::Passed),
    (Flags::FAILED, Measure::Failed),
    (Flags::WITHDRAWN, Measure::Withdrawn),
    (Flags::DEFERRED, Measure::Deferred),
    (Flags::ACTIVE, Measure::Active),
];

/// Counts the starts of one or several partitions. `groups` is how many groups there are.
pub fn count(
    dataset: &Dataset,
    selection: &Selection,
    partitions: &[&Partition],
    (grouping, groups): (&Grouping, usize),
    extent: Extent,
) -> Counted {
    let mut counter = Counter::new(selection, grouping, groups, partitions.len() > 1);
    for partition in partitions {
        let year = dataset.year_index(partition.year);
        let teachers = year.and_then(|y| dataset.schools.teachers.get(y));
        counter.walk(partition, teachers.map(Vec::as_slice), extent);
    }
    let mut counted = counter.finish();
    if let [partition] = partitions {
        count_schools(dataset, selection, partition, (grouping, groups), extent, &mut counted);
    }
    counted
}

struct Counter<'a> {
    selection: &'a Selection,
    grouping: &'a Grouping,
    groups: usize,
    tallies: Vec<Tally>,
    /// The person last seen in each group: rows are in the order of people.
    last: Vec<u32>,
    last_in_rate: Vec<u32>,
    /// Over several partitions people come again: each is noted with its group.
    seen: Option<Vec<u64>>,
    leadership: Vec<bool>,
    people: Run,
    people_in_rate: Run,
}

impl<'a> Counter<'a> {
    fn new(selection: &'a Selection, grouping: &'a Grouping, groups: usize, several: bool) -> Self {
        Counter {
            selection,
            grouping,
            groups,
            tallies: vec![Tally::default(); groups * 2],
            last: vec![u32::MAX; groups * 2],
            last_in_rate: vec![u32::MAX; groups * 2],
            seen: several.then(Vec::new),
            leadership: Course::all().map(|c| c.facts().group == CourseGroup::Leadership).collect(),
            people: Run::new(groups),
            people_in_rate: Run::new(groups),
        }
    }

    fn walk(&mut self, p: &Partition, teachers: Option<&[f32]>, extent: Extent) {
        let s = self.selection;
        for row in 0..p.len() {
            let school = p.school[row] as usize;
            let (course, cohort) = (usize::from(p.course[row]), usize::from(p.cohort[row]));
            let counts = s.courses[course]
                & s.cohorts[cohort]
                & s.fundings[usize::from(p.funding[row])]
                & s.kinds[school];
            let flags = p.flags[row];
            if !counts || (extent == Extent::ToDate && !flags.has(Flags::BY_SAME_DATE)) {
                continue;
            }
            let partner = usize::from(p.partner[row]);
            let own = s.places[school] & s.partners[partner];
            if !own && !s.has_place {
                continue;
            }
            let group = match self.grouping {
                Grouping::Whole => 0,
                Grouping::School(groups) => usize::from(groups[school]),
                Grouping::Course => course,
                Grouping::Cohort => cohort,
                Grouping::Partner => partner,
            };
            let slot = group + if own { 0 } else { self.groups };
            let tally = &mut self.tallies[slot];
            tally.add(Measure::Starts, 1);
            for (flag, measure) in COUNTED {
                tally.add(measure, u32::from(flags.has(flag)));
            }
            tally.add(Measure::Awaiting, u32::from(flags.0 & (Flags::COMPLETED.0 | Flags::PASSED.0 | Flags::FAILED.0) == Flags::COMPLETED.0));
            tally.add(Measure::Mature, u32::from(flags.has(Flags::MATURE)));
            tally.add(Measure::Leadership, u32::from(self.leadership[course]));
            tally.add(Measure::Continuing, u32::from(flags.0 & (Flags::COMPLETED.0 | Flags::ACTIVE.0) != 0));
            let person = p.person[row];
            let in_rate = teachers.is_some_and(|t| !t[school].is_nan());
            if own {
                self.people.see(person, group);
                if in_rate {
                    self.people_in_rate.see(person, group);
                }
            }
            match &mut self.seen {
                None => {
                    if self.last[slot] != person {
                        self.last[slot] = person;
                        tally.add(Measure::People, 1);
                    }
                    if in_rate && self.last_in_rate[slot] != person {
                        self.last_in_rate[slot] = person;
                        tally.add(Measure::PeopleInRate, 1);
                    }
                }
                Some(seen) => seen.push((slot as u64) << 32 | u64::from(person)),
            }
        }
    }

    fn finish(mut self) -> Counted {
        if let Some(mut seen) = self.seen.take() {
            seen.sort_unstable();
            seen.dedup();
            for pair in seen {
                self.tallies[(pair >> 32) as usize].add(Measure::People, 1);
            }
        }
        self.people.end();
        self.people_in_rate.end();
        let rest = self.tallies.split_off(self.groups);
        Counted {
            own: self.tallies,
            rest,
            people_only: self.people.only,
            people_in_rate_only: self.people_in_rate.only,
        }
    }
}

/// Adds schools in area, schools reached and teachers. A start at a closed school reaches the schools that stand for it
/// today, and it is their place and kind that decide.
fn count_schools(
    dataset: &Dataset,
    selection: &Selection,
    partition: &Partition,
    (grouping, groups): (&Grouping, usize),
    extent: Extent,
    counted: &mut Counted,
) {
    let Some(year) = dataset.year_index(partition.year) else { return };
    let schools = &dataset.schools;
    let by_row = !matches!(grouping, Grouping::School(_) | Grouping::Whole);
    // One set of schools for each group of rows; groups of schools share one.
    let sets = if by_row { groups } else { 1 };
    let mut reached = vec![vec![false; schools.len()]; sets];
    for row in 0..partition.len() {
        let (course, cohort) = (usize::from(partition.course[row]), usize::from(partition.cohort[row]));
        let partner = usize::from(partition.partner[row]);
        let counts = selection.courses[course]
            && selection.cohorts[cohort]
            && selection.fundings[usize::from(partition.funding[row])]
            && selection.partners[partner]
            && (extent == Extent::Whole || partition.flags[row].has(Flags::BY_SAME_DATE));
        if !counts {
            continue;
        }
        let set = match grouping {
            Grouping::School(_) | Grouping::Whole => 0,
            Grouping::Course => course,
            Grouping::Cohort => cohort,
            Grouping::Partner => partner,
        };
        for today in &schools.today[partition.school[row] as usize] {
            reached[set][*today as usize] = true;
        }
    }
    let in_area = &schools.in_area[year];
    let teachers = &schools.teachers[year];
    for school in 1..schools.len() {
        if !selection.kinds[school] {
            continue;
        }
        let own = selection.places[school];
        if !own && !selection.has_place {
            continue;
        }
        let tallies = if own { &mut counted.own } else { &mut counted.rest };
        let slots = match grouping {
            Grouping::Whole => 0..1,
            Grouping::School(groups) => {
                let group = usize::from(groups[school]);
                group..group + 1
            }
            Grouping::Course | Grouping::Cohort | Grouping::Partner => 0..groups,
        };
        for slot in slots {
            let set = if by_row { slot } else { 0 };
            if in_area[school] {
                tallies[slot].add(Measure::SchoolsInArea, 1);
                tallies[slot].add(Measure::SchoolsReached, u32::from(reached[set][school]));
            }
            if !teachers[school].is_nan() {
                tallies[slot].teachers += f64::from(teachers[school]);
            }
        }
    }
    for tally in counted.own.iter_mut().chain(&mut counted.rest) {
        let teachers = tally.teachers.round() as u32;
        tally.add(Measure::Teachers, teachers);
    }
}

/// The partitions that a question speaks of: those of a year, or all years where a cohort is asked for instead.
pub fn partitions<'a>(dataset: &'a Dataset, selection: &Selection, year: Option<AcademicYear>) -> Vec<&'a Partition> {
    match year {
        Some(year) => dataset.partition(selection.programme, year).into_iter().collect(),
        None => dataset.of(selection.programme).filter(|p| !p.is_empty()).collect(),
    }
}
