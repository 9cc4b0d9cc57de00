//! Inductions as appropriate bodies have them: a hub's own register, and the bulk files of claims and outcomes that it
//! sends to the service or gets back with errors. Dates of birth are checked and never kept.

use domain::establishment::Urn;

use super::{URN, name_of, words};
use crate::cells::{self, Fault};
use crate::dates;
use crate::recognise::any;
use crate::record::{Induction, InductionEnd};
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

const TRN: &[&str] = &["trn", "teacher_reference_number", "teacher_reference_number_trn", "ect_trn"];
const START: &[&str] = &[
    "induction_start",
    "induction_start_date",
    "induction_period_start_date",
    "induction_started_on",
    "start_date",
    "started_on",
];
const END: &[&str] =
    &["induction_end", "induction_end_date", "induction_period_end_date", "induction_ended_on", "end_date", "ended_on"];
const PROGRAMME: &[&str] = &["programme", "induction_programme", "programme_type", "induction_type"];
const BODY: &[&str] = &["appropriate_body", "appropriate_body_name", "ab"];
const OUTCOME: &[&str] = &["outcome", "induction_outcome"];
const TERMS: &[&str] = &["number_of_terms", "terms", "terms_served"];
const BIRTH: &[&str] = &["date_of_birth", "dob"];
const ERROR: &[&str] = &["error_message", "error", "errors"];

/// Whether the columns are those of a hub's own register.
pub(crate) fn is_register(table: &Table<'_>) -> bool {
    any(table, TRN) && any(table, URN) && any(table, START)
}

/// Whether the columns are those of a file of claims.
pub(crate) fn is_claims(table: &Table<'_>) -> bool {
    any(table, TRN) && any(table, START) && any(table, PROGRAMME) && !any(table, URN)
}

/// Whether the columns are those of a file of outcomes.
pub(crate) fn is_outcomes(table: &Table<'_>) -> bool {
    let ends = any(table, TERMS) || any(table, OUTCOME);
    any(table, TRN) && any(table, END) && ends && !any(table, START) && !any(table, URN)
}

/// Reads a hub's own register: `urn,trn,induction_start,induction_end,programme,appropriate_body,outcome`.
pub(crate) fn read_register(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (trn, urn, start) = (table.required(TRN)?, table.required(URN)?, table.required(START)?);
    let (end, programme) = (table.column(END), table.column(PROGRAMME));
    let (body, outcome) = (table.column(BODY), table.column(OUTCOME));
    let mut carried = vec!["trn", "started_on", "appropriate_body", "urn"];
    carried.extend(table.carried(&[("ended_on", end), ("programme", programme), ("outcome", outcome)]));
    sink.carries(&Induction::TABLE, &carried, false)?;
    table.each(sink, |row| {
        let (teacher, school) = (row.need_trn(trn), school(row, urn));
        let (Some(teacher), Some(started_on)) = (teacher, row.need_date(start)) else { return };
        let ended_on = row.date(end);
        if ended_on.is_some_and(|ended_on| ended_on < started_on) {
            let fault = Fault::new("to-before-from", "The last day is before the first.", "Check both dates.");
            row.reject_cell(end, fault);
        }
        let appropriate_body = name_of(row, body).unwrap_or_default();
        row.key(trn, &[&teacher, &started_on.to_string(), &appropriate_body]);
        let programme = row.cell(programme, words::programme).flatten();
        let outcome = row.cell(outcome, words::outcome).flatten();
        row.push(Induction { trn: teacher, started_on, appropriate_body, urn: school, ended_on, programme, outcome });
    })?;
    Ok(table.summary(Kind::AbRegister, dates::in_name(&source.file_name)))
}

/// The school of a row: its absence is a warning, a number that cannot be read rejects the row.
fn school(row: &mut Row<'_>, column: Col) -> Option<Urn> {
    if cells::says_nothing(row.raw(column)) { row.urn_or_unknown(column) } else { row.need_urn(column) }
}

/// Reads claims: `TRN,Date of birth,Induction programme,Induction period start date`, and `Error message` in files
/// that the service returned. They name no school.
pub(crate) fn read_claims(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (trn, start, programme) = (table.required(TRN)?, table.required(START)?, table.required(PROGRAMME)?);
    let (birth, error) = (table.column(BIRTH), table.column(ERROR));
    sink.carries(&Induction::TABLE, &["trn", "started_on", "appropriate_body", "programme"], false)?;
    table.each(sink, |row| {
        let Some(teacher) = told_to_the_service(row, trn, birth, error) else { return };
        let Some(started_on) = row.need_date(start) else { return };
        let programme = row.cell(programme, words::programme).flatten();
        row.push(Induction {
            trn: teacher,
            started_on,
            appropriate_body: String::new(),
            urn: None,
            ended_on: None,
            programme,
            outcome: None,
        });
    })?;
    Ok(table.summary(Kind::AbClaims, dates::in_name(&source.file_name)))
}

/// Reads outcomes: `TRN,Date of birth,Induction period end date,Number of terms,Outcome`, and `Error message` in files
/// that the service returned.
pub(crate) fn read_outcomes(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (trn, end) = (table.required(TRN)?, table.required(END)?);
    let (terms, outcome) = (table.column(TERMS), table.column(OUTCOME));
    let (birth, error) = (table.column(BIRTH), table.column(ERROR));
    let fields = [("trn", trn), ("ended_on", end), ("outcome", outcome), ("terms", terms)];
    sink.carries(&InductionEnd::TABLE, &table.carried(&fields), false)?;
    table.each(sink, |row| {
        let Some(teacher) = told_to_the_service(row, trn, birth, error) else { return };
        let Some(ended_on) = row.need_date(end) else { return };
        let outcome = row.cell(outcome, words::outcome).flatten();
        let terms = row.cell(terms, number_of_terms);
        row.push(InductionEnd { trn: teacher, ended_on, outcome, terms });
    })?;
    Ok(table.summary(Kind::AbOutcomes, dates::in_name(&source.file_name)))
}

/// The teacher of a row of a bulk file, unless the service refused the row. The service takes no TRN twice in one file.
fn told_to_the_service(row: &mut Row<'_>, trn: Col, birth: Col, error: Col) -> Option<String> {
    if !cells::says_nothing(row.raw(error)) {
        let message = "The service refused this row for the reason shown, so nothing came of it.";
        let mend = "Put right what the service names, send the row again, and import the new file.";
        row.reject_cell(error, Fault::new("refused-by-service", message, mend));
        return None;
    }
    let teacher = row.need_trn(trn)?;
    if row.repeats(&[&teacher]) {
        let message = "An earlier row of this file has the same TRN; the service refuses such a file.";
        row.warn(trn, Fault::new("duplicate-trn", message, "Keep one row of each TRN."));
    }
    // Read to be told of what the service would refuse, and then forgotten.
    let _ = row.date(birth);
    Some(teacher)
}

fn number_of_terms(text: &str) -> Result<f64, Fault> {
    let fault =
        || Fault::new("bad-number", "This is not a number of terms, 0 to 60.", "Write a number, such as 6 or 0.5.");
    cells::number(text).ok().filter(|terms| (0.0..=60.0).contains(terms)).ok_or_else(fault)
}
