//! From raw columns to the dataset: polars joins declarations, enrolments, applications and outcomes into one row a start.

use std::collections::{HashMap, HashSet};

use domain::declaration::DeclarationType;
use domain::participant::ApplicationStatus;
use polars::prelude::*;

use crate::dataset::Dataset;
use crate::raw::{NONE, Raw};
use crate::{engagement, pack, schools, starts};

/// The columns could not be joined: a fault of ours, never of a file.
#[derive(Debug, thiserror::Error)]
#[error("the dataset cannot be built: {0}")]
pub struct BuildError(#[from] PolarsError);

/// Room for the course beside a person or in a key.
const COURSES: i64 = 32;

/// Builds the dataset. Deterministic: the same columns give the same dataset.
pub fn build(mut raw: Raw) -> Result<Dataset, BuildError> {
    let mut dataset = Dataset { version: raw.version, as_of: raw.as_of, ..Dataset::default() };
    let people = resolve(&raw);
    dataset.oddities.merged_people = people.iter().enumerate().filter(|(at, to)| *at as u32 != **to).count() as u64;
    dataset.partners = std::iter::once((String::new(), "Unknown".to_owned()))
        .chain(raw.partner_ids.iter().cloned().zip(raw.partners.iter().cloned()))
        .collect();
    dataset.partner_hubs = partner_hubs(&raw);

    let keys = keys(&raw, &people);
    let joined = join_starts(&raw, &people, &keys)?;
    dataset.oddities.declarations_without_start = without_start(&raw, &people, &joined)?;
    let (starts, started_applications) = starts::read(&joined, &raw, &mut dataset.oddities)?;
    dataset.years = starts::years(&starts, &raw);
    schools::fill(&mut dataset, &mut raw);
    let declared = engagement::schools_of(&raw, &keys, &starts::schools(&joined)?);
    let delivered = engagement::partners_of(&raw, &keys, &pack::partners(&starts, &raw));
    engagement::fill(&mut dataset, &raw, &people, &declared, &delivered);
    let cohorts = pack::cohorts(&starts, &raw);
    dataset.applications = pack::applications(&raw, &started_applications, &dataset, &cohorts);
    pack::starts(&mut dataset, starts, &raw, &cohorts);
    dataset.cohorts = cohorts;
    Ok(dataset)
}

/// The hub areas that each delivery partner stands for, by its name; the unknown partner stands for none.
fn partner_hubs(raw: &Raw) -> Vec<Vec<u8>> {
    let mut listed: HashMap<String, Vec<u8>> = HashMap::new();
    for (partner, hub) in &raw.partner_hubs {
        listed.entry(partner.to_lowercase()).or_default().push(hub.index() as u8);
    }
    let of = |name: &String| listed.get(&name.to_lowercase()).cloned().unwrap_or_default();
    std::iter::once(Vec::new()).chain(raw.partners.iter().map(of)).collect()
}

/// For each participant id the one that stands for the person: ids that a change links are one person, however long the
/// chain and even where changes go round in a circle. The lowest number stands for all of them.
fn resolve(raw: &Raw) -> Vec<u32> {
    let mut to: Vec<u32> = (0..raw.participant_ids).collect();
    fn root(to: &mut [u32], mut id: u32) -> u32 {
        while to[id as usize] != id {
            to[id as usize] = to[to[id as usize] as usize];
            id = to[id as usize];
        }
        id
    }
    for (from, into) in &raw.id_changes {
        if (*from).max(*into) < raw.participant_ids {
            let (a, b) = (root(&mut to, *from), root(&mut to, *into));
            to[a.max(b) as usize] = a.min(b);
        }
    }
    for id in 0..raw.participant_ids {
        to[id as usize] = root(&mut to, id);
    }
    to
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

/// What each declaration belongs to: one start for each application where one is named (zero or more), else for each
/// person and course (below zero).
fn keys(raw: &Raw, people: &[u32]) -> Vec<i64> {
    let d = &raw.declarations;
    let sole = sole_applications(raw, people);
    (0..d.participant.len())
        .map(|at| {
            let pair = person_course(people[d.participant[at] as usize], d.course[at]);
            let application = match d.application[at] {
                NONE => sole.get(&pair).copied().flatten(),
                named => Some(named),
            };
            application.map_or(-1 - pair, i64::from)
        })
        .collect()
}

/// Joins everything that is said of a start into one row for each.
fn join_starts(raw: &Raw, people: &[u32], key: &[i64]) -> PolarsResult<DataFrame> {
    let d = &raw.declarations;
    let rows = d.participant.len();
    let person: Vec<u32> = d.participant.iter().map(|p| people[*p as usize]).collect();
    let pair: Vec<i64> = (0..rows).map(|at| person_course(person[at], d.course[at])).collect();
    let application: Vec<Option<i64>> = key.iter().map(|key| (*key >= 0).then_some(*key)).collect();
    let declarations = df!(
        "key" => key,
        "person" => person,
        "pair" => pair,
        "application" => application,
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
        .sort(["declared", "partner", "stated"], SortMultipleOptions::default().with_maintain_order(true))
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
        let application: Vec<Option<i64>> =
            (e.application.iter().chain(&a.application)).map(|id| (*id != NONE).then_some(i64::from(*id))).collect();
        let pair: Vec<i64> = (0..e.participant.len())
            .map(|at| person_course(person(&e.participant, at), e.course[at]))
            .chain((0..a.participant.len()).map(|at| person_course(person(&a.participant, at), a.course[at])))
            .collect();
        let rank: Vec<i64> = e.changed.iter().copied().chain(a.application.iter().map(|_| i64::MIN)).collect();
        let wide = |left: &[u16], right: &[u16]| left.iter().chain(right).map(|v| u32::from(*v)).collect::<Vec<_>>();
        let narrow = |left: &[u8], right: &[u8]| left.iter().chain(right).map(|v| u32::from(*v)).collect::<Vec<_>>();
        let full = |left: &[u32], right: &[u32]| left.iter().chain(right).copied().collect::<Vec<_>>();
        let accepted: Vec<bool> = std::iter::repeat_n(true, e.participant.len())
            .chain(a.status.iter().map(|s| *s == ApplicationStatus::Accepted as u8 || *s == 255))
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
        let names: Vec<String> = frame.get_column_names().iter().map(|n| format!("{prefix}{n}")).collect();
        frame.set_column_names(&names)?;
        Ok(frame)
    };
    let newest = |prefix: &str, key: &str| -> PolarsResult<LazyFrame> {
        let name = |column: &str| format!("{prefix}{column}");
        let known = |column: &str, nothing: u32| {
            let filled = when(col(name(column)).eq(lit(nothing))).then(lit(NULL)).otherwise(col(name(column)));
            filled.drop_nulls().last().alias(name(column))
        };
        Ok(frame(prefix)?
            .lazy()
            .filter(col(name(key)).is_not_null().and(col(name("accepted"))))
            .sort([name("rank")], SortMultipleOptions::default().with_maintain_order(true))
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

fn without_start(raw: &Raw, people: &[u32], joined: &DataFrame) -> PolarsResult<u64> {
    let d = &raw.declarations;
    let with: HashSet<i64> = joined.column("pair")?.i64()?.iter().flatten().collect();
    let orphan = |at: &usize| !with.contains(&person_course(people[d.participant[*at] as usize], d.course[*at]));
    Ok((0..d.participant.len()).filter(orphan).count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_forks_and_circles_of_merges_are_one_person() {
        let raw = Raw {
            participant_ids: 8,
            id_changes: vec![(3, 2), (2, 1), (4, 1), (5, 6), (6, 5), (7, 9)],
            ..Raw::default()
        };
        assert_eq!(resolve(&raw), [0, 1, 1, 1, 1, 5, 5, 7]);
    }
}
