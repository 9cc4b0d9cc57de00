//! One row of a table: typed cells, records to push, problems to state. A bad optional cell is a warning and reads as
//! blank; a bad needed cell rejects the row.

use std::str::FromStr;

use chrono::NaiveDate;
use csv::StringRecord;
use domain::UnknownWord;
use domain::establishment::Urn;
use domain::programme::Course;

use crate::cells::{self, Fault};
use crate::dates;
use crate::personal;
use crate::problem::{Problem, Severity};
use crate::record::Record;
use crate::table::Col;
use crate::table::Said;

/// The longest text that a cell may hold, in bytes; longer ones are cut with a warning.
const MAX_TEXT: usize = 4_000;

/// A row being read.
pub struct Row<'r> {
    pub(crate) record: &'r StringRecord,
    pub(crate) names: &'r [String],
    pub(crate) line: u64,
    pub(crate) said: &'r mut Said,
}

impl<'r> Row<'r> {
    /// The line of the file on which it starts; the header is line 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell as it came, without blanks around it; empty where the column is absent. A blank before the quotes hides
    /// them from the reader of CSV: they are taken off here.
    pub fn raw(&self, column: Col) -> &'r str {
        let came = self.record.get(column.at).unwrap_or_default();
        let cell = came.trim();
        let quoted = || cell.strip_prefix('"')?.strip_suffix('"').map(str::trim);
        if came.starts_with([' ', '\t']) { quoted().unwrap_or(cell) } else { cell }
    }

    /// Says a record; it is kept unless the row is rejected, before or after.
    pub fn push(&mut self, record: impl Into<Record>) {
        self.said.records.push(record.into());
    }

    /// Whether the row has been rejected.
    pub fn is_rejected(&self) -> bool {
        self.said.rejected
    }

    /// Leaves the whole row out.
    pub fn reject(&mut self, fault: Fault) {
        self.said.rejected = true;
        self.said.problems.push(Problem::new(Severity::Rejected, self.line, "", "", fault));
    }

    /// Leaves the row out for what this cell says.
    pub fn reject_cell(&mut self, column: Col, fault: Fault) {
        self.said.rejected = true;
        self.state(Severity::Rejected, column, fault);
    }

    /// States a warning about a cell; the row is taken.
    pub fn warn(&mut self, column: Col, fault: Fault) {
        self.state(Severity::Warning, column, fault);
    }

    fn state(&mut self, severity: Severity, column: Col, fault: Fault) {
        let name = self.names.get(column.at).map_or(column.name, String::as_str);
        let value = personal::repeatable(name, self.record.get(column.at).unwrap_or_default());
        self.said.problems.push(Problem::new(severity, self.line, name, &value, fault));
    }

    /// Whether an earlier row had this key.
    pub(crate) fn repeats(&mut self, key: &[&str]) -> bool {
        self.said.repeats(key)
    }

    /// Warns where an earlier row had the same key; the last of them holds.
    pub fn key(&mut self, column: Col, key: &[&str]) {
        if self.repeats(key) {
            let fault = Fault::new(
                "duplicate",
                "An earlier row of this file has the same key; the latest is kept.",
                "Keep one row of each key.",
            );
            self.warn(column, fault);
        }
    }

    /// A cell read by any parser: blank is nothing, a fault is a warning and nothing.
    pub fn cell<T>(&mut self, column: Col, parse: impl FnOnce(&'r str) -> Result<T, Fault>) -> Option<T> {
        let text = self.raw(column);
        if cells::says_nothing(text) {
            return None;
        }
        parse(text).map_err(|fault| self.warn(column, fault)).ok()
    }

    /// A cell read by any parser: blank or a fault rejects the row.
    pub fn need<T>(&mut self, column: Col, parse: impl FnOnce(&'r str) -> Result<T, Fault>) -> Option<T> {
        let text = self.raw(column);
        if cells::says_nothing(text) {
            let fault = Fault::new("missing-value", "This cell must not be blank.", "Fill it in.");
            self.reject_cell(column, fault);
            return None;
        }
        parse(text).map_err(|fault| self.reject_cell(column, fault)).ok()
    }

    /// Text; blank is nothing. Cut at 4,000 bytes with a warning.
    pub fn text(&mut self, column: Col) -> Option<&'r str> {
        let text = self.raw(column);
        if text.len() <= MAX_TEXT {
            return (!text.is_empty()).then_some(text);
        }
        let fault =
            Fault::new("long-text", "This cell was cut at 4,000 characters.", "Check that its quotes are closed.");
        self.warn(column, fault);
        let mut end = MAX_TEXT;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Some(&text[..end])
    }

    /// Text of its own; blank is nothing.
    pub fn string(&mut self, column: Col) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// A URN.
    pub fn urn(&mut self, column: Col) -> Option<Urn> {
        self.cell(column, cells::urn)
    }

    /// A URN without which the row is of no use.
    pub fn need_urn(&mut self, column: Col) -> Option<Urn> {
        self.need(column, cells::urn)
    }

    /// A URN whose absence is a warning: the row counts under Unknown. Nothing is said where the column is absent.
    pub fn urn_or_unknown(&mut self, column: Col) -> Option<Urn> {
        if column.exists() && cells::says_nothing(self.raw(column)) {
            let fault = Fault::new(
                "empty-urn",
                "There is no URN; the row is counted under Unknown.",
                "Add the school's URN if the person works in a school.",
            );
            self.warn(column, fault);
            return None;
        }
        self.urn(column)
    }

    /// A date in any of the forms of `dates`.
    pub fn date(&mut self, column: Col) -> Option<NaiveDate> {
        self.cell(column, dates::date)
    }

    /// A date without which the row is of no use.
    pub fn need_date(&mut self, column: Col) -> Option<NaiveDate> {
        self.need(column, dates::date)
    }

    /// An instant as `YYYY-MM-DDTHH:MM:SSZ`.
    pub fn timestamp(&mut self, column: Col) -> Option<String> {
        self.cell(column, dates::instant)
    }

    /// A whole number that fits.
    pub fn int<T: TryFrom<i64>>(&mut self, column: Col) -> Option<T> {
        self.cell(column, cells::int)
    }

    /// A number.
    pub fn number(&mut self, column: Col) -> Option<f64> {
        self.cell(column, cells::number)
    }

    /// A truth value.
    pub fn bool(&mut self, column: Col) -> Option<bool> {
        self.cell(column, cells::truth)
    }

    /// A teacher reference number; a lost leading zero is put back with a warning.
    pub fn trn(&mut self, column: Col) -> Option<String> {
        let read = self.cell(column, cells::trn)?;
        Some(self.padded(column, read))
    }

    /// A teacher reference number without which the row is of no use.
    pub fn need_trn(&mut self, column: Col) -> Option<String> {
        let read = self.need(column, cells::trn)?;
        Some(self.padded(column, read))
    }

    fn padded(&mut self, column: Col, (trn, padded): (String, Option<Fault>)) -> String {
        if let Some(fault) = padded {
            self.warn(column, fault);
        }
        trn
    }

    /// A course without which the row is of no use.
    pub fn need_course(&mut self, column: Col) -> Option<Course> {
        self.need(column, cells::course)
    }

    /// A word of a closed set, in either spelling.
    pub fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: Col, rule: &'static str) -> Option<T> {
        self.cell(column, |text| cells::word(text, rule))
    }

    /// A word of a closed set without which the row is of no use.
    pub fn need_word<T: FromStr<Err = UnknownWord>>(&mut self, column: Col, rule: &'static str) -> Option<T> {
        self.need(column, |text| cells::word(text, rule))
    }

    /// An identifier in lower case.
    pub fn id(&mut self, column: Col) -> Option<String> {
        self.cell(column, cells::id)
    }

    /// An identifier without which the row is of no use.
    pub fn need_id(&mut self, column: Col) -> Option<String> {
        self.need(column, cells::id)
    }

    /// The year of a cohort.
    pub fn cohort(&mut self, column: Col) -> Option<u16> {
        self.cell(column, cells::cohort_year)
    }
}
