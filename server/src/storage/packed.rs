//! The dataset of a version, kept beside the rows: made once by whoever changed them, read in a moment by every server.

use std::time::Instant;

use anyhow::Result;
use chrono::{NaiveDate, Utc};
use frames::Dataset;

use super::participants::declare;
use super::{Database, Reader, data_version, dataset};

/// The build of the product that makes datasets; one that another build kept is made anew.
const MAKE: &str = env!("DATASET_MAKE");

/// The dataset of the version that the database has now: the one that is kept, else one made and kept.
pub async fn load(database: &Database) -> Result<Dataset> {
    match kept(database).await? {
        Some(dataset) => Ok(dataset),
        None => make(database).await,
    }
}

/// The dataset of the version that the database has now, where one is kept.
pub async fn kept(database: &Database) -> Result<Option<Dataset>> {
    match database {
        Database::Sqlite { pool, .. } => {
            let mut tx = pool.begin().await?;
            read(&mut Reader::Sqlite(&mut tx)).await
        }
        Database::Postgres { pool, .. } => {
            let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
            read(&mut Reader::Postgres(&mut tx)).await
        }
    }
}

async fn make(database: &Database) -> Result<Dataset> {
    let today = Utc::now().date_naive();
    let dataset;
    match database {
        Database::Sqlite { pool, .. } => {
            let mut tx = pool.begin().await?;
            dataset = build(&mut Reader::Sqlite(&mut tx), today).await?;
            tx.rollback().await?;
            // Readers do not wait for writers: the rows are read first, and what they make is kept where it still holds.
            if dataset.1 {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                keep(&mut Reader::Sqlite(&mut tx), &dataset.0).await?;
                tx.commit().await?;
            }
        }
        Database::Postgres { pool, .. } => {
            let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
            declare(&mut tx).await?;
            dataset = build(&mut Reader::Postgres(&mut tx), today).await?;
            tx.rollback().await?;
            if dataset.1 {
                let mut tx = pool.begin().await?;
                keep(&mut Reader::Postgres(&mut tx), &dataset.0).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(dataset.0)
}

/// Makes and keeps the dataset of the version that the reader's transaction sees, where none is kept.
pub async fn ensure(reader: &mut Reader<'_>, today: NaiveDate) -> Result<()> {
    if read(reader).await?.is_none() {
        let (dataset, settled) = build(reader, today).await?;
        if settled {
            keep(reader, &dataset).await?;
        }
    }
    Ok(())
}

/// Joins the rows; says as well whether the dataset will be the same tomorrow.
async fn build(reader: &mut Reader<'_>, today: NaiveDate) -> Result<(Dataset, bool)> {
    let began = Instant::now();
    let raw = dataset::read(reader, today).await?;
    let settled = raw.settled;
    let read = began.elapsed().as_millis() as u64;
    let dataset = tokio::task::spawn_blocking(move || frames::build(raw)).await??;
    tracing::info!(
        version = dataset.version,
        read_milliseconds = read,
        milliseconds = began.elapsed().as_millis() as u64,
        "the dataset is made"
    );
    Ok((dataset, settled))
}

async fn read(reader: &mut Reader<'_>) -> Result<Option<Dataset>> {
    let version = data_version(reader).await?;
    let sql = include_str!("queries/packed.get.sql");
    let bytes: Option<Vec<u8>> = match reader {
        Reader::Sqlite(c) => sqlx::query_scalar(sql).bind(version).bind(MAKE).fetch_optional(&mut **c).await?,
        Reader::Postgres(c) => sqlx::query_scalar(sql).bind(version).bind(MAKE).fetch_optional(&mut **c).await?,
    };
    let Some(bytes) = bytes else { return Ok(None) };
    match tokio::task::spawn_blocking(move || frames::packed::from_bytes(&bytes)).await? {
        Ok(dataset) => Ok(Some(dataset)),
        Err(error) => {
            tracing::warn!(%error, version, "the dataset that was kept cannot be read; it is made anew");
            Ok(None)
        }
    }
}

async fn keep(reader: &mut Reader<'_>, dataset: &Dataset) -> Result<()> {
    if data_version(reader).await? != dataset.version {
        return Ok(());
    }
    let bytes = frames::packed::to_bytes(dataset)?;
    let (clear, insert) = (include_str!("queries/packed.clear.sql"), include_str!("queries/packed.insert.sql"));
    match reader {
        Reader::Sqlite(c) => {
            sqlx::query(clear).execute(&mut **c).await?;
            sqlx::query(insert).bind(dataset.version).bind(MAKE).bind(bytes).execute(&mut **c).await?;
        }
        Reader::Postgres(c) => {
            sqlx::query(clear).execute(&mut **c).await?;
            sqlx::query(insert).bind(dataset.version).bind(MAKE).bind(bytes).execute(&mut **c).await?;
        }
    }
    Ok(())
}
