//! The certain way to a second solution, or to the proof that there is none: depth-first search over whole numbers with
//! bounds propagation, steered by the true values. Gives up after a fixed number of steps and says so.

use super::{
    bounds::{Bounds, Outcome},
    net::{Span, Tie, View},
};

/// Steps (cells looked at) of a search that should end at once, beyond those that a look at everything takes.
pub(super) const SHORT: u64 = 20_000;

/// Steps of a search that may take its time, likewise.
pub(super) const LONG: u64 = 200_000;

/// Depth one search may reach.
const DEPTH: u32 = 400;

/// What a search knows at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A second solution exists.
    Found,
    /// Every solution has the true value.
    Impossible,
    /// Out of steps.
    Unknown,
}

/// Working memory, kept from search to search.
pub(super) struct Search {
    bounds: Bounds,
    /// Steps left for all searches of one response.
    pub(super) allowance: u64,
}

/// A broken relation's cell, and where its span is split: from `at` on, or below.
struct Split {
    cell: usize,
    at: i64,
    upper_first: bool,
}

impl Search {
    /// Working memory for all searches of one response, `allowance` steps in all.
    pub fn new(allowance: u64) -> Search {
        Search { bounds: Bounds::default(), allowance }
    }

    /// Looks for a solution in which `target` differs from the truth; its changed cells and their values go to `found`.
    pub fn second_solution(&mut self, view: View, target: usize, steps: u64, found: &mut Vec<(u32, i64)>) -> Verdict {
        let granted = self.grant(view, steps);
        let verdict = if self.bounds.start(view) {
            let (truth, span) = (view.net.truth[target], self.bounds.spans[target]);
            let halves = [Span { low: truth + 1, ..span }, Span { high: truth - 1, ..span }];
            self.either(view, target, halves, 0, found)
        } else {
            Verdict::Unknown
        };
        self.allowance -= granted - self.bounds.steps;
        verdict
    }

    /// Marks the cells that propagation alone leaves one value.
    pub fn fixed(&mut self, view: View, fixed: &mut [bool]) {
        self.grant(view, LONG);
        if self.bounds.start(view) {
            fixed.iter_mut().zip(&self.bounds.spans).for_each(|(fixed, span)| *fixed = span.low == span.high);
        }
    }

    fn grant(&mut self, view: View, steps: u64) -> u64 {
        self.bounds.steps = (steps + 8 * view.net.size() as u64).min(self.allowance);
        self.bounds.steps
    }

    /// Tries `cell` in each of two spans.
    fn either(
        &mut self,
        view: View,
        cell: usize,
        spans: [Span; 2],
        depth: u32,
        found: &mut Vec<(u32, i64)>,
    ) -> Verdict {
        let mut verdict = Verdict::Impossible;
        for span in spans {
            let mark = self.bounds.trail.len();
            let outcome = if self.bounds.narrow(view, cell, span) {
                self.dive(view, depth + 1, found)
            } else {
                Verdict::Impossible
            };
            self.bounds.back_to(mark);
            match outcome {
                Verdict::Found => return Verdict::Found,
                Verdict::Unknown => verdict = Verdict::Unknown,
                Verdict::Impossible => {}
            }
        }
        verdict
    }

    fn dive(&mut self, view: View, depth: u32, found: &mut Vec<(u32, i64)>) -> Verdict {
        match self.bounds.propagate(view) {
            Outcome::Contradiction => return Verdict::Impossible,
            Outcome::Exhausted => return Verdict::Unknown,
            Outcome::Settled if depth > DEPTH => return Verdict::Unknown,
            Outcome::Settled => {}
        }
        if let Some(Split { cell, at, upper_first }) = self.first_broken(view) {
            let span = self.bounds.spans[cell];
            let (upper, lower) = (Span { low: at, ..span }, Span { high: at - 1, ..span });
            let halves = if upper_first { [upper, lower] } else { [lower, upper] };
            return self.either(view, cell, halves, depth, found);
        }
        found.clear();
        for (cell, _) in &self.bounds.trail {
            let value = self.bounds.nearest(view, *cell as usize);
            if value != view.net.truth[*cell as usize] && !found.contains(&(*cell, value)) {
                found.push((*cell, value));
            }
        }
        Verdict::Found
    }

    /// The first relation that the values nearest the truth break, as the split that starts to mend it.
    fn first_broken(&mut self, view: View) -> Option<Split> {
        for i in 0..self.bounds.trail.len() {
            let cell = self.bounds.trail[i].0 as usize;
            if self.bounds.nearest(view, cell) == view.net.truth[cell] {
                continue;
            }
            for (tie, _) in view.net.neighbours(cell) {
                let split = self.mending_split(view, *tie as usize);
                if split.is_some() {
                    return split;
                }
            }
        }
        None
    }

    fn mending_split(&mut self, view: View, tie: usize) -> Option<Split> {
        let members = view.net.members(tie);
        self.bounds.steps = self.bounds.steps.saturating_sub(members.len() as u64);
        let first = members[0] as usize;
        let second = members.get(1).map_or(first, |cell| *cell as usize);
        match view.net.ties[tie] {
            Tie::Sum => {
                let parts: i64 = members[1..].iter().map(|part| self.bounds.nearest(view, *part as usize)).sum();
                let over = parts - self.bounds.nearest(view, first);
                // Raise the total or lower a part when the parts are over, the other way round when under.
                let raise = |cell: usize, by: i64| {
                    let at = self.bounds.nearest(view, cell);
                    let room =
                        if by > 0 { self.bounds.spans[cell].high - at } else { at - self.bounds.spans[cell].low };
                    let step = by.abs().min(room);
                    (step > 0).then(|| {
                        if by > 0 {
                            Split { cell, at: at + step, upper_first: true }
                        } else {
                            Split { cell, at: at - step + 1, upper_first: false }
                        }
                    })
                };
                if over == 0 {
                    return None;
                }
                // No room at all would be a contradiction already found, but for a cell listed twice: a dead end.
                let dead_end = Split { cell: first, at: self.bounds.spans[first].high + 1, upper_first: true };
                raise(first, over)
                    .or_else(|| members[1..].iter().find_map(|part| raise(*part as usize, -over)))
                    .or(Some(dead_end))
            }
            Tie::AtMost => {
                let limit = self.bounds.nearest(view, second);
                (self.bounds.nearest(view, first) > limit).then_some(Split {
                    cell: first,
                    at: limit + 1,
                    upper_first: false,
                })
            }
            Tie::Reached => (self.bounds.nearest(view, second) > 0 && self.bounds.nearest(view, first) == 0)
                .then_some(Split { cell: first, at: 1, upper_first: true }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::net::Net;
    use super::*;
    use crate::disclosure::System;

    /// Three cells whose pairs each make 4: all are 2, but no relation alone shows it.
    fn triangle() -> (System, Vec<Span>) {
        let mut system = System::new();
        let cells: Vec<usize> = (0..3).map(|_| system.people(2)).collect();
        for (one, other) in [(0, 1), (1, 2), (2, 0)] {
            let total = system.public(4);
            system.sum(total, &[cells[one], cells[other]]);
        }
        let people = Span { low: 0, high: 4 };
        let total = Span { low: 4, high: 4 };
        (system, vec![people, people, people, total, total, total])
    }

    #[test]
    fn what_propagation_leaves_open_the_search_proves() {
        let (system, spans) = triangle();
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        let mut fixed = [false; 6];
        let mut search = Search::new(10_000);
        search.fixed(view, &mut fixed);
        assert_eq!(fixed, [false, false, false, true, true, true]);
        assert_eq!(search.second_solution(view, 0, 1_000, &mut Vec::new()), Verdict::Impossible);
    }

    #[test]
    fn a_search_out_of_steps_says_so() {
        let (system, spans) = triangle();
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        assert_eq!(Search::new(12).second_solution(view, 0, 1_000, &mut Vec::new()), Verdict::Unknown);
    }

    #[test]
    fn a_second_solution_names_every_cell_that_differs() {
        let (system, mut spans) = triangle();
        spans[3..].fill(Span { low: 3, high: 5 });
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        let mut found = Vec::new();
        assert_eq!(Search::new(10_000).second_solution(view, 0, 1_000, &mut found), Verdict::Found);
        let mut values = net.truth.clone();
        found.iter().for_each(|(cell, value)| values[*cell as usize] = *value);
        assert!(values[0] != 2 && values.iter().zip(&spans).all(|(value, span)| span.holds(*value)));
        assert_eq!([values[0] + values[1], values[1] + values[2], values[2] + values[0]], values[3..]);
    }
}
