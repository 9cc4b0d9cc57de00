//! Throw-away databases, and the command line pointed at one.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use server::storage::Database;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tempfile::TempDir;

use super::File;

/// Where a throw-away database is. It is gone when this is dropped.
pub struct Place {
    folder: TempDir,
    url: Option<String>,
}

/// The address of the PostgreSQL server for tests, where there is one.
#[allow(clippy::disallowed_methods, reason = "tests have no configuration of their own")]
pub fn postgres_server() -> Option<String> {
    std::env::var("GOLDEN_THREAD_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// The address of a database on a server.
fn with_name(server: &str, name: &str) -> String {
    let after_scheme = server.find("://").map_or(0, |at| at + 3);
    let host_end = server[after_scheme..].find('/').map_or(server.len(), |at| after_scheme + at);
    format!("{}/{name}", &server[..host_end])
}

/// Runs one statement on a server, on a thread of its own, so that it can run while another runtime is at work.
fn on_server(url: String, statement: String) {
    let work = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let options = PgConnectOptions::from_str(&url).expect("an address");
            let mut connection = options.connect().await.expect("the PostgreSQL server answers");
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.expect("the statement runs");
            connection.close().await.expect("the connection closes");
        });
    });
    work.join().expect("the statement ran");
}

impl Place {
    /// A new embedded database.
    pub fn sqlite() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder"), url: None }
    }

    /// A new database on a PostgreSQL server.
    pub fn postgres(server: &str) -> Place {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("gt_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        on_server(server.to_owned(), format!("CREATE DATABASE {name}"));
        Place { folder: tempfile::tempdir().expect("a folder"), url: Some(with_name(server, &name)) }
    }

    /// A new database on a PostgreSQL server that belongs to a role without privileges, and is reached as that role.
    pub fn postgres_as(server: &str, role: &str) -> Place {
        let made = format!(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} LOGIN \
             NOSUPERUSER NOBYPASSRLS; END IF; END $$"
        );
        on_server(server.to_owned(), made);
        let mut place = Place::postgres(server);
        let url = place.url.clone().expect("an address");
        let name = url.rsplit('/').next().expect("a name").to_owned();
        on_server(server.to_owned(), format!("ALTER DATABASE {name} OWNER TO {role}"));
        let (scheme, rest) = url.split_once("://").expect("an address");
        let host = rest.split_once('@').map_or(rest, |(_, host)| host);
        place.url = Some(format!("{scheme}://{role}@{host}"));
        place
    }

    /// A place of the same kind, empty.
    pub fn another(&self) -> Place {
        match &self.url {
            None => Place::sqlite(),
            Some(url) => Place::postgres(url),
        }
    }

    /// Opens the database.
    pub async fn open(&self) -> Database {
        Database::open(self.url(), self.folder()).await.expect("the database opens")
    }

    /// Its address, where it is not a file in the folder.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// A folder for the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether it is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.is_some()
    }

    /// The product's own command line, pointed at this database.
    pub fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_golden-thread"));
        command.env_remove("DATABASE_URL").env("GOLDEN_THREAD_LOG", "warn").arg("--data-dir").arg(self.folder());
        if let Some(url) = self.url() {
            command.arg("--database-url").arg(url);
        }
        command
    }

    /// Runs the product's command line to its end: exit code, standard output, standard error.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command().args(arguments).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Writes a file into the folder.
    pub fn keep(&self, (name, bytes): &File) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).expect("the file is written");
        path
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(url) = &self.url
            && let Some((server, name)) = url.rsplit_once('/')
        {
            on_server(format!("{server}/postgres"), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}
