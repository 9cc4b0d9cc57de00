//! The system of one year: its figures, and what follows for each of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use app::filters::{Breakdown, Filters, Key};
use domain::measure::Count;
use domain::programme::{AcademicYear, Programme};
use frames::partition::{Flags, Partition, course_of};
use frames::{Dataset, Schools};
use measures::disclosure::tables::Tables;

use super::past::{self, Before, Telling};
use super::people::{Alike, Place, Side, Unknown, possible};
use super::{Named, OfYear, What};
use crate::analytics::figures::{Figures, Group, Rows};
use crate::analytics::gaps::Cut;
use crate::analytics::select::{self, Grouping};
use crate::analytics::{Measure, Wants};
use crate::present::{outcomes, overview, participation};

/// Moves that the search for other worlds may take.
const STEPS: u64 = 200_000;

/// What is worth so much is not withheld for the sake of what was told before: totals, and how many started by region, phase, type
/// and course.
const KEPT: u32 = 800;

/// A breakdown, how starts fall into it, and its true figures.
struct Division {
    /// `None` for the total.
    by: Option<Breakdown>,
    grouping: Grouping,
    /// Codes of the groups by position.
    codes: Vec<String>,
    figures: Figures,
    /// The year after, where it goes on: it shows this one to the same date.
    after: Option<Figures>,
}

impl Division {
    fn cut(&self) -> Option<Cut> {
        self.by.map(Cut::By)
    }

    fn group<'g>(&self, figures: &'g Figures, at: usize) -> Option<&'g Group> {
        match self.by {
            None => Some(&figures.total),
            Some(_) => figures.groups.iter().find(|group| group.name.code == self.codes[at]),
        }
    }
}

/// The system of one year on its way.
pub(super) struct Making<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) partition: &'a Partition,
    measures: Vec<Measure>,
    divisions: Vec<Division>,
    pub(super) tables: Tables,
    /// Figures by name; one that is shown under several names is one.
    pub(super) names: HashMap<Named, usize>,
    /// Figures of starts, without which no school is counted, that are not shown themselves: of trusts, by code.
    of_trusts: HashMap<String, usize>,
    /// Figures that do not add up.
    pub(super) broken: usize,
}

impl<'a> Making<'a> {
    pub(super) fn new(dataset: &'a Dataset, partition: &'a Partition) -> Making<'a> {
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
        let division = |by: Option<Breakdown>| {
            let asked = Filters::default().with(Key::Programme, programme);
            let asked = by.map_or(asked.clone(), |by| asked.with(Key::By, by));
            let figures =
                |year: AcademicYear| Figures::ask(dataset, &asked.with(Key::Year, year), wants, Rows::Possible);
            let (grouping, names) = by.map_or((Grouping::Whole, Vec::new()), |by| select::grouping(dataset, by));
            let codes = names.into_iter().map(|name| name.code).collect();
            Division { by, grouping, codes, figures: figures(year), after: goes_on.then(|| figures(after)) }
        };
        let divisions = std::iter::once(None).chain(Breakdown::ALL.iter().copied().map(Some)).map(division).collect();
        Making {
            dataset,
            partition,
            measures: measures.into_iter().collect(),
            divisions,
            tables: Tables::with_steps(STEPS),
            names: HashMap::new(),
            of_trusts: HashMap::new(),
            broken: 0,
        }
    }

    /// Decides what may be told of the year beside what `told` was told of it before. The same starts and figures are told the
    /// same again.
    pub(super) fn decide(mut self, told: Option<Telling>) -> OfYear {
        let (kinds, others) = self.people();
        let mut telling = Telling::of(self.dataset, &kinds, &others);
        self.add(&kinds, others.clone(), None);
        let values = self.values();
        // What is the same in every figure is told the same: a reader learns nothing by it.
        let is_same = |told: &Telling| told.is_of_same_starts(&telling) && told.is_of_same_figures(&values);
        let told = match told {
            Some(told) if is_same(&told) => return self.decided(told, true),
            other => other,
        };
        let (counts, unproved) = self.tables.protect();
        telling.unproved = unproved.0.len();
        telling.figures = values.into_iter().map(|(name, (value, at))| (name, (value, counts[at]))).collect();
        if let Some(told) = told {
            let mut beside = Making::new(self.dataset, self.partition);
            beside.add(&kinds, others, Some(told));
            beside.decide_beside(&mut telling);
        }
        self.decided(telling, false)
    }

    /// All figures of the year, and beside them those that were told of it before.
    fn add(&mut self, kinds: &[(Alike, u32)], others: Vec<Place>, told: Option<Telling>) {
        let (side, before) = past::unknowns(self.dataset, &mut self.tables, kinds, others, told);
        let before = before.as_ref();
        self.add_people(&side, before);
        self.add_schools(&side, before);
        self.add_segments(&side, before);
        self.add_crossings(&side, before);
    }

    /// What more is to be withheld beside what was told before, as far as it goes without what pages open with.
    fn decide_beside(mut self, telling: &mut Telling) {
        for (named, at) in &self.names {
            if telling.is_withheld(named) {
                self.tables.withhold(*at);
            }
        }
        self.tables.keep(KEPT);
        let (counts, unproved) = self.tables.protect();
        telling.unproved_beside = unproved.0.len();
        telling.figures = self.values().into_iter().map(|(name, (value, at))| (name, (value, counts[at]))).collect();
    }

    /// True values by name, and where they stand in the system.
    fn values(&self) -> BTreeMap<String, (u32, usize)> {
        let value = |(named, at): (&Named, &usize)| (past::name(named), (self.tables.value(*at) as u32, *at));
        self.names.iter().map(value).collect()
    }

    fn decided(&self, telling: Telling, is_told: bool) -> OfYear {
        let tables = &self.tables;
        let is_withheld = |named: &Named| telling.is_withheld(named);
        let mut lost = HashSet::new();
        for (named, at) in self.names.iter().filter(|(named, _)| is_withheld(named)) {
            // A count of schools is withheld anyway where few started.
            let people = match named.what {
                What::Of(Measure::SchoolsReached) | What::Coverage => self.starts(named.cut, &named.code),
                _ => Some(*at),
            };
            lost.extend(people.filter(|people| tables.value(*people) >= 5).map(|_| *at));
        }
        let decided = self.names.keys().map(|named| (named.clone(), is_withheld(named))).collect();
        let (lost, unproved) = (lost.len(), telling.unproved);
        OfYear {
            decided,
            lost,
            unproved,
            unproved_beside: telling.unproved_beside,
            broken: self.broken,
            telling: (!is_told).then_some(telling),
        }
    }

    /// Adds what was told before of figures, with the kinds of people that they count.
    pub(super) fn tell_before(&mut self, before: &Before, figures: Vec<(Named, Vec<u32>)>) {
        for (named, kinds) in figures {
            let Some((value, count)) = before.telling.figures.get(&past::name(&named)) else { continue };
            let at = self.tables.told_before(kinds, *value, *count);
            let starts = Named { what: What::Of(Measure::Starts), ..named };
            if before.telling.figures.get(&past::name(&starts)).is_some_and(|(starts, _)| *starts == 0) {
                self.tables.of_nobody(at);
            }
        }
    }

    /// The same of schools.
    pub(super) fn tell_reached_before(&mut self, before: &Before, figures: Vec<(Named, Vec<u32>)>) {
        for (named, schools) in figures {
            if let Some((_, Count::Exact(_))) = before.telling.figures.get(&past::name(&named)) {
                self.tables.reached_before(schools);
            }
        }
    }

    /// The figure of starts in a group.
    pub(super) fn starts(&self, cut: Option<Cut>, code: &str) -> Option<usize> {
        let named = Named { cut, code: code.to_owned(), what: What::Of(Measure::Starts) };
        let of_trust = || self.of_trusts.get(code).filter(|_| cut == Some(Cut::By(Breakdown::Trust)));
        self.names.get(&named).or_else(of_trust).copied()
    }

    /// Kinds of starts of people with one start in the year, those whom there may be among them; and the starts of others, who
    /// stay as they are.
    fn people(&self) -> (Vec<(Alike, u32)>, Vec<Place>) {
        let p = self.partition;
        let counts = select::courses(&Filters::default().with(Key::Programme, p.programme), p.programme);
        let mut kinds: BTreeMap<Alike, u32> = BTreeMap::new();
        let mut others = Vec::new();
        for row in (0..p.len()).filter(|row| counts[course_of(p.traits[*row])]) {
            let flags = p.classes[usize::from(p.class[row])];
            if !flags.has(Flags::ALONE) {
                others.push((p.school[row], p.traits[row], p.partner[row]));
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
    fn add_people(&mut self, side: &Side, before: Option<&Before>) {
        let measures: Vec<Measure> = self.measures.iter().copied().chain([Measure::LastYear]).collect();
        let mut told = Vec::new();
        for division in &self.divisions {
            let of_before = before.map(|before| division.people(&before.side, &measures)).unwrap_or_default();
            let mut of_before = of_before.into_iter();
            for (at, kinds) in division.people(side, &measures).into_iter().enumerate() {
                let of_before = of_before.next();
                let (group, measure) = (at / measures.len(), measures[at % measures.len()]);
                let figures =
                    if measure == Measure::LastYear { division.after.as_ref() } else { Some(&division.figures) };
                let Some(group) = figures.and_then(|figures| division.group(figures, group)) else { continue };
                let value = group.own[measure];
                let people: u32 = kinds.iter().map(|kind| self.tables.people_of(*kind)).sum();
                self.broken += usize::from(people > value);
                if division.by == Some(Breakdown::Trust) {
                    // Of trusts nothing is shown but schools, where 5 or more started.
                    if measure == Measure::Starts {
                        let at = self.tables.people_behind(kinds, value);
                        self.tables.worth(at, worth(division.by, Measure::SchoolsReached));
                        self.of_trusts.insert(group.name.code.clone(), at);
                    }
                    continue;
                }
                let at = self.tables.people(kinds, value);
                self.tables.worth(at, worth(division.by, measure));
                if group.own[Measure::Starts] == 0 {
                    self.tables.of_nobody(at);
                }
                let named = Named { cut: division.cut(), code: group.name.code.clone(), what: What::Of(measure) };
                told.extend(of_before.map(|kinds| (named.clone(), kinds)));
                self.names.insert(named, at);
            }
        }
        before.into_iter().for_each(|before| self.tell_before(before, std::mem::take(&mut told)));
    }

    /// Figures of schools with anybody.
    fn add_schools(&mut self, side: &Side, before: Option<&Before>) {
        let Some(year) = self.dataset.year_index(self.partition.year) else { return };
        let schools = &self.dataset.schools;
        let mut told = Vec::new();
        for division in &self.divisions {
            let counted = division.schools(schools, year, side, &mut self.tables);
            let of_before = before
                .map(|before| division.schools(schools, year, &before.side, &mut self.tables))
                .unwrap_or_default();
            let mut of_before = of_before.into_iter();
            for (at, counted) in counted.into_iter().enumerate() {
                let of_before = of_before.next();
                let Some(group) = division.group(&division.figures, at) else { continue };
                let (cut, code) = (division.cut(), group.name.code.clone());
                let Some(people) = self.starts(cut, &code) else { continue };
                let at = self.tables.reached(counted, people);
                self.broken += usize::from(self.tables.value(at) != u64::from(group.own[Measure::SchoolsReached]));
                self.tables.worth(at, worth(division.by, Measure::SchoolsReached));
                let named = Named { cut, code, what: What::Of(Measure::SchoolsReached) };
                told.extend(of_before.map(|schools| (named.clone(), schools)));
                self.names.insert(named, at);
            }
        }
        before.into_iter().for_each(|before| self.tell_reached_before(before, std::mem::take(&mut told)));
    }
}

impl Division {
    /// Kinds of people that each measure counts, group after group.
    fn people(&self, side: &Side, measures: &[Measure]) -> Vec<Vec<u32>> {
        let mut counted: Vec<Vec<u32>> = vec![Vec::new(); self.codes.len().max(1) * measures.len()];
        for Unknown { at, alike, .. } in &side.kinds {
            let group = self.grouping.group_of(alike.school as usize, alike.traits, alike.partner);
            for (n, _) in measures.iter().enumerate().filter(|(_, measure)| alike.counts_for(**measure)) {
                counted[group * measures.len() + n].push(*at);
            }
        }
        counted
    }

    /// The schools that each group counts, put into the system with who is there.
    fn schools(&self, schools: &Schools, year: usize, side: &Side, tables: &mut Tables) -> Vec<Vec<u32>> {
        // A school, and the group too where one may count in several.
        let mut known: HashMap<(u32, usize), u32> = HashMap::new();
        let mut counted: Vec<Vec<u32>> = vec![Vec::new(); self.codes.len().max(1)];
        let mut place = |tables: &mut Tables, school: u32, (_, traits, partner): Place| {
            let group = self.grouping.group_of(school as usize, traits, partner);
            *known.entry((school, if self.grouping.is_by_row() { group } else { 0 })).or_insert_with(|| {
                let at = tables.school(0);
                counted[group].push(at);
                at
            })
        };
        for Unknown { at, alike, .. } in &side.kinds {
            for school in reached(schools, alike.school, year) {
                let school = place(tables, school, alike.place());
                tables.put(*at, school);
            }
        }
        for start in &side.others {
            for school in reached(schools, start.0, year) {
                let school = place(tables, school, *start);
                tables.people_stay(school);
            }
        }
        counted
    }
}

/// How many times as dear as others of its size a figure is to withhold: what pages open with is the last to go.
pub(super) fn worth(by: Option<Breakdown>, measure: Measure) -> u32 {
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
pub(super) fn reached(schools: &Schools, school: u32, year: usize) -> impl Iterator<Item = u32> + '_ {
    let standing = schools.standing(school as usize, year);
    standing.filter(move |school| *school > 0 && schools.in_area[year][*school as usize])
}
