//! The school register: an extract of any vintage, all its columns or a part of them, in any order.

use chrono::NaiveDate;

use crate::cells::{self, Fault};
use crate::dates;
use crate::record::School;
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

/// Reads the register. Rows without a URN are rejected; any other bad cell is a warning and reads as blank.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let columns = Columns::of(&mut table)?;
    sink.carries(&School::TABLE, &table.carried(&columns.fields()), columns.changed.exists())?;
    let mut latest: Option<NaiveDate> = None;
    table.each(sink, |row| {
        let Some(urn) = row.need_urn(columns.urn) else { return };
        row.key(columns.urn, &[row.raw(columns.urn)]);
        let changed = row.date(columns.changed);
        latest = latest.max(changed);
        let school = columns.school(row, urn, changed);
        row.push(school);
    })?;
    Ok(table.summary(Kind::Register, dates::in_name(&source.file_name).or(latest)))
}

struct Columns {
    urn: Col,
    name: Col,
    la_code: Col,
    la_name: Col,
    gss_la_code: Col,
    number: Col,
    type_code: Col,
    status: Col,
    phase: Col,
    opened: Col,
    closed: Col,
    low_age: Col,
    high_age: Col,
    pupils: Col,
    fsm: Col,
    trust_code: Col,
    trust_name: Col,
    ukprn: Col,
    postcode: Col,
    region: Col,
    district_code: Col,
    district_name: Col,
    urban_rural: Col,
    changed: Col,
}

impl Columns {
    fn of(table: &mut Table<'_>) -> Result<Columns, ReadError> {
        Ok(Columns {
            urn: table.required(&["URN"])?,
            name: table.column(&["EstablishmentName"]),
            la_code: table.column(&["LA (code)"]),
            la_name: table.column(&["LA (name)"]),
            gss_la_code: table.column(&["GSSLACode (name)", "GSSLACode"]),
            number: table.column(&["EstablishmentNumber"]),
            type_code: table.column(&["TypeOfEstablishment (code)"]),
            status: table.column(&["EstablishmentStatus (code)"]),
            phase: table.column(&["PhaseOfEducation (code)"]),
            opened: table.column(&["OpenDate"]),
            closed: table.column(&["CloseDate"]),
            low_age: table.column(&["StatutoryLowAge"]),
            high_age: table.column(&["StatutoryHighAge"]),
            pupils: table.column(&["NumberOfPupils"]),
            fsm: table.column(&["PercentageFSM"]),
            trust_code: table.column(&["Trusts (code)"]),
            trust_name: table.column(&["Trusts (name)"]),
            ukprn: table.column(&["UKPRN"]),
            postcode: table.column(&["Postcode"]),
            region: table.column(&["GOR (code)"]),
            district_code: table.column(&["DistrictAdministrative (code)"]),
            district_name: table.column(&["DistrictAdministrative (name)"]),
            urban_rural: table.column(&["UrbanRural (code)"]),
            changed: table.column(&["LastChangedDate"]),
        })
    }

    fn fields(&self) -> [(&'static str, Col); 24] {
        [
            ("urn", self.urn),
            ("name", self.name),
            ("la_code", self.la_code),
            ("la_name", self.la_name),
            ("gss_la_code", self.gss_la_code),
            ("establishment_number", self.number),
            ("type_code", self.type_code),
            ("status_code", self.status),
            ("phase_code", self.phase),
            ("opened_on", self.opened),
            ("closed_on", self.closed),
            ("low_age", self.low_age),
            ("high_age", self.high_age),
            ("pupils", self.pupils),
            ("fsm_percent", self.fsm),
            ("trust_code", self.trust_code),
            ("trust_name", self.trust_name),
            ("ukprn", self.ukprn),
            ("postcode", self.postcode),
            ("region_letter", self.region),
            ("district_code", self.district_code),
            ("district_name", self.district_name),
            ("urban_rural", self.urban_rural),
            ("updated_at", self.changed),
        ]
    }

    fn school(&self, row: &mut Row<'_>, urn: domain::establishment::Urn, changed: Option<NaiveDate>) -> School {
        School {
            urn,
            name: row.string(self.name),
            la_code: code(row, self.la_code),
            la_name: row.string(self.la_name),
            gss_la_code: row.string(self.gss_la_code),
            establishment_number: code(row, self.number),
            type_code: row.int(self.type_code),
            status_code: row.cell(self.status, one_to_four),
            phase_code: row.cell(self.phase, zero_to_seven),
            opened_on: row.date(self.opened),
            closed_on: row.date(self.closed),
            low_age: row.int(self.low_age),
            high_age: row.int(self.high_age),
            pupils: row.int(self.pupils),
            fsm_percent: row.cell(self.fsm, percent),
            trust_code: code(row, self.trust_code),
            trust_name: row.string(self.trust_name),
            ukprn: code(row, self.ukprn),
            postcode: row.string(self.postcode),
            region_letter: row.cell(self.region, letter),
            district_code: row.string(self.district_code),
            district_name: row.string(self.district_name),
            urban_rural: row.string(self.urban_rural),
            updated_at: changed.map(|day| format!("{day}T00:00:00Z")),
        }
    }
}

/// A code that is text; spreadsheets turn `201` into `201.0`.
fn code(row: &mut Row<'_>, column: Col) -> Option<String> {
    row.text(column).map(|text| text.strip_suffix(".0").unwrap_or(text).to_owned())
}

fn one_to_four(text: &str) -> Result<u8, Fault> {
    cells::int(text)
        .ok()
        .filter(|code| (1..=4).contains(code))
        .ok_or_else(|| Fault::new("unknown-status", "This is not a status code of the register.", "Codes are 1 to 4."))
}

fn zero_to_seven(text: &str) -> Result<u8, Fault> {
    cells::int(text)
        .ok()
        .filter(|code| *code <= 7)
        .ok_or_else(|| Fault::new("unknown-phase", "This is not a phase code of the register.", "Codes are 0 to 7."))
}

fn percent(text: &str) -> Result<f64, Fault> {
    cells::number(text)
        .ok()
        .filter(|share| (0.0..=100.0).contains(share))
        .ok_or_else(|| Fault::new("bad-number", "This is not a percentage.", "Write a number from 0 to 100."))
}

fn letter(text: &str) -> Result<String, Fault> {
    match text.as_bytes() {
        [letter @ (b'A'..=b'H' | b'J'..=b'K' | b'W' | b'Z')] => Ok(char::from(*letter).to_string()),
        _ => Err(Fault::new(
            "unknown-region",
            "This is not a region code of the register.",
            "Codes are A to K, W and Z.",
        )),
    }
}
