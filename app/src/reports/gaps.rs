//! Where should CPD go?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "Where should CPD go?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "segments behind what the comparator predicts, with the size in schools or people, how sure it is and what would close it";

/// Asks the question.
#[server(endpoint = "gaps", input = GetUrl)]
pub async fn load_gaps(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.gaps(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn GapsPage() -> impl IntoView {
    report_page(Page::Gaps, load_gaps)
}
