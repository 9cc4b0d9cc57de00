//! All breakdowns of a programme and year, decided together: a reader may lay one beside the other, and figures of people and
//! of what became of them beside those of schools. What has to be withheld for that is known before the first is asked for.
//!
//! Of a year that is decided so, an answer to a filter shows the figures of the filter's own row in a breakdown, and no others:
//! whatever else it told would have to be laid beside all of these. Answers to filters of larger years are looked at one at a
//! time.

mod making;
mod past;
mod people;
mod segments;
mod strands;
mod taking_part;

use std::collections::HashMap;
use std::sync::Arc;

use app::filters::{Breakdown, Filters, Key};
use domain::engagement::Strand;
use domain::programme::{AcademicYear, Cohort, Programme};
use frames::Dataset;
use frames::partition::Partition;

use self::making::Making;
use self::past::Telling;
pub use self::taking_part::{TakingPart, takes_few};
use crate::analytics::Measure;
use crate::analytics::engagement::strands;
use crate::analytics::gaps::Cut;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// What pages about people count.
    Of(Measure),
    /// Schools in area with anybody, at the schools of today: what gaps in coverage are of.
    Coverage,
    /// People at schools with teachers, each at the first school alone: what gaps in the rate are of.
    Once,
    /// Starts of mature cohorts that were completed: what gaps in completion are of.
    CompletedOfMature,
    /// Schools that take part in any strand: what gaps in engagement are of.
    Engaged,
}

/// Where a figure stands: what is told apart, `None` for the total, and the code of the group.
pub type At<'a> = (Option<Cut>, &'a str);

/// A figure by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Named {
    /// What is told apart; `None` for the total.
    cut: Option<Cut>,
    /// Code of the group.
    code: String,
    what: What,
}

/// What of a year is withheld for the sake of other figures of it.
#[derive(Debug, Default)]
pub struct OfYear {
    /// Every figure that was looked at, and whether it is withheld; none where the year has too many starts, or no start.
    decided: HashMap<Named, bool>,
    /// How many of these are withheld and would have been shown otherwise.
    pub lost: usize,
    /// Counts of 0 to 4 for which no other world was found.
    pub unproved: usize,
    /// The same beside what the version of the data before told of the year, and counts of that version.
    pub unproved_beside: usize,
    /// Figures that starts that are alike do not add up to: a mistake of ours, since nothing would be proved of them.
    pub broken: usize,
    /// What is told of it, where that was not told before.
    telling: Option<Telling>,
}

impl OfYear {
    /// Figures that were looked at; none where the year has too many starts.
    pub fn figures(&self) -> usize {
        self.decided.len()
    }
}

/// How a question is narrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Narrowed {
    /// Not at all.
    No,
    /// To one row: what is told apart there, and the row's code.
    ToRow(Cut, String),
    /// To what is no row of any breakdown.
    Further,
}

impl Narrowed {
    fn of(filters: &Filters) -> Narrowed {
        let mut narrowing = filters.narrowing();
        let row = |key: Key| match key {
            Key::TrustSize => Some(Cut::TrustSize),
            Key::Priority => Some(Cut::Priority),
            _ => Breakdown::ALL.iter().copied().find(|by| by.key() == key).map(Cut::By),
        };
        match (narrowing.next(), narrowing.next()) {
            (None, _) => Narrowed::No,
            (Some((key, value)), None) => {
                row(key).map_or(Narrowed::Further, |cut| Narrowed::ToRow(cut, value.to_owned()))
            }
            _ => Narrowed::Further,
        }
    }

    /// Whether a figure is of what no row of a breakdown shows.
    fn cuts_further(&self, (cut, code): At<'_>) -> bool {
        match self {
            Narrowed::No => false,
            Narrowed::ToRow(row, of_row) => cut.is_some_and(|cut| cut != *row || code != of_row),
            Narrowed::Further => true,
        }
    }
}

/// What is decided of the figures that an answer shows of a year.
#[derive(Debug)]
pub struct Decided {
    this: Arc<OfYear>,
    before: Arc<OfYear>,
    before_is: Measure,
    /// Whether few people take part in the year.
    takes_few: bool,
    /// Whether few applied for it.
    apply_few: bool,
    narrowed: Narrowed,
}

impl Decided {
    /// Whether a figure of a group, or of the total, is withheld for the sake of others.
    pub fn withholds(&self, at: At<'_>, what: What) -> bool {
        if what == What::Engaged {
            return self.takes_few && self.narrowed.cuts_further(at);
        }
        let (year, what) = self.year_of(what);
        // Most years have nothing to withhold.
        if year.decided.is_empty() || !is_of_people(what) {
            return false;
        }
        let is_withheld = |cut: Option<Cut>, code: &str| {
            let named = Named { cut, code: code.to_owned(), what };
            year.decided.get(&named).copied().unwrap_or(true)
        };
        match &self.narrowed {
            Narrowed::No => is_withheld(at.0, at.1),
            narrowed if narrowed.cuts_further(at) => true,
            Narrowed::ToRow(row, of_row) => is_withheld(Some(*row), of_row),
            Narrowed::Further => true,
        }
    }

    /// Whether a figure of what a filter leaves out is withheld: no breakdown has a row for it.
    pub fn withholds_rest(&self, what: What) -> bool {
        if what == What::Engaged {
            return self.takes_few && self.narrowed != Narrowed::No;
        }
        let (year, what) = self.year_of(what);
        self.narrowed != Narrowed::No && !year.decided.is_empty() && is_of_people(what)
    }

    /// Whether a figure of applications is withheld: of few, where a filter asks for it; and of few starts, how many applications
    /// led to one, which is hardly another figure than starts.
    pub fn withholds_applications(&self, measure: Measure) -> bool {
        let are_few_starts = !self.this.decided.is_empty();
        (are_few_starts && measure == Measure::Started)
            || ((are_few_starts || self.apply_few) && self.narrowed != Narrowed::No)
    }

    fn year_of(&self, what: What) -> (&OfYear, What) {
        match what {
            What::Of(Measure::LastYear) => (&self.before, What::Of(self.before_is)),
            _ => (&self.this, what),
        }
    }
}

/// Whether a figure counts people, or schools through people.
fn is_of_people(what: What) -> bool {
    !matches!(what, What::Of(Measure::Teachers | Measure::SchoolsInArea))
}

/// Decides for the answer to one question.
#[derive(Debug, Clone)]
pub struct Together<'a> {
    dataset: &'a Dataset,
    programme: Programme,
    cohort: Option<Cohort>,
    narrowed: Narrowed,
    /// Strands asked for.
    strands: Vec<Strand>,
    /// How it is narrowed besides.
    within: Narrowed,
}

impl<'a> Together<'a> {
    /// For a question in sharing figures.
    pub fn of(dataset: &'a Dataset, filters: &Filters) -> Together<'a> {
        Together {
            dataset,
            programme: filters.programme(),
            cohort: filters.one_parsed(Key::Cohort),
            narrowed: Narrowed::of(filters),
            strands: strands(filters),
            within: Narrowed::of(&filters.without(Key::Strand)),
        }
    }

    /// The same for a question that crosses every group with every course.
    #[must_use]
    pub fn crossed(self) -> Together<'a> {
        Together { narrowed: Narrowed::Further, ..self }
    }

    /// What is decided of every programme and year with starts, and of every other strand in which few take part, made where it is
    /// not yet, the latest first: pages open with it.
    pub fn every_year(dataset: &'a Dataset) -> impl Iterator<Item = Arc<OfYear>> + 'a {
        let of_starts = latest_first(dataset).map(|p| of_year(dataset, p.programme, p.year));
        let years = dataset.years.iter().rev();
        let of_strands = years.flat_map(|year| strands::OTHERS.map(|of| strands::of_strand(dataset, of, *year)));
        of_starts.chain(of_strands.filter(|of_strand| of_strand.figures() > 0))
    }

    /// What is to be kept of years that were not told so before, packed: it stands beside what the next version tells.
    pub fn tellings(dataset: &Dataset) -> Vec<(Programme, AcademicYear, Vec<u8>)> {
        let packed = |partition: &Partition| {
            let of_year = of_year(dataset, partition.programme, partition.year);
            let packed = of_year.telling.as_ref()?.packed();
            let packed = packed.inspect_err(|error| tracing::error!(%error, "what was told cannot be packed"));
            Some((partition.programme, partition.year, packed.ok()?))
        };
        latest_first(dataset).filter(|partition| is_small(partition)).filter_map(packed).collect()
    }

    /// What is decided of the figures that an answer shows of a year.
    pub fn of_year(&self, year: AcademicYear) -> Decided {
        let of_year = |year: AcademicYear| of_year(self.dataset, self.programme, year);
        Decided {
            this: of_year(year),
            before: year.0.checked_sub(1).map(|before| of_year(AcademicYear(before))).unwrap_or_default(),
            // A year that goes on is compared with the one before to the same date; else the figure is that year's own.
            before_is: match self.dataset.is_unfinished(self.programme, year) {
                true => Measure::LastYear,
                false => Measure::Starts,
            },
            takes_few: takes_few(self.dataset, year),
            apply_few: apply_few(self.dataset, year),
            narrowed: self.narrowed.clone(),
        }
    }

    /// What is decided of schools that take part in a year.
    pub fn of_engaged(&self, year: AcademicYear) -> TakingPart {
        TakingPart::of(self, year)
    }

    /// What is decided of the figures of a cohort, which are of several years: `None` where each is of many starts.
    pub fn of_cohort(&self) -> Option<Decided> {
        let of_cohort = self.dataset.of(self.programme).find(|p| self.spans(p.year) && is_small(p))?;
        let this = of_year(self.dataset, self.programme, of_cohort.year);
        let narrowed = Narrowed::Further;
        Some(Decided {
            before: this.clone(),
            this,
            before_is: Measure::Starts,
            takes_few: true,
            apply_few: true,
            narrowed,
        })
    }

    /// Whether people of the cohort asked for usually start in a year; in any, where it is not known.
    fn spans(&self, year: AcademicYear) -> bool {
        self.cohort.is_none_or(|cohort| year.0.abs_diff(cohort.year) <= 1)
    }
}

/// Programmes and years with starts.
fn latest_first(dataset: &Dataset) -> impl Iterator<Item = &Partition> {
    let mut with_starts: Vec<&Partition> = dataset.partitions.iter().filter(|p| !p.is_empty()).collect();
    with_starts.sort_by_key(|partition| std::cmp::Reverse(partition.year));
    with_starts.into_iter()
}

fn apply_few(dataset: &Dataset, year: AcademicYear) -> bool {
    let Some(at) = dataset.year_index(year) else { return true };
    let before = |bound: usize| dataset.applications.year.partition_point(|year| usize::from(*year) < bound);
    before(at + 1) - before(at) <= STARTS
}

fn is_small(partition: &Partition) -> bool {
    (1..=STARTS).contains(&partition.len())
}

/// Whether all figures of a programme and year are decided together, so that filters show hardly any.
pub fn is_decided(dataset: &Dataset, programme: Programme, year: AcademicYear) -> bool {
    dataset.partition(programme, year).is_some_and(is_small)
}

/// What is decided of a year: once for each version of the data.
fn of_year(dataset: &Dataset, programme: Programme, year: AcademicYear) -> Arc<OfYear> {
    dataset.shelf.get(format!("together {programme:?} {year}"), || {
        let partition = dataset.partition(programme, year).filter(|partition| is_small(partition));
        let told = dataset.told.get(&(programme, year)).and_then(|bytes| {
            let unpacked = Telling::unpacked(bytes);
            unpacked
                .inspect_err(|error| tracing::warn!(%error, %year, "it is decided as if nothing had been told"))
                .ok()
        });
        let made = partition.map(|partition| Making::new(dataset, partition).decide(told)).unwrap_or_default();
        let (figures, withheld, unproved) = (made.figures(), made.lost, made.unproved);
        let beside = made.unproved_beside;
        tracing::debug!(%year, programme = programme.slug(), figures, withheld, unproved, beside, "decided together");
        ((figures * size_of::<Named>() * 2) as u32, made)
    })
}

/// Years of more starts are not decided together: their answers are looked at one at a time.
pub const STARTS: usize = 150;
