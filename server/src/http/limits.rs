//! How much is asked at once: requests under way, and the size of what is sent.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use tokio::sync::Semaphore;

/// Requests under way at a time; one more is told to come back.
const AT_ONCE: usize = 256;
/// Bytes that a request may carry; forms have a smaller limit of their own.
pub const BODY: usize = 1 << 20;

/// Room for requests.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Room {
        Room::of(AT_ONCE)
    }
}

impl Room {
    /// Room for so many.
    pub fn of(many: usize) -> Room {
        Room(Arc::new(Semaphore::new(many)))
    }
}

/// Answers 503 where there is no room.
pub async fn crowd(State(room): State<Room>, request: Request, next: Next) -> Response {
    match room.0.try_acquire_owned() {
        Ok(_place) => next.run(request).await,
        Err(_) => {
            let mut response =
                (StatusCode::SERVICE_UNAVAILABLE, "The service is busy. Try again in a few seconds.\n").into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
    }
}
