//! The quick way to a second solution. In a table with totals a change of 1 travels as along the arcs of a network:
//! what one cell takes from a sum another gives back, until the round closes. What it finds is certain; relations that
//! are not table-like may hide a solution from it.

use super::net::{Draft, Net, Tie, View};

/// Rounds and forced partners one attempt may add up.
const MOST_ROUNDS: usize = 16;
const MOST_CHANGES: usize = 64;

/// Members of a relation that is looked at before larger ones.
const FEW: usize = 32;

/// Trial values and the working memory of the search.
pub(super) struct Cycle {
    draft: Draft,
    changed: Vec<u32>,
    /// States (relation, sign of what it is off by) in the order they are reached: relations of few members, which are
    /// looked at first, and of many.
    few: Vec<u32>,
    many: Vec<u32>,
    /// The search that reached a state last.
    reached: Vec<u32>,
    search: u32,
    /// How a state was reached: the state before, the cell, its step.
    parents: Vec<(u32, u32, i64)>,
}

/// Where a step leads.
enum Arrival {
    /// Nothing is left broken on this path.
    Closed,
    At(u32),
    Blocked,
}

/// How far a state's members were looked through.
enum Expansion {
    /// This cell and step close the path.
    Closed(u32, i64),
    /// A small relation was reached from a large one; it goes first, the rest from this position follows.
    Paused(usize),
    Ended,
}

fn state(tie: usize, sign: i64) -> u32 {
    tie as u32 * 2 + u32::from(sign > 0)
}

impl Cycle {
    pub fn new(net: &Net) -> Cycle {
        let states = net.ties.len() * 2;
        Cycle {
            draft: Draft::new(net),
            changed: Vec::new(),
            few: Vec::with_capacity(states),
            many: Vec::with_capacity(states),
            reached: vec![0; states],
            search: 0,
            parents: vec![(0, 0, 0); states],
        }
    }

    /// Looks for a solution in which `target` differs from the truth; its changed cells and their values go to `found`.
    pub fn second_solution(&mut self, view: View, target: usize, found: &mut Vec<(u32, i64)>) -> bool {
        let net = view.net;
        [1, -1].into_iter().any(|step| {
            let value = net.truth[target] + step;
            let solved = self.shift(view, target, value) && self.close(view, target);
            self.changed.sort_unstable();
            self.changed.dedup();
            if solved {
                found.clear();
                let values = self.changed.iter().map(|cell| (*cell, self.draft.values[*cell as usize]));
                found.extend(values.filter(|(cell, value)| *value != net.truth[*cell as usize]));
            }
            while let Some(cell) = self.changed.pop() {
                self.draft.set(net, cell as usize, net.truth[cell as usize]);
            }
            solved
        })
    }

    /// Sets `cell`, and with it whatever an ordering forces along.
    fn shift(&mut self, view: View, cell: usize, value: i64) -> bool {
        let net = view.net;
        if !view.span(cell).holds(value) || self.changed.len() == MOST_CHANGES {
            return false;
        }
        self.draft.set(net, cell, value);
        self.changed.push(cell as u32);
        net.neighbours(cell).iter().all(|(tie, _)| {
            let tie = *tie as usize;
            if net.ties[tie] == Tie::Sum || !self.draft.breaks(net, tie) {
                return true;
            }
            let (first, second) = (net.members(tie)[0] as usize, net.members(tie)[1] as usize);
            let other = if cell == first { second } else { first };
            let forced = if net.ties[tie] == Tie::AtMost { value } else { i64::from(cell == second) };
            !self.changed.contains(&(other as u32)) && self.shift(view, other, forced)
        })
    }

    /// Mends every broken sum, round by round.
    fn close(&mut self, view: View, target: usize) -> bool {
        let net = view.net;
        for _ in 0..MOST_ROUNDS {
            let near = self.changed.iter().flat_map(|cell| net.neighbours(*cell as usize));
            let broken = near.map(|(tie, _)| *tie as usize).filter(|tie| self.draft.breaks(net, *tie));
            let Some(source) = broken.min_by_key(|tie| net.members(*tie).len()) else {
                return true;
            };
            if net.ties[source] != Tie::Sum
                || !(self.round(view, target, source, false) || self.round(view, target, source, true))
            {
                return false;
            }
        }
        false
    }

    /// Takes one unit off what `source` is off by, along a short path. `forcing`: steps may force partners along.
    fn round(&mut self, view: View, target: usize, source: usize, forcing: bool) -> bool {
        let start = state(source, self.draft.residual[source]);
        self.search = self.search.wrapping_add(1);
        self.reached[start as usize] = self.search;
        self.few.clear();
        self.many.clear();
        self.few.push(start);
        let (mut next_few, mut next_many) = (0, 0);
        let mut paused = None;
        loop {
            let (from, position) = if let Some(from) = self.few.get(next_few) {
                next_few += 1;
                (*from, 0)
            } else if let Some(rest) = paused.take() {
                rest
            } else if let Some(from) = self.many.get(next_many) {
                next_many += 1;
                (*from, 0)
            } else {
                return false;
            };
            match self.expand(view, (target, source), from, position, forcing) {
                Expansion::Closed(cell, step) => return self.apply(view, (from, cell, step), start),
                Expansion::Paused(position) => paused = Some((from, position)),
                Expansion::Ended => {}
            }
        }
    }

    /// Reaches states from state `from`, through its members from `position` on; `ends` are target and source.
    fn expand(&mut self, view: View, ends: (usize, usize), from: u32, position: usize, forcing: bool) -> Expansion {
        let net = view.net;
        let (tie, sign) = (from as usize / 2, if from % 2 == 1 { 1 } else { -1 });
        let (total, parts) = net.members(tie).split_at(1);
        // Cells before the target are safe already: a round through later ones proves more of them.
        let later = parts.partition_point(|part| (*part as usize) < ends.0);
        for position in position..=parts.len() {
            let (cell, step) = match position {
                last if last == parts.len() => (total[0], sign),
                early if early + later < parts.len() => (parts[early + later], -sign),
                _ => (parts[position + later - parts.len()], -sign),
            };
            let index = cell as usize;
            if index == ends.0 || !view.span(index).holds(self.draft.values[index] + step) {
                continue;
            }
            match self.arrival(net, (ends.1, tie), index, step, forcing) {
                Arrival::Closed => return Expansion::Closed(cell, step),
                Arrival::At(to) if self.reached[to as usize] != self.search => {
                    self.reached[to as usize] = self.search;
                    self.parents[to as usize] = (from, cell, step);
                    if net.members(to as usize / 2).len() > FEW {
                        self.many.push(to);
                    } else {
                        self.few.push(to);
                        if parts.len() >= FEW {
                            return Expansion::Paused(position + 1);
                        }
                    }
                }
                _ => {}
            }
        }
        Expansion::Ended
    }

    /// Which sum besides `at.1` the step breaks or mends, on a path from `at.0`.
    fn arrival(&self, net: &Net, at: (usize, usize), cell: usize, step: i64, forcing: bool) -> Arrival {
        let mut arrival = Arrival::Closed;
        let mut sums = 0;
        for (other, weight) in net.neighbours(cell) {
            let other = *other as usize;
            if *weight == 0 {
                if !forcing && self.breaks_order(net, other, cell, step) {
                    return Arrival::Blocked;
                }
            } else if other != at.1 {
                sums += 1;
                let (off, change) = (self.draft.residual[other], weight * step);
                if sums > 1 || off * change > 0 || (off != 0 && other == at.0 && off.abs() < 2) {
                    return Arrival::Blocked;
                }
                if off == 0 {
                    arrival = Arrival::At(state(other, change));
                }
            }
        }
        arrival
    }

    /// Whether the step breaks ordering `tie`.
    fn breaks_order(&self, net: &Net, tie: usize, cell: usize, step: i64) -> bool {
        let value = |position: usize| {
            let member = net.members(tie)[position] as usize;
            self.draft.values[member] + if member == cell { step } else { 0 }
        };
        match net.ties[tie] {
            Tie::Sum => false,
            Tie::AtMost => value(0) > value(1),
            Tie::Reached => value(1) > 0 && value(0) == 0,
        }
    }

    /// Makes the steps of the path that ends with `last`, backwards.
    fn apply(&mut self, view: View, last: (u32, u32, i64), start: u32) -> bool {
        let (mut from, mut cell, mut step) = last;
        loop {
            let cell_now = cell as usize;
            if !self.shift(view, cell_now, self.draft.values[cell_now] + step) {
                return false;
            }
            if from == start {
                return true;
            }
            (from, cell, step) = self.parents[from as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::net::Span;
    use super::*;
    use crate::disclosure::System;

    #[test]
    fn a_round_of_four_cells_leaves_every_total_as_it_is() {
        let mut system = System::new();
        let cells: Vec<usize> = [0, 3, 2, 1].map(|count| system.people(count)).into();
        for (one, other, total) in [(0, 1, 3), (2, 3, 3), (0, 2, 2), (1, 3, 4)] {
            let total = system.public(total);
            system.sum(total, &[cells[one], cells[other]]);
        }
        let net = Net::new(&system);
        let mut spans = vec![Span { low: 0, high: 4 }; 4];
        spans.extend(net.truth[4..].iter().map(|total| Span { low: *total, high: *total }));
        let view = View { net: &net, spans: &spans, insider: None };
        let mut found = Vec::new();
        assert!(Cycle::new(&net).second_solution(view, 0, &mut found));
        assert_eq!(found, [(0, 1), (1, 2), (2, 1), (3, 2)]);
    }

    #[test]
    fn an_ordering_takes_its_partner_along() {
        let mut system = System::new();
        let (completed, started) = (system.people(2), system.people(2));
        system.at_most(completed, started);
        let net = Net::new(&system);
        let spans = [Span { low: 0, high: 4 }; 2];
        let view = View { net: &net, spans: &spans, insider: None };
        let mut found = Vec::new();
        assert!(Cycle::new(&net).second_solution(view, completed, &mut found));
        assert_eq!(found, [(0, 3), (1, 3)]);
    }
}
