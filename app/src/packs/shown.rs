//! A pack as it is read: its parts with their findings, charts, tables and words.

use leptos::prelude::*;

use crate::components::chart::Chart;
use crate::components::data_table::DataTable;
use crate::components::tiles::Tiles;
use crate::filters::Filters;
use crate::links::Page;
use crate::reports::report::{Definition, Section, Source, Tile};

/// A pack, composed.
#[derive(Debug, Clone, Default)]
pub struct PackShown {
    /// What kind of pack it is, in words.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Place, year and for whom the figures are.
    pub subtitle: String,
    /// The words before the first part, as safe HTML.
    pub introduction: String,
    /// Its parts.
    pub parts: Vec<ShownPart>,
    /// What its measures mean, each once.
    pub definitions: Vec<Definition>,
    /// The files behind it, each once.
    pub sources: Vec<Source>,
    /// Data as of, in words.
    pub as_of: String,
    /// Files of it: words and address.
    pub files: Vec<(String, String)>,
    /// Where its meeting view is.
    pub meeting: String,
    /// Where its reader goes back to: words and address.
    pub back: Option<(String, String)>,
}

/// A part of a pack.
#[derive(Debug, Clone, Default)]
pub struct ShownPart {
    /// Word for anchors.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// The finding of the page that it is of.
    pub finding: String,
    /// What puts the finding beside last year and the comparator.
    pub summary: Vec<String>,
    /// Headline figures.
    pub tiles: Vec<Tile>,
    /// What its maker wrote, as safe HTML.
    pub commentary: String,
    /// Charts with their tables.
    pub sections: Vec<Section>,
    /// What is in words, such as actions.
    pub lines: Vec<String>,
    /// Why it has no figures, where it has none.
    pub problem: Option<String>,
    /// Where its figures are explained in full.
    pub source: Option<(String, String)>,
}

/// Whether the table of a chart is folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tables {
    /// Where somebody edits: the chart is enough.
    Folded,
    /// Where somebody reads.
    Open,
}

/// The figures of a part.
pub(super) fn figures(part: &ShownPart, tables: Tables) -> AnyView {
    let finding = (!part.finding.is_empty()).then(|| view! { <p class="gt-pack__finding">{part.finding.clone()}</p> });
    let summary = part.summary.iter().map(|words| view! { <p>{words.clone()}</p> }).collect_view();
    let problem = part.problem.clone().map(|words| view! { <p class="govuk-inset-text">{words}</p> });
    let lines = (!part.lines.is_empty()).then(|| {
        let lines = part.lines.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }
    });
    let sections = part.sections.iter().map(|section| card(&part.id, section.clone(), tables)).collect_view();
    view! {
        {finding}
        {summary}
        <Tiles tiles=part.tiles.clone() below_heading=true />
        {problem}
        {lines}
        {sections}
    }
    .into_any()
}

/// What a person wrote, made safe by the server.
pub(super) fn written(html: &str) -> AnyView {
    if html.is_empty() {
        return ().into_any();
    }
    view! { <div class="gt-pack__words" inner_html=html.to_owned()></div> }.into_any()
}

/// A part's chart with its table.
fn card(part: &str, section: Section, tables: Tables) -> AnyView {
    // A page may be in a pack more than once.
    let id = format!("{part}-{}", section.id);
    let title_id = format!("{id}-title");
    view! {
        <div class="gt-pack__figure" id=id.clone()>
            <h3 class="gt-card__title" id=title_id>
                {section.title.clone()}
            </h3>
            {below_title(&id, section, tables)}
        </div>
    }
    .into_any()
}

/// What stands below a section's title: its subtitle, chart and table. `id` is the section's on this page.
pub(super) fn below_title(id: &str, section: Section, tables: Tables) -> AnyView {
    let Section { subtitle, chart, table, .. } = section;
    let said_above = table.caption == subtitle;
    let alone = chart.is_none().then(|| view! { <p class="gt-card__subtitle">{subtitle.clone()}</p> });
    let folds = tables == Tables::Folded && chart.is_some();
    let chart = chart.map(|drawing| view! { <Chart drawing=drawing caption=subtitle /> });
    let table = view! {
        <DataTable section=id.to_owned() page=Page::Update filters=Filters::default() table=table said_above=said_above />
    };
    let table = match folds {
        true => view! {
            <details class="gt-pack__rename">
                <summary>"The figures as a table"</summary>
                {table}
            </details>
        }
        .into_any(),
        false => table.into_any(),
    };
    view! {
        {alone}
        {chart}
        {table}
    }
    .into_any()
}

/// What can be taken away of a pack or of something frozen, and its meeting view where it has one.
pub(super) fn downloads(label: &'static str, files: Vec<(String, String)>, meeting: Option<String>) -> AnyView {
    let files = files
        .into_iter()
        .map(|(words, address)| {
            view! {
                <li>
                    <a class="gt-downloads__link" href=address download="">
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    let meeting = meeting.map(|address| view! { <li><a href=address>"Meeting view"</a></li> });
    view! {
        <ul class="gt-downloads" aria-label=label>
            <li class="gt-downloads__title">"Download (sharing figures):"</li>
            {files}
            {meeting}
        </ul>
    }
    .into_any()
}
