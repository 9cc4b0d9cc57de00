//! Every address of the router, asked for by nobody and by every role of another hub: refused. And by those whose it is.

use crate::support::people::{Cookie, House};
use crate::support::small;
use crate::support::{Answered, on_each_database};
use app::accounts::AccountRole;
use app::filters::Audience;
use app::links::Page;
use server::auth::rules::{Rule, rule};

/// The parts of an address that a pattern leaves open, filled with what is there.
fn addresses(pattern: &str, person: &str) -> Vec<String> {
    let fill =
        |pairs: &[(&str, &str)]| pairs.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(name, value));
    match pattern {
        "/charts/{page}/{file}" => {
            Page::REPORTS.iter().map(|page| format!("/charts/{}/breakdown.svg", page.word())).collect()
        }
        "/data/{file}" => {
            let words = Page::REPORTS.iter().map(|page| page.word()).chain([
                "calls",
                "actions",
                "reconciliation",
                "participants",
            ]);
            words.flat_map(|word| ["csv", "json"].map(|ending| format!("/data/{word}.{ending}"))).collect()
        }
        "/update/{id}/files/{file}" => vec!["/update/1/files/pack.csv".into(), "/update/1/files/pack.pdf".into()],
        "/frozen/{token}/files/{file}" => vec!["/frozen/no-such-token/files/frozen.pdf".into()],
        "/data/templates/{file}" => vec![format!("/data/templates/{}", intake::templates()[0].file_name)],
        _ if pattern.starts_with("/people/") => vec![fill(&[("{id}", person)])],
        _ => {
            let handle = "0".repeat(32);
            let open = [
                ("{urn}", "900002"),
                ("{id}", "1"),
                ("{token}", "no-such-token"),
                ("{handle}", handle.as_str()),
                ("{provider}", "none"),
            ];
            vec![fill(&open)]
        }
    }
}

fn is_refusal(answer: &Answered) -> bool {
    let to_sign_in = answer.status == 303 && answer.header("location").starts_with("/sign-in");
    to_sign_in || matches!(answer.status.as_u16(), 401 | 403)
}

#[test]
fn every_address_has_a_rule_and_is_closed_to_whoever_is_not_signed_in() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        house.person("Ada", AccountRole::Administrator, &[]).await;
        let person = house.id_of("Ada").await;
        assert!(house.patterns.len() > 50, "{:?}", house.patterns);
        let forged = Cookie("x".repeat(43));
        for pattern in &house.patterns {
            let Some(rule) = rule(pattern) else {
                panic!("{pattern} has no rule: say in auth/rules.rs whom it is for");
            };
            for address in addresses(pattern, &person) {
                for who in [&Cookie::default(), &forged] {
                    let (read, sent) = (house.get(who, &address).await, house.post(who, &address, "").await);
                    if rule == Rule::Anyone {
                        continue;
                    }
                    assert!(is_refusal(&read), "GET {address} answered {}", read.status);
                    assert_eq!(sent.status, 401, "POST {address}");
                    assert!(!read.text().contains("Demo Marina") && !sent.text().contains("Demo Marina"), "{address}");
                }
            }
        }
    });
}

#[test]
fn what_does_not_exist_is_refused_like_what_does() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let nobody = Cookie::default();
        for (there, not) in [
            ("/schools/900001", "/schools/123456"),
            ("/overview", "/no-such-page"),
            ("/data/overview.csv", "/data/x.csv"),
        ] {
            let (there, not) = (house.get(&nobody, there).await, house.get(&nobody, not).await);
            let told = |answer: &Answered| (answer.status, answer.page().words());
            assert_eq!(told(&there), told(&not), "{}", not.address);
        }
        let other = house.person("Lee", AccountRole::HubLead, &["EE3"]).await;
        for address in ["/schools/900002?audience=exact", "/schools/123456?audience=exact"] {
            assert_eq!(house.get(&other, address).await.status, 403, "{address}");
        }
        // Packs and frozen links of others are as good as none.
        let own = house.person("Nia", AccountRole::HubLead, &["NE2"]).await;
        let pack = house.post(&own, "/update", "template=update&hub=NE2&year=2022-23").await;
        assert_eq!((pack.status.as_u16(), pack.header("location")), (303, "/update/1"));
        let told = |answer: &Answered| (answer.status, answer.page().words());
        for rest in ["", "/preview", "/meeting"] {
            let there = house.get(&other, &format!("/update/1{rest}")).await;
            let not = house.get(&other, &format!("/update/99{rest}")).await;
            assert_eq!(told(&there), told(&not), "{rest}");
            assert_eq!(there.status, 404, "{rest}");
        }
        for form in ["", "/freeze", "/dates", "/template", "/remove"] {
            let sent = house.post(&other, &format!("/update/1{form}"), "do=save&version=1").await;
            assert_eq!(sent.status, 404, "{form}");
        }
        let sam = house.person("Sam", AccountRole::StrategicGroup, &["NE2"]).await;
        assert_eq!(house.get(&sam, "/update/1").await.status, 200, "they read it");
        for form in ["", "/freeze", "/dates", "/template", "/remove"] {
            assert_eq!(house.post(&sam, &format!("/update/1{form}"), "").await.status, 403, "{form}");
        }
        assert_eq!(house.post(&sam, "/update", "template=update&hub=NE2&year=2022-23").await.status, 403);
        assert_eq!(house.post(&other, "/update", "template=update&hub=NE2&year=2022-23").await.status, 403);
        for address in ["/schools/900002/reason", "/schools/123456/reason"] {
            assert_eq!(house.post(&other, address, "reason=too-small").await.status, 403, "{address}");
        }
    });
}

/// Questions about NE2, where three people started, in every shape.
fn of_the_north_east(audience: &str) -> Vec<String> {
    let query = |of: &str| if audience.is_empty() { of.to_owned() } else { format!("{of}&audience={audience}") };
    let mut all = Vec::new();
    for page in Page::REPORTS {
        let (page, query) = (page.word(), query("hub=NE2"));
        all.push(format!("/{page}?{query}"));
        all.push(format!("/data/{page}.json?{query}"));
        all.push(format!("/data/{page}.csv?{query}"));
        all.push(format!("/api/{page}?filters={}", query.replace('=', "%3D").replace('&', "%26")));
    }
    all
}

#[test]
fn other_roles_and_other_hubs_get_no_exact_figure() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let others = [
            house.person("Lee", AccountRole::HubLead, &["EE3"]).await,
            house.person("Sam", AccountRole::StrategicGroup, &["EE3"]).await,
            house.person("Nia", AccountRole::StrategicGroup, &["NE2"]).await,
            house.person("Olu", AccountRole::Operator, &[]).await,
        ];
        let wider = ["region=north-east", "by=hub", "la=E06000001", "hub=NE2&hub=EE3", "trust=7001", "partner=unknown"];
        let wider = wider.iter().flat_map(|q| Page::REPORTS.map(|page| format!("/{}?{q}&audience=exact", page.word())));
        let mut refused = of_the_north_east("exact");
        refused.extend(wider);
        for address in ["calls", "reconciliation", "participants", "actions", "targets"] {
            refused.push(format!("/{address}?hub=NE2"));
            refused.push(format!("/{address}?hub=NE2&audience=exact"));
            refused.push(format!("/api/{address}?filters=hub%3DNE2"));
        }
        let files = ["calls", "reconciliation", "participants", "actions"];
        refused.extend(files.map(|word| format!("/data/{word}.csv?hub=NE2")));
        refused.extend(["/schools/900002?audience=exact".into(), "/people".into(), "/audit".into()]);
        for who in &others {
            for address in &refused {
                let answer = house.get(who, address).await;
                let status = answer.status.as_u16();
                // Server functions of the framework answer errors with a status of their own choice, never with figures.
                assert!(
                    status == 403 || (status >= 400 && address.starts_with("/api/")),
                    "{address} answered {status}"
                );
                assert!(!answer.text().contains("Demo Marina"), "{address}");
            }
        }
        let kept = [
            ("/schools/900002/contact", "date=2025-06-02&kind=visit"),
            ("/schools/900002/contact/delete", "date=2025-06-02&kind=visit"),
            ("/schools/900002/reason", "reason=too-small"),
            ("/actions", "segment=hub%3DNE2&what=Call"),
            ("/targets", "hub=NE2&year=2022-23&measure=engaged&value=50"),
            ("/compare/similar", "year=2022-23&what=keep"),
            ("/people", "name=A&email=a@b.example&organisation=B&role=analyst"),
        ];
        for who in &others {
            for (address, body) in kept {
                assert_eq!(house.post(who, address, body).await.status, 403, "POST {address}");
            }
        }
        assert!(house.database.actions().await.expect("actions").is_empty());
        assert!(house.database.targets().await.expect("targets").is_empty());
    });
}

#[test]
fn whoever_asks_without_saying_gets_what_is_theirs_and_pages_do_not_cross() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let other = house.person("Lee Other", AccountRole::HubLead, &["EE3"]).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        let around = house.person("Sam Around", AccountRole::StrategicGroup, &["NE2"]).await;
        let said = |answer: &Answered| -> Option<Audience> {
            let report: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
            report["audience"].as_str().and_then(|word| word.parse().ok())
        };
        for page in Page::REPORTS {
            let address = format!("/data/{}.json?hub=NE2", page.word());
            let compare = page == Page::Compare;
            let expected = if compare { Audience::Sharing } else { Audience::Exact };
            assert_eq!(said(&house.get(&own, &address).await), Some(expected), "own {address}");
            assert_eq!(said(&house.get(&other, &address).await), Some(Audience::Sharing), "other {address}");
            assert_eq!(said(&house.get(&analyst, &address).await), Some(Audience::Exact), "analyst {address}");
            assert_eq!(said(&house.get(&around, &address).await), Some(Audience::Sharing), "around {address}");
            let page = format!("/{}?hub=NE2", page.word());
            for _ in 0..2 {
                for (who, name, exact) in [
                    (&own, "Noor Own", !compare),
                    (&other, "Lee Other", false),
                    (&analyst, "Ana Lyst", true),
                    (&around, "Sam Around", false),
                ] {
                    let answer = house.get(who, &page).await;
                    assert_eq!(answer.status, 200, "{page} for {name}");
                    let text = answer.text();
                    assert!(text.contains(name), "{page} names {name}");
                    for foreign in ["Noor Own", "Lee Other", "Ana Lyst", "Sam Around"].iter().filter(|n| **n != name) {
                        assert!(!text.contains(foreign), "{page} for {name} names {foreign}");
                    }
                    assert_eq!(text.contains("gt-banner--exact"), exact, "{page} for {name}");
                    assert!(answer.header("cache-control").contains("private"), "{page}");
                }
            }
            assert!(is_refusal(&house.get(&Cookie::default(), &page).await), "{page} for nobody, though it is kept");
        }
        // A tag that somebody else's page had answers with one's own page, whole.
        let tag = house.get(&own, "/overview?hub=NE2").await.header("etag").to_owned();
        assert_ne!(house.get(&other, "/overview?hub=NE2").await.header("etag"), tag);
    });
}

#[test]
fn a_hub_lead_works_with_their_own_schools_and_signs_what_they_record() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        for address in [
            "/calls",
            "/calls?hub=NE2",
            "/reconciliation",
            "/actions",
            "/targets",
            "/schools/900002",
            "/schools?q=demo",
        ] {
            assert_eq!(house.get(&own, address).await.status, 200, "{address}");
        }
        assert!(house.get(&own, "/schools/900002").await.text().contains("gt-banner--exact"));
        assert!(
            !house.get(&own, "/schools/900011").await.text().contains("gt-banner--exact"),
            "a school of another hub"
        );
        assert_eq!(house.post(&own, "/schools/900002/contact", "date=2025-06-02&kind=visit").await.status, 303);
        assert!(house.get(&own, "/schools/900002").await.page().words().contains("Noor Own"), "the author is named");
        assert_eq!(house.post(&own, "/schools/900011/contact", "date=2025-06-02&kind=visit").await.status, 403);
        assert_eq!(house.post(&own, "/targets", "hub=NE2&year=2022-23&measure=engaged&value=50").await.status, 303);
        assert_eq!(house.post(&own, "/targets", "hub=EE3&year=2022-23&measure=engaged&value=50").await.status, 403);
        assert_eq!(house.post(&own, "/actions", "segment=hub%3DNE2&what=Kestrel").await.status, 303);
        assert_eq!(house.post(&analyst, "/actions", "segment=hub%3DEE3&what=Ibis").await.status, 303);
        let list = house.get(&own, "/actions").await.page().words();
        assert!(
            list.contains("Kestrel") && list.contains("Noor Own") && !list.contains("Ibis"),
            "actions of the own hub alone"
        );
        assert_eq!(
            house.post(&own, "/actions/2", "state=done&note=").await.status,
            404,
            "another hub's action is none"
        );
        assert_eq!(house.post(&own, "/actions/1", "state=done&note=").await.status, 303);
        let chart = house.get(&own, "/charts/participation/breakdown.svg?hub=NE2").await;
        assert_eq!(chart.status, 200);
        assert!(chart.header("content-disposition").contains("-exact"));
    });
}

#[test]
fn an_operator_sees_what_is_loaded_and_nobody_s_figures() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let operator = house.person("Olu", AccountRole::Operator, &[]).await;
        let start = house.get(&operator, "/").await;
        assert_eq!((start.status.as_u16(), start.header("location")), (302, "/data"));
        let data = house.get(&operator, "/data").await;
        assert_eq!(data.status, 200);
        assert_eq!(data.page().attributes(".gt-nav__link", "href"), ["/data"]);
        assert_eq!(house.get(&operator, "/data/imports/1").await.status, 200);
        for address in ["/overview", "/schools", "/schools/900001", "/calls", "/reconciliation", "/targets", "/actions"]
        {
            assert_eq!(house.get(&operator, address).await.status, 403, "{address}");
        }
    });
}
