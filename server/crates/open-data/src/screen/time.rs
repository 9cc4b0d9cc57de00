//! When: periods and their identifiers.

use std::collections::BTreeSet;

use super::{Findings, Pair};

/// The family of an identifier, and whether its periods have six digits; none for what is no identifier.
fn family(identifier: &str) -> Option<(u8, bool)> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match identifier {
        "Academic year" => Some((1, true)),
        "Calendar year" => Some((2, false)),
        "Financial year" => Some((3, true)),
        "Tax year" => Some((4, true)),
        "Reporting year" => Some((5, false)),
        "Autumn term" | "Spring term" | "Summer term" | "Autumn and spring term" => Some((6, true)),
        "Financial year Q1" | "Financial year Q2" | "Financial year Q3" | "Financial year Q4" => Some((9, true)),
        "Part 1 (April to September)" | "Part 2 (October to March)" => Some((10, true)),
        month if MONTHS.contains(&month) => Some((7, false)),
        week => {
            let number: u8 = week.strip_prefix("Week ")?.parse().ok()?;
            (1..=52).contains(&number).then_some((8, false))
        }
    }
}

pub(super) fn written(found: &mut Findings, pair: &Pair) {
    for period in pair.data.distinct("time_period") {
        let digits = matches!(period.len(), 4 | 6) && period.bytes().all(|b| b.is_ascii_digit());
        found.fail(!digits, "time_period", format!("{period} is no period of four or six digits"));
    }
    let identifiers = pair.data.distinct("time_identifier");
    for identifier in &identifiers {
        found.fail(
            family(identifier).is_none(),
            "time_identifier",
            format!("{identifier} is no identifier of a period"),
        );
    }
    let families: BTreeSet<u8> = identifiers.iter().filter_map(|name| family(name)).map(|(family, _)| family).collect();
    found.fail(families.len() > 1, "time_identifier_mix", "periods of different kinds stand in one file");
}

pub(super) fn periods(found: &mut Findings, pair: &Pair) {
    let identifiers = pair.data.column("time_identifier");
    let mut pairs: Vec<(&str, &str)> = pair.data.column("time_period").into_iter().zip(identifiers).collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (period, identifier) in pairs {
        let six = family(identifier).is_some_and(|(_, six)| six);
        found.fail((period.len() == 6) != six, "time_length", format!("{period} does not fit {identifier}"));
        if period.len() == 6 {
            let first: u32 = period[..4].parse().unwrap_or(0);
            let second: u32 = period[4..].parse().unwrap_or(0);
            found.fail(
                (first + 1) % 100 != second,
                "time_consecutive",
                format!("the years of {period} do not follow each other"),
            );
        }
    }
}
