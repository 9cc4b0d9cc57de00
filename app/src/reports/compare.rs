//! How do we stand beside others?

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::report::Report;
use super::report_page::report_page;
use crate::asking::{Asker, answered};
use crate::error::AppError;
use crate::filters::Filters;
use crate::links::Page;

/// The question that the page answers.
pub const QUESTION: &str = "How do we stand beside others?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "a hub area beside similar ones, its region and all areas loaded, with what chance alone could do: ranks with \
                         intervals, a funnel, years, a map of hub areas, targets and DfE\u{2019}s published figures";

/// Asks the question.
#[server(endpoint = "compare", input = GetUrl)]
pub async fn load_compare(filters: Filters) -> Result<Report, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.compare(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn ComparePage() -> impl IntoView {
    report_page(Page::Compare, load_compare)
}
