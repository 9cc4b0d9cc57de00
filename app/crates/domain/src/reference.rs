//! Reading the project's own reference tables. Not a reader of files that people bring.

use chrono::NaiveDate;

/// Splits a line of our own reference tables: quoted cells have no quotes inside.
pub(crate) fn split_csv(line: &'static str) -> Vec<&'static str> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (cell, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            cells.push(cell);
            match after.strip_prefix(',') {
                Some(next) => rest = next,
                None => return cells,
            }
        } else {
            match rest.split_once(',') {
                Some((cell, next)) => {
                    cells.push(cell);
                    rest = next;
                }
                None => {
                    cells.push(rest);
                    return cells;
                }
            }
        }
    }
}

/// The entries of a cell that holds several, separated by `|`; none for an empty cell.
pub(crate) fn entries(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|entry| !entry.is_empty())
}

/// A date that may be left open: `Some(None)` for an empty cell, `None` where the cell is not a date.
pub(crate) fn open_date(cell: &str) -> Option<Option<NaiveDate>> {
    if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
}
