//! Of which questions an open-data file can be made, as DfE's Explore education statistics takes it. One rule for the
//! link on the page and for the file behind it.

use crate::filters::{Audience, Breakdown, Filters, Key, UNKNOWN};
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
    if filters.by() == Breakdown::Trust {
        return Some("Open data of this product hold no trusts. Break down by a place or a characteristic.");
    }
    let is_by_place = matches!(filters.by(), Breakdown::Region | Breakdown::La | Breakdown::Hub | Breakdown::Partner);
    let places: Vec<(Key, &str)> = filters.narrowing().collect();
    match places.as_slice() {
        [] => None,
        [(Key::Region, region)] if *region != UNKNOWN && filters.by() != Breakdown::Region => None,
        [(Key::La | Key::Hub, place)] if *place != UNKNOWN && !is_by_place => None,
        _ if places.iter().any(|(key, _)| matches!(key, Key::Partner | Key::Trust)) => {
            Some("Open data are not made of one delivery partner or trust. Remove that filter.")
        }
        _ => Some(
            "Open data hold the total of every characteristic: keep at most one region, one local authority or one hub area as \
             a filter, and break down by something else.",
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
        for query in [
            "by=region",
            "by=la",
            "by=hub",
            "by=partner",
            "by=phase&region=london",
            "by=course&la=E10000003",
            "by=phase&hub=EE3",
            "by=la&region=london",
        ] {
            assert!(!refused(Page::Participation, query, Sharing), "{query}");
            assert!(refused(Page::Participation, query, Exact), "{query}");
            assert!(refused(Page::Gaps, query, Sharing) && refused(Page::Compare, query, Sharing), "{query}");
        }
        for query in [
            "by=trust",
            "by=hub&hub=EE3",
            "by=la&hub=EE3",
            "by=phase&hub=unknown",
            "by=phase&partner=p1",
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
