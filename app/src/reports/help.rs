//! Help in plain English, for a hub lead with two minutes: how to read a page, what every figure means, why some are
//! not shown, how files come in. The words of the definitions are those of the product; they never drift.

mod accounts;
mod data_protection;
mod figures;
mod loading;
mod measures;
mod packs;
mod schools;
mod sharing;

use leptos::prelude::*;

use super::{
    compare, data_page, engagement, gaps, outcomes, overview, participants, participation, reconciliation, schools_page,
};
use crate::asking;
use crate::components::layout::{Frame, Layout};
use crate::filters::Filters;
use crate::links::{self, Page};

/// The headings in order: id and words.
const HEADINGS: [(&str, &str); 17] = [
    ("pages", "What each page answers"),
    ("reading", "How to read a page"),
    ("filters", "Filters, and passing a page on"),
    ("keyboard", "Charts with a keyboard or a screen reader"),
    ("measures", "What every measure means"),
    ("years", "Years, cohorts and the same date last year"),
    ("maturity", "When a rate is shown, and when it is too early"),
    ("places", "Places, partners, phases and types"),
    ("accounts", "Signing in, and what each role sees"),
    ("data-protection", "Personal data: what is held, for how long, who sees it"),
    ("sharing", "Exact figures and sharing figures"),
    ("symbols", "Symbols"),
    ("statistics", "Intervals, and what chance can do"),
    ("schools", "One school, and recording contacts and reasons"),
    ("packs", "Updates, packs and frozen links"),
    ("import", "Loading files"),
    ("wrong", "When something looks wrong"),
];

/// The page.
#[component]
pub fn HelpPage() -> impl IntoView {
    let (filters, _) = Filters::read(&asking::query());
    let frame = Frame { filters, ..Frame::default() }.for_viewer();
    let contents =
        HEADINGS.into_iter().map(|(id, words)| view! { <li><a href=links::help(id)>{words}</a></li> }).collect_view();
    view! {
        <Layout title="Help" frame=frame>
            <div class="gt-prose">
                <h1 class="gt-headline__title">"Help"</h1>
                <p>
                    "Golden Thread shows who takes part in NPQ and early career training, and what comes of it, from \
                     the files that a hub and its lead provider already have."
                </p>
                <nav aria-label="On this page">
                    <ul class="govuk-list">{contents}</ul>
                </nav>
                <Pages />
                <Reading />
                <FilterHelp />
                <Keyboard />
                {measures::measures()}
                {figures::years()}
                {figures::maturity()}
                {figures::places()}
                {accounts::accounts()}
                {data_protection::data_protection()}
                {sharing::sharing()}
                {sharing::symbols()}
                {figures::statistics()}
                {schools::schools()}
                {packs::packs()}
                {loading::import()}
                {loading::wrong()}
            </div>
        </Layout>
    }
}

/// The heading with this id, in the words of the list of contents.
fn heading(id: &'static str) -> impl IntoView {
    let words = HEADINGS.into_iter().find(|(known, _)| *known == id).map_or(id, |(_, words)| words);
    view! { <h2 id=id>{words}</h2> }
}

/// Paragraphs.
fn paragraphs(words: &[&'static str]) -> impl IntoView + use<> {
    words.iter().copied().map(|words| view! { <p>{words}</p> }).collect_view()
}

/// A list.
fn list(items: &[&'static str]) -> impl IntoView + use<> {
    let items = items.iter().copied().map(|words| view! { <li>{words}</li> }).collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }
}

/// Terms with their meaning.
fn terms(items: &[(&'static str, &'static str)]) -> impl IntoView + use<> {
    let items = items.iter().copied().map(|(term, meaning)| view! { <dt>{term}</dt><dd>{meaning}</dd> }).collect_view();
    view! { <dl class="gt-terms">{items}</dl> }
}

#[component]
fn Pages() -> impl IntoView {
    let pages = [
        (Page::Overview, overview::QUESTION, overview::SHOWS),
        (Page::Participation, participation::QUESTION, participation::SHOWS),
        (Page::Outcomes, outcomes::QUESTION, outcomes::SHOWS),
        (Page::Engagement, engagement::QUESTION, engagement::SHOWS),
        (Page::Gaps, gaps::QUESTION, gaps::SHOWS),
        (Page::Compare, compare::QUESTION, compare::SHOWS),
        (Page::Reconciliation, reconciliation::QUESTION, reconciliation::SHOWS),
        (Page::Participants, participants::QUESTION, participants::SHOWS),
        (Page::Schools, schools_page::QUESTION, schools_page::SHOWS),
        (
            Page::Update,
            "What do we tell the Department, and our strategic group?",
            "pages put together with words of your own, as PDF, Word, PowerPoint, Excel and a meeting view, and frozen links",
        ),
        (Page::Data, data_page::QUESTION, data_page::SHOWS),
    ];
    let pages = pages
        .into_iter()
        .map(|(page, question, shows)| {
            let address = links::page(page, &Filters::default());
            view! {
                <dt>
                    <a href=address>{page.name()}</a>
                </dt>
                <dd>{question} " It shows " {shows} "."</dd>
            }
        })
        .collect_view();
    view! {
        {heading("pages")}
        <dl class="gt-terms">{pages}</dl>
    }
}

#[component]
fn Reading() -> impl IntoView {
    view! {
        {heading("reading")}
        {terms(&[
            ("The heading", "The finding, written from the figures on the page. It changes with the filters."),
            (
                "The headline figures",
                "Each with its base, the change against last year in words and with an arrow, and what the same \
                 figure is in all other areas loaded. The name leads to the page that explains it.",
            ),
            (
                "The chart",
                "Its title says what it shows. The table beside it holds the same figures. Bars begin at zero.",
            ),
            (
                "The table",
                "Each row's name leads to the same page for that row alone. A heading sorts: once from the highest, \
                 once more from the lowest. The total stands last. Unknown is what could not be placed.",
            ),
            (
                "About these figures",
                "What to bear in mind, what each measure means, the files it comes from, and how recent they are.",
            ),
            (
                "Downloads",
                "Every file holds exactly the figures on the page, for the same audience and with the same filters. \
                 Excel has a sheet for each table, with charts that can be edited. ODS has the same tables for every \
                 office program, laid out for assistive technology. CSV has one figure a row; JSON is for programs. \
                 Open data is a ZIP with data and metadata for DfE\u{2019}s Explore education statistics: sharing \
                 figures only, and not for hub areas, delivery partners or trusts, which have no level there. A chart \
                 is also a picture: SVG, or PNG in three sizes, with its title and caption or without.",
            ),
        ])}
    }
}

#[component]
fn FilterHelp() -> impl IntoView {
    view! {
        {heading("filters")}
        {paragraphs(&[
            "Choose from the lists and press Show. Nothing changes before you do. The filters in force stand below \
             the form; each is a link that removes it.",
            "The address of the page holds the whole question. Copy it into an email or a document: whoever may see \
             the page sees the same figures, until newer files are loaded.",
            "Region, hub area and local authority say where the school lies. Delivery partner says who delivered \
             the training. These are two different questions: a partner may deliver outside its own area.",
            "In sharing figures a question names one year or cohort, one place, and at most two of course, phase, \
             school type, funding and priority list. A narrower one could point at single people, so the page says \
             so instead of answering.",
        ])}
    }
}

#[component]
fn Keyboard() -> impl IntoView {
    view! {
        {heading("keyboard")}
        {list(&[
            "Tab moves from mark to mark: each bar, point or step says its name and its figure. Where a chart has \
             very many marks they are not Tab stops; the table leads to the same places.",
            "The arrow keys move to the next or the previous mark, Home to the first and End to the last.",
            "Enter opens the page for that mark alone, where it is a link.",
            "Escape closes the small box beside a mark. It stays open while you point at it.",
            "Each chart has a description for screen readers, and the table after it holds every figure.",
            "A table that is wider than the screen scrolls: Tab to it, then use the arrow keys.",
            "The arrow keys and the boxes need JavaScript. Everything else works without it.",
        ])}
    }
}
