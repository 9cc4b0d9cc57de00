//! The fixed tables with exact counts: what the command writes, beside the exact pages.

use std::collections::{BTreeMap, BTreeSet};

use app::filters::Audience;
use calamine::Data;
use domain::measure::Count;
use domain::programme::Programme;
use server::tables::{BREAKDOWNS, finished, make};

use crate::exports::reading::sheets;
use crate::support::{CsvRow, Place, TestApp, csv_rows, on_each_database};

/// Runs the command: exit code, and what it says.
fn run(place: &Place, arguments: &[&str]) -> (i32, String) {
    let (code, out, error) = place.run(arguments);
    (code, out + &error)
}

/// Exact counts of the pages by measure, breakdown, code and time period.
async fn exact(app: &TestApp, programme: Programme, year: &str) -> BTreeMap<(String, String, String), u64> {
    let mut found = BTreeMap::new();
    for by in BREAKDOWNS.map(|by| by.key().word()) {
        for page in ["participation", "outcomes"] {
            let address = format!("/data/{page}.csv?programme={programme}&year={year}&by={by}");
            for row in app.get(&address).await.rows() {
                let (true, Ok(n)) = (row["section"] == "breakdown", row["value"].parse()) else { continue };
                let by = if row["code"] == "total" { "total" } else { by };
                found.insert((row["measure"].clone(), by.to_owned(), row["code"].clone()), n);
            }
        }
    }
    found
}

#[test]
fn exact_tables_hold_the_counts_of_the_pages_but_no_small_ones() {
    on_each_database(async |place| {
        assert_eq!(run(place, &["demo", "--participants", "9000", "--seed", "7"]).0, 0);
        let folder = place.folder().join("tables");
        let folder_name = folder.to_str().expect("text");
        let years = ["--year", "2021-22", "--year", "2022-23"];
        let (code, said) = run(place, &[&["tables", "--output", folder_name], &years[..]].concat());
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("counts told") && said.contains("not told"), "{said}");
        let app = TestApp::over(place.open().await, &[Audience::Exact]).await;
        for programme in Programme::ALL {
            let bytes =
                |ending: &str| std::fs::read(folder.join(format!("tables-{programme}.{ending}"))).expect("a file");
            let rows = csv_rows(&bytes("csv"));
            let periods: BTreeSet<&str> = rows.iter().map(|row| row["time_period"].as_str()).collect();
            assert_eq!(periods, BTreeSet::from(["202122", "202223"]));
            let (mut told, mut small, mut withheld) = (0, 0, 0);
            for period in &periods {
                let pages = exact(&app, *programme, &format!("{}-{}", &period[..4], &period[4..])).await;
                for row in rows.iter().filter(|row| row["time_period"] == **period) {
                    let CsvKey(key) = CsvKey::of(row);
                    // Pages leave out groups without anybody, and measures that only the other programme has.
                    let n = pages.get(&key).copied();
                    match (row["value"].parse::<u64>(), row["symbol"].as_str()) {
                        (Ok(value), "") => {
                            assert!(value >= 5, "{key:?}");
                            assert_eq!(n.unwrap_or(value), value, "{key:?} {period}");
                            told += u32::from(n.is_some());
                        }
                        (Err(_), "c") if n.unwrap_or(0) < 5 => small += 1,
                        (Err(_), "c") => withheld += 1,
                        (Err(_), "z") => assert!(key.0 != "starts"),
                        other => panic!("{other:?} for {key:?}"),
                    }
                }
            }
            assert!(told > 200 && small > 10 && withheld > 0, "{told} told, {small} small, {withheld} withheld");
            assert!(withheld < told, "{told} told, {withheld} withheld");
            same_in_the_workbook(&rows, &bytes("xlsx"));
        }
        let before = std::fs::read(folder.join("tables-npq.csv")).expect("a file");
        let (code, said) = run(place, &["tables", "--output", folder_name, "--programme", "npq", "--year", "2022-23"]);
        assert_eq!((code, said.contains("exists already: nothing was written")), (1, true), "{said}");
        assert_eq!(std::fs::read(folder.join("tables-npq.csv")).expect("a file"), before);
        let (code, said) = run(place, &["tables", "--output", folder_name, "--programme", "npq", "--year", "1999-00"]);
        assert_eq!((code, said.contains("no NPQ starts in 1999-00; years with starts: 20")), (1, true), "{said}");
        assert_eq!(run(place, &["tables", "--output", folder_name, "--year", "lately"]).0, 2);
    });
}

/// Measure, breakdown and code of a row.
struct CsvKey((String, String, String));

impl CsvKey {
    fn of(row: &CsvRow) -> CsvKey {
        CsvKey((row["measure"].clone(), row["breakdown"].clone(), row["code"].clone()))
    }
}

/// The numbers of each sheet are those of the CSV, in their order, and so are the symbols.
fn same_in_the_workbook(rows: &[CsvRow], bytes: &[u8]) {
    let sheets: BTreeMap<String, Vec<Vec<Data>>> = sheets(bytes, false).into_iter().collect();
    for by in std::iter::once("total").chain(BREAKDOWNS.map(|by| by.key().word())) {
        let figures = |row: &Vec<Data>| -> Vec<String> {
            let figure = |cell: &Data| match cell {
                Data::Float(n) => Some(format!("{n}")),
                Data::Int(n) => Some(format!("{n}")),
                Data::String(text) => text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).map(str::to_owned),
                _ => None,
            };
            row.iter().skip(2).filter_map(figure).collect()
        };
        let in_sheet: Vec<String> = sheets[by].iter().flat_map(figures).collect();
        let of_csv = |row: &&CsvRow| row["breakdown"] == by;
        let in_csv: Vec<String> = rows
            .iter()
            .filter(of_csv)
            .map(|row| if row["symbol"].is_empty() { row["value"].clone() } else { row["symbol"].clone() })
            .collect();
        assert_eq!(in_sheet, in_csv, "{by}");
    }
}

#[test]
fn without_a_year_that_is_over_there_are_no_tables_and_it_says_so() {
    on_each_database(async |place| {
        let folder = place.folder().join("tables");
        let (code, said) = run(place, &["tables", "--output", folder.to_str().expect("text")]);
        assert_eq!((code, said.contains("no academic year with starts is over yet")), (0, true), "{said}");
        assert_eq!(std::fs::read_dir(&folder).map_or(0, Iterator::count), 0);
    });
}

#[test]
fn tables_are_the_same_each_time_they_are_made() {
    on_each_database(async |place| {
        assert_eq!(run(place, &["demo", "--participants", "800", "--seed", "3"]).0, 0);
        let app = TestApp::over(place.open().await, &[Audience::Exact]).await;
        let current = app.desk.current();
        let years = finished(&current.dataset, Programme::Npq);
        let edition = make(&current.dataset, Programme::Npq, &years).expect("safe tables");
        assert_eq!(make(&current.dataset, Programme::Npq, &years).as_ref(), Ok(&edition));
        // One year by itself is told as among the others: a second, narrower edition adds nothing.
        let last = make(&current.dataset, Programme::Npq, &years[years.len() - 1..]).expect("safe tables");
        assert!(edition.lines.ends_with(&last.lines));
        assert!(edition.lines.iter().any(|line| line.counts[0] == Count::FewerThanFive));
    });
}
