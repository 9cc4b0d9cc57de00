//! What was frozen, as it was: the page or the pack, how old it is, and what would be different now.

use leptos::prelude::*;

use super::list_page::frame;
use super::preview_page::read;
use super::shown::{PackShown, Tables, below_title, downloads};
use crate::components::definitions::Definitions;
use crate::components::layout::Layout;
use crate::components::plain_table::{Column, PlainTable};
use crate::components::tiles::Tiles;
use crate::reports::missing::MissingPage;
use crate::reports::report::{Report, Section};

/// What is said of something frozen, whatever it is.
#[derive(Debug, Clone, Default)]
pub struct FrozenState {
    /// When it was made, of which data, by whom.
    pub made: String,
    /// Who may open it, and until when.
    pub open_to: String,
    /// Whether newer data are here, and what that changes: nothing where they are the same.
    pub newer: Option<String>,
    /// The figures that are others now.
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub more: usize,
    /// Files of it: words and address.
    pub files: Vec<(String, String)>,
    /// Where the same question is asked of the data now.
    pub now: Option<String>,
}

/// A figure that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is: section, row and column.
    pub what: String,
    /// As it was frozen.
    pub then: String,
    /// As it is now.
    pub now: String,
}

/// A frozen page.
#[derive(Debug, Clone)]
pub struct FrozenReport {
    /// The page as it was.
    pub report: Report,
    /// What is said of it.
    pub state: FrozenState,
}

/// It is still being made, or could not be.
#[derive(Debug, Clone, Default)]
pub struct FrozenMaking {
    /// What it is.
    pub title: String,
    /// Where it stands, in words.
    pub words: String,
    /// Parts that are done, of so many.
    pub parts: (i64, i64),
    /// Whether waiting helps.
    pub waiting: bool,
}

/// The page: a frozen page, a frozen pack, or where it stands.
#[component]
pub fn FrozenPage() -> impl IntoView {
    if let Some(FrozenReport { report, state }) = use_context::<FrozenReport>() {
        return of_report(report, state);
    }
    if let Some((shown, state)) = use_context::<(PackShown, FrozenState)>() {
        let title = shown.title.clone();
        return view! {
            <Layout title=format!("Frozen: {title}") frame=frame()>
                {about(state, (!shown.meeting.is_empty()).then(|| shown.meeting.clone()))}
                {read(shown)}
            </Layout>
        }
        .into_any();
    }
    let Some(making) = use_context::<FrozenMaking>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let FrozenMaking { title, words, parts: (done, of), waiting } = making;
    let refresh = waiting.then(|| view! { <leptos_meta::Meta http_equiv="refresh" content="2" /> });
    let progress = (waiting && of > 0).then(|| {
        view! {
            <p>
                <progress class="gt-pack__progress" max=of.to_string() value=done.to_string() aria-label="Parts made"></progress>
            </p>
            <p>{format!("{done} of {of} parts are made.")}</p>
        }
    });
    view! {
        <Layout title=title.clone() frame=frame()>
            {refresh}
            <h1>{title}</h1>
            <p role="status">{words}</p>
            {progress}
        </Layout>
    }
    .into_any()
}

fn about(state: FrozenState, meeting: Option<String>) -> AnyView {
    let FrozenState { made, open_to, newer, differences, more, files, now } = state;
    let rows: Vec<Vec<AnyView>> =
        differences.into_iter().map(|d| vec![d.what.into_any(), d.then.into_any(), d.now.into_any()]).collect();
    let columns = vec![Column::Words("Figure"), Column::Number("Frozen"), Column::Number("Now")];
    let table = (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What has changed"</summary>
                <PlainTable id="changed" caption="Figures that are others now" columns=columns rows=rows />
                {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> })}
            </details>
        }
    });
    let now = now.map(|address| view! { " " <a href=address>"Open it with today\u{2019}s data"</a> });
    let newer = newer.map(|words| view! { <p>{words} {now}</p> });
    view! {
        <section class="govuk-inset-text gt-pack__about" aria-label="About this frozen link">
            <p>
                <strong>"Frozen figures. "</strong>
                {made}
                " "
                {open_to}
            </p>
            {newer}
            {table}
            {downloads("Download what was frozen", files, meeting)}
        </section>
    }
    .into_any()
}

fn of_report(report: Report, state: FrozenState) -> AnyView {
    let title = format!("Frozen: {}: {}", report.page.name(), report.headline);
    let Report { kicker, headline, summary, tiles, sections, notes, definitions, sources, as_of, .. } = report;
    let summary = summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let sections = sections.into_iter().map(section).collect_view();
    let notes = notes.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <Layout title=title frame=frame()>
            {about(state, None)}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{kicker}</p>
                    <h1>{headline}</h1>
                    {summary}
                </div>
            </div>
            <Tiles tiles=tiles />
            {sections}
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About these figures"
                </h2>
                <ul class="govuk-list govuk-list--bullet">{notes}</ul>
                <Definitions definitions=definitions sources=sources as_of=as_of />
            </section>
        </Layout>
    }
    .into_any()
}

fn section(section: Section) -> AnyView {
    let id = section.id.clone();
    let title_id = format!("{id}-title");
    view! {
        <section class="gt-card" id=id.clone() aria-labelledby=title_id>
            <h2 class="gt-card__title" id=title_id.clone()>
                {section.title.clone()}
            </h2>
            {below_title(&id, section, Tables::Open)}
        </section>
    }
    .into_any()
}
