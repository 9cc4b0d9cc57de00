//! Erasing one person: their name, number and addresses leave every table, for good; what counts them stays.

use anyhow::Result;
use app::error::AppError;
use app::statistics::Viewer;
use chrono::{DateTime, Utc};

use crate::auth::token;
use crate::statistics::{Desk, internal};
use crate::storage::Database;
use crate::storage::audit::Entry;
use crate::storage::erasure::{KEY, Taken};

/// Whom somebody means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// By participant id.
    Participant(String),
    /// By teacher reference number.
    Number(String),
}

impl Who {
    /// The id and the number that are asked for; one of them is empty.
    pub fn key(&self) -> (&str, &str) {
        match self {
            Who::Participant(id) => (id, ""),
            Who::Number(trn) => ("", trn),
        }
    }
}

/// The key of the fingerprints of numbers; it is made the first time.
pub async fn key(database: &Database) -> Result<String> {
    database.made_once(KEY, &token::token()?).await
}

/// Erases somebody, on behalf of `actor`. None where nobody is meant.
pub async fn erase(database: &Database, who: &Who, actor: &str, now: DateTime<Utc>) -> Result<Option<Taken>> {
    let key = key(database).await?;
    let mut work = database.begin_named().await?;
    let (id, trn) = who.key();
    let taken = work.same_person(id, trn).await?;
    if taken == Taken::default() {
        return Ok(None);
    }
    let today = now.date_naive().to_string();
    work.take_away(&taken, &key, ("erasure", &today)).await?;
    work.purge_problems_of(&taken).await?;
    let about = format!("one person, {} ids, {} numbers", taken.ids.len(), taken.numbers.len());
    work.audit(now, Entry::new(actor, "person-erased", about)).await?;
    work.commit().await?;
    database.settle().await?;
    Ok(Some(taken))
}

impl Desk {
    /// Erases somebody, for an administrator.
    pub(crate) async fn erase(&self, viewer: &Viewer, who: &Who) -> Result<(), AppError> {
        let Some(account) = viewer.account.as_deref() else {
            return Err(AppError::NotForYourRole);
        };
        let actor = crate::auth::accounts::whose(account);
        let erased = erase(self.database(), who, &actor, Utc::now()).await.map_err(internal)?;
        erased.map(|_| ()).ok_or(AppError::NotFound)
    }
}
