//! Every statement prepares on both databases, and the tables that importers fill are the tables that storage has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::on_each_database;
use intake::record::{ColumnKind, TABLES};
use server::storage::Database;
use sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr};

/// What `*.asked.sql` begin with: no statement by itself.
const ASKED: &str = "asked_people.with.sql";

/// The statements by file name, each whole.
fn statements() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage/queries");
    let files = std::fs::read_dir(folder).expect("the folder of statements");
    let mut texts: BTreeMap<String, String> = files
        .map(|file| file.expect("a file").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).expect("a statement"))
        })
        .collect();
    let asked = texts.remove(ASKED).expect("what questions on people begin with");
    for (_, text) in texts.iter_mut().filter(|(name, _)| name.ends_with(".asked.sql")) {
        text.insert_str(0, &asked);
    }
    texts
}

#[test]
fn every_statement_prepares_on_its_database() {
    let statements = statements();
    assert!(statements.len() > 30, "{}", statements.len());
    on_each_database(async |place| {
        let database = place.open().await;
        let foreign = if place.is_postgres() { "sqlite_" } else { "postgres_" };
        for (name, text) in statements.iter().filter(|(name, _)| !name.starts_with(foreign)) {
            let sql = AssertSqlSafe(text.clone()).into_sql_str();
            let prepared = match &database {
                Database::Sqlite { pool, .. } => pool.prepare(sql).await.map(|_| ()),
                Database::Postgres { pool, .. } => pool.prepare(sql).await.map(|_| ()),
            };
            if let Err(error) = prepared {
                panic!("{name}: {error}");
            }
        }
    });
}

/// Columns of a table and their types, as the database has them.
async fn columns(database: &Database, table: &str) -> BTreeMap<String, String> {
    let text = "SELECT name, type FROM pragma_table_info($1)";
    let other = "SELECT column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1";
    match database {
        Database::Sqlite { pool, .. } => sqlx::query(text)
            .bind(table)
            .fetch_all(pool)
            .await
            .expect("columns")
            .iter()
            .map(|row| (row.get::<String, _>(0), row.get::<String, _>(1).to_lowercase()))
            .collect(),
        Database::Postgres { pool, .. } => sqlx::query(other)
            .bind(table)
            .fetch_all(pool)
            .await
            .expect("columns")
            .iter()
            .map(|row| (row.get::<String, _>(0), row.get::<String, _>(1).to_lowercase()))
            .collect(),
    }
}

#[test]
fn the_columns_that_importers_fill_are_those_of_the_migrated_schema() {
    on_each_database(async |place| {
        let database = place.open().await;
        for table in TABLES {
            let stored = columns(&database, table.name).await;
            let filled: BTreeMap<String, String> = table
                .columns
                .iter()
                .map(|column| {
                    let kind = match column.kind {
                        ColumnKind::Int => "bigint",
                        ColumnKind::Real => "double precision",
                        ColumnKind::Text => "text",
                    };
                    (column.name.to_owned(), kind.to_owned())
                })
                .collect();
            assert_eq!(stored, filled, "{}", table.name);
        }
    });
}

#[test]
fn opening_a_database_again_migrates_nothing_and_changes_nothing() {
    on_each_database(async |place| {
        place.open().await.close().await;
        let database = place.open().await;
        assert_eq!(database.data_version().await.expect("a version"), 0);
        let left_behind: BTreeSet<String> = std::fs::read_dir(place.folder())
            .expect("the folder")
            .map(|f| f.expect("a file").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".backup"))
            .collect();
        assert!(left_behind.is_empty(), "{left_behind:?}");
    });
}
