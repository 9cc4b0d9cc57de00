//! Reads the columns that the dataset is made of. Ids become small numbers on the way in, so that nothing of a person
//! but a number reaches the dataset.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime};
use domain::declaration::DeclarationType;
use domain::participant::{ApplicationStatus, OutcomeState, TrainingStatus};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course};
use frames::raw::{
    NONE, Raw, RawAttendance, RawInduction, RawOutcome, RawPlacement, RawSchool, application_code, status_code,
};
use futures_util::TryStreamExt;
use sqlx::Row;

use super::{Reader, data_version};

/// Runs a statement and hands each row to the body.
macro_rules! each {
    ($reader:expr, $file:literal, $row:ident => $body:block) => {
        match &mut *$reader {
            Reader::Sqlite(connection) => {
                let mut rows = sqlx::query(include_str!(concat!("queries/", $file))).fetch(&mut **connection);
                while let Some($row) = rows.try_next().await? $body
            }
            Reader::Postgres(connection) => {
                let mut rows = sqlx::query(include_str!(concat!("queries/", $file))).fetch(&mut **connection);
                while let Some($row) = rows.try_next().await? $body
            }
        }
    };
}

/// Gives each text a small number, in the order of arrival. Texts are told apart by a 128-bit fingerprint.
#[derive(Default)]
struct Numbers {
    known: HashMap<u128, u32>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        let next = self.known.len() as u32;
        *self.known.entry(fingerprint(text)).or_insert(next)
    }

    fn find(&self, text: &str) -> Option<u32> {
        self.known.get(&fingerprint(text)).copied()
    }

    fn len(&self) -> u32 {
        self.known.len() as u32
    }
}

/// A UUID is its own fingerprint; any other text is hashed twice.
fn fingerprint(text: &str) -> u128 {
    let mut value: u128 = 0;
    let mut digits = 0;
    for byte in text.bytes() {
        match (byte as char).to_digit(16) {
            Some(digit) => {
                value = value << 4 | u128::from(digit);
                digits += 1;
            }
            None if byte == b'-' => {}
            None => digits = 99,
        }
    }
    if digits == 32 && text.len() == 36 {
        return value;
    }
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, text).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(1) << 64 | half(2)
}

/// Words of a closed set as positions, remembered.
fn position<T: FromStr + Copy>(cache: &mut HashMap<String, Option<T>>, word: &str) -> Option<T> {
    if let Some(known) = cache.get(word) {
        return *known;
    }
    let parsed = word.parse().ok();
    cache.insert(word.to_owned(), parsed);
    parsed
}

fn date(text: Option<&str>) -> Option<NaiveDate> {
    text.and_then(|t| t.get(..10)).and_then(|t| t.parse().ok())
}

/// `YYYY-MM-DD` as days since 1970-01-01 without the cost of a full parser.
fn days(text: &str) -> Option<i32> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    Some(NaiveDate::from_ymd_opt(part(0, 4)? as i32, part(5, 7)?, part(8, 10)?)?.to_epoch_days())
}

fn seconds(text: Option<&str>) -> i64 {
    text.and_then(|t| t.get(..19))
        .and_then(|t| NaiveDateTime::parse_from_str(t, "%Y-%m-%dT%H:%M:%S").ok())
        .map_or(i64::MIN + 1, |t| t.and_utc().timestamp())
}

fn small<T: TryFrom<i64>>(value: Option<i64>) -> Option<T> {
    value.and_then(|v| T::try_from(v).ok())
}

fn funded(value: Option<i64>) -> u8 {
    match value {
        Some(0) => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// Reads everything within the reader's transaction. `today` bounds the day that the data speak for.
pub async fn read(reader: &mut Reader<'_>, today: NaiveDate) -> Result<Raw> {
    let mut raw = Raw { version: data_version(reader).await?, ..Raw::default() };
    let mut people = Numbers::default();
    let mut applications = Numbers::default();
    let mut schedules = Numbers::default();
    let mut partners = Numbers::default();
    let mut courses: HashMap<String, Option<Course>> = HashMap::new();
    let stated = stated(reader).await?;
    raw.as_of = stated.map_or(today, |day| day.min(today));
    raw.settled = stated.is_some_and(|day| day <= today);
    read_register(reader, &mut raw).await?;

    each!(reader, "delivery_partner.list.sql", row => {
        let (id, name): (&str, Option<&str>) = (row.try_get(0)?, row.try_get(1)?);
        if partners.of(id) as usize == raw.partners.len() {
            raw.partner_ids.push(id.to_owned());
            raw.partners.push(name.unwrap_or(id).to_owned());
        }
    });
    // Mappings name partners; a name that the feed does not have is a partner of its own.
    let mut by_name: HashMap<String, u32> =
        raw.partners.iter().enumerate().map(|(at, name)| (name.to_lowercase(), at as u32)).collect();
    each!(reader, "partner_school.list.sql", row => {
        let (urn, cohort, name): (i64, i64, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let next = raw.partners.len() as u32;
        let partner = *by_name.entry(name.to_lowercase()).or_insert(next);
        if partner == next {
            let slug: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            raw.partner_ids.push(slug);
            raw.partners.push(name.to_owned());
        }
        raw.partner_schools.push((urn as u32, cohort as u16, partner));
    });
    each!(reader, "partner_hub.list.sql", row => {
        let (partner, hub): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
        if let Ok(hub) = hub.parse::<HubArea>() {
            raw.partner_hubs.push((partner.to_owned(), hub));
        }
    });
    each!(reader, "partnership.list.sql", row => {
        let (urn, cohort, partner): (i64, i64, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if let Some(partner) = partners.find(partner) {
            raw.partnerships.push((urn as u32, cohort as u16, partner));
        }
    });

    let mut kinds: HashMap<String, Option<DeclarationType>> = HashMap::new();
    each!(reader, "declaration.live.sql", row => {
        let course = position(&mut courses, row.try_get(2)?);
        let kind = position(&mut kinds, row.try_get(3)?);
        let declared = days(row.try_get(4)?);
        if let (Some(course), Some(kind), Some(declared)) = (course, kind, declared) {
            let d = &mut raw.declarations;
            d.participant.push(people.of(row.try_get(0)?));
            d.application.push(row.try_get::<Option<&str>, _>(1)?.map_or(NONE, |id| applications.of(id)));
            d.course.push(course.index() as u8);
            d.kind.push(kind as u8);
            d.declared_on.push(declared);
            d.partner.push(row.try_get::<Option<&str>, _>(5)?.and_then(|id| partners.find(id)).unwrap_or(NONE));
            d.urn.push(small(row.try_get(6)?).unwrap_or(0));
        }
    });
    let mut statuses: HashMap<String, Option<TrainingStatus>> = HashMap::new();
    each!(reader, "enrolment.list.sql", row => {
        if let Some(course) = position(&mut courses, row.try_get(2)?) {
            let e = &mut raw.enrolments;
            let npq = course.facts().programme == domain::programme::Programme::Npq;
            e.application.push(if npq { applications.of(row.try_get(0)?) } else { NONE });
            e.participant.push(people.of(row.try_get(1)?));
            e.course.push(course.index() as u8);
            e.cohort.push(small(row.try_get(3)?).unwrap_or(0));
            e.suffix.push(row.try_get::<Option<&str>, _>(4)?.and_then(|s| s.bytes().next()).unwrap_or(0));
            e.schedule.push(row.try_get::<Option<&str>, _>(5)?.map_or(NONE, |s| schedule(&mut schedules, &mut raw.schedules, s)));
            e.urn.push(small(row.try_get(6)?).unwrap_or(0));
            let status: Option<&str> = row.try_get(7)?;
            e.status.push(status_code(status.and_then(|s| position(&mut statuses, s))));
            e.funded.push(funded(row.try_get(8)?));
            e.partner.push(row.try_get::<Option<&str>, _>(9)?.and_then(|id| partners.find(id)).unwrap_or(NONE));
            e.changed.push(seconds(row.try_get(10)?));
        }
    });
    let mut states: HashMap<String, Option<ApplicationStatus>> = HashMap::new();
    each!(reader, "application.list.sql", row => {
        if let Some(course) = position(&mut courses, row.try_get(2)?) {
            let a = &mut raw.applications;
            a.application.push(applications.of(row.try_get(0)?));
            a.participant.push(people.of(row.try_get(1)?));
            a.course.push(course.index() as u8);
            a.cohort.push(small(row.try_get(3)?).unwrap_or(0));
            a.suffix.push(row.try_get::<Option<&str>, _>(4)?.and_then(|s| s.bytes().next()).unwrap_or(0));
            a.schedule.push(row.try_get::<Option<&str>, _>(5)?.map_or(NONE, |s| schedule(&mut schedules, &mut raw.schedules, s)));
            a.urn.push(small(row.try_get(6)?).unwrap_or(0));
            let status: Option<&str> = row.try_get(7)?;
            a.status.push(application_code(status.and_then(|s| position(&mut states, s))));
            a.funded.push(funded(row.try_get(8)?));
            a.created_on.push(row.try_get::<Option<&str>, _>(9)?.and_then(days).unwrap_or(i32::MIN));
        }
    });
    let mut results: HashMap<String, Option<OutcomeState>> = HashMap::new();
    each!(reader, "outcome.list.sql", row => {
        let course = position(&mut courses, row.try_get(1)?);
        let state = position(&mut results, row.try_get(2)?);
        if let (Some(course), Some(state)) = (course, state) {
            raw.outcomes.push(RawOutcome {
                participant: people.of(row.try_get(0)?),
                course: course.index() as u8,
                state,
                created: seconds(row.try_get(3)?),
            });
        }
    });
    each!(reader, "participant_id_change.list.sql", row => {
        raw.id_changes.push((people.of(row.try_get(0)?), people.of(row.try_get(1)?)));
    });
    read_engagement(reader, &mut raw, &mut people).await?;
    raw.participant_ids = people.len();
    raw.application_ids = applications.len();
    Ok(raw)
}

fn schedule(numbers: &mut Numbers, names: &mut Vec<String>, name: &str) -> u32 {
    let number = numbers.of(name);
    if number as usize == names.len() {
        names.push(name.to_owned());
    }
    number
}

/// The latest change that a feed states, or the latest declaration.
async fn stated(reader: &mut Reader<'_>) -> Result<Option<NaiveDate>> {
    let mut latest: Option<NaiveDate> = None;
    each!(reader, "as_of.latest.sql", row => {
        latest = latest.max(date(row.try_get(0)?));
    });
    Ok(latest)
}

/// Teacher reference numbers are digits; whatever is not stands for nobody.
fn trn(text: &str) -> Option<u32> {
    text.parse().ok()
}

async fn read_engagement(reader: &mut Reader<'_>, raw: &mut Raw, people: &mut Numbers) -> Result<()> {
    each!(reader, "participant.reference_numbers.sql", row => {
        if let Some(trn) = trn(row.try_get(1)?) {
            raw.reference_numbers.push((trn, people.of(row.try_get(0)?)));
        }
    });
    each!(reader, "induction.list.sql", row => {
        if let (Some(trn), Some(started_on)) = (trn(row.try_get(0)?), days(row.try_get(1)?)) {
            let urn = small(row.try_get(2)?).unwrap_or(0);
            let ended_on = row.try_get::<Option<&str>, _>(3)?.and_then(days);
            raw.inductions.push(RawInduction { trn, urn, started_on, ended_on });
        }
    });
    each!(reader, "induction_end.list.sql", row => {
        if let (Some(trn), Some(ended_on)) = (trn(row.try_get(0)?), days(row.try_get(1)?)) {
            raw.induction_ends.push((trn, ended_on));
        }
    });
    each!(reader, "placement.list.sql", row => {
        if let Some(started_on) = days(row.try_get(1)?) {
            let ended_on = row.try_get::<Option<&str>, _>(2)?.and_then(days);
            let trainees = small(row.try_get(3)?).unwrap_or(0);
            raw.placements.push(RawPlacement { urn: row.try_get::<i64, _>(0)? as u32, started_on, ended_on, trainees });
        }
    });
    each!(reader, "attendance.list.sql", row => {
        if let Some(held_on) = days(row.try_get(1)?) {
            let people = small(row.try_get(2)?).unwrap_or(0);
            raw.attendances.push(RawAttendance { urn: row.try_get::<i64, _>(0)? as u32, held_on, people });
        }
    });
    Ok(())
}

async fn read_register(reader: &mut Reader<'_>, raw: &mut Raw) -> Result<()> {
    each!(reader, "school.list.sql", row => {
        raw.schools.push(RawSchool {
            urn: row.try_get::<i64, _>(0)? as u32,
            name: row.try_get::<Option<String>, _>(1)?.unwrap_or_default(),
            type_code: small(row.try_get(2)?),
            status_code: small(row.try_get(3)?),
            phase_code: small(row.try_get(4)?),
            opened_on: date(row.try_get(5)?),
            closed_on: date(row.try_get(6)?),
            trust_code: row.try_get(7)?,
            trust_name: row.try_get(8)?,
            la_name: row.try_get(9)?,
            gss_la_code: row.try_get(10)?,
            region_letter: row.try_get(11)?,
            district_code: row.try_get(12)?,
            pupils: small(row.try_get(13)?),
            urban_rural: row.try_get(14)?,
        });
    });
    each!(reader, "school_link.successors.sql", row => {
        let (urn, linked, kind): (i64, i64, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        raw.successors.push(if kind.starts_with("successor") { (urn as u32, linked as u32) } else { (linked as u32, urn as u32) });
    });
    each!(reader, "hub_override.list.sql", row => {
        let (urn, hub): (i64, &str) = (row.try_get(0)?, row.try_get(1)?);
        if let (Ok(hub), Some(from)) = (hub.parse::<HubArea>(), date(row.try_get(2)?)) {
            raw.hub_overrides.push((urn as u32, hub, from, date(row.try_get(3)?)));
        }
    });
    each!(reader, "priority_listing.list.sql", row => {
        if let Some(from) = date(row.try_get(2)?) {
            raw.priority.push((row.try_get(0)?, row.try_get::<i64, _>(1)? as u32, from, date(row.try_get(3)?)));
        }
    });
    each!(reader, "headcount.list.sql", row => {
        let (urn, year): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        raw.headcounts.push((urn as u32, AcademicYear(year as u16).0, row.try_get(2)?));
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_its_own_fingerprint_whatever_its_case() {
        let lower = "a3f4c1d2-0000-4000-8000-00000000ffff";
        assert_eq!(fingerprint(lower), fingerprint(&lower.to_uppercase()));
        assert_eq!(fingerprint(lower), 0xa3f4_c1d2_0000_4000_8000_0000_0000_ffff);
        assert_ne!(fingerprint("person-1"), fingerprint("person-2"));
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days("1970-01-02"), Some(1));
        assert_eq!(days("2025-13-01"), None);
        assert_eq!(days("x"), None);
    }
}
