//! Of which questions an open-data file can be made, as DfE's Explore education statistics takes it. One rule for the
//! link on the page and for the file behind it.

use crate::filters::{Audience, Breakdown, Filters, Key};
use crate::links::Page;

/// Why no open-data file can be made of a question as answered; `None` where one can.
pub fn refusal(page: Page, filters: &Filters, audience: Audience) -> Option<&'static str> {
    if !matches!(page, Page::Participation | Page::Outcomes | Page::Engagement) {
        return Some(
            "Open data are counts and rates by place and characteristic: use participation, outcomes or engagement.",
        );
    }
    if audience == Audience::Exact {
        return Some("Open data are for everyone. Choose sharing figures.");
    }
    if matches!(filters.by(), Breakdown::Hub | Breakdown::Partner | Breakdown::Trust) {
        return Some(
            "Open data have no level for hub areas, delivery partners and trusts. Break down by region, local authority \
             or a characteristic.",
        );
    }
    let places: Vec<(Key, &str)> = filters.narrowing().collect();
    match places.as_slice() {
        [] => None,
        [(Key::Region, region)] if *region != crate::filters::UNKNOWN && filters.by() != Breakdown::Region => None,
        [(Key::La, la)]
            if *la != crate::filters::UNKNOWN && !matches!(filters.by(), Breakdown::Region | Breakdown::La) =>
        {
            None
        }
        _ if places.iter().any(|(key, _)| matches!(key, Key::Hub | Key::Partner | Key::Trust)) => {
            Some("Open data have no level for hub areas, delivery partners and trusts. Remove that filter.")
        }
        _ => Some(
            "Open data hold the total of every characteristic: keep at most one region or one local authority as a \
             filter, and break down by something else.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(page: Page, query: &str, audience: Audience) -> bool {
        refusal(page, &query.parse().expect("a question"), audience).is_some()
    }

    #[test]
    fn open_data_are_sharing_figures_of_places_that_have_a_level() {
        use Audience::{Exact, Sharing};
        for query in ["by=region", "by=la", "by=phase&region=london", "by=course&la=E10000003", "by=la&region=london"] {
            assert!(!refused(Page::Participation, query, Sharing), "{query}");
            assert!(refused(Page::Participation, query, Exact), "{query}");
            assert!(refused(Page::Gaps, query, Sharing) && refused(Page::Compare, query, Sharing), "{query}");
        }
        for query in [
            "by=hub",
            "by=trust",
            "by=partner",
            "by=phase&hub=EE3",
            "by=phase&phase=primary",
            "by=region&region=london",
            "by=la&la=E10000003",
            "by=phase&region=london&region=south-east",
            "by=phase&region=unknown",
        ] {
            assert!(refused(Page::Participation, query, Sharing), "{query}");
        }
    }
}
