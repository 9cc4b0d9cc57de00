//! Looking after accounts: inviting, changing a role, a new way in, letting go. The last administrator stays one.

use anyhow::{Context, Result};
use app::accounts::AccountRole;
use chrono::{DateTime, Utc};
use domain::place::HubArea;

use super::accounts::{Accounts, LINK_LASTS, name_of};
use super::session::iso;
use super::token;
use crate::storage::accounts::{AccountRow, LinkRow};
use crate::storage::audit::Entry;
use crate::storage::work::Work;

/// Name, address to sign in with, organisation.
pub type Named<'a> = (&'a str, &'a str, &'a str);

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was made.
    Done,
    /// There is no such account.
    NoSuch,
    /// It would leave no administrator.
    LastAdministrator,
}

/// Whether an address can be one to sign in with.
pub fn is_address(email: &str) -> bool {
    let plain =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"',;:\\()[]".contains(&b));
    let parts = email.split_once('@').filter(|(local, host)| plain(local) && plain(host));
    email.len() <= 254 && parts.is_some_and(|(_, host)| host.contains('.') && !host.contains('@'))
}

impl Accounts {
    /// Adds an account that nobody can sign in to yet. `None` where the address is taken.
    pub async fn add(
        &self,
        actor: &str,
        (name, email, organisation): Named<'_>,
        (role, hubs): (AccountRole, &[HubArea]),
        now: DateTime<Utc>,
    ) -> Result<Option<AccountRow>> {
        let email = email.trim().to_lowercase();
        if self.database.account_by_email(&email).await?.is_some() {
            return Ok(None);
        }
        let row = new_row((name, &email, organisation), role, now)?;
        let mut work = self.database.begin().await?;
        write(&mut work, actor, &row, hubs, now).await?;
        work.commit().await?;
        Ok(Some(row))
    }

    /// A link by which somebody chooses a password, in place of the one before. Where `second_step`, that is set up anew too.
    pub async fn let_in(
        &self,
        actor: &str,
        id: &str,
        second_step: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<(AccountRow, String)>> {
        let mut work = self.database.begin().await?;
        let Some(row) = work.account(id).await?.filter(|row| row.deactivated_at.is_none()) else {
            return Ok(None);
        };
        let purpose = if row.password.is_none() { "invite" } else { "reset" };
        let token = token::token()?;
        work.add_link(&LinkRow {
            token_hash: token::hash(&token),
            account: Some(row.id.clone()),
            purpose: purpose.into(),
            expires_at: iso(now + LINK_LASTS),
        })
        .await?;
        let event = if purpose == "invite" { "invitation-made" } else { "reset-link-made" };
        work.audit(now, Entry::new(actor, event, name_of(&row))).await?;
        if second_step {
            work.set_totp(&row.id, None, 0).await?;
            work.set_recovery_codes(&row.id, &[]).await?;
            work.end_sessions(&row.id, "").await?;
            work.audit(now, Entry::new(actor, "second-step-removed", name_of(&row))).await?;
        }
        work.commit().await?;
        Ok(Some((row, token)))
    }

    /// Changes role and hub areas. Sessions end: what they may see has changed.
    pub async fn change_role(
        &self,
        actor: &str,
        id: &str,
        (role, hubs): (AccountRole, &[HubArea]),
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut work = self.database.begin().await?;
        let Some(row) = work.account(id).await? else {
            return Ok(Changed::NoSuch);
        };
        if role != AccountRole::Administrator && is_last(&mut work, &row).await? {
            return Ok(Changed::LastAdministrator);
        }
        let codes: Vec<String> = hubs.iter().map(|hub| hub.code()).collect();
        work.set_role(id, role.slug(), if role.has_hubs() { &codes } else { &[] }).await?;
        work.end_sessions(id, "").await?;
        let about = format!("{}: {} to {} {}", name_of(&row), row.role, role.slug(), codes.join(" "));
        work.audit(now, Entry::new(actor, "role-changed", about.trim_end())).await?;
        work.commit().await?;
        Ok(Changed::Done)
    }

    /// Lets an account sign in no more and ends its sessions, or lets it sign in again.
    pub async fn set_active(&self, actor: &str, id: &str, active: bool, now: DateTime<Utc>) -> Result<Changed> {
        let mut work = self.database.begin().await?;
        let Some(row) = work.account(id).await? else {
            return Ok(Changed::NoSuch);
        };
        if !active && is_last(&mut work, &row).await? {
            return Ok(Changed::LastAdministrator);
        }
        work.set_deactivated(id, (!active).then(|| iso(now))).await?;
        if !active {
            work.end_sessions(id, "").await?;
            work.clear_links(id).await?;
        }
        let event = if active { "account-reactivated" } else { "account-deactivated" };
        work.audit(now, Entry::new(actor, event, name_of(&row))).await?;
        work.commit().await?;
        Ok(Changed::Done)
    }

    /// A link by which the first administrator is set up, in place of an earlier one; none where there is an account.
    pub async fn set_up_link(&self, now: DateTime<Utc>) -> Result<Option<String>> {
        let mut work = self.database.begin().await?;
        if work.account_count().await? > 0 {
            return Ok(None);
        }
        let token = token::token()?;
        let expires_at = iso(now + LINK_LASTS);
        work.add_link(&LinkRow {
            token_hash: token::hash(&token),
            account: None,
            purpose: "set-up".into(),
            expires_at,
        })
        .await?;
        work.commit().await?;
        Ok(Some(token))
    }

    /// Uses a set-up link: adds the first administrator, with a link to choose the password by. `None` where it was used.
    pub async fn set_up(
        &self,
        link: &LinkRow,
        named: Named<'_>,
        now: DateTime<Utc>,
    ) -> Result<Option<(LinkRow, AccountRow)>> {
        let mut work = self.database.begin().await?;
        if work.account_count().await? > 0 || !work.use_link(&link.token_hash).await? {
            return Ok(None);
        }
        let row = new_row((named.0, &named.1.trim().to_lowercase(), named.2), AccountRole::Administrator, now)?;
        write(&mut work, "set-up link", &row, &[], now).await?;
        let next = LinkRow {
            token_hash: token::hash(&token::token()?),
            account: Some(row.id.clone()),
            purpose: "set-up".into(),
            expires_at: iso(now + LINK_LASTS),
        };
        work.add_link(&next).await?;
        work.commit().await?;
        Ok(Some((next, row)))
    }
}

pub(super) fn new_row(
    (name, email, organisation): Named<'_>,
    role: AccountRole,
    now: DateTime<Utc>,
) -> Result<AccountRow> {
    Ok(AccountRow {
        id: token::id().context("no number for the account")?,
        email: email.into(),
        name: name.trim().into(),
        organisation: organisation.trim().into(),
        role: role.slug().into(),
        password: None,
        totp_secret: None,
        totp_pending: None,
        totp_step: 0,
        created_at: iso(now),
        signed_in_at: None,
        deactivated_at: None,
    })
}

pub(super) async fn write(
    work: &mut Work,
    actor: &str,
    row: &AccountRow,
    hubs: &[HubArea],
    now: DateTime<Utc>,
) -> Result<()> {
    let codes: Vec<String> = hubs.iter().map(|hub| hub.code()).collect();
    work.add_account(row).await?;
    work.set_role(&row.id, &row.role, &codes).await?;
    let about = format!("{}: {} {}", name_of(row), row.role, codes.join(" "));
    work.audit(now, Entry::new(actor, "account-added", about.trim_end())).await
}

/// Whether an account is an administrator that may sign in, and no other is.
async fn is_last(work: &mut Work, row: &AccountRow) -> Result<bool> {
    let counts = row.role == AccountRole::Administrator.slug() && row.deactivated_at.is_none();
    Ok(counts && work.other_administrators(&row.id, false).await? == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_words() {
        for good in ["a@b.example", "rosalind.okafor+gt@hub.sch.uk"] {
            assert!(is_address(good), "{good}");
        }
        for bad in
            ["", "a", "a@b", "@b.example", "a@", "a b@c.example", "a@b@c.example", "<a@b.example>", "a@b.example\n"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
