//! One file in, one transaction, one report of problems. Reading runs on a thread of its own and hands records over in
//! batches, so that memory stays bounded however long the file is.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::establishment::Urn;
use intake::record::{Record, Table};
use intake::{Kind, Problem, ReadError, Refusal, Severity, Sink, Source, Stopped, Summary};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::storage::Database;
use crate::storage::imports::{Import, ImportRow};

/// What became of a file.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Number of the import; `None` after a dry run.
    pub id: Option<i64>,
    /// File name.
    pub file: String,
    /// Kind in words.
    pub kind: String,
    /// How it came.
    pub format: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows or objects read.
    pub read: u64,
    /// Records that changed something.
    pub taken: u64,
    /// Records that changed nothing.
    pub unchanged: u64,
    /// Rows left out.
    pub rejected: u64,
    /// Warnings.
    pub warned: u64,
    /// Data as of, where the file says so.
    pub as_of: Option<String>,
    /// Seconds it took.
    pub seconds: f64,
    /// The first problems.
    pub problems: Vec<Problem>,
}

/// Why a file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole cannot be used; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Our fault or the machine's; nothing was changed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

/// How to import.
#[derive(Debug, Clone)]
pub struct Options {
    /// The kind that the user insists on.
    pub kind: Option<Kind>,
    /// Read and check, change nothing.
    pub dry_run: bool,
    /// Make the dataset of the new version as well, so that servers show it at once: the last file of several.
    pub pack: bool,
    /// The time of the import.
    pub now: DateTime<Utc>,
    /// Bytes read so far, for whoever watches.
    pub progress: Arc<AtomicU64>,
}

#[expect(clippy::large_enum_variant, reason = "nearly all are records; a box for each would cost an allocation a row")]
enum Message {
    Carries(&'static Table, Vec<&'static str>, bool),
    Record(u64, Record),
    Problem(Problem),
}

/// Messages handed over at once.
const BATCH: usize = 1024;

struct Handover {
    to: mpsc::Sender<Vec<Message>>,
    batch: Vec<Message>,
}

impl Handover {
    fn add(&mut self, message: Message) -> Result<(), Stopped> {
        self.batch.push(message);
        if self.batch.len() >= BATCH { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<(), Stopped> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.to.blocking_send(batch).map_err(|_| Stopped)
    }
}

impl Sink for Handover {
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) -> Result<(), Stopped> {
        self.add(Message::Carries(table, columns.to_vec(), dated))
    }

    fn record(&mut self, line: u64, record: Record) -> Result<(), Stopped> {
        self.add(Message::Record(line, record))
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        self.add(Message::Problem(problem))
    }
}

struct Watched<R> {
    inner: R,
    hash: Sha256,
    read: Arc<AtomicU64>,
    total: u64,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.total += count as u64;
        self.read.store(self.total, Ordering::Relaxed);
        Ok(count)
    }
}

struct Finished {
    summary: Summary,
    sha256: String,
    bytes: u64,
}

/// Imports one file.
pub async fn import_file(database: &Database, path: &Path, options: &Options) -> Result<Outcome, ImportError> {
    let file_name = path.file_name().map_or_else(|| "file".into(), |n| n.to_string_lossy().into_owned());
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    import_reader(database, file_name, file, options).await
}

/// Imports what a reader yields, under a file name.
pub async fn import_reader(
    database: &Database,
    file_name: String,
    input: impl Read + Send + 'static,
    options: &Options,
) -> Result<Outcome, ImportError> {
    let began = Instant::now();
    let (to, mut from) = mpsc::channel(16);
    let source = Source { file_name: file_name.clone(), kind: options.kind, today: options.now.date_naive() };
    let read = options.progress.clone();
    let reader = tokio::task::spawn_blocking(move || read_all(input, &source, read, to));

    let mut import = Import::begin(database).await?;
    let written = write_all(&mut import, &mut from).await;
    // Dropping the receiving side stops a reader that is still at work.
    drop(from);
    let finished = reader.await.context("the reader stopped unexpectedly").map_err(ImportError::Failed)?;
    if let Err(error) = written {
        import.abandon().await?;
        return Err(error.into());
    }
    let finished = match finished {
        Ok(finished) => finished,
        Err(ReadError::Refused(refusal)) => {
            import.abandon().await?;
            return Err(refusal.into());
        }
        Err(ReadError::Stopped(_)) => {
            import.abandon().await?;
            return Err(ImportError::Failed(anyhow::anyhow!("the import was stopped; nothing was changed")));
        }
    };
    // What is only tried out makes no index.
    if options.dry_run {
        import.flush().await?;
    } else {
        import.settle().await?;
    }
    let summary = finished.summary;
    let mut outcome = Outcome {
        id: None,
        file: file_name,
        kind: summary.kind.name().to_owned(),
        format: summary.format,
        sha256: finished.sha256,
        read: summary.rows,
        taken: import.taken,
        unchanged: import.unchanged,
        rejected: import.count(Severity::Rejected),
        warned: import.count(Severity::Warning),
        as_of: summary.as_of.map(|d| d.to_string()),
        seconds: began.elapsed().as_secs_f64(),
        problems: import.problems().to_vec(),
    };
    if options.dry_run {
        import.abandon().await?;
        return Ok(outcome);
    }
    let row = ImportRow {
        id: 0,
        file_name: outcome.file.clone(),
        sha256: outcome.sha256.clone(),
        kind: summary.kind.to_string(),
        format: outcome.format.clone(),
        bytes: finished.bytes as i64,
        rows_read: outcome.read as i64,
        taken: 0,
        unchanged: 0,
        rejected: outcome.rejected as i64,
        warned: outcome.warned as i64,
        as_of: outcome.as_of.clone(),
        imported_at: options.now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        duration_ms: began.elapsed().as_millis() as i64,
    };
    outcome.id = Some(import.finish(row, options.pack).await?);
    Ok(outcome)
}

fn read_all(
    input: impl Read,
    source: &Source,
    read: Arc<AtomicU64>,
    to: mpsc::Sender<Vec<Message>>,
) -> Result<Finished, ReadError> {
    let mut watched = Watched { inner: input, hash: Sha256::new(), read, total: 0 };
    let mut sink = Handover { to, batch: Vec::with_capacity(BATCH) };
    let summary = intake::read(&mut BufReader::with_capacity(1 << 16, &mut watched), source, &mut sink)?;
    sink.hand_over()?;
    // What the reader left unread still belongs to the file's fingerprint.
    let mut rest = [0; 1 << 16];
    while watched.read(&mut rest).is_ok_and(|n| n > 0) {}
    let sha256 = watched.hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok(Finished { summary, sha256, bytes: watched.total })
}

async fn write_all(import: &mut Import, from: &mut mpsc::Receiver<Vec<Message>>) -> Result<()> {
    let mut known: Option<HashSet<u32>> = None;
    while let Some(batch) = from.recv().await {
        for message in batch {
            match message {
                Message::Carries(table, columns, dated) => import.carries(table, &columns, dated),
                Message::Problem(problem) => import.problem(problem),
                Message::Record(line, record) => {
                    if let Some((column, urn)) = school_of(&record) {
                        let known = match &known {
                            Some(known) => known,
                            None => known.insert(import.known_urns().await?),
                        };
                        // Before the register is loaded there is nothing to check against.
                        if !known.is_empty() && !known.contains(&urn.0) {
                            import.problem(unknown_urn(line, column, urn));
                        }
                    }
                    import.record(record).await?;
                }
            }
        }
    }
    Ok(())
}

/// The school that a record names, where it should be one of the register.
fn school_of(record: &Record) -> Option<(&'static str, Urn)> {
    match record {
        Record::Enrolment(r) => r.school_urn.map(|urn| ("school_urn", urn)),
        Record::Application(r) => r.school_urn.map(|urn| ("school_urn", urn)),
        Record::Declaration(r) => r.school_urn.map(|urn| ("School Urn", urn)),
        Record::PriorityListing(r) => Some(("URN", r.urn)),
        Record::HubOverride(r) => Some(("urn", r.urn)),
        Record::PartnerSchool(r) => Some(("urn", r.urn)),
        Record::Headcount(r) => Some(("urn", r.urn)),
        Record::Induction(r) => r.urn.map(|urn| ("URN", urn)),
        Record::Placement(r) => Some(("URN", r.urn)),
        Record::Attendance(r) => Some(("URN", r.urn)),
        Record::Contact(r) => Some(("URN", r.urn)),
        Record::NotEngaging(r) => Some(("URN", r.urn)),
        Record::Partnership(r) => r.urn.map(|urn| ("urn", urn)),
        _ => None,
    }
}

fn unknown_urn(line: u64, column: &str, urn: Urn) -> Problem {
    Problem {
        severity: Severity::Warning,
        line,
        column: column.to_owned(),
        value: urn.to_string(),
        rule: "unknown-urn",
        message: format!("The school register has no school {urn}. The row was taken; its school shows as Unknown."),
        mend: "Import a newer school register, or correct the URN.".into(),
    }
}
