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

/// A control of a form with its label, hint and message: the same for every form, wherever its values come from.
pub(crate) struct Control {
    /// Id of the control.
    pub id: String,
    /// Name that is sent.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// Hint.
    pub hint: Option<&'static str>,
    /// What is wrong with its value.
    pub wrong: Option<String>,
}

/// What an input of one line is like.
#[derive(Default)]
pub(crate) struct Input {
    /// Type.
    pub kind: &'static str,
    /// Value; none where it is never sent back.
    pub value: Option<String>,
    /// Most characters.
    pub longest: Option<usize>,
    /// What the browser may fill in.
    pub complete: Option<&'static str>,
    /// Which keys a phone offers.
    pub keys: Option<&'static str>,
    /// Values that are offered, beside any other.
    pub offered: Vec<String>,
}

impl Control {
    /// Class of the control, marked where its value could not be taken.
    fn class(&self, control: &str) -> String {
        match self.wrong {
            Some(_) => format!("govuk-{control} govuk-{control}--error"),
            None => format!("govuk-{control}"),
        }
    }

    /// What describes the control: its hint and what is wrong.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.id));
        let wrong = self.wrong.as_ref().map(|_| format!("{}-error", self.id));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.wrong.as_ref().map(|_| "true")
    }

    /// Label, hint and message around a control.
    fn around(&self, control: AnyView) -> AnyView {
        let id = self.id.clone();
        let group = if self.wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
        let hint = self.hint.map(|words| view! { <div class="govuk-hint" id=format!("{id}-hint")>{words}</div> });
        let wrong = self.wrong.clone().map(|message| {
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

    /// A choice, with the words of no choice first where there are any.
    pub(crate) fn select(&self, first: Option<&'static str>, chosen: &str, options: Vec<(String, String)>) -> AnyView {
        let first = first.map(|words| view! { <option value="">{words}</option> });
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
                id=self.id.clone()
                name=self.name
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            >
                {first}
                {options}
            </select>
        };
        self.around(control.into_any())
    }

    /// One line.
    pub(crate) fn input(&self, input: Input) -> AnyView {
        let list = (!input.offered.is_empty()).then(|| format!("{}-offered", self.id));
        let offered = list.clone().map(|id| {
            let options = input.offered.into_iter().map(|value| view! { <option value=value></option> }).collect_view();
            view! { <datalist id=id>{options}</datalist> }
        });
        let control = view! {
            <input
                class=self.class("input")
                id=self.id.clone()
                list=list
                name=self.name
                type=input.kind
                value=input.value
                maxlength=input.longest.map(|longest| longest.to_string())
                autocomplete=input.complete
                inputmode=input.keys
                spellcheck=input.complete.map(|_| "false")
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            />
            {offered}
        };
        self.around(control.into_any())
    }

    /// Several lines.
    pub(crate) fn lines(&self, value: String, longest: usize) -> AnyView {
        let control = view! {
            <textarea
                class=self.class("textarea")
                id=self.id.clone()
                name=self.name
                rows="3"
                maxlength=longest.to_string()
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            >
                {value}
            </textarea>
        };
        self.around(control.into_any())
    }
}

/// A field of a form that records something.
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
    fn value(&self) -> Option<String> {
        self.sent.and_then(|sent| sent.value(self.name)).map(str::to_owned)
    }

    fn control(&self) -> Control {
        let bad = self.sent.into_iter().flat_map(|sent| &sent.bad).find(|bad| bad.key == self.name);
        Control {
            id: field_id(self.form, self.name),
            name: self.name,
            label: self.label,
            hint: self.hint,
            wrong: bad.map(|bad| bad.message.clone()),
        }
    }

    /// A choice, with the words of no choice first.
    pub(crate) fn select(&self, first: &'static str, options: Vec<(String, String)>) -> AnyView {
        self.control().select(Some(first), &self.value().unwrap_or_default(), options)
    }

    /// A day, which begins with this one.
    pub(crate) fn day(&self, today: String) -> AnyView {
        let control = self.control();
        // A day that is none would not show in a field for days.
        let kind = if control.wrong.is_some() { "text" } else { "date" };
        control.input(Input { kind, value: self.value().or(Some(today)), ..Input::default() })
    }

    /// A line of text.
    pub(crate) fn line(&self, longest: usize) -> AnyView {
        let value = Some(self.value().unwrap_or_default());
        self.control().input(Input { kind: "text", value, longest: Some(longest), ..Input::default() })
    }

    /// Several lines of text.
    pub(crate) fn note(&self) -> AnyView {
        self.control().lines(self.value().unwrap_or_default(), LONGEST_NOTE)
    }
}

/// Where the reader came from, sent along again.
pub(crate) fn back(sent: Option<&SentForm>) -> impl IntoView + use<> {
    let back = sent.and_then(|sent| sent.value("back")).map(str::to_owned);
    back.map(|back| view! { <input type="hidden" name="back" value=back /> })
}
