//! The rows of the metadata.

use std::collections::HashSet;

use super::{Findings, Pair, TIME, is_place};

const UNITS: [&str; 6] = ["", "%", "pp", "\u{a3}", "\u{a3}m", "numberstring"];

pub(super) fn types(found: &mut Findings, pair: &Pair) {
    for row in &pair.meta.rows {
        let (name, kind) = (pair.meta.cell(row, "col_name"), pair.meta.cell(row, "col_type"));
        found.fail(
            !matches!(kind, "Filter" | "Indicator"),
            "col_type",
            format!("{name} is {kind}, not Filter or Indicator"),
        );
        found.fail(name.is_empty(), "col_name_blank", "a row of the metadata has no col_name");
        let observes = TIME.contains(&name) || (is_place(name) && !matches!(name, "school_name" | "provider_name"));
        found.fail(
            observes,
            "observational_unit",
            format!("{name} says when or where: it does not belong into metadata"),
        );
    }
}

pub(super) fn rows(found: &mut Findings, pair: &Pair) {
    for (column, rule) in [("label", "label_unique"), ("col_name", "col_name_unique")] {
        let mut seen = HashSet::new();
        let repeated = pair.meta.column(column).into_iter().find(|value| !value.is_empty() && !seen.insert(*value));
        found.fail(repeated.is_some(), rule, format!("{column} has {} twice", repeated.unwrap_or_default()));
    }
    for row in &pair.meta.rows {
        let cell = |column: &str| pair.meta.cell(row, column);
        let name = cell("col_name");
        found.fail(cell("label").is_empty(), "label_blank", format!("{name} has no label"));
        found.fail(name.contains(' '), "col_name_spaces", format!("{name} has a space"));
        if cell("col_type") == "Indicator" {
            let dp = cell("indicator_dp");
            found.fail(
                !cell("filter_grouping_column").is_empty(),
                "indicator_group",
                format!("the indicator {name} has a filter group"),
            );
            found.fail(
                !cell("filter_hint").is_empty(),
                "indicator_hint",
                format!("the indicator {name} has a filter hint"),
            );
            found.warn(dp.is_empty(), "indicator_dp_set", format!("{name} has no number of decimals"));
            found.fail(
                !dp.is_empty() && dp.parse::<u8>().is_err(),
                "indicator_dp",
                format!("{name} has {dp} decimals"),
            );
            found.fail(
                !UNITS.contains(&cell("indicator_unit")),
                "indicator_unit",
                format!("{name} has an unknown unit"),
            );
        } else {
            found.fail(looks_like_a_place(name), "geography_filter", format!("the filter {name} looks like a place"));
            for column in ["indicator_dp", "indicator_unit", "indicator_grouping"] {
                let rule = match column {
                    "indicator_dp" => "filter_dp",
                    "indicator_unit" => "filter_unit",
                    _ => "filter_indicator_group",
                };
                found.fail(!cell(column).is_empty(), rule, format!("the filter {name} has a {column}"));
            }
        }
    }
    groups(found, pair);
}

fn groups(found: &mut Findings, pair: &Pair) {
    let groups = pair.groups();
    let unique: HashSet<&str> = groups.iter().copied().collect();
    found.fail(unique.len() < groups.len(), "group_unique", "two filters have the same group");
    let names = pair.meta.column("col_name");
    for group in groups {
        found.fail(looks_like_a_place(group), "geography_filter", format!("the group {group} looks like a place"));
        found.warn(names.contains(&group), "group_in_col_name", format!("the group {group} is a filter of its own"));
        let items = pair.data.distinct(group);
        let plain: HashSet<String> =
            items.iter().map(|item| item.chars().filter(|c| c.is_alphanumeric()).collect()).collect();
        found.fail(plain.len() < items.len(), "group_items", format!("items of {group} differ by signs alone"));
    }
}

/// Whether a filter's name looks like a place or its code.
fn looks_like_a_place(name: &str) -> bool {
    const WHOLE: [&str; 26] = [
        "laestab",
        "estab",
        "sch",
        "school",
        "schools",
        "prov",
        "provider",
        "providers",
        "inst",
        "institution",
        "institutions",
        "name",
        "code",
        "urn",
        "ukprn",
        "number",
        "upin",
        "id",
        "region",
        "la",
        "lad",
        "rsc",
        "pcon",
        "lep",
        "mca",
        "oa",
    ];
    const BEGINS: [&str; 14] =
        ["country", "sch", "prov", "inst", "estab", "reg", "la", "local", "rsc", "pfa", "pcon", "lep", "mca", "oa"];
    const ENDS: [&str; 7] = ["name", "code", "urn", "ukprn", "number", "upin", "id"];
    let begins = BEGINS.iter().chain(&["ward", "mat"]).any(|word| name.starts_with(word));
    WHOLE.contains(&name) || matches!(name, "ward" | "mat") || (begins && ENDS.iter().any(|word| name.ends_with(word)))
}
