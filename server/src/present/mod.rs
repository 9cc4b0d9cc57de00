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

use app::filters::{Audience, Filters, GEOGRAPHIES, GapMeasure, Key};
use app::links::Page;
use app::reports::report::{Report, Source};
use chrono::NaiveDate;
use domain::programme::Programme;
use frames::Dataset;

use crate::analytics::gaps as segments;
use crate::disclosure::together::{is_decided, takes_few};
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
        let year = self.filters.year()?;
        let measure = self.filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
        let of_starts = |programme: Programme| ("started", is_decided(self.dataset, programme, year));
        let of_schools = || ("took part", takes_few(self.dataset, year));
        let of_measure = || match measure {
            GapMeasure::Engaged => of_schools(),
            _ => of_starts(segments::Asked::of(self.filters).programme),
        };
        let (asked, (did, is_few)) = match page {
            Page::Participation | Page::Outcomes | Page::Overview => {
                (self.filters.clone(), of_starts(self.filters.programme()))
            }
            Page::Engagement => (self.filters.without(Key::Strand).without(Key::Partner), of_schools()),
            // Kinds of school only choose what is looked at, and places what is compared.
            Page::Gaps => (segments::unfocused(self.filters), of_measure()),
            Page::Compare => {
                (GEOGRAPHIES.into_iter().fold(self.filters.clone(), |asked, key| asked.without(key)), of_measure())
            }
            _ => return None,
        };
        (is_few && asked.narrowing().next().is_some()).then(|| {
            format!(
                "Few people {did} in {} in all that is loaded. Of so few, sharing figures show what the page shows without \
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
