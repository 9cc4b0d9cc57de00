//! `participants/ecf.csv` of the old combined service, versions 1 and 2: a row is a person's training record.

use chrono::NaiveDate;
use domain::participant::TrainingStatus;
use domain::programme::Programme;

use super::{Latest, fields, school};
use crate::cells::{Fault, says_nothing};
use crate::record::{Enrolment, Participant};
use crate::table::Table;
use crate::{ReadError, Sink};

/// Reads the rows; returns the day of the latest change.
///
/// The service blanked out people who withdrew. What such a row still says is taken without its date, so that it never
/// wipes out what an earlier file said of them; without the participant type nothing can be taken.
pub(super) fn participants(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let id = table.required(&["id"])?;
    let record_id = table.required(&["training_record_id"])?;
    let role = table.required(&["participant_type"])?;
    let full_name = table.column(&["full_name"]);
    let trn = table.column(&["teacher_reference_number"]);
    let email = table.column(&["email"]);
    let mentor = table.column(&["mentor_id"]);
    let urn = table.column(&["school_urn"]);
    let cohort = table.column(&["cohort"]);
    let status = table.column(&["status"]);
    let training = table.column(&["training_status"]);
    let funded = table.column(&["eligible_for_funding"]);
    let schedule = table.column(&["schedule_identifier"]);
    let updated_at = table.column(&["updated_at"]);
    let dated = updated_at.exists();
    let carried = table.carried(&[
        ("id", id),
        ("full_name", full_name),
        ("trn", trn),
        ("email", email),
        ("updated_at", updated_at),
    ]);
    sink.carries(&Participant::TABLE, &carried, dated)?;
    let carried = table.carried(&[
        ("id", record_id),
        ("programme", role),
        ("participant_id", id),
        ("role", role),
        ("course", role),
        ("cohort", cohort),
        ("schedule", schedule),
        ("school_urn", urn),
        ("training_status", training),
        ("participant_status", status),
        ("funded", funded),
        ("mentor_id", mentor),
        ("updated_at", updated_at),
    ]);
    sink.carries(&Enrolment::TABLE, &carried, dated)?;
    let mut latest = Latest::default();
    table.each(sink, |row| {
        let training_status = row.cell(training, fields::training_status);
        let participant_status = row.cell(status, fields::participant_status);
        let withdrawn =
            training_status == Some(TrainingStatus::Withdrawn) || participant_status.as_deref() == Some("withdrawn");
        let blanked = withdrawn && says_nothing(row.raw(full_name)) && says_nothing(row.raw(urn));
        let person = row.need(id, fields::uuid);
        let own_id = row.need(record_id, fields::uuid);
        if blanked && says_nothing(row.raw(role)) {
            let message = "The person withdrew and the service blanked out the row, so it cannot be placed.";
            let mend = "Import an export from before they withdrew, or one of version 3.";
            return row.reject(Fault::new("withdrawn-blank", message, mend));
        }
        let of_role = row.need(role, fields::ecf_role);
        let course = of_role.and_then(fields::ecf_course);
        let (Some(person), Some(own_id), Some(of_role), Some(course)) = (person, own_id, of_role, course) else {
            return;
        };
        row.key(record_id, &[&own_id]);
        let changed = row.timestamp(updated_at);
        latest.see(changed.as_deref());
        let changed = changed.filter(|_| !blanked);
        let participant = Participant {
            id: person.clone(),
            full_name: row.string(full_name),
            trn: row.trn(trn),
            email: row.string(email),
            updated_at: changed.clone(),
        };
        row.push(participant);
        let enrolment = Enrolment {
            id: own_id,
            programme: Programme::Ecf,
            participant_id: person,
            role: of_role,
            course,
            cohort: row.cell(cohort, fields::cohort).map(|(year, _)| year),
            cohort_suffix: None,
            schedule: row.cell(schedule, fields::open_word),
            school_urn: if blanked { None } else { school(row, urn) },
            training_status,
            participant_status,
            funded: row.bool(funded),
            delivery_partner_id: None,
            mentor_id: row.cell(mentor, fields::uuid),
            withdrawal_reason: None,
            withdrawn_on: None,
            deferral_reason: None,
            deferred_on: None,
            induction_ended_on: None,
            updated_at: changed,
        };
        row.push(enrolment);
    })?;
    Ok(latest.day())
}
