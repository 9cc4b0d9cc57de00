//! Files of exactly what is on the screen, for the same audience.

use leptos::prelude::*;

use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};

/// The page's figures as files.
#[component]
pub fn DataDownloads(
    /// The page.
    page: Page,
    /// The question as answered.
    filters: Filters,
    /// For whom it was answered.
    audience: Audience,
) -> impl IntoView {
    let filters = filters.with(Key::Audience, audience);
    let title = format!("All figures of this page ({}):", audience.name().to_lowercase());
    view! {
        <ul class="gt-downloads" aria-label="Download the figures">
            <li class="gt-downloads__title">{title}</li>
            {file(links::data(page, "csv", &filters), "CSV", "of all figures")}
            {file(links::data(page, "json", &filters), "JSON", "of all figures")}
        </ul>
    }
}

/// A chart as pictures.
#[component]
pub fn ChartDownloads(
    /// The page.
    page: Page,
    /// The chart's word.
    chart: String,
    /// The chart's title, to tell its links from those of other charts.
    title: String,
    /// The question as answered.
    filters: Filters,
    /// For whom it was answered.
    audience: Audience,
) -> impl IntoView {
    let filters = filters.with(Key::Audience, audience);
    let of = format!("of {title}");
    view! {
        <ul class="gt-downloads">
            <li class="gt-downloads__title">"Download:"</li>
            {file(links::data(page, "csv", &filters), "CSV", &of)}
            {file(links::chart(page, &chart, "svg", &filters), "SVG", &of)}
            {file(links::chart(page, &chart, "png", &filters), "PNG", &of)}
        </ul>
    }
}

fn file(address: String, format: &'static str, of: &str) -> impl IntoView + use<> {
    let of = format!(" {of}");
    view! {
        <li>
            <a class="gt-downloads__link" href=address download="">
                {format}
                <span class="govuk-visually-hidden">{of}</span>
            </a>
        </li>
    }
}
