//! `purge`, `subject-access` and `erase`: what the law on personal data asks for, from the command line.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use domain::measure::thousands;

use crate::config::OnePerson;
use crate::protection::erasure::{self, Who};
use crate::protection::{retention, subject_access};
use crate::storage::Database;

/// Who does it.
const ACTOR: &str = "command line";

/// Removes names whose time is over.
pub async fn purge(database: &Database, years: u16, dry_run: bool) -> Result<ExitCode> {
    let now = Utc::now();
    let Some(before) = retention::cutoff(years, now.date_naive()) else {
        println!("Names are kept for ever (--retention-years 0): nothing to remove.");
        return Ok(ExitCode::SUCCESS);
    };
    let purged = retention::purge(database, years, now, dry_run).await?;
    let (people, numbers) = (thousands(purged.people as u64), thousands(purged.numbers as u64));
    println!(
        "{} without activity since {before}: {people} people, and {numbers} numbers in inductions that no participant has.",
        if dry_run { "Would be removed, as" } else { "Removed, as" }
    );
    if !dry_run {
        println!(
            "{} notes and quoted values were removed too. Counts are as they were. Backups that were taken before still hold \
             the names: delete those that are as old.",
            thousands(purged.words)
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn who(person: OnePerson) -> Result<Who> {
    match (person.participant, person.trn) {
        (Some(id), None) => Ok(Who::Participant(id.trim().to_lowercase())),
        (None, Some(trn)) => match intake_number(&trn) {
            Some(trn) => Ok(Who::Number(trn)),
            None => bail!("{trn} is no TRN: seven digits"),
        },
        _ => bail!("name one person, by --participant or by --trn"),
    }
}

/// A teacher reference number as it is stored.
fn intake_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '/' | ' ' | '-')).collect();
    Some(digits).filter(|digits| digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()))
}

const NOBODY: &str = "nobody has this participant id or TRN here; nothing was done";

/// Takes out everything that is held of one person.
pub async fn subject_access(database: &Database, person: OnePerson, output: &Path) -> Result<ExitCode> {
    if output.exists() {
        bail!("{} exists already; name another file or move it away", output.display());
    }
    let taken = subject_access::take_out(database, &who(person)?, ACTOR, Utc::now()).await?;
    let bytes = taken.context(NOBODY)?;
    std::fs::write(output, bytes).with_context(|| format!("cannot write {}", output.display()))?;
    println!("Everything that is held of the person is in {}. Read it before you hand it over.", output.display());
    Ok(ExitCode::SUCCESS)
}

/// Erases one person.
pub async fn erase(database: &Database, person: OnePerson) -> Result<ExitCode> {
    let taken = erasure::erase(database, &who(person)?, ACTOR, Utc::now()).await?.context(NOBODY)?;
    println!(
        "Name, number and addresses are removed under {} ids and {} numbers, for good. Counts are as they were. Backups that \
         were taken before still hold them.",
        taken.ids.len(),
        taken.numbers.len()
    );
    Ok(ExitCode::SUCCESS)
}
