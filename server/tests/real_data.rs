//! Real public files through the whole product. Reads the folder that GOLDEN_THREAD_REAL_DATA names; says so where it is
//! absent. The totals were found apart from the importers, with another language's CSV reader.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Once;

use crate::support::{self, BOTH, Place, TestApp, on_each_database, options};
use server::import::{Outcome, import_reader};
use server::storage::Database;

#[allow(clippy::disallowed_methods, reason = "tests have no configuration of their own")]
fn folder() -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let named = std::env::var_os("GOLDEN_THREAD_REAL_DATA").map(PathBuf::from);
    if named.is_none() {
        SAID.call_once(|| support::say("real files were skipped: GOLDEN_THREAD_REAL_DATA is not set"));
    }
    named
}

async fn load(database: &Database, path: &Path) -> Outcome {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let input = File::open(path).unwrap_or_else(|error| panic!("{name}: {error}"));
    match import_reader(database, name.clone(), input, &options(None, false)).await {
        Ok(outcome) => outcome,
        Err(error) => panic!("{name}: {error}"),
    }
}

const REGISTER: &str = "register/england_register_composite.csv";

async fn held(database: &Database, table: &str) -> i64 {
    let all = database.holdings().await.expect("holdings");
    all.into_iter().find(|(name, _)| name == table).map_or(0, |(_, n)| n)
}

#[test]
fn the_register_loads_whole_and_the_lists_name_the_schools_that_it_does_not_know() {
    let Some(folder) = folder() else { return };
    on_each_database(async |place| {
        let database = place.open().await;
        let register = load(&database, &folder.join(REGISTER)).await;
        assert_eq!((register.read, register.taken, register.rejected), (26_049, 26_049, 0));
        assert_eq!(held(&database, "schools").await, 26_049);
        for (file, unknown) in
            [("priority/pp50_schools_autumn_2025.csv", 1_774), ("priority/rise_schools_autumn_2025.csv", 72)]
        {
            let outcome = load(&database, &folder.join(file)).await;
            let id = outcome.id.expect("it is kept");
            let (rules, _) = database.import_problems(id).await.expect("problems");
            let found: i64 = rules.iter().filter(|r| r.0 == "unknown-urn").map(|r| r.2).sum();
            assert_eq!(found, unknown, "{file}");
            assert_eq!(outcome.rejected, 0, "{file}");
        }
    });
}

#[test]
fn succession_at_full_scale_loses_no_school() {
    let Some(folder) = folder() else { return };
    on_each_database(async |place| {
        let database = place.open().await;
        load(&database, &folder.join(REGISTER)).await;
        load(&database, &folder.join("gias/urn_succession.csv")).await;
        assert!(held(&database, "school_links").await > 1_000);
        let app = TestApp::over(database, &BOTH).await;
        let current = app.desk.current();
        let schools = &current.dataset.schools;
        assert_eq!(schools.len(), 26_049 + 1);
        assert!((1..schools.len()).all(|at| !schools.today[at].is_empty()), "every school is followed by one at least");
        let followed = (1..schools.len()).filter(|at| schools.today[*at] != [*at as u32]).count();
        assert!(followed > 0, "some have successors in the register");
        assert!(schools.in_area.iter().all(|year| year.iter().filter(|open| **open).count() > 20_000));
    });
}

#[test]
fn official_previews_load_and_are_seen_on_the_data_page() {
    let Some(folder) = folder() else { return };
    on_each_database(async |place: &Place| {
        let database = place.open().await;
        let mut names = Vec::new();
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("official"))
            .expect("the folder")
            .map(|f| f.expect("a file").path())
            .filter(|p| p.to_string_lossy().ends_with(".preview.csv"))
            .collect();
        files.sort();
        assert!(files.len() > 8);
        for path in files {
            let outcome = load(&database, &path).await;
            assert_eq!(outcome.rejected, 0, "{}: {:?}", outcome.file, outcome.problems);
            names.push(outcome.file);
        }
        assert!(held(&database, "benchmarks").await > 50);
        let app = TestApp::over(database, &BOTH).await;
        let page = app.get("/data").await;
        assert_eq!(page.status, 200);
        let words = page.page().words();
        for name in names {
            assert!(words.contains(&name), "{name}");
        }
        for line in app.database.benchmark_summary().await.expect("a summary") {
            assert!(words.contains(&line.0), "{}", line.0);
        }
    });
}
