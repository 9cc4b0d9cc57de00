//! One walk over the starts of a programme and year: counts what is selected, by group and whole, beside the rest.

mod people;
mod place;
mod schools;
#[cfg(test)]
mod tests;

use domain::programme::AcademicYear;
use frames::Dataset;
use frames::partition::{Flags, Partition, TRAITS, cohort_of, course_of, traits};

use self::people::{Last, Run, count_pairs};
use self::schools::schools_of;
use super::figures::{Measure, Tally};
use super::select::{COUNTS, Grouping, OWN, Selection};

/// Which starts of a partition count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    Whole,
    /// Those declared by the same day of the year as the data speak for.
    ToDate,
}

impl Extent {
    /// Which classes of a partition count.
    fn classes(self, p: &Partition) -> Vec<bool> {
        p.classes.iter().map(|class| self == Extent::Whole || class.has(Flags::BY_SAME_DATE)).collect()
    }
}

/// What a question needs counted besides starts and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// Schools reached, schools in area, teachers.
    pub reach: bool,
    /// What became of the starts.
    pub outcomes: bool,
}

/// How rows fall into groups.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    /// The way.
    pub grouping: &'a Grouping,
    /// How many groups there are.
    pub count: usize,
    /// The word of the breakdown.
    pub word: &'static str,
}

/// Everything in one group.
pub const WHOLE: Groups<'static> = Groups { grouping: &Grouping::Whole, count: 1, word: "whole" };

/// Counts of what is selected, and of the rest: the same question of all other places (zero where no place is asked for).
#[derive(Debug, Clone)]
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

/// What may become of starts, and what follows from their courses and cohorts.
const COUNTED: [Measure; 14] = [
    Measure::Retained1,
    Measure::Retained2,
    Measure::Retained3,
    Measure::Retained4,
    Measure::Completed,
    Measure::Passed,
    Measure::Failed,
    Measure::Awaiting,
    Measure::Withdrawn,
    Measure::Deferred,
    Measure::Active,
    Measure::Continuing,
    Measure::Mature,
    Measure::Leadership,
];

/// Counts the starts of one or several partitions.
pub fn count(
    dataset: &Dataset,
    selection: &Selection,
    partitions: &[&Partition],
    groups: Groups<'_>,
    (extent, wants): (Extent, Wants),
) -> Counted {
    if let [partition] = partitions
        && let Some(counted) = place::count(dataset, selection, partition, groups, (extent, wants))
    {
        return counted;
    }
    count_anew(dataset, selection, partitions, groups, (extent, wants))
}

/// The same, by a walk over every start.
fn count_anew(
    dataset: &Dataset,
    selection: &Selection,
    partitions: &[&Partition],
    groups: Groups<'_>,
    (extent, wants): (Extent, Wants),
) -> Counted {
    let several = partitions.len() > 1;
    let mut counter = Counter::new(dataset, selection, groups, several, wants, schools_of(selection));
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

struct Counter<'a> {
    dataset: &'a Dataset,
    selection: &'a Selection,
    groups: Groups<'a>,
    wants: Wants,
    /// Schools that are looked at for counts of schools, but for the unknown one.
    schools: Vec<usize>,
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
        groups: Groups<'a>,
        several: bool,
        wants: Wants,
        schools: Vec<usize>,
    ) -> Self {
        let sets = match (wants.reach && !several, groups.grouping.is_by_row()) {
            (false, _) => 0,
            (true, true) => groups.count + 1,
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
            groups,
            wants,
            schools,
            tallies: vec![Tally::default(); groups.count * 2],
            wholes: [Tally::default(), Tally::default()],
            last: Last::new(groups.count * 2),
            last_whole: Last::new(2),
            seen: several.then(Default::default),
            counts,
            people: Run::new(groups.count),
            people_in_rate: Run::new(groups.count),
            touched: vec![vec![false; dataset.schools.len()]; sets],
            reached: vec![vec![false; dataset.schools.len()]; sets],
        }
    }

    fn walk(&mut self, p: &Partition, extent: Extent) {
        match self.groups.grouping {
            Grouping::Whole => self.walk_by(p, extent, |_, _, _| 0),
            Grouping::School(groups) => self.walk_by(p, extent, |school, _, _| usize::from(groups[school])),
            Grouping::Course => self.walk_by(p, extent, |_, traits, _| course_of(traits)),
            Grouping::Cohort => self.walk_by(p, extent, |_, traits, _| cohort_of(traits)),
            Grouping::Partner => self.walk_by(p, extent, |_, _, partner| partner),
        }
        if let Some(year) = self.dataset.year_index(p.year) {
            self.reach(year);
        }
    }

    /// Walks the rows; `group_of` tells the group from school, traits and partner.
    fn walk_by(&mut self, p: &Partition, extent: Extent, group_of: impl Fn(usize, u16, usize) -> usize) {
        let (partners, standing) = (self.selection.partners.as_slice(), self.selection.standing.as_slice());
        let has_place = self.selection.has_place;
        // How many starts of each slot and class.
        let width = p.classes.len();
        let mut starts = vec![0u32; self.groups.count * 2 * width];
        let in_time = extent.classes(p);
        let several = self.seen.is_some();
        let apart: Vec<bool> = (p.classes.iter().zip(&in_time))
            .map(|(c, in_time)| *in_time && (several || !c.has(Flags::ALONE)))
            .collect();
        let reaches = !self.touched.is_empty();
        let by_row_sets = self.touched.len() > 1;
        let rows = p.school.iter().zip(&p.traits).zip(&p.partner).zip(&p.class).zip(&p.person);
        for ((((school, traits), partner), class), person) in rows {
            if !self.counts[usize::from(*traits)] {
                continue;
            }
            let (school, partner, class) = (*school as usize, usize::from(*partner), usize::from(*class));
            let partner_counts = partners[partner];
            let group = group_of(school, *traits, partner);
            if reaches && partner_counts && in_time[class] {
                if by_row_sets {
                    self.touched[group][school] = true;
                }
                let all = self.touched.len() - 1;
                self.touched[all][school] = true;
            }
            let own = (standing[school] & OWN != 0) & partner_counts;
            if standing[school] & COUNTS == 0 || !(own | has_place) {
                continue;
            }
            let side = usize::from(!own);
            starts[(group + side * self.groups.count) * width + class] += 1;
            if apart[class] {
                self.person(*person, (group, side), p.classes[class].has(Flags::IN_RATE));
            }
        }
        self.add_starts(p, &starts, &in_time);
    }

    /// A start of somebody who has others.
    fn person(&mut self, person: u32, (group, side): (usize, usize), in_rate: bool) {
        let slot = group + side * self.groups.count;
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
        let width = p.classes.len();
        for (slot, starts) in starts.chunks_exact(width.max(1)).enumerate() {
            let side = slot / self.groups.count;
            for (class, n) in starts.iter().enumerate().filter(|(class, n)| **n > 0 && in_time[*class]) {
                let flags = p.classes[class];
                let in_rate = flags.has(Flags::IN_RATE);
                let tally = &mut self.tallies[slot];
                tally.add(Measure::Starts, *n);
                if self.wants.outcomes {
                    outcome(tally, flags, *n);
                }
                if several || !flags.has(Flags::ALONE) {
                    continue;
                }
                let group = slot % self.groups.count;
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

    fn finish(mut self, year: Option<usize>) -> Counted {
        self.people.end();
        self.people_in_rate.end();
        if let Some([by_group, by_side]) = self.seen.take() {
            count_pairs(by_group, &mut self.tallies);
            count_pairs(by_side, &mut self.wholes);
        }
        // What adds up over groups of rows adds up to the whole; people were counted apart.
        for (slot, tally) in self.tallies.iter().enumerate() {
            self.wholes[slot / self.groups.count.max(1)].add_up(tally);
        }
        if let Some(year) = year {
            self.count_schools(year);
        }
        let [whole, whole_rest] = self.wholes;
        let rest = self.tallies.split_off(self.groups.count);
        Counted {
            own: self.tallies,
            rest,
            whole,
            whole_rest,
            people_only: self.people.only,
            people_in_rate_only: self.people_in_rate.only,
        }
    }
}

/// Adds what became of `n` starts that have the same flags.
fn outcome(tally: &mut Tally, flags: Flags, n: u32) {
    for measure in COUNTED.into_iter().filter(|measure| measure.has(flags)) {
        tally.add(measure, n);
    }
}
