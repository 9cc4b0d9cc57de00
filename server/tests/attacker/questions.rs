//! What the attacker asks of the fixture: every page, breakdown and year; and each value of each filter, with every breakdown.

use std::collections::BTreeSet;

use app::filters::{Audience, Breakdown, Filters, Key};
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

/// Every question of people who started, in each year: of everything in each breakdown, and within each value of each filter by
/// phase and by course. Without schools engaged in any strand, which are of many years.
pub fn of_people(dataset: &Dataset) -> Vec<(Page, Filters)> {
    let pages = [Page::Participation, Page::Outcomes, Page::Overview, Page::Gaps, Page::Compare];
    let of_page = |page: Page, one: &Filters| -> Vec<(Page, Filters)> {
        let asked = of_page(dataset, page, Audience::Sharing, one, Years::Each).into_iter();
        asked.map(|question| (page, question.parse().expect("a question"))).collect()
    };
    let crosses_twice = |(page, question): &(Page, Filters)| match page {
        Page::Participation | Page::Outcomes => !matches!(question.by(), Breakdown::Phase | Breakdown::Course),
        Page::Gaps => question.has(Key::By),
        _ => false,
    };
    let whole = pages.map(|page| of_page(page, &Filters::default())).concat();
    let singles = single_values(dataset);
    let narrowed = singles.iter().flat_map(|one| pages.map(|page| of_page(page, one)).concat());
    let asked = whole.into_iter().chain(narrowed.filter(|asked| !crosses_twice(asked)));
    asked.filter(|asked| !is_of_engaged(asked)).collect()
}

/// Every question of schools engaged in any strand, in each year and breakdown: of everything, and within each value of each
/// filter.
pub fn of_engaged(dataset: &Dataset) -> Vec<(Page, Filters)> {
    let mut narrowed = single_values(dataset);
    narrowed.push(Filters::default());
    let pages = [Page::Engagement, Page::Gaps, Page::Compare];
    let asked = narrowed
        .iter()
        .flat_map(|one| parsed(pages.map(|page| (page, of_page(dataset, page, Audience::Sharing, one, Years::Each)))));
    asked.filter(is_of_engaged).collect()
}

fn is_of_engaged((page, question): &(Page, Filters)) -> bool {
    match page {
        Page::Engagement => true,
        Page::Gaps | Page::Compare => question.one(Key::Measure).is_none_or(|measure| measure == "engaged"),
        _ => false,
    }
}

fn parsed<const N: usize>(pages: [(Page, BTreeSet<String>); N]) -> Vec<(Page, Filters)> {
    let parsed = |(page, questions): (Page, BTreeSet<String>)| {
        questions.into_iter().map(move |question| (page, question.parse().expect("a question")))
    };
    pages.into_iter().flat_map(parsed).collect()
}
