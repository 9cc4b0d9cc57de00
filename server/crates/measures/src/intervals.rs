//! Intervals and tests for proportions, differences and counts, each with its published source.
//! Knows nothing of people or of what may be shown. All assume independent observations; people cluster in schools.

use domain::measure::Interval;

use crate::normal::{cdf, two_sided_p};

/// Wilson's score interval for the proportion `successes / base`, both limits between 0 and 1. Successes above the base
/// count as the base; without a base nothing is known: 0 to 1.
///
/// Source: Wilson (1927), J Am Stat Assoc 22:209-212; method 3 of Newcombe (1998), Stat Med 17:857-872; Public Health
/// England (2018), Technical Guide: Confidence Intervals, appendix 3.
pub fn wilson(successes: u32, base: u32, z: f64) -> Interval {
    if base == 0 {
        return Interval { lower: 0.0, upper: 1.0 };
    }
    let n = f64::from(base);
    let x = f64::from(successes.min(base));
    let p = x / n;
    let middle = 2.0 * x + z * z;
    let half = z * (z * z + 4.0 * x * (1.0 - p)).sqrt();
    let divisor = 2.0 * (n + z * z);
    Interval {
        lower: if successes == 0 { 0.0 } else { ((middle - half) / divisor).max(0.0) },
        upper: if successes >= base { 1.0 } else { ((middle + half) / divisor).min(1.0) },
    }
}

/// Newcombe's hybrid-score interval for `first - second`, two proportions of independent groups given as
/// (successes, base); limits between -1 and 1. Without a base on either side: -1 to 1.
///
/// Source: method 10 of Newcombe (1998), "Interval estimation for the difference between independent proportions",
/// Stat Med 17:873-890.
pub fn newcombe(first: (u32, u32), second: (u32, u32), z: f64) -> Interval {
    if first.1 == 0 || second.1 == 0 {
        return Interval { lower: -1.0, upper: 1.0 };
    }
    let share = |(x, n): (u32, u32)| f64::from(x.min(n)) / f64::from(n);
    let (p1, p2) = (share(first), share(second));
    let (w1, w2) = (wilson(first.0, first.1, z), wilson(second.0, second.1, z));
    Interval {
        lower: (p1 - p2 - (p1 - w1.lower).hypot(w2.upper - p2)).max(-1.0),
        upper: (p1 - p2 + (w1.upper - p1).hypot(p2 - w2.lower)).min(1.0),
    }
}

/// Byar's approximate interval for a Poisson count, in events. Within 0.2% of the exact one (95%) from 10 events on.
///
/// Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69; Public Health England (2018),
/// Technical Guide: Confidence Intervals, appendix 1.
pub fn byar(events: u32, z: f64) -> Interval {
    let low = f64::from(events);
    let high = low + 1.0;
    let cube = |o: f64, z: f64| o * (1.0 - 1.0 / (9.0 * o) + z / (3.0 * o.sqrt())).max(0.0).powi(3);
    Interval { lower: if events == 0 { 0.0 } else { cube(low, -z) }, upper: cube(high, z) }
}

/// Interval for a Poisson count, in events: exact below 10 events, [`byar`] from 10 on.
///
/// Source: Public Health England (2018), Technical Guide: Confidence Intervals, appendices 1 and 2 (the exact limits
/// are those of Garwood (1936), Biometrika 28:437-442).
pub fn poisson(events: u32, z: f64) -> Interval {
    if events >= 10 {
        return byar(events, z);
    }
    let tail = cdf(-z.abs());
    let lower = if events == 0 { 0.0 } else { mean_where(|mean| 1.0 - poisson_cdf(events - 1, mean) < tail) };
    Interval { lower, upper: mean_where(|mean| poisson_cdf(events, mean) > tail) }
}

/// Events per 100 of `base` with their [`poisson`] interval: (rate, interval). `None` without a base.
///
/// Source: Public Health England (2018), Technical Guide: Confidence Intervals; a rate's limits are the count's limits
/// over the base.
pub fn per_100(events: u32, base: u32, z: f64) -> Option<(f64, Interval)> {
    if base == 0 {
        return None;
    }
    let scale = 100.0 / f64::from(base);
    let limits = poisson(events, z);
    Some((f64::from(events) * scale, Interval { lower: limits.lower * scale, upper: limits.upper * scale }))
}

/// Two-sided p-value of the score test that `successes / base` equals `expected` (0 to 1): the test [`wilson`] inverts,
/// so p < 5% exactly when the 95% interval excludes `expected`. 1 without a base.
///
/// Source: Wilson (1927); Agresti and Coull (1998), Am Stat 52:119-126.
pub fn proportion_p(successes: u32, base: u32, expected: f64) -> f64 {
    if base == 0 {
        return 1.0;
    }
    let n = f64::from(base);
    score_p(f64::from(successes.min(base)) / n - expected, expected * (1.0 - expected) / n)
}

/// Two-sided p-value of the score test that a Poisson count has mean `expected` (events). For gaps in rates per 100.
///
/// Source: Breslow and Day (1987), p. 68, without continuity correction.
pub fn poisson_p(events: u32, expected: f64) -> f64 {
    score_p(f64::from(events) - expected, expected)
}

/// Benjamini-Hochberg q-values in the order of the p-values given; not-a-number counts as 1. A segment is a clear gap
/// when its q is below 5%.
///
/// Source: Benjamini and Hochberg (1995), J R Stat Soc B 57:289-300, in the adjusted form of Yekutieli and Benjamini
/// (1999).
pub fn q_values(p_values: &[f64]) -> Vec<f64> {
    let p = |i: usize| {
        if p_values[i].is_nan() { 1.0 } else { p_values[i].clamp(0.0, 1.0) }
    };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p(a).total_cmp(&p(b)));
    let total = p_values.len() as f64;
    let mut q = vec![1.0; p_values.len()];
    let mut least = 1.0f64;
    for (rank, &i) in order.iter().enumerate().rev() {
        least = least.min(p(i) * (total / (rank + 1) as f64));
        q[i] = least;
    }
    q
}

/// p-value of a difference against its variance under the hypothesis; a hypothesis without variance is either met or not.
fn score_p(difference: f64, variance: f64) -> f64 {
    if difference.abs() < 1e-12 {
        1.0
    } else if variance <= 0.0 {
        0.0
    } else {
        two_sided_p(difference / variance.sqrt())
    }
}

/// P(X <= `events`) for a Poisson variable; used below 10 events only.
fn poisson_cdf(events: u32, mean: f64) -> f64 {
    let mut term = (-mean).exp();
    let mut sum = term;
    for k in 1..=events {
        term *= mean / f64::from(k);
        sum += term;
    }
    sum
}

/// The mean at which `below` stops to hold, by halving 0 to 1000.
fn mean_where(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1000.0);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::{Z95, Z998};
    use proptest::prelude::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    fn close(interval: Interval, lower: f64, upper: f64, within: f64) {
        let miss = (interval.lower - lower).abs().max((interval.upper - upper).abs());
        assert!(miss < within, "{interval:?} against {lower} to {upper}");
    }

    #[test]
    fn wilson_gives_the_values_of_newcombe_1998_table_1() {
        for (x, n, lower, upper) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            close(wilson(x, n, Z95), lower, upper, 0.00005);
        }
    }

    #[test]
    fn a_difference_without_a_base_on_either_side_may_be_anything() {
        for (first, second) in [((1, 2), (0, 0)), ((0, 0), (1, 2)), ((0, 0), (0, 0))] {
            assert_eq!(newcombe(first, second, Z95), Interval { lower: -1.0, upper: 1.0 });
        }
    }

    #[test]
    fn newcombe_gives_the_values_of_his_table_2() {
        for (first, second, lower, upper) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ] {
            close(newcombe(first, second, Z95), lower, upper, 0.00005);
        }
    }

    #[test]
    fn exact_poisson_limits_are_those_of_the_chi_squared_distribution() {
        for events in 0..10u32 {
            for z in [Z95, Z998] {
                let tail = cdf(-z);
                let half = |p: f64, degrees: u32| ChiSquared::new(f64::from(degrees)).unwrap().inverse_cdf(p) / 2.0;
                let lower = if events == 0 { 0.0 } else { half(tail, 2 * events) };
                close(poisson(events, z), lower, half(1.0 - tail, 2 * events + 2), 2e-6);
            }
        }
        close(poisson(0, Z95), 0.0, 3.689, 0.0005);
        close(poisson(5, Z95), 1.623, 11.668, 0.0005);
    }

    #[test]
    fn byar_is_within_a_fifth_of_a_percent_of_exact_from_ten_events() {
        for events in [10u32, 11, 25, 65, 240, 1000] {
            let half = |p: f64, degrees: u32| ChiSquared::new(f64::from(degrees)).unwrap().inverse_cdf(p) / 2.0;
            let (lower, upper) = (half(0.025, 2 * events), half(0.975, 2 * events + 2));
            let ours = poisson(events, Z95);
            assert!((ours.lower / lower - 1.0).abs() < 0.002 && (ours.upper / upper - 1.0).abs() < 0.002, "{events}");
        }
    }

    #[test]
    fn byar_at_ten_thousand_sigma_or_no_events_stays_a_number() {
        assert_eq!(byar(0, Z95).lower, 0.0);
        assert_eq!(byar(1, 1e4).lower, 0.0);
        assert!(per_100(3, 0, Z95).is_none());
        let (rate, limits) = per_100(65, 1300, Z95).unwrap();
        assert!((rate - 5.0).abs() < 1e-12);
        close(limits, 3.86, 6.37, 0.005);
    }

    #[test]
    fn q_values_mark_what_benjamini_and_hochberg_marked() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let q = q_values(&p);
        assert_eq!(q.iter().filter(|q| **q <= 0.05).count(), 4);
        assert!((q[0] - 0.0015).abs() < 1e-12 && (q[4] - 0.0603).abs() < 1e-12 && (q[14] - 1.0).abs() < 1e-12);
        assert_eq!(q_values(&[]), Vec::<f64>::new());
        assert_eq!(q_values(&[f64::NAN, 0.01]), vec![1.0, 0.02]);
    }

    #[test]
    fn a_hypothesis_without_variance_is_met_or_refused() {
        assert_eq!(proportion_p(5, 5, 1.0), 1.0);
        assert_eq!(proportion_p(4, 5, 1.0), 0.0);
        assert_eq!(proportion_p(0, 0, 0.3), 1.0);
        assert_eq!(poisson_p(3, 0.0), 0.0);
        assert!((poisson_p(30, 20.0) - 0.025_347_3).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn the_score_test_rejects_exactly_what_wilson_excludes(n in 1u32..400, x in 0u32..400, expected in 0.001f64..0.999) {
            let x = x.min(n);
            let interval = wilson(x, n, Z95);
            let edge = (interval.lower - expected).abs().min((interval.upper - expected).abs());
            prop_assume!(edge > 1e-9);
            let excluded = expected < interval.lower || expected > interval.upper;
            prop_assert_eq!(proportion_p(x, n, expected) < 0.05, excluded);
        }

        #[test]
        fn every_interval_holds_its_estimate(x in 0u32..5000, n in 1u32..5000, z in 0.1f64..5.0) {
            let p = f64::from(x.min(n)) / f64::from(n);
            let share = wilson(x, n, z);
            prop_assert!(0.0 <= share.lower && share.lower <= p && p <= share.upper && share.upper <= 1.0);
            let count = poisson(x, z);
            // The exact interval below 10 events is not centred on the count at tiny z; from 95% on it holds it.
            prop_assert!(z < 1.0 || (count.lower <= f64::from(x) && f64::from(x) <= count.upper));
        }

        #[test]
        fn q_is_never_below_p_and_keeps_its_order(p in prop::collection::vec(0.0f64..=1.0, 0..40)) {
            let q = q_values(&p);
            for i in 0..p.len() {
                prop_assert!(q[i] >= p[i] && q[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || q[i] <= q[j]);
                }
            }
        }
    }
}
