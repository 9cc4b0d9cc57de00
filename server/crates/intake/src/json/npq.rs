//! NPQ participants with their enrolments, and NPQ applications.

use domain::participant::Role;
use domain::programme::Programme;

use super::reading::Reading;
use super::scalar::{Many, One};
use super::{Object, attributes};
use crate::cells;
use crate::programmes::fields;
use crate::record::{Application, Enrolment, Participant, ParticipantIdChange};

attributes! {
    pub(super) struct ParticipantFields {
        full_name, email, teacher_reference_number, updated_at;
        npq_enrolments: Many<EnrolmentFields<'a>>,
        participant_id_changes: Many<IdChangeFields<'a>>,
    }
    pub(super) struct EnrolmentFields {
        course_identifier, schedule_identifier, cohort, cohort_suffix, npq_application_id, eligible_for_funding,
        training_status, school_urn, funded_place, email;
        withdrawal: One<ReasonFields<'a>>,
        deferral: One<ReasonFields<'a>>,
    }
    pub(super) struct ReasonFields { reason, date }
    pub(super) struct IdChangeFields { from_participant_id, to_participant_id, changed_at }
    pub(super) struct ApplicationFields {
        participant_id, course_identifier, cohort, cohort_suffix, schedule_identifier, status, school_urn,
        private_childcare_provider_urn, funded_place, eligible_for_funding, funding_choice, works_in_school,
        employer_name, created_at, updated_at,
    }
}

/// What a file of NPQ participants says of enrolments.
pub(super) const ENROLMENT: &[&str] = &[
    "id",
    "programme",
    "participant_id",
    "role",
    "course",
    "cohort",
    "cohort_suffix",
    "schedule",
    "school_urn",
    "training_status",
    "funded",
    "withdrawal_reason",
    "withdrawn_on",
    "deferral_reason",
    "deferred_on",
    "updated_at",
];

/// What a file of NPQ applications says of them.
pub(super) const APPLICATION: &[&str] = &[
    "id",
    "participant_id",
    "course",
    "cohort",
    "cohort_suffix",
    "schedule",
    "status",
    "school_urn",
    "funded_place",
    "eligible_for_funding",
    "funding_choice",
    "works_in_school",
    "employer_name",
    "created_at",
    "updated_at",
];

/// A participant, an enrolment for each of theirs, and the ids they had before.
pub(super) fn participant(reading: &mut Reading<'_>, object: Object<'_, ParticipantFields<'_>>) {
    let of = &object.attributes;
    let Some(id) = reading.need("id", object.id.text(), fields::uuid) else {
        return reading.leave_out();
    };
    let repeated = reading.is_repeated("id", &[&id]);
    let updated_at = reading.updated_at(of.updated_at.text());
    let email = of.email.text().or_else(|| of.npq_enrolments.0.iter().rev().find_map(|e| e.email.text()));
    let record = Participant {
        id: id.clone(),
        full_name: reading.take("full_name", of.full_name.text(), fields::own_text),
        trn: reading.trn(of.teacher_reference_number.text()),
        email: reading.take("email", email, fields::own_text),
        updated_at: updated_at.clone(),
    };
    reading.push(record);
    for enrolment in &of.npq_enrolments.0 {
        match enrolment_of(reading, enrolment, &id, updated_at.clone(), repeated) {
            Some(record) => reading.push(record),
            None => reading.leave_out(),
        }
    }
    id_changes(reading, &of.participant_id_changes.0);
}

fn enrolment_of(
    reading: &mut Reading<'_>,
    of: &EnrolmentFields<'_>,
    participant_id: &str,
    updated_at: Option<String>,
    repeated: bool,
) -> Option<Enrolment> {
    let id = reading.need("npq_application_id", of.npq_application_id.text(), fields::uuid);
    let course = reading.need("course_identifier", of.course_identifier.text(), fields::course);
    let (id, course) = (id?, course?);
    if !repeated {
        reading.is_repeated("npq_application_id", &["enrolment", &id]);
    }
    let (cohort, cohort_suffix) = reading.cohort(of.cohort.text(), of.cohort_suffix.text());
    let eligible = reading.take("eligible_for_funding", of.eligible_for_funding.text(), cells::truth);
    let (withdrawal_reason, withdrawn_on) = reason(reading, "withdrawal", &of.withdrawal);
    let (deferral_reason, deferred_on) = reason(reading, "deferral", &of.deferral);
    Some(Enrolment {
        id,
        programme: Programme::Npq,
        participant_id: participant_id.to_owned(),
        role: Role::Npq,
        course,
        cohort,
        cohort_suffix,
        schedule: reading.take("schedule_identifier", of.schedule_identifier.text(), fields::open_word),
        school_urn: reading.school(of.school_urn.text()),
        training_status: reading.take("training_status", of.training_status.text(), fields::training_status),
        participant_status: None,
        funded: reading.take("funded_place", of.funded_place.text(), cells::truth).or(eligible),
        delivery_partner_id: None,
        mentor_id: None,
        withdrawal_reason,
        withdrawn_on,
        deferral_reason,
        deferred_on,
        induction_ended_on: None,
        updated_at,
    })
}

/// Reason and day of a withdrawal or deferral.
pub(super) fn reason(
    reading: &mut Reading<'_>,
    field: &'static str,
    of: &One<ReasonFields<'_>>,
) -> (Option<String>, Option<chrono::NaiveDate>) {
    let One(Some(of)) = of else { return (None, None) };
    let word = reading.take(field, of.reason.text(), fields::open_word);
    (word, reading.take(field, of.date.text(), fields::training_day))
}

/// The ids that a person had before.
pub(super) fn id_changes(reading: &mut Reading<'_>, changes: &[IdChangeFields<'_>]) {
    for change in changes {
        let from_id = reading.need("from_participant_id", change.from_participant_id.text(), fields::uuid);
        let to_id = reading.need("to_participant_id", change.to_participant_id.text(), fields::uuid);
        let (Some(from_id), Some(to_id)) = (from_id, to_id) else {
            reading.leave_out();
            continue;
        };
        if from_id != to_id {
            let changed_at = reading.take("changed_at", change.changed_at.text(), fields::instant);
            reading.push(ParticipantIdChange { from_id, to_id, changed_at });
        }
    }
}

/// An application. People outside schools have no URN, and nothing is wrong with that.
pub(super) fn application(reading: &mut Reading<'_>, object: Object<'_, ApplicationFields<'_>>) {
    let of = &object.attributes;
    let id = reading.need("id", object.id.text(), fields::uuid);
    let participant_id = reading.need("participant_id", of.participant_id.text(), fields::uuid);
    let course = reading.need("course_identifier", of.course_identifier.text(), fields::course);
    let (Some(id), Some(participant_id), Some(course)) = (id, participant_id, course) else {
        return reading.leave_out();
    };
    reading.is_repeated("id", &[&id]);
    let (cohort, cohort_suffix) = reading.cohort(of.cohort.text(), of.cohort_suffix.text());
    let works_in_school = reading.take("works_in_school", of.works_in_school.text(), cells::truth);
    let elsewhere = works_in_school == Some(false)
        || of.private_childcare_provider_urn.text().is_some()
        || of.employer_name.text().is_some();
    let school = of.school_urn.text();
    let record = Application {
        id,
        participant_id,
        course,
        cohort,
        cohort_suffix,
        schedule: reading.take("schedule_identifier", of.schedule_identifier.text(), fields::open_word),
        status: reading.take("status", of.status.text(), |text| cells::word(text, "unknown-status")),
        school_urn: if school.is_none() && elsewhere { None } else { reading.school(school) },
        funded_place: reading.take("funded_place", of.funded_place.text(), cells::truth),
        eligible_for_funding: reading.take("eligible_for_funding", of.eligible_for_funding.text(), cells::truth),
        funding_choice: reading.take("funding_choice", of.funding_choice.text(), fields::open_word),
        works_in_school,
        employer_name: reading.take("employer_name", of.employer_name.text(), fields::own_text),
        created_at: reading.take("created_at", of.created_at.text(), fields::instant),
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}
