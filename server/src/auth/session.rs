//! Sessions: their cookie, and how long they last.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use http::{HeaderMap, HeaderValue, header};

/// How long sessions last, and whether their cookie travels over TLS only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// Without being seen.
    pub idle: TimeDelta,
    /// At most.
    pub absolute: TimeDelta,
    /// Whether pages come over TLS.
    pub over_tls: bool,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions { idle: TimeDelta::minutes(60), absolute: TimeDelta::hours(12), over_tls: false }
    }
}

impl Sessions {
    /// Name of the cookie. With the prefix, browsers take it from this host over TLS alone.
    fn cookie_name(self) -> &'static str {
        if self.over_tls { "__Host-golden-thread" } else { "golden-thread" }
    }

    /// The token that a request carries; of two cookies with the name, none.
    pub fn token_of(self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut tokens = pairs.filter(|(name, _)| *name == self.cookie_name()).map(|(_, token)| token.to_owned());
        tokens.next().filter(|token| tokens.next().is_none() && token.len() == 43)
    }

    /// Sets the cookie; it is gone when the browser is closed.
    pub fn cookie(self, token: &str) -> HeaderValue {
        self.header(format!("{}={token}; Path=/; HttpOnly; SameSite=Lax", self.cookie_name()))
    }

    /// Takes the cookie away.
    pub fn no_cookie(self) -> HeaderValue {
        self.header(format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", self.cookie_name()))
    }

    fn header(self, mut text: String) -> HeaderValue {
        if self.over_tls {
            text.push_str("; Secure");
        }
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    /// Sessions that began or were seen at these instants have ended.
    pub fn ended(self, now: DateTime<Utc>) -> (String, String) {
        (iso(now - self.absolute), iso(now - self.idle))
    }
}

/// An instant as the tables keep it: two of them compare as texts.
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        let sessions = Sessions { over_tls: true, ..Sessions::default() };
        assert_eq!(sessions.cookie("T"), "__Host-golden-thread=T; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(Sessions::default().cookie("T"), "golden-thread=T; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn one_token_of_the_right_length_is_read() {
        let token = "t".repeat(43);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(text).expect("a header"));
            Sessions::default().token_of(&headers)
        };
        assert_eq!(of(&format!("a=b; golden-thread={token}")), Some(token.clone()));
        assert_eq!(of(&format!("golden-thread={token}; golden-thread={token}")), None);
        assert_eq!(of("golden-thread=short"), None);
        assert_eq!(of(&format!("__Host-golden-thread={token}")), None);
    }
}
