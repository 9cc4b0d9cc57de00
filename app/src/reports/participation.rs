//! Who takes part?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "Who takes part?";

/// What the page shows, as help tells it.
pub const SHOWS: &str =
    "starts, participants and the rate per 100 teachers, broken down and over time, and recruitment by course";

/// Asks the question.
#[server(endpoint = "participation", input = GetUrl)]
pub async fn load_participation(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.participation(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn ParticipationPage() -> impl IntoView {
    report_page(Page::Participation, load_participation)
}
