//! Finding schools, one school's page for each audience, and recording contacts and reasons by plain forms.

use crate::support::small::{self, REGISTER};
use crate::support::{Answered, BOTH, File, TestApp, file, on_each_database};
use app::filters::Audience;
use proptest::prelude::*;

/// The small register; a school with an accent and an apostrophe; one that the statement's people are at, and the one
/// that came before it.
fn register() -> File {
    let rows = [
        "900001,Demo Harbour School,1,1,,,4,,,E06000001",
        "900002,Demo Marina Primary School,34,1,01-09-2015,,2,7001,DEMO TRUST,E06000001",
        "900003,Demo Pier Primary School,1,1,,,2,,,E06000001",
        "900011,Demo Canal School,34,1,,,4,7002,=HYPERLINK TRUST,E09000007",
        "900012,St. Zo\u{eb}'s C.E. Harbour Primary,1,1,,,2,,,E09000007",
        "900013,Harbour View School,1,1,,,2,,,E09000007",
        "900014,Harbour Old School,1,2,,31-08-2020,2,,,E09000007",
        "900021,Demo <b>Independent</b> School,11,1,,,0,,,E08000025",
        "900031,Demo Former Marina School,1,2,,31-08-2015,2,,,E06000001",
    ];
    file("edubasealldata20250613.csv", format!("{REGISTER}\n{}\n", rows.join("\n")))
}

fn links() -> File {
    file(
        "links_edubasealldata20250613.csv",
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n900031,900002,Demo Marina Primary School,Successor,01-09-2015\n\
         900002,900031,Demo Former Marina School,Predecessor,01-09-2015\n",
    )
}

/// Three people at 900002 itself and two at the school before it.
fn people() -> File {
    let rows: Vec<small::Row> = (1..=5).map(|n| small::start(n, if n <= 3 { "900002" } else { "900031" })).collect();
    small::statement("npq_statement.csv", 1, &rows)
}

fn files() -> Vec<File> {
    vec![
        register(),
        links(),
        people(),
        small::headcounts(),
        file("pp50_list_2024-09-01.csv", "urn,list,from,to\n900002,pp50,2024-09-01,\n"),
        file("contacts.csv", "urn,date,kind,outcome,note\n900031,2024-10-01,visit,Spoke,Old note of a visit\n"),
        file("reasons.csv", "urn,date,reason,note\n900002,2024-11-01,capacity,Hidden words of the head\n"),
    ]
}

/// URNs in the order in which a search shows them.
async fn found(app: &TestApp, query: &str) -> Vec<String> {
    let answered = app.get(&format!("/schools?{query}")).await;
    assert_eq!(answered.status, 200, "{query}");
    let table = answered.page().table("found-title");
    table.into_iter().skip(1).map(|cells| cells[1].clone()).collect()
}

#[test]
fn a_number_comes_first_then_names_that_begin_with_the_words_then_names_that_hold_them() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        assert_eq!(found(&app, "q=900013").await, ["900013"]);
        assert_eq!(found(&app, "q=harbour").await, ["900013", "900014", "900001", "900012"]);
        assert_eq!(found(&app, "q=ST+ZOES").await, ["900012"]);
        assert_eq!(found(&app, "q=saint+zo%C3%AB%E2%80%99s+c.e").await, ["900012"]);
        assert_eq!(found(&app, "q=primary+marina").await, ["900002"]);
        assert_eq!(found(&app, "q=demo+trust").await, ["900002", "900011"], "its trust, then words here and there");
        assert_eq!(found(&app, "q=harbour+camden").await, ["900013", "900012", "900014"], "open schools first");
        let none = app.get("/schools?q=nowhere").await.page();
        assert!(none.headline().contains("No school matches") && none.words().contains("Write fewer words"));
        let empty = app.get("/schools").await.page();
        assert_eq!((empty.headline().as_str(), empty.count("#school-search")), ("Find a school", 1));
        assert_eq!(empty.count("table"), 0);
    });
}

#[test]
fn postcodes_and_trusts_are_found_and_many_schools_come_in_pages() {
    let header = "URN,EstablishmentName,EstablishmentStatus (code),TypeOfEstablishment (code),Postcode";
    let rows: Vec<String> =
        (0..120).map(|n| format!("{},Demo School {n:03},1,1,CB{} {n}AB", 900_100 + n, n / 60 + 1)).collect();
    let many = file("edubasealldata20250613.csv", format!("{header}\n{}\n", rows.join("\n")));
    on_each_database(async |place| {
        let app = TestApp::new(place, std::slice::from_ref(&many), &BOTH).await;
        assert_eq!(found(&app, "q=cb2119ab").await, ["900219"]);
        assert_eq!(found(&app, "q=CB2+119AB").await, ["900219"]);
        assert_eq!(found(&app, "q=cb2").await.len(), 50);
        let first = found(&app, "q=demo").await;
        let (second, third) = (found(&app, "q=demo&page=2").await, found(&app, "q=demo&page=3").await);
        assert_eq!((first.len(), second.len(), third.len()), (50, 50, 20));
        assert_eq!((first[0].as_str(), second[0].as_str(), third[19].as_str()), ("900100", "900150", "900219"));
        assert_eq!(found(&app, "q=demo&page=99").await, third);
        assert_eq!(found(&app, "q=demo&page=0").await, first);
        assert_eq!(found(&app, "q=demo&page=x").await, first);
        let page = app.get("/schools?q=demo&page=2&audience=exact").await.page();
        assert!(page.headline().starts_with("120 schools match"));
        assert_eq!(page.attributes("a[rel=next]", "href"), ["/schools?q=demo&page=3&audience=exact"]);
        assert!(page.attributes("aside a", "href").contains(&"/schools?q=demo&page=2&audience=sharing".to_owned()));
    });
}

#[test]
fn no_search_is_ever_part_of_a_statement_or_of_the_markup() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        for query in [
            "q=%27+OR+1%3D1+--",
            "q=%25",
            "q=_",
            "q=%27%3B+DROP+TABLE+schools%3B",
            "q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            "q=%22%3E%3Cimg+src%3Dx%3E",
        ] {
            let answered = app.get(&format!("/schools?{query}")).await;
            assert_eq!(answered.status, 200, "{query}");
            let text = answered.text();
            assert!(!text.contains("<script>alert") && !text.contains("<img"), "{query}");
            assert_eq!(answered.page().count("table"), 0, "{query}");
        }
        assert_eq!(found(&app, "q=900001").await, ["900001"]);
        let odd = app.get("/schools/900021").await;
        assert!(!odd.text().contains("<b>Independent") && odd.page().headline().contains("<b>Independent</b>"));
    });
}

#[test]
fn any_bytes_are_a_search_that_is_answered() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(64));
        let bytes = proptest::collection::vec(any::<u8>(), 0..60);
        let handle = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            let run = runner.run(&bytes, |bytes| {
                let q: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
                let answered = handle.block_on(app.get(&format!("/schools?q={q}")));
                prop_assert_eq!(answered.status.as_u16(), 200);
                prop_assert_eq!(answered.page().count("h1"), 1);
                Ok(())
            });
            run.expect("every search is answered");
        });
    });
}

#[test]
fn a_school_that_is_not_in_the_register_answers_404() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        for address in
            ["/schools/999999", "/schools/1", "/schools/x", "/schools/0", "/schools/%27", "/schools/900001/x"]
        {
            let answered = app.get(address).await;
            assert_eq!((answered.status.as_u16(), answered.page().count("h1")), (404, 1), "{address}");
        }
        assert_eq!(app.get("/schools/900001?audience=all").await.status, 400);
        let shared = TestApp::over(app.database.clone(), &[Audience::Sharing]).await;
        assert_eq!(shared.get("/schools/900001?audience=exact").await.status, 403);
        assert_eq!(shared.get("/schools?q=demo&audience=exact").await.status, 403);
    });
}

#[test]
fn the_record_counts_the_people_of_the_schools_before_it() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let record = |answered: &Answered| {
            let table = answered.page().table("record-title");
            let at = table[0].iter().position(|year| year == "2022/23").expect("the year");
            let npq = table.iter().find(|row| row[0] == "NPQ").expect("the strand").clone();
            (npq[at].clone(), npq.last().cloned().unwrap_or_default())
        };
        let after = app.get("/schools/900002?audience=exact").await;
        assert_eq!(record(&after), ("5".into(), "2022/23".into()));
        let words = after.page().words();
        assert!(words.contains("Counted with it, as those before it: Demo Former Marina School (900031)"), "{words}");
        assert!(words.contains("PP50") && words.contains("1 September 2024"), "{words}");
        assert_eq!(after.page().table("teachers-title")[1], ["2022/23", "40"]);
        assert!(words.contains("All of Hartlepool lies in this area"), "{words}");
        assert!(words.contains("Old note of a visit") && words.contains("at URN 900031"), "{words}");
        assert!(words.contains("No capacity") && words.contains("Hidden words of the head"), "{words}");
        let table = after.page().table("record-title");
        let cpd = table.iter().find(|row| row[0] == "CPD").expect("the strand");
        assert_eq!(cpd.last().map(String::as_str), Some("No file loaded"));
        let before = app.get("/schools/900031?audience=exact").await;
        assert_eq!(record(&before).0, "2");
        let links = before.page().attributes("main a", "href");
        assert!(links.contains(&"/schools/900002?audience=exact".to_owned()), "{links:?}");
        let trust = after.page().attributes("main dl a", "href");
        assert!(trust.contains(&"/schools?q=DEMO+TRUST&audience=exact".to_owned()), "{trust:?}");
    });
}

#[test]
fn sharing_figures_of_a_school_hold_nothing_of_its_people_contacts_or_reasons() {
    on_each_database(async |place| {
        let mut worlds = Vec::new();
        for more in [0, 1, 3] {
            let place = place.another();
            let mut all = files();
            if more > 0 {
                let rows: Vec<small::Row> = (11..11 + more).map(|n| small::start(n, "900002")).collect();
                all.push(small::statement("more.csv", 200, &rows));
                all.push(file("more-contacts.csv", format!("urn,date,kind\n900002,2024-12-0{more},phone\n")));
            }
            let app = TestApp::new(&place, &all, &[Audience::Sharing]).await;
            let page = app.get("/schools/900002").await.page();
            let words = page.words();
            for hidden in
                ["Old note", "Hidden words", "No capacity", "Spoke", "Record a contact", "NPQ", "First engaged"]
            {
                let said = words.replace("Record, contacts and reasons are not shown", "");
                assert!(!said.contains(hidden), "{hidden}: {words}");
            }
            assert_eq!((page.count("form[method=post]"), page.count("#record")), (0, 0));
            assert!(words.contains("not shown in sharing figures") && words.contains("PP50"), "{words}");
            for asked in ["", "&audience=exact", "&audience=sharing"] {
                let said = app.get(&format!("/api/school?urn=900002{asked}")).await.text();
                assert!(!said.contains("Hidden words") && !said.contains("Appropriate body"), "{asked}: {said}");
            }
            // The list of source files differs with the files; nothing else may.
            worlds.push(words.split("About this page").next().unwrap_or_default().to_owned());
            app.database.close().await;
        }
        assert_eq!(worlds[0], worlds[1]);
        assert_eq!(worlds[0], worlds[2]);
    });
}

const OURS: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

#[test]
fn a_contact_and_a_reason_are_recorded_and_seen_at_once() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let version = app.database.data_version().await.expect("a version");
        let address = "/schools/900001/contact";
        let sent = app
            .post(address, "date=2025-06-02&kind=visit&outcome=Will+book&note=Two+lines%0D%0Aof+a+note", &OURS)
            .await;
        assert_eq!(
            (sent.status.as_u16(), sent.header("location")),
            (303, "/schools/900001?audience=exact&recorded=contact")
        );
        let page = app.get(sent.header("location")).await.page();
        assert!(page.words().contains("The contact is recorded"), "{}", page.words());
        let contacts = page.table("contacts-title");
        assert_eq!(
            contacts[1],
            ["2 June 2025", "Visit", "Will book", "Two lines of a note", "This instance", "Delete: Visit, 2 June 2025"]
        );
        // The same day and kind again corrects it; a form without a field leaves what stands, a blank clears it.
        app.post(address, "date=2025-06-02&kind=visit&outcome=Booked", &OURS).await;
        let contacts = app.get("/schools/900001?audience=exact").await.page().table("contacts-title");
        assert_eq!(contacts.len(), 2);
        assert_eq!(contacts[1][2..4], ["Booked", "Two lines of a note"]);
        app.post(address, "date=2025-06-02&kind=visit&outcome=Booked&note=", &OURS).await;
        let contacts = app.get("/schools/900001?audience=exact").await.page().table("contacts-title");
        assert_eq!(contacts[1][2..4], ["Booked", ""]);
        app.post(address, "date=3/6/2025&kind=email", &OURS).await;
        let contacts = app.get("/schools/900001?audience=exact").await.page().table("contacts-title");
        assert_eq!((contacts.len(), contacts[1][0].as_str()), (3, "3 June 2025"), "newest first");

        let sent = app.post("/schools/900001/reason", "reason=too-small&note=&back=%2Fschools%3Fq%3Ddemo", &OURS).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/schools?q=demo"));
        app.post("/schools/900001/reason", "reason=other-provider&note=%3Cb%3Eelsewhere%3C%2Fb%3E", &OURS).await;
        let answered = app.get("/schools/900001?audience=exact").await;
        let reasons = answered.page().table("reasons-title");
        assert_eq!(reasons.len(), 2, "one reason a day");
        assert_eq!(reasons[1][1..3], ["With another provider", "<b>elsewhere</b>"]);
        assert!(!answered.text().contains("<b>elsewhere"));
        assert_eq!(app.database.data_version().await.expect("a version"), version);
        assert!(!app.get("/schools/900001").await.text().contains("elsewhere"), "sharing is first and sees nothing");
    });
}

#[test]
fn a_form_that_cannot_be_taken_comes_back_as_it_was_sent() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let note = "x".repeat(2_001);
        let body = format!("date=31%2F02%2F2025&kind=pigeon&outcome=Keep+me&note={note}&back=%2Fschools");
        let sent = app.post("/schools/900001/contact", &body, &OURS).await;
        assert_eq!(sent.status, 422);
        let page = sent.page();
        assert_eq!(page.count("h1"), 1);
        let wrong = page.texts(".govuk-error-summary li").join("; ");
        for words in ["31/02/2025", "choose how", "Shorten it by 1"] {
            assert!(wrong.contains(words), "{wrong}");
        }
        assert_eq!(
            page.attributes(".govuk-error-summary a", "href"),
            ["#contact-date", "#contact-kind", "#contact-note"]
        );
        assert_eq!(page.attributes("#contact-date", "value"), ["31/02/2025"]);
        assert_eq!(page.attributes("#contact-outcome", "value"), ["Keep me"]);
        assert_eq!(page.texts("#contact-note"), [note]);
        assert_eq!(page.attributes("form input[name=back]", "value"), ["/schools"]);
        assert_eq!(page.count("#record-contact[open]"), 1);
        assert_eq!(page.count("[aria-invalid=true]"), 3);
        assert!(sent.header("content-security-policy").contains("'nonce-"));
        let nul = app.post("/schools/900001/reason", "reason=capacity&note=a%00b", &OURS).await;
        assert_eq!(nul.status, 422);
        assert_eq!(app.post("/schools/900001/reason", "", &OURS).await.status, 422);
        let words = app.get("/schools/900001?audience=exact").await.page().words();
        assert!(words.contains("No contact is recorded") && words.contains("No reason is recorded"));
        let contacts = app.get("/schools/900001/contact").await;
        assert_eq!((contacts.status.as_u16(), contacts.header("location")), (303, "/schools/900001?audience=exact"));
    });
}

#[test]
fn nothing_is_recorded_for_others_or_from_elsewhere() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let good = "kind=visit&note=planted";
        let address = "/schools/900001/contact";
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example"), ("host", "hub.example")],
            vec![("origin", "null"), ("host", "hub.example")],
            vec![],
        ] {
            let sent = app.post(address, good, &headers).await;
            assert_eq!(sent.status, 403, "{headers:?}");
            let page = sent.page();
            assert!(page.headline().contains("not sent from a page of Golden Thread"), "{headers:?}");
            assert!(page.words().contains("Nothing was recorded"), "{headers:?}");
            assert!(sent.header("content-security-policy").starts_with("default-src 'none'"), "{headers:?}");
        }
        assert_eq!(app.post("/overview", "", &[("sec-fetch-site", "cross-site")]).await.status, 403);
        assert_eq!(app.post("/schools/999999/contact", good, &OURS).await.status, 404);
        assert_eq!(app.post("/schools/x/contact", good, &OURS).await.status, 404);
        assert_eq!(app.post("/schools/999999/contact", "kind=pigeon", &OURS).await.status, 404);
        let huge = format!("kind=visit&note={}", "x".repeat(70_000));
        assert_eq!(app.post(address, &huge, &OURS).await.status, 413);
        assert_eq!(app.post_as(address, "{}", "application/json", &OURS).await.status, 400);
        let shared = TestApp::over(app.database.clone(), &[Audience::Sharing]).await;
        for body in [good, "kind=pigeon"] {
            let sent = shared.post(address, body, &OURS).await;
            assert_eq!((sent.status.as_u16(), sent.page().count("form[method=post]")), (403, 0), "{body}");
        }
        let words = app.get("/schools/900001?audience=exact").await.page().words();
        assert!(words.contains("No contact is recorded") && !words.contains("planted"));
        let own = [("origin", "http://hub.example"), ("host", "hub.example")];
        assert_eq!(app.post(address, good, &own).await.status, 303);
        for back in
            ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "javascript%3Aalert(1)", "gaps"]
        {
            let sent = app.post(address, &format!("{good}&back={back}"), &OURS).await;
            let led = (sent.status.as_u16(), sent.header("location"));
            assert_eq!(led, (303, "/schools/900001?audience=exact&recorded=contact"), "{back}");
        }
    });
}

#[test]
fn a_contact_recorded_here_is_deleted_again_and_one_from_a_file_is_not() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        app.post("/schools/900002/contact", "date=2025-06-02&kind=visit&note=Wrong+school", &OURS).await;
        app.post("/schools/900002/contact", "date=2025-06-03&kind=email&note=Stays", &OURS).await;
        let address = "/schools/900002/contact/delete";
        let page = app.get("/schools/900002?audience=exact").await.page();
        let actions = page.attributes("#contacts form, table#contacts form, .gt-card table form", "action");
        assert_eq!(actions, [address, address], "those from a file have no button");
        assert!(page.words().contains("Old note of a visit"), "that of the school before it, from a file");
        // Not from elsewhere, not for sharing, not by looking, not what is no contact.
        let body = "date=2025-06-02&kind=visit";
        assert_eq!(app.post(address, body, &[("sec-fetch-site", "cross-site")]).await.status, 403);
        assert_eq!(app.post(address, body, &[]).await.status, 403);
        let shared = TestApp::over(app.database.clone(), &[Audience::Sharing]).await;
        assert_eq!(shared.post(address, body, &OURS).await.status, 403);
        assert_eq!(app.get(address).await.status, 303);
        assert_eq!(app.post("/schools/999999/contact/delete", body, &OURS).await.status, 404);
        for odd in ["", "date=2025-06-02", "date=2%2F6%2F2025&kind=visit", "date=2025-06-02&kind=pigeon"] {
            assert_eq!(app.post(address, odd, &OURS).await.status, 400, "{odd}");
        }
        assert!(app.get("/schools/900002?audience=exact").await.page().words().contains("Wrong school"));
        let done = app.post(address, body, &OURS).await;
        assert_eq!(
            (done.status.as_u16(), done.header("location")),
            (303, "/schools/900002?audience=exact&recorded=deleted")
        );
        let words = app.get(done.header("location")).await.page().words();
        assert!(words.contains("The contact is deleted") && words.contains("Stays"), "{words}");
        assert!(!words.contains("Wrong school"), "{words}");
        // Twice is once; a contact from a file stays.
        assert_eq!(app.post(address, body, &OURS).await.status, 303);
        app.post("/schools/900031/contact/delete", "date=2024-10-01&kind=visit", &OURS).await;
        assert!(app.get("/schools/900002?audience=exact").await.page().words().contains("Old note of a visit"));
    });
}
