//! JSON of the lead-provider services: shapes of files, recognition, damage.

mod support;

use intake::{Kind, Severity};
use proptest::prelude::*;
use support::{declaration, declared, id, json, json_in_pieces, object, page};

#[test]
fn every_shape_of_file_gives_the_same_objects() {
    let [a, b, c] = [1, 2, 3].map(|n| declaration(n, ""));
    let list = |items: &[&String]| items.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(",");
    let pretty = |text: &str| {
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(text).expect("JSON")).expect("text")
    };
    let one_page = page(&[a.clone(), b.clone(), c.clone()]);
    let (first, second) = (page(&[a.clone(), b.clone()]), page(std::slice::from_ref(&c)));
    for (text, format) in [
        (one_page.clone(), "JSON, a page"),
        (pretty(&one_page), "JSON, a page"),
        (format!("\u{feff}{one_page}\r\n"), "JSON, a page"),
        (format!(r#"{{"links":{{"a":[1,"]"]}},"data":[{}],"meta":{{"n":3}}}}"#, list(&[&a, &b, &c])), "JSON, a page"),
        (format!("[{first},{second}]"), "JSON, array of pages"),
        (format!("[\n{first},\n{second}\n]"), "JSON, array of pages"),
        (format!("[{}]", list(&[&a, &b, &c])), "JSON, array of objects"),
        (format!("[[{}],[{c}]]", list(&[&a, &b])), "JSON, array of objects"),
        (format!("{a}\n{b}\n{c}\n"), "JSON, one object a line"),
        (format!("{first}\n{second}"), "JSON, pages one after another"),
        (format!("{first}{second}"), "JSON, pages one after another"),
        (format!(r#"{{"data":{a}}}{{"data":{b}}}{{"data":{c}}}"#), "JSON, pages one after another"),
        (format!("{first}\n\u{feff}{c}"), "JSON, pages and objects"),
    ] {
        let outcome = json(&text, Kind::Declarations);
        let summary = outcome.summary();
        assert_eq!((summary.rows, summary.rejected, summary.warned), (3, 0, 0), "{text}");
        assert_eq!(summary.format, format, "{text}");
        assert_eq!(declared(&outcome).iter().map(|d| d.id.clone()).collect::<Vec<_>>(), [id(1), id(2), id(3)]);
    }
    let single = json(&format!(r#"{{"data":{a}}}"#), Kind::Declarations);
    assert_eq!((single.summary().rows, single.summary().format.as_str()), (1, "JSON, a single object"));
    assert_eq!(json(r#"{"data":[]}"#, Kind::Declarations).summary().rows, 0);
}

#[test]
fn problems_name_the_line_or_in_a_file_of_one_line_the_number_of_the_object() {
    let bad = declaration(2, r#""state":"lost""#);
    let lines = json(&format!("{}\n{bad}\n", declaration(1, "")), Kind::Declarations);
    assert_eq!(lines.problems[0].line, 2);
    let one = json(&page(&[declaration(1, ""), declaration(3, ""), bad.clone()]), Kind::Declarations);
    assert_eq!(one.problems[0].line, 3);
    let pretty = json(&format!("{{\n \"data\": [\n{},\n\n{bad}]}}", declaration(1, "")), Kind::Declarations);
    assert_eq!(pretty.problems[0].line, 5);
}

#[test]
fn a_file_that_ends_too_early_is_refused_whole() {
    let text = page(&[declaration(1, ""), declaration(2, "")]);
    for end in (1..text.len()).filter(|end| *end < 30 || end % 7 == 0 || *end > text.len() - 4) {
        let outcome = json(&text[..end], Kind::Declarations);
        let refusal = outcome.refusal();
        assert_eq!(refusal.rule, "truncated", "{end}: {refusal}");
        assert!(refusal.message.starts_with("The file ends in the middle of"));
    }
}

#[test]
fn an_error_message_of_the_service_is_repeated() {
    for (text, words) in [
        (r#"{"error":"HTTP Token: Access denied"}"#, "HTTP Token: Access denied"),
        (r#"{"errors":[{"title":"Bad request","detail":"Correct JSON data structure required."}]}"#, "Correct JSON"),
        (r#"[{"error":[{"title":"Gone","detail":"Nothing here"}]}]"#, "Nothing here"),
        (r#"{"bad_request":"No such filter"}"#, "No such filter"),
    ] {
        let refusal = json(text, Kind::Declarations).refusal();
        assert_eq!(refusal.rule, "service-error");
        assert!(refusal.message.contains(words), "{refusal}");
        assert!(intake::json::refusal(text.as_bytes()).expect("a refusal").message.contains(words), "{text}");
        assert_eq!(intake::json::recognise(text.as_bytes()), None);
    }
    let mid = format!("{}\n{}", page(&[declaration(1, "")]), r#"{"error":"Timeout"}"#);
    assert_eq!(json(&mid, Kind::Declarations).refusal().rule, "service-error");
}

#[test]
fn damage_is_a_problem_or_a_refusal_but_never_a_panic() {
    let deep = "[".repeat(2_000_000);
    assert_eq!(json(&deep, Kind::Declarations).refusal().rule, "unreadable");
    let inside =
        format!(r#"{{"data":[{{"id":{}1{}}},{}]}}"#, "[".repeat(500_000), "]".repeat(500_000), declaration(1, ""));
    let outcome = json(&inside, Kind::Declarations);
    assert_eq!(outcome.rules(Severity::Rejected), ["unreadable-object"]);
    assert_eq!(declared(&outcome).len(), 1);
    let long = format!(r#"{{"data":[{{"id":"{}"}},{}]}}"#, "x".repeat(5 << 20), declaration(1, ""));
    let outcome = json(&long, Kind::Declarations);
    assert_eq!(outcome.rules(Severity::Rejected), ["unreadable-object"]);
    assert!(outcome.problems[0].message.contains("4 MB"));
    assert_eq!(declared(&outcome).len(), 1);
    for (text, rejected) in [
        (r#"{"data":[null,1,"x",true]}"#, 4),
        (r#"[{}]"#, 1),
        (r#"[{"id":"x"}]"#, 1),
        (r#"[{"id":"x","type":"participant-declaration","attributes":[]}]"#, 1),
        (r#"[{"id":nan}]"#, 1),
    ] {
        let outcome = json(text, Kind::Declarations);
        assert_eq!(outcome.rules(Severity::Rejected), vec!["unreadable-object"; rejected], "{text}");
    }
    for (text, rule) in [
        ("", "empty"),
        (" \n", "empty"),
        ("<html>", "unreadable"),
        (r#"{"data":[]} and more"#, "unreadable"),
        (r#"{"data":[}]}"#, "unreadable"),
        (r#"{"data":}"#, "unreadable"),
        ("[[[[[[]]]]]]", "unreadable"),
        ("{1:2}", "unreadable"),
    ] {
        assert_eq!(json(text, Kind::Declarations).refusal().rule, rule, "{text}");
    }
}

#[test]
fn objects_of_another_type_refuse_a_file_or_are_left_out() {
    let school = object(5, "school", r#""urn":"123456""#);
    assert_eq!(json(&page(&[school.clone(), declaration(1, "")]), Kind::Declarations).refusal().rule, "wrong-kind");
    let outcome = json(&page(&[declaration(1, ""), school]), Kind::Declarations);
    assert_eq!(outcome.rules(Severity::Rejected), ["wrong-type"]);
    assert_eq!(json(&page(&[declaration(1, "")]), Kind::Register).refusal().rule, "wrong-kind");
}

#[test]
fn kinds_are_recognised_by_type_and_failing_that_by_fields() {
    for (text, kind) in [
        (r#"{"data":[{"id":"a","type":"npq_application","attributes":{}}]}"#, Some(Kind::NpqApplications)),
        (r#"[{"data":[{"type":"npq-participant","id":"a"}]}]"#, Some(Kind::NpqParticipants)),
        (r#"{"attributes":{"type":"ecf"},"type":"participant-outcome"}"#, Some(Kind::NpqOutcomes)),
        (r#"{"id":"a","type":"participant-declaration""#, Some(Kind::Declarations)),
        (r#"[{"id":"a","type":"participant","attributes":{"ecf_enrolments":["#, Some(Kind::EcfParticipants)),
        (r#"{"data":{"type":"delivery-partner"}}"#, Some(Kind::DeliveryPartners)),
        (r#"{"data":[],"x":1}{"data":{"type":"partnership"}}"#, Some(Kind::Partnerships)),
        (r#"{"data":{"type":"school"}}"#, Some(Kind::SchoolCohorts)),
        (r#"[{"id":"a","attributes":{"npq_enrolments":[]}}]"#, Some(Kind::NpqParticipants)),
        (r#"[{"id":"a","attributes":{"a\"b":1,"declaration_type":"x"}}]"#, Some(Kind::Declarations)),
        (r#"{"data":{"type":"statement"}}"#, None),
        (r#"{"name":"x"}"#, None),
        ("id,type\n", None),
    ] {
        assert_eq!(intake::json::recognise(text.as_bytes()), kind, "{text}");
    }
    for (text, rule) in [
        (r#"{"data":{"id":"a","type":"statement","attributes":{"type":"ecf"}}}"#, "not-needed"),
        (r#"{"data":[{"type":"participant-transfer","attributes":{"transfers":{}}}]}"#, "not-needed"),
        (r#"[{"type":"unfunded-mentor"}]"#, "not-needed"),
        (r#"[{"type":"poem"}]"#, "not-recognised"),
        (r#"{"name":"x"}"#, "not-recognised"),
        (r#"{"data":[]}"#, "no-data"),
    ] {
        assert_eq!(intake::json::refusal(text.as_bytes()).map(|r| r.rule), Some(rule), "{text}");
    }
    assert_eq!(intake::json::refusal(b"URN,Name"), None);
}

#[test]
fn a_file_longer_than_the_window_is_read_alike_however_it_arrives() {
    let name = "\u{141}\u{f3}d\u{17a} \u{1f393} ".repeat(40);
    let objects: Vec<String> = (0..900)
        .map(|n| declaration(n, &format!(r#""delivery_partner_id":"{}","delivery_partner_name":"{name}{n}""#, id(n))))
        .collect();
    let text = page(&objects);
    assert!(text.len() > 600_000);
    let whole = json(&text, Kind::Declarations);
    assert_eq!((declared(&whole).len(), whole.problems.len(), whole.records.len()), (900, 0, 1800));
    for sizes in [vec![65_537], vec![1, 70_000, 3], vec![8191, 2]] {
        let pieces = json_in_pieces(text.as_bytes(), Kind::Declarations, &sizes);
        assert!(pieces.records == whole.records && pieces.result == whole.result, "{sizes:?}");
    }
}

fn bytes_like_json() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "null", "1", "\"data\"", "\"id\"", "\"type\"", "\"attributes\"",
            "{\"data\":[", "{\"data\":", "\u{feff}", "\u{e9}", "\"error\"", "true",
        ]).prop_map(|s| s.as_bytes().to_vec()),
        2 => (0u32..5).prop_map(|n| declaration(n, "").into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_a_report_or_a_refusal(bytes in bytes_like_json(), kind in 0..Kind::ALL.len()) {
        let outcome = support::json_bytes(&bytes, Kind::ALL[kind].0);
        if let Ok(summary) = &outcome.result {
            let warnings = outcome.problems.iter().filter(|p| p.severity == Severity::Warning).count() as u64;
            prop_assert_eq!(summary.warned, warnings);
            prop_assert!(summary.rejected <= outcome.rules(Severity::Rejected).len() as u64);
        }
        let _ = (intake::json::recognise(&bytes), intake::json::refusal(&bytes));
    }

    #[test]
    fn how_the_bytes_arrive_changes_nothing(bytes in bytes_like_json(), sizes in proptest::collection::vec(1usize..200, 1..9)) {
        let whole = support::json_bytes(&bytes, Kind::Declarations);
        let pieces = json_in_pieces(&bytes, Kind::Declarations, &sizes);
        prop_assert_eq!(whole.records, pieces.records);
        prop_assert_eq!(whole.problems, pieces.problems);
        prop_assert_eq!(whole.result, pieces.result);
    }
}
