//! Segments of a question set against what the comparator predicts: each LA, phase, type and so on, with the strata that
//! its expectation is made of and the schools that it does not reach.

mod comparator;
mod items;

use app::filters::{Breakdown, Filters, GEOGRAPHIES, GapMeasure, Key};
use domain::establishment::TrustSize;
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course};
use frames::Dataset;
use measures::{Scale, Stratum};

pub(crate) use self::items::{Asked, Item, LEAST_TEACHERS, items};

pub use self::comparator::Comparator;
use self::comparator::{comparator, is_anyone};
use super::select::{self, GroupName, Grouping, OWN, Selection};

/// A way of cutting the schools of a question into segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// The course that it is crossed with, where segments are.
    pub course: Option<Course>,
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
    /// The segments, course by course where the question crosses them; else one part.
    pub parts: Vec<Part>,
    /// Who is compared with.
    pub comparator: Comparator,
}

impl Segments {
    /// The segments of every part.
    pub fn all(&self) -> impl Iterator<Item = &Segment> {
        self.parts.iter().flat_map(|part| &part.segments)
    }
}

/// The segments of some courses together.
#[derive(Debug)]
pub struct Part {
    /// The segments, cut by cut.
    pub segments: Vec<Segment>,
    /// Numerator and base of everything asked for.
    pub total: (u32, u32),
    /// People behind the total.
    pub total_people: u32,
}

/// The cuts of a question: a place that is given is not cut by larger or equal places. Where a question may name one
/// geography only, a place is not cut by places at all, and everything by local authority alone; and not at all where segments
/// are crossed with courses, since a course at the one school of an authority is a handful of people.
fn cuts(filters: &Filters, one_geography: bool, crossed: bool) -> Vec<Cut> {
    let narrowed = GEOGRAPHIES.iter().any(|key| filters.has(*key));
    let places: &[Breakdown] = match (narrowed, one_geography) {
        (false, false) => &[Breakdown::Region, Breakdown::Hub, Breakdown::La],
        (false, true) if !crossed => &[Breakdown::La],
        (true, false) if !filters.has(Key::La) => &[Breakdown::La],
        _ => &[],
    };
    let mut cuts: Vec<Cut> = places.iter().copied().map(Cut::By).collect();
    let kinds = [Breakdown::Phase, Breakdown::Type, Breakdown::Size, Breakdown::Rurality];
    cuts.extend(kinds.map(Cut::By));
    cuts.push(Cut::TrustSize);
    cuts.push(Cut::Priority);
    cuts
}

/// A segment in words: places and phases by their names, bands and types with what they are bands and types of.
pub fn named(cut: Cut, name: &str) -> String {
    match cut {
        Cut::By(by @ (Breakdown::Size | Breakdown::Type | Breakdown::Rurality)) => format!("{}: {name}", by.name()),
        _ => name.to_owned(),
    }
}

/// Whether a question crosses every segment with every course, in place of all courses together or those chosen.
pub fn crosses_courses(filters: &Filters) -> bool {
    filters.has(Key::By) && filters.by() == Breakdown::Course
}

/// Whether a question looks at one segment: the one of this cut with this code, of this course where it is crossed.
pub fn is_asked(filters: &Filters, course: Option<Course>, cut: Cut, code: &str) -> bool {
    let key = cut.key();
    let of_course = course.is_none_or(|course| filters.all(Key::Course).eq([course.code()]));
    of_course && whole_question(filters).one(key).is_none() && filters.all(key).eq([code])
}

/// The question about one segment; `crossed` where the others of its question stay beside it.
pub fn narrowed(filters: &Filters, course: Option<Course>, (cut, code): (Cut, &str), crossed: bool) -> Filters {
    let mut asked = whole_question(filters).with(cut.key(), code);
    if let Some(course) = course {
        asked = asked.with(Key::Course, course.code());
        if crossed {
            asked = asked.with(Key::By, Breakdown::Course);
        }
    }
    asked
}

/// The question with every segment that its verdicts are over, none of them looked at.
pub fn unfocused(filters: &Filters) -> Filters {
    match crosses_courses(filters) {
        true => whole_question(filters).with(Key::By, Breakdown::Course),
        false => whole_question(filters),
    }
}

/// The question without what narrows it to a kind of school, or to a course where it crosses all of them: verdicts are over
/// all segments, whatever is looked at.
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
    let course = crosses_courses(filters).then_some(Key::Course);
    kinds.into_iter().chain(course).fold(filters.clone(), |asked, key| asked.without(key))
}

/// Asks the dataset about every segment, of all courses together or of each course of the programme where the question
/// crosses them. The year must be said. `similar` are the hub areas similar to the one asked for.
pub fn ask(dataset: &Dataset, filters: &Filters, one_geography: bool, similar: &[HubArea]) -> Segments {
    let question = match crosses_courses(filters) {
        true => filters.without(Key::By).without(Key::Course),
        false => filters.clone(),
    };
    let asked = Asked::of(&question);
    let courses: Vec<Option<Course>> = match crosses_courses(filters) {
        true => asked.courses().map(Some).collect(),
        false => vec![None],
    };
    let year = filters.year().unwrap_or(AcademicYear::of(dataset.as_of));
    let mut parts: Vec<(Comparator, Part)> = courses
        .into_iter()
        .map(|course| match course {
            Some(one) => ask_part(dataset, &question.with(Key::Course, one.code()), course, one_geography, similar),
            None => ask_part(dataset, &question, None, one_geography, similar),
        })
        .collect();
    // All are compared with the same: a course that only the place asked for takes is left out where others are elsewhere.
    if parts.iter().any(|(comparator, _)| comparator.is_elsewhere()) {
        parts.retain(|(comparator, _)| comparator.is_elsewhere());
    }
    let comparator = parts.first().map_or(Comparator::AllButSegment, |(comparator, _)| *comparator);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    Segments { measure: asked.measure, year, scale: asked.scale(), parts, comparator }
}

/// Every segment of the courses chosen together.
fn ask_part(
    dataset: &Dataset,
    filters: &Filters,
    course: Option<Course>,
    one_geography: bool,
    similar: &[HubArea],
) -> (Comparator, Part) {
    let asked = Asked::of(filters);
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
    let mut own_items: Vec<&Item> = Vec::new();
    for item in items.iter() {
        if selection.standing[item.school] & OWN != 0 {
            add(&mut whole[item.stratum], item);
            total_people += item.people;
            own_items.push(item);
        } else if inside.get(item.school).copied().unwrap_or(false) {
            add(&mut rest[item.stratum], item);
        }
    }
    let sum = |strata: &[(u32, u32)]| strata.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    // In sharing figures that nobody is counted elsewhere must not be told: there it is whether anybody ever was, in any strand.
    let is_empty = match one_geography {
        true => !is_anyone(dataset, &inside),
        false => sum(&rest).1 == 0,
    };
    if comparator.is_elsewhere() && is_empty {
        // Nothing else is loaded: the place is compared with its own average.
        comparator = Comparator::PlaceButSegment;
    }
    let elsewhere = comparator.is_elsewhere();
    let mut segments = Vec::new();
    for cut in cuts(filters, one_geography, course.is_some()) {
        let (groups, names) = groups(dataset, Some(cut));
        let mut own = vec![vec![(0u32, 0u32); strata]; names.len()];
        let mut people = vec![0u32; names.len()];
        let mut unreached = vec![Vec::new(); names.len()];
        // A missing row would tell that nobody of those whose starts count is at a school of the segment.
        let keeps_empty = one_geography && matches!(measure, GapMeasure::Completion | GapMeasure::Continuation);
        let mut is_possible = vec![false; names.len()];
        if keeps_empty {
            let own = (1..dataset.schools.len()).filter(|school| selection.standing[*school] & OWN != 0);
            own.flat_map(|school| groups.of(school)).for_each(|group| is_possible[group] = true);
        }
        for item in own_items.iter().copied() {
            for group in groups.of(item.school) {
                add(&mut own[group][item.stratum], item);
                people[group] += item.people;
                if item.numerator == 0 && measure.counts_schools() {
                    unreached[group].push(item.school as u32);
                }
            }
        }
        let counted = own.into_iter().zip(people).zip(unreached).zip(is_possible);
        for (name, (((own, people), unreached), is_possible)) in names.into_iter().zip(counted) {
            let figures = sum(&own);
            if name.unknown || (figures.1 == 0 && !is_possible) {
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
            segments.push(Segment { course, cut, name, own: figures, comparator, strata, people, unreached });
        }
    }
    (comparator, Part { segments, total: sum(&whole), total_people })
}

fn add(to: &mut (u32, u32), item: &Item) {
    to.0 += item.numerator;
    to.1 += item.base;
}

/// How schools fall into the groups of a cut: into one each, or into any number of lists.
pub(crate) enum Groups {
    /// By what a school is.
    One(Grouping),
    /// By the bits set for it, of so many lists.
    Lists(Vec<u16>, usize),
}

impl Groups {
    /// The groups of a school by position.
    pub(crate) fn of(&self, school: usize) -> impl Iterator<Item = usize> {
        let (one, lists, count) = match self {
            Groups::One(Grouping::School(groups)) => (Some(usize::from(groups[school])), 0, 0),
            Groups::One(Grouping::Whole) => (Some(0), 0, 0),
            Groups::One(_) => (None, 0, 0),
            Groups::Lists(lists, count) => (None, lists[school], *count),
        };
        one.into_iter().chain((0..count).filter(move |list| lists & 1 << list != 0))
    }
}

/// The groups of a cut, and their names; of no cut the one of all schools.
pub(crate) fn groups(dataset: &Dataset, cut: Option<Cut>) -> (Groups, Vec<GroupName>) {
    let Some(cut) = cut else {
        let total = GroupName { code: "total".into(), name: "Total".into(), unknown: false };
        return (Groups::One(Grouping::Whole), vec![total]);
    };
    match cut {
        Cut::By(by) => match select::grouping(dataset, by) {
            (grouping @ Grouping::School(_), names) => (Groups::One(grouping), names),
            _ => (Groups::Lists(vec![0; dataset.schools.len()], 0), Vec::new()),
        },
        Cut::TrustSize => {
            let sizes = select::trust_sizes(dataset);
            let names = TrustSize::ALL.iter().map(|size| GroupName {
                code: size.slug().into(),
                name: size.name().into(),
                unknown: false,
            });
            (Groups::One(Grouping::School(sizes.into_iter().map(|size| size as u16).collect())), names.collect())
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
