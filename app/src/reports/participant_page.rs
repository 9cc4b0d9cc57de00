//! One person: courses, what happened, inductions; and for administrators what the law gives that person a right to.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::participants::{Asked, CourseCard, NotConfirmed, ParticipantReport};
use super::participants_page::{PersonalData, frame, marks, refusal};
use crate::asking::{self, Asker, answered};
use crate::components::form_field::{Control, Input};
use crate::components::layout::Layout;
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::error_summary;
use crate::filters::{Audience, Filters};
use crate::links;

/// What has to be typed before somebody is erased.
pub const CONFIRMATION: &str = "ERASE";

/// The page.
#[component]
pub fn ParticipantPage() -> impl IntoView {
    let handle = use_params_map().read_untracked().get("handle").unwrap_or_default();
    let wrong = use_context::<NotConfirmed>();
    let erased = asking::query().split('&').any(|pair| pair == links::ERASED);
    Suspend::new(async move {
        let loaded = match Asker::of_this_request() {
            Ok(asker) => answered(asker.statistics.participant(&asker.viewer, &handle).await),
            Err(error) => Err(error),
        };
        match loaded {
            Ok(report) => {
                if wrong.is_some() {
                    asking::respond_unprocessable();
                }
                page(report, wrong, erased)
            }
            Err(error) => refusal("Participant", error),
        }
    })
}

fn page(report: ParticipantReport, wrong: Option<NotConfirmed>, erased: bool) -> AnyView {
    let frame = frame(Filters::default(), report.as_of.clone());
    let summary = wrong.as_ref().map(|NotConfirmed(bad)| {
        let item = view! { <li><a href=format!("#{}", bad.key)>{bad.message.clone()}</a></li> };
        error_summary("Nothing was erased: there is a problem", vec![item.into_any()])
    });
    let erased = (erased && report.administers).then(|| {
        view! {
            <div class="gt-recorded" role="status">
                <p>"Name, number and addresses of this person have been erased. Counts stay as they were."</p>
            </div>
        }
    });
    let facts = report.facts.iter().cloned().map(|(name, value)| fact(name, value.into_any())).collect_view();
    let facts = (!report.facts.is_empty()).then(|| view! { <dl class="govuk-summary-list">{facts}</dl> });
    let courses = report.courses.iter().cloned().enumerate().map(|(at, card)| course(at, card)).collect_view();
    let notes = report.notes.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view();
    // The name stands in the page, not in its title: titles are kept in a browser's history.
    let title = if wrong.is_some() { "Error: Participant" } else { "Participant" };
    view! {
        <Layout title=title frame=frame>
            {summary}
            {erased}
            <p>
                <a class="govuk-back-link" href=links::participants(&Asked::default())>
                    "All participants"
                </a>
            </p>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">"Participant"</p>
                    <h1>{report.name.clone()}</h1>
                </div>
            </div>
            <PersonalData />
            {facts}
            {courses}
            <Timeline report=report.clone() />
            <Inductions report=report.clone() />
            <Mentees report=report.clone() />
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About this page"
                </h2>
                <ul class="govuk-list govuk-list--bullet">{notes}</ul>
            </section>
            <Rights report=report wrong=wrong />
        </Layout>
    }
    .into_any()
}

fn fact(name: String, value: AnyView) -> AnyView {
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
        </div>
    }
    .into_any()
}

fn course(at: usize, card: CourseCard) -> AnyView {
    let id = format!("course-{at}-title");
    let named_by = id.clone();
    let school = match card.school {
        (Some(urn), name) => view! { <a href=links::school(urn, Some(Audience::Exact))>{name}</a> }.into_any(),
        (None, name) => name.into_any(),
    };
    let mentor = card.mentor.map(|(handle, name)| {
        let name = match handle {
            Some(handle) => view! { <a href=links::participant(&handle)>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        fact("Mentor".into(), name)
    });
    let facts = card.facts.into_iter().map(|(name, value)| fact(name, value.into_any())).collect_view();
    view! {
        <section class="gt-card" aria-labelledby=named_by>
            <h2 class="gt-card__title" id=id>
                {card.title}
            </h2>
            <p>{marks(&card.marks)}</p>
            <dl class="govuk-summary-list">{fact("School".into(), school)} {facts} {mentor}</dl>
        </section>
    }
    .into_any()
}

#[component]
fn Timeline(report: ParticipantReport) -> impl IntoView {
    if report.events.is_empty() {
        return ().into_any();
    }
    let columns = ["Day", "What", "Course", "What is said of it"].map(Column::Words).to_vec();
    let rows = report
        .events
        .into_iter()
        .map(|event| [event.on, event.what, event.course, event.said].map(|words| words.into_any()).into())
        .collect();
    view! {
        <section class="gt-card" aria-labelledby="timeline-title">
            <h2 class="gt-card__title" id="timeline-title">
                "What happened"
            </h2>
            <PlainTable id="timeline" caption="The newest first." columns=columns rows=rows />
        </section>
    }
    .into_any()
}

#[component]
fn Inductions(report: ParticipantReport) -> impl IntoView {
    if report.inductions.is_empty() {
        return ().into_any();
    }
    let columns = ["From", "To", "Appropriate body", "School", "What is said of it"].map(Column::Words).to_vec();
    let rows = report.inductions.into_iter().map(|cells| cells.map(|words| words.into_any()).into()).collect();
    view! {
        <section class="gt-card" aria-labelledby="inductions-title">
            <h2 class="gt-card__title" id="inductions-title">
                "Induction"
            </h2>
            <PlainTable id="inductions" caption="As the appropriate body has it." columns=columns rows=rows />
        </section>
    }
    .into_any()
}

#[component]
fn Mentees(report: ParticipantReport) -> impl IntoView {
    if report.mentees.is_empty() {
        return ().into_any();
    }
    let items = report
        .mentees
        .into_iter()
        .map(|(handle, name, course)| view! { <li><a href=links::participant(&handle)>{name}</a> ", " {course}</li> })
        .collect_view();
    view! {
        <section class="gt-card" aria-labelledby="mentees-title">
            <h2 class="gt-card__title" id="mentees-title">
                "Mentor of"
            </h2>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
        </section>
    }
    .into_any()
}

/// What is held, to hand over; and erasure.
#[component]
fn Rights(report: ParticipantReport, wrong: Option<NotConfirmed>) -> impl IntoView {
    if !report.administers {
        return ().into_any();
    }
    let confirm = Control {
        id: "confirm".into(),
        name: "confirm",
        label: "Type ERASE to confirm",
        hint: Some("In capital letters. This cannot be undone."),
        wrong: wrong.map(|NotConfirmed(bad)| bad.message),
    };
    let confirm = confirm.input(Input { kind: "text", complete: Some("off"), longest: Some(20), ..Input::default() });
    view! {
        <section class="gt-card" aria-labelledby="rights-title">
            <h2 class="gt-card__title" id="rights-title">
                "If this person asks"
            </h2>
            <p>
                <a href=links::subject_access(&report.handle)>"Everything that is held of this person (ZIP)"</a>
                ": a page to read and the same as JSON, for a subject access request. Taking it is recorded."
            </p>
            <details class="govuk-details" open=confirm_is_open()>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">"Erase this person"</span>
                </summary>
                <div class="govuk-details__text">
                    <p>
                        "Name, TRN, email address, employer and reasons for a deferral are removed from every table, and no file \
                         brings them back. The declarations stay without a name, so that every count stays as it is. Backups \
                         that were taken before still hold the name."
                    </p>
                    <form method="post" action=links::erase_participant(&report.handle) novalidate>
                        {confirm}
                        <button class="govuk-button govuk-button--warning" type="submit">
                            "Erase this person"
                        </button>
                    </form>
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// Whether the form was sent and could not be taken.
fn confirm_is_open() -> bool {
    use_context::<NotConfirmed>().is_some()
}
