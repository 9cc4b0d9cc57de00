//! ECF/ECTE participants with their training records, from the old combined service and from RECT. The first two
//! versions of the old service had one training record a person, its fields beside the person's own.

use domain::programme::Programme;

use super::npq::{IdChangeFields, ReasonFields, id_changes, reason};
use super::reading::Reading;
use super::scalar::{Many, One};
use super::{Object, attributes};
use crate::cells;
use crate::programmes::fields;
use crate::record::{Enrolment, Participant};

attributes! {
    pub(super) struct ParticipantFields {
        full_name, teacher_reference_number, updated_at, email, training_record_id, mentor_id, school_urn,
        participant_type, cohort, training_status, eligible_for_funding, schedule_identifier;
        ecf_enrolments: Many<EnrolmentFields<'a>>,
        participant_id_changes: Many<IdChangeFields<'a>>,
    }
    pub(super) struct EnrolmentFields {
        training_record_id, email, mentor_id, school_urn, participant_type, cohort, training_status,
        participant_status, eligible_for_funding, schedule_identifier, delivery_partner_id, induction_end_date;
        withdrawal: One<ReasonFields<'a>>,
        deferral: One<ReasonFields<'a>>,
    }
}

/// What a file of ECF/ECTE participants says of training records.
pub(super) const ENROLMENT: &[&str] = &[
    "id",
    "programme",
    "participant_id",
    "role",
    "course",
    "cohort",
    "schedule",
    "school_urn",
    "training_status",
    "participant_status",
    "funded",
    "delivery_partner_id",
    "mentor_id",
    "withdrawal_reason",
    "withdrawn_on",
    "deferral_reason",
    "deferred_on",
    "induction_ended_on",
    "updated_at",
];

/// A participant, an enrolment for each training record, and the ids they had before.
pub(super) fn participant(reading: &mut Reading<'_>, object: Object<'_, ParticipantFields<'_>>) {
    let mut of = object.attributes;
    let Some(id) = reading.need("id", object.id.text(), fields::uuid) else {
        return reading.leave_out();
    };
    let changes = std::mem::take(&mut of.participant_id_changes);
    let updated_at = reading.updated_at(of.updated_at.text());
    let enrolments = std::mem::take(&mut of.ecf_enrolments).0;
    let email = of.email.text().or_else(|| enrolments.iter().rev().find_map(|e| e.email.text()));
    let record = Participant {
        id: id.clone(),
        full_name: reading.take("full_name", of.full_name.text(), fields::own_text),
        trn: reading.trn(of.teacher_reference_number.text()),
        email: reading.take("email", email, fields::own_text),
        updated_at: updated_at.clone(),
    };
    reading.push(record);
    // Version 1 has one object for each training record, so a person's id may come twice.
    let flat = enrolments.is_empty() && of.training_record_id.text().is_some();
    let repeated = !flat && reading.is_repeated("id", &[&id]);
    let enrolments = if flat { vec![of.into()] } else { enrolments };
    for enrolment in &enrolments {
        match enrolment_of(reading, enrolment, &id, updated_at.clone(), repeated) {
            Some(record) => reading.push(record),
            None => reading.leave_out(),
        }
    }
    id_changes(reading, &changes.0);
}

impl<'a> From<ParticipantFields<'a>> for EnrolmentFields<'a> {
    fn from(of: ParticipantFields<'a>) -> Self {
        EnrolmentFields {
            training_record_id: of.training_record_id,
            mentor_id: of.mentor_id,
            school_urn: of.school_urn,
            participant_type: of.participant_type,
            cohort: of.cohort,
            training_status: of.training_status,
            eligible_for_funding: of.eligible_for_funding,
            schedule_identifier: of.schedule_identifier,
            ..EnrolmentFields::default()
        }
    }
}

fn enrolment_of(
    reading: &mut Reading<'_>,
    of: &EnrolmentFields<'_>,
    participant_id: &str,
    updated_at: Option<String>,
    repeated: bool,
) -> Option<Enrolment> {
    let id = reading.need("training_record_id", of.training_record_id.text(), fields::uuid);
    let role = reading.need("participant_type", of.participant_type.text(), fields::ecf_role);
    let (id, role) = (id?, role?);
    if !repeated {
        reading.is_repeated("training_record_id", &["enrolment", &id]);
    }
    let (withdrawal_reason, withdrawn_on) = reason(reading, "withdrawal", &of.withdrawal);
    let (deferral_reason, deferred_on) = reason(reading, "deferral", &of.deferral);
    Some(Enrolment {
        id,
        programme: Programme::Ecf,
        participant_id: participant_id.to_owned(),
        role,
        course: fields::ecf_course(role)?,
        cohort: reading.cohort(of.cohort.text(), None).0,
        cohort_suffix: None,
        schedule: reading.take("schedule_identifier", of.schedule_identifier.text(), fields::open_word),
        school_urn: reading.school(of.school_urn.text()),
        training_status: reading.take("training_status", of.training_status.text(), fields::training_status),
        participant_status: reading.take(
            "participant_status",
            of.participant_status.text(),
            fields::participant_status,
        ),
        funded: reading.take("eligible_for_funding", of.eligible_for_funding.text(), cells::truth),
        delivery_partner_id: reading.take("delivery_partner_id", of.delivery_partner_id.text(), fields::uuid),
        mentor_id: reading.take("mentor_id", of.mentor_id.text(), fields::uuid),
        withdrawal_reason,
        withdrawn_on,
        deferral_reason,
        deferred_on,
        induction_ended_on: reading.take("induction_end_date", of.induction_end_date.text(), fields::training_day),
        updated_at,
    })
}
