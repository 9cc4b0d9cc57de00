//! Packs starts into partitions by programme and year, and applications beside them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::participant::{ApplicationStatus, Funding};
use domain::programme::{AcademicYear, Cohort, Course, Programme, Season};

use crate::dataset::{Applications, Dataset};
use crate::engagement;
use crate::partition::{Flags, Partition, Row};
use crate::raw::{NONE, Raw};
use crate::starts::{Start, date};

pub(crate) fn starts(dataset: &mut Dataset, mut starts: Vec<Start>, raw: &Raw, cohorts: &[Option<Cohort>]) {
    starts.sort_unstable_by_key(|s| (s.person, s.course, s.started));
    settle_outcomes(&mut starts);
    let deliverers = Deliverers::new(raw);
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); Programme::ALL.len() * dataset.years.len()];
    let per_programme = dataset.years.len();
    let first_year = dataset.years.first().copied().unwrap_or(AcademicYear(0));
    for start in starts {
        let Some(course) = Course::at(usize::from(start.course)) else {
            continue;
        };
        let programme = course.facts().programme;
        let year = AcademicYear::of_start(programme, start.started).max(first_year);
        let slot = programme as usize * per_programme + usize::from(year.0 - first_year.0);
        let Some(partition) = rows.get_mut(slot) else {
            continue;
        };
        let school = dataset.schools.at(start.urn).unwrap_or(0);
        match (start.urn, school) {
            (0, _) => dataset.oddities.starts_without_school += 1,
            (_, 0) => dataset.oddities.starts_at_unknown_urn += 1,
            _ => {}
        }
        let partner = deliverers.of(&start, programme);
        partition.push(Row {
            person: start.person,
            school: school as u32,
            course: start.course,
            cohort: if start.cohort_known { position(cohorts, start.cohort) } else { 0 },
            funding: start.funding as u8,
            partner: engagement::position(partner),
            flags: start.flags,
        });
    }
    let years = dataset.years.iter().zip(&dataset.schools.teachers);
    let slots = Programme::ALL.iter().flat_map(|programme| years.clone().map(|about| (*programme, about)));
    dataset.partitions = slots
        .zip(&rows)
        .map(|((programme, (year, teachers)), rows)| Partition::new(programme, *year, rows, teachers))
        .collect();
}

/// Who delivered at a school in a cohort, where declarations do not say.
pub(crate) struct Deliverers {
    /// By the mapping that is loaded.
    listed: HashMap<(u32, u16), u32>,
    /// By partnerships of ECF/ECTE.
    partnered: HashMap<(u32, u16), u32>,
}

impl Deliverers {
    pub(crate) fn new(raw: &Raw) -> Deliverers {
        let by_place = |list: &[(u32, u16, u32)]| {
            list.iter().map(|(urn, cohort, partner)| ((*urn, *cohort), *partner)).collect::<HashMap<_, _>>()
        };
        Deliverers { listed: by_place(&raw.partner_schools), partnered: by_place(&raw.partnerships) }
    }

    /// Who delivered a start.
    pub(crate) fn of(&self, start: &Start, programme: Programme) -> Option<u32> {
        if start.partner != NONE {
            return Some(start.partner);
        }
        let place = (start.urn, start.api_cohort);
        let in_partnership = || self.partnered.get(&place).filter(|_| programme == Programme::Ecf);
        self.listed.get(&place).or_else(in_partnership).copied()
    }
}

/// The delivery partner of each start by position, by what its declarations belong to.
pub(crate) fn partners(starts: &[Start], raw: &Raw) -> HashMap<i64, u16> {
    let deliverers = Deliverers::new(raw);
    let of = |start: &Start| {
        let course = Course::at(usize::from(start.course))?;
        Some((start.key, engagement::position(deliverers.of(start, course.facts().programme))))
    };
    starts.iter().filter_map(of).collect()
}

/// NPQ applications with the year in which their cohort starts.
pub(crate) fn applications(
    raw: &Raw,
    started: &HashSet<u32>,
    dataset: &Dataset,
    cohorts: &[Option<Cohort>],
) -> Applications {
    let a = &raw.applications;
    let mut rows: Vec<(u8, u8, usize)> = (0..a.participant.len())
        .map(|at| {
            let cohort = applied_to(raw, at);
            // The year in which the cohort starts; people apply in the summer before.
            let year = match cohort {
                Some(Cohort { year, season: Some(Season::Spring) }) => Some(AcademicYear(year - 1)),
                Some(Cohort { year, .. }) => Some(AcademicYear(year)),
                None => created_on(raw, at).map(AcademicYear::of),
            };
            let year = year.and_then(|y| dataset.year_index(y));
            (year.map_or(255, |y| y as u8), cohort.map_or(0, |c| position(cohorts, c)), at)
        })
        .collect();
    rows.sort_unstable();
    let mut list = Applications::default();
    for (year, cohort, at) in rows {
        list.year.push(year);
        list.school.push(dataset.schools.at(a.urn[at]).unwrap_or(0) as u32);
        list.course.push(a.course[at]);
        list.cohort.push(cohort);
        list.funding.push(match a.funded[at] {
            1 => Funding::Funded as u8,
            0 => Funding::NotFunded as u8,
            _ => Funding::Unknown as u8,
        });
        list.accepted.push(a.status[at] == ApplicationStatus::Accepted as u8);
        list.started.push(started.contains(&a.application[at]));
    }
    list
}

/// A pass or fail counts on the latest completed start of a person and course.
fn settle_outcomes(starts: &mut [Start]) {
    let mut at = 0;
    while at < starts.len() {
        let mut end = at + 1;
        while end < starts.len() && (starts[end].person, starts[end].course) == (starts[at].person, starts[at].course) {
            end += 1;
        }
        let group = &mut starts[at..end];
        let holder = group.iter().rposition(|s| s.flags.has(Flags::COMPLETED));
        for (i, start) in group.iter_mut().enumerate() {
            if Some(i) != holder {
                start.flags = Flags(start.flags.0 & !(Flags::PASSED.0 | Flags::FAILED.0));
            }
        }
        at = end;
    }
}

/// Every cohort that starts and applications name, in order; position 0 is unknown.
pub(crate) fn cohorts(starts: &[Start], raw: &Raw) -> Vec<Option<Cohort>> {
    let known = starts.iter().filter(|s| s.cohort_known).map(|s| s.cohort);
    let applied = (0..raw.applications.participant.len()).filter_map(|at| applied_to(raw, at));
    let cohorts: BTreeSet<Cohort> = known.chain(applied).collect();
    // Positions are bytes; what comes after the last shows as unknown.
    std::iter::once(None).chain(cohorts.into_iter().map(Some)).take(256).collect()
}

fn position(cohorts: &[Option<Cohort>], cohort: Cohort) -> u8 {
    cohorts.iter().position(|c| *c == Some(cohort)).unwrap_or(0) as u8
}

/// The cohort that an application is for, where it says so.
fn applied_to(raw: &Raw, at: usize) -> Option<Cohort> {
    let a = &raw.applications;
    let suffix = char::from_u32(u32::from(a.suffix[at])).filter(|c| *c != '\0').map(String::from);
    let schedule = raw.schedules.get(a.schedule[at] as usize).map(String::as_str);
    match a.cohort[at] {
        0 => None,
        year => Some(Cohort::npq(year, suffix.as_deref(), schedule, created_on(raw, at))),
    }
}

fn created_on(raw: &Raw, at: usize) -> Option<NaiveDate> {
    let created = raw.applications.created_on[at];
    (created != i32::MIN).then(|| date(created)).flatten()
}
