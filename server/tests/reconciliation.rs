//! The lists that hubs reconcile: exactly the people that were planted, for viewers of exact figures, and kept nowhere.

use crate::support::small::{self, id};
use crate::support::trainees::{Trainee, declarations, ect, participants};
use crate::support::{self, BOTH, CsvRow, File, TestApp, demo_files, file, on_each_database};
use app::filters::Audience;
use demo::Plan;

/// Inductions of an appropriate body.
fn register(rows: &[&str]) -> File {
    let head = "URN,TRN,Induction start,Induction end,Programme,Appropriate body,Outcome";
    file("inductions.csv", format!("{head}\n{}\n", rows.join("\n")))
}

/// Twenty people on 13 June 2025, each in the case that the comment names.
fn files() -> Vec<File> {
    let body = [
        // 1: with the body alone. 2: with both.
        "900001,0000001,2024-09-02,,Provider-led,Demo Body,",
        "900001,0000002,2024-09-02,,Provider-led,Demo Body,",
        // 3: finished long ago. 4: the school trains. 5: the training was withdrawn.
        "900011,0000003,2023-09-01,2024-07-10,Provider-led,Demo Body,pass",
        "900011,0000004,2024-09-02,,School-led,Demo Body,",
        "900011,0000005,2024-09-02,,Provider-led,Demo Body,",
        // 8: in training without a mentor. 10: known under an id that changed.
        "900001,0000008,2024-09-02,,Provider-led,Demo Body,",
        "900001,0000010,2024-09-02,,Provider-led,Demo Body,",
        // 11 and 12: two ids of one number.
        "900001,0000011,2024-09-02,,Provider-led,Demo Body,",
        "900001,0000012,2024-09-02,,Provider-led,Demo Body,",
        // 13: two inductions at once. 14: one after the other.
        "900001,0000013,2024-09-02,,Provider-led,Demo Body,",
        "900012,0000013,2025-01-06,,Provider-led,Other Body,",
        "900001,0000014,2024-09-02,2024-12-31,Provider-led,Demo Body,release",
        "900002,0000014,2025-01-01,,Provider-led,Other Body,",
        // 20: ended, while training goes on.
        "900003,0000020,2024-09-02,2024-12-31,Provider-led,Demo Body,release",
        // 18: began before the four years that are looked at.
        "900001,0000018,2020-09-01,,Provider-led,Demo Body,",
    ];
    // 17: known from a claim alone, which names no school; the others repeat what the register says, without its end.
    let claims = "TRN,Date of birth,Induction programme,Induction period start date\n\
                  0000002,2000-01-01,Provider-led,2024-09-02\n\
                  0000003,2000-01-01,Provider-led,2023-09-01\n0000020,2000-01-01,Provider-led,2024-09-02\n0000017,2000-01-01,Provider-led,2024-09-02\n";
    let old = |n: u32| Some(format!("{n:07}"));
    let trainees = [
        ect(2, "900001"),
        Trainee {
            status: "withdrawn",
            withdrawn: Some(("2025-03-03", "left-teaching-profession")),
            ..ect(5, "900011")
        },
        // 6: with the provider alone. 7: the same, and without a number.
        ect(6, "900002"),
        Trainee { trn: None, ..ect(7, "900003") },
        Trainee { mentor: false, ..ect(8, "900001") },
        // 9: training is completed.
        ect(9, "900012"),
        ect(10, "900001"),
        Trainee { trn: None, mentor: false, before: Some(10), ..ect(110, "900001") },
        ect(11, "900001"),
        Trainee { trn: old(11), ..ect(111, "900012") },
        ect(12, "900001"),
        Trainee { trn: old(12), before: Some(12), ..ect(112, "900002") },
        ect(13, "900001"),
        ect(14, "900002"),
        // 15: deferred. 16: of a cohort that is too long ago.
        Trainee { status: "deferred", ..ect(15, "900002") },
        Trainee { cohort: 2019, ..ect(16, "900002") },
        Trainee { role: "mentor", ..ect(19, "900002") },
        ect(20, "900003"),
    ];
    let declared =
        [(2, "started", "2024-09-20", None), (9, "started", "2023-09-20", None), (9, "completed", "2025-01-10", None)];
    vec![
        small::register(),
        register(&body),
        file("claims.csv", claims),
        participants(&trainees),
        declarations(&declared),
    ]
}

/// URN, number of the person and what the files say, of one list of a file.
fn list(rows: &[CsvRow], list: &str) -> Vec<(String, String)> {
    rows.iter().filter(|r| r["list"] == list).map(|r| (r["urn"].clone(), r["trn"].clone())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(urn, trn)| ((*urn).to_owned(), (*trn).to_owned())).collect()
}

#[test]
fn each_list_holds_exactly_the_people_whom_the_files_do_not_agree_on() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let rows = app.get("/data/reconciliation.csv").await.rows();
        // 900001 has others in training, so it comes first; a claim without a school comes last.
        assert_eq!(list(&rows, "body-only"), pairs(&[("900001", "0000001"), ("900011", "0000005"), ("", "0000017")]));
        assert_eq!(
            list(&rows, "provider-only"),
            pairs(&[("900002", "0000006"), ("900003", "0000020"), ("900003", "Not known")])
        );
        assert_eq!(list(&rows, "no-mentor"), pairs(&[("900001", "0000008")]));
        assert_eq!(list(&rows, "twice"), pairs(&[("900012", "0000013"), ("900001", "0000011")]));
        let said = |trn: &str| rows.iter().find(|r| r["trn"] == trn).expect("a row");
        assert_eq!(said("0000001")["what_the_files_say"], "The lead provider has nobody with this TRN.");
        assert_eq!(
            said("0000005")["what_the_files_say"],
            "The lead provider withdrew the training on 3 March 2025: left teaching profession."
        );
        assert_eq!(said("0000006")["what_the_files_say"], "The appropriate body has no induction of this TRN.");
        assert_eq!(said("0000020")["what_the_files_say"], "The last induction of this TRN ended on 31 December 2024.");
        assert!(said("Not known")["what_the_files_say"].contains("no TRN"));
        assert_eq!(said("0000001")["training"], "Induction since 2 September 2024, provider-led, Demo Body");
        assert_eq!(said("0000011")["participant_ids"], format!("{}, {}", id(1, 11), id(1, 111)));
        assert!(said("0000013")["training"].contains("Other Body, =Demo Lock Primary School: from 6 January 2025"));
        assert_eq!(
            (said("0000001")["hub_area"].as_str(), said("0000001")["local_authority"].as_str()),
            ("NE2", "Hartlepool")
        );
        assert!(
            said("0000001")["files"].contains("inductions.csv")
                && said("0000001")["files"].contains("ecf_participants.json")
        );
        assert!(rows.iter().all(|r| r["audience"] == "exact"));

        let page = app.get("/reconciliation").await.page();
        assert_eq!(page.headline(), "9 entries to reconcile");
        assert_eq!(page.texts(".gt-tile__value"), ["3", "3", "1", "2"]);
        let words = page.words();
        assert!(words.contains("1 more person is with the appropriate body as school-led"), "{words}");
        assert!(words.contains("Only people in training or induction on 13 June 2025"), "{words}");
        let lines = page.table("body-only");
        assert!(lines[1][0].starts_with("Demo Harbour School"), "{lines:?}");
    });
}

#[test]
fn places_years_and_a_list_narrow_the_question_and_nothing_else_does() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let of = async |query: &str, word: &str| {
            let rows = app.get(&format!("/data/reconciliation.csv?{query}")).await.rows();
            list(&rows, word).into_iter().map(|(_, trn)| trn).collect::<Vec<_>>()
        };
        assert_eq!(of("hub=NE2", "body-only").await, ["0000001"]);
        assert_eq!(of("la=E09000007", "body-only").await, ["0000005"]);
        assert_eq!(of("region=london", "body-only").await, ["0000005"]);
        assert_eq!(of("hub=unknown", "body-only").await, ["0000017"]);
        // Somebody at two schools stands where one of them lies.
        assert_eq!(of("hub=L6", "twice").await, ["0000011", "0000013"]);
        assert_eq!(of("hub=NE2", "twice").await, ["0000011", "0000013"]);
        // In the year before, the one who finished in it was in induction, one of 2020 was not too long ago, and nobody of
        // 2024 had begun.
        assert_eq!(of("year=2023-24", "body-only").await, ["0000003", "0000018"]);
        assert_eq!(of("phase=special&programme=npq&partner=x", "no-mentor").await, ["0000008"]);
        let page = app.get("/reconciliation?measure=twice").await.page();
        assert_eq!((page.count("#twice table"), page.count("#no-mentor")), (1, 0));
        assert_eq!(app.get("/reconciliation?measure=three").await.status, 400);
        assert_eq!(app.get("/reconciliation?hub=EE11").await.status, 400);
        assert_eq!(app.get("/data/reconciliation.json").await.status, 404);
    });
}

#[test]
fn sharing_is_refused_and_what_is_sent_is_kept_by_nobody() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let shared = TestApp::over(app.database.clone(), &[Audience::Sharing]).await;
        let addresses = ["/reconciliation", "/data/reconciliation.csv", "/api/reconciliation?filters="];
        for address in addresses {
            let answered = app.get(address).await;
            assert_eq!(answered.status, 200, "{address}");
            assert_eq!(answered.header("cache-control"), "no-store", "{address}");
            assert!(answered.header("etag").is_empty(), "{address}");
            assert!(answered.text().contains("0000001"), "{address}");
            for (from, asked) in [(&app, "audience=sharing"), (&shared, ""), (&shared, "audience=exact")] {
                let address = match address.split_once('=') {
                    Some(_) => format!("{address}{}", asked.replace('=', "%3D")),
                    None => format!("{address}?{asked}"),
                };
                let answered = from.get(&address).await;
                assert_eq!(answered.status, 403, "{address}");
                assert_eq!(answered.header("cache-control"), "no-store", "{address}");
                assert!(!answered.text().contains("00000"), "{address}");
            }
        }
        // What is recorded after the first answer is in the second.
        let before = app.get("/data/reconciliation.csv").await.rows().len();
        let more = register(&["900001,0000021,2024-09-02,,Provider-led,Demo Body,"]);
        support::import_all(&app.database, &[more]).await;
        assert_eq!(app.get("/data/reconciliation.csv").await.rows().len(), before + 1);
        let links = app.get("/engagement?audience=exact&hub=NE2&by=la").await.page().attributes("main a", "href");
        assert!(
            links.iter().any(|l| l.starts_with("/reconciliation?year=2024-25&hub=NE2&audience=exact")),
            "{links:?}"
        );
        assert!(!app.get("/engagement").await.text().contains("/reconciliation"), "sharing has no way there");
    });
}

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_is_made_harmless() {
    on_each_database(async |place| {
        let rows = [
            "900012,0000001,2024-09-02,,Provider-led,Demo Body,",
            "900013,0000002,2024-09-02,,Provider-led,=HYPERLINK(0),",
        ];
        let files = [small::register(), register(&rows), participants(&[ect(3, "900001")])];
        let app = TestApp::new(place, &files, &BOTH).await;
        let text = app.get("/data/reconciliation.csv").await.text();
        assert!(text.contains("'=Demo Lock Primary School") && !text.contains(",=") && !text.contains("\"="), "{text}");
    });
}

#[test]
fn a_side_that_is_not_loaded_makes_no_list() {
    on_each_database(async |place| {
        let files = [small::register(), participants(&[Trainee { mentor: false, ..ect(3, "900001") }])];
        let app = TestApp::new(place, &files, &BOTH).await;
        let page = app.get("/reconciliation").await.page();
        assert_eq!(page.headline(), "Nothing to reconcile");
        assert!(page.texts("#provider-only").join(" ").contains("No file of an appropriate body is loaded"));
        assert!(page.texts("#no-mentor").join(" ").contains("The files loaded name no mentor"));
        assert_eq!(page.texts(".gt-tile__value")[..3], ["not loaded"; 3]);
    });
    on_each_database(async |place| {
        let app = TestApp::new(place, &[], &BOTH).await;
        assert_eq!(app.get("/reconciliation").await.status, 200);
    });
}

#[test]
fn the_lists_of_the_demo_are_short_and_of_people_in_training() {
    let files = demo_files(&Plan::of(4_000, 5));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let rows = app.get("/data/reconciliation.csv").await.rows();
        let count = |word: &str| list(&rows, word).len();
        let starts = app.get("/data/participation.csv?programme=ecf&role=ect&audience=exact&year=2024-25").await.rows();
        let ects: usize = support::figure(&starts, "breakdown", "total", "starts")["value"].parse().expect("a count");
        // About one in ten is trained by others, one in ten has another body, one in four no mentor.
        for (word, least, most) in
            [("body-only", 1, ects / 2), ("provider-only", 1, ects), ("no-mentor", ects / 8, ects)]
        {
            assert!((least..=most).contains(&count(word)), "{word}: {} of {ects}", count(word));
        }
        assert!(count("twice") < 5, "{}", count("twice"));
        for word in ["body-only", "provider-only", "no-mentor", "twice"] {
            let mut people: Vec<&String> =
                rows.iter().filter(|r| r["list"] == word).map(|r| &r["trn"]).filter(|t| *t != "Not known").collect();
            let all = people.len();
            people.sort();
            people.dedup();
            assert_eq!(people.len(), all, "{word}: one line a person");
        }
        // The lists of the hub areas are those of England.
        let page = app.get("/reconciliation").await.page();
        assert!(page.count("#no-mentor tbody tr") <= 50);
        let mut parts = 0;
        for hub in domain::place::HubArea::all().map(|h| h.code()).chain(["unknown".to_owned()]) {
            let rows = app.get(&format!("/data/reconciliation.csv?hub={hub}&measure=no-mentor")).await.rows();
            parts += list(&rows, "no-mentor").len();
        }
        assert_eq!(parts, count("no-mentor"));
    });
}
