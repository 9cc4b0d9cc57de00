//! The second step: setting up an authenticator app, and the recovery codes, shown once.

use leptos::prelude::*;

use super::Sent;
use super::field::{Field, framed};
use crate::links;
use crate::reports::missing::MissingPage;

/// What an authenticator app needs, or the codes that were just made.
#[derive(Debug, Clone)]
pub enum TwoStep {
    /// To be set up.
    SetUp {
        /// The form as it was sent.
        sent: Sent,
        /// The secret in groups of four letters.
        secret: String,
        /// The address that an app opens.
        address: String,
        /// The same as a QR code: how many modules wide, and the path of the dark ones.
        picture: (i32, String),
    },
    /// Done: recovery codes.
    Codes(RecoveryCodes),
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, Default)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// The page.
#[component]
pub fn TwoStepPage() -> impl IntoView {
    match use_context::<TwoStep>() {
        None => view! { <MissingPage /> }.into_any(),
        Some(TwoStep::Codes(RecoveryCodes { codes, next })) => {
            let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
            let body = view! {
                <p>
                    "Each of these lets you sign in once without your app. Print them or keep them in a password manager: they are not shown again."
                </p>
                <ul class="gt-account__codes">{codes}</ul>
                <p>
                    <a class="govuk-button" href=next>
                        "I have kept them"
                    </a>
                </p>
            };
            framed("Your recovery codes", &Sent::default(), body.into_any())
        }
        Some(TwoStep::SetUp { sent, secret, address, picture: (width, path) }) => {
            let hint = "The 6 digits that the app shows now.";
            let side = (width + 8).to_string();
            let frame = format!("-4 -4 {side} {side}");
            let field = Field { sent: &sent, name: "code", label: "Code", hint: Some(hint) };
            let body = view! {
                <p>
                    "Your role sees single people, so a password alone is not enough. An authenticator app on a phone or in a password manager shows a new code every 30 seconds."
                </p>
                <ol class="govuk-list govuk-list--number">
                    <li>"Open the app and add an account: scan the picture, or type in the key."</li>
                    <li>"Type in the code that it shows."</li>
                </ol>
                <svg
                    class="gt-account__qr"
                    viewBox=frame
                    width="200"
                    height="200"
                    role="img"
                    aria-label="QR code of the key below"
                >
                    <rect x="-4" y="-4" width=side.clone() height=side fill="#ffffff" />
                    <path d=path fill="#000000" />
                </svg>
                <p>
                    "Key: " <code class="gt-account__key">{secret}</code> " (time based, 6 digits). "
                    <a href=address>"Open it in an app on this device"</a> "."
                </p>
                <form class="gt-account__form" method="post" action=links::TWO_STEP novalidate>
                    {field.input("text", "one-time-code")}
                    <button class="govuk-button" type="submit">
                        "Continue"
                    </button>
                </form>
            };
            framed("Set up the second step", &sent, body.into_any())
        }
    }
}
