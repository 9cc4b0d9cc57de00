//! The database: SQLite in a file by default, PostgreSQL where several machines share one. The only place with SQL.
//! Statements are files under `queries/`, the same text for both; the two that depend on a table's columns are built in
//! `upsert.rs`.

pub mod accounts;
pub mod audit;
pub mod backup;
pub mod dataset;
pub mod erasure;
pub mod identities;
pub mod imports;
mod indexes;
pub mod kept;
pub mod packed;
pub mod packs;
pub mod participants;
pub mod reconciliation;
pub mod schools;
pub mod subject;
pub mod told;
mod upsert;
pub mod work;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Executor, PgConnection, SqlSafeStr, SqliteConnection};

/// An open database.
#[derive(Debug, Clone)]
pub enum Database {
    /// Embedded, in one file.
    Sqlite {
        /// Connections.
        pool: SqlitePool,
        /// The file.
        file: PathBuf,
    },
    /// Shared.
    Postgres {
        /// Connections.
        pool: PgPool,
        /// Where it is, for the tools that back it up.
        url: String,
    },
}

/// Runs the same code on whichever pool the database has.
macro_rules! on {
    ($database:expr, $pool:ident => $body:expr) => {
        match $database {
            $crate::storage::Database::Sqlite { pool: $pool, .. } => $body,
            $crate::storage::Database::Postgres { pool: $pool, .. } => $body,
        }
    };
}
pub(crate) use on;

/// Every migration in order: version, words, portable text. A text that begins with `-- sqlite only` does nothing on
/// PostgreSQL, and the other way round.
const MIGRATIONS: [(i64, &str, &str); 15] = [
    (1, "foundation", include_str!("../../migrations/0001_foundation.sql")),
    (2, "packed", include_str!("../../migrations/0002_packed.sql")),
    (3, "engagement", include_str!("../../migrations/0003_engagement.sql")),
    (4, "rows in order of arrival", include_str!("../../migrations/0004_arrival-sqlite.sql")),
    (5, "targets", include_str!("../../migrations/0005_targets.sql")),
    (6, "ways into people", include_str!("../../migrations/0006_reconciliation.sql")),
    (7, "inductions as they are held", include_str!("../../migrations/0007_inductions_held.sql")),
    (8, "accounts", include_str!("../../migrations/0008_accounts.sql")),
    (9, "the audit log stays", include_str!("../../migrations/0009_audit-sqlite.sql")),
    (10, "the audit log stays", include_str!("../../migrations/0010_audit-postgres.sql")),
    (11, "identities of other services", include_str!("../../migrations/0011_providers.sql")),
    (13, "ways to participants, and who was purged", include_str!("../../migrations/0013_participants.sql")),
    (14, "a wall around names", include_str!("../../migrations/0014_named-postgres.sql")),
    (15, "packs and frozen links", include_str!("../../migrations/0015_packs.sql")),
    (16, "what was told", include_str!("../../migrations/0016_told.sql")),
];

/// A connection within a transaction, so that several statements read one version of the data.
#[derive(Debug)]
pub enum Reader<'c> {
    /// Embedded.
    Sqlite(&'c mut SqliteConnection),
    /// Shared.
    Postgres(&'c mut PgConnection),
}

/// Version of the data as the reader's transaction sees it.
async fn data_version(reader: &mut Reader<'_>) -> Result<i64> {
    let sql = include_str!("queries/fact.get.sql");
    let value: Option<String> = match reader {
        Reader::Sqlite(c) => sqlx::query_scalar(sql).bind("data_version").fetch_optional(&mut **c).await?,
        Reader::Postgres(c) => sqlx::query_scalar(sql).bind("data_version").fetch_optional(&mut **c).await?,
    };
    Ok(value.and_then(|v| v.parse().ok()).unwrap_or(0))
}

impl Database {
    /// Opens the database, taking a backup first where a migration is due, and brings it up to date.
    /// `url` is a `postgres://` or `sqlite:` address; without one the database is `golden-thread.sqlite` in `folder`.
    pub async fn open(url: Option<&str>, folder: &Path) -> Result<Database> {
        let database = match url {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                let options = PgConnectOptions::from_str(url).context("DATABASE_URL is not a PostgreSQL address")?;
                let pool = PgPoolOptions::new()
                    .max_connections(8)
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(options)
                    .await
                    .context("PostgreSQL cannot be reached; check DATABASE_URL and that the server runs")?;
                Database::Postgres { pool, url: url.to_owned() }
            }
            Some(url) => {
                let file = url
                    .strip_prefix("sqlite://")
                    .or_else(|| url.strip_prefix("sqlite:"))
                    .context("DATABASE_URL must start with postgres:// or sqlite:")?;
                Database::open_sqlite(PathBuf::from(file)).await?
            }
            None => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
                Database::open_sqlite(folder.join("golden-thread.sqlite")).await?
            }
        };
        database.migrate(folder).await?;
        Ok(database)
    }

    async fn open_sqlite(file: PathBuf) -> Result<Database> {
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(60))
            .row_buffer_size(2048)
            .pragma("temp_store", "memory")
            // What is removed is overwritten where that costs no page more.
            .pragma("secure_delete", "FAST");
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(imports::KEEP_FEW_PAGES).await.map(|_| ()) })
            })
            .connect_with(options)
            .await
            .with_context(|| format!("cannot open the database {}", file.display()))?;
        Ok(Database::Sqlite { pool, file })
    }

    async fn migrate(&self, folder: &Path) -> Result<()> {
        let applied = self.applied_migrations().await?;
        if applied > 0 && applied < MIGRATIONS.len() as i64 {
            let to = folder.join(format!("before-migration-{}.backup", applied + 1));
            backup::backup(self, &to).await.context("the backup before the migration failed; nothing was changed")?;
        }
        let sqlite = matches!(self, Database::Sqlite { .. });
        let migrations = MIGRATIONS.iter().map(|(version, words, text)| {
            let text = match sqlite {
                true if text.starts_with("-- postgres only") => "SELECT 1".to_owned(),
                true => text.replace("/* sqlite: WITHOUT ROWID */", "WITHOUT ROWID"),
                false if text.starts_with("-- sqlite only") => "SELECT 1".to_owned(),
                false => (*text).to_owned(),
            };
            let sql = AssertSqlSafe(text).into_sql_str();
            Migration::new(*version, (*words).into(), MigrationType::Simple, sql, false)
        });
        let migrator = Migrator::with_migrations(migrations.collect());
        on!(self, pool => migrator.run(pool).await).context("the database cannot be brought up to date")
    }

    async fn applied_migrations(&self) -> Result<i64> {
        let exists: bool = match self {
            Database::Sqlite { pool, .. } => {
                sqlx::query_scalar::<_, i64>(include_str!("queries/sqlite_table.exists.sql"))
                    .bind("_sqlx_migrations")
                    .fetch_one(pool)
                    .await?
                    > 0
            }
            Database::Postgres { pool, .. } => {
                sqlx::query_scalar::<_, i64>(include_str!("queries/postgres_table.exists.sql"))
                    .bind("_sqlx_migrations")
                    .fetch_one(pool)
                    .await?
                    > 0
            }
        };
        if !exists {
            return Ok(0);
        }
        let sql = include_str!("queries/migration.count.sql");
        Ok(on!(self, pool => sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await?))
    }

    /// Version of the data: it grows by one with each import that changed something.
    pub async fn data_version(&self) -> Result<i64> {
        let sql = include_str!("queries/fact.get.sql");
        let value: Option<String> =
            on!(self, pool => sqlx::query_scalar(sql).bind("data_version").fetch_optional(pool).await?);
        Ok(value.and_then(|v| v.parse().ok()).unwrap_or(0))
    }

    /// A single value about the database as a whole.
    pub async fn fact(&self, name: &str) -> Result<Option<String>> {
        let sql = include_str!("queries/fact.get.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(name.to_owned()).fetch_optional(pool).await?))
    }

    /// Sets a single value about the database as a whole.
    pub async fn set_fact(&self, name: &str, value: &str) -> Result<()> {
        let sql = include_str!("queries/fact.set.sql");
        on!(self, pool => {
            sqlx::query(sql).bind(name.to_owned()).bind(value.to_owned()).execute(pool).await?;
        });
        Ok(())
    }

    /// A single value that is made once and then stays: the one that is there, else the one given.
    pub async fn made_once(&self, name: &str, value: &str) -> Result<String> {
        let sql = include_str!("queries/fact.add.sql");
        on!(self, pool => {
            sqlx::query(sql).bind(name.to_owned()).bind(value.to_owned()).execute(pool).await?;
        });
        Ok(self.fact(name).await?.unwrap_or_else(|| value.to_owned()))
    }

    /// Asks the database whether it is whole; the answer is empty when it is.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        match self {
            Database::Sqlite { pool, .. } => {
                let answers: Vec<String> =
                    sqlx::query_scalar(include_str!("queries/sqlite_integrity.check.sql")).fetch_all(pool).await?;
                Ok(answers.into_iter().filter(|a| a != "ok").collect())
            }
            Database::Postgres { .. } => Ok(Vec::new()),
        }
    }

    /// Whether the role that connects sees every row whatever the policies say, so that the wall around names is none for it.
    pub async fn passes_walls(&self) -> Result<bool> {
        match self {
            Database::Sqlite { .. } => Ok(false),
            Database::Postgres { pool, .. } => {
                let sql = include_str!("queries/postgres_role.passes_walls.sql");
                Ok(sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await? == 1)
            }
        }
    }

    /// Closes all connections.
    pub async fn close(&self) {
        on!(self, pool => pool.close().await);
    }
}
