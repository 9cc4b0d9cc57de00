//! Where: levels, their columns, and DfE's lists of codes and names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, LEVELS, Pair};
use crate::lists::{COUNTRIES, NOT_AVAILABLE, REGIONS, UNKNOWN_PLACES, districts, local_authorities};

/// Levels whose rows may name a region, a local authority, a district.
const WITH_REGION: [&str; 13] = [
    "Regional",
    "Local authority",
    "Local authority district",
    "Local skills improvement plan area",
    "Local enterprise partnership",
    "Opportunity area",
    "Parliamentary constituency",
    "English devolved area",
    "Ward",
    "School",
    "Provider",
    "Institution",
    "Planning area",
];
const WITH_AUTHORITY: [&str; 8] = [
    "Local authority",
    "Parliamentary constituency",
    "Local authority district",
    "Ward",
    "School",
    "Provider",
    "Institution",
    "Planning area",
];
const WITH_DISTRICT: [&str; 6] =
    ["Local authority district", "Ward", "School", "Provider", "Institution", "Planning area"];

pub(super) fn levels(found: &mut Findings, pair: &Pair) {
    for level in pair.data.distinct("geographic_level") {
        match LEVELS.iter().find(|(name, _)| *name == level) {
            None => found.fail(true, "level", format!("{level} is no geographic level")),
            Some((_, columns)) => {
                for column in *columns {
                    found.fail(!pair.data.has(column), "level_columns", format!("{level} needs the column {column}"));
                }
            }
        }
    }
}

pub(super) fn places(found: &mut Findings, pair: &Pair) {
    let data = &pair.data;
    for (_, columns) in [LEVELS[1], LEVELS[2]] {
        let some = columns.iter().any(|column| data.has(column));
        let all = columns.iter().all(|column| data.has(column));
        found.fail(some && !all, "level_columns_together", format!("{} stand together", columns.join(", ")));
    }
    let levels = data.distinct("geographic_level");
    let lone = levels.iter().all(|level| matches!(*level, "Institution" | "Planning area"));
    found.fail(!levels.is_empty() && lone, "level_alone", "institutions or planning areas cannot stand alone");
    let mixed = levels.contains(&"School") && levels.contains(&"Provider");
    found.fail(mixed, "level_mixed", "schools and providers cannot stand in one file");
    one_to_one(found, pair);
    for row in &data.rows {
        let level = data.cell(row, "geographic_level");
        let cell = |column: &str| data.cell(row, column);
        let region = [cell("region_code"), cell("region_name")];
        let authority = [cell("new_la_code"), cell("la_name"), cell("old_la_code")];
        let district = [cell("lad_code"), cell("lad_name")];
        let empty = |cells: &[&str]| cells.iter().all(|cell| cell.is_empty());
        let own: &[&str] = LEVELS.iter().find(|(name, _)| *name == level).map_or(&[], |(_, columns)| *columns);
        let missing = own.iter().find(|column| **column != "new_la_code" && cell(column).is_empty());
        found.fail(missing.is_some(), "level_complete", format!("a row of {level} has no {}", missing.unwrap_or(&"")));
        for (cells, allowed, what) in [
            (&region[..], &WITH_REGION[..], "a region"),
            (&authority[..], &WITH_AUTHORITY[..], "a local authority"),
            (&district[..], &WITH_DISTRICT[..], "a district"),
        ] {
            let wrong = !empty(cells) && !allowed.contains(&level) && level != "Police force area";
            found.fail(wrong, "level_empty", format!("a row of {level} names {what}"));
        }
        let below = matches!(level, "Local authority" | "Local authority district");
        found.warn(below && empty(&region), "region_missing", format!("a row of {level} names no region"));
        known(found, &[cell("country_code"), cell("country_name")], &|code, name| COUNTRIES.contains(&(code, name)));
        known(found, &region, &|code, name| REGIONS.contains(&(code, name)));
        known(found, &district, &|code, name| {
            districts().get(code).is_some_and(|names| names.iter().any(|n| n == name))
        });
        authority_known(found, authority);
    }
}

/// A code and its name stand on DfE's list, or stand for a place that is not known.
fn known(found: &mut Findings, [code, name]: &[&str; 2], listed: &dyn Fn(&str, &str) -> bool) {
    if code.is_empty() && name.is_empty() {
        return;
    }
    if *code == "x" || *name == NOT_AVAILABLE {
        let fits = *code == "x" && *name == NOT_AVAILABLE;
        found.fail(!fits, "not_available", format!("{code} and {name} do not belong together"));
        return;
    }
    let stands_for_none = *code == "z" && UNKNOWN_PLACES.contains(name);
    found.fail(!stands_for_none && !listed(code, name), "place_unknown", format!("{code} {name} is on no list"));
}

fn authority_known(found: &mut Findings, [code, name, old]: [&str; 3]) {
    if code.is_empty() && name.is_empty() && old.is_empty() {
        return;
    }
    if code == "x" || name == NOT_AVAILABLE {
        let fits = code == "x" && name == NOT_AVAILABLE;
        found.fail(!fits, "not_available", format!("{code} and {name} do not belong together"));
        return;
    }
    let stands_for_none = code == "z" && old == "z" && UNKNOWN_PLACES.contains(&name);
    let listed = local_authorities().iter().any(|la| la.code == code && la.name == name && la.old_code == old);
    found.fail(!stands_for_none && !listed, "place_unknown", format!("{old} {code} {name} is on no list"));
}

/// Trusts, sponsors and opportunity areas have one name for a code and one code for a name.
fn one_to_one(found: &mut Findings, pair: &Pair) {
    for (_, columns) in [LEVELS[11], LEVELS[12], LEVELS[9]] {
        let (codes, names) = (pair.data.column(columns[0]), pair.data.column(columns[1]));
        let (mut by_code, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for (code, name) in codes.into_iter().zip(names) {
            by_code.entry(code).or_insert_with(BTreeSet::new).insert(name);
            by_name.entry(name).or_insert_with(BTreeSet::new).insert(code);
        }
        let twice = by_code.values().any(|names| names.len() > 1) || by_name.values().any(|codes| codes.len() > 1);
        found.fail(
            twice,
            "place_one_to_one",
            format!("{} and {} do not belong together one to one", columns[0], columns[1]),
        );
    }
}
