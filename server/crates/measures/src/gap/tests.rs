//! Gaps against values worked out by hand and against published examples.

use super::*;
use proptest::prelude::*;

fn close(interval: Interval, lower: f64, upper: f64) {
    let miss = (interval.lower - lower).abs().max((interval.upper - upper).abs());
    assert!(miss < 5e-4, "{interval:?} against {lower} to {upper}");
}

/// Numerator and denominator.
type Figures = (u32, u32);

fn strata(figures: &[(Figures, Figures)]) -> Vec<Stratum> {
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
    assert!((gap.crude().interval.lower - 5.24).abs() < 0.005 && (gap.crude().interval.upper - 33.39).abs() < 0.005);
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
    close(gap.expected_interval, 10.0 - 20.0 * 0.263_406, 10.0 + (5.268_12f64.powi(2) + 2.775_33f64.powi(2)).sqrt());
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
