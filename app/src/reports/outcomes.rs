//! What comes of it?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "What comes of it?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "who stays, completes and passes, with years that are still too early marked as such";

/// Asks the question.
#[server(endpoint = "outcomes", input = GetUrl)]
pub async fn load_outcomes(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.outcomes(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn OutcomesPage() -> impl IntoView {
    report_page(Page::Outcomes, load_outcomes)
}
