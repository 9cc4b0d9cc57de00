//! Ranks that carry their uncertainty, and funnel limits. Never a bare league table.
//! Reproducible: the same figures and seed give the same ranks on every machine.

use domain::measure::Interval;

use crate::normal::quantile_rough;

/// Simulated rankings behind each interval.
pub const DRAWS: usize = 10_000;

/// How well one unit stands, on a scale that keeps the order of rates and has nearly constant spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    centre: f64,
    spread: f64,
}

impl Standing {
    /// A proportion, on the arcsine scale: normal with standard deviation 1 / (2 root(n + 1/2)). Successes above the
    /// base count as the base; without a base nothing is known and the unit may stand anywhere.
    ///
    /// Source: Anscombe (1948), "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35.
    pub fn proportion(successes: u32, base: u32) -> Standing {
        let (x, n) = (f64::from(successes.min(base)), f64::from(base));
        Standing { centre: ((x + 0.375) / (n + 0.75)).sqrt().asin(), spread: 0.5 / (n + 0.5).sqrt() }
    }

    /// Events per head of `base`, on the square-root scale: normal with standard deviation 1 / (2 root(base)).
    /// Without a base the unit may stand anywhere.
    ///
    /// Source: Anscombe (1948).
    pub fn rate(events: u32, base: u32) -> Standing {
        let n = f64::from(base.max(1));
        let spread = if base == 0 { 1e6 } else { 0.5 / n.sqrt() };
        Standing { centre: ((f64::from(events) + 0.375) / n).sqrt(), spread }
    }
}

/// A rank (1 is the highest rate) with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// Median rank over the draws.
    pub rank: u32,
    /// 2.5th percentile: the best place that is still plausible.
    pub best: u32,
    /// 97.5th percentile: the worst place that is still plausible.
    pub worst: u32,
}

/// Ranks of all units, in their order, from [`DRAWS`] draws of each unit's rate. Compare proportions with proportions
/// and rates with rates only.
///
/// Source: Goldstein and Spiegelhalter (1996), "League tables and their limitations", J R Stat Soc A 159:385-443, with
/// normal draws on the transformed scale in place of a posterior.
pub fn rank(units: &[Standing], seed: u64) -> Vec<Rank> {
    let mut random = SplitMix64(seed);
    // places[unit * n + place]: draws in which the unit took that place.
    let n = units.len();
    let mut places = vec![0u32; n * n];
    let mut drawn: Vec<(f64, usize)> = Vec::with_capacity(n);
    for _ in 0..DRAWS {
        drawn.clear();
        drawn.extend(units.iter().enumerate().map(|(i, unit)| (unit.centre + unit.spread * random.normal(), i)));
        drawn.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        for (place, (_, unit)) in drawn.iter().enumerate() {
            places[unit * n + place] += 1;
        }
    }
    let at = |unit: usize, share: f64| {
        let wanted = (share * DRAWS as f64).ceil() as u32;
        let mut seen = 0;
        let place = places[unit * n..(unit + 1) * n].iter().position(|draws| {
            seen += draws;
            seen >= wanted
        });
        place.map_or(n, |place| place + 1) as u32
    };
    (0..n).map(|unit| Rank { rank: at(unit, 0.5), best: at(unit, 0.025), worst: at(unit, 0.975) }).collect()
}

/// A funnel: the target, and how much more the units vary around it than chance alone explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Funnel {
    /// The rate at the centre: a share (0 to 1) or events per head.
    pub target: f64,
    /// Overdispersion: mean squared winsorised z-score. Limits widen by its root where it is above 1.
    pub phi: f64,
    scale: Scale,
}

/// What the variance of a unit at the target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    Proportion,
    Rate,
}

/// Share of the units, at each end, whose z-scores are pulled in to the next one before phi is computed.
const WINSORISED: f64 = 0.1;

impl Funnel {
    /// Funnel for proportions: units as (successes, base), around `target` (0 to 1). Units without a base are left out.
    ///
    /// Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Stat Med 24:1185-1202;
    /// (2005) "Handling over-dispersion of performance indicators", Qual Saf Health Care 14:347-351: z-scores are
    /// winsorised at 10% and 90%, phi is their mean square, and limits are multiplied by root phi where phi > 1.
    pub fn proportions(units: &[(u32, u32)], target: f64) -> Funnel {
        Funnel::around(units, target, Scale::Proportion)
    }

    /// Funnel for rates: units as (events, base), around `target` (events per head). The same source and rules.
    pub fn rates(units: &[(u32, u32)], target: f64) -> Funnel {
        Funnel::around(units, target, Scale::Rate)
    }

    /// Limits at `base` for a two-sided level given as `z` ([`crate::Z95`], [`crate::Z998`]), normal approximation, in
    /// the unit of the target: never below 0, a share never above 1. Without a base: everything.
    pub fn limits(&self, base: u32, z: f64) -> Interval {
        let most = if self.scale == Scale::Proportion { 1.0 } else { f64::INFINITY };
        if base == 0 {
            return Interval { lower: 0.0, upper: most };
        }
        let half = z * self.deviation(base) * self.phi.max(1.0).sqrt();
        Interval { lower: (self.target - half).max(0.0), upper: (self.target + half).min(most) }
    }

    fn around(units: &[(u32, u32)], target: f64, scale: Scale) -> Funnel {
        let funnel = Funnel { target, phi: 1.0, scale };
        let used = units.iter().filter(|(_, base)| *base > 0 && funnel.deviation(*base) > 0.0);
        let mut z: Vec<f64> =
            used.map(|(x, base)| (f64::from(*x) / f64::from(*base) - target) / funnel.deviation(*base)).collect();
        if z.is_empty() {
            return funnel;
        }
        z.sort_unstable_by(f64::total_cmp);
        let cut = (z.len() as f64 * WINSORISED).floor() as usize;
        let (least, greatest) = (z[cut], z[z.len() - 1 - cut]);
        let phi = z.iter().map(|z| z.clamp(least, greatest).powi(2)).sum::<f64>() / z.len() as f64;
        Funnel { phi, ..funnel }
    }

    /// Standard deviation of a unit's rate at the target, by chance alone.
    fn deviation(&self, base: u32) -> f64 {
        let variance = match self.scale {
            Scale::Proportion => self.target * (1.0 - self.target),
            Scale::Rate => self.target,
        };
        (variance.max(0.0) / f64::from(base)).sqrt()
    }
}

/// All events over all bases: the usual target of a funnel. `None` without a base.
pub fn pooled(units: &[(u32, u32)]) -> Option<f64> {
    let (events, base) = units.iter().fold((0u64, 0u64), |(x, n), unit| (x + u64::from(unit.0), n + u64::from(unit.1)));
    (base > 0).then(|| events as f64 / base as f64)
}

/// Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators"; passes BigCrush.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Standard normal, from the middle of one of 2^52 equal slices of 0 to 1.
    fn normal(&mut self) -> f64 {
        quantile_rough(((self.next() >> 12) as f64 + 0.5) / (1u64 << 52) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::{Z95, Z998};

    #[test]
    fn the_generator_gives_the_published_sequence() {
        let mut random = SplitMix64(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn draws_are_standard_normal() {
        let mut random = SplitMix64(7);
        let draws: Vec<f64> = (0..100_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.015, "{mean} {variance}");
    }

    #[test]
    fn standings_lie_on_the_scales_of_their_source() {
        // asin(root(3.375 / 12.75)) and 1 / (2 root(12.5)); root(4.375 / 16) and 1 / (2 root(16)).
        for (standing, centre, spread) in [
            (Standing::proportion(3, 12), 0.540_419_500_270_584, 0.141_421_356_237_309),
            (Standing::proportion(15, 12), Standing::proportion(12, 12).centre, 0.141_421_356_237_309),
            (Standing::rate(4, 16), 0.522_912_516_583_797, 0.125),
        ] {
            assert!(
                (standing.centre - centre).abs() < 1e-14 && (standing.spread - spread).abs() < 1e-14,
                "{standing:?}"
            );
        }
    }

    #[test]
    fn clear_differences_rank_surely_and_small_ones_do_not() {
        let units = [(900, 1000), (100, 1000), (500, 1000), (505, 1000)].map(|(x, n)| Standing::proportion(x, n));
        let ranks = rank(&units, 1);
        assert_eq!(ranks[0], Rank { rank: 1, best: 1, worst: 1 });
        assert_eq!(ranks[1], Rank { rank: 4, best: 4, worst: 4 });
        for unit in [2, 3] {
            assert_eq!((ranks[unit].best, ranks[unit].worst), (2, 3));
        }
        assert_eq!(rank(&units, 1), ranks);
        assert!(rank(&[], 1).is_empty());
    }

    #[test]
    fn a_unit_without_a_base_may_stand_anywhere() {
        let mut units = vec![Standing::rate(0, 0)];
        units.extend((1..10).map(|i| Standing::rate(i * 40, 1000)));
        let ranks = rank(&units, 3);
        assert_eq!((ranks[0].best, ranks[0].worst), (1, 10));
        assert!(ranks[1..].windows(2).all(|pair| pair[0].rank >= pair[1].rank));
    }

    #[test]
    fn funnel_limits_widen_only_when_units_vary_more_than_chance() {
        let tame: Vec<(u32, u32)> = (0..20).map(|i| (79 + i % 3, 100)).collect();
        let funnel = Funnel::proportions(&tame, 0.8);
        assert!(funnel.phi < 1.0);
        let limits = funnel.limits(100, Z95);
        assert!((limits.lower - 0.7216).abs() < 1e-4 && (limits.upper - 0.8784).abs() < 1e-4);
        let wild: Vec<(u32, u32)> = (0..20).map(|i| (70 + i, 100)).collect();
        let funnel = Funnel::proportions(&wild, 0.8);
        // z = (i - 10) / 4, the two lowest and highest pulled in to -2 and 1.75.
        assert!((funnel.phi - 1.78125).abs() < 1e-9, "{}", funnel.phi);
        assert!(funnel.limits(100, Z998).lower < 0.8 - Z998 * 0.04 * 1.3);
    }

    #[test]
    fn funnels_hold_without_units_bases_or_variance() {
        assert_eq!(Funnel::rates(&[], 0.2).phi, 1.0);
        assert_eq!(Funnel::proportions(&[(3, 3), (0, 0)], 1.0).limits(5, Z95), Interval { lower: 1.0, upper: 1.0 });
        assert_eq!(Funnel::rates(&[(2, 10)], 0.2).limits(0, Z95).lower, 0.0);
        assert_eq!(pooled(&[(1, 4), (2, 8)]), Some(0.25));
        assert_eq!(pooled(&[(0, 0)]), None);
    }
}
