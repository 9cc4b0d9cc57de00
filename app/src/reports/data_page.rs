//! What is loaded, from which file, when, what was rejected; definitions, data dictionary, templates.

use domain::measure::thousands;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::data::{BenchmarkLine, DataReport, ImportLine, RowCounts};
use crate::asking::{self, Asker, answered};
use crate::components::definitions::Terms;
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::{Empty, Problem};
use crate::error::AppError;
use crate::filters::{Audience, Filters};
use crate::links::{self, Page};
use crate::statistics::Viewer;

/// The question that the page answers.
pub const QUESTION: &str = "What is loaded?";

/// What the page shows, as help tells it.
pub const SHOWS: &str =
    "which files are loaded, what was rejected and why, what every measure and column means, and blank templates";

/// Asks the question.
#[server(endpoint = "data", input = GetUrl)]
pub async fn load_data() -> Result<DataReport, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.data(&asker.viewer).await)
}

/// The page.
#[component]
pub fn DataPage() -> impl IntoView {
    let (filters, _) = Filters::read(&asking::query());
    let viewer = use_context::<Viewer>();
    let sees_people = viewer.is_some_and(|viewer| viewer.audiences.contains(&Audience::Exact));
    Suspend::new(async move {
        let frame = Frame::without_answer(Page::Data, &filters).for_viewer();
        match load_data().await {
            Ok(report) => answer(report, frame, sees_people),
            Err(error) => view! {
                <Layout title=format!("Error: Data: {error}") frame=frame>
                    <Problem error=error />
                </Layout>
            }
            .into_any(),
        }
    })
}

fn answer(report: DataReport, mut frame: Frame, sees_people: bool) -> AnyView {
    frame.as_of = Some(report.as_of.clone()).filter(|words| !words.is_empty());
    let empty = report.imports.is_empty().then(|| {
        view! { <Empty reason="No file has been loaded yet.".to_owned() wider=None /> }
    });
    let reconciliation = sees_people.then(|| {
        view! {
            <p>
                <a href=links::page(Page::Reconciliation, &Filters::default())>
                    "People whom the files do not agree on"
                </a>
                ", in exact figures"
            </p>
        }
    });
    view! {
        <Layout title=format!("Data: {}", report.headline) frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">"Data"</p>
                    <h1>{report.headline}</h1>
                </div>
            </div>
            {empty}
            {reconciliation}
            <Findings findings=report.findings />
            <Imports imports=report.imports />
            <div class="gt-grid gt-grid--even">
                <Holdings holdings=report.holdings />
                <Templates templates=report.templates />
            </div>
            <Benchmarks benchmarks=report.benchmarks />
            <section class="gt-card" aria-labelledby="definitions">
                <h2 class="gt-card__title" id="definitions">
                    "What every measure means"
                </h2>
                <Terms definitions=report.definitions prefix="measure" />
            </section>
            <Dictionary dictionary=report.dictionary />
        </Layout>
    }
    .into_any()
}

/// A whole number with commas.
pub(super) fn number(n: i64) -> String {
    thousands(n.max(0).unsigned_abs())
}

#[component]
fn Findings(findings: Vec<String>) -> impl IntoView {
    (!findings.is_empty()).then(|| {
        let findings = findings.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! {
            <section class="gt-card" aria-labelledby="findings">
                <h2 class="gt-card__title" id="findings">
                    "What to look into"
                </h2>
                <p class="gt-card__subtitle">"Found across all files together."</p>
                <ul class="govuk-list govuk-list--bullet">{findings}</ul>
            </section>
        }
    })
}

#[component]
fn Imports(imports: Vec<ImportLine>) -> impl IntoView {
    (!imports.is_empty()).then(|| {
        let columns = vec![
            Column::Words("File"),
            Column::Words("What it is"),
            Column::Words("Loaded"),
            Column::Words("Data as of"),
            Column::Number("Rows read"),
            Column::Number("Taken"),
            Column::Number("Unchanged"),
            Column::Number("Rejected"),
            Column::Number("Warnings"),
        ];
        let caption = match imports.iter().any(|line| line.rows.is_none()) {
            true => {
                "Newest first. Rows of files about people are not shown in sharing figures: a file of two rows is two \
                 people who came."
            }
            false => "Newest first. A file's name leads to what was rejected and why.",
        };
        let rows = imports.into_iter().map(import_row).collect();
        view! {
            <section class="gt-card" aria-labelledby="imports">
                <h2 class="gt-card__title" id="imports">
                    "Files loaded"
                </h2>
                <PlainTable
                    id="imports"
                    caption=caption
                    columns=columns
                    rows=rows
                />
            </section>
        }
    })
}

fn import_row(line: ImportLine) -> Vec<AnyView> {
    let of =
        |count: fn(&RowCounts) -> i64| line.rows.as_ref().map_or("not shown".to_owned(), |rows| number(count(rows)));
    vec![
        view! { <a href=links::import(line.id)>{line.file}</a> }.into_any(),
        line.kind.into_any(),
        line.when.into_any(),
        line.as_of.into_any(),
        of(|rows| rows.read).into_any(),
        of(|rows| rows.taken).into_any(),
        of(|rows| rows.unchanged).into_any(),
        of(|rows| rows.rejected).into_any(),
        of(|rows| rows.warned).into_any(),
    ]
}

#[component]
fn Holdings(holdings: Vec<(String, String)>) -> impl IntoView {
    let rows = holdings.into_iter().map(|(what, count)| vec![what.into_any(), count.into_any()]).collect();
    view! {
        <section class="gt-card" aria-labelledby="holdings">
            <h2 class="gt-card__title" id="holdings">
                "What is held"
            </h2>
            <PlainTable
                id="holdings"
                caption="Rows held now, after corrections and merged people."
                columns=vec![Column::Words("Table"), Column::Number("Rows")]
                rows=rows
            />
        </section>
    }
}

#[component]
fn Templates(templates: Vec<(String, String)>) -> impl IntoView {
    let rows = templates
        .into_iter()
        .map(|(file, purpose)| {
            let address = links::template(&file);
            vec![view! { <a href=address download="">{file}</a> }.into_any(), purpose.into_any()]
        })
        .collect();
    view! {
        <section class="gt-card" aria-labelledby="templates">
            <h2 class="gt-card__title" id="templates">
                "Blank templates"
            </h2>
            <PlainTable
                id="templates"
                caption="One for each file of our own format, with an example row."
                columns=vec![Column::Words("File"), Column::Words("For")]
                rows=rows
            />
        </section>
    }
}

#[component]
fn Benchmarks(benchmarks: Vec<BenchmarkLine>) -> impl IntoView {
    (!benchmarks.is_empty()).then(|| {
        let columns = vec![
            Column::Words("Dataset"),
            Column::Words("Release"),
            Column::Number("Figures"),
            Column::Words("File taken on"),
        ];
        let rows = benchmarks
            .into_iter()
            .map(|line| {
                vec![
                    line.dataset.into_any(),
                    line.release.into_any(),
                    number(line.figures).into_any(),
                    line.extracted.into_any(),
                ]
            })
            .collect();
        view! {
            <section class="gt-card" aria-labelledby="benchmarks">
                <h2 class="gt-card__title" id="benchmarks">
                    "Published figures held as context"
                </h2>
                <PlainTable
                    id="benchmarks"
                    caption="DfE statistics cover all providers: they stand beside our figures and predict none of them."
                    columns=columns
                    rows=rows
                />
            </section>
        }
    })
}

#[component]
fn Dictionary(dictionary: Vec<(String, String)>) -> impl IntoView {
    let rows = dictionary.into_iter().map(|(column, meaning)| vec![column.into_any(), meaning.into_any()]).collect();
    view! {
        <section class="gt-card" aria-labelledby="dictionary">
            <h2 class="gt-card__title" id="dictionary">
                "Data dictionary"
            </h2>
            <PlainTable
                id="dictionary"
                caption="The columns of the files that you download."
                columns=vec![Column::Words("Column"), Column::Words("Meaning")]
                rows=rows
            />
        </section>
    }
}
