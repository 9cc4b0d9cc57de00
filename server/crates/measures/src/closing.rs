//! What would close a gap: the figures and the verdict after more people or schools are reached.
//! Promises nothing: the comparator stays as it is, and so does every other segment of the question.

use domain::measure::Interval;

use crate::{
    gap::Gap,
    verdict::{Judgement, Verdict, judge},
};

/// A segment after more units are reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Numerator and denominator then; a share stops at its base.
    pub own: (u32, u32),
    /// The rate then, in percent or per 100.
    pub rate: f64,
    /// Its 95% interval in the same unit.
    pub interval: Interval,
    /// What is then left of the gap, in people or schools; 0 or less where the segment is as expected or ahead.
    pub left: f64,
    /// The verdict then, over all segments of the question with this one changed.
    pub judgement: Judgement,
}

/// Segment `which` of all `gaps` of a question after `more` units are reached. `None` where there is no such segment.
pub fn after(gaps: &[Gap], which: usize, more: u32) -> Option<Outcome> {
    let gap = gaps.get(which)?.with_more(more);
    let (rate, interval) = gap.own_rate();
    let judgement = judged_as(gaps, which, gap)?;
    Some(Outcome { own: gap.own, rate, interval, left: gap.size(), judgement })
}

/// The fewest units more that leave segment `which` no gap, neither clear nor possible; 0 where it is none now. `None`
/// where it is too small for a verdict or there is no such segment.
pub fn fewest_to_no_gap(gaps: &[Gap], which: usize) -> Option<u32> {
    let gap = gaps.get(which)?;
    let is_gap = |more: u32| {
        let judgement = judged_as(gaps, which, gap.with_more(more))?;
        match judgement.verdict {
            Verdict::TooFew => None,
            verdict => Some(verdict != Verdict::NotAGap),
        }
    };
    // One more unit never makes a gap surer: p grows up to the expected figure, and q with it. At the expected figure
    // there is none.
    let (mut low, mut high) = (0, fewest_to_expected(gap));
    while low < high {
        let middle = low + (high - low) / 2;
        if is_gap(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    is_gap(low).map(|_| low)
}

/// The fewest units more that bring the segment to what is expected of it; 0 where it is there.
pub fn fewest_to_expected(gap: &Gap) -> u32 {
    // Less a trace, so that 10.000000001 expected are 10.
    (gap.size() - 1e-6).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

fn judged_as(gaps: &[Gap], which: usize, changed: Gap) -> Option<Judgement> {
    let mut gaps = gaps.to_vec();
    *gaps.get_mut(which)? = changed;
    judge(&gaps).get(which).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gap::{Scale, Stratum};
    use proptest::prelude::*;

    fn share(own: (u32, u32), comparator: (u32, u32)) -> Gap {
        Gap::measure(Scale::Share, &[Stratum { own, comparator }]).unwrap()
    }

    #[test]
    fn one_school_more_turns_a_clear_gap_of_a_lone_segment() {
        // Of 100 against one half, 40 is a gap (p = 4.55%) and 41 is none (p = 7.19%).
        let gaps = [share((36, 100), (500, 1000))];
        assert_eq!(fewest_to_no_gap(&gaps, 0), Some(5));
        assert_eq!(fewest_to_expected(&gaps[0]), 14);
        let four = after(&gaps, 0, 4).unwrap();
        assert_eq!((four.own, four.judgement.verdict), ((40, 100), Verdict::Clear));
        assert!((four.rate - 40.0).abs() < 1e-9 && (four.left - 10.0).abs() < 1e-9);
        assert!((four.judgement.q.unwrap() - 0.0455).abs() < 1e-4);
        assert!((four.interval.lower - 30.94).abs() < 0.01 && (four.interval.upper - 49.80).abs() < 0.01);
        assert_eq!(after(&gaps, 0, 5).unwrap().judgement.verdict, Verdict::NotAGap);
    }

    #[test]
    fn a_share_closes_no_further_than_its_base() {
        let outcome = after(&[share((8, 20), (10, 20))], 0, 50).unwrap();
        assert_eq!(outcome.own, (20, 20));
        assert!((outcome.rate - 100.0).abs() < 1e-9 && outcome.left < 0.0);
        assert_eq!(fewest_to_expected(&share((8, 20), (20, 20))), 12);
    }

    #[test]
    fn nothing_is_wanted_where_nothing_is_missing_and_nothing_said_on_too_few() {
        let gaps = [share((60, 100), (50, 100)), share((1, 9), (50, 100))];
        assert_eq!(fewest_to_no_gap(&gaps, 0), Some(0));
        assert_eq!(fewest_to_expected(&gaps[0]), 0);
        assert_eq!(fewest_to_no_gap(&gaps, 1), None);
        assert_eq!(after(&gaps, 1, 2).unwrap().judgement.verdict, Verdict::TooFew);
        assert_eq!(fewest_to_no_gap(&gaps, 2), None);
        assert_eq!(after(&gaps, 2, 1), None);
    }

    #[test]
    fn people_per_100_teachers_may_pass_any_base() {
        let stratum = Stratum { own: (2, 10), comparator: (900, 100) };
        let gap = Gap::measure(Scale::Per100, &[stratum]).unwrap();
        assert_eq!(fewest_to_expected(&gap), 88);
        assert_eq!(after(&[gap], 0, 88).unwrap().own, (90, 10));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_fewest_is_what_counting_up_finds(
            figures in prop::collection::vec((0u32..40, 1u32..60, 1u32..40, any::<bool>()), 1..8)
        ) {
            let gaps: Vec<Gap> = figures.iter().map(|(x, n, y, per_100)| {
                let scale = if *per_100 { Scale::Per100 } else { Scale::Share };
                Gap::measure(scale, &[Stratum { own: (*x, *n), comparator: (*y, 40) }]).unwrap()
            }).collect();
            for which in 0..gaps.len() {
                let counted = gaps[which].is_judged().then(|| (0..).find(|more| {
                    after(&gaps, which, *more).unwrap().judgement.verdict == Verdict::NotAGap
                }).unwrap());
                prop_assert_eq!(fewest_to_no_gap(&gaps, which), counted);
                let fewest = fewest_to_expected(&gaps[which]);
                prop_assert!(gaps[which].with_more(fewest).size() <= 1e-6);
                prop_assert!(fewest == 0 || gaps[which].with_more(fewest - 1).size() > 0.0);
            }
        }
    }
}
