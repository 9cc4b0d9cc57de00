//! Starts that are alike, and those that there might be.

use std::collections::{BTreeMap, BTreeSet};

use domain::programme::{Course, CourseGroup};
use frames::Dataset;
use frames::partition::{Flags, Partition, course_of};

use crate::analytics::Measure;

/// Kinds of people that there may be besides those there are: about this many at most.
const KINDS: usize = 3_000;

/// What becomes of a start, and whether it was declared by the same date.
const FATES: u16 = Flags::FATES.0 | Flags::BY_SAME_DATE.0;

/// Starts that are alike: school, traits, delivery partner and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub(super) school: u32,
    pub(super) traits: u16,
    pub(super) partner: u16,
    pub(super) flags: u16,
}

impl Alike {
    pub(super) fn place(&self) -> Place {
        (self.school, self.traits, self.partner)
    }

    pub(super) fn counts_for(&self, measure: Measure) -> bool {
        measure.has(Flags(self.flags))
    }
}

/// School, traits and delivery partner.
pub(super) type Place = (u32, u16, u16);

/// Starts that are alike, as an unknown of the system.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unknown {
    /// Its place in the system.
    pub(super) at: u32,
    pub(super) alike: Alike,
    /// How many there are.
    pub(super) people: u32,
}

/// The starts of a year, in one version of the data.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// Of people with one start in the year, and those that there might be.
    pub(super) kinds: Vec<Unknown>,
    /// Of people with several: they stay as they are.
    pub(super) others: Vec<Place>,
}

/// Kinds of starts that there may be: what became of others, at the same place on the same course; the same with another
/// delivery partner, since the hub of the first knows its own; on each course at each school that has starts; and at other
/// schools. As many as are to be looked at, the commonest fates first, schools evenly.
pub(super) fn possible(dataset: &Dataset, p: &Partition, kinds: &BTreeMap<Alike, u32>) -> Vec<Alike> {
    let is_leadership =
        |traits: u16| Course::at(course_of(traits)).is_some_and(|c| c.facts().group == CourseGroup::Leadership);
    let mut counts: BTreeMap<(bool, u16), u32> = BTreeMap::new();
    let mut fixed: BTreeMap<u16, u16> = BTreeMap::new();
    let mut places: BTreeSet<Place> = BTreeSet::new();
    let mut partners: BTreeMap<u32, u16> = BTreeMap::new();
    let mut delivered: BTreeMap<u16, u32> = BTreeMap::new();
    for (alike, people) in kinds {
        *delivered.entry(alike.partner).or_default() += people;
        *counts.entry((is_leadership(alike.traits), alike.flags & FATES)).or_default() += people;
        fixed.insert(alike.traits, alike.flags & (Flags::MATURE.0 | Flags::LEADERSHIP.0));
        places.insert(alike.place());
        partners.entry(alike.school).or_insert(alike.partner);
    }
    let mut fates: Vec<(bool, u16)> = counts.keys().copied().collect();
    fates.sort_by_key(|fate| std::cmp::Reverse(counts[fate]));
    let teachers = dataset.year_index(p.year).map(|year| &dataset.schools.teachers[year]);
    let in_rate = |school: u32| match teachers.and_then(|t| t.get(school as usize)) {
        Some(teachers) if !teachers.is_nan() => Flags::IN_RATE.0,
        _ => 0,
    };
    let on_each_course =
        |(school, partner): (u32, u16)| fixed.keys().map(move |traits| (school, *traits, partner)).collect::<Vec<_>>();
    let here = partners.iter().flat_map(|(school, partner)| on_each_course((*school, *partner))).collect();
    let others = (0..dataset.schools.len() as u32).filter(|school| !partners.contains_key(school));
    let elsewhere = others.flat_map(|school| {
        let partners = (0..dataset.partners.len() as u16).map(move |partner| (school, partner));
        partners.flat_map(on_each_course).collect::<Vec<_>>()
    });
    let mut commonest: Vec<u16> = delivered.keys().copied().collect();
    commonest.sort_by_key(|partner| std::cmp::Reverse(delivered[partner]));
    let with_other = |(school, traits, partner): &Place| {
        let other = commonest.iter().find(|other| *other != partner)?;
        Some((*school, *traits, *other))
    };
    let by_others: BTreeSet<Place> = places.iter().filter_map(with_other).filter(|at| !places.contains(at)).collect();
    let mut found = Vec::new();
    let ways: [(usize, Vec<Place>); 4] = [
        (KINDS / 2, places.iter().copied().collect()),
        (KINDS / 8, by_others.into_iter().collect()),
        (KINDS / 4, here),
        (KINDS / 4, elsewhere.collect()),
    ];
    for (room, places) in ways {
        let (each, stride) = ((room / places.len().max(1)).max(1), places.len().div_ceil(room).max(1));
        for (school, traits, partner) in places.into_iter().step_by(stride) {
            let like = fates.iter().filter(|(leadership, _)| *leadership == is_leadership(traits));
            for (_, fate) in like.take(each) {
                let flags = fate | fixed.get(&traits).copied().unwrap_or(0) | in_rate(school);
                found.push(Alike { school, traits, partner, flags });
            }
        }
    }
    found
}
