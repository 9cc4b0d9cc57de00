//! Packs, their versions and days, a provider's own templates, and what was frozen.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};

use super::audit::Entry;
use super::work::within;
use super::{Database, on};

/// A pack as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PackRow {
    /// Number.
    pub id: i64,
    /// Word of its kind.
    pub kind: String,
    /// Code of its hub area; empty where it has none.
    pub hub: String,
    /// First calendar year of its academic year.
    pub year: i64,
    /// Title.
    pub title: String,
    /// Version: it grows by one with each save.
    pub version: i64,
    /// Its plan, JSON.
    pub body: String,
    /// Instant, ISO.
    pub saved_at: String,
    /// Who saved it last.
    pub author: String,
}

/// A version of a pack that was saved.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PackVersionRow {
    /// Number.
    pub version: i64,
    /// Instant, ISO.
    pub saved_at: String,
    /// Who saved it.
    pub author: String,
}

/// A template of the provider's own.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PackTemplateRow {
    /// Number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Word of the kind of pack.
    pub kind: String,
    /// Its plan, JSON.
    pub body: String,
}

/// What was frozen, without the figures themselves. What is only asked for has no more than the question, its terms and its
/// author: the rest is as the default has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct FrozenRow {
    /// The secret part of its address.
    pub token: String,
    /// The pack; 0 for a page.
    pub pack: i64,
    /// Code of its hub area; empty where it has none.
    pub hub: String,
    /// Title.
    pub title: String,
    /// Of a page: its word and question. Of a pack: its plan as it was, JSON.
    pub question: String,
    /// Who may open it: `anyone` or `accounts`.
    pub open_to: String,
    /// The last day on which it opens, ISO.
    pub expires_on: String,
    /// `waiting`, `making`, `made` or `failed`.
    pub state: String,
    /// Parts that it has.
    pub parts: i64,
    /// Parts that are made.
    pub parts_done: i64,
    /// Instant, ISO.
    pub asked_at: String,
    /// Instant, ISO.
    pub made_at: Option<String>,
    /// Who froze it.
    pub author: String,
    /// Number of their account; empty where there are no accounts.
    pub account: String,
    /// Instant, ISO.
    pub revoked_at: Option<String>,
    /// Version of the data that it is of.
    pub data_version: i64,
}

/// Tries after which a number for a new row is given up.
const TRIES: u32 = 5;

impl Database {
    /// Every pack, the one saved last first.
    pub async fn packs(&self) -> Result<Vec<PackRow>> {
        let sql = include_str!("queries/pack.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// A pack.
    pub async fn pack(&self, id: i64) -> Result<Option<PackRow>> {
        let sql = include_str!("queries/pack.get.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(id).fetch_optional(pool).await?))
    }

    /// Keeps a new pack and its first version. Returns its number.
    pub async fn add_pack(&self, row: &PackRow) -> Result<i64> {
        let (insert, keep) = (include_str!("queries/pack.insert.sql"), include_str!("queries/pack_version.insert.sql"));
        let mut tries = 0;
        loop {
            let mut work = self.begin().await?;
            let added: std::result::Result<i64, sqlx::Error> = within!(&mut work, tx => {
                sqlx::query_scalar(insert)
                    .bind(row.kind.clone()).bind(row.hub.clone()).bind(row.year).bind(row.title.clone())
                    .bind(row.body.clone()).bind(row.saved_at.clone()).bind(row.author.clone())
                    .fetch_one(&mut **tx).await
            });
            tries += 1;
            let id = match added {
                // Another machine took the same number at the same moment.
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() && tries < TRIES => continue,
                other => other.context("a pack could not be kept")?,
            };
            within!(&mut work, tx => {
                sqlx::query(keep)
                    .bind(id).bind(1_i64).bind(row.body.clone()).bind(row.saved_at.clone()).bind(row.author.clone())
                    .execute(&mut **tx).await?;
            });
            work.commit().await?;
            return Ok(id);
        }
    }

    /// Saves a pack over the version that it was read as. Returns whether that was still the newest: else nothing changes.
    pub async fn save_pack(&self, row: &PackRow) -> Result<bool> {
        let (save, keep) = (include_str!("queries/pack.save.sql"), include_str!("queries/pack_version.insert.sql"));
        let mut work = self.begin().await?;
        let saved = within!(&mut work, tx => {
            sqlx::query(save)
                .bind(row.id).bind(row.version).bind(row.title.clone()).bind(row.body.clone())
                .bind(row.saved_at.clone()).bind(row.author.clone())
                .execute(&mut **tx).await?.rows_affected()
        });
        if saved == 0 {
            return Ok(false);
        }
        within!(&mut work, tx => {
            sqlx::query(keep)
                .bind(row.id).bind(row.version + 1).bind(row.body.clone())
                .bind(row.saved_at.clone()).bind(row.author.clone())
                .execute(&mut **tx).await?;
        });
        work.commit().await?;
        Ok(true)
    }

    /// Lists a pack no more.
    pub async fn remove_pack(&self, id: i64, now: &str) -> Result<bool> {
        let sql = include_str!("queries/pack.remove.sql");
        let now = now.to_owned();
        Ok(on!(self, pool => sqlx::query(sql).bind(id).bind(now).execute(pool).await?.rows_affected()) > 0)
    }

    /// The versions of a pack, the newest first.
    pub async fn pack_versions(&self, id: i64) -> Result<Vec<PackVersionRow>> {
        let sql = include_str!("queries/pack_version.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(id).fetch_all(pool).await?))
    }

    /// The plan of a version.
    pub async fn pack_version(&self, id: i64, version: i64) -> Result<Option<String>> {
        let sql = include_str!("queries/pack_version.get.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(id).bind(version).fetch_optional(pool).await?))
    }

    /// The provider's own templates.
    pub async fn pack_templates(&self) -> Result<Vec<PackTemplateRow>> {
        let sql = include_str!("queries/pack_template.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// Keeps a template.
    pub async fn add_pack_template(
        &self,
        (name, kind, body): (&str, &str, &str),
        now: &str,
        author: &str,
    ) -> Result<()> {
        let sql = include_str!("queries/pack_template.insert.sql");
        on!(self, pool => {
            sqlx::query(sql)
                .bind(name.to_owned()).bind(kind.to_owned()).bind(body.to_owned())
                .bind(now.to_owned()).bind(author.to_owned())
                .execute(pool).await.context("a template could not be kept; try again")?;
        });
        Ok(())
    }

    /// The days on which a pack is frozen by itself, and whether that has happened.
    pub async fn pack_dates(&self, id: i64) -> Result<Vec<(String, Option<String>)>> {
        let sql = include_str!("queries/pack_date.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(id).fetch_all(pool).await?))
    }

    /// Adds such a day.
    pub async fn add_pack_date(&self, id: i64, day: &str) -> Result<()> {
        let sql = include_str!("queries/pack_date.insert.sql");
        on!(self, pool => { sqlx::query(sql).bind(id).bind(day.to_owned()).execute(pool).await?; });
        Ok(())
    }

    /// Removes such a day, where it has not come yet.
    pub async fn remove_pack_date(&self, id: i64, day: &str) -> Result<()> {
        let sql = include_str!("queries/pack_date.remove.sql");
        on!(self, pool => { sqlx::query(sql).bind(id).bind(day.to_owned()).execute(pool).await?; });
        Ok(())
    }

    /// The days that have come: pack and day.
    pub async fn due_pack_dates(&self, today: &str) -> Result<Vec<(i64, String)>> {
        let sql = include_str!("queries/pack_date.due.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(today.to_owned()).fetch_all(pool).await?))
    }

    /// Takes a day that has come, and keeps what is to be made of it. Returns whether it was still to be taken.
    pub async fn take_pack_date(&self, (pack, day): (i64, &str), row: &FrozenRow) -> Result<bool> {
        let sql = include_str!("queries/pack_date.claim.sql");
        let mut work = self.begin().await?;
        let taken = within!(&mut work, tx => {
            sqlx::query(sql).bind(pack).bind(day.to_owned()).bind(row.asked_at.clone())
                .execute(&mut **tx).await?.rows_affected()
        });
        if taken == 0 {
            return Ok(false);
        }
        insert_frozen(&mut work, row).await?;
        work.commit().await?;
        Ok(true)
    }

    /// Keeps what is to be frozen, and says so in the audit log.
    pub async fn add_frozen(&self, row: &FrozenRow, now: DateTime<Utc>, entry: Entry) -> Result<()> {
        let mut work = self.begin().await?;
        insert_frozen(&mut work, row).await?;
        work.audit(now, entry).await?;
        work.commit().await
    }

    /// What was frozen under a token.
    pub async fn frozen(&self, token: &str) -> Result<Option<FrozenRow>> {
        let sql = include_str!("queries/frozen.get.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(token.to_owned()).fetch_optional(pool).await?))
    }

    /// The newest of what was frozen.
    pub async fn all_frozen(&self) -> Result<Vec<FrozenRow>> {
        let sql = include_str!("queries/frozen.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// The figures under a token, packed.
    pub async fn frozen_bytes(&self, token: &str) -> Result<Option<Vec<u8>>> {
        let sql = include_str!("queries/frozen.bytes.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(token.to_owned()).fetch_optional(pool).await?))
    }

    /// Takes the next that waits to be made, or whose maker has not been heard of since `stale`.
    pub async fn claim_frozen(&self, now: &str, stale: &str) -> Result<Option<String>> {
        let sql = include_str!("queries/frozen.claim.sql");
        Ok(on!(self, pool => {
            sqlx::query_scalar(sql).bind(now.to_owned()).bind(stale.to_owned()).fetch_optional(pool).await?
        }))
    }

    /// Says how many parts are made.
    pub async fn step_frozen(&self, token: &str, done: i64, now: &str) -> Result<()> {
        let sql = include_str!("queries/frozen.step.sql");
        on!(self, pool => {
            sqlx::query(sql).bind(token.to_owned()).bind(done).bind(now.to_owned()).execute(pool).await?;
        });
        Ok(())
    }

    /// Keeps what was made.
    pub async fn keep_frozen(&self, token: &str, bytes: Vec<u8>, now: &str, version: i64) -> Result<()> {
        let sql = include_str!("queries/frozen.made.sql");
        on!(self, pool => {
            sqlx::query(sql).bind(token.to_owned()).bind(bytes).bind(now.to_owned()).bind(version).execute(pool).await?;
        });
        Ok(())
    }

    /// Says that it could not be made.
    pub async fn give_up_frozen(&self, token: &str, now: &str) -> Result<()> {
        let sql = include_str!("queries/frozen.failed.sql");
        on!(self, pool => { sqlx::query(sql).bind(token.to_owned()).bind(now.to_owned()).execute(pool).await?; });
        Ok(())
    }

    /// Lets a token open no more and throws its figures away, and says so in the audit log.
    pub async fn revoke_frozen(&self, token: &str, at: &str, now: DateTime<Utc>, entry: Entry) -> Result<()> {
        let sql = include_str!("queries/frozen.revoke.sql");
        let mut work = self.begin().await?;
        let revoked = within!(&mut work, tx => {
            sqlx::query(sql).bind(token.to_owned()).bind(at.to_owned()).execute(&mut **tx).await?.rows_affected()
        });
        if revoked > 0 {
            work.audit(now, entry).await?;
        }
        work.commit().await
    }
}

async fn insert_frozen(work: &mut super::work::Work, row: &FrozenRow) -> Result<()> {
    let sql = include_str!("queries/frozen.insert.sql");
    within!(work, tx => {
        sqlx::query(sql)
            .bind(row.token.clone()).bind(row.pack).bind(row.hub.clone()).bind(row.title.clone())
            .bind(row.question.clone()).bind(row.open_to.clone()).bind(row.expires_on.clone()).bind(row.parts)
            .bind(row.asked_at.clone()).bind(row.author.clone()).bind(row.account.clone())
            .execute(&mut **tx).await?;
    });
    Ok(())
}
