//! Words, tables and charts from what may be shown. Nothing here sees a figure that its audience may not see.

pub mod compare;
pub mod definitions;
pub mod draw;
pub mod engagement;
pub mod fields;
pub mod gaps;
pub mod kpi;
pub mod outcomes;
pub mod overview;
pub mod participation;
pub mod table;
pub mod targets;
pub mod words;

use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::reports::report::{Report, Source};
use chrono::NaiveDate;
use frames::Dataset;

use crate::disclosure::together::is_decided;
use crate::kept::Kept;
use crate::published::DfeFigure;

/// What every report needs besides its figures.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The dataset, for names only.
    pub dataset: &'a Dataset,
    /// The question with its defaults filled in.
    pub filters: &'a Filters,
    /// The audiences that the viewer may choose.
    pub audiences: &'a [Audience],
    /// The files behind the figures.
    pub sources: &'a [Source],
    /// Whether the data are invented.
    pub demo: bool,
    /// Targets and similar hub areas that were kept.
    pub kept: &'a Kept,
    /// What DfE published.
    pub dfe: &'a [DfeFigure],
    /// The day on which the question is asked: funding rules are dated.
    pub today: NaiveDate,
}

impl Context<'_> {
    /// A report without figures yet: the form, the sources, what the page is about.
    pub fn report(&self, page: Page, audience: Audience) -> Report {
        Report {
            page,
            filters: self.filters.clone(),
            audience,
            audiences: self.audiences.to_vec(),
            kicker: String::new(),
            headline: String::new(),
            summary: Vec::new(),
            tiles: Vec::new(),
            sections: Vec::new(),
            lists: Vec::new(),
            more: None,
            notes: self.notes(page, audience),
            definitions: Vec::new(),
            sources: self.sources.to_vec(),
            as_of: words::day(self.dataset.as_of),
            fields: fields::fields(self.dataset, self.filters, page),
            empty: None,
            version: self.dataset.version,
            frozen: None,
        }
    }

    /// That a filter shows hardly anything of a year in which few started.
    fn hides_within_few(&self, page: Page) -> Option<String> {
        let (programme, year) = (self.filters.programme(), self.filters.year()?);
        let is_of_starts = matches!(page, Page::Participation | Page::Outcomes | Page::Overview);
        let is_hidden =
            is_of_starts && self.filters.narrowing().next().is_some() && is_decided(self.dataset, programme, year);
        is_hidden.then(|| {
            format!(
                "Few people started in {} in all that is loaded. Of so few, sharing figures show what the page shows without \
                 filters, and of a filter its totals: every other count could be worked out beside these.",
                year.name()
            )
        })
    }

    fn notes(&self, page: Page, audience: Audience) -> Vec<String> {
        let mut notes = Vec::new();
        if audience == Audience::Sharing {
            notes.push(
                "Sharing figures: counts of people are rounded to 5 and counts under 5 are not shown. Figures are rounded \
                 separately and may not add up to their total. Rates are worked out from the rounded counts."
                    .into(),
            );
            notes.extend(self.hides_within_few(page));
        }
        let uses_hubs = self.filters.has(Key::Hub) || self.filters.by() == app::filters::Breakdown::Hub;
        if uses_hubs && self.dataset.oddities.schools_without_hub > 0 {
            notes.push(format!(
                "{} schools lie in districts that are split between hub areas (Birmingham, Cornwall, East Suffolk, North \
                 Yorkshire) or in no known district, and are on no override list: they show as \u{201c}Hub area not known\u{201d}.",
                domain::measure::thousands(self.dataset.oddities.schools_without_hub)
            ));
        }
        notes
    }
}
