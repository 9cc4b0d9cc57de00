//! The one boundary between pages and the server: every question that a page may ask.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::establishment::Urn;

use crate::accounts::{Account, AccountRole};
use crate::error::AppError;
use crate::filters::{Audience, Filters};
use crate::reports::actions::ActionList;
use crate::reports::calls::CallList;
use crate::reports::data::{DataReport, ImportReport};
use crate::reports::participants::{Asked, ParticipantList, ParticipantReport};
use crate::reports::reconciliation::Reconciliation;
use crate::reports::report::Report;
use crate::reports::schools::{SchoolReport, SchoolsReport, Search};
use crate::reports::targets::TargetList;

/// An answer on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// Who asks: what they may see of any question, and the account behind it. An instance without accounts has none, and
/// then every visitor is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// The audiences that this viewer may choose for any question, the first unless they say. `Statistics` adds to them
    /// where a question stays within what is the account's own.
    pub audiences: Vec<Audience>,
    /// Who is signed in.
    pub account: Option<Arc<Account>>,
}

impl Viewer {
    /// Every visitor of an instance without accounts.
    pub fn of_all(audiences: Vec<Audience>) -> Viewer {
        Viewer { audiences, account: None }
    }

    /// Somebody who is not signed in: may see nothing.
    pub fn nobody() -> Viewer {
        Viewer::default()
    }

    /// Whoever has this account.
    pub fn of(account: Account) -> Viewer {
        let audiences = match account.role {
            AccountRole::Administrator | AccountRole::Analyst => vec![Audience::Exact, Audience::Sharing],
            AccountRole::HubLead | AccountRole::StrategicGroup => vec![Audience::Sharing],
            AccountRole::Operator => Vec::new(),
        };
        Viewer { audiences, account: Some(Arc::new(account)) }
    }

    /// The role of the account, where there is one.
    pub fn role(&self) -> Option<AccountRole> {
        self.account.as_ref().map(|account| account.role)
    }

    /// Whether this viewer puts packs together and freezes pages: others read them.
    pub fn makes_packs(&self) -> bool {
        match self.role() {
            Some(role) => role.is_of_provider() || role == AccountRole::HubLead,
            None => !self.audiences.is_empty(),
        }
    }

    /// Whether named people may be this viewer's to see; of whom is decided where they are asked for.
    pub fn may_see_people(&self) -> bool {
        self.sees_everything() || self.role() == Some(AccountRole::HubLead)
    }

    /// Whether exact figures of every place are this viewer's to see.
    pub fn sees_everything(&self) -> bool {
        self.audiences.contains(&Audience::Exact) && self.role().is_none_or(AccountRole::is_of_provider)
    }
}

/// Every question that a page may ask. The server implements it once; authorisation, the dataset's version and
/// disclosure control live there and nowhere else.
pub trait Statistics: Send + Sync {
    /// How are we doing?
    fn overview<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// Who takes part?
    fn participation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// What comes of it?
    fn outcomes<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// Which schools do we reach?
    fn engagement<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// Where should CPD go?
    fn gaps<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// Whom to call about a gap?
    fn calls<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, CallList>;
    /// What is done about gaps?
    fn actions<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, ActionList>;
    /// How do we stand beside others?
    fn compare<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report>;
    /// What do we want to reach?
    fn targets<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, TargetList>;
    /// Whom do the appropriate body and the lead provider not agree on?
    fn reconciliation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Reconciliation>;
    /// Who is in training, by name?
    fn participants<'a>(&'a self, viewer: &'a Viewer, asked: &'a Asked) -> Answer<'a, ParticipantList>;
    /// What of this person?
    fn participant<'a>(&'a self, viewer: &'a Viewer, handle: &'a str) -> Answer<'a, ParticipantReport>;
    /// Which schools are meant?
    fn schools<'a>(&'a self, viewer: &'a Viewer, search: &'a Search) -> Answer<'a, SchoolsReport>;
    /// What of this school?
    fn school<'a>(&'a self, viewer: &'a Viewer, urn: Urn, audience: Option<Audience>) -> Answer<'a, SchoolReport>;
    /// What is loaded?
    fn data<'a>(&'a self, viewer: &'a Viewer) -> Answer<'a, DataReport>;
    /// One import and its problems.
    fn import<'a>(&'a self, viewer: &'a Viewer, id: i64) -> Answer<'a, ImportReport>;
}
