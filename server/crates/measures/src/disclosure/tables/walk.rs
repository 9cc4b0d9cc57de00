//! The walk from the truth to another world: it breaks one figure and mends whatever that breaks by moves of one person.

use std::collections::BTreeMap;

use super::Kind;

/// What a reader knows of a figure: least and greatest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    low: i64,
    high: i64,
}

impl Bounds {
    /// Primary suppression.
    pub(super) const SMALL: Bounds = Bounds { low: 0, high: 4 };
    /// Secondary suppression, for the sharpest reader: who knows which these are.
    const WITHHELD: Bounds = Bounds { low: 5, high: i64::MAX };
    /// Nothing is said of it.
    pub(super) const UNTOLD: Bounds = Bounds { low: 0, high: i64::MAX };

    /// The exact count.
    pub(super) fn told(value: i64) -> Bounds {
        Bounds { low: value, high: value }
    }

    fn is_told(self) -> bool {
        self.low == self.high
    }

    fn is_small(self) -> bool {
        self == Bounds::SMALL
    }

    fn distance(self, value: i64) -> i64 {
        (self.low - value).max(value - self.high).max(0)
    }
}

/// Moves of one walk.
const STEPS: u32 = 300;

/// Kinds looked at for one move.
const LOOKS: usize = 1_024;

/// What withholding a figure costs besides the people it counts.
const EACH: i64 = 10;

const NOT_OFF: u32 = u32::MAX;

/// Numbers of people of each kind on their way from the truth.
pub(super) struct Walk<'a> {
    truth: &'a [Kind],
    figures: &'a [Vec<u32>],
    figures_of: Vec<Vec<u32>>,
    bounds: Vec<Bounds>,
    true_values: Vec<i64>,
    values: Vec<i64>,
    now: Vec<i64>,
    /// Kinds that may differ from the truth.
    moved: Vec<u32>,
    /// Until which step a kind stays as it is.
    rests: Vec<u32>,
    off: Vec<u32>,
    place: Vec<u32>,
    /// What it costs to be off by one: grows where the walk is stuck.
    weights: Vec<i64>,
    heavy: Vec<u32>,
    /// The cheapest world so far in which only figures that may be withheld are off.
    near: Option<Near>,
    random: u64,
}

/// What differs from the truth in a world: kinds, and by how many people.
pub(super) type World = Vec<(u32, i64)>;

/// A world that fits once some figures are withheld.
struct Near {
    cost: i64,
    off: Vec<u32>,
    world: World,
}

impl<'a> Walk<'a> {
    pub(super) fn new(truth: &'a [Kind], figures: &'a [Vec<u32>], bounds: Vec<Bounds>) -> Walk<'a> {
        let mut figures_of = vec![Vec::new(); truth.len()];
        let mut true_values: Vec<i64> = Vec::with_capacity(figures.len());
        for (at, kinds) in figures.iter().enumerate() {
            kinds.iter().for_each(|kind| figures_of[*kind as usize].push(at as u32));
            true_values.push(kinds.iter().map(|kind| i64::from(truth[*kind as usize].people)).sum());
        }
        Walk {
            now: truth.iter().map(|kind| i64::from(kind.people)).collect(),
            values: true_values.clone(),
            moved: Vec::new(),
            rests: vec![0; truth.len()],
            off: Vec::new(),
            place: vec![NOT_OFF; figures.len()],
            weights: true_values.iter().map(|value| Self::weight(*value)).collect(),
            heavy: Vec::new(),
            near: None,
            true_values,
            random: 0x9e37_79b9_7f4a_7c15,
            truth,
            figures,
            figures_of,
            bounds,
        }
    }

    /// Looks for a world in which `figure` is not the true one, and in which the people of `insider` are as they are. Where
    /// none fits all that is told and more may be withheld: takes the one seen on the way that the least has to be withheld
    /// for, and withholds that.
    pub(super) fn leave(&mut self, figure: usize, insider: Option<u16>, may_withhold: bool) -> Option<World> {
        self.near = None;
        let (known, truth) = (self.bounds[figure], self.true_values[figure]);
        let ways = [Bounds { low: truth + 1, ..known }, Bounds { high: truth - 1, ..known }];
        for way in ways.into_iter().filter(|way| way.low <= way.high) {
            self.bounds[figure] = way;
            self.note(figure);
            let found = self.walk(insider);
            self.bounds[figure] = known;
            self.note(figure);
            let world = found.then(|| self.world());
            self.return_to_truth();
            if world.is_some() {
                return world;
            }
        }
        let near = self.near.take().filter(|_| may_withhold)?;
        near.off.iter().for_each(|at| self.bounds[*at as usize] = Bounds::WITHHELD);
        Some(near.world)
    }

    /// The figures that differ from the truth in a world.
    pub(super) fn differing(&self, world: &[(u32, i64)]) -> Vec<usize> {
        let changes = |(kind, by): &(u32, i64)| {
            let by = *by;
            self.figures_of[*kind as usize].iter().map(move |at| (*at as usize, by))
        };
        let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
        world.iter().flat_map(changes).for_each(|(at, by)| *sums.entry(at).or_default() += by);
        sums.into_iter().filter(|(_, by)| *by != 0).map(|(at, _)| at).collect()
    }

    /// After a walk that led nowhere: withholds the smallest figure told that shares people with `figure`. Where all these
    /// are withheld, does not even tell that one of them is small: an insider may know as many people as that leaves room
    /// for. False where nothing is left.
    pub(super) fn withhold_near(&mut self, figure: usize) -> bool {
        let near: Vec<u32> =
            self.figures[figure].iter().flat_map(|kind| &self.figures_of[*kind as usize]).copied().collect();
        let ways = [(Bounds::is_told as fn(Bounds) -> bool, Bounds::WITHHELD), (Bounds::is_small, Bounds::UNTOLD)];
        for (may, then) in ways {
            let chosen = near.iter().filter(|at| may(self.bounds[**at as usize]));
            if let Some(at) = chosen.min_by_key(|at| (self.true_values[**at as usize], **at)) {
                self.bounds[*at as usize] = then;
                return true;
            }
        }
        false
    }

    fn world(&self) -> World {
        let by = |kind: u32| self.now[kind as usize] - i64::from(self.truth[kind as usize].people);
        let mut moved = self.moved.clone();
        moved.sort_unstable();
        moved.dedup();
        moved.into_iter().map(|kind| (kind, by(kind))).filter(|(_, by)| *by != 0).collect()
    }

    /// Keeps where the walk is, where it would fit with less withheld than anywhere before.
    fn keep_near(&mut self) {
        let most = self.near.as_ref().map_or(i64::MAX, |near| near.cost);
        let mut cost = 0;
        for at in &self.off {
            let at = *at as usize;
            if !self.bounds[at].is_told() || self.true_values[at] < 5 || self.values[at] < 5 {
                return;
            }
            cost += self.true_values[at] + EACH;
            if cost >= most {
                return;
            }
        }
        self.near = Some(Near { cost, off: self.off.clone(), world: self.world() });
    }

    /// The figures that are withheld.
    pub(super) fn withheld(&self) -> Vec<usize> {
        (0..self.bounds.len()).filter(|at| self.bounds[*at] == Bounds::WITHHELD).collect()
    }

    /// Withholds a figure of 5 or more.
    pub(super) fn withhold(&mut self, figure: usize) {
        self.bounds[figure] = Bounds::WITHHELD;
    }

    /// Tells a figure.
    pub(super) fn tell(&mut self, figure: usize) {
        self.bounds[figure] = Bounds::told(self.true_values[figure]);
    }

    /// Whether nothing is said of a figure.
    pub(super) fn is_untold(&self, figure: usize) -> bool {
        self.bounds[figure] == Bounds::UNTOLD
    }

    /// What it costs from the start to be off by one: more where more people are counted.
    fn weight(value: i64) -> i64 {
        i64::from((value + EACH).ilog2())
    }

    fn return_to_truth(&mut self) {
        for at in std::mem::take(&mut self.heavy) {
            self.weights[at as usize] = Self::weight(self.true_values[at as usize]);
        }
        for kind in std::mem::take(&mut self.moved) {
            self.step(kind as usize, i64::from(self.truth[kind as usize].people) - self.now[kind as usize]);
            self.rests[kind as usize] = 0;
        }
    }

    fn walk(&mut self, insider: Option<u16>) -> bool {
        for step in 1..=STEPS {
            if self.off.is_empty() {
                return true;
            }
            // The figure of the fewest kinds leaves the fewest ways to mend it, the largest is the last to withhold.
            let (way, any) = (self.roll(3), self.roll(self.off.len()));
            let off = self.off.iter().copied();
            let at = match way {
                0 => off.min_by_key(|at| self.figures[*at as usize].len()),
                1 => off.max_by_key(|at| self.true_values[*at as usize]),
                _ => self.off.get(any).copied(),
            };
            let Some(at) = at.map(|at| at as usize) else { return true };
            let by = if self.values[at] < self.bounds[at].low { 1 } else { -1 };
            let choices = self.figures[at].len();
            let (first, stride) = (self.roll(choices.max(1)), (choices / LOOKS).max(1));
            let mut best: Option<(i64, usize)> = None;
            for n in 0..choices.min(LOOKS) {
                let kind = self.figures[at][(first + n * stride) % choices] as usize;
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
                for at in &self.off {
                    self.weights[*at as usize] += 1;
                    self.heavy.push(*at);
                }
            }
            let Some((_, kind)) = best else { continue };
            self.step(kind, by);
            self.moved.push(kind as u32);
            self.rests[kind] = step + 2 + self.roll(6) as u32;
            self.keep_near();
        }
        self.off.is_empty()
    }

    /// How much further off everything would be.
    fn change(&self, kind: usize, by: i64) -> i64 {
        let more = |at: &u32| {
            let at = *at as usize;
            let bounds = self.bounds[at];
            (bounds.distance(self.values[at] + by) - bounds.distance(self.values[at])) * self.weights[at]
        };
        self.figures_of[kind].iter().map(more).sum()
    }

    fn step(&mut self, kind: usize, by: i64) {
        self.now[kind] += by;
        for n in 0..self.figures_of[kind].len() {
            let at = self.figures_of[kind][n] as usize;
            self.values[at] += by;
            self.note(at);
        }
    }

    /// Keeps the list of figures that are off.
    fn note(&mut self, figure: usize) {
        let is_off = self.bounds[figure].distance(self.values[figure]) > 0;
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
