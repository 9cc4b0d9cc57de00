//! Who came to events. A row may be one person or all of a school: rows of the same event, day and school add up.
//! Names of people are not read.

use super::sums::{LIMIT, Sums};
use super::{URN, people, tidy};
use crate::dates;
use crate::recognise::any;
use crate::record::Attendance;
use crate::table::Table;
use crate::{Kind, ReadError, Sink, Source, Summary};

const EVENT: &[&str] = &["event", "event_name", "event_title", "course_title", "session", "session_title", "cpd_event"];
const HELD: &[&str] = &["date", "event_date", "held_on", "session_date", "date_of_event", "start_date"];
const PEOPLE: &[&str] =
    &["people", "attendees", "number_of_people", "number_attending", "attended", "delegates", "places"];

/// Whether the columns are those of such a file.
pub(crate) fn fits(table: &Table<'_>) -> bool {
    any(table, EVENT) && any(table, HELD) && any(table, URN)
}

/// Reads `event,date,urn,people`.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (event, held, urn) = (table.required(EVENT)?, table.required(HELD)?, table.required(URN)?);
    let came = table.column(PEOPLE);
    sink.carries(&Attendance::TABLE, &["event", "held_on", "urn", "people"], false)?;
    let mut sums = Sums::new(LIMIT);
    table.each(sink, |row| {
        let (name, held_on, school) = (row.need(event, tidy), row.need_date(held), row.need_urn(urn));
        let (Some(name), Some(held_on), Some(school), Some(count)) = (name, held_on, school, people(row, came)) else {
            return;
        };
        sums.add(row.line(), (name, held_on, school), count, |sum, count| *sum += count);
    })?;
    for (line, (event, held_on, urn), people) in sums.all()? {
        sink.record(line, Attendance { event, held_on, urn, people }.into())?;
    }
    Ok(table.summary(Kind::CpdAttendance, dates::in_name(&source.file_name)))
}
