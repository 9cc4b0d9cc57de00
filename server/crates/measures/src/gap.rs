//! A segment's gap: what its comparator's rates predict for it (indirect standardisation), less what it has.
//! Counts come in as one audience may see them; nothing here decides what may be shown.

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(interval: Interval, lower: f64, upper: f64) {
        let miss = (interval.lower - lower).abs().max((interval.upper - upper).abs());
        assert!(miss < 5e-4, "{interval:?} against {lower} to {upper}");
    }

    fn strata(figures: &[((u32, u32), (u32, u32))]) -> Vec<Stratum> {
        figures.iter().map(|(own, comparator)| Stratum { own: *own, comparator: *comparator }).collect()
    }

    #[test]
    fn expected_is_the_comparators_rate_in_each_stratum_times_the_own_base() {
        // 0.8 x 50 + 0.6 x 100 = 100; the crude rates are 73.3% and 75%.
        let gap = Gap::measure(Scale::Share, &strata(&[((30, 50), (240, 300)), ((80, 100), (60, 100))])).unwrap();
        assert_eq!((gap.own, gap.comparator, gap.coarse_base), ((110, 150), (300, 400), 0));
        assert!((gap.expected - 100.0).abs() < 1e-9 && (gap.size() + 10.0).abs() < 1e-9);
        assert!((gap.crude().value - (75.0 - 110.0 / 1.5)).abs() < 1e-9);
    }

    #[test]
    fn a_stratum_without_comparator_takes_the_overall_rate_and_says_so() {
        let gap = Gap::measure(Scale::Share, &strata(&[((30, 50), (240, 300)), ((1, 10), (0, 0)), ((0, 5), (0, 0))]));
        let gap = gap.unwrap();
        assert_eq!(gap.coarse_base, 15);
        assert!((gap.expected - 52.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_base_on_either_side_there_is_no_gap() {
        for figures in [((0, 0), (5, 10)), ((5, 10), (0, 0))] {
            assert_eq!(Gap::measure(Scale::Share, &strata(&[figures])), None);
        }
        assert_eq!(Gap::measure(Scale::Per100, &[]), None);
    }

    #[test]
    fn the_interval_of_a_share_is_wilsons_in_units() {
        // Newcombe (1998), table 1: 81 of 263 is 0.2553 to 0.3662; at a comparator of one half, 131.5 are expected.
        let gap = Gap::measure(Scale::Share, &strata(&[((81, 263), (500, 1000))])).unwrap();
        let interval = gap.interval();
        assert!((interval.lower - (131.5 - 0.3662 * 263.0)).abs() < 0.02, "{interval:?}");
        assert!((interval.upper - (131.5 - 0.2553 * 263.0)).abs() < 0.02);
        // z = (0.307985 - 0.5) / root(0.25 / 263) = -6.2279.
        assert!((gap.p() / 4.726e-10 - 1.0).abs() < 1e-3, "{:e}", gap.p());
        let (rate, limits) = gap.own_rate();
        assert!((rate - 30.7985).abs() < 1e-4);
        close(limits, 25.5289, 36.6210);
    }

    #[test]
    fn the_crude_difference_is_newcombes() {
        // Newcombe (1998), table 2: 56 of 70 less 48 of 80.
        let gap = Gap::measure(Scale::Share, &strata(&[((48, 80), (56, 70))])).unwrap();
        assert!((gap.crude().value - 20.0).abs() < 1e-9);
        assert!(
            (gap.crude().interval.lower - 5.24).abs() < 0.005 && (gap.crude().interval.upper - 33.39).abs() < 0.005
        );
    }

    #[test]
    fn with_one_stratum_the_wider_interval_is_newcombes_in_units() {
        let gap = Gap::measure(Scale::Share, &strata(&[((48, 80), (56, 70))])).unwrap();
        let wide = gap.interval_with_comparator();
        assert!((wide.lower - 0.0524 * 80.0).abs() < 0.005 && (wide.upper - 0.3339 * 80.0).abs() < 0.005, "{wide:?}");
    }

    #[test]
    fn the_limits_of_two_strata_join_by_the_root_of_squares() {
        // Wilson of 5 of 10: 0.23659 to 0.76341, of 0 of 10: 0 to 0.27753; bases 20 and 10.
        let gap = Gap::measure(Scale::Share, &strata(&[((4, 20), (5, 10)), ((2, 10), (0, 10))])).unwrap();
        assert!((gap.expected - 10.0).abs() < 1e-12);
        close(
            gap.expected_interval,
            10.0 - 20.0 * 0.263_406,
            10.0 + (5.268_12f64.powi(2) + 2.775_33f64.powi(2)).sqrt(),
        );
    }

    #[test]
    fn events_per_100_follow_poisson() {
        // 30 expected at 3 per 100 of 1,000 teachers; 15 found. Exact Poisson limits of 15: 8.395 to 24.740.
        let gap = Gap::measure(Scale::Per100, &strata(&[((15, 1000), (120, 4000))])).unwrap();
        assert!((gap.expected - 30.0).abs() < 1e-9 && (gap.size() - 15.0).abs() < 1e-9);
        assert!((gap.interval().lower - 5.26).abs() < 0.01 && (gap.interval().upper - 21.605).abs() < 0.02);
        // z = 15 / root 30 = 2.7386.
        assert!((gap.p() - 0.006_169_9).abs() < 1e-6);
        assert!((gap.own_rate().0 - 1.5).abs() < 1e-12);
        let crude = gap.crude();
        assert!((crude.value - 1.5).abs() < 1e-12);
        // Exact limits of 120: 99.490 to 143.489, so 2.48726 to 3.58721 per 100; own 0.8395 to 2.4740.
        assert!((crude.interval.lower - (1.5 - 0.512_74f64.hypot(0.9740))).abs() < 2e-3, "{crude:?}");
        assert!((crude.interval.upper - (1.5 + 0.587_21f64.hypot(0.6605))).abs() < 2e-3);
        // Events above the base are events all the same.
        assert_eq!(Gap::measure(Scale::Per100, &strata(&[((15, 10), (12, 10))])).unwrap().own, (15, 10));
    }

    #[test]
    fn a_share_never_passes_its_base() {
        let gap = Gap::measure(Scale::Share, &strata(&[((12, 10), (8, 5)), ((0, 10), (5, 10))])).unwrap();
        assert_eq!((gap.own, gap.comparator), ((10, 20), (10, 15)));
        assert!((gap.expected - 15.0).abs() < 1e-12);
        assert_eq!(gap.with_more(4).own, (14, 20));
        assert_eq!(gap.with_more(40).own, (20, 20));
        assert_eq!(gap.with_more(4).expected, gap.expected);
    }

    #[test]
    fn a_verdict_wants_ten_on_either_side() {
        for (own, comparator, judged) in [(10, 10, true), (9, 10, false), (10, 9, false)] {
            let gap = Gap::measure(Scale::Share, &strata(&[((1, own), (1, comparator))])).unwrap();
            assert_eq!(gap.is_judged(), judged);
        }
    }

    #[test]
    fn the_segment_is_left_out_of_its_comparator() {
        let stratum = Stratum::leaving_out((3, 10), (53, 110));
        assert_eq!(stratum, Stratum { own: (3, 10), comparator: (50, 100) });
    }

    #[test]
    fn byars_limit_and_the_score_test_part_by_less_than_a_fifth_of_an_event() {
        for events in 0..3000 {
            // The mean the score test just rejects from below: root(mean) = (z + root(z z + 4 events)) / 2.
            let mean = ((Z95 + (Z95 * Z95 + 4.0 * f64::from(events)).sqrt()) / 2.0).powi(2);
            assert!((poisson(events, Z95).upper - mean).abs() < 0.2, "{events}");
        }
    }

    proptest! {
        #[test]
        fn the_interval_leaves_out_nought_exactly_where_p_is_below_five_percent(
            own in prop::collection::vec((0u32..30, 1u32..30, 0u32..60, 1u32..60), 1..5)
        ) {
            let strata: Vec<Stratum> =
                own.iter().map(|(x, n, y, m)| Stratum { own: (*x, *n), comparator: (*y, *m) }).collect();
            let gap = Gap::measure(Scale::Share, &strata).unwrap();
            let (interval, wide) = (gap.interval(), gap.interval_with_comparator());
            prop_assume!(interval.lower.abs() > 1e-9 && interval.upper.abs() > 1e-9);
            prop_assert_eq!(gap.p() < 0.05, interval.lower > 0.0 || interval.upper < 0.0);
            prop_assert!(wide.lower <= interval.lower + 1e-9 && wide.upper >= interval.upper - 1e-9);
            prop_assert!(interval.lower <= gap.size() + 1e-9 && gap.size() <= interval.upper + 1e-9);
        }
    }
}
