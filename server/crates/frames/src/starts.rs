//! Reads the joined rows: one start each, with its cohort, what became of it, and whether it is mature.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use domain::declaration::DeclarationType;
use domain::participant::{Funding, OutcomeState, TrainingStatus};
use domain::programme::{AcademicYear, Cohort, Course, Programme};
use polars::prelude::*;

use crate::dataset::Oddities;
use crate::partition::Flags;
use crate::raw::{NONE, Raw};

/// One start on its way into a partition.
pub(crate) struct Start {
    /// What its declarations belong to.
    pub key: i64,
    pub person: u32,
    pub course: u8,
    pub started: NaiveDate,
    pub urn: u32,
    pub cohort: Cohort,
    pub cohort_known: bool,
    pub api_cohort: u16,
    pub funding: Funding,
    pub partner: u32,
    pub flags: Flags,
}

pub(crate) fn read(joined: &DataFrame, raw: &Raw, oddities: &mut Oddities) -> PolarsResult<(Vec<Start>, HashSet<u32>)> {
    let number = |name: &str| -> PolarsResult<Vec<Option<u32>>> { Ok(joined.column(name)?.u32()?.iter().collect()) };
    let key: Vec<Option<i64>> = joined.column("key")?.i64()?.iter().collect();
    let person = number("person")?;
    let course = number("course")?;
    let declared: Vec<Option<i32>> = joined.column("declared")?.i32()?.iter().collect();
    let application: Vec<Option<i64>> = joined.column("application")?.i64()?.iter().collect();
    let (partner, stated, times, bits) = (number("partner")?, number("stated")?, number("times")?, number("bits")?);
    let outcome = number("outcome")?;
    let both = |column: &str| -> PolarsResult<Vec<Option<u32>>> {
        let first = number(&format!("a_{column}"))?;
        let second = number(&format!("p_{column}"))?;
        Ok(first.into_iter().zip(second).map(|(a, p)| a.or(p)).collect())
    };
    let (cohort, suffix, schedule) = (both("cohort")?, both("suffix")?, both("schedule")?);
    let (urn, status, funded, placed) = (both("urn")?, both("status")?, both("funded")?, both("partner")?);

    let mut starts = Vec::with_capacity(joined.height());
    let mut started = HashSet::new();
    let mut live_starts = 0u64;
    for at in 0..joined.height() {
        let (Some(person), Some(course), Some(day)) = (person[at], course[at], declared[at]) else {
            continue;
        };
        let (Some(date), Some(of_course)) = (date(day), Course::at(course as usize)) else {
            continue;
        };
        let times = u64::from(times[at].unwrap_or(1));
        oddities.second_starts += times - 1;
        live_starts += 1;
        if let Some(application) = application[at].and_then(|a| u32::try_from(a).ok()) {
            started.insert(application);
        }
        let api_cohort = cohort[at].unwrap_or(0) as u16;
        let suffix = suffix[at].and_then(char::from_u32).map(String::from);
        let schedule = schedule[at].and_then(|s| raw.schedules.get(s as usize)).map(String::as_str);
        let programme = of_course.facts().programme;
        let cohort = match (programme, api_cohort) {
            (_, 0) => Cohort { year: AcademicYear::of_start(programme, date).0, season: None },
            (Programme::Npq, year) => Cohort::npq(year, suffix.as_deref(), schedule, Some(date)),
            (Programme::Ecf, year) => Cohort { year, season: None },
        };
        let bits = bits[at].unwrap_or(0);
        let mut flags = Flags::default();
        for (kind, flag) in [
            (DeclarationType::Retained1, Flags::RETAINED_1),
            (DeclarationType::Retained2, Flags::RETAINED_2),
            (DeclarationType::Retained3, Flags::RETAINED_3),
            (DeclarationType::Retained4, Flags::RETAINED_4),
            (DeclarationType::Completed, Flags::COMPLETED),
        ] {
            if bits & (1 << kind as u32) != 0 {
                flags = flags | flag;
            }
        }
        // Kept for `settle_outcomes`, which keeps it on completed starts only.
        match outcome[at].and_then(|o| OutcomeState::ALL.get(o as usize)) {
            Some(OutcomeState::Passed) => flags = flags | Flags::PASSED,
            Some(OutcomeState::Failed) => flags = flags | Flags::FAILED,
            _ => {}
        }
        let status = status[at].and_then(|s| TrainingStatus::ALL.get(s as usize));
        if !flags.has(Flags::COMPLETED) {
            flags = flags
                | match status {
                    Some(TrainingStatus::Withdrawn) => Flags::WITHDRAWN,
                    Some(TrainingStatus::Deferred) => Flags::DEFERRED,
                    Some(TrainingStatus::Active) | None => Flags::ACTIVE,
                };
        }
        if cohort.mature_on(of_course, date).is_some_and(|on| on <= raw.as_of) {
            flags = flags | Flags::MATURE;
        }
        if by_same_date(programme, date, raw.as_of) {
            flags = flags | Flags::BY_SAME_DATE;
        }
        let stated = stated[at].filter(|u| *u != 0);
        starts.push(Start {
            key: key[at].unwrap_or(i64::MIN),
            person,
            course: course as u8,
            started: date,
            urn: urn[at].or(stated).unwrap_or(0),
            cohort,
            cohort_known: api_cohort != 0,
            api_cohort,
            funding: match funded[at] {
                Some(1) => Funding::Funded,
                Some(0) => Funding::NotFunded,
                _ => Funding::Unknown,
            },
            partner: partner[at].filter(|p| *p != NONE).or(placed[at]).unwrap_or(NONE),
            flags,
        });
    }
    let all_keys = raw.declarations.kind.iter().filter(|k| **k == DeclarationType::Started as u8).count() as u64;
    debug_assert_eq!(live_starts + oddities.second_starts, all_keys);
    Ok((starts, started))
}

/// The school of each start by the key of its declarations; 0 where not known.
pub(crate) fn schools(joined: &DataFrame) -> PolarsResult<HashMap<i64, u32>> {
    let number = |name: &str| -> PolarsResult<Vec<Option<u32>>> { Ok(joined.column(name)?.u32()?.iter().collect()) };
    let (by_application, by_pair, stated) = (number("a_urn")?, number("p_urn")?, number("stated")?);
    let urns = by_application.into_iter().zip(by_pair).zip(stated).map(|((a, p), s)| a.or(p).or(s).unwrap_or(0));
    Ok(joined.column("key")?.i64()?.iter().zip(urns).filter_map(|(key, urn)| Some((key?, urn))).collect())
}

fn by_same_date(programme: Programme, started: NaiveDate, as_of: NaiveDate) -> bool {
    let first_month = if programme == Programme::Ecf { 6 } else { 9 };
    let into = |date: NaiveDate| ((date.month() + 12 - first_month) % 12, date.day());
    // ECF/ECTE: the year that is running on `as_of` began in the June before its September.
    let as_of_into = if programme == Programme::Ecf {
        let began = NaiveDate::from_ymd_opt(i32::from(AcademicYear::of(as_of).0), 6, 1).unwrap_or_default();
        let months = (as_of.year() - began.year()) * 12 + as_of.month() as i32 - 6;
        (months.max(0) as u32, as_of.day())
    } else {
        into(as_of)
    };
    into(started) <= as_of_into
}

pub(crate) fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

pub(crate) fn years(starts: &[Start], raw: &Raw) -> Vec<AcademicYear> {
    let as_of = raw.as_of;
    let of = |s: &Start| {
        let programme = Course::at(usize::from(s.course)).map_or(Programme::Npq, |c| c.facts().programme);
        AcademicYear::of_start(programme, s.started)
    };
    let last = starts.iter().map(of).max().unwrap_or(AcademicYear::of(as_of)).max(AcademicYear::of(as_of));
    // Reports begin in September 2021, when hubs did; a date long before that is kept in the first year's total of its own.
    let engaged = (raw.inductions.iter().map(|i| i.started_on))
        .chain(raw.placements.iter().map(|p| p.started_on))
        .chain(raw.attendances.iter().map(|a| a.held_on));
    let engaged = engaged.min().and_then(date).map(|day| AcademicYear::of(day).max(AcademicYear(2021)).min(last));
    let first = starts.iter().map(of).chain(engaged).min().unwrap_or(last).max(AcademicYear(last.0.saturating_sub(29)));
    (first.0..=last.0).map(AcademicYear).collect()
}
