//! The pages and forms about accounts. None of them exists where an instance serves everyone alike.

mod audit;
mod by_provider;
mod entering;
mod forgotten;
mod links_used;
mod own;
mod people;

pub use audit::audit;
pub use by_provider::{come_back, leave};
pub use entering::{back_from_sign_out, code, demo, enter, enter_code, sign_in, sign_out};
pub use forgotten::{ask_for_link, forgotten};
pub use links_used::{choose, choose_password, first, set_up_first};
pub use own::{account, change_password, end_others, end_session, enrol, recovery_codes, two_step};
pub use people::{back_to_person, change_role, deactivate, invite, people, person, reactivate, reset};

use std::ops::Deref;

use app::accounts::Sent;
use app::error::AppError;
use app::filters::BadValue;
use app::links;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};

use super::recording::LONGEST;
use super::visitor::Visitor;
use crate::auth::Accounts;
use crate::auth::accounts::{From, Stage, Visit};
use crate::auth::password::Busy;
use crate::routes::Instance;
use crate::schools::recording::{Fields, is_way_back, value};

/// A request to a page or form about accounts.
pub struct Caller {
    visitor: Visitor,
    pub(super) accounts: Accounts,
}

impl Deref for Caller {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl FromRequest<Instance> for Caller {
    type Rejection = Response;

    /// Reads a request; a form's fields too. Without accounts there is no such page.
    async fn from_request(request: Request, instance: &Instance) -> Result<Caller, Response> {
        let visitor = Visitor::read(request, instance, LONGEST).await?;
        match visitor.instance.accounts.clone() {
            Some(accounts) => Ok(Caller { visitor, accounts }),
            None => Err(visitor.problem(AppError::NotFound).await),
        }
    }
}

/// A request of somebody with a session.
pub struct Known {
    pub(super) caller: Caller,
    pub(super) visit: Visit,
}

impl FromRequest<Instance> for Known {
    type Rejection = Response;

    async fn from_request(request: Request, instance: &Instance) -> Result<Known, Response> {
        let caller = Caller::from_request(request, instance).await?;
        let visit = caller.visit().await?;
        Ok(Known { caller, visit })
    }
}

impl Caller {
    /// Whose session it is.
    pub(super) async fn visit(&self) -> Result<Visit, Response> {
        match self.parts.extensions.get::<Visit>() {
            Some(visit) => Ok(visit.clone()),
            None => Err(self.instance.problem(&self.parts, AppError::NotSignedIn).await),
        }
    }

    pub(super) fn from(&self) -> From {
        self.parts.extensions.get::<From>().cloned().unwrap_or_default()
    }

    /// Where to go on, a path of ours.
    pub(super) fn next(&self) -> String {
        let asked = match self.parts.method == http::Method::POST {
            true => self.value("next").to_owned(),
            false => asked(&self.parts, "next"),
        };
        if is_way_back(&asked) { asked } else { "/".into() }
    }

    /// Something failed: told in the log, not to the reader.
    pub(super) async fn failed(&self, error: anyhow::Error) -> Response {
        if error.is::<Busy>() {
            return self.problem(AppError::Busy).await;
        }
        tracing::error!(error = format!("{error:#}"), "a page about accounts failed");
        self.problem(AppError::Internal).await
    }

    /// What was sent, without secrets, and what was wrong with it.
    pub(super) fn again(&self, bad: Vec<BadValue>) -> Sent {
        let secret = |name: &str| matches!(name, "password" | "again" | "current" | "code");
        Sent { values: self.sent.iter().filter(|(name, _)| !secret(name)).cloned().collect(), bad }
    }

    /// Leads on with a new session.
    pub(super) fn entered(&self, token: &str, stage: Stage, next: &str) -> Response {
        let to = match stage {
            Stage::Full => next.to_owned(),
            Stage::Code => links::sign_in_code(next),
            Stage::Enrol => links::TWO_STEP.to_owned(),
        };
        self.with_cookie(Redirect::to(&to).into_response(), token)
    }

    pub(super) fn with_cookie(&self, mut response: Response, token: &str) -> Response {
        response.headers_mut().append(header::SET_COOKIE, self.accounts.sessions.cookie(token));
        response
    }
}

/// What is wrong with a password that is to be kept, typed twice.
pub(super) fn new_password(sent: &Fields, own: &[&str]) -> Result<String, Vec<BadValue>> {
    let (new, again) = (value(sent, "password").unwrap_or_default(), value(sent, "again").unwrap_or_default());
    if let Some(weakness) = crate::auth::password::weakness(new, own) {
        return Err(vec![bad("password", weakness)]);
    }
    if new != again {
        return Err(vec![bad("again", "The two passwords differ: type the same one twice")]);
    }
    Ok(new.to_owned())
}

/// What is wrong with a field.
pub(super) fn bad(key: &str, message: impl Into<String>) -> BadValue {
    BadValue { key: key.into(), message: message.into() }
}

/// Told to wait: too many tries.
pub(super) fn waiting(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("300"));
    response
}

/// A value of an address.
pub(super) fn asked(parts: &Parts, name: &str) -> String {
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    pairs.ok().and_then(|pairs| value(&pairs.0, name).map(str::to_owned)).unwrap_or_default()
}
