//! Chance that repeats: one ChaCha stream for each person and purpose, so that anyone can be made again alone,
//! and exact shares by integer apportionment.

use chrono::{NaiveDate, TimeDelta};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of chance or an identifier is for; the two never meet.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub enum Purpose {
    Hubs = 1,
    Districts,
    Schools,
    Trusts,
    Changes,
    NpqPerson,
    NpqFormerId,
    NpqApplication,
    NpqDeclaration,
    NpqOutcome,
    EcfPerson,
    EcfFormerId,
    EcfRecord,
    EcfDeclaration,
    Statement,
    Partner,
    PartnerOfSchool,
    Partnership,
    School,
    Interest,
    Dirty,
    Readiness,
    Induction,
    SchoolLed,
    Placement,
    Event,
    Attendance,
    Contact,
    Reason,
}

/// The seed of all chance.
#[derive(Debug, Clone)]
pub struct Seed {
    base: ChaCha8Rng,
    seed: u64,
}

impl Seed {
    /// From the number a user gives.
    pub fn new(seed: u64) -> Seed {
        Seed { base: ChaCha8Rng::seed_from_u64(seed), seed }
    }

    /// The dice of one thing: the same numbers for the same seed, purpose and index.
    pub fn dice(&self, purpose: Purpose, index: u64) -> Dice {
        let mut rng = self.base.clone();
        rng.set_stream(((purpose as u64) << 56) | index);
        Dice(rng)
    }

    /// A single number for one thing, cheaper than dice.
    pub fn hash(&self, purpose: Purpose, index: u64) -> u64 {
        mix(mix(self.seed ^ ((purpose as u64) << 56)) ^ index)
    }

    /// A stable identifier.
    pub fn id(&self, purpose: Purpose, index: u64) -> Id {
        let high = self.hash(purpose, index);
        let low = mix(high ^ index.rotate_left(32) ^ 0x5851_f42d_4c95_7f2d);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&high.to_be_bytes());
        bytes[8..].copy_from_slice(&low.to_be_bytes());
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Id(bytes)
    }
}

fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A UUID, version 4 by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Id(pub [u8; 16]);

/// Draws for one thing.
#[derive(Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Evenly from 0 up to but not 1.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly from 0 up to but not `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(n)) >> 64) as u64
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// A position, as often as its weight says.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Close to a standard normal number.
    pub fn normal(&mut self) -> f64 {
        (0..6).map(|_| self.unit()).sum::<f64>() * std::f64::consts::SQRT_2 - 3.0 * std::f64::consts::SQRT_2
    }

    /// A day from the first to the last, both included; the first where there is none between.
    pub fn day(&mut self, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        let span = (last - first).num_days();
        if span <= 0 { first } else { plus(first, self.below(span as u64 + 1) as i64) }
    }
}

/// A day this many days later.
pub fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

/// Splits a whole number by weights so that the parts add up to it and none exceeds its cap.
pub fn apportion(total: u64, weights: &[f64], caps: Option<&[u64]>) -> Vec<u64> {
    let mut parts = vec![0u64; weights.len()];
    let room = |at: usize, parts: &[u64]| caps.map_or(u64::MAX, |c| c[at]) - parts[at];
    let mut left = total;
    loop {
        let open: Vec<usize> = (0..weights.len()).filter(|at| weights[*at] > 0.0 && room(*at, &parts) > 0).collect();
        let sum: f64 = open.iter().map(|at| weights[*at]).sum();
        if left == 0 || open.is_empty() {
            return parts;
        }
        let before = left;
        let mut rests: Vec<(f64, usize)> = Vec::with_capacity(open.len());
        for at in open {
            let quota = before as f64 * weights[at] / sum;
            let whole = (quota.floor() as u64).min(room(at, &parts)).min(left);
            parts[at] += whole;
            left -= whole;
            rests.push((quota - quota.floor(), at));
        }
        rests.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, at) in rests {
            if left > 0 && room(at, &parts) > 0 {
                parts[at] += 1;
                left -= 1;
            }
        }
    }
}

/// A fixed shuffle of 0..n that can be asked for one position at a time.
#[derive(Debug, Clone, Copy)]
pub struct Shuffle {
    n: u64,
    step: u64,
    shift: u64,
}

impl Shuffle {
    /// The shuffle of 0..n that this number picks.
    pub fn new(n: u64, pick: u64) -> Shuffle {
        let n = n.max(1);
        let mut step = (n as f64 * 0.618_033_988) as u64 + pick % 97;
        while gcd(step.max(1), n) != 1 {
            step += 1;
        }
        Shuffle { n, step: step.max(1), shift: pick % n }
    }

    /// Where a position goes.
    pub fn at(&self, position: u64) -> u64 {
        ((u128::from(position) * u128::from(self.step) + u128::from(self.shift)) % u128::from(self.n)) as u64
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Draws a position as often as its weight says, in constant time (Vose's alias method).
#[derive(Debug)]
pub struct Picker {
    keep: Vec<f32>,
    other: Vec<u32>,
}

impl Picker {
    /// From weights that are not all zero.
    pub fn new(weights: &[f64]) -> Picker {
        let n = weights.len();
        let mean = weights.iter().sum::<f64>() / n as f64;
        let mut keep: Vec<f64> = weights.iter().map(|w| w / mean).collect();
        let mut other: Vec<u32> = (0..n as u32).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|at| keep[*at] < 1.0);
        while let (Some(low), Some(high)) = (small.pop(), large.pop()) {
            other[low] = high as u32;
            keep[high] -= 1.0 - keep[low];
            if keep[high] < 1.0 { small.push(high) } else { large.push(high) }
        }
        for at in small.into_iter().chain(large) {
            keep[at] = 1.0;
        }
        Picker { keep: keep.into_iter().map(|k| k as f32).collect(), other }
    }

    /// Draws one position.
    pub fn pick(&self, dice: &mut Dice) -> usize {
        let at = dice.below(self.keep.len() as u64) as usize;
        if dice.unit() < f64::from(self.keep[at]) { at } else { self.other[at] as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_respect_caps() {
        assert_eq!(apportion(10, &[1.0, 1.0, 1.0], None), [4, 3, 3]);
        assert_eq!(apportion(10, &[1.0, 0.0, 9.0], Some(&[9, 9, 3])), [7, 0, 3]);
        assert_eq!(apportion(5, &[1.0, 1.0], Some(&[1, 1])), [1, 1]);
    }

    #[test]
    fn a_shuffle_reaches_every_position_once() {
        for n in [1, 2, 7, 60, 1009] {
            let shuffle = Shuffle::new(n, 12_345);
            let mut seen: Vec<u64> = (0..n).map(|k| shuffle.at(k)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_picker_draws_by_weight_and_never_what_weighs_nothing() {
        let picker = Picker::new(&[1.0, 0.0, 3.0]);
        let mut dice = Seed::new(1).dice(Purpose::Dirty, 0);
        let mut counts = [0; 3];
        for _ in 0..8000 {
            counts[picker.pick(&mut dice)] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((1800..2200).contains(&counts[0]), "{counts:?}");
    }
}
