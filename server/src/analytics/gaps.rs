//! Segments of a question set against what the comparator predicts: each LA, phase, type and so on, with the strata that
//! its expectation is made of and the schools that it does not reach.

use app::filters::{Breakdown, Filters, GEOGRAPHIES, GapMeasure, Key};
use domain::establishment::SchoolSize;
use domain::programme::{AcademicYear, Course, Programme};
use frames::partition::{Flags, Partition, cohort_of, course_of};
use frames::{Dataset, STRANDS};
use measures::{Scale, Stratum};

use super::select::{self, GroupName, Grouping, OWN, Selection};

/// A way of cutting the schools of a question into segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// By what a school is or where it lies: segments do not overlap.
    By(Breakdown),
    /// By priority list: a school may be on several.
    Priority,
}

impl Cut {
    /// The filter of the same dimension.
    pub fn key(self) -> Key {
        match self {
            Cut::By(by) => by.key(),
            Cut::Priority => Key::Priority,
        }
    }
}

/// One segment with its figures.
#[derive(Debug, Clone)]
pub struct Segment {
    /// How it was cut.
    pub cut: Cut,
    /// What it is.
    pub name: GroupName,
    /// Numerator and base.
    pub own: (u32, u32),
    /// The comparator's numerator and base, the segment left out.
    pub comparator: (u32, u32),
    /// The strata that its expectation is made of.
    pub strata: Vec<Stratum>,
    /// People behind the numerator, where it counts schools: at least so many.
    pub people: u32,
    /// Positions of schools in area that are not reached; empty where the measure does not count schools or people of
    /// schools.
    pub unreached: Vec<u32>,
}

/// Every segment of a question.
#[derive(Debug)]
pub struct Segments {
    /// What is measured.
    pub measure: GapMeasure,
    /// The year of the figures.
    pub year: AcademicYear,
    /// How the measure is counted.
    pub scale: Scale,
    /// The segments, cut by cut.
    pub segments: Vec<Segment>,
    /// Numerator and base of everything asked for.
    pub total: (u32, u32),
    /// People behind the total.
    pub total_people: u32,
    /// Whether the comparator is everything outside the place asked for, and not everything but the segment.
    pub elsewhere: bool,
}

/// Something that counts: at a school, in a stratum.
struct Item {
    school: usize,
    stratum: usize,
    numerator: u32,
    base: u32,
    people: u32,
}

/// The cuts of a question: a place that is given is not cut by larger or equal places. Where a question may name one
/// geography only, a place is not cut by places at all, and everything by local authority alone.
pub fn cuts(filters: &Filters, one_geography: bool) -> Vec<Cut> {
    let narrowed = GEOGRAPHIES.iter().any(|key| filters.has(*key));
    let places: &[Breakdown] = match (narrowed, one_geography) {
        (false, false) => &[Breakdown::Region, Breakdown::Hub, Breakdown::La],
        (false, true) => &[Breakdown::La],
        (true, false) if !filters.has(Key::La) => &[Breakdown::La],
        (true, _) => &[],
    };
    let mut cuts: Vec<Cut> = places.iter().copied().map(Cut::By).collect();
    let kinds = [Breakdown::Phase, Breakdown::Type, Breakdown::Size, Breakdown::Rurality];
    cuts.extend(kinds.map(Cut::By));
    cuts.push(Cut::Priority);
    cuts
}

/// Whether a question looks at one segment: the one of this cut with this code.
pub fn is_asked(filters: &Filters, cut: Cut, code: &str) -> bool {
    let key = cut.key();
    whole_question(filters).one(key).is_none() && filters.all(key).eq([code])
}

/// The question without what narrows it to a kind of school: verdicts are over all segments, whatever is looked at.
pub fn whole_question(filters: &Filters) -> Filters {
    let kinds = [Key::Phase, Key::Type, Key::Size, Key::Rurality, Key::Priority, Key::Trust, Key::By, Key::Sort];
    kinds.into_iter().fold(filters.clone(), |asked, key| asked.without(key))
}

/// Asks the dataset about every segment. The year must be said.
pub fn ask(dataset: &Dataset, filters: &Filters, one_geography: bool) -> Segments {
    let measure: GapMeasure = filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
    let question = whole_question(filters);
    let selection = Selection::new(dataset, &question);
    let year = filters.year().unwrap_or(AcademicYear::of(dataset.as_of));
    let items = items(dataset, measure, filters.programme(), year);
    let strata = items.iter().map(|item| item.stratum + 1).max().unwrap_or(0);
    let elsewhere = selection.has_place;
    let mut whole = vec![(0u32, 0u32); strata];
    let mut rest = vec![(0u32, 0u32); strata];
    let mut total_people = 0;
    for item in &items {
        let side = if selection.standing[item.school] & OWN != 0 { &mut whole } else { &mut rest };
        add(&mut side[item.stratum], item);
        total_people += if selection.standing[item.school] & OWN != 0 { item.people } else { 0 };
    }
    let sum = |strata: &[(u32, u32)]| strata.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    let mut segments = Vec::new();
    for cut in cuts(filters, one_geography) {
        let (groups, names) = groups(dataset, cut);
        let mut own = vec![vec![(0u32, 0u32); strata]; names.len()];
        let mut people = vec![0u32; names.len()];
        let mut unreached = vec![Vec::new(); names.len()];
        for item in items.iter().filter(|item| selection.standing[item.school] & OWN != 0) {
            for group in groups.of(item.school) {
                add(&mut own[group][item.stratum], item);
                people[group] += item.people;
                if item.numerator == 0 && measure.counts_schools() {
                    unreached[group].push(item.school as u32);
                }
            }
        }
        for (((name, own), people), unreached) in names.into_iter().zip(own).zip(people).zip(unreached) {
            let figures = sum(&own);
            if figures.1 == 0 || name.unknown {
                continue;
            }
            let strata: Vec<Stratum> = (own.iter().zip(&whole).zip(&rest))
                .filter(|((own, _), _)| own.1 > 0)
                .map(|((own, whole), rest)| match elsewhere {
                    true => Stratum { own: *own, comparator: *rest },
                    false => Stratum::leaving_out(*own, *whole),
                })
                .collect();
            let all = sum(&whole);
            let comparator = match elsewhere {
                true => sum(&rest),
                false => (all.0 - figures.0.min(all.0), all.1 - figures.1.min(all.1)),
            };
            segments.push(Segment { cut, name, own: figures, comparator, strata, people, unreached });
        }
    }
    Segments { measure, year, scale: scale(measure), segments, total: sum(&whole), total_people, elsewhere }
}

fn add(to: &mut (u32, u32), item: &Item) {
    to.0 += item.numerator;
    to.1 += item.base;
}

fn scale(measure: GapMeasure) -> Scale {
    if measure == GapMeasure::Rate { Scale::Per100 } else { Scale::Share }
}

enum Groups {
    One(Vec<u16>),
    Lists(Vec<u16>, usize),
}

impl Groups {
    fn of(&self, school: usize) -> impl Iterator<Item = usize> {
        let (one, lists, count) = match self {
            Groups::One(groups) => (Some(usize::from(groups[school])), 0, 0),
            Groups::Lists(lists, count) => (None, lists[school], *count),
        };
        one.into_iter().chain((0..count).filter(move |list| lists & 1 << list != 0))
    }
}

fn groups(dataset: &Dataset, cut: Cut) -> (Groups, Vec<GroupName>) {
    match cut {
        Cut::By(by) => match select::grouping(dataset, by) {
            (Grouping::School(groups), names) => (Groups::One(groups), names),
            _ => (Groups::One(vec![0; dataset.schools.len()]), Vec::new()),
        },
        Cut::Priority => {
            let names = dataset.priority_lists.iter().map(|list| GroupName {
                code: list.clone(),
                name: format!("On the list {}", list.to_uppercase()),
                unknown: false,
            });
            let names: Vec<GroupName> = names.collect();
            (Groups::Lists(dataset.schools.priority.clone(), names.len()), names)
        }
    }
}

fn items(dataset: &Dataset, measure: GapMeasure, programme: Programme, year: AcademicYear) -> Vec<Item> {
    let Some(at) = dataset.year_index(year) else { return Vec::new() };
    match measure {
        GapMeasure::Engaged => {
            let engagement = &dataset.engagement;
            schools_in_area(dataset, at, |school| {
                (0..STRANDS).map(|strand| u32::from(engagement.in_year[strand][at][school])).max().unwrap_or(0)
            })
        }
        GapMeasure::Coverage => {
            let people = starters(dataset, dataset.partition(programme, year), at);
            schools_in_area(dataset, at, |school| people[school])
        }
        GapMeasure::Rate => {
            let teachers = &dataset.schools.teachers[at];
            let people = people_once(dataset, dataset.partition(programme, year), teachers);
            (1..dataset.schools.len())
                .filter(|school| teachers[*school] >= LEAST_TEACHERS)
                .map(|school| Item {
                    school,
                    stratum: phase_and_size(dataset, school),
                    numerator: people[school],
                    base: teachers[school].round() as u32,
                    people: people[school],
                })
                .collect()
        }
        GapMeasure::Completion => outcomes(dataset, dataset.partition(Programme::Npq, year), |flags| {
            flags.has(Flags::MATURE).then_some(flags.has(Flags::COMPLETED))
        }),
        GapMeasure::Continuation => outcomes(dataset, dataset.partition(Programme::Ecf, year), |flags| {
            Some(flags.0 & (Flags::COMPLETED.0 | Flags::ACTIVE.0) != 0)
        }),
    }
}

fn phase_and_size(dataset: &Dataset, school: usize) -> usize {
    let schools = &dataset.schools;
    usize::from(schools.phase[school]) * SchoolSize::ALL.len() + usize::from(schools.size[school])
}

/// One item a school in area: reached where anybody stands behind it.
fn schools_in_area(dataset: &Dataset, year: usize, people: impl Fn(usize) -> u32) -> Vec<Item> {
    (1..dataset.schools.len())
        .filter(|school| dataset.schools.in_area[year][*school])
        .map(|school| {
            let people = people(school);
            let stratum = phase_and_size(dataset, school);
            Item { school, stratum, numerator: u32::from(people > 0), base: 1, people }
        })
        .collect()
}

/// Fewer teachers than this are none: a rate has no base at such a school.
const LEAST_TEACHERS: f32 = 0.5;

/// The rows of a partition that are starts of early career training or of an NPQ.
fn starts(p: &Partition) -> impl Iterator<Item = (u32, usize)> {
    let counts: Vec<bool> = Course::all().map(|c| c.facts().programme == Programme::Ecf || c.facts().is_npq).collect();
    (0..p.len()).filter(move |row| counts[course_of(p.traits[*row])]).map(|row| (p.person[row], p.school[row] as usize))
}

/// People with a start, at the schools that stand in a year for the one they are at.
fn starters(dataset: &Dataset, partition: Option<&Partition>, year: usize) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for start in partition.into_iter().flat_map(starts) {
        if before.replace(start) == Some(start) {
            continue;
        }
        let school = start.1;
        let itself = [school as u32];
        let open = dataset.schools.in_area[year][school];
        for today in if open { itself.as_slice() } else { &dataset.schools.today[school] } {
            people[*today as usize] += 1;
        }
    }
    people
}

/// Distinct people with a start at a school that has teachers, each once: at the first of theirs.
fn people_once(dataset: &Dataset, partition: Option<&Partition>, teachers: &[f32]) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for (person, school) in partition.into_iter().flat_map(starts) {
        if teachers[school] >= LEAST_TEACHERS && before.replace(person) != Some(person) {
            people[school] += 1;
        }
    }
    people
}

/// One item a start that counts, in the stratum of its course group and cohort.
fn outcomes(dataset: &Dataset, partition: Option<&Partition>, reached: impl Fn(Flags) -> Option<bool>) -> Vec<Item> {
    let Some(p) = partition else { return Vec::new() };
    let groups: Vec<Option<usize>> = Course::all()
        .map(|course| {
            let facts = course.facts();
            (facts.programme == Programme::Ecf || facts.is_npq).then_some(facts.group as usize)
        })
        .collect();
    let cohorts = dataset.cohorts.len();
    (0..p.len())
        .filter_map(|row| {
            let group = groups[course_of(p.traits[row])]?;
            let reached = reached(p.classes[usize::from(p.class[row])])?;
            Some(Item {
                school: p.school[row] as usize,
                stratum: group * cohorts + cohort_of(p.traits[row]),
                numerator: u32::from(reached),
                base: 1,
                people: 1,
            })
        })
        .collect()
}
