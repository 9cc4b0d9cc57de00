//! Fields of the forms about accounts, and the frame that these pages share.

use leptos::prelude::*;

use super::Sent;
use crate::asking;
use crate::components::layout::{Frame, Layout};
use crate::components::problem::error_summary;

/// A field as the form shows it.
pub(super) struct Field<'a> {
    /// The form as it was sent, where it was.
    pub sent: &'a Sent,
    /// Name, and id.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// Hint.
    pub hint: Option<&'static str>,
}

impl Field<'_> {
    /// An input of some type; `complete` tells the browser what it may fill in. Passwords and codes are never sent back.
    pub(super) fn input(&self, kind: &'static str, complete: &'static str) -> AnyView {
        let secret = kind == "password" || complete == "one-time-code";
        let value = (!secret).then(|| self.sent.value(self.name).to_owned());
        let (wrong, described) = (self.sent.wrong(self.name), self.described_by());
        let class = if wrong.is_some() { "govuk-input govuk-input--error" } else { "govuk-input" };
        let code = (complete == "one-time-code").then_some("numeric");
        let control = view! {
            <input
                class=class
                id=self.name
                name=self.name
                type=kind
                autocomplete=complete
                inputmode=code
                spellcheck="false"
                value=value
                aria-describedby=described
                aria-invalid=wrong.map(|_| "true")
            />
        };
        self.around(control.into_any())
    }

    /// A choice.
    pub(super) fn select(&self, first: Option<&'static str>, options: Vec<(String, String)>) -> AnyView {
        let chosen = self.sent.value(self.name).to_owned();
        let first = first.map(|words| view! { <option value="">{words}</option> });
        let options = options
            .into_iter()
            .map(|(value, name)| {
                let is_chosen = value == chosen;
                view! { <option value=value selected=is_chosen>{name}</option> }
            })
            .collect_view();
        let (wrong, described) = (self.sent.wrong(self.name), self.described_by());
        let class = if wrong.is_some() { "govuk-select govuk-select--error" } else { "govuk-select" };
        let control = view! {
            <select
                class=class
                id=self.name
                name=self.name
                aria-describedby=described
                aria-invalid=wrong.map(|_| "true")
            >
                {first}
                {options}
            </select>
        };
        self.around(control.into_any())
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let wrong = self.sent.wrong(self.name).map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn around(&self, control: AnyView) -> AnyView {
        let name = self.name;
        let wrong = self.sent.wrong(name);
        let group = if wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
        let hint = self.hint.map(|words| view! { <div class="govuk-hint" id=format!("{name}-hint")>{words}</div> });
        let wrong = wrong.map(|message| {
            view! {
                <p class="govuk-error-message" id=format!("{name}-error")>
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {message}
                </p>
            }
        });
        view! {
            <div class=group>
                <label class="govuk-label" for=name>
                    {self.label}
                </label>
                {hint}
                {wrong}
                {control}
            </div>
        }
        .into_any()
    }
}

/// What is wrong with a form, each message with a link to its field; answers 422 where something is.
pub(super) fn wrong(sent: &Sent) -> AnyView {
    if sent.bad.is_empty() {
        return ().into_any();
    }
    asking::respond_unprocessable();
    let items = sent
        .bad
        .iter()
        .cloned()
        .map(|bad| match bad.key.is_empty() {
            true => view! { <li>{bad.message}</li> }.into_any(),
            false => view! { <li><a href=format!("#{}", bad.key)>{bad.message}</a></li> }.into_any(),
        })
        .collect();
    error_summary("There is a problem", items)
}

/// A page about accounts.
pub(super) fn framed(title: &str, sent: &Sent, body: AnyView) -> AnyView {
    let wrong = wrong(sent);
    let marked = if sent.bad.is_empty() { title.to_owned() } else { format!("Error: {title}") };
    let title = title.to_owned();
    view! {
        <Layout title=marked frame=Frame::default()>
            {wrong}
            <h1 class="gt-account__title">{title}</h1>
            {body}
        </Layout>
    }
    .into_any()
}
