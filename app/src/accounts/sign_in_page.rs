//! Signing in: the password, the second step, and setting a password by a link.

use leptos::prelude::*;

use super::field::{Field, framed};
use super::{AccountRole, Sent};
use crate::links;
use crate::reports::missing::MissingPage;

/// The sign-in page.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The form as it was sent.
    pub sent: Sent,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// What happened before, such as signing out.
    pub told: Option<&'static str>,
    /// The roles that a demo lets anyone have at a click.
    pub demo: Vec<AccountRole>,
    /// Other services that may say who somebody is: word in addresses, name.
    pub providers: Vec<(String, String)>,
    /// Whether a link for a forgotten password can be sent.
    pub sends_links: bool,
}

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let Some(page) = use_context::<SignIn>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let SignIn { sent, next, told, demo, providers, sends_links } = page;
    let field = |name, label| Field { sent: &sent, name, label, hint: None };
    let told = told.map(|words| view! { <div class="govuk-inset-text" role="status">{words}</div> });
    let roles = demo
        .iter()
        .map(|role| {
            view! {
                <li>
                    <button class="govuk-button govuk-button--secondary" type="submit" name="role" value=role.slug()>
                        {role.name()}
                    </button>
                    <span class="gt-account__meaning">{role.meaning()}</span>
                </li>
            }
        })
        .collect_view();
    let demo = (!demo.is_empty()).then(|| {
        view! {
            <section class="gt-card" aria-labelledby="demo-title">
                <h2 class="gt-card__title" id="demo-title">
                    "Look around the demo"
                </h2>
                <p>"Every figure is invented, so anyone at this machine may sign in as each role. A hub lead here leads EE3."</p>
                <form method="post" action=links::DEMO_SIGN_IN>
                    <input type="hidden" name="next" value=next.clone() />
                    <ul class="gt-account__roles">{roles}</ul>
                </form>
            </section>
        }
    });
    let with_password = (!providers.is_empty()).then(|| {
        view! { <h2 class="gt-account__part">"With a password"</h2> }
    });
    let providers = through_others(&providers, &next);
    let forgotten = sends_links.then(|| view! { <p><a href=links::FORGOTTEN>"I forgot my password"</a></p> });
    let body = view! {
        {told}
        {demo}
        {providers}
        {with_password}
        <form class="gt-account__form" method="post" action=links::SIGN_IN novalidate>
            <input type="hidden" name="next" value=next />
            {field("email", "Email address").input("email", "username")}
            {field("password", "Password").input("password", "current-password")}
            <button class="govuk-button" type="submit">
                "Sign in"
            </button>
        </form>
        {forgotten}
        <p>"No account, or no way in? Ask an administrator of your lead provider: accounts are by invitation."</p>
    };
    framed("Sign in", &sent, body.into_any())
}

/// One button a service. They are links: a form's way to another site would be barred by the policy of the page.
fn through_others(providers: &[(String, String)], next: &str) -> Option<AnyView> {
    if providers.is_empty() {
        return None;
    }
    let buttons = providers
        .iter()
        .map(|(word, name)| {
            view! {
                <li>
                    <a class="govuk-button" role="button" draggable="false" href=links::sign_in_with(word, next)>
                        {format!("Sign in with {name}")}
                    </a>
                </li>
            }
        })
        .collect_view();
    let list = view! {
        <section aria-labelledby="providers-title">
            <h2 class="gt-account__part" id="providers-title">
                "With the account that you have already"
            </h2>
            <ul class="gt-account__providers">{buttons}</ul>
        </section>
    };
    Some(list.into_any())
}

/// Asking for a link in place of a forgotten password.
#[derive(Debug, Clone, Default)]
pub struct Forgotten {
    /// The form as it was sent.
    pub sent: Sent,
    /// The address to which a link is on its way, if it has an account.
    pub asked: Option<String>,
}

/// The page.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let Some(Forgotten { sent, asked }) = use_context::<Forgotten>() else {
        return view! { <MissingPage /> }.into_any();
    };
    if let Some(email) = asked {
        let body = view! {
            <p>
                "If somebody signs in here with a password as " <strong class="gt-account__link">{email}</strong>
                ", a link is on its way to them. It works once, within 30 minutes."
            </p>
            <p>"Nothing came? Look among unwanted mail, check the address, or ask an administrator of your lead provider."</p>
            <p>
                <a href=links::SIGN_IN>"Back to the sign-in page"</a>
            </p>
        };
        return framed("Check your email", &sent, body.into_any());
    }
    let hint = "The one that you sign in with.";
    let field = Field { sent: &sent, name: "email", label: "Email address", hint: Some(hint) };
    let body = view! {
        <p>"We send you a link to choose a new password. Your second step stays as it is."</p>
        <form class="gt-account__form" method="post" action=links::FORGOTTEN novalidate>
            {field.input("email", "username")}
            <button class="govuk-button" type="submit">
                "Send the link"
            </button>
        </form>
        <p>
            <a href=links::SIGN_IN>"Back to the sign-in page"</a>
        </p>
    };
    framed("I forgot my password", &sent, body.into_any())
}

/// The second step of signing in.
#[derive(Debug, Clone, Default)]
pub struct SecondStep {
    /// The form as it was sent.
    pub sent: Sent,
    /// Where to go afterwards.
    pub next: String,
}

/// The page.
#[component]
pub fn CodePage() -> impl IntoView {
    let Some(SecondStep { sent, next }) = use_context::<SecondStep>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let hint = "The 6 digits that your authenticator app shows now. A recovery code works too, once.";
    let field = Field { sent: &sent, name: "code", label: "Code", hint: Some(hint) };
    let body = view! {
        <form class="gt-account__form" method="post" action=links::SIGN_IN_CODE novalidate>
            <input type="hidden" name="next" value=next />
            {field.input("text", "one-time-code")}
            <button class="govuk-button" type="submit">
                "Continue"
            </button>
        </form>
        <form method="post" action=links::SIGN_OUT>
            <button class="govuk-button govuk-button--secondary" type="submit">
                "Start again"
            </button>
        </form>
    };
    framed("Enter your code", &sent, body.into_any())
}

/// A link that lets somebody set a password.
#[derive(Debug, Clone, Default)]
pub struct SettingPassword {
    /// The form as it was sent.
    pub sent: Sent,
    /// Where it is sent to.
    pub action: String,
    /// Whose account it is; `None` where the first administrator is set up.
    pub whose: Option<String>,
}

/// The page.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let Some(SettingPassword { sent, action, whose }) = use_context::<SettingPassword>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let field = |name, label, hint| Field { sent: &sent, name, label, hint };
    let first = whose.is_none();
    let title = if first { "Set up the first administrator" } else { "Choose a password" };
    let who = whose.map(|name| view! { <p>"For the account of " <strong>{name}</strong> "."</p> });
    let about = first.then(|| {
        view! {
            <p>"Nobody can sign in here yet. The administrator whom you set up now invites everyone else."</p>
            {field("name", "Name", None).input("text", "name")}
            {field("email", "Email address", Some("To sign in with.")).input("email", "username")}
            {field("organisation", "Organisation", Some("The lead provider.")).input("text", "organization")}
        }
    });
    let hint = "12 characters or more. Three words that do not belong together make a good one.";
    let body = view! {
        {who}
        <form class="gt-account__form" method="post" action=action novalidate>
            {about}
            {field("password", "Password", Some(hint)).input("password", "new-password")}
            {field("again", "The same password again", None).input("password", "new-password")}
            <button class="govuk-button" type="submit">
                "Continue"
            </button>
        </form>
    };
    framed(title, &sent, body.into_any())
}
