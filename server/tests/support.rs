//! A throw-away instance over a throw-away database: files in through the importers, requests through the whole router.

pub mod packs;
pub mod people;
mod place;
pub mod post_office;
pub mod provider;
pub mod small;
pub mod story;
pub mod trainees;

use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Once};

use app::Assets;
use app::filters::{Audience, Filters};
use app::links::Page;
use app::reports::report::{Report, Row, Section};
use app::statistics::Viewer;
use axum::Router;
use axum::body::{Body, to_bytes};
use chrono::{DateTime, Utc};
use demo::Plan;
use http::{HeaderMap, Request, StatusCode};
use intake::Kind;
use scraper::{Html, Selector};
use server::import::{ImportError, Options, Outcome, import_reader};
use server::routes::{Instance, router};
use server::statistics::{Desk, Unmade};
use server::storage::Database;
use tower::ServiceExt;

pub use self::place::{Place, postgres_server};

/// A file by name and content.
pub type File = (String, Vec<u8>);

/// A file of plain text.
pub fn file(name: &str, text: impl Into<String>) -> File {
    (name.to_owned(), text.into().into_bytes())
}

/// The time of every import.
pub fn now() -> DateTime<Utc> {
    "2025-06-13T12:00:00Z".parse().expect("a time")
}

/// A line on standard error that the test harness does not swallow.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs a test on an embedded database and, where a server is named, on PostgreSQL.
pub fn on_each_database(test: impl AsyncFn(&Place)) {
    static SAID: Once = Once::new();
    run(&Place::sqlite(), &test);
    match postgres_server() {
        Some(server) => {
            eprintln!("SQLite passed; now PostgreSQL");
            run(&Place::postgres(&server), &test);
        }
        None => SAID.call_once(|| say("PostgreSQL was skipped: GOLDEN_THREAD_TEST_POSTGRES is not set")),
    }
}

/// The test on SQLite alone, for what no database has a part in.
pub fn on_sqlite(test: impl AsyncFn(&Place)) {
    run(&Place::sqlite(), &test);
}

fn run(place: &Place, test: &impl AsyncFn(&Place)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(test(place));
    runtime.shutdown_background();
}

/// How files are imported.
pub fn options(kind: Option<Kind>, dry_run: bool) -> Options {
    Options { kind, dry_run, pack: false, now: now(), progress: Arc::new(AtomicU64::new(0)) }
}

/// Imports a file.
pub async fn import(database: &Database, (name, bytes): &File) -> Result<Outcome, ImportError> {
    import_reader(database, name.clone(), Cursor::new(bytes.clone()), &options(None, false)).await
}

/// Imports files that must be taken.
pub async fn import_all(database: &Database, files: &[File]) {
    for file in files {
        if let Err(error) = import(database, file).await {
            panic!("{} was not imported: {error}", file.0);
        }
    }
}

/// Every file of a plan, as bytes.
pub fn demo_files(plan: &Plan) -> Vec<File> {
    demo::files(plan)
        .iter()
        .map(|file| {
            let mut bytes = Vec::new();
            file.write(&mut bytes).expect("memory takes it");
            (file.name.clone(), bytes)
        })
        .collect()
}

/// Whom an instance serves.
pub fn viewer(audiences: &[Audience]) -> Viewer {
    Viewer::of_all(audiences.to_vec())
}

/// Both audiences, sharing first.
pub const BOTH: [Audience; 2] = [Audience::Sharing, Audience::Exact];

/// A running instance.
pub struct TestApp {
    /// Its database.
    pub database: Database,
    /// What answers.
    pub desk: Arc<Desk>,
    router: Router,
}

impl TestApp {
    /// An instance with these files.
    pub async fn new(place: &Place, files: &[File], audiences: &[Audience]) -> TestApp {
        let database = place.open().await;
        import_all(&database, files).await;
        TestApp::over(database, audiences).await
    }

    /// An instance over a database.
    pub async fn over(database: Database, audiences: &[Audience]) -> TestApp {
        let desk = Arc::new(Desk::open(database.clone()).await.expect("the data are read"));
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
        let instance = Instance::new(desk.clone(), viewer(audiences), Assets::default(), site);
        TestApp { database, desk, router: router(instance) }
    }

    /// Asks for an address.
    pub async fn get(&self, address: &str) -> Answered {
        self.get_with(address, &[]).await
    }

    /// Asks for an address with these headers.
    pub async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answered {
        let request =
            headers.iter().fold(Request::get(address), |request, (name, value)| request.header(*name, *value));
        self.send(address, request.body(Body::empty()).expect("a request")).await
    }

    /// Sends a form to an address with these headers.
    pub async fn post(&self, address: &str, body: &str, headers: &[(&str, &str)]) -> Answered {
        self.post_as(address, body, "application/x-www-form-urlencoded", headers).await
    }

    /// Sends a form as a page of this site does.
    pub async fn send_form(&self, address: &str, body: &str) -> Answered {
        self.post(address, body, &[people::OURS]).await
    }

    /// Shows what was imported since.
    pub async fn refresh(&self) {
        self.desk.refresh(Unmade::Make).await.expect("the data are read anew");
    }

    /// Sends a body of some kind to an address with these headers.
    pub async fn post_as(&self, address: &str, body: &str, kind: &str, headers: &[(&str, &str)]) -> Answered {
        let request = Request::post(address).header("content-type", kind);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(address, request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    async fn send(&self, address: &str, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 26).await.expect("a body").to_vec();
        Answered { address: address.to_owned(), status: parts.status, headers: parts.headers, body }
    }

    /// The report of a question.
    pub async fn report(&self, audience: Audience, page: Page, query: &str) -> Report {
        let filters: Filters = query.parse().expect("a question");
        match self.desk.answer(&viewer(&[audience]), page, &filters).await {
            Ok(answer) => answer.report.clone(),
            Err(error) => panic!("{page:?} {query}: {error}"),
        }
    }
}

/// An answer.
pub struct Answered {
    /// What was asked for.
    pub address: String,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answered {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap_or_else(|_| panic!("{}: not UTF-8", self.address))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    /// The body as a page.
    pub fn page(&self) -> SeenPage {
        SeenPage { html: Html::parse_document(&self.text()) }
    }

    /// The rows of a CSV file, each by the header's words.
    pub fn rows(&self) -> Vec<CsvRow> {
        csv_rows(&self.body)
    }
}

/// A row of a CSV file by the words of its header.
pub type CsvRow = std::collections::HashMap<String, String>;

/// The rows of a CSV file.
pub fn csv_rows(bytes: &[u8]) -> Vec<CsvRow> {
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.expect("a whole row")).collect()
}

/// The value of one figure of a CSV file.
pub fn figure<'a>(rows: &'a [CsvRow], section: &str, code: &str, measure: &str) -> &'a CsvRow {
    rows.iter()
        .find(|r| r["section"] == section && r["code"] == code && r["measure"] == measure)
        .unwrap_or_else(|| panic!("no {measure} of {code} in {section}"))
}

/// A page as a browser would see it.
pub struct SeenPage {
    html: Html,
}

impl SeenPage {
    fn select(selector: &str) -> Selector {
        Selector::parse(selector).expect("a selector")
    }

    /// How many elements fit.
    pub fn count(&self, selector: &str) -> usize {
        self.html.select(&Self::select(selector)).count()
    }

    /// Their texts, blanks made single.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html.select(&Self::select(selector)).map(|e| plain(&e.text().collect::<String>())).collect()
    }

    /// The values of one of their attributes.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.html.select(&Self::select(selector)).filter_map(|e| e.value().attr(name).map(str::to_owned)).collect()
    }

    /// The first heading.
    pub fn headline(&self) -> String {
        self.texts("h1").into_iter().next().unwrap_or_default()
    }

    /// The whole text of the page.
    pub fn words(&self) -> String {
        self.texts("main").join(" ")
    }

    /// A table's cells by the word of its section: rows of texts, the header first.
    pub fn table(&self, section: &str) -> Vec<Vec<String>> {
        let rows = Self::select(&format!("#{section} table tr, [aria-labelledby='{section}'] table tr"));
        let cells = Self::select("th, td");
        self.html
            .select(&rows)
            .map(|row| row.select(&cells).map(|c| plain(&c.text().collect::<String>())).collect())
            .collect()
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A section of a report.
pub fn section<'a>(report: &'a Report, id: &str) -> &'a Section {
    report.sections.iter().find(|s| s.id == id).unwrap_or_else(|| panic!("{} has no section {id}", report.filters))
}

/// A row of a section.
pub fn row<'a>(section: &'a Section, code: &str) -> &'a Row {
    section.table.rows.iter().find(|r| r.code == code).unwrap_or_else(|| panic!("no row {code} in {}", section.id))
}
