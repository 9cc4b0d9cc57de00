//! All breakdowns of a programme and year, decided together: a reader may lay one beside the other, and figures of people and
//! of what became of them beside those of schools. What has to be withheld for that is known before the first is asked for.
//!
//! Of a year that is decided so, an answer to a filter shows the figures of the filter's own row in a breakdown, and no others:
//! whatever else it told would have to be laid beside all of these. Answers to filters of larger years are looked at one at a
//! time.

mod people;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use app::filters::{Breakdown, Filters, Key};
use domain::measure::Count;
use domain::programme::{AcademicYear, Cohort, Programme};
use frames::partition::{Flags, Partition, course_of};
use frames::{Dataset, Schools};
use measures::disclosure::tables::Tables;

use self::people::{Alike, possible};
use crate::analytics::figures::{Figures, Group, Rows};
use crate::analytics::select::{self, Grouping};
use crate::analytics::{Measure, Wants};
use crate::present::{outcomes, overview, participation};

/// A figure by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Named {
    /// What is told apart; `None` for the total.
    by: Option<Breakdown>,
    /// Code of the group.
    code: String,
    measure: Measure,
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
    /// Figures that starts that are alike do not add up to: a mistake of ours, since nothing would be proved of them.
    pub broken: usize,
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
    /// To one row of a breakdown: the breakdown, and the row's code.
    ToRow(Breakdown, String),
    /// To what is no row of any breakdown.
    Further,
}

/// What is decided of the figures that an answer shows of a year.
#[derive(Debug)]
pub struct Decided {
    this: Arc<OfYear>,
    before: Arc<OfYear>,
    before_is: Measure,
    narrowed: Narrowed,
}

impl Decided {
    /// Whether a figure of a group of a breakdown, or of the total, is withheld for the sake of others.
    pub fn withholds(&self, (by, code): (Option<Breakdown>, &str), measure: Measure) -> bool {
        let (year, measure) = self.year_of(measure);
        // Most years have nothing to withhold.
        if year.decided.is_empty() || !is_of_people(measure) {
            return false;
        }
        let withheld = |by: Option<Breakdown>, code: &str| {
            year.decided.get(&Named { by, code: code.to_owned(), measure }).copied()
        };
        match &self.narrowed {
            Narrowed::No => withheld(by, code).unwrap_or(false),
            Narrowed::ToRow(row, of_row) if by.is_none_or(|by| by == *row && code == of_row) => {
                withheld(Some(*row), of_row).unwrap_or(true)
            }
            _ => true,
        }
    }

    /// Whether a figure of what a filter leaves out is withheld: no breakdown has a row for it.
    pub fn withholds_rest(&self, measure: Measure) -> bool {
        let (year, measure) = self.year_of(measure);
        self.narrowed != Narrowed::No && !year.decided.is_empty() && is_of_people(measure)
    }

    fn year_of(&self, measure: Measure) -> (&OfYear, Measure) {
        match measure {
            Measure::LastYear => (&self.before, self.before_is),
            _ => (&self.this, measure),
        }
    }
}

/// Whether a measure counts people, or schools through people.
fn is_of_people(measure: Measure) -> bool {
    !matches!(measure, Measure::Teachers | Measure::SchoolsInArea)
}

/// Decides for the answer to one question.
#[derive(Debug, Clone)]
pub struct Together<'a> {
    dataset: &'a Dataset,
    programme: Programme,
    cohort: Option<Cohort>,
    narrowed: Narrowed,
}

impl<'a> Together<'a> {
    /// For a question in sharing figures.
    pub fn of(dataset: &'a Dataset, filters: &Filters) -> Together<'a> {
        let mut narrowing = filters.narrowing();
        let row = |key: Key| Breakdown::ALL.iter().copied().find(|by| by.key() == key);
        let narrowed = match (narrowing.next(), narrowing.next()) {
            (None, _) => Narrowed::No,
            (Some((key, value)), None) => {
                row(key).map_or(Narrowed::Further, |by| Narrowed::ToRow(by, value.to_owned()))
            }
            _ => Narrowed::Further,
        };
        Together { dataset, programme: filters.programme(), cohort: filters.one_parsed(Key::Cohort), narrowed }
    }

    /// What is decided of every programme and year with starts, made where it is not yet, the latest first: pages open with it.
    pub fn every_year(dataset: &'a Dataset) -> impl Iterator<Item = Arc<OfYear>> + 'a {
        let mut with_starts: Vec<&Partition> = dataset.partitions.iter().filter(|p| !p.is_empty()).collect();
        with_starts.sort_by_key(|partition| std::cmp::Reverse(partition.year));
        with_starts.into_iter().map(|p| of_year(dataset, p.programme, p.year))
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
            narrowed: self.narrowed.clone(),
        }
    }

    /// What is decided of the figures of a cohort, which are of several years: `None` where each is of many starts.
    pub fn of_cohort(&self) -> Option<Decided> {
        let of_cohort = self.dataset.of(self.programme).find(|p| self.spans(p.year) && is_small(p))?;
        let this = of_year(self.dataset, self.programme, of_cohort.year);
        Some(Decided { before: this.clone(), this, before_is: Measure::Starts, narrowed: Narrowed::Further })
    }

    /// Whether people of the cohort asked for usually start in a year; in any, where it is not known.
    fn spans(&self, year: AcademicYear) -> bool {
        self.cohort.is_none_or(|cohort| year.0.abs_diff(cohort.year) <= 1)
    }
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
        let made = partition.map(|partition| Making::new(dataset, partition).decide()).unwrap_or_default();
        let (figures, withheld, unproved) = (made.figures(), made.lost, made.unproved);
        tracing::debug!(%year, programme = programme.slug(), figures, withheld, unproved, "decided together");
        ((figures * size_of::<Named>() * 2) as u32, made)
    })
}

/// Years of more starts are not decided together: their answers are looked at one at a time.
pub const STARTS: usize = 150;

/// Moves that the search for other worlds may take.
const STEPS: u64 = 200_000;

/// A breakdown, how starts fall into it, and its true figures.
struct Cut {
    /// `None` for the total.
    by: Option<Breakdown>,
    grouping: Grouping,
    /// Codes of the groups by position.
    codes: Vec<String>,
    figures: Figures,
    /// The year after, where it goes on: it shows this one to the same date.
    after: Option<Figures>,
}

impl Cut {
    fn group<'g>(&self, figures: &'g Figures, at: usize) -> Option<&'g Group> {
        match self.by {
            None => Some(&figures.total),
            Some(_) => figures.groups.iter().find(|group| group.name.code == self.codes[at]),
        }
    }
}

/// The system of one year on its way.
struct Making<'a> {
    dataset: &'a Dataset,
    partition: &'a Partition,
    measures: Vec<Measure>,
    cuts: Vec<Cut>,
    tables: Tables,
    names: Vec<(usize, Named)>,
    /// Figures of starts, without which no school is counted: by breakdown and code.
    starts: HashMap<(Option<Breakdown>, String), usize>,
    /// Figures that do not add up.
    broken: usize,
}

impl<'a> Making<'a> {
    fn new(dataset: &'a Dataset, partition: &'a Partition) -> Making<'a> {
        let (programme, year) = (partition.programme, partition.year);
        let of_outcomes: &[Measure] = if programme == Programme::Npq { &outcomes::NPQ } else { &outcomes::ECF };
        let shown = participation::MEASURES.iter().chain(of_outcomes).chain(&overview::MEASURES).copied();
        let of_people = |measure: &Measure| {
            !matches!(measure, Measure::Teachers | Measure::SchoolsInArea | Measure::SchoolsReached | Measure::LastYear)
        };
        let measures: BTreeSet<Measure> = shown.filter(of_people).collect();
        let after = AcademicYear(year.0 + 1);
        let goes_on = dataset.partition(programme, after).is_some() && dataset.is_unfinished(programme, after);
        let wants = Wants { reach: true, outcomes: true };
        let cut = |by: Option<Breakdown>| {
            let asked = Filters::default().with(Key::Programme, programme);
            let asked = by.map_or(asked.clone(), |by| asked.with(Key::By, by));
            let figures =
                |year: AcademicYear| Figures::ask(dataset, &asked.with(Key::Year, year), wants, Rows::Possible);
            let (grouping, names) = by.map_or((Grouping::Whole, Vec::new()), |by| select::grouping(dataset, by));
            let codes = names.into_iter().map(|name| name.code).collect();
            Cut { by, grouping, codes, figures: figures(year), after: goes_on.then(|| figures(after)) }
        };
        let cuts = std::iter::once(None).chain(Breakdown::ALL.iter().copied().map(Some)).map(cut).collect();
        Making {
            dataset,
            partition,
            measures: measures.into_iter().collect(),
            cuts,
            tables: Tables::with_steps(STEPS),
            names: Vec::new(),
            starts: HashMap::new(),
            broken: 0,
        }
    }

    fn decide(mut self) -> OfYear {
        let (kinds, others) = self.people();
        self.add_people(&kinds);
        self.add_schools(&kinds, &others);
        let (counts, unproved) = self.tables.protect();
        let tables = &self.tables;
        let is_withheld = |at: usize| counts[at] == Count::Withheld;
        // A count of schools is withheld anyway where few started.
        let is_lost = |(at, named): &&(usize, Named)| match named.measure {
            Measure::SchoolsReached => {
                let starts = self.starts.get(&(named.by, named.code.clone()));
                is_withheld(*at) && starts.is_some_and(|starts| tables.value(*starts) >= 5)
            }
            _ => is_withheld(*at) && tables.value(*at) >= 5,
        };
        let lost = self.names.iter().filter(is_lost).count();
        let decided = self.names.iter().map(|(at, named)| (named.clone(), is_withheld(*at))).collect();
        OfYear { lost, unproved: unproved.0.len(), broken: self.broken, decided }
    }

    /// Kinds of starts of people with one start in the year, those whom there may be among them; and the rows of others, who
    /// stay as they are.
    fn people(&mut self) -> (Vec<(Alike, u32)>, Vec<usize>) {
        let p = self.partition;
        let counts = select::courses(&Filters::default().with(Key::Programme, p.programme), p.programme);
        let mut kinds: BTreeMap<Alike, u32> = BTreeMap::new();
        let mut others = Vec::new();
        for row in (0..p.len()).filter(|row| counts[course_of(p.traits[*row])]) {
            let flags = p.classes[usize::from(p.class[row])];
            if !flags.has(Flags::ALONE) {
                others.push(row);
                continue;
            }
            let flags = flags.0 & !Flags::ALONE.0;
            let alike = Alike { school: p.school[row], traits: p.traits[row], partner: p.partner[row], flags };
            *kinds.entry(alike).or_default() += 1;
        }
        for alike in possible(self.dataset, p, &kinds) {
            kinds.entry(alike).or_default();
        }
        (kinds.into_iter().collect(), others)
    }

    /// Figures of people, group by group.
    fn add_people(&mut self, kinds: &[(Alike, u32)]) {
        for (alike, people) in kinds {
            let insiders = self.dataset.hubs_that_know(alike.school as usize, usize::from(alike.partner));
            self.tables.kind(*people, &insiders);
        }
        let people = |at: &u32| kinds[*at as usize].1;
        let measures: Vec<Measure> = self.measures.iter().copied().chain([Measure::LastYear]).collect();
        for cut in &self.cuts {
            let size = cut.codes.len().max(1);
            let mut counted: Vec<Vec<u32>> = vec![Vec::new(); size * measures.len()];
            for (at, (alike, _)) in kinds.iter().enumerate() {
                let group = cut.grouping.group_of(alike.school as usize, alike.traits, alike.partner);
                for (n, _) in measures.iter().enumerate().filter(|(_, measure)| alike.counts_for(**measure)) {
                    counted[group * measures.len() + n].push(at as u32);
                }
            }
            for (at, kinds) in counted.into_iter().enumerate() {
                let (group, measure) = (at / measures.len(), measures[at % measures.len()]);
                let figures = if measure == Measure::LastYear { cut.after.as_ref() } else { Some(&cut.figures) };
                let Some(group) = figures.and_then(|figures| cut.group(figures, group)) else { continue };
                let value = group.own[measure];
                self.broken += usize::from(kinds.iter().map(people).sum::<u32>() > value);
                if cut.by == Some(Breakdown::Trust) {
                    // Of trusts nothing is shown but schools, where 5 or more started.
                    if measure == Measure::Starts {
                        let place = (cut.by, group.name.code.clone());
                        self.starts.insert(place, self.tables.people_behind(kinds, value));
                    }
                    continue;
                }
                let at = self.tables.people(kinds, value);
                let code = group.name.code.clone();
                if measure == Measure::Starts {
                    self.starts.insert((cut.by, code.clone()), at);
                }
                self.tables.worth(at, worth(cut.by, measure));
                if group.own[Measure::Starts] == 0 {
                    self.tables.of_nobody(at);
                }
                self.names.push((at, Named { by: cut.by, code, measure }));
            }
        }
    }

    /// Figures of schools with anybody.
    fn add_schools(&mut self, kinds: &[(Alike, u32)], others: &[usize]) {
        let p = self.partition;
        let Some(year) = self.dataset.year_index(p.year) else { return };
        let schools = &self.dataset.schools;
        for cut in &self.cuts {
            // A school, and the group too where one may count in several.
            let mut known: HashMap<(u32, usize), u32> = HashMap::new();
            let mut counted: Vec<Vec<u32>> = vec![Vec::new(); cut.codes.len().max(1)];
            let tables = &mut self.tables;
            let mut place = |tables: &mut Tables, school: u32, traits: u16, partner: u16| {
                let group = cut.grouping.group_of(school as usize, traits, partner);
                *known.entry((school, if cut.grouping.is_by_row() { group } else { 0 })).or_insert_with(|| {
                    let at = tables.school(0);
                    counted[group].push(at);
                    at
                })
            };
            for (at, (alike, _)) in kinds.iter().enumerate() {
                for school in reached(schools, alike.school, year) {
                    let school = place(tables, school, alike.traits, alike.partner);
                    tables.put(at as u32, school);
                }
            }
            for row in others {
                for school in reached(schools, p.school[*row], year) {
                    let school = place(tables, school, p.traits[*row], p.partner[*row]);
                    tables.people_stay(school);
                }
            }
            for (at, counted) in counted.into_iter().enumerate() {
                let Some(group) = cut.group(&cut.figures, at) else { continue };
                let code = group.name.code.clone();
                let Some(people) = self.starts.get(&(cut.by, code.clone())).copied() else { continue };
                let at = self.tables.reached(counted, people);
                self.broken += usize::from(self.tables.value(at) != u64::from(group.own[Measure::SchoolsReached]));
                self.tables.worth(at, worth(cut.by, Measure::SchoolsReached));
                self.names.push((at, Named { by: cut.by, code, measure: Measure::SchoolsReached }));
            }
        }
    }
}

/// How many times as dear as others of its size a figure is to withhold: what pages open with is the last to go.
fn worth(by: Option<Breakdown>, measure: Measure) -> u32 {
    let of_breakdown = match by {
        None => 1_000,
        Some(Breakdown::Region | Breakdown::Phase | Breakdown::Type | Breakdown::Course) => 200,
        Some(Breakdown::Size | Breakdown::Rurality | Breakdown::Cohort) => 5,
        Some(_) => 2,
    };
    let of_measure = match measure {
        // Schools are public, and counts of them the first that a hub is asked for.
        Measure::SchoolsReached => 20,
        Measure::Starts | Measure::People => 4,
        Measure::Completed | Measure::Passed | Measure::Continuing => 2,
        _ => 1,
    };
    of_breakdown * of_measure
}

/// The schools that are reached by a start at one.
fn reached(schools: &Schools, school: u32, year: usize) -> impl Iterator<Item = u32> + '_ {
    let standing = schools.standing(school as usize, year);
    standing.filter(move |school| *school > 0 && schools.in_area[year][*school as usize])
}
