//! How are we doing?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "How are we doing?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "the headline figures, each against last year and all other areas loaded, and what stands out";

/// Asks the question.
#[server(endpoint = "overview", input = GetUrl)]
pub async fn load_overview(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.overview(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    report_page(Page::Overview, load_overview)
}
