//! `demo`: invented files through the same importers as real ones.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use demo::Plan;

use super::import;
use crate::config;
use crate::storage::Database;

/// Fills an empty database.
pub async fn demo(database: &Database, options: &config::Demo) -> Result<ExitCode> {
    if database.data_version().await? > 0 {
        bail!(
            "the database holds data already; invented data go into an empty one only (name another with --data-dir)"
        );
    }
    let plan = match options.participants {
        Some(participants) => Plan::of(participants, options.seed),
        None => Plan { seed: options.seed, ..Plan::default() },
    };
    fill(database, &plan, options.keep_files.as_deref()).await?;
    println!("Done. Every figure is invented; nothing here is DfE's. See it: golden-thread serve");
    Ok(ExitCode::SUCCESS)
}

/// Writes each file and imports it. Files go into `keep`, or into a folder of their own that is removed again.
pub async fn fill(database: &Database, plan: &Plan, keep: Option<&Path>) -> Result<()> {
    let own = std::env::temp_dir().join(format!("golden-thread-demo-{}", std::process::id()));
    let folder = keep.unwrap_or(&own);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    database.set_fact("demo", &plan.seed.to_string()).await?;
    let result = fill_from(database, plan, folder, keep.is_some()).await;
    if keep.is_none() {
        let _ = std::fs::remove_dir_all(folder);
    }
    result
}

async fn fill_from(database: &Database, plan: &Plan, folder: &Path, keep: bool) -> Result<()> {
    let files = demo::files(plan);
    let count = files.len();
    for (at, file) in files.into_iter().enumerate() {
        let path = folder.join(&file.name);
        let (name, what) = (file.name.clone(), file.what);
        let to = path.clone();
        tokio::task::spawn_blocking(move || -> Result<()> {
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&to)?);
            file.write(&mut out)?;
            std::io::Write::flush(&mut out)?;
            Ok(())
        })
        .await?
        .with_context(|| format!("cannot write {name}"))?;
        let outcome = import::one(database, &path, None, false, at + 1 == count)
            .await
            .with_context(|| format!("{name} was not imported"))?;
        println!(
            "[{}/{count}] {what}: {} rows read, {} left out, {} warnings ({:.1} s)",
            at + 1,
            outcome.read,
            outcome.rejected,
            outcome.warned,
            outcome.seconds
        );
        if !keep {
            let _ = std::fs::remove_file(&path);
        }
    }
    Ok(())
}
