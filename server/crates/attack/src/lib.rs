//! Other worlds: numbers of people of each kind that fit everything published. A walk that mends what is broken by small
//! moves finds them; each one found is checked by construction, since nothing published is off in it.
//!
//! It shares nothing with the searches of disclosure control that it tests, and is a package of its own so that tests run it
//! optimised.

/// Something published: the sum over `parts`, or how many of the parts are more than 0, lies between two numbers.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The least that it may be.
    pub low: i64,
    /// The most that it may be.
    pub high: i64,
    /// Unknowns with their weights. Several parts are schools of which those with anybody count.
    pub parts: Vec<Vec<(u32, i64)>>,
    /// Whether it is the number of parts that are more than 0.
    pub counts_parts: bool,
}

impl Figure {
    /// Its value, with so many people of each kind.
    pub fn value(&self, people: &[i64]) -> i64 {
        let sums =
            self.parts.iter().map(|part| part.iter().map(|(at, weight)| weight * people[*at as usize]).sum::<i64>());
        if self.counts_parts { sums.filter(|sum| *sum > 0).count() as i64 } else { sums.sum() }
    }

    /// Takes out what a reader knows of themselves: `own` by kind, for both versions' unknowns.
    pub fn know(&mut self, own: &[bool], truth: &[i64]) {
        let is_own = |unknown: u32| own[unknown as usize % own.len()];
        let people_of = |part: &[(u32, i64)]| -> i64 {
            let known = part.iter().filter(|(unknown, _)| is_own(*unknown));
            known.map(|(unknown, weight)| weight * truth[*unknown as usize]).sum()
        };
        let known = if self.counts_parts {
            // A school where they know somebody counts, whoever else is there.
            let parts = self.parts.len();
            self.parts.retain(|part| people_of(part) == 0);
            (parts - self.parts.len()) as i64
        } else {
            self.parts.iter().map(|part| people_of(part)).sum()
        };
        (self.low, self.high) = (self.low - known, self.high - known);
        self.parts.iter_mut().for_each(|part| part.retain(|(unknown, _)| !is_own(*unknown)));
    }
}

/// Values of unknowns, with everything that is published of them.
#[derive(Debug)]
pub struct Worlds {
    figures: Vec<Figure>,
    /// For each unknown: part, figure, weight.
    parts_of: Vec<Vec<(u32, u32, i64)>>,
    unknowns_of: Vec<Vec<u32>>,
    sums: Vec<i64>,
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

/// Unknowns looked at for one move.
const SAMPLE: usize = 100;

impl Worlds {
    /// The true world.
    pub fn new(figures: Vec<Figure>, truth: Vec<i64>) -> Worlds {
        let mut parts_of = vec![Vec::new(); truth.len()];
        let mut unknowns_of = Vec::with_capacity(figures.len());
        let mut sums = Vec::new();
        let mut values = Vec::with_capacity(figures.len());
        for (at, figure) in figures.iter().enumerate() {
            let mut value = 0;
            let mut unknowns = Vec::new();
            for part in &figure.parts {
                let sum: i64 = part.iter().map(|(unknown, weight)| weight * truth[*unknown as usize]).sum();
                value += if figure.counts_parts { i64::from(sum > 0) } else { sum };
                for (unknown, weight) in part {
                    parts_of[*unknown as usize].push((sums.len() as u32, at as u32, *weight));
                    unknowns.push(*unknown);
                }
                sums.push(sum);
            }
            unknowns.sort_unstable();
            unknowns.dedup();
            unknowns_of.push(unknowns);
            values.push(value);
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
            let mut best: Option<(i64, usize, i64)> = None;
            // Only who is there can be one fewer, and of these all are looked at.
            let up = self.values[at] < self.figures[at].low;
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
        if self.figures[figure].counts_parts {
            i64::from(self.sums[part] + by > 0) - i64::from(self.sums[part] > 0)
        } else {
            by
        }
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
mod tests {
    use super::*;

    fn sum(low: i64, high: i64, unknowns: &[u32]) -> Figure {
        let part = unknowns.iter().map(|unknown| (*unknown, 1)).collect();
        Figure { low, high, parts: vec![part], counts_parts: false }
    }

    #[test]
    fn what_a_total_and_its_other_parts_leave_is_found_out() {
        // 7 in all, of whom 5 and "fewer than 5".
        let mut known = Worlds::new(vec![sum(7, 7, &[0, 1]), sum(5, 5, &[0]), sum(0, 4, &[1])], vec![5, 2]);
        assert!(known.contradicted().is_empty());
        assert!(!known.leave(2, 2, 1_000));
        // Rounded, the total leaves it open.
        let mut open = Worlds::new(vec![sum(5, 9, &[0, 1]), sum(5, 5, &[0]), sum(0, 4, &[1])], vec![5, 2]);
        assert!(open.leave(2, 2, 1_000));
        assert_ne!(open.value(2), 2);
    }

    #[test]
    fn a_world_is_left_and_come_back_to() {
        let mut worlds = Worlds::new(vec![sum(3, 3, &[0, 1, 2]), sum(0, 3, &[0]), sum(1, 1, &[2])], vec![1, 1, 1]);
        assert!(worlds.leave(1, 1, 1_000));
        assert!(!worlds.leave(2, 1, 1_000));
        assert_eq!((worlds.value(0), worlds.value(2)), (3, 1));
    }

    #[test]
    fn schools_count_where_anybody_is_and_who_is_known_leaves_them() {
        let schools =
            |low, high| Figure { low, high, parts: vec![vec![(0, 1)], vec![(1, 1), (2, 1)]], counts_parts: true };
        assert_eq!(schools(0, 2).value(&[3, 0, 0]), 1);
        let mut known = schools(2, 2);
        known.know(&[true, false, false], &[3, 1, 0]);
        assert_eq!((known.low, known.high, known.parts.len()), (1, 1, 1));
        let mut of_people = sum(4, 4, &[0, 1]);
        of_people.know(&[true, false, false], &[3, 1, 0]);
        assert_eq!((of_people.low, of_people.high), (1, 1));
        // Two schools with somebody each and three people: the second school's one or two stay open.
        let mut worlds = Worlds::new(vec![schools(2, 2), sum(3, 3, &[0, 1, 2]), sum(1, 2, &[1, 2])], vec![2, 1, 0]);
        assert!(worlds.leave(2, 1, 1_000));
    }

    #[test]
    fn what_the_truth_does_not_meet_is_said() {
        let worlds = Worlds::new(vec![sum(4, 5, &[0]), sum(0, 9, &[0])], vec![3]);
        assert_eq!(worlds.contradicted(), [0]);
        assert!(worlds.moves(0));
    }
}
