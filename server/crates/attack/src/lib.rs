//! Other worlds: numbers of people of each kind that fit everything published. A walk that mends what is broken by small
//! moves finds them; each one found is checked by construction, since nothing published is off in it.
//!
//! It shares nothing with the searches of disclosure control that it tests, and is a package of its own so that tests run it
//! optimised.

/// A sum over unknowns: each with its weight.
type Part = Vec<(u32, i64)>;

/// Something published: the sum over `parts`, or how many of the parts are more than 0, less the same of those that are taken
/// off, lies between two numbers.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The least that it may be.
    pub low: i64,
    /// The most that it may be.
    pub high: i64,
    /// Unknowns with their weights. Several parts are schools of which those with anybody count.
    pub parts: Vec<Part>,
    /// Parts that are taken off: schools that counted before.
    pub taken: Vec<Part>,
    /// Whether it is the number of parts that are more than 0.
    pub counts_parts: bool,
}

impl Figure {
    /// Its value, with so many people of each kind.
    pub fn value(&self, people: &[i64]) -> i64 {
        self.signed_parts().map(|(part, sign)| sign * self.counted(sum_of(part, people))).sum()
    }

    /// All parts, with -1 for those that are taken off.
    fn signed_parts(&self) -> impl Iterator<Item = (&Part, i64)> {
        self.parts.iter().map(|part| (part, 1)).chain(self.taken.iter().map(|part| (part, -1)))
    }

    /// What a part with so many people counts.
    fn counted(&self, sum: i64) -> i64 {
        if self.counts_parts { i64::from(sum > 0) } else { sum }
    }

    /// Takes out what a reader knows of themselves: `own` by kind, for both versions' unknowns.
    pub fn know(&mut self, own: &[bool], truth: &[i64]) {
        let is_own = |unknown: u32| own[unknown as usize % own.len()];
        let people_of = |part: &[(u32, i64)]| -> i64 {
            let known = part.iter().filter(|(unknown, _)| is_own(*unknown));
            known.map(|(unknown, weight)| weight * truth[*unknown as usize]).sum()
        };
        let known: i64 = self.signed_parts().map(|(part, sign)| sign * self.counted(people_of(part))).sum();
        (self.low, self.high) = (self.low - known, self.high - known);
        for parts in [&mut self.parts, &mut self.taken] {
            if self.counts_parts {
                // A school where they know somebody counts, whoever else is there.
                parts.retain(|part| people_of(part) == 0);
            }
            parts.iter_mut().for_each(|part| part.retain(|(unknown, _)| !is_own(*unknown)));
        }
    }
}

fn sum_of(part: &Part, people: &[i64]) -> i64 {
    part.iter().map(|(at, weight)| weight * people[*at as usize]).sum()
}

/// Values of unknowns, with everything that is published of them.
#[derive(Debug)]
pub struct Worlds {
    figures: Vec<Figure>,
    /// For each unknown: part, figure, weight.
    parts_of: Vec<Vec<(u32, u32, i64)>>,
    unknowns_of: Vec<Vec<u32>>,
    sums: Vec<i64>,
    /// For each part 1, or -1 where it is taken off.
    signs: Vec<i64>,
    /// For each figure the place of its first part; those that are taken off stand behind the others.
    first_part: Vec<usize>,
    values: Vec<i64>,
    truth: Vec<i64>,
    now: Vec<i64>,
    /// Unknowns that are more than 0.
    present: Listed,
    /// Figures that are not between their bounds.
    off: Listed,
    moved: Vec<u32>,
    /// What it costs to be off by one: grows where the walk is stuck.
    weights: Vec<i64>,
    random: u64,
}

/// Some of many, in any order, each put in and taken out in a moment.
#[derive(Debug)]
struct Listed {
    items: Vec<u32>,
    /// Where each of all stands among the items.
    place: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Listed {
    fn none_of(all: usize) -> Listed {
        Listed { items: Vec::new(), place: vec![NOWHERE; all] }
    }

    /// Has one in the list, or not.
    fn keep(&mut self, item: usize, is_in: bool) {
        match (is_in, self.place[item]) {
            (true, NOWHERE) => {
                self.place[item] = self.items.len() as u32;
                self.items.push(item as u32);
            }
            (false, place) if place != NOWHERE => {
                self.items.swap_remove(place as usize);
                if let Some(moved) = self.items.get(place as usize) {
                    self.place[*moved as usize] = place;
                }
                self.place[item] = NOWHERE;
            }
            _ => {}
        }
    }
}

/// Of so many moves for a figure with too many schools one empties a school.
const EMPTIED: usize = 6;

/// Unknowns looked at for one move.
const SAMPLE: usize = 100;

impl Worlds {
    /// The true world.
    pub fn new(figures: Vec<Figure>, truth: Vec<i64>) -> Worlds {
        let mut parts_of = vec![Vec::new(); truth.len()];
        let mut unknowns_of = Vec::with_capacity(figures.len());
        let (mut sums, mut signs) = (Vec::new(), Vec::new());
        let mut values = Vec::with_capacity(figures.len());
        let mut first_part = Vec::with_capacity(figures.len());
        for (at, figure) in figures.iter().enumerate() {
            first_part.push(sums.len());
            let mut unknowns = Vec::new();
            for (part, sign) in figure.signed_parts() {
                for (unknown, weight) in part {
                    parts_of[*unknown as usize].push((sums.len() as u32, at as u32, *weight));
                    unknowns.push(*unknown);
                }
                sums.push(sum_of(part, &truth));
                signs.push(sign);
            }
            unknowns.sort_unstable();
            unknowns.dedup();
            unknowns_of.push(unknowns);
            values.push(figure.value(&truth));
        }
        let mut present = Listed::none_of(truth.len());
        truth.iter().enumerate().for_each(|(unknown, people)| present.keep(unknown, *people > 0));
        Worlds {
            present,
            off: Listed::none_of(figures.len()),
            moved: vec![0; truth.len()],
            weights: vec![1; figures.len()],
            now: truth.clone(),
            figures,
            parts_of,
            unknowns_of,
            sums,
            signs,
            first_part,
            values,
            truth,
            random: 0x2545_f491_4f6c_dd1d,
        }
    }

    /// Figures that the true world does not meet: a mistake in the model.
    pub fn contradicted(&self) -> Vec<usize> {
        (0..self.figures.len()).filter(|at| self.distance(*at, self.values[*at]) > 0).collect()
    }

    /// The value of a figure now.
    pub fn value(&self, figure: usize) -> i64 {
        self.values[figure]
    }

    /// Whether anything can move in a figure.
    pub fn moves(&self, figure: usize) -> bool {
        !self.unknowns_of[figure].is_empty()
    }

    /// Looks for a world in which `figure` is not `truth`, from the one reached last, and stays in it. Where none is found
    /// the truth is where it ends.
    pub fn leave(&mut self, figure: usize, truth: i64, steps: u32) -> bool {
        let (low, high) = (self.figures[figure].low, self.figures[figure].high);
        let mut found = false;
        for (from, to) in [(truth + 1, high), (low, truth - 1)] {
            if from > to || to < 0 || found {
                continue;
            }
            (self.figures[figure].low, self.figures[figure].high) = (from, to);
            self.note(figure);
            found = self.walk(steps);
            (self.figures[figure].low, self.figures[figure].high) = (low, high);
            self.note(figure);
            if !found {
                self.back();
            }
        }
        self.weights.fill(1);
        self.moved.fill(0);
        found
    }

    /// Back to the truth.
    fn back(&mut self) {
        for unknown in 0..self.now.len() {
            let by = self.truth[unknown] - self.now[unknown];
            if by != 0 {
                self.step(unknown, by);
            }
        }
        self.moved.fill(0);
    }

    fn walk(&mut self, steps: u32) -> bool {
        for step in 1..=steps {
            if self.off.items.is_empty() {
                return true;
            }
            let any = self.roll(self.off.items.len());
            let at = self.off.items[any] as usize;
            if self.values[at] > self.figures[at].high && self.roll(EMPTIED) == 0 && self.empty_a_school(at, step) {
                continue;
            }
            let mut best: Option<(i64, usize, i64)> = None;
            // Only who is there can be one fewer, and of these all are looked at. A figure of which something is taken off grows
            // and shrinks by either.
            let is_low = self.values[at] < self.figures[at].low;
            let up = is_low != (!self.figures[at].taken.is_empty() && self.roll(2) == 0);
            let choices: &[u32] = if up { &self.unknowns_of[at] } else { &self.present.items };
            let (all, by) = (choices.len(), if up { 1 } else { -1 });
            let (sample, stride) = if up { (all.min(SAMPLE), (all / SAMPLE).max(1)) } else { (all, 1) };
            let first = self.roll(all.max(1));
            for n in 0..sample {
                let choices: &[u32] = if up { &self.unknowns_of[at] } else { &self.present.items };
                let unknown = choices[(first + n * stride) % all] as usize;
                if self.moved[unknown] > step || (!up && !self.counts_for(unknown, at)) {
                    continue;
                }
                let (all, own) = self.gain(unknown, by, at);
                if own >= 0 {
                    continue;
                }
                let score = all * 4 + self.roll(3) as i64;
                if best.is_none_or(|(least, ..)| score < least) {
                    best = Some((score, unknown, by));
                }
            }
            let Some((score, unknown, by)) = best else { continue };
            if score >= 0 {
                for figure in &self.off.items {
                    self.weights[*figure as usize] += 1;
                }
            }
            self.step(unknown, by);
            self.moved[unknown] = step + 2 + self.roll(6) as u32;
        }
        self.off.items.is_empty()
    }

    /// Takes everybody away from a school that counts for a figure: one by one nothing would seem to be won.
    fn empty_a_school(&mut self, figure: usize, step: u32) -> bool {
        if !self.figures[figure].counts_parts {
            return false;
        }
        let sums = &self.sums[self.first_part[figure]..][..self.figures[figure].parts.len()];
        let counting: Vec<usize> = (0..sums.len()).filter(|part| sums[*part] > 0).collect();
        if counting.is_empty() {
            return false;
        }
        let part = counting[self.roll(counting.len())];
        for unknown in self.figures[figure].parts[part].iter().map(|(unknown, _)| *unknown as usize).collect::<Vec<_>>()
        {
            if self.now[unknown] > 0 {
                self.step(unknown, -self.now[unknown]);
                self.moved[unknown] = step + 2 + self.roll(20) as u32;
            }
        }
        true
    }

    /// How much further off everything would be after a move, and the figure `of`.
    fn gain(&self, unknown: usize, by: i64, of: usize) -> (i64, i64) {
        let (mut all, mut own) = (0, 0);
        let mut at = 0;
        let parts = &self.parts_of[unknown];
        while at < parts.len() {
            let figure = parts[at].1 as usize;
            let mut value = self.values[figure];
            // Parts of one figure stand side by side.
            while at < parts.len() && parts[at].1 as usize == figure {
                let (part, _, weight) = parts[at];
                value += self.change(figure, part as usize, weight * by);
                at += 1;
            }
            let more = self.distance(figure, value) - self.distance(figure, self.values[figure]);
            all += more * self.weights[figure];
            if figure == of {
                own = more;
            }
        }
        (all, own)
    }

    fn counts_for(&self, unknown: usize, figure: usize) -> bool {
        self.parts_of[unknown].binary_search_by_key(&(figure as u32), |part| part.1).is_ok()
    }

    fn change(&self, figure: usize, part: usize, by: i64) -> i64 {
        let of = &self.figures[figure];
        self.signs[part] * (of.counted(self.sums[part] + by) - of.counted(self.sums[part]))
    }

    fn distance(&self, figure: usize, value: i64) -> i64 {
        let Figure { low, high, .. } = &self.figures[figure];
        (low - value).max(value - high).max(0)
    }

    fn step(&mut self, unknown: usize, by: i64) {
        self.now[unknown] += by;
        self.present.keep(unknown, self.now[unknown] > 0);
        for at in 0..self.parts_of[unknown].len() {
            let (part, figure, weight) = self.parts_of[unknown][at];
            self.values[figure as usize] += self.change(figure as usize, part as usize, weight * by);
            self.sums[part as usize] += weight * by;
            self.note(figure as usize);
        }
    }

    /// Keeps the list of figures that are off.
    fn note(&mut self, figure: usize) {
        let is_off = self.distance(figure, self.values[figure]) > 0;
        self.off.keep(figure, is_off);
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % sides as u64) as usize
    }
}

#[cfg(test)]
mod tests;
