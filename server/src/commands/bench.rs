//! `bench`: measures this build on this machine with invented data, through the same code as every other command.
//! Prints what it does on standard error and one JSON object on the last line of standard output.

mod files;
mod serving;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use app::filters::{Breakdown, Filters, GapMeasure, Key};
use app::links::{self, Page};
use app::statistics::Viewer;
use axum::Router;
use axum::body::Body;
use demo::Plan;
use domain::place::HubArea;
use domain::programme::Course;
use http::{Request, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::import;
use crate::config::Audiences;
use crate::routes::{Instance, router};
use crate::site;
use crate::statistics::Desk;
use crate::storage::{Database, packed};

/// Measures.
pub async fn bench(participants: u64, postgres: Option<String>, site: &Path) -> Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("golden-thread-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = measure(participants, postgres, site, &folder).await;
    let _ = std::fs::remove_dir_all(&folder);
    println!("{}", result?);
    Ok(ExitCode::SUCCESS)
}

async fn measure(participants: u64, postgres: Option<String>, site: &Path, folder: &Path) -> Result<Value> {
    eprintln!("Writing invented files for {participants} people");
    let plan = Plan::of(participants, 1);
    let mut files = Vec::new();
    for file in demo::files(&plan) {
        let path = folder.join(&file.name);
        let mut out = std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(&path)?);
        file.write(&mut out)?;
        files.push(path);
    }
    eprintln!("Importing into SQLite");
    let database = Database::open(None, folder).await?;
    database.set_fact("demo", "1").await?;
    let sqlite = import_all(&database, &files).await?;
    let shared = match postgres {
        Some(url) => {
            eprintln!("Importing into PostgreSQL");
            let database = Database::open(Some(&url), folder).await?;
            let rates = import_all(&database, &files).await?;
            database.close().await;
            rates
        }
        None => Value::Null,
    };
    eprintln!("Making the dataset");
    let began = Instant::now();
    drop(packed::load(&database).await?);
    let made = began.elapsed().as_secs_f64();
    eprintln!("From start to first correct page, in a process of its own");
    let served = serving::measure(folder, site).await?;
    let desk = Arc::new(Desk::open(database.clone()).await?);
    let starts: usize = desk.current().dataset.partitions.iter().map(|p| p.len()).sum();
    let assets = site::assets(site)?;
    let viewer = Viewer::of_all(Audiences::Both.list());
    let application = router(Instance::new(desk.clone(), viewer.clone(), assets, site.to_path_buf()));

    eprintln!("Asking questions that were never asked");
    let mut pages = BTreeMap::new();
    for audience in ["exact", "sharing"] {
        for page in Page::REPORTS {
            let cold = timed(&application, &cold_questions(page, audience)).await?;
            pages.insert(format!("{}_{audience}_cold", page.word()), cold);
            let hot = links::page(page, &format!("audience={audience}&hub=EE3&by=phase").parse()?);
            pages.insert(format!("{}_{audience}_hot", page.word()), timed(&application, &vec![hot; 400]).await?);
        }
    }
    eprintln!("Counting requests for two seconds");
    let began = Instant::now();
    let mut answered = 0u32;
    let hot = "/participation?hub=EE3&by=phase";
    while began.elapsed().as_secs_f64() < 2.0 {
        get(&application, hot).await?;
        answered += 1;
    }
    let per_second = f64::from(answered) / began.elapsed().as_secs_f64();
    let pictures = pictures(&desk, &viewer).await?;
    eprintln!("Writing files");
    let files = files::measure(&desk, &viewer).await?;
    let sizes = sizes(&application, site).await?;
    Ok(json!({
        "participants": participants,
        "starts": starts,
        "import_sqlite_rows_per_second": sqlite,
        "import_postgres_rows_per_second": shared,
        "dataset_made_seconds": round(made),
        "start_to_first_page_seconds": served.first_page,
        "pages": pages,
        "requests_per_second_hot": round(per_second),
        "memory_mb_start": served.at_start,
        "memory_mb_steady": served.steady,
        "memory_mb_peak": served.peak,
        "memory_mb_peak_import": memory(std::process::id(), "VmHWM"),
        "chart": pictures,
        "files": files,
        "bytes_brotli": sizes,
    }))
}

async fn import_all(database: &Database, files: &[std::path::PathBuf]) -> Result<Value> {
    let mut rates = serde_json::Map::new();
    for path in files {
        let cpu = cpu_milliseconds();
        let outcome =
            import::one(database, path, None, false, false).await.with_context(|| path.display().to_string())?;
        let rate = outcome.read as f64 / outcome.seconds.max(0.001);
        rates.insert(
            outcome.file,
            json!({ "rows": outcome.read, "per_second": rate.round(), "cpu_ms": (cpu_milliseconds() - cpu).round() }),
        );
    }
    Ok(Value::Object(rates))
}

/// Questions that differ in every filter: none was asked before. What all places have together is worked out for the first of
/// those that differ in their place alone, which shows in the slowest.
fn cold_questions(page: Page, audience: &str) -> Vec<String> {
    let breakdowns = [Breakdown::Phase, Breakdown::Type, Breakdown::Course];
    let mut questions = Vec::new();
    for hub in HubArea::all() {
        for (at, by) in breakdowns.iter().enumerate() {
            let course =
                Course::at((hub.index() + at) % 10).unwrap_or_else(|| Course::all().next().expect("courses exist"));
            let filters = Filters::default().with(Key::Hub, hub).with(Key::By, by).with(Key::Audience, audience);
            let filters = if page == Page::Overview {
                filters.with(Key::Year, format!("202{}-2{}", 1 + at, 2 + at))
            } else {
                filters
            };
            let filters = match page {
                Page::Engagement => filters.with(Key::By, [Breakdown::Phase, Breakdown::Type, Breakdown::Size][at]),
                Page::Gaps => filters.with(Key::Measure, GapMeasure::ALL[at + 1]),
                _ if *by == Breakdown::Course || page == Page::Overview => filters,
                _ => filters.with(Key::Course, course),
            };
            questions.push(links::page(page, &filters));
        }
    }
    questions
}

/// Asks for every address; server time per page in milliseconds, and processor time.
async fn timed(application: &Router, addresses: &[String]) -> Result<Value> {
    let cpu = cpu_milliseconds();
    let mut times = Vec::with_capacity(addresses.len());
    for address in addresses {
        let began = Instant::now();
        get(application, address).await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let cpu = (cpu_milliseconds() - cpu) / addresses.len() as f64;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Ok(json!({ "p50_ms": round(at(0.5)), "p99_ms": round(at(0.99)), "cpu_ms": round(cpu), "pages": addresses.len() }))
}

async fn get(application: &Router, address: &str) -> Result<Vec<u8>> {
    let request = Request::builder().uri(address).body(Body::empty())?;
    let response = application.clone().oneshot(request).await?;
    let status = response.status();
    anyhow::ensure!(status.is_success() || status.is_redirection(), "{address} answered {status}");
    Ok(axum::body::to_bytes(response.into_body(), usize::MAX).await?.to_vec())
}

async fn pictures(desk: &Desk, viewer: &Viewer) -> Result<Value> {
    let filters: Filters = "by=region&audience=exact".parse()?;
    let answer = desk.answer(viewer, Page::Participation, &filters).await.map_err(|e| anyhow::anyhow!(e))?;
    let (_, chart) = answer.charts.first().context("the page has a chart")?;
    let cpu = cpu_milliseconds();
    for _ in 0..200 {
        std::hint::black_box(charts::inline_svg(chart, charts::Layout::Wide));
    }
    let svg = (cpu_milliseconds() - cpu) / 200.0;
    let cpu = cpu_milliseconds();
    for _ in 0..10 {
        std::hint::black_box(charts::png(chart, 2, true)?);
    }
    Ok(json!({ "svg_cpu_ms": round(svg), "png_2x_cpu_ms": round((cpu_milliseconds() - cpu) / 10.0) }))
}

async fn sizes(application: &Router, site: &Path) -> Result<Value> {
    let mut sizes = serde_json::Map::new();
    if let Ok(entries) = std::fs::read_dir(site.join("build")) {
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(kind) = name.strip_suffix(".br").and_then(|n| n.rsplit('.').next()) {
                sizes.insert(kind.to_owned(), json!(entry.metadata()?.len()));
            }
        }
    }
    for page in Page::ALL {
        let request = Request::builder()
            .uri(format!("/{}", page.word()))
            .header(header::ACCEPT_ENCODING, "br")
            .body(Body::empty())?;
        let response = application.clone().oneshot(request).await?;
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        sizes.insert(format!("page_{}", page.word()), json!(bytes.len()));
    }
    Ok(Value::Object(sizes))
}

/// Processor time of this process so far, milliseconds.
fn cpu_milliseconds() -> f64 {
    // Fields 14 and 15 after the name in brackets: user and system time in hundredths of a second.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * 10.0
}

/// Resident memory of a process in megabytes: `VmRSS` now, `VmHWM` at its highest.
fn memory(process: u32, which: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(which)).unwrap_or("");
    let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    round(kilobytes / 1024.0)
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
