//! `npq-applications.csv` (version 1) and `npq-enrolments.csv` (version 2) of the NPQ service.

use chrono::NaiveDate;
use domain::participant::Role;
use domain::programme::Programme;

use super::{Latest, fields, school};
use crate::cells::{self, says_nothing};
use crate::record::{Application, Enrolment};
use crate::table::Table;
use crate::{ReadError, Sink};

/// Reads applications; returns the day of the latest change. People outside schools have no URN, and nothing is wrong
/// with that.
pub(super) fn applications(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let id = table.required(&["id"])?;
    let participant_id = table.required(&["participant_id"])?;
    let course = table.required(&["course_identifier"])?;
    let cohort = table.column(&["cohort"]);
    let suffix = table.column(&["cohort_suffix"]);
    let schedule = table.column(&["schedule_identifier"]);
    let status = table.column(&["status"]);
    let urn = table.column(&["school_urn"]);
    let childcare = table.column(&["private_childcare_provider_urn"]);
    let funded_place = table.column(&["funded_place"]);
    let eligible = table.column(&["eligible_for_funding"]);
    let choice = table.column(&["funding_choice"]);
    let works = table.column(&["works_in_school"]);
    let employer = table.column(&["employer_name"]);
    let created_at = table.column(&["created_at"]);
    let updated_at = table.column(&["updated_at"]);
    let carried = table.carried(&[
        ("id", id),
        ("participant_id", participant_id),
        ("course", course),
        ("cohort", cohort),
        ("cohort_suffix", suffix),
        ("schedule", schedule),
        ("status", status),
        ("school_urn", urn),
        ("funded_place", funded_place),
        ("eligible_for_funding", eligible),
        ("funding_choice", choice),
        ("works_in_school", works),
        ("employer_name", employer),
        ("created_at", created_at),
        ("updated_at", updated_at),
    ]);
    sink.carries(&Application::TABLE, &carried, updated_at.exists())?;
    let mut latest = Latest::default();
    table.each(sink, |row| {
        let own_id = row.need(id, fields::uuid);
        let person = row.need(participant_id, fields::uuid);
        let of_course = row.need(course, fields::course);
        let (Some(own_id), Some(person), Some(of_course)) = (own_id, person, of_course) else {
            return;
        };
        row.key(id, &[&own_id]);
        let works_in_school = row.bool(works);
        let elsewhere =
            works_in_school == Some(false) || !says_nothing(row.raw(childcare)) || !says_nothing(row.raw(employer));
        let no_school = says_nothing(row.raw(urn)) && elsewhere;
        let changed = row.timestamp(updated_at);
        latest.see(changed.as_deref());
        let (cohort, own_suffix) = row.cell(cohort, fields::cohort).map_or((None, None), |(y, s)| (Some(y), s));
        let record = Application {
            id: own_id,
            participant_id: person,
            course: of_course,
            cohort,
            cohort_suffix: row.cell(suffix, fields::cohort_suffix).or(own_suffix),
            schedule: row.cell(schedule, fields::open_word),
            status: row.word(status, "unknown-status"),
            school_urn: if no_school { None } else { school(row, urn) },
            funded_place: row.bool(funded_place),
            eligible_for_funding: row.bool(eligible),
            funding_choice: row.cell(choice, fields::open_word),
            works_in_school,
            employer_name: row.string(employer),
            created_at: row.timestamp(created_at),
            updated_at: changed,
        };
        row.push(record);
    })?;
    Ok(latest.day())
}

/// Reads enrolments. The file does not say when they changed.
pub(super) fn enrolments(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let id = table.required(&["npq_application_id"])?;
    let participant_id = table.required(&["participant_id"])?;
    let course = table.required(&["course_identifier"])?;
    let cohort = table.column(&["cohort"]);
    let suffix = table.column(&["cohort_suffix"]);
    let schedule = table.column(&["schedule_identifier"]);
    let urn = table.column(&["school_urn"]);
    let training = table.column(&["training_status"]);
    let funded_place = table.column(&["funded_place"]);
    let eligible = table.column(&["eligible_for_funding"]);
    let updated_at = table.column(&["updated_at"]);
    let funded = if eligible.exists() { eligible } else { funded_place };
    let carried = table.carried(&[
        ("id", id),
        ("programme", course),
        ("participant_id", participant_id),
        ("role", course),
        ("course", course),
        ("cohort", cohort),
        ("cohort_suffix", suffix),
        ("schedule", schedule),
        ("school_urn", urn),
        ("training_status", training),
        ("funded", funded),
        ("updated_at", updated_at),
    ]);
    sink.carries(&Enrolment::TABLE, &carried, updated_at.exists())?;
    let mut latest = Latest::default();
    table.each(sink, |row| {
        let own_id = row.need(id, fields::uuid);
        let person = row.need(participant_id, fields::uuid);
        let of_course = row.need(course, fields::course);
        let (Some(own_id), Some(person), Some(of_course)) = (own_id, person, of_course) else {
            return;
        };
        row.key(id, &[&own_id]);
        let (cohort, own_suffix) = row.cell(cohort, fields::cohort).map_or((None, None), |(y, s)| (Some(y), s));
        let may_be_funded = row.cell(eligible, cells::truth);
        let changed = row.timestamp(updated_at);
        latest.see(changed.as_deref());
        let record = Enrolment {
            id: own_id,
            programme: Programme::Npq,
            participant_id: person,
            role: Role::Npq,
            course: of_course,
            cohort,
            cohort_suffix: row.cell(suffix, fields::cohort_suffix).or(own_suffix),
            schedule: row.cell(schedule, fields::open_word),
            school_urn: school(row, urn),
            training_status: row.cell(training, fields::training_status),
            participant_status: None,
            funded: row.cell(funded_place, cells::truth).or(may_be_funded),
            delivery_partner_id: None,
            mentor_id: None,
            withdrawal_reason: None,
            withdrawn_on: None,
            deferral_reason: None,
            deferred_on: None,
            induction_ended_on: None,
            updated_at: changed,
        };
        row.push(record);
    })?;
    Ok(latest.day())
}
