//! Packs and frozen links: the acceptance story leaves whole in every kind of file, nothing in them is exact, and what was
//! frozen stays as it was.

use std::io::{Cursor, Read};

use crate::support::packs::{archive, begun, pdf_text, words_in};
use crate::support::people::House;
use crate::support::{self, Answered, BOTH, TestApp, import_all, on_each_database, small, story};
use app::accounts::AccountRole;
use app::filters::Audience;
use calamine::{Reader, Xlsx};
use chrono::{TimeDelta, Utc};
use server::packs::{Content, Part, Plan};
use server::storage::Database;

/// What must stand in every file of the story's update.
const STORY: [&str; 7] = ["262 of 358", "73%", "322 of 358", "90%", "191", "189", "Cambridgeshire"];

#[test]
fn the_published_update_of_a_hub_falls_out_of_one_pack() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let pack = begun(&app, "template=update&hub=EE3&year=2024-25&title=").await;
        let page = app.get(&format!("{pack}/preview")).await;
        let text = page.page().texts("main").join(" ");
        for words in STORY.into_iter().chain(["DfE progress update", "secondary 43 of 50", "228", "151", "Data as of"])
        {
            assert!(text.contains(words), "{words}\n{text}");
        }
        let pdf = app.get(&format!("{pack}/files/pack.pdf")).await;
        assert!(pdf.body.starts_with(b"%PDF-1."), "{}", pdf.status);
        assert_eq!(
            pdf.header("content-disposition"),
            "attachment; filename=\"golden-thread-update-EE3-2024-25-sharing.pdf\""
        );
        match pdf_text(place, &pdf.body) {
            None => support::say("skipped: pdftotext is not installed, so the text of the PDF was not read"),
            Some(text) => {
                for words in STORY {
                    assert!(text.contains(words), "PDF: {words}\n{text}");
                }
            }
        }
        let docx = app.get(&format!("{pack}/files/pack.docx")).await;
        let text = words_in(&docx.body, |name| name.starts_with("word/"));
        for words in STORY {
            assert!(text.contains(words), "Word: {words}\n{text}");
        }
        let pptx = app.get(&format!("{pack}/files/pack.pptx")).await;
        let text = words_in(&pptx.body, |name| name.starts_with("ppt/slides/") || name.starts_with("ppt/notesSlides/"));
        for words in STORY {
            assert!(text.contains(words), "PowerPoint: {words}\n{text}");
        }
        let xlsx = app.get(&format!("{pack}/files/pack.xlsx")).await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.body.clone())).expect("a workbook");
        let sheet = book.worksheet_range("reach_phases").expect("the sheet of phases");
        let found = |phase: &str| {
            let row = sheet.rows().find(|row| row[0] == *phase).unwrap_or_else(|| panic!("no {phase}"));
            row.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(found("Primary")[1..3], ["258", "191"]);
        assert_eq!(found("Secondary")[1..3], ["50", "43"]);
        let zip = app.get(&format!("{pack}/files/pack.zip")).await;
        let mut inside = archive(&zip.body);
        let names: Vec<String> = inside.file_names().map(|name| name.expect("a name").into_owned()).collect();
        for name in ["reach/tables.csv", "reach/phases.svg", "reach/phases.png", "authorities/tables.csv"] {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
        let mut csv = String::new();
        inside.by_name("reach/tables.csv").expect("a table").read_to_string(&mut csv).expect("text");
        assert!(csv.contains("262") && csv.contains("secondary"), "{csv}");
        story_is_open_data(&mut inside);
        for ending in ["pdf", "docx", "pptx", "xlsx"] {
            assert!(names.contains(&format!("golden-thread-update-EE3-2024-25-sharing.{ending}")), "{names:?}");
        }
    });
}

/// Columns, and how their items begin.
type Items = &'static [(&'static str, &'static str)];

/// The story's figures as open data: what, how they are found (level, then column and item), schools in area, engaged this
/// year and since September 2021.
const OPEN: [(&str, &str, Items, [&str; 3]); 12] = [
    ("by-reported-phase", "National", &[("hub_area", "EE3"), ("education_phase", "Total")], ["358", "262", "322"]),
    ("by-reported-phase", "National", &[("hub_area", "EE3"), ("education_phase", "Secondary")], ["50", "43", "49"]),
    ("by-reported-phase", "National", &[("hub_area", "EE3"), ("education_phase", "Primary")], ["258", "191", "237"]),
    ("by-reported-phase", "National", &[("hub_area", "EE3"), ("education_phase", "Special")], ["26", "19", "20"]),
    ("by-reported-phase", "National", &[("hub_area", "EE3"), ("education_phase", "Other")], ["24", "9", "16"]),
    ("by-reported-phase", "National", &[("hub_area", "Total"), ("education_phase", "Total")], ["x", "x", "x"]),
    ("by-strand", "National", &[("hub_area", "EE3"), ("engagement_strand", "Appropriate body")], ["358", "228", ""]),
    ("by-strand", "National", &[("hub_area", "EE3"), ("engagement_strand", "ECF/ECTE")], ["358", "151", ""]),
    ("by-strand", "National", &[("hub_area", "EE3"), ("engagement_strand", "NPQ")], ["358", "90", ""]),
    ("by-strand", "National", &[("hub_area", "EE3"), ("engagement_strand", "ITT")], ["358", "89", ""]),
    ("by-la", "Local authority", &[("la_name", "Cambridgeshire")], ["270", "189", ""]),
    ("by-la", "Local authority", &[("la_name", "Peterborough")], ["88", "73", ""]),
];

/// Each of them stands in the open data of the pack, which pass the checks of DfE's screener.
fn story_is_open_data(pack: &mut zip::ZipArchive<Cursor<&[u8]>>) {
    let mut sets = Vec::new();
    for part in ["reach", "authorities", "since"] {
        let mut bytes = Vec::new();
        let name = format!("{part}/open-data.zip");
        pack.by_name(&name).unwrap_or_else(|_| panic!("no {name}")).read_to_end(&mut bytes).expect("bytes");
        let mut inside = archive(&bytes);
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            inside.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_end(&mut bytes).expect("bytes");
            bytes
        };
        for set in support::csv_rows(&read("dataset_names.csv")) {
            let (data, meta) = (format!("{}.csv", set["file_name"]), format!("{}.meta.csv", set["file_name"]));
            let (data_bytes, meta_bytes) = (read(&data), read(&meta));
            let found = open_data::screen::screen(&data, &data_bytes, &meta, &meta_bytes);
            let failed: Vec<_> = found.iter().filter(|f| f.severity == open_data::screen::Severity::Fail).collect();
            assert!(failed.is_empty(), "{data}: {failed:?}");
            sets.push((data, support::csv_rows(&data_bytes)));
        }
    }
    for (part, level, items, [of, engaged, since]) in OPEN {
        let rows = || sets.iter().filter(|(name, _)| name.contains(part)).flat_map(|(_, rows)| rows);
        let is_meant = |row: &&support::CsvRow| {
            row["geographic_level"] == level && items.iter().all(|(column, begin)| row[*column].starts_with(begin))
        };
        let row = rows().find(is_meant).unwrap_or_else(|| panic!("no {part} {items:?} in {sets:?}"));
        assert_eq!((row["time_period"].as_str(), row["schools_in_area"].as_str()), ("202425", of), "{items:?}");
        assert_eq!(row["engaged"], engaged, "{items:?}");
        assert!(since.is_empty() || row["engaged_since_202122"] == since, "{items:?}: {row:?}");
    }
    let years = sets.iter().filter(|(name, _)| name.contains("by-year")).flat_map(|(_, rows)| rows);
    let of_hub = |row: &&support::CsvRow| row["hub_area"].starts_with("EE3") && row["time_period"] == "202425";
    assert_eq!(years.filter(of_hub).map(|row| row["engaged"].as_str()).collect::<Vec<_>>(), ["262"]);
}

#[test]
fn a_pack_says_what_the_sharing_page_says_and_never_more() {
    let files = small::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let pack = begun(&app, "template=strategic-group&hub=NE2&year=2022-23").await;
        // Three people started in NE2: sharing figures do not say so.
        let exact = app.get("/data/participation.csv?hub=NE2&year=2022-23&audience=exact").await;
        assert!(exact.text().contains(",3,"), "{}", exact.text());
        let zip = app.get(&format!("{pack}/files/pack.zip")).await;
        let mut inside = archive(&zip.body);
        for at in 0..inside.len() {
            let mut entry = inside.by_index(at).expect("an entry");
            let name = entry.name().expect("a name").into_owned();
            if name.ends_with("tables.csv") {
                let mut text = String::new();
                entry.read_to_string(&mut text).expect("text");
                for row in csv::Reader::from_reader(text.as_bytes()).records() {
                    let row = row.expect("a row");
                    assert!(row.iter().all(|cell| cell != "exact"), "{name}: {row:?}");
                }
            }
        }
        let preview = app.get(&format!("{pack}/preview")).await.text();
        assert!(!preview.contains("audience=exact") && !preview.contains("Exact figures"), "nothing of it is exact");
    });
}

#[test]
fn words_order_and_what_is_left_out_are_kept_and_two_tabs_do_not_overwrite_each_other() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let pack = begun(&app, "template=update&hub=NE2&year=2022-23&title=Our+year").await;
        let sent = app
            .send_form(&pack, "version=1&do=save&title=Our+year&words-reach=**Thanks**+%3Cscript%3E&words-npq=x")
            .await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, &*format!("{pack}?done=saved")));
        let preview = app.get(&format!("{pack}/preview")).await;
        assert!(preview.text().contains("<strong>Thanks</strong> &lt;script&gt;"), "{}", preview.text());
        // A second tab still shows the first version.
        let late = app.send_form(&pack, "version=1&do=out:npq&title=Mine&words-reach=What+I+typed").await;
        assert_eq!(late.status, 409);
        let text = late.text();
        assert!(text.contains("Somebody saved this pack while you wrote") && text.contains("What I typed"), "{text}");
        let current = app.get(&pack).await;
        assert!(current.text().contains("Thanks") && !current.text().contains("What I typed"));
        let moved = app.send_form(&pack, "version=2&do=up:npq").await;
        assert_eq!(moved.header("location"), format!("{pack}#part-npq"));
        let out = app.send_form(&pack, "version=3&do=out:reach").await;
        assert_eq!(out.status, 303);
        let preview = app.get(&format!("{pack}/preview")).await.text();
        assert!(!preview.contains("Thanks"), "it is left out");
        assert_eq!(app.send_form(&pack, "version=4&do=restore:2").await.status, 303);
        assert!(app.get(&format!("{pack}/preview")).await.text().contains("Thanks"), "it is back");
        // What cannot be taken is shown again, and nothing of it is kept.
        let bad = app.send_form(&pack, "version=5&do=save&title=&words-reach=typed+again").await;
        assert_eq!(bad.status, 422);
        assert!(bad.text().contains("Title: write a few words") && bad.text().contains("typed again"));
        assert_eq!(app.send_form(&pack, "version=x&do=save").await.status, 400);
        assert_eq!(app.send_form(&pack, "version=5&do=fly").await.status, 400);
        assert_eq!(app.send_form(&format!("{pack}/remove"), "").await.status, 303);
        assert_eq!(app.get(&pack).await.status, 404);
    });
}

#[test]
fn what_was_frozen_stays_when_newer_data_come_and_says_what_changed() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &story::files(), &BOTH).await;
        let form = "page=engagement&question=hub%3DEE3%26by%3Dphase%26year%3D2024-25&open-to=anyone&expires=";
        let frozen = app.send_form("/frozen", form).await;
        assert_eq!(frozen.status, 303, "{}", frozen.text());
        let link = frozen.header("location").to_owned();
        // Terms that cannot be taken come back in the page, with the question and what was typed.
        let bad = app.send_form("/frozen", &form.replace("expires=", "expires=1999-01-01")).await;
        assert_eq!(bad.status, 422);
        let text = bad.text();
        assert!(text.contains("Until: choose a day from today on") && text.contains("value=\"1999-01-01\""), "{text}");
        assert!(bad.page().texts("h1").join(" ").contains("262 of 358"), "{:?}", bad.page().texts("h1"));
        let then = app.get(&link).await;
        let text = then.page().texts("main").join(" ");
        assert!(text.contains("262 of 358") && text.contains("Frozen figures"), "{text}");
        assert_eq!(then.header("referrer-policy"), "no-referrer");
        let csv = app.get(&format!("{link}/files/frozen.csv")).await;
        assert!(csv.text().contains("262"), "{}", csv.text());
        let picture = app.get(&format!("{link}/files/breakdown.svg")).await;
        assert!(picture.text().contains(&link), "its address is printed on it: {}", picture.text());
        // One more school is reached.
        import_all(&app.database, &[story::one_more_school()]).await;
        app.refresh().await;
        let now = app.get("/engagement?hub=EE3&by=phase&year=2024-25&audience=sharing").await;
        assert!(now.page().texts("h1").join(" ").contains("263 of 358"), "{:?}", now.page().texts("h1"));
        let later = app.get(&link).await.page().texts("main").join(" ");
        assert!(later.contains("262 of 358") && later.contains("Newer data have been loaded since"), "{later}");
        assert!(later.contains("What has changed") && later.contains("263"), "{later}");
        assert_eq!(app.get(&format!("{link}/files/frozen.csv")).await.text(), csv.text(), "byte for byte");
        // Revoked, it opens no more and its figures are gone.
        assert_eq!(app.send_form(&format!("{link}/revoke"), "").await.status, 303);
        assert_eq!(app.get(&link).await.status, 410);
        let token = link.rsplit('/').next().expect("a token");
        assert_eq!(app.desk.database().frozen_bytes(token).await.expect("read"), None);
    });
}

#[test]
fn a_frozen_pack_is_the_same_file_next_year_and_what_a_killed_process_left_is_made() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let pack = begun(&app, "template=strategic-group&hub=NE2&year=2022-23").await;
        let link =
            app.send_form(&format!("{pack}/freeze"), "open-to=accounts&expires=").await.header("location").to_owned();
        let page = app.get(&link).await;
        assert!(page.text().contains("Frozen figures"), "{}", page.text());
        let first = app.get(&format!("{link}/files/frozen.xlsx")).await.body;
        assert!(!first.is_empty());
        assert!(app.get(&format!("{link}/meeting")).await.text().contains("slide-2"));
        // The pack changes, the frozen one does not.
        assert_eq!(app.send_form(&pack, "version=1&do=out:overview&title=Other").await.status, 303);
        assert_eq!(app.get(&format!("{link}/files/frozen.xlsx")).await.body, first);
        // A day that has come is frozen by itself; what was claimed and left is claimed again.
        let id: i64 = pack.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
        let database = app.desk.database();
        database.add_pack_date(id, "2020-01-31").await.expect("kept");
        app.desk.make_waiting().await.expect("made");
        let all = database.all_frozen().await.expect("read");
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|row| row.state == "made"), "{all:?}");
        app.desk.make_waiting().await.expect("made");
        assert_eq!(database.all_frozen().await.expect("read").len(), 2, "once");
        left_behind(database, id).await;
        app.desk.make_waiting().await.expect("made");
        let all = database.all_frozen().await.expect("read");
        assert!(all.len() == 3 && all.iter().all(|row| row.state == "made"), "{all:?}");
    });
}

/// A frozen pack whose maker was killed while it was made.
async fn left_behind(database: &Database, pack: i64) {
    database.add_pack_date(pack, "2020-02-28").await.expect("kept");
    let due = database.due_pack_dates("2020-03-01").await.expect("read");
    assert_eq!(due.len(), 1);
    let row = database.all_frozen().await.expect("read").remove(0);
    let row = server::storage::packs::FrozenRow { token: "left-behind".into(), ..row };
    assert!(database.take_pack_date((pack, "2020-02-28"), &row).await.expect("taken"));
    let long_ago = (Utc::now() - TimeDelta::hours(1)).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    assert_eq!(database.claim_frozen(&long_ago, "2000").await.expect("claimed").as_deref(), Some("left-behind"));
}

#[test]
fn frozen_links_open_for_those_they_are_for() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let lead = house.person("Lee", AccountRole::HubLead, &["NE2"]).await;
        let sam = house.person("Sam", AccountRole::StrategicGroup, &["NE2"]).await;
        let other = house.person("Oda", AccountRole::StrategicGroup, &["EE3"]).await;
        let operator = house.person("Olu", AccountRole::Operator, &[]).await;
        let nobody = support::people::Cookie::default();
        let freeze = async |open_to: &str| {
            let form = format!("page=overview&question=hub%3DNE2&open-to={open_to}&expires=");
            let answer = house.post(&lead, "/frozen", &form).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            answer.header("location").to_owned()
        };
        let (own, open) = (freeze("accounts").await, freeze("anyone").await);
        let status = async |who, link: &str| house.get(who, link).await.status.as_u16();
        assert_eq!((status(&lead, &own).await, status(&sam, &own).await), (200, 200));
        assert_eq!((status(&other, &own).await, status(&operator, &own).await), (404, 404));
        let told = |answer: Answered| (answer.status, answer.header("location").starts_with("/sign-in"));
        assert_eq!(told(house.get(&nobody, &own).await), told(house.get(&nobody, "/frozen/none").await));
        assert_eq!(house.get(&nobody, &format!("{own}/files/frozen.csv")).await.status, 401);
        for who in [&nobody, &other, &operator] {
            assert_eq!(status(who, &open).await, 200);
            assert_eq!(house.get(who, &format!("{open}/files/frozen.csv")).await.status, 200);
        }
        // It is in the audit log, without its secret.
        let entries = house.database.audit_entries(i64::MAX, 50).await.expect("read");
        let frozen: Vec<_> = entries.iter().filter(|entry| entry.event == "frozen").collect();
        let secret = open.rsplit('/').next().expect("a token");
        assert!(frozen.len() == 2 && frozen.iter().all(|entry| !entry.about.contains(secret)), "{frozen:?}");
        for who in [&sam, &other, &nobody] {
            assert!(house.post(who, &format!("{open}/revoke"), "").await.status.as_u16() >= 400);
        }
        assert_eq!(house.post(&sam, "/frozen", "page=overview&question=hub%3DNE2&open-to=anyone").await.status, 403);
        assert_eq!(house.post(&lead, &format!("{open}/revoke"), "").await.status, 303);
        assert_eq!(status(&nobody, &open).await, 410);
    });
}

#[test]
fn a_kept_template_begins_another_pack_without_words_of_the_first() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &[Audience::Sharing]).await;
        let pack = begun(&app, "template=update&hub=NE2&year=2022-23").await;
        assert_eq!(app.send_form(&pack, "version=1&do=out:npq&words-reach=Secret+words").await.status, 303);
        assert_eq!(app.send_form(&format!("{pack}/template"), "name=Our+way").await.status, 303);
        assert!(app.get("/update").await.text().contains("Our way"));
        let second = begun(&app, "template=own-1&hub=NE1&year=2022-23&title=Second").await;
        let text = app.get(&second).await.text();
        assert!(!text.contains("Secret words") && text.contains("Left out"), "{text}");
        assert_eq!(app.send_form("/update", "template=own-9&hub=NE2&year=2022-23").await.status, 422);
        assert_eq!(app.send_form("/update", "template=update&hub=&year=soon").await.status, 422);
        assert_eq!(app.send_form(&format!("{pack}/template"), "name=").await.status, 422);
        assert_eq!(app.send_form(&format!("{pack}/dates"), "add=2020-01-01").await.status, 422);
    });
}

#[test]
fn a_plan_that_asks_what_sharing_figures_refuse_says_so_in_its_part() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let pack = begun(&app, "template=quick&year=2022-23").await;
        let id: i64 = pack.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
        let database = app.desk.database();
        let row = database.pack(id).await.expect("read").expect("there");
        let mut plan = Plan::read(&row.body).expect("a plan");
        plan.parts.push(Part {
            id: "narrow".into(),
            heading: "Narrow".into(),
            content: Content::Figures {
                page: app::links::Page::Participation,
                question: "la=E06000001&by=trust".parse().expect("reads"),
                sections: vec!["breakdown".into()],
                within: Default::default(),
                own_year: false,
            },
            left_out: false,
            commentary: String::new(),
        });
        let row = server::storage::packs::PackRow { body: plan.written().expect("written"), ..row };
        assert!(database.save_pack(&row).await.expect("saved"));
        let text = app.get(&format!("{pack}/preview")).await.text();
        assert!(text.contains("too narrow for sharing figures"), "{text}");
    });
}
