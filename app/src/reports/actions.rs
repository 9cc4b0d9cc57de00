//! What is done about gaps: who does what by when, and what the figure did since. For viewers of exact figures.

use domain::engagement::ActionState;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::schools::{LONGEST_OUTCOME, RecordForm, SentForm};
use crate::asking::{self, Asker, answered};
use crate::components::form_field::{Asked, Wrong};
use crate::components::layout::{Frame, Layout};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};

/// Actions on gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionList {
    /// The question: a segment, or everything.
    pub filters: Filters,
    /// What is looked at.
    pub kicker: String,
    /// How many, and what is late.
    pub headline: String,
    /// What the page is, in a sentence or two.
    pub summary: Vec<String>,
    /// The gap that a new action is for, where the question is one.
    pub segment: Option<String>,
    /// Actions that are planned or under way, what is due first on top.
    pub open: Vec<ActionLine>,
    /// Actions that are done or dropped, the newest on top.
    pub closed: Vec<ActionLine>,
    /// Data as of, in words.
    pub as_of: String,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionLine {
    /// Its number.
    pub id: i64,
    /// The gap, in words.
    pub segment: String,
    /// The gap as a question.
    pub gap: Filters,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when, in words.
    pub due: String,
    /// By when, ISO.
    pub due_on: String,
    /// Whether the day has gone by and it is not done.
    pub late: bool,
    /// Where it stands.
    pub state: ActionState,
    /// Note.
    pub note: String,
    /// The figure by year since the action was begun, in words, the oldest first.
    pub figures: Vec<String>,
    /// Since when, and who wrote it.
    pub since: String,
}

/// Asks the question.
#[server(endpoint = "actions", input = GetUrl)]
pub async fn load_actions(filters: Filters) -> Result<ActionList, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.actions(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn ActionsPage() -> impl IntoView {
    let (filters, bad) = Filters::read(&asking::query());
    Suspend::new(async move {
        let loaded = match bad.is_empty() {
            true => load_actions(filters).await,
            false => Err(AppError::BadFilters(bad)),
        };
        match loaded {
            Ok(list) => answer(list, use_context::<SentForm>()),
            Err(error) => {
                asking::respond_with(&error);
                let frame = Frame::without_answer(Page::Gaps, &Filters::default()).for_viewer();
                view! {
                    <Layout title=format!("Error: Actions: {error}") frame=frame>
                        <Problem error=error />
                    </Layout>
                }
                .into_any()
            }
        }
    })
}

fn answer(list: ActionList, sent: Option<SentForm>) -> AnyView {
    if sent.is_some() {
        asking::respond_unprocessable();
    }
    let frame = Frame {
        current: Some(Page::Gaps),
        filters: Filters::default().with(Key::Audience, Audience::Exact),
        audience: Some((Audience::Exact, vec![Audience::Exact])),
        as_of: Some(list.as_of),
        own: Vec::new(),
    };
    let wrong = sent.as_ref().map(|sent| view! { <Wrong sent=sent.clone() /> });
    let title = if sent.is_some() { "Error: Actions" } else { "Actions" };
    let back = links::page(Page::Actions, &list.filters);
    let all = Filters::default().with(Key::Audience, Audience::Exact);
    let summary = list.summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let new = match list.segment {
        Some(segment) => view! { <NewAction segment=segment filters=list.filters.clone() sent=sent /> }.into_any(),
        None => view! { <p>"To add an action, open a gap and follow its link to its actions."</p> }.into_any(),
    };
    let leads_on = [
        ("The gaps", links::page(Page::Gaps, &list.filters.without(Key::Sort))),
        ("All actions", links::page(Page::Actions, &all)),
        ("CSV of the actions, for exact use only", links::data(Page::Actions, "csv", &list.filters)),
    ];
    let leads_on =
        leads_on.into_iter().map(|(words, address)| view! { <li><a href=address>{words}</a></li> }).collect_view();
    view! {
        <Layout title=format!("{title}: {}", list.headline) frame=frame>
            {wrong}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{list.kicker}</p>
                    <h1>{list.headline}</h1>
                    {summary}
                </div>
            </div>
            <ul class="govuk-list">{leads_on}</ul>
            {new}
            <Lines id="open" title="Planned or under way" lines=list.open back=back.clone() />
            <Lines id="closed" title="Done or dropped" lines=list.closed back=back />
        </Layout>
    }
    .into_any()
}

#[component]
fn NewAction(segment: String, filters: Filters, sent: Option<SentForm>) -> impl IntoView {
    let open = sent.is_some();
    let sent = sent.as_ref();
    let ask = |name, label, hint| Asked { form: RecordForm::Action, sent, name, label, hint };
    view! {
        <details class="gt-record-form" id="new" open=open>
            <summary>{format!("Add an action: {segment}")}</summary>
            <form method="post" action=links::record_action(None) novalidate>
                <input type="hidden" name="segment" value=filters.to_string() />
                {ask("what", "What is done", Some("For example: visit the three largest schools, with the LA.")).line(LONGEST_OUTCOME)}
                <div class="gt-record-form__row">
                    {ask("who", "Who (optional)", Some("A role or a team.")).line(LONGEST_OUTCOME)}
                    {ask("due", "By when (optional)", None).day(String::new())}
                </div>
                {ask("note", "Note (optional)", Some("Up to 2,000 characters. Nobody is named who has not agreed to it.")).note()}
                <button class="govuk-button" type="submit">
                    "Add action"
                </button>
            </form>
        </details>
    }
    .into_any()
}

#[component]
fn Lines(id: &'static str, title: &'static str, lines: Vec<ActionLine>, back: String) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let title_id = format!("{id}-title");
    let lines = lines.into_iter().map(|line| view! { <Line line=line back=back.clone() /> }).collect_view();
    let titled_by = title_id.clone();
    view! {
        <section class="gt-card" id=id aria-labelledby=titled_by>
            <h2 class="gt-card__title" id=title_id>
                {title}
            </h2>
            <ul class="govuk-list gt-actions">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(line: ActionLine, back: String) -> impl IntoView {
    let state_id = format!("state-{}", line.id);
    let note_id = format!("note-{}", line.id);
    let states = ActionState::ALL
        .iter()
        .map(|state| view! { <option value=state.slug() selected={*state == line.state}>{state.name()}</option> })
        .collect_view();
    let late = line.late.then(|| view! { <strong class="govuk-tag govuk-tag--red">"Late"</strong> });
    let figures = (!line.figures.is_empty()).then(|| {
        let figures = line.figures.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{figures}</ul> }
    });
    let facts = [line.who, line.due, line.since].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    let note = (!line.note.is_empty()).then(|| view! { <p class="gt-actions__note">{line.note.clone()}</p> });
    view! {
        <li class="gt-actions__item" id=format!("action-{}", line.id)>
            <h3 class="govuk-heading-s">{line.what.clone()} " " {late}</h3>
            <p>
                <a href=links::page(Page::Gaps, &line.gap)>{line.segment}</a>
                ". "
                {facts.join(". ")}
                ". "
                {line.state.name()}
                "."
            </p>
            {figures}
            {note}
            <details class="gt-record-form">
                <summary>
                    "Change" <span class="govuk-visually-hidden">": " {line.what.clone()}</span>
                </summary>
                <form method="post" action=links::record_action(Some(line.id))>
                    <input type="hidden" name="back" value=back />
                    <div class="govuk-form-group">
                        <label class="govuk-label" for=state_id.clone()>
                            "Where it stands"
                        </label>
                        <select class="govuk-select" id=state_id name="state">
                            {states}
                        </select>
                    </div>
                    <div class="govuk-form-group">
                        <label class="govuk-label" for=note_id.clone()>
                            "Note"
                        </label>
                        <textarea class="govuk-textarea" id=note_id name="note" rows="3" maxlength="2000">
                            {line.note}
                        </textarea>
                    </div>
                    <button class="govuk-button govuk-button--secondary" type="submit">
                        "Keep changes"
                    </button>
                </form>
            </details>
        </li>
    }
    .into_any()
}
