//! The two forms of a school's page: a contact, and why the school does not engage. Plain forms that work without
//! JavaScript; what was sent and could not be taken stands in them again.

use domain::engagement::{ContactKind, Reason};
use domain::establishment::Urn;
use leptos::prelude::*;

use super::schools::{LONGEST_OUTCOME, RecordForm, SentForm};
use crate::components::form_field::{Asked, back};
use crate::links;

const NOTE_HINT: &str = "Up to 2,000 characters. Exact viewers only see it; write about the school, not about a person\u{2019}s private \
                         matters.";

/// Records a contact.
#[component]
pub(super) fn ContactForm(
    /// The school.
    urn: Urn,
    /// The day that the form begins with, ISO.
    today: String,
    /// The form as it was sent.
    sent: Option<SentForm>,
) -> impl IntoView {
    let open = sent.is_some();
    let sent = sent.as_ref();
    let form = RecordForm::Contact;
    let ask = |name, label, hint| Asked { form, sent, name, label, hint };
    let kinds = ContactKind::ALL.iter().map(|kind| (kind.slug().to_owned(), kind.name().to_owned())).collect();
    view! {
        <details class="gt-record-form" id="record-contact" open=open>
            <summary>"Record a contact"</summary>
            <form method="post" action=links::record_contact(urn) novalidate>
                {back(sent)}
                <p>
                    "A second contact of the same day and kind corrects the first: what you write here takes its place, blanks \
                     included."
                </p>
                <div class="gt-record-form__row">
                    {ask("date", "Day", None).day(today)} {ask("kind", "How", None).select("Choose", kinds)}
                </div>
                {ask("outcome", "Outcome (optional)", Some("For example: will book two places.")).line(LONGEST_OUTCOME)}
                {ask("note", "Note (optional)", Some(NOTE_HINT)).note()}
                <button class="govuk-button" type="submit">
                    "Record contact"
                </button>
            </form>
        </details>
    }
    .into_any()
}

/// Records why a school does not engage.
#[component]
pub(super) fn ReasonForm(
    /// The school.
    urn: Urn,
    /// The form as it was sent.
    sent: Option<SentForm>,
) -> impl IntoView {
    let open = sent.is_some();
    let sent = sent.as_ref();
    let form = RecordForm::Reason;
    let ask = |name, label, hint| Asked { form, sent, name, label, hint };
    let reasons = Reason::ALL.iter().map(|reason| (reason.slug().to_owned(), reason.name().to_owned())).collect();
    view! {
        <details class="gt-record-form" id="record-reason" open=open>
            <summary>"Record a reason"</summary>
            <form method="post" action=links::record_reason(urn) novalidate>
                {back(sent)}
                <p>"It is kept with today\u{2019}s date. A second reason of the same day takes the place of the first."</p>
                {ask("reason", "Reason", None).select("Choose", reasons)}
                {ask("note", "Note (optional)", Some(NOTE_HINT)).note()}
                <button class="govuk-button" type="submit">
                    "Record reason"
                </button>
            </form>
        </details>
    }
    .into_any()
}
