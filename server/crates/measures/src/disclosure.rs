//! Disclosure control: what one audience may see of a response's counts. Counts of people are protected, counts of
//! schools are public unless reached through people. Shows nothing itself and knows no roles: the server names the
//! audience, describes the whole response as a [`System`], and sends only what [`publish`] returns.

#[cfg(test)]
mod attack;
mod audit;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod draws;
pub mod tables;

use std::{fmt, str::FromStr};

use domain::measure::Count;
use serde::{Deserialize, Serialize};

/// Who a page, file or picture is for. Written `exact` and `sharing` in URLs and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// A hub lead or provider on their own scope: true figures.
    Exact,
    /// Everyone else: people rounded to 5, fewer than 5 not told apart.
    Sharing,
}

/// The word is neither `exact` nor `sharing`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("audience must be exact or sharing")]
pub struct UnknownAudience;

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Audience::Exact => "exact",
            Audience::Sharing => "sharing",
        })
    }
}

impl FromStr for Audience {
    type Err = UnknownAudience;

    fn from_str(word: &str) -> Result<Audience, UnknownAudience> {
        match word {
            "exact" => Ok(Audience::Exact),
            "sharing" => Ok(Audience::Sharing),
            _ => Err(UnknownAudience),
        }
    }
}

/// A count of people under policy `round5`: 0 to 4 not told apart, else the nearest 5, half up (as DfE rounds).
pub fn round5(people: u32) -> Count {
    if people < 5 {
        return Count::FewerThanFive;
    }
    Count::Rounded((people / 5 * 5).saturating_add(if people % 5 >= 3 { 5 } else { 0 }))
}

/// What a published count tells a reader about the true one: least and greatest value. [`Count::Withheld`] reads as 5
/// or more here, the sharpest a reader may take it for who tells primary from secondary withholding.
pub fn reader_bounds(count: Count) -> (u32, u32) {
    match count {
        Count::Exact(n) => (n, n),
        Count::Rounded(n) => (n.saturating_sub(2).max(5), n.saturating_add(2)),
        Count::FewerThanFive => (0, 4),
        Count::Withheld => (5, u32::MAX),
        Count::NotAvailable | Count::NotApplicable => (0, u32::MAX),
    }
}

/// What a cell counts, and so how it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// People: rounded for sharing.
    People,
    /// Schools in area, teachers: always shown.
    Public,
    /// Schools reached through the people of another cell: shown where those are.
    Behind(usize),
}

/// One number of a response.
#[derive(Debug, Clone, Copy)]
struct Cell {
    truth: u32,
    kind: Kind,
    /// The insider who knows the true value.
    known_to: Option<u16>,
}

/// What the reader knows to hold between true values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// `total` is the sum of `parts`, each part in it once.
    Sum {
        /// The cell that holds the sum.
        total: usize,
        /// The cells that add up to it.
        parts: Vec<usize>,
    },
    /// `lesser` never exceeds `greater`: completed and started, one course and any course, people and teachers.
    AtMost {
        /// The cell that is not the larger.
        lesser: usize,
        /// The cell that is not the smaller.
        greater: usize,
    },
}

/// Every count of one response and how they hang together, totals and counts behind other outputs included. A cell is
/// named by the position at which it was added, which is also its place in what [`publish`] returns. A relation that
/// the true values do not meet, or that names no cell, protects nothing and is left out: see [`System::broken`].
#[derive(Debug, Clone, Default)]
pub struct System {
    cells: Vec<Cell>,
    relations: Vec<Relation>,
}

impl System {
    /// A response without cells.
    pub fn new() -> System {
        System::default()
    }

    /// Adds a count of people (or of starts, declarations: whatever stands for a person).
    pub fn people(&mut self, count: u32) -> usize {
        self.add(count, Kind::People)
    }

    /// Adds a count that anyone can look up: schools in area, teachers. It is always shown.
    pub fn public(&mut self, count: u32) -> usize {
        self.add(count, Kind::Public)
    }

    /// Adds a count of schools reached through the people of cell `people`: shown true, withheld where they are not
    /// shown. The reader knows that every school has one of them and that people without any school are none at all.
    pub fn schools_behind(&mut self, count: u32, people: usize) -> usize {
        self.add(count, Kind::Behind(people))
    }

    /// States that `total` is the sum of `parts`.
    pub fn sum(&mut self, total: usize, parts: &[usize]) {
        self.relations.push(Relation::Sum { total, parts: parts.to_vec() });
    }

    /// States that `lesser` never exceeds `greater`.
    pub fn at_most(&mut self, lesser: usize, greater: usize) {
        self.relations.push(Relation::AtMost { lesser, greater });
    }

    /// States that `insider` (a hub, say) knows the true value of `cell` from their own exact pages. The audit then
    /// protects every other cell against each insider as well.
    pub fn known_to(&mut self, insider: u16, cell: usize) {
        if let Some(cell) = self.cells.get_mut(cell) {
            cell.known_to = Some(insider);
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The stated relations that the true values do not meet: a mistake of the caller, for tests to assert empty.
    pub fn broken(&self) -> Vec<&Relation> {
        self.relations.iter().filter(|relation| !self.holds(relation)).collect()
    }

    fn add(&mut self, truth: u32, kind: Kind) -> usize {
        self.cells.push(Cell { truth, kind, known_to: None });
        self.cells.len() - 1
    }

    fn truth(&self, cell: usize) -> Option<u64> {
        self.cells.get(cell).map(|cell| u64::from(cell.truth))
    }

    fn holds(&self, relation: &Relation) -> bool {
        match relation {
            Relation::Sum { total, parts } => {
                let sum = parts.iter().try_fold(0, |sum, part| Some(sum + self.truth(*part)?));
                sum.is_some() && self.truth(*total) == sum
            }
            Relation::AtMost { lesser, greater } => match (self.truth(*lesser), self.truth(*greater)) {
                (Some(lesser), Some(greater)) => lesser <= greater,
                _ => false,
            },
        }
    }
}

/// What `audience` may see of each cell, in the order of the cells. Deterministic.
///
/// Exact gives the true counts. Sharing rounds people ([`round5`]), withholds schools behind people who are not shown,
/// then audits the whole: as long as the published figures and the relations leave a count of 0 to 4 people one
/// possible value, more is withheld (the smallest related count of 5 or more that helps, parts before totals). What
/// public figures alone determine, people in a phase without schools, is no disclosure and stays. At the end two
/// different sets of true values are known to fit everything published, for each count of 0 to 4 and against each
/// insider. A count of 0 to 4 itself becomes [`Count::Withheld`] only where nothing else helps.
pub fn publish(system: &System, audience: Audience) -> Vec<Count> {
    match audience {
        Audience::Exact => system.cells.iter().map(|cell| Count::Exact(cell.truth)).collect(),
        Audience::Sharing => audit::publish(system),
    }
}

/// The cells of 0 to 4 people that `published`, with the relations of `system`, leaves a single possible value for some
/// reader (or too many steps to tell): empty for everything that [`publish`] returns for sharing. Public figures alone
/// may determine a cell without it being listed. For checking figures published in another way.
pub fn disclosed(system: &System, published: &[Count]) -> Vec<usize> {
    audit::disclosed(system, published)
}

/// As [`disclosed`], and only where it is proved that no other value fits: what the search could not settle is left out.
pub fn certain(system: &System, published: &[Count]) -> Vec<usize> {
    audit::certain(system, published)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Exact, FewerThanFive, Rounded, Withheld};

    #[test]
    fn rounding_is_to_the_nearest_five_half_up_and_never_below_five() {
        for (people, count) in [
            (0, FewerThanFive),
            (4, FewerThanFive),
            (5, Rounded(5)),
            (7, Rounded(5)),
            (8, Rounded(10)),
            (12, Rounded(10)),
            (13, Rounded(15)),
            (12_347, Rounded(12_345)),
        ] {
            assert_eq!(round5(people), count);
        }
        for people in (0..2_000).chain(u32::MAX - 20..=u32::MAX) {
            let (least, greatest) = reader_bounds(round5(people));
            assert!((least..=greatest).contains(&people), "{people}");
        }
    }

    #[test]
    fn the_audience_is_one_word_everywhere() {
        for (audience, word) in [(Audience::Exact, "exact"), (Audience::Sharing, "sharing")] {
            assert_eq!(audience.to_string(), word);
            assert_eq!(word.parse(), Ok(audience));
            assert_eq!(serde_json::to_string(&audience).unwrap(), format!("\"{word}\""));
        }
        assert_eq!("Exact".parse::<Audience>(), Err(UnknownAudience));
    }

    #[test]
    fn exact_readers_see_every_true_count() {
        let mut system = System::new();
        assert!(system.is_empty());
        let people = system.people(3);
        assert!(!system.is_empty());
        system.schools_behind(2, people);
        system.public(0);
        assert_eq!(publish(&system, Audience::Exact), [Exact(3), Exact(2), Exact(0)]);
    }

    #[test]
    fn schools_are_shown_where_the_people_behind_them_are() {
        let mut system = System::new();
        let (many, few) = (system.people(23), system.people(2));
        system.schools_behind(9, many);
        system.schools_behind(1, few);
        system.public(40);
        let shown = publish(&system, Audience::Sharing);
        assert_eq!(shown, [Rounded(25), FewerThanFive, Exact(9), Withheld, Exact(40)]);
    }

    #[test]
    fn what_is_proved_is_certain() {
        let mut system = System::new();
        let (a, b) = (system.people(4), system.people(4));
        let total = system.people(8);
        system.sum(total, &[a, b]);
        assert_eq!(certain(&system, &[FewerThanFive, FewerThanFive, Rounded(10)]), [a, b]);
        assert!(certain(&system, &publish(&system, Audience::Sharing)).is_empty());
    }

    #[test]
    fn a_relation_the_true_values_break_is_named_and_left_out() {
        let mut system = System::new();
        let (a, b) = (system.people(8), system.people(0));
        system.sum(a, &[b]);
        system.at_most(a, b);
        system.at_most(a, 99);
        system.at_most(b, a);
        assert_eq!(system.broken().len(), 3);
        assert_eq!(publish(&system, Audience::Sharing), [Rounded(10), FewerThanFive]);
    }
}
