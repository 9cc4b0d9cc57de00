//! A request to a page or form whose handler says what it shows.

use app::error::AppError;
use axum::extract::{FromRequestParts, Request};
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::Method;
use http::request::Parts;
use leptos::prelude::provide_context;

use super::recording::fields_up_to;
use crate::routes::{Instance, Served};
use crate::schools::recording::value;

/// Who asks, what was asked, and a form's fields.
pub struct Visitor {
    pub(super) instance: Instance,
    pub(super) parts: Parts,
    pub(super) sent: Vec<(String, String)>,
    pub(super) now: DateTime<Utc>,
}

impl Visitor {
    /// Reads a request, and the form of at most `limit` bytes where one was sent.
    ///
    /// # Errors
    ///
    /// The page that says what is wrong with the form.
    pub(super) async fn read(request: Request, instance: &Instance, limit: usize) -> Result<Visitor, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(Served(instance)) = Served::from_request_parts(&mut parts, instance).await;
        let sent = match parts.method == Method::POST {
            false => Vec::new(),
            true => match fields_up_to(&parts, body, limit).await {
                Ok(sent) => sent,
                Err(error) => return Err(instance.problem(&parts, error).await),
            },
        };
        Ok(Visitor { instance, parts, sent, now: Utc::now() })
    }

    /// A field of the form as it was sent.
    pub(super) fn value(&self, name: &str) -> &str {
        value(&self.sent, name).unwrap_or_default()
    }

    /// A part of the address.
    pub(super) fn segment(&self, at: usize) -> &str {
        self.parts.uri.path().split('/').nth(at).unwrap_or_default()
    }

    /// The page at an address, with what it shows.
    pub(super) async fn page<T: Clone + Send + Sync + 'static>(&self, address: &str, shown: T) -> Response {
        self.instance.page(&self.parts, address, move || provide_context(shown.clone())).await
    }

    /// The page that says what went wrong.
    pub(super) async fn problem(&self, error: AppError) -> Response {
        self.instance.problem(&self.parts, error).await
    }
}
