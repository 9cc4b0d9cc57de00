//! `user`: accounts from the command line, such as the first administrator.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app::links;
use chrono::Utc;

use crate::auth::Accounts;
use crate::auth::people::is_address;
use crate::config::{AddUser, User};
use crate::storage::Database;

/// Does it.
pub async fn user(database: Database, what: &User) -> Result<ExitCode> {
    match what {
        User::Add(who) => add(database, who).await,
    }
}

async fn add(database: Database, who: &AddUser) -> Result<ExitCode> {
    let AddUser { name, email, organisation, role, hubs, url } = who;
    if !is_address(email.trim()) {
        bail!("{email} is no e-mail address: write it as name@place.example");
    }
    if name.trim().is_empty() || organisation.trim().is_empty() {
        bail!("--name and --organisation must not be blank");
    }
    if !role.has_hubs() && !hubs.is_empty() {
        bail!("a {} has no --hub", role.name().to_lowercase());
    }
    let (accounts, now, actor) = (Accounts::new(database, url), Utc::now(), "command line");
    let (organisation, hubs) = match accounts.join(organisation, *role, hubs).await? {
        Ok(joined) => joined,
        Err(kind) => bail!(
            "{} is a {kind} here, and a {} is none of its people",
            organisation.trim(),
            role.name().to_lowercase()
        ),
    };
    if role.has_hubs() && hubs.is_empty() {
        bail!("a {} needs at least one --hub", role.name().to_lowercase());
    }
    let added = accounts.add(actor, (name, email, &organisation), (*role, &hubs), now).await?;
    let row = added.context("somebody signs in with this address already")?;
    let (_, token) = accounts.let_in(actor, &row.id, false, now).await?.context("the account is gone again")?;
    println!("{} is a {}. The password is chosen here, once and within 3 days:", row.name, role.name().to_lowercase());
    println!("  {}{}", accounts.origin, links::invitation(&token));
    Ok(ExitCode::SUCCESS)
}
