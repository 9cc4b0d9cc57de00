//! `report`: one report as a file, the same answer as the page.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app::filters::{Audience, Filters};
use app::statistics::Viewer;

use crate::config::{Format, ReportCommand};
use crate::export;
use crate::statistics::Desk;
use crate::storage::Database;

/// Writes the report.
pub async fn report(database: Database, options: &ReportCommand) -> Result<ExitCode> {
    let filters: Filters = options.query.parse()?;
    let audience: Audience = options.audience.parse()?;
    let viewer = Viewer::of_all(vec![audience]);
    let desk = Desk::open(database).await?;
    let answer = match desk.answer(&viewer, options.name, &filters).await {
        Ok(answer) => answer,
        Err(error) => bail!("{error}. {}", error.next()),
    };
    let bytes = match options.format {
        Format::Csv => export::csv(&answer.report)?,
        Format::Json => export::json(&answer.report)?,
        Format::Svg | Format::Png => {
            let known: Vec<&str> = answer.charts.iter().map(|(word, _)| word.as_str()).collect();
            let found = match &options.chart {
                None => answer.charts.first(),
                Some(word) => answer.charts.iter().find(|(known, _)| known == word),
            };
            let Some((_, chart)) = found else {
                bail!("there is no such chart; this report has: {}", known.join(", "))
            };
            match options.format {
                Format::Svg => charts::standalone_svg(chart, true).into_bytes(),
                _ => charts::png(chart, 2, true)?,
            }
        }
    };
    match &options.output {
        Some(file) => std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}
