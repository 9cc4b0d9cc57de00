//! Items of filters and values of indicators.

use std::collections::HashSet;

use super::{Findings, Pair, is_place};
use crate::TOTAL;

pub(super) fn filters_vary(found: &mut Findings, pair: &Pair) {
    for filter in pair.filters() {
        let levels = pair.data.distinct(filter).len();
        found.fail(levels < 2, "filter_levels", format!("the filter {filter} has {levels} item"));
    }
}

pub(super) fn filters(found: &mut Findings, pair: &Pair) {
    let defaults = pair.meta_of("Filter", "filter_default");
    let groups = pair.meta_of("Filter", "filter_grouping_column");
    for (at, filter) in pair.filters().into_iter().enumerate() {
        let items = pair.data.distinct(filter);
        let default = defaults.get(at).copied().filter(|word| !word.is_empty()).unwrap_or(TOTAL);
        found.warn(!items.contains(&default), "filter_total", format!("the filter {filter} has no {default}"));
        found.fail(items.len() > 25_000, "filter_items", format!("the filter {filter} has more than 25,000 items"));
        let blanks = items.iter().any(|item| item.trim() != *item);
        found.fail(blanks, "filter_whitespace", format!("an item of {filter} begins or ends with a blank"));
        found.fail(items.contains(&""), "filter_blank", format!("a cell of {filter} is empty"));
        if let Some(group) = groups.get(at).filter(|group| !group.is_empty()) {
            let wide = pair.data.distinct(group).len() > items.len();
            found.fail(wide, "group_levels", format!("the group {group} has more items than {filter}"));
        }
    }
    for column in pair.data.header.iter().filter(|column| is_place(column)) {
        let total = pair.data.distinct(column).into_iter().any(|v| matches!(v, "Total" | "total" | "All" | "all"));
        found.fail(total, "place_total", format!("{column} holds a total"));
    }
}

pub(super) fn general(found: &mut Findings, pair: &Pair) {
    let data = &pair.data;
    let (filters, indicators) = (pair.filters(), pair.indicators());
    let levels = data.distinct("geographic_level");
    let lone = levels.len() == 1;
    let mut seen = HashSet::new();
    for row in &data.rows {
        let level = data.cell(row, "geographic_level");
        let small = matches!(level, "School" | "Provider" | "Institution" | "Planning area");
        if small && !(lone && matches!(level, "School" | "Provider")) {
            continue;
        }
        let key: Vec<&str> = (data.header.iter().zip(row))
            .filter(|(column, _)| !indicators.contains(&column.as_str()))
            .filter(|(column, _)| is_place(column) || column.starts_with("time_") || filters.contains(&column.as_str()))
            .map(|(_, value)| value.as_str())
            .collect();
        let words = key.join(", ");
        found.fail(!seen.insert(key), "duplicate_rows", format!("the row {words} stands twice"));
    }
    let cells = data.rows.iter().chain(&pair.meta.rows).flatten();
    let null = cells.clone().find(|cell| matches!(cell.as_str(), "NULL" | "Null" | "null" | "NA" | "na"));
    found.fail(null.is_some(), "null_words", "a cell holds a word for nothing");
    let mut values = indicators.iter().flat_map(|indicator| data.column(indicator));
    let legacy = values.any(|value| matches!(value, "." | ".." | "-" | "N/A" | "n/a"));
    found.warn(legacy, "legacy_symbols", "an indicator holds a symbol that is no longer used");
}

pub(super) fn indicators(found: &mut Findings, pair: &Pair) {
    for indicator in pair.indicators() {
        let wrong = pair.data.column(indicator).into_iter().any(|value| matches!(value.trim(), "" | "~" | ":"));
        found.fail(wrong, "indicator_values", format!("{indicator} has an empty cell or a symbol that is refused"));
    }
}

pub(super) fn harmonised(found: &mut Findings, pair: &Pair) {
    const ABOUT: [&str; 7] =
        ["sen_", "primary_need", "secondary_need", "establishment_type", "provider_type", "school_type", "ethnic"];
    const NAMES: [&str; 11] = [
        "sen_status",
        "sen_primary_need",
        "sen_secondary_need",
        "sen_provision",
        "establishment_type",
        "establishment_type_group",
        "provider_type",
        "ethnicity_major",
        "ethnicity_minor",
        "ethnicity_detailed",
        "minority_ethnic",
    ];
    for name in pair.meta.column("col_name") {
        let about = ABOUT.iter().any(|word| name.contains(word));
        found.fail(about && !NAMES.contains(&name), "harmonised", format!("{name} is not the harmonised name"));
    }
}
