//! `participant-declarations.csv` of the NPQ service and of the old combined one, versions 1 and 2.

use chrono::NaiveDate;
use domain::declaration::DeclarationState;

use super::{Latest, fields};
use crate::cells::{self, Fault, says_nothing};
use crate::record::Declaration;
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{ReadError, Sink};

/// Reads the rows; returns the day of the latest change.
pub(super) fn declarations(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let id = table.required(&["id"])?;
    let participant_id = table.required(&["participant_id"])?;
    let course = table.required(&["course_identifier"])?;
    let declaration_type = table.required(&["declaration_type"])?;
    let declared_on = table.required(&["declaration_date"])?;
    let state = table.column(&["state"]);
    let voided = table.column(&["voided"]);
    let payable = table.column(&["eligible_for_payment"]);
    let application = table.column(&["application_id"]);
    let partner = table.column(&["delivery_partner_id"]);
    let updated_at = table.column(&["updated_at"]);
    let carried = table.carried(&[
        ("id", id),
        ("programme", course),
        ("participant_id", participant_id),
        ("application_id", application),
        ("course", course),
        ("declaration_type", declaration_type),
        ("declared_on", declared_on),
        ("state", id),
        ("delivery_partner_id", partner),
        ("updated_at", updated_at),
    ]);
    sink.carries(&Declaration::TABLE, &carried, updated_at.exists())?;
    let mut latest = Latest::default();
    table.each(sink, |row| {
        let own_id = row.need(id, fields::uuid);
        let person = row.need(participant_id, fields::uuid);
        let of_course = row.need(course, fields::course);
        let of_type = row.need(declaration_type, fields::declaration_type);
        let on = row.need(declared_on, fields::training_day);
        let stands = state_of(row, state, voided, payable);
        let (Some(own_id), Some(person), Some(course), Some(of_type), Some(on), Some(stands)) =
            (own_id, person, of_course, of_type, on, stands)
        else {
            return;
        };
        row.key(id, &[&own_id]);
        let changed = row.timestamp(updated_at);
        latest.see(changed.as_deref());
        let record = Declaration {
            id: own_id,
            programme: course.facts().programme,
            participant_id: person,
            application_id: row.cell(application, fields::uuid),
            course,
            declaration_type: of_type,
            declared_on: on,
            state: stands,
            delivery_partner_id: row.cell(partner, fields::uuid),
            secondary_delivery_partner_id: None,
            school_urn: None,
            updated_at: changed,
        };
        row.push(record);
    })?;
    Ok(latest.day())
}

/// The state; files older than that column say `voided` and `eligible_for_payment` instead.
fn state_of(row: &mut Row<'_>, state: Col, voided: Col, payable: Col) -> Option<DeclarationState> {
    if !says_nothing(row.raw(state)) {
        return row.need(state, fields::declaration_state);
    }
    if !voided.exists() && !payable.exists() {
        let fault =
            Fault::new("missing-value", "The row does not say where the declaration stands.", "Fill in its state.");
        row.reject(fault);
        return None;
    }
    Some(if row.cell(voided, cells::truth) == Some(true) {
        DeclarationState::Voided
    } else if row.cell(payable, cells::truth) == Some(true) {
        DeclarationState::Eligible
    } else {
        DeclarationState::Submitted
    })
}
