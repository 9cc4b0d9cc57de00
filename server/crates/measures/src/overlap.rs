//! Gaps that are the same schools: found by the schools they do not reach, and shown as one with its parts.
//! Drops no gap and changes no figure.

use std::cmp::Reverse;

/// Two gaps are the same schools where at least this share, in percent, of the smaller set of unreached schools lies in
/// the larger. At 80 four of five calls on the shorter list stand on the longer one already, and the fifth is too little
/// to plan for apart; containment, not the share of the union, because a gap inside a much larger one is its part.
pub const SAME_PERCENT: u64 = 80;

/// What is known of one gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreached {
    /// Lower bound of the gap, by which gaps are ordered.
    pub lower: f64,
    /// The schools not reached, by any id: ascending, each once.
    pub schools: Vec<u32>,
}

/// A gap with the gaps that are part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Position of the gap in what was given.
    pub gap: usize,
    /// Unreached schools it has in common with the gap it is part of; all its own for a gap that stands by itself.
    pub shared: usize,
    /// The gaps that are the same schools, the surest first.
    pub parts: Vec<Merged>,
}

/// The gaps as trees, surest first at every level. Each gap becomes part of a gap with a larger lower bound whose
/// schools it shares ([`SAME_PERCENT`]); of several, of the one most alike (most shared schools of all schools of the
/// two), so that primary, small primary and small primary in one LA nest in each other. Equal bounds: more unreached
/// schools, then place. A gap without unreached schools stands by itself. Deterministic.
pub fn merge(gaps: &[Unreached]) -> Vec<Merged> {
    let mut order: Vec<usize> = (0..gaps.len()).collect();
    order.sort_by(|a, b| {
        let by_certainty = gaps[*b].lower.total_cmp(&gaps[*a].lower);
        by_certainty.then(gaps[*b].schools.len().cmp(&gaps[*a].schools.len()))
    });
    let parents: Vec<Option<(usize, usize)>> =
        (0..order.len()).map(|place| parent(gaps, &order[..place], order[place])).collect();
    let mut trees: Vec<Merged> = Vec::new();
    // From the least sure up, so that every gap has all its parts before it is handed to its own parent.
    let mut parts: Vec<Vec<Merged>> = vec![Vec::new(); gaps.len()];
    for (place, gap) in order.iter().enumerate().rev() {
        let mut own = std::mem::take(&mut parts[*gap]);
        own.reverse();
        let (siblings, shared) = match parents[place] {
            Some((parent, shared)) => (&mut parts[parent], shared),
            None => (&mut trees, gaps[*gap].schools.len()),
        };
        siblings.push(Merged { gap: *gap, shared, parts: own });
    }
    trees.reverse();
    trees
}

/// The gap among `surer` that `gap` is part of, and how many schools they share.
fn parent(gaps: &[Unreached], surer: &[usize], gap: usize) -> Option<(usize, usize)> {
    let own = &gaps[gap].schools;
    let candidates = surer.iter().enumerate().filter_map(|(place, other)| {
        let theirs = &gaps[*other].schools;
        let shared = in_both(own, theirs);
        let smaller = own.len().min(theirs.len());
        let same = smaller > 0 && shared as u64 * 100 >= smaller as u64 * SAME_PERCENT;
        same.then(|| (Alike { shared, either: own.len() + theirs.len() - shared }, Reverse(place), *other))
    });
    let (alike, _, other) = candidates.max()?;
    Some((other, alike.shared))
}

/// Shared schools of all schools of two gaps, compared as fractions without rounding.
#[derive(PartialEq, Eq)]
struct Alike {
    shared: usize,
    either: usize,
}

impl Ord for Alike {
    fn cmp(&self, other: &Alike) -> std::cmp::Ordering {
        (self.shared as u128 * other.either as u128).cmp(&(other.shared as u128 * self.either as u128))
    }
}

impl PartialOrd for Alike {
    fn partial_cmp(&self, other: &Alike) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// How many ids two ascending lists have in common.
fn in_both(one: &[u32], other: &[u32]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        both += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gap(lower: f64, schools: impl IntoIterator<Item = u32>) -> Unreached {
        Unreached { lower, schools: schools.into_iter().collect() }
    }

    /// Nested positions as text: `0(2 1)`.
    fn drawn(trees: &[Merged]) -> String {
        let each = trees.iter().map(|tree| {
            let parts = if tree.parts.is_empty() { String::new() } else { format!("({})", drawn(&tree.parts)) };
            format!("{}{parts}", tree.gap)
        });
        each.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn gaps_of_different_schools_stay_apart_surest_first() {
        let trees = merge(&[gap(1.0, 0..10), gap(3.0, 10..20), gap(2.0, 5..12)]);
        assert_eq!(drawn(&trees), "1 2 0");
        assert!(merge(&[]).is_empty());
        assert_eq!(drawn(&merge(&[gap(1.0, []), gap(2.0, [])])), "1 0");
    }

    #[test]
    fn special_schools_and_their_largest_authority_are_one_gap() {
        let trees = merge(&[gap(2.0, 0..10), gap(5.0, 2..30)]);
        assert_eq!(drawn(&trees), "1(0)");
        assert_eq!((trees[0].shared, trees[0].parts[0].shared), (28, 8));
    }

    #[test]
    fn four_of_five_of_the_smaller_set_make_the_same_schools() {
        assert_eq!(drawn(&merge(&[gap(2.0, 0..20), gap(1.0, [0, 1, 2, 3, 90])])), "0(1)");
        assert_eq!(drawn(&merge(&[gap(2.0, 0..20), gap(1.0, [0, 1, 2, 90, 91])])), "0 1");
        assert_eq!(drawn(&merge(&[gap(2.0, [0, 1, 2, 3, 90]), gap(1.0, 0..20)])), "0(1)");
    }

    #[test]
    fn a_chain_nests_by_what_is_most_alike() {
        let chain = [gap(1.0, 0..40), gap(9.0, 0..100), gap(4.0, 0..70)];
        assert_eq!(drawn(&merge(&chain)), "1(2(0))");
    }

    #[test]
    fn three_gaps_in_two_parts_of_one() {
        let three = [gap(8.0, 0..50), gap(3.0, 30..50), gap(4.0, 0..20), gap(2.0, 60..70)];
        let trees = merge(&three);
        assert_eq!(drawn(&trees), "0(2 1) 3");
    }

    #[test]
    fn a_gap_that_meets_only_a_part_goes_under_that_part() {
        // 1 shares 8 of 10 with 0; 2 shares 8 of 10 with 1 but only 6 with 0.
        let trees = merge(&[gap(8.0, 0..50), gap(6.0, 42..52), gap(4.0, 44..54)]);
        assert_eq!(drawn(&trees), "0(1(2))");
    }

    #[test]
    fn equal_bounds_are_told_apart_by_schools_then_place() {
        assert_eq!(drawn(&merge(&[gap(1.0, 0..5), gap(1.0, 0..6), gap(1.0, 0..5)])), "1(0(2))");
        assert_eq!(drawn(&merge(&[gap(1.0, 0..5), gap(1.0, 10..15)])), "0 1");
    }

    #[test]
    fn of_two_gaps_as_much_alike_the_surer_takes_the_part() {
        assert_eq!(drawn(&merge(&[gap(3.0, 10..20), gap(4.0, 0..10), gap(1.0, 0..20)])), "1(2) 0");
    }

    #[test]
    fn what_is_most_alike_shares_most_of_both_together() {
        // 8 of 10 shared with the first, 10 of 11 with the second.
        assert_eq!(drawn(&merge(&[gap(4.0, 0..8), gap(3.0, 0..11), gap(1.0, 0..10)])), "0(1(2))");
        assert!(Alike { shared: 8, either: 10 } < Alike { shared: 10, either: 11 });
    }

    proptest! {
        #[test]
        fn every_gap_is_shown_once_under_a_surer_one(
            gaps in prop::collection::vec((0i32..5, prop::collection::btree_set(0u32..12, 0..8)), 0..12)
        ) {
            let gaps: Vec<Unreached> = gaps.iter().map(|(lower, set)| gap((*lower).into(), set.iter().copied())).collect();
            let mut seen = vec![0; gaps.len()];
            let mut open: Vec<(Option<usize>, Merged)> = merge(&gaps).into_iter().map(|tree| (None, tree)).collect();
            while let Some((above, tree)) = open.pop() {
                seen[tree.gap] += 1;
                let own = &gaps[tree.gap];
                if let Some(above) = above.map(|gap: usize| &gaps[gap]) {
                    let shared = own.schools.iter().filter(|id| above.schools.contains(id)).count();
                    prop_assert_eq!(shared, tree.shared);
                    prop_assert!(shared * 5 >= own.schools.len().min(above.schools.len()) * 4 && shared > 0);
                    prop_assert!(above.lower >= own.lower);
                }
                prop_assert!(tree.parts.windows(2).all(|pair| gaps[pair[0].gap].lower >= gaps[pair[1].gap].lower));
                open.extend(tree.parts.into_iter().map(|part| (Some(tree.gap), part)));
            }
            prop_assert!(seen.iter().all(|times| *times == 1));
        }
    }
}
