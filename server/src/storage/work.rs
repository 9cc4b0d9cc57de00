//! A transaction on either database, for changes that go together with their entry in the audit log.

use anyhow::Result;
use sqlx::{Postgres, Sqlite, Transaction};

use super::participants::declare;
use super::{Database, Reader};

/// Several statements, all or none. It is undone unless it is committed.
#[derive(Debug)]
pub enum Work {
    /// Embedded.
    Sqlite(Transaction<'static, Sqlite>),
    /// Shared.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same code on whichever transaction is open.
macro_rules! within {
    ($work:expr, $tx:ident => $body:expr) => {
        match $work {
            $crate::storage::work::Work::Sqlite($tx) => $body,
            $crate::storage::work::Work::Postgres($tx) => $body,
        }
    };
}
pub(crate) use within;

impl Database {
    /// Begins a transaction that writes. Other writers of an embedded database wait until it ends.
    pub async fn begin(&self) -> Result<Work> {
        Ok(match self {
            Database::Sqlite { pool, .. } => Work::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Database::Postgres { pool, .. } => Work::Postgres(pool.begin().await?),
        })
    }
}

impl Database {
    /// Begins a transaction that writes where names are held.
    pub async fn begin_named(&self) -> Result<Work> {
        let mut work = self.begin().await?;
        if let Work::Postgres(tx) = &mut work {
            declare(tx).await?;
        }
        Ok(work)
    }
}

impl Work {
    /// Its connection.
    pub fn reader(&mut self) -> Reader<'_> {
        match self {
            Work::Sqlite(tx) => Reader::Sqlite(tx),
            Work::Postgres(tx) => Reader::Postgres(tx),
        }
    }

    /// Keeps everything.
    pub async fn commit(self) -> Result<()> {
        match self {
            Work::Sqlite(tx) => tx.commit().await?,
            Work::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
