//! What sharing figures told last of programmes and years of few starts: the next version of the data reckons with it.

use std::collections::HashMap;

use anyhow::Result;
use domain::programme::{AcademicYear, Programme};

use super::work::within;
use super::{Database, on};

/// Packed, by programme and year.
pub type Told = HashMap<(Programme, AcademicYear), Vec<u8>>;

impl Database {
    /// What was told last of each programme and year.
    pub async fn told(&self) -> Result<Told> {
        let sql = include_str!("queries/told.list.sql");
        let rows: Vec<(String, i64, Vec<u8>)> = on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?);
        let named = |(programme, year, bytes): (String, i64, Vec<u8>)| {
            Some(((programme.parse().ok()?, AcademicYear(year.try_into().ok()?)), bytes))
        };
        Ok(rows.into_iter().filter_map(named).collect())
    }

    /// Keeps what a version of the data tells, in place of what earlier ones told.
    pub async fn keep_told(&self, version: i64, told: Vec<(Programme, AcademicYear, Vec<u8>)>) -> Result<()> {
        let sql = include_str!("queries/told.keep.sql");
        let mut work = self.begin().await?;
        within!(&mut work, tx => {
            for (programme, year, bytes) in told {
                let (programme, year) = (programme.slug().to_owned(), i64::from(year.0));
                sqlx::query(sql).bind(programme).bind(year).bind(version).bind(bytes).execute(&mut **tx).await?;
            }
        });
        work.commit().await
    }
}
