//! What a reader knows of one figure.

use domain::measure::Count;

use super::super::{reader_bounds, round5};

/// Between which numbers something lies, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Bounds {
    /// Any number.
    pub(super) const ANY: Bounds = Bounds { low: 0, high: i64::MAX };

    /// Both at once.
    pub(super) fn and(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    pub(super) fn has(self, value: i64) -> bool {
        self.distance(value) == 0
    }

    pub(super) fn distance(self, value: i64) -> i64 {
        (self.low.saturating_sub(value)).max(value.saturating_sub(self.high)).max(0)
    }
}

/// How a figure is told where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// As it is.
    Exact,
    /// Rounded to 5.
    Rounded,
}

/// What is said of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// What it is.
    Told,
    /// That it is 0 to 4.
    Small,
    /// That it is 5 or more, for the sharpest reader, who knows which these are; of schools nothing.
    Withheld,
    /// Nothing.
    Untold,
}

/// One figure of a sum: several may be of the same, each with others who are the same in all worlds.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) sum: usize,
    /// What is added to the sum.
    plus: i64,
    /// The figure of people without which a count of schools is not shown.
    pub(super) behind: Option<usize>,
    pub(super) is_of_people: bool,
    /// Whether nobody is to be certain of it.
    pub(super) is_protected: bool,
    /// Whether anything is told of it.
    pub(super) is_shown: bool,
    pub(super) telling: Telling,
    /// Whether it was told of an earlier version of the data, and stands as it was.
    pub(super) is_past: bool,
    /// Whether it is withheld for another reason.
    pub(super) is_withheld: bool,
    /// Whether it is not to be withheld.
    pub(super) is_kept: bool,
    /// How many times as dear as others of its size it is to withhold.
    pub(super) worth: i64,
    pub(super) state: State,
}

impl Figure {
    pub(super) fn new(sum: usize, plus: i64, telling: Telling) -> Figure {
        Figure {
            sum,
            plus,
            behind: None,
            is_of_people: true,
            is_protected: true,
            is_shown: true,
            telling,
            is_past: false,
            is_withheld: false,
            is_kept: false,
            worth: 1,
            state: State::Told,
        }
    }

    /// A count of schools.
    pub(super) fn of_schools(sum: usize, people: usize) -> Figure {
        Figure { behind: Some(people), is_of_people: false, ..Figure::new(sum, 0, Telling::Exact) }
    }

    /// One that was told of an earlier version of the data, as `count`, which is truly `value`.
    pub(super) fn past(mut self, value: i64, count: Count) -> Figure {
        self.is_past = true;
        self.state = match count {
            Count::Exact(_) | Count::Rounded(_) => State::Told,
            Count::FewerThanFive => State::Small,
            // Who tells primary from secondary withholding knows that much.
            Count::Withheld if self.is_of_people && value >= 5 => State::Withheld,
            Count::Withheld | Count::NotAvailable | Count::NotApplicable => State::Untold,
        };
        self
    }

    /// Whether an earlier version of the data did not tell it.
    pub(super) fn was_withheld(&self) -> bool {
        self.is_past && matches!(self.state, State::Withheld | State::Untold)
    }

    /// Its value, by that of its sum.
    pub(super) fn value(&self, sum: i64) -> i64 {
        self.plus + sum
    }

    /// What a reader knows of it while it is told.
    pub(super) fn told(&self, truth: i64) -> Bounds {
        match self.telling {
            Telling::Exact => Bounds { low: truth, high: truth },
            Telling::Rounded => {
                let (low, high) = reader_bounds(round5(u32::try_from(truth).unwrap_or(u32::MAX)));
                Bounds { low: i64::from(low), high: i64::from(high) }
            }
        }
    }

    /// What a reader knows of it while as much of it is told as may be.
    pub(super) fn at_best(&self, truth: i64) -> Bounds {
        if self.is_small(truth) { Bounds { low: 0, high: 4 } } else { self.told(truth) }
    }

    /// Whether it counts fewer than 5 people.
    pub(super) fn is_small(&self, truth: i64) -> bool {
        self.is_of_people && truth < 5
    }

    /// What a reader knows of it.
    pub(super) fn known(&self, truth: i64) -> Bounds {
        match self.state {
            State::Told => self.told(truth),
            State::Small => Bounds { low: 0, high: 4 },
            State::Withheld if self.is_of_people => Bounds { low: 5, high: i64::MAX },
            State::Withheld | State::Untold => Bounds::ANY,
        }
    }

    /// What its sum may be, where it is known to lie between two numbers.
    pub(super) fn of_sum(&self, known: Bounds) -> Bounds {
        let high = if known.high == i64::MAX { i64::MAX } else { known.high - self.plus };
        Bounds { low: known.low - self.plus, high }
    }

    /// Whether that it is of 0 to 4 people is told, and may be left unsaid.
    pub(super) fn may_be_unsaid(&self) -> bool {
        self.state == State::Small && !self.is_past
    }

    /// Whether it may be withheld: told, and not a count of 0 to 4 people.
    pub(super) fn may_be_withheld(&self, truth: i64) -> bool {
        self.state == State::Told && !self.is_past && !self.is_kept && (!self.is_of_people || truth >= 5)
    }
}
