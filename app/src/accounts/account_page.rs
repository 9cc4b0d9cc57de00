//! One's own account: who one is here, the password, the second step, and where one is signed in.

use leptos::prelude::*;

use super::Sent;
use super::field::{Field, framed};
use crate::components::plain_table::{Column, PlainTable};
use crate::links;
use crate::reports::missing::MissingPage;

/// One's own account.
#[derive(Debug, Clone, Default)]
pub struct OwnAccount {
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Organisation.
    pub organisation: String,
    /// Role in words, and what it may see.
    pub role: (String, String),
    /// Hub areas in words.
    pub hubs: Vec<String>,
    /// Other services with which one has signed in.
    pub providers: Vec<String>,
    /// Whether it has a password to change.
    pub has_password: bool,
    /// How many recovery codes are left, where the second step is set up.
    pub recovery_codes: Option<i64>,
    /// Where one is signed in, this session first.
    pub sessions: Vec<OwnSession>,
    /// The password form as it was sent.
    pub sent: Sent,
    /// What was just done.
    pub told: Option<&'static str>,
}

/// A session.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// What names it in the form that ends it.
    pub handle: String,
    /// Browser and system, as it called itself.
    pub device: String,
    /// Since when, in words.
    pub since: String,
    /// Last seen, in words.
    pub seen: String,
    /// Whether it is this one.
    pub this: bool,
}

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let Some(own) = use_context::<OwnAccount>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let told = own.told.map(|words| view! { <div class="govuk-inset-text" role="status">{words}</div> });
    let hubs = (!own.hubs.is_empty()).then(|| fact("Hub areas", own.hubs.join("; ")));
    let with = (!own.providers.is_empty()).then(|| fact("Signs in with", own.providers.join("; ")));
    let facts = view! {
        <dl class="govuk-summary-list">
            {fact("Name", own.name)} {fact("Email address", own.email)} {fact("Organisation", own.organisation)}
            {fact("Role", format!("{}: {}", own.role.0, own.role.1))} {hubs} {with}
        </dl>
    };
    let others = own.sessions.len() > 1;
    let rows = own.sessions.into_iter().map(session_row).collect::<Vec<_>>();
    let columns = ["Browser", "Signed in", "Last seen", ""].map(Column::Words);
    let columns = vec![columns[0], columns[1], columns[2], Column::Words("End")];
    let end_others = others.then(|| {
        view! {
            <form method="post" action=links::END_OTHER_SESSIONS>
                <button class="govuk-button govuk-button--secondary" type="submit">
                    "End all other sessions"
                </button>
            </form>
        }
    });
    let codes = own.recovery_codes.map(|left| {
        view! {
            <section class="gt-card" aria-labelledby="second-title">
                <h2 class="gt-card__title" id="second-title">
                    "Second step"
                </h2>
                <p>{format!("Set up. Recovery codes left: {left}.")}</p>
                <form method="post" action=links::RECOVERY_CODES>
                    <button class="govuk-button govuk-button--secondary" type="submit">
                        "Make new recovery codes"
                    </button>
                </form>
            </section>
        }
    });
    let sent = own.sent;
    let field = |name, label, hint| Field { sent: &sent, name, label, hint };
    let password = own.has_password.then(|| {
        view! {
            <section class="gt-card" aria-labelledby="password-title">
                <h2 class="gt-card__title" id="password-title">
                    "Change your password"
                </h2>
                <form class="gt-account__form" method="post" action=links::OWN_PASSWORD novalidate>
                    {field("current", "Password now", None).input("password", "current-password")}
                    {field("password", "New password", Some("12 characters or more.")).input("password", "new-password")}
                    {field("again", "New password again", None).input("password", "new-password")}
                    <button class="govuk-button" type="submit">
                        "Change password"
                    </button>
                </form>
            </section>
        }
    });
    let body = view! {
        {told}
        {facts}
        <section class="gt-card" aria-labelledby="sessions-title">
            <h2 class="gt-card__title" id="sessions-title">
                "Where you are signed in"
            </h2>
            <PlainTable id="sessions" caption="Sessions, this one first" columns=columns rows=rows />
            {end_others}
        </section>
        {codes}
        {password}
    };
    framed("Your account", &sent, body.into_any())
}

fn session_row(session: OwnSession) -> Vec<AnyView> {
    let end = match session.this {
        true => "This session".into_any(),
        false => view! {
            <form method="post" action=links::END_SESSION>
                <input type="hidden" name="session" value=session.handle />
                <button class="govuk-button govuk-button--secondary gt-account__small" type="submit">
                    "End"
                    <span class="govuk-visually-hidden">{format!(" the session of {}", session.since)}</span>
                </button>
            </form>
        }
        .into_any(),
    };
    vec![session.device.into_any(), session.since.into_any(), session.seen.into_any(), end]
}

/// A line of facts.
pub(super) fn fact(name: &'static str, value: String) -> AnyView {
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
        </div>
    }
    .into_any()
}
