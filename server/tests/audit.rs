//! The audit log: what stands in it, and that nobody changes it unseen, on both databases.

use crate::support::on_each_database;
use crate::support::people::{House, events};
use crate::support::small;
use app::accounts::AccountRole;
use chrono::Utc;
use server::storage::Database;
use server::storage::audit::{Entry, Verdict};
use sqlx::AssertSqlSafe;

#[test]
fn exact_downloads_and_named_people_stand_in_the_audit_log() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let own = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        for address in [
            "/data/participation.csv?hub=NE2",
            "/data/participation.csv?hub=EE3",
            "/reconciliation",
            "/overview?hub=NE2",
        ] {
            assert_eq!(house.get(&own, address).await.status, 200, "{address}");
        }
        let entries = house.database.audit_entries(i64::MAX, 3).await.expect("entries");
        let told: Vec<(&str, &str)> = entries.iter().map(|e| (e.event.as_str(), e.about.as_str())).collect();
        assert_eq!(told[0], ("named-people-seen", "/reconciliation"));
        assert_eq!(told[1], ("exact-download", "/data/participation.csv hub=NE2"));
        assert!(entries[0].actor.starts_with("Noor Own ("));
        assert_eq!(events(&house.database).await.iter().filter(|event| *event == "import").count(), 4);
    });
}

async fn run(database: &Database, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    match database {
        Database::Sqlite { pool, .. } => sqlx::query(sql).execute(pool).await.map(|_| ()),
        Database::Postgres { pool, .. } => sqlx::query(sql).execute(pool).await.map(|_| ()),
    }
}

#[test]
fn the_audit_log_refuses_changes_and_shows_those_made_behind_its_back() {
    on_each_database(async |place| {
        let database = place.open().await;
        for n in 1..=5 {
            database.audit(Utc::now(), Entry::new("test", "sign-in", format!("entry {n}"))).await.expect("written");
        }
        assert!(matches!(database.verify_audit().await.expect("read"), Verdict::Whole(5, _)));
        for sql in
            ["UPDATE audit_entries SET about = 'x' WHERE number = 3", "DELETE FROM audit_entries WHERE number = 3"]
        {
            let refused = run(&database, sql).await.expect_err(sql);
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        let verify = || place.command().args(["audit", "verify"]).output().expect("it runs");
        let seen = verify();
        assert!(seen.status.success(), "{seen:?}");
        // Whoever owns the database can take the triggers away.
        match place.is_postgres() {
            true => run(&database, "ALTER TABLE audit_entries DISABLE TRIGGER ALL").await.expect("done"),
            false => run(&database, "DROP TRIGGER audit_entries_keep").await.expect("done"),
        }
        run(&database, "UPDATE audit_entries SET about = 'x' WHERE number = 3").await.expect("done");
        assert!(matches!(database.verify_audit().await.expect("read"), Verdict::Broken(3, _)));
        let seen = verify();
        assert_eq!(seen.status.code(), Some(4));
        assert!(String::from_utf8_lossy(&seen.stdout).contains("entry 3"), "{seen:?}");
        run(&database, "UPDATE audit_entries SET about = 'entry 3' WHERE number = 3").await.expect("done");
        assert!(matches!(database.verify_audit().await.expect("read"), Verdict::Whole(5, _)));
    });
}

#[test]
fn two_entries_at_once_follow_one_another() {
    on_each_database(async |place| {
        let database = place.open().await;
        let writers: Vec<_> = (0..8)
            .map(|n| {
                let database = database.clone();
                tokio::spawn(
                    async move { database.audit(Utc::now(), Entry::new("test", "sign-in", n.to_string())).await },
                )
            })
            .collect();
        for writer in writers {
            writer.await.expect("ran").expect("written");
        }
        assert!(matches!(database.verify_audit().await.expect("read"), Verdict::Whole(8, _)));
    });
}
