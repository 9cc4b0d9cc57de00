//! The audit log, for administrators.

use app::accounts::{AuditLine, AuditTrail};
use app::links;
use axum::response::Response;

use super::{Caller, asked};
use crate::present::words;
use crate::storage::audit::KeptEntry;

/// Entries on a page.
const MANY: i64 = 100;

/// The page.
pub async fn audit(caller: Caller) -> Response {
    let before = asked(&caller.parts, "before").parse().unwrap_or(i64::MAX);
    let read = async {
        let database = caller.accounts.database();
        anyhow::Ok((database.audit_entries(before, MANY).await?, database.audit_count().await?))
    };
    match read.await {
        Ok((entries, count)) => {
            let older = entries.last().map(|entry| entry.number).filter(|number| *number > 1);
            let lines = entries.into_iter().map(line).collect();
            caller.page(&links::audit(None), AuditTrail { lines, older, count }).await
        }
        Err(error) => caller.failed(error).await,
    }
}

fn line(entry: KeptEntry) -> AuditLine {
    AuditLine {
        number: entry.number,
        at: words::iso_instant(&entry.at),
        who: entry.actor,
        what: words::capital(&entry.event.replace('-', " ")),
        about: entry.about,
    }
}
