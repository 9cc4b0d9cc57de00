//! Who may come to which address. An address without a rule is refused to everyone: whoever adds one says here whom it is
//! for. What somebody sees there is decided further in, by `scope`.

/// Whom an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anyone.
    Anyone,
    /// Whoever has given a password; the second step may still be missing.
    Entering,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and sees figures: everyone but operators.
    Reader,
    /// Administrators.
    Administrator,
}

/// Pages of figures, of schools and of named people. Whoever may not see something there is told so by the page.
const READERS: [&str; 43] = [
    "/overview",
    "/participation",
    "/outcomes",
    "/engagement",
    "/gaps",
    "/calls",
    "/actions",
    "/actions/{id}",
    "/compare",
    "/compare/similar",
    "/targets",
    "/reconciliation",
    "/participants",
    "/participants/{handle}",
    "/schools",
    "/schools/{urn}",
    "/schools/{urn}/contact",
    "/schools/{urn}/contact/delete",
    "/schools/{urn}/reason",
    "/update",
    "/update/{id}",
    "/update/{id}/preview",
    "/update/{id}/meeting",
    "/update/{id}/files/{file}",
    "/update/{id}/freeze",
    "/update/{id}/dates",
    "/update/{id}/template",
    "/update/{id}/remove",
    "/frozen",
    "/frozen/{token}/revoke",
    "/charts/{page}/{file}",
    "/data/{file}",
    "/api/overview",
    "/api/participation",
    "/api/outcomes",
    "/api/engagement",
    "/api/gaps",
    "/api/calls",
    "/api/actions",
    "/api/compare",
    "/api/targets",
    "/api/reconciliation",
    "/api/schools",
];

/// Whom an address is for, by the pattern that the router knows it by.
pub fn rule(pattern: &str) -> Option<Rule> {
    match pattern {
        "/healthz"
        | "/readyz"
        | "/help"
        | "/accessibility"
        | "/sign-in"
        | "/sign-in/demo"
        | "/sign-in/forgotten"
        | "/sign-in/with/{provider}"
        | "/sign-in/return/{provider}"
        | "/invitation/{token}"
        | "/set-up/{token}"
        | "/frozen/{token}"
        | "/frozen/{token}/meeting"
        | "/frozen/{token}/files/{file}"
        | "/favicon.svg"
        | "/robots.txt" => Some(Rule::Anyone),
        "/sign-in/code" | "/sign-out" | "/account/two-step" => Some(Rule::Entering),
        "/"
        | "/data"
        | "/data/imports/{id}"
        | "/data/templates/{file}"
        | "/api/data"
        | "/api/import"
        | "/account"
        | "/account/password"
        | "/account/recovery-codes"
        | "/account/sessions/end"
        | "/account/sessions/end-others" => Some(Rule::SignedIn),
        "/api/school" => Some(Rule::Reader),
        "/people"
        | "/people/{id}"
        | "/people/{id}/reset"
        | "/people/{id}/deactivate"
        | "/people/{id}/reactivate"
        | "/audit"
        | "/participants/{handle}/subject-access"
        | "/participants/{handle}/erase" => Some(Rule::Administrator),
        _ if pattern.starts_with("/build/") => Some(Rule::Anyone),
        _ if READERS.contains(&pattern) => Some(Rule::Reader),
        _ => None,
    }
}
