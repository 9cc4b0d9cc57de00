//! Indexes that wait while many rows come: an embedded database puts every row of a large import at a random place of each
//! index, and makes the whole index anew, sorted, several times faster. Within the import's transaction: other connections
//! never miss one, and an import that fails leaves them as they were.

use std::collections::HashMap;

use anyhow::Result;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

/// Indexes are put off once an import has written this share of the rows that a table had: one in so many.
const ONE_IN: u64 = 4;

/// A table with more rows keeps its indexes: to make one anew, all of its keys are sorted in memory, some 100 bytes each.
const MOST: u64 = 4_000_000;

/// What an import knows of the tables that it writes many rows to.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    /// By name, once many rows come.
    tables: HashMap<String, Rows>,
    /// Statements that make again what was put off, with their table.
    waiting: Vec<(&'static str, String)>,
}

#[derive(Debug, Default)]
struct Rows {
    before: u64,
    written: u64,
    put_off: bool,
}

impl Indexes {
    /// Before so many rows are written to a table.
    pub(super) async fn before(&mut self, tx: &mut SqliteConnection, table: &'static str, rows: u64) -> Result<()> {
        if self.tables.is_empty() {
            let held: Vec<(String, i64)> =
                sqlx::query_as(include_str!("queries/holding.count.sql")).fetch_all(&mut *tx).await?;
            let rows = |n: i64| Rows { before: n.unsigned_abs(), ..Rows::default() };
            self.tables.extend(held.into_iter().map(|(name, n)| (name, rows(n))));
        }
        let known = self.tables.entry(table.to_owned()).or_default();
        known.written += rows;
        let too_large = known.before + known.written > MOST;
        if known.put_off && too_large {
            return self.make_of(tx, Some(table)).await;
        }
        if known.put_off || too_large || known.written * ONE_IN < known.before {
            return Ok(());
        }
        known.put_off = true;
        let found: Vec<(String, String)> =
            sqlx::query_as(include_str!("queries/sqlite_index.of_table.sql")).bind(table).fetch_all(&mut *tx).await?;
        // Pages that a dropped index leaves are not overwritten at once: numbers of people stay where an erasure finds them.
        // No statement takes a name as a value: these are the schema's own, and the statements that made them.
        for (name, statement) in found.into_iter().filter(|(_, statement)| !statement.contains("trn")) {
            tx.execute(AssertSqlSafe(format!("DROP INDEX {name}")).into_sql_str()).await?;
            self.waiting.push((table, statement));
        }
        Ok(())
    }

    /// Makes again what was put off.
    pub(super) async fn make(&mut self, tx: &mut SqliteConnection) -> Result<()> {
        self.make_of(tx, None).await
    }

    async fn make_of(&mut self, tx: &mut SqliteConnection, only: Option<&'static str>) -> Result<()> {
        let is_meant = |waiting: &mut (&'static str, String)| only.is_none_or(|table| waiting.0 == table);
        for (_, statement) in self.waiting.extract_if(.., is_meant) {
            tx.execute(AssertSqlSafe(statement).into_sql_str()).await?;
        }
        Ok(())
    }
}
