//! What to withhold so that a cell is no longer certain: one related count where that is enough, else what a second
//! solution needs.

use std::collections::VecDeque;

use domain::measure::Count;

use super::{
    Audit, Kind, System,
    net::{Net, Span},
    search::Verdict,
};

/// Cells that are tried alone before several are withheld at once.
const SINGLES: usize = 24;

/// What may be withheld together, tried in this order: relations away from the cell in danger, totals too, other counts
/// of 0 to 4 too.
const WAVES: [(u32, bool, bool); 8] = [
    (1, false, false),
    (1, true, false),
    (2, false, false),
    (2, true, false),
    (u32::MAX, true, false),
    (1, true, true),
    (2, true, true),
    (u32::MAX, true, true),
];

/// A cell that may be withheld for the sake of another.
struct Candidate {
    cell: usize,
    hops: u32,
    is_total: bool,
    truth: i64,
}

impl Audit<'_> {
    /// Withholds cells until this reader has a second solution for `cell`; false when public figures alone tell it, or
    /// when nothing is left to withhold.
    pub(super) fn withhold_for(&mut self, insider: Option<u16>, cell: usize) -> bool {
        if self.second_solution(insider, cell) {
            return true;
        }
        if self.told_by_public_figures(insider, cell) {
            return false;
        }
        let mut candidates = self.candidates(insider, cell);
        candidates.sort_by_key(|other| (other.hops, other.is_total, other.truth, other.cell));
        let larger = candidates.iter().filter(|other| other.hops == 1 && !self.is_small(other.cell));
        let singles: Vec<usize> = larger.take(SINGLES).map(|other| other.cell).collect();
        if singles.into_iter().any(|other| self.withhold_among(insider, cell, &[other])) {
            return true;
        }
        let mut tried = 0;
        for (hops, totals, small) in WAVES {
            let within = |other: &&Candidate| {
                other.hops <= hops && (totals || !other.is_total) && (small || !self.is_small(other.cell))
            };
            let wave: Vec<usize> = candidates.iter().filter(within).map(|other| other.cell).collect();
            if wave.len() != tried && self.withhold_among(insider, cell, &wave) {
                return true;
            }
            tried = wave.len();
        }
        self.withhold_without_trace(insider, cell, &candidates)
    }

    /// Finds a second solution as if all `cells` were withheld, and withholds those that must be for it.
    fn withhold_among(&mut self, insider: Option<u16>, target: usize, cells: &[usize]) -> bool {
        let mut before: Vec<(usize, Span)> = Vec::with_capacity(cells.len());
        for &cell in cells {
            for cell in std::iter::once(cell).chain(self.schools_behind(cell)) {
                before.push((cell, self.spans[cell]));
            }
        }
        for (cell, _) in &before {
            self.spans[*cell] = withheld_span(self.system, &self.net, *cell);
        }
        let solved = self.second_solution(insider, target);
        // Backwards, so that a cell listed twice gets its first span again.
        for (cell, span) in before.iter().rev() {
            self.spans[*cell] = *span;
        }
        if solved {
            for i in 0..self.found.len() {
                let (cell, value) = (self.found[i].0 as usize, self.found[i].1);
                if !self.spans[cell].holds(value) {
                    self.withhold(cell, withheld_span(self.system, &self.net, cell));
                }
            }
        }
        solved
    }

    /// The last resort: `target` and whatever must differ become withheld, and withheld may then stand for any number.
    fn withhold_without_trace(&mut self, insider: Option<u16>, target: usize, candidates: &[Candidate]) -> bool {
        let any = Span { low: 0, high: self.net.huge };
        let solved = self.verdict(insider, target, true) == Verdict::Found;
        self.withhold(target, any);
        if !solved {
            // Out of steps: nothing related is shown.
            for other in candidates {
                self.withhold(other.cell, any);
            }
            return false;
        }
        for i in 0..self.found.len() {
            let (cell, value) = (self.found[i].0 as usize, self.found[i].1);
            if !self.spans[cell].holds(value) {
                self.withhold(cell, any);
            }
        }
        true
    }

    fn withhold(&mut self, cell: usize, span: Span) {
        for cell in std::iter::once(cell).chain(self.schools_behind(cell)) {
            self.counts[cell] = Count::Withheld;
            let own = withheld_span(self.system, &self.net, cell);
            self.spans[cell] = Span { low: span.low.min(own.low).min(self.spans[cell].low), high: self.net.huge };
        }
    }

    /// The counts of schools reached through the people of `cell`.
    fn schools_behind(&self, cell: usize) -> Vec<usize> {
        let start = self.behind.partition_point(|(people, _)| *people < cell);
        self.behind[start..].iter().take_while(|(people, _)| *people == cell).map(|(_, schools)| *schools).collect()
    }

    /// Every cell related to `target` that is shown and may be withheld, with its distance in relations.
    fn candidates(&self, insider: Option<u16>, target: usize) -> Vec<Candidate> {
        let mut hops = vec![u32::MAX; self.counts.len()];
        let mut seen_ties = vec![false; self.net.ties.len()];
        let mut queue: VecDeque<usize> = std::iter::once(target).chain(self.schools_behind(target)).collect();
        queue.iter().for_each(|cell| hops[*cell] = 0);
        let mut candidates = Vec::new();
        while let Some(cell) = queue.pop_front() {
            let people = self.system.cells[cell].kind != Kind::Public;
            let known = insider.is_some() && self.net.known_to[cell] == insider;
            if people && !known && self.counts[cell] != Count::Withheld {
                candidates.push(Candidate {
                    cell,
                    hops: hops[cell],
                    is_total: self.net.is_total(cell),
                    truth: self.net.truth[cell],
                });
            }
            for (tie, _) in self.net.neighbours(cell) {
                if std::mem::replace(&mut seen_ties[*tie as usize], true) {
                    continue;
                }
                for other in self.net.members(*tie as usize) {
                    let other = *other as usize;
                    if hops[other] == u32::MAX {
                        hops[other] = hops[cell] + 1;
                        queue.push_back(other);
                    }
                }
            }
        }
        candidates
    }
}

/// What withholding leaves a reader who tells primary from secondary: 5 or more, or any number where that is untrue.
pub(super) fn withheld_span(system: &System, net: &Net, cell: usize) -> Span {
    let people = system.cells[cell].kind == Kind::People;
    Span { low: if people && net.truth[cell] >= 5 { 5 } else { 0 }, high: net.huge }
}
