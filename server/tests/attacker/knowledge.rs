//! What a reader knows: every count that any answer may show, as a sum over kinds of people. Counts of the same people are
//! one figure wherever they stand.

use std::collections::HashMap;

use domain::measure::Count;
use frames::Dataset;
use frames::partition::Flags;
use measures::disclosure::reader_bounds;

use crate::attacker::fixture::ADDED_YEAR;
use crate::attacker::people::{Kind, People};
use crate::attacker::worlds::Figure;

/// A set of atoms or of schools, by position.
pub type Set = Vec<bool>;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// Starts of these atoms.
    Starts,
    /// Those with any of these fates.
    Fate(u16),
    /// Those completed without a result.
    Awaiting,
    /// People with one of these starts.
    People,
    /// People whose first of these starts (the second set) is one of the first.
    First(Vec<bool>),
    /// Schools with one of these starts.
    Reached,
    /// Schools of this set that take part: in these strands and years.
    Engaged(u8, Vec<bool>),
    /// At least as many people as are behind them.
    Behind(u8, Vec<bool>),
}

/// What is known of a figure, with its true value.
pub struct Said {
    low: i64,
    high: i64,
    value: i64,
    at: String,
}

/// Everything a reader has seen, of both versions.
pub struct Knowledge<'a> {
    pub people: &'a People,
    pub dataset: &'a Dataset,
    pub said: HashMap<(What, usize, Set), Said>,
}

/// No count is larger.
pub const MOST: i64 = 1_000_000;

impl<'a> Knowledge<'a> {
    pub fn new(people: &'a People, dataset: &'a Dataset) -> Knowledge<'a> {
        Knowledge { people, dataset, said: HashMap::new() }
    }

    /// A count is shown, in a version.
    pub fn shown(&mut self, what: What, version: usize, set: Set, count: Count, at: impl FnOnce() -> String) {
        let of_people = !matches!(what, What::Reached | What::Engaged(..));
        if matches!(count, Count::NotApplicable | Count::NotAvailable) {
            return;
        }
        let said = self.of(what, version, set, at);
        let (low, high) = match count {
            // Withheld are counts of 5 or more, but where nothing else helped.
            Count::Withheld if !of_people || said.value < 5 => (0, u32::MAX),
            shown => reader_bounds(shown),
        };
        said.low = said.low.max(i64::from(low));
        said.high = said.high.min(i64::from(high));
    }

    /// A count is no less than this.
    pub fn at_least(&mut self, what: What, version: usize, set: Set, low: i64, at: impl FnOnce() -> String) {
        let said = self.of(what, version, set, at);
        said.low = said.low.max(low);
    }

    fn of(&mut self, what: What, version: usize, set: Set, at: impl FnOnce() -> String) -> &mut Said {
        // What the second import adds nothing to is one figure in both versions.
        let grows = match what {
            What::Engaged(..) | What::Behind(..) => true,
            _ => {
                set.iter().zip(&self.people.atoms).any(|(is_in, a)| *is_in && a.programme == 0 && a.year == ADDED_YEAR)
            }
        };
        let key = (what, if grows { version } else { 0 }, set);
        if !self.said.contains_key(&key) {
            let value = self.value(&key.0, key.1, &key.2);
            self.said.insert(key.clone(), Said { low: 0, high: MOST, value, at: at() });
        }
        self.said.get_mut(&key).expect("it is there")
    }

    /// The true value.
    pub fn value(&self, what: &What, version: usize, set: &Set) -> i64 {
        let people = self.people;
        let parts = self.parts(what, set);
        let count = |kind: usize| people.truth[0][kind] + if version == 1 { people.truth[1][kind] } else { 0 };
        let sums = parts.iter().map(|part| part.iter().map(|(kind, weight)| weight * count(*kind as usize)).sum());
        match what {
            What::Reached | What::Engaged(..) => sums.filter(|sum: &i64| *sum > 0).count() as i64,
            _ => sums.sum(),
        }
    }

    /// Kinds of people and how often each counts; for schools, one part each.
    pub fn parts(&self, what: &What, set: &Set) -> Vec<Vec<(u32, i64)>> {
        let atoms = &self.people.atoms;
        let weighed = |weight: &dyn Fn(&Kind) -> i64| -> Vec<(u32, i64)> {
            let kinds = self.people.kinds.iter().enumerate();
            kinds.map(|(at, kind)| (at as u32, weight(kind))).filter(|(_, weight)| *weight > 0).collect()
        };
        let count = |kind: &Kind, of: &dyn Fn(u16) -> bool| {
            kind.starts.iter().filter(|(atom, fate)| set[*atom] && of(*fate)).count() as i64
        };
        let in_strand = |strands: u8, years: &[bool], part: &(usize, usize, usize)| {
            strands & 1 << part.0 != 0 && years.get(part.1).copied().unwrap_or(false)
        };
        let schools = self.dataset.schools.len();
        match what {
            What::Starts => vec![weighed(&|kind| count(kind, &|_| true))],
            What::Fate(any) => vec![weighed(&|kind| count(kind, &|fate| fate & any != 0))],
            What::Awaiting => {
                let result = Flags::COMPLETED.0 | Flags::PASSED.0 | Flags::FAILED.0;
                vec![weighed(&|kind| count(kind, &|fate| fate & result == Flags::COMPLETED.0))]
            }
            What::People => vec![weighed(&|kind| i64::from(count(kind, &|_| true) > 0))],
            What::First(among) => vec![weighed(&|kind| {
                let first = kind.starts.iter().find(|(atom, _)| among[*atom]);
                i64::from(first.is_some_and(|(atom, _)| set[*atom]))
            })],
            What::Reached => (0..schools)
                .map(|school| {
                    weighed(&|kind| {
                        let at = |(atom, _): &&(usize, u16)| set[*atom] && atoms[*atom].school == school;
                        kind.starts.iter().filter(at).count() as i64
                    })
                })
                .filter(|part| !part.is_empty())
                .collect(),
            What::Engaged(strands, years) => (0..schools)
                .filter(|school| set[*school])
                .map(|school| {
                    weighed(&|kind| {
                        let at = |part: &&(usize, usize, usize)| part.2 == school && in_strand(*strands, years, part);
                        kind.takes_part.iter().filter(at).count() as i64
                    })
                })
                .filter(|part| !part.is_empty())
                .collect(),
            What::Behind(strands, years) => vec![weighed(&|kind| {
                let at = |part: &&(usize, usize, usize)| set[part.2] && in_strand(*strands, years, part);
                kind.takes_part.iter().filter(at).count() as i64
            })],
        }
    }

    /// The figures over both versions' unknowns: kinds, then kinds that the second adds; and what each is called.
    pub fn figures(&self) -> (Vec<Figure>, Vec<String>) {
        let mut said: Vec<_> = self.said.iter().collect();
        said.sort_by(|a, b| (a.1.at.as_str(), a.0.1, &a.0.2).cmp(&(b.1.at.as_str(), b.0.1, &b.0.2)));
        (said.into_iter())
            .map(|((what, version, set), said)| self.figure(what, *version, set, (said.low, said.high), &said.at))
            .unzip()
    }

    pub fn figure(
        &self,
        what: &What,
        version: usize,
        set: &Set,
        (low, high): (i64, i64),
        at: &str,
    ) -> (Figure, String) {
        let kinds = self.people.len() as u32;
        let mut parts = self.parts(what, set);
        if version == 1 {
            for part in &mut parts {
                let added: Vec<(u32, i64)> = part.iter().map(|(kind, weight)| (kind + kinds, *weight)).collect();
                part.extend(added);
            }
        }
        let counts_parts = matches!(what, What::Reached | What::Engaged(..));
        (Figure { low, high, parts, counts_parts }, format!("version {}, {at} [{low}, {high}]", version + 1))
    }
}
