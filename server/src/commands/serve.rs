//! `serve`: the pages, until told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use app::links;
use app::statistics::Viewer;
use chrono::{TimeDelta, Utc};
use tokio::net::TcpListener;

use super::demo;
use crate::auth::Accounts;
use crate::auth::providers::Providers;
use crate::config::Serve;
use crate::http::tls;
use crate::packs::keep_making;
use crate::protection::retention;
use crate::routes::{Instance, router};
use crate::site;
use crate::statistics::{Desk, Refreshed, Unmade};
use crate::storage::Database;
use crate::storage::audit::Entry;

/// How often a running server looks for another process's import.
const LOOK: Duration = Duration::from_secs(2);

/// Looks at an unchanged version until its dataset is made here: its import may have been killed before it was.
const PATIENCE: u32 = 5;

/// Serves.
pub async fn serve(database: Database, options: Serve) -> Result<ExitCode> {
    refuse_what_is_unsafe(&options)?;
    let over_tls = match options.entrance.tls() {
        Some((certificate, key)) => Some(tls::configuration(certificate, key).await?),
        None => None,
    };
    if options.demo_if_empty && database.data_version().await? == 0 {
        println!("The database is empty: filling it with invented data for the whole of England (about a minute).");
        demo::fill(&database, &::demo::Plan::default(), None).await?;
    }
    let assets = site::assets(&options.site)?;
    let desk = Arc::new(Desk::open(database.clone()).await?);
    let listener = TcpListener::bind(options.address)
        .await
        .with_context(|| format!("cannot listen on {}; is another server running there?", options.address))?;
    let address = listener.local_addr()?;
    desk.begin_to_tell();
    let watcher = tokio::spawn(watch(desk.clone()));
    let maker = tokio::spawn(keep_making(desk.clone()));
    let purger = tokio::spawn(retention::daily(database.clone(), options.retention.retention_years));
    let scheme = if over_tls.is_some() { "https" } else { "http" };
    let origin = options.url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    let instance = Instance::new(desk.clone(), Viewer::of_all(options.audience.list()), assets, options.site.clone());
    let accounts = if options.open { None } else { Some(accounts(&database, &origin, &options)?) };
    let set_up = match &accounts {
        Some(accounts) => before_the_first(accounts, desk.current().demo).await?,
        None => None,
    };
    note_settings(&database, &options, &origin, accounts.as_ref()).await?;
    if database.passes_walls().await? {
        tracing::warn!(
            "the PostgreSQL role is a superuser or bypasses row-level security: connect as an ordinary role, see the README"
        );
    }
    let instance = match accounts {
        Some(accounts) => instance.with_accounts(accounts),
        None => instance,
    };
    let application = router(instance).into_make_service_with_connect_info::<SocketAddr>();
    println!("Golden Thread serves {scheme}://{address}");
    if let Some(token) = set_up {
        println!("Nobody can sign in yet. Set up the first administrator, once and within 3 days:");
        println!("  {origin}{}", links::set_up(&token));
    }
    if desk.current().demo {
        println!(
            "Every figure is invented. {}Try:",
            if options.open { "" } else { "The sign-in page lets you in as each role. " }
        );
        for path in [
            "/overview?hub=EE3",
            "/participation?by=phase&region=north-east",
            "/outcomes?by=course",
            "/participation?programme=ecf&by=hub",
            "/schools?q=academy",
            "/data",
        ] {
            println!("  {scheme}://{address}{path}");
        }
    }
    match over_tls {
        Some(configuration) => {
            let reading = configuration.clone();
            let files = options.entrance.tls().map(|(certificate, key)| (certificate.to_owned(), key.to_owned()));
            if let Some((certificate, key)) = files {
                tokio::spawn(async move { tls::follow(reading, &certificate, &key).await });
            }
            tls::serve(listener, configuration, application, stopped()).await?;
        }
        None => axum::serve(listener, application).with_graceful_shutdown(stopped()).await?,
    }
    watcher.abort();
    maker.abort();
    purger.abort();
    database.close().await;
    println!("Stopped.");
    Ok(ExitCode::SUCCESS)
}

/// Without accounts only this machine may ask, and passwords travel over TLS or not at all.
fn refuse_what_is_unsafe(options: &Serve) -> Result<()> {
    let loopback = options.address.ip().is_loopback();
    if options.open && !loopback {
        bail!(
            "--open serves everyone alike, so it listens on a loopback address only (127.0.0.1:3000), not on {}; leave --open \
             away to serve people with accounts",
            options.address
        );
    }
    let over_tls =
        options.url.as_deref().is_some_and(|url| url.starts_with("https://") && url.len() > "https://".len());
    if options.url.is_some() && !over_tls {
        bail!("--url is the address that people type, with TLS: it begins with https://");
    }
    let own_tls = options.entrance.tls().is_some();
    if !options.open && !loopback && !over_tls && !own_tls {
        bail!(
            "{} can be reached from other machines, and passwords would travel unprotected: name a certificate with \
             --tls-certificate and --tls-key, or put a proxy with TLS before it and name its address with --url https://...",
            options.address
        );
    }
    if own_tls && options.url.is_none() && options.address.ip().is_unspecified() {
        bail!("nobody types {}: name the address that people type with --url https://...", options.address);
    }
    Ok(())
}

fn accounts(database: &Database, origin: &str, options: &Serve) -> Result<Accounts> {
    let mut accounts = Accounts::new(database.clone(), origin);
    accounts.sessions.idle = TimeDelta::minutes(i64::from(options.idle_minutes));
    accounts.sessions.absolute = TimeDelta::hours(i64::from(options.session_hours));
    accounts.demo = options.address.ip().is_loopback() && options.url.is_none();
    // Where TLS ends here, nobody stands between who could say whom they heard.
    accounts.behind_proxy = options.url.is_some() && options.entrance.tls().is_none();
    accounts.providers = Providers::new(options.entrance.providers()?, &accounts.origin)?;
    accounts.mail = options.entrance.mail()?;
    Ok(accounts)
}

/// The token of a set-up link where there is no account yet; a demo on this machine needs none.
async fn before_the_first(accounts: &Accounts, demo: bool) -> Result<Option<String>> {
    if demo && accounts.demo { Ok(None) } else { accounts.set_up_link(Utc::now()).await }
}

/// Settings that decide who sees what stand in the audit log, whenever they are others than the last time.
async fn note_settings(database: &Database, options: &Serve, origin: &str, accounts: Option<&Accounts>) -> Result<()> {
    const LAST: &str = "settings_noted";
    let kept = match options.retention.retention_years {
        0 => "names kept for ever".to_owned(),
        years => format!("names kept {years} years"),
    };
    let names: Vec<String> = accounts.iter().flat_map(|a| a.providers.names()).map(|(name, _)| name).collect();
    let providers = if names.is_empty() { String::new() } else { format!(", providers {}", names.join(" ")) };
    let settings = match options.open {
        true => format!("open, audience {:?}, {kept}", options.audience).to_lowercase(),
        false => format!(
            "accounts, over TLS {}, idle {} minutes, at most {} hours, {kept}{providers}",
            origin.starts_with("https://"),
            options.idle_minutes,
            options.session_hours
        ),
    };
    if database.fact(LAST).await?.as_deref() != Some(settings.as_str()) {
        database.audit(Utc::now(), Entry::new("command line", "settings", settings.clone())).await?;
        database.set_fact(LAST, &settings).await?;
    }
    Ok(())
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
                desk.begin_to_tell();
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
