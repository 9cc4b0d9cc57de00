//! Rates from counts as one audience may see them. A rate shown for sharing comes from the published counts alone, so
//! that it tells a reader nothing the counts do not.

use domain::measure::{Count, Interval, Rate};

use crate::{
    intervals::{self, wilson},
    normal::Z95,
};

/// A published base below this gives no rate.
pub const LEAST_BASE: u32 = 10;

/// A base below this gives a rate marked unreliable (symbol `u`).
pub const RELIABLE_BASE: u32 = 30;

/// `numerator` of `base` in percent (0 to 100) with its Wilson 95% interval in percent.
///
/// Two [`Count::Exact`] values are the true ones (exact audience, or two public counts) and are always shown over a
/// base above 0. Otherwise the sharing rules hold, on the published numbers: withheld when either is not a number or
/// the base is below 10, "all or nearly all" when numerator and base leave fewer than 5 who did not. A true
/// numerator above its base counts as the base.
pub fn percent(numerator: Count, base: Count) -> Rate {
    rate(numerator, base, |x, n| {
        let x = x.min(n);
        let limits = wilson(x, n, Z95);
        let interval = Interval { lower: limits.lower * 100.0, upper: limits.upper * 100.0 };
        (f64::from(x) * 100.0 / f64::from(n), interval)
    })
}

/// `events` per 100 of `base` with the Poisson 95% interval per 100: exact below 10 events, Byar from 10 on.
///
/// The same rules as [`percent`] decide what is shown; the value may pass 100 for the exact audience (more participants
/// than the census counted teachers), while for sharing it then reads "all or nearly all".
pub fn per_100(events: Count, base: Count) -> Rate {
    rate(events, base, |x, n| intervals::per_100(x, n, Z95).unwrap_or((0.0, Interval { lower: 0.0, upper: 0.0 })))
}

/// What the two counts allow to be shown; `measure` is called with a base above 0.
fn rate(numerator: Count, base: Count, measure: impl Fn(u32, u32) -> (f64, Interval)) -> Rate {
    let either = |count: Count| numerator == count || base == count;
    if either(Count::NotApplicable) || base == Count::Exact(0) {
        return Rate::NotApplicable;
    }
    if either(Count::NotAvailable) {
        return Rate::NotAvailable;
    }
    let (Some(x), Some(n)) = (numerator.value(), base.value()) else {
        return Rate::Withheld;
    };
    let exact = matches!((numerator, base), (Count::Exact(_), Count::Exact(_)));
    if !exact && n < LEAST_BASE {
        return Rate::Withheld;
    }
    if !exact && n.saturating_sub(x) < 5 {
        return Rate::NearlyAll;
    }
    let (value, interval) = measure(x, n);
    Rate::Shown { value, interval, unreliable: n < RELIABLE_BASE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Exact, FewerThanFive, NotApplicable, NotAvailable, Rounded, Withheld};

    #[test]
    fn the_exact_audience_sees_every_rate_over_a_base() {
        for (x, n, value, unreliable) in
            [(1, 3, 100.0 / 3.0, true), (29, 29, 100.0, true), (262, 358, 73.184_357_5, false)]
        {
            let Rate::Shown { value: shown, interval, unreliable: flag } = percent(Exact(x), Exact(n)) else {
                panic!("{x} of {n} is not shown");
            };
            assert!((shown - value).abs() < 1e-6 && flag == unreliable);
            assert!(interval.lower <= shown && shown <= interval.upper);
        }
    }

    #[test]
    fn a_rate_has_its_wilson_interval_in_percent() {
        let Rate::Shown { interval, .. } = percent(Exact(262), Exact(358)) else { panic!("it is shown") };
        assert!((interval.lower - 68.367102).abs() < 1e-4 && (interval.upper - 77.509343).abs() < 1e-4, "{interval:?}");
    }

    #[test]
    fn what_cannot_be_shown_says_why() {
        for (numerator, base, rate) in [
            (Exact(0), Exact(0), Rate::NotApplicable),
            (FewerThanFive, Exact(0), Rate::NotApplicable),
            (NotApplicable, NotAvailable, Rate::NotApplicable),
            (NotAvailable, Rounded(20), Rate::NotAvailable),
            (Exact(3), NotAvailable, Rate::NotAvailable),
            (FewerThanFive, Rounded(40), Rate::Withheld),
            (FewerThanFive, Exact(40), Rate::Withheld),
            (Rounded(10), Withheld, Rate::Withheld),
            (Rounded(5), Rounded(5), Rate::Withheld),
            (Rounded(5), Exact(9), Rate::Withheld),
            (Rounded(10), Rounded(10), Rate::NearlyAll),
            (Rounded(25), Rounded(20), Rate::NearlyAll),
            (Rounded(20), Exact(24), Rate::NearlyAll),
        ] {
            assert_eq!(percent(numerator, base), rate, "{numerator:?} of {base:?}");
            assert_eq!(per_100(numerator, base), rate, "{numerator:?} per 100 of {base:?}");
        }
    }

    #[test]
    fn a_shared_rate_comes_from_the_published_counts() {
        for (numerator, base, value, unreliable) in [
            (Rounded(5), Rounded(10), 50.0, true),
            (Rounded(20), Rounded(25), 80.0, true),
            (Rounded(20), Exact(25), 80.0, true),
            (Rounded(45), Rounded(60), 75.0, false),
        ] {
            let Rate::Shown { value: shown, unreliable: flag, .. } = percent(numerator, base) else {
                panic!("{numerator:?} of {base:?} is not shown");
            };
            assert_eq!((shown, flag), (value, unreliable));
        }
    }

    #[test]
    fn a_rate_per_100_carries_byars_interval_and_may_pass_100() {
        let Rate::Shown { value, interval, unreliable } = per_100(Rounded(65), Exact(1300)) else {
            panic!("not shown");
        };
        assert!((value - 5.0).abs() < 1e-9 && !unreliable);
        assert!((interval.lower - 3.86).abs() < 0.01 && (interval.upper - 6.37).abs() < 0.01);
        assert_eq!(per_100(Exact(12), Exact(10)).value(), Some(120.0));
        assert_eq!(percent(Exact(12), Exact(10)).value(), Some(100.0));
    }
}
