//! What somebody records or looks at, and its entry in the audit log, in one transaction: neither is without the other.

use app::error::AppError;
use app::statistics::Viewer;
use chrono::Utc;

use crate::auth::accounts::whose;
use crate::auth::scope::INSTANCE;
use crate::statistics::{Desk, internal};
use crate::storage::audit::Entry;
use crate::storage::work::Work;

impl Desk {
    /// Begins to record something: its entry in the audit log stands in the transaction that is handed back. Names of people,
    /// their numbers and free words are no part of it.
    pub(crate) async fn recording(
        &self,
        viewer: &Viewer,
        event: &'static str,
        about: impl Into<String>,
    ) -> Result<Work, AppError> {
        let actor = viewer.account.as_deref().map_or_else(|| INSTANCE.to_owned(), whose);
        let entry = Entry::new(actor, event, about);
        let begun = async {
            let mut work = self.database().begin().await?;
            work.audit(Utc::now(), entry).await?;
            Ok(work)
        };
        begun.await.map_err(internal)
    }

    /// Writes to the audit log what somebody did; nothing leaves where that cannot be written.
    pub(crate) async fn note(&self, viewer: &Viewer, event: &'static str, about: String) -> Result<(), AppError> {
        self.recording(viewer, event, about).await?.commit().await.map_err(internal)
    }
}
