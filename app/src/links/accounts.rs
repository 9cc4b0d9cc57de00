//! Addresses of accounts, of signing in and of the audit log.

use super::encoded;

/// Where people sign in, and the second step of it.
pub const SIGN_IN: &str = "/sign-in";
/// The second step of signing in.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
/// Where somebody who forgot their password asks for a link.
pub const FORGOTTEN: &str = "/sign-in/forgotten";
/// Where a demo lets anyone in, by POST.
pub const DEMO_SIGN_IN: &str = "/sign-in/demo";
/// Where people sign out, by POST.
pub const SIGN_OUT: &str = "/sign-out";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// The second step is set up here.
pub const TWO_STEP: &str = "/account/two-step";
/// Where one's own password is changed, by POST.
pub const OWN_PASSWORD: &str = "/account/password";
/// Where new recovery codes are asked for, by POST.
pub const RECOVERY_CODES: &str = "/account/recovery-codes";
/// Where one of one's own sessions is ended, by POST.
pub const END_SESSION: &str = "/account/sessions/end";
/// Where all other sessions of one's own are ended, by POST.
pub const END_OTHER_SESSIONS: &str = "/account/sessions/end-others";
/// Who may sign in.
pub const PEOPLE: &str = "/people";

/// The sign-in page, and where to go afterwards.
pub fn sign_in(next: &str) -> String {
    if next.is_empty() || next == "/" { SIGN_IN.into() } else { format!("{SIGN_IN}?next={}", encoded(next)) }
}

/// Where somebody leaves for another service that knows them, and where to go afterwards.
pub fn sign_in_with(provider: &str, next: &str) -> String {
    let address = format!("{SIGN_IN}/with/{provider}");
    if next.is_empty() || next == "/" { address } else { format!("{address}?next={}", encoded(next)) }
}

/// Where the other service sends them back to.
pub fn sign_in_return(provider: &str) -> String {
    format!("{SIGN_IN}/return/{provider}")
}

/// The second step of signing in, and where to go afterwards.
pub fn sign_in_code(next: &str) -> String {
    if next.is_empty() { SIGN_IN_CODE.into() } else { format!("{SIGN_IN_CODE}?next={}", encoded(next)) }
}

/// A link by which a password is set, once.
pub fn invitation(token: &str) -> String {
    format!("/invitation/{token}")
}

/// The link by which the first administrator is set up.
pub fn set_up(token: &str) -> String {
    format!("/set-up/{token}")
}

/// One person's account.
pub fn person(id: &str) -> String {
    format!("{PEOPLE}/{id}")
}

/// One person's account as the router of pages knows it: it is handed over by the handler of [`person`].
pub const PERSON_PAGE: &str = "/people/person";

/// Where something is done to a person's account, by POST: `reset`, `deactivate` or `reactivate`.
pub fn person_form(id: &str, word: &str) -> String {
    format!("{PEOPLE}/{id}/{word}")
}

/// The audit log, before an entry where one is named.
pub fn audit(before: Option<i64>) -> String {
    before.map_or_else(|| "/audit".to_owned(), |before| format!("/audit?before={before}"))
}
