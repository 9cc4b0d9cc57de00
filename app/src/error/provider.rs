//! Why signing in through another service did not work, as a closed set: what the reader is told, and what they can do.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What went wrong between somebody, the service that knows them, and this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
pub enum ProviderTrouble {
    /// They stopped at the other service, or it did not let them in.
    #[error("Signing in was stopped at the other service")]
    Cancelled,
    /// The other service does not answer, or says that it cannot now.
    #[error("The other service cannot be reached")]
    Unreachable,
    /// What the other service answered does not fit how it was set up here.
    #[error("Signing in through the other service is not set up rightly")]
    Misconfigured,
    /// The clocks of the two machines are too far apart.
    #[error("The clocks of the two services do not agree")]
    Clock,
    /// It took too long, was done twice, or was begun in another browser.
    #[error("This way of signing in has expired")]
    StartAgain,
    /// Nobody with this address was invited.
    #[error("Nobody has invited you yet")]
    NotInvited,
    /// The other service says nothing that gives a role here.
    #[error("Your account there gives you no role here")]
    NoRole,
    /// The other service does not vouch for an e-mail address.
    #[error("The other service does not vouch for your e-mail address")]
    NoAddress,
    /// The account here was let go.
    #[error("Your account here is deactivated")]
    Deactivated,
}

impl ProviderTrouble {
    /// Everything that can go wrong.
    pub const ALL: [ProviderTrouble; 9] = [
        ProviderTrouble::Cancelled,
        ProviderTrouble::Unreachable,
        ProviderTrouble::Misconfigured,
        ProviderTrouble::Clock,
        ProviderTrouble::StartAgain,
        ProviderTrouble::NotInvited,
        ProviderTrouble::NoRole,
        ProviderTrouble::NoAddress,
        ProviderTrouble::Deactivated,
    ];

    /// The word in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            ProviderTrouble::Cancelled => "cancelled",
            ProviderTrouble::Unreachable => "unreachable",
            ProviderTrouble::Misconfigured => "misconfigured",
            ProviderTrouble::Clock => "clocks differ",
            ProviderTrouble::StartAgain => "expired or not begun here",
            ProviderTrouble::NotInvited => "not invited",
            ProviderTrouble::NoRole => "no role",
            ProviderTrouble::NoAddress => "no verified address",
            ProviderTrouble::Deactivated => "deactivated",
        }
    }

    /// HTTP status.
    pub fn status(self) -> u16 {
        match self {
            ProviderTrouble::StartAgain => 400,
            ProviderTrouble::Cancelled
            | ProviderTrouble::NotInvited
            | ProviderTrouble::NoRole
            | ProviderTrouble::NoAddress
            | ProviderTrouble::Deactivated => 403,
            ProviderTrouble::Misconfigured | ProviderTrouble::Clock => 502,
            ProviderTrouble::Unreachable => 503,
        }
    }

    /// What the reader can do next.
    pub fn next(self) -> &'static str {
        match self {
            ProviderTrouble::Cancelled => "Nothing has changed. Sign in again when you are ready.",
            ProviderTrouble::Unreachable => {
                "Try again in a few minutes, or sign in with your password if you have one."
            }
            ProviderTrouble::Misconfigured => {
                "Tell the person who runs this instance: its log says what did not fit. If you have a password, it still works."
            }
            ProviderTrouble::Clock => {
                "Tell the person who runs this instance: the clock of its machine has to be set. If you have a password, it \
                 still works."
            }
            ProviderTrouble::StartAgain => {
                "It has to be finished within 10 minutes, once, and in the browser in which it was begun. Start again."
            }
            ProviderTrouble::NotInvited => {
                "You are signed in at the other service, but no account here has your e-mail address. Ask an administrator of \
                 your lead provider to invite you."
            }
            ProviderTrouble::NoRole => {
                "You are signed in at the other service, but the organisation or group that it names for you has no role here. \
                 Ask an administrator of your lead provider, and say which organisation you chose."
            }
            ProviderTrouble::NoAddress => "Confirm your e-mail address at the other service, then sign in again.",
            ProviderTrouble::Deactivated => "Ask an administrator of your lead provider if this is a mistake.",
        }
    }
}
