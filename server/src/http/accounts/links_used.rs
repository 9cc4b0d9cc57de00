//! Links that work once: somebody chooses a password, or sets up the first administrator.

use app::accounts::SettingPassword;
use app::error::AppError;
use app::links;
use axum::response::Response;

use super::{Caller, bad, new_password};
use crate::auth::accounts::Stage;
use crate::auth::people::is_address;
use crate::storage::accounts::{AccountRow, LinkRow};

const ADDRESS: &str = "/invitation";

async fn open(caller: Caller) -> Result<(Caller, String, LinkRow, Option<AccountRow>), Response> {
    let token = caller.segment(2).to_owned();
    let first = caller.segment(1) == "set-up";
    match caller.accounts.link(&token, caller.now).await {
        Ok(Some((link, account))) if account.is_none() == first => Ok((caller, token, link, account)),
        Ok(_) => Err(caller.problem(AppError::LinkGone).await),
        Err(error) => Err(caller.failed(error).await),
    }
}

/// The page of an invitation or of a new way in.
pub async fn choose(caller: Caller) -> Response {
    match open(caller).await {
        Ok((caller, token, _, account)) => {
            let whose = account.map(|row| row.name);
            caller
                .page(
                    ADDRESS,
                    SettingPassword { action: links::invitation(&token), whose, ..SettingPassword::default() },
                )
                .await
        }
        Err(response) => response,
    }
}

/// Takes the password.
pub async fn choose_password(caller: Caller) -> Response {
    let (caller, token, link, row) = match open(caller).await {
        Ok((caller, token, link, Some(row))) => (caller, token, link, row),
        Ok((caller, ..)) => return caller.problem(AppError::LinkGone).await,
        Err(response) => return response,
    };
    match new_password(&caller.sent, &[&row.name, &row.email, &row.organisation]) {
        Ok(new) => take(&caller, &link, &row, &new).await,
        Err(bad) => {
            let shown =
                SettingPassword { sent: caller.again(bad), action: links::invitation(&token), whose: Some(row.name) };
            caller.page(ADDRESS, shown).await
        }
    }
}

async fn take(caller: &Caller, link: &LinkRow, row: &AccountRow, new: &str) -> Response {
    match caller.accounts.choose_password(link, row, new, &caller.from(), caller.now).await {
        Ok(Some((token, stage))) => caller.entered(&token, stage, if stage == Stage::Full { "/" } else { "" }),
        Ok(None) => caller.problem(AppError::LinkGone).await,
        Err(error) => caller.failed(error).await,
    }
}

/// The page that sets up the first administrator.
pub async fn first(caller: Caller) -> Response {
    match open(caller).await {
        Ok((caller, token, ..)) => {
            caller.page(ADDRESS, SettingPassword { action: links::set_up(&token), ..SettingPassword::default() }).await
        }
        Err(response) => response,
    }
}

/// Takes the first administrator.
pub async fn set_up_first(caller: Caller) -> Response {
    let (caller, token, link) = match open(caller).await {
        Ok((caller, token, link, _)) => (caller, token, link),
        Err(response) => return response,
    };
    let (name, email, organisation) =
        (caller.value("name").trim(), caller.value("email").trim(), caller.value("organisation"));
    let mut wrong = super::people::wrong_names(&caller);
    let new = new_password(&caller.sent, &[name, email, organisation]);
    if !is_address(email) && !wrong.iter().any(|bad| bad.key == "email") {
        wrong.push(bad("email", "Email address: write it as name@place.example"));
    }
    let new = match (new, wrong.is_empty()) {
        (Ok(new), true) => new,
        (new, _) => {
            wrong.extend(new.err().into_iter().flatten());
            let shown = SettingPassword { sent: caller.again(wrong), action: links::set_up(&token), whose: None };
            return caller.page(ADDRESS, shown).await;
        }
    };
    match caller.accounts.set_up(&link, (name, email, organisation), caller.now).await {
        Ok(Some((link, row))) => take(&caller, &link, &row, &new).await,
        Ok(None) => caller.problem(AppError::LinkGone).await,
        Err(error) => caller.failed(error).await,
    }
}
