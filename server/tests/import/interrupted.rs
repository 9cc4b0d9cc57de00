//! Imports that are cut off, and what large ones put off.

use std::io::{Cursor, Read, Write};
use std::sync::mpsc;

use server::import::import_reader;
use server::statistics::{Refreshed, Unmade};
use server::storage::Database;

use crate::import::{holdings, is_untouched, many, version};
use crate::support::small;
use crate::support::{BOTH, TestApp, import, import_all, on_each_database, options};

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

#[test]
fn an_import_that_is_cut_off_leaves_the_database_as_it_was() {
    let (name, bytes) = many(130_000);
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let database = &app.database;
        let before = (version(database).await, holdings(database).await);
        let held = indexes(database).await;

        let failing = Failing(Cursor::new(bytes[..bytes.len() / 2].to_vec()));
        let result = import_reader(database, name.clone(), failing, &options(None, false)).await;
        assert!(result.is_err());
        assert_eq!((version(database).await, holdings(database).await), before, "a reader that fails");
        assert_eq!(indexes(database).await, held, "with its indexes");

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
        assert_eq!(indexes(database).await, held, "with its indexes");
        assert_eq!(app.desk.refresh(Unmade::Make).await.expect("nothing is new"), Refreshed::Nothing);

        // The way is free for the next.
        let outcome = import(database, &(name.clone(), bytes.clone())).await.expect("the whole file is taken");
        assert_eq!((outcome.read, outcome.rejected), (130_000, 0));
        assert_eq!(version(database).await, before.0 + 1);
    });
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
        let held = indexes(&database).await;
        assert!(place.is_postgres() || held.iter().any(|(name, _)| name == "declarations_by_person"), "{held:?}");
        let whole = import(&database, &("many.ndjson".into(), bytes.clone())).await.expect("the whole file is taken");
        assert_eq!(whole.read, 60_000);
        assert_eq!(version(&database).await, 1);
    });
}

/// Indexes of an embedded database by name.
async fn indexes(database: &Database) -> Vec<(String, String)> {
    let Database::Sqlite { pool, .. } = database else { return Vec::new() };
    let text = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    sqlx::query_as(text).fetch_all(pool).await.expect("the schema is read")
}

#[test]
fn indexes_that_a_large_import_puts_off_are_there_when_it_ends() {
    on_each_database(async |place| {
        let database = place.open().await;
        import_all(&database, &small::files()).await;
        let before = indexes(&database).await;
        assert!(place.is_postgres() || before.iter().any(|(name, _)| name == "declarations_by_person"), "{before:?}");
        let (name, bytes) = many(60_000);
        let tried = import_reader(&database, name.clone(), Cursor::new(bytes.clone()), &options(None, true)).await;
        assert_eq!(tried.expect("it is tried out").taken, 60_000);
        assert_eq!(indexes(&database).await, before);
        let whole = import(&database, &(name, bytes)).await.expect("the whole file is taken");
        assert_eq!(whole.taken, 60_000);
        assert_eq!(indexes(&database).await, before);
        assert!(database.integrity().await.expect("it is checked").is_empty(), "each row is in each index");
    });
}
