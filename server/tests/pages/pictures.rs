//! Pictures are what they say, and tables are harmless.

use std::collections::HashSet;

use crate::support::{BOTH, TestApp, on_each_database, small};

/// Whether tags are balanced, attributes quoted and entities known: enough of XML to be read by any reader of it.
fn is_xml(text: &str) -> Result<(), String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (_, from) = rest.split_at(at);
        if let Some(entity) = from.strip_prefix('&') {
            let name = entity.split_once(';').ok_or("an entity without end")?.0;
            if !(["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#')) {
                return Err(format!("&{name};"));
            }
            rest = &entity[name.len()..];
            continue;
        }
        let end = tag_end(from).ok_or("a tag without end")?;
        let tag = &from[1..end];
        rest = &from[end + 1..];
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().ok_or(format!("</{name}> closes nothing"))?;
            if last != name.trim() {
                return Err(format!("</{name}> closes <{last}>"));
            }
            continue;
        }
        if tag.split('"').step_by(2).any(|outside| outside.contains('<')) {
            return Err(format!("< in <{tag}>"));
        }
        if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or("").to_owned());
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

fn tag_end(from: &str) -> Option<usize> {
    let mut quoted = false;
    from.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

#[test]
fn pictures_are_what_they_say_and_tables_are_harmless() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for (page, charts) in [("participation", ["breakdown", "breakdown"]), ("outcomes", ["breakdown", "milestones"])]
        {
            for chart in charts {
                for by in ["region", "trust", "la", "course"] {
                    let address = format!("/charts/{page}/{chart}.svg?by={by}&audience=exact");
                    let drawn = app.get(&address).await;
                    if by == "trust" && drawn.status == 404 {
                        continue;
                    }
                    assert_eq!(drawn.header("content-type"), "image/svg+xml", "{address}");
                    let text = drawn.text();
                    assert!(text.trim_start().starts_with('<') && text.contains("<svg"), "{address}");
                    assert_eq!(is_xml(&text), Ok(()), "{address}");
                    assert!(text.contains("<title") && text.contains("<desc"), "{address}");
                    assert!(!text.contains("<script"), "{address}");
                }
            }
        }
        let png = app.get("/charts/participation/breakdown.png?by=region").await;
        assert_eq!((png.status.as_u16(), png.header("content-type")), (200, "image/png"));
        assert!(png.body.starts_with(b"\x89PNG\r\n\x1a\n") && png.body.len() > 2_000);

        let csv = app.get("/data/participation.csv?by=trust&audience=exact&year=2022-23").await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(
            csv.header("content-disposition")
                .starts_with("attachment; filename=\"golden-thread-participation-2022-23-exact.csv\"")
        );
        let names: HashSet<String> = csv.rows().into_iter().map(|r| r["name"].clone()).collect();
        assert!(names.contains("'=HYPERLINK TRUST"), "{names:?}");
        for row in csv.rows() {
            for (column, cell) in row.iter().filter(|(c, _)| !["value", "lower", "upper"].contains(&c.as_str())) {
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{column}: {cell}");
            }
        }
        let json: serde_json::Value =
            serde_json::from_slice(&app.get("/data/participation.json?audience=exact").await.body).expect("JSON");
        assert_eq!(json["audience"], "exact");
    });
}
