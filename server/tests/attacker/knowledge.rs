//! What a reader knows: every count that any answer may show, as a sum over kinds of people. Counts of the same people are
//! one figure wherever they stand.

use std::collections::{BTreeMap, HashMap};

use attack::Figure;
use domain::measure::Count;
use frames::Dataset;
use frames::partition::Flags;
use measures::disclosure::reader_bounds;

use crate::attacker::fixture::ADDED_YEAR;
use crate::attacker::people::People;

/// A set of atoms or of schools, by position.
pub type Set = Vec<bool>;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        let people = self.people;
        let atoms = || (0..set.len()).filter(|atom| set[*atom]);
        let starts = |of: &dyn Fn(u16) -> bool| {
            let counted = atoms().flat_map(|atom| people.at_atom[atom].iter()).filter(|(_, fate)| of(*fate));
            added_up(counted.map(|(kind, _)| *kind))
        };
        let parts_of = |strands: u8, years: &[bool], school: usize| -> Vec<u32> {
            let in_strand =
                |part: &&(u32, usize, usize)| strands & 1 << part.1 != 0 && years.get(part.2).copied().unwrap_or(false);
            people.at_school[school].iter().filter(in_strand).map(|(kind, ..)| *kind).collect()
        };
        match what {
            What::Starts => vec![starts(&|_| true)],
            What::Fate(any) => vec![starts(&|fate| fate & any != 0)],
            What::Awaiting => {
                let result = Flags::COMPLETED.0 | Flags::PASSED.0 | Flags::FAILED.0;
                vec![starts(&|fate| fate & result == Flags::COMPLETED.0)]
            }
            What::People => vec![starts(&|_| true).into_iter().map(|(kind, _)| (kind, 1)).collect()],
            What::First(among) => {
                let is_first = |kind: u32| {
                    let first = people.kinds[kind as usize].starts.iter().find(|(atom, _)| among[*atom]);
                    first.is_some_and(|(atom, _)| set[*atom])
                };
                let here = starts(&|_| true).into_iter().filter(|(kind, _)| is_first(*kind));
                vec![here.map(|(kind, _)| (kind, 1)).collect()]
            }
            What::Reached => {
                let mut schools: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
                for atom in atoms() {
                    let here = people.at_atom[atom].iter().map(|(kind, _)| *kind);
                    schools.entry(people.atoms[atom].school).or_default().extend(here);
                }
                schools.into_values().map(added_up).collect()
            }
            What::Engaged(strands, years) => atoms()
                .map(|school| added_up(parts_of(*strands, years, school)))
                .filter(|part| !part.is_empty())
                .collect(),
            What::Behind(strands, years) => {
                vec![added_up(atoms().flat_map(|school| parts_of(*strands, years, school)))]
            }
        }
    }

    /// The figures over both versions' unknowns: kinds, then kinds that the second adds; and what each is called.
    pub fn figures(&self) -> (Vec<Figure>, Vec<String>) {
        let mut said: Vec<_> = self.said.iter().collect();
        said.sort_by(|a, b| (a.1.at.as_str(), a.0).cmp(&(b.1.at.as_str(), b.0)));
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

/// How often each kind is there, by kind.
fn added_up(kinds: impl IntoIterator<Item = u32>) -> Vec<(u32, i64)> {
    let mut counted: BTreeMap<u32, i64> = BTreeMap::new();
    kinds.into_iter().for_each(|kind| *counted.entry(kind).or_default() += 1);
    counted.into_iter().collect()
}
