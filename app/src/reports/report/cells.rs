//! Figures in a table: values that this audience may see, and how they are written.

use domain::measure::{Count, Interval, Rate};
use serde::{Deserialize, Serialize};

/// A figure in a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// A count of people, starts or schools.
    Count(Count),
    /// Percent.
    Percent(Rate),
    /// Per 100 teachers.
    Per100(Rate),
    /// A change in percent against last year, `None` where one of the two is not shown.
    Change(Option<f64>),
    /// Teachers, headcount (may be fractional in the source; shown whole).
    Headcount(Option<f64>),
    /// A number that was worked out, with its 95% interval; `None` on a base under 10 or on a figure that is hidden.
    Estimate(Option<Estimate>),
    /// How sure a gap is.
    Sure(Sureness),
    /// A rank with its 95% interval; `None` on a base under 10 or on a figure that is hidden.
    Rank(Option<Ranked>),
    /// A plain number without interval, to one decimal: a distance, a share of schools in percent.
    Number(Option<f64>),
    /// A judgement in words.
    Judged(Judgement),
}

/// A rank, 1 the highest, with the places that are plausible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// The middle of the plausible places.
    pub rank: u32,
    /// The best plausible place.
    pub best: u32,
    /// The worst plausible place.
    pub worst: u32,
}

/// A figure judged: by the limits of a funnel, against a target, by bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judgement {
    /// Above the outer limits.
    FarAbove,
    /// Above the inner limits.
    Above,
    /// Within the limits.
    Within,
    /// Below the inner limits.
    Below,
    /// Below the outer limits.
    FarBelow,
    /// At the target or beyond it.
    Met,
    /// Short of the target by little.
    Near,
    /// Short of the target.
    Missed,
    /// The best of four bands.
    Good,
    /// The band below it.
    Approaching,
    /// The band above the lowest.
    RequiresImprovement,
    /// The lowest band.
    Inadequate,
    /// Nothing to judge by, or too few.
    NotJudged,
}

impl Judgement {
    /// Words for screen and files.
    pub fn words(self) -> &'static str {
        match self {
            Judgement::FarAbove => "above the 99.8% limit",
            Judgement::Above => "above the 95% limit",
            Judgement::Within => "within the limits",
            Judgement::Below => "below the 95% limit",
            Judgement::FarBelow => "below the 99.8% limit",
            Judgement::Met => "met",
            Judgement::Near => "nearly met",
            Judgement::Missed => "missed",
            Judgement::Good => "good",
            Judgement::Approaching => "approaching target",
            Judgement::RequiresImprovement => "requires improvement",
            Judgement::Inadequate => "inadequate",
            Judgement::NotJudged => "not judged",
        }
    }
}

/// A number that was worked out, with its 95% interval in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// How sure a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sureness {
    /// It holds when all segments looked at are taken into account.
    Clear,
    /// Its own interval alone leaves out what is expected.
    Possible,
    /// As expected, ahead, or within chance.
    NotAGap,
    /// A base under 10.
    TooFew,
}

impl Sureness {
    /// Words for screen and files.
    pub fn words(self) -> &'static str {
        match self {
            Sureness::Clear => "clear",
            Sureness::Possible => "possible",
            Sureness::NotAGap => "not a gap",
            Sureness::TooFew => "too few",
        }
    }
}

/// One decimal, with a minus sign where it is below zero.
pub fn signed(value: f64) -> String {
    let words = domain::measure::one_decimal(value.abs());
    if value < 0.0 && words != "0.0" { format!("\u{2212}{words}") } else { words }
}

impl Cell {
    /// Words for the screen.
    pub fn words(&self) -> String {
        match self {
            Cell::Count(count) => count.words(),
            Cell::Percent(rate) => rate.words("%"),
            Cell::Per100(rate) => rate.words(""),
            Cell::Change(Some(change)) => {
                let sign = if *change > 0.0 {
                    "+"
                } else if *change < 0.0 {
                    "\u{2212}"
                } else {
                    ""
                };
                format!("{sign}{}%", domain::measure::one_decimal(change.abs()))
            }
            Cell::Change(None) => "not shown".into(),
            Cell::Headcount(Some(n)) => domain::measure::thousands(n.round() as u64),
            Cell::Headcount(None) => "not available".into(),
            Cell::Estimate(Some(estimate)) => signed(estimate.value),
            Cell::Estimate(None) => "not shown".into(),
            Cell::Sure(sureness) => sureness.words().into(),
            Cell::Rank(Some(ranked)) => ranked.rank.to_string(),
            Cell::Rank(None) => "not shown".into(),
            Cell::Number(Some(n)) => signed(*n),
            Cell::Number(None) => "not shown".into(),
            Cell::Judged(judgement) => judgement.words().into(),
        }
    }

    /// The 95% interval of a rate or an estimate, where it is shown.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Cell::Percent(rate) | Cell::Per100(rate) => rate.interval(),
            Cell::Estimate(estimate) => estimate.map(|e| Interval { lower: e.lower, upper: e.upper }),
            Cell::Rank(rank) => rank.map(|r| Interval { lower: f64::from(r.best), upper: f64::from(r.worst) }),
            _ => None,
        }
    }

    /// The number that a sort uses; `None` sorts last. Always the published figure.
    pub fn sort_value(&self) -> Option<f64> {
        match self {
            Cell::Count(count) => count.value().map(f64::from),
            Cell::Percent(rate) | Cell::Per100(rate) => rate.value(),
            Cell::Change(change) => *change,
            Cell::Headcount(n) => *n,
            Cell::Estimate(estimate) => estimate.map(|e| e.value),
            Cell::Rank(rank) => rank.map(|r| f64::from(r.rank)),
            Cell::Number(n) => *n,
            Cell::Sure(_) | Cell::Judged(_) => None,
        }
    }
}
