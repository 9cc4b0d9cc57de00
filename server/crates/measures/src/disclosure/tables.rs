//! Policy `suppress5`: a fixed set of tables with exact counts, in which counts of 0 to 4 people are not told (primary
//! suppression) and as many others as it takes for no reader to work one of them out (secondary suppression).
//!
//! Everything is one system: each figure of each table is a sum over the same kinds of people (a place and kind of school, a
//! course, what became of it), so that tables which cut the same people in different ways protect each other's counts. A
//! count is safe once another world has been found, numbers of people of each kind that fit everything that is shown, in
//! which it differs; and, for each insider, one that leaves the insider's own people as they are.

mod proof;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::measure::Count;

use self::proof::Proof;
use self::walk::{Bounds, Walk};

/// People who are alike in everything that the tables tell.
#[derive(Debug, Clone, Default)]
struct Kind {
    /// How many there are.
    people: u32,
    /// The insiders who know them all by name.
    known_to: Vec<u16>,
}

/// A fixed set of tables over kinds of people.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    kinds: Vec<Kind>,
    /// Kinds of each figure, in order.
    figures: Vec<Vec<u32>>,
    /// The first figure of the same kinds.
    same: HashMap<Vec<u32>, usize>,
    /// For each figure, the first of the same kinds.
    first: Vec<usize>,
}

/// Figures of 0 to 4 people for which no other world was found with everything near them withheld: nothing may be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} counts of fewer than 5 people could not be protected", .0.len())]
pub struct Unproved(pub Vec<usize>);

impl Tables {
    /// Tables over no people yet.
    pub fn new() -> Tables {
        Tables::default()
    }

    /// Adds a kind of people with its true number (0 where there may be some), and the insiders who know them by name.
    /// Returns its place.
    pub fn kind(&mut self, people: u32, known_to: &[u16]) -> u32 {
        self.kinds.push(Kind { people, known_to: known_to.to_vec() });
        self.kinds.len() as u32 - 1
    }

    /// Adds a figure: the sum over these kinds. Returns its place. Figures of the same kinds are shown alike.
    pub fn figure(&mut self, mut kinds: Vec<u32>) -> usize {
        kinds.sort_unstable();
        kinds.dedup();
        let at = self.figures.len();
        self.first.push(*self.same.entry(kinds.clone()).or_insert(at));
        self.figures.push(kinds);
        at
    }

    /// The true value of a figure.
    pub fn value(&self, figure: usize) -> u64 {
        self.figures[figure].iter().map(|kind| u64::from(self.kinds[*kind as usize].people)).sum()
    }

    /// What may be shown of each figure: its exact count; [`Count::FewerThanFive`] for 0 to 4; [`Count::Withheld`] for others
    /// that are not told, and for the few of 0 to 4 whose smallness itself would tell an insider. Deterministic.
    pub fn suppress(&self) -> Result<Vec<Count>, Unproved> {
        let mut bounds: Vec<Bounds> = (0..self.figures.len()).map(|at| Bounds::told(self.value(at) as i64)).collect();
        for (at, first) in self.first.iter().enumerate() {
            if at != *first {
                // Said once is enough: whatever holds for the first holds for this one.
                bounds[at] = Bounds::UNTOLD;
            }
        }
        let small: Vec<usize> =
            (0..self.figures.len()).filter(|at| self.first[*at] == *at && self.is_small(*at)).collect();
        small.iter().for_each(|at| bounds[*at] = Bounds::SMALL);
        let mut proof = Proof::new(self, Walk::new(&self.kinds, &self.figures, bounds), small);
        proof.withhold()?;
        proof.tell_again();
        Ok(self.counts(&proof))
    }

    fn is_small(&self, figure: usize) -> bool {
        // Without any kind of people it could count, everybody knows that it is none.
        self.value(figure) < 5 && !self.figures[figure].is_empty()
    }

    /// The insiders who know all that a figure counts.
    fn own(&self, figure: usize) -> Vec<u16> {
        let mut holders = self.figures[figure].iter().map(|kind| &self.kinds[*kind as usize].known_to);
        let mut own = holders.next().cloned().unwrap_or_default();
        holders.for_each(|holders| own.retain(|insider| holders.contains(insider)));
        own
    }

    /// Figures that are the same in all worlds that are needed may be told.
    fn counts(&self, proof: &Proof<'_>) -> Vec<Count> {
        let mut differ = vec![false; self.figures.len()];
        proof.worlds.iter().flat_map(|world| &world.differing).for_each(|at| differ[*at] = true);
        (0..self.figures.len())
            .map(|at| match (self.value(at), differ[at]) {
                (0..5, _) if self.figures[at].is_empty() => Count::Exact(0),
                (0..5, _) if proof.walk.is_untold(self.first[at]) => Count::Withheld,
                (0..5, _) => Count::FewerThanFive,
                (_, true) => Count::Withheld,
                (value, false) => Count::Exact(u32::try_from(value).unwrap_or(u32::MAX)),
            })
            .collect()
    }
}
