//! Files of how schools take part beside the programmes: inductions, trainees placed, events attended, contacts, and
//! why some do not engage. Columns are found by name under the names that hubs give them.

pub(crate) mod ab;
pub(crate) mod contacts;
pub(crate) mod cpd;
pub(crate) mod itt;
mod sums;
mod words;

use crate::cells::{self, Fault};
use crate::row::Row;
use crate::table::Col;

/// What the column of a school's reference number may be called.
const URN: &[&str] = &["urn", "school_urn", "establishment_urn"];
/// No row of a file stands for more people than this.
const MOST_PEOPLE: i64 = 10_000;

/// A name with single blanks between its words, at most 200 characters; blank is nothing.
fn name_of(row: &mut Row<'_>, column: Col) -> Option<String> {
    row.cell(column, tidy)
}

fn tidy(text: &str) -> Result<String, Fault> {
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect())
}

/// How many people a row stands for: one where it does not say. None or absurdly many reject it.
fn people(row: &mut Row<'_>, column: Col) -> Option<i64> {
    if cells::says_nothing(row.raw(column)) {
        return Some(1);
    }
    row.need(column, |text| {
        let fault =
            || Fault::new("bad-number", "This is not a number of people, 1 to 10,000.", "Write a number, such as 2.");
        cells::int(text).ok().filter(|count| (1..=MOST_PEOPLE).contains(count)).ok_or_else(fault)
    })
}
