//! The second step: codes of an app, its setting up, and recovery codes. What is done and its entry in the audit log are one
//! transaction.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};

use super::accounts::{Accounts, Entered, From, Refused, Stage, Visit, name_of, subject};
use super::{token, totp};
use crate::storage::audit::Entry;
use crate::storage::work::Work;

/// Recovery codes that are made at a time.
const CODES: usize = 10;

impl Accounts {
    /// The code of the second step, or a recovery code.
    pub async fn second_step(&self, visit: &Visit, code: &str, from: &From, now: DateTime<Utc>) -> Result<Entered> {
        let subject = subject("code", &visit.account.id);
        let Some(tried) = self.try_once(&subject, &from.address, now).await? else {
            return Ok(Err(Refused::TooMany));
        };
        let mut work = self.database.begin().await?;
        let row = work.account(&visit.account.id).await?.context("an account is gone")?;
        let secret = row.totp_secret.as_deref().unwrap_or_default();
        let by_app = match totp::check(secret, code, now.timestamp(), row.totp_step) {
            Some(step) if !secret.is_empty() => work.use_totp_step(&row.id, step).await?,
            _ => false,
        };
        let by_recovery = !by_app && work.use_recovery_code(&row.id, &token::recovery_hash(code)).await?;
        if !by_app && !by_recovery {
            work.audit(now, Entry::new(name_of(&row), "sign-in-failed", "code of the second step")).await?;
            work.commit().await?;
            return Ok(Err(Refused::Wrong));
        }
        if by_recovery {
            work.audit(now, Entry::new(name_of(&row), "recovery-code-used", "")).await?;
        }
        work.clear_tries(&tried, &subject).await?;
        work.end_session(&visit.hash).await?;
        let token = self.enter(&mut work, &row, Stage::Full, from, now).await?;
        work.commit().await?;
        Ok(Ok((token, Stage::Full)))
    }

    /// The secret that is being set up, for the page that shows it.
    pub async fn pending_secret(&self, account: &str) -> Result<Option<(String, String)>> {
        let row = self.database.account(account).await?;
        Ok(row.and_then(|row| Some((row.totp_pending?, row.email))))
    }

    /// Sets the second step up with the first code of an app. Answers a new token and recovery codes.
    pub async fn enrol(
        &self,
        visit: &Visit,
        code: &str,
        from: &From,
        now: DateTime<Utc>,
    ) -> Result<std::result::Result<(String, Vec<String>), Refused>> {
        let subject = subject("code", &visit.account.id);
        let Some(tried) = self.try_once(&subject, &from.address, now).await? else {
            return Ok(Err(Refused::TooMany));
        };
        let mut work = self.database.begin().await?;
        let row = work.account(&visit.account.id).await?.context("an account is gone")?;
        let secret = row.totp_pending.clone().unwrap_or_default();
        let step = totp::check(&secret, code, now.timestamp(), 0).filter(|_| !secret.is_empty());
        let Some(step) = step else {
            return Ok(Err(Refused::Wrong));
        };
        work.set_totp(&row.id, Some(secret), step).await?;
        let codes = new_codes(&mut work, &row.id).await?;
        work.audit(now, Entry::new(name_of(&row), "second-step-set-up", "")).await?;
        work.clear_tries(&tried, &subject).await?;
        work.end_session(&visit.hash).await?;
        let token = self.enter(&mut work, &row, Stage::Full, from, now).await?;
        work.commit().await?;
        Ok(Ok((token, codes)))
    }

    /// New recovery codes in place of those that are left; none without a second step.
    pub async fn new_recovery_codes(&self, visit: &Visit, now: DateTime<Utc>) -> Result<Option<Vec<String>>> {
        let mut work = self.database.begin().await?;
        let row = work.account(&visit.account.id).await?.context("an account is gone")?;
        if row.totp_secret.is_none() {
            return Ok(None);
        }
        let codes = new_codes(&mut work, &row.id).await?;
        work.audit(now, Entry::new(name_of(&row), "recovery-codes-made", "")).await?;
        work.commit().await?;
        Ok(Some(codes))
    }
}

async fn new_codes(work: &mut Work, account: &str) -> Result<Vec<String>> {
    let codes = (0..CODES).map(|_| token::recovery_code()).collect::<Result<Vec<_>>>()?;
    let hashes: Vec<String> = codes.iter().map(|code| token::recovery_hash(code)).collect();
    work.set_recovery_codes(account, &hashes).await?;
    Ok(codes)
}
