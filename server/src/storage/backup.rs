//! Backups: one file that holds the whole database, and the way back.

use std::path::Path;

use anyhow::{Context, Result, bail};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tokio::process::Command;

use super::Database;

/// Writes the whole database into one file. An embedded database is copied while it is in use; a shared one needs
/// PostgreSQL's own `pg_dump`. The file appears only when it is whole.
pub async fn backup(database: &Database, to: &Path) -> Result<()> {
    if to.exists() {
        bail!("{} exists already; name another file or move it away", to.display());
    }
    let part = to.with_extension("part");
    let _ = std::fs::remove_file(&part);
    match database {
        Database::Sqlite { pool, .. } => {
            let path = part.to_str().context("the file name is not plain text")?.to_owned();
            sqlx::query(include_str!("queries/sqlite_backup.write.sql")).bind(path).execute(pool).await?;
        }
        Database::Postgres { url, .. } => {
            // The wall around names lets a backup through like everything that says what it reads.
            let arguments = ["--format=custom", "--no-owner", "--enable-row-security", "--file"];
            let mut dump = Command::new("pg_dump");
            run(dump.args(arguments).arg(&part).arg(url).env("PGOPTIONS", "-c golden_thread.named=yes")).await?;
        }
    }
    std::fs::rename(&part, to).with_context(|| format!("cannot write {}", to.display()))
}

/// Puts a backup in the place of the database. The caller has made sure that nothing else uses it.
pub async fn restore(url: Option<&str>, folder: &Path, from: &Path) -> Result<()> {
    if !from.exists() {
        bail!("there is no file {}", from.display());
    }
    match url.filter(|u| u.starts_with("postgres")) {
        Some(url) => {
            let whole = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname"];
            run(Command::new("pg_restore").args(whole).arg(url).arg(from)).await
        }
        None => {
            check_sqlite(from).await.with_context(|| format!("{} is not a backup of this product", from.display()))?;
            let file = url
                .and_then(|u| u.strip_prefix("sqlite://").or_else(|| u.strip_prefix("sqlite:")))
                .map_or_else(|| folder.join("golden-thread.sqlite"), Into::into);
            std::fs::create_dir_all(folder)?;
            let part = file.with_extension("restoring");
            std::fs::copy(from, &part).context("cannot copy the backup")?;
            for left_over in ["sqlite-wal", "sqlite-shm"] {
                let _ = std::fs::remove_file(file.with_extension(left_over));
            }
            std::fs::rename(&part, &file).context("cannot put the backup in place")
        }
    }
}

async fn check_sqlite(file: &Path) -> Result<()> {
    let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let imports: i64 = sqlx::query_scalar(include_str!("queries/import.count.sql")).fetch_one(&mut connection).await?;
    tracing::info!(imports, "the backup holds this many imports");
    let answer: String =
        sqlx::query_scalar(include_str!("queries/sqlite_integrity.check.sql")).fetch_one(&mut connection).await?;
    connection.close().await?;
    if answer == "ok" { Ok(()) } else { bail!("the file is damaged: {answer}") }
}

async fn run(command: &mut Command) -> Result<()> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let output = command.output().await.with_context(|| {
        format!("{program} is needed for this and was not found; install PostgreSQL's client programs")
    })?;
    if output.status.success() {
        Ok(())
    } else {
        bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim())
    }
}
