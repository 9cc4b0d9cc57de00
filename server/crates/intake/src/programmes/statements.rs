//! Statement assurance reports, NPQ and ECF/ECTE: a row is a declaration with its person and school. The reports do not
//! say when anything last changed, and name neither applications nor training records, so no enrolment comes of them.

use chrono::NaiveDate;
use domain::programme::Course;

use super::{Latest, fields, school};
use crate::cells::Fault;
use crate::record::{Declaration, Participant};
use crate::table::{Col, Table};
use crate::{ReadError, Sink};

/// Reads an NPQ report; returns the day of its latest declaration.
pub(super) fn npq(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let course = table.required(&["Course Identifier"])?;
    report(table, sink, course, fields::course)
}

/// Reads an ECF/ECTE report; returns the day of its latest declaration.
pub(super) fn ecf(table: &mut Table<'_>, sink: &mut dyn Sink) -> Result<Option<NaiveDate>, ReadError> {
    let role = table.required(&["Type"])?;
    report(table, sink, role, |text| {
        let unknown = || Fault::new("unknown-role", "This role has no course.", "Write ect or mentor.");
        fields::ecf_role(text).and_then(|role| fields::ecf_course(role).ok_or_else(unknown))
    })
}

fn report(
    table: &mut Table<'_>,
    sink: &mut dyn Sink,
    course: Col,
    course_of: fn(&str) -> Result<Course, Fault>,
) -> Result<Option<NaiveDate>, ReadError> {
    let id = table.required(&["Declaration ID"])?;
    let participant_id = table.required(&["Participant ID"])?;
    let declaration_type = table.required(&["Declaration Type"])?;
    let declared_on = table.required(&["Declaration Date"])?;
    let state = table.required(&["Declaration Status"])?;
    let full_name = table.column(&["Participant Name"]);
    let trn = table.column(&["TRN"]);
    let urn = table.column(&["School Urn"]);
    let created_at = table.column(&["Declaration Created At"]);
    let carried = table.carried(&[("id", participant_id), ("full_name", full_name), ("trn", trn)]);
    sink.carries(&Participant::TABLE, &carried, false)?;
    let carried = table.carried(&[
        ("id", id),
        ("programme", course),
        ("participant_id", participant_id),
        ("course", course),
        ("declaration_type", declaration_type),
        ("declared_on", declared_on),
        ("state", state),
        ("school_urn", urn),
    ]);
    sink.carries(&Declaration::TABLE, &carried, false)?;
    let mut latest = Latest::default();
    table.each(sink, |row| {
        let own_id = row.need(id, fields::uuid);
        let person = row.need(participant_id, fields::uuid);
        let of_course = row.need(course, course_of);
        let of_type = row.need(declaration_type, fields::declaration_type);
        let on = row.need(declared_on, fields::training_day);
        let stands = row.need(state, fields::declaration_state);
        let (Some(own_id), Some(person), Some(course), Some(of_type), Some(on), Some(stands)) =
            (own_id, person, of_course, of_type, on, stands)
        else {
            return;
        };
        row.key(id, &[&own_id]);
        latest.see(row.timestamp(created_at).as_deref());
        let participant = Participant {
            id: person.clone(),
            full_name: row.string(full_name),
            trn: row.trn(trn),
            email: None,
            updated_at: None,
        };
        row.push(participant);
        let declaration = Declaration {
            id: own_id,
            programme: course.facts().programme,
            participant_id: person,
            application_id: None,
            course,
            declaration_type: of_type,
            declared_on: on,
            state: stands,
            delivery_partner_id: None,
            secondary_delivery_partner_id: None,
            school_urn: school(row, urn),
            updated_at: None,
        };
        row.push(declaration);
    })?;
    Ok(latest.day())
}
