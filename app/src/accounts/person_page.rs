//! One person's account, for administrators: role and hub areas, a new password, letting go.

use leptos::prelude::*;

use super::Sent;
use super::account_page::fact;
use super::field::framed;
use super::people_page::{OneTimeLink, one_time_link, role_and_hubs};
use crate::links;
use crate::reports::missing::MissingPage;

/// A person.
#[derive(Debug, Clone, Default)]
pub struct OnePerson {
    /// Number of the account.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Organisation.
    pub organisation: String,
    /// Other services with which the person has signed in.
    pub providers: Vec<String>,
    /// Where the account stands, in words.
    pub state: String,
    /// Whether it may sign in.
    pub active: bool,
    /// Role and hub areas as they are or as they were sent.
    pub sent: Sent,
    /// Hub areas to choose from: code, name.
    pub hubs: Vec<(String, String)>,
    /// A link that was just made.
    pub link: Option<OneTimeLink>,
}

/// The page.
#[component]
pub fn PersonPage() -> impl IntoView {
    let Some(person) = use_context::<OnePerson>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let OnePerson { id, name, email, organisation, providers, state, active, sent, hubs, link } = person;
    let with = (!providers.is_empty()).then(|| fact("Signs in with", providers.join("; ")));
    let link = link.map(one_time_link);
    let role = role_and_hubs(&sent, hubs);
    let (word, verb) =
        if active { ("deactivate", "Deactivate the account") } else { ("reactivate", "Reactivate the account") };
    let about = match active {
        true => "Ends every session at once. What the person recorded stays.",
        false => "The person can sign in again with the password they had.",
    };
    let reset = active.then(|| {
        view! {
            <section class="gt-card" aria-labelledby="reset-title">
                <h2 class="gt-card__title" id="reset-title">
                    "A new way in"
                </h2>
                <p>"For a forgotten password or a lost phone: a link that works once and for 3 days. Make sure who asks."</p>
                <form method="post" action=links::person_form(&id, "reset")>
                    <div class="gt-account__hub">
                        <input type="checkbox" id="second-step" name="second-step" value="on" />
                        <label for="second-step">"Set up the second step anew as well"</label>
                    </div>
                    <button class="govuk-button govuk-button--secondary" type="submit">
                        "Make a link"
                    </button>
                </form>
            </section>
        }
    });
    let body = view! {
        {link}
        <dl class="govuk-summary-list">
            {fact("Email address", email)} {fact("Organisation", organisation)} {fact("Account", state)} {with}
        </dl>
        <section class="gt-card" aria-labelledby="role-title">
            <h2 class="gt-card__title" id="role-title">
                "Role"
            </h2>
            <form class="gt-account__form" method="post" action=links::person(&id) novalidate>
                {role}
                <button class="govuk-button" type="submit">
                    "Change role"
                </button>
            </form>
        </section>
        {reset}
        <section class="gt-card" aria-labelledby="state-title">
            <h2 class="gt-card__title" id="state-title">
                {verb}
            </h2>
            <p>{about}</p>
            <form method="post" action=links::person_form(&id, word)>
                <button class="govuk-button govuk-button--secondary" type="submit">
                    {verb}
                </button>
            </form>
        </section>
        <p>
            <a href=links::PEOPLE>"Everyone with an account"</a>
        </p>
    };
    framed(&name, &sent, body.into_any())
}
