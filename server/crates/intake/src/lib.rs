//! Reads the files that hubs and lead providers really have: bytes in, records and problems out.
//! No storage, no panic on any bytes, and no I/O beyond the reader it is given (a large zip is spooled to a temporary
//! file that has no name).

mod archive;
mod benchmarks;
pub mod cells;
pub mod dates;
mod engagement;
mod feed;
mod groups;
pub mod json;
pub mod kind;
mod links;
mod lists;
mod own;
mod personal;
pub mod problem;
pub mod programmes;
mod recognise;
pub mod record;
mod register;
pub mod row;
mod said;
mod source;
pub mod table;
mod templates;
pub mod text;

use std::io::Read;

pub use kind::Kind;
pub use problem::{Problem, Refusal, Severity};
pub use record::{Record, Table};
pub use templates::{Template, templates};

/// Where a file's records and problems go. The server's implementation writes them to storage in batches.
pub trait Sink {
    /// Says once per table, before its first record, which columns this source carries and whether its rows are
    /// dated (`updated_at` set): columns that a source does not carry are left alone by storage.
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) -> Result<(), Stopped>;

    /// A record from this line.
    fn record(&mut self, line: u64, record: Record) -> Result<(), Stopped>;

    /// A problem.
    fn problem(&mut self, problem: Problem) -> Result<(), Stopped>;

    /// Bytes of the source consumed so far, for a progress bar.
    fn progress(&mut self, _bytes: u64) {}
}

/// The receiving side has given up; the reader stops at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the import was stopped")]
pub struct Stopped;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Kind of file.
    pub kind: Kind,
    /// How it came, e.g. `CSV, Windows-1252, 139 columns` or `JSON, array of pages`.
    pub format: String,
    /// Data rows (CSV) or objects (JSON) read.
    pub rows: u64,
    /// Rows left out.
    pub rejected: u64,
    /// Warnings.
    pub warned: u64,
    /// The day the data speak for, where the file says so (file name, extract date, latest change).
    pub as_of: Option<chrono::NaiveDate>,
}

/// Why reading ended early.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file as a whole cannot be used.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The receiving side stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// What is known of a file besides its bytes.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// File name without folders; a hint for dates and list names, never for the kind.
    pub file_name: String,
    /// The kind that the user insists on.
    pub kind: Option<Kind>,
    /// Day of the import, for files that carry no date of their own.
    pub today: chrono::NaiveDate,
}

/// Reads one file to its end. Its kind is told from its content; a kind that the source names must fit.
pub fn read(input: &mut dyn Read, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    source::with_text(input, |mut opened| {
        let file_name = opened.inner_name.take().unwrap_or_else(|| source.file_name.clone());
        let source = Source { file_name, ..source.clone() };
        let head = opened.text.head().map_err(text::refusal_of)?;
        if json::is_json(head) {
            return read_json(opened, &source, sink);
        }
        let mut table = table::Table::open(opened.text)?;
        opened.notes.into_iter().for_each(|note| table.note(note));
        let kind = recognise::kind_of(&table, &source)?;
        read_table(kind, table, &source, sink)
    })
}

fn read_json(mut opened: source::Opened<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let head = opened.text.head().map_err(text::refusal_of)?;
    let kind = match (source.kind, json::recognise(head)) {
        (Some(wanted), Some(found)) if wanted != found => return Err(recognise::wrong_kind(Some(found), wanted).into()),
        (Some(kind), _) | (None, Some(kind)) => kind,
        (None, None) => {
            let other = || Refusal::new("not-recognised", "The file is JSON of no known kind.", "Export it again.");
            return Err(json::refusal(head).unwrap_or_else(other).into());
        }
    };
    let mut warned = 0;
    for note in opened.notes {
        warned += 1;
        sink.problem(note)?;
    }
    let mut metered = Metered { meter: opened.text.meter(), sink };
    let mut summary = json::read(&mut opened.text, kind, source, &mut metered)?;
    if let Some(problem) = opened.text.mixed() {
        warned += 1;
        sink.problem(problem)?;
    }
    sink.progress(opened.text.consumed());
    summary.warned += warned;
    Ok(summary)
}

/// A sink whose progress is counted in bytes of the source, whatever was decoded or unpacked from them.
struct Metered<'s> {
    meter: text::Meter,
    sink: &'s mut dyn Sink,
}

impl Sink for Metered<'_> {
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) -> Result<(), Stopped> {
        self.sink.carries(table, columns, dated)
    }

    fn record(&mut self, line: u64, record: Record) -> Result<(), Stopped> {
        self.sink.record(line, record)
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        self.sink.problem(problem)
    }

    fn progress(&mut self, _bytes: u64) {
        self.sink.progress(self.meter.bytes());
    }
}

fn read_table(
    kind: Kind,
    mut table: table::Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    match kind {
        Kind::Register => register::read(table, source, sink),
        Kind::Links => links::read(table, source, sink),
        Kind::Succession => links::read_succession(table, source, sink),
        Kind::Groups => groups::read(table, source, sink),
        Kind::GroupLinks => groups::read_links(table, source, sink),
        Kind::Section41 => lists::read_section41(table, source, sink),
        Kind::PriorityList => lists::read_priority(table, source, sink),
        Kind::HubOverrides => own::read_hub_overrides(table, source, sink),
        Kind::PartnerHubs => own::read_partner_hubs(table, source, sink),
        Kind::PartnerSchools => own::read_partner_schools(table, source, sink),
        Kind::Headcounts => own::read_headcounts(table, source, sink),
        Kind::Benchmarks => benchmarks::read(table, source, sink),
        Kind::AbRegister => engagement::ab::read_register(table, source, sink),
        Kind::AbClaims => engagement::ab::read_claims(table, source, sink),
        Kind::AbOutcomes => engagement::ab::read_outcomes(table, source, sink),
        Kind::IttPlacements => engagement::itt::read(table, source, sink),
        Kind::CpdAttendance => engagement::cpd::read(table, source, sink),
        Kind::Contacts => engagement::contacts::read_contacts(table, source, sink),
        Kind::Reasons => engagement::contacts::read_reasons(table, source, sink),
        kind => programmes::read(&mut table, kind, source, sink),
    }
}
