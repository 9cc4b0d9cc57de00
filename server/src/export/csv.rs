//! The tables of a page as one tidy CSV.

use anyhow::Result;
use app::reports::report::Report;
use workbooks::harmless as safe;

use super::figure::Figure;

/// The tables of a report as one tidy CSV: a row for each figure, symbols where a figure is not shown, UTF-8.
pub fn csv(report: &Report) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "page",
        "section",
        "audience",
        "question",
        "data_as_of",
        "rows_are",
        "code",
        "name",
        "measure",
        "value",
        "symbol",
        "flag",
        "lower",
        "upper",
    ])?;
    let question = report.filters.to_string();
    for section in &report.sections {
        for row in &section.table.rows {
            for (column, cell) in section.table.columns.iter().zip(&row.cells) {
                let figure = Figure::of(cell);
                writer.write_record([
                    report.page.word(),
                    &section.id,
                    report.audience.slug(),
                    &safe(&question),
                    &report.as_of,
                    &safe(&section.table.rows_are),
                    &safe(&row.code),
                    &safe(&row.name),
                    &column.id,
                    &figure.value,
                    figure.symbol,
                    figure.flag,
                    &figure.lower,
                    &figure.upper,
                ])?;
            }
        }
    }
    Ok(writer.into_inner()?)
}
