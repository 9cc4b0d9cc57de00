//! CSV files of the programmes that hubs and lead providers still have on disk: exports of the first two versions of
//! the lead-provider services, and statement assurance reports. Columns are found by name.

mod declarations;
mod ecf;
pub(crate) mod fields;
mod npq;
mod statements;

use chrono::NaiveDate;
use domain::establishment::Urn;

use crate::cells::says_nothing;
use crate::problem::Refusal;
use crate::row::Row;
use crate::table::{Col, Table, fold};
use crate::{Kind, ReadError, Sink, Source, Summary};

/// The kind of a table of the programmes, by its header.
pub fn recognise(header: &[String]) -> Option<Kind> {
    let names: Vec<String> = header.iter().map(|name| fold(name)).collect();
    let has = |wanted: &[&str]| wanted.iter().all(|name| names.iter().any(|own| own == name));
    if !has(&["participantid"]) && !has(&["trainingrecordid"]) {
        None
    } else if has(&["declarationid", "declarationstatus", "courseidentifier"]) {
        Some(Kind::NpqStatement)
    } else if has(&["declarationid", "declarationstatus", "type"]) {
        Some(Kind::EcfStatement)
    } else if has(&["id", "trainingrecordid", "participanttype"]) {
        Some(Kind::EcfParticipants)
    } else if has(&["id", "declarationtype", "declarationdate", "courseidentifier"]) {
        Some(Kind::Declarations)
    } else if has(&["npqapplicationid", "courseidentifier"]) {
        Some(Kind::NpqEnrolments)
    } else if has(&["id", "courseidentifier"]) && (has(&["headteacherstatus"]) || has(&["fundingchoice"])) {
        Some(Kind::NpqApplications)
    } else {
        None
    }
}

/// Reads a table of one kind to its end.
pub fn read(table: &mut Table<'_>, kind: Kind, _source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let as_of = match kind {
        Kind::EcfParticipants => ecf::participants(table, sink)?,
        Kind::Declarations => declarations::declarations(table, sink)?,
        Kind::NpqApplications => npq::applications(table, sink)?,
        Kind::NpqEnrolments => npq::enrolments(table, sink)?,
        Kind::NpqStatement => statements::npq(table, sink)?,
        Kind::EcfStatement => statements::ecf(table, sink)?,
        other => {
            let message = format!("The file is a table, and {} do not come as tables.", other.name());
            return Err(Refusal::new("wrong-kind", message, "Import it without naming its kind.").into());
        }
    };
    Ok(table.summary(kind, as_of))
}

/// The latest of the instants that rows state: what the data speak for.
#[derive(Default)]
struct Latest(String);

impl Latest {
    fn see(&mut self, instant: Option<&str>) {
        if let Some(instant) = instant.filter(|instant| *instant > self.0.as_str()) {
            instant.clone_into(&mut self.0);
        }
    }

    fn day(&self) -> Option<NaiveDate> {
        self.0.get(..10)?.parse().ok()
    }
}

/// The school of a row; its absence is a warning.
fn school(row: &mut Row<'_>, column: Col) -> Option<Urn> {
    if column.exists() && says_nothing(row.raw(column)) {
        row.warn(column, fields::no_urn());
    }
    row.cell(column, fields::school_urn).flatten()
}
