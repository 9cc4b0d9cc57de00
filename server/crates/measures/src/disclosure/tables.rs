//! A fixed set of figures over the same people, decided together, so that all of them protect each other's counts of 0 to 4:
//! the exact tables of policy `suppress5`, and all rounded figures of a programme and year (`round5`).
//!
//! Everything is one system: each figure is a sum over kinds of people (a place and kind of school, a course, what became of
//! it), or counts the schools at which any of them are; figures that cut the same people in different ways protect each
//! other. A count is safe once another world has been found, numbers of people of each kind that fit everything that is
//! shown, in which it differs; and, for each insider, one that leaves the insider's own people as they are. Where no world
//! fits, as much as it takes is not told (secondary suppression): that others are small, and figures of 5 and more, the
//! cheapest first.

mod figure;
mod proof;
mod walk;

#[cfg(test)]
mod rounded;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod today;

use std::collections::HashMap;

use domain::measure::Count;

use self::figure::{Figure, Telling};
use self::proof::Proof;
use self::walk::Walk;
use super::round5;

/// People who are alike in everything that the figures tell.
#[derive(Debug, Clone, Default)]
struct Kind {
    /// How many there are.
    people: u32,
    /// The insiders who know them all by name.
    known_to: Vec<u16>,
    /// The schools that they are at.
    schools: Vec<u32>,
}

/// What several figures may be of: the same people, or schools with any of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Sum {
    /// How many people there are of these kinds, in order.
    People(Vec<u32>),
    /// At how many of these schools there is anybody.
    Schools(Vec<u32>),
}

/// A fixed set of figures over kinds of people.
#[derive(Debug, Clone)]
pub struct Tables {
    kinds: Vec<Kind>,
    /// For each school, how many people are at it in every world.
    schools: Vec<u32>,
    sums: Vec<Sum>,
    known: HashMap<Sum, usize>,
    figures: Vec<Figure>,
    /// Whether any insider knows anybody.
    has_insiders: bool,
    /// The most moves that all walks may take.
    steps: u64,
}

/// Counts of 0 to 4 people, by figure, for which no other world was found with everything near them withheld.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} counts of fewer than 5 people could not be protected", .0.len())]
pub struct Unproved(pub Vec<usize>);

impl Tables {
    /// Figures of no people yet.
    pub fn new() -> Tables {
        Tables::with_steps(u64::MAX)
    }

    /// The same, of which so many moves are looked at: what is not decided then counts as not protected.
    pub fn with_steps(steps: u64) -> Tables {
        let (kinds, schools, sums, figures) = Default::default();
        Tables { kinds, schools, sums, known: HashMap::new(), figures, has_insiders: false, steps }
    }

    /// Adds a kind of people with its true number (0 where there may be some), and the insiders who know them by name.
    /// Returns its place.
    pub fn kind(&mut self, people: u32, known_to: &[u16]) -> u32 {
        self.has_insiders |= !known_to.is_empty();
        self.kinds.push(Kind { people, known_to: known_to.to_vec(), schools: Vec::new() });
        self.kinds.len() as u32 - 1
    }

    /// Adds a school (or a school on a course: whatever counts for one) at which so many people are in every world, besides
    /// those of kinds. Returns its place.
    pub fn school(&mut self, others: u32) -> u32 {
        self.schools.push(others);
        self.schools.len() as u32 - 1
    }

    /// One more at a school in every world.
    pub fn people_stay(&mut self, school: u32) {
        self.schools[school as usize] += 1;
    }

    /// States that the people of a kind are at a school.
    pub fn put(&mut self, kind: u32, school: u32) {
        self.kinds[kind as usize].schools.push(school);
    }

    /// Adds a figure that is told exactly: the people of these kinds. Returns its place. Figures of the same kinds are shown
    /// alike.
    pub fn figure(&mut self, kinds: Vec<u32>) -> usize {
        let sum = self.sum(Sum::People(kinds));
        self.add(Figure::new(sum, 0, Telling::Exact))
    }

    /// Adds a rounded figure of `value` people: those of these kinds, and others who are the same in all worlds. Returns its
    /// place.
    pub fn people(&mut self, kinds: Vec<u32>, value: u32) -> usize {
        let sum = self.sum(Sum::People(kinds));
        let others = i64::from(value) - self.true_sum(sum);
        self.add(Figure::new(sum, others, Telling::Rounded))
    }

    /// Adds a rounded figure of `value` people that an earlier version of the data told as `count`: that stands, and what is told
    /// now must not give it away either. The kinds are those of that version. Its place.
    pub fn told_before(&mut self, kinds: Vec<u32>, value: u32, count: Count) -> usize {
        let at = self.people(kinds, value);
        self.figures[at] = self.figures[at].clone().past(i64::from(value), count);
        at
    }

    /// The same of schools with anybody, told exactly.
    pub fn reached_before(&mut self, schools: Vec<u32>) -> usize {
        let sum = self.sum(Sum::Schools(schools));
        let value = self.true_sum(sum);
        let mut figure = Figure::new(sum, 0, Telling::Exact);
        figure.is_of_people = false;
        self.add(figure.past(value, Count::Exact(u32::try_from(value).unwrap_or(u32::MAX))))
    }

    /// The rounded figure that counts the same people already.
    pub fn same_people(&self, kinds: &[u32], value: u32) -> Option<usize> {
        let sum = *self.known.get(&Sum::People(in_order(kinds.to_vec())))?;
        let is_same = |figure: &Figure| {
            figure.sum == sum
                && figure.is_protected
                && figure.is_shown
                && !figure.is_past
                && figure.value(self.true_sum(sum)) == i64::from(value)
        };
        self.figures.iter().position(is_same)
    }

    /// How many people of a kind there are.
    pub fn people_of(&self, kind: u32) -> u32 {
        self.kinds[kind as usize].people
    }

    /// Adds a rounded figure that is not shown itself: of fewer than 5 people a reader knows no more than that, and need not be
    /// kept from more. Its place.
    pub fn people_behind(&mut self, kinds: Vec<u32>, value: u32) -> usize {
        let at = self.people(kinds, value);
        self.figures[at].is_protected = false;
        at
    }

    /// Adds a count of people of which nothing is told, and which nobody is to be certain of where it is of 1 to 4. Its place.
    pub fn never_told(&mut self, kinds: Vec<u32>, value: u32) -> usize {
        let at = self.people(kinds, value);
        self.figures[at].is_shown = false;
        at
    }

    /// States that a figure is of a group in which there is nobody: to be certain of that tells nothing of anyone.
    pub fn of_nobody(&mut self, figure: usize) {
        self.figures[figure].is_protected = false;
    }

    /// Adds a figure that is told exactly where `people`, a figure of those who are there, is shown: how many of these schools
    /// have anybody. Returns its place.
    pub fn reached(&mut self, schools: Vec<u32>, people: usize) -> usize {
        let sum = self.sum(Sum::Schools(schools));
        self.add(Figure::of_schools(sum, people))
    }

    /// States that a figure is worth so many times as much as others of its size: it is withheld the later.
    pub fn worth(&mut self, figure: usize, times: u32) {
        self.figures[figure].worth = i64::from(times);
    }

    /// States that a figure is withheld for another reason, with schools that are not shown without it; of one of 0 to 4 people
    /// not even that is told.
    pub fn withhold(&mut self, figure: usize) {
        self.figures[figure].is_withheld = true;
    }

    /// States that figures that are worth at least so many times as much as others of their size are not to be withheld: what
    /// cannot be protected without them counts as not protected.
    pub fn keep(&mut self, times: u32) {
        for figure in self.figures.iter_mut().filter(|figure| figure.worth >= i64::from(times)) {
            figure.is_kept = true;
        }
    }

    /// How many figures there are.
    pub fn len(&self) -> usize {
        self.figures.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// The true value of a figure.
    pub fn value(&self, figure: usize) -> u64 {
        let figure = &self.figures[figure];
        figure.value(self.true_sum(figure.sum)).unsigned_abs()
    }

    fn add(&mut self, figure: Figure) -> usize {
        self.figures.push(figure);
        self.figures.len() - 1
    }

    fn sum(&mut self, sum: Sum) -> usize {
        let sum = match sum {
            Sum::People(of) => Sum::People(in_order(of)),
            Sum::Schools(of) => Sum::Schools(in_order(of)),
        };
        let sums = &mut self.sums;
        *self.known.entry(sum).or_insert_with_key(|sum| {
            sums.push(sum.clone());
            sums.len() - 1
        })
    }

    fn true_sum(&self, sum: usize) -> i64 {
        match &self.sums[sum] {
            Sum::People(kinds) => kinds.iter().map(|kind| i64::from(self.kinds[*kind as usize].people)).sum(),
            Sum::Schools(schools) => {
                let mut any: HashMap<u32, bool> =
                    schools.iter().map(|school| (*school, self.schools[*school as usize] > 0)).collect();
                for kind in self.kinds.iter().filter(|kind| kind.people > 0) {
                    for school in &kind.schools {
                        any.entry(*school).and_modify(|any| *any = true);
                    }
                }
                any.values().filter(|any| **any).count() as i64
            }
        }
    }

    /// What may be shown of each figure: its count as it is told; [`Count::FewerThanFive`] for 0 to 4;
    /// [`Count::Withheld`] for others that are not told, and for those of 0 to 4 whose smallness itself would tell of others.
    /// Deterministic. An error where a small count cannot be protected.
    pub fn suppress(&self) -> Result<Vec<Count>, Unproved> {
        let (counts, unproved) = self.protect();
        if unproved.0.is_empty() { Ok(counts) } else { Err(unproved) }
    }

    /// As [`Tables::suppress`], with the counts that could not be protected: nothing is withheld for their sake.
    pub fn protect(&self) -> (Vec<Count>, Unproved) {
        let mut proof = Proof::new(self, Walk::new(self));
        let unproved = proof.withhold();
        proof.tell_again();
        (self.counts(&proof), Unproved(unproved))
    }

    /// The insiders who know all that a figure counts.
    fn own(&self, figure: &Figure) -> Vec<u16> {
        let Sum::People(kinds) = &self.sums[figure.sum] else { return Vec::new() };
        if !self.has_insiders {
            return Vec::new();
        }
        let mut holders = kinds.iter().map(|kind| &self.kinds[*kind as usize].known_to);
        let mut own = holders.next().cloned().unwrap_or_default();
        holders.for_each(|holders| own.retain(|insider| holders.contains(insider)));
        own
    }

    /// Figures that are as they are told in all worlds that are needed may be told.
    fn counts(&self, proof: &Proof<'_>) -> Vec<Count> {
        let mut broken = vec![false; self.figures.len()];
        proof.worlds.iter().flat_map(|found| &found.world.broken).for_each(|at| broken[*at] = true);
        let mut counts: Vec<Count> = (proof.walk.figures.iter().enumerate())
            .map(|(at, figure)| {
                let value = u32::try_from(proof.walk.true_value(at)).unwrap_or(u32::MAX);
                match figure.telling {
                    _ if figure.is_small(i64::from(value)) && self.is_of_nobody(figure) => Count::Exact(value),
                    _ if broken[at] || !figure.is_shown || figure.is_withheld || figure.was_withheld() => {
                        Count::Withheld
                    }
                    _ if figure.is_small(i64::from(value)) => Count::FewerThanFive,
                    Telling::Exact => Count::Exact(value),
                    Telling::Rounded => round5(value),
                }
            })
            .collect();
        let is_shown = |people: usize| {
            let is_told = matches!(counts[people], Count::Exact(_) | Count::Rounded(_));
            is_told && !self.figures[people].is_small(proof.walk.true_value(people))
        };
        let without: Vec<usize> = (0..self.figures.len())
            .filter(|at| self.figures[*at].behind.is_some_and(|people| !is_shown(people)))
            .collect();
        without.into_iter().for_each(|at| counts[at] = Count::Withheld);
        counts
    }

    /// Whether there is no kind of people that a figure could count.
    fn is_of_nobody(&self, figure: &Figure) -> bool {
        matches!(&self.sums[figure.sum], Sum::People(kinds) if kinds.is_empty())
    }
}

/// Every world of so many kinds in which there are up to `most` people of each.
#[cfg(test)]
fn worlds(kinds: usize, most: u32) -> impl Iterator<Item = Vec<u32>> {
    std::iter::successors(Some(vec![0; kinds]), move |world: &Vec<u32>| {
        let at = world.iter().position(|n| *n < most)?;
        let mut next = world.clone();
        next[at] += 1;
        next[..at].fill(0);
        Some(next)
    })
}

fn in_order(mut of: Vec<u32>) -> Vec<u32> {
    of.sort_unstable();
    of.dedup();
    of
}

impl Default for Tables {
    fn default() -> Tables {
        Tables::new()
    }
}
