//! Fields of the forms about accounts, and the frame that these pages share.

use leptos::prelude::*;

use super::Sent;
use crate::asking;
use crate::components::form_field::{Control, Input};
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
    fn control(&self) -> Control {
        Control {
            id: self.name.to_owned(),
            name: self.name,
            label: self.label,
            hint: self.hint,
            wrong: self.sent.wrong(self.name),
        }
    }

    /// An input of text that offers what is there already.
    pub(super) fn offering(&self, offered: Vec<String>) -> AnyView {
        let value = Some(self.sent.value(self.name).to_owned());
        self.control().input(Input { kind: "text", value, complete: Some("off"), offered, ..Input::default() })
    }

    /// An input of some type; `complete` tells the browser what it may fill in. Passwords and codes are never sent back.
    pub(super) fn input(&self, kind: &'static str, complete: &'static str) -> AnyView {
        let is_code = complete == "one-time-code";
        let value = (kind != "password" && !is_code).then(|| self.sent.value(self.name).to_owned());
        let keys = is_code.then_some("numeric");
        self.control().input(Input { kind, value, complete: Some(complete), keys, ..Input::default() })
    }

    /// A choice.
    pub(super) fn select(&self, first: Option<&'static str>, options: Vec<(String, String)>) -> AnyView {
        self.control().select(first, self.sent.value(self.name), options)
    }
}

/// What is wrong with a form, each message with a link to its field; answers 422 where something is.
pub(crate) fn wrong(sent: &Sent, title: &'static str) -> AnyView {
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
    error_summary(title, items).into_any()
}

/// A page about accounts.
pub(super) fn framed(title: &str, sent: &Sent, body: AnyView) -> AnyView {
    let wrong = wrong(sent, "There is a problem");
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
