//! The documented examples and enumerations of the lead-provider services, as files.
//! Reads `api-v3/api_facts.json` in the folder that GOLDEN_THREAD_REAL_DATA names; says so where it is absent.

mod support;

use intake::{Kind, Severity};
use serde_json::{Map, Value, json};

const NPQ: &str = "npq-registration";
const RECT: &str = "register-early-career-teachers";
const ECF: &str = "early-careers-framework v3";

/// Service, schema of one object, kind, and the rules that its own documented example breaks.
const EXAMPLES: &[(&str, &str, Kind, &[&str])] = &[
    (NPQ, "Application", Kind::NpqApplications, &[]),
    (NPQ, "Participant", Kind::NpqParticipants, &[]),
    (NPQ, "ParticipantDeclaration", Kind::Declarations, &[]),
    (NPQ, "ParticipantOutcome", Kind::NpqOutcomes, &[]),
    (NPQ, "DeliveryPartner", Kind::DeliveryPartners, &[]),
    (RECT, "Participant", Kind::EcfParticipants, &[]),
    (RECT, "Declaration", Kind::Declarations, &[]),
    (RECT, "Partnership", Kind::Partnerships, &[]),
    (RECT, "School", Kind::SchoolCohorts, &[]),
    (RECT, "DeliveryPartner", Kind::DeliveryPartners, &[]),
    // Ids of nine digits before the first hyphen.
    (ECF, "ECFParticipant", Kind::EcfParticipants, &["not-an-id"]),
    (ECF, "ParticipantDeclarationResponse", Kind::Declarations, &["not-an-id"]),
    (ECF, "ECFPartnership", Kind::Partnerships, &["not-an-id"]),
    (ECF, "ECFSchool", Kind::SchoolCohorts, &[]),
    (ECF, "DeliveryPartner", Kind::DeliveryPartners, &["not-an-id"]),
];

fn facts() -> Option<Value> {
    #[allow(clippy::disallowed_methods)]
    let folder = std::env::var("GOLDEN_THREAD_REAL_DATA").ok();
    let text = folder.and_then(|folder| std::fs::read_to_string(format!("{folder}/api-v3/api_facts.json")).ok());
    if text.is_none() {
        eprintln!("skipped: GOLDEN_THREAD_REAL_DATA names no folder with api-v3/api_facts.json");
    }
    text.map(|text| serde_json::from_str(&text).expect("facts"))
}

fn fields<'a>(facts: &'a Value, service: &str, schema: &str) -> Vec<&'a Value> {
    let all = facts[service]["fields"].as_array().expect("fields");
    let own: Vec<&Value> = all.iter().filter(|field| field["schema"] == schema).collect();
    assert!(!own.is_empty(), "{service} {schema}");
    own
}

/// Puts a value at a path such as `attributes.npq_enrolments[].cohort`.
fn put(into: &mut Value, path: &str, value: Value) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (name, listed) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let slot = &mut into[name];
    if listed && !slot.is_array() {
        *slot = json!([null]);
    }
    let slot = if listed { &mut slot[0] } else { slot };
    match rest {
        Some(rest) => put(slot, rest, value),
        None if slot.is_object() => {}
        None => *slot = value,
    }
}

fn example(fields: &[&Value]) -> Value {
    let mut object = Value::Null;
    for field in fields {
        put(&mut object, field["field"].as_str().expect("a path"), field["example"].clone());
    }
    object
}

#[test]
fn documented_examples_are_recognised_and_read() {
    let Some(facts) = facts() else { return };
    for (service, schema, kind, broken) in EXAMPLES {
        let object = example(&fields(&facts, service, schema));
        let text = json!({ "data": [object] }).to_string();
        assert_eq!(intake::json::recognise(text.as_bytes()), Some(*kind), "{text}");
        let outcome = support::json(&text, *kind);
        let mut rules: Vec<&str> = outcome.problems.iter().map(|p| p.rule).collect();
        rules.dedup();
        assert_eq!(&rules, broken, "{service} {schema} {:?}", outcome.problems);
        assert_eq!(outcome.summary().rows, 1);
        let whole = outcome.rules(Severity::Rejected).is_empty();
        assert_eq!(whole, !outcome.records.is_empty() && outcome.summary().rejected == 0, "{service} {schema}");
    }
}

#[test]
fn every_documented_word_is_understood() {
    let Some(facts) = facts() else { return };
    let mut words = 0;
    for (service, schema, kind, _) in EXAMPLES {
        let fields = fields(&facts, service, schema);
        let object = example(&fields);
        let usual = support::json(&object.to_string(), *kind).problems;
        for field in &fields {
            for word in field["enum"].as_array().into_iter().flatten() {
                let mut object = object.clone();
                put(&mut object, field["field"].as_str().expect("a path"), word.clone());
                let problems = support::json(&object.to_string(), *kind).problems;
                assert_eq!(problems, usual, "{service} {schema} {} {word}", field["field"]);
                words += 1;
            }
        }
    }
    assert!(words > 200, "{words} words");
}
