//! Named participants: who sees whom, what is late, searching without a trace, files, and what the audit log says of it.

use crate::support::people::{Cookie, House};
use crate::support::small::{self, Row, id, statement};
use crate::support::trainees::{Trainee, declarations, ect, participants, partners};
use crate::support::{Answered, BOTH, File, TestApp, file, on_each_database};
use app::accounts::AccountRole;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use serde_json::json;
use server::storage::Database;
use std::io::Cursor;

/// Applications for leading teaching in the autumn of 2023: person, school, status.
fn applications(rows: &[(u32, &str, &str)]) -> File {
    let object = |(n, urn, status): &(u32, &str, &str)| {
        json!({
            "id": id(6, *n),
            "type": "npq_application",
            "attributes": {
                "participant_id": id(1, *n),
                "full_name": format!("Demo Person {n}"),
                "course_identifier": "npq-leading-teaching",
                "cohort": "2023",
                "schedule_identifier": "npq-specialist-autumn",
                "status": status,
                "school_urn": urn,
                "works_in_school": true,
                "created_at": "2023-06-01T10:00:00Z",
                "updated_at": "2023-09-01T10:00:00Z",
            },
        })
    };
    let all: Vec<serde_json::Value> = rows.iter().map(object).collect();
    file("npq_applications.json", json!({ "data": all }).to_string())
}

/// As of 13 June 2025. In the North East (NE2): 41 started leading teaching on time and never went on (late, stalled), 42
/// completed it, 43 was rejected, ECT 51 is in time, ECT 52 is late with a mentor, 53 withdrew. In London: ECT 61, delivered to
/// by the partner of NE2, and NPQ 62.
fn files() -> Vec<File> {
    let npq = |person: u32, urn: &'static str, kind: &'static str, on: &'static str| Row {
        person,
        urn,
        course: "npq-leading-teaching",
        kind,
        on,
        state: "paid",
    };
    let trainee = |n: u32, urn: &'static str| Trainee { mentor: false, ..ect(n, urn) };
    vec![
        small::register(),
        file("partner_hubs.csv", "partner,hub_area\nNorth East Partner,NE2\nOther Partner,L1\n"),
        partners(&["North East Partner", "Other Partner"]),
        applications(&[(41, "900002", "accepted"), (42, "900002", "accepted"), (43, "900003", "rejected")]),
        statement(
            "npq_statement.csv",
            1,
            &[
                npq(41, "900002", "started", "2023-10-02"),
                npq(42, "900002", "started", "2023-10-02"),
                npq(42, "900002", "completed", "2025-01-10"),
                npq(62, "900011", "started", "2023-10-02"),
            ],
        ),
        participants(&[
            trainee(51, "900001"),
            Trainee { mentor: true, ..ect(52, "900001") },
            Trainee { status: "withdrawn", withdrawn: Some(("2025-02-01", "moved-school")), ..trainee(53, "900001") },
            trainee(61, "900013"),
        ]),
        declarations(&[
            (51, "started", "2024-09-20", Some(1)),
            (51, "retained-1", "2025-02-20", Some(1)),
            (51, "retained-2", "2025-06-01", Some(1)),
            (52, "started", "2024-09-20", None),
            (53, "started", "2024-09-20", None),
            (61, "started", "2024-09-20", Some(1)),
        ]),
    ]
}

/// The names on a page, in order.
fn names(answer: &Answered) -> Vec<String> {
    answer.page().texts(".gt-participants tbody th")
}

/// Names by number; an application brings no name, so 43 has none and stands last.
fn short(names: &[&str]) -> Vec<String> {
    let name = |n: &&str| if *n == "43" { "No name held".to_owned() } else { format!("Demo Person {n}") };
    names.iter().map(name).collect()
}

async fn said(database: &Database, event: &str) -> Vec<String> {
    let entries = database.audit_entries(i64::MAX, 1_000).await.expect("entries");
    entries.into_iter().rev().filter(|entry| entry.event == event).map(|entry| entry.about).collect()
}

#[test]
fn people_of_a_place_stand_where_their_schedule_and_their_rows_say() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &files(), &BOTH).await;
        let all = app.get("/participants?hub=NE2").await;
        assert_eq!(all.status, 200, "{}", all.text());
        assert_eq!(names(&all), short(&["41", "42", "51", "52", "53", "43"]));
        let row = |answer: &Answered, name: &str| -> Vec<String> {
            let rows = answer.page().table("participants-title");
            rows.into_iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("no {name}"))
        };
        let late = row(&all, "Demo Person 41");
        assert!(late[3].starts_with("In training Declaration late Stalled"), "{late:?}");
        assert_eq!(late[4], "Started, 2 October 2023");
        assert_eq!(late[5], "Retained 1 by 11 March 2024");
        assert_eq!(row(&all, "Demo Person 42")[3], "Completed");
        assert_eq!(row(&all, "No name held")[3], "Applied, no place");
        let in_time = row(&all, "Demo Person 51");
        assert_eq!((in_time[3].as_str(), in_time[5].as_str()), ("In training", "Retained 3 by 31 December 2025"));
        assert!(row(&all, "Demo Person 52")[3].contains("Declaration late"));
        assert_eq!(row(&all, "Demo Person 53")[3], "Withdrawn");
        for (query, expected) in [
            ("hub=NE2&status=late", vec!["41", "52"]),
            ("hub=NE2&status=stalled", vec!["41", "52"]),
            ("hub=NE2&status=withdrawn", vec!["53"]),
            ("hub=NE2&status=completed", vec!["42"]),
            ("hub=NE2&status=deferred", vec![]),
            ("hub=NE2&programme=ecf", vec!["51", "52", "53"]),
            ("hub=NE2&course=NPQLT", vec!["41", "42", "43"]),
            ("hub=NE2&cohort=2023b", vec!["41", "42", "43"]),
            ("school=900003", vec!["43"]),
            ("la=E06000001&programme=ecf&status=in-training", vec!["51", "52"]),
            (&format!("partner={}", id(5, 1)), vec!["51", "61"]),
            ("hub=EE3", vec![]),
        ] {
            let answer = app.get(&format!("/participants?{query}")).await;
            assert_eq!(answer.status, 200, "{query}");
            assert_eq!(names(&answer), short(&expected), "{query}");
        }
        let nowhere = app.get("/participants").await;
        assert!(nowhere.page().words().contains("Choose a hub area") && names(&nowhere).is_empty());
        assert_eq!(app.get("/participants?hub=NE2&page=9").await.status, 200);
        assert_eq!(all.header("cache-control"), "no-store");
    });
}

#[test]
fn each_sees_their_own_people_and_nobody_learns_of_others() {
    on_each_database(async |place| {
        let house = House::new(place, &files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let other = house.person("Lee Other", AccountRole::HubLead, &["EE3"]).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        let around = house.person("Sam Around", AccountRole::StrategicGroup, &["NE2"]).await;
        let operator = house.person("Olu", AccountRole::Operator, &[]).await;
        let mine = house.get(&own, "/participants").await;
        // Those of the area, and 61 in London, whom the own partner delivers to; not 62.
        assert_eq!(names(&mine), short(&["41", "42", "51", "52", "53", "61", "43"]));
        assert_eq!(names(&house.get(&own, "/participants?hub=NE2").await).len(), 6);
        assert_eq!(names(&house.get(&own, &format!("/participants?partner={}", id(5, 1))).await), short(&["51", "61"]));
        assert_eq!(names(&house.get(&own, "/participants?school=900013").await), short(&["61"]));
        assert!(names(&house.get(&other, "/participants").await).is_empty());
        for refused in ["hub=EE3", "hub=NE2&hub=EE3", "school=900011", "school=123456", "partner=p9"] {
            let answer = house.get(&own, &format!("/participants?{refused}")).await;
            assert_eq!(answer.status, 403, "{refused}");
        }
        let there = house.get(&own, "/participants?school=900011").await.page().words();
        assert_eq!(
            there,
            house.get(&own, "/participants?school=123456").await.page().words(),
            "not told whether it exists"
        );

        let handle =
            |page: &Answered, at: usize| page.page().attributes(".gt-participants tbody th a", "href")[at].clone();
        let person = handle(&mine, 3);
        let seen = house.get(&own, &person).await;
        assert_eq!(seen.status, 200);
        assert!(seen.page().words().contains("Demo Person 52"));
        let unknown = format!("/participants/{}", "0".repeat(32));
        let foreign = handle(&house.get(&analyst, "/participants?school=900011").await, 0);
        let told: Vec<String> = {
            let mut all = Vec::new();
            for address in [&foreign, &unknown, &"/participants/x".to_owned()] {
                let answer = house.get(&own, address).await;
                assert_eq!(answer.status, 403, "{address}");
                all.push(answer.page().words());
            }
            all
        };
        assert!(told.iter().all(|words| *words == told[0]), "{told:?}");
        assert_eq!(house.get(&analyst, &unknown).await.status, 404);
        for who in [&around, &operator, &Cookie::default()] {
            for address in ["/participants", "/participants?hub=NE2", "/data/participants.csv?hub=NE2", person.as_str()]
            {
                let answer = house.get(who, address).await;
                assert!(matches!(answer.status.as_u16(), 303 | 401 | 403), "{address} {}", answer.status);
                assert!(!answer.text().contains("Demo Person"), "{address}");
            }
            let search = house.post(who, "/participants", "words=Person").await;
            assert!(matches!(search.status.as_u16(), 401 | 403) && !search.text().contains("Demo Person"));
        }
        for who in [&own, &analyst] {
            for form in ["erase", "subject-access"] {
                assert_eq!(house.get(who, &format!("{person}/{form}")).await.status, 403, "{form}");
                assert_eq!(house.post(who, &format!("{person}/{form}"), "confirm=ERASE").await.status, 403, "{form}");
            }
        }
        assert!(mine.page().texts(".gt-nav__link").contains(&"Participants".to_owned()));
        let nav = house.get(&around, "/overview").await.page().texts(".gt-nav__link");
        assert!(!nav.contains(&"Participants".to_owned()));
        let school = house.get(&own, "/schools/900001").await;
        assert!(school.page().attributes("main a", "href").contains(&"/participants?school=900001".to_owned()));
    });
}

#[test]
fn a_search_leaves_no_trace_and_finds_within_reach() {
    on_each_database(async |place| {
        let house = House::new(place, &files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        let search =
            async |who: &Cookie, words: &str| house.post(who, "/participants", &format!("words={words}")).await;
        let found = search(&own, "person+5").await;
        assert_eq!(found.status, 200);
        assert_eq!(names(&found), short(&["51", "52", "53"]));
        assert_eq!(found.header("cache-control"), "no-store");
        let page = found.page();
        let addresses = [page.attributes("a", "href"), page.attributes("form", "action")].concat();
        assert!(!addresses.iter().any(|address| address.to_lowercase().contains("person+5")), "{addresses:?}");
        assert!(!page.texts("title").join("").contains("person"));
        assert_eq!(names(&search(&own, "0000052").await), short(&["52"]));
        assert!(names(&search(&own, "0000999").await).is_empty());
        assert!(names(&search(&own, "person+62").await).is_empty(), "62 is at a school of others");
        assert_eq!(names(&search(&analyst, "PERSON+62").await), short(&["62"]));
        assert_eq!(names(&search(&analyst, "000+0052").await), short(&["52"]));
        for nothing in ["", "%25", "_", "%27+OR+1%3D1", "%00"] {
            assert!(names(&search(&analyst, nothing).await).is_empty(), "{nothing}");
        }
        let said = said(&house.database, "named-people-seen").await.join("\n");
        assert!(said.contains("participants, a search: 3 of 3 shown"), "{said}");
        assert!(!said.contains("erson 5") && !said.contains("0052") && !said.contains("Demo"), "{said}");
    });
}

#[test]
fn files_hold_names_are_named_so_and_are_harmless() {
    on_each_database(async |place| {
        let mut files = files();
        let evil =
            Row { person: 71, urn: "900002", course: "npq-headship", kind: "started", on: "2023-10-02", state: "paid" };
        let (name, bytes) = statement("npq_statement_2.csv", 200, &[evil]);
        let text = String::from_utf8(bytes).expect("text").replace("Demo Person 71", "=HYPERLINK(1)");
        files.push(file(&name, text));
        let house = House::new(place, &files).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let csv = house.get(&own, "/data/participants.csv?hub=NE2&page=2").await;
        assert_eq!(csv.status, 200);
        assert!(csv.header("content-disposition").contains("-named.csv"));
        assert_eq!(csv.header("cache-control"), "no-store");
        let rows = csv.rows();
        assert_eq!(rows.len(), 7, "the whole list, whatever page");
        let ect = rows.iter().find(|row| row["name"] == "Demo Person 52").expect("52");
        assert_eq!(
            (ect["trn"].as_str(), ect["hub_area"].as_str(), ect["next_by"].as_str()),
            ("0000052", "NE2", "2025-03-31")
        );
        assert!(rows.iter().any(|row| row["name"] == "'=HYPERLINK(1)"), "no formula");
        let xlsx = house.get(&own, "/data/participants.xlsx?hub=NE2&status=late").await;
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(xlsx.body.clone())).expect("opens");
        let sheet = book.worksheet_range("Participants").expect("the sheet");
        let text: Vec<String> = sheet.cells().map(|(_, _, cell)| cell.to_string()).collect();
        assert!(text.contains(&"Demo Person 41".to_owned()) && !text.contains(&"Demo Person 51".to_owned()));
        assert_eq!(house.get(&own, "/data/participants.csv?hub=EE3").await.status, 403);
        assert_eq!(house.get(&own, "/data/participants.json?hub=NE2").await.status, 404);
        let exports = said(&house.database, "named-people-exported").await;
        assert_eq!(exports[0], "participants, hub=NE2&page=2: 7 of 7 in a file");
        assert_eq!(exports.len(), 2);
        assert!(said(&house.database, "exact-download").await.is_empty(), "one entry each");
    });
}

#[test]
fn one_person_s_page_tells_what_happened_and_who_mentors() {
    on_each_database(async |place| {
        let mut files = files();
        files.push(participants(&[Trainee { role: "mentor", mentor: false, ..ect(9_000, "900001") }]));
        files.push(file(
            "inductions.csv",
            "URN,TRN,Induction start,Induction end,Programme,Appropriate body,Outcome\n\
             900001,0000052,2024-09-02,,Provider-led,Demo Body,\n",
        ));
        let house = House::new(place, &files).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let list = house.get(&own, "/participants?hub=NE2&status=late&programme=ecf").await;
        let addresses = list.page().attributes(".gt-participants tbody th a", "href");
        let at = names(&list).iter().position(|name| name == "Demo Person 52").expect("52 is late");
        let one = house.get(&own, &addresses[at]).await;
        let words = one.page().words();
        for said in [
            "Demo Person 52",
            "0000052",
            "Declaration: Started",
            "Demo Body",
            "Mentor",
            "Demo Person 9000",
            "Retained 1 by",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert_eq!(one.header("cache-control"), "no-store");
        assert!(!addresses[at].contains(&id(1, 52)) && !addresses[at].contains("0052"), "{}", addresses[at]);
        let mentor = one.page().attributes("dd a[href^='/participants/']", "href")[0].clone();
        let mentor = house.get(&own, &mentor).await.page().words();
        assert!(mentor.contains("Mentor of") && mentor.contains("Demo Person 52"), "{mentor}");
        let said = said(&house.database, "named-person-seen").await;
        assert_eq!(said, ["one participant, NE2", "one participant, NE2"]);
    });
}
