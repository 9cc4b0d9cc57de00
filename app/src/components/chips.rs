//! The filters in force, each a link to the same question without it.

use leptos::prelude::*;

use crate::filters::{Filters, Key};
use crate::links::{self, Page};
use crate::reports::report::Chip;

/// The filters in force.
#[component]
pub fn Chips(
    /// The page that answers.
    page: Page,
    /// The question.
    filters: Filters,
    /// What narrows it.
    chips: Vec<Chip>,
) -> impl IntoView {
    if chips.is_empty() {
        return ().into_any();
    }
    let clear = (chips.len() > 1).then(|| {
        view! {
            <li>
                <a class="gt-chips__clear" href=links::page(page, &widest(&filters))>
                    "Clear all filters"
                </a>
            </li>
        }
    });
    let chips = chips
        .into_iter()
        .map(|chip| {
            view! {
                <li>
                    <a class="gt-chip" href=links::page(page, &chip.without)>
                        <span class="govuk-visually-hidden">"Remove filter "</span>
                        {chip.words}
                        <span class="gt-chip__remove" aria-hidden="true">
                            "\u{d7}"
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="gt-chips" aria-label="Filters in force">
            {chips}
            {clear}
        </ul>
    }
    .into_any()
}

/// The question without anything that narrows it.
pub(crate) fn widest(filters: &Filters) -> Filters {
    Key::ALL.iter().filter(|key| key.narrows()).fold(filters.clone(), |wider, key| wider.without(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_question_keeps_programme_year_and_breakdown() {
        let filters: Filters = "programme=ecf&course=NPQH&year=2024-25&phase=primary&by=phase".parse().expect("reads");
        assert_eq!(widest(&filters).to_string(), "programme=ecf&year=2024-25&by=phase");
    }
}
