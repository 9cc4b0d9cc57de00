//! Signing in and out.

use std::net::SocketAddr;

use app::accounts::{AccountRole, SecondStep, SignIn};
use app::links;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Redirect, Response};
use http::header;

use super::{Caller, asked, bad, waiting};
use crate::auth::accounts::{Refused, Stage};

const TOO_MANY: &str = "There were too many tries. Wait 5 minutes, then try again";

/// The sign-in page.
pub async fn sign_in(caller: Caller) -> Response {
    if caller.visit().await.is_ok_and(|visit| visit.stage == Stage::Full) {
        return Redirect::to(&caller.next()).into_response();
    }
    let told = (asked(&caller.parts, "signed") == "out").then_some("You are signed out.");
    let shown = SignIn { told, ..form(&caller) };
    caller.page(links::SIGN_IN, shown).await
}

fn form(caller: &Caller) -> SignIn {
    let demo = if lets_anyone_in(caller) { AccountRole::ALL.to_vec() } else { Vec::new() };
    SignIn {
        next: caller.next(),
        demo,
        providers: caller.accounts.providers.names(),
        sends_links: caller.accounts.mail.is_some(),
        ..SignIn::default()
    }
}

/// Only in a demo, and only to somebody at this machine.
fn lets_anyone_in(caller: &Caller) -> bool {
    let peer = caller.parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_some_and(|info| info.0.ip().is_loopback());
    caller.accounts.demo && caller.instance.desk.current().demo && here
}

/// Takes address and password.
pub async fn enter(caller: Caller) -> Response {
    let entered =
        caller.accounts.sign_in(caller.value("email"), caller.value("password"), &caller.from(), caller.now).await;
    let shown = |words: &str| SignIn { sent: caller.again(vec![bad("email", words)]), ..form(&caller) };
    match entered {
        Ok(Ok((token, stage))) => caller.entered(&token, stage, &caller.next()),
        Ok(Err(Refused::Wrong)) => {
            caller
                .page(links::SIGN_IN, shown("Email address or password is wrong, or the account may not sign in"))
                .await
        }
        Ok(Err(Refused::TooMany)) => waiting(caller.page(links::SIGN_IN, shown(TOO_MANY)).await),
        Err(error) => caller.failed(error).await,
    }
}

/// Lets anyone into a demo as a role.
pub async fn demo(caller: Caller) -> Response {
    let role = caller.value("role").parse::<AccountRole>().ok().filter(|_| lets_anyone_in(&caller));
    let Some(role) = role else {
        return caller.problem(app::error::AppError::NotFound).await;
    };
    match caller.accounts.enter_demo(role, &caller.from(), caller.now).await {
        Ok(token) => caller.entered(&token, Stage::Full, &caller.next()),
        Err(error) => caller.failed(error).await,
    }
}

/// The page that asks for the code.
pub async fn code(caller: Caller) -> Response {
    match caller.visit().await {
        Ok(visit) if visit.stage == Stage::Code => {
            let shown = SecondStep { next: caller.next(), ..SecondStep::default() };
            caller.page(links::SIGN_IN_CODE, shown).await
        }
        Ok(visit) if visit.stage == Stage::Enrol => Redirect::to(links::TWO_STEP).into_response(),
        _ => Redirect::to(&caller.next()).into_response(),
    }
}

/// Takes the code.
pub async fn enter_code(caller: Caller) -> Response {
    let visit = match caller.visit().await {
        Ok(visit) if visit.stage == Stage::Code => visit,
        Ok(_) => return Redirect::to("/").into_response(),
        Err(response) => return response,
    };
    let shown = |words: &str| SecondStep { sent: caller.again(vec![bad("code", words)]), next: caller.next() };
    match caller.accounts.second_step(&visit, caller.value("code"), &caller.from(), caller.now).await {
        Ok(Ok((token, stage))) => caller.entered(&token, stage, &caller.next()),
        Ok(Err(Refused::Wrong)) => {
            let words = "This is not the code of now, or it was used before. Type in the next one that your app shows";
            caller.page(links::SIGN_IN_CODE, shown(words)).await
        }
        Ok(Err(Refused::TooMany)) => waiting(caller.page(links::SIGN_IN_CODE, shown(TOO_MANY)).await),
        Err(error) => caller.failed(error).await,
    }
}

/// Ends the session.
pub async fn sign_out(caller: Caller) -> Response {
    if let Ok(visit) = caller.visit().await
        && let Err(error) = caller.accounts.sign_out(&visit, caller.now).await
    {
        return caller.failed(error).await;
    }
    let mut response = Redirect::to(&format!("{}?signed=out", links::SIGN_IN)).into_response();
    response.headers_mut().append(header::SET_COOKIE, caller.accounts.sessions.no_cookie());
    response
}

/// Nobody is signed out by looking.
pub async fn back_from_sign_out() -> Redirect {
    Redirect::to("/")
}
