//! Writing rows in bulk: one statement for many rows, that inserts what is new, corrects what is older, and leaves the
//! rest alone. The only statements built at run time: their names come from `Table` constants, never from a file.

use std::cmp::Ordering;

use anyhow::Result;
use intake::record::{Cell, ColumnKind, Table};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Postgres, Sqlite};

/// How a source's rows meet rows that are already there.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The table.
    pub table: &'static Table,
    /// Positions of the columns that the source carries, key included.
    pub carried: Vec<usize>,
    /// Whether the rows carry the time of their last change.
    pub dated: bool,
}

impl Terms {
    /// Terms for a source that carries these columns; the key always counts as carried.
    pub fn new(table: &'static Table, columns: &[&str], dated: bool) -> Terms {
        let carried = (0..table.columns.len())
            .filter(|at| {
                let name = table.columns[*at].name;
                columns.contains(&name) || table.key.contains(&name)
            })
            .collect();
        Terms { table, carried, dated: dated && table.position("updated_at").is_some() }
    }

    fn names(&self) -> Vec<&'static str> {
        self.carried.iter().map(|at| self.table.columns[*at].name).collect()
    }

    /// What happens on a row that exists: a dated row that is not older wins column by column; an undated row corrects
    /// an undated one with what it knows, and only fills the blanks of a dated one. Rows that would not change are not
    /// written, so that the number of rows affected is the number of rows that changed.
    fn on_conflict(&self) -> String {
        let table = self.table.name;
        let has_date = self.table.position("updated_at").is_some();
        let new = |column: &str| match (self.dated, has_date) {
            (true, _) => format!("excluded.{column}"),
            (false, false) => format!("COALESCE(excluded.{column}, {table}.{column})"),
            (false, true) => format!(
                "CASE WHEN {table}.updated_at IS NULL THEN COALESCE(excluded.{column}, {table}.{column}) \
                 ELSE COALESCE({table}.{column}, excluded.{column}) END"
            ),
        };
        let changing: Vec<&str> = self.names().into_iter().filter(|n| !self.table.key.contains(n)).collect();
        if changing.is_empty() {
            return format!("ON CONFLICT ({}) DO NOTHING", self.table.key.join(", "));
        }
        let set: Vec<String> = changing.iter().map(|c| format!("{c} = {}", new(c))).collect();
        let differs: Vec<String> =
            changing.iter().map(|c| format!("{table}.{c} IS DISTINCT FROM {}", new(c))).collect();
        let newer = if self.dated {
            format!("({table}.updated_at IS NULL OR excluded.updated_at >= {table}.updated_at) AND ")
        } else {
            String::new()
        };
        format!(
            "ON CONFLICT ({}) DO UPDATE SET {} WHERE {newer}({})",
            self.table.key.join(", "),
            set.join(", "),
            differs.join(" OR ")
        )
    }

    /// Rows that fit into one statement on SQLite, which allows 32,766 values.
    pub fn sqlite_rows(&self) -> usize {
        (32_000 / self.carried.len().max(1)).clamp(1, 400)
    }

    /// The statement for this many rows on SQLite.
    pub fn sqlite_sql(&self, rows: usize) -> String {
        let marks = vec!["?"; self.carried.len()].join(", ");
        let values = vec![format!("({marks})"); rows].join(", ");
        format!("INSERT INTO {} ({}) VALUES {values} {}", self.table.name, self.names().join(", "), self.on_conflict())
    }

    /// The statement on PostgreSQL: one array for each column.
    pub fn postgres_sql(&self) -> String {
        let arrays: Vec<String> = self
            .carried
            .iter()
            .enumerate()
            .map(|(i, at)| {
                let kind = match self.table.columns[*at].kind {
                    ColumnKind::Int => "bigint",
                    ColumnKind::Real => "double precision",
                    ColumnKind::Text => "text",
                };
                format!("${}::{kind}[]", i + 1)
            })
            .collect();
        format!(
            "INSERT INTO {} ({}) SELECT * FROM UNNEST({}) {}",
            self.table.name,
            self.names().join(", "),
            arrays.join(", "),
            self.on_conflict()
        )
    }
}

/// Writes rows (flat cells, all columns of the table in order) on SQLite, in the order of their keys; returns how many
/// rows changed. No key may stand twice among the rows.
pub async fn write_sqlite(connection: &mut SqliteConnection, terms: &Terms, mut cells: Vec<Cell>) -> Result<u64> {
    let width = terms.table.columns.len();
    let order = in_order_of_keys(terms.table, &cells);
    let mut changed = 0;
    let full = terms.sqlite_rows();
    let full_sql = terms.sqlite_sql(full);
    for rows in order.chunks(full) {
        let sql = if rows.len() == full { full_sql.clone() } else { terms.sqlite_sql(rows.len()) };
        let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(sql)).persistent(rows.len() == full);
        for row in rows {
            for at in &terms.carried {
                query = match std::mem::replace(&mut cells[*row as usize * width + at], Cell::Null) {
                    Cell::Null => query.bind(None::<String>),
                    Cell::Int(n) => query.bind(n),
                    Cell::Real(n) => query.bind(n),
                    Cell::Text(t) => query.bind(t),
                };
            }
        }
        changed += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(changed)
}

/// Positions of rows in the order of their keys.
fn in_order_of_keys(table: &Table, cells: &[Cell]) -> Vec<u32> {
    let width = table.columns.len();
    let keys: Vec<usize> = table.key.iter().filter_map(|name| table.position(name)).collect();
    let mut order: Vec<u32> = (0..(cells.len() / width) as u32).collect();
    let cell = |row: u32, at: usize| &cells[row as usize * width + at];
    order.sort_unstable_by(|a, b| {
        let compare = |at: &usize| match (cell(*a, *at), cell(*b, *at)) {
            (Cell::Text(a), Cell::Text(b)) => a.cmp(b),
            (Cell::Int(a), Cell::Int(b)) => a.cmp(b),
            (Cell::Real(a), Cell::Real(b)) => a.total_cmp(b),
            _ => Ordering::Equal,
        };
        keys.iter().map(compare).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    order
}

/// Writes rows on PostgreSQL; returns how many rows changed. No key may stand twice among the rows.
pub async fn write_postgres(connection: &mut PgConnection, terms: &Terms, cells: Vec<Cell>) -> Result<u64> {
    let width = terms.table.columns.len();
    let rows = cells.len() / width;
    let mut columns: Vec<Vec<Cell>> = (0..width).map(|_| Vec::with_capacity(rows)).collect();
    for (i, cell) in cells.into_iter().enumerate() {
        columns[i % width].push(cell);
    }
    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(terms.postgres_sql()));
    for at in &terms.carried {
        let column = std::mem::take(&mut columns[*at]).into_iter();
        query = match terms.table.columns[*at].kind {
            ColumnKind::Int => {
                query.bind(column.map(|c| if let Cell::Int(n) = c { Some(n) } else { None }).collect::<Vec<_>>())
            }
            ColumnKind::Real => {
                query.bind(column.map(|c| if let Cell::Real(n) = c { Some(n) } else { None }).collect::<Vec<_>>())
            }
            // PostgreSQL keeps no NUL in text.
            ColumnKind::Text => query.bind(
                column
                    .map(|c| if let Cell::Text(t) = c { Some(t.replace('\0', "")) } else { None })
                    .collect::<Vec<_>>(),
            ),
        };
    }
    Ok(query.execute(connection).await?.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_keys_alone_leaves_existing_rows_alone() {
        let terms = Terms::new(&intake::record::PartnerHub::TABLE, &["partner", "hub_area"], false);
        assert!(terms.sqlite_sql(1).ends_with("ON CONFLICT (partner, hub_area) DO NOTHING"));
    }

    #[test]
    fn columns_that_a_source_does_not_carry_are_not_named() {
        let terms = Terms::new(&intake::record::School::TABLE, &["urn", "name"], false);
        assert!(terms.sqlite_sql(2).starts_with("INSERT INTO schools (urn, name) VALUES (?, ?), (?, ?) "));
        assert!(!terms.postgres_sql().contains("pupils"));
    }
}
