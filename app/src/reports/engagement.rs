//! Which schools do we reach?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "Which schools do we reach?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "distinct schools by strand, this year and since September 2021, by place, phase, type and trust, how they came and \
     went, and where those lie that a delivery partner reaches";

/// Asks the question.
#[server(endpoint = "engagement", input = GetUrl)]
pub async fn load_engagement(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.engagement(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn EngagementPage() -> impl IntoView {
    report_page(Page::Engagement, load_engagement)
}
