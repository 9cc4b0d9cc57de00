//! What all others have beside a group of a whole: worked out from what is shown of both.

use app::filters::Audience;
use domain::measure::Count;

use super::Shown;
use crate::analytics::Measure;
use crate::analytics::figures::{Group, Tally};

/// Whether the rests of groups are all but they themselves, and follow from counts that are shown: a figure of its own for
/// each would tell more of the group.
pub(super) fn derives_rests(audience: Audience, total: &Group) -> bool {
    audience == Audience::Sharing && total.rest.is_none()
}

/// What is left of a whole without a part, from what is shown of both.
pub fn less(whole: Count, part: Count) -> Count {
    let (Some(all), Some(n)) = (whole.value(), part.value()) else { return Count::Withheld };
    match (whole, part, all.saturating_sub(n)) {
        (Count::Exact(_), Count::Exact(_), left) => Count::Exact(left),
        (_, _, 0..5) => Count::FewerThanFive,
        (_, _, left) => Count::Rounded(left),
    }
}

/// The same of all counts of a group. Who stands in several groups is in none of their rests.
pub(super) fn all_but(whole: &Shown, own: &Shown, rest: &Tally) -> Shown {
    let of = |measure: usize| match whole.0[measure] {
        Count::NotApplicable => Count::NotApplicable,
        whole => less(whole, own.0[measure]),
    };
    let mut shown = Shown(std::array::from_fn(of));
    for measure in [Measure::SchoolsInArea, Measure::Teachers] {
        if shown[measure] != Count::NotApplicable {
            shown.0[measure as usize] = Count::Exact(rest[measure]);
        }
    }
    if rest[Measure::SchoolsInArea] == 0 {
        // A school may be reached by several of these groups.
        shown.0[Measure::SchoolsReached as usize] = Count::NotApplicable;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Exact, FewerThanFive, NotApplicable, Rounded, Withheld};

    #[test]
    fn what_is_left_follows_from_what_is_shown() {
        assert_eq!(less(Exact(9), Exact(4)), Exact(5));
        assert_eq!(less(Rounded(30), Rounded(10)), Rounded(20));
        assert_eq!(less(Rounded(30), Rounded(30)), FewerThanFive);
        assert_eq!(less(Rounded(30), Rounded(35)), FewerThanFive);
        for hidden in [FewerThanFive, Withheld, NotApplicable] {
            assert_eq!((less(Rounded(30), hidden), less(hidden, Rounded(30))), (Withheld, Withheld));
        }
    }

    #[test]
    fn others_have_what_is_public_as_it_is_and_no_schools_where_groups_share_them() {
        let mut counts = [NotApplicable; crate::analytics::figures::MEASURES];
        for (measure, count) in
            [(Measure::Starts, Rounded(40)), (Measure::SchoolsReached, Exact(12)), (Measure::SchoolsInArea, Exact(20))]
        {
            counts[measure as usize] = count;
        }
        let whole = Shown(counts);
        counts[Measure::Starts as usize] = FewerThanFive;
        counts[Measure::SchoolsReached as usize] = Exact(2);
        let mut rest = Tally::default();
        rest.add(Measure::SchoolsInArea, 15);
        let others = all_but(&whole, &Shown(counts), &rest);
        let seen = [Measure::Starts, Measure::SchoolsReached, Measure::SchoolsInArea, Measure::Teachers];
        assert_eq!(seen.map(|measure| others[measure]), [Withheld, Exact(10), Exact(15), NotApplicable]);
        let shared = all_but(&whole, &Shown(counts), &Tally::default());
        assert_eq!(shared[Measure::SchoolsReached], NotApplicable);
    }
}
