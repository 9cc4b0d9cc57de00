//! The walk from the truth to another world: it breaks one figure and mends whatever that breaks by moves of one person.

mod moves;

use super::figure::{Bounds, Figure, State};
use super::{Kind, Sum, Tables};

/// What withholding a figure costs besides the people it counts.
const EACH: i64 = 10;

/// Walks for one figure: each goes another way; where something may be withheld the cheapest counts.
const TRIES: usize = 4;

/// What may be withheld without looking for less: a few figures of a few people.
const CHEAP: i64 = 400;

const NOT_OFF: u32 = u32::MAX;

/// Numbers of people of each kind on their way from the truth.
pub(super) struct Walk<'a> {
    truth: &'a [Kind],
    /// What is said of each figure.
    pub(super) figures: Vec<Figure>,
    /// Figures of each sum.
    figures_of: Vec<Vec<usize>>,
    /// Counts of schools that are not shown without a figure of people.
    before: Vec<Vec<usize>>,
    /// The figure that is to be left as it is not, and what it is to be.
    aim: Option<(usize, Bounds)>,
    /// Kinds of each sum: those it counts, or those at the schools that it counts.
    kinds_of: Vec<Vec<u32>>,
    /// Sums of people that each kind is counted in.
    sums_of: Vec<Vec<u32>>,
    /// Sums that count each school.
    schools_in: Vec<Vec<u32>>,
    /// How many people are at each school.
    at_school: Vec<i64>,
    /// What everything that is said of a sum leaves room for.
    bounds: Vec<Bounds>,
    /// What was said before of figures, oldest first.
    said: Vec<(usize, State)>,
    /// Moves that are left to all walks together.
    pub(super) steps: u64,
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
    /// What one fewer and one more would cost each sum, at what it is now.
    steps_cost: Vec<[i32; 2]>,
    /// The cheapest world so far in which only figures that may be withheld are off.
    near: Option<Near>,
    random: u64,
}

/// What differs from the truth in a world.
#[derive(Debug, Clone)]
pub(super) struct World {
    /// Kinds, and by how many people.
    pub(super) kinds: Vec<(u32, i64)>,
    /// Figures that are not the true ones.
    pub(super) differing: Vec<usize>,
    /// Those of 5 and more, and of schools, that are not as they are told.
    pub(super) broken: Vec<usize>,
}

/// A world that fits once some figures are withheld.
struct Near {
    cost: i64,
    withheld: Vec<usize>,
    world: World,
}

impl<'a> Walk<'a> {
    /// Starts at the truth, with every figure told but those of 0 to 4 people, and the schools behind them.
    pub(super) fn new(tables: &'a Tables) -> Walk<'a> {
        let truth = tables.kinds.as_slice();
        let mut sums_of = vec![Vec::new(); truth.len()];
        let mut kinds_at = vec![Vec::new(); tables.schools.len()];
        let mut at_school: Vec<i64> = tables.schools.iter().map(|others| i64::from(*others)).collect();
        for (at, kind) in truth.iter().enumerate() {
            for school in &kind.schools {
                at_school[*school as usize] += i64::from(kind.people);
                kinds_at[*school as usize].push(at as u32);
            }
        }
        let mut schools_in = vec![Vec::new(); tables.schools.len()];
        let (mut kinds_of, mut true_values) = (Vec::new(), Vec::new());
        for (at, sum) in tables.sums.iter().enumerate() {
            let (kinds, value) = match sum {
                Sum::People(kinds) => {
                    kinds.iter().for_each(|kind| sums_of[*kind as usize].push(at as u32));
                    (kinds.clone(), kinds.iter().map(|kind| i64::from(truth[*kind as usize].people)).sum())
                }
                Sum::Schools(schools) => {
                    schools.iter().for_each(|school| schools_in[*school as usize].push(at as u32));
                    let mut kinds: Vec<u32> = schools.iter().flat_map(|s| &kinds_at[*s as usize]).copied().collect();
                    kinds.sort_unstable();
                    kinds.dedup();
                    (kinds, schools.iter().filter(|school| at_school[**school as usize] > 0).count() as i64)
                }
            };
            kinds_of.push(kinds);
            true_values.push(value);
        }
        let mut figures = tables.figures.clone();
        let mut figures_of = vec![Vec::new(); tables.sums.len()];
        let mut before = vec![Vec::new(); figures.len()];
        for (at, figure) in figures.iter_mut().enumerate() {
            figures_of[figure.sum].push(at);
            if let Some(people) = figure.behind {
                before[people].push(at);
            }
            if figure.is_past {
                continue;
            }
            if figure.is_of_people && figure.value(true_values[figure.sum]) < 5 {
                figure.state = State::Small;
            }
            if figure.is_withheld {
                figure.state =
                    if figure.state == State::Told && figure.is_of_people { State::Withheld } else { State::Untold };
            }
            if !figure.is_shown {
                figure.state = State::Untold;
            }
        }
        let mut walk = Walk {
            now: truth.iter().map(|kind| i64::from(kind.people)).collect(),
            values: true_values.clone(),
            moved: Vec::new(),
            rests: vec![0; truth.len()],
            off: Vec::new(),
            place: vec![NOT_OFF; tables.sums.len()],
            weights: Vec::new(),
            heavy: Vec::new(),
            steps_cost: vec![[0; 2]; tables.sums.len()],
            near: None,
            bounds: vec![Bounds::ANY; tables.sums.len()],
            said: Vec::new(),
            steps: tables.steps,
            true_values,
            random: 0x9e37_79b9_7f4a_7c15,
            truth,
            figures,
            figures_of,
            before,
            aim: None,
            kinds_of,
            sums_of,
            schools_in,
            at_school,
        };
        for at in 0..walk.figures.len() {
            if walk.figures[at].behind.is_some_and(|people| walk.figures[people].state != State::Told) {
                walk.figures[at].state = State::Untold;
            }
        }
        walk.weights = (0..walk.bounds.len()).map(|sum| walk.weight(sum)).collect();
        (0..walk.bounds.len()).for_each(|sum| walk.bind(sum));
        walk
    }

    /// The true value of a figure.
    pub(super) fn true_value(&self, figure: usize) -> i64 {
        self.figures[figure].value(self.true_values[self.figures[figure].sum])
    }

    /// Gathers what everything that is said of a sum leaves room for.
    fn bind(&mut self, sum: usize) {
        let known = |at: &usize| {
            let known = self.figures[*at].known(self.true_value(*at));
            self.figures[*at].of_sum(self.aim.filter(|(aim, _)| aim == at).map_or(known, |(_, way)| way))
        };
        self.bounds[sum] = self.figures_of[sum].iter().map(known).fold(Bounds::ANY, Bounds::and);
        self.price(sum);
    }

    /// Keeps what one more or fewer would cost a sum.
    fn price(&mut self, sum: usize) {
        let (bounds, value, weight) = (self.bounds[sum], self.values[sum], self.weights[sum]);
        let by = |by: i64| ((bounds.distance(value + by) - bounds.distance(value)) * weight) as i32;
        self.steps_cost[sum] = [by(-1), by(1)];
    }

    fn set(&mut self, figure: usize, state: State) {
        self.said.push((figure, self.figures[figure].state));
        self.figures[figure].state = state;
        self.bind(self.figures[figure].sum);
    }

    /// How often something else was said of a figure so far.
    pub(super) fn said(&self) -> usize {
        self.said.len()
    }

    /// Says of each figure what was said of it when as much had been said.
    pub(super) fn unsay(&mut self, said: usize) {
        for (figure, state) in self.said.split_off(said).into_iter().rev() {
            self.figures[figure].state = state;
            self.bind(self.figures[figure].sum);
        }
    }

    /// Looks for a world in which `figure` is not the true one, and in which the people of `insider` are as they are. Where
    /// none fits all that is told and more may be withheld: takes the one seen on the way that the least has to be withheld
    /// for, and withholds that.
    pub(super) fn leave(&mut self, figure: usize, insider: Option<u16>, may_withhold: bool) -> Option<World> {
        self.near = None;
        let (truth, sum) = (self.true_value(figure), self.figures[figure].sum);
        let known = self.figures[figure].known(truth);
        let ways = [Bounds { low: truth + 1, ..known }, Bounds { high: truth - 1, ..known }];
        let ways: Vec<Bounds> = ways.into_iter().filter(|way| way.low <= way.high).collect();
        for way in ways.into_iter().cycle().take(TRIES) {
            if self.near.as_ref().is_some_and(|near| near.cost <= CHEAP) {
                break;
            }
            self.aim = Some((figure, way));
            self.bind(sum);
            self.note(sum);
            let world = self.walk(insider, may_withhold).then(|| self.world());
            self.aim = None;
            self.return_to_truth();
            self.bind(sum);
            self.note(sum);
            if world.is_some() {
                return world;
            }
        }
        let near = self.near.take()?;
        near.withheld.iter().for_each(|at| self.withhold(*at));
        Some(near.world)
    }

    /// After walks that led nowhere: does not even tell that `figure` is small; then withholds the smallest figure told that
    /// shares people with it; where all these are withheld, does not tell of another that it is small: an insider may know as
    /// many people as that leaves room for. False where nothing is left.
    pub(super) fn withhold_near(&mut self, figure: usize) -> bool {
        if self.figures[figure].may_be_unsaid() {
            self.hide_smallness(self.figures[figure].sum);
            return true;
        }
        let mut near: Vec<u32> = self.kinds_of[self.figures[figure].sum]
            .iter()
            .flat_map(|kind| &self.sums_of[*kind as usize])
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let figures = near.iter().flat_map(|sum| &self.figures_of[*sum as usize]);
        let may = |at: &&usize| self.figures[**at].may_be_withheld(self.true_value(**at));
        let is_small = |at: &&usize| self.figures[**at].may_be_unsaid();
        let value = |at: &&usize| (self.true_value(**at), **at);
        if let Some(at) = figures.clone().filter(may).min_by_key(value).copied() {
            self.withhold(at);
            return true;
        }
        let Some(at) = figures.filter(is_small).min_by_key(value).copied() else { return false };
        self.hide_smallness(self.figures[at].sum);
        true
    }

    /// Does not even tell that figures of a sum are of 0 to 4 people.
    fn hide_smallness(&mut self, sum: usize) {
        for at in self.figures_of[sum].clone() {
            if self.figures[at].may_be_unsaid() {
                self.set(at, State::Untold);
            }
        }
    }

    fn world(&self) -> World {
        let by = |kind: u32| self.now[kind as usize] - i64::from(self.truth[kind as usize].people);
        let mut moved = self.moved.clone();
        moved.sort_unstable();
        moved.dedup();
        let kinds: Vec<(u32, i64)> =
            moved.into_iter().map(|kind| (kind, by(kind))).filter(|(_, by)| *by != 0).collect();
        let schools = kinds.iter().flat_map(|(kind, _)| &self.truth[*kind as usize].schools);
        let of_schools = schools.flat_map(|school| &self.schools_in[*school as usize]);
        let of_people = kinds.iter().flat_map(|(kind, _)| &self.sums_of[*kind as usize]);
        let mut sums: Vec<u32> = of_people.chain(of_schools).copied().collect();
        sums.sort_unstable();
        sums.dedup();
        sums.retain(|sum| self.values[*sum as usize] != self.true_values[*sum as usize]);
        let (mut differing, mut broken) = (Vec::new(), Vec::new());
        for at in sums.iter().flat_map(|sum| &self.figures_of[*sum as usize]) {
            let figure = &self.figures[*at];
            let (truth, value) = (self.true_value(*at), figure.value(self.values[figure.sum]));
            differing.push(*at);
            let is_never_told =
                figure.behind.is_some_and(|people| self.figures[people].is_small(self.true_value(people)));
            let may_be_told = figure.is_shown && !figure.is_past && !is_never_told;
            if may_be_told && !figure.at_best(truth).has(value) {
                broken.push(*at);
            }
        }
        World { kinds, differing, broken }
    }

    /// Keeps where the walk is, where it would fit with less withheld than anywhere before.
    fn keep_near(&mut self) {
        let most = self.near.as_ref().map_or(i64::MAX, |near| near.cost);
        let (mut cost, mut withheld) = (0, Vec::new());
        for at in self.off.iter().flat_map(|sum| &self.figures_of[*sum as usize]) {
            let figure = &self.figures[*at];
            let (truth, value) = (self.true_value(*at), figure.value(self.values[figure.sum]));
            let is_aim = self.aim.is_some_and(|(aim, way)| aim == *at && !way.has(value));
            if !is_aim && figure.known(truth).has(value) {
                continue;
            }
            let stays_small = figure.is_of_people && value < 5;
            if is_aim || (!figure.may_be_unsaid() && (!figure.may_be_withheld(truth) || stays_small)) {
                return;
            }
            cost += self.cost(*at);
            withheld.push(*at);
            if cost >= most {
                return;
            }
        }
        self.near = Some(Near { cost, withheld, world: self.world() });
    }

    /// What it costs to withhold a figure, and the schools that are not shown without it. Of what is small nothing is told that
    /// would be missed.
    pub(super) fn cost(&self, figure: usize) -> i64 {
        if self.figures[figure].is_small(self.true_value(figure)) {
            return EACH;
        }
        let one = |at: usize| (self.true_value(at) + EACH) * self.figures[at].worth;
        one(figure) + self.before[figure].iter().map(|at| one(*at)).sum::<i64>()
    }

    /// The figures that are withheld.
    pub(super) fn withheld(&self) -> Vec<usize> {
        let is_withheld = |at: &usize| match self.figures[*at].state {
            _ if self.figures[*at].is_past || self.figures[*at].is_withheld => false,
            State::Withheld => true,
            State::Untold => self.figures[*at].is_of_people && self.figures[*at].is_shown,
            State::Told | State::Small => false,
        };
        (0..self.figures.len()).filter(is_withheld).collect()
    }

    /// Withholds a figure, and schools that are not shown without it; of one of 0 to 4 people not even that is told.
    pub(super) fn withhold(&mut self, figure: usize) {
        self.say(figure, State::Untold, [State::Withheld, State::Untold]);
    }

    /// Tells a figure, and schools that are not shown without it, or that it is of 0 to 4 people.
    pub(super) fn tell(&mut self, figure: usize) {
        self.say(figure, State::Small, [State::Told, State::Told]);
    }

    /// Says one thing of a figure of 0 to 4 people, or others of a larger one and of the schools that are not shown without it.
    fn say(&mut self, figure: usize, of_few: State, [of_many, of_schools]: [State; 2]) {
        if self.figures[figure].is_small(self.true_value(figure)) {
            self.set(figure, of_few);
            return;
        }
        self.set(figure, of_many);
        self.before[figure].clone().into_iter().for_each(|schools| self.set(schools, of_schools));
    }

    /// Whether a world does without one of the figures that [`Walk::tell`] would tell.
    pub(super) fn does_without(&self, world: &World, figure: usize) -> bool {
        world.broken.iter().any(|at| *at == figure || self.before[figure].contains(at))
    }

    /// What it costs from the start to be off by one: more where more people are counted.
    fn weight(&self, sum: usize) -> i64 {
        let worth = self.figures_of[sum].iter().map(|at| self.figures[*at].worth).max().unwrap_or(1);
        i64::from(((self.true_values[sum] + EACH) * worth).ilog2())
    }
}
