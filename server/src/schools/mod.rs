//! The schools pages: finding a school, one school with its record, and what is recorded of it by hand.

pub mod one;
pub mod recording;
pub mod search;
mod words;

use app::accounts::AccountRole;
use app::error::AppError;
use app::filters::Audience;
use app::reports::schools::{SchoolReport, SchoolsReport, Search};
use app::statistics::Viewer;
use chrono::{NaiveDate, Utc};
use domain::engagement::ContactKind;
use domain::establishment::Urn;

use self::recording::{Contact, NotEngaging};
use self::search::Index;
use crate::auth::scope;
use crate::question::audience_of;
use crate::statistics::{Desk, internal};

/// Who records, where there are no accounts.
pub use crate::auth::scope::INSTANCE as AUTHOR;

impl Desk {
    /// Which schools are meant?
    pub async fn find_schools(&self, viewer: &Viewer, search: &Search) -> Result<SchoolsReport, AppError> {
        if viewer.role() == Some(AccountRole::Operator) {
            return Err(AppError::NotForYou);
        }
        let audience = audience_of(viewer, search.audience)?;
        let current = self.current();
        current.index.get_or_try_init(|| Index::read(self.database(), &current.dataset)).await.map_err(internal)?;
        let (search, audiences) = (search.clone(), viewer.audiences.clone());
        let found = tokio::task::spawn_blocking(move || {
            let index = current.index.get()?;
            Some(search::report(&current.dataset, index, &search, (audience, audiences)))
        });
        found.await.ok().flatten().ok_or(AppError::Internal)
    }

    /// What of this school? Only viewers of exact figures get its record, contacts and reasons.
    pub async fn one_school(
        &self,
        viewer: &Viewer,
        urn: Urn,
        audience: Option<Audience>,
    ) -> Result<SchoolReport, AppError> {
        let current = self.current();
        let viewer = scope::of_school(&current.dataset, viewer, urn)?;
        let audience = audience_of(&viewer, audience)?;
        let at = current.dataset.schools.position(urn).ok_or(AppError::NotFound)?;
        let rows = one::Rows::read(self.database(), &current.dataset, at, audience).await.map_err(internal)?;
        let rows = rows.ok_or(AppError::NotFound)?;
        Ok(one::report(&current, at, &rows, (audience, viewer.audiences.clone()), Utc::now().date_naive()))
    }

    /// Whether this viewer may record something of this school.
    pub fn may_record(&self, viewer: &Viewer, urn: Urn) -> Result<(), AppError> {
        let current = self.current();
        if !scope::of_school(&current.dataset, viewer, urn)?.audiences.contains(&Audience::Exact) {
            return Err(AppError::NotForYou);
        }
        current.dataset.schools.position(urn).map(|_| ()).ok_or(AppError::NotFound)
    }

    /// Records a contact.
    pub async fn record_contact(&self, viewer: &Viewer, urn: Urn, contact: Contact) -> Result<(), AppError> {
        self.may_record(viewer, urn)?;
        let Contact { on, kind, outcome, note } = contact;
        let key = (on.to_string(), kind.slug());
        let mut work = self.recording(viewer, "contact-recorded", format!("school {urn}, {on}, {kind}")).await?;
        work.record_contact(urn.0, (&key.0, key.1), outcome, note, &scope::author(viewer)).await.map_err(internal)?;
        work.commit().await.map_err(internal)?;
        tracing::info!(%urn, %kind, "a contact was recorded");
        Ok(())
    }

    /// Deletes a contact that was recorded here. One that is not there is as good as deleted.
    pub async fn delete_contact(
        &self,
        viewer: &Viewer,
        urn: Urn,
        (on, kind): (NaiveDate, ContactKind),
    ) -> Result<(), AppError> {
        self.may_record(viewer, urn)?;
        let mut work = self.recording(viewer, "contact-deleted", format!("school {urn}, {on}, {kind}")).await?;
        // Without a contact there is nothing to write of: the entry goes with the transaction.
        if work.delete_contact(urn.0, &on.to_string(), kind.slug()).await.map_err(internal)? {
            work.commit().await.map_err(internal)?;
        }
        tracing::info!(%urn, %kind, "a contact was deleted");
        Ok(())
    }

    /// Records why a school does not engage.
    pub async fn record_reason(
        &self,
        viewer: &Viewer,
        urn: Urn,
        today: NaiveDate,
        reason: NotEngaging,
    ) -> Result<(), AppError> {
        self.may_record(viewer, urn)?;
        let NotEngaging { reason, note } = reason;
        let mut work = self.recording(viewer, "reason-recorded", format!("school {urn}, {reason}")).await?;
        let day = today.to_string();
        work.record_reason(urn.0, (&day, reason.slug()), note, &scope::author(viewer)).await.map_err(internal)?;
        work.commit().await.map_err(internal)?;
        tracing::info!(%urn, %reason, "a reason was recorded");
        Ok(())
    }
}
