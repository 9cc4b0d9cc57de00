//! The audit log: append-only, each entry sealed with the one before it. Who did what, when, about what; never a number of
//! a person, an address to write to, or a secret.

use anyhow::{Context, Result};
use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::work::Work;
use super::{Database, Reader, on};

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who: name and number of an account, or a part of the product.
    pub actor: String,
    /// What, as one word.
    pub event: &'static str,
    /// About what.
    pub about: String,
}

impl Entry {
    /// An entry.
    pub fn new(actor: impl Into<String>, event: &'static str, about: impl Into<String>) -> Entry {
        Entry { actor: actor.into(), event, about: about.into() }
    }
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeptEntry {
    /// Number, from 1.
    pub number: i64,
    /// Instant, ISO.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub event: String,
    /// About what.
    pub about: String,
    /// Hash of the entry before.
    pub previous: String,
    /// Its own.
    pub hash: String,
}

impl KeptEntry {
    /// What its hash must be. Lengths stand before the texts, so that none can be moved from one field to the next.
    pub fn seal(&self) -> String {
        let mut hash = Sha256::new();
        let number = self.number.to_string();
        for text in [&self.previous, &number, &self.at, &self.actor, &self.event, &self.about] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        hex(&hash.finalize())
    }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands before the first entry.
const BEGINNING: &str = "";

/// What a look at the whole log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every seal holds: how many entries, and the last seal.
    Whole(i64, String),
    /// The first entry that is not what it was, and why.
    Broken(i64, String),
}

/// Adds an entry within a transaction.
pub async fn append(reader: &mut Reader<'_>, now: DateTime<Utc>, entry: Entry) -> Result<()> {
    let (last, insert) = (include_str!("queries/audit_entry.last.sql"), include_str!("queries/audit_entry.insert.sql"));
    let before: Option<(i64, String)> = match reader {
        Reader::Sqlite(c) => sqlx::query_as(last).fetch_optional(&mut **c).await?,
        Reader::Postgres(c) => {
            // One at a time: each needs the seal of the one before.
            sqlx::query(include_str!("queries/postgres_audit_entry.lock.sql")).execute(&mut **c).await?;
            sqlx::query_as(last).fetch_optional(&mut **c).await?
        }
    };
    let (number, previous) = before.map_or((1, BEGINNING.to_owned()), |(number, hash)| (number + 1, hash));
    let mut kept = KeptEntry {
        number,
        at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        actor: entry.actor.replace('\0', ""),
        event: entry.event.to_owned(),
        about: entry.about.replace('\0', ""),
        previous,
        hash: String::new(),
    };
    kept.hash = kept.seal();
    let KeptEntry { number, at, actor, event, about, previous, hash } = kept;
    macro_rules! write {
        ($connection:expr) => {
            sqlx::query(insert)
                .bind(number)
                .bind(at)
                .bind(actor)
                .bind(event)
                .bind(about)
                .bind(previous)
                .bind(hash)
                .execute(&mut **$connection)
                .await
                .map(|_| ())
        };
    }
    match reader {
        Reader::Sqlite(c) => write!(c),
        Reader::Postgres(c) => write!(c),
    }
    .context("the audit log cannot be written")
}

impl Work {
    /// Adds an entry to the audit log.
    pub async fn audit(&mut self, now: DateTime<Utc>, entry: Entry) -> Result<()> {
        append(&mut self.reader(), now, entry).await
    }
}

impl Database {
    /// Adds an entry that stands alone.
    pub async fn audit(&self, now: DateTime<Utc>, entry: Entry) -> Result<()> {
        let mut work = self.begin().await?;
        work.audit(now, entry).await?;
        work.commit().await
    }

    /// So many entries before a number, the newest first.
    pub async fn audit_entries(&self, before: i64, many: i64) -> Result<Vec<KeptEntry>> {
        let sql = include_str!("queries/audit_entry.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(before).bind(many).fetch_all(pool).await?))
    }

    /// How many entries there are.
    pub async fn audit_count(&self) -> Result<i64> {
        let sql = include_str!("queries/audit_entry.count.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// Looks at every entry. That the newest were cut off cannot be seen in the log itself: keep the last seal elsewhere.
    pub async fn verify_audit(&self) -> Result<Verdict> {
        let sql = include_str!("queries/audit_entry.after.sql");
        let (mut number, mut seal) = (0i64, BEGINNING.to_owned());
        loop {
            let entries: Vec<KeptEntry> = on!(self, pool => sqlx::query_as(sql).bind(number).fetch_all(pool).await?);
            if entries.is_empty() {
                return Ok(Verdict::Whole(number, seal));
            }
            for entry in entries {
                let wrong = if entry.number != number + 1 {
                    Some(format!("entry {} is missing", number + 1))
                } else if entry.previous != seal {
                    Some("it does not follow from the entry before".to_owned())
                } else if entry.seal() != entry.hash {
                    Some("its words are not those that were sealed".to_owned())
                } else {
                    None
                };
                if let Some(wrong) = wrong {
                    return Ok(Verdict::Broken(number + 1, wrong));
                }
                (number, seal) = (entry.number, entry.hash);
            }
        }
    }
}
