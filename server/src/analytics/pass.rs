//! One walk over the starts of a programme and year: counts what is selected, by group and whole, beside the rest.

use domain::programme::{AcademicYear, Course, CourseGroup};
use frames::Dataset;
use frames::dataset::{Flags, Partition};

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

/// What a question needs counted besides starts and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// Schools reached, schools in area, teachers.
    pub reach: bool,
    /// What became of the starts.
    pub outcomes: bool,
}

/// Counts of what is selected, and of the rest: the same question of all other places (zero where no place is asked for).
#[derive(Debug)]
pub struct Counted {
    /// Of what is selected, by group.
    pub own: Vec<Tally>,
    /// Of the rest, by group.
    pub rest: Vec<Tally>,
    /// Of what is selected, as a whole.
    pub whole: Tally,
    /// Of the rest, as a whole.
    pub whole_rest: Tally,
    /// People who have starts in this group only, by group; over one partition.
    pub people_only: Vec<u32>,
    /// The same among people at schools with a headcount.
    pub people_in_rate_only: Vec<u32>,
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

/// Nobody: no row has this person.
const NOBODY: u32 = u32::MAX;

/// Counts the starts of one or several partitions. `groups` is how many groups there are.
pub fn count(
    dataset: &Dataset,
    selection: &Selection,
    partitions: &[&Partition],
    (grouping, groups): (&Grouping, usize),
    (extent, wants): (Extent, Wants),
) -> Counted {
    let several = partitions.len() > 1;
    let mut counter = Counter::new(dataset, selection, (grouping, groups), several, wants);
    for partition in partitions {
        counter.walk(partition, extent);
    }
    let year = match partitions {
        [partition] if wants.reach => dataset.year_index(partition.year),
        _ => None,
    };
    counter.finish(year)
}

/// The partitions that a question speaks of: those of a year, or all years where a cohort is asked for instead.
pub fn partitions<'a>(dataset: &'a Dataset, selection: &Selection, year: Option<AcademicYear>) -> Vec<&'a Partition> {
    match year {
        Some(year) => dataset.partition(selection.programme, year).into_iter().collect(),
        None => dataset.of(selection.programme).filter(|p| !p.is_empty()).collect(),
    }
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
        Run { person: NOBODY, group: 0, several: false, only: vec![0; groups] }
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
        if self.person != NOBODY && !self.several {
            self.only[self.group] += 1;
        }
    }
}

/// The person last seen in each group and on each side: rows are in the order of people.
struct Last {
    people: Vec<u32>,
    in_rate: Vec<u32>,
}

impl Last {
    fn new(slots: usize) -> Last {
        Last { people: vec![NOBODY; slots], in_rate: vec![NOBODY; slots] }
    }

    fn see(&mut self, slot: usize, person: u32, in_rate: bool, tally: &mut Tally) {
        if self.people[slot] != person {
            self.people[slot] = person;
            tally.add(Measure::People, 1);
        }
        if in_rate && self.in_rate[slot] != person {
            self.in_rate[slot] = person;
            tally.add(Measure::PeopleInRate, 1);
        }
    }
}

struct Counter<'a> {
    dataset: &'a Dataset,
    selection: &'a Selection,
    grouping: &'a Grouping,
    groups: usize,
    wants: Wants,
    /// Own groups, then the groups of the rest.
    tallies: Vec<Tally>,
    /// People of the whole and of the rest; what adds up is added up at the end.
    wholes: [Tally; 2],
    last: Last,
    last_whole: Last,
    /// Over several partitions people come again: each is noted with its group, and with its side.
    seen: Option<[Vec<u64>; 2]>,
    leadership: Vec<bool>,
    people: Run,
    people_in_rate: Run,
    /// Schools of today that rows reach: one set for each group of rows, and one for all.
    reached: Vec<Vec<bool>>,
}

impl<'a> Counter<'a> {
    fn new(
        dataset: &'a Dataset,
        selection: &'a Selection,
        (grouping, groups): (&'a Grouping, usize),
        several: bool,
        wants: Wants,
    ) -> Self {
        let sets = match (wants.reach && !several, by_row(grouping)) {
            (false, _) => 0,
            (true, true) => groups + 1,
            (true, false) => 1,
        };
        Counter {
            dataset,
            selection,
            grouping,
            groups,
            wants,
            tallies: vec![Tally::default(); groups * 2],
            wholes: [Tally::default(), Tally::default()],
            last: Last::new(groups * 2),
            last_whole: Last::new(2),
            seen: several.then(Default::default),
            leadership: Course::all().map(|c| c.facts().group == CourseGroup::Leadership).collect(),
            people: Run::new(groups),
            people_in_rate: Run::new(groups),
            reached: vec![vec![false; dataset.schools.len()]; sets],
        }
    }

    fn walk(&mut self, p: &Partition, extent: Extent) {
        let s = self.selection;
        let year = self.dataset.year_index(p.year);
        let teachers = year.and_then(|y| self.dataset.schools.teachers.get(y)).map(Vec::as_slice).unwrap_or(&[]);
        for row in 0..p.len() {
            let (course, cohort) = (usize::from(p.course[row]), usize::from(p.cohort[row]));
            let flags = p.flags[row];
            let counts = s.courses[course]
                & s.cohorts[cohort]
                & s.fundings[usize::from(p.funding[row])]
                & (extent == Extent::Whole || flags.has(Flags::BY_SAME_DATE));
            if !counts {
                continue;
            }
            let school = p.school[row] as usize;
            let partner = usize::from(p.partner[row]);
            let partner_counts = s.partners[partner];
            if partner_counts && !self.reached.is_empty() {
                self.reach(school, year, (course, cohort, partner));
            }
            let own = s.places[school] & partner_counts;
            if !s.kinds[school] || !(own | s.has_place) {
                continue;
            }
            let group = match self.grouping {
                Grouping::Whole => 0,
                Grouping::School(groups) => usize::from(groups[school]),
                Grouping::Course => course,
                Grouping::Cohort => cohort,
                Grouping::Partner => partner,
            };
            let side = usize::from(!own);
            let slot = group + side * self.groups;
            let tally = &mut self.tallies[slot];
            tally.add(Measure::Starts, 1);
            if self.wants.outcomes {
                outcome(tally, flags, self.leadership[course]);
            }
            let person = p.person[row];
            let in_rate = teachers.get(school).is_some_and(|t| !t.is_nan());
            match &mut self.seen {
                None => {
                    self.last.see(slot, person, in_rate, tally);
                    self.last_whole.see(side, person, in_rate, &mut self.wholes[side]);
                    if own {
                        self.people.see(person, group);
                        if in_rate {
                            self.people_in_rate.see(person, group);
                        }
                    }
                }
                Some([by_group, by_side]) => {
                    by_group.push((slot as u64) << 32 | u64::from(person));
                    by_side.push((side as u64) << 32 | u64::from(person));
                }
            }
        }
    }

    /// A start reaches its own school where that is open on the year's first day, else the schools that followed it.
    fn reach(&mut self, school: usize, year: Option<usize>, (course, cohort, partner): (usize, usize, usize)) {
        let set = match self.grouping {
            Grouping::School(_) | Grouping::Whole => None,
            Grouping::Course => Some(course),
            Grouping::Cohort => Some(cohort),
            Grouping::Partner => Some(partner),
        };
        let all = self.reached.len() - 1;
        let schools = &self.dataset.schools;
        let itself = [school as u32];
        let open = year.is_some_and(|y| schools.in_area[y][school]);
        let stand_for_it: &[u32] = if open { &itself } else { &schools.today[school] };
        for today in stand_for_it {
            self.reached[all][*today as usize] = true;
            if let Some(set) = set {
                self.reached[set][*today as usize] = true;
            }
        }
    }

    fn finish(mut self, year: Option<usize>) -> Counted {
        self.people.end();
        self.people_in_rate.end();
        if let Some([by_group, by_side]) = self.seen.take() {
            count_pairs(by_group, &mut self.tallies);
            count_pairs(by_side, &mut self.wholes);
        }
        // What adds up over groups of rows adds up to the whole; people were counted apart.
        for (slot, tally) in self.tallies.iter().enumerate() {
            self.wholes[slot / self.groups.max(1)].add_up(tally);
        }
        if let Some(year) = year {
            self.count_schools(year);
        }
        let [whole, whole_rest] = self.wholes;
        let rest = self.tallies.split_off(self.groups);
        Counted {
            own: self.tallies,
            rest,
            whole,
            whole_rest,
            people_only: self.people.only,
            people_in_rate_only: self.people_in_rate.only,
        }
    }

    /// Adds schools in area, schools reached and teachers. The place and kind of the school of today decide.
    fn count_schools(&mut self, year: usize) {
        let (schools, s) = (&self.dataset.schools, self.selection);
        let by_row = by_row(self.grouping);
        let all = self.reached.len() - 1;
        for school in 1..schools.len() {
            let own = s.places[school];
            if !s.kinds[school] || !(own | s.has_place) {
                continue;
            }
            let side = usize::from(!own);
            let (in_area, teachers) = (schools.in_area[year][school], schools.teachers[year][school]);
            let add = |tally: &mut Tally, set: &[bool]| {
                tally.add(Measure::SchoolsInArea, u32::from(in_area));
                tally.add(Measure::SchoolsReached, u32::from(in_area && set[school]));
                if !teachers.is_nan() {
                    tally.teachers += f64::from(teachers);
                }
            };
            add(&mut self.wholes[side], &self.reached[all]);
            match self.grouping {
                Grouping::Whole => add(&mut self.tallies[side], &self.reached[all]),
                Grouping::School(groups) => {
                    let slot = usize::from(groups[school]) + side * self.groups;
                    add(&mut self.tallies[slot], &self.reached[all]);
                }
                Grouping::Course | Grouping::Cohort | Grouping::Partner if by_row => {
                    for group in 0..self.groups {
                        add(&mut self.tallies[group + side * self.groups], &self.reached[group]);
                    }
                }
                _ => {}
            }
        }
        for tally in self.tallies.iter_mut().chain(&mut self.wholes) {
            let teachers = tally.teachers.round() as u32;
            tally.add(Measure::Teachers, teachers);
        }
    }
}

/// Whether groups are of rows and not of schools.
fn by_row(grouping: &Grouping) -> bool {
    matches!(grouping, Grouping::Course | Grouping::Cohort | Grouping::Partner)
}

fn outcome(tally: &mut Tally, flags: Flags, leadership: bool) {
    for (flag, measure) in COUNTED {
        tally.add(measure, u32::from(flags.has(flag)));
    }
    let result = Flags::COMPLETED.0 | Flags::PASSED.0 | Flags::FAILED.0;
    tally.add(Measure::Awaiting, u32::from(flags.0 & result == Flags::COMPLETED.0));
    tally.add(Measure::Mature, u32::from(flags.has(Flags::MATURE)));
    tally.add(Measure::Leadership, u32::from(leadership));
    tally.add(Measure::Continuing, u32::from(flags.0 & (Flags::COMPLETED.0 | Flags::ACTIVE.0) != 0));
}

/// Counts each pair of slot and person once.
fn count_pairs(mut pairs: Vec<u64>, tallies: &mut [Tally]) {
    pairs.sort_unstable();
    pairs.dedup();
    for pair in pairs {
        tallies[(pair >> 32) as usize].add(Measure::People, 1);
    }
}
