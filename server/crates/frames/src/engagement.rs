//! Which schools take part in which strand, year by year: the people behind each school, as recorded, and for the schools
//! that stand for it on the year's first day and today.

use std::collections::HashMap;

use domain::engagement::Strand;
use domain::programme::{AcademicYear, Course};
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::raw::{NONE, Raw};
use crate::starts::date;

/// How many strands there are.
pub const STRANDS: usize = Strand::ALL.len();

/// People by strand, year and school: `people[strand][year][school]`, 0 where the school takes no part. Years are those of
/// `Dataset::years`, schools the positions of `Dataset::schools`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Engagement {
    /// For the schools that count in the year: a school that is not open on its first day is stood for by its successors.
    pub in_year: [Vec<Vec<u16>>; STRANDS],
    /// For the schools of today: a school and all that came after it. Over several years this is cumulative engagement.
    pub today: [Vec<Vec<u16>>; STRANDS],
    /// Strands of which anything is loaded.
    pub loaded: [bool; STRANDS],
    /// The same for the strands that name a delivery partner, in the order of partners, as recorded.
    pub delivered: Vec<Delivered>,
    /// Inductions without a school: neither stated nor known of an early career teacher with that number.
    pub inductions_without_school: u64,
}

/// People of a school with a live declaration in a strand and year, delivered by one partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Delivered {
    /// Delivery partner by position in `Dataset::partners`.
    pub partner: u16,
    /// Year by position in `Dataset::years`.
    pub year: u8,
    /// Strand by position.
    pub strand: u8,
    /// School by position, as recorded: `Schools::standing` tells which count for it.
    pub school: u32,
    /// How many.
    pub people: u16,
}

/// One person (or several, unnamed) of a school in a strand and year.
struct Presence {
    strand: Strand,
    year: usize,
    urn: u32,
    /// Whoever it is; 0 where people are only counted.
    person: u64,
    people: u32,
}

/// Works out engagement. `schools` and `years` of the dataset must be set; `declared` gives the school of each live
/// declaration and `delivered` its delivery partner by position, in the order of `raw.declarations`.
pub(crate) fn fill(dataset: &mut Dataset, raw: &Raw, people: &[u32], declared: &[u32], delivered: &[u16]) {
    let mut engagement = Engagement::default();
    let mut found = Vec::new();
    engagement.delivered = programmes(dataset, raw, people, (declared, delivered), &mut found);
    engagement.inductions_without_school = inductions(dataset, raw, &mut found);
    for placement in &raw.placements {
        let last = placement.ended_on.unwrap_or(placement.started_on);
        for year in spanned(dataset, placement.started_on, last) {
            let (urn, people) = (placement.urn, placement.trainees);
            found.push(Presence { strand: Strand::Itt, year, urn, person: 0, people });
        }
    }
    for attendance in &raw.attendances {
        for year in spanned(dataset, attendance.held_on, attendance.held_on) {
            let (urn, people) = (attendance.urn, attendance.people);
            found.push(Presence { strand: Strand::Cpd, year, urn, person: 0, people });
        }
    }
    // A person counts once a school, strand and year.
    found.sort_unstable_by_key(|p| (p.strand, p.year, p.urn, p.person));
    found.dedup_by(|a, b| a.person != 0 && (a.strand, a.year, a.urn, a.person) == (b.strand, b.year, b.urn, b.person));
    let empty = || vec![vec![0u16; dataset.schools.len()]; dataset.years.len()];
    engagement.in_year = std::array::from_fn(|_| empty());
    engagement.today = std::array::from_fn(|_| empty());
    let schools = &dataset.schools;
    for presence in found {
        let strand = presence.strand.index();
        engagement.loaded[strand] = true;
        let at = schools.at(presence.urn).unwrap_or(0);
        let add = |to: &mut Vec<u16>, at: usize| {
            to[at] = to[at].saturating_add(u16::try_from(presence.people).unwrap_or(u16::MAX));
        };
        if at == 0 {
            add(&mut engagement.in_year[strand][presence.year], 0);
            add(&mut engagement.today[strand][presence.year], 0);
            continue;
        }
        for school in schools.standing(at, presence.year) {
            add(&mut engagement.in_year[strand][presence.year], school as usize);
        }
        for school in &schools.today[at] {
            add(&mut engagement.today[strand][presence.year], *school as usize);
        }
    }
    dataset.engagement = engagement;
}

/// People with a live declaration in the year, at the school of their start; returns who delivered for how many.
fn programmes(
    dataset: &Dataset,
    raw: &Raw,
    people: &[u32],
    (declared, delivered): (&[u32], &[u16]),
    found: &mut Vec<Presence>,
) -> Vec<Delivered> {
    let d = &raw.declarations;
    let mut by_partner: Vec<(u16, u8, u8, u32, u32)> = Vec::new();
    for at in 0..d.participant.len() {
        let (Some(course), Some(day)) = (Course::at(usize::from(d.course[at])), date(d.declared_on[at])) else {
            continue;
        };
        let facts = course.facts();
        let programme = facts.programme;
        // The coaching and support offers are not NPQs.
        if programme == domain::programme::Programme::Npq && !facts.is_npq {
            continue;
        }
        let started = d.kind[at] == domain::declaration::DeclarationType::Started as u8;
        let year = if started { AcademicYear::of_start(programme, day) } else { AcademicYear::of(day) };
        let Some(year) = dataset.year_index(year) else { continue };
        let strand = match programme {
            domain::programme::Programme::Npq => Strand::Npq,
            domain::programme::Programme::Ecf => Strand::Ecf,
        };
        let person = people[d.participant[at] as usize];
        found.push(Presence { strand, year, urn: declared[at], person: u64::from(person) + 1, people: 1 });
        if delivered[at] > 0 {
            let school = dataset.schools.at(declared[at]).unwrap_or(0);
            by_partner.push((delivered[at], year as u8, strand.index() as u8, school as u32, person));
        }
    }
    by_partner.sort_unstable();
    by_partner.dedup();
    let mut counted: Vec<Delivered> = Vec::new();
    for (partner, year, strand, school, _) in by_partner {
        match counted.last_mut() {
            Some(last) if (last.partner, last.year, last.strand, last.school) == (partner, year, strand, school) => {
                last.people = last.people.saturating_add(1);
            }
            _ => counted.push(Delivered { partner, year, strand, school, people: 1 }),
        }
    }
    counted
}

/// Inductions that overlap a year, at the school stated, else at that of the early career teacher with the same number.
fn inductions(dataset: &Dataset, raw: &Raw, found: &mut Vec<Presence>) -> u64 {
    let mut ends: HashMap<u32, Vec<i32>> = HashMap::new();
    for (trn, ended_on) in &raw.induction_ends {
        ends.entry(*trn).or_default().push(*ended_on);
    }
    let participant_of: HashMap<u32, u32> = raw.reference_numbers.iter().copied().collect();
    let mut school_of: HashMap<u32, (i64, u32)> = HashMap::new();
    let e = &raw.enrolments;
    for at in 0..e.participant.len() {
        let ect = Course::at(usize::from(e.course[at])).is_some_and(|c| c.code() == "ECT");
        if ect && e.urn[at] != 0 {
            let latest = school_of.entry(e.participant[at]).or_insert((i64::MIN, 0));
            *latest = (*latest).max((e.changed[at], e.urn[at]));
        }
    }
    let mut unknown = 0;
    for induction in &raw.inductions {
        let known = || participant_of.get(&induction.trn).and_then(|p| school_of.get(p)).map(|(_, urn)| *urn);
        let urn = if induction.urn != 0 { Some(induction.urn) } else { known() };
        unknown += u64::from(urn.is_none());
        let told =
            ends.get(&induction.trn).into_iter().flatten().copied().filter(|on| *on >= induction.started_on).min();
        let last = induction.ended_on.or(told).unwrap_or(i32::MAX);
        let person = u64::from(induction.trn) + 1;
        for year in spanned(dataset, induction.started_on, last) {
            found.push(Presence { strand: Strand::Ab, year, urn: urn.unwrap_or(0), person, people: 1 });
        }
    }
    unknown
}

/// Years of the dataset that have begun and that overlap these days (since 1970-01-01). A hub's own lists may run ahead of
/// the lead provider's feed: what they name later in a year that has begun counts in it.
fn spanned(dataset: &Dataset, first: i32, last: i32) -> impl Iterator<Item = usize> {
    let as_of = dataset.as_of;
    dataset.years.iter().enumerate().filter_map(move |(at, year)| {
        let (from, to) = (year.first_day(), year.last_day());
        let days = |day: chrono::NaiveDate| day.to_epoch_days();
        (from <= as_of && days(from) <= last && first <= days(to)).then_some(at)
    })
}

/// The delivery partner of each live declaration by position: the one it names, else that of its start, else 0.
pub(crate) fn partners_of(raw: &Raw, keys: &[i64], start_partners: &HashMap<i64, u16>) -> Vec<u16> {
    keys.iter()
        .zip(&raw.declarations.partner)
        .map(|(key, named)| match *named {
            NONE => start_partners.get(key).copied().unwrap_or(0),
            named => position(Some(named)),
        })
        .collect()
}

/// Position of a delivery partner in the dataset from its small number.
pub(crate) fn position(partner: Option<u32>) -> u16 {
    partner.and_then(|partner| u16::try_from(partner.checked_add(1)?).ok()).unwrap_or(0)
}

/// The school of each live declaration: that of its start, else the one stated beside it.
pub(crate) fn schools_of(raw: &Raw, keys: &[i64], start_schools: &HashMap<i64, u32>) -> Vec<u32> {
    let stated = &raw.declarations.urn;
    keys.iter()
        .zip(stated)
        .map(|(key, stated)| start_schools.get(key).copied().filter(|u| *u != 0).unwrap_or(*stated))
        .collect()
}
