//! What do we want to reach? Targets by hub area, year and measure, set by hand. For viewers of exact figures.

use domain::programme::Programme;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::schools::{RecordForm, SentForm};
use crate::asking::{self, Asker, answered};
use crate::components::form_field::{Asked, Wrong};
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters, GapMeasure, Key};
use crate::links::{self, Page};

/// Targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetList {
    /// The question: a hub area, or all.
    pub filters: Filters,
    /// How many.
    pub headline: String,
    /// What the page is, in a sentence or two.
    pub summary: Vec<String>,
    /// The targets, the latest year first.
    pub lines: Vec<TargetLine>,
    /// Hub areas to choose from: code, name.
    pub hubs: Vec<(String, String)>,
    /// Years to choose from: word, name.
    pub years: Vec<(String, String)>,
    /// Data as of, in words.
    pub as_of: String,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetLine {
    /// Hub area.
    pub hub: String,
    /// Academic year.
    pub year: String,
    /// Measure, with its programme where it has one.
    pub measure: String,
    /// The target with its unit.
    pub value: String,
    /// When it was set, and by whom.
    pub set: String,
    /// Where the figure stands beside it.
    pub compare: Filters,
    /// The page that judges it.
    pub page: Page,
}

/// Asks the question.
#[server(endpoint = "targets", input = GetUrl)]
pub async fn load_targets(filters: Filters) -> Result<TargetList, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.targets(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn TargetsPage() -> impl IntoView {
    let (filters, bad) = Filters::read(&asking::query());
    Suspend::new(async move {
        let loaded = match bad.is_empty() {
            true => load_targets(filters).await,
            false => Err(AppError::BadFilters(bad)),
        };
        match loaded {
            Ok(list) => answer(list, use_context::<SentForm>()),
            Err(error) => {
                asking::respond_with(&error);
                let frame = Frame::without_answer(Page::Compare, &Filters::default()).for_viewer();
                view! {
                    <Layout title=format!("Error: Targets: {error}") frame=frame>
                        <Problem error=error />
                    </Layout>
                }
                .into_any()
            }
        }
    })
}

fn answer(list: TargetList, sent: Option<SentForm>) -> AnyView {
    if sent.is_some() {
        asking::respond_unprocessable();
    }
    let frame = Frame {
        current: Some(Page::Compare),
        filters: Filters::default().with(Key::Audience, Audience::Exact),
        audience: Some((Audience::Exact, vec![Audience::Exact])),
        as_of: Some(list.as_of),
        own: Vec::new(),
    };
    let wrong = sent.as_ref().map(|sent| view! { <Wrong sent=sent.clone() /> });
    let title = if sent.is_some() { "Error: Targets" } else { "Targets" };
    let summary = list.summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let columns = ["Hub area", "Year", "Measure", "Target", "Set"].map(Column::Words).to_vec();
    let rows: Vec<Vec<AnyView>> = (list.lines.into_iter())
        .map(|line| {
            let address = links::page(line.page, &line.compare);
            vec![
                view! { <a href=address>{line.hub}</a> }.into_any(),
                line.year.into_any(),
                line.measure.into_any(),
                line.value.into_any(),
                line.set.into_any(),
            ]
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! { <PlainTable id="targets" caption="Targets, the latest year first" columns=columns rows=rows /> }
    });
    view! {
        <Layout title=format!("{title}: {}", list.headline) frame=frame>
            {wrong}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">"Targets"</p>
                    <h1>{list.headline}</h1>
                    {summary}
                </div>
            </div>
            <section class="gt-card" aria-labelledby="set-title">
                <h2 class="gt-card__title" id="set-title">
                    "Set a target"
                </h2>
                <SetTarget hubs=list.hubs years=list.years filters=list.filters sent=sent />
            </section>
            {table}
        </Layout>
    }
    .into_any()
}

#[component]
fn SetTarget(
    hubs: Vec<(String, String)>,
    years: Vec<(String, String)>,
    filters: Filters,
    sent: Option<SentForm>,
) -> impl IntoView {
    // What the question names is chosen already.
    let asked = SentForm {
        form: RecordForm::Target,
        values: [Key::Hub, Key::Year, Key::Measure]
            .iter()
            .filter_map(|key| Some((key.word().to_owned(), filters.one(*key)?.to_owned())))
            .collect(),
        bad: Vec::new(),
    };
    let sent = Some(sent.as_ref().unwrap_or(&asked));
    let ask = |name, label, hint| Asked { form: RecordForm::Target, sent, name, label, hint };
    let measures = measures().into_iter().map(|(word, name)| (word.to_owned(), name)).collect();
    view! {
        <form method="post" action=links::record_target() novalidate>
            {ask("hub", "Hub area", None).select("Choose", hubs)}
            <div class="gt-record-form__row">
                {ask("year", "Academic year", None).select("Choose", years)}
                {ask("measure", "Measure", None).select("Choose", measures)}
            </div>
            {ask("value", "Target", Some("A percentage, participants per 100 teachers, or a number of starts. Leave it blank to remove a target.")).line(12)}
            <button class="govuk-button" type="submit">
                "Keep target"
            </button>
        </form>
    }
    .into_any()
}

/// The word under which targets of a measure are kept; those of one programme name it.
pub fn word_of(measure: GapMeasure, programme: Programme) -> String {
    match measure {
        GapMeasure::Coverage | GapMeasure::Rate => format!("{}-{}", programme.slug(), measure.slug()),
        _ => measure.slug().to_owned(),
    }
}

/// What a target is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetOf {
    /// A measure that hub areas are compared by, of a programme.
    Compared(GapMeasure, Programme),
    /// Recruitment: how many start in the year.
    Starts(Programme),
}

/// The word under which targets for starts are kept.
pub fn word_of_starts(programme: Programme) -> String {
    format!("{}-starts", programme.slug())
}

/// What such a word is for.
pub fn target_of(word: &str) -> Option<TargetOf> {
    if let Some(programme) = Programme::ALL.iter().find(|programme| word_of_starts(**programme) == word) {
        return Some(TargetOf::Starts(*programme));
    }
    let known = GapMeasure::ALL.iter().flat_map(|m| Programme::ALL.iter().map(move |p| (*m, *p)));
    let found = known.into_iter().find(|(measure, programme)| word_of(*measure, *programme) == word);
    found.map(|(measure, programme)| TargetOf::Compared(measure, programme))
}

/// The measures that a target may be set for: word, name. Those of one programme name it.
pub fn measures() -> Vec<(&'static str, String)> {
    vec![
        ("engaged", GapMeasure::Engaged.name().to_owned()),
        ("npq-coverage", "Schools with an NPQ start".to_owned()),
        ("ecf-coverage", "Schools with an ECF/ECTE start".to_owned()),
        ("npq-rate", "NPQ participants per 100 teachers".to_owned()),
        ("ecf-rate", "ECF/ECTE participants per 100 teachers".to_owned()),
        ("completion", GapMeasure::Completion.name().to_owned()),
        ("continuation", GapMeasure::Continuation.name().to_owned()),
        ("npq-starts", "NPQ starts (recruitment)".to_owned()),
        ("ecf-starts", "ECF/ECTE starts (recruitment)".to_owned()),
    ]
}
