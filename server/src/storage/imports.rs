//! Imports: one transaction a file, what each import was, and its problems.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Result, bail};
use chrono::Utc;
use intake::record::{Cell, Record, Table};
use intake::{Problem, Severity};
use sqlx::{Executor, Postgres, Sqlite, Transaction};

use super::erasure::Away;
use super::indexes::Indexes;
use super::participants::{declare, reading};
use super::upsert::{self, Terms};
use super::{Database, Reader, audit, on, packed};

/// Problems kept in full for one import; the rest are counted by rule.
pub const PROBLEMS_KEPT: usize = 500;

/// Rows written at once. They are written in the order of their keys, which spares the index of a large table; the more
/// there are the more it is spared, and each takes about 600 bytes while it waits.
const BATCH: usize = 50_000;

/// So many rows at once are the part of a file that is worth putting indexes off.
const MANY: usize = BATCH / 5;

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same code on whichever transaction is open.
macro_rules! within {
    ($open:expr, $tx:ident => $body:expr) => {
        match $open {
            Open::Sqlite($tx) => $body,
            Open::Postgres($tx) => $body,
        }
    };
}

/// One file on its way into the database: wholly in at `finish`, wholly out otherwise.
pub struct Import {
    open: Open,
    terms: HashMap<&'static str, Terms>,
    waiting: HashMap<&'static str, Waiting>,
    indexes: Indexes,
    away: Away,
    /// Records written that changed something, and that changed nothing.
    pub taken: u64,
    /// Records that changed nothing.
    pub unchanged: u64,
    rules: HashMap<(&'static str, Severity), u64>,
    problems: Vec<Problem>,
}

#[derive(Default)]
struct Waiting {
    cells: Vec<Cell>,
    rows: usize,
    keys: HashSet<u64>,
}

/// What an import was, as kept.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Number.
    pub id: i64,
    /// File name.
    pub file_name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Kind's word.
    pub kind: String,
    /// How it came.
    pub format: String,
    /// Size.
    pub bytes: i64,
    /// Rows read.
    pub rows_read: i64,
    /// Records that changed something.
    pub taken: i64,
    /// Records that changed nothing.
    pub unchanged: i64,
    /// Rows left out.
    pub rejected: i64,
    /// Warnings.
    pub warned: i64,
    /// Data as of, ISO.
    pub as_of: Option<String>,
    /// When, ISO UTC.
    pub imported_at: String,
    /// How long, milliseconds.
    pub duration_ms: i64,
}

/// A kept problem.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ProblemRow {
    /// `rejected` or `warning`.
    pub severity: String,
    /// Line.
    pub line: i64,
    /// Column.
    pub column_name: String,
    /// Value.
    pub value: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl Import {
    /// Begins an import. Other writers of an embedded database wait until it ends.
    pub async fn begin(database: &Database) -> Result<Import> {
        let mut open = match database {
            Database::Sqlite { pool, .. } => Open::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Database::Postgres { pool, .. } => Open::Postgres(pool.begin().await?),
        };
        match &mut open {
            Open::Postgres(tx) => declare(tx).await?,
            Open::Sqlite(tx) => {
                tx.execute(KEEP_MANY_PAGES).await?;
            }
        }
        let mut reader = match &mut open {
            Open::Sqlite(tx) => Reader::Sqlite(tx),
            Open::Postgres(tx) => Reader::Postgres(tx),
        };
        let away = Away::read(&mut reader).await?;
        Ok(Import {
            open,
            away,
            terms: HashMap::new(),
            waiting: HashMap::new(),
            indexes: Indexes::default(),
            taken: 0,
            unchanged: 0,
            rules: HashMap::new(),
            problems: Vec::new(),
        })
    }

    /// The URNs of the school register, once it is loaded; an import checks its schools against them.
    pub async fn known_urns(&mut self) -> Result<HashSet<u32>> {
        let sql = include_str!("queries/school.urns.sql");
        let urns: Vec<i64> = within!(&mut self.open, tx => sqlx::query_scalar(sql).fetch_all(&mut **tx).await?);
        Ok(urns.into_iter().filter_map(|u| u32::try_from(u).ok()).collect())
    }

    /// The import of the same bytes, where there was one.
    pub async fn same_file(&mut self, sha256: &str) -> Result<Option<i64>> {
        let sql = include_str!("queries/import.by_sha256.sql");
        Ok(
            within!(&mut self.open, tx => sqlx::query_scalar(sql).bind(sha256.to_owned()).fetch_optional(&mut **tx).await?),
        )
    }

    /// Says which columns of a table the source carries.
    pub fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) {
        self.terms.insert(table.name, Terms::new(table, columns, dated));
    }

    /// Adds a record; rows are written in batches.
    pub async fn record(&mut self, record: Record) -> Result<()> {
        let record = self.away.kept_away(record);
        let table = record.table();
        let waiting = self.waiting.entry(table.name).or_default();
        let from = waiting.cells.len();
        record.cells(&mut waiting.cells);
        let key = key_of(table, &waiting.cells[from..]);
        if !waiting.keys.insert(key) {
            // The same key twice: the first goes ahead, so that the database decides between them.
            let again = waiting.cells.split_off(from);
            self.write(table).await?;
            let waiting = self.waiting.entry(table.name).or_default();
            waiting.cells = again;
            waiting.keys.insert(key);
            waiting.rows = 1;
            return Ok(());
        }
        waiting.rows += 1;
        if waiting.rows >= BATCH {
            self.write(table).await?;
        }
        Ok(())
    }

    async fn write(&mut self, table: &'static Table) -> Result<()> {
        let Some(waiting) = self.waiting.get_mut(table.name) else {
            return Ok(());
        };
        let cells = std::mem::take(&mut waiting.cells);
        let rows = std::mem::take(&mut waiting.rows) as u64;
        waiting.keys.clear();
        if rows == 0 {
            return Ok(());
        }
        let Some(terms) = self.terms.get(table.name) else {
            bail!("the reader did not say which columns of {} it carries", table.name);
        };
        let changed = match &mut self.open {
            Open::Sqlite(tx) => {
                if rows as usize >= MANY {
                    self.indexes.before(tx, table.name, rows).await?;
                }
                upsert::write_sqlite(tx, terms, cells).await?
            }
            Open::Postgres(tx) => upsert::write_postgres(tx, terms, cells).await?,
        };
        self.taken += changed;
        self.unchanged += rows.saturating_sub(changed);
        Ok(())
    }

    /// Adds a problem.
    pub fn problem(&mut self, problem: Problem) {
        *self.rules.entry((problem.rule, problem.severity)).or_default() += 1;
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem);
        }
    }

    /// How many problems of a severity there were.
    pub fn count(&self, severity: Severity) -> u64 {
        self.rules.iter().filter(|((_, s), _)| *s == severity).map(|(_, n)| n).sum()
    }

    /// The problems kept so far.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Writes what still waits.
    pub async fn flush(&mut self) -> Result<()> {
        let tables: Vec<&'static Table> = intake::record::TABLES
            .iter()
            .copied()
            .filter(|t| self.waiting.get(t.name).is_some_and(|w| w.rows > 0))
            .collect();
        for table in tables {
            self.write(table).await?;
        }
        Ok(())
    }

    /// Writes what still waits, and makes the indexes that were put off.
    pub async fn settle(&mut self) -> Result<()> {
        self.flush().await?;
        if let Open::Sqlite(tx) = &mut self.open {
            self.indexes.make(tx).await?;
        }
        Ok(())
    }

    /// Keeps the import: its line, its problems, a new data version, and where `pack` says so the dataset of that
    /// version, which a running server then shows at once; commits. Returns its number.
    pub async fn finish(mut self, mut row: ImportRow, pack: bool) -> Result<i64> {
        self.settle().await?;
        row.taken = self.taken as i64;
        row.unchanged = self.unchanged as i64;
        let about;
        within!(&mut self.open, tx => {
            row.id = sqlx::query_scalar::<_, i64>(include_str!("queries/import.next_id.sql")).fetch_one(&mut **tx).await?;
            about = format!("import {}, {}, {} records changed", row.id, row.kind, row.taken);
            sqlx::query(include_str!("queries/import.insert.sql"))
                .bind(row.id).bind(row.file_name).bind(row.sha256).bind(row.kind).bind(row.format).bind(row.bytes)
                .bind(row.rows_read).bind(row.taken).bind(row.unchanged).bind(row.rejected).bind(row.warned)
                .bind(row.as_of).bind(row.imported_at).bind(row.duration_ms)
                .execute(&mut **tx).await?;
            for ((rule, severity), occurrences) in &self.rules {
                sqlx::query(include_str!("queries/import_rule.insert.sql"))
                    .bind(row.id).bind(*rule).bind(severity_word(*severity)).bind(*occurrences as i64)
                    .execute(&mut **tx).await?;
            }
            for (position, problem) in self.problems.iter().enumerate() {
                sqlx::query(include_str!("queries/import_problem.insert.sql"))
                    .bind(row.id).bind(position as i64).bind(severity_word(problem.severity)).bind(problem.line as i64)
                    .bind(problem.column.replace('\0', "")).bind(problem.value.replace('\0', "")).bind(problem.rule)
                    .bind(problem.message.replace('\0', "")).bind(problem.mend.replace('\0', ""))
                    .execute(&mut **tx).await?;
            }
            if row.taken > 0 {
                sqlx::query(include_str!("queries/data_version.bump.sql")).execute(&mut **tx).await?;
            }
        });
        let mut reader = match &mut self.open {
            Open::Sqlite(tx) => Reader::Sqlite(tx),
            Open::Postgres(tx) => Reader::Postgres(tx),
        };
        audit::append(&mut reader, Utc::now(), audit::Entry::new("command line", "import", about)).await?;
        if pack {
            packed::ensure(&mut reader, Utc::now().date_naive()).await?;
        }
        match self.open {
            Open::Sqlite(mut tx) => {
                tx.execute(KEEP_FEW_PAGES).await?;
                tx.commit().await?;
            }
            Open::Postgres(tx) => tx.commit().await?,
        }
        Ok(row.id)
    }

    /// Leaves the database as it was.
    pub async fn abandon(self) -> Result<()> {
        match self.open {
            Open::Sqlite(mut tx) => {
                tx.execute(KEEP_FEW_PAGES).await?;
                tx.rollback().await?;
            }
            Open::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// An import keeps 128 megabytes of pages in memory: its rows meet random pages of the keys' indexes.
const KEEP_MANY_PAGES: &str = "PRAGMA cache_size = -131072";

/// Every connection keeps 16 megabytes otherwise: the system keeps pages of the file besides.
pub(super) const KEEP_FEW_PAGES: &str = "PRAGMA cache_size = -16384";

/// A fingerprint of a row's key. Two keys with the same one are written apart, which is never wrong.
fn key_of(table: &Table, cells: &[Cell]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for name in table.key {
        match table.position(name).and_then(|at| cells.get(at)) {
            Some(Cell::Text(text)) => text.hash(&mut hasher),
            Some(Cell::Int(n)) => n.hash(&mut hasher),
            Some(Cell::Real(n)) => n.to_bits().hash(&mut hasher),
            Some(Cell::Null) | None => 0u8.hash(&mut hasher),
        }
    }
    hasher.finish()
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Rejected => "rejected",
        Severity::Warning => "warning",
    }
}

type ImportTuple = (i64, String, String, String, String, i64, i64, i64, i64, i64, i64, Option<String>, String, i64);

fn import_row(row: ImportTuple) -> ImportRow {
    ImportRow {
        id: row.0,
        file_name: row.1,
        sha256: row.2,
        kind: row.3,
        format: row.4,
        bytes: row.5,
        rows_read: row.6,
        taken: row.7,
        unchanged: row.8,
        rejected: row.9,
        warned: row.10,
        as_of: row.11,
        imported_at: row.12,
        duration_ms: row.13,
    }
}

impl Database {
    /// Every import, newest first.
    pub async fn imports(&self) -> Result<Vec<ImportRow>> {
        let sql = include_str!("queries/import.list.sql");
        let rows: Vec<ImportTuple> = on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?);
        Ok(rows.into_iter().map(import_row).collect())
    }

    /// Problems of an import: by rule (rule, severity, how many), and the first in full.
    pub async fn import_problems(&self, id: i64) -> Result<(Vec<(String, String, i64)>, Vec<ProblemRow>)> {
        let rules = include_str!("queries/import_rule.list.sql");
        let problems = include_str!("queries/import_problem.list.sql");
        Ok(on!(self, pool => (
            sqlx::query_as(rules).bind(id).fetch_all(pool).await?,
            sqlx::query_as(problems).bind(id).fetch_all(pool).await?,
        )))
    }

    /// Rows held, by table.
    pub async fn holdings(&self) -> Result<Vec<(String, i64)>> {
        let sql = include_str!("queries/holding.count.sql");
        let mut named = self.named().await?;
        Ok(reading!(&mut named, tx => sqlx::query_as(sql).fetch_all(&mut **tx).await?))
    }

    /// Published figures held: dataset, release, figures, day taken.
    pub async fn benchmark_summary(&self) -> Result<Vec<(String, String, i64, Option<String>)>> {
        let sql = include_str!("queries/benchmark.summary.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }
}
