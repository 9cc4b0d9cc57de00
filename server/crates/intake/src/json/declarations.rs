//! Declarations of both programmes, and outcomes of NPQs.

use super::reading::Reading;
use super::{Object, attributes};
use crate::cells;
use crate::programmes::fields;
use crate::record::{Declaration, Outcome};

attributes! {
    pub(super) struct DeclarationFields {
        participant_id, application_id, declaration_type, course_identifier, declaration_date, state,
        delivery_partner_id, delivery_partner_name, secondary_delivery_partner_id, secondary_delivery_partner_name,
        updated_at,
    }
    pub(super) struct OutcomeFields {
        participant_id, course_identifier, state, completion_date, created_at, updated_at,
    }
}

/// What a file of declarations says of them.
pub(super) const DECLARATION: &[&str] = &[
    "id",
    "programme",
    "participant_id",
    "application_id",
    "course",
    "declaration_type",
    "declared_on",
    "state",
    "delivery_partner_id",
    "secondary_delivery_partner_id",
    "updated_at",
];

/// What a file of outcomes says of them.
pub(super) const OUTCOME: &[&str] =
    &["id", "participant_id", "course", "state", "completed_on", "created_at", "updated_at"];

/// A declaration; its programme is its course's.
pub(super) fn declaration(reading: &mut Reading<'_>, object: Object<'_, DeclarationFields<'_>>) {
    let of = &object.attributes;
    let id = reading.need("id", object.id.text(), fields::uuid);
    let participant_id = reading.need("participant_id", of.participant_id.text(), fields::uuid);
    let course = reading.need("course_identifier", of.course_identifier.text(), fields::course);
    let declaration_type = reading.need("declaration_type", of.declaration_type.text(), fields::declaration_type);
    let declared_on = reading.need("declaration_date", of.declaration_date.text(), fields::training_day);
    let state = reading.need("state", of.state.text(), fields::declaration_state);
    let (Some(id), Some(participant_id), Some(course), Some(declaration_type), Some(declared_on), Some(state)) =
        (id, participant_id, course, declaration_type, declared_on, state)
    else {
        return reading.leave_out();
    };
    reading.is_repeated("id", &[&id]);
    let partner = reading.take("delivery_partner_id", of.delivery_partner_id.text(), fields::uuid);
    let second = of.secondary_delivery_partner_id.text();
    let second = reading.take("secondary_delivery_partner_id", second, fields::uuid);
    reading.partner(partner.as_deref(), of.delivery_partner_name.text());
    reading.partner(second.as_deref(), of.secondary_delivery_partner_name.text());
    let record = Declaration {
        id,
        programme: course.facts().programme,
        participant_id,
        application_id: reading.take("application_id", of.application_id.text(), fields::uuid),
        course,
        declaration_type,
        declared_on,
        state,
        delivery_partner_id: partner,
        secondary_delivery_partner_id: second,
        school_urn: None,
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}

/// An outcome.
pub(super) fn outcome(reading: &mut Reading<'_>, object: Object<'_, OutcomeFields<'_>>) {
    let of = &object.attributes;
    let id = reading.need("id", object.id.text(), fields::uuid);
    let participant_id = reading.need("participant_id", of.participant_id.text(), fields::uuid);
    let course = reading.need("course_identifier", of.course_identifier.text(), fields::course);
    let state = reading.need("state", of.state.text(), |text| cells::word(text, "unknown-state"));
    let (Some(id), Some(participant_id), Some(course), Some(state)) = (id, participant_id, course, state) else {
        return reading.leave_out();
    };
    reading.is_repeated("id", &[&id]);
    let record = Outcome {
        id,
        participant_id,
        course,
        state,
        completed_on: reading.take("completion_date", of.completion_date.text(), fields::training_day),
        created_at: reading.take("created_at", of.created_at.text(), fields::instant),
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}
