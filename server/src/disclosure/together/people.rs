//! Starts that are alike, and those that there might be.

use std::collections::{BTreeMap, BTreeSet};

use domain::programme::{Course, CourseGroup};
use frames::Dataset;
use frames::partition::{Flags, Partition, course_of};

use crate::analytics::Measure;

/// People whom there may be besides those there are: this many kinds at most.
const KINDS: usize = 3_000;

/// What becomes of a start.
const FATES: u16 = Flags::RETAINED_1.0
    | Flags::RETAINED_2.0
    | Flags::RETAINED_3.0
    | Flags::RETAINED_4.0
    | Flags::COMPLETED.0
    | Flags::PASSED.0
    | Flags::FAILED.0
    | Flags::WITHDRAWN.0
    | Flags::DEFERRED.0
    | Flags::ACTIVE.0
    | Flags::BY_SAME_DATE.0;

/// Starts that are alike: school, traits, delivery partner and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub(super) school: u32,
    pub(super) traits: u16,
    pub(super) partner: u16,
    pub(super) flags: u16,
}

impl Alike {
    pub(super) fn counts_for(&self, measure: Measure) -> bool {
        let flags = Flags(self.flags);
        let flag = match measure {
            Measure::Starts | Measure::People => return true,
            Measure::Awaiting => {
                return flags.has(Flags::COMPLETED) && !flags.has(Flags::PASSED) && !flags.has(Flags::FAILED);
            }
            Measure::Continuing => return flags.has(Flags::COMPLETED) || flags.has(Flags::ACTIVE),
            Measure::PeopleInRate => Flags::IN_RATE,
            Measure::Retained1 => Flags::RETAINED_1,
            Measure::Retained2 => Flags::RETAINED_2,
            Measure::Retained3 => Flags::RETAINED_3,
            Measure::Retained4 => Flags::RETAINED_4,
            Measure::Completed => Flags::COMPLETED,
            Measure::Passed => Flags::PASSED,
            Measure::Failed => Flags::FAILED,
            Measure::Withdrawn => Flags::WITHDRAWN,
            Measure::Deferred => Flags::DEFERRED,
            Measure::Active => Flags::ACTIVE,
            Measure::Mature => Flags::MATURE,
            Measure::Leadership => Flags::LEADERSHIP,
            Measure::LastYear => Flags::BY_SAME_DATE,
            _ => return false,
        };
        flags.has(flag)
    }
}

/// School, traits and delivery partner.
type Places<'a> = Box<dyn Iterator<Item = (u32, u16, u16)> + 'a>;

/// Kinds of starts that there may be: what became of others, at the same place on the same course; and, as far as these are
/// not too many, each course at each school.
pub(super) fn possible(dataset: &Dataset, p: &Partition, kinds: &BTreeMap<Alike, u32>) -> Vec<Alike> {
    let is_leadership =
        |traits: u16| Course::at(course_of(traits)).is_some_and(|c| c.facts().group == CourseGroup::Leadership);
    let mut fates: BTreeMap<bool, BTreeSet<u16>> = BTreeMap::new();
    let mut fixed: BTreeMap<u16, u16> = BTreeMap::new();
    let mut places: BTreeSet<(u32, u16, u16)> = BTreeSet::new();
    let mut partners: BTreeMap<u32, u16> = BTreeMap::new();
    for alike in kinds.keys() {
        fates.entry(is_leadership(alike.traits)).or_default().insert(alike.flags & FATES);
        fixed.insert(alike.traits, alike.flags & (Flags::MATURE.0 | Flags::LEADERSHIP.0));
        places.insert((alike.school, alike.traits, alike.partner));
        partners.entry(alike.school).or_insert(alike.partner);
    }
    let teachers = dataset.year_index(p.year).map(|year| &dataset.schools.teachers[year]);
    let in_rate = |school: u32| match teachers.and_then(|t| t.get(school as usize)) {
        Some(teachers) if !teachers.is_nan() => Flags::IN_RATE.0,
        _ => 0,
    };
    let most = fates.values().map(BTreeSet::len).max().unwrap_or(0);
    let here = partners.iter().flat_map(|(school, partner)| fixed.keys().map(|traits| (*school, *traits, *partner)));
    let all = (0..dataset.schools.len() as u32).flat_map(|school| {
        let partners = (0..dataset.partners.len() as u16).map(move |partner| (school, partner));
        partners.flat_map(|(school, partner)| fixed.keys().map(move |traits| (school, *traits, partner)))
    });
    let mut found = Vec::new();
    let ways: [(usize, Places<'_>); 3] = [
        (places.len(), Box::new(places.iter().copied())),
        (partners.len() * fixed.len(), Box::new(here)),
        (dataset.schools.len() * dataset.partners.len() * fixed.len(), Box::new(all)),
    ];
    for (count, places) in ways {
        if count * most > KINDS {
            break;
        }
        for (school, traits, partner) in places {
            for fate in fates.get(&is_leadership(traits)).into_iter().flatten() {
                let flags = fate | fixed.get(&traits).copied().unwrap_or(0) | in_rate(school);
                found.push(Alike { school, traits, partner, flags });
            }
        }
    }
    found
}
