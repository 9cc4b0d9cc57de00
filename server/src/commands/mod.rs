//! What each command does.

mod audit;
mod bench;
mod check;
mod demo;
mod import;
mod protection;
mod report;
mod serve;
mod tables;
mod user;

use std::process::ExitCode;

use anyhow::{Result, bail};
use tracing_subscriber::EnvFilter;

use crate::config::{Cli, Command};
use crate::present::kpi;
use crate::storage::{Database, backup};

/// Files were refused, or rows left out.
pub const REFUSED: u8 = 3;
/// A check found something wrong.
pub const WRONG: u8 = 4;

/// Log lines go to standard error, so that reports can go to standard output.
pub fn start_logging(filter: &str, json: bool) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if json { lines.json().init() } else { lines.compact().init() }
}

/// Runs one command.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    let url = cli.database_url.as_deref();
    let folder = cli.data_dir.as_path();
    if let Some(file) = &cli.kpi_bands {
        kpi::take(file)?;
    }
    match cli.command {
        Command::Serve(options) => serve::serve(Database::open(url, folder).await?, options).await,
        Command::Import(options) => import::import(&Database::open(url, folder).await?, &options).await,
        Command::Demo(options) => demo::demo(&Database::open(url, folder).await?, &options).await,
        Command::Report(options) => report::report(Database::open(url, folder).await?, &options).await,
        Command::Tables(options) => tables::tables(Database::open(url, folder).await?, &options).await,
        Command::User { what } => user::user(Database::open(url, folder).await?, &what).await,
        Command::Audit { what } => audit::audit(&Database::open(url, folder).await?, &what).await,
        Command::Purge { retention, dry_run } => {
            protection::purge(&Database::open(url, folder).await?, retention.retention_years, dry_run).await
        }
        Command::SubjectAccess { person, output } => {
            protection::subject_access(&Database::open(url, folder).await?, person, &output).await
        }
        Command::Erase { person } => protection::erase(&Database::open(url, folder).await?, person).await,
        Command::Check(options) => check::check(Database::open(url, folder).await?, &options).await,
        Command::Backup { file } => {
            backup::backup(&Database::open(url, folder).await?, &file).await?;
            println!("The whole database is in {}.", file.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Restore { file, replace } => {
            let there = match url {
                Some(_) => true,
                None => folder.join("golden-thread.sqlite").exists(),
            };
            if there && !replace {
                bail!("a database is there already; add --replace to put the backup in its place");
            }
            backup::restore(url, folder, &file).await?;
            println!("{} is in place.", file.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench { participants, postgres, site } => bench::bench(participants, postgres, &site).await,
    }
}
