//! Signing in through another service, against a provider whose answers can be bent, on both databases.

use crate::support::people::{Cookie, House};
use crate::support::provider::{FakeProvider, Signed, values_of};
use crate::support::{self, Answered, Place, on_each_database, small};
use app::accounts::AccountRole;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use server::auth::by_provider::Return;
use server::auth::providers::Providers;
use server::storage::Database;

/// An instance that people reach through these providers.
async fn house(place: &Place, providers: &[(&FakeProvider, &str, Value)]) -> House {
    let database = place.open().await;
    let settings = providers.iter().map(|(provider, name, more)| provider.settings(name, more.clone())).collect();
    House::with(database, |accounts| {
        accounts.providers = Providers::new(settings, "http://127.0.0.1:3000").expect("providers");
    })
    .await
}

/// Leaves for a provider: where to, and the browser's cookie.
async fn leave(house: &House, name: &str, next: &str) -> (String, String) {
    let left = house.get(&Cookie::default(), &format!("/sign-in/with/{name}?next={next}")).await;
    assert_eq!(left.status, 303, "{}", left.text());
    let cookie = left.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    (left.header("location").to_owned(), cookie)
}

/// Leaves, is approved with these claims, and comes back.
async fn round(house: &House, provider: &FakeProvider, name: &str, claims: Value) -> Answered {
    let (to, cookie) = leave(house, name, "/account").await;
    house.get_with_cookies(&cookie, &provider.approve(&to, claims)).await
}

async fn events(database: &Database) -> Vec<(String, String)> {
    let entries = database.audit_entries(i64::MAX, 1000).await.expect("entries");
    entries.into_iter().rev().map(|entry| (entry.event, entry.about)).collect()
}

fn noor() -> Value {
    json!({"sub": "n-1", "email": "Noor.Own@hub.example", "email_verified": true, "name": "Noor Own"})
}

#[test]
fn an_invited_person_comes_in_by_a_service_and_is_known_by_its_number_from_then_on() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        let page = house.get(&Cookie::default(), "/sign-in?next=%2Fgaps").await.page();
        assert_eq!(page.attributes(".gt-account__providers a", "href"), ["/sign-in/with/hub?next=%2Fgaps"]);
        assert_eq!(page.texts(".gt-account__providers a"), ["Sign in with Hub Sign-in"]);

        let left = house.get(&Cookie::default(), "/sign-in/with/hub?next=%2Faccount").await;
        let (to, set) = (left.header("location"), left.header("set-cookie"));
        assert!(to.starts_with(&format!("{}/authorise?", provider.issuer)), "{to}");
        let asked = values_of(to);
        assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
        assert_eq!(asked["redirect_uri"], "http://127.0.0.1:3000/sign-in/return/hub");
        assert_eq!((asked["state"].len(), asked["nonce"].len(), asked["code_challenge"].len()), (43, 43, 43));
        assert_eq!(asked["scope"], "openid email profile");
        assert!(set.starts_with("golden-thread-departure=") && set.ends_with("HttpOnly; SameSite=Lax; Max-Age=600"));
        assert_eq!(left.header("cache-control"), "no-store");

        // The browser had a session before: it is another one afterwards.
        let id = house.id_of("Noor Own").await;
        let before = house.session(&id, Utc::now()).await;
        let cookies = format!("{}; golden-thread={}", set.split(';').next().expect("a cookie"), before.0);
        let back = house.get_with_cookies(&cookies, &provider.approve(to, noor())).await;
        assert_eq!((back.status.as_u16(), back.header("location")), (303, "/account"), "{}", back.text());
        assert_eq!(back.header("referrer-policy"), "no-referrer");
        let noors = back.cookie();
        assert!(noors.0.len() == 43 && noors.0 != before.0, "a new session");
        assert_eq!(house.get(&before, "/account").await.status, 303, "the one before has ended");
        let own = house.get(&noors, "/account").await.page().words();
        assert!(own.contains("Noor Own") && own.contains("Signs in withHub Sign-in"), "{own}");

        // Known by number: the address there may change.
        let moved = json!({"sub": "n-1", "email": "noor@elsewhere.example", "email_verified": true});
        let again = round(&house, &provider, "hub", moved).await;
        assert!(house.get(&again.cookie(), "/account").await.text().contains("noor.own@hub.example"));
        // And whoever has the address after her is not her.
        let mut another = noor();
        another["sub"] = "n-2".into();
        let refused = round(&house, &provider, "hub", another).await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.page().headline(), "Nobody has invited you yet");
        let events = events(&house.database).await;
        for event in ["identity-linked", "known-by-provider", "sign-in", "sign-in-refused"] {
            assert!(events.iter().any(|(known, _)| known == event), "{event} in {events:?}");
        }
        assert_eq!(events.iter().filter(|(event, _)| event == "identity-linked").count(), 1);
    });
}

#[test]
fn a_return_counts_once_in_time_and_in_the_browser_that_left() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        let (to, cookie) = leave(&house, "hub", "/account").await;
        let back = provider.approve(&to, noor());
        assert_eq!(house.get_with_cookies(&cookie, &back).await.status, 303);
        let again = house.get_with_cookies(&cookie, &back).await;
        assert_eq!(
            (again.status.as_u16(), again.page().headline().as_str()),
            (400, "This way of signing in has expired")
        );

        let (to, _) = leave(&house, "hub", "/account").await;
        let (_, other) = leave(&house, "hub", "/account").await;
        let back = provider.approve(&to, noor());
        for cookies in [other.as_str(), "golden-thread-departure=x", "a=b"] {
            assert_eq!(house.get_with_cookies(cookies, &back).await.status, 400, "{cookies}");
        }
        for nonsense in ["", "?state=x&code=y", "?code=y", "?error=access_denied"] {
            let answer = house.get(&Cookie::default(), &format!("/sign-in/return/hub{nonsense}")).await;
            assert_eq!(answer.status, 400, "{nonsense}");
        }
        assert_eq!(house.get(&Cookie::default(), "/sign-in/with/none").await.status, 404);
        assert_eq!(house.get(&Cookie::default(), "/sign-in/return/none?state=x").await.status, 404);

        // Ten minutes away are too long.
        let began = Utc::now();
        let provider_here = house.accounts.providers.named("hub").expect("there");
        for (minutes, lets_in) in [(9, true), (10, false)] {
            let left = house.accounts.leave(provider_here, "/", began).await.expect("left").expect("reached");
            let values = values_of(&format!("http://127.0.0.1:3000{}", provider.approve(&left.0, noor())));
            let sent = Return {
                state: values["state"].clone(),
                code: values["code"].clone(),
                issuer: Some(provider.issuer.clone()),
                browser: left.1,
                ..Return::default()
            };
            // The token itself is of now.
            let later = began + TimeDelta::minutes(minutes);
            let from = server::auth::accounts::From::default();
            let outcome = house.accounts.come_back(provider_here, &sent, &from, later).await.expect("asked");
            let told = outcome.as_ref().err().map(|trouble| trouble.told.word());
            match lets_in {
                // The token has expired by then, which is another matter.
                true => assert_eq!(told, Some("clocks differ")),
                false => assert_eq!(told, Some("expired or not begun here")),
            }
        }
    });
}

#[test]
fn tokens_that_are_not_the_service_s_for_us_and_of_now_are_refused() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        let now = Utc::now().timestamp();
        let cases = [
            (json!({"nonce": "another"}), Signed::ByKey, 400),
            (json!({"nonce": null}), Signed::ByKey, 400),
            (json!({"aud": "another"}), Signed::ByKey, 502),
            (json!({"aud": ["golden", "another"]}), Signed::ByKey, 502),
            (json!({"azp": "another"}), Signed::ByKey, 502),
            (json!({"iss": "https://another.example"}), Signed::ByKey, 502),
            (json!({"exp": now - 3600, "iat": now - 7200}), Signed::ByKey, 502),
            (json!({"iat": now + 3600, "exp": now + 7200}), Signed::ByKey, 502),
            (json!({"nbf": now + 3600}), Signed::ByKey, 502),
            (json!({"sub": null}), Signed::ByKey, 502),
            (json!({}), Signed::Never, 502),
            (json!({}), Signed::BySecret, 502),
            (json!({}), Signed::ByAnother, 502),
            (json!({}), Signed::ByKey, 303),
        ];
        for (bent, signed, status) in cases {
            let mut claims = noor();
            claims.as_object_mut().expect("claims").extend(bent.as_object().expect("claims").clone());
            let (to, cookie) = leave(&house, "hub", "/account").await;
            let back = provider.approve_signed(&to, claims, json!({}), signed);
            let answer = house.get_with_cookies(&cookie, &back).await;
            assert_eq!(answer.status, status, "{bent} {signed:?}: {}", answer.text());
            if status != 303 {
                assert!(!answer.header("set-cookie").starts_with("golden-thread="), "{bent}: a session");
                let words = answer.page().words();
                assert!(!words.contains("nonce") && !words.contains("another"), "no internals: {words}");
            }
            if bent.get("exp").is_some() {
                assert_eq!(answer.page().headline(), "The clocks of the two services do not agree");
            }
        }
    });
}

#[test]
fn a_new_key_is_asked_for_once_and_not_at_every_call() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        for _ in 0..3 {
            assert_eq!(round(&house, &provider, "hub", noor()).await.status, 303);
        }
        assert_eq!(provider.keys_asked(), 1, "kept");
        provider.change_key("second");
        assert_eq!(round(&house, &provider, "hub", noor()).await.status, 303);
        assert_eq!(provider.keys_asked(), 2);
        provider.change_key("third");
        assert_eq!(round(&house, &provider, "hub", noor()).await.status, 502, "not twice within a minute");
        assert_eq!(provider.keys_asked(), 2);
    });
}

#[test]
fn two_services_do_not_answer_for_one_another() {
    on_each_database(async |place| {
        let (one, other) = (FakeProvider::start().await, FakeProvider::start().await);
        let house = house(place, &[(&one, "one", json!({})), (&other, "other", json!({}))]).await;
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        let buttons = house.get(&Cookie::default(), "/sign-in").await.page().count(".gt-account__providers a");
        assert_eq!(buttons, 2);
        // Left for one; the other answers, with the state of the one: it says who it is, and is not taken.
        let (to, cookie) = leave(&house, "one", "/account").await;
        let foreign = other.approve(&to, noor());
        assert!(foreign.starts_with("/sign-in/return/one"));
        assert_eq!(house.get_with_cookies(&cookie, &foreign).await.status, 502);
        // The same without saying who it is, which both say they do.
        let (to, cookie) = leave(&house, "one", "/account").await;
        let foreign = other.approve(&to, noor());
        let silent = foreign.split("&iss=").next().expect("an address");
        assert_eq!(house.get_with_cookies(&cookie, silent).await.status, 502);
        // Left for one, back at the other's address.
        let (to, cookie) = leave(&house, "one", "/account").await;
        let crossed = one.approve(&to, noor()).replace("/return/one", "/return/other");
        assert_eq!(house.get_with_cookies(&cookie, &crossed).await.status, 400);
        // A person of the one is nobody's at the other, though the number is the same.
        assert_eq!(round(&house, &one, "one", noor()).await.status, 303);
        let stranger = json!({"sub": "n-1", "email": "else@hub.example", "email_verified": true});
        assert_eq!(round(&house, &other, "other", stranger).await.status, 403);
    });
}

fn by_organisation() -> Value {
    json!({
        "unknown_people": "admit",
        "multi_factor": {"told": {"claim": "amr", "values": ["mfa"]}},
        "organisation_claim": "organisation.name",
        "roles": [
            {"claim": "organisation.urn", "values": ["900123"], "role": "hub-lead", "hubs": ["NE2"]},
            {"claim": "organisation.urn", "values": ["900124"], "role": "strategic-group", "hubs": ["EE3"]},
        ],
    })
}

#[test]
fn role_hub_areas_and_organisation_are_those_of_the_claims_each_time() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        support::import_all(&place.open().await, &small::files()).await;
        let house = house(place, &[(&provider, "hub", by_organisation())]).await;
        let organisation = |urn: &str| json!({"organisation": {"id": "o", "name": "Marsh Academy", "urn": urn}});
        // Nobody was invited; the organisation stands in the user info alone; the service asked for one step.
        let (to, cookie) = leave(&house, "hub", "/gaps").await;
        let back = provider.approve_signed(&to, noor(), organisation("900123"), Signed::ByKey);
        let half = house.get_with_cookies(&cookie, &back).await;
        assert_eq!(half.header("location"), "/account/two-step", "our own second step holds: {}", half.text());
        assert_eq!(house.get(&half.cookie(), "/gaps").await.status, 303);
        let row = house.database.account(&house.id_of("Noor Own").await).await.expect("read").expect("there");
        assert_eq!((row.role.as_str(), row.organisation.as_str(), row.password), ("hub-lead", "Marsh Academy", None));
        assert_eq!(house.database.account_hubs(&row.id).await.expect("read"), ["NE2"]);
        // The service asked for a second step.
        let of = |urn: &str| {
            let mut claims = noor();
            claims.as_object_mut().expect("claims").extend(organisation(urn).as_object().expect("claims").clone());
            claims["amr"] = json!(["pwd", "mfa"]);
            claims
        };
        let full = round(&house, &provider, "hub", of("900123")).await;
        assert_eq!(full.header("location"), "/account");
        let lead = full.cookie();
        assert!(house.get(&lead, "/overview?hub=NE2").await.text().contains("gt-banner--exact"));
        // Another organisation: another role, and the sessions of the one before end.
        let around = round(&house, &provider, "hub", of("900124")).await.cookie();
        assert_eq!(house.get(&lead, "/account").await.status, 303, "ended");
        assert_eq!(house.get(&around, "/overview?hub=NE2").await.status, 403);
        assert!(!house.get(&around, "/overview?hub=EE3").await.text().contains("gt-banner--exact"));
        // None any more.
        let none = round(&house, &provider, "hub", of("999999")).await;
        assert_eq!(
            (none.status.as_u16(), none.page().headline().as_str()),
            (403, "Your account there gives you no role here")
        );
        assert_eq!(
            house.get(&around, "/account").await.status,
            303,
            "whoever has no role any more is signed in no more"
        );
        let events = events(&house.database).await;
        let changed = events.iter().find(|(event, _)| event == "role-changed").expect("noted");
        assert!(changed.1.ends_with("hub-lead to strategic-group EE3"), "{changed:?}");
        assert!(events.contains(&("sign-in-refused".into(), "hub: no role".into())), "{events:?}");
        // A service that is not believed gives no second step by a word of its own.
        let mut told = of("900123");
        told["amr"] = json!(["pwd"]);
        assert_eq!(round(&house, &provider, "hub", told).await.header("location"), "/account/two-step");
    });
}

#[test]
fn whoever_was_not_invited_is_not_vouched_for_or_was_let_go_is_told_so() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        let told = async |claims: Value| {
            let answer = round(&house, &provider, "hub", claims).await;
            assert_eq!(answer.page().attributes("main p a", "href")[0], "/sign-in");
            (answer.status.as_u16(), answer.page().headline())
        };
        assert_eq!(told(noor()).await, (403, "Nobody has invited you yet".into()));
        let mut unproven = noor();
        unproven["email_verified"] = false.into();
        assert_eq!(told(unproven).await.1, "The other service does not vouch for your e-mail address");
        house.person("Noor Own", AccountRole::StrategicGroup, &["NE2"]).await;
        let id = house.id_of("Noor Own").await;
        house.person("Ada Min", AccountRole::Administrator, &[]).await;
        house.accounts.set_active("test", &id, false, Utc::now()).await.expect("done");
        assert_eq!(told(noor()).await.1, "Your account here is deactivated");
        house.accounts.set_active("test", &id, true, Utc::now()).await.expect("done");
        assert_eq!(round(&house, &provider, "hub", noor()).await.status, 303);
    });
}

#[test]
fn what_goes_wrong_at_the_service_leads_to_a_plain_page() {
    on_each_database(async |place| {
        let mut provider = FakeProvider::start().await;
        let house = house(place, &[(&provider, "hub", json!({}))]).await;
        for (word, status) in [
            ("access_denied", 403),
            ("login_required", 403),
            ("server_error", 503),
            ("temporarily_unavailable", 503),
            ("invalid_scope", 502),
            ("unauthorized_client", 502),
        ] {
            let (to, cookie) = leave(&house, "hub", "/account").await;
            let issuer = provider.issuer.replace(':', "%3A").replace('/', "%2F");
            let (state, about) = (&values_of(&to)["state"], "AADSTS-internal");
            let back = format!("/sign-in/return/hub?error={word}&error_description={about}&state={state}&iss={issuer}");
            let answer = house.get_with_cookies(&cookie, &back).await;
            assert_eq!(answer.status, status, "{word}");
            let words = answer.page().words();
            assert!(!words.contains(about) && !words.contains(word), "{words}");
            assert!(answer.header("set-cookie").contains("Max-Age=0"), "the departure is used up");
        }
        let told = events(&house.database).await;
        assert_eq!(told.iter().filter(|(event, _)| event == "sign-in-refused").count(), 6);
        // A code that the service does not take.
        let (to, cookie) = leave(&house, "hub", "/account").await;
        let back = provider.approve(&to, noor()).replace("code=", "code=x");
        assert_eq!(house.get_with_cookies(&cookie, &back).await.status, 400);
        // The service is gone; what is known of it still sends people there, but no code can be exchanged.
        let (to, cookie) = leave(&house, "hub", "/account").await;
        let back = provider.approve(&to, noor());
        provider.stop().await;
        let gone = house.get_with_cookies(&cookie, &back).await;
        assert_eq!(
            (gone.status.as_u16(), gone.page().headline().as_str()),
            (503, "The other service cannot be reached")
        );
    });
}

#[test]
fn an_administrator_who_comes_by_a_service_alone_counts_as_one() {
    on_each_database(async |place| {
        let provider = FakeProvider::start().await;
        let rules = json!({
            "unknown_people": "admit",
            "email_is_verified": true,
            "multi_factor": "always",
            "roles": [{"claim": "groups", "values": ["admins"], "role": "administrator"}],
        });
        let house = house(place, &[(&provider, "hub", rules)]).await;
        for (sub, email) in [("a", "ada@lead.example"), ("b", "bea@lead.example")] {
            let claims = json!({"sub": sub, "email": email, "name": sub, "groups": ["staff", "admins"]});
            let answer = round(&house, &provider, "hub", claims).await;
            assert_eq!(house.get(&answer.cookie(), "/people").await.status, 200, "{}", answer.text());
        }
        let (a, b) = (house.id_of("a").await, house.id_of("b").await);
        let off = async |id: &str| house.accounts.set_active("test", id, false, Utc::now()).await.expect("done");
        assert_eq!(off(&a).await, server::auth::people::Changed::Done);
        assert_eq!(off(&b).await, server::auth::people::Changed::LastAdministrator);
    });
}
