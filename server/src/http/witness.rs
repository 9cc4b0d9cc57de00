//! Writes into the audit log which exact figures were taken away and when named people were looked at. Nothing leaves
//! where that cannot be written.

use app::filters::Filters;
use app::statistics::Viewer;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::{StatusCode, header};

use super::headers::{is_of_participants, names_people};
use crate::auth::accounts::whose;
use crate::routes::Instance;
use crate::storage::audit::Entry;

/// Looks at what is sent to somebody with an account.
pub async fn look(State(instance): State<Instance>, request: Request, next: Next) -> Response {
    let account = request.extensions().get::<Viewer>().and_then(|viewer| viewer.account.clone());
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let response = next.run(request).await;
    let (Some(account), Some(accounts), true) = (account, &instance.accounts, response.status().is_success()) else {
        return response;
    };
    let name = response.headers().get(header::CONTENT_DISPOSITION).and_then(|v| v.to_str().ok()).unwrap_or("");
    // The name of every file says for whom its figures are.
    let exact = name.contains("-exact");
    let event = match (names_people(&path), exact) {
        // Whoever answers there has written who saw how many.
        _ if is_of_participants(&path) => return response,
        (true, _) => "named-people-seen",
        (false, true) => "exact-download",
        (false, false) => return response,
    };
    // Words that are no part of a question may be anything.
    let question = Filters::read(&query).0;
    let entry = Entry::new(whose(&account), event, format!("{path} {question}").trim_end());
    match accounts.database().audit(Utc::now(), entry).await {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the audit log cannot be written, so nothing was sent");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
