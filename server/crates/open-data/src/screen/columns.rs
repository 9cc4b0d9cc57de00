//! Names of files and of columns, and what both files must have.

use super::{Findings, Pair, TIME, is_place};
use crate::META_COLUMNS;

const META_OPTIONAL: [&str; 2] = ["filter_default", "parent_filter"];
const DATA_REQUIRED: [&str; 5] = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"];

/// Words that no indicator's name may hold: a characteristic belongs into a filter.
const CHARACTERISTICS: [&str; 19] = [
    "male",
    "female",
    "asian",
    "chinese",
    "indian",
    "pakistani",
    "bangladeshi",
    "black",
    "african",
    "caribbean",
    "white",
    "roma",
    "irish",
    "english",
    "british",
    "scottish",
    "welsh",
    "northern irish",
    "arab",
];

pub(super) fn names(found: &mut Findings, data: &str, meta: &str) {
    let plain = |name: &str| {
        let stem = name.strip_suffix(".meta.csv").or(name.strip_suffix(".csv")).unwrap_or(name);
        stem.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    for name in [data, meta] {
        found.fail(name.contains(' '), "filename_spaces", format!("{name} has a space"));
        found.fail(!name.ends_with(".csv"), "file_extension", format!("{name} is no CSV file by its name"));
        found.fail(
            !name.contains(' ') && !plain(name),
            "filename_characters",
            format!("{name} has other signs than a-z 0-9 - _"),
        );
    }
    let expected = data.strip_suffix(".csv").map(|stem| format!("{stem}.meta.csv"));
    found.fail(expected.as_deref() != Some(meta), "filename_meta", format!("{meta} is not the metadata of {data}"));
}

pub(super) fn required(found: &mut Findings, pair: &Pair) {
    for column in META_COLUMNS {
        found.fail(!pair.meta.has(column), "meta_required", format!("the metadata have no column {column}"));
    }
    for column in &pair.meta.header {
        let known = META_COLUMNS.contains(&column.as_str()) || META_OPTIONAL.contains(&column.as_str());
        found.fail(!known, "meta_extra", format!("the metadata have a column {column}"));
    }
    for column in DATA_REQUIRED {
        found.fail(!pair.data.has(column), "data_required", format!("the data have no column {column}"));
    }
    let most = pair.data.header.len().saturating_sub(DATA_REQUIRED.len());
    found.fail(pair.meta.rows.len() > most, "meta_rows", "the metadata have more rows than the data have columns");
}

pub(super) fn cross_file(found: &mut Findings, pair: &Pair) {
    for column in pair.filters().into_iter().chain(pair.groups()).chain(pair.indicators()) {
        found.fail(!pair.data.has(column), "meta_in_data", format!("the data have no column {column}"));
    }
    let (named, groups) = (pair.meta.column("col_name"), pair.groups());
    for column in &pair.data.header {
        let known = is_place(column)
            || TIME.contains(&column.as_str())
            || named.contains(&column.as_str())
            || groups.contains(&column.as_str());
        let varies = pair.data.distinct(column).len() > 1;
        found.warn(!known && varies, "data_in_meta", format!("the metadata do not name {column}"));
    }
}

pub(super) fn headers(found: &mut Findings, pair: &Pair) {
    for column in &pair.data.header {
        let snake = column.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        found.fail(column.contains(char::is_whitespace), "header_whitespace", format!("{column} has a blank"));
        found.warn(!snake, "snake_case", format!("{column} is not in snake case"));
        let begins = column.starts_with(|c: char| c.is_ascii_lowercase());
        found.warn(!begins, "starts_lowercase", format!("{column} does not begin with a small letter"));
        let vague = matches!(column.as_str(), "characteristic" | "characteristic_group");
        found.warn(vague, "characteristic", format!("{column} says nothing"));
    }
    for indicator in pair.indicators() {
        let holds = CHARACTERISTICS.iter().find(|word| indicator.to_lowercase().contains(*word));
        let word = holds.copied().unwrap_or_default();
        found.fail(holds.is_some(), "indicator_characteristic", format!("{indicator} holds the word {word}"));
    }
}

/// What the platform's API takes, by length; warnings alone.
pub(super) fn lengths(found: &mut Findings, pair: &Pair) {
    for column in &pair.data.header {
        found.warn(column.chars().count() > 50, "api_column_length", format!("{column} has more than 50 characters"));
    }
    for label in pair.meta.column("label") {
        found.warn(label.chars().count() > 100, "api_label_length", format!("{label} has more than 100 characters"));
    }
    let places = pair.data.header.iter().map(String::as_str).filter(|column| is_place(column));
    for column in places.chain(pair.filters()) {
        let most = if column.ends_with("_code") { 30 } else { 120 };
        let long = pair.data.distinct(column).into_iter().any(|value| value.chars().count() > most);
        found.warn(long, "api_item_length", format!("{column} has values of more than {most} characters"));
    }
}
