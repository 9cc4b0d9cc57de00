//! Indexes that wait while many rows come: an embedded database puts every row of a large import at a random place of each
//! index, and makes the whole index anew, sorted, several times faster. Within the import's transaction: other connections
//! never miss one, and an import that fails leaves them as they were.

use std::collections::HashMap;

use anyhow::Result;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

/// Indexes are put off once an import has written this share of the rows that a table had: one in so many.
const ONE_IN: u64 = 4;

/// What an import knows of the tables that it writes many rows to.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    tables: HashMap<&'static str, Rows>,
    /// Statements that make again what was put off.
    waiting: Vec<String>,
}

#[derive(Debug)]
struct Rows {
    before: u64,
    written: u64,
    put_off: bool,
}

impl Indexes {
    /// Before so many rows are written to a table. The name is one of `Table`'s.
    pub(super) async fn before(&mut self, tx: &mut SqliteConnection, table: &'static str, rows: u64) -> Result<()> {
        let known = match self.tables.get_mut(table) {
            Some(known) => known,
            None => {
                let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}")).into_sql_str();
                let before: i64 = sqlx::query_scalar(count).fetch_one(&mut *tx).await?;
                let rows = Rows { before: before.unsigned_abs(), written: 0, put_off: false };
                self.tables.entry(table).or_insert(rows)
            }
        };
        known.written += rows;
        if known.put_off || known.written * ONE_IN < known.before {
            return Ok(());
        }
        known.put_off = true;
        let found: Vec<(String, String)> =
            sqlx::query_as(include_str!("queries/sqlite_index.of_table.sql")).bind(table).fetch_all(&mut *tx).await?;
        for (name, statement) in found {
            tx.execute(AssertSqlSafe(format!("DROP INDEX {name}")).into_sql_str()).await?;
            self.waiting.push(statement);
        }
        Ok(())
    }

    /// Makes again what was put off.
    pub(super) async fn make(&mut self, tx: &mut SqliteConnection) -> Result<()> {
        for statement in self.waiting.drain(..) {
            tx.execute(AssertSqlSafe(statement).into_sql_str()).await?;
        }
        Ok(())
    }
}
