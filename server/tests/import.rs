//! Files in, any order, any number of times, cut off at any moment: the database holds each wholly or not at all.

mod support;

use std::io::{Cursor, Read, Write};
use std::sync::mpsc;

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
use support::small::{self, id};
use support::{
    BOTH, File, Place, TestApp, demo_files, file, import, import_all, on_each_database, options, row, section,
};

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

/// A reader that gives some bytes and then fails.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("the disk has gone")),
            n => Ok(n),
        }
    }
}

/// A reader that gives some bytes, says so, and then waits until it is let go.
struct Waiting {
    bytes: Cursor<Vec<u8>>,
    reached: Option<tokio::sync::oneshot::Sender<()>>,
    go_on: mpsc::Receiver<()>,
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.bytes.read(buffer)? {
            0 => {
                if let Some(reached) = self.reached.take() {
                    let _ = reached.send(());
                }
                let _ = self.go_on.recv();
                Ok(0)
            }
            n => Ok(n),
        }
    }
}

/// Many declarations, a line each.
fn many(rows: u32) -> File {
    let text: String = (0..rows).map(|n| declaration(n, n, "paid", "2022-10-03", "2022-11-01T00:00:00Z")).collect();
    file("many.ndjson", text)
}

#[test]
fn an_import_that_is_cut_off_leaves_the_database_as_it_was() {
    let (name, bytes) = many(20_000);
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let database = &app.database;
        let before = (version(database).await, holdings(database).await);

        let failing = Failing(Cursor::new(bytes[..bytes.len() / 2].to_vec()));
        let result = import_reader(database, name.clone(), failing, &options(None, false)).await;
        assert!(result.is_err());
        assert_eq!((version(database).await, holdings(database).await), before, "a reader that fails");

        let (reached, here) = tokio::sync::oneshot::channel();
        let (let_go, go_on) = mpsc::channel();
        let waiting = Waiting { bytes: Cursor::new(bytes.clone()), reached: Some(reached), go_on };
        let how = options(None, false);
        tokio::select! {
            _ = import_reader(database, name.clone(), waiting, &how) => panic!("it cannot have ended"),
            _ = here => {}
        }
        drop(let_go);
        assert_eq!((version(database).await, holdings(database).await), before, "a future that is dropped");
        assert_eq!(app.desk.refresh(Unmade::Make).await.expect("nothing is new"), Refreshed::Nothing);

        // The way is free for the next.
        let outcome = import(database, &(name.clone(), bytes.clone())).await.expect("the whole file is taken");
        assert_eq!((outcome.read, outcome.rejected), (20_000, 0));
        assert_eq!(version(database).await, before.0 + 1);
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

/// Runs the product's command line to its end: exit code, standard output, standard error.
fn run(place: &Place, arguments: &[&str]) -> (i32, String, String) {
    let output = place.command().args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
#[cfg(unix)]
fn a_process_killed_in_the_middle_of_a_file_leaves_it_wholly_out() {
    let (_, bytes) = many(60_000);
    on_each_database(async |place| {
        place.open().await.close().await;
        let pipe = place.folder().join("many.ndjson");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
        assert!(made.success());
        let mut child = place
            .command()
            .arg("import")
            .arg(&pipe)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        // What is written has been taken from the pipe, all but its last part, and rows are on their way.
        let mut into = std::fs::OpenOptions::new().write(true).open(&pipe).expect("the program opens the file");
        into.write_all(&bytes[..bytes.len() - 1_000]).expect("the program reads");
        child.kill().expect("it is killed");
        child.wait().expect("it has ended");
        drop(into);
        let database = place.open().await;
        assert!(database.integrity().await.expect("it is checked").is_empty());
        assert!(is_untouched(&database).await);
        let whole = import(&database, &("many.ndjson".into(), bytes.clone())).await.expect("the whole file is taken");
        assert_eq!(whole.read, 60_000);
        assert_eq!(version(&database).await, 1);
    });
}

#[test]
fn help_names_every_command_and_exit_codes_mean_something() {
    on_each_database(async |place| {
        let (code, help, _) = run(place, &["--help"]);
        assert_eq!(code, 0);
        for command in ["serve", "import", "demo", "report", "check", "backup", "restore"] {
            assert!(help.contains(command), "{command}");
            let (code, own, _) = run(place, &[command, "--help"]);
            assert!(code == 0 && own.contains("Usage"), "{command}");
        }
        assert!(help.contains("Exit codes"));
        assert_eq!(run(place, &["--version"]).1.trim(), format!("golden-thread {}", env!("CARGO_PKG_VERSION")));
        assert_eq!(run(place, &["no-such-command"]).0, 2);
        assert_eq!(run(place, &["import", "no-such-file.csv"]).0, 1);
        assert_eq!(run(place, &["report", "participation", "--query", "phase=x", "--format", "csv"]).0, 1);

        let good = place.keep(&small::register());
        let strange = place.keep(&file("strange.csv", "one,two\n1,2\n"));
        let ragged = place.keep(&file("ragged.csv", "urn,year,teachers\n900011,2022-23,100\n900012,2022-23\n"));
        let path = |p: &std::path::Path| p.to_str().expect("text").to_owned();
        let (code, out, _) = run(place, &["import", "--json", &path(&good), &path(&strange), &path(&ragged)]);
        assert_eq!(code, 3);
        let lines: Vec<serde_json::Value> =
            out.lines().map(|l| serde_json::from_str(l).expect("an object a line")).collect();
        assert_eq!(lines.len(), 3, "{out}");
        assert_eq!((&lines[0]["taken"], &lines[0]["read"]), (&8.into(), &8.into()));
        assert!(lines[1]["refused"].is_object(), "{out}");
        assert_eq!((&lines[2]["taken"], &lines[2]["rejected"]), (&1.into(), &1.into()));
        let (code, out, _) = run(place, &["import", "--dry-run", &path(&good)]);
        assert!(code == 0 && out.contains("would change"), "{out}");
    });
}

#[test]
fn the_command_line_reports_what_the_page_shows_and_finds_that_totals_reconcile() {
    on_each_database(async |place| {
        let (code, ..) = run(place, &["demo", "--participants", "500", "--seed", "4"]);
        assert_eq!(code, 0);
        assert_eq!(run(place, &["demo"]).0, 1, "invented data go into an empty database only");
        let (code, out, _) = run(place, &["check"]);
        assert_eq!((code, out.contains("Everything reconciles.")), (0, true), "{out}");
        for (audience, word) in [(Audience::Exact, "exact"), (Audience::Sharing, "sharing")] {
            let app = TestApp::over(place.open().await, &[audience]).await;
            for page in ["participation", "outcomes"] {
                let query = "year=2022-23&by=phase";
                let arguments = ["report", page, "--query", query, "--audience", word, "--format", "csv"];
                let (code, out, _) = run(place, &arguments);
                assert_eq!(code, 0);
                let shown = app.get(&format!("/data/{page}.csv?{query}")).await;
                assert_eq!(out, shown.text(), "{page} {word}");
                let (code, svg, _) = run(
                    place,
                    &["report", page, "--query", query, "--audience", word, "--format", "svg", "--chart", "breakdown"],
                );
                let drawn = app.get(&format!("/charts/{page}/breakdown.svg?{query}")).await;
                assert_eq!((code, svg), (0, drawn.text()), "{page} {word}");
            }
            app.database.close().await;
        }
    });
}

fn has(program: &str) -> bool {
    std::process::Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success())
}

#[test]
fn a_backup_brings_back_the_whole_database() {
    on_each_database(async |place| {
        if place.is_postgres() && !(has("pg_dump") && has("pg_restore")) {
            support::say("the backup of PostgreSQL was skipped: pg_dump is not installed");
            return;
        }
        let database = place.open().await;
        import_all(&database, &small::files()).await;
        let (before, held) = (version(&database).await, holdings(&database).await);
        database.close().await;
        let kept = place.folder().join("kept.backup");
        let kept = kept.to_str().expect("text");
        let (code, _, error) = run(place, &["backup", kept]);
        assert_eq!(code, 0, "{error}");
        assert_eq!(run(place, &["backup", kept]).0, 1, "a backup is never overwritten");

        let database = place.open().await;
        import_all(&database, &[many(10)]).await;
        assert_eq!(version(&database).await, before + 1);
        database.close().await;
        assert_eq!(run(place, &["restore", kept]).0, 1, "a database is replaced only when told");
        let (code, _, error) = run(place, &["restore", kept, "--replace"]);
        assert_eq!(code, 0, "{error}");
        let database = place.open().await;
        assert_eq!((version(&database).await, holdings(&database).await), (before, held));
        let app = TestApp::over(database, &BOTH).await;
        assert_eq!(starts_of(&app, "total").await, 15);

        let broken = place.keep(&file("broken.backup", "this is no backup"));
        let broken = broken.to_str().expect("text").to_owned();
        assert_eq!(run(place, &["restore", &broken, "--replace"]).0, 1);
        assert_eq!(version(&app.database).await, before);
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
