//! Which gaps are sure: one verdict for each segment of a question, and the order in which they are shown.
//! Always fed with all segments of the question, so that filters and sorting change no verdict.

use crate::{gap::Gap, intervals::q_values};

/// The share of the clear gaps that may be chance, on average.
pub const FALSE_DISCOVERY: f64 = 0.05;

/// How sure a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Behind, and still so when all segments looked at are taken into account.
    Clear,
    /// Behind by its own interval alone: among many segments a few such are chance.
    Possible,
    /// As expected, ahead, or within chance.
    NotAGap,
    /// A base under 10, own or comparator's: nothing is said.
    TooFew,
}

/// The verdict on one segment and the q-value behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// How sure the gap is.
    pub verdict: Verdict,
    /// Benjamini-Hochberg q over all judged segments; `None` where the base is too small.
    pub q: Option<f64>,
}

/// Verdicts on all segments of one question, year and geography, in their order. Segments on too small a base are not
/// among the hypotheses. The test is two-sided, and only a segment behind its expectation becomes a gap.
///
/// Source: [`q_values`], Benjamini and Hochberg (1995): clear where q < 5%; possible where only the segment's own 95%
/// interval excludes what is expected.
pub fn judge(gaps: &[Gap]) -> Vec<Judgement> {
    let p: Vec<f64> = gaps.iter().filter(|gap| gap.is_judged()).map(Gap::p).collect();
    let mut q = q_values(&p).into_iter();
    let judged = gaps.iter().map(|gap| {
        let q = if gap.is_judged() { q.next() } else { None };
        let verdict = match q {
            None => Verdict::TooFew,
            Some(_) if gap.size() <= 0.0 => Verdict::NotAGap,
            Some(q) if q < FALSE_DISCOVERY => Verdict::Clear,
            Some(_) if gap.interval().lower > 0.0 => Verdict::Possible,
            Some(_) => Verdict::NotAGap,
        };
        Judgement { verdict, q }
    });
    judged.collect()
}

/// Positions of the gaps as they are shown: by the lower bound of the gap, largest first, so that what would surely
/// move most people or schools leads; then by size, then as given. Segments too small for a verdict come last.
pub fn order(gaps: &[Gap]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..gaps.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&gaps[*a], &gaps[*b]);
        let by_certainty = b.interval().lower.total_cmp(&a.interval().lower);
        b.is_judged().cmp(&a.is_judged()).then(by_certainty).then(b.size().total_cmp(&a.size()))
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gap::{Scale, Stratum};
    use proptest::prelude::*;

    /// A segment of one stratum against a comparator of 50%.
    fn half(x: u32, n: u32) -> Gap {
        Gap::measure(Scale::Share, &[Stratum { own: (x, n), comparator: (500, 1000) }]).unwrap()
    }

    fn verdicts(gaps: &[Gap]) -> Vec<Verdict> {
        judge(gaps).iter().map(|judgement| judgement.verdict).collect()
    }

    #[test]
    fn a_lone_gap_is_clear_where_its_interval_excludes_the_comparator() {
        // Of 100, Wilson's interval excludes one half up to 40 (upper limit 49.8%) and no more from 41 on (50.8%).
        assert_eq!(verdicts(&[half(40, 100)]), [Verdict::Clear]);
        assert_eq!(verdicts(&[half(41, 100)]), [Verdict::NotAGap]);
    }

    #[test]
    fn among_many_segments_the_same_gap_is_only_possible() {
        // p = 4.55%; of ten segments only two differ, so that q is 5 x 4.55%.
        let mut gaps = vec![half(50, 100); 8];
        gaps.extend([half(40, 100), half(20, 100)]);
        let judged = judge(&gaps);
        assert_eq!((judged[8].verdict, judged[9].verdict), (Verdict::Possible, Verdict::Clear));
        assert!((judged[8].q.unwrap() - 0.227_501).abs() < 1e-5, "{:?}", judged[8]);
        assert!(judged[..8].iter().all(|judgement| judgement.verdict == Verdict::NotAGap));
    }

    #[test]
    fn segments_ahead_are_tested_but_are_no_gap() {
        let judged = judge(&[half(90, 100), half(50, 100)]);
        assert!(judged[0].q.unwrap() < 1e-10);
        assert_eq!(judged[0].verdict, Verdict::NotAGap);
    }

    #[test]
    fn segments_on_a_small_base_get_no_verdict_and_weigh_on_no_other() {
        let small = [half(0, 9); 40];
        let judged = judge(&[&small[..], &[half(40, 100)]].concat());
        assert!(judged[..40].iter().all(|judgement| *judgement == Judgement { verdict: Verdict::TooFew, q: None }));
        assert_eq!(judged[40].verdict, Verdict::Clear);
        assert_eq!(order(&[small[0], half(60, 100)]), [1, 0]);
    }

    #[test]
    fn the_order_is_by_lower_bound_then_size_then_place() {
        // 40 of 100 is surely behind by 0.2, 190 of 400 may be ahead, though both are behind by 10; 45 of 90 by none.
        let gaps = [half(190, 400), half(45, 90), half(40, 100), half(40, 100), half(300, 1000)];
        assert_eq!(order(&gaps), [4, 2, 3, 1, 0]);
    }

    #[test]
    fn at_the_same_lower_bound_the_larger_gap_leads() {
        // An own count at its base has no room above, so that its gap is its lower bound.
        let wide = half(10, 20);
        let bound = wide.interval().lower;
        let narrow = Gap { expected: 16.0 + bound, ..half(16, 16) };
        assert_eq!(narrow.interval().lower, bound);
        assert!(wide.size() > narrow.size());
        assert_eq!(order(&[narrow, wide]), [1, 0]);
        assert_eq!(order(&[wide, narrow]), [0, 1]);
    }

    proptest! {
        #[test]
        fn verdicts_do_not_depend_on_the_order_of_the_segments(
            figures in prop::collection::vec((0u32..60, 1u32..60), 1..20), turn in 0usize..20
        ) {
            let gaps: Vec<Gap> = figures.iter().map(|(x, n)| half(*x, *n)).collect();
            let mut turned = gaps.clone();
            let turn = turn % gaps.len();
            turned.rotate_left(turn);
            let mut expected = verdicts(&gaps);
            expected.rotate_left(turn);
            prop_assert_eq!(verdicts(&turned), expected);
        }

        #[test]
        fn a_clear_gap_is_never_less_than_possible(figures in prop::collection::vec((0u32..60, 10u32..60), 1..20)) {
            let gaps: Vec<Gap> = figures.iter().map(|(x, n)| half(*x, *n)).collect();
            for (gap, judgement) in gaps.iter().zip(judge(&gaps)) {
                let excluded = gap.interval().lower > 0.0;
                prop_assert_eq!(matches!(judgement.verdict, Verdict::Clear | Verdict::Possible), excluded);
            }
        }
    }
}
