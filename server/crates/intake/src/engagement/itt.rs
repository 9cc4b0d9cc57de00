//! Trainee teachers placed at schools. A row may be one trainee, one subject, or all of a school: rows of the same
//! school, first day and provider add up.

use chrono::NaiveDate;

use super::sums::{LIMIT, Sums};
use super::{URN, name_of, people};
use crate::cells::{self, Fault};
use crate::dates;
use crate::recognise::any;
use crate::record::Placement;
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

const START: &[&str] = &["start_date", "placement_start", "placement_start_date", "started_on", "from"];
const YEAR: &[&str] = &["academic_year", "year", "time_period"];
const END: &[&str] = &["end_date", "placement_end", "placement_end_date", "ended_on", "to"];
const PROVIDER: &[&str] =
    &["provider", "itt_provider", "training_provider", "accredited_provider", "provider_name", "scitt"];
const TRAINEES: &[&str] =
    &["trainees", "number_of_trainees", "trainee_count", "placements", "number_of_placements", "trainee_teachers"];

/// Whether the columns are those of such a file.
pub(crate) fn fits(table: &Table<'_>) -> bool {
    let placed = any(table, TRAINEES) || any(table, PROVIDER) || any(table, &START[1..3]);
    any(table, URN) && placed && (any(table, START) || any(table, YEAR))
}

/// Reads `urn,start_date,end_date,academic_year,provider,trainees`. Subjects and phases are passed over.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let urn = table.required(URN)?;
    let year = table.column(YEAR);
    let start = if year.exists() { table.column(START) } else { table.required(START)? };
    let (end, provider, trainees) = (table.column(END), table.column(PROVIDER), table.column(TRAINEES));
    let mut carried = vec!["urn", "started_on", "provider", "trainees"];
    carried.extend(table.carried(&[("ended_on", end)]));
    sink.carries(&Placement::TABLE, &carried, false)?;
    let mut sums = Sums::new(LIMIT);
    table.each(sink, |row| {
        let (Some(school), Some(started_on)) = (row.need_urn(urn), first_day(row, start, year)) else { return };
        let ended_on = row.date(end);
        if ended_on.is_some_and(|ended_on| ended_on < started_on) {
            let fault = Fault::new("to-before-from", "The last day is before the first.", "Check both dates.");
            row.reject_cell(end, fault);
        }
        let (name, count) = (name_of(row, provider).unwrap_or_default(), people(row, trainees));
        if let Some(count) = count.filter(|_| !row.is_rejected()) {
            sums.add(row.line(), (school, started_on, name), (ended_on, count), |(last, sum), (ended_on, count)| {
                *last = (*last).max(ended_on);
                *sum += count;
            });
        }
    })?;
    for (line, (urn, started_on, provider), (ended_on, trainees)) in sums.all()? {
        sink.record(line, Placement { urn, started_on, provider, ended_on, trainees }.into())?;
    }
    Ok(table.summary(Kind::IttPlacements, dates::in_name(&source.file_name)))
}

/// The first day: as it is said, else that of the academic year.
fn first_day(row: &mut Row<'_>, start: Col, year: Col) -> Option<NaiveDate> {
    if year.exists() && cells::says_nothing(row.raw(start)) {
        row.need(year, cells::academic_year).map(|year| year.first_day())
    } else {
        row.need_date(start)
    }
}
