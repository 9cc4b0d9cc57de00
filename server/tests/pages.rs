//! Every page over HTTP: its frame, its figures, its refusals, its files.

mod pictures;
mod withheld;

use std::collections::HashSet;

use crate::support::small::{self, id};
use crate::support::{self, Answered, BOTH, TestApp, figure, file, import, on_each_database};
use app::filters::Audience;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use server::statistics::{Refreshed, Unmade};
use sha2::{Digest, Sha256};

const PAGES: [&str; 15] = [
    "/overview",
    "/participation",
    "/participation?by=phase&audience=exact",
    "/outcomes",
    "/outcomes?by=course&sort=-starts&audience=exact",
    "/schools",
    "/schools?q=demo",
    "/schools/900002",
    "/schools/900002?audience=exact",
    "/reconciliation",
    "/reconciliation?measure=twice&hub=NE2",
    "/data",
    "/data/imports/1",
    "/help",
    "/accessibility",
];

/// A page's frame: one heading, ids once, no inline style, tables with caption and scope.
fn has_its_frame(answered: &Answered) {
    let page = answered.page();
    let address = &answered.address;
    assert_eq!(page.count("h1"), 1, "{address}");
    assert_eq!(page.count("[style]"), 0, "{address}: inline style");
    let ids = page.attributes("[id]", "id");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{address}: ids repeat");
    assert_eq!(page.count("table"), page.count("table > caption"), "{address}: captions");
    assert_eq!(page.count("th"), page.count("th[scope]"), "{address}: scope");
}

#[test]
fn every_page_answers_with_its_frame() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for address in PAGES {
            let answered = app.get(address).await;
            assert_eq!(answered.status, 200, "{address}");
            assert!(answered.header("content-type").starts_with("text/html"), "{address}");
            has_its_frame(&answered);
        }
        for address in ["/participation", "/outcomes", "/data"] {
            assert!(app.get(address).await.page().count("table") > 0, "{address}");
        }
    });
}

#[test]
fn an_empty_database_answers_every_page() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &[], &BOTH).await;
        for address in PAGES.into_iter().filter(|a| !a.contains("imports") && !a.contains("/900")) {
            let answered = app.get(address).await;
            assert_eq!(answered.status, 200, "{address}");
            has_its_frame(&answered);
        }
        let headline = app.get("/overview?audience=exact").await.page().headline();
        assert!(headline.contains("Nothing is loaded yet"), "{headline}");
        let headline = app.get("/overview?audience=sharing").await.page().headline();
        assert!(headline.contains("Nothing is loaded yet"), "{headline}");
        assert_eq!(app.get("/data/imports/1").await.status, 404);
    });
}

#[test]
fn the_numbers_counted_by_hand_stand_in_headline_chart_and_file() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let page = app.get("/participation?audience=exact").await.page();
        assert!(page.headline().starts_with("15 NPQ starts in 2022/23"), "{}", page.headline());
        assert!(page.words().contains("14 people took part"), "{}", page.words());
        assert!(page.words().contains("3 of 6"), "schools reached");
        let rows = app.get("/data/participation.csv?audience=exact&by=region&year=2022-23").await.rows();
        for (code, measure, value) in [
            ("total", "starts", "15"),
            ("london", "starts", "11"),
            ("north-east", "starts", "3"),
            ("unknown", "starts", "1"),
            ("total", "participants", "14"),
            ("london", "participants", "10"),
            ("london", "teachers", "150"),
            ("london", "rate", "6.7"),
            ("north-east", "rate", "7.5"),
            ("london", "schools_reached", "2"),
            ("london", "schools_in_area", "3"),
            ("london", "coverage", "66.7"),
            ("north-east", "schools_reached", "1"),
            ("north-east", "schools_in_area", "3"),
            ("total", "schools_in_area", "6"),
        ] {
            assert_eq!(figure(&rows, "breakdown", code, measure)["value"], value, "{code} {measure}");
        }
        let phases = app.get("/data/participation.csv?audience=exact&by=phase&year=2022-23").await.rows();
        for (code, starts) in [("secondary", "7"), ("primary", "7"), ("unknown", "1")] {
            assert_eq!(figure(&phases, "breakdown", code, "starts")["value"], starts, "{code}");
        }
        let outcomes = app.get("/data/outcomes.csv?audience=exact&by=region&year=2022-23").await.rows();
        for (code, measure, value) in [
            ("total", "completed", "11"),
            ("london", "completed", "10"),
            ("north-east", "completed", "1"),
            ("total", "completion_rate", "73.3"),
            ("london", "completion_rate", "90.9"),
            ("total", "active", "4"),
            ("total", "awaiting", "11"),
        ] {
            assert_eq!(figure(&outcomes, "breakdown", code, measure)["value"], value, "{code} {measure}");
        }
        let page = app.get("/outcomes?audience=exact&by=region").await.page();
        assert!(page.headline().contains("73.3% of NPQ starts in 2022/23"), "{}", page.headline());
        let drawn =
            app.get("/charts/participation/breakdown.svg?audience=exact&by=region&measure=starts&year=2022-23").await;
        let drawn = drawn.text();
        for words in ["London: 11", "North East: 3", "Unknown: 1"] {
            assert!(drawn.contains(words), "{words} is not in the chart");
        }
    });
}

#[test]
fn bad_values_answer_400_with_the_form_and_the_message() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for query in
            ["phase=moon", "year=2024-26", "by=height", "programme=npx", "hub=EE11", "audience=all", "cohort=x"]
        {
            for page in ["participation", "outcomes", "overview"] {
                let answered = app.get(&format!("/{page}?{query}")).await;
                assert_eq!(answered.status, 400, "{page} {query}");
                has_its_frame(&answered);
                let seen = answered.page();
                let value = query.split_once('=').expect("a value").1;
                assert!(seen.words().contains(value), "{page} {query}: the message names the value");
                assert!(seen.count("form select, form input") > 2, "{page} {query}: the form is there");
                let file = app.get(&format!("/data/{page}.csv?{query}")).await;
                assert_eq!(file.status, 400, "{page} {query}");
            }
        }
        // Keys of others are ignored.
        assert_eq!(app.get("/participation?utm_source=x&fbclid=1").await.status, 200);
    });
}

#[test]
fn what_is_not_there_answers_404() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for address in [
            "/no-such-page",
            "/data/no-such-file.csv",
            "/data/participation.docx",
            "/charts/participation/no-such-chart.svg",
            "/charts/participation/breakdown.gif",
            "/data/templates/no-such-template.csv",
            "/data/imports/99",
        ] {
            assert_eq!(app.get(address).await.status, 404, "{address}");
        }
        has_its_frame(&app.get("/no-such-page").await);
        for template in intake::templates() {
            let answered = app.get(&format!("/data/templates/{}", template.file_name)).await;
            assert_eq!((answered.status.as_u16(), answered.body.as_slice()), (200, template.content.as_bytes()));
        }
    });
}

#[test]
fn a_sharing_instance_refuses_exact_figures_everywhere() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &[Audience::Sharing]).await;
        for address in [
            "/participation?audience=exact",
            "/outcomes?audience=exact",
            "/overview?audience=exact",
            "/data/participation.csv?audience=exact",
            "/data/outcomes.json?audience=exact",
            "/charts/participation/breakdown.svg?audience=exact",
            "/charts/participation/breakdown.png?audience=exact",
        ] {
            let answered = app.get(address).await;
            assert_eq!(answered.status, 403, "{address}");
            assert!(answered.text().contains("sharing figures only"), "{address}");
        }
        // Without a word of the audience the page is for sharing.
        let rows = app.get("/data/participation.csv?by=region&year=2022-23").await.rows();
        assert!(rows.iter().all(|r| r["audience"] == "sharing"));
        assert_eq!(figure(&rows, "breakdown", "london", "starts")["value"], "10");
    });
}

#[test]
fn sharing_figures_refuse_questions_that_narrow_down_to_single_people() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for query in [
            "region=london&hub=NE2",
            "hub=NE2&by=la",
            "phase=primary&type=la-maintained&by=course",
            "course=NPQLT&phase=primary&funding=funded&by=region",
        ] {
            for audience in ["", "&audience=sharing"] {
                let address = format!("/participation?{query}{audience}");
                let answered = app.get(&address).await;
                assert_eq!(answered.status, 400, "{address}");
                assert!(answered.page().words().contains("too narrow"), "{address}");
                assert_eq!(app.get(&format!("/data/participation.csv?{query}{audience}")).await.status, 400);
            }
            assert_eq!(app.get(&format!("/participation?{query}&audience=exact")).await.status, 200, "{query}");
        }
    });
}

#[test]
fn every_answer_carries_its_security_headers_and_its_time() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let files = [
            "/data/participation.csv",
            "/charts/participation/breakdown.svg",
            "/charts/participation/breakdown.png",
            "/healthz",
            "/no-such-page",
        ];
        let mut nonces = HashSet::new();
        for address in PAGES.into_iter().chain(files) {
            let answered = app.get(address).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answered.header(name), value, "{address} {name}");
            }
            let policy = answered.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{address}");
            assert!(answered.header("server-timing").starts_with("server;dur="), "{address}");
            assert!(!answered.header("cache-control").is_empty(), "{address}");
            if answered.header("content-type").starts_with("text/html") {
                // A kept page names its scripts by hash, any other by a nonce that never comes again.
                let nonce = policy.split("'nonce-").nth(1).and_then(|p| p.split('\'').next());
                assert!(nonce.is_none_or(|nonce| nonces.insert(nonce.to_owned())), "{address}: a nonce comes twice");
                let text = answered.text();
                for script in text.split("<script").skip(1) {
                    let (attributes, body) = script.split_once('>').expect("a tag ends");
                    let body = body.split("</script>").next().expect("a script");
                    let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(body)));
                    let named = match nonce {
                        Some(nonce) => attributes.contains(&format!("nonce=\"{nonce}\"")),
                        None => attributes.contains("src=") || policy.contains(&hash),
                    };
                    assert!(named, "{address}: <script{attributes}>");
                }
                assert!(!policy.contains("'unsafe-inline'"), "{address}");
            }
        }
    });
}

#[test]
fn a_page_that_was_written_before_is_sent_as_it_was_until_the_data_change() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let address = "/participation?audience=exact&year=2022-23";
        let first = app.get(address).await;
        let again = app.get(address).await;
        assert_eq!(again.body, first.body);
        assert_eq!(again.header("etag"), first.header("etag"));
        let unchanged = app.get_with(address, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((unchanged.status.as_u16(), unchanged.body.len()), (304, 0));
        let packed = app.get_with(address, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(packed.header("content-encoding"), "br");
        assert_ne!(packed.header("etag"), first.header("etag"));
        import(&app.database, &small::statement("more.csv", 500, &[small::start(61, "900003")])).await.expect("taken");
        app.desk.refresh(Unmade::Make).await.expect("it is read anew");
        let changed = app.get_with(address, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!(changed.status.as_u16(), 200);
        assert_ne!(changed.body, first.body);
    });
}

#[test]
fn health_and_readiness_answer_in_plain_text() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let health = app.get("/healthz").await;
        assert_eq!((health.status.as_u16(), health.text().as_str()), (200, "ok\n"));
        let ready = app.get("/readyz").await;
        assert_eq!((ready.status.as_u16(), ready.text()), (200, "ready, data version 4\n".to_owned()));
    });
}

#[test]
fn another_process_s_import_is_seen_after_a_look() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let before = app.get("/data/participation.csv?audience=exact&by=region&year=2022-23").await;
        let more = place.keep(&small::statement("more.csv", 500, &[small::start(61, "900003")]));
        let status = place.command().arg("import").arg(&more).output().expect("the program runs").status;
        assert!(status.success());
        // Until it looks, it answers as before.
        assert_eq!(app.get("/data/participation.csv?audience=exact&by=region&year=2022-23").await.body, before.body);
        // Whoever imports makes the dataset too: a server only has to fetch it.
        assert_eq!(app.desk.refresh(Unmade::Leave).await.expect("it looks"), Refreshed::Shown);
        assert_eq!(app.desk.refresh(Unmade::Make).await.expect("it looks again"), Refreshed::Nothing);
        let rows = app.get("/data/participation.csv?audience=exact&by=region&year=2022-23").await.rows();
        assert_eq!(figure(&rows, "breakdown", "total", "starts")["value"], "16");
        assert_eq!(figure(&rows, "breakdown", "north-east", "starts")["value"], "4");
    });
}

#[test]
fn the_data_page_names_files_and_shows_values_to_exact_viewers_only() {
    let bad = file("headcounts-2024.csv", "urn,year,teachers\n900011,2023-24,many\n999997,2023-24,12\n");
    on_each_database(async |place| {
        let database = place.open().await;
        support::import_all(&database, &small::files()).await;
        let outcome = import(&database, &bad).await.expect("it is taken");
        let number = outcome.id.expect("it is kept");
        for (audiences, shown) in [(vec![Audience::Sharing], false), (BOTH.to_vec(), true)] {
            let app = TestApp::over(database.clone(), &audiences).await;
            let data = app.get("/data").await.page();
            for (name, _) in small::files().iter().chain([&bad]) {
                assert!(data.words().contains(name.as_str()), "{name}");
            }
            let page = app.get(&format!("/data/imports/{number}")).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.text().contains("999997"), shown, "{audiences:?}");
            assert!(page.page().words().replace(' ', "").contains(&outcome.sha256));
            // How many rows a file about people has is how many came.
            let imports = database.imports().await.expect("imports");
            let of_people = imports.iter().find(|row| row.kind == "npq-statement").expect("a file about people");
            let rows = app.get(&format!("/data/imports/{}", of_people.id)).await.page();
            assert_eq!(rows.words().contains("Rows read"), shown, "{audiences:?}");
            assert_eq!(data.words().contains("not shown"), !shown, "{audiences:?}");
            assert!(!page.text().contains(&id(1, 1)) && !data.words().contains("Demo Person"));
        }
    });
}

#[test]
fn the_first_address_leads_to_the_overview() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let first = app.get("/").await;
        let leads = first.header("location").starts_with("/overview") && first.status.is_redirection();
        assert!(leads || first.status == 200, "{}", first.status);
        let asked = app.get("/?hub=EE3&year=2024-25").await;
        assert_eq!((asked.status.as_u16(), asked.header("location")), (302, "/overview?hub=EE3&year=2024-25"));
    });
}
