//! From raw columns to the dataset: polars joins declarations, enrolments, applications and outcomes into one row a start.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use domain::declaration::DeclarationType;
use domain::participant::{ApplicationStatus, Funding, OutcomeState, TrainingStatus};
use domain::programme::{AcademicYear, Cohort, Course, Programme, Season};
use polars::prelude::*;

use crate::dataset::{Applications, Dataset, Flags, Partition};
use crate::raw::{NONE, Raw};
use crate::schools;

/// The columns could not be joined: a fault of ours, never of a file.
#[derive(Debug, thiserror::Error)]
#[error("the dataset cannot be built: {0}")]
pub struct BuildError(#[from] PolarsError);

/// Room for the course beside a person or in a key.
const COURSES: i64 = 32;

/// One start on its way into a partition.
struct Start {
    person: u32,
    course: u8,
    started: NaiveDate,
    urn: u32,
    cohort: Cohort,
    cohort_known: bool,
    api_cohort: u16,
    funding: Funding,
    partner: u32,
    flags: Flags,
}

/// Builds the dataset. Deterministic: the same columns give the same dataset.
pub fn build(mut raw: Raw) -> Result<Dataset, BuildError> {
    let mut dataset = Dataset {
        version: raw.version,
        as_of: raw.as_of,
        ..Dataset::default()
    };
    let people = resolve(&raw);
    dataset.oddities.merged_people = people.iter().enumerate().filter(|(at, to)| *at as u32 != **to).count() as u64;
    dataset.partners = std::iter::once((String::new(), "Unknown".to_owned()))
        .chain(raw.partner_ids.iter().cloned().zip(raw.partners.iter().cloned()))
        .collect();

    let joined = join_starts(&raw, &people)?;
    let (mut starts, started_applications) = read_starts(&joined, &raw, &mut dataset)?;
    dataset.years = years(&starts, raw.as_of);
    schools::fill(&mut dataset, &mut raw);
    let mut cohorts = vec![None];
    dataset.applications = applications(&raw, &started_applications, &dataset, &mut cohorts);
    starts.sort_unstable_by_key(|s| (s.person, s.course, s.started));
    settle_outcomes(&mut starts);
    pack(&mut dataset, starts, &raw, &mut cohorts);
    dataset.cohorts = cohorts;
    Ok(dataset)
}

/// For each participant id the id that the person has today. Chains are followed; circles end where they began.
fn resolve(raw: &Raw) -> Vec<u32> {
    let mut to: Vec<u32> = (0..raw.participant_ids).collect();
    for (from, into) in &raw.id_changes {
        if let Some(slot) = to.get_mut(*from as usize)
            && *into < raw.participant_ids
        {
            *slot = *into;
        }
    }
    let mut resolved = to.clone();
    for (at, slot) in resolved.iter_mut().enumerate() {
        let mut now = at as u32;
        let mut lowest = now;
        for _ in 0..64 {
            let next = to[now as usize];
            if next == now {
                break;
            }
            now = next;
            lowest = lowest.min(now);
            if now == at as u32 {
                // A circle of merges is one person: the lowest id stands for it.
                now = lowest;
                break;
            }
        }
        *slot = now;
    }
    resolved
}

/// The application of declarations that name none: the only one that the person has for the course.
fn sole_applications(raw: &Raw, people: &[u32]) -> HashMap<i64, Option<u32>> {
    let mut sole: HashMap<i64, Option<u32>> = HashMap::new();
    let mut see = |person: u32, course: u8, application: u32| {
        if application != NONE {
            sole.entry(person_course(people[person as usize], course))
                .and_modify(|known| {
                    if *known != Some(application) {
                        *known = None;
                    }
                })
                .or_insert(Some(application));
        }
    };
    let d = &raw.declarations;
    if !d.application.contains(&NONE) {
        return sole;
    }
    for at in 0..d.participant.len() {
        see(d.participant[at], d.course[at], d.application[at]);
    }
    let e = &raw.enrolments;
    for at in 0..e.participant.len() {
        see(e.participant[at], e.course[at], e.application[at]);
    }
    sole
}

fn person_course(person: u32, course: u8) -> i64 {
    i64::from(person) * COURSES + i64::from(course)
}

/// Joins everything that is said of a start into one row for each.
fn join_starts(raw: &Raw, people: &[u32]) -> PolarsResult<DataFrame> {
    let d = &raw.declarations;
    let sole = sole_applications(raw, people);
    let rows = d.participant.len();
    let person: Vec<u32> = d.participant.iter().map(|p| people[*p as usize]).collect();
    let pair: Vec<i64> = (0..rows).map(|at| person_course(person[at], d.course[at])).collect();
    let application: Vec<Option<u32>> = (0..rows)
        .map(|at| match d.application[at] {
            NONE => sole.get(&pair[at]).copied().flatten(),
            named => Some(named),
        })
        .collect();
    // One start for each application where one is named, else for each person and course.
    let key: Vec<i64> = (0..rows)
        .map(|at| application[at].map_or(-1 - pair[at], i64::from))
        .collect();
    let declarations = df!(
        "key" => key,
        "person" => person,
        "pair" => pair,
        "application" => application.iter().map(|a| a.map(i64::from)).collect::<Vec<_>>(),
        "course" => d.course.iter().map(|c| u32::from(*c)).collect::<Vec<_>>(),
        "kind" => d.kind.iter().map(|k| u32::from(*k)).collect::<Vec<_>>(),
        "bit" => d.kind.iter().map(|k| 1u32 << k).collect::<Vec<_>>(),
        "declared" => d.declared_on.as_slice(),
        "partner" => d.partner.as_slice(),
        "stated" => d.urn.as_slice(),
    )?
    .lazy();

    let starts = declarations
        .clone()
        .filter(col("kind").eq(lit(DeclarationType::Started as u32)))
        .sort(["declared", "partner", "stated"], SortMultipleOptions::default())
        .group_by_stable([col("key")])
        .agg([
            col("person").first(),
            col("pair").first(),
            col("application").first(),
            col("course").first(),
            col("declared").first(),
            col("partner").min(),
            col("stated").max(),
            col("kind").len().alias("times"),
        ]);
    let marks = declarations
        .select([col("key"), col("bit")])
        .unique(None, UniqueKeepStrategy::Any)
        .group_by([col("key")])
        .agg([col("bit").sum().alias("bits")]);
    let [by_application, by_pair] = enrolments(raw, people)?;
    let outcomes = outcomes(raw, people)?;
    starts
        .left_join(marks, col("key"), col("key"))
        .left_join(by_application, col("application"), col("a_application"))
        .left_join(by_pair, col("pair"), col("p_pair"))
        .left_join(outcomes, col("pair"), col("o_pair"))
        .collect()
}

/// What enrolments and applications say, by application and, for starts that name none, by person and course.
fn enrolments(raw: &Raw, people: &[u32]) -> PolarsResult<[LazyFrame; 2]> {
    let e = &raw.enrolments;
    let a = &raw.applications;
    let person = |list: &[u32], at: usize| people[list[at] as usize];
    let frame = |prefix: &str| -> PolarsResult<DataFrame> {
        // Enrolments rank above applications: the participant feed says where a person is now.
        let application: Vec<Option<i64>> = (e.application.iter().chain(&a.application))
            .map(|id| (*id != NONE).then_some(i64::from(*id)))
            .collect();
        let pair: Vec<i64> = (0..e.participant.len())
            .map(|at| person_course(person(&e.participant, at), e.course[at]))
            .chain((0..a.participant.len()).map(|at| person_course(person(&a.participant, at), a.course[at])))
            .collect();
        let rank: Vec<i64> = e
            .changed
            .iter()
            .copied()
            .chain(a.application.iter().map(|_| i64::MIN))
            .collect();
        let wide = |left: &[u16], right: &[u16]| left.iter().chain(right).map(|v| u32::from(*v)).collect::<Vec<_>>();
        let narrow = |left: &[u8], right: &[u8]| left.iter().chain(right).map(|v| u32::from(*v)).collect::<Vec<_>>();
        let full = |left: &[u32], right: &[u32]| left.iter().chain(right).copied().collect::<Vec<_>>();
        let accepted: Vec<bool> = std::iter::repeat_n(true, e.participant.len())
            .chain(
                a.status
                    .iter()
                    .map(|s| *s == ApplicationStatus::Accepted as u8 || *s == 255),
            )
            .collect();
        let mut frame = df!(
            "application" => application,
            "pair" => pair,
            "rank" => rank,
            "cohort" => wide(&e.cohort, &a.cohort),
            "suffix" => narrow(&e.suffix, &a.suffix),
            "schedule" => full(&e.schedule, &a.schedule),
            "urn" => full(&e.urn, &a.urn),
            "status" => narrow(&e.status, &vec![255; a.participant.len()]),
            "funded" => narrow(&e.funded, &a.funded),
            "partner" => full(&e.partner, &vec![NONE; a.participant.len()]),
            "accepted" => accepted,
        )?;
        let names: Vec<String> = frame
            .get_column_names()
            .iter()
            .map(|n| format!("{prefix}{n}"))
            .collect();
        frame.set_column_names(&names)?;
        Ok(frame)
    };
    let newest = |prefix: &str, key: &str| -> PolarsResult<LazyFrame> {
        let name = |column: &str| format!("{prefix}{column}");
        let known = |column: &str, nothing: u32| {
            let filled = when(col(name(column)).eq(lit(nothing)))
                .then(lit(NULL))
                .otherwise(col(name(column)));
            filled.drop_nulls().last().alias(name(column))
        };
        Ok(frame(prefix)?
            .lazy()
            .filter(col(name(key)).is_not_null().and(col(name("accepted"))))
            .sort([name("rank")], SortMultipleOptions::default())
            .group_by_stable([col(name(key))])
            .agg([
                known("cohort", 0),
                known("suffix", 0),
                known("schedule", NONE),
                known("urn", 0),
                known("status", 255),
                known("funded", 2),
                known("partner", NONE),
            ]))
    };
    Ok([newest("a_", "application")?, newest("p_", "pair")?])
}

/// The latest outcome of each person and course.
fn outcomes(raw: &Raw, people: &[u32]) -> PolarsResult<LazyFrame> {
    let frame = df!(
        "o_pair" => raw.outcomes.iter().map(|o| person_course(people[o.participant as usize], o.course)).collect::<Vec<_>>(),
        "created" => raw.outcomes.iter().map(|o| o.created).collect::<Vec<_>>(),
        "outcome" => raw.outcomes.iter().map(|o| o.state as u32).collect::<Vec<_>>(),
    )?;
    Ok(frame
        .lazy()
        .sort(["created"], SortMultipleOptions::default().with_maintain_order(true))
        .group_by_stable([col("o_pair")])
        .agg([col("outcome").last()]))
}

/// Reads the joined rows. Also returns which applications have started.
fn read_starts(joined: &DataFrame, raw: &Raw, dataset: &mut Dataset) -> PolarsResult<(Vec<Start>, HashSet<u32>)> {
    let number = |name: &str| -> PolarsResult<Vec<Option<u32>>> { Ok(joined.column(name)?.u32()?.iter().collect()) };
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
        dataset.oddities.second_starts += times - 1;
        live_starts += 1;
        if let Some(application) = application[at].and_then(|a| u32::try_from(a).ok()) {
            started.insert(application);
        }
        let api_cohort = cohort[at].unwrap_or(0) as u16;
        let suffix = suffix[at].and_then(|s| char::from_u32(s)).map(String::from);
        let schedule = schedule[at]
            .and_then(|s| raw.schedules.get(s as usize))
            .map(String::as_str);
        let programme = of_course.facts().programme;
        let cohort = match (programme, api_cohort) {
            (_, 0) => Cohort {
                year: AcademicYear::of_start(programme, date).0,
                season: None,
            },
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
    let all_keys = raw
        .declarations
        .kind
        .iter()
        .filter(|k| **k == DeclarationType::Started as u8)
        .count() as u64;
    debug_assert_eq!(live_starts + dataset.oddities.second_starts, all_keys);
    dataset.oddities.declarations_without_start = without_start(raw, joined)?;
    Ok((starts, started))
}

/// Live declarations of persons and courses that have no live start.
fn without_start(raw: &Raw, joined: &DataFrame) -> PolarsResult<u64> {
    let d = &raw.declarations;
    let with: HashSet<i64> = joined.column("pair")?.i64()?.iter().flatten().collect();
    let people = resolve(raw);
    let orphan = |at: &usize| !with.contains(&person_course(people[d.participant[*at] as usize], d.course[*at]));
    Ok((0..d.participant.len()).filter(orphan).count() as u64)
}

/// Whether a start of an earlier year was declared by the same day as `as_of` lies in its own year. The year of
/// ECF/ECTE starts begins on 1 June.
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

fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

/// From the first year with a start to the year of `as_of`.
fn years(starts: &[Start], as_of: NaiveDate) -> Vec<AcademicYear> {
    let of = |s: &Start| {
        let programme = Course::at(usize::from(s.course)).map_or(Programme::Npq, |c| c.facts().programme);
        AcademicYear::of_start(programme, s.started)
    };
    let last = starts
        .iter()
        .map(of)
        .max()
        .unwrap_or(AcademicYear::of(as_of))
        .max(AcademicYear::of(as_of));
    // Reports begin in September 2021, when hubs did; a date long before that is kept in the first year's total of its own.
    let first = starts
        .iter()
        .map(of)
        .min()
        .unwrap_or(last)
        .max(AcademicYear(last.0.saturating_sub(29)));
    (first.0..=last.0).map(AcademicYear).collect()
}

/// Results count on completed starts only, and one result on one start: the latest of those completed.
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

fn cohort_position(cohorts: &mut Vec<Option<Cohort>>, cohort: Cohort) -> u8 {
    match cohorts.iter().position(|c| *c == Some(cohort)) {
        Some(at) => at as u8,
        None if cohorts.len() < 255 => {
            cohorts.push(Some(cohort));
            (cohorts.len() - 1) as u8
        }
        None => 0,
    }
}

/// Puts each start into the partition of its programme and year.
fn pack(dataset: &mut Dataset, starts: Vec<Start>, raw: &Raw, cohorts: &mut Vec<Option<Cohort>>) {
    let delivered: HashMap<(u32, u16), u32> = raw
        .partner_schools
        .iter()
        .map(|(urn, cohort, partner)| ((*urn, *cohort), *partner))
        .collect();
    let partnered: HashMap<(u32, u16), u32> = raw
        .partnerships
        .iter()
        .map(|(urn, cohort, partner)| ((*urn, *cohort), *partner))
        .collect();
    let mut partitions: Vec<Partition> = Vec::new();
    for programme in Programme::ALL {
        for year in &dataset.years {
            partitions.push(Partition {
                programme: *programme,
                year: *year,
                mature: false,
                person: Vec::new(),
                school: Vec::new(),
                course: Vec::new(),
                cohort: Vec::new(),
                funding: Vec::new(),
                partner: Vec::new(),
                flags: Vec::new(),
            });
        }
    }
    let per_programme = dataset.years.len();
    let first_year = dataset.years.first().copied().unwrap_or(AcademicYear(0));
    for start in starts {
        let Some(course) = Course::at(usize::from(start.course)) else {
            continue;
        };
        let programme = course.facts().programme;
        let year = AcademicYear::of_start(programme, start.started).max(first_year);
        let slot = programme as usize * per_programme + usize::from(year.0 - first_year.0);
        let Some(partition) = partitions.get_mut(slot) else {
            continue;
        };
        let school = dataset.schools.at(start.urn).unwrap_or(0);
        match (start.urn, school) {
            (0, _) => dataset.oddities.starts_without_school += 1,
            (_, 0) => dataset.oddities.starts_at_unknown_urn += 1,
            _ => {}
        }
        let partner = match start.partner {
            NONE => {
                let place = (start.urn, start.api_cohort);
                let in_partnership = || partnered.get(&place).filter(|_| programme == Programme::Ecf);
                delivered.get(&place).or_else(in_partnership).copied()
            }
            known => Some(known),
        };
        partition.person.push(start.person);
        partition.school.push(school as u32);
        partition.course.push(start.course);
        partition.cohort.push(if start.cohort_known {
            cohort_position(cohorts, start.cohort)
        } else {
            0
        });
        partition.funding.push(start.funding as u8);
        partition
            .partner
            .push(partner.and_then(|p| u16::try_from(p + 1).ok()).unwrap_or(0));
        partition.flags.push(start.flags);
    }
    for partition in &mut partitions {
        let npq = |course: u8| Course::at(usize::from(course)).is_some_and(|c| c.facts().is_npq);
        let mut npqs = partition
            .course
            .iter()
            .zip(&partition.flags)
            .filter(|(course, _)| npq(**course))
            .peekable();
        partition.mature = npqs.peek().is_some() && npqs.all(|(_, flags)| flags.has(Flags::MATURE));
    }
    dataset.partitions = partitions;
}

fn applications(
    raw: &Raw,
    started: &HashSet<u32>,
    dataset: &Dataset,
    cohorts: &mut Vec<Option<Cohort>>,
) -> Applications {
    let a = &raw.applications;
    let mut list = Applications::default();
    for at in 0..a.participant.len() {
        let created = (a.created_on[at] != i32::MIN).then(|| date(a.created_on[at])).flatten();
        let suffix = char::from_u32(u32::from(a.suffix[at]))
            .filter(|c| *c != '\0')
            .map(String::from);
        let schedule = raw.schedules.get(a.schedule[at] as usize).map(String::as_str);
        let cohort = match a.cohort[at] {
            0 => None,
            year => Some(Cohort::npq(year, suffix.as_deref(), schedule, created)),
        };
        // The year in which the cohort starts; people apply in the summer before.
        let year = match cohort {
            Some(Cohort {
                year,
                season: Some(Season::Spring),
            }) => Some(AcademicYear(year - 1)),
            Some(Cohort { year, .. }) => Some(AcademicYear(year)),
            None => created.map(AcademicYear::of),
        };
        let year = year.and_then(|y| dataset.year_index(y));
        let cohort = cohort.map_or(0, |c| cohort_position(cohorts, c));
        list.year.push(year.map_or(255, |y| y as u8));
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
