//! What an earlier version of the data was told of a year: whoever read it may lay it beside what is told now. It stands, and what
//! is told now must not give away small counts of either version. How many came between the two is no figure of its own.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use domain::establishment::Urn;
use domain::measure::Count;
use domain::programme::{Cohort, Course};
use frames::Dataset;
use frames::partition::{cohort_of, course_of, traits};
use measures::disclosure::tables::Tables;
use serde::{Deserialize, Serialize};

use super::Named;
use super::people::{Alike, Place, Side, Unknown};
use crate::deflated;

/// Starts that are alike, in words that the next version of the data has as well.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Start {
    urn: u32,
    course: String,
    cohort: Option<Cohort>,
    funding: u8,
    partner: String,
    flags: u16,
}

/// What was told of a programme and year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Telling {
    /// Starts of people who have one in the year, and how many are alike.
    alone: BTreeMap<String, u32>,
    /// Those of people who have several.
    others: BTreeMap<String, u32>,
    /// By name: the true figure, and what was told.
    pub(super) figures: BTreeMap<String, (u32, Count)>,
    /// Counts of 0 to 4 for which no other world was found.
    pub(super) unproved: usize,
    /// The same beside what the version before was told.
    pub(super) unproved_beside: usize,
}

/// The name of a figure as it is kept.
pub(super) fn name(named: &Named) -> String {
    format!("{:?} {} {:?}", named.cut, named.code, named.what)
}

impl Telling {
    /// Of a year whose figures are not decided yet.
    pub(super) fn of(dataset: &Dataset, kinds: &[(Alike, u32)], others: &[Place]) -> Telling {
        let mut telling = Telling::default();
        for (alike, people) in kinds.iter().filter(|(_, people)| *people > 0) {
            *telling.alone.entry(start(dataset, alike)).or_default() += people;
        }
        for (school, traits, partner) in others.iter().copied() {
            *telling.others.entry(start(dataset, &Alike { school, traits, partner, flags: 0 })).or_default() += 1;
        }
        telling
    }

    /// Whether both are of the same starts, whatever became of them.
    pub(super) fn is_of_same_starts(&self, other: &Telling) -> bool {
        self.others == other.others && self.places() == other.places()
    }

    fn places(&self) -> BTreeMap<Start, u32> {
        let mut places = BTreeMap::new();
        for (start, people) in &self.alone {
            let start = serde_json::from_str(start).map(|start| Start { flags: 0, ..start });
            start.into_iter().for_each(|start| *places.entry(start).or_default() += people);
        }
        places
    }

    /// Whether it is of figures of these names and values.
    pub(super) fn is_of_same_figures(&self, names: &BTreeMap<String, (u32, usize)>) -> bool {
        let same = |(name, (value, _)): (&String, &(u32, usize))| {
            self.figures.get(name).is_some_and(|(of_other, _)| value == of_other)
        };
        self.figures.len() == names.len() && names.iter().all(same)
    }

    /// Whether a figure is withheld for the sake of others.
    pub(super) fn is_withheld(&self, named: &Named) -> bool {
        self.figures.get(&name(named)).is_none_or(|(_, count)| *count == Count::Withheld)
    }

    /// As it is kept.
    pub(super) fn packed(&self) -> Result<Vec<u8>> {
        deflated::pack(self)
    }

    /// Reads what is kept.
    pub(super) fn unpacked(bytes: &[u8]) -> Result<Telling> {
        deflated::unpack(bytes).context("what was told of a year cannot be read")
    }

    /// Starts that are alike, as this dataset has them. Those whose school, cohort or partner it has no more are left out: they
    /// are the same in all worlds.
    fn kinds(&self, dataset: &Dataset) -> BTreeMap<Alike, u32> {
        let found = self.alone.iter().filter_map(|(start, people)| Some((alike(dataset, start)?, *people)));
        let mut kinds = BTreeMap::new();
        found.for_each(|(alike, people)| *kinds.entry(alike).or_default() += people);
        kinds
    }

    fn others(&self, dataset: &Dataset) -> Vec<Place> {
        let found = self.others.iter().filter_map(|(start, people)| Some((alike(dataset, start)?.place(), *people)));
        found.flat_map(|(place, people)| std::iter::repeat_n(place, people as usize)).collect()
    }
}

fn start(dataset: &Dataset, alike: &Alike) -> String {
    let start = Start {
        urn: dataset.schools.urn[alike.school as usize],
        course: Course::at(course_of(alike.traits)).map_or(String::new(), |course| course.code().to_owned()),
        cohort: dataset.cohorts.get(cohort_of(alike.traits)).copied().flatten(),
        funding: (alike.traits & 3) as u8,
        partner: dataset.partners.get(usize::from(alike.partner)).map_or(String::new(), |(id, _)| id.clone()),
        flags: alike.flags,
    };
    serde_json::to_string(&start).unwrap_or_default()
}

fn alike(dataset: &Dataset, start: &str) -> Option<Alike> {
    let start: Start = serde_json::from_str(start).ok()?;
    let school = if start.urn == 0 { 0 } else { dataset.schools.position(Urn(start.urn))? };
    let course = Course::all().position(|course| course.code() == start.course)?;
    let cohort = dataset.cohorts.iter().position(|cohort| *cohort == start.cohort)?;
    let partner = dataset.partners.iter().position(|(id, _)| *id == start.partner)?;
    Some(Alike {
        school: school as u32,
        traits: traits(course as u8, cohort as u8, start.funding),
        partner: partner as u16,
        flags: start.flags,
    })
}

/// Starts that are alike, and how many, by place.
type AtPlaces = BTreeMap<Place, Vec<(Alike, u32)>>;

/// What was told of the year before, and who stood behind it.
pub(super) struct Before {
    pub(super) telling: Telling,
    pub(super) side: Side,
}

/// Makes the unknowns of a year: how many of each kind there are, now and in the version before. Between the two, people may have
/// come, gone, or something become of them, as some truly have.
pub(super) fn unknowns(
    dataset: &Dataset,
    tables: &mut Tables,
    now: &[(Alike, u32)],
    others: Vec<Place>,
    told: Option<Telling>,
) -> (Side, Option<Before>) {
    let mut sides = [Side::default(), Side::default()];
    let mut kind = |then: Option<Alike>, now: Option<Alike>, people: u32| {
        let Some(known) = now.or(then) else { return };
        let insiders = dataset.hubs_that_know(known.school as usize, usize::from(known.partner));
        let at = tables.kind(people, &insiders);
        for (side, alike) in sides.iter_mut().zip([now, then]) {
            side.kinds.extend(alike.map(|alike| Unknown { at, alike, people }));
        }
    };
    let Some(telling) = told else {
        now.iter().for_each(|(alike, people)| kind(None, Some(*alike), *people));
        let [side, _] = sides;
        return (Side { others, ..side }, None);
    };
    let then = telling.kinds(dataset);
    let of_now: BTreeMap<Alike, u32> = now.iter().copied().collect();
    let (mut came, mut went) = (AtPlaces::new(), AtPlaces::new());
    let all: BTreeSet<Alike> = of_now.keys().chain(then.keys()).copied().collect();
    for alike in &all {
        let count = |of: &BTreeMap<Alike, u32>| of.get(alike).copied().unwrap_or(0);
        let (more, fewer) = (count(&of_now), count(&then));
        kind(Some(*alike), Some(*alike), more.min(fewer));
        if more > fewer {
            came.entry(alike.place()).or_default().push((*alike, more - fewer));
        } else if fewer > more {
            went.entry(alike.place()).or_default().push((*alike, fewer - more));
        }
    }
    // Of whom something became: at the same place, on the same course.
    let mut changed: BTreeMap<(Alike, Alike), u32> = BTreeMap::new();
    for (place, went) in &mut went {
        let Some(came) = came.get_mut(place) else { continue };
        for (from, gone) in went.iter_mut() {
            for (to, come) in came.iter_mut() {
                let both = (*gone).min(*come);
                if both > 0 {
                    *changed.entry((*from, *to)).or_default() += both;
                    (*gone, *come) = (*gone - both, *come - both);
                }
            }
        }
    }
    let left = |of: AtPlaces| -> BTreeMap<Alike, u32> {
        of.into_values().flatten().filter(|(_, people)| *people > 0).collect()
    };
    let (came, went) = (left(came), left(went));
    let ways: BTreeSet<(u16, u16)> = changed.keys().map(|(from, to)| (from.flags, to.flags)).collect();
    // The same may have become of others, and others may have come or gone: of kinds of which there are some.
    let is_there = |alike: &Alike| [&of_now, &then].iter().any(|of| of.get(alike).is_some_and(|people| *people > 0));
    let some: Vec<Alike> = all.iter().copied().filter(is_there).collect();
    let possible = some.iter().flat_map(|from| {
        let to = |(_, flags): &(u16, u16)| (*from, Alike { flags: *flags, ..*from });
        ways.iter().filter(|(flags, _)| *flags == from.flags).map(to).collect::<Vec<_>>()
    });
    for both in possible.collect::<Vec<_>>() {
        changed.entry(both).or_default();
    }
    changed.into_iter().for_each(|((from, to), people)| kind(Some(from), Some(to), people));
    for (of, is_now) in [(&came, true), (&went, false)] {
        // Where nobody did, nobody is supposed to have come, or gone.
        for alike in some.iter().filter(|_| !of.is_empty()) {
            let people = of.get(alike).copied().unwrap_or(0);
            let (then, now) = if is_now { (None, Some(*alike)) } else { (Some(*alike), None) };
            kind(then, now, people);
        }
    }
    let [side, before] = sides;
    let before = Side { others: telling.others(dataset), ..before };
    (Side { others, ..side }, Some(Before { telling, side: before }))
}

#[cfg(test)]
mod tests {
    use frames::Schools;

    use super::*;

    fn dataset(urns: &[u32], partners: &[&str]) -> Dataset {
        let none = urns.iter().map(|_| 87).collect();
        let schools = Schools { urn: urns.to_vec(), hub: none, ..Schools::default() };
        let named = |id: &&str| ((*id).to_owned(), String::new());
        Dataset { schools, partners: partners.iter().map(named).collect(), cohorts: vec![None], ..Dataset::default() }
    }

    fn of(school: u32, course: u8, flags: u16) -> Alike {
        Alike { school, traits: traits(course, 0, 1), partner: 1, flags }
    }

    /// How many are alike on one side.
    fn counted(side: &Side) -> BTreeMap<Alike, u32> {
        let mut counted = BTreeMap::new();
        side.kinds.iter().for_each(|unknown| *counted.entry(unknown.alike).or_default() += unknown.people);
        counted.retain(|_, people| *people > 0);
        counted
    }

    #[test]
    fn what_is_told_is_read_again_by_a_version_with_other_schools_and_partners() {
        let then = dataset(&[0, 900_001, 900_002], &["", "a", "b"]);
        let kinds = [(of(1, 2, 8), 3), (of(2, 2, 8), 1), (of(0, 3, 8), 4), (of(1, 3, 8), 0)];
        let mut telling = Telling::of(&then, &kinds, &[of(1, 2, 0).place(), of(2, 2, 0).place()]);
        telling.figures.insert("a".into(), (7, Count::Rounded(5)));
        let again = Telling::unpacked(&telling.packed().expect("packed")).expect("unpacked");
        assert_eq!(again, telling);
        assert!(Telling::unpacked(&telling.packed().expect("packed")[..9]).is_err());
        // 900002 is gone, and others came before the first.
        let now = dataset(&[0, 800_000, 900_001], &["", "b", "a"]);
        let at = |school, course| Alike { partner: 2, ..of(school, course, 8) };
        assert_eq!(again.kinds(&now), BTreeMap::from([(at(2, 2), 3), (at(0, 3), 4)]));
        assert_eq!(again.others(&now), [Alike { flags: 0, ..at(2, 2) }.place()]);
        assert!(again.is_of_same_starts(&Telling::of(&then, &kinds, &[of(2, 2, 0).place(), of(1, 2, 0).place()])));
        assert!(!again.is_of_same_starts(&Telling::of(
            &then,
            &kinds[1..],
            &[of(1, 2, 0).place(), of(2, 2, 0).place()]
        )));
        assert!(!again.is_of_same_starts(&Telling::of(&then, &kinds, &[])));
        let names = |name: &str, value: u32| BTreeMap::from([(name.to_owned(), (value, 0))]);
        assert!(again.is_of_same_figures(&names("a", 7)));
        for other in [names("a", 8), names("b", 7), BTreeMap::new()] {
            assert!(!again.is_of_same_figures(&other));
        }
    }

    #[test]
    fn between_two_versions_people_come_and_go_and_something_becomes_of_some() {
        let dataset = dataset(&[0, 900_001, 900_002], &["", "a"]);
        // At the first school 2 stayed, of 2 something became, and 1 came; at the second 3 went.
        let then = [(of(1, 2, 8), 4), (of(2, 2, 8), 3)];
        let now = [(of(1, 2, 8), 2), (of(1, 2, 16), 3), (of(2, 2, 8), 0), (of(2, 2, 16), 0)];
        let telling = Telling::of(&dataset, &then, &[]);
        let mut tables = Tables::new();
        let (side, before) = unknowns(&dataset, &mut tables, &now, vec![of(1, 2, 0).place()], Some(telling));
        let before = before.expect("something was told");
        assert_eq!(counted(&side), BTreeMap::from([(of(1, 2, 8), 2), (of(1, 2, 16), 3)]));
        assert_eq!(counted(&before.side), BTreeMap::from(then));
        assert_eq!((side.others.len(), before.side.others.len()), (1, 0));
        let of_both = |one: Option<Alike>, other: Option<Alike>| -> Vec<u32> {
            let then = |at: u32| before.side.kinds.iter().find(|unknown| unknown.at == at).map(|unknown| unknown.alike);
            let now = |at: u32| side.kinds.iter().find(|unknown| unknown.at == at).map(|unknown| unknown.alike);
            let all = side.kinds.iter().chain(&before.side.kinds).map(|unknown| (unknown.at, unknown.people));
            let all: BTreeSet<(u32, u32)> = all.filter(|(at, _)| then(*at) == one && now(*at) == other).collect();
            all.into_iter().map(|(_, people)| people).collect()
        };
        let [stay, end] = [8, 16].map(|flags| Some(of(1, 2, flags)));
        assert_eq!(of_both(stay, stay), [2]);
        assert_eq!(of_both(stay, end), [2]);
        assert_eq!(of_both(None, end), [1]);
        assert_eq!(of_both(Some(of(2, 2, 8)), None), [3]);
        // The same may have become of others, and others may have come and gone, of kinds of which there are some.
        assert_eq!(of_both(Some(of(2, 2, 8)), Some(of(2, 2, 16))), [0]);
        assert_eq!(of_both(None, stay), [0]);
        assert!(of_both(None, Some(of(2, 2, 16))).is_empty());
        assert_eq!(of_both(stay, None), [0]);
    }

    #[test]
    fn where_nobody_came_or_went_nobody_is_supposed_to_have() {
        let dataset = dataset(&[0, 900_001], &["", "a"]);
        let kinds = [(of(1, 2, 8), 4), (of(1, 2, 16), 0)];
        for told in [None, Some(Telling::of(&dataset, &kinds, &[]))] {
            let mut tables = Tables::new();
            let (side, before) = unknowns(&dataset, &mut tables, &kinds, Vec::new(), told);
            assert_eq!(side.kinds.len(), 2);
            assert!(before.is_none_or(|before| before.side.kinds.len() == 2));
        }
    }
}
