//! Whole numbers that fit weighted sums with limits: bounds by propagation, then depth-first search that mends the
//! first broken row. Says so when it runs out of steps; never guesses.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use super::{
    eliminate::derived,
    row::{Row, Span, ceiling, connected, floor},
};

/// Steps (terms looked at) for one question.
const STEPS: u64 = 4_000_000;

/// Depth one search may reach.
const DEPTH: u32 = 2_000;

/// What is possible for one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One value.
    Only(i64),
    /// More than one.
    Several,
    /// None: the rows contradict each other.
    None,
    /// Out of steps.
    Unknown,
}

/// How a search ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Found,
    Impossible,
    OutOfSteps,
}

/// All cells and rows, with the values seen in solutions so far.
pub(super) struct Solver {
    rows: Vec<Row>,
    /// Rows of each cell.
    rows_of: Vec<Vec<usize>>,
    /// Rows of each connected part, and the part of each cell.
    parts: Vec<Vec<usize>>,
    part_of: Vec<usize>,
    spans: Vec<Span>,
    hints: Vec<i64>,
    /// Least and greatest value of each cell in any solution found.
    seen: Vec<Option<Span>>,
    trail: Vec<(usize, Span)>,
    queue: VecDeque<usize>,
    queued: Vec<bool>,
    steps: u64,
}

impl Solver {
    /// Cells with their spans, the rows among them, and where the search starts. `None` where bounds alone show that
    /// nothing fits.
    pub fn new(spans: &[Span], rows: &[Row], hints: &[Option<i64>]) -> Option<Solver> {
        if spans.iter().any(|span| span.low > span.high) {
            return None;
        }
        let mut rows = rows.to_vec();
        rows.extend(derived(&rows, spans));
        let mut rows_of = vec![Vec::new(); spans.len()];
        for (place, row) in rows.iter().enumerate() {
            row.terms.iter().for_each(|(cell, _)| rows_of[*cell].push(place));
        }
        let (parts, part_of) = connected(&rows, &rows_of);
        let mut solver = Solver {
            queue: (0..rows.len()).collect(),
            queued: vec![true; rows.len()],
            rows,
            rows_of,
            parts,
            part_of,
            spans: spans.to_vec(),
            hints: Vec::new(),
            seen: vec![None; spans.len()],
            trail: Vec::new(),
            steps: STEPS,
        };
        if solver.propagate() == End::Impossible {
            return None;
        }
        solver.trail.clear();
        let start = |(span, hint): (&Span, &Option<i64>)| {
            hint.unwrap_or(if span.high - span.low > 100 { span.low } else { (span.low + span.high) / 2 })
        };
        solver.hints = solver.spans.iter().zip(hints).map(start).collect();
        Some(solver)
    }

    /// What propagation alone leaves of a cell.
    pub fn span(&self, cell: usize) -> Span {
        self.spans[cell]
    }

    /// Whether `cell` has one possible value.
    pub fn only_value(&mut self, cell: usize) -> Verdict {
        self.steps = STEPS;
        if self.seen[cell].is_none() {
            match self.solve(cell, self.spans[cell]) {
                End::Found => {}
                End::Impossible => return Verdict::None,
                End::OutOfSteps => return Verdict::Unknown,
            }
        }
        let Some(Span { low, high }) = self.seen[cell] else { return Verdict::Unknown };
        if low != high {
            return Verdict::Several;
        }
        let mut verdict = Verdict::Only(low);
        let span = self.spans[cell];
        for other in [Span { low: low + 1, ..span }, Span { high: low - 1, ..span }] {
            self.steps = STEPS;
            match self.solve(cell, other) {
                End::Found => return Verdict::Several,
                End::OutOfSteps => verdict = Verdict::Unknown,
                End::Impossible => {}
            }
        }
        verdict
    }

    /// Looks for a solution of the cell's part with the cell in `span`, and leaves everything as it was.
    fn solve(&mut self, cell: usize, span: Span) -> End {
        let end = if self.narrow(cell, span) { self.dive(self.part_of[cell], cell, 0) } else { End::Impossible };
        self.back_to(0);
        end
    }

    fn dive(&mut self, part: usize, target: usize, depth: u32) -> End {
        match self.propagate() {
            End::Found => {}
            end => return end,
        }
        if depth > DEPTH {
            return End::OutOfSteps;
        }
        let mut broken = None;
        for row in self.parts.get(part).into_iter().flatten() {
            let row = &self.rows[*row];
            self.steps = self.steps.saturating_sub(row.terms.len() as u64);
            let off = row.off(|cell| self.nearest(cell));
            if off != 0 {
                broken = Some(self.mending_split(row, off));
                break;
            }
        }
        let Some(split) = broken else {
            self.note(part, target);
            return End::Found;
        };
        let Some((cell, halves)) = split else { return End::Impossible };
        let mut end = End::Impossible;
        for half in halves {
            let mark = self.trail.len();
            let outcome = if self.narrow(cell, half) { self.dive(part, target, depth + 1) } else { End::Impossible };
            self.back_to(mark);
            match outcome {
                End::Found => return End::Found,
                End::OutOfSteps => end = End::OutOfSteps,
                End::Impossible => {}
            }
            if self.steps == 0 {
                return End::OutOfSteps;
            }
        }
        end
    }

    /// The cell whose move mends most of a row that is `off`, and its span split so: moved, not moved. `None` where no
    /// cell has room, which is a contradiction that propagation finds first.
    fn mending_split(&self, row: &Row, off: i64) -> Option<(usize, [Span; 2])> {
        let room = |(cell, weight): &(usize, i64)| {
            let (span, at) = (self.spans[*cell], self.nearest(*cell));
            let down = (off > 0) == (*weight > 0);
            let room = if down { at - span.low } else { span.high - at };
            // Rounded up: the last unit may mend more than is off.
            let step = (off.abs() + weight.abs() - 1) / weight.abs();
            (step.min(room), *cell, at, down)
        };
        let moves = row.terms.iter().map(room).filter(|(step, ..)| *step > 0);
        // What mends most; of these the first.
        let (step, cell, at, down) = moves.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let span = self.spans[cell];
        Some((
            cell,
            if down {
                [Span { high: at - step, ..span }, Span { low: at - step + 1, ..span }]
            } else {
                [Span { low: at + step, ..span }, Span { high: at + step - 1, ..span }]
            },
        ))
    }

    /// Keeps the values of a solution, and starts the next search from it.
    fn note(&mut self, part: usize, target: usize) {
        let rows = self.parts.get(part).into_iter().flatten();
        let cells = rows.flat_map(|row| self.rows[*row].terms.iter().map(|(cell, _)| *cell)).chain([target]);
        for cell in cells.collect::<Vec<_>>() {
            let value = self.nearest(cell);
            let seen = self.seen[cell].get_or_insert(Span { low: value, high: value });
            *seen = Span { low: seen.low.min(value), high: seen.high.max(value) };
            self.hints[cell] = value;
        }
    }

    /// The possible value nearest the hint.
    fn nearest(&self, cell: usize) -> i64 {
        self.hints[cell].clamp(self.spans[cell].low, self.spans[cell].high)
    }

    fn narrow(&mut self, cell: usize, to: Span) -> bool {
        let before = self.spans[cell];
        let after = Span { low: before.low.max(to.low), high: before.high.min(to.high) };
        if after.low > after.high {
            return false;
        }
        if after != before {
            self.trail.push((cell, before));
            self.spans[cell] = after;
            for row in &self.rows_of[cell] {
                if !std::mem::replace(&mut self.queued[*row], true) {
                    self.queue.push_back(*row);
                }
            }
        }
        true
    }

    fn back_to(&mut self, mark: usize) {
        for (cell, before) in self.trail.drain(mark..).rev() {
            self.spans[cell] = before;
        }
        for row in self.queue.drain(..) {
            self.queued[row] = false;
        }
    }

    /// Narrows every span as far as each row alone allows. `Found` means settled.
    fn propagate(&mut self) -> End {
        while let Some(row) = self.queue.pop_front() {
            self.queued[row] = false;
            self.steps = self.steps.saturating_sub(self.rows[row].terms.len() as u64);
            if self.steps == 0 {
                return End::OutOfSteps;
            }
            if !self.tighten(row) {
                return End::Impossible;
            }
        }
        End::Found
    }

    fn tighten(&mut self, row: usize) -> bool {
        let Row { terms, least, most } = self.rows[row].clone();
        let ends = |spans: &[Span], (cell, weight): (usize, i64)| {
            let (a, b) = (weight * spans[cell].low, weight * spans[cell].high);
            (a.min(b), a.max(b))
        };
        let (lowest, highest) = terms.iter().fold((0, 0), |sum, term| {
            let (low, high) = ends(&self.spans, *term);
            (sum.0 + low, sum.1 + high)
        });
        terms.iter().all(|(cell, weight)| {
            let (low, high) = ends(&self.spans, (*cell, *weight));
            let span = self.spans[*cell];
            // The term lies between `from` and `to`: the limits less the least and the most that the others come to.
            let from = least.map_or(low, |least| least - (highest - high));
            let to = most.map_or(high, |most| most - (lowest - low));
            let (from, to) = if *weight > 0 { (from, to) } else { (to, from) };
            let narrowed = Span { low: span.low.max(ceiling(from, *weight)), high: span.high.min(floor(to, *weight)) };
            self.narrow(*cell, narrowed)
        })
    }
}
