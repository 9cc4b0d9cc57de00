//! Pages that were written before are sent again as they were, compressed. A report page depends on its address, on who
//! asks and on the version of the data, and on nothing else: its own scripts are named by hash, not by nonce.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use app::links::Page;
use app::statistics::Viewer;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use leptos::nonce::Nonce;
use moka::sync::Cache;

use super::headers;
use crate::routes::Instance;

/// Memory that kept pages may take, bytes.
const ROOM: u64 = 24 << 20;

/// What a page depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    version: i64,
    /// Revision of what is kept beside the data, and the day: funding rules are dated.
    kept: (String, chrono::NaiveDate),
    /// Who asks: a page names them, and shows what is theirs.
    viewer: Viewer,
    address: String,
    coding: &'static str,
}

#[derive(Debug)]
struct Written {
    headers: HeaderMap,
    bytes: Bytes,
}

/// Pages as they were sent.
#[derive(Debug, Clone)]
pub struct Pages(Cache<Asked, Arc<Written>>);

impl Default for Pages {
    fn default() -> Pages {
        // Headers and the entry itself take some hundred bytes more.
        let weigh = |asked: &Asked, page: &Arc<Written>| {
            u32::try_from(page.bytes.len() + asked.address.len() + 1024).unwrap_or(u32::MAX)
        };
        Pages(Cache::builder().max_capacity(ROOM).weigher(weigh).build())
    }
}

fn is_report(method: &Method, path: &str) -> bool {
    method == Method::GET && path.strip_prefix('/').and_then(Page::report).is_some()
}

/// Sends a page that is kept, or has it written and keeps it. Stands outside of compression.
pub async fn keep(State(instance): State<Instance>, mut request: Request, next: Next) -> Response {
    if !is_report(request.method(), request.uri().path()) {
        return next.run(request).await;
    }
    let coding = coding(request.headers());
    request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static(coding));
    let asked = Asked {
        version: instance.desk.version(),
        kept: (instance.desk.kept().revision.clone(), chrono::Utc::now().date_naive()),
        viewer: request.extensions().get::<Viewer>().cloned().unwrap_or_default(),
        address: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
        coding,
    };
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    if let Some(page) = instance.pages.0.get(&asked) {
        return send(&page, known.as_ref());
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts.headers.insert(header::ETAG, tag(&bytes));
    let page = Arc::new(Written { headers: parts.headers, bytes });
    instance.pages.0.insert(asked, page.clone());
    send(&page, known.as_ref())
}

fn send(page: &Written, known: Option<&HeaderValue>) -> Response {
    let unchanged = known.is_some() && known == page.headers.get(header::ETAG);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(page.bytes.clone()).into_response()
    };
    response.headers_mut().extend(page.headers.clone());
    response
}

/// The one coding that is used of those that the reader takes.
fn coding(headers: &HeaderMap) -> &'static str {
    let taken = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let takes = |coding: &str| {
        taken.split(',').any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            parts.next() == Some(coding) && !parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("br") {
        "br"
    } else if takes("gzip") {
        "gzip"
    } else {
        "identity"
    }
}

/// Names a page's content.
fn tag(bytes: &[u8]) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    HeaderValue::from_str(&format!("\"{:016x}\"", hasher.finish())).unwrap_or(HeaderValue::from_static("\"page\""))
}

/// Takes the nonce out of a written report page and names its scripts by hash instead, so that the page can be kept.
/// Stands inside of compression. Only scripts that carry the request's nonce are ours, and only they are named.
pub async fn name_scripts(request: Request, next: Next) -> Response {
    let report = is_report(request.method(), request.uri().path());
    let nonce = request.extensions().get::<Nonce>().map(ToString::to_string);
    let response = next.run(request).await;
    let (Some(nonce), true, StatusCode::OK) = (nonce, report, response.status()) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(html) = std::str::from_utf8(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let (html, hashes) = headers::hashed(html, &nonce);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_SECURITY_POLICY, headers::page_policy(&hashes));
    Response::from_parts(parts, Body::from(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_coding_that_is_taken_is_used() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            coding(&headers)
        };
        assert_eq!(of("gzip, deflate, br, zstd"), "br");
        assert_eq!(of("gzip;q=0.5, br;q=0"), "gzip");
        assert_eq!(of("zstd"), "identity");
        assert_eq!(coding(&HeaderMap::new()), "identity");
    }
}
