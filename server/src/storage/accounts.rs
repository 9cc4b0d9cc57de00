//! Who may sign in, where they are signed in, and the links that let them in.

use anyhow::Result;

use super::work::{Work, within};
use super::{Database, on};

/// An account.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountRow {
    /// Number that says nothing.
    pub id: String,
    /// Address to sign in with, in small letters.
    pub email: String,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: String,
    /// Word of the role.
    pub role: String,
    /// Argon2id, in the PHC string format; none until one is chosen.
    pub password: Option<String>,
    /// Secret of the second step, base 32, once it is set up.
    pub totp_secret: Option<String>,
    /// Secret that is being set up.
    pub totp_pending: Option<String>,
    /// The last time step whose code was taken.
    pub totp_step: i64,
    /// Instant, ISO.
    pub created_at: String,
    /// Instant, ISO.
    pub signed_in_at: Option<String>,
    /// Instant, ISO, while it may not sign in.
    pub deactivated_at: Option<String>,
}

/// A session with the account behind it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// SHA-256 of what the cookie holds.
    pub id_hash: String,
    /// Number of the account.
    pub account: String,
    /// What is still missing: `code`, `enrol`; `full` when nothing is.
    pub stage: String,
    /// The browser, as it calls itself.
    pub device: String,
    /// Instant, ISO.
    pub started_at: String,
    /// Instant, ISO.
    pub seen_at: String,
    /// Name of the account.
    pub name: String,
    /// Word of its role.
    pub role: String,
}

/// A link that works once.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LinkRow {
    /// SHA-256 of its token.
    pub token_hash: String,
    /// Number of the account; none where the first one is set up.
    pub account: Option<String>,
    /// `invite`, `reset` or `set-up`.
    pub purpose: String,
    /// Instant, ISO.
    pub expires_at: String,
}

impl Database {
    /// The account with an address.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<AccountRow>> {
        let sql = include_str!("queries/account.by_email.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(email.to_owned()).fetch_optional(pool).await?))
    }

    /// The account with a number.
    pub async fn account(&self, id: &str) -> Result<Option<AccountRow>> {
        let sql = include_str!("queries/account.by_id.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(id.to_owned()).fetch_optional(pool).await?))
    }

    /// Every account, by name.
    pub async fn accounts(&self) -> Result<Vec<AccountRow>> {
        let sql = include_str!("queries/account.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// How many accounts there are.
    pub async fn account_count(&self) -> Result<i64> {
        let sql = include_str!("queries/account.count.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// Codes of the hub areas of an account.
    pub async fn account_hubs(&self, id: &str) -> Result<Vec<String>> {
        let sql = include_str!("queries/account_hub.of_account.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(id.to_owned()).fetch_all(pool).await?))
    }

    /// Account and hub area, of every account.
    pub async fn all_account_hubs(&self) -> Result<Vec<(String, String)>> {
        let sql = include_str!("queries/account_hub.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// A session that has not ended, of an account that may sign in.
    pub async fn session(&self, hash: &str, started: &str, seen: &str) -> Result<Option<SessionRow>> {
        let sql = include_str!("queries/session.find.sql");
        let (hash, started, seen) = (hash.to_owned(), started.to_owned(), seen.to_owned());
        Ok(on!(self, pool => sqlx::query_as(sql).bind(hash).bind(started).bind(seen).fetch_optional(pool).await?))
    }

    /// The sessions of an account, the last seen first.
    pub async fn sessions_of(&self, account: &str, started: &str, seen: &str) -> Result<Vec<SessionRow>> {
        let sql = include_str!("queries/session.of_account.sql");
        let (account, started, seen) = (account.to_owned(), started.to_owned(), seen.to_owned());
        Ok(on!(self, pool => sqlx::query_as(sql).bind(account).bind(started).bind(seen).fetch_all(pool).await?))
    }

    /// Says that a session was seen.
    pub async fn touch_session(&self, hash: &str, now: &str) -> Result<()> {
        let sql = include_str!("queries/session.touch.sql");
        on!(self, pool => {
            sqlx::query(sql).bind(hash.to_owned()).bind(now.to_owned()).execute(pool).await?;
        });
        Ok(())
    }

    /// A link that has not expired.
    pub async fn one_time_link(&self, hash: &str, now: &str) -> Result<Option<LinkRow>> {
        let sql = include_str!("queries/one_time_link.find.sql");
        let (hash, now) = (hash.to_owned(), now.to_owned());
        Ok(on!(self, pool => sqlx::query_as(sql).bind(hash).bind(now).fetch_optional(pool).await?))
    }

    /// Every link that has not expired.
    pub async fn open_links(&self, now: &str) -> Result<Vec<LinkRow>> {
        let sql = include_str!("queries/one_time_link.list_open.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(now.to_owned()).fetch_all(pool).await?))
    }

    /// How many recovery codes an account has left.
    pub async fn recovery_code_count(&self, account: &str) -> Result<i64> {
        let sql = include_str!("queries/recovery_code.count.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(account.to_owned()).fetch_one(pool).await?))
    }

    /// Tries of a subject since an instant.
    pub async fn tries(&self, subject: &str, since: &str) -> Result<i64> {
        let sql = include_str!("queries/sign_in_try.count.sql");
        let (subject, since) = (subject.to_owned(), since.to_owned());
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(subject).bind(since).fetch_one(pool).await?))
    }
}

/// A statement of `Work` with these values; answers how many rows it changed.
macro_rules! run {
    ($work:expr, $file:literal $(, $value:expr)* $(,)?) => {
        within!($work, tx => {
            sqlx::query(include_str!(concat!("queries/", $file)))
                $(.bind($value))*
                .execute(&mut **tx).await?.rows_affected()
        })
    };
}

impl Work {
    /// Adds an account without a password.
    pub async fn add_account(&mut self, row: &AccountRow) -> Result<()> {
        let row = row.clone();
        run!(
            self,
            "account.insert.sql",
            row.id.clone(),
            row.email.clone(),
            row.name.clone(),
            row.organisation.clone(),
            row.role.clone(),
            row.created_at.clone()
        );
        Ok(())
    }

    /// Administrators that may sign in, one left out. Those who have not chosen a password yet count where `invited`.
    pub async fn other_administrators(&mut self, but: &str, invited: bool) -> Result<i64> {
        let sql = include_str!("queries/account.count_administrators.sql");
        let invited = i64::from(invited);
        Ok(within!(self, tx => sqlx::query_scalar(sql).bind(but.to_owned()).bind(invited).fetch_one(&mut **tx).await?))
    }

    /// Accounts there are.
    pub async fn account_count(&mut self) -> Result<i64> {
        let sql = include_str!("queries/account.count.sql");
        Ok(within!(self, tx => sqlx::query_scalar(sql).fetch_one(&mut **tx).await?))
    }

    /// The account with a number, as this transaction sees it.
    pub async fn account(&mut self, id: &str) -> Result<Option<AccountRow>> {
        let sql = include_str!("queries/account.by_id.sql");
        Ok(within!(self, tx => sqlx::query_as(sql).bind(id.to_owned()).fetch_optional(&mut **tx).await?))
    }

    /// Codes of the hub areas of an account, as this transaction sees them.
    pub async fn hubs_of(&mut self, id: &str) -> Result<Vec<String>> {
        let sql = include_str!("queries/account_hub.of_account.sql");
        Ok(within!(self, tx => sqlx::query_scalar(sql).bind(id.to_owned()).fetch_all(&mut **tx).await?))
    }

    /// Changes role and hub areas.
    pub async fn set_role(&mut self, id: &str, role: &str, hubs: &[String]) -> Result<()> {
        run!(self, "account.set_role.sql", id.to_owned(), role.to_owned());
        run!(self, "account_hub.clear.sql", id.to_owned());
        for hub in hubs {
            run!(self, "account_hub.insert.sql", id.to_owned(), hub.clone());
        }
        Ok(())
    }

    /// Keeps a password's hash.
    pub async fn set_password(&mut self, id: &str, hash: &str) -> Result<()> {
        run!(self, "account.set_password.sql", id.to_owned(), hash.to_owned());
        Ok(())
    }

    /// Keeps a secret that is being set up, or lets it go.
    pub async fn set_totp_pending(&mut self, id: &str, secret: Option<String>) -> Result<()> {
        run!(self, "account.set_totp_pending.sql", id.to_owned(), secret.clone());
        Ok(())
    }

    /// Keeps the secret of the second step and the time step whose code was taken; none takes the second step away.
    pub async fn set_totp(&mut self, id: &str, secret: Option<String>, step: i64) -> Result<()> {
        run!(self, "account.set_totp.sql", id.to_owned(), secret.clone(), step);
        Ok(())
    }

    /// Takes a time step; false where a code of it or of a later one was taken before.
    pub async fn use_totp_step(&mut self, id: &str, step: i64) -> Result<bool> {
        Ok(run!(self, "account.use_totp_step.sql", id.to_owned(), step) > 0)
    }

    /// Lets an account sign in no more from an instant, or again.
    pub async fn set_deactivated(&mut self, id: &str, at: Option<String>) -> Result<()> {
        run!(self, "account.set_deactivated.sql", id.to_owned(), at.clone());
        Ok(())
    }

    /// Says when an account signed in.
    pub async fn set_signed_in(&mut self, id: &str, now: &str) -> Result<()> {
        run!(self, "account.set_signed_in.sql", id.to_owned(), now.to_owned());
        Ok(())
    }

    /// Begins a session.
    pub async fn add_session(
        &mut self,
        (hash, account): (&str, &str),
        stage: &str,
        device: &str,
        now: &str,
    ) -> Result<()> {
        run!(
            self,
            "session.insert.sql",
            hash.to_owned(),
            account.to_owned(),
            stage.to_owned(),
            device.to_owned(),
            now.to_owned()
        );
        Ok(())
    }

    /// Ends a session.
    pub async fn end_session(&mut self, hash: &str) -> Result<()> {
        run!(self, "session.end.sql", hash.to_owned());
        Ok(())
    }

    /// Ends one session of an account; false where it has no such session.
    pub async fn end_session_of(&mut self, account: &str, hash: &str) -> Result<bool> {
        Ok(run!(self, "session.end_named.sql", account.to_owned(), hash.to_owned()) > 0)
    }

    /// Ends every session of an account but one.
    pub async fn end_sessions(&mut self, account: &str, but: &str) -> Result<u64> {
        Ok(run!(self, "session.end_of_account.sql", account.to_owned(), but.to_owned()))
    }

    /// Forgets sessions that have ended by themselves, and old tries.
    pub async fn sweep(&mut self, (started, seen): (&str, &str), tried: &str) -> Result<()> {
        run!(self, "session.sweep.sql", started.to_owned(), seen.to_owned());
        run!(self, "sign_in_try.sweep.sql", tried.to_owned());
        Ok(())
    }

    /// Keeps a link in place of the account's earlier ones.
    pub async fn add_link(&mut self, link: &LinkRow) -> Result<()> {
        match &link.account {
            Some(account) => run!(self, "one_time_link.clear.sql", account.clone()),
            None => run!(self, "one_time_link.clear_set_up.sql"),
        };
        let link = link.clone();
        run!(
            self,
            "one_time_link.insert.sql",
            link.token_hash.clone(),
            link.account.clone(),
            link.purpose.clone(),
            link.expires_at.clone()
        );
        Ok(())
    }

    /// Uses a link up; false where it was used before.
    pub async fn use_link(&mut self, hash: &str) -> Result<bool> {
        Ok(run!(self, "one_time_link.use.sql", hash.to_owned()) > 0)
    }

    /// Lets the links of an account go.
    pub async fn clear_links(&mut self, account: &str) -> Result<()> {
        run!(self, "one_time_link.clear.sql", account.to_owned());
        Ok(())
    }

    /// Keeps recovery codes, by hash, in place of those that are left.
    pub async fn set_recovery_codes(&mut self, account: &str, hashes: &[String]) -> Result<()> {
        run!(self, "recovery_code.clear.sql", account.to_owned());
        for hash in hashes {
            run!(self, "recovery_code.insert.sql", account.to_owned(), hash.clone());
        }
        Ok(())
    }

    /// Uses a recovery code up; false where it is none.
    pub async fn use_recovery_code(&mut self, account: &str, hash: &str) -> Result<bool> {
        Ok(run!(self, "recovery_code.use.sql", account.to_owned(), hash.to_owned()) > 0)
    }

    /// Notes a try to sign in, before it is known what comes of it.
    pub async fn add_try(&mut self, id: &str, subject: &str, now: &str) -> Result<()> {
        run!(self, "sign_in_try.insert.sql", id.to_owned(), subject.to_owned(), now.to_owned());
        Ok(())
    }

    /// Forgets a try that succeeded, and all others of its account.
    pub async fn clear_tries(&mut self, id: &str, subject: &str) -> Result<()> {
        run!(self, "sign_in_try.forget.sql", id.to_owned());
        run!(self, "sign_in_try.clear.sql", subject.to_owned());
        Ok(())
    }
}
