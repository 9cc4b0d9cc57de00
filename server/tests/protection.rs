//! Names that go and counts that stay: retention, erasure and subject access, on both databases.

mod held;

use std::io::{Cursor, Read};

use self::held::{everything, figures, files};
use crate::support::people::House;
use crate::support::small::{self, Row, id, statement};
use crate::support::{self, Place, import_all, on_each_database};
use app::accounts::AccountRole;
use chrono::{DateTime, Utc};
use server::protection::erasure::{self, Who};
use server::protection::retention::{self, Purged};
use server::protection::subject_access;
use server::storage::Database;
use server::storage::participants::Whom;

/// Six years and more after what happened in 2022 and 2023, and before those of what happened in 2025.
fn later() -> DateTime<Utc> {
    "2030-06-13T12:00:00Z".parse().expect("a time")
}

async fn said(database: &Database, event: &str) -> Vec<String> {
    let entries = database.audit_entries(i64::MAX, 1_000).await.expect("entries");
    entries.into_iter().rev().filter(|entry| entry.event == event).map(|entry| entry.about).collect()
}

#[test]
fn names_go_when_their_time_is_over_and_every_figure_stays() {
    on_each_database(async |place| {
        let database = place.open().await;
        import_all(&database, &files()).await;
        let before = figures(&database).await;
        let held = everything(&database).await;
        assert!(held.contains("Demo Person 7") && held.contains("5000007") && held.contains("6000001"), "{held}");

        let now = later();
        assert_eq!(
            retention::purge(&database, 0, now, false).await.expect("ran"),
            Purged::default(),
            "0 keeps for ever"
        );
        let would = retention::purge(&database, 6, now, true).await.expect("ran");
        // 1 to 14 without 2 and 3, who are one person and went on; two numbers that no participant has.
        assert_eq!((would.people, would.numbers), (12, 2));
        assert_eq!(everything(&database).await, held, "a dry run changes nothing");
        let done = retention::purge(&database, 6, now, false).await.expect("ran");
        assert_eq!((done.people, done.numbers), (12, 2));

        let left = everything(&database).await;
        for gone in ["Demo Person 1 ", "Demo Person 7 ", "5000001", "5000007", "6000001", "6000002"] {
            assert!(!left.contains(gone), "{gone}: {left}");
        }
        for kept in ["Demo Person 2 ", "Demo Person 3 ", "5000003", "Demo Person 51 ", "0000051", "6000003"] {
            assert!(left.contains(kept), "{kept}: {left}");
        }
        assert_eq!(figures(&database).await, before);
        let said = said(&database, "names-purged").await;
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("12 people, 2 other numbers") && !said[0].contains("Demo"), "{said:?}");

        // The same files again, and a purge of the same day: nothing comes back and nothing happens.
        let version = database.data_version().await.expect("a version");
        import_all(&database, &files()).await;
        assert_eq!(everything(&database).await, left, "files bring nothing back");
        assert_eq!(figures(&database).await["a school"], before["a school"]);
        let mut now_figures = figures(&database).await;
        let mut before = before;
        for all in [&mut now_figures, &mut before] {
            all.remove("what is loaded");
        }
        assert_eq!(now_figures, before);
        assert_eq!(database.data_version().await.expect("a version"), version, "nothing changed");
        let again = retention::purge(&database, 6, now, false).await.expect("ran");
        assert_eq!((again.people, again.numbers), (0, 0));
        assert!(retention::of_the_day(&database, 6, now).await.expect("ran").is_some());
        assert!(retention::of_the_day(&database, 6, now).await.expect("ran").is_none(), "once a day");
    });
}

#[test]
fn somebody_who_comes_back_to_training_gets_their_name_back_from_the_next_file() {
    on_each_database(async |place| {
        let database = place.open().await;
        import_all(&database, &files()).await;
        retention::purge(&database, 6, later(), false).await.expect("ran");
        let row =
            Row { person: 7, urn: "900011", course: "npq-headship", kind: "started", on: "2025-05-01", state: "paid" };
        import_all(&database, &[statement("npq_statement_later.csv", 500, &[row])]).await;
        assert!(!everything(&database).await.contains("Demo Person 7 "), "not yet: their name is still away");
        let purged = retention::purge(&database, 6, later(), false).await.expect("ran");
        assert_eq!((purged.returned, purged.people), (1, 0));
        import_all(&database, &files()).await;
        let back = everything(&database).await;
        assert!(back.contains("Demo Person 7 ") && !back.contains("Demo Person 8 "), "{back}");
    });
}

#[test]
fn an_erased_person_is_gone_for_good_and_every_figure_stays() {
    on_each_database(async |place| {
        let house = House::new(place, &files()).await;
        let database = &house.database;
        let before = figures(database).await;
        let admin = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let found = house.post(&admin, "/participants", "words=5000001").await;
        let person = found.page().attributes(".gt-participants tbody th a", "href")[0].clone();
        assert!(house.get(&admin, &person).await.text().contains("Demo Person 1"));
        for wrong in ["", "confirm=", "confirm=erase", "confirm=YES"] {
            let answer = house.post(&admin, &format!("{person}/erase"), wrong).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(answer.page().texts(".govuk-error-summary").join(" ").contains("Type ERASE"));
        }
        assert!(everything(database).await.contains("Demo Person 1 "));
        let done = house.post(&admin, &format!("{person}/erase"), "confirm=ERASE").await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, format!("{person}?erased").as_str()));
        let page = house.get(&admin, done.header("location")).await.page().words();
        assert!(page.contains("have been erased") && page.contains("No name held"), "{page}");
        let left = everything(database).await;
        assert!(!left.contains("Demo Person 1 ") && !left.contains("5000001"), "{left}");
        assert!(left.contains("Demo Person 10 ") && left.contains("5000010"));
        assert_eq!(figures(database).await, before);
        import_all(database, &files()).await;
        let again = everything(database).await;
        assert!(!again.contains("Demo Person 1 ") && !again.contains("5000001"), "{again}");
        // Two ids of one person go together, by number as well.
        let taken = erasure::erase(database, &Who::Number("5000002".into()), "test", later()).await.expect("ran");
        assert_eq!(taken.expect("somebody").ids, [id(1, 2), id(1, 3)]);
        assert_eq!(erasure::erase(database, &Who::Number("9999999".into()), "test", later()).await.expect("ran"), None);
        let said = said(database, "person-erased").await;
        assert_eq!(said, ["one person, 1 ids, 1 numbers", "one person, 2 ids, 2 numbers"]);
        assert!(house.post(&admin, "/participants", "words=5000001").await.page().count(".gt-participants") == 0);
    });
}

#[test]
fn whoever_asks_gets_every_row_that_is_held_of_them() {
    on_each_database(async |place| {
        let house = House::new(place, &files()).await;
        let admin = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let held = subject_access::held(&house.database, &Who::Participant(id(1, 1)), later()).await.expect("ran");
        let held = held.expect("somebody");
        let tables: Vec<&str> = held.tables.iter().map(|table| table.rows.table).collect();
        assert_eq!(tables, ["participants", "declarations", "inductions"]);
        assert_eq!(held.teacher_reference_numbers, ["5000001"]);
        let declared = &held.tables[1];
        assert_eq!(declared.rows.rows.len(), 2);
        assert!(declared.files.iter().any(|file| file.file == "npq_statement.csv" && !file.loaded_at.is_empty()));
        let found = house.post(&admin, "/participants", "words=5000001").await;
        let person = found.page().attributes(".gt-participants tbody th a", "href")[0].clone();
        let file = house.get(&admin, &format!("{person}/subject-access")).await;
        assert_eq!((file.status.as_u16(), file.header("cache-control")), (200, "no-store"));
        assert!(file.header("content-disposition").contains("-named.zip"));
        let mut zip = zip::ZipArchive::new(Cursor::new(file.body.clone())).expect("a ZIP");
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).expect("there").read_to_string(&mut text).expect("text");
            text
        };
        let (html, json) = (text("subject-access.html"), text("subject-access.json"));
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["tables"][0]["rows"][0][1], "Demo Person 1");
        assert!(
            html.contains("Demo Person 1") && html.contains("Demo Body") && !html.contains("Demo Person 10"),
            "{html}"
        );
        assert_eq!(said(&house.database, "subject-access").await, ["one person, 4 rows"]);
        let nobody = subject_access::held(&house.database, &Who::Participant(id(1, 999)), later()).await;
        assert!(nobody.expect("ran").is_none());
    });
}

#[test]
fn the_command_line_purges_takes_out_and_erases() {
    on_each_database(async |place| {
        let database = place.open().await;
        import_all(&database, &files()).await;
        let run = |arguments: &[&str]| {
            let output = place.command().args(arguments).output().expect("runs");
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
            )
        };
        let (code, words) = run(&["purge", "--dry-run", "--retention-years", "1"]);
        assert!(code == Some(0) && words.contains("Would be removed"), "{words}");
        assert!(everything(&database).await.contains("Demo Person 7 "));
        let (code, words) = run(&["purge", "--retention-years", "0"]);
        assert!(code == Some(0) && words.contains("for ever"), "{words}");
        let zip = place.folder().join("one.zip");
        let zip = zip.to_str().expect("plain");
        let (code, words) = run(&["subject-access", "--trn", "5000007", "--output", zip]);
        assert_eq!(code, Some(0), "{words}");
        assert!(std::fs::metadata(zip).expect("written").len() > 200);
        assert_eq!(run(&["subject-access", "--trn", "5000007", "--output", zip]).0, Some(1), "never over another file");
        let (code, words) = run(&["erase", "--participant", &id(1, 7).to_uppercase()]);
        assert_eq!(code, Some(0), "{words}");
        assert!(!everything(&database).await.contains("Demo Person 7 "));
        assert_eq!(run(&["erase", "--trn", "123"]).0, Some(1));
        assert_eq!(run(&["erase"]).0, Some(2));
        assert_eq!(run(&["erase", "--participant", &id(1, 999)]).0, Some(1));
        // What is left of a person is found by the id that stays.
        let mut named = database.named().await.expect("begins");
        let held = named.held(&Whom { ids: vec![id(1, 7)], ..Whom::default() }).await.expect("read");
        assert_eq!((held.people[0].full_name.as_deref(), held.declarations.len()), (None, 1));
        drop(named);
    });
}

#[test]
fn what_is_recorded_stands_in_the_audit_log_with_who_recorded_it() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        for (who, address, body) in [
            (&own, "/schools/900002/contact", "date=2025-06-02&kind=visit&note=Secret+words"),
            (&own, "/schools/900002/reason", "reason=too-small&note=Secret+words"),
            (&own, "/schools/900002/contact/delete", "date=2025-06-02&kind=visit"),
            (&own, "/schools/900002/contact/delete", "date=2025-06-02&kind=visit"),
            (&own, "/actions", "segment=hub%3DNE2&what=Secret+words"),
            (&own, "/actions/1", "state=done&note=Secret+words"),
            (&own, "/targets", "hub=NE2&year=2022-23&measure=engaged&value=50"),
            (&own, "/targets", "hub=NE2&year=2022-23&measure=engaged&value="),
            (&analyst, "/compare/similar", "year=2022-23&what=keep"),
            (&analyst, "/compare/similar", "year=2022-23&what=let-go"),
        ] {
            assert_eq!(house.post(who, address, body).await.status, 303, "{address} {body}");
        }
        assert_eq!(house.post(&own, "/schools/900011/reason", "reason=too-small").await.status, 403);
        assert_eq!(house.post(&own, "/actions/99", "state=done&note=").await.status, 404);
        let entries = house.database.audit_entries(i64::MAX, 100).await.expect("entries");
        let of_forms: Vec<(String, String, String)> = entries
            .into_iter()
            .rev()
            .filter(|entry| entry.actor.starts_with("Noor Own (") || entry.actor.starts_with("Ana Lyst ("))
            .map(|entry| (entry.actor.split(" (").next().unwrap_or_default().to_owned(), entry.event, entry.about))
            .collect();
        let told: Vec<(&str, &str)> =
            of_forms.iter().map(|(_, event, about)| (event.as_str(), about.as_str())).collect();
        assert_eq!(
            told,
            [
                ("contact-recorded", "school 900002, 2025-06-02, visit"),
                ("reason-recorded", "school 900002, too-small"),
                ("contact-deleted", "school 900002, 2025-06-02, visit"),
                ("action-added", "year=2023-24&hub=NE2"),
                ("action-changed", "action 1, done"),
                ("target-set", "NE2, 2022-23, engaged"),
                ("target-removed", "NE2, 2022-23, engaged"),
                ("similar-hubs-kept", "2022-23"),
                ("similar-hubs-let-go", "2022-23"),
            ]
        );
        assert!(of_forms[..7].iter().all(|(who, ..)| who == "Noor Own"));
        assert!(!told.iter().any(|(_, about)| about.contains("Secret")), "no free words");
    });
}

#[test]
fn postgresql_shows_names_only_to_transactions_that_say_so_and_the_product_works_as_an_ordinary_role() {
    let Some(server) = support::postgres_server() else { return };
    let place = Place::postgres_as(&server, "gt_ordinary");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let database = place.open().await;
        assert!(!database.passes_walls().await.expect("asked"), "an ordinary role");
        import_all(&database, &files()).await;
        let Database::Postgres { pool, .. } = &database else { panic!("not PostgreSQL") };
        for table in ["participants", "inductions", "induction_ends"] {
            let count = || sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            let hidden: i64 = sqlx::query_scalar(count()).fetch_one(pool).await.expect("counted");
            assert_eq!(hidden, 0, "{table} without the declaration");
        }
        let seen: i64 = {
            let mut work = database.begin_named().await.expect("begins");
            let server::storage::work::Work::Postgres(tx) = &mut work else { panic!("not PostgreSQL") };
            sqlx::query_scalar("SELECT COUNT(*) FROM participants").fetch_one(&mut **tx).await.expect("counted")
        };
        assert!(seen > 10, "{seen}");
        // The connection went back to the pool, and with the transaction its declaration.
        for _ in 0..8 {
            let hidden: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM participants").fetch_one(pool).await.expect("counted");
            assert_eq!(hidden, 0);
        }
        let written = sqlx::query("INSERT INTO participants (id) VALUES ('x')").execute(pool).await;
        assert!(written.is_err(), "nobody writes names without saying so");

        // Everything works as before: figures, reconciliation, the data page, named people, purge, backup and restore.
        let house = House::with(database.clone(), |_| {}).await;
        let analyst = house.person("Ana Lyst", AccountRole::Analyst, &[]).await;
        let held = house.get(&analyst, "/data").await.page().table("holdings-caption");
        assert!(held.iter().any(|row| row[0] == "Participants" && row[1] == seen.to_string()), "{held:?}");
        assert_eq!(house.get(&analyst, "/reconciliation").await.status, 200);
        let found = house.post(&analyst, "/participants", "words=Person+7").await;
        assert!(found.text().contains("Demo Person 7"));
        let before = figures(&database).await;
        assert_eq!(retention::purge(&database, 6, later(), false).await.expect("ran").people, 12);
        assert_eq!(figures(&database).await, before);
        let backup = place.folder().join("walled.backup");
        server::storage::backup::backup(&database, &backup).await.expect("a backup");
        sqlx::query("DELETE FROM declarations").execute(pool).await.expect("deleted");
        database.close().await;
        server::storage::backup::restore(place.url(), place.folder(), &backup).await.expect("restored");
        let database = place.open().await;
        assert!(everything(&database).await.contains("Demo Person 51 "));
        assert_eq!(figures(&database).await, before);
        database.close().await;
    });
    runtime.shutdown_background();
}
