//! People of whom names are held, and everything that a database says of them.

use std::collections::BTreeMap;

use crate::support::small::{self, Row, id, statement};
use crate::support::trainees::{declarations, ect, participants};
use crate::support::{File, TestApp, file};
use app::filters::Audience;
use server::storage::Database;

/// NPQ people of 2022 with TRNs (1 has an induction of the same number, 2 was merged into 3, who went on in 2025), early career
/// people of 2024, and teachers whom only an appropriate body knows.
pub fn files() -> Vec<File> {
    let row = |person: u32, kind: &'static str, on: &'static str| Row {
        person,
        urn: "900011",
        course: "npq-leading-teaching",
        kind,
        on,
        state: "paid",
    };
    let rows: Vec<Row> = (1..=14)
        .map(|n| row(n, "started", "2022-10-03"))
        .chain([row(1, "completed", "2023-12-15"), row(3, "completed", "2025-02-01"), row(4, "voided", "2022-10-04")])
        .filter(|row| row.kind != "voided")
        .collect();
    let (name, bytes) = statement("npq_statement.csv", 1, &rows);
    let mut text = String::from_utf8(bytes).expect("text");
    for n in 1..=14 {
        let (person, trn) = (id(1, n), format!("{:07}", 5_000_000 + n));
        text = text.replace(&format!("{person},Demo Person {n},,"), &format!("{person},Demo Person {n},{trn},"));
    }
    let change = file(
        "npq_participants.json",
        serde_json::json!({ "data": [{
            "id": id(1, 3),
            "type": "npq-participant",
            "attributes": {
                "full_name": "Demo Person 3",
                "teacher_reference_number": "5000003",
                "updated_at": "2025-02-02T10:00:00Z",
                "npq_enrolments": [],
                "participant_id_changes": [{
                    "from_participant_id": id(1, 2),
                    "to_participant_id": id(1, 3),
                    "changed_at": "2023-01-06T10:00:00Z",
                }],
            },
        }]})
        .to_string(),
    );
    vec![
        small::register(),
        small::headcounts(),
        file(&name, text),
        change,
        participants(&[ect(51, "900001"), ect(53, "900001")]),
        declarations(&[(51, "started", "2024-09-20", None), (53, "started", "2024-09-20", None)]),
        file(
            "inductions.csv",
            "URN,TRN,Induction start,Induction end,Programme,Appropriate body,Outcome\n\
             900011,5000001,2021-09-01,2022-07-10,Provider-led,Demo Body,pass\n\
             900011,6000001,2021-09-01,2022-07-10,Provider-led,Demo Body,pass\n\
             900011,6000002,2021-09-01,2022-07-10,School-led,Demo Body,pass\n\
             900001,6000003,2024-09-01,,Provider-led,Demo Body,\n\
             900001,0000051,2024-09-02,,Provider-led,Demo Body,\n",
        ),
    ]
}

/// Every file of every page that counts people, and the list to reconcile.
pub async fn figures(database: &Database) -> BTreeMap<String, String> {
    // Made anew from the rows, not taken from what was packed before.
    let sql = "DELETE FROM packed";
    match database {
        Database::Sqlite { pool, .. } => {
            sqlx::query(sql).execute(pool).await.expect("removed");
        }
        Database::Postgres { pool, .. } => {
            sqlx::query(sql).execute(pool).await.expect("removed");
        }
    }
    let app = TestApp::over(database.clone(), &[Audience::Exact]).await;
    let mut all = BTreeMap::new();
    for page in ["overview", "participation", "outcomes", "engagement", "gaps", "compare"] {
        for query in ["", "?year=2022-23", "?programme=ecf", "?by=la", "?hub=NE2"] {
            let address = format!("/data/{page}.csv{query}");
            let answer = app.get(&address).await;
            all.insert(address, format!("{} {}", answer.status, answer.text()));
        }
    }
    let schools = app.get("/schools/900011").await.page();
    all.insert("a school".into(), schools.texts("#record").join(" "));
    let data = app.get("/data").await.page();
    all.insert("what is loaded".into(), data.texts("table td").join(" "));
    all
}

/// Every text of every table that may name somebody.
pub async fn everything(database: &Database) -> String {
    let mut all = String::new();
    for (table, columns) in [
        ("participants", "COALESCE(full_name, '') || ' ' || COALESCE(trn, '') || ' ' || COALESCE(email, '')"),
        ("inductions", "trn"),
        ("induction_ends", "trn"),
        ("applications", "COALESCE(employer_name, '')"),
        ("import_problems", "value"),
        ("purged_numbers", "fingerprint || ' ' || stand_in"),
    ] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {columns} FROM {table}"));
        let rows: Vec<String> = match database {
            Database::Sqlite { pool, .. } => sqlx::query_scalar(sql).fetch_all(pool).await.expect("rows"),
            Database::Postgres { .. } => {
                let mut work = database.begin_named().await.expect("begins");
                match &mut work {
                    server::storage::work::Work::Postgres(tx) => {
                        sqlx::query_scalar(sql).fetch_all(&mut **tx).await.expect("rows")
                    }
                    server::storage::work::Work::Sqlite(_) => Vec::new(),
                }
            }
        };
        all.push_str(&format!("{table}: {}\n", rows.join("; ")));
    }
    all
}
