//! Schools from the register: places, phase and type, successors, priority lists, and who was open when.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::establishment::{Rurality, SchoolSize, establishment_type, phase_of, school_type_of};
use domain::place::{HubArea, Region, district};
use domain::programme::AcademicYear;

use crate::dataset::{Dataset, Schools};
use crate::raw::Raw;

/// The position that stands for "hub area not known".
pub const NO_HUB: u8 = HubArea::COUNT as u8;

/// Fills the schools of a dataset and the dictionaries that they use. `years` must be set.
pub fn fill(dataset: &mut Dataset, raw: &mut Raw) {
    raw.schools.sort_by_key(|s| s.urn);
    raw.schools.dedup_by_key(|s| s.urn);
    let years = dataset.years.clone();
    let mut authorities = Dictionary::new(vec![(String::new(), "Unknown".to_owned(), Region::Unknown)]);
    let mut trusts = Dictionary::new(vec![(String::new(), "No trust".to_owned())]);
    let mut lists: Vec<String> = raw.priority.iter().map(|(list, ..)| list.clone()).collect();
    lists.sort();
    lists.dedup();
    lists.truncate(16);

    let mut schools = Schools::default();
    schools.push_unknown(years.len());
    let overrides = current_overrides(raw, dataset.as_of);
    for school in &raw.schools {
        let place = school.district_code.as_deref().and_then(district);
        let region = place.map(|d| d.region).or_else(|| school.region_letter.as_deref().and_then(Region::from_letter));
        let authority = match (place, &school.gss_la_code, &school.la_name) {
            // The district decides: abolished authorities live on in old rows.
            (Some(d), ..) => Some((d.authority_code.to_owned(), d.authority.to_owned())),
            (None, Some(code), Some(name)) if code.starts_with('E') => Some((code.clone(), name.clone())),
            _ => None,
        };
        let region = region.unwrap_or(Region::Unknown);
        let hub = overrides.get(&school.urn).copied().or_else(|| place.and_then(|d| d.hub_area()));
        let is_type_in_area = school.type_code.and_then(establishment_type).is_some_and(|t| t.in_area);
        schools.urn.push(school.urn);
        schools.name.push(school.name.clone());
        schools.region.push(region as u8);
        schools.hub.push(hub.map_or(NO_HUB, |h| h.index() as u8));
        schools
            .authority
            .push(authority.map_or(0, |(code, name)| authorities.position(&code.clone(), || (code, name, region))));
        schools.phase.push(phase_of(school.phase_code, school.type_code) as u8);
        schools.school_type.push(school_type_of(school.type_code) as u8);
        schools.trust.push(match (&school.trust_code, &school.trust_name) {
            (Some(code), name) => {
                trusts.position(code, || (code.clone(), name.clone().unwrap_or_else(|| code.clone())))
            }
            _ => 0,
        });
        schools.size.push(SchoolSize::of(school.pupils) as u8);
        schools.rurality.push(Rurality::of(school.urban_rural.as_deref()) as u8);
        schools.open.push((
            school.opened_on.map_or(i32::MIN, |day| day.to_epoch_days()),
            school.closed_on.map_or(i32::MAX, |day| day.to_epoch_days()),
        ));
        schools.priority.push(0);
        schools.today.push(Vec::new());
        for (year, open) in years.iter().zip(&mut schools.in_area) {
            let on = year.first_day();
            open.push(is_type_in_area && is_open(school.status_code, school.opened_on, school.closed_on, on));
        }
        for teachers in &mut schools.teachers {
            teachers.push(f32::NAN);
        }
    }
    for (list, urn, from, to) in &raw.priority {
        let bit = lists.iter().position(|l| l == list);
        if let (Some(bit), Some(at)) = (bit, schools.at(*urn))
            && *from <= dataset.as_of.max(*from)
            && to.is_none_or(|to| to >= dataset.as_of)
        {
            schools.priority[at] |= 1 << bit;
        }
    }
    for (urn, year, teachers) in &raw.headcounts {
        let year = years.iter().position(|y| *y == AcademicYear(*year));
        if let (Some(year), Some(at)) = (year, schools.at(*urn))
            && teachers.is_finite()
            && *teachers >= 0.0
        {
            schools.teachers[year][at] = *teachers as f32;
        }
    }
    link_successors(&mut schools, &raw.successors);
    dataset.oddities.schools_without_hub = match schools.in_area.last() {
        Some(open) => (0..schools.len()).filter(|at| open[*at] && schools.hub[*at] == NO_HUB).count() as u64,
        None => 0,
    };
    dataset.schools = schools;
    dataset.authorities = authorities.values;
    dataset.trusts = trusts.values;
    dataset.priority_lists = lists;
}

/// A blank opening date means open; a closed school without a date is closed; one that is proposed is not open yet.
fn is_open(status: Option<u8>, opened: Option<NaiveDate>, closed: Option<NaiveDate>, on: NaiveDate) -> bool {
    match (status, closed) {
        (Some(2), None) => false,
        (Some(4), _) if opened.is_none() => false,
        _ => opened.is_none_or(|d| d <= on) && closed.is_none_or(|d| d >= on),
    }
}

fn current_overrides(raw: &Raw, as_of: NaiveDate) -> HashMap<u32, HubArea> {
    let mut latest: HashMap<u32, (NaiveDate, HubArea)> = HashMap::new();
    for (urn, hub, from, to) in &raw.hub_overrides {
        let in_force = *from <= as_of && to.is_none_or(|to| to >= as_of);
        if in_force && latest.get(urn).is_none_or(|(other, _)| other <= from) {
            latest.insert(*urn, (*from, *hub));
        }
    }
    latest.into_iter().map(|(urn, (_, hub))| (urn, hub)).collect()
}

/// Each school is followed by all that came after it, down every chain of successors: on any day, those of them that
/// are open then stand for it.
fn link_successors(schools: &mut Schools, links: &[(u32, u32)]) {
    let mut next: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in links {
        if let (Some(from), Some(to)) = (schools.at(*from), schools.at(*to))
            && from != to
        {
            let after = next.entry(from).or_default();
            if !after.contains(&to) {
                after.push(to);
            }
        }
    }
    for at in 0..schools.len() {
        let mut seen = vec![at];
        let mut open = vec![at];
        let mut ends = false;
        while let Some(school) = open.pop() {
            let after = next.get(&school);
            ends |= after.is_none();
            for to in after.into_iter().flatten() {
                if !seen.contains(to) {
                    seen.push(*to);
                    open.push(*to);
                }
            }
        }
        if !ends {
            // Links that go round in a circle: the school stands for itself.
            seen.truncate(1);
        }
        seen.sort_unstable();
        schools.today[at] = seen.into_iter().map(|school| school as u32).collect();
    }
}

impl Schools {
    fn push_unknown(&mut self, years: usize) {
        self.urn.push(0);
        self.name.push("Unknown".into());
        self.region.push(Region::Unknown as u8);
        self.hub.push(NO_HUB);
        self.authority.push(0);
        self.phase.push(domain::establishment::Phase::Unknown as u8);
        self.school_type.push(domain::establishment::SchoolType::Unknown as u8);
        self.trust.push(0);
        self.size.push(SchoolSize::Unknown as u8);
        self.rurality.push(Rurality::Unknown as u8);
        self.open.push((i32::MIN, i32::MAX));
        self.priority.push(0);
        self.today.push(Vec::new());
        self.in_area = vec![vec![false]; years];
        self.teachers = vec![vec![f32::NAN]; years];
    }

    /// Position of a reference number.
    pub(crate) fn at(&self, urn: u32) -> Option<usize> {
        self.urn.binary_search(&urn).ok().filter(|at| *at > 0)
    }
}

/// Values in the order in which they were first seen.
pub struct Dictionary<V> {
    positions: HashMap<String, u16>,
    /// The values.
    pub values: Vec<V>,
}

impl<V> Dictionary<V> {
    /// A dictionary that begins with values that have no key.
    pub fn new(values: Vec<V>) -> Self {
        Dictionary { positions: HashMap::new(), values }
    }

    /// Position of a key; its value is made when it is new. Past 65,534 values everything is unknown.
    pub fn position(&mut self, key: &str, make: impl FnOnce() -> V) -> u16 {
        if let Some(at) = self.positions.get(key) {
            return *at;
        }
        let Ok(at) = u16::try_from(self.values.len()) else {
            return 0;
        };
        self.values.push(make());
        self.positions.insert(key.to_owned(), at);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_school_is_open_from_its_first_to_its_last_day() {
        let on = day("2024-09-01");
        assert!(is_open(Some(1), None, None, on));
        assert!(is_open(Some(1), Some(on), None, on));
        assert!(is_open(Some(2), None, Some(on), on));
        assert!(!is_open(Some(2), None, Some(day("2024-08-31")), on));
        assert!(!is_open(Some(1), Some(day("2024-09-02")), None, on));
        assert!(!is_open(Some(4), None, None, on));
        assert!(!is_open(Some(2), None, None, on));
    }

    #[test]
    fn schools_are_followed_down_chains_and_splits_of_successors_and_circles_by_themselves() {
        let mut dataset = Dataset { years: vec![AcademicYear(2024)], as_of: day("2025-06-13"), ..Dataset::default() };
        let school = |urn| crate::raw::RawSchool { urn, ..Default::default() };
        let mut raw = Raw {
            schools: (100_001..=100_008).map(school).collect(),
            successors: vec![
                (100_001, 100_002),
                (100_002, 100_003),
                (100_004, 100_005),
                (100_004, 100_006),
                (100_007, 100_008),
                (100_008, 100_007),
            ],
            ..Raw::default()
        };
        fill(&mut dataset, &mut raw);
        let followed = |urn: u32| {
            let at = dataset.schools.at(urn).expect("known");
            dataset.schools.today[at].iter().map(|s| dataset.schools.urn[*s as usize]).collect::<Vec<_>>()
        };
        assert_eq!(followed(100_001), [100_001, 100_002, 100_003]);
        assert_eq!(followed(100_003), [100_003]);
        assert_eq!(followed(100_004), [100_004, 100_005, 100_006]);
        assert_eq!(followed(100_007), [100_007]);
    }
}
