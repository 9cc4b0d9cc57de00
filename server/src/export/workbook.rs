//! A report as a workbook: cover, notes, the headline figures and one sheet for each table, with its chart in XLSX.

use anyhow::Result;
use app::filters::Audience;
use app::reports::report::{Cell, Report, Section};
use chrono::{Datelike, NaiveDate};
use domain::measure::Rate;
use workbooks::{Cell as Written, Day, Sheet, Symbol, Workbook};

use super::caption::{captions, disclosure, geography, period, population, sources, way_back};
use super::chart;
use crate::present::draw::Answer;
use crate::present::words;

/// Where a file is made, and when.
#[derive(Debug, Clone)]
pub struct Place {
    /// The host that readers know the instance by; empty where it is not known.
    pub site: String,
    /// The day on which the file is made.
    pub made_on: NaiveDate,
}

/// The tables of a page as an Excel workbook with native charts.
pub fn xlsx(answer: &Answer, place: &Place) -> Result<Vec<u8>> {
    Ok(workbooks::xlsx(&workbook(answer, place, true))?)
}

/// The tables of a page as an OpenDocument workbook, without charts.
pub fn ods(answer: &Answer, place: &Place) -> Result<Vec<u8>> {
    Ok(workbooks::ods(&workbook(answer, place, false))?)
}

fn workbook(answer: &Answer, place: &Place, with_charts: bool) -> Workbook {
    let report = &answer.report;
    Workbook {
        title: format!("{}: {}", report.page.name(), report.headline),
        subject: report.kicker.clone(),
        author: "Golden Thread".to_owned(),
        made_on: day(place.made_on),
        cover: cover(report, place),
        notes: notes(report),
        key: key(report.audience),
        sheets: sheets(answer, place, with_charts),
    }
}

/// A day as workbooks and documents write it.
pub(crate) fn day(date: NaiveDate) -> Day {
    Day { year: date.year().clamp(1900, 9999) as u16, month: date.month() as u8, day: date.day() as u8 }
}

/// The sheets of an answer: the figures at the top, and each table, with its chart where charts are wanted.
pub(crate) fn sheets(answer: &Answer, place: &Place, with_charts: bool) -> Vec<Sheet> {
    let report = &answer.report;
    let mut sheets: Vec<Sheet> = headline_figures(report, place).into_iter().collect();
    for section in report.sections.iter().filter(|section| !section.table.rows.is_empty()) {
        let (sheet, own) = drawn_sheet(answer, section, place, with_charts);
        sheets.push(sheet);
        sheets.extend(own);
    }
    sheets
}

/// The sheet of a table, and that of its chart's data where the chart needs one of its own.
fn drawn_sheet(answer: &Answer, section: &Section, place: &Place, with_charts: bool) -> (Sheet, Option<Sheet>) {
    let mut sheet = sheet(&answer.report, section, place);
    let drawn = answer.charts.iter().find(|(word, _)| *word == section.id).map(|(_, chart)| chart);
    let own = drawn.filter(|_| with_charts).and_then(|chart| chart::native(chart, section, &mut sheet));
    (sheet, own)
}

/// The sheet that a section's native chart draws, where it has one.
pub(crate) fn native_sheet(answer: &Answer, section: &Section, place: &Place) -> Option<Sheet> {
    let (sheet, own) = drawn_sheet(answer, section, place, true);
    own.into_iter().chain([sheet]).find(|sheet| sheet.chart.is_some())
}

fn cover(report: &Report, place: &Place) -> Vec<(String, String)> {
    let mut lines = vec![("Page".to_owned(), format!("{} in Golden Thread", report.page.name()))];
    let summary = report.summary.join(" ");
    let empty = report.empty.clone().unwrap_or_default();
    lines.extend([("In short", summary), ("Nothing to show", empty)].map(|(name, words)| (name.to_owned(), words)));
    lines.extend(
        [
            ("Population", population(report)),
            ("Geography", geography(report)),
            ("Period", period(report, None)),
            ("Data as of", report.as_of.clone()),
            ("Source", sources(report)),
            ("Figures", disclosure(report.audience).to_owned()),
            ("From", way_back(report, &place.site)),
            ("Made on", words::day(place.made_on)),
        ]
        .map(|(name, words)| (name.to_owned(), words)),
    );
    lines.retain(|(_, words)| !words.is_empty());
    lines
}

/// Heading of the notes on what must be known to read the figures.
pub(crate) const HOW_TO_READ: &str = "How to read the figures";
/// Heading of what the symbols mean.
pub(crate) const SYMBOLS: &str = "Symbols";

/// What must be known of a report: headings, each with its lines.
pub(crate) fn notes(report: &Report) -> Vec<(String, Vec<String>)> {
    let mut notes = Vec::new();
    let mut add = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            notes.push((title.to_owned(), lines));
        }
    };
    add(HOW_TO_READ, report.notes.clone());
    let definition = |d: &app::reports::report::Definition| {
        let part = |name: &str, words: &Option<String>| words.as_ref().map(|w| format!(" {name}: {w}"));
        let parts = [part("Numerator", &d.numerator), part("Denominator", &d.denominator)];
        format!("{}: {}{}", d.name, d.meaning, parts.into_iter().flatten().collect::<String>())
    };
    add("Definitions", report.definitions.iter().map(definition).collect());
    for list in &report.lists {
        let items = list.items.iter().map(|(name, words)| format!("{name}: {words}"));
        add(&list.title, std::iter::once(list.intro.clone()).chain(items).filter(|l| !l.is_empty()).collect());
    }
    add("Files", report.sources.iter().map(|s| format!("{}: {}, as of {}", s.kind, s.file, s.as_of)).collect());
    add(
        SYMBOLS,
        key(report.audience).into_iter().map(|(symbol, meaning)| format!("{} {meaning}", symbol.written())).collect(),
    );
    notes
}

/// What each symbol means, for an audience.
pub(crate) fn key(audience: Audience) -> Vec<(Symbol, String)> {
    let hidden = match audience {
        Audience::Sharing => {
            "confidential: fewer than 5, a base under 10, or withheld so that another figure cannot be worked out"
        }
        Audience::Exact => "not shown: the base is under 10",
    };
    [
        (Symbol::C, hidden),
        (Symbol::U, "low reliability: worked out from fewer than 30"),
        (Symbol::X, "not available: the data that would give it are not loaded"),
        (Symbol::Z, "not applicable, or too early to tell"),
    ]
    .map(|(symbol, meaning)| (symbol, meaning.to_owned()))
    .into()
}

/// The figures at the top of the page, in the page's own words.
fn headline_figures(report: &Report, place: &Place) -> Option<Sheet> {
    let text = |words: &str| Written::Text(if words.is_empty() { "none".to_owned() } else { words.to_owned() });
    let rows: Vec<Vec<Written>> = (report.tiles.iter())
        .map(|tile| {
            let change = tile.change.as_ref().map_or("", |change| change.words.as_str());
            let comparator = tile.comparator.as_deref().unwrap_or("");
            [tile.label.as_str(), tile.value.as_str(), tile.note.as_str(), change, comparator].map(text).into()
        })
        .collect();
    (!rows.is_empty()).then(|| Sheet {
        name: "headline_figures".to_owned(),
        title: report.headline.clone(),
        lines: captions(report, None, &place.site),
        columns: ["Measure", "Figure", "Base", "Against last year", "Comparator"].map(str::to_owned).into(),
        rows,
        chart: None,
    })
}

/// How a column of the page becomes columns of the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    /// Where its figure stands.
    pub at: usize,
    /// Whether the two ends of its interval follow.
    has_interval: bool,
}

/// Where the columns of a section's table stand in its sheet.
pub(super) fn spread(section: &Section) -> Vec<Spread> {
    let mut at = 1;
    (0..section.table.columns.len())
        .map(|column| {
            let mut cells = section.table.rows.iter().filter_map(|row| row.cells.get(column));
            let has_interval = cells.any(|cell| cell.interval().is_some());
            let spread = Spread { at, has_interval };
            at += if has_interval { 3 } else { 1 };
            spread
        })
        .collect()
}

fn sheet(report: &Report, section: &Section, place: &Place) -> Sheet {
    let table = &section.table;
    let spread = spread(section);
    let remarks: Vec<String> = table.rows.iter().map(|row| remarks(section, &row.cells)).collect();
    let has_remarks = remarks.iter().any(|words| !words.is_empty());
    let mut columns = vec![table.rows_are.clone()];
    for (at, column) in table.columns.iter().enumerate() {
        let name = heading(&column.name, table.rows.iter().filter_map(|row| row.cells.get(at)));
        columns.push(name.clone());
        if spread[at].has_interval {
            columns.push(format!("{name}, lower 95% limit"));
            columns.push(format!("{name}, upper 95% limit"));
        }
    }
    let mut rows = Vec::with_capacity(table.rows.len());
    for (row, words) in table.rows.iter().zip(remarks) {
        let mut cells = vec![Written::Text(row.name.clone())];
        for (cell, spread) in row.cells.iter().zip(&spread) {
            let figure = written(cell);
            if spread.has_interval {
                let ends = match (cell.interval(), &figure) {
                    (Some(interval), _) => {
                        let decimals = if matches!(cell, Cell::Rank(_)) { 0 } else { 1 };
                        [interval.lower, interval.upper].map(|end| Written::Number(end, decimals))
                    }
                    (None, Written::Symbol(symbol)) => [Written::Symbol(*symbol), Written::Symbol(*symbol)],
                    (None, _) => [Written::Symbol(Symbol::Z), Written::Symbol(Symbol::Z)],
                };
                cells.push(figure);
                cells.extend(ends);
            } else {
                cells.push(figure);
            }
        }
        if has_remarks {
            cells.push(Written::Text(if words.is_empty() { "no note".to_owned() } else { words }));
        }
        rows.push(cells);
    }
    if has_remarks {
        columns.push("Notes".to_owned());
    }
    let mut lines = captions(report, Some(section), &place.site);
    lines.extend(section.chart.as_ref().map(|chart| format!("The chart in words: {}", chart.description)));
    Sheet { name: section.id.clone(), title: section.title.clone(), lines, columns, rows, chart: None }
}

/// A heading with the unit of its figures.
fn heading<'a>(name: &str, mut cells: impl Iterator<Item = &'a Cell>) -> String {
    let unit = match cells.find(|cell| !matches!(cell, Cell::Count(_))) {
        Some(Cell::Percent(_) | Cell::Change(_)) if !name.contains('%') => " (%)",
        Some(Cell::Per100(_)) if !name.contains("100") => " (per 100)",
        _ => "",
    };
    format!("{name}{unit}")
}

/// What must be said of a row's figures: those on a small base, and those that are nearly all.
fn remarks(section: &Section, cells: &[Cell]) -> String {
    let words = cells.iter().zip(&section.table.columns).filter_map(|(cell, column)| match cell {
        Cell::Percent(Rate::Shown { unreliable: true, .. }) | Cell::Per100(Rate::Shown { unreliable: true, .. }) => {
            Some(format!("{} {}", column.name, Symbol::U.written()))
        }
        Cell::Percent(Rate::NearlyAll) | Cell::Per100(Rate::NearlyAll) => {
            Some(format!("{}: all or nearly all", column.name))
        }
        _ => None,
    });
    words.collect::<Vec<_>>().join("; ")
}

/// A figure as it stands in a sheet: as fine as the page shows it.
pub(super) fn written(cell: &Cell) -> Written {
    let symbol = |symbol: Option<&str>| {
        Written::Symbol(match symbol {
            Some("x") => Symbol::X,
            Some("z") => Symbol::Z,
            _ => Symbol::C,
        })
    };
    match cell {
        Cell::Count(count) => match count.value() {
            Some(value) => Written::Number(f64::from(value), 0),
            None => symbol(count.symbol()),
        },
        Cell::Percent(rate) | Cell::Per100(rate) => match rate.value() {
            Some(value) => Written::Number(value, 1),
            None => symbol(rate.symbol()),
        },
        Cell::Headcount(Some(heads)) => Written::Number(*heads, 0),
        Cell::Headcount(None) => Written::Symbol(Symbol::X),
        Cell::Rank(Some(ranked)) => Written::Number(f64::from(ranked.rank), 0),
        Cell::Change(Some(number)) | Cell::Number(Some(number)) => Written::Number(*number, 1),
        Cell::Estimate(Some(estimate)) => Written::Number(estimate.value, 1),
        Cell::Change(None) | Cell::Number(None) | Cell::Estimate(None) | Cell::Rank(None) => Written::Symbol(Symbol::C),
        Cell::Sure(sureness) => Written::Text(sureness.words().to_owned()),
        Cell::Judged(judgement) => Written::Text(judgement.words().to_owned()),
    }
}
