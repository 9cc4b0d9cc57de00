//! What the attacker asks of the fixture: every page, breakdown and year; and each value of each filter, with every breakdown.

use std::collections::BTreeSet;

use app::filters::{Audience, Filters};
use app::links::Page;
use frames::Dataset;
use server::disclosure::questions::{Years, of_page, single_values};

/// Every page, breakdown and year of everything.
pub fn unnarrowed(dataset: &Dataset, audience: Audience) -> Vec<(Page, Filters)> {
    parsed(Page::REPORTS.map(|page| (page, of_page(dataset, page, audience, &Filters::default(), Years::Each))))
}

/// The same, and each value of each filter in the year that a page shows of itself.
pub fn all(dataset: &Dataset, audience: Audience) -> Vec<(Page, Filters)> {
    let singles = single_values(dataset);
    parsed(Page::REPORTS.map(|page| {
        let mut questions = of_page(dataset, page, audience, &Filters::default(), Years::Each);
        for one in &singles {
            questions.extend(of_page(dataset, page, audience, one, Years::Latest));
        }
        (page, questions)
    }))
}

fn parsed<const N: usize>(pages: [(Page, BTreeSet<String>); N]) -> Vec<(Page, Filters)> {
    let parsed = |(page, questions): (Page, BTreeSet<String>)| {
        questions.into_iter().map(move |question| (page, question.parse().expect("a question")))
    };
    pages.into_iter().flat_map(parsed).collect()
}
