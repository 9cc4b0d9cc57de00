//! What sharing figures tell of years of few starts is kept, so that the next version of the data reckons with it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Current, Desk};
use crate::disclosure::together::Together;
use crate::storage::Database;

impl Desk {
    /// Begins to decide what sharing figures tell of each year of few starts beside each other, so that the first page need not
    /// wait for it, and to keep that; once a version.
    pub fn begin_to_tell(&self) {
        let (database, current) = (self.database.clone(), self.current());
        if !current.is_telling.swap(true, Ordering::Relaxed) {
            tokio::spawn(async move {
                if let Err(error) = keep(&database, current).await {
                    tracing::error!(%error, "what sharing figures tell is not kept; the next version cannot reckon with it");
                }
            });
        }
    }

    /// The same, and waits until it is kept.
    pub async fn told(&self) -> anyhow::Result<()> {
        keep(&self.database, self.current()).await
    }
}

async fn keep(database: &Database, current: Arc<Current>) -> anyhow::Result<()> {
    let version = current.dataset.version;
    let tellings = tokio::task::spawn_blocking(move || Together::tellings(&current.dataset)).await?;
    if tellings.is_empty() { Ok(()) } else { database.keep_told(version, tellings).await }
}

/// What the version before tells: keeping it may have to wait for an import, and nothing of it is forgotten for that.
pub(super) async fn remember(fresh: &mut Current, before: Arc<Current>) -> anyhow::Result<()> {
    if before.is_telling.load(Ordering::Relaxed) {
        let told = tokio::task::spawn_blocking(move || Together::tellings(&before.dataset)).await?;
        fresh.dataset.told.extend(told.into_iter().map(|(programme, year, bytes)| ((programme, year), bytes)));
    }
    Ok(())
}
