//! The two forms of a school's page: a contact, and why the school does not engage. Plain forms that work without
//! JavaScript; what was sent and could not be taken stands in them again.

use domain::engagement::{ContactKind, Reason};
use domain::establishment::Urn;
use leptos::prelude::*;

use super::schools::{LONGEST_NOTE, LONGEST_OUTCOME, RecordForm, SentForm};
use crate::components::problem::error_summary;
use crate::links;

/// Id of a field.
fn field_id(form: RecordForm, name: &str) -> String {
    format!("{}-{name}", form.word())
}

/// What is wrong with a form, each message with a link to its field.
#[component]
pub(super) fn Wrong(
    /// The form as it was sent.
    sent: SentForm,
) -> impl IntoView {
    let form = sent.form;
    let items = sent
        .bad
        .into_iter()
        .map(|bad| view! { <li><a href=format!("#{}", field_id(form, &bad.key))>{bad.message}</a></li> }.into_any())
        .collect();
    error_summary("Nothing was recorded: there is a problem", items)
}

/// A field as the form shows it.
struct Asked<'a> {
    form: RecordForm,
    sent: Option<&'a SentForm>,
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
}

impl Asked<'_> {
    fn id(&self) -> String {
        field_id(self.form, self.name)
    }

    fn value(&self) -> String {
        self.sent.and_then(|sent| sent.value(self.name)).unwrap_or_default().to_owned()
    }

    fn wrong(&self) -> Option<String> {
        let bad = self.sent.into_iter().flat_map(|sent| &sent.bad).find(|bad| bad.key == self.name);
        bad.map(|bad| bad.message.clone())
    }

    /// Class of the control, marked where its value could not be taken.
    fn class(&self, control: &str) -> String {
        match self.wrong() {
            Some(_) => format!("govuk-{control} govuk-{control}--error"),
            None => format!("govuk-{control}"),
        }
    }

    /// What describes the control: its hint and what is wrong.
    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.map(|_| format!("{id}-hint"));
        let wrong = self.wrong().map(|_| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Label, hint and message around a control.
    fn around(&self, control: AnyView) -> AnyView {
        let id = self.id();
        let group =
            if self.wrong().is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
        let hint = self.hint.map(|words| view! { <div class="govuk-hint" id=format!("{id}-hint")>{words}</div> });
        let wrong = self.wrong().map(|message| {
            view! {
                <p class="govuk-error-message" id=format!("{id}-error")>
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {message}
                </p>
            }
        });
        view! {
            <div class=group>
                <label class="govuk-label" for=id>
                    {self.label}
                </label>
                {hint}
                {wrong}
                {control}
            </div>
        }
        .into_any()
    }

    fn select(&self, first: &'static str, options: Vec<(&'static str, &'static str)>) -> AnyView {
        let chosen = self.value();
        let options = options
            .into_iter()
            .map(|(value, name)| view! { <option value=value selected={value == chosen}>{name}</option> })
            .collect_view();
        let control = view! {
            <select
                class=self.class("select")
                id=self.id()
                name=self.name
                aria-describedby=self.described_by()
                aria-invalid=self.wrong().map(|_| "true")
            >
                <option value="">{first}</option>
                {options}
            </select>
        };
        self.around(control.into_any())
    }

    fn day(&self, today: String) -> AnyView {
        let value = self.sent.and_then(|sent| sent.value(self.name)).map_or(today, str::to_owned);
        // A day that is none would not show in a field for days.
        let kind = if self.wrong().is_some() { "text" } else { "date" };
        let control = view! {
            <input
                class=self.class("input")
                id=self.id()
                name=self.name
                type=kind
                value=value
                aria-describedby=self.described_by()
                aria-invalid=self.wrong().map(|_| "true")
            />
        };
        self.around(control.into_any())
    }

    fn line(&self, longest: usize) -> AnyView {
        let control = view! {
            <input
                class=self.class("input")
                id=self.id()
                name=self.name
                type="text"
                value=self.value()
                maxlength=longest.to_string()
                aria-describedby=self.described_by()
                aria-invalid=self.wrong().map(|_| "true")
            />
        };
        self.around(control.into_any())
    }

    fn note(&self) -> AnyView {
        let control = view! {
            <textarea
                class=self.class("textarea")
                id=self.id()
                name=self.name
                rows="3"
                maxlength=LONGEST_NOTE.to_string()
                aria-describedby=self.described_by()
                aria-invalid=self.wrong().map(|_| "true")
            >
                {self.value()}
            </textarea>
        };
        self.around(control.into_any())
    }
}

/// Where the reader came from, sent along again.
fn back(sent: Option<&SentForm>) -> impl IntoView + use<> {
    let back = sent.and_then(|sent| sent.value("back")).map(str::to_owned);
    back.map(|back| view! { <input type="hidden" name="back" value=back /> })
}

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
    let kinds = ContactKind::ALL.iter().map(|kind| (kind.slug(), kind.name())).collect();
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
    let reasons = Reason::ALL.iter().map(|reason| (reason.slug(), reason.name())).collect();
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
