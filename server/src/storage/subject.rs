//! Everything that is held of one person, table by table, for somebody who asks what is held of them. The second place where
//! statements are built at run time: their names come from `Table` constants, never from a request.

use anyhow::Result;
use intake::record::{ColumnKind, TABLES, Table};
use sqlx::{AssertSqlSafe, Row};

use super::erasure::Taken;
use super::participants::{Named, reading};

/// Rows of a table that are about a person.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Rows {
    /// The table.
    pub table: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// The rows, each value in words; nothing where nothing is held.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Columns by which rows are about a person: by their id, or by their number.
const BY_ID: [&str; 4] = ["participant_id", "mentor_id", "from_id", "to_id"];
const BY_NUMBER: &str = "trn";

impl Named {
    /// Every row that is about a person.
    pub async fn everything_of(&mut self, person: &Taken) -> Result<Vec<Rows>> {
        let mut all = Vec::new();
        for table in TABLES.iter().copied() {
            let mut found: Vec<Vec<Option<String>>> = Vec::new();
            for (column, value) in keys(table, person) {
                for row in self.rows_of(table, column, value).await? {
                    if !found.contains(&row) {
                        found.push(row);
                    }
                }
            }
            if !found.is_empty() {
                let columns = table.columns.iter().map(|column| column.name).collect();
                all.push(Rows { table: table.name, columns, rows: found });
            }
        }
        Ok(all)
    }

    async fn rows_of(&mut self, table: &'static Table, column: &str, value: &str) -> Result<Vec<Vec<Option<String>>>> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let keys = table.key.join(", ");
        let sql = format!("SELECT {} FROM {} WHERE {column} = $1 ORDER BY {keys}", names.join(", "), table.name);
        reading!(self, tx => {
            let rows = sqlx::query(AssertSqlSafe(sql)).bind(value.to_owned()).fetch_all(&mut **tx).await?;
            let mut read = Vec::new();
            for row in &rows {
                let mut cells = Vec::new();
                for (at, column) in table.columns.iter().enumerate() {
                    cells.push(match column.kind {
                        ColumnKind::Text => row.try_get::<Option<String>, _>(at)?,
                        ColumnKind::Int => row.try_get::<Option<i64>, _>(at)?.map(|n| n.to_string()),
                        ColumnKind::Real => row.try_get::<Option<f64>, _>(at)?.map(|n| n.to_string()),
                    });
                }
                read.push(cells);
            }
            Ok(read)
        })
    }
}

/// By which columns and values a table is asked.
fn keys<'a>(table: &'static Table, person: &'a Taken) -> Vec<(&'static str, &'a str)> {
    let is_person = table.name == "participants";
    let by_id = table.columns.iter().map(|column| column.name).filter(|name| BY_ID.contains(name));
    let by_id = by_id.chain(is_person.then_some("id"));
    let mut keys: Vec<(&'static str, &'a str)> =
        by_id.flat_map(|column| person.ids.iter().map(move |id| (column, id.as_str()))).collect();
    if table.position(BY_NUMBER).is_some() {
        keys.extend(person.numbers.iter().map(|trn| (BY_NUMBER, trn.as_str())));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_with_a_person_in_it_is_asked() {
        let person = Taken { ids: vec!["a".into()], numbers: vec!["1234567".into()] };
        let asked: Vec<&str> = TABLES.iter().filter(|table| !keys(table, &person).is_empty()).map(|t| t.name).collect();
        let known = [
            "participants",
            "participant_id_changes",
            "enrolments",
            "applications",
            "declarations",
            "outcomes",
            "inductions",
            "induction_ends",
        ];
        assert_eq!(asked, known);
    }
}
