//! `report`: one report as a file, the same answer as the page.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app::filters::{Audience, Filters};
use app::statistics::Viewer;

use crate::config::{Format, ReportCommand};
use crate::export::{self, Picture, PictureForm, Place};
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
    let place = Place { site: options.site_address.clone(), made_on: chrono::Utc::now().date_naive() };
    let bytes = match options.format {
        Format::Csv => export::csv(&answer.report)?,
        Format::Json => export::json(&answer.report)?,
        Format::Xlsx => export::xlsx(&answer, &place)?,
        Format::Ods => export::ods(&answer, &place)?,
        Format::Ees => match export::open_data(&answer.report) {
            Ok(bytes) => bytes,
            Err(error) => bail!("{error}. {}", error.next()),
        },
        Format::Svg | Format::Png => {
            let known: Vec<&str> = answer.charts.iter().map(|(word, _)| word.as_str()).collect();
            let word = options.chart.as_deref().or(known.first().copied()).unwrap_or_default();
            let Some(chart) = answer.chart_for_file(word, &place.site) else {
                bail!("there is no such chart; this report has: {}", known.join(", "))
            };
            let form = if options.format == Format::Svg { PictureForm::Svg } else { PictureForm::Png(options.scale) };
            Picture { form, with_title: !options.no_title }.draw(&chart)?
        }
    };
    if audience == Audience::Sharing {
        desk.told().await?;
    }
    match &options.output {
        Some(file) => std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}
