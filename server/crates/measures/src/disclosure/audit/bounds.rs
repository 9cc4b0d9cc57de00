//! Bounds propagation: what each relation alone says about the values of its cells, until nothing changes.
//! Sound but not sharp: it never cuts off a solution, and may leave values that no solution has.

use std::collections::VecDeque;

use super::net::{Span, Tie, View};

/// How propagation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing more to narrow.
    Settled,
    /// No solution is left.
    Contradiction,
    /// Out of steps.
    Exhausted,
}

/// The spans of all cells, narrowed so far, and the way back.
#[derive(Default)]
pub(super) struct Bounds {
    pub spans: Vec<Span>,
    /// Cells narrowed since the start, each with its span before.
    pub trail: Vec<(u32, Span)>,
    /// Cells that may still be looked at.
    pub steps: u64,
    queue: VecDeque<u32>,
    queued: Vec<bool>,
}

impl Bounds {
    /// Loads what the reader knows and settles it, with an empty trail. The truth is a solution: this fails only for
    /// want of steps.
    pub fn start(&mut self, view: View) -> bool {
        let net = view.net;
        self.spans.clear();
        self.spans.extend((0..net.truth.len()).map(|cell| view.span(cell)));
        self.queue.clear();
        self.queue.extend(0..net.ties.len() as u32);
        self.queued.clear();
        self.queued.resize(net.ties.len(), true);
        let settled = self.propagate(view) == Outcome::Settled;
        self.trail.clear();
        settled
    }

    /// Takes back everything after the first `mark` entries of the trail.
    pub fn back_to(&mut self, mark: usize) {
        for (cell, before) in self.trail.drain(mark..).rev() {
            self.spans[cell as usize] = before;
        }
    }

    /// The possible value nearest the truth.
    pub fn nearest(&self, view: View, cell: usize) -> i64 {
        view.net.truth[cell].clamp(self.spans[cell].low, self.spans[cell].high)
    }

    /// Narrows every span as far as each relation alone allows.
    pub fn propagate(&mut self, view: View) -> Outcome {
        while let Some(tie) = self.queue.pop_front() {
            let tie = tie as usize;
            self.queued[tie] = false;
            let cost = view.net.members(tie).len() as u64;
            let outcome = if self.steps < cost {
                Outcome::Exhausted
            } else if self.tighten(view, tie) {
                Outcome::Settled
            } else {
                Outcome::Contradiction
            };
            self.steps = self.steps.saturating_sub(cost);
            if outcome != Outcome::Settled {
                for tie in self.queue.drain(..) {
                    self.queued[tie as usize] = false;
                }
                return outcome;
            }
        }
        Outcome::Settled
    }

    /// Narrows the members of one relation; false on a contradiction.
    fn tighten(&mut self, view: View, tie: usize) -> bool {
        let members = view.net.members(tie);
        let first = members[0] as usize;
        match view.net.ties[tie] {
            Tie::Sum => {
                let (mut low, mut high, mut widest) = (0, 0, 0);
                for part in &members[1..] {
                    let span = self.spans[*part as usize];
                    low += span.low;
                    high += span.high;
                    widest = widest.max(span.high - span.low);
                }
                if !self.narrow(view, first, Span { low, high }) {
                    return false;
                }
                let total = self.spans[first];
                if total.high - low >= widest && high - total.low >= widest {
                    return true;
                }
                members[1..].iter().all(|part| {
                    let span = self.spans[*part as usize];
                    let room = Span { low: total.low - (high - span.high), high: total.high - (low - span.low) };
                    self.narrow(view, *part as usize, room)
                })
            }
            Tie::AtMost => {
                let second = members[1] as usize;
                let (low, high) = (self.spans[first].low, self.spans[second].high);
                self.narrow(view, first, Span { low: i64::MIN, high })
                    && self.narrow(view, second, Span { low, high: i64::MAX })
            }
            Tie::Reached => {
                let second = members[1] as usize;
                (self.spans[second].low <= 0 || self.narrow(view, first, Span { low: 1, high: i64::MAX }))
                    && (self.spans[first].high > 0 || self.narrow(view, second, Span { low: i64::MIN, high: 0 }))
            }
        }
    }

    /// Cuts the span of `cell` to `to`; false when nothing is left.
    pub fn narrow(&mut self, view: View, cell: usize, to: Span) -> bool {
        let before = self.spans[cell];
        let after = Span { low: before.low.max(to.low), high: before.high.min(to.high) };
        if after.low > after.high {
            return false;
        }
        if after != before {
            self.trail.push((cell as u32, before));
            self.spans[cell] = after;
            for (tie, _) in view.net.neighbours(cell) {
                if !std::mem::replace(&mut self.queued[*tie as usize], true) {
                    self.queue.push_back(*tie);
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::net::Net;
    use super::*;
    use crate::disclosure::System;

    #[test]
    fn two_parts_of_at_most_four_that_make_eight_are_four() {
        let mut system = System::new();
        let (a, b, total) = (system.people(4), system.people(4), system.people(8));
        system.sum(total, &[a, b]);
        let net = Net::new(&system);
        let spans = [Span { low: 0, high: 4 }, Span { low: 0, high: 4 }, Span { low: 8, high: 12 }];
        let view = View { net: &net, spans: &spans, insider: None };
        let mut bounds = Bounds { steps: 100, ..Bounds::default() };
        assert!(bounds.start(view));
        assert_eq!(bounds.spans, [Span { low: 4, high: 4 }, Span { low: 4, high: 4 }, Span { low: 8, high: 8 }]);
    }

    #[test]
    fn what_is_narrowed_can_be_taken_back() {
        let mut system = System::new();
        let (lesser, greater) = (system.people(1), system.people(3));
        system.at_most(lesser, greater);
        let net = Net::new(&system);
        let spans = [Span { low: 0, high: 4 }; 2];
        let view = View { net: &net, spans: &spans, insider: None };
        let mut bounds = Bounds { steps: 100, ..Bounds::default() };
        assert!(bounds.start(view));
        assert!(bounds.narrow(view, lesser, Span { low: 4, high: 4 }));
        assert_eq!(bounds.propagate(view), Outcome::Settled);
        assert_eq!(bounds.spans[greater], Span { low: 4, high: 4 });
        bounds.back_to(0);
        assert_eq!(bounds.spans, spans);
        bounds.steps = 1;
        assert!(bounds.narrow(view, lesser, Span { low: 4, high: 4 }));
        assert_eq!(bounds.propagate(view), Outcome::Exhausted);
    }
}
