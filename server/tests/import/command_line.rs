//! The command line: what it prints, its exit codes, backups.

use app::filters::Audience;

use crate::import::{holdings, many, starts_of, version};
use crate::support::small;
use crate::support::{self, BOTH, TestApp, file, import_all, on_each_database};

#[test]
fn help_names_every_command_and_exit_codes_mean_something() {
    on_each_database(async |place| {
        let (code, help, _) = place.run(&["--help"]);
        assert_eq!(code, 0);
        for command in ["serve", "import", "demo", "report", "tables", "check", "backup", "restore"] {
            assert!(help.contains(command), "{command}");
            let (code, own, _) = place.run(&[command, "--help"]);
            assert!(code == 0 && own.contains("Usage"), "{command}");
        }
        assert!(help.contains("Exit codes"));
        assert_eq!(place.run(&["--version"]).1.trim(), format!("golden-thread {}", env!("CARGO_PKG_VERSION")));
        assert_eq!(place.run(&["no-such-command"]).0, 2);
        assert_eq!(place.run(&["import", "no-such-file.csv"]).0, 1);
        assert_eq!(place.run(&["report", "participation", "--query", "phase=x", "--format", "csv"]).0, 1);

        let header = "scheme,measure,name,unit,good,approaching_target,requires_improvement,condition";
        let bands = |name: &str, line: &str| {
            let path = place.keep(&file(name, format!("{header}\n{line}\n")));
            path.to_str().expect("text").to_owned()
        };
        let own = bands("own.csv", "ours,recruitment,Recruitment,percent,99,95,90,");
        assert_eq!(place.run(&["check", "--kpi-bands", &own]).0, 0);
        let upside_down = bands("bad.csv", "ours,recruitment,Recruitment,percent,75,95,90,");
        let (code, _, words) = place.run(&["check", "--kpi-bands", &upside_down]);
        assert!(code == 1 && words.contains("KPI bands, line 2: each threshold is above the next"), "{words}");
        assert_eq!(place.run(&["check", "--kpi-bands", "no-such-file.csv"]).0, 1);

        let good = place.keep(&small::register());
        let strange = place.keep(&file("strange.csv", "one,two\n1,2\n"));
        let ragged = place.keep(&file("ragged.csv", "urn,year,teachers\n900011,2022-23,100\n900012,2022-23\n"));
        let path = |p: &std::path::Path| p.to_str().expect("text").to_owned();
        let (code, out, _) = place.run(&["import", "--json", &path(&good), &path(&strange), &path(&ragged)]);
        assert_eq!(code, 3);
        let lines: Vec<serde_json::Value> =
            out.lines().map(|l| serde_json::from_str(l).expect("an object a line")).collect();
        assert_eq!(lines.len(), 3, "{out}");
        assert_eq!((&lines[0]["taken"], &lines[0]["read"]), (&8.into(), &8.into()));
        assert!(lines[1]["refused"].is_object(), "{out}");
        assert_eq!((&lines[2]["taken"], &lines[2]["rejected"]), (&1.into(), &1.into()));
        let (code, out, _) = place.run(&["import", "--dry-run", &path(&good)]);
        assert!(code == 0 && out.contains("would change"), "{out}");
    });
}

#[test]
fn the_command_line_reports_what_the_page_shows_and_finds_that_totals_reconcile() {
    on_each_database(async |place| {
        let (code, ..) = place.run(&["demo", "--participants", "500", "--seed", "4"]);
        assert_eq!(code, 0);
        assert_eq!(place.run(&["demo"]).0, 1, "invented data go into an empty database only");
        let (code, out, _) = place.run(&["check"]);
        assert_eq!((code, out.contains("Everything reconciles.")), (0, true), "{out}");
        for (audience, word) in [(Audience::Exact, "exact"), (Audience::Sharing, "sharing")] {
            let app = TestApp::over(place.open().await, &[audience]).await;
            for page in ["participation", "outcomes"] {
                let query = "year=2022-23&by=phase";
                let arguments = ["report", page, "--query", query, "--audience", word, "--format", "csv"];
                let (code, out, _) = place.run(&arguments);
                assert_eq!(code, 0);
                let shown = app.get(&format!("/data/{page}.csv?{query}")).await;
                assert_eq!(out, shown.text(), "{page} {word}");
                let (code, svg, _) = place.run(&[
                    "report",
                    page,
                    "--query",
                    query,
                    "--audience",
                    word,
                    "--format",
                    "svg",
                    "--chart",
                    "breakdown",
                ]);
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
        let (code, _, error) = place.run(&["backup", kept]);
        assert_eq!(code, 0, "{error}");
        assert_eq!(place.run(&["backup", kept]).0, 1, "a backup is never overwritten");

        let database = place.open().await;
        import_all(&database, &[many(10)]).await;
        assert_eq!(version(&database).await, before + 1);
        database.close().await;
        assert_eq!(place.run(&["restore", kept]).0, 1, "a database is replaced only when told");
        let (code, _, error) = place.run(&["restore", kept, "--replace"]);
        assert_eq!(code, 0, "{error}");
        let database = place.open().await;
        assert_eq!((version(&database).await, holdings(&database).await), (before, held));
        let app = TestApp::over(database, &BOTH).await;
        assert_eq!(starts_of(&app, "total").await, 15);

        let broken = place.keep(&file("broken.backup", "this is no backup"));
        let broken = broken.to_str().expect("text").to_owned();
        assert_eq!(place.run(&["restore", &broken, "--replace"]).0, 1);
        assert_eq!(version(&app.database).await, before);
    });
}
