//! No export of any table, whatever is in it, holds a figure that the page does not show, and no text of it is a formula.

use std::collections::BTreeSet;

use super::reading::sheets;
use crate::support::{self, TestApp, small};
use app::filters::Audience;
use app::links::Page;
use app::reports::report::{Cell, Column, Report, Row, Section, Table};
use calamine::Data;
use chrono::NaiveDate;
use domain::measure::{Count, Interval, Rate, half_up};
use proptest::prelude::*;
use server::export;
use server::present::draw::Answer;

/// A cell as some audience may see it.
fn cells() -> impl Strategy<Value = Cell> {
    let rate = (0.0..100.0f64, any::<bool>()).prop_map(|(value, unreliable)| Rate::Shown {
        value,
        interval: Interval { lower: value / 2.0, upper: value + 1.0 },
        unreliable,
    });
    prop_oneof![
        (0..100_000u32).prop_map(|n| Cell::Count(Count::Exact(n))),
        (1..20_000u32).prop_map(|n| Cell::Count(Count::Rounded(n * 5))),
        Just(Cell::Count(Count::FewerThanFive)),
        Just(Cell::Count(Count::Withheld)),
        Just(Cell::Count(Count::NotAvailable)),
        rate.clone().prop_map(Cell::Percent),
        rate.prop_map(Cell::Per100),
        Just(Cell::Percent(Rate::NearlyAll)),
        Just(Cell::Per100(Rate::Withheld)),
        Just(Cell::Percent(Rate::Immature)),
        (-100.0..100.0f64).prop_map(|n| Cell::Change(Some(n))),
        Just(Cell::Change(None)),
        (0.0..5_000.0f64).prop_map(|n| Cell::Headcount(Some(n))),
        (-50.0..50.0f64).prop_map(|n| Cell::Number(Some(n))),
    ]
}

/// A participation page in sharing figures with this table.
fn answer(base: &Report, columns: usize, rows: Vec<(String, Vec<Cell>)>) -> Answer {
    let mut report = base.clone();
    let columns = (0..columns).map(|at| Column { id: format!("column_{at}"), name: format!("Column {at}") }).collect();
    let row = |(at, (name, cells)): (usize, (String, Vec<Cell>))| Row {
        code: format!("code{at}"),
        name,
        filters: None,
        total: at == 0,
        cells,
    };
    report.sections = vec![Section {
        id: "breakdown".into(),
        title: "Title".into(),
        subtitle: "Subtitle".into(),
        chart: None,
        table: Table {
            caption: "Caption".into(),
            rows_are: "Phase".into(),
            columns,
            rows: rows.into_iter().enumerate().map(row).collect(),
            sortable: false,
        },
        leads_to: None,
    }];
    report.tiles.clear();
    Answer::new(report)
}

/// Every number that the page writes for these cells, as text with one decimal.
fn shown_numbers(rows: &[(String, Vec<Cell>)]) -> BTreeSet<String> {
    let tenths = |value: f64| format!("{:.1}", half_up(value, 1) + 0.0);
    let mut numbers = BTreeSet::new();
    for cell in rows.iter().flat_map(|(_, cells)| cells) {
        match cell {
            Cell::Headcount(Some(heads)) => {
                numbers.insert(tenths(heads.round()));
            }
            _ => numbers.extend(cell.sort_value().map(tenths)),
        }
        numbers.extend(cell.interval().into_iter().flat_map(|i| [tenths(i.lower), tenths(i.upper)]));
    }
    numbers
}

fn base() -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let place = support::Place::sqlite();
        let app = TestApp::new(&place, &small::files(), &[Audience::Sharing]).await;
        app.report(Audience::Sharing, Page::Participation, "by=phase&year=2022-23").await
    })
}

#[test]
fn no_export_holds_a_number_that_the_page_does_not_show_nor_a_text_that_is_a_formula() {
    let base = base();
    let table = (1..4usize).prop_flat_map(|width| {
        let row = ("[=+@\\-\t]?[A-Za-z ()!'&<,;]{1,16}[a-z]", prop::collection::vec(cells(), width));
        (Just(width), prop::collection::vec(row, 1..8))
    });
    let made_on = NaiveDate::from_ymd_opt(2025, 6, 13).expect("a day");
    let place = export::Place { site: String::new(), made_on };
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(96)
    });
    let outcome = runner.run(&table, |(width, rows)| {
        let allowed = shown_numbers(&rows);
        let answer = answer(&base, width, rows.clone());
        let check = |value: f64, file: &str| {
            let written = format!("{:.1}", half_up(value, 1) + 0.0);
            let fine = (value - written.parse::<f64>().unwrap_or(f64::NAN)).abs() < 1e-9;
            prop_assert!(fine && allowed.contains(&written), "{file}: {value} is not on the page: {allowed:?}");
            Ok(())
        };
        let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        for (name, is_ods) in [("xlsx", false), ("ods", true)] {
            let bytes = if is_ods { export::ods(&answer, &place) } else { export::xlsx(&answer, &place) };
            let sheets = sheets(&bytes.expect("a file"), is_ods);
            for cell in sheets.iter().flat_map(|(_, rows)| rows).flatten() {
                match cell {
                    Data::Float(value) => check(*value, name)?,
                    Data::String(text) => prop_assert!(!is_formula(text), "{name}: {text}"),
                    _ => {}
                }
            }
            let cells = &sheets.last().expect("a table").1;
            for ((_, given), row) in rows.iter().zip(&cells[cells.len() - rows.len()..]) {
                let hidden = given.iter().filter(|cell| cell.sort_value().is_none()).count();
                let symbols = row
                    .iter()
                    .filter(|cell| matches!(cell, Data::String(t) if matches!(t.as_str(), "[c]" | "[x]" | "[z]")));
                prop_assert!(symbols.count() >= hidden, "{name}: a hidden figure has no symbol");
            }
        }
        for row in support::csv_rows(&export::csv(&answer.report).expect("a file")) {
            for word in ["value", "lower", "upper"] {
                if let Ok(value) = row[word].parse::<f64>() {
                    check(value, "csv")?;
                }
            }
            prop_assert!(!is_formula(&row["name"]), "csv: {}", row["name"]);
            prop_assert!(row["value"].is_empty() != row["symbol"].is_empty(), "a figure or a symbol");
        }
        let json: serde_json::Value =
            serde_json::from_slice(&export::json(&answer.report).expect("a file")).expect("JSON");
        let mut open = vec![&json["sections"][0]["table"]["rows"]];
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Number(number) => check(number.as_f64().expect("a number"), "json")?,
                serde_json::Value::Array(items) => open.extend(items),
                serde_json::Value::Object(items) => open.extend(items.values()),
                _ => {}
            }
        }
        Ok(())
    });
    outcome.expect("the property holds");
}
