//! Lists of schools: section 41 approvals, and dated priority lists such as PP50 and RISE or any list with URNs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::establishment::Urn;

use crate::cells::{self, Fault};
use crate::dates;
use crate::record::{PriorityListing, Section41};
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

/// The first day of what has no date: `0001-01-01`.
pub(crate) fn always() -> NaiveDate {
    NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()
}

/// The first and last day of a row; rejects the row where they are the wrong way round.
pub(crate) fn period(row: &mut Row<'_>, from: Col, to: Col) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (first, last) = (row.date(from), row.date(to));
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        let fault = Fault::new("to-before-from", "The last day is before the first.", "Check both dates.");
        row.reject_cell(to, fault);
    }
    (first, last)
}

/// The latest grant and the latest revocation of a school.
#[derive(Default)]
struct Approval {
    granted_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
}

/// Reads section 41 approvals: the latest grant of each school, and its revocation where that came later.
pub(crate) fn read_section41(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let urn = table.required(&["urn"])?;
    let granted = table.column(&["s41_granted", "section_41_granted", "granted_on"]);
    let revoked = table.column(&["s41_revoked", "section_41_revoked", "revoked_on"]);
    let fields = [("urn", urn), ("granted_on", granted), ("revoked_on", revoked)];
    sink.carries(&Section41::TABLE, &table.carried(&fields), false)?;
    // The published list names schools that lost and regained approval twice: such rows are one record.
    let mut schools: BTreeMap<Urn, (u64, Approval)> = BTreeMap::new();
    table.each(sink, |row| {
        let Some(school) = row.need_urn(urn) else { return };
        let (granted_on, revoked_on) = period(row, granted, revoked);
        if !row.is_rejected() {
            let (_, approval) = schools.entry(school).or_insert((row.line(), Approval::default()));
            approval.granted_on = approval.granted_on.max(granted_on);
            approval.revoked_on = approval.revoked_on.max(revoked_on);
        }
    })?;
    for (urn, (line, Approval { granted_on, revoked_on })) in schools {
        let again = granted_on.zip(revoked_on).is_some_and(|(granted, revoked)| granted >= revoked);
        let revoked_on = revoked_on.filter(|_| !again);
        sink.record(line, Section41 { urn, granted_on, revoked_on }.into())?;
    }
    Ok(table.summary(Kind::Section41, dates::in_name(&source.file_name)))
}

/// Reads a priority list. Its word comes from its columns (`pp50`, `rise`), a column `list`, or the file's name.
pub(crate) fn read_priority(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let urn = table.required(&["URN", "School URN"])?;
    let list = table.column(&["list"]);
    let from = table.column(&["from", "from_on", "start_date"]);
    let to = table.column(&["to", "to_on", "end_date"]);
    let named = known_list(&table).map_or_else(|| list_in_name(&source.file_name), str::to_owned);
    let dated = day_in_name(&source.file_name);
    sink.carries(&PriorityListing::TABLE, &["list", "urn", "from_on", "to_on"], false)?;
    table.each(sink, |row| {
        let Some(school) = row.need_urn(urn) else { return };
        let (first, to_on) = period(row, from, to);
        let list = row.text(list).map(slug).filter(|word| !word.is_empty()).unwrap_or_else(|| named.clone());
        row.key(urn, &[row.raw(urn), &list, row.raw(from)]);
        let from_on = first.or(dated).unwrap_or_else(always);
        row.push(PriorityListing { list, urn: school, from_on, to_on });
    })?;
    Ok(table.summary(Kind::PriorityList, dated))
}

/// The list that has exactly such columns.
fn known_list(table: &Table<'_>) -> Option<&'static str> {
    let all = |names: &[&str]| names.iter().all(|name| table.has(name));
    if all(&["URN", "Local Authority", "School name", "School type", "Administrative district"]) {
        Some("pp50")
    } else if all(&["School URN", "School Name", "Region", "Local Authority", "Phase of Education", "School Type"]) {
        Some("rise")
    } else {
        None
    }
}

const SEASONS: [(&str, u32); 3] = [("autumn", 9), ("spring", 1), ("summer", 4)];

/// Lower-case words joined by hyphens.
pub(crate) fn slug(text: &str) -> String {
    words(text).collect::<Vec<_>>().join("-").chars().take(60).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The word for a list that only its file's name tells: without seasons, numbers of dates and filling words.
pub(crate) fn list_in_name(name: &str) -> String {
    let filling = |word: &str| {
        let date = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_digit());
        date || SEASONS.iter().any(|(season, _)| *season == word) || ["schools", "school", "list"].contains(&word)
    };
    let kept: Vec<String> = words(stem(name)).filter(|word| !filling(word)).collect();
    if kept.is_empty() { "list".to_owned() } else { slug(&kept.join("-")) }
}

/// The first day that a file's name states: a date, a season and year (`autumn_2025`), or an academic year.
pub(crate) fn day_in_name(name: &str) -> Option<NaiveDate> {
    if let Some(day) = dates::in_name(name) {
        return Some(day);
    }
    let words: Vec<String> = words(stem(name)).collect();
    let season = |word: &str| SEASONS.iter().find(|(season, _)| *season == word).map(|(_, month)| *month);
    let year = |word: &str| word.parse::<i32>().ok().filter(|year| word.len() == 4 && (2000..=2100).contains(year));
    for pair in words.windows(2) {
        let found = season(&pair[0]).zip(year(&pair[1])).or_else(|| season(&pair[1]).zip(year(&pair[0])));
        if let Some((month, year)) = found {
            return NaiveDate::from_ymd_opt(year, month, 1);
        }
    }
    year_in_name(name).map(|year| year.first_day())
}

/// The academic year that a file's name states: `2024-25`, `2024_25`, `202425`.
pub(crate) fn year_in_name(name: &str) -> Option<domain::programme::AcademicYear> {
    let words: Vec<String> = words(stem(name)).collect();
    let alone = words.iter().find_map(|word| cells::academic_year(word).ok());
    alone.or_else(|| words.windows(2).find_map(|pair| cells::academic_year(&format!("{}-{}", pair[0], pair[1])).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_state_lists_and_days() {
        assert_eq!(list_in_name("coastal_schools_autumn_2025.csv"), "coastal");
        assert_eq!(list_in_name("Opportunity Areas list 2024-25.csv"), "opportunity-areas");
        assert_eq!(list_in_name("2025.csv"), "list");
        assert_eq!(day_in_name("pp50_schools_autumn_2025.csv"), NaiveDate::from_ymd_opt(2025, 9, 1));
        assert_eq!(day_in_name("2024 spring list.csv"), NaiveDate::from_ymd_opt(2024, 1, 1));
        assert_eq!(day_in_name("list-2024-25.csv"), NaiveDate::from_ymd_opt(2024, 9, 1));
        assert_eq!(day_in_name("list 2025-06-13.csv"), NaiveDate::from_ymd_opt(2025, 6, 13));
        assert_eq!(day_in_name("coastal.csv"), None);
    }
}
