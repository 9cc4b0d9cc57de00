//! JSON of the lead-provider services as records: every kind of object but declarations.

mod support;

use domain::establishment::Urn;
use intake::record::{
    Application, DeliveryPartner, Enrolment, Participant, ParticipantIdChange, Partnership, SchoolCohort,
};
use intake::{Kind, Record, Severity};
use support::{Outcome, id, json, object, page};

macro_rules! all {
    ($outcome:expr, $name:ident) => {
        $outcome
            .records
            .iter()
            .filter_map(|(_, r)| if let Record::$name(r) = r { Some(r) } else { None })
            .collect::<Vec<&$name>>()
    };
}

fn npq_participant(number: u32, fields: &str, enrolment: &str) -> String {
    let base = r#""full_name":"Made Person","teacher_reference_number":"0123456","updated_at":"2024-05-01T10:00:00Z","participant_id_changes":[]"#;
    let base_enrolment = format!(
        r#""course_identifier":"npq-senco","schedule_identifier":"npq-leadership-autumn","cohort":"2024","cohort_suffix":null,"npq_application_id":"{}","eligible_for_funding":true,"training_status":"active","school_urn":"900001","funded_place":false,"email":"made@example.com","withdrawal":null,"deferral":null"#,
        id(number + 100)
    );
    let enrolments = format!(r#""npq_enrolments":[{{{}}}]"#, support::replaced(&base_enrolment, enrolment));
    object(number, "npq-participant", &support::replaced(&support::replaced(base, &enrolments), fields))
}

fn enrolment(outcome: &Outcome) -> Enrolment {
    all!(outcome, Enrolment).first().map(|e| (*e).clone()).expect("an enrolment")
}

#[test]
fn an_npq_participant_is_a_person_and_their_enrolments() {
    let changes = format!(
        r#""participant_id_changes":[{{"from_participant_id":"{}","to_participant_id":"{}","changed_at":"2024-01-01T00:00:00Z"}},{{"from_participant_id":"{}","to_participant_id":"{}","changed_at":null}}]"#,
        id(3),
        id(1),
        id(1),
        id(1)
    );
    let withdrawal = r#""training_status":"withdrawn","withdrawal":{"reason":"quality-of-programme-structure-not-suitable.","date":"2024-03-04T00:00:00.000Z"}"#;
    let outcome = json(&page(&[npq_participant(1, &changes, withdrawal)]), Kind::NpqParticipants);
    assert_eq!(outcome.problems, []);
    let person = all!(outcome, Participant)[0];
    assert_eq!((person.id.clone(), person.trn.as_deref()), (id(1), Some("0123456")));
    assert_eq!((person.full_name.as_deref(), person.email.as_deref()), (Some("Made Person"), Some("made@example.com")));
    let e = enrolment(&outcome);
    assert_eq!((e.id.clone(), e.participant_id.clone()), (id(101), id(1)));
    assert_eq!((e.programme.slug(), e.role.slug(), e.course.code()), ("npq", "npq", "NPQSENCO"));
    assert_eq!((e.cohort, e.cohort_suffix.as_deref()), (Some(2024), None));
    assert_eq!(e.school_urn, Some(Urn(900_001)));
    assert_eq!(e.schedule.as_deref(), Some("npq-leadership-autumn"));
    assert_eq!(e.training_status.map(|s| s.slug()), Some("withdrawn"));
    assert_eq!(e.withdrawal_reason.as_deref(), Some("quality-of-programme-structure-not-suitable"));
    assert_eq!(e.withdrawn_on.map(|d| d.to_string()).as_deref(), Some("2024-03-04"));
    assert_eq!(e.updated_at.as_deref(), Some("2024-05-01T10:00:00Z"));
    let changes = all!(outcome, ParticipantIdChange);
    assert_eq!(changes.len(), 1, "an id that stays is no change");
    assert_eq!((changes[0].from_id.clone(), changes[0].to_id.clone()), (id(3), id(1)));
}

#[test]
fn a_place_is_funded_by_funded_place_or_else_by_eligibility() {
    for (fields, funded) in [
        (r#""funded_place":true,"eligible_for_funding":false"#, Some(true)),
        (r#""funded_place":false,"eligible_for_funding":true"#, Some(false)),
        (r#""funded_place":null,"eligible_for_funding":true"#, Some(true)),
        (r#""funded_place":null,"eligible_for_funding":"false""#, Some(false)),
        (r#""funded_place":null,"eligible_for_funding":null"#, None),
        (r#""funded_place":"TRUE""#, Some(true)),
    ] {
        let outcome = json(&npq_participant(1, "", fields), Kind::NpqParticipants);
        assert_eq!((enrolment(&outcome).funded, outcome.problems.len()), (funded, 0), "{fields}");
    }
}

#[test]
fn cohorts_are_read_as_text_as_number_and_with_their_suffix() {
    for (fields, cohort, suffix) in [
        (r#""cohort":"2022""#, Some(2022), None),
        (r#""cohort":2022"#, Some(2022), None),
        (r#""cohort":2022.0"#, Some(2022), None),
        (r#""cohort":"2025","cohort_suffix":"A""#, Some(2025), Some("a")),
        (r#""cohort":"2026b""#, Some(2026), Some("b")),
        (r#""cohort":null,"cohort_suffix":"""#, None, None),
    ] {
        let outcome = json(&npq_participant(1, "", fields), Kind::NpqParticipants);
        let e = enrolment(&outcome);
        assert_eq!((e.cohort, e.cohort_suffix.as_deref()), (cohort, suffix), "{fields}");
        assert_eq!(outcome.problems, [], "{fields}");
    }
}

#[test]
fn a_person_with_odd_details_is_taken_with_a_warning() {
    for (person, enrolled, rules) in [
        (r#""teacher_reference_number":"123456""#, "", vec!["trn-padded"]),
        (r#""teacher_reference_number":123456"#, "", vec!["trn-padded"]),
        (r#""teacher_reference_number":"no trn""#, "", vec!["bad-trn"]),
        (r#""teacher_reference_number":null"#, r#""email":null"#, vec![]),
        ("", r#""school_urn":null"#, vec!["empty-urn"]),
        ("", r#""school_urn":"""#, vec!["empty-urn"]),
        ("", r#""school_urn":"12""#, vec!["bad-urn"]),
        ("", r#""school_urn":"EY944860""#, vec![]),
        ("", r#""school_urn":900001"#, vec![]),
        ("", r#""training_status":"lost""#, vec!["unknown-status"]),
        ("", r#""eligible_for_funding":"perhaps""#, vec!["bad-truth-value"]),
        ("", r#""cohort":"soon""#, vec!["bad-cohort"]),
        (r#""updated_at":"2024-13-01T00:00:00Z""#, "", vec!["impossible-date"]),
        (r#""npq_enrolments":null,"participant_id_changes":null"#, "", vec![]),
    ] {
        let outcome = json(&npq_participant(1, person, enrolled), Kind::NpqParticipants);
        assert_eq!(outcome.rules(Severity::Warning), rules, "{person}{enrolled}");
        assert_eq!((outcome.summary().rejected, all!(outcome, Participant).len()), (0, 1));
        assert!(outcome.problems.iter().all(|p| !p.value.contains("123456")), "a TRN is not repeated");
    }
    let padded = json(&npq_participant(1, r#""teacher_reference_number":"123456""#, ""), Kind::NpqParticipants);
    assert_eq!(all!(padded, Participant)[0].trn.as_deref(), Some("0123456"));
}

#[test]
fn an_enrolment_that_breaks_a_rule_is_left_out_and_its_person_kept() {
    for (enrolled, rule) in [
        (r#""course_identifier":"npq-x""#, "unknown-course"),
        (r#""npq_application_id":"x""#, "not-an-id"),
        (r#""npq_application_id":null"#, "missing-value"),
    ] {
        let outcome = json(&npq_participant(1, "", enrolled), Kind::NpqParticipants);
        assert_eq!(outcome.rules(Severity::Rejected), [rule]);
        assert_eq!((all!(outcome, Participant).len(), all!(outcome, Enrolment).len()), (1, 0));
    }
    let one = npq_participant(1, "", "")
        .replace(r#""npq_enrolments":[{"#, r#""npq_enrolments":{"#)
        .replace("}],\"participant_id_changes\"", "},\"participant_id_changes\"");
    assert!(one.contains(r#""npq_enrolments":{"#) && !one.contains("}],"), "{one}");
    assert_eq!(all!(json(&one, Kind::NpqParticipants), Enrolment).len(), 1, "an object stands for a list of one");
}

#[test]
fn ecf_participants_of_either_service_are_people_and_training_records() {
    let record = |fields: &str| {
        let base = format!(
            r#""training_record_id":"{}","email":"made@example.com","mentor_id":"{}","school_urn":"900002","participant_type":"ect","cohort":"2023","training_status":"deferred","participant_status":"left","eligible_for_funding":null,"schedule_identifier":"ecf-standard-september","delivery_partner_id":"{}","withdrawal":null,"deferral":{{"reason":"parental_leave","date":"2024-02-03"}},"induction_end_date":"2025-07-18""#,
            id(201),
            id(202),
            id(203)
        );
        support::replaced(&base, fields)
    };
    let person = |enrolments: &str| {
        object(
            1,
            "participant",
            &format!(
                r#""full_name":"Made Person","teacher_reference_number":null,"ecf_enrolments":{enrolments},"participant_id_changes":[],"updated_at":"2024-05-01T10:00:00Z""#
            ),
        )
    };
    let mentor = record(&format!(
        r#""training_record_id":"{}","participant_type":"mentor","mentor_id":null,"induction_end_date":null"#,
        id(204)
    ));
    let outcome = json(&page(&[person(&format!("[{{{}}},{{{mentor}}}]", record("")))]), Kind::EcfParticipants);
    assert_eq!(outcome.problems, []);
    let found = all!(outcome, Enrolment);
    let e = found[0];
    assert_eq!((e.id.clone(), e.programme.slug(), e.role.slug(), e.course.code()), (id(201), "ecf", "ect", "ECT"));
    assert_eq!((e.cohort, e.school_urn, e.funded), (Some(2023), Some(Urn(900_002)), None));
    assert_eq!(e.training_status.map(|s| s.slug()), Some("deferred"));
    assert_eq!(e.participant_status.as_deref(), Some("left"));
    assert_eq!((e.mentor_id.clone(), e.delivery_partner_id.clone()), (Some(id(202)), Some(id(203))));
    assert_eq!(
        (e.deferral_reason.as_deref(), e.deferred_on.map(|d| d.to_string())),
        (Some("parental-leave"), Some("2024-02-03".into()))
    );
    assert_eq!(e.induction_ended_on.map(|d| d.to_string()).as_deref(), Some("2025-07-18"));
    assert_eq!((found[1].role.slug(), found[1].course.code()), ("mentor", "MENTOR"));
    assert!(!outcome.carried("enrolments").0.contains(&"cohort_suffix"));
    let lost = json(&person(&format!("[{{{}}}]", record(r#""participant_type":"pupil""#))), Kind::EcfParticipants);
    assert_eq!(lost.rules(Severity::Rejected), ["unknown-role"]);
    let flat = object(1, "participant", &record(r#""status":"active","full_name":"Made Person""#));
    let outcome = json(&flat, Kind::EcfParticipants);
    assert_eq!((outcome.problems.len(), all!(outcome, Enrolment).len(), all!(outcome, Participant).len()), (0, 1, 1));
}

#[test]
fn an_application_is_read_whole_and_may_be_from_outside_schools() {
    let application = |fields: &str| {
        let base = format!(
            r#""participant_id":"{}","course_identifier":"npq-headship","cohort":"2025","cohort_suffix":"a","schedule_identifier":null,"status":"rejected","school_urn":"900003","funded_place":null,"eligible_for_funding":false,"funding_choice":"self","works_in_school":true,"employer_name":null,"private_childcare_provider_urn":null,"created_at":"2025-01-02T03:04:05Z","updated_at":"2025-02-03T04:05:06.789Z""#,
            id(9)
        );
        json(&object(1, "npq_application", &support::replaced(&base, fields)), Kind::NpqApplications)
    };
    let outcome = application("");
    let a = all!(outcome, Application)[0];
    assert_eq!((a.id.clone(), a.participant_id.clone(), a.course.code()), (id(1), id(9), "NPQH"));
    assert_eq!(
        (a.cohort, a.cohort_suffix.as_deref(), a.status.map(|s| s.slug())),
        (Some(2025), Some("a"), Some("rejected"))
    );
    assert_eq!((a.school_urn, a.funded_place, a.eligible_for_funding), (Some(Urn(900_003)), None, Some(false)));
    assert_eq!((a.funding_choice.as_deref(), a.works_in_school), (Some("self"), Some(true)));
    assert_eq!(
        (a.created_at.as_deref(), a.updated_at.as_deref()),
        (Some("2025-01-02T03:04:05Z"), Some("2025-02-03T04:05:06Z"))
    );
    assert_eq!(outcome.records.len(), 1, "an application is nothing else");
    for (fields, warnings) in [
        (r#""school_urn":null"#, vec!["empty-urn"]),
        (r#""school_urn":null,"works_in_school":false"#, vec![]),
        (r#""school_urn":null,"employer_name":"Made Nursery""#, vec![]),
        (r#""school_urn":null,"private_childcare_provider_urn":"EY123456""#, vec![]),
        (r#""status":"lost""#, vec!["unknown-status"]),
        (r#""status":null"#, vec![]),
    ] {
        assert_eq!(application(fields).rules(Severity::Warning), warnings, "{fields}");
    }
}

#[test]
fn outcomes_partners_partnerships_and_schools_are_read() {
    let fields = format!(
        r#""participant_id":"{}","course_identifier":"npq-headship","state":"voided","completion_date":"2021-05-31T00:00:00+00:00","created_at":"2021-06-01T02:21:32.000Z""#,
        id(9)
    );
    let outcome = json(&object(1, "participant-outcome", &fields), Kind::NpqOutcomes);
    let [(_, Record::Outcome(o))] = &outcome.records[..] else { panic!("one outcome") };
    assert_eq!((o.state.slug(), o.completed_on.map(|d| d.to_string())), ("voided", Some("2021-05-31".into())));
    assert_eq!((o.created_at.as_deref(), o.updated_at.as_deref()), (Some("2021-06-01T02:21:32Z"), None));
    let lost = json(&object(1, "participant-outcome", &fields.replace("voided", "withheld")), Kind::NpqOutcomes);
    assert_eq!(lost.rules(Severity::Rejected), ["unknown-state"]);

    let partner =
        json(&object(1, "delivery-partner", r#""name":"Made Partner","cohort":["2021",2022]"#), Kind::DeliveryPartners);
    assert_eq!(all!(partner, DeliveryPartner)[0].name.as_deref(), Some("Made Partner"));

    let fields = format!(
        r#""cohort":2021,"urn":"900004","delivery_partner_id":"{}","delivery_partner_name":"Made Partner","status":"challenged""#,
        id(8)
    );
    let outcome = json(&object(1, "partnership", &fields), Kind::Partnerships);
    let p = all!(outcome, Partnership)[0];
    assert_eq!((p.urn, p.cohort, p.delivery_partner_id.clone()), (Some(Urn(900_004)), Some(2021), Some(id(8))));
    assert_eq!(p.status.as_deref(), Some("challenged"));
    assert_eq!(all!(outcome, DeliveryPartner).len(), 1);

    let school = |cohort: &str| {
        object(
            1,
            "school",
            &format!(
                r#""name":"Made School","urn":"900005","cohort":{cohort},"in_partnership":false,"induction_programme_choice":"no-early-career-teachers""#
            ),
        )
    };
    let outcome = json(&page(&[school("2021"), school("\"2022\""), school("2021")]), Kind::SchoolCohorts);
    let found = all!(outcome, SchoolCohort);
    assert_eq!((found[0].urn, found[0].cohort, found[0].in_partnership), (Urn(900_005), 2021, Some(false)));
    assert_eq!(found[0].induction_programme.as_deref(), Some("no_early_career_teachers"));
    assert_eq!(outcome.rules(Severity::Warning), ["duplicate"], "a school comes once for each cohort");
    assert_eq!(json(&school("null"), Kind::SchoolCohorts).rules(Severity::Rejected), ["missing-value"]);
}
