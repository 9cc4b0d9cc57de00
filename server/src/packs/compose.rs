//! A pack's parts with their figures: each asks its page, as anyone with sharing figures would.

use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::packs::PackKind;
use app::statistics::Viewer;
use chrono::NaiveDate;
use domain::engagement::ActionState;
use serde::{Deserialize, Serialize};

use super::districts;
use super::plan::{Content, Part, Place, Plan, Within};
use crate::kept::actions::named;
use crate::present::draw::Answer;
use crate::present::words;
use crate::statistics::{Desk, internal};

/// A pack with its figures: everything that its page and its files say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Composed {
    /// Word of its kind.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Its place, in words.
    pub place: String,
    /// Code of its hub area; empty where it has none.
    pub hub: String,
    /// Academic year, in words.
    pub year: String,
    /// The words before the first part, in Markdown.
    pub introduction: String,
    /// The day on which it was put together.
    pub made_on: NaiveDate,
    /// Data as of, in words.
    pub as_of: String,
    /// Version of the data.
    pub version: i64,
    /// Whether the data are invented.
    pub demo: bool,
    /// Its parts, without those that are left out.
    pub parts: Vec<ComposedPart>,
}

/// A part with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComposedPart {
    /// Its word.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What its maker wrote, in Markdown.
    pub commentary: String,
    /// Whether the finding of its page is said.
    pub says_finding: bool,
    /// The answer of its page, with the sections that it shows.
    pub answer: Option<Answer>,
    /// What it says in words.
    pub lines: Vec<String>,
    /// Why it has no figures.
    pub problem: Option<String>,
}

impl Composed {
    /// What kind of pack it is.
    pub fn kind(&self) -> PackKind {
        self.kind.parse().unwrap_or(PackKind::Update)
    }
}

/// The word of a part's sections for the finding of its page.
const HEADLINE: &str = "headline";
/// The same for the figures at the top of it.
const TILES: &str = "tiles";

/// Who asks for packs: anyone with sharing figures.
pub(crate) fn asker() -> Viewer {
    Viewer::of_all(vec![Audience::Sharing])
}

/// Puts a pack together. `step` is told after each part how many are done.
pub async fn compose(
    desk: &Desk,
    (kind, place): (PackKind, Place),
    plan: &Plan,
    today: NaiveDate,
    step: impl Fn(usize),
) -> Result<Composed, AppError> {
    let data = desk.current();
    let mut parts = Vec::new();
    for part in plan.parts.iter().filter(|part| !part.left_out) {
        parts.push(one(desk, place, part).await?);
        step(parts.len());
    }
    Ok(Composed {
        kind: kind.slug().to_owned(),
        title: plan.title.clone(),
        place: place.name(),
        hub: place.hub.map(|hub| hub.code()).unwrap_or_default(),
        year: place.year.name(),
        introduction: plan.introduction.clone(),
        made_on: today,
        as_of: words::day(data.dataset.as_of),
        version: data.dataset.version,
        demo: data.demo,
        parts,
    })
}

/// One part.
pub(crate) async fn one(desk: &Desk, place: Place, part: &Part) -> Result<ComposedPart, AppError> {
    let mut composed = ComposedPart {
        id: part.id.clone(),
        heading: part.heading.clone(),
        commentary: part.commentary.clone(),
        says_finding: false,
        answer: None,
        lines: Vec::new(),
        problem: None,
    };
    match &part.content {
        Content::Words => {}
        Content::Actions => {
            composed.lines = actions(desk, place).await?;
            if composed.lines.is_empty() {
                composed.problem = Some("No action on a gap is recorded for this place.".into());
            }
        }
        Content::Figures { page, question, sections, within, own_year } => {
            composed.says_finding = sections.iter().any(|word| word == HEADLINE);
            let asked = place.ask(question, within, *own_year);
            match desk.answer(&asker(), *page, &asked).await {
                Ok(answer) => {
                    let hub = place.hub.filter(|_| *within == Within::Districts);
                    let own = match hub {
                        Some(hub) => districts::of_hub(&answer, hub),
                        None => restricted(&answer, sections),
                    };
                    composed.problem = own.report.empty.clone();
                    if composed.problem.is_none() && own.report.sections.is_empty() && !composed.says_finding {
                        composed.problem =
                            Some("The data loaded here have no such figures for this place and year.".into());
                    }
                    composed.answer = Some(own);
                }
                // A question that sharing figures do not answer is told as such; anything else fails the whole.
                Err(error) if error.status() == 400 => composed.problem = Some(format!("{error}. {}", error.next())),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(composed)
}

/// An answer with the sections asked for, in that order, without what only a page on the screen needs.
pub(super) fn restricted(answer: &Answer, sections: &[String]) -> Answer {
    let mut report = answer.report.clone();
    let mut taken = Vec::new();
    for word in sections {
        taken.extend(report.sections.iter().find(|section| section.id == *word).cloned());
    }
    if !sections.iter().any(|word| word == TILES) {
        report.tiles.clear();
    }
    report.sections = taken;
    let has = |word: &str| report.sections.iter().any(|section| section.id == word);
    let charts = answer.charts.iter().filter(|(word, _)| has(word)).cloned().collect();
    let mut own = Answer { report, charts };
    strip(&mut own);
    own
}

/// Takes out what only a page on the screen needs: the form, the drawings (they are drawn anew), links into the pages.
pub(crate) fn strip(answer: &mut Answer) {
    let report = &mut answer.report;
    report.fields.clear();
    report.lists.clear();
    report.more = None;
    report.audiences = vec![report.audience];
    for section in &mut report.sections {
        section.chart = None;
        section.leads_to = None;
        section.table.sortable = false;
        section.table.rows.iter_mut().for_each(|row| row.filters = None);
    }
    answer.charts.iter_mut().for_each(|(_, chart)| chart.forget_links());
}

/// The actions on gaps of a place, as a reader outside may see them: what, who, by when, where it stands.
async fn actions(desk: &Desk, place: Place) -> Result<Vec<String>, AppError> {
    let data = desk.current();
    let rows = desk.database().actions().await.map_err(internal)?;
    let mut lines = Vec::new();
    for row in rows {
        let Ok(gap) = row.segment.parse::<Filters>() else { continue };
        let own = place.hub.is_none_or(|hub| gap.contains(Key::Hub, &hub.code()));
        let Ok(state) = row.state.parse::<ActionState>() else { continue };
        if !own {
            continue;
        }
        let segment = words::capital(&named(&data.dataset, &gap));
        let who = row.who.map(|who| format!(", {who}")).unwrap_or_default();
        let due = row.due_on.map(|day| format!(", due {}", words::iso_day(&day))).unwrap_or_default();
        lines.push(format!("{segment}: {}{who}{due} ({}).", row.what, state.name().to_lowercase()));
    }
    Ok(lines)
}

/// The page that a part is of, with its question as anyone may ask it.
pub(super) fn source(answer: &Answer) -> (Page, Filters) {
    (answer.report.page, answer.report.filters.with(Key::Audience, Audience::Sharing))
}
