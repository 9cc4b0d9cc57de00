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
    /// Schools of this set that take part.
    Engaged(TakesPart),
    /// Those of them that did not in these years.
    New(TakesPart, Vec<bool>),
    /// People who take part there, each once in a strand and year: at least as many as are behind these schools.
    Behind(TakesPart),
}

impl What {
    /// Whether it counts people of whom it may be asked how many came.
    fn may_come(&self) -> bool {
        matches!(self, What::Starts | What::Fate(_) | What::People)
    }

    fn counts_schools(&self) -> bool {
        matches!(self, What::Reached | What::Engaged(_) | What::New(..))
    }
}

/// In what somebody takes part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakesPart {
    /// Strands, each a bit.
    pub strands: u8,
    /// Years, by position.
    pub years: Vec<bool>,
    /// Delivery partners, by position; `None` is whoever delivers.
    pub partners: Option<Vec<usize>>,
}

/// A strand, a year, a school and who delivers there, each by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Presence {
    pub strand: usize,
    pub year: usize,
    pub school: usize,
    pub partner: usize,
}

impl TakesPart {
    fn holds(&self, presence: &Presence) -> bool {
        let is_of = |partners: &Vec<usize>| partners.contains(&presence.partner);
        self.strands & 1 << presence.strand != 0
            && self.years.get(presence.year).copied().unwrap_or(false)
            && self.partners.as_ref().is_none_or(is_of)
    }
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
        let of_people = !what.counts_schools();
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
        self.within(what, version, set, (low, MOST), at);
    }

    /// A count is no less than the one and no more than the other.
    pub fn within(
        &mut self,
        what: What,
        version: usize,
        set: Set,
        (low, high): (i64, i64),
        at: impl FnOnce() -> String,
    ) {
        let said = self.of(what, version, set, at);
        said.low = said.low.max(low);
        said.high = said.high.min(high);
    }

    fn of(&mut self, what: What, version: usize, set: Set, at: impl FnOnce() -> String) -> &mut Said {
        // What the second import adds nothing to is one figure in both versions.
        let grows = match what {
            What::Engaged(_) | What::New(..) | What::Behind(_) => true,
            _ => set.iter().zip(&self.people.atoms).any(|(is_in, a)| *is_in && a.year == ADDED_YEAR),
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
        let truth = &self.people.truth;
        let people: Vec<i64> = match version {
            1 => truth[0].iter().zip(&truth[1]).map(|(before, added)| before + added).collect(),
            _ => truth[0].clone(),
        };
        self.bare(what, set).value(&people)
    }

    /// The figure over the kinds of one version, with no bounds.
    fn bare(&self, what: &What, set: &Set) -> Figure {
        let taken = match what {
            What::New(part, before) => {
                let before = TakesPart { years: before.clone(), ..part.clone() };
                self.parts(&What::Engaged(before), set)
            }
            _ => Vec::new(),
        };
        Figure { low: 0, high: MOST, parts: self.parts(what, set), taken, counts_parts: what.counts_schools() }
    }

    /// Kinds of people and how often each counts; for schools, one part each.
    pub fn parts(&self, what: &What, set: &Set) -> Vec<Vec<(u32, i64)>> {
        let people = self.people;
        let atoms = || (0..set.len()).filter(|atom| set[*atom]);
        let starts = |of: &dyn Fn(u16) -> bool| {
            let counted = atoms().flat_map(|atom| people.at_atom[atom].iter()).filter(|(_, fate)| of(*fate));
            added_up(counted.map(|(kind, _)| *kind))
        };
        let parts_of = |part: &TakesPart, school: usize| -> Vec<u32> {
            let here = people.at_school[school].iter().filter(|(_, presence)| part.holds(presence));
            let mut once: Vec<(u32, usize, usize)> = here.map(|(kind, at)| (*kind, at.strand, at.year)).collect();
            if part.partners.is_none() {
                once.sort_unstable();
                once.dedup();
            }
            once.into_iter().map(|(kind, ..)| kind).collect()
        };
        let schools_of = |part: &TakesPart| -> Vec<Vec<(u32, i64)>> {
            atoms().map(|school| added_up(parts_of(part, school))).filter(|part| !part.is_empty()).collect()
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
            What::Engaged(part) => schools_of(part),
            What::New(part, before) => {
                let years = part.years.iter().zip(before).map(|(now, before)| *now || *before).collect();
                schools_of(&TakesPart { years, ..part.clone() })
            }
            What::Behind(part) => vec![added_up(atoms().flat_map(|school| parts_of(part, school)))],
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

    /// How many came between the two versions, of each count of people of the second: of that nothing is told.
    pub fn came(&self) -> (Vec<Figure>, Vec<String>) {
        let mut of_second: Vec<_> =
            self.said.iter().filter(|((what, version, _), _)| *version == 1 && what.may_come()).collect();
        of_second.sort_by(|a, b| (a.1.at.as_str(), a.0).cmp(&(b.1.at.as_str(), b.0)));
        let kinds = self.people.len() as u32;
        let came = |((what, _, set), said): (&(What, usize, Set), &Said)| {
            let mut figure = self.bare(what, set);
            figure.parts.iter_mut().flatten().for_each(|(kind, _)| *kind += kinds);
            (figure, format!("came since, {}", said.at))
        };
        of_second.into_iter().map(came).unzip()
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
        let mut figure = Figure { low, high, ..self.bare(what, set) };
        if version == 1 {
            for part in figure.parts.iter_mut().chain(&mut figure.taken) {
                let added: Vec<(u32, i64)> = part.iter().map(|(kind, weight)| (kind + kinds, *weight)).collect();
                part.extend(added);
            }
        }
        (figure, format!("version {}, {at} [{low}, {high}]", version + 1))
    }
}

/// How often each kind is there, by kind.
fn added_up(kinds: impl IntoIterator<Item = u32>) -> Vec<(u32, i64)> {
    let mut counted: BTreeMap<u32, i64> = BTreeMap::new();
    kinds.into_iter().for_each(|kind| *counted.entry(kind).or_default() += 1);
    counted.into_iter().collect()
}
