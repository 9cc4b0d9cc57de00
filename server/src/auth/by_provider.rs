//! Signing in through another service: leaving for it, coming back once, within minutes and in the same browser, and what
//! its claims mean for an account. Role and hub areas are read anew each time where the service gives them.

use anyhow::{Context, Result};
use app::accounts::AccountRole;
use app::error::ProviderTrouble;
use chrono::{DateTime, TimeDelta, Utc};

use super::accounts::{Accounts, From, Stage, name_of, stage_of};
use super::people::{new_row, write};
use super::providers::mapping::{self, Claims};
use super::providers::settings::UnknownPeople;
use super::providers::{Departure, Given, Provider, Trouble};
use super::session::iso;
use super::token;
use crate::storage::accounts::AccountRow;
use crate::storage::audit::Entry;
use crate::storage::identities::DepartureRow;
use crate::storage::work::Work;

/// How long somebody may be away.
pub const AWAY: TimeDelta = TimeDelta::minutes(10);
/// How many may be away at once: whoever asks for more is nobody who signs in.
const MANY_AWAY: i64 = 10_000;

/// What a service sends somebody back with.
#[derive(Debug, Clone, Default)]
pub struct Return {
    /// Names the departure.
    pub state: String,
    /// Is exchanged for claims.
    pub code: String,
    /// What went wrong there, as a word of OAuth.
    pub error: String,
    /// Who the service says it is.
    pub issuer: Option<String>,
    /// What the cookie of the browser holds.
    pub browser: String,
}

/// Somebody who is let in: the session's token, what it still misses, and where to go.
#[derive(Debug)]
pub struct Arrived {
    /// Token of the session.
    pub token: String,
    /// What it still misses.
    pub stage: Stage,
    /// Where to go.
    pub next: String,
}

/// What came of it; why not, where somebody is not let in.
pub type Outcome<T> = Result<std::result::Result<T, Trouble>>;

impl Accounts {
    /// Sends somebody to a service. Answers the address there, and what the cookie of the browser is to hold.
    pub async fn leave(&self, provider: &Provider, next: &str, now: DateTime<Utc>) -> Outcome<(String, String)> {
        let way = match provider.depart().await {
            Ok(way) => way,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let browser = token::token()?;
        let mut work = self.database.begin().await?;
        work.sweep_departures(&iso(now - AWAY)).await?;
        if work.departures().await? >= MANY_AWAY {
            work.commit().await?;
            return Ok(Err(Trouble::new(ProviderTrouble::Unreachable, "too many people are away at once")));
        }
        let Departure { nonce, verifier } = way.departure;
        work.add_departure(&DepartureRow {
            state_hash: token::hash(&way.state),
            browser_hash: token::hash(&browser),
            provider: provider.settings.name.clone(),
            nonce,
            verifier,
            next: next.to_owned(),
            left_at: iso(now),
        })
        .await?;
        work.commit().await?;
        Ok(Ok((way.address, browser)))
    }

    /// Takes somebody back from a service.
    pub async fn come_back(
        &self,
        provider: &Provider,
        sent: &Return,
        from: &From,
        now: DateTime<Utc>,
    ) -> Outcome<Arrived> {
        let departure = match self.departure(provider, sent, now).await? {
            Ok(departure) => departure,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let claimed = match self.claimed(provider, sent, &departure, now).await {
            Ok(claimed) => claimed,
            Err(trouble) => {
                // Only those who left from here are noted: anybody can call this address.
                self.note_refusal(provider, "nobody", &trouble, now).await?;
                return Ok(Err(trouble));
            }
        };
        match self.admit(provider, &claimed, from, now).await? {
            Ok((token, stage)) => Ok(Ok(Arrived { token, stage, next: departure.next })),
            Err((who, trouble)) => {
                self.note_refusal(provider, &who, &trouble, now).await?;
                Ok(Err(trouble))
            }
        }
    }

    async fn note_refusal(&self, provider: &Provider, who: &str, trouble: &Trouble, now: DateTime<Utc>) -> Result<()> {
        let about = format!("{}: {}", provider.settings.name, trouble.told.word());
        self.database.audit(now, Entry::new(who, "sign-in-refused", about)).await
    }

    /// The departure that a return belongs to: used up by asking, whatever comes of it.
    async fn departure(&self, provider: &Provider, sent: &Return, now: DateTime<Utc>) -> Outcome<DepartureRow> {
        let mut work = self.database.begin().await?;
        let row = work.take_departure(&token::hash(&sent.state)).await?;
        work.commit().await?;
        let not = |cause: &str| Ok(Err(Trouble::new(ProviderTrouble::StartAgain, cause)));
        let Some(row) = row else {
            return not("no such departure, or it was used");
        };
        if row.left_at <= iso(now - AWAY) {
            return not("the departure is too long ago");
        }
        if row.browser_hash != token::hash(&sent.browser) {
            return not("the departure was from another browser");
        }
        if row.provider != provider.settings.name {
            return not("the departure was for another service");
        }
        Ok(Ok(row))
    }

    /// What the service says of the person, proven.
    async fn claimed(
        &self,
        provider: &Provider,
        sent: &Return,
        row: &DepartureRow,
        now: DateTime<Utc>,
    ) -> std::result::Result<(String, Claims), Trouble> {
        if !provider.is_named(sent.issuer.as_deref()).await? {
            return Err(Trouble::new(ProviderTrouble::Misconfigured, "another issuer sent the person back"));
        }
        if !sent.error.is_empty() {
            return Err(stopped(&sent.error));
        }
        if sent.code.is_empty() {
            return Err(Trouble::new(ProviderTrouble::Misconfigured, "neither a code nor an error came back"));
        }
        let departure = Departure { nonce: row.nonce.clone(), verifier: row.verifier.clone() };
        provider.claims(&sent.code, &departure, now).await
    }

    /// Lets somebody in whom a service knows, with what its claims give; else says who it was, and why not.
    async fn admit(
        &self,
        provider: &Provider,
        (subject, claims): &(String, Claims),
        from: &From,
        now: DateTime<Utc>,
    ) -> Result<std::result::Result<(String, Stage), (String, Trouble)>> {
        let settings = &provider.settings;
        let not = |who: &str, told| Ok(Err((who.to_owned(), Trouble::new(told, format!("subject {subject}")))));
        let given = mapping::given(settings, claims);
        let known = match self.database.account_of_identity(&settings.issuer, subject).await? {
            Some(id) => self.database.account(&id).await?,
            None => None,
        };
        let linked = known.is_some();
        let email = mapping::verified_email(settings, claims);
        let row = match (known, &email) {
            (Some(row), _) => Some(row),
            (None, None) => return not("nobody", ProviderTrouble::NoAddress),
            (None, Some(email)) => self.database.account_by_email(email).await?,
        };
        if let Some(row) = &row {
            // An address that was somebody else's at the service before is no proof of who this is.
            if !linked && self.database.issuers_of(&row.id).await?.contains(&settings.issuer) {
                return not(&name_of(row), ProviderTrouble::NotInvited);
            }
            if row.deactivated_at.is_some() {
                return not(&name_of(row), ProviderTrouble::Deactivated);
            }
        }
        let no_role = !settings.roles.is_empty() && given.is_none();
        let mut work = self.database.begin().await?;
        let actor = format!("provider {}", settings.name);
        let row = match row {
            Some(row) if no_role => {
                // Whoever came in by this service before is signed in no more.
                if linked {
                    work.end_sessions(&row.id, "").await?;
                    work.commit().await?;
                }
                return not(&name_of(&row), ProviderTrouble::NoRole);
            }
            None if settings.unknown_people == UnknownPeople::Refuse => {
                return not("nobody", ProviderTrouble::NotInvited);
            }
            None if no_role => return not("nobody", ProviderTrouble::NoRole),
            Some(row) => row,
            None => {
                let given = given.as_ref().context("whoever is admitted has a role")?;
                let email = email.as_deref().context("whoever is admitted has an address")?;
                let name = mapping::name(claims).unwrap_or_else(|| email.to_owned());
                let organisation = given.organisation.clone().unwrap_or_else(|| settings.label.clone());
                let row = new_row((&name, email, &organisation), given.role, now)?;
                write(&mut work, &actor, &row, &given.hubs, now).await?;
                row
            }
        };
        if !linked {
            work.add_identity(&settings.issuer, subject, &row.id).await?;
            // An invitation that is still open has done its work.
            work.clear_links(&row.id).await?;
            work.audit(now, Entry::new(&*actor, "identity-linked", name_of(&row))).await?;
        }
        if let Some(given) = &given {
            self.follow(&mut work, &actor, &row, given, now).await?;
        }
        let row = work.account(&row.id).await?.context("an account is gone")?;
        let role: AccountRole = row.role.parse()?;
        let there = mapping::has_second_step(settings, claims);
        let stage = if there { Stage::Full } else { stage_of(&mut work, &row, role).await? };
        let about = format!("{}, second step {}", settings.name, if there { "there" } else { "not there" });
        work.audit(now, Entry::new(name_of(&row), "known-by-provider", about)).await?;
        let token = self.enter(&mut work, &row, stage, from, now).await?;
        work.commit().await?;
        Ok(Ok((token, stage)))
    }

    /// Gives an account the role and hub areas that the service gives. Where they change, other sessions end.
    async fn follow(
        &self,
        work: &mut Work,
        actor: &str,
        row: &AccountRow,
        given: &Given,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let codes: Vec<String> = given.hubs.iter().map(|hub| hub.code()).collect();
        let before = work.hubs_of(&row.id).await?;
        let same = |a: &[String], b: &[String]| a.len() == b.len() && a.iter().all(|code| b.contains(code));
        if row.role == given.role.slug() && same(&before, &codes) {
            return Ok(());
        }
        work.set_role(&row.id, given.role.slug(), &codes).await?;
        work.end_sessions(&row.id, "").await?;
        let about = format!("{}: {} to {} {}", name_of(row), row.role, given.role.slug(), codes.join(" "));
        work.audit(now, Entry::new(actor, "role-changed", about.trim_end())).await
    }
}

/// What a word of the service means for the person.
fn stopped(error: &str) -> Trouble {
    let told = match error {
        "access_denied"
        | "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required" => ProviderTrouble::Cancelled,
        "temporarily_unavailable" | "server_error" => ProviderTrouble::Unreachable,
        // DfE Sign-in says so where somebody stayed too long on its pages.
        "sessionexpired" => ProviderTrouble::StartAgain,
        _ => ProviderTrouble::Misconfigured,
    };
    let word: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
    Trouble::new(told, format!("the service answers {word}"))
}
