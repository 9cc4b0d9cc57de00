//! Fields of the forms that record something: plain forms that work without JavaScript; what was sent and could not be
//! taken stands in them again, with what is wrong beside it.

use leptos::prelude::*;

use super::problem::error_summary;
use crate::reports::schools::{LONGEST_NOTE, RecordForm, SentForm};

/// Id of a field.
fn field_id(form: RecordForm, name: &str) -> String {
    format!("{}-{name}", form.word())
}

/// What is wrong with a form, each message with a link to its field.
#[component]
pub fn Wrong(
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
pub(crate) struct Asked<'a> {
    /// The form.
    pub form: RecordForm,
    /// The form as it was sent.
    pub sent: Option<&'a SentForm>,
    /// Name of the field.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// Hint.
    pub hint: Option<&'static str>,
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

    /// A choice, with the words of no choice first.
    pub(crate) fn select(&self, first: &'static str, options: Vec<(String, String)>) -> AnyView {
        let chosen = self.value();
        let options = options
            .into_iter()
            .map(|(value, name)| {
                let is_chosen = value == chosen;
                view! { <option value=value selected=is_chosen>{name}</option> }
            })
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

    /// A day, which begins with this one.
    pub(crate) fn day(&self, today: String) -> AnyView {
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

    /// A line of text.
    pub(crate) fn line(&self, longest: usize) -> AnyView {
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

    /// Several lines of text.
    pub(crate) fn note(&self) -> AnyView {
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
pub(crate) fn back(sent: Option<&SentForm>) -> impl IntoView + use<> {
    let back = sent.and_then(|sent| sent.value("back")).map(str::to_owned);
    back.map(|back| view! { <input type="hidden" name="back" value=back /> })
}
