//! `serve`: the pages, until told to stop.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::statistics::Viewer;
use tokio::net::TcpListener;

use super::demo;
use crate::config::Serve;
use crate::routes::{Instance, router};
use crate::site;
use crate::statistics::{Desk, Refreshed, Unmade};
use crate::storage::Database;

/// How often a running server looks for another process's import.
const LOOK: Duration = Duration::from_secs(2);

/// Looks at an unchanged version until its dataset is made here: its import may have been killed before it was.
const PATIENCE: u32 = 5;

/// Serves.
pub async fn serve(database: Database, options: Serve) -> Result<ExitCode> {
    if options.demo_if_empty && database.data_version().await? == 0 {
        println!("The database is empty: filling it with invented data for the whole of England (about a minute).");
        demo::fill(&database, &::demo::Plan::default(), None).await?;
    }
    let assets = site::assets(&options.site)?;
    let desk = Arc::new(Desk::open(database.clone()).await?);
    let viewer = Viewer { audiences: options.audience.list() };
    let listener = TcpListener::bind(options.address)
        .await
        .with_context(|| format!("cannot listen on {}; is another server running there?", options.address))?;
    let address = listener.local_addr()?;
    let watcher = tokio::spawn(watch(desk.clone()));
    let application = router(Instance::new(desk.clone(), viewer, assets, options.site));
    println!("Golden Thread serves http://{address}");
    if desk.current().demo {
        println!("Every figure is invented. Try:");
        for path in [
            "/overview?hub=EE3",
            "/participation?by=phase&region=north-east",
            "/outcomes?by=course",
            "/participation?programme=ecf&by=hub&audience=exact",
            "/schools?q=academy&audience=exact",
            "/data",
        ] {
            println!("  http://{address}{path}");
        }
    }
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "this address can be reached from other machines, and there are no accounts yet");
    }
    axum::serve(listener, application).with_graceful_shutdown(stopped()).await?;
    watcher.abort();
    database.close().await;
    println!("Stopped.");
    Ok(ExitCode::SUCCESS)
}

/// Shows another process's import within a few seconds.
async fn watch(desk: Arc<Desk>) {
    // A version without a dataset, and how often it was seen without change.
    let mut waiting = (0, 0);
    loop {
        tokio::time::sleep(LOOK).await;
        let unmade = if waiting.1 < PATIENCE { Unmade::Leave } else { Unmade::Make };
        match desk.refresh(unmade).await {
            Ok(Refreshed::Shown) => {
                waiting = (0, 0);
                tracing::info!(version = desk.version(), "newer data are shown");
            }
            Ok(Refreshed::Nothing) => waiting = (0, 0),
            Ok(Refreshed::Later(version)) if waiting.0 == version => waiting.1 += 1,
            Ok(Refreshed::Later(version)) => waiting = (version, 1),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the data cannot be read anew; the old ones stay")
            }
        }
    }
}

/// Ends on Ctrl-C or when the system asks.
async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    println!("Stopping: requests under way are answered first.");
}
