//! Declarations as JSON: what is taken, every state and type, every rule.

mod support;

use intake::{Kind, Record, Severity};
use support::{declaration, declared, id, json, page};

#[test]
fn a_declaration_is_read_whole() {
    let fields = format!(
        r#""application_id":"{}","delivery_partner_id":"{}","delivery_partner_name":"Made Partner","secondary_delivery_partner_id":null,"has_passed":null,"uplift_paid":true"#,
        id(7).to_uppercase(),
        id(8)
    );
    let outcome = json(&page(&[declaration(1, &fields), declaration(2, &fields)]), Kind::Declarations);
    let one = declared(&outcome)[0];
    assert_eq!(one.id, id(1));
    assert_eq!(one.application_id.as_deref(), Some(id(7).as_str()));
    assert_eq!(one.programme.slug(), "npq");
    assert_eq!(one.course.code(), "NPQH");
    assert_eq!(one.declared_on.to_string(), "2023-10-02");
    assert_eq!(one.delivery_partner_id.as_deref(), Some(id(8).as_str()));
    assert_eq!(one.updated_at.as_deref(), Some("2024-01-02T03:04:05Z"));
    assert_eq!(outcome.summary().as_of.map(|day| day.to_string()).as_deref(), Some("2024-01-02"));
    let named: Vec<_> =
        outcome.records.iter().filter(|(_, r)| matches!(r, Record::DeliveryPartner(p) if p.name.is_some())).collect();
    assert_eq!(named.len(), 1, "a delivery partner is named once");
    assert_eq!(outcome.carried("delivery_partners"), (vec!["id", "name"], false));
    assert!(outcome.carried("declarations").1);
    assert!(!outcome.carried("declarations").0.contains(&"school_urn"));
}

#[test]
fn the_programme_comes_from_the_course() {
    for (course, programme, code) in [
        ("ecf-induction", "ecf", "ECT"),
        ("ecf-mentor", "ecf", "MENTOR"),
        ("npq-early-headship-coaching-offer", "npq", "EHCO"),
        ("npq-additional-support-offer", "npq", "ASO"),
    ] {
        let outcome = json(&declaration(1, &format!(r#""course_identifier":"{course}""#)), Kind::Declarations);
        assert_eq!((declared(&outcome)[0].programme.slug(), declared(&outcome)[0].course.code()), (programme, code));
    }
}

#[test]
fn every_state_and_type_is_read_in_both_spellings() {
    for state in
        ["submitted", "eligible", "payable", "paid", "voided", "ineligible", "awaiting_clawback", "clawed_back"]
    {
        for spelling in [state.to_owned(), state.replace('_', "-")] {
            let outcome = json(&declaration(1, &format!(r#""state":"{spelling}""#)), Kind::Declarations);
            assert_eq!(declared(&outcome)[0].state.slug(), state.replace('_', "-"));
        }
    }
    for kind in
        "started retained-1 retained-2 retained-3 retained-4 completed extended-1 extended-2 extended-3".split(' ')
    {
        for spelling in [kind.to_owned(), kind.replace('-', "_")] {
            let outcome = json(&declaration(1, &format!(r#""declaration_type":"{spelling}""#)), Kind::Declarations);
            assert_eq!(declared(&outcome)[0].declaration_type.slug(), kind);
        }
    }
}

#[test]
fn dates_are_read_in_every_documented_form() {
    for (text, day) in [
        ("2021-05-31T02:22:32Z", "2021-05-31"),
        ("2021-05-31T02:22:32.000Z", "2021-05-31"),
        ("2021-05-31T00:00:00+00:00", "2021-05-31"),
        ("2021-05-31T23:30:00.123456+01:00", "2021-05-31"),
        ("2021-05-31", "2021-05-31"),
        ("31/05/2021", "2021-05-31"),
    ] {
        let outcome = json(&declaration(1, &format!(r#""declaration_date":"{text}""#)), Kind::Declarations);
        assert_eq!(declared(&outcome)[0].declared_on.to_string(), day, "{text}");
    }
}

#[test]
fn a_record_that_breaks_a_rule_is_left_out_and_says_why() {
    for (fields, rule, field) in [
        (r#""declaration_date":"2024-02-30T00:00:00Z""#, "impossible-date", "declaration_date"),
        (r#""declaration_date":"0024-02-01""#, "impossible-date", "declaration_date"),
        (r#""declaration_date":null"#, "missing-value", "declaration_date"),
        (r#""course_identifier":"npq-gardening""#, "unknown-course", "course_identifier"),
        (r#""state":"lost""#, "unknown-state", "state"),
        (r#""state":["paid"]"#, "unknown-state", "state"),
        (r#""declaration_type":"retained-9""#, "unknown-declaration-type", "declaration_type"),
        (r#""participant_id":"17""#, "not-an-id", "participant_id"),
        (r#""participant_id":17"#, "not-an-id", "participant_id"),
    ] {
        let outcome = json(&page(&[declaration(1, fields), declaration(2, "")]), Kind::Declarations);
        assert_eq!(outcome.rules(Severity::Rejected), [rule], "{fields}");
        assert_eq!(outcome.problems[0].column, field);
        assert_eq!((outcome.summary().rows, outcome.summary().rejected), (2, 1));
        assert_eq!(declared(&outcome).len(), 1);
    }
    let known =
        json(&declaration(1, r#""course_identifier":"x","state":"y","declaration_type":"z""#), Kind::Declarations);
    assert!(known.problems.iter().any(|p| p.mend.contains("npq-senco")), "the courses are named");
    assert!(known.problems.iter().any(|p| p.mend.contains("awaiting-clawback")), "the states are named");
    assert!(known.problems.iter().any(|p| p.mend.contains("extended-3")), "the types are named");
    assert_eq!(known.summary().rejected, 1, "three faults, one record");
}

#[test]
fn a_second_object_of_one_id_is_a_warning_and_both_are_handed_on() {
    let outcome = json(&page(&[declaration(1, ""), declaration(1, r#""state":"voided""#)]), Kind::Declarations);
    assert_eq!(outcome.rules(Severity::Warning), ["duplicate"]);
    assert_eq!(declared(&outcome).len(), 2);
    assert_eq!(outcome.summary().warned, 1);
}
