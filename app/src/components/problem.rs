//! What went wrong, and what the reader can do next. It shows our own words only, never internals.

use leptos::prelude::*;

use super::filter_form::{briefly, field_id};
use crate::error::AppError;
use crate::filters::{BadValue, Filters};
use crate::links::{self, Page};
use crate::reports::report::Field;

/// A page in place of the one asked for: its heading says what is wrong.
#[component]
pub fn Problem(
    /// What is wrong.
    error: AppError,
) -> impl IntoView {
    let class = match error {
        AppError::TooNarrow(_) | AppError::NotForYou => "gt-withheld",
        AppError::NotReady | AppError::Busy => "gt-loading",
        _ => "gt-problem",
    };
    // The list of errors above has already said what is wrong with each value.
    let next = match error {
        AppError::BadFilters(_) => "Change the filters that are marked, or remove them from the address.".into(),
        _ => error.next(),
    };
    let (address, words) = match error {
        AppError::Provider(_) | AppError::LinkGone => (links::SIGN_IN.to_owned(), "Go to the sign-in page"),
        _ => (links::page(Page::Overview, &Filters::default()), "Go to the overview"),
    };
    view! {
        <div class=class>
            <h1>{format!("{error}")}</h1>
            <p>{next}</p>
            <p>
                <a href=address>{words}</a>
                " or "
                <a href=links::help("")>"read the help"</a>
                "."
            </p>
            <p class="gt-problem__code">"Code " {error.status()}</p>
        </div>
    }
    .into_any()
}

/// The values that were not understood, each with a link to its field where the form has one.
#[component]
pub fn ErrorSummary(
    /// The values.
    bad: Vec<BadValue>,
    /// The fields of the form.
    fields: Vec<Field>,
) -> impl IntoView {
    let items = bad
        .into_iter()
        .map(|bad| {
            let has_field = fields.iter().any(|field| field.key == bad.key);
            let message = match has_field {
                true => view! { <a href=format!("#{}", field_id(&bad.key))>{briefly(&bad.message).to_owned()}</a> }
                    .into_any(),
                false => format!("{}: {}", bad.key, bad.message).into_any(),
            };
            view! { <li>{message}</li> }.into_any()
        })
        .collect();
    error_summary("There is a problem", items)
}

/// What is wrong, above whatever it is wrong with, told to a screen reader at once.
pub fn error_summary(title: &'static str, items: Vec<AnyView>) -> AnyView {
    view! {
        <div class="govuk-error-summary">
            <div role="alert">
                <h2 class="govuk-error-summary__title">{title}</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// A page that has nothing to show, and why.
#[component]
pub fn Empty(
    /// Why there is nothing.
    reason: String,
    /// The page without its filters, where that would help.
    wider: Option<String>,
) -> impl IntoView {
    let next = match wider {
        Some(address) => view! { <p><a href=address>"Clear all filters"</a></p> }.into_any(),
        None => view! { <p><a href=links::help("import")>"How to load files"</a></p> }.into_any(),
    };
    view! {
        <div class="gt-empty">
            <h2>"Nothing to show"</h2>
            <p>{reason}</p>
            {next}
        </div>
    }
    .into_any()
}
