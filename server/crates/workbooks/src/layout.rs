//! What both kinds of workbook share: names of tabs, what stands above a table, and which shapes are refused.

use std::collections::BTreeSet;

use crate::{Cell, Sheet, Symbol, Workbook, WorkbookError};

/// The tabs before the tables.
pub(crate) const FRONT: [&str; 3] = ["Cover", "Contents", "Notes"];

/// How hard archives are packed, of 9: half the time of the usual 6, for files up to a third larger.
pub(crate) const COMPRESSION: u8 = 2;

/// Rows and columns that every reader takes.
const MOST_ROWS: usize = 1_000_000;
const MOST_COLUMNS: usize = 1_000;

/// The names of the tabs of all sheets: no blanks, nothing that is refused, at most 31 characters, none twice.
pub(crate) fn tab_names(workbook: &Workbook) -> Vec<String> {
    let mut taken: Vec<String> = FRONT.iter().map(|name| name.to_lowercase()).collect();
    let mut names = Vec::new();
    for sheet in &workbook.sheets {
        let tidy = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
        let mut base: String = sheet.name.chars().map(tidy).take(26).collect();
        if !base.starts_with(|c: char| c.is_ascii_alphabetic()) {
            base.insert_str(0, "Table_");
        }
        let base: String = base.chars().take(26).collect();
        let mut name = base.clone();
        let mut number = 1;
        while taken.contains(&name.to_lowercase()) {
            number += 1;
            name = format!("{base}_{number}");
        }
        taken.push(name.to_lowercase());
        names.push(name);
    }
    names
}

/// The name of a sheet's table: letters, digits and underscores.
pub(crate) fn table_name(tab: &str) -> String {
    format!("Table_{}", tab.replace('-', "_"))
}

/// The lines between a sheet's title and its table: its own, how large the table is, and the key of its symbols.
pub(crate) fn lines_above(workbook: &Workbook, sheet: &Sheet) -> Vec<String> {
    let mut lines = vec![format!("This sheet holds one table of {}.", rows_in_words(sheet.rows.len()))];
    lines.extend(sheet.lines.iter().cloned());
    let used = used_symbols(sheet);
    let key: Vec<_> = workbook.key.iter().filter(|(symbol, _)| used.contains(symbol)).collect();
    if !key.is_empty() {
        lines.push("Symbols in this table:".to_owned());
        lines.extend(key.iter().map(|(symbol, meaning)| format!("{} {meaning}", symbol.written())));
    }
    lines
}

fn rows_in_words(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// The symbols that stand in a sheet's cells or are named in its notes.
fn used_symbols(sheet: &Sheet) -> BTreeSet<Symbol> {
    const ALL: [Symbol; 5] = [Symbol::C, Symbol::Low, Symbol::U, Symbol::X, Symbol::Z];
    let mut used = BTreeSet::new();
    for cell in sheet.rows.iter().flatten() {
        match cell {
            Cell::Symbol(symbol) => {
                used.insert(*symbol);
            }
            Cell::Text(words) if words.contains('[') => {
                used.extend(ALL.into_iter().filter(|symbol| words.contains(symbol.written())));
            }
            _ => {}
        }
    }
    used
}

/// Refuses what cannot be a table.
pub(crate) fn check(sheet: &Sheet) -> Result<(), WorkbookError> {
    let refuse = |what: String| Err(WorkbookError::Shape { sheet: sheet.name.clone(), what });
    let width = sheet.columns.len();
    if width == 0 || width > MOST_COLUMNS {
        return refuse(format!("{width} columns; a table has 1 to {MOST_COLUMNS}"));
    }
    if sheet.rows.is_empty() || sheet.rows.len() > MOST_ROWS {
        return refuse(format!("{} rows; a table has 1 to {MOST_ROWS}", sheet.rows.len()));
    }
    if let Some(at) = sheet.rows.iter().position(|row| row.len() != width) {
        return refuse(format!("row {} has {} cells for {width} columns", at + 1, sheet.rows[at].len()));
    }
    if let Some(chart) = &sheet.chart {
        let columns = chart.series.iter().map(|series| series.column).chain([chart.categories]);
        if chart.rows == 0 || chart.rows > sheet.rows.len() || columns.max().is_some_and(|column| column >= width) {
            return refuse("its chart reaches beyond the table".to_owned());
        }
    }
    Ok(())
}

/// Headings as a table may have them: none empty, none twice whatever the case.
pub(crate) fn headings(sheet: &Sheet) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let mut headings = Vec::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        let words = crate::harmless(column.trim());
        let base = if words.is_empty() { format!("Column {}", at + 1) } else { words };
        let base: String = base.chars().take(240).map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).collect();
        let mut name = base.clone();
        let mut number = 1;
        while taken.contains(&name.to_lowercase()) {
            number += 1;
            name = format!("{base} {number}");
        }
        taken.push(name.to_lowercase());
        headings.push(name);
    }
    headings
}

/// A number as it is shown: half up at so many decimals, as the page shows it.
pub fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = 10f64.powi(i32::from(decimals));
    let whole = (value.abs() * scale + 1e-9 + 0.5).floor();
    if value < 0.0 && whole > 0.0 { -whole / scale } else { whole / scale }
}
