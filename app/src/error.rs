//! What can go wrong for a reader, as a closed set: the HTTP status, and what they can do next.

mod provider;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use provider::ProviderTrouble;

use crate::filters::BadValue;

/// An error that a reader may see. Free text never travels in it, save our own words for a bad value.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum AppError {
    /// Values of the address were not understood.
    #[error("Part of this address was not understood")]
    BadFilters(Vec<BadValue>),
    /// In sharing figures the question would narrow down to single people.
    #[error("This combination is too narrow for sharing figures")]
    TooNarrow(String),
    /// The viewer may not see this audience.
    #[error("You can see sharing figures only")]
    NotForYou,
    /// It names people, so it is for exact figures only.
    #[error("This is for exact figures only")]
    ExactOnly,
    /// Nobody is signed in.
    #[error("Sign in first")]
    NotSignedIn,
    /// The role may not do this, or there is no such thing; which of both is not told.
    #[error("This is not for your role")]
    NotForYourRole,
    /// The last administrator would be gone.
    #[error("There must be an administrator")]
    LastAdministrator,
    /// A link that was used, has expired or never was.
    #[error("This link does not work any more")]
    LinkGone,
    /// Signing in through another service did not work.
    #[error("{0}")]
    Provider(ProviderTrouble),
    /// A form came from a page of another site.
    #[error("This was not sent from a page of Golden Thread")]
    OtherSite,
    /// What was sent is no form of ours.
    #[error("What was sent was not understood")]
    NotAForm,
    /// More was sent than a form of ours holds.
    #[error("Too much was sent at once")]
    TooLarge,
    /// There is no such thing.
    #[error("Page not found")]
    NotFound,
    /// The question has no file of this kind; it says why.
    #[error("There is no such file of this page")]
    NoSuchFile(String),
    /// Nothing is loaded yet, or it is being loaded.
    #[error("The data are being loaded")]
    NotReady,
    /// Too much is asked at once.
    #[error("The service is busy")]
    Busy,
    /// Our fault; logged.
    #[error("Something went wrong on our side")]
    Internal,
}

impl AppError {
    /// HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            AppError::BadFilters(_) | AppError::TooNarrow(_) | AppError::NotAForm => 400,
            AppError::NotSignedIn => 401,
            AppError::NotForYou | AppError::ExactOnly | AppError::OtherSite | AppError::NotForYourRole => 403,
            AppError::LastAdministrator => 409,
            AppError::LinkGone => 410,
            AppError::Provider(trouble) => trouble.status(),
            AppError::TooLarge => 413,
            AppError::NotFound | AppError::NoSuchFile(_) => 404,
            AppError::NotReady | AppError::Busy => 503,
            AppError::Internal => 500,
        }
    }

    /// What the reader can do next.
    pub fn next(&self) -> String {
        match self {
            AppError::BadFilters(bad) => {
                let messages: Vec<String> = bad.iter().map(|b| format!("{}.", b.message)).collect();
                format!("{} Change the filter below, or remove it.", messages.join(" "))
            }
            AppError::TooNarrow(what) | AppError::NoSuchFile(what) => what.clone(),
            AppError::NotForYou => "Ask the person who runs this instance for exact figures of your own area.".into(),
            AppError::ExactOnly => {
                "It lists people by name or number. Ask for exact figures, where you may see them.".into()
            }
            AppError::NotSignedIn => "Your session may have ended. Open the sign-in page, then try again.".into(),
            AppError::NotForYourRole => "Ask an administrator of your lead provider if you need it.".into(),
            AppError::LastAdministrator => {
                "Nothing was changed. Make somebody else an administrator first, then change this account.".into()
            }
            AppError::LinkGone => "Links work once and not for long. Ask for a new one.".into(),
            AppError::Provider(trouble) => trouble.next().into(),
            AppError::OtherSite => {
                "Nothing was recorded. Open the school\u{2019}s page here and send the form from there.".into()
            }
            AppError::NotAForm => "Nothing was recorded. Go back, load the page again and send its form.".into(),
            AppError::TooLarge => "Nothing was recorded. Go back and shorten the note to 2,000 characters.".into(),
            AppError::NotFound => "Check the address, or start from the overview.".into(),
            AppError::NotReady => "Try again in a few seconds.".into(),
            AppError::Busy => "Try again in a few seconds.".into(),
            AppError::Internal => "Try again. If it happens again, tell the person who runs this instance.".into(),
        }
    }
}
