//! Leaving for another service that knows somebody, and coming back from it.

use app::error::AppError;
use axum::response::{IntoResponse, Redirect, Response};
use http::header;

use super::{Caller, asked};
use crate::auth::accounts::Stage;
use crate::auth::by_provider::{AWAY, Return};
use crate::auth::providers::Trouble;

/// Sends somebody to a service.
pub async fn leave(caller: Caller) -> Response {
    if caller.visit().await.is_ok_and(|visit| visit.stage == Stage::Full) {
        return Redirect::to(&caller.next()).into_response();
    }
    let name = caller.segment(3).to_owned();
    let Some(provider) = caller.accounts.providers.named(&name) else {
        return caller.problem(AppError::NotFound).await;
    };
    match caller.accounts.leave(provider, &caller.next(), caller.now).await {
        Ok(Ok((address, browser))) => {
            let mut response = Redirect::to(&address).into_response();
            let cookie = caller.accounts.sessions.departure(&browser, AWAY.num_seconds());
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Ok(Err(trouble)) => not_let_in(&caller, &name, trouble).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Takes somebody back from a service.
pub async fn come_back(caller: Caller) -> Response {
    let name = caller.segment(3).to_owned();
    let Some(provider) = caller.accounts.providers.named(&name) else {
        return caller.problem(AppError::NotFound).await;
    };
    let value = |key: &str| asked(&caller.parts, key);
    let sent = Return {
        state: value("state"),
        code: value("code"),
        error: value("error"),
        issuer: Some(value("iss")).filter(|issuer| !issuer.is_empty()),
        browser: caller.accounts.sessions.departure_of(&caller.parts.headers).unwrap_or_default(),
    };
    let mut response = match caller.accounts.come_back(provider, &sent, &caller.from(), caller.now).await {
        Ok(Ok(arrived)) => caller.entered(&arrived.token, arrived.stage, &arrived.next),
        Ok(Err(trouble)) => not_let_in(&caller, &name, trouble).await,
        Err(error) => caller.failed(error).await,
    };
    // Whatever came of it, the departure is used up.
    response.headers_mut().append(header::SET_COOKIE, caller.accounts.sessions.departure("", 0));
    response
}

/// What went wrong, in words for the reader; the rest is told in the log alone.
async fn not_let_in(caller: &Caller, provider: &str, trouble: Trouble) -> Response {
    tracing::warn!(provider, %trouble, "somebody was not let in by an identity provider");
    caller.problem(AppError::Provider(trouble.told)).await
}
