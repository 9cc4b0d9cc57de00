//! Figures as values that may be shown: a count, a rate, an interval, and the reasons a figure is not shown.
//! Nothing here decides what may be shown; the server does, once, and these carry its decision everywhere.

use serde::{Deserialize, Serialize};

/// A count as one audience may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Count {
    /// The true number.
    Exact(u32),
    /// Rounded to the nearest 5 (half up), never below 5.
    Rounded(u32),
    /// 0 to 4, zero not told apart. Symbol `c`.
    FewerThanFive,
    /// Withheld so that another figure cannot be worked out. Symbol `c`.
    Withheld,
    /// The data that would give it are not loaded. Symbol `x`.
    NotAvailable,
    /// The question does not apply (a course that has no outcome, a cohort that has not got there). Symbol `z`.
    NotApplicable,
}

impl Count {
    /// The number to draw or to add to a sentence; `None` where it is not shown.
    pub fn value(self) -> Option<u32> {
        match self {
            Count::Exact(n) | Count::Rounded(n) => Some(n),
            _ => None,
        }
    }

    /// The symbol that stands for the figure in a CSV file; `None` where the number itself is written.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Count::Exact(_) | Count::Rounded(_) => None,
            Count::FewerThanFive | Count::Withheld => Some("c"),
            Count::NotAvailable => Some("x"),
            Count::NotApplicable => Some("z"),
        }
    }

    /// Words for a table cell or a sentence: `1,234`, `fewer than 5`, `withheld`.
    pub fn words(self) -> String {
        match self {
            Count::Exact(n) | Count::Rounded(n) => thousands(u64::from(n)),
            Count::FewerThanFive => "fewer than 5".into(),
            Count::Withheld => "withheld".into(),
            Count::NotAvailable => "not available".into(),
            Count::NotApplicable => "not applicable".into(),
        }
    }
}

/// Lower and upper bound, in the unit of the figure they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
}

/// A rate (a percentage, or a number per 100) as one audience may see it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Rate {
    /// Shown. `value` and `interval` in percent or per 100; `unreliable` marks a base under 30 (symbol `u`).
    Shown {
        /// Percent, or number per 100.
        value: f64,
        /// 95% interval in the same unit.
        interval: Interval,
        /// The base is under 30.
        unreliable: bool,
    },
    /// Fewer than 5 did not: the rate reads "all or nearly all".
    NearlyAll,
    /// The base is under 10, or the numerator or the base is withheld. Symbol `c`.
    Withheld,
    /// The group has not reached the point that the rate speaks of. Symbol `z`.
    Immature,
    /// No base to divide by, or the question does not apply. Symbol `z`.
    NotApplicable,
    /// The data that would give it are not loaded. Symbol `x`.
    NotAvailable,
}

impl Rate {
    /// The value to draw; `None` where it is not shown.
    pub fn value(self) -> Option<f64> {
        match self {
            Rate::Shown { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The 95% interval where the value is shown.
    pub fn interval(self) -> Option<Interval> {
        match self {
            Rate::Shown { interval, .. } => Some(interval),
            _ => None,
        }
    }

    /// The symbol that stands for the figure in a CSV file; `None` where the number itself is written.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Rate::Shown { .. } => None,
            Rate::NearlyAll | Rate::Withheld => Some("c"),
            Rate::Immature | Rate::NotApplicable => Some("z"),
            Rate::NotAvailable => Some("x"),
        }
    }

    /// Words for a table cell: `84.6%`, `all or nearly all`, `not shown`. `unit` is what follows the number.
    pub fn words(self, unit: &str) -> String {
        match self {
            Rate::Shown { value, .. } => format!("{}{unit}", one_decimal(value)),
            Rate::NearlyAll => "all or nearly all".into(),
            Rate::Withheld => "not shown".into(),
            Rate::Immature => "too early".into(),
            Rate::NotApplicable => "not applicable".into(),
            Rate::NotAvailable => "not available".into(),
        }
    }
}

/// One decimal, rounded half away from zero as DfE does (`85.25` becomes `85.3`).
pub fn one_decimal(value: f64) -> String {
    format!("{:.1}", half_up(value, 1))
}

/// Rounds half up at `places` decimals, as DfE's `round_five_up` does, free of binary artefacts.
pub fn half_up(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    let nudged = value.abs() * scale + 1e-9;
    (nudged + 0.5).floor() / scale * value.signum()
}

/// Whole number with commas: `12,345`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_between_thousands() {
        for (n, words) in [(0, "0"), (999, "999"), (1000, "1,000"), (31_677, "31,677"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(n), words);
        }
    }

    #[test]
    fn halves_round_up_as_dfe_rounds() {
        for (value, words) in [(84.55, "84.6"), (2.25, "2.3"), (0.05, "0.1"), (39.649, "39.6"), (-1.25, "-1.3")] {
            assert_eq!(one_decimal(value), words);
        }
    }
}
