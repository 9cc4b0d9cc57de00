//! Actions on gaps: the page, what its forms send, and what the figure did since. For exact figures only.

use app::error::AppError;
use app::filters::{Audience, Filters, GapMeasure, Key};
use app::links::Page;
use app::reports::actions::{ActionLine, ActionList};
use app::statistics::Viewer;
use chrono::{NaiveDate, Utc};
use domain::engagement::ActionState;
use domain::measure::{Count, thousands};
use domain::programme::AcademicYear;
use frames::Dataset;
use measures::{per_100, percent};

use super::recording::{Change, NewAction};
use crate::analytics::compare::SegmentFigures;
use crate::analytics::select;
use crate::auth::scope;
use crate::present::words;
use crate::question::complete;
use crate::statistics::{Desk, internal};
use crate::storage::kept::ActionRow;

/// Keys that do not tell one gap from another.
const PASSING: [Key; 5] = [Key::Audience, Key::Sort, Key::More, Key::Compare, Key::By];

/// The question of a gap without what passes.
fn gap_of(filters: &Filters) -> Filters {
    PASSING.into_iter().fold(filters.clone(), |asked, key| asked.without(key))
}

impl Desk {
    /// What is done about gaps?
    pub async fn action_list(&self, viewer: &Viewer, filters: &Filters) -> Result<ActionList, AppError> {
        self.may_keep(viewer, filters.one_parsed(Key::Audience))?;
        if filters.has(Key::Hub) && !scope::may_keep(viewer, filters) {
            return Err(AppError::NotForYou);
        }
        let data = self.current();
        let asked = gap_of(filters);
        // Nothing but the audience: every action.
        let everything = asked.pairs().next().is_none();
        let question = match everything {
            true => asked,
            false => gap_of(&complete(&data.dataset, Page::Gaps, Audience::Exact, &asked)?),
        };
        let rows = self.database().actions().await.map_err(internal)?;
        let today = Utc::now().date_naive();
        let dataset = data.clone();
        let (of, asker) = (question.clone(), viewer.clone());
        let lines = tokio::task::spawn_blocking(move || {
            let mut figures = SegmentFigures::new(&dataset.dataset);
            let read = rows
                .into_iter()
                .filter(|row| row.segment.parse().is_ok_and(|gap: Filters| scope::may_keep(&asker, &gap)));
            let read = read.filter_map(|row| line(&dataset.dataset, &mut figures, row, today));
            read.filter(|line| everything || is_within(&line.gap, &of)).collect::<Vec<_>>()
        });
        let lines = lines.await.map_err(|error| internal(error.into()))?;
        let (mut open, mut closed): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.state.is_open());
        open.sort_by(|a, b| (a.due_on.is_empty(), &a.due_on, a.id).cmp(&(b.due_on.is_empty(), &b.due_on, b.id)));
        closed.reverse();
        let late = open.iter().filter(|line| line.late).count();
        let segment = (!everything).then(|| named(&data.dataset, &question));
        let of_gap = segment.as_ref().map_or(String::new(), |words| format!(": {words}"));
        let headline = match (open.len(), late) {
            (0, _) => format!("No action is open{of_gap}"),
            (1, 0) => format!("1 action is open{of_gap}"),
            (n, 0) => format!("{n} actions are open{of_gap}"),
            (n, late) => format!("{n} open, {late} late{of_gap}"),
        };
        Ok(ActionList {
            filters: question.with(Key::Audience, Audience::Exact),
            kicker: "Actions on gaps".into(),
            headline,
            summary: vec![
                "What is being done about a gap, by whom and by when. The figure since it was begun stands beside it, so \
                 that next year shows what came of it."
                    .into(),
            ],
            segment,
            open,
            closed,
            as_of: words::day(data.dataset.as_of),
        })
    }

    /// Adds an action. Returns the question of its gap.
    pub async fn add_action(&self, viewer: &Viewer, action: NewAction) -> Result<Filters, AppError> {
        self.may_keep(viewer, None)?;
        let data = self.current();
        let gap = gap_of(&complete(&data.dataset, Page::Gaps, Audience::Exact, &action.segment)?);
        if !scope::may_keep(viewer, &gap) {
            return Err(AppError::NotForYou);
        }
        let measure: GapMeasure = gap.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
        let now = Utc::now().to_rfc3339();
        let row = ActionRow {
            id: 0,
            segment: gap.to_string(),
            measure: measure.slug().into(),
            what: action.what,
            who: action.who,
            due_on: action.due.map(|day| day.to_string()),
            state: ActionState::Planned.slug().into(),
            note: action.note,
            created_at: now.clone(),
            updated_at: now,
            author: Some(scope::author(viewer)),
        };
        let mut work = self.recording(viewer, "action-added", row.segment.clone()).await?;
        work.add_action(&row).await.map_err(internal)?;
        work.commit().await.map_err(internal)?;
        tracing::info!(%gap, "an action was added");
        Ok(gap.with(Key::Audience, Audience::Exact))
    }

    /// Changes an action.
    pub async fn change_action(&self, viewer: &Viewer, id: i64, change: Change) -> Result<(), AppError> {
        self.may_keep(viewer, None)?;
        let now = Utc::now().to_rfc3339();
        let segment = self.database().action_segment(id).await.map_err(internal)?;
        // An action of another hub is as good as none.
        if !segment.is_some_and(|gap| gap.parse().is_ok_and(|gap: Filters| scope::may_keep(viewer, &gap))) {
            return Err(AppError::NotFound);
        }
        let author = scope::author(viewer);
        let by = (now.as_str(), author.as_str());
        let mut work = self.recording(viewer, "action-changed", format!("action {id}, {}", change.state)).await?;
        let found = work.change_action(id, change.state.slug(), change.note, by).await.map_err(internal)?;
        if found {
            work.commit().await.map_err(internal)?;
        }
        tracing::info!(id, state = %change.state, "an action was changed");
        if found { Ok(()) } else { Err(AppError::NotFound) }
    }
}

/// Whether an action's gap is the one asked for, in whatever year, or lies in the place asked for.
fn is_within(gap: &Filters, asked: &Filters) -> bool {
    let asked = asked.without(Key::Year);
    let measure = |filters: &Filters| filters.one(Key::Measure).unwrap_or("engaged").to_owned();
    measure(gap) == measure(&asked)
        && asked.pairs().filter(|(key, _)| *key != Key::Measure).all(|(key, value)| gap.contains(key, value))
}

fn line(dataset: &Dataset, figures: &mut SegmentFigures<'_>, row: ActionRow, today: NaiveDate) -> Option<ActionLine> {
    let gap: Filters = row.segment.parse().ok()?;
    let state: ActionState = row.state.parse().ok()?;
    let due: Option<NaiveDate> = row.due_on.as_deref().and_then(|day| day.parse().ok());
    let from = gap.year().unwrap_or(AcademicYear::of(dataset.as_of));
    let measure: GapMeasure = gap.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
    let figures = figures.since(&gap, from);
    Some(ActionLine {
        id: row.id,
        segment: format!("{} ({})", named(dataset, &gap), measure.name()),
        what: row.what,
        who: row.who.unwrap_or_default(),
        due: due.map_or(String::new(), |day| format!("Due {}", words::day(day))),
        late: state.is_open() && due.is_some_and(|day| day < today),
        due_on: row.due_on.unwrap_or_default(),
        state,
        note: row.note.unwrap_or_default(),
        figures: figures.into_iter().map(|(year, counts)| in_words(measure, year, counts)).collect(),
        since: format!(
            "Added {}{}",
            words::iso_day(&row.created_at),
            row.author.map_or(String::new(), |author| format!(", by {author}"))
        ),
        gap: gap.with(Key::Audience, Audience::Exact),
    })
}

/// `2024/25: 19 of 26 schools engaged (73.1%)`.
fn in_words(measure: GapMeasure, year: AcademicYear, (x, n): (u32, u32)) -> String {
    let (own, base) = (Count::Exact(x), Count::Exact(n));
    let (x, n) = (thousands(u64::from(x)), thousands(u64::from(n)));
    let year = year.name();
    match measure {
        GapMeasure::Rate => format!("{year}: {x} people for {n} teachers ({} per 100)", per_100(own, base).words("")),
        GapMeasure::Engaged | GapMeasure::Coverage => {
            format!("{year}: {x} of {n} schools ({})", percent(own, base).words("%"))
        }
        _ => format!("{year}: {x} of {n} starts ({})", percent(own, base).words("%")),
    }
}

/// A gap in words: the segment that the question narrows to, and where.
pub fn named(dataset: &Dataset, filters: &Filters) -> String {
    let mut parts = Vec::new();
    for (key, value) in filters.narrowing() {
        let words = match select::name_of(dataset, key, value) {
            Some(name) => name,
            None => format!("{} {value}", key.label().to_lowercase()),
        };
        parts.push(words);
    }
    if parts.is_empty() { "all schools".into() } else { parts.join(", ") }
}
