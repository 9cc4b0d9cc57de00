//! The parts of a school's page that every audience sees: facts, priority lists, schools before and after, teachers.

use leptos::prelude::*;

use super::schools::{Fact, Listing, Relative};
use crate::components::plain_table::{Column, PlainTable};
use crate::filters::Audience;
use crate::links;

/// The register's facts.
#[component]
pub(super) fn Facts(facts: Vec<Fact>, asked: Option<Audience>) -> impl IntoView {
    let facts = facts
        .into_iter()
        .map(|fact| {
            let value = match fact.search {
                Some(words) => {
                    let more = format!(" (schools with the same {})", fact.name.to_lowercase());
                    view! {
                        <a href=links::schools(&words, 1, asked)>
                            {fact.value} <span class="govuk-visually-hidden">{more}</span>
                        </a>
                    }
                    .into_any()
                }
                None => fact.value.into_any(),
            };
            let note = fact.note.map(|note| view! { <div class="gt-school__how">{note}</div> });
            view! {
                <dt>{fact.name}</dt>
                <dd>{value} {note}</dd>
            }
        })
        .collect_view();
    view! {
        <section class="gt-card" aria-labelledby="facts-title">
            <h2 class="gt-card__title" id="facts-title">
                "From the school register"
            </h2>
            <dl class="gt-terms">{facts}</dl>
        </section>
    }
}

/// Priority lists.
#[component]
pub(super) fn Lists(lists: Vec<Listing>) -> impl IntoView {
    let body = if lists.is_empty() {
        view! { <p>"On no priority list that is loaded."</p> }.into_any()
    } else {
        let rows = lists.into_iter().map(|line| vec![line.list.into_any(), line.from.into_any(), line.to.into_any()]);
        let columns = ["List", "From", "To"].map(Column::Words).to_vec();
        view! { <PlainTable id="lists" caption="Lists, newest first." columns=columns rows=rows.collect() /> }
            .into_any()
    };
    view! {
        <section class="gt-card" aria-labelledby="lists-title">
            <h2 class="gt-card__title" id="lists-title">
                "Priority lists"
            </h2>
            {body}
        </section>
    }
}

/// Schools before and after, each with a link.
#[component]
pub(super) fn Relatives(before: Vec<Relative>, after: Vec<Relative>, asked: Option<Audience>) -> impl IntoView {
    let list = |schools: Vec<Relative>, none: &'static str| {
        if schools.is_empty() {
            return view! { <p>{none}</p> }.into_any();
        }
        let items = schools.into_iter().map(|school| {
            view! {
                <li>
                    <a href=links::school(school.urn, asked)>{school.name}</a>
                    {format!(", URN {}. {}.", school.urn, school.status)}
                </li>
            }
        });
        view! { <ul class="govuk-list govuk-list--bullet">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="gt-card" aria-labelledby="relatives-title">
            <h2 class="gt-card__title" id="relatives-title">
                "Before and after"
            </h2>
            <h3 class="gt-school__part">"Schools before it"</h3>
            {list(before, "None in the register.")}
            <h3 class="gt-school__part">"Schools after it"</h3>
            {list(after, "None in the register.")}
        </section>
    }
}

/// Teachers by year.
#[component]
pub(super) fn Teachers(teachers: Vec<(String, String)>) -> impl IntoView {
    let body = if teachers.is_empty() {
        view! { <p>"No headcount is loaded for this school."</p> }.into_any()
    } else {
        let rows = teachers.into_iter().map(|(year, count)| vec![year.into_any(), count.into_any()]).collect();
        let columns = vec![Column::Words("Academic year"), Column::Number("Teachers")];
        view! { <PlainTable id="teachers" caption="Headcount, under this URN." columns=columns rows=rows /> }.into_any()
    };
    view! {
        <section class="gt-card" aria-labelledby="teachers-title">
            <h2 class="gt-card__title" id="teachers-title">
                "Teachers"
            </h2>
            {body}
        </section>
    }
}
