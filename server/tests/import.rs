//! Files in, any order, any number of times, cut off at any moment: the database holds each wholly or not at all.

mod command_line;
mod interrupted;

use std::io::Cursor;

use crate::support::small::{self, id};
use crate::support::{
    BOTH, File, TestApp, demo_files, file, import, import_all, on_each_database, options, row, section,
};
use app::filters::{Audience, Breakdown};
use app::links::Page;
use app::reports::report::Cell;
use demo::Plan;
use domain::measure::Count;
use intake::Kind;
use server::export;
use server::import::{ImportError, import_reader};
use server::statistics::{Refreshed, Unmade};
use server::storage::Database;

/// How many rows each table holds.
async fn holdings(database: &Database) -> Vec<(String, i64)> {
    database.holdings().await.expect("the tables are counted")
}

async fn version(database: &Database) -> i64 {
    database.data_version().await.expect("a version")
}

/// Whether nothing was ever taken.
async fn is_untouched(database: &Database) -> bool {
    let empty = holdings(database).await.iter().all(|(_, rows)| *rows == 0);
    empty && version(database).await == 0 && database.imports().await.expect("imports").is_empty()
}

/// Starts of the small fixture's year by region, `total` among them.
async fn starts_of(app: &TestApp, code: &str) -> u32 {
    let report = app.report(Audience::Exact, Page::Participation, "year=2022-23&by=region").await;
    if report.empty.is_some() {
        return 0;
    }
    match section(&report, "breakdown").table.rows.iter().find(|r| r.code == code).map(|r| r.cells[0]) {
        Some(Cell::Count(Count::Exact(n))) => n,
        None => 0,
        other => panic!("{code}: {other:?}"),
    }
}

/// A declaration as the API writes it.
fn declaration(n: u32, person: u32, state: &str, on: &str, updated_at: &str) -> String {
    format!(
        "{{\"id\":\"{}\",\"type\":\"participant-declaration\",\"attributes\":{{\"participant_id\":\"{}\",\
         \"declaration_type\":\"started\",\"course_identifier\":\"npq-leading-teaching\",\
         \"declaration_date\":\"{on}T10:00:00Z\",\"state\":\"{state}\",\"updated_at\":\"{updated_at}\"}}}}\n",
        id(2, n),
        id(1, person)
    )
}

/// Many declarations, a line each.
fn many(rows: u32) -> File {
    let text: String = (0..rows).map(|n| declaration(n, n, "paid", "2022-10-03", "2022-11-01T00:00:00Z")).collect();
    file("many.ndjson", text)
}
#[test]
fn the_same_file_twice_changes_nothing() {
    let files = demo_files(&Plan::of(600, 3));
    on_each_database(async |place| {
        let database = place.open().await;
        import_all(&database, &files).await;
        let (before, held) = (version(&database).await, holdings(&database).await);
        for file in &files {
            let again = import(&database, file).await.expect("it is read again");
            assert_eq!(again.taken, 0, "{}", file.0);
            assert!(again.unchanged > 0, "{}", file.0);
        }
        assert_eq!(version(&database).await, before);
        assert_eq!(holdings(&database).await, held);
        assert_eq!(database.imports().await.expect("imports").len(), files.len() * 2);
    });
}

#[test]
fn a_later_file_corrects_an_earlier_one_and_an_older_one_does_not() {
    let first = declaration(1, 1, "paid", "2022-10-03", "2022-11-01T00:00:00Z");
    let later = declaration(1, 1, "voided", "2022-10-03", "2023-02-01T00:00:00Z");
    let older = declaration(1, 1, "eligible", "2022-10-03", "2022-10-20T00:00:00Z");
    on_each_database(async |place| {
        let app = TestApp::new(place, &[small::register(), file("a.ndjson", first.clone())], &BOTH).await;
        assert_eq!(starts_of(&app, "total").await, 1);
        let took = import(&app.database, &file("b.ndjson", later.clone())).await.expect("it is taken");
        assert_eq!((took.taken, took.unchanged), (1, 0));
        assert_eq!(app.desk.refresh(Unmade::Make).await.expect("it is read anew"), Refreshed::Shown);
        assert_eq!(starts_of(&app, "total").await, 0);
        for (name, text) in [("c.ndjson", &older), ("a.ndjson", &first)] {
            let took = import(&app.database, &file(name, text.clone())).await.expect("it is read");
            assert_eq!((took.taken, took.unchanged), (0, 1), "{name}");
        }
        assert_eq!(app.desk.refresh(Unmade::Make).await.expect("nothing is new"), Refreshed::Nothing);
    });
}

#[test]
fn a_source_without_dates_fills_blanks_and_never_overwrites_what_is_dated() {
    let dated = declaration(1, 1, "paid", "2022-10-03", "2022-11-01T00:00:00Z");
    let undated = small::Row { state: "voided", ..small::start(1, "900011") };
    on_each_database(async |place| {
        let files = [
            small::register(),
            file("a.ndjson", dated.clone()),
            small::statement("s.csv", 1, std::slice::from_ref(&undated)),
        ];
        let app = TestApp::new(place, &files, &BOTH).await;
        // It stays paid, and now it is known where.
        assert_eq!(starts_of(&app, "total").await, 1);
        assert_eq!(starts_of(&app, "london").await, 1);
        let elsewhere = small::Row { urn: "900002", ..undated.clone() };
        import(&app.database, &small::statement("t.csv", 1, &[elsewhere])).await.expect("it is read");
        app.desk.refresh(Unmade::Make).await.expect("it is read anew");
        assert_eq!(starts_of(&app, "london").await, 1);
    });
}

#[test]
fn files_in_any_order_give_the_same_report() {
    let files = demo_files(&Plan::of(800, 5));
    let mut backwards = files.clone();
    backwards.reverse();
    let mut mixed = files.clone();
    mixed.rotate_left(11);
    mixed.swap(0, 7);
    mixed.swap(3, 12);
    on_each_database(async |place| {
        let mut first: Option<Vec<Vec<u8>>> = None;
        for order in [&files, &backwards, &mixed] {
            let place = place.another();
            let app = TestApp::new(&place, order, &BOTH).await;
            let mut reports = Vec::new();
            for by in Breakdown::ALL {
                for programme in ["npq", "ecf"] {
                    for page in [Page::Participation, Page::Outcomes] {
                        let query = format!("programme={programme}&by={by}&year=2023-24");
                        let report = app.report(Audience::Exact, page, &query).await;
                        reports.push(export::csv(&report).expect("a file"));
                    }
                }
            }
            match &first {
                None => first = Some(reports),
                Some(first) => {
                    for (one, other) in first.iter().zip(&reports) {
                        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                        assert_eq!(text(one), text(other));
                    }
                }
            }
            app.database.close().await;
        }
    });
}

#[test]
fn a_dry_run_reports_and_changes_nothing() {
    on_each_database(async |place| {
        let database = place.open().await;
        for (name, bytes) in small::files() {
            let outcome = import_reader(&database, name.clone(), Cursor::new(bytes), &options(None, true)).await;
            let outcome = outcome.expect("it is read");
            assert!(outcome.id.is_none() && outcome.taken > 0, "{name}");
        }
        assert!(is_untouched(&database).await);
    });
}

#[test]
fn a_refused_file_leaves_no_trace() {
    let wide: String = (0..10_000).map(|n| format!("column_{n}")).collect::<Vec<_>>().join(",");
    let mut workbook = b"PK\x03\x04\x14\x00\x06\x00\x08\x00".to_vec();
    workbook.extend_from_slice(b"xl/workbook.xml and more that is no text \x00\xff\xfe\x01");
    let binary: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let statement = small::starts();
    let cut = declaration(1, 1, "paid", "2022-10-03", "2022-11-01T00:00:00Z");
    let cut = format!("{{\"data\":[{},{}", cut.trim(), &cut[..80]);
    let refused: [(&str, Option<Kind>, Vec<u8>); 8] = [
        ("empty.csv", None, Vec::new()),
        ("blank.csv", None, b" \r\n\r\n".to_vec()),
        ("binary.csv", None, binary),
        ("truncated.json", None, cut.into_bytes()),
        ("wide.csv", None, format!("{wide}\n").into_bytes()),
        ("workbook.xlsx", None, workbook),
        ("strange.csv", None, b"one,two\n1,2\n".to_vec()),
        ("forced.csv", Some(Kind::Register), statement.1),
    ];
    on_each_database(async |place| {
        let database = place.open().await;
        for (name, kind, bytes) in &refused {
            let result =
                import_reader(&database, (*name).to_owned(), Cursor::new(bytes.clone()), &options(*kind, false)).await;
            match result {
                Err(ImportError::Refused(refusal)) => {
                    let words = refusal.to_string();
                    assert!(words.len() > 20 && words.len() < 600, "{name}: {words}");
                }
                other => panic!("{name}: {other:?}"),
            }
            assert!(is_untouched(&database).await, "{name}");
        }
    });
}

#[test]
fn an_unknown_urn_is_a_warning_and_shows_under_unknown() {
    let application = format!(
        "{{\"data\":[{{\"id\":\"{}\",\"type\":\"npq_application\",\"attributes\":{{\"participant_id\":\"{}\",\
         \"course_identifier\":\"npq-leading-teaching\",\"status\":\"accepted\",\"school_urn\":\"999998\",\
         \"cohort\":\"2022\",\"created_at\":\"2022-08-01T00:00:00Z\",\"updated_at\":\"2022-08-02T00:00:00Z\"}}}}]}}",
        id(3, 1),
        id(1, 41)
    );
    on_each_database(async |place| {
        let app = TestApp::new(place, &[small::register()], &BOTH).await;
        for (file, line_urn) in
            [(small::starts(), "999999"), (file("applications.json", application.clone()), "999998")]
        {
            let outcome = import(&app.database, &file).await.expect("it is taken");
            let unknown: Vec<_> = outcome.problems.iter().filter(|p| p.rule == "unknown-urn").collect();
            assert_eq!(unknown.len(), 1, "{}: {:?}", file.0, outcome.problems);
            assert_eq!((unknown[0].value.as_str(), outcome.rejected), (line_urn, 0));
        }
        app.desk.refresh(Unmade::Make).await.expect("it is read anew");
        assert_eq!(starts_of(&app, "unknown").await, 1);
        assert_eq!(starts_of(&app, "total").await, 15);
    });
}

#[test]
fn problems_are_kept_by_rule_and_listed() {
    let plan = Plan::of(600, 3);
    let planted = demo::truth(&plan).planted;
    let files: Vec<File> = demo_files(&plan)
        .into_iter()
        .filter(|(name, _)| name.starts_with("edubase") || name.contains("declarations") || name.starts_with("npq_"))
        .collect();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let imports = app.database.imports().await.expect("imports");
        assert_eq!(imports.len(), files.len());
        for line in imports {
            let (rules, problems) = app.database.import_problems(line.id).await.expect("problems");
            let of = |severity: &str| rules.iter().filter(|r| r.1 == severity).map(|r| r.2).sum::<i64>();
            assert_eq!((of("rejected"), of("warning")), (line.rejected, line.warned), "{}", line.file_name);
            assert_eq!(problems.len() as i64, (line.rejected + line.warned).min(500), "{}", line.file_name);
            for meant in planted.iter().filter(|p| p.file == line.file_name && p.rejected) {
                let found: i64 = rules.iter().filter(|r| r.0 == meant.rule && r.1 == "rejected").map(|r| r.2).sum();
                assert_eq!(found, meant.rows as i64, "{} {}", line.file_name, meant.rule);
            }
            let page = app.get(&format!("/data/imports/{}", line.id)).await.page();
            for (rule, ..) in &rules {
                assert!(page.words().contains(rule.as_str()), "{}: {rule} is not on its page", line.file_name);
            }
        }
    });
}

#[test]
fn a_bad_row_is_left_out_and_the_rows_around_it_are_taken() {
    let rows = [
        small::start(1, "900011"),
        small::Row { on: "2022-02-30", ..small::start(2, "900011") },
        small::start(3, "900011"),
    ];
    on_each_database(async |place| {
        let app = TestApp::new(place, &[small::register()], &BOTH).await;
        let outcome = import(&app.database, &small::statement("s.csv", 1, &rows)).await.expect("it is taken");
        assert_eq!((outcome.read, outcome.rejected), (3, 1));
        assert_eq!((outcome.problems[0].rule, outcome.problems[0].line), ("impossible-date", 3));
        app.desk.refresh(Unmade::Make).await.expect("it is read anew");
        let report = app.report(Audience::Exact, Page::Participation, "year=2022-23&by=region").await;
        assert_eq!(row(section(&report, "breakdown"), "total").cells[0], Cell::Count(Count::Exact(2)));
    });
}
