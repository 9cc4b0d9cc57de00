//! Coming in: the password, sessions, and the links that let somebody choose a password. What is done and
//! its entry in the audit log are one transaction.

use std::sync::Arc;

use anyhow::{Context, Result};
use app::accounts::{Account, AccountRole};
use chrono::{DateTime, TimeDelta, Utc};

use super::mail::Mail;
use super::providers::Providers;
use super::session::{Sessions, iso};
use super::{password, token, totp};
use crate::storage::Database;
use crate::storage::accounts::{AccountRow, LinkRow, SessionRow};
use crate::storage::audit::Entry;
use crate::storage::work::Work;

/// Tries that fail within `WINDOW` before an account or an address has to wait.
pub const TRIES: i64 = 10;
pub(super) const WINDOW: TimeDelta = TimeDelta::minutes(5);
/// How often a session's row is written only because it was seen.
const TOUCH: TimeDelta = TimeDelta::seconds(60);
/// How long a link works.
pub const LINK_LASTS: TimeDelta = TimeDelta::days(3);

/// Accounts of an instance.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub(super) database: Database,
    /// How long sessions last.
    pub sessions: Sessions,
    /// The address that people type, without a slash at its end.
    pub origin: Arc<str>,
    /// Whether a demo lets anyone at this machine in as each role.
    pub demo: bool,
    /// Whether a proxy before the server says whom it asks for.
    pub behind_proxy: bool,
    /// Other services that say who somebody is.
    pub providers: Providers,
    /// What sends links by e-mail; none where they are handed over.
    pub mail: Option<Mail>,
}

/// What a session still misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The code of the second step.
    Code,
    /// The second step is to be set up.
    Enrol,
    /// Nothing.
    Full,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Stage::Code => "code",
            Stage::Enrol => "enrol",
            Stage::Full => "full",
        }
    }
}

/// Somebody with a session.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub account: Account,
    /// What names the session in the database.
    pub hash: String,
    /// What it still misses.
    pub stage: Stage,
}

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct From {
    /// Address, for the limit of tries; never kept as it is.
    pub address: String,
    /// The browser, as it calls itself.
    pub device: String,
    /// The session that it has already, by hash.
    pub session: Option<String>,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Address and password, or the code, do not fit. Which of them is not told.
    Wrong,
    /// Too many tries.
    TooMany,
}

/// Let in so far: the new session's token, and what it still misses.
pub type Entered = std::result::Result<(String, Stage), Refused>;

impl Accounts {
    /// Accounts over a database, with the settings of a plain loopback address.
    pub fn new(database: Database, origin: &str) -> Accounts {
        let origin = origin.trim_end_matches('/');
        let over_tls = origin.starts_with("https://");
        Accounts {
            database,
            sessions: Sessions { over_tls, ..Sessions::default() },
            origin: origin.into(),
            demo: false,
            behind_proxy: over_tls,
            providers: Providers::default(),
            mail: None,
        }
    }

    /// The database behind them.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Who has a session with this token.
    pub async fn visit(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Visit>> {
        let (started, seen) = self.sessions.ended(now);
        let Some(row) = self.database.session(&token::hash(token), &started, &seen).await? else {
            return Ok(None);
        };
        if row.seen_at < iso(now - TOUCH) {
            self.database.touch_session(&row.id_hash, &iso(now)).await?;
        }
        self.visit_of(row).await
    }

    async fn visit_of(&self, row: SessionRow) -> Result<Option<Visit>> {
        let stage = match row.stage.as_str() {
            "full" => Stage::Full,
            "code" => Stage::Code,
            _ => Stage::Enrol,
        };
        let role: AccountRole = row.role.parse().context("an account has a role that is none")?;
        let hubs = if role.has_hubs() { self.database.account_hubs(&row.account).await? } else { Vec::new() };
        let hubs = hubs.iter().filter_map(|code| code.parse().ok()).collect();
        Ok(Some(Visit { account: Account { id: row.account, name: row.name, role, hubs }, hash: row.id_hash, stage }))
    }

    /// Address and password. Whether there is such an account is not told, nor by the time that it takes.
    pub async fn sign_in(&self, email: &str, secret: &str, from: &From, now: DateTime<Utc>) -> Result<Entered> {
        let email = email.trim().to_lowercase();
        let Some(tried) = self.try_once(&subject("account", &email), &from.address, now).await? else {
            self.note(now, Entry::new("nobody", "sign-in-refused", "too many tries")).await?;
            return Ok(Err(Refused::TooMany));
        };
        let row = self.database.account_by_email(&email).await?;
        let active = row.filter(|row| row.deactivated_at.is_none());
        // A longer one was never chosen.
        let secret: String = secret.chars().take(password::LONGEST + 1).collect();
        let fits = password::verify(secret, active.as_ref().and_then(|row| row.password.clone())).await?;
        let (Some(row), true) = (active.clone(), fits) else {
            let who = active.map_or_else(|| "nobody".to_owned(), |row| name_of(&row));
            self.note(now, Entry::new(who, "sign-in-failed", "password")).await?;
            return Ok(Err(Refused::Wrong));
        };
        let role: AccountRole = row.role.parse()?;
        let mut work = self.database.begin().await?;
        work.clear_tries(&tried, &subject("account", &email)).await?;
        let stage = stage_of(&mut work, &row, role).await?;
        let token = self.enter(&mut work, &row, stage, from, now).await?;
        work.commit().await?;
        Ok(Ok((token, stage)))
    }

    /// Ends a session.
    pub async fn sign_out(&self, visit: &Visit, now: DateTime<Utc>) -> Result<()> {
        let mut work = self.database.begin().await?;
        work.end_session(&visit.hash).await?;
        work.audit(now, Entry::new(whose(&visit.account), "sign-out", "")).await?;
        work.commit().await
    }

    /// Ends one of one's own sessions, or all others. False where there is no such session.
    pub async fn end_own(&self, visit: &Visit, one: Option<&str>, now: DateTime<Utc>) -> Result<bool> {
        let mut work = self.database.begin().await?;
        let done = match one {
            Some(hash) => work.end_session_of(&visit.account.id, hash).await?,
            None => work.end_sessions(&visit.account.id, &visit.hash).await? > 0,
        };
        if done {
            work.audit(now, Entry::new(whose(&visit.account), "own-sessions-ended", "")).await?;
        }
        work.commit().await?;
        Ok(done)
    }

    /// Changes one's own password and ends all other sessions. False where the present one does not fit.
    pub async fn change_password(&self, visit: &Visit, present: &str, new: &str, now: DateTime<Utc>) -> Result<bool> {
        let subject = subject("code", &visit.account.id);
        let Some(tried) = self.try_once(&subject, "", now).await? else {
            return Ok(false);
        };
        let row = self.database.account(&visit.account.id).await?.context("an account is gone")?;
        if !password::verify(present.to_owned(), row.password.clone()).await? {
            return Ok(false);
        }
        let hash = password::hash(new.to_owned()).await?;
        let mut work = self.database.begin().await?;
        work.set_password(&row.id, &hash).await?;
        work.clear_tries(&tried, &subject).await?;
        work.end_sessions(&row.id, &visit.hash).await?;
        work.audit(now, Entry::new(name_of(&row), "password-changed", "")).await?;
        work.commit().await?;
        Ok(true)
    }

    /// The account behind a link that still works, with its purpose; a set-up link has none.
    pub async fn link(&self, token: &str, now: DateTime<Utc>) -> Result<Option<(LinkRow, Option<AccountRow>)>> {
        let Some(link) = self.database.one_time_link(&token::hash(token), &iso(now)).await? else {
            return Ok(None);
        };
        let account = match &link.account {
            None => return Ok(if link.purpose == "set-up" { Some((link, None)) } else { None }),
            Some(id) => self.database.account(id).await?,
        };
        Ok(account.filter(|row| row.deactivated_at.is_none()).map(|row| (link, Some(row))))
    }

    /// Uses a link up: keeps the password, ends the account's sessions and begins one. `None` where it was used before.
    pub async fn choose_password(
        &self,
        link: &LinkRow,
        row: &AccountRow,
        new: &str,
        from: &From,
        now: DateTime<Utc>,
    ) -> Result<Option<(String, Stage)>> {
        let hash = password::hash(new.to_owned()).await?;
        let mut work = self.database.begin().await?;
        if !work.use_link(&link.token_hash).await? {
            return Ok(None);
        }
        work.set_password(&row.id, &hash).await?;
        work.end_sessions(&row.id, "").await?;
        work.audit(now, Entry::new(name_of(row), "password-chosen", &*link.purpose)).await?;
        let row = work.account(&row.id).await?.context("an account is gone")?;
        let stage = stage_of(&mut work, &row, row.role.parse()?).await?;
        let token = self.enter(&mut work, &row, stage, from, now).await?;
        work.commit().await?;
        Ok(Some((token, stage)))
    }

    /// Signs in as a role of the demo; its account is made the first time.
    pub async fn enter_demo(&self, role: AccountRole, from: &From, now: DateTime<Utc>) -> Result<String> {
        let email = format!("{}@demo.invalid", role.slug());
        let row = match self.database.account_by_email(&email).await? {
            Some(row) => row,
            None => {
                let name = format!("Demo {}", role.name().to_lowercase());
                let organisation = match role.kind_of_organisation() {
                    Some(kind) => format!("Demo {kind}"),
                    None => "Demo operations".to_owned(),
                };
                let hubs = if role.has_hubs() { vec!["EE3".parse()?] } else { Vec::new() };
                self.add("demo", (&name, &email, &organisation), (role, &hubs), now).await?.context("two at once")?
            }
        };
        let mut work = self.database.begin().await?;
        let token = self.enter(&mut work, &row, Stage::Full, from, now).await?;
        work.commit().await?;
        Ok(token)
    }

    /// Begins a session with a new token, in place of the one that the browser had.
    pub(super) async fn enter(
        &self,
        work: &mut Work,
        row: &AccountRow,
        stage: Stage,
        from: &From,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let token = token::token()?;
        if let Some(old) = &from.session {
            work.end_session(old).await?;
        }
        let (started, seen) = self.sessions.ended(now);
        work.sweep((&started, &seen), &iso(now - WINDOW)).await?;
        let device: String = from.device.chars().filter(|c| !c.is_control()).take(200).collect();
        work.add_session((&token::hash(&token), &row.id), stage.word(), &device, &iso(now)).await?;
        if stage == Stage::Full {
            work.set_signed_in(&row.id, &iso(now)).await?;
            work.audit(now, Entry::new(name_of(row), "sign-in", row.role.clone())).await?;
        }
        Ok(token)
    }

    /// Notes a try before it is known what comes of it, so that many at once count too. `None` where it is one too many.
    pub(super) async fn try_once(&self, subject: &str, address: &str, now: DateTime<Utc>) -> Result<Option<String>> {
        let id = token::id()?;
        let of_address = self::subject("address", address);
        let mut work = self.database.begin().await?;
        work.add_try(&id, subject, &iso(now)).await?;
        if !address.is_empty() {
            work.add_try(&id, &of_address, &iso(now)).await?;
        }
        work.commit().await?;
        let since = iso(now - WINDOW);
        let too_many = self.database.tries(subject, &since).await? > TRIES
            || self.database.tries(&of_address, &since).await? > TRIES;
        Ok((!too_many).then_some(id))
    }

    async fn note(&self, now: DateTime<Utc>, entry: Entry) -> Result<()> {
        self.database.audit(now, entry).await
    }
}

/// What a session of an account misses after the password. A secret to be set up is made here, never by looking.
pub(super) async fn stage_of(work: &mut Work, row: &AccountRow, role: AccountRole) -> Result<Stage> {
    if row.totp_secret.is_some() {
        return Ok(Stage::Code);
    }
    if !role.needs_second_step() {
        return Ok(Stage::Full);
    }
    if row.totp_pending.is_none() {
        work.set_totp_pending(&row.id, Some(totp::secret()?)).await?;
    }
    Ok(Stage::Enrol)
}

/// Whose tries are counted, without saying who it is.
pub(super) fn subject(kind: &str, of: &str) -> String {
    token::hash(&format!("{kind} {of}"))
}

/// How the audit log names an account: no address to write to.
pub fn name_of(row: &AccountRow) -> String {
    format!("{} ({})", row.name, row.id)
}

/// The same of whoever is signed in.
pub fn whose(account: &Account) -> String {
    format!("{} ({})", account.name, account.id)
}
