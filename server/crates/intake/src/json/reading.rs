//! One JSON object being read: typed fields, records to say, problems to state. The counterpart of a table's row.
//! A bad optional field is a warning and reads as nothing; a record without a needed field is left out.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::establishment::Urn;

use crate::cells::{self, Fault};
use crate::personal::masked_trn;
use crate::problem::{Problem, Severity};
use crate::programmes::fields;
use crate::record::DeliveryPartner;
use crate::table::Said;
use crate::{Record, Sink, Stopped};

/// So many delivery partners are remembered; there are some hundreds in England.
const MAX_PARTNERS: usize = 10_000;

/// What has been read so far, and where the objects' records and problems go.
pub(super) struct Reading<'s> {
    sink: &'s mut dyn Sink,
    said: Said,
    stopped: Result<(), Stopped>,
    latest: String,
    partners: HashSet<String>,
    /// Where the object stands: its line, or its number where the whole file is one line.
    pub(super) line: u64,
    pub(super) rows: u64,
    pub(super) rejected: u64,
    pub(super) warned: u64,
}

impl<'s> Reading<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink) -> Reading<'s> {
        let (said, stopped, latest, partners) = (Said::default(), Ok(()), String::new(), HashSet::new());
        Reading { sink, said, stopped, latest, partners, line: 1, rows: 0, rejected: 0, warned: 0 }
    }

    /// Whether the receiving side still takes anything.
    pub(super) fn stopped(&self) -> Result<(), Stopped> {
        self.stopped
    }

    /// Bytes passed, for the receiving side.
    pub(super) fn progress(&mut self, bytes: u64) {
        self.sink.progress(bytes);
    }

    /// The day of the latest change that any object states.
    pub(super) fn as_of(&self) -> Option<NaiveDate> {
        self.latest.get(..10)?.parse().ok()
    }

    /// Says a record.
    pub(super) fn push(&mut self, record: impl Into<Record>) {
        if self.stopped.is_ok() {
            self.stopped = self.sink.record(self.line, record.into());
        }
    }

    /// Leaves a record out, for the faults stated before.
    pub(super) fn leave_out(&mut self) {
        self.rejected += 1;
    }

    /// States why a record is left out.
    pub(super) fn reject(&mut self, field: &str, value: &str, fault: Fault) {
        self.state(Severity::Rejected, field, value, fault);
    }

    /// States a warning.
    pub(super) fn warn(&mut self, field: &str, value: &str, fault: Fault) {
        self.warned += 1;
        self.state(Severity::Warning, field, value, fault);
    }

    fn state(&mut self, severity: Severity, field: &str, value: &str, fault: Fault) {
        if self.stopped.is_ok() {
            self.stopped = self.sink.problem(Problem::new(severity, self.line, field, value, fault));
        }
    }

    /// Whether an earlier object had this key; if so, warns.
    pub(super) fn is_repeated(&mut self, field: &str, key: &[&str]) -> bool {
        let repeated = self.said.repeats(key);
        if repeated {
            self.warn(field, key.last().unwrap_or(&""), fields::duplicate());
        }
        repeated
    }

    /// A field without which the record is left out.
    pub(super) fn need<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let Some(text) = text else {
            self.reject(field, "", fields::missing());
            return None;
        };
        parse(text).map_err(|fault| self.reject(field, text, fault)).ok()
    }

    /// A field that may be absent.
    pub(super) fn take<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = text?;
        parse(text).map_err(|fault| self.warn(field, text, fault)).ok()
    }

    /// The school; its absence is a warning.
    pub(super) fn school(&mut self, text: Option<&str>) -> Option<Urn> {
        if text.is_none() {
            self.warn("school_urn", "", fields::no_urn());
        }
        self.take("school_urn", text, fields::school_urn).flatten()
    }

    /// Cohort year and suffix, the suffix from its own field or from behind the year.
    pub(super) fn cohort(&mut self, year: Option<&str>, suffix: Option<&str>) -> (Option<u16>, Option<String>) {
        let (year, own) = self.take("cohort", year, fields::cohort).map_or((None, None), |(y, s)| (Some(y), s));
        (year, self.take("cohort_suffix", suffix, fields::cohort_suffix).or(own))
    }

    /// Teacher reference number. It is personal data and not repeated whole in problems.
    pub(super) fn trn(&mut self, text: Option<&str>) -> Option<String> {
        let text = text?;
        match cells::trn(text) {
            Ok((trn, None)) => Some(trn),
            Ok((trn, Some(padded))) => {
                self.warn("teacher_reference_number", &masked_trn(text), padded);
                Some(trn)
            }
            Err(fault) => {
                self.warn("teacher_reference_number", &masked_trn(text), fault);
                None
            }
        }
    }

    /// The name of a delivery partner, where another object names it: said once.
    pub(super) fn partner(&mut self, id: Option<&str>, name: Option<&str>) {
        if let (Some(id), Some(name)) = (id, name)
            && self.partners.len() < MAX_PARTNERS
            && !self.partners.contains(id)
        {
            self.partners.insert(id.to_owned());
            let name = self.take("delivery_partner_name", Some(name), fields::own_text);
            self.push(DeliveryPartner { id: id.to_owned(), name, updated_at: None });
        }
    }

    /// When the source last changed the object.
    pub(super) fn updated_at(&mut self, text: Option<&str>) -> Option<String> {
        let at = self.take("updated_at", text, fields::instant)?;
        if at > self.latest {
            self.latest.clone_from(&at);
        }
        Some(at)
    }
}
