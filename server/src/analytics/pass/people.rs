//! Distinct people among rows that are in the order of people.

use crate::analytics::figures::{Measure, Tally};

/// Nobody: no row has this person.
const NOBODY: u32 = u32::MAX;

/// Follows one person's rows: counts those who stay within one group.
pub(super) struct Run {
    person: u32,
    group: usize,
    several: bool,
    /// People who stay within one group, by group.
    pub only: Vec<u32>,
}

impl Run {
    pub fn new(groups: usize) -> Run {
        Run { person: NOBODY, group: 0, several: false, only: vec![0; groups] }
    }

    pub fn see(&mut self, person: u32, group: usize) {
        if person == self.person {
            self.several |= group != self.group;
        } else {
            self.end();
            (self.person, self.group, self.several) = (person, group, false);
        }
    }

    pub fn end(&mut self) {
        if self.person != NOBODY && !self.several {
            self.only[self.group] += 1;
        }
    }
}

/// The person last seen in each group and on each side: rows are in the order of people.
pub(super) struct Last {
    people: Vec<u32>,
    in_rate: Vec<u32>,
}

impl Last {
    pub fn new(slots: usize) -> Last {
        Last { people: vec![NOBODY; slots], in_rate: vec![NOBODY; slots] }
    }

    pub fn see(&mut self, slot: usize, person: u32, in_rate: bool, tally: &mut Tally) {
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

/// Counts each pair of slot and person once.
pub(super) fn count_pairs(mut pairs: Vec<u64>, tallies: &mut [Tally]) {
    pairs.sort_unstable();
    pairs.dedup();
    for pair in pairs {
        tallies[(pair >> 32) as usize].add(Measure::People, 1);
    }
}
