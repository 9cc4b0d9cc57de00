//! Refuses what changes something when a page of another site sent it. Reading is never refused.

use app::error::AppError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, Method, header};

use super::headers::without_token;
use crate::routes::Instance;

/// Lets a request through that reads, or that comes from a page of this site.
pub async fn guard(State(instance): State<Instance>, request: Request, next: Next) -> Response {
    let asked = request.uri().authority().map(|host| host.as_str());
    if matches!(*request.method(), Method::GET | Method::HEAD) || is_ours(request.headers(), asked) {
        return next.run(request).await;
    }
    tracing::warn!(path = without_token(request.uri().path()), "a form of another site was refused");
    let (parts, _) = request.into_parts();
    instance.problem(&parts, AppError::OtherSite).await
}

/// Whether the browser says that the request comes from this site: by `Sec-Fetch-Site`, and where it does not say that,
/// by an `Origin` with the host that was asked, which HTTP/2 names in the address.
fn is_ours(headers: &HeaderMap, asked: Option<&str>) -> bool {
    let mut sites = headers.get_all(HeaderName::from_static("sec-fetch-site")).iter().peekable();
    if sites.peek().is_some() {
        return sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    }
    let one = |name: HeaderName| {
        let mut values = headers.get_all(name).iter();
        values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok())
    };
    let (Some(origin), Some(host)) = (one(header::ORIGIN), one(header::HOST).or(asked)) else {
        return false;
    };
    match origin.split_once("://") {
        Some((scheme @ ("http" | "https"), from)) => without_port(scheme, from) == without_port(scheme, host),
        _ => false,
    }
}

/// A host in small letters, without the port that its scheme has anyway.
fn without_port(scheme: &str, host: &str) -> String {
    let host = host.to_ascii_lowercase();
    let usual = if scheme == "http" { ":80" } else { ":443" };
    host.strip_suffix(usual).map(str::to_owned).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn of(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        is_ours(&headers, None)
    }

    #[test]
    fn the_browser_s_own_word_decides() {
        assert!(of(&[("sec-fetch-site", "same-origin")]) && of(&[("sec-fetch-site", "none")]));
        assert!(!of(&[("sec-fetch-site", "cross-site")]) && !of(&[("sec-fetch-site", "same-site")]));
        assert!(!of(&[("sec-fetch-site", "cross-site"), ("origin", "http://a.example"), ("host", "a.example")]));
        assert!(!of(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn without_it_origin_and_host_must_agree() {
        assert!(of(&[("origin", "http://a.example"), ("host", "A.example")]));
        assert!(of(&[("origin", "https://a.example"), ("host", "a.example:443")]));
        assert!(of(&[("origin", "http://a.example:3000"), ("host", "a.example:3000")]));
        assert!(!of(&[("origin", "http://a.example:3001"), ("host", "a.example:3000")]));
        assert!(!of(&[("origin", "http://evil.example"), ("host", "a.example")]));
        assert!(!of(&[("origin", "null"), ("host", "a.example")]) && !of(&[("host", "a.example")]) && !of(&[]));
        assert!(!of(&[("origin", "ftp://a.example"), ("host", "a.example")]));
    }
}
