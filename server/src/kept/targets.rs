//! The targets page, and what its form sends; and the similar hub areas that are kept for a year. For exact figures only.

use app::error::AppError;
use app::filters::{Audience, Filters, GapMeasure, Key};
use app::links::Page;
use app::reports::targets::{TargetLine, TargetList, TargetOf, measures, target_of};
use app::statistics::Viewer;
use chrono::Utc;
use domain::measure::one_decimal;
use domain::place::HubArea;
use domain::programme::AcademicYear;

use super::recording::NewTarget;
use crate::analytics::similar::Likeness;
use crate::auth::scope;
use crate::present::words;
use crate::question::audience_of;
use crate::statistics::{Desk, internal};
use crate::storage::kept::{SimilarRow, TargetRow};

/// Similar hub areas that are kept.
pub const NEIGHBOURS: usize = measures::similar::NEIGHBOURS;

impl Desk {
    /// Whether this viewer may see and change what is kept.
    pub(crate) fn may_keep(&self, viewer: &Viewer, asked: Option<Audience>) -> Result<(), AppError> {
        if viewer.account.is_some() && asked != Some(Audience::Sharing) {
            return if scope::keeps(viewer) { Ok(()) } else { Err(AppError::NotForYou) };
        }
        match audience_of(viewer, asked.or(Some(Audience::Exact)))? {
            Audience::Exact => Ok(()),
            Audience::Sharing => Err(AppError::TooNarrow(
                "Actions and targets are kept beside exact figures only. Ask for exact figures.".into(),
            )),
        }
    }

    /// What do we want to reach?
    pub async fn target_list(&self, viewer: &Viewer, filters: &Filters) -> Result<TargetList, AppError> {
        self.may_keep(viewer, filters.one_parsed(Key::Audience))?;
        if filters.has(Key::Hub) && !scope::may_keep(viewer, filters) {
            return Err(AppError::NotForYou);
        }
        let hub = filters.one_parsed::<HubArea>(Key::Hub).map(|hub| hub.code());
        let rows = self.database().targets().await.map_err(internal)?;
        let own = |hub: &str| scope::may_keep(viewer, &Filters::default().with(Key::Hub, hub));
        let everything = viewer.sees_everything();
        let lines: Vec<TargetLine> = rows
            .into_iter()
            .filter(|row| own(&row.hub) && hub.as_ref().is_none_or(|hub| *hub == row.hub))
            .filter_map(line)
            // Others than the provider compare in sharing figures.
            .map(|line| TargetLine {
                compare: if everything { line.compare } else { line.compare.without(Key::Audience) },
                ..line
            })
            .collect();
        let data = self.current();
        let years = &data.dataset.years;
        let next = years.last().map(|year| AcademicYear(year.0 + 1));
        Ok(TargetList {
            headline: match lines.len() {
                0 => "No target is set".into(),
                1 => "1 target is set".into(),
                n => format!("{n} targets are set"),
            },
            summary: vec![
                "A target is what a hub area wants to reach in a year. It is drawn on the compare page, or for starts on the \
                 participation page, and judged there in words. These are your own targets: they are not DfE\u{2019}s."
                    .into(),
            ],
            lines,
            hubs: HubArea::all().filter(|hub| own(&hub.code())).map(|hub| (hub.code(), hub.name())).collect(),
            years: next.iter().chain(years.iter().rev()).map(|year| (year.to_string(), year.name())).collect(),
            filters: filters.clone(),
            as_of: words::day(data.dataset.as_of),
        })
    }

    /// Sets or removes a target.
    pub async fn set_target(&self, viewer: &Viewer, target: NewTarget) -> Result<(), AppError> {
        self.may_keep(viewer, None)?;
        let NewTarget { hub, year, measure, value } = target;
        if !scope::may_keep(viewer, &Filters::default().with(Key::Hub, hub.code())) {
            return Err(AppError::NotForYou);
        }
        let event = if value.is_some() { "target-set" } else { "target-removed" };
        let mut work = self.recording(viewer, event, format!("{hub}, {year}, {measure}")).await?;
        let done = match value {
            Some(value) => {
                let set_at = Utc::now().to_rfc3339();
                let (hub, year, author) = (hub.code(), i64::from(year.0), scope::author(viewer));
                work.set_target(&TargetRow { hub, year, measure, value, set_at, author }).await
            }
            None => work.clear_target(&hub.code(), i64::from(year.0), &measure).await,
        };
        done.map_err(internal)?;
        work.commit().await.map_err(internal)?;
        tracing::info!(%hub, %year, "a target was set or removed");
        self.kept_changed().await.map_err(internal)
    }

    /// Keeps the similar hub areas of a year as they are worked out now, or lets those go that are kept.
    pub async fn keep_similar(&self, viewer: &Viewer, year: AcademicYear, keep: bool) -> Result<(), AppError> {
        self.may_keep(viewer, None)?;
        if !viewer.sees_everything() {
            return Err(AppError::NotForYou);
        }
        let data = self.current();
        if data.dataset.year_index(year).is_none() {
            return Err(AppError::NotFound);
        }
        let kept_at = Utc::now().to_rfc3339();
        let rows: Vec<SimilarRow> = if keep {
            let likeness = Likeness::of(&data.dataset, year);
            let of = |hub: HubArea| {
                let near = likeness.nearest(hub, NEIGHBOURS).into_iter();
                near.map(|(other, neighbour)| SimilarRow {
                    year: i64::from(year.0),
                    hub: hub.code(),
                    neighbour: other.code(),
                    distance: neighbour.distance,
                    kept_at: kept_at.clone(),
                })
                .collect::<Vec<_>>()
            };
            HubArea::all().flat_map(of).collect()
        } else {
            Vec::new()
        };
        let event = if keep { "similar-hubs-kept" } else { "similar-hubs-let-go" };
        let mut work = self.recording(viewer, event, year.to_string()).await?;
        work.keep_similar_hubs(i64::from(year.0), &rows).await.map_err(internal)?;
        work.commit().await.map_err(internal)?;
        tracing::info!(%year, keep, "the similar hub areas of a year were kept or let go");
        self.kept_changed().await.map_err(internal)
    }
}

fn line(row: TargetRow) -> Option<TargetLine> {
    let of = target_of(&row.measure)?;
    let hub: HubArea = row.hub.parse().ok()?;
    let year = AcademicYear(u16::try_from(row.year).ok()?);
    let name = measures().into_iter().find(|(word, _)| *word == row.measure).map(|(_, name)| name)?;
    let asked =
        Filters::default().with(Key::Hub, hub.code()).with(Key::Year, year).with(Key::Audience, Audience::Exact);
    let (page, compare, value) = match of {
        TargetOf::Compared(measure, programme) => {
            let compare = asked.with(Key::Measure, measure).with(Key::Programme, programme);
            (Page::Compare, compare, in_words(measure, row.value))
        }
        TargetOf::Starts(programme) => {
            (Page::Participation, asked.with(Key::Programme, programme), format!("{} starts", row.value))
        }
    };
    Some(TargetLine {
        hub: hub.name(),
        year: year.name(),
        measure: name,
        value,
        set: format!("{}, by {}", words::iso_day(&row.set_at), row.author),
        compare,
        page,
    })
}

/// A target with its unit: `75%`, `12.5 per 100 teachers`.
pub fn in_words(measure: GapMeasure, value: f64) -> String {
    let figure = one_decimal(value);
    let figure = figure.strip_suffix(".0").unwrap_or(&figure);
    if measure == GapMeasure::Rate { format!("{figure} per 100 teachers") } else { format!("{figure}%") }
}
