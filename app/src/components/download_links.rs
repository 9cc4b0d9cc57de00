//! Files of exactly what is on the screen, for the same audience.

use leptos::prelude::*;

use crate::filters::{Audience, Filters, Key};
use crate::islands::copy_picture::CopyPicture;
use crate::links::{self, Page};
use crate::reports::open_data;

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
    let takes_open_data = open_data::refusal(page, &filters, audience).is_none();
    let filters = filters.with(Key::Audience, audience);
    let title = format!("Download all figures of this page ({}):", audience.name().to_lowercase());
    let of = "of all figures";
    let link = |ending: &str, name, what| file(links::data(page, ending, &filters), name, what, of);
    view! {
        <ul class="gt-downloads" aria-label="Download the figures">
            <li class="gt-downloads__title">{title}</li>
            {link("xlsx", "Excel", "tables and charts")}
            {link("ods", "ODS", "accessible tables")}
            {link("csv", "CSV", "")}
            {link("json", "JSON", "")}
            {takes_open_data.then(|| link("ees.zip", "Open data", "ZIP for EES"))}
        </ul>
    }
    .into_any()
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
    let picture = |ending: &str, scale, with_title, name, what| {
        file(links::picture(page, &chart, ending, &filters, scale, with_title), name, what, &of)
    };
    let copied = links::picture(page, &chart, "png", &filters, None, true);
    view! {
        <ul class="gt-downloads">
            <li class="gt-downloads__title">"Download:"</li>
            {picture("svg", None, true, "SVG", "")}
            {picture("png", None, true, "PNG", "")}
            <li>
                <CopyPicture address=copied of=title.clone() />
            </li>
        </ul>
        <details class="gt-downloads__more">
            <summary>
                "Other sizes"
                <span class="govuk-visually-hidden">{format!(" {of}")}</span>
            </summary>
            <ul class="gt-downloads">
                {picture("png", Some(1), true, "PNG", "small")}
                {picture("png", Some(3), true, "PNG", "large, for print")}
                {picture("svg", None, false, "SVG", "without title and caption")}
                {picture("png", None, false, "PNG", "without title and caption")}
                {picture("png", Some(1), false, "PNG", "small, without title and caption")}
                {picture("png", Some(3), false, "PNG", "large, without title and caption")}
            </ul>
        </details>
    }
    .into_any()
}

fn file(address: String, format: &'static str, what: &'static str, of: &str) -> AnyView {
    let what = (!what.is_empty()).then(|| view! { <span class="gt-downloads__size">{what}</span> });
    let of = format!(" {of}");
    view! {
        <li>
            <a class="gt-downloads__link" href=address download="">
                {format} " " {what}
                <span class="govuk-visually-hidden">{of}</span>
            </a>
        </li>
    }
    .into_any()
}
