//! A sink that keeps everything a file says, and files to read into it.
#![allow(dead_code)]

use std::path::PathBuf;

use chrono::NaiveDate;
use intake::{Kind, Problem, ReadError, Record, Refusal, Severity, Sink, Source, Stopped, Summary, Table};

/// All that a file said.
#[derive(Default)]
pub struct Kept {
    /// Records with their lines.
    pub records: Vec<(u64, Record)>,
    /// Problems.
    pub problems: Vec<Problem>,
    /// Tables, their columns, and whether they are dated.
    pub carried: Vec<(&'static str, Vec<&'static str>, bool)>,
    /// The last progress.
    pub bytes: u64,
}

impl Sink for Kept {
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) -> Result<(), Stopped> {
        let name = table.name;
        assert!(columns.iter().all(|column| table.position(column).is_some()), "{name} {columns:?}");
        assert!(table.key.iter().all(|key| columns.contains(key)), "{name} without its key: {columns:?}");
        assert!(!self.carried.iter().any(|(known, ..)| *known == name), "{name} announced twice");
        self.carried.push((name, columns.to_vec(), dated));
        Ok(())
    }

    fn record(&mut self, line: u64, record: Record) -> Result<(), Stopped> {
        let table = record.table().name;
        assert!(self.carried.iter().any(|(name, ..)| *name == table), "{table} was not announced");
        self.records.push((line, record));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        self.problems.push(problem);
        Ok(())
    }

    fn progress(&mut self, bytes: u64) {
        assert!(bytes >= self.bytes, "progress never goes back");
        self.bytes = bytes;
    }
}

impl Kept {
    /// Rules broken, with lines, in order.
    pub fn rules(&self) -> Vec<(u64, &'static str)> {
        self.problems.iter().map(|problem| (problem.line, problem.rule)).collect()
    }
}

/// Reads bytes as a file of this name.
pub fn read_as(kind: Option<Kind>, name: &str, bytes: &[u8]) -> Result<(Summary, Kept), Refusal> {
    let today = NaiveDate::from_ymd_opt(2025, 6, 13).unwrap();
    let source = Source { file_name: name.to_owned(), kind, today };
    let mut kept = Kept::default();
    match intake::read(&mut &bytes[..], &source, &mut kept) {
        Ok(summary) => {
            let rejected = kept.problems.iter().filter(|p| p.severity == Severity::Rejected).count() as u64;
            assert!(summary.rejected <= rejected && summary.rejected <= summary.rows, "{summary:?}");
            let warned = kept.problems.len() as u64 - rejected;
            assert_eq!(summary.warned, warned, "every warning is counted");
            Ok((summary, kept))
        }
        Err(ReadError::Refused(refusal)) => Err(refusal),
        Err(ReadError::Stopped(_)) => unreachable!("this sink never stops"),
    }
}

/// Reads bytes of which neither kind nor name is known.
pub fn read(bytes: &[u8]) -> Result<(Summary, Kept), Refusal> {
    read_as(None, "file", bytes)
}

/// A real file, where the folder that GOLDEN_THREAD_REAL_DATA names is there to be tested with.
#[allow(clippy::disallowed_methods)]
pub fn file(path: &str) -> Option<Vec<u8>> {
    match std::env::var("GOLDEN_THREAD_REAL_DATA") {
        Ok(folder) => Some(std::fs::read(PathBuf::from(folder).join(path)).unwrap()),
        Err(_) => {
            eprintln!("SKIPPED: GOLDEN_THREAD_REAL_DATA names no folder, so {path} was not tested");
            None
        }
    }
}

/// Reads a real file to its end.
pub fn import(path: &str) -> Option<(Summary, Kept)> {
    let bytes = file(path)?;
    let name = path.rsplit('/').next().unwrap();
    let (summary, kept) = read_as(None, name, &bytes).unwrap();
    assert_eq!(kept.bytes, bytes.len() as u64, "{path} was read to its end");
    Some((summary, kept))
}
