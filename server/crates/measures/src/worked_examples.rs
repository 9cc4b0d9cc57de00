//! Intervals, tests, rates and ranks against values from another way of working them out: the equation an interval
//! inverts, the closed form of two units, tail sums, and limits by hand. Values in comments were computed apart.

use domain::measure::{Count, Interval, Rate};
use proptest::prelude::*;

use crate::{
    Funnel, Standing, Z95, Z998,
    intervals::{byar, newcombe, per_100, poisson, poisson_p, proportion_p, q_values, wilson},
    normal::quantile,
    rank,
    ranking::Rank,
    rates,
};

fn close(interval: Interval, lower: f64, upper: f64, within: f64) {
    let miss = (interval.lower - lower).abs().max((interval.upper - upper).abs());
    assert!(miss < within, "{interval:?} against {lower} to {upper}");
}

#[test]
fn wilson_at_the_edges_of_what_it_is_asked() {
    close(wilson(81, 263, Z998), 0.228_036, 0.401_389, 1e-6);
    // All of 10: the lower limit is n / (n + z z).
    close(wilson(10, 10, Z95), 10.0 / (10.0 + Z95 * Z95), 1.0, 1e-12);
    close(wilson(0, 10, Z95), 0.0, Z95 * Z95 / (10.0 + Z95 * Z95), 1e-12);
    assert_eq!(wilson(12, 10, Z95), wilson(10, 10, Z95));
    assert_eq!(wilson(0, 0, Z95), Interval { lower: 0.0, upper: 1.0 });
}

#[test]
fn a_difference_without_a_base_may_be_anything() {
    for (first, second) in [((0, 0), (3, 10)), ((3, 10), (0, 0))] {
        assert_eq!(newcombe(first, second, Z95), Interval { lower: -1.0, upper: 1.0 });
    }
    assert_eq!(newcombe((12, 10), (3, 10), Z95), newcombe((10, 10), (3, 10), Z95));
}

#[test]
fn counts_have_the_limits_of_garwoods_table_and_of_byars_formula() {
    // Garwood (1936): 1 gives 0.025 to 5.572, 9 gives 4.115 to 17.085.
    close(poisson(1, Z95), 0.0253, 5.5716, 5e-5);
    close(poisson(9, Z95), 4.1154, 17.0848, 5e-5);
    close(byar(1, Z95), 0.013_07, 5.563_76, 5e-6);
    close(byar(10, Z95), 4.787_45, 18.391_46, 5e-6);
    close(byar(100, Z95), 81.362_11, 121.627_94, 5e-6);
    assert_eq!(poisson(10, Z95), byar(10, Z95));
    assert_ne!(poisson(9, Z95), byar(9, Z95));
    let (rate, limits) = per_100(9, 300, Z95).unwrap();
    assert!((rate - 3.0).abs() < 1e-12);
    close(limits, 4.1154 / 3.0, 17.0848 / 3.0, 5e-5);
}

#[test]
fn p_is_the_tail_of_the_score() {
    // 40 of 100 against one half is z = -2, as 80 against 100 expected events.
    assert!((proportion_p(40, 100, 0.5) - 0.045_500_26).abs() < 1e-8);
    assert!((proportion_p(60, 100, 0.5) - 0.045_500_26).abs() < 1e-8);
    assert!((poisson_p(80, 100.0) - 0.045_500_26).abs() < 1e-8);
    assert_eq!(proportion_p(120, 100, 1.0), 1.0);
    assert_eq!((proportion_p(50, 100, 0.5), poisson_p(100, 100.0)), (1.0, 1.0));
}

#[test]
fn equal_p_values_share_their_q_and_odd_ones_are_pulled_in() {
    assert_eq!(q_values(&[0.02, 0.5, 0.02, 0.5]), [0.04, 0.5, 0.04, 0.5]);
    assert_eq!(q_values(&[-0.1, 1.5]), [0.0, 1.0]);
}

#[test]
fn a_rate_is_shown_from_a_base_of_ten_and_firm_from_thirty() {
    let unreliable = |x, n| match rates::percent(Count::Rounded(x), Count::Exact(n)) {
        Rate::Shown { unreliable, .. } => Some(unreliable),
        _ => None,
    };
    assert_eq!(
        [unreliable(5, 9), unreliable(5, 10), unreliable(5, 29), unreliable(5, 30)],
        [None, Some(true), Some(true), Some(false)]
    );
    // 5 who did not are told, 4 are not.
    assert_eq!([unreliable(20, 25), unreliable(20, 24)], [Some(true), None]);
}

#[test]
fn two_units_rank_as_the_normal_difference_says() {
    // Two rates per head of 100 differ by d = difference of the square roots, with spread root(2) / 20: the first leads
    // with probability Phi(d / (root 2 / 20)). At 96% the second place is plausible, at 98.5% it is not.
    let lead = |share: f64| {
        let root = 1.0 + quantile(share) * 2f64.sqrt() / 20.0;
        let events = (root * root * 100.0 - 0.375).round() as u32;
        rank(&[Standing::rate(events, 100), Standing::rate(100, 100)], 5)
    };
    assert_eq!(lead(0.96), [Rank { rank: 1, best: 1, worst: 2 }, Rank { rank: 2, best: 1, worst: 2 }]);
    assert_eq!(lead(0.985), [Rank { rank: 1, best: 1, worst: 1 }, Rank { rank: 2, best: 2, worst: 2 }]);
    // The same for proportions: arcsines of root p, with spread root(2) / (2 root 100.5).
    let lead = |share: f64| {
        let angle = std::f64::consts::FRAC_PI_4 + quantile(share) * 2f64.sqrt() / (2.0 * 100.5f64.sqrt());
        let successes = (angle.sin().powi(2) * 100.75 - 0.375).round() as u32;
        rank(&[Standing::proportion(successes, 100), Standing::proportion(50, 100)], 5)
    };
    assert_eq!(lead(0.96)[0], Rank { rank: 1, best: 1, worst: 2 });
    assert_eq!(lead(0.985)[0], Rank { rank: 1, best: 1, worst: 1 });
}

#[test]
fn funnel_limits_are_the_target_give_or_take_the_standard_error() {
    // Spiegelhalter (2005): target +- z root(target (1 - target) / n) for shares, z root(target / n) for rates.
    let funnel = Funnel::proportions(&[(20, 100)], 0.2);
    close(funnel.limits(100, Z95), 0.2 - Z95 * 0.04, 0.2 + Z95 * 0.04, 1e-12);
    close(funnel.limits(4, Z998), 0.0, 0.2 + Z998 * 0.2, 1e-12);
    close(Funnel::proportions(&[], 0.9).limits(9, Z998), 0.9 - Z998 * 0.1, 1.0, 1e-12);
    close(Funnel::rates(&[(9, 100)], 0.09).limits(100, Z95), 0.09 - Z95 * 0.03, 0.09 + Z95 * 0.03, 1e-12);
    close(Funnel::rates(&[], 4.0).limits(4, Z95), 4.0 - Z95, 4.0 + Z95, 1e-12);
}

#[test]
fn overdispersion_of_rates_is_the_mean_square_of_winsorised_scores() {
    // Base 100, target 1: deviation 0.1, so that 80, 90, 100, 110, 130 score -2 -1 0 1 3; five units lose no tail.
    let units = [(80, 100), (90, 100), (100, 100), (110, 100), (130, 100)];
    let funnel = Funnel::rates(&units, 1.0);
    assert!((funnel.phi - 3.0).abs() < 1e-9);
    close(funnel.limits(100, Z95), 1.0 - Z95 * 0.1 * 3f64.sqrt(), 1.0 + Z95 * 0.1 * 3f64.sqrt(), 1e-9);
    // With five more at the target, one at each end is pulled in: -1 -1 0 0 0 0 0 0 1 1.
    let ten: Vec<(u32, u32)> = units.into_iter().chain([(100, 100); 5]).collect();
    assert!((Funnel::rates(&ten, 1.0).phi - 0.4).abs() < 1e-9);
}

proptest! {
    #[test]
    fn wilsons_limits_solve_the_score_equation(x in 0u32..500, n in 1u32..500, z in 0.5f64..4.0) {
        let x = x.min(n);
        let (p, limits) = (f64::from(x) / f64::from(n), wilson(x, n, z));
        for limit in [limits.lower, limits.upper] {
            let score = (p - limit).powi(2) - z * z * limit * (1.0 - limit) / f64::from(n);
            // At 0 and 1 the equation holds as well: both sides are 0 where p is there.
            prop_assert!(score.abs() < 1e-9, "{x} of {n}: {limit}");
        }
    }

    #[test]
    fn a_difference_turned_round_is_its_mirror_image(a in 0u32..50, m in 1u32..50, b in 0u32..50, n in 1u32..50) {
        let (one, other) = (newcombe((a, m), (b, n), Z95), newcombe((b, n), (a, m), Z95));
        prop_assert!((one.lower + other.upper).abs() < 1e-12 && (one.upper + other.lower).abs() < 1e-12);
        // What did not happen differs as much the other way.
        let (a, b) = (a.min(m), b.min(n));
        let not = newcombe((m - a, m), (n - b, n), Z95);
        prop_assert!((one.lower + not.upper).abs() < 1e-12 && (one.upper + not.lower).abs() < 1e-12);
    }
}
