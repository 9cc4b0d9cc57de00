//! A CSV table read row by row, its columns found by header name: delimiter, ragged rows, line numbers, duplicates.
//! Holds one row at a time; what a row says is pushed as records, what is wrong with it as problems.

use chrono::NaiveDate;
use csv::StringRecord;

use crate::cells::Fault;
use crate::feed::{END, Feed, delimiter_of};
use crate::problem::{Problem, Refusal, Severity, shown};
use crate::row::Row;
pub(crate) use crate::said::Said;
use crate::text::{Text, refusal_of};
use crate::{Kind, ReadError, Sink, Stopped, Summary};

/// No file of any kind has more columns than this.
const MAX_COLUMNS: usize = 2_000;
/// No table has more lines of title above its header.
const MAX_TITLES: usize = 20;

/// A column of a table, found once and then read by position. It may be absent: then every cell of it is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col {
    pub(crate) at: usize,
    /// The name by which it was asked for.
    pub(crate) name: &'static str,
}

impl Col {
    /// Whether the file has it.
    pub fn exists(self) -> bool {
        self.at != usize::MAX
    }
}

/// A header's name in the form in which names are compared: letters and digits, lower case.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A CSV table whose header has been read.
pub struct Table<'a> {
    reader: csv::Reader<Feed<'a>>,
    names: Vec<String>,
    folded: Vec<String>,
    delimiter: u8,
    /// Whether lines end in a carriage return, which the reader takes for the end of the row.
    returns: bool,
    line: u64,
    rows: u64,
    rejected: u64,
    warned: u64,
    pending: Vec<Problem>,
}

impl<'a> Table<'a> {
    /// Reads the header. Refuses a file without one and files with thousands of columns.
    pub fn open(mut text: Text<'a>) -> Result<Table<'a>, Refusal> {
        let head = text.head().map_err(refusal_of)?;
        let (delimiter, says_so) = delimiter_of(head);
        let returns = head.iter().position(|b| *b == b'\n').is_some_and(|at| at > 0 && head[at - 1] == b'\r');
        let feed = Feed::new(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(feed);
        let mut header = StringRecord::new();
        let mut titles = if says_so { 1 } else { 0 };
        loop {
            if !reader.read_record(&mut header).map_err(refusal)? || header.get(0) == Some(END) {
                return Err(Refusal::new("empty", "The file has no header row.", "Export it again with its header."));
            }
            if reader.get_ref().ended() && header.iter().any(|name| name.contains(END)) {
                return Err(truncated(1));
            }
            // Sheets saved as CSV may have a title above the header: one cell, padded to the width of the table.
            let title = header.len() > 1 && header.iter().filter(|cell| !cell.trim().is_empty()).count() <= 1;
            if !(says_so && titles == 1 || title && titles < MAX_TITLES) {
                break;
            }
            titles += 1;
        }
        let line = start_of(&header, reader.position().line(), returns).max(1);
        if header.len() > MAX_COLUMNS {
            return Err(Refusal::new(
                "too-many-columns",
                format!("The file has {} columns; no file that can be imported has more than 2,000.", header.len()),
                "Check that it is the file you meant, and that it was exported as a table.",
            ));
        }
        let names: Vec<String> = header.iter().map(|name| shown(name.trim())).collect();
        let folded = names.iter().map(|name| fold(name)).collect();
        let (rows, rejected, warned, pending) = (0, 0, 0, Vec::new());
        Ok(Table { reader, names, folded, delimiter, returns, line, rows, rejected, warned, pending })
    }

    /// The header's names as they came, trimmed.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        let wanted = fold(name);
        self.folded.contains(&wanted)
    }

    /// The column of the first of these names that the file has; an absent column otherwise.
    /// Letter case, spaces and punctuation do not matter.
    pub fn column(&mut self, names: &[&'static str]) -> Col {
        for &name in names {
            let wanted = fold(name);
            let mut found = self.folded.iter().enumerate().filter(|(_, folded)| **folded == wanted);
            if let Some((at, _)) = found.next() {
                if found.next().is_some() {
                    let fault = Fault::new(
                        "duplicate-column",
                        "The file has this column more than once; the first is read.",
                        "Keep one of them.",
                    );
                    self.pending.push(Problem::new(Severity::Warning, 1, name, "", fault));
                }
                return Col { at, name };
            }
        }
        Col { at: usize::MAX, name: names.first().copied().unwrap_or_default() }
    }

    /// The column of the first of these names that the file has; without any of them the file is refused.
    pub fn required(&mut self, names: &[&'static str]) -> Result<Col, Refusal> {
        let column = self.column(names);
        if column.exists() {
            return Ok(column);
        }
        Err(Refusal::new(
            "missing-column",
            format!("The file has no column \u{201c}{}\u{201d}.", column.name),
            "Export it again with all its columns.",
        ))
    }

    /// Those of these fields whose column the file has: what to tell the sink.
    pub fn carried(&self, fields: &[(&'static str, Col)]) -> Vec<&'static str> {
        fields.iter().filter(|(_, column)| column.exists()).map(|(field, _)| *field).collect()
    }

    /// Reads every row: the closure reads cells, pushes records or rejects the row. Rows of blank cells are passed
    /// over, ragged rows rejected. May be called once.
    pub fn each(&mut self, sink: &mut dyn Sink, mut read: impl FnMut(&mut Row<'_>)) -> Result<(), ReadError> {
        let mut record = StringRecord::new();
        let mut said = Said::default();
        self.state_pending(sink)?;
        loop {
            self.reader.get_mut().begin_row();
            let more = self.reader.read_record(&mut record).map_err(refusal)?;
            if !more {
                return Err(truncated(self.line).into());
            }
            let line = start_of(&record, self.reader.position().line(), self.returns).max(self.line + 1);
            self.line = line;
            if self.reader.get_ref().ended() && record.iter().next_back().is_some_and(|c| c.contains(END)) {
                if record.len() == 1 && &record[0] == END {
                    break;
                }
                return Err(truncated(line).into());
            }
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.rows += 1;
            said.rejected = false;
            let mut row = Row { record: &record, names: &self.names, line, said: &mut said };
            if ragged(&record, self.names.len()) {
                row.reject(ragged_fault(record.len(), self.names.len()));
            } else {
                read(&mut row);
            }
            self.rejected += u64::from(said.rejected);
            for problem in said.problems.drain(..) {
                self.warned += u64::from(problem.severity == Severity::Warning);
                sink.problem(problem)?;
            }
            let records = said.records.drain(..);
            if !said.rejected {
                for record in records {
                    sink.record(line, record)?;
                }
            }
            if self.rows.is_multiple_of(4096) {
                sink.progress(self.reader.get_ref().text.consumed());
            }
        }
        if self.rows == 0 {
            let fault =
                Fault::new("no-rows", "The file has a header and no rows.", "Check that this is what you meant.");
            self.pending.push(Problem::new(Severity::Warning, 1, "", "", fault));
        }
        self.pending.extend(self.reader.get_ref().text.mixed());
        self.state_pending(sink)?;
        sink.progress(self.reader.get_ref().text.consumed());
        Ok(())
    }

    fn state_pending(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        for problem in self.pending.drain(..) {
            self.warned += 1;
            sink.problem(problem)?;
        }
        Ok(())
    }

    /// States a warning about the file as a whole, before its rows.
    pub fn note(&mut self, problem: Problem) {
        self.pending.push(problem);
    }

    /// What was read, once every row has been.
    pub fn summary(&self, kind: Kind, as_of: Option<NaiveDate>) -> Summary {
        let form = match self.delimiter {
            b'\t' => "tab-separated text",
            b';' => "CSV with semicolons",
            _ => "CSV",
        };
        let encoding = self.reader.get_ref().text.encoding();
        let format = format!("{form}, {encoding}, {} columns", self.names.len());
        Summary { kind, format, rows: self.rows, rejected: self.rejected, warned: self.warned, as_of }
    }
}

/// The line on which a row starts, from the reader's line behind it: less the line ends in its cells, less its own
/// where the reader has passed it.
fn start_of(record: &StringRecord, behind: u64, returns: bool) -> u64 {
    let text = record.as_byte_record().as_slice();
    let inside = text.iter().map(|b| u64::from(*b == b'\n')).sum::<u64>();
    behind.saturating_sub(inside + u64::from(!returns))
}

/// Whether a row does not fit the header; extra cells without content do no harm.
fn ragged(record: &StringRecord, columns: usize) -> bool {
    record.len() < columns || (record.len() > columns && record.iter().skip(columns).any(|c| !c.trim().is_empty()))
}

fn ragged_fault(cells: usize, columns: usize) -> Fault {
    let message =
        format!("This row has {cells} cells where the header has {columns}; it cannot be told which are which.");
    Fault::new("ragged-row", message, "Export the file again, or give the row as many cells as the header.")
}

fn truncated(line: u64) -> Refusal {
    Refusal::new(
        "truncated",
        format!("The file ends inside a quoted cell of the row that starts on line {line}."),
        "It was probably cut off: download or export it again.",
    )
}

fn refusal(error: csv::Error) -> Refusal {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => refusal_of(error),
        other => Refusal::new("unreadable", format!("The file cannot be read as CSV: {other:?}."), "Export it again."),
    }
}
