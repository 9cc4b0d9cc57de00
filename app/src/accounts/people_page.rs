//! Who may sign in, for administrators: the list, and inviting somebody.

use leptos::prelude::*;

use super::field::{Field, framed};
use super::{AccountRole, Sent};
use crate::components::plain_table::{Column, PlainTable};
use crate::links;
use crate::reports::missing::MissingPage;

/// Everyone with an account.
#[derive(Debug, Clone, Default)]
pub struct PersonList {
    /// The people.
    pub people: Vec<PersonLine>,
    /// The invitation as it was sent.
    pub sent: Sent,
    /// Names of the organisations that somebody is of.
    pub organisations: Vec<String>,
    /// Hub areas to choose from: code, name.
    pub hubs: Vec<(String, String)>,
    /// A link that was just made.
    pub link: Option<OneTimeLink>,
    /// Whether links are sent by e-mail as well.
    pub sends_links: bool,
}

/// A link that works once, and is shown once.
#[derive(Debug, Clone, Default)]
pub struct OneTimeLink {
    /// Name of the person.
    pub name: String,
    /// The link.
    pub address: String,
    /// Until when, in words.
    pub until: String,
    /// Whether it went off by e-mail too; `None` where no mail is sent.
    pub mailed: Option<bool>,
}

/// A person.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// Number of the account.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Organisation, and what it is.
    pub organisation: String,
    /// Role in words, with hub areas.
    pub role: String,
    /// Where the account stands.
    pub state: String,
}

/// The page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let Some(PersonList { people, sent, organisations, hubs, link, sends_links }) = use_context::<PersonList>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let rows = people
        .into_iter()
        .map(|person| {
            vec![
                view! { <a href=links::person(&person.id)>{person.name}</a> }.into_any(),
                person.email.into_any(),
                person.organisation.into_any(),
                person.role.into_any(),
                person.state.into_any(),
            ]
        })
        .collect::<Vec<_>>();
    let columns = ["Name", "Email address", "Organisation", "Role", "Account"].map(Column::Words).to_vec();
    let link = link.map(one_time_link);
    let field = |name, label, hint| Field { sent: &sent, name, label, hint };
    let about = match sends_links {
        true => "They get a link by email. It works once and for 3 days.",
        false => "You get a link to hand over. It works once and for 3 days; no mail is sent.",
    };
    let body = view! {
        {link}
        <PlainTable id="people" caption="Everyone with an account" columns=columns rows=rows />
        <section class="gt-card" aria-labelledby="invite-title">
            <h2 class="gt-card__title" id="invite-title">
                "Invite somebody"
            </h2>
            <p>{about}</p>
            <form class="gt-account__form" method="post" action=links::PEOPLE novalidate>
                {field("name", "Name", None).input("text", "off")}
                {field("email", "Email address", Some("To sign in with.")).input("email", "off")}
                {field(
                        "organisation",
                        "Organisation",
                        Some(
                            "The lead provider, or the hub: a role of a hub that is there already gets its hub areas where you tick none.",
                        ),
                    )
                    .offering(organisations)}
                {role_and_hubs(&sent, hubs)}
                <button class="govuk-button" type="submit">
                    "Make an invitation"
                </button>
            </form>
        </section>
    };
    framed("People", &sent, body.into_any())
}

/// A link that is shown once.
pub(super) fn one_time_link(link: OneTimeLink) -> AnyView {
    let OneTimeLink { name, address, until, mailed } = link;
    let told = match mailed {
        Some(true) => {
            format!("This link was sent to {name} by email. It works once, until {until}, and is not shown again.")
        }
        Some(false) => format!(
            "The email to {name} could not be sent. Hand over this link: it works once, until {until}, and is not shown again."
        ),
        None => format!("Hand this link to {name}. It works once, until {until}, and is not shown again."),
    };
    view! {
        <div class="govuk-inset-text" role="status">
            <p>{told}</p>
            <p>
                <code class="gt-account__link">{address}</code>
            </p>
        </div>
    }
    .into_any()
}

/// The fields that say what somebody may see.
pub(super) fn role_and_hubs(sent: &Sent, hubs: Vec<(String, String)>) -> AnyView {
    let roles = AccountRole::ALL.map(|role| (role.slug().to_owned(), format!("{}: {}", role.name(), role.meaning())));
    let role = Field { sent, name: "role", label: "Role", hint: None }.select(Some("Choose"), roles.to_vec());
    let wrong = sent.wrong("hub");
    let message = wrong.clone().map(|words| {
        view! {
            <p class="govuk-error-message" id="hub-error">
                <span class="govuk-visually-hidden">"Error: "</span>
                {words}
            </p>
        }
    });
    let boxes = hubs
        .into_iter()
        .map(|(code, name)| {
            let chosen = sent.has("hub", &code);
            let id = format!("hub-{code}");
            view! {
                <div class="gt-account__hub">
                    <input type="checkbox" id=id.clone() name="hub" value=code checked=chosen />
                    <label for=id>{name}</label>
                </div>
            }
        })
        .collect_view();
    let open = wrong.is_some() || sent.values.iter().any(|(name, _)| name == "hub");
    let group = if wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
    view! {
        {role}
        <div class=group id="hub">
            {message}
            <details class="govuk-details" open=open>
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">"Hub areas of a hub lead or strategic group member"</span>
                </summary>
                <div class="govuk-details__text">
                    <fieldset class="govuk-fieldset">
                        <legend class="govuk-visually-hidden">"Hub areas"</legend>
                        <div class="gt-account__hubs">{boxes}</div>
                    </fieldset>
                </div>
            </details>
        </div>
    }
    .into_any()
}
