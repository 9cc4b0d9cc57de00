//! Files from a report: tables, workbooks, open data and pictures of exactly what the page shows, from the same answer.

mod caption;
mod chart;
mod csv;
mod figure;
mod lists;
mod open_data;
mod participants;
mod picture;
mod workbook;

use anyhow::Result;
use app::reports::report::{Cell, Report};
use domain::measure::{Interval, Rate, half_up};

pub use self::caption::captions;
pub(crate) use self::caption::disclosure;
pub use self::csv::csv;
pub use self::lists::{actions_csv, calls_csv, reconciliation_csv};
pub use self::open_data::open_data;
pub use self::participants::{participants_csv, participants_xlsx};
pub use self::picture::{Picture, PictureForm};
pub(crate) use self::workbook::{HOW_TO_READ, SYMBOLS, day, key, native_sheet, notes, sheets};
pub use self::workbook::{Place, ods, xlsx};

/// The report as JSON: tables, definitions and sources, without the drawings and the form. Figures are as fine as the
/// page shows them.
pub fn json(report: &Report) -> Result<Vec<u8>> {
    let mut report = report.clone();
    report.fields.clear();
    for section in &mut report.sections {
        section.chart = None;
        section.table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| *cell = as_shown(*cell));
    }
    Ok(serde_json::to_vec_pretty(&report)?)
}

/// A figure rounded as the page shows it.
fn as_shown(cell: Cell) -> Cell {
    let tenth = |value: f64| half_up(value, 1);
    let rate = |rate: Rate| match rate {
        Rate::Shown { value, interval, unreliable } => Rate::Shown {
            value: tenth(value),
            interval: Interval { lower: tenth(interval.lower), upper: tenth(interval.upper) },
            unreliable,
        },
        other => other,
    };
    match cell {
        Cell::Percent(of) => Cell::Percent(rate(of)),
        Cell::Per100(of) => Cell::Per100(rate(of)),
        Cell::Change(change) => Cell::Change(change.map(tenth)),
        Cell::Headcount(heads) => Cell::Headcount(heads.map(f64::round)),
        Cell::Number(number) => Cell::Number(number.map(tenth)),
        Cell::Estimate(estimate) => Cell::Estimate(estimate.map(|mut e| {
            (e.value, e.lower, e.upper) = (tenth(e.value), tenth(e.lower), tenth(e.upper));
            e
        })),
        Cell::Count(_) | Cell::Sure(_) | Cell::Rank(_) | Cell::Judged(_) => cell,
    }
}

/// The name of a downloaded file: page, period, audience.
pub fn file_name(report: &Report, part: &str, ending: &str) -> String {
    let year = report.filters.year().map_or_else(|| "all".to_owned(), |y| y.to_string());
    let part = if part.is_empty() { String::new() } else { format!("-{part}") };
    format!("golden-thread-{}{part}-{year}-{}.{ending}", report.page.word(), report.audience.slug())
}
