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

    /// Name of the cookie of a browser that has left for another service.
    fn departure_name(self) -> &'static str {
        if self.over_tls { "__Host-golden-thread-departure" } else { "golden-thread-departure" }
    }

    /// The token that a request carries; of two cookies with the name, none.
    pub fn token_of(self, headers: &HeaderMap) -> Option<String> {
        one_token(headers, self.cookie_name())
    }

    /// The token of a browser that comes back from another service.
    pub fn departure_of(self, headers: &HeaderMap) -> Option<String> {
        one_token(headers, self.departure_name())
    }

    /// Sets the cookie of a browser that leaves for another service; it lasts as long as it may be away.
    pub fn departure(self, token: &str, seconds: i64) -> HeaderValue {
        let name = self.departure_name();
        self.header(format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}"))
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

fn one_token(headers: &HeaderMap, of: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut tokens = pairs.filter(|(name, _)| *name == of).map(|(_, token)| token.to_owned());
    tokens.next().filter(|token| tokens.next().is_none() && token.len() == 43)
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
        assert_eq!(
            sessions.departure("T", 600),
            "__Host-golden-thread-departure=T; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_cookies_give_a_token_of_the_right_length_or_none(
            line in "(golden-thread|__Host-golden-thread|a|;|=| |[ -~]{0,50}|t{43}){0,8}",
            over_tls: bool,
        ) {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_str(&line) {
                headers.append(header::COOKIE, value);
            }
            let sessions = Sessions { over_tls, ..Sessions::default() };
            for token in [sessions.token_of(&headers), sessions.departure_of(&headers)].into_iter().flatten() {
                proptest::prop_assert!(token.len() == 43 && line.contains(&token));
            }
        }
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
