//! A segment's gap: what its comparator's rates predict for it (indirect standardisation), less what it has.
//! Counts come in as one audience may see them; nothing here decides what may be shown.

#[cfg(test)]
mod tests;

use domain::measure::Interval;

use crate::{
    intervals::{newcombe, poisson, poisson_p, proportion_p, wilson},
    normal::Z95,
    rates::LEAST_BASE,
};

/// What a segment's figures are, and so which interval and test hold for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Some of a base (schools reached, starters who completed): binomial, in percent.
    Share,
    /// Events over a base they are no part of (participants per 100 teachers): Poisson, per 100.
    Per100,
}

/// One phase and size band (schools) or course group and cohort (outcomes) of a segment, with the same stratum of the
/// comparator. Each side is (numerator, denominator); the comparator leaves the segment out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// The segment's own figures.
    pub own: (u32, u32),
    /// The comparator's figures, without the segment.
    pub comparator: (u32, u32),
}

impl Stratum {
    /// A stratum whose comparator is everything in `all` but the segment itself.
    pub fn leaving_out(own: (u32, u32), all: (u32, u32)) -> Stratum {
        Stratum { own, comparator: (all.0.saturating_sub(own.0), all.1.saturating_sub(own.1)) }
    }
}

/// A difference of two crude rates, in percentage points or per 100, with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Comparator less own: above 0 where the segment is behind, as with the gap.
    pub value: f64,
    /// 95% interval in the same unit.
    pub interval: Interval,
}

/// A segment set against what its comparator predicts. Built by [`Gap::measure`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Which interval and test hold.
    pub scale: Scale,
    /// The segment's numerator and denominator over all strata.
    pub own: (u32, u32),
    /// The comparator's numerator and denominator over all strata.
    pub comparator: (u32, u32),
    /// The numerator the segment would have at the comparator's rates.
    pub expected: f64,
    /// 95% limits of `expected` that come from the comparator's own chance variation.
    pub expected_interval: Interval,
    /// The part of the own denominator in strata where the comparator has none and its overall rate stands in. Above 0
    /// the page says so.
    pub coarse_base: u32,
}

impl Gap {
    /// The gap of a segment with these strata; `None` where the segment or the comparator has no denominator at all. A
    /// share's numerator above its denominator counts as the denominator, stratum by stratum.
    ///
    /// Source: indirect standardisation, Breslow and Day (1987), Statistical Methods in Cancer Research II, section
    /// 2.3: expected = sum over strata of comparator rate x own denominator. A stratum in which the comparator has no
    /// denominator takes the comparator's overall crude rate. The limits of `expected` are those of Zou and Donner
    /// (2008), Stat Med 27:1693-1702, for a sum of independent estimates, each with its [`wilson`] or [`poisson`]
    /// limits; the strata that take the crude rate enter together, as if independent of the others.
    pub fn measure(scale: Scale, strata: &[Stratum]) -> Option<Gap> {
        let counted = |(x, n): (u32, u32)| if scale == Scale::Share { (x.min(n), n) } else { (x, n) };
        let total = |side: fn(&Stratum) -> (u32, u32)| {
            strata
                .iter()
                .map(side)
                .map(counted)
                .fold((0u32, 0u32), |sum, (x, n)| (sum.0.saturating_add(x), sum.1.saturating_add(n)))
        };
        let (own, comparator) = (total(|stratum| stratum.own), total(|stratum| stratum.comparator));
        if own.1 == 0 || comparator.1 == 0 {
            return None;
        }
        let (mut expected, mut below, mut above) = (0.0, 0.0f64, 0.0f64);
        let mut add = |base: u32, source: (u32, u32)| {
            let (base, rate) = (f64::from(base), f64::from(source.0) / f64::from(source.1));
            let limits = rate_limits(scale, source);
            expected += base * rate;
            below = below.hypot(base * (rate - limits.lower));
            above = above.hypot(base * (limits.upper - rate));
        };
        let mut coarse_base = 0u32;
        for stratum in strata {
            if stratum.comparator.1 > 0 {
                add(stratum.own.1, counted(stratum.comparator));
            } else {
                coarse_base = coarse_base.saturating_add(stratum.own.1);
            }
        }
        if coarse_base > 0 {
            add(coarse_base, comparator);
        }
        let expected_interval = Interval { lower: expected - below, upper: expected + above };
        Some(Gap { scale, own, comparator, expected, expected_interval, coarse_base })
    }

    /// Expected less actual, in people or schools: above 0 where the segment is behind.
    pub fn size(&self) -> f64 {
        self.expected - self.actual()
    }

    /// 95% interval of the gap in people or schools, the comparator taken as given (as the standard is in a
    /// standardised ratio): expected less the limits of the own count. A share's limits are Wilson's, times the
    /// denominator; strata with unlike rates vary less than one share of the whole does, so it errs on the wide side.
    /// It excludes 0 exactly where [`Gap::p`] is below 5% (for events per 100 to within a fifth of an event).
    ///
    /// Source: [`wilson`], [`poisson`]; Breslow and Day (1987), section 2.3, for a fixed standard.
    pub fn interval(&self) -> Interval {
        let own = self.own_limits();
        Interval { lower: self.expected - own.upper, upper: self.expected - own.lower }
    }

    /// 95% interval of the gap with the comparator's own chance variation in it: wider, and much wider where little is
    /// loaded beside the segment. Shown beside [`Gap::interval`]; verdict and order do not use it.
    ///
    /// Source: the hybrid of Newcombe (1998), method 10, as generalised by Zou and Donner (2008).
    pub fn interval_with_comparator(&self) -> Interval {
        let (own, expected) = (self.own_limits(), self.expected_interval);
        Interval {
            lower: self.size() - (self.expected - expected.lower).hypot(own.upper - self.actual()),
            upper: self.size() + (expected.upper - self.expected).hypot(self.actual() - own.lower),
        }
    }

    /// The crude rates' difference, comparator less own, in percentage points with Newcombe's interval; for events per
    /// 100 the same hybrid over [`poisson`] limits.
    ///
    /// Source: [`newcombe`]; Zou and Donner (2008).
    pub fn crude(&self) -> Difference {
        let (own, other) = (self.own, self.comparator);
        let rate = |(x, n): (u32, u32)| f64::from(x) / f64::from(n);
        let value = rate(other) - rate(own);
        let interval = match self.scale {
            Scale::Share => newcombe(other, own, Z95),
            Scale::Per100 => {
                let (mine, theirs) = (rate_limits(self.scale, own), rate_limits(self.scale, other));
                Interval {
                    lower: value - (rate(other) - theirs.lower).hypot(mine.upper - rate(own)),
                    upper: value + (theirs.upper - rate(other)).hypot(rate(own) - mine.lower),
                }
            }
        };
        let interval = Interval { lower: interval.lower * 100.0, upper: interval.upper * 100.0 };
        Difference { value: value * 100.0, interval }
    }

    /// Two-sided p of the hypothesis that the segment's true rate is the expected one.
    ///
    /// Source: [`proportion_p`] (the score test that Wilson's interval inverts), [`poisson_p`] for events per 100.
    pub fn p(&self) -> f64 {
        match self.scale {
            Scale::Share => proportion_p(self.own.0, self.own.1, (self.expected / f64::from(self.own.1)).min(1.0)),
            Scale::Per100 => poisson_p(self.own.0, self.expected),
        }
    }

    /// Whether the figures bear a verdict: own and comparator base of 10 or more.
    pub fn is_judged(&self) -> bool {
        self.own.1 >= LEAST_BASE && self.comparator.1 >= LEAST_BASE
    }

    /// The same segment with `more` units reached, the comparator unchanged. A share stops at its base.
    pub fn with_more(&self, more: u32) -> Gap {
        let reached = self.own.0.saturating_add(more);
        let most = if self.scale == Scale::Share { self.own.1 } else { u32::MAX };
        Gap { own: (reached.min(most), self.own.1), ..*self }
    }

    /// The own rate in percent or per 100, with its 95% interval.
    pub fn own_rate(&self) -> (f64, Interval) {
        let scale = 100.0 / f64::from(self.own.1);
        let limits = self.own_limits();
        (self.actual() * scale, Interval { lower: limits.lower * scale, upper: limits.upper * scale })
    }

    fn actual(&self) -> f64 {
        f64::from(self.own.0)
    }

    /// 95% limits of the own count, in units.
    fn own_limits(&self) -> Interval {
        let base = f64::from(self.own.1);
        let limits = rate_limits(self.scale, self.own);
        Interval { lower: limits.lower * base, upper: limits.upper * base }
    }
}

/// 95% limits of a rate per unit of base; the base is above 0.
fn rate_limits(scale: Scale, (x, n): (u32, u32)) -> Interval {
    match scale {
        Scale::Share => wilson(x, n, Z95),
        Scale::Per100 => {
            let (limits, base) = (poisson(x, Z95), f64::from(n));
            Interval { lower: limits.lower / base, upper: limits.upper / base }
        }
    }
}
