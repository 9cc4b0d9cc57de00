//! `Server-Timing` on every response: how long the server took for it.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HeaderName, HeaderValue};

use super::headers::without_token;

/// Measures the rest of the stack.
pub async fn measure(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = without_token(request.uri().path()).to_owned();
    let mut response = next.run(request).await;
    let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
    if let Ok(value) = HeaderValue::from_str(&format!("server;dur={milliseconds:.2}")) {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), value);
    }
    // The query is left out: it says what a reader looked for.
    tracing::debug!(%method, path, status = response.status().as_u16(), milliseconds, "answered");
    response
}
