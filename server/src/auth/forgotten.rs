//! A forgotten password: a link by e-mail. Whether there is such an account is not told, nor by the time that it takes.

use anyhow::Result;
use app::links;
use chrono::{DateTime, TimeDelta, Utc};

use super::accounts::{Accounts, From, Refused, WINDOW, name_of, subject};
use super::mail;
use super::session::iso;
use super::token;
use crate::storage::accounts::LinkRow;
use crate::storage::audit::Entry;

/// How long such a link works.
pub const LASTS: TimeDelta = TimeDelta::minutes(30);
/// Letters that one address gets within the time in which tries are counted.
const LETTERS: i64 = 3;

impl Accounts {
    /// Sends a link to whoever signs in with an address and a password. The answer comes before it is known who that is.
    pub async fn forgotten(
        &self,
        email: &str,
        from: &From,
        now: DateTime<Utc>,
    ) -> Result<std::result::Result<(), Refused>> {
        let email = email.trim().to_lowercase();
        let subject = subject("forgotten", &email);
        if self.try_once(&subject, &from.address, now).await?.is_none() {
            return Ok(Err(Refused::TooMany));
        }
        if self.database.tries(&subject, &iso(now - WINDOW)).await? <= LETTERS {
            let accounts = self.clone();
            tokio::spawn(async move {
                if let Err(error) = accounts.send_link(&email, now).await {
                    tracing::error!(error = format!("{error:#}"), "a link for a forgotten password was not sent");
                }
            });
        }
        Ok(Ok(()))
    }

    async fn send_link(&self, email: &str, now: DateTime<Utc>) -> Result<()> {
        let Some(mail) = &self.mail else {
            return Ok(());
        };
        let found = self.database.account_by_email(email).await?;
        let Some(row) = found.filter(|row| row.deactivated_at.is_none() && row.password.is_some()) else {
            return Ok(());
        };
        let token = token::token()?;
        let mut work = self.database.begin().await?;
        work.add_link(&LinkRow {
            token_hash: token::hash(&token),
            account: Some(row.id.clone()),
            purpose: "reset".into(),
            expires_at: iso(now + LASTS),
        })
        .await?;
        work.audit(now, Entry::new("nobody", "reset-link-sent", name_of(&row))).await?;
        work.commit().await?;
        let link = format!("{}{}", self.origin, links::invitation(&token));
        mail.send(&row.name, &row.email, &mail::forgotten(&row.name, &link)).await
    }
}
