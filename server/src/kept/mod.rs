//! What people keep beside the data: actions on gaps, targets, similar hub areas of a year. None of it changes the data,
//! and a revision tells pages that show it when it changed.

pub mod actions;
pub mod recording;
pub mod targets;

use anyhow::Result;
use app::filters::GapMeasure;
use app::reports::targets::{word_of, word_of_starts};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Programme};

use crate::storage::Database;
use crate::storage::kept::{SimilarRow, TargetRow};

/// The fact that holds the revision.
const REVISION: &str = "kept_revision";

/// Targets and similar hub areas as they are kept now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Changes whenever something of this does; empty before anything was kept.
    pub revision: String,
    /// Every target.
    pub targets: Vec<TargetRow>,
    /// Similar hub areas, by year and hub area, the nearest first.
    pub similar: Vec<SimilarRow>,
}

impl Kept {
    /// Reads what is kept.
    pub async fn read(database: &Database) -> Result<Kept> {
        // The revision first: what is written meanwhile is read anew the next time.
        let revision = revision(database).await?;
        Ok(Kept { revision, targets: database.targets().await?, similar: database.similar_hubs().await? })
    }

    /// The target of a hub area.
    pub fn target(
        &self,
        hub: HubArea,
        year: AcademicYear,
        (measure, programme): (GapMeasure, Programme),
    ) -> Option<f64> {
        self.kept(hub, year, &word_of(measure, programme))
    }

    /// How many a hub area wants to start in a year.
    pub fn target_of_starts(&self, hub: HubArea, year: AcademicYear, programme: Programme) -> Option<f64> {
        self.kept(hub, year, &word_of_starts(programme))
    }

    fn kept(&self, hub: HubArea, year: AcademicYear, word: &str) -> Option<f64> {
        let hub = hub.code();
        let is_it = |t: &&TargetRow| t.hub == hub && t.year == i64::from(year.0) && t.measure == word;
        self.targets.iter().find(is_it).map(|target| target.value)
    }

    /// The similar hub areas that were kept for a year, with their distance, and when they were kept.
    pub fn similar_to(&self, hub: HubArea, year: AcademicYear) -> Option<(Vec<(HubArea, f64)>, &str)> {
        let code = hub.code();
        let rows = self.similar.iter().filter(|row| row.hub == code && row.year == i64::from(year.0));
        let hubs: Vec<(HubArea, f64)> =
            rows.clone().filter_map(|row| Some((row.neighbour.parse().ok()?, row.distance))).collect();
        let kept_at = rows.map(|row| row.kept_at.as_str()).next()?;
        Some((hubs, kept_at))
    }
}

/// The revision in the database.
pub async fn revision(database: &Database) -> Result<String> {
    Ok(database.fact(REVISION).await?.unwrap_or_default())
}

/// Says that something changed. An instant with nanoseconds never comes twice.
pub(crate) async fn changed(database: &Database) -> Result<()> {
    let now = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Nanos, true);
    database.set_fact(REVISION, &now).await
}
