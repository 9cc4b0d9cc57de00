//! Worlds that differ only in what is withheld give the same answers, byte for byte.

use app::filters::Audience;

use crate::support::{File, TestApp, figure, on_each_database, small};

/// Twenty starts: 8 and 7 in London, the rest in the North East and at a school nobody knows. With 1 to 4 in each of
/// the two, every count that sharing figures show is the same and only what they hide differs.
fn world(north_east: u32, unknown: u32) -> Vec<File> {
    let mut rows: Vec<small::Row> =
        (1..=15).map(|n| small::start(n, if n <= 8 { "900011" } else { "900012" })).collect();
    rows.extend((21..21 + north_east).map(|n| small::start(n, "900002")));
    rows.extend((41..41 + unknown).map(|n| small::start(n, "999999")));
    vec![small::register(), small::statement("npq_statement.csv", 1, &rows)]
}

/// Everything that a sharing instance says of its figures, without what is new with each answer.
async fn all_that_is_said(app: &TestApp) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for page in ["overview", "participation", "outcomes"] {
        for query in [
            "",
            "by=region",
            "by=phase",
            "by=type",
            "by=hub",
            "by=la",
            "by=trust",
            "by=course",
            "by=cohort",
            "by=partner",
        ] {
            let mut addresses = vec![
                format!("/{page}?{query}"),
                format!("/data/{page}.csv?{query}"),
                format!("/data/{page}.json?{query}"),
            ];
            addresses.extend(
                ["breakdown", "years", "milestones", "recruitment"]
                    .iter()
                    .map(|c| format!("/charts/{page}/{c}.svg?{query}")),
            );
            for address in addresses {
                let text = app.get(&address).await.text();
                said.push((address, without_nonces(&text)));
            }
        }
    }
    said
}

fn without_nonces(text: &str) -> String {
    let mut parts = text.split("nonce=\"");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

#[test]
fn withheld_values_appear_nowhere_because_nothing_said_depends_on_them() {
    on_each_database(async |place| {
        let mut first: Option<Vec<(String, String)>> = None;
        for (north_east, unknown) in [(3, 2), (2, 3), (4, 1), (1, 4)] {
            let place = place.another();
            let app = TestApp::new(&place, &world(north_east, unknown), &[Audience::Sharing]).await;
            let said = all_that_is_said(&app).await;
            match &first {
                None => first = Some(said),
                Some(first) => {
                    for ((address, one), (_, other)) in first.iter().zip(&said) {
                        assert!(
                            one == other,
                            "{address} tells 3 and 2 from {north_east} and {unknown}:\n{}",
                            differing(one, other)
                        );
                    }
                }
            }
            app.database.close().await;
        }
        // In exact figures the worlds differ.
        let app = TestApp::new(place, &world(3, 2), &[Audience::Exact]).await;
        let rows = app.get("/data/participation.csv?by=region").await.rows();
        assert_eq!(figure(&rows, "breakdown", "north-east", "starts")["value"], "3");
    });
}

/// Where two texts begin to differ.
fn differing(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(80);
    let part = |text: &str| String::from_utf8_lossy(&text.as_bytes()[at..text.len().min(at + 240)]).into_owned();
    format!("{}\n{}", part(one), part(other))
}
