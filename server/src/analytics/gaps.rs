//! Segments of a question set against what the comparator predicts: each LA, phase, type and so on, with the strata that
//! its expectation is made of and the schools that it does not reach.

use app::filters::{Breakdown, Comparison, Filters, GEOGRAPHIES, GapMeasure, Key};
use domain::establishment::{SchoolSize, TrustSize};
use domain::place::HubArea;
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
    /// By the size of the trust.
    TrustSize,
    /// By priority list: a school may be on several.
    Priority,
}

impl Cut {
    /// The filter of the same dimension.
    pub fn key(self) -> Key {
        match self {
            Cut::By(by) => by.key(),
            Cut::TrustSize => Key::TrustSize,
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
    /// Who is compared with.
    pub comparator: Comparator,
}

/// Who segments are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// Everything loaded but the segment: no place is asked for.
    AllButSegment,
    /// Everything of the place asked for but the segment.
    PlaceButSegment,
    /// Everything outside the place asked for.
    Elsewhere,
    /// Everything outside it in the regions in which it lies.
    RestOfRegion,
    /// The schools of similar hub areas.
    SimilarHubs,
}

impl Comparator {
    /// Whether it lies outside the place asked for, and is one for all segments.
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Comparator::Elsewhere | Comparator::RestOfRegion | Comparator::SimilarHubs)
    }
}

/// Something that counts: at a school, in a stratum.
pub(super) struct Item {
    pub school: usize,
    stratum: usize,
    pub numerator: u32,
    pub base: u32,
    pub people: u32,
}

/// What is measured, of which courses.
pub(super) struct Asked {
    pub measure: GapMeasure,
    programme: Programme,
    /// By course position.
    courses: Vec<bool>,
}

impl Asked {
    /// Reads the question.
    pub fn of(dataset: &Dataset, filters: &Filters) -> Asked {
        let measure: GapMeasure = filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
        let programme = match measure {
            GapMeasure::Completion => Programme::Npq,
            GapMeasure::Continuation => Programme::Ecf,
            _ => filters.programme(),
        };
        let courses = Selection::new(dataset, &filters.with(Key::Programme, programme)).courses;
        Asked { measure, programme, courses }
    }

    /// How the measure is counted.
    pub fn scale(&self) -> Scale {
        if self.measure == GapMeasure::Rate { Scale::Per100 } else { Scale::Share }
    }
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
    cuts.push(Cut::TrustSize);
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
    let kinds = [
        Key::Phase,
        Key::Type,
        Key::Size,
        Key::Rurality,
        Key::TrustSize,
        Key::Priority,
        Key::Trust,
        Key::By,
        Key::More,
        Key::Sort,
    ];
    kinds.into_iter().fold(filters.clone(), |asked, key| asked.without(key))
}

/// The comparator of a question, and which schools are in one that lies elsewhere.
fn comparator(
    dataset: &Dataset,
    filters: &Filters,
    selection: &Selection,
    similar: &[HubArea],
) -> (Comparator, Vec<bool>) {
    let schools = &dataset.schools;
    let own = |at: usize| selection.standing[at] & OWN != 0;
    if !selection.has_place {
        return (Comparator::AllButSegment, Vec::new());
    }
    let asked = filters.one_parsed(Key::Compare).unwrap_or(Comparison::Rest);
    let (comparator, inside): (Comparator, Vec<bool>) = match asked {
        Comparison::Own => (Comparator::PlaceButSegment, Vec::new()),
        Comparison::Region => {
            let mut regions = [false; 256];
            for at in (1..schools.len()).filter(|at| own(*at)) {
                regions[usize::from(schools.region[at])] = true;
            }
            let is_in = |at: usize| regions[usize::from(schools.region[at])] && !own(at);
            (Comparator::RestOfRegion, (0..schools.len()).map(is_in).collect())
        }
        Comparison::Similar if !similar.is_empty() => {
            let is_in = |at: usize| schools.hub_at(at).is_some_and(|hub| similar.contains(&hub)) && !own(at);
            (Comparator::SimilarHubs, (0..schools.len()).map(is_in).collect())
        }
        _ => (Comparator::Elsewhere, (0..schools.len()).map(|at| !own(at)).collect()),
    };
    (comparator, inside)
}

/// Asks the dataset about every segment. The year must be said. `similar` are the hub areas similar to the one asked for.
pub fn ask(dataset: &Dataset, filters: &Filters, one_geography: bool, similar: &[HubArea]) -> Segments {
    let asked = Asked::of(dataset, filters);
    let measure = asked.measure;
    let question = whole_question(filters);
    let selection = Selection::new(dataset, &question);
    let year = filters.year().unwrap_or(AcademicYear::of(dataset.as_of));
    let items = items(dataset, &asked, year);
    let strata = items.iter().map(|item| item.stratum + 1).max().unwrap_or(0);
    let (mut comparator, inside) = comparator(dataset, filters, &selection, similar);
    let mut whole = vec![(0u32, 0u32); strata];
    let mut rest = vec![(0u32, 0u32); strata];
    let mut total_people = 0;
    for item in &items {
        if selection.standing[item.school] & OWN != 0 {
            add(&mut whole[item.stratum], item);
            total_people += item.people;
        } else if inside.get(item.school).copied().unwrap_or(false) {
            add(&mut rest[item.stratum], item);
        }
    }
    let sum = |strata: &[(u32, u32)]| strata.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    if comparator.is_elsewhere() && sum(&rest).1 == 0 {
        // Nothing else is loaded: the place is compared with its own average.
        comparator = Comparator::PlaceButSegment;
    }
    let elsewhere = comparator.is_elsewhere();
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
                .map(|((own, whole), rest)| match elsewhere {
                    true => Stratum { own: *own, comparator: *rest },
                    false => Stratum::leaving_out(*own, *whole),
                })
                // Strata without schools of the segment still tell the comparator's overall rate.
                .filter(|stratum| stratum.own.1 > 0 || stratum.comparator.1 > 0)
                .collect();
            let all = sum(&whole);
            let comparator = match elsewhere {
                true => sum(&rest),
                false => (all.0 - figures.0.min(all.0), all.1 - figures.1.min(all.1)),
            };
            segments.push(Segment { cut, name, own: figures, comparator, strata, people, unreached });
        }
    }
    Segments { measure, year, scale: asked.scale(), segments, total: sum(&whole), total_people, comparator }
}

fn add(to: &mut (u32, u32), item: &Item) {
    to.0 += item.numerator;
    to.1 += item.base;
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
        Cut::TrustSize => {
            let sizes = select::trust_sizes(dataset);
            let names = TrustSize::ALL.iter().map(|size| GroupName {
                code: size.slug().into(),
                name: size.name().into(),
                unknown: false,
            });
            (Groups::One(sizes.into_iter().map(|size| size as u16).collect()), names.collect())
        }
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

/// What counts in a year.
pub(super) fn items(dataset: &Dataset, asked: &Asked, year: AcademicYear) -> Vec<Item> {
    let Some(at) = dataset.year_index(year) else { return Vec::new() };
    let partition = dataset.partition(asked.programme, year);
    match asked.measure {
        GapMeasure::Engaged => {
            let engagement = &dataset.engagement;
            schools_in_area(dataset, at, |school| {
                (0..STRANDS).map(|strand| u32::from(engagement.in_year[strand][at][school])).max().unwrap_or(0)
            })
        }
        GapMeasure::Coverage => {
            let people = starters(dataset, &asked.courses, partition, at);
            schools_in_area(dataset, at, |school| people[school])
        }
        GapMeasure::Rate => {
            let teachers = &dataset.schools.teachers[at];
            let people = people_once(dataset, &asked.courses, partition, teachers);
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
        GapMeasure::Completion => outcomes(dataset, &asked.courses, partition, |flags| {
            flags.has(Flags::MATURE).then_some(flags.has(Flags::COMPLETED))
        }),
        GapMeasure::Continuation => outcomes(dataset, &asked.courses, partition, |flags| {
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

/// The rows of a partition that are starts of the courses asked for.
fn starts<'a>(courses: &'a [bool], p: &'a Partition) -> impl Iterator<Item = (u32, usize)> + 'a {
    (0..p.len()).filter(|row| courses[course_of(p.traits[*row])]).map(|row| (p.person[row], p.school[row] as usize))
}

/// People with a start, at the schools that stand in a year for the one they are at.
fn starters(dataset: &Dataset, courses: &[bool], partition: Option<&Partition>, year: usize) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for start in partition.into_iter().flat_map(|p| starts(courses, p)) {
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
fn people_once(dataset: &Dataset, courses: &[bool], partition: Option<&Partition>, teachers: &[f32]) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for (person, school) in partition.into_iter().flat_map(|p| starts(courses, p)) {
        if teachers[school] >= LEAST_TEACHERS && before.replace(person) != Some(person) {
            people[school] += 1;
        }
    }
    people
}

/// One item a start that counts, in the stratum of its course group and cohort.
fn outcomes(
    dataset: &Dataset,
    courses: &[bool],
    partition: Option<&Partition>,
    reached: impl Fn(Flags) -> Option<bool>,
) -> Vec<Item> {
    let Some(p) = partition else { return Vec::new() };
    let groups: Vec<Option<usize>> =
        Course::all().zip(courses).map(|(course, counts)| counts.then_some(course.facts().group as usize)).collect();
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
