//! `import`: files into the database, with progress, problems and an exit code.

use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use chrono::Utc;
use indicatif::{ProgressBar, ProgressStyle};
use intake::{Kind, Severity};

use super::REFUSED;
use crate::config;
use crate::import::{ImportError, Options, Outcome, import_file};
use crate::storage::{Database, packed};

/// Imports every file named; one refused file does not stop the others.
pub async fn import(database: &Database, options: &config::Import) -> Result<ExitCode> {
    let mut clean = true;
    let paths = files(&options.paths)?;
    for (at, path) in paths.iter().enumerate() {
        let last = at + 1 == paths.len();
        match one(database, path, options.kind, options.dry_run, last).await {
            Ok(outcome) => {
                clean &= outcome.rejected == 0;
                if options.json {
                    println!("{}", serde_json::to_string(&outcome)?);
                } else {
                    tell(&outcome, options.dry_run);
                }
            }
            Err(ImportError::Refused(refusal)) => {
                clean = false;
                if options.json {
                    println!("{}", serde_json::json!({ "file": path.display().to_string(), "refused": refusal }));
                } else {
                    println!("{}: refused. {refusal} Nothing was changed.", path.display());
                }
            }
            Err(ImportError::Failed(error)) => {
                return Err(error.context(format!("{} was not imported", path.display())));
            }
        }
    }
    if !options.dry_run {
        // The last file may have been refused.
        packed::load(database).await?;
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

/// Files stand for themselves, folders for the files in them, in the order of names.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let about = std::fs::metadata(path).with_context(|| format!("cannot find {}", path.display()))?;
        if about.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)?
                .filter_map(|entry| entry.ok().map(|e| e.path()))
                .filter(|p| p.is_file() && p.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')))
                .collect();
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// Imports one file under a progress bar; `pack` makes the dataset of the new version as well.
pub async fn one(
    database: &Database,
    path: &Path,
    kind: Option<Kind>,
    dry_run: bool,
    pack: bool,
) -> Result<Outcome, ImportError> {
    let progress = Arc::new(AtomicU64::new(0));
    let size = std::fs::metadata(path).map(|m| m.len()).unwrap_or(0);
    let bar = if stderr().is_terminal() { ProgressBar::new(size) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()));
    let watched = progress.clone();
    let shown = bar.clone();
    let watcher = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            shown.set_position(watched.load(Ordering::Relaxed));
        }
    });
    let options = Options { kind, dry_run, pack, now: Utc::now(), progress };
    let outcome = import_file(database, path, &options).await;
    watcher.abort();
    bar.finish_and_clear();
    outcome
}

fn tell(outcome: &Outcome, dry_run: bool) {
    let verb = if dry_run { "would change" } else { "changed" };
    println!(
        "{}: {}, {}. {} rows read; {} records {verb}, {} unchanged; {} rows left out, {} warnings. {:.1} s",
        outcome.file,
        outcome.kind,
        outcome.format,
        outcome.read,
        outcome.taken,
        outcome.unchanged,
        outcome.rejected,
        outcome.warned,
        outcome.seconds
    );
    for problem in outcome.problems.iter().take(10) {
        let word = match problem.severity {
            Severity::Rejected => "left out",
            Severity::Warning => "warning",
        };
        println!(
            "  line {}, {} \u{201c}{}\u{201d}: {word}. {} {}",
            problem.line, problem.column, problem.value, problem.message, problem.mend
        );
    }
    let more = (outcome.rejected + outcome.warned).saturating_sub(10);
    if more > 0 {
        println!("  and {more} more; the data page lists them.");
    }
}
