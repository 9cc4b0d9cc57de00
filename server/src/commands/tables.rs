//! `tables`: the fixed set of tables with exact counts, written into a folder for handing on.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::measure::{Count, thousands};
use domain::programme::{AcademicYear, Programme};

use crate::config::TablesCommand;
use crate::statistics::{Current, Desk};
use crate::storage::Database;
use crate::tables::{Edition, files, finished, make};

/// Makes the tables of each programme and writes a CSV and a workbook; either all of these files or none.
pub async fn tables(database: Database, options: &TablesCommand) -> Result<ExitCode> {
    let desk = Desk::open(database).await?;
    let current = desk.current();
    let programmes = if options.programmes.is_empty() { Programme::ALL.to_vec() } else { options.programmes.clone() };
    let today = chrono::Utc::now().date_naive();
    let (mut written, mut said): (Vec<(PathBuf, Vec<u8>)>, Vec<String>) = (Vec::new(), Vec::new());
    for programme in programmes {
        let years = years(&current, programme, &options.years)?;
        if years.is_empty() {
            said.push(format!("{}: no academic year with starts is over yet. Name one with --year.", programme.name()));
            continue;
        }
        let edition = make(&current.dataset, programme, &years)?;
        for (ending, bytes) in
            [("csv", files::csv(&edition)?), ("xlsx", files::xlsx(&edition, &current.sources, today)?)]
        {
            written.push((options.output.join(format!("tables-{}.{ending}", programme.slug())), bytes));
        }
        said.push(summary(&edition));
    }
    if let Some((file, _)) = written.iter().find(|(file, _)| file.exists()) {
        bail!("{} exists already: nothing was written. Name another folder with --output.", file.display());
    }
    std::fs::create_dir_all(&options.output).with_context(|| format!("cannot make {}", options.output.display()))?;
    for (file, bytes) in &written {
        std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        said.push(format!("Written: {}", file.display()));
    }
    said.iter().for_each(|line| println!("{line}"));
    Ok(ExitCode::SUCCESS)
}

/// The years asked for; all that are over unless some are named.
fn years(current: &Current, programme: Programme, asked: &[AcademicYear]) -> Result<Vec<AcademicYear>> {
    let dataset = &current.dataset;
    if asked.is_empty() {
        return Ok(finished(dataset, programme));
    }
    if let Some(year) = asked.iter().find(|year| dataset.partition(programme, **year).is_none()) {
        let known: Vec<String> =
            dataset.partitions.iter().filter(|p| p.programme == programme).map(|p| p.year.to_string()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        bail!("there are no {} starts in {year}; years with starts: {known}", programme.name());
    }
    let mut years = asked.to_vec();
    years.sort_unstable();
    years.dedup();
    Ok(years)
}

/// How much is told.
fn summary(edition: &Edition) -> String {
    let counts: Vec<Count> = edition.lines.iter().flat_map(|line| line.counts).collect();
    let of = |is: fn(&Count) -> bool| thousands(counts.iter().filter(|count| is(count)).count() as u64);
    format!(
        "{}: {} counts told, {} of fewer than 5 not told, {} withheld for their sake.",
        edition.programme.name(),
        of(|count| matches!(count, Count::Exact(_))),
        of(|count| matches!(count, Count::FewerThanFive)),
        of(|count| matches!(count, Count::Withheld)),
    )
}
