//! There is no such page, or the server says why it cannot do what was asked.

use leptos::prelude::*;

use crate::asking;
use crate::components::layout::{Frame, Layout};
use crate::components::problem::Problem;
use crate::error::AppError;

/// The page.
#[component]
pub fn MissingPage() -> impl IntoView {
    let error = use_context::<AppError>().unwrap_or(AppError::NotFound);
    asking::respond_with(&error);
    view! {
        <Layout title=error.to_string() frame=Frame::default()>
            <Problem error=error />
        </Layout>
    }
}
