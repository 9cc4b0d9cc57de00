//! One walk over the starts of a programme and year: counts what is selected, by group and whole, beside the rest.

mod people;

use domain::programme::AcademicYear;
use frames::Dataset;
use frames::partition::{Flags, Partition, TRAITS, cohort_of, course_of, traits};

use self::people::{Last, Run, count_pairs};
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

/// What the walk needs to know of a school, in one number: its group, and the bits below.
const OWN: u32 = 1 << 16;
const COUNTS: u32 = 1 << 17;
const IN_RATE: u32 = 1 << 18;

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
    /// Whether a start with these traits counts, wherever it is.
    counts: Vec<bool>,
    people: Run,
    people_in_rate: Run,
    /// Schools of rows that count: one set for each group of rows, and one for all.
    touched: Vec<Vec<bool>>,
    /// Schools of today that rows reach, in the same sets.
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
        let mut counts = vec![false; TRAITS];
        for (course, _) in selection.courses.iter().enumerate().filter(|(_, counts)| **counts) {
            for (cohort, _) in selection.cohorts.iter().enumerate().filter(|(_, counts)| **counts) {
                for (funding, _) in selection.fundings.iter().enumerate().filter(|(_, counts)| **counts) {
                    counts[usize::from(traits(course as u8, cohort as u8, funding as u8))] = true;
                }
            }
        }
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
            counts,
            people: Run::new(groups),
            people_in_rate: Run::new(groups),
            touched: vec![vec![false; dataset.schools.len()]; sets],
            reached: vec![vec![false; dataset.schools.len()]; sets],
        }
    }

    /// What the walk over a year needs to know of each school.
    fn about_schools(&self, teachers: &[f32]) -> Vec<u32> {
        let s = self.selection;
        (0..self.dataset.schools.len())
            .map(|school| {
                let group = match self.grouping {
                    Grouping::School(groups) => u32::from(groups[school]),
                    _ => 0,
                };
                let own = s.places[school];
                let bit = |set: bool, bit: u32| if set { bit } else { 0 };
                group
                    | bit(own, OWN)
                    | bit(s.kinds[school] && (own || s.has_place), COUNTS)
                    | bit(teachers.get(school).is_some_and(|t| !t.is_nan()), IN_RATE)
            })
            .collect()
    }

    fn walk(&mut self, p: &Partition, extent: Extent) {
        let year = self.dataset.year_index(p.year);
        let teachers = year.and_then(|y| self.dataset.schools.teachers.get(y)).map(Vec::as_slice).unwrap_or(&[]);
        let about = self.about_schools(teachers);
        let partners = &self.selection.partners;
        // How many starts of each slot, class, and whether at a school with a headcount.
        let width = p.classes.len() * 2;
        let mut starts = vec![0u32; self.groups * 2 * width];
        let in_time: Vec<bool> =
            p.classes.iter().map(|c| extent == Extent::Whole || c.has(Flags::BY_SAME_DATE)).collect();
        let several = self.seen.is_some();
        let apart: Vec<bool> = p.classes.iter().map(|c| several || !c.has(Flags::ALONE)).collect();
        let by_row_sets = self.touched.len() > 1;
        let rows = p.school.iter().zip(&p.traits).zip(&p.partner).zip(&p.class).zip(&p.person);
        for ((((school, traits), partner), class), person) in rows {
            if !self.counts[usize::from(*traits)] {
                continue;
            }
            let class = usize::from(*class);
            let (school, partner) = (*school as usize, usize::from(*partner));
            let partner_counts = partners[partner];
            let group_of_row = match self.grouping {
                Grouping::Whole | Grouping::School(_) => 0,
                Grouping::Course => course_of(*traits),
                Grouping::Cohort => cohort_of(*traits),
                Grouping::Partner => partner,
            };
            if partner_counts && in_time[class] && !self.touched.is_empty() {
                if by_row_sets {
                    self.touched[group_of_row][school] = true;
                }
                let all = self.touched.len() - 1;
                self.touched[all][school] = true;
            }
            let school = about[school];
            if school & COUNTS == 0 {
                continue;
            }
            let own = (school & OWN != 0) & partner_counts;
            if !(own | self.selection.has_place) {
                continue;
            }
            let side = usize::from(!own);
            let group = group_of_row + (school & 0xffff) as usize;
            let slot = group + side * self.groups;
            let in_rate = school & IN_RATE != 0;
            starts[slot * width + class * 2 + usize::from(in_rate)] += 1;
            if apart[class] && in_time[class] {
                self.person(*person, (group, side), in_rate);
            }
        }
        self.add_starts(p, &starts, &in_time);
        if let Some(year) = year {
            self.reach(year);
        }
    }

    /// A start of somebody who has others.
    fn person(&mut self, person: u32, (group, side): (usize, usize), in_rate: bool) {
        let slot = group + side * self.groups;
        match &mut self.seen {
            None => {
                self.last.see(slot, person, in_rate, &mut self.tallies[slot]);
                self.last_whole.see(side, person, in_rate, &mut self.wholes[side]);
                if side == 0 {
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

    /// Adds what was counted by class to the measures. Whoever has one start only is a person of their own.
    fn add_starts(&mut self, p: &Partition, starts: &[u32], in_time: &[bool]) {
        let several = self.seen.is_some();
        let width = p.classes.len() * 2;
        for (slot, starts) in starts.chunks_exact(width.max(1)).enumerate() {
            let side = slot / self.groups;
            for (at, n) in starts.iter().enumerate().filter(|(at, n)| **n > 0 && in_time[at / 2]) {
                let (flags, in_rate) = (p.classes[at / 2], at % 2 == 1);
                let tally = &mut self.tallies[slot];
                tally.add(Measure::Starts, *n);
                if self.wants.outcomes {
                    outcome(tally, flags, *n);
                }
                if several || !flags.has(Flags::ALONE) {
                    continue;
                }
                let group = slot % self.groups;
                for tally in [tally, &mut self.wholes[side]] {
                    tally.add(Measure::People, *n);
                    tally.add(Measure::PeopleInRate, if in_rate { *n } else { 0 });
                }
                if side == 0 {
                    self.people.only[group] += n;
                    self.people_in_rate.only[group] += if in_rate { *n } else { 0 };
                }
            }
        }
    }

    /// A start reaches its own school where that is open on the year's first day, else the schools that followed it.
    fn reach(&mut self, year: usize) {
        let schools = &self.dataset.schools;
        for (touched, reached) in self.touched.iter().zip(&mut self.reached) {
            for school in (0..touched.len()).filter(|at| touched[*at]) {
                if schools.in_area[year][school] {
                    reached[school] = true;
                    continue;
                }
                for today in &schools.today[school] {
                    reached[*today as usize] = true;
                }
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

/// Adds what became of `n` starts that have the same flags.
fn outcome(tally: &mut Tally, flags: Flags, n: u32) {
    let mut add = |measure: Measure, counts: bool| tally.add(measure, if counts { n } else { 0 });
    for (flag, measure) in COUNTED {
        add(measure, flags.has(flag));
    }
    let result = Flags::COMPLETED.0 | Flags::PASSED.0 | Flags::FAILED.0;
    add(Measure::Awaiting, flags.0 & result == Flags::COMPLETED.0);
    add(Measure::Mature, flags.has(Flags::MATURE));
    add(Measure::Leadership, flags.has(Flags::LEADERSHIP));
    add(Measure::Continuing, flags.0 & (Flags::COMPLETED.0 | Flags::ACTIVE.0) != 0);
}
