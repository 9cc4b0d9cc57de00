//! One's own account.

use app::accounts::{OwnAccount, OwnSession, RecoveryCodes, TwoStep};
use app::error::AppError;
use app::links;
use axum::response::{IntoResponse, Redirect, Response};

use super::{Caller, Known, asked, bad, new_password, waiting};
use crate::auth::accounts::{Refused, Stage, Visit};
use crate::auth::{qr, totp};
use crate::present::words;

/// The page.
pub async fn account(caller: Caller) -> Response {
    shown(&caller, Vec::new()).await
}

async fn shown(caller: &Caller, wrong: Vec<app::filters::BadValue>) -> Response {
    let visit = match caller.visit().await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    match own(caller, &visit).await {
        Ok(own) => caller.page(links::ACCOUNT, OwnAccount { sent: caller.again(wrong), ..own }).await,
        Err(error) => caller.failed(error).await,
    }
}

async fn own(caller: &Caller, visit: &Visit) -> anyhow::Result<OwnAccount> {
    let database = caller.accounts.database();
    let row = database.account(&visit.account.id).await?.ok_or_else(|| anyhow::anyhow!("an account is gone"))?;
    let (started, seen) = caller.accounts.sessions.ended(caller.now);
    let mut sessions: Vec<OwnSession> = (database.sessions_of(&row.id, &started, &seen).await?.into_iter())
        .map(|session| OwnSession {
            this: session.id_hash == visit.hash,
            handle: session.id_hash,
            device: session.device,
            since: words::iso_instant(&session.started_at),
            seen: words::iso_instant(&session.seen_at),
        })
        .collect();
    sessions.sort_by_key(|session| !session.this);
    let recovery_codes = match row.totp_secret {
        Some(_) => Some(database.recovery_code_count(&row.id).await?),
        None => None,
    };
    let role = visit.account.role;
    let providers = caller.accounts.providers.labels(database.issuers_of(&row.id).await?);
    Ok(OwnAccount {
        providers,
        name: row.name,
        email: row.email,
        organisation: row.organisation,
        role: (role.name().into(), role.meaning().into()),
        hubs: visit.account.hubs.iter().map(|hub| hub.name()).collect(),
        has_password: row.password.is_some(),
        recovery_codes,
        sessions,
        told: match asked(&caller.parts, "done").as_str() {
            "password" => Some("Your password is changed, and your other sessions have ended."),
            "sessions" => Some("The session has ended."),
            _ => None,
        },
        ..OwnAccount::default()
    })
}

/// Takes a new password.
pub async fn change_password(Known { caller, visit }: Known) -> Response {
    let new = match new_password(&caller.sent, &[&visit.account.name]) {
        Ok(new) => new,
        Err(wrong) => return shown(&caller, wrong).await,
    };
    match caller.accounts.change_password(&visit, caller.value("current"), &new, caller.now).await {
        Ok(true) => Redirect::to(&format!("{}?done=password", links::ACCOUNT)).into_response(),
        Ok(false) => shown(&caller, vec![bad("current", "Password now: this is not your password")]).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Ends one session.
pub async fn end_session(known: Known) -> Response {
    end(known, true).await
}

/// Ends all others.
pub async fn end_others(known: Known) -> Response {
    end(known, false).await
}

async fn end(known: Known, one: bool) -> Response {
    let Known { caller, visit } = known;
    match caller.accounts.end_own(&visit, one.then(|| caller.value("session")), caller.now).await {
        Ok(true) => Redirect::to(&format!("{}?done=sessions", links::ACCOUNT)).into_response(),
        Ok(false) => Redirect::to(links::ACCOUNT).into_response(),
        Err(error) => caller.failed(error).await,
    }
}

/// Makes new recovery codes.
pub async fn recovery_codes(Known { caller, visit }: Known) -> Response {
    match caller.accounts.new_recovery_codes(&visit, caller.now).await {
        Ok(Some(codes)) => {
            let shown = TwoStep::Codes(RecoveryCodes { codes, next: links::ACCOUNT.into() });
            caller.page(links::TWO_STEP, shown).await
        }
        Ok(None) => caller.problem(AppError::NotFound).await,
        Err(error) => caller.failed(error).await,
    }
}

/// The page that sets up the second step.
pub async fn two_step(caller: Caller) -> Response {
    set_up(&caller, Vec::new()).await
}

async fn set_up(caller: &Caller, wrong: Vec<app::filters::BadValue>) -> Response {
    let visit = match caller.visit().await {
        Ok(visit) if visit.stage == Stage::Enrol => visit,
        Ok(visit) if visit.stage == Stage::Code => return Redirect::to(links::SIGN_IN_CODE).into_response(),
        Ok(_) => return Redirect::to(links::ACCOUNT).into_response(),
        Err(response) => return response,
    };
    match caller.accounts.pending_secret(&visit.account.id).await {
        Ok(Some((secret, email))) => {
            let address = totp::address(&secret, &email);
            let Some(picture) = qr::path(&address) else {
                return caller.failed(anyhow::anyhow!("no QR code can be drawn")).await;
            };
            let (sent, secret) = (caller.again(wrong), totp::in_groups(&secret));
            caller.page(links::TWO_STEP, TwoStep::SetUp { sent, secret, address, picture }).await
        }
        Ok(None) => caller.problem(AppError::NotFound).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Takes the first code of an app.
pub async fn enrol(caller: Caller) -> Response {
    let visit = match caller.visit().await {
        Ok(visit) if visit.stage == Stage::Enrol => visit,
        Ok(_) => return Redirect::to("/").into_response(),
        Err(response) => return response,
    };
    match caller.accounts.enrol(&visit, caller.value("code"), &caller.from(), caller.now).await {
        Ok(Ok((token, codes))) => {
            let shown = TwoStep::Codes(RecoveryCodes { codes, next: "/".into() });
            let response = caller.page(links::TWO_STEP, shown).await;
            caller.with_cookie(response, &token)
        }
        Ok(Err(Refused::Wrong)) => {
            set_up(
                &caller,
                vec![bad(
                    "code",
                    "This is not the code of now. Check the clock of your device and type in the next one",
                )],
            )
            .await
        }
        Ok(Err(Refused::TooMany)) => waiting(
            set_up(&caller, vec![bad("code", "There were too many tries. Wait 5 minutes, then try again")]).await,
        ),
        Err(error) => caller.failed(error).await,
    }
}
