//! One import: what was read, what was rejected and why, and how to mend it.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::use_params_map;

use super::data::{ImportReport, ProblemLine, RowCounts};
use super::data_page::number;
use crate::asking::{Asker, answered, respond_with};
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::{self, Page};

/// Asks for one import and its problems.
#[server(endpoint = "import", input = GetUrl)]
pub async fn load_import(id: i64) -> Result<ImportReport, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.import(&asker.viewer, id).await)
}

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").and_then(|id| id.parse::<i64>().ok());
    Suspend::new(async move {
        let frame = Frame::without_answer(Page::Data, &Filters::default()).for_viewer();
        let asked = match id {
            Some(id) => load_import(id).await,
            None => Err(AppError::NotFound).inspect_err(respond_with),
        };
        match asked {
            Ok(report) => answer(report, frame),
            Err(error) => view! {
                <Layout title=format!("Error: Import: {error}") frame=frame>
                    <Problem error=error />
                </Layout>
            }
            .into_any(),
        }
    })
}

fn answer(report: ImportReport, frame: Frame) -> AnyView {
    let ImportReport { line, sha256, format, took, rules, problems, more } = report;
    let headline = match line.rows {
        None => format!("{} was loaded", line.file),
        Some(RowCounts { rejected: 0, warned: 0, .. }) => format!("{} was taken without a problem", line.file),
        Some(RowCounts { rejected: 0, warned, .. }) => {
            format!("{} was taken with {} warnings", line.file, number(warned))
        }
        Some(RowCounts { rejected, read, .. }) => {
            format!("{} of {} rows of {} were left out", number(rejected), number(read), line.file)
        }
    };
    let kicker = format!("Import {}: {}, loaded {}", line.id, line.kind, line.when);
    let rows = match line.rows {
        None => vec![("Rows", "Not shown in sharing figures: each stands for a person.".to_owned())],
        Some(rows) => vec![
            ("Rows read", number(rows.read)),
            ("Taken", number(rows.taken)),
            ("Unchanged", number(rows.unchanged)),
            ("Rejected", number(rows.rejected)),
            ("Warnings", number(rows.warned)),
        ],
    };
    let others = [("Data as of", line.as_of), ("Format", format), ("Time taken", took)];
    let facts = rows.into_iter().chain(others);
    let facts = facts.map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view();
    view! {
        <Layout title=format!("Import {}: {headline}", line.id) frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{kicker}</p>
                    <h1>{headline}</h1>
                </div>
            </div>
            <section class="gt-card" aria-labelledby="counts">
                <h2 class="gt-card__title" id="counts">
                    "What was read"
                </h2>
                <dl class="gt-terms">
                    {facts} <dt>"SHA-256 of the file"</dt> <dd>{breakable(&sha256)}</dd>
                </dl>
            </section>
            <Rules rules=rules />
            <Problems problems=problems more=more />
            <p>
                <a href=links::page(Page::Data, &Filters::default())>"All files"</a>
            </p>
        </Layout>
    }
    .into_any()
}

/// A long code that may break after every eight characters, so that it fits a phone.
fn breakable(code: &str) -> impl IntoView + use<> {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(8).map(|part| view! { {part.iter().collect::<String>()} <wbr /> }).collect_view()
}

#[component]
fn Rules(rules: Vec<(String, String, i64)>) -> impl IntoView {
    (!rules.is_empty()).then(|| {
        let rows = rules
            .into_iter()
            .map(|(rule, severity, count)| vec![rule.into_any(), severity.into_any(), number(count).into_any()])
            .collect();
        view! {
            <section class="gt-card" aria-labelledby="rules">
                <h2 class="gt-card__title" id="rules">
                    "Problems by rule"
                </h2>
                <PlainTable
                    id="rules"
                    caption="A rejected row was left out; a warning was taken all the same."
                    columns=vec![Column::Words("Rule"), Column::Words("Severity"), Column::Number("Rows")]
                    rows=rows
                />
            </section>
        }
    })
}

#[component]
fn Problems(problems: Vec<ProblemLine>, more: i64) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        let columns = vec![
            Column::Number("Line"),
            Column::Words("Column"),
            Column::Words("Value"),
            Column::Words("Severity"),
            Column::Words("What is wrong"),
            Column::Words("How to mend it"),
        ];
        let rows = problems.into_iter().map(problem_row).collect();
        let more = (more > 0).then(|| view! { <p>{format!("And {} more that are not listed.", number(more))}</p> });
        view! {
            <section class="gt-card" aria-labelledby="problems">
                <h2 class="gt-card__title" id="problems">
                    "Problems"
                </h2>
                <PlainTable id="problems" caption="By line of the file." columns=columns rows=rows />
                {more}
            </section>
        }
    })
}

fn problem_row(problem: ProblemLine) -> Vec<AnyView> {
    vec![
        number(problem.line).into_any(),
        problem.column.into_any(),
        problem.value.into_any(),
        problem.severity.into_any(),
        problem.message.into_any(),
        problem.mend.into_any(),
    ]
}
