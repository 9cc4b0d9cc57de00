//! Asks who may open what is frozen, and until when: of a pack and of a report page.

use leptos::prelude::*;

use super::list_page::control;
use crate::accounts::Sent;
use crate::components::form_field::Input;

/// Names of its fields.
pub(crate) const FIELDS: [&str; 2] = ["open-to", "expires"];

/// The form, with what was sent and could not be taken. `hidden` says what is to be frozen, where the address does not.
pub(crate) fn freeze_form(sent: &Sent, action: String, hidden: Vec<(&'static str, String)>) -> AnyView {
    let hidden =
        hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let to = vec![
        ("accounts".to_owned(), "Whoever is signed in here and may see this place".to_owned()),
        ("anyone".to_owned(), "Anyone who has the link, without an account".to_owned()),
    ];
    let open_to = if sent.value("open-to").is_empty() { "accounts" } else { sent.value("open-to") };
    let expires = Input { kind: "date", value: Some(sent.value("expires").to_owned()), ..Input::default() };
    let hint = "Within 5 years. Left blank, it is a year from today.";
    view! {
        <form class="gt-account__form" method="post" action=action>
            {hidden}
            {control(sent, "open-to", "Who may open it", None).select(None, open_to, to)}
            {control(sent, "expires", "Until", Some(hint)).input(expires)}
            <button class="govuk-button govuk-button--secondary" type="submit">
                "Freeze"
            </button>
        </form>
    }
    .into_any()
}
