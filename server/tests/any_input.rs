//! Whatever is sent to the addresses that anyone may reach is answered, and lets nobody in: any form, any query, any cookie.

use crate::support::people::{Cookie, House};
use crate::support::provider::FakeProvider;
use crate::support::{self, on_each_database, small};
use app::accounts::AccountRole;
use app::filters::Filters;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use server::auth::mail::Mail;
use server::auth::providers::Providers;

/// Names of fields and keys that mean something, and others.
fn name() -> impl Strategy<Value = String> {
    let known = "(email|password|again|current|code|next|name|organisation|role|hub|session|second-step|state|iss|error|by|year|q)";
    prop_oneof![known, "[ -~]{0,8}", "\\PC{0,6}"]
}

/// Values that mean something, and others.
fn value() -> impl Strategy<Value = String> {
    let known =
        "(ada.min@hub.example|administrator|NE2|EE3|on|//evil.example|/gaps|2024-25|access_denied|'|--|\\x00|<b>)";
    prop_oneof![known, "[ -~]{0,40}", "\\PC{0,24}", "[a-z]{200,400}"]
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Pairs as a form or query writes them, some of them broken.
fn pairs() -> impl Strategy<Value = String> {
    let pair = (name(), value(), any::<bool>());
    let pair = pair.prop_map(|(name, value, whole)| {
        let pair = format!("{}={}", encoded(&name), encoded(&value));
        if whole { pair } else { pair.replace('=', "%").replace("%2", "%") }
    });
    vec(pair, 0..7).prop_map(|pairs| pairs.join("&"))
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => pairs().prop_map(String::into_bytes), 1 => vec(any::<u8>(), 0..300)]
}

fn cookies() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "(golden-thread|golden-thread-departure)=[A-Za-z0-9_-]{43}",
        "[ -~]{0,60}",
        "golden-thread=t{42,44}"
    ];
    vec(part, 0..4).prop_map(|parts| parts.join("; "))
}

/// One of these, the same in every run.
fn next<T: std::fmt::Debug>(runner: &mut TestRunner, of: &impl Strategy<Value = T>) -> T {
    of.new_tree(runner).expect("a value").current()
}

#[test]
fn any_form_query_and_cookie_is_answered_and_lets_nobody_in() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        support::import_all(&place.open().await, &small::files()).await;
        let settings = vec![provider.settings("hub", serde_json::json!({}))];
        let house = House::with(place.open().await, |accounts| {
            accounts.providers = Providers::new(settings, "http://127.0.0.1:3000").expect("providers");
            // Nobody listens there: what is to be sent is lost.
            accounts.mail = Mail::new("smtp://127.0.0.1:9", "a@lead.example").ok();
        })
        .await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let id = house.id_of("Ada Min").await;
        let mut runner = TestRunner::deterministic();
        let (pairs, body, cookies) = (pairs(), body(), cookies());
        let nobody = Cookie::default();
        let open =
            ["/sign-in", "/sign-in/forgotten", "/sign-in/demo", "/invitation/no-such-link", "/set-up/no-such-link"];
        let read = [
            "/sign-in",
            "/sign-in/with/hub",
            "/sign-in/return/hub",
            "/help",
            "/overview",
            "/participation",
            "/schools",
        ];
        let own = ["/people", "/account/password", "/account/sessions/end", "/sign-in", "/people/no-such-person"];
        for turn in 0..60 {
            let (address, sent) = (open[turn % open.len()], next(&mut runner, &body));
            let answer = house.post_with(&nobody, address, &sent, &[]).await;
            let told = format!("POST {address} {:?}: {}", String::from_utf8_lossy(&sent), answer.status);
            assert!(answer.status.as_u16() < 500, "{told}");
            assert!(!answer.header("set-cookie").starts_with("golden-thread="), "{told}");

            let (address, query) = (read[turn % read.len()], next(&mut runner, &pairs));
            let line = next(&mut runner, &cookies);
            let answer = house.get_with_cookies(&line, &format!("{address}?{query}")).await;
            let told = format!("GET {address}?{query} with {line:?}: {}", answer.status);
            assert!(answer.status.as_u16() < 500, "{told}");
            assert!(!answer.header("set-cookie").starts_with("golden-thread="), "{told}");
            assert!(!answer.text().contains("Ada Min"), "{told}");

            let (address, sent) = (own[turn % own.len()], next(&mut runner, &body));
            let answer = house.post_with(&ada, address, &sent, &[]).await;
            assert!(
                answer.status.as_u16() < 500,
                "POST {address} {:?}: {}",
                String::from_utf8_lossy(&sent),
                answer.status
            );
            let query = next(&mut runner, &pairs);
            let answer = house.get(&ada, &format!("/participation?{query}")).await;
            assert!(answer.status.as_u16() < 500, "GET /participation?{query}: {}", answer.status);
        }
        assert_eq!(house.get(&ada, "/account").await.status, 200, "whoever was in still is");
        assert_eq!(house.database.account(&id).await.expect("read").expect("there").role, "administrator");
    });
}

#[test]
fn over_its_own_tls_nobody_can_say_whom_they_are() {
    on_each_database(async |place| {
        // Where no proxy stands before, what it would say counts for nothing: the machine itself has to wait.
        for (behind_proxy, header, waits) in
            [(false, "10.0.0.N", true), (true, "10.0.0.N", false), (true, "10.0.0.N, 10.1.1.1", true)]
        {
            let place = place.another();
            let house = House::with(place.open().await, |accounts| accounts.behind_proxy = behind_proxy).await;
            let mut last = 0;
            for n in 0..11 {
                let told = header.replace('N', &n.to_string());
                let body = format!("email=nobody{n}@hub.example&password=not+the+password");
                let headers = [("x-forwarded-for", told.as_str())];
                let answer = house.post_with(&Cookie::default(), "/sign-in", body.as_bytes(), &headers).await;
                last = answer.status.as_u16();
            }
            assert_eq!(last, if waits { 429 } else { 422 }, "{behind_proxy} {header}");
        }
    });
}

proptest! {
    #[test]
    fn any_query_string_is_read_and_written_again_the_same(query in pairs()) {
        let filters = Filters::read(&query).0;
        let written = filters.to_string();
        let again = Filters::read(&written);
        prop_assert_eq!(again.0.to_string(), written);
    }
}
