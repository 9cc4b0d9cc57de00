//! `audit`: is the audit log what was written?

use std::process::ExitCode;

use anyhow::Result;

use super::WRONG;
use crate::config::Audit;
use crate::storage::Database;
use crate::storage::audit::Verdict;

/// Does it.
pub async fn audit(database: &Database, what: &Audit) -> Result<ExitCode> {
    let Audit::Verify = what;
    match database.verify_audit().await? {
        Verdict::Whole(0, _) => println!("The audit log has no entries yet."),
        Verdict::Whole(number, seal) => {
            println!(
                "All {number} entries are as they were written. Keep the last seal elsewhere: it shows whether any were cut off."
            );
            println!("  {number} {seal}");
        }
        Verdict::Broken(number, why) => {
            println!("WRONG entry {number}: {why}.");
            return Ok(ExitCode::from(WRONG));
        }
    }
    Ok(ExitCode::SUCCESS)
}
