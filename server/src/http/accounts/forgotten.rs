//! Asking for a link in place of a forgotten password.

use app::accounts::{Forgotten, Sent};
use app::error::AppError;
use app::links;
use axum::response::Response;

use super::{Caller, bad, waiting};
use crate::auth::accounts::Refused;
use crate::auth::people::is_address;

/// The page; there is none where no mail is sent.
pub async fn forgotten(caller: Caller) -> Response {
    match caller.accounts.mail {
        Some(_) => caller.page(links::FORGOTTEN, Forgotten::default()).await,
        None => caller.problem(AppError::NotFound).await,
    }
}

/// Takes an address. The answer is the same whether or not somebody has it.
pub async fn ask_for_link(caller: Caller) -> Response {
    if caller.accounts.mail.is_none() {
        return caller.problem(AppError::NotFound).await;
    }
    let email = caller.value("email").trim().to_owned();
    let again = |words: &str| Forgotten { sent: caller.again(vec![bad("email", words)]), asked: None };
    if !is_address(&email) {
        return caller.page(links::FORGOTTEN, again("Email address: write it as name@place.example")).await;
    }
    match caller.accounts.forgotten(&email, &caller.from(), caller.now).await {
        Ok(Ok(())) => {
            let asked = Some(email);
            caller.page(links::FORGOTTEN, Forgotten { sent: Sent::default(), asked }).await
        }
        Ok(Err(Refused::TooMany | Refused::Wrong)) => {
            let words = "There were too many tries. Wait 5 minutes, then try again";
            waiting(caller.page(links::FORGOTTEN, again(words)).await)
        }
        Err(error) => caller.failed(error).await,
    }
}
