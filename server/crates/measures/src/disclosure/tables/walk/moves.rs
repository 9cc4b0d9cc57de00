//! The moves of a walk: one person of one kind more or fewer, whichever mends most.

use super::{NOT_OFF, Walk};

/// Moves of one walk.
const STEPS: u32 = 300;

/// Kinds looked at for one move.
const LOOKS: usize = 128;

impl Walk<'_> {
    pub(super) fn return_to_truth(&mut self) {
        for at in std::mem::take(&mut self.heavy) {
            self.weights[at as usize] = self.weight(at as usize);
            self.price(at as usize);
        }
        for kind in std::mem::take(&mut self.moved) {
            self.step(kind as usize, i64::from(self.truth[kind as usize].people) - self.now[kind as usize]);
            self.rests[kind as usize] = 0;
        }
    }

    pub(super) fn walk(&mut self, insider: Option<u16>, may_withhold: bool) -> bool {
        for step in 1..=STEPS {
            if self.off.is_empty() {
                return true;
            }
            if self.steps == 0 {
                return false;
            }
            self.steps -= 1;
            // The figure of the fewest kinds leaves the fewest ways to mend it, the largest is the last to withhold.
            let (way, any) = (self.roll(3), self.roll(self.off.len()));
            let off = self.off.iter().copied();
            let at = match way {
                0 => off.min_by_key(|at| self.kinds_of[*at as usize].len()),
                1 => off.max_by_key(|at| self.true_values[*at as usize]),
                _ => self.off.get(any).copied(),
            };
            let Some(at) = at.map(|at| at as usize) else { return true };
            let by = if self.values[at] < self.bounds[at].low { 1 } else { -1 };
            let choices = self.kinds_of[at].len();
            let (first, stride) = (self.roll(choices.max(1)), (choices / LOOKS).max(1));
            let mut best: Option<(i64, usize)> = None;
            for n in 0..choices.min(LOOKS) {
                let kind = self.kinds_of[at][(first + n * stride) % choices] as usize;
                let is_known = insider.is_some_and(|insider| self.truth[kind].known_to.contains(&insider));
                let is_free = self.rests[kind] <= step && !is_known;
                if !is_free || self.now[kind] + by < 0 {
                    continue;
                }
                let score = self.change(kind, by);
                if best.is_none_or(|(least, _)| score < least) {
                    best = Some((score, kind));
                }
            }
            if best.is_some_and(|(score, _)| score >= 0) {
                for n in 0..self.off.len() {
                    let at = self.off[n];
                    self.weights[at as usize] += 1;
                    self.price(at as usize);
                    self.heavy.push(at);
                }
            }
            let Some((_, kind)) = best else { continue };
            self.step(kind, by);
            self.moved.push(kind as u32);
            self.rests[kind] = step + 2 + self.roll(6) as u32;
            if may_withhold {
                self.keep_near();
            }
        }
        self.off.is_empty()
    }

    /// How much further off everything would be.
    fn change(&self, kind: usize, by: i64) -> i64 {
        let way = usize::from(by > 0);
        let more = |at: &u32| i64::from(self.steps_cost[*at as usize][way]);
        let of_people: i64 = self.sums_of[kind].iter().map(more).sum();
        let schools = self.truth[kind].schools.iter().map(|school| *school as usize);
        let changes = schools.filter(|school| self.is_turned(self.at_school[*school], by));
        of_people + changes.flat_map(|school| &self.schools_in[school]).map(more).sum::<i64>()
    }

    fn step(&mut self, kind: usize, by: i64) {
        self.now[kind] += by;
        for n in 0..self.sums_of[kind].len() {
            let at = self.sums_of[kind][n] as usize;
            self.values[at] += by;
            self.note(at);
        }
        for n in 0..self.truth[kind].schools.len() {
            let school = self.truth[kind].schools[n] as usize;
            let was = self.at_school[school] > 0;
            self.at_school[school] += by;
            let turned = i64::from(self.at_school[school] > 0) - i64::from(was);
            if turned == 0 {
                continue;
            }
            for n in 0..self.schools_in[school].len() {
                let at = self.schools_in[school][n] as usize;
                self.values[at] += turned;
                self.note(at);
            }
        }
    }

    /// Whether one more or less at a school of so many makes it one with anybody, or with nobody.
    fn is_turned(&self, people: i64, by: i64) -> bool {
        (people > 0) != (people + by > 0)
    }

    /// Keeps the list of sums that are off.
    pub(super) fn note(&mut self, figure: usize) {
        self.price(figure);
        let is_off = !self.bounds[figure].has(self.values[figure]);
        match (is_off, self.place[figure]) {
            (true, NOT_OFF) => {
                self.place[figure] = self.off.len() as u32;
                self.off.push(figure as u32);
            }
            (false, place) if place != NOT_OFF => {
                self.off.swap_remove(place as usize);
                if let Some(last) = self.off.get(place as usize) {
                    self.place[*last as usize] = place;
                }
                self.place[figure] = NOT_OFF;
            }
            _ => {}
        }
    }

    /// The same numbers in every run (xorshift, Marsaglia 2003).
    fn roll(&mut self, sides: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % sides as u64) as usize
    }
}
