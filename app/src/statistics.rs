//! The one boundary between pages and the server: every question that a page may ask.

use std::future::Future;
use std::pin::Pin;

use domain::establishment::Urn;

use crate::error::AppError;
use crate::filters::{Audience, Filters};
use crate::reports::actions::ActionList;
use crate::reports::calls::CallList;
use crate::reports::data::{DataReport, ImportReport};
use crate::reports::reconciliation::Reconciliation;
use crate::reports::report::Report;
use crate::reports::schools::{SchoolReport, SchoolsReport, Search};
use crate::reports::targets::TargetList;

/// An answer on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// Who asks. Until accounts come every visitor of an instance is the same; the audience is the instance's setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The audiences that this viewer may choose, the first unless they say.
    pub audiences: Vec<crate::filters::Audience>,
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
    /// Which schools are meant?
    fn schools<'a>(&'a self, viewer: &'a Viewer, search: &'a Search) -> Answer<'a, SchoolsReport>;
    /// What of this school?
    fn school<'a>(&'a self, viewer: &'a Viewer, urn: Urn, audience: Option<Audience>) -> Answer<'a, SchoolReport>;
    /// What is loaded?
    fn data<'a>(&'a self, viewer: &'a Viewer) -> Answer<'a, DataReport>;
    /// One import and its problems.
    fn import<'a>(&'a self, viewer: &'a Viewer, id: i64) -> Answer<'a, ImportReport>;
}
