//! What is kept beside the data and does not change them: actions on gaps, targets, similar hub areas of a year.

use anyhow::Result;

use super::work::{Work, within};
use super::{Database, on};

/// An action on a gap.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ActionRow {
    /// Number.
    pub id: i64,
    /// The gap as a canonical query string.
    pub segment: String,
    /// Word of the measure.
    pub measure: String,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: Option<String>,
    /// By when, ISO.
    pub due_on: Option<String>,
    /// Word of where it stands.
    pub state: String,
    /// Note.
    pub note: Option<String>,
    /// Instant, ISO.
    pub created_at: String,
    /// Instant, ISO.
    pub updated_at: String,
    /// Who wrote it.
    pub author: Option<String>,
}

/// A target.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct TargetRow {
    /// Code of the hub area.
    pub hub: String,
    /// First calendar year of the academic year.
    pub year: i64,
    /// Word of the measure.
    pub measure: String,
    /// Percent, or people per 100 teachers.
    pub value: f64,
    /// Instant, ISO.
    pub set_at: String,
    /// Who set it.
    pub author: String,
}

/// A similar hub area that was kept for a year.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SimilarRow {
    /// First calendar year of the academic year.
    pub year: i64,
    /// Code of the hub area.
    pub hub: String,
    /// Code of the similar one.
    pub neighbour: String,
    /// Distance in standard deviations.
    pub distance: f64,
    /// Instant, ISO.
    pub kept_at: String,
}

/// A figure that DfE published, with what it is about.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct BenchmarkRow {
    /// Release, `2024-25`.
    pub release: String,
    /// Period, `202425`.
    pub time_period: String,
    /// `National`, `Regional`, `Local authority`.
    pub geographic_level: String,
    /// Code of the place.
    pub place_code: String,
    /// Its name.
    pub place_name: Option<String>,
    /// `breakdown=Overall;group_name=Overall`.
    pub characteristics: String,
    /// The figure.
    pub value: Option<f64>,
    /// What stands in its place.
    pub symbol: Option<String>,
}

impl Database {
    /// Every action, the oldest first.
    pub async fn actions(&self) -> Result<Vec<ActionRow>> {
        let sql = include_str!("queries/action.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// The gap of an action, where there is such an action.
    pub async fn action_segment(&self, id: i64) -> Result<Option<String>> {
        let sql = include_str!("queries/action.segment.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(id).fetch_optional(pool).await?))
    }

    /// Every target, the latest year first.
    pub async fn targets(&self) -> Result<Vec<TargetRow>> {
        let sql = include_str!("queries/target.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// Every similar hub area that was kept: by year and hub area, the nearest first.
    pub async fn similar_hubs(&self) -> Result<Vec<SimilarRow>> {
        let sql = include_str!("queries/similar_hub.list.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// What DfE published of one indicator.
    pub async fn published(&self, dataset: &str, indicator: &str) -> Result<Vec<BenchmarkRow>> {
        let sql = include_str!("queries/benchmark.of_indicator.sql");
        let (dataset, indicator) = (dataset.to_owned(), indicator.to_owned());
        Ok(on!(self, pool => sqlx::query_as(sql).bind(dataset).bind(indicator).fetch_all(pool).await?))
    }
}

impl Work {
    /// Adds an action; its number is the next one. The entry in the audit log goes before: whoever writes it next waits.
    pub async fn add_action(&mut self, row: &ActionRow) -> Result<()> {
        let sql = include_str!("queries/action.insert.sql");
        within!(self, tx => {
            sqlx::query(sql)
                .bind(row.segment.clone()).bind(row.measure.clone()).bind(row.what.clone())
                .bind(row.who.clone()).bind(row.due_on.clone()).bind(row.state.clone())
                .bind(row.note.clone()).bind(row.created_at.clone()).bind(row.author.clone())
                .execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Changes where an action stands and its note. Returns whether there is such an action.
    pub async fn change_action(
        &mut self,
        id: i64,
        state: &str,
        note: Option<String>,
        (now, author): (&str, &str),
    ) -> Result<bool> {
        let sql = include_str!("queries/action.update.sql");
        let changed = within!(self, tx => {
            sqlx::query(sql)
                .bind(id).bind(state.to_owned()).bind(note).bind(now.to_owned()).bind(author.to_owned())
                .execute(&mut **tx).await?.rows_affected()
        });
        Ok(changed > 0)
    }

    /// Sets a target, in place of one that is there.
    pub async fn set_target(&mut self, row: &TargetRow) -> Result<()> {
        let sql = include_str!("queries/target.set.sql");
        within!(self, tx => {
            sqlx::query(sql)
                .bind(row.hub.clone()).bind(row.year).bind(row.measure.clone()).bind(row.value)
                .bind(row.set_at.clone()).bind(row.author.clone())
                .execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Removes a target.
    pub async fn clear_target(&mut self, hub: &str, year: i64, measure: &str) -> Result<()> {
        let sql = include_str!("queries/target.clear.sql");
        within!(self, tx => {
            sqlx::query(sql).bind(hub.to_owned()).bind(year).bind(measure.to_owned()).execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Keeps the similar hub areas of a year, in place of those that are there; none lets them go.
    pub async fn keep_similar_hubs(&mut self, year: i64, rows: &[SimilarRow]) -> Result<()> {
        let (clear, insert) =
            (include_str!("queries/similar_hub.clear.sql"), include_str!("queries/similar_hub.insert.sql"));
        within!(self, tx => {
            sqlx::query(clear).bind(year).execute(&mut **tx).await?;
            let mut place = 0i64;
            let mut before = "";
            for row in rows {
                place = if before == row.hub { place + 1 } else { 1 };
                before = &row.hub;
                sqlx::query(insert)
                    .bind(year).bind(row.hub.clone()).bind(place).bind(row.neighbour.clone())
                    .bind(row.distance).bind(row.kept_at.clone())
                    .execute(&mut **tx).await?;
            }
        });
        Ok(())
    }
}
