//! Security headers on every response, with a content policy by kind of response. The nonce of a page is minted here and
//! travels to the document through the request's extensions; a page that is kept names its scripts by hash instead.

use app::links::Page;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderName, HeaderValue};
use leptos::nonce::Nonce;
use sha2::{Digest, Sha256};

/// Whether pages come over TLS, so that browsers may be told never to ask for them otherwise.
#[derive(Debug, Clone, Copy)]
pub struct OverTls(pub bool);

/// What a page may use of the device: nothing.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), \
                           gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Sets the headers.
pub async fn secure(State(OverTls(over_tls)): State<OverTls>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let path = request.uri().path();
    let (unkept, token) = (names_people(path) || is_about_accounts(path), without_token(path) != path);
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let policy = if kind.starts_with("text/html") {
        page_policy(&format!("'nonce-{nonce}'"))
    } else {
        // Pictures and files run nothing and load nothing.
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
    };
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page that names its scripts by hash has said so already.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    if unkept {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if token {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    if over_tls {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Whether an address answers with people's names or numbers, as a page, as a file or to our own code: nobody keeps that.
pub(super) fn names_people(path: &str) -> bool {
    has_word(path, Page::Reconciliation) || is_of_participants(path)
}

/// Whether an address is of named participants, whose pages and files write to the audit log themselves.
pub(super) fn is_of_participants(path: &str) -> bool {
    has_word(path, Page::Participants)
}

fn has_word(path: &str, page: Page) -> bool {
    path.split('/').any(|part| part.split('.').next() == Some(page.word()))
}

/// Whether an address is about accounts: what it shows and sets is kept nowhere.
fn is_about_accounts(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    matches!(first, "sign-in" | "sign-out" | "account" | "people" | "audit" | "invitation" | "set-up")
}

/// An address as it may stand in a log: the token of a link that opens something by itself is taken out. Addresses by which
/// somebody comes back from another service hold a code.
pub fn without_token(path: &str) -> &str {
    let starts = ["/invitation/", "/set-up/", "/frozen/", "/sign-in/return/"];
    starts.into_iter().find(|start| path.starts_with(start)).unwrap_or(path)
}

/// The policy of a page that may run its own files and the scripts named so: `'nonce-...'`, or hashes.
pub fn page_policy(scripts: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' {scripts} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The page without its nonce, and the hashes of the scripts within it that carried it, in the words of a policy.
pub fn hashed(html: &str, nonce: &str) -> (String, String) {
    let mark = format!(" nonce=\"{nonce}\"");
    let mut text = String::with_capacity(html.len());
    let mut hashes: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(mark.as_str()) {
        text.push_str(before);
        let inline = after.strip_prefix('>').and_then(|body| body.split_once("</script>"));
        if let (Some((body, _)), true) = (inline, before.ends_with("<script"))
            && !body.is_empty()
        {
            let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes())));
            if !hashes.contains(&hash) {
                hashes.push(hash);
            }
        }
        rest = after;
    }
    text.push_str(rest);
    (text, hashes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_carry_the_nonce_are_named_by_hash_and_others_are_not() {
        let html = "<script type=\"module\" src=\"/a.js\" nonce=\"N\"></script><script>evil()</script>\
                    <script nonce=\"N\">__INCOMPLETE_CHUNKS=[];</script><script nonce=\"N\">__INCOMPLETE_CHUNKS=[];</script>";
        let (text, hashes) = hashed(html, "N");
        assert!(!text.contains("nonce"));
        assert_eq!(text.matches("<script").count(), 4);
        assert_eq!(hashes, "'sha256-PEoA+SZ6ZbFCusLsUEMftpXvTp6Abhw9kvgQnCC8l3U='");
    }
}
