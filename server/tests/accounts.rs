//! Signing in, the second step, links, sessions, and looking after people, over HTTP on both databases.

use crate::support::people::{Cookie, House, PASSWORD, events, form, is_out, link_of, registered, sign_in};
use crate::support::small;
use crate::support::{Answered, on_each_database};
use app::accounts::AccountRole;
use chrono::{TimeDelta, Utc};
use server::auth::totp;

#[test]
fn from_the_set_up_link_to_a_hub_lead_who_signs_in() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let nobody = Cookie::default();
        let token = house.accounts.set_up_link(Utc::now()).await.expect("made").expect("there is no account");
        let address = format!("/set-up/{token}");
        assert_eq!(house.get(&nobody, &address).await.status, 200);
        let short = form(&[
            ("name", "Ada Min"),
            ("email", "ada@lead.example"),
            ("organisation", "Lead"),
            ("password", "short"),
            ("again", "short"),
        ]);
        let again = house.post(&nobody, &address, &short).await;
        assert_eq!(again.status, 422);
        assert!(
            again.text().contains("Ada Min") && !again.text().contains("value=\"short\""),
            "kept, but for the password"
        );
        let good = form(&[
            ("name", "Ada Min"),
            ("email", "Ada@Lead.example"),
            ("organisation", "Lead"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ]);
        let entered = house.post(&nobody, &address, &good).await;
        assert_eq!((entered.status.as_u16(), entered.header("location")), (303, "/account/two-step"));
        assert_eq!(house.post(&nobody, &address, &good).await.status, 410, "the link works once");
        assert!(house.accounts.set_up_link(Utc::now()).await.expect("asked").is_none());

        // Half signed in: nothing but the second step is open.
        let half = entered.cookie();
        assert_eq!(house.get(&half, "/overview").await.header("location"), "/account/two-step");
        assert_eq!(house.get(&half, "/data/overview.csv").await.status, 401);
        let page = house.get(&half, "/account/two-step").await;
        let secret = page.page().texts(".gt-account__key").join("").replace(' ', "");
        assert_eq!(house.post(&half, "/account/two-step", "code=000000").await.status, 422);
        let code = totp::code(&secret, Utc::now().timestamp()).expect("a code");
        let done = house.post(&half, "/account/two-step", &form(&[("code", &code)])).await;
        assert_eq!(done.status, 200);
        let recovery = done.page().texts(".gt-account__codes code");
        assert_eq!(recovery.len(), 10);
        let ada = done.cookie();
        assert_ne!(ada.0, half.0, "a new session");
        assert_eq!(house.get(&half, "/account").await.status, 303, "the old one has ended");
        assert_eq!(house.get(&ada, "/people").await.status, 200);

        // The administrator invites a hub lead.
        let invitation =
            form(&[("name", "Noor Own"), ("email", "noor@hub.example"), ("organisation", "Hub"), ("role", "hub-lead")]);
        assert_eq!(house.post(&ada, "/people", &invitation).await.status, 422, "a hub lead needs a hub area");
        let invited = house.post(&ada, "/people", &format!("{invitation}&hub=NE2")).await;
        let link = link_of(&invited);
        assert_eq!(
            house.post(&ada, "/people", &format!("{invitation}&hub=NE2")).await.status,
            422,
            "the address is taken"
        );
        let chosen = house.post(&nobody, &link, &form(&[("password", PASSWORD), ("again", PASSWORD)])).await;
        assert_eq!(chosen.header("location"), "/account/two-step");
        assert_eq!(house.get(&nobody, &link).await.status, 410);
        let events = events(&house.database).await;
        for event in ["account-added", "password-chosen", "second-step-set-up", "sign-in", "invitation-made"] {
            assert!(events.contains(&event.to_owned()), "{event} in {events:?}");
        }
        let entries = house.database.audit_entries(i64::MAX, 100).await.expect("entries");
        let words = format!("{entries:?}");
        assert!(!words.contains("example") && !words.contains(&token), "no address to write to and no token: {words}");
        assert!(house.get(&ada, "/audit").await.text().contains("Invitation made"));
    });
}

#[test]
fn a_password_and_a_code_that_works_once_let_in() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let (email, secret) = registered(&house, "Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let secret = secret.expect("a second step");
        let wrong = sign_in(&house, &email, "not the password").await;
        let unknown = sign_in(&house, "nobody@hub.example", "not the password").await;
        assert_eq!((wrong.status.as_u16(), unknown.status.as_u16()), (422, 422));
        let words = |answer: &Answered| answer.page().texts(".govuk-error-summary").join(" ");
        assert_eq!(words(&wrong), words(&unknown), "whether there is an account is not told");
        let half = sign_in(&house, &email, PASSWORD).await;
        assert_eq!(half.header("location"), "/sign-in/code?next=%2Fgaps%3Fhub%3DNE2");
        assert!(
            half.header("set-cookie").ends_with("; Path=/; HttpOnly; SameSite=Lax"),
            "{}",
            half.header("set-cookie")
        );
        let half = half.cookie();
        assert_eq!(
            house.get(&half, "/gaps?hub=NE2").await.header("location"),
            "/sign-in/code?next=%2Fgaps%3Fhub%3DNE2"
        );
        let code = totp::code(&secret, Utc::now().timestamp()).expect("a code");
        let body = form(&[("code", &code), ("next", "/gaps?hub=NE2")]);
        let full = house.post(&half, "/sign-in/code", &body).await;
        assert_eq!((full.status.as_u16(), full.header("location")), (303, "/gaps?hub=NE2"));
        assert_eq!(house.get(&full.cookie(), "/gaps?hub=NE2").await.status, 200);
        // The same code a second time.
        let half = sign_in(&house, &email, PASSWORD).await.cookie();
        assert_eq!(house.post(&half, "/sign-in/code", &body).await.status, 422);
        // Away to another site: no.
        let body = form(&[("email", &email), ("password", PASSWORD), ("next", "//evil.example")]);
        let away = house.post(&Cookie::default(), "/sign-in", &body).await;
        assert_eq!(away.header("location"), "/sign-in/code?next=%2F");
    });
}

#[test]
fn a_recovery_code_lets_in_once() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let (email, _) = registered(&house, "Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let id = house.id_of("Noor Own").await;
        let signed_in = house.session(&id, Utc::now()).await;
        let made = house.post(&signed_in, "/account/recovery-codes", "").await;
        let code = made.page().texts(".gt-account__codes code").remove(3);
        for expected in [303, 422] {
            let half = sign_in(&house, &email, PASSWORD).await.cookie();
            let answer = house.post(&half, "/sign-in/code", &form(&[("code", &code.to_uppercase())])).await;
            assert_eq!(answer.status, expected);
        }
        assert_eq!(house.database.recovery_code_count(&id).await.expect("counted"), 9);
    });
}

#[test]
fn ten_failures_in_five_minutes_make_an_account_and_an_address_wait() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let (email, _) = registered(&house, "Sam Around", AccountRole::StrategicGroup, &["NE2"]).await;
        let from = |address: &str| server::auth::accounts::From { address: address.into(), ..Default::default() };
        let began = Utc::now();
        let tried = async |email: &str, password: &str, address: &str, minutes: i64| {
            let now = began + TimeDelta::minutes(minutes);
            house.accounts.sign_in(email, password, &from(address), now).await.expect("tried")
        };
        use server::auth::accounts::Refused;
        for n in 0..10 {
            let answer = tried(&email, "wrong", &format!("10.0.0.{n}"), 0).await;
            assert_eq!(answer.err(), Some(Refused::Wrong), "try {n}");
        }
        assert_eq!(
            tried(&email, PASSWORD, "10.0.1.1", 0).await.err(),
            Some(Refused::TooMany),
            "even with the password"
        );
        assert!(tried(&email, PASSWORD, "10.0.1.1", 6).await.is_ok(), "after five minutes");
        for n in 0..10 {
            tried(&format!("nobody{n}@hub.example"), "wrong", "10.9.9.9", 20).await.expect_err("refused");
        }
        assert_eq!(tried(&email, PASSWORD, "10.9.9.9", 20).await.err(), Some(Refused::TooMany), "the address waits");
        assert!(tried(&email, PASSWORD, "10.9.9.8", 20).await.is_ok(), "others do not");
    });
}

#[test]
fn sessions_end_by_themselves_by_hand_and_with_the_account() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let id = house.id_of("Noor Own").await;
        let now = Utc::now();
        let idle = house.session(&id, now - TimeDelta::minutes(61)).await;
        assert!(is_out(&house, &idle).await, "idle");
        let (one, two, three) =
            (house.session(&id, now).await, house.session(&id, now).await, house.session(&id, now).await);
        let handles = house.get(&one, "/account").await.page().attributes("input[name=session]", "value");
        assert_eq!(handles.len(), 3, "two more, and the first one");
        assert_eq!(
            house
                .post(&one, "/account/sessions/end", &format!("session={}", server::auth::token::hash(&two.0)))
                .await
                .status,
            303
        );
        assert!(is_out(&house, &two).await && !is_out(&house, &three).await);
        // Nobody ends another's session.
        let foreign = format!("session={}", server::auth::token::hash(&ada.0));
        house.post(&one, "/account/sessions/end", &foreign).await;
        assert!(!is_out(&house, &ada).await);
        house.post(&one, "/account/sessions/end-others", "").await;
        assert!(is_out(&house, &three).await && !is_out(&house, &one).await);
        assert_eq!(house.post(&ada, &format!("/people/{id}/deactivate"), "").await.status, 303);
        assert!(is_out(&house, &one).await, "deactivated: at once");
        house.post(&ada, "/sign-out", "").await;
        assert!(is_out(&house, &ada).await);
    });
}

#[test]
fn the_absolute_limit_holds_however_busy_somebody_is() {
    on_each_database(async |place| {
        let house = House::new(place, &[]).await;
        house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let id = house.id_of("Noor Own").await;
        let began = Utc::now();
        let cookie = house.session(&id, began).await;
        let mut seen = Vec::new();
        for minutes in (0..=740).step_by(20) {
            let visit = house.accounts.visit(&cookie.0, began + TimeDelta::minutes(minutes)).await.expect("read");
            seen.push((minutes, visit.is_some()));
        }
        assert!(seen.iter().all(|(minutes, there)| *there == (*minutes < 720)), "{seen:?}");
    });
}

#[test]
fn over_tls_the_cookie_is_bound_to_the_host_and_browsers_are_told() {
    on_each_database(async |place| {
        let house = House::with(place.open().await, |accounts| {
            *accounts = server::auth::Accounts::new(accounts.database().clone(), "https://figures.example");
        })
        .await;
        let (email, _) = registered(&house, "Sam Around", AccountRole::StrategicGroup, &["NE2"]).await;
        let entered = sign_in(&house, &email, PASSWORD).await;
        let cookie = entered.header("set-cookie");
        assert!(
            cookie.starts_with("__Host-golden-thread=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
            "{cookie}"
        );
        assert!(entered.header("strict-transport-security").starts_with("max-age=31536000"));
        assert_eq!(entered.header("cache-control"), "no-store");
        let page = house.get(&entered.cookie(), "/account").await;
        assert_eq!(page.status, 200);
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value);
        }
    });
}

#[test]
fn a_demo_lets_anyone_at_this_machine_in_as_each_role_and_nothing_else_does() {
    on_each_database(async |place| {
        let database = place.open().await;
        let house = House::with(database.clone(), |accounts| accounts.demo = true).await;
        let nobody = Cookie::default();
        assert_eq!(house.post(&nobody, "/sign-in/demo", "role=administrator").await.status, 404, "no demo database");
        database.set_fact("demo", "1").await.expect("set");
        let house = House::with(database.clone(), |accounts| accounts.demo = true).await;
        assert_eq!(house.get(&nobody, "/sign-in").await.page().count("button[name=role]"), 5);
        for role in AccountRole::ALL {
            let entered = house.post(&nobody, "/sign-in/demo", &format!("role={}", role.slug())).await;
            assert_eq!(house.get(&entered.cookie(), "/account").await.status, 200, "{role}");
        }
        let house = House::with(database, |accounts| accounts.demo = false).await;
        assert_eq!(house.post(&nobody, "/sign-in/demo", "role=administrator").await.status, 404, "not on this machine");
        assert_eq!(house.get(&nobody, "/sign-in").await.page().count("button[name=role]"), 0);
    });
}
