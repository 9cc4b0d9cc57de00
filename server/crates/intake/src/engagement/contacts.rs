//! Contacts with schools, and why schools do not engage, as hubs keep them in sheets.

use domain::engagement::{ContactKind, Reason};

use super::{URN, words};
use crate::cells::{Fault, says_nothing};
use crate::dates;
use crate::recognise::any;
use crate::record::{Contact, NotEngaging};
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

const KIND: &[&str] = &["kind", "contact_kind", "contact_type", "type_of_contact", "contact_method", "method", "type"];
const DAY: &[&str] = &["date", "contact_date", "contacted_on", "date_of_contact"];
const OUTCOME: &[&str] = &["outcome", "result", "next_step", "next_steps", "action"];
const NOTE: &[&str] = &["note", "notes", "comment", "comments"];
const REASON: &[&str] =
    &["reason", "reason_for_not_engaging", "reason_not_engaged", "reason_for_non_engagement", "barrier"];
const NOTED: &[&str] = &["date", "noted_on", "date_noted", "recorded_on", "date_recorded"];

/// Whether the columns are those of a list of contacts.
pub(crate) fn is_contacts(table: &Table<'_>) -> bool {
    any(table, URN) && any(table, KIND) && any(table, DAY)
}

/// Whether the columns are those of a list of reasons.
pub(crate) fn is_reasons(table: &Table<'_>) -> bool {
    any(table, URN) && any(table, REASON)
}

/// Reads `urn,date,kind,outcome,note`.
pub(crate) fn read_contacts(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (urn, day, kind) = (table.required(URN)?, table.required(DAY)?, table.required(KIND)?);
    let (outcome, note) = (table.column(OUTCOME), table.column(NOTE));
    let fields = [("urn", urn), ("contacted_on", day), ("kind", kind), ("outcome", outcome), ("note", note)];
    sink.carries(&Contact::TABLE, &table.carried(&fields), false)?;
    table.each(sink, |row| {
        let (Some(school), Some(contacted_on)) = (row.need_urn(urn), row.need_date(day)) else { return };
        // What was done counts, whatever word there is for how.
        let how = row.cell(kind, |text| words::contact_kind(text).map_err(as_other)).unwrap_or(ContactKind::Other);
        row.key(urn, &[&school.to_string(), &contacted_on.to_string(), how.slug()]);
        let (outcome, note) = (row.string(outcome), row.string(note));
        row.push(Contact { urn: school, contacted_on, kind: how, outcome, note, author: None });
    })?;
    Ok(table.summary(Kind::Contacts, dates::in_name(&source.file_name)))
}

/// Reads `urn,reason,date,note`. What has no date was noted on the day that the file's name states, else today.
pub(crate) fn read_reasons(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (urn, reason) = (table.required(URN)?, table.required(REASON)?);
    let (noted, note) = (table.column(NOTED), table.column(NOTE));
    let named = dates::in_name(&source.file_name);
    sink.carries(&NotEngaging::TABLE, &["urn", "noted_on", "reason", "note"], false)?;
    table.each(sink, |row| {
        let school = row.need_urn(urn);
        let said = row.need(reason, Ok);
        let day = if says_nothing(row.raw(noted)) { named.or(Some(source.today)) } else { row.need_date(noted) };
        let (Some(school), Some(said), Some(noted_on)) = (school, said, day) else { return };
        row.key(urn, &[&school.to_string(), &noted_on.to_string()]);
        let (reason, note) = why(row, reason, said, note);
        row.push(NotEngaging { urn: school, noted_on, reason, note, author: None });
    })?;
    Ok(table.summary(Kind::Reasons, named))
}

/// The reason and the note; own words that are none of the known reasons stand before the note.
fn why(row: &mut Row<'_>, reason: Col, said: &str, note: Col) -> (Reason, Option<String>) {
    let note = row.string(note);
    match words::reason(said) {
        Ok(reason) => (reason, note),
        Err(fault) => {
            row.warn(reason, as_other(fault));
            let own = row.string(reason).unwrap_or_default();
            (Reason::Other, Some(note.map_or(own.clone(), |note| format!("{own}. {note}"))))
        }
    }
}

fn as_other(fault: Fault) -> Fault {
    Fault { message: format!("{} It was taken as \u{201c}other\u{201d}.", fault.message), ..fault }
}
