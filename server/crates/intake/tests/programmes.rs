//! Legacy CSVs of the programmes and statement reports, whole files in.

mod support;

use domain::establishment::Urn;
use intake::record::{Application, Declaration, Enrolment, Participant};
use intake::{Kind, Record, Severity};
use support::{Outcome, file, id};

macro_rules! all {
    ($outcome:expr, $name:ident) => {
        $outcome
            .records
            .iter()
            .filter_map(|(_, r)| if let Record::$name(r) = r { Some(r) } else { None })
            .collect::<Vec<&$name>>()
    };
}

const ECF_PARTICIPANTS: &str = "id,type,email,full_name,mentor_id,school_urn,participant_type,cohort,status,teacher_reference_number,teacher_reference_number_validated,eligible_for_funding,pupil_premium_uplift,sparsity_uplift,training_status,training_record_id,schedule_identifier,updated_at";
const ECF_DECLARATIONS: &str = "id,participant_id,declaration_type,course_identifier,eligible_for_payment,declaration_date,voided,state,updated_at";
const APPLICATIONS: &str = "id,participant_id,full_name,email,email_validated,teacher_reference_number,teacher_reference_number_validated,school_urn,school_ukprn,private_childcare_provider_urn,headteacher_status,eligible_for_funding,funded_place,funding_choice,course_identifier,status,works_in_school,employer_name,employment_role,created_at,updated_at,cohort,ineligible_for_funding_reason,targeted_delivery_funding_eligibility,teacher_catchment,teacher_catchment_country,teacher_catchment_iso_country_code,itt_provider,lead_mentor";
const ENROLMENTS: &str = "participant_id,course_identifier,schedule_identifier,cohort,npq_application_id,eligible_for_funding,training_status,school_urn,funded_place";
const NPQ_DECLARATIONS: &str = "id,participant_id,declaration_type,course_identifier,declaration_date,state,has_passed,voided,eligible_for_payment,updated_at";
const NPQ_DECLARATIONS_2: &str =
    "id,participant_id,declaration_type,course_identifier,declaration_date,state,has_passed,updated_at";
const NPQ_STATEMENT: &str = "Participant ID,Participant Name,TRN,Course Identifier,Schedule,Eligible For Funding,Funded place,Lead Provider Name,School Urn,School Name,Training Status,Training Status Reason,Declaration ID,Declaration Status,Declaration Type,Declaration Date,Declaration Created At,Statement Name,Statement ID,Targeted Delivery Funding";
const ECF_STATEMENT: &str = "Participant ID,Participant Name,TRN,Type,Mentor Profile ID,Schedule,Eligible For Funding,Eligible For Funding Reason,Sparsity Uplift,Pupil Premium Uplift,Sparsity And Pp,Lead Provider Name,Delivery Partner Name,School Urn,School Name,Training Status,Training Status Reason,Declaration ID,Declaration Status,Declaration Type,Declaration Date,Declaration Created At,Statement Name,Statement ID,Uplift Payable";

/// A file of this header and one row for each list of cells by column; columns not named are blank.
fn table(header: &str, rows: &[&[(&str, &str)]]) -> Outcome {
    let mut text = format!("{header}\r\n");
    for row in rows {
        let named = |name: &str| row.iter().find(|(column, _)| *column == name).map_or("", |(_, cell)| *cell);
        assert!(row.iter().all(|(name, _)| header.split(',').any(|column| column == *name)), "{row:?}");
        let cells: Vec<String> = header.split(',').map(|name| format!("\"{}\"", named(name))).collect();
        text.push_str(&(cells.join(",") + "\r\n"));
    }
    file(&text)
}

#[test]
fn every_header_is_recognised_whatever_the_order_of_its_columns() {
    let rect =
        ECF_STATEMENT.replace("School Urn", "School URN").replace("Statement Name", "Evidence Held,Statement Name");
    for (header, kind) in [
        (ECF_PARTICIPANTS, Kind::EcfParticipants),
        (ECF_DECLARATIONS, Kind::Declarations),
        (APPLICATIONS, Kind::NpqApplications),
        (ENROLMENTS, Kind::NpqEnrolments),
        (NPQ_DECLARATIONS, Kind::Declarations),
        (NPQ_DECLARATIONS_2, Kind::Declarations),
        (NPQ_STATEMENT, Kind::NpqStatement),
        (ECF_STATEMENT, Kind::EcfStatement),
        (rect.as_str(), Kind::EcfStatement),
    ] {
        let mut names: Vec<String> = header.split(',').map(str::to_owned).collect();
        assert_eq!(intake::programmes::recognise(&names), Some(kind), "{header}");
        names.reverse();
        assert_eq!(intake::programmes::recognise(&names), Some(kind), "{header}");
        let outcome = file(&format!("{header}\n"));
        assert_eq!((outcome.summary().kind, outcome.summary().rows), (kind, 0));
    }
    assert_eq!(intake::programmes::recognise(&["URN".to_owned(), "EstablishmentName".to_owned()]), None);
}

#[test]
fn a_row_of_ecf_participants_is_a_person_and_a_training_record() {
    let (person, record) = (id(1), id(2));
    let row: &[(&str, &str)] = &[
        ("id", &person),
        ("type", "participant"),
        ("full_name", "Made Person"),
        ("school_urn", "900001"),
        ("participant_type", "mentor"),
        ("cohort", "2022"),
        ("status", "active"),
        ("teacher_reference_number", "123456"),
        ("eligible_for_funding", "true"),
        ("training_status", "active"),
        ("training_record_id", &record),
        ("schedule_identifier", "ecf-standard-april"),
        ("updated_at", "2022-05-31T02:22:32.000Z"),
    ];
    let outcome = table(ECF_PARTICIPANTS, &[row]);
    assert_eq!(outcome.rules(Severity::Warning), ["trn-padded"]);
    let (p, e) = (all!(outcome, Participant)[0], all!(outcome, Enrolment)[0]);
    assert_eq!((p.id.clone(), p.trn.as_deref(), p.email.as_deref()), (id(1), Some("0123456"), None));
    assert_eq!(
        (e.id.clone(), e.participant_id.clone(), e.role.slug(), e.course.code()),
        (id(2), id(1), "mentor", "MENTOR")
    );
    assert_eq!((e.cohort, e.school_urn, e.funded), (Some(2022), Some(Urn(900_001)), Some(true)));
    assert_eq!(e.updated_at.as_deref(), Some("2022-05-31T02:22:32Z"));
    assert_eq!(outcome.summary().as_of.map(|d| d.to_string()).as_deref(), Some("2022-05-31"));
    assert_eq!(outcome.carried("participants"), (vec!["id", "full_name", "trn", "email", "updated_at"], true));
    assert!(!outcome.carried("enrolments").0.contains(&"delivery_partner_id"));
}

#[test]
fn a_person_who_withdrew_and_was_blanked_out_wipes_nothing_out() {
    let (person, record) = (id(1), id(2));
    let base: Vec<(&str, &str)> = vec![
        ("id", &person),
        ("type", "participant"),
        ("status", "withdrawn"),
        ("training_status", "withdrawn"),
        ("training_record_id", &record),
        ("updated_at", "2022-05-31T02:22:32.000Z"),
    ];
    let with_role: Vec<_> = base.iter().copied().chain([("participant_type", "ect")]).collect();
    let outcome = table(ECF_PARTICIPANTS, &[&with_role]);
    assert_eq!(outcome.problems, []);
    let e = all!(outcome, Enrolment)[0];
    assert_eq!(
        (e.training_status.map(|s| s.slug()), e.school_urn, e.updated_at.clone()),
        (Some("withdrawn"), None, None)
    );
    assert_eq!(all!(outcome, Participant)[0].updated_at, None);
    let outcome = table(ECF_PARTICIPANTS, &[&base]);
    assert_eq!((outcome.rules(Severity::Rejected), outcome.records.len()), (vec!["withdrawn-blank"], 0));
}

#[test]
fn declarations_of_every_version_are_read() {
    let (own, person) = (id(1), id(2));
    let base: Vec<(&str, &str)> = vec![
        ("id", &own),
        ("participant_id", &person),
        ("declaration_type", "retained-1"),
        ("declaration_date", "2021-05-31T02:22:32Z"),
        ("updated_at", "2021-06-30T02:22:32.000Z"),
    ];
    let with =
        |more: &[(&'static str, &'static str)]| base.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    for (header, row, state, programme) in [
        (
            ECF_DECLARATIONS,
            with(&[("course_identifier", "ecf-mentor"), ("state", "clawed-back")]),
            "clawed-back",
            "ecf",
        ),
        (ECF_DECLARATIONS, with(&[("course_identifier", "ecf-induction"), ("voided", "true")]), "voided", "ecf"),
        (
            ECF_DECLARATIONS,
            with(&[("course_identifier", "ecf-induction"), ("eligible_for_payment", "TRUE")]),
            "eligible",
            "ecf",
        ),
        (
            ECF_DECLARATIONS,
            with(&[("course_identifier", "ecf-induction"), ("eligible_for_payment", "false")]),
            "submitted",
            "ecf",
        ),
        (
            NPQ_DECLARATIONS,
            with(&[("course_identifier", "npq-senco"), ("state", "awaiting_clawback")]),
            "awaiting-clawback",
            "npq",
        ),
        (NPQ_DECLARATIONS_2, with(&[("course_identifier", "npq-senco"), ("state", "payable")]), "payable", "npq"),
    ] {
        let outcome = table(header, &[&row]);
        assert_eq!(outcome.problems, [], "{row:?}");
        let d = all!(outcome, Declaration)[0];
        assert_eq!((d.state.slug(), d.programme.slug(), d.declaration_type.slug()), (state, programme, "retained-1"));
        assert_eq!(
            (d.declared_on.to_string(), d.updated_at.as_deref()),
            ("2021-05-31".into(), Some("2021-06-30T02:22:32Z"))
        );
        assert!(outcome.carried("declarations").1);
    }
    let outcome = table(NPQ_DECLARATIONS_2, &[&with(&[("course_identifier", "npq-senco")])]);
    assert_eq!(outcome.rules(Severity::Rejected), ["missing-value"], "without a state nothing can be counted");
    let twice = with(&[("course_identifier", "npq-senco"), ("state", "paid")]);
    assert_eq!(table(NPQ_DECLARATIONS_2, &[&twice, &twice]).rules(Severity::Warning), ["duplicate"]);
}

#[test]
fn documented_rows_that_are_one_cell_short_are_left_out() {
    let (own, person) = (id(1), id(2));
    let whole = format!(
        "{own},{person},started,ecf-induction,true,2021-05-31T02:21:32.000Z,false,paid,2021-05-31T02:22:32.000Z"
    );
    let short = format!(
        "{},{person},started,ecf-induction,true,2021-05-31T02:21:32.000Z,false,2021-05-31T02:22:32.000Z",
        id(3)
    );
    let outcome = file(&format!("{ECF_DECLARATIONS}\n{short}\n{whole}\n"));
    assert_eq!(outcome.rules(Severity::Rejected), ["ragged-row"]);
    assert_eq!((outcome.problems[0].line, all!(outcome, Declaration).len()), (2, 1));
}

#[test]
fn applications_and_enrolments_of_the_npq_service_are_read() {
    let (own, person) = (id(1), id(2));
    let row: &[(&str, &str)] = &[
        ("id", &own),
        ("participant_id", &person),
        ("course_identifier", "npq-leading-literacy"),
        ("status", "accepted"),
        ("school_urn", ""),
        ("private_childcare_provider_urn", "EY123456"),
        ("eligible_for_funding", "true"),
        ("funded_place", ""),
        ("works_in_school", "false"),
        ("employer_name", "Made Nursery"),
        ("cohort", "2022"),
        ("created_at", "2021-05-31T02:21:32.000Z"),
        ("updated_at", "2021-05-31T02:22:32.000Z"),
    ];
    let outcome = table(APPLICATIONS, &[row]);
    assert_eq!(outcome.problems, [], "no URN is needed outside schools");
    let a = all!(outcome, Application)[0];
    assert_eq!((a.course.code(), a.school_urn, a.works_in_school, a.cohort), ("NPQLL", None, Some(false), Some(2022)));
    assert_eq!((a.funded_place, a.eligible_for_funding), (None, Some(true)));
    assert!(!outcome.carried("applications").0.contains(&"cohort_suffix"));

    let row: &[(&str, &str)] = &[
        ("participant_id", &person),
        ("course_identifier", "npq-senco"),
        ("schedule_identifier", "npq-leadership-autumn"),
        ("cohort", "2024"),
        ("npq_application_id", &own),
        ("eligible_for_funding", "true"),
        ("training_status", "active"),
        ("school_urn", "900001"),
        ("funded_place", "false"),
    ];
    let outcome = table(ENROLMENTS, &[row]);
    let e = all!(outcome, Enrolment)[0];
    assert_eq!((e.id.clone(), e.funded, e.role.slug(), e.updated_at.clone()), (id(1), Some(false), "npq", None));
    assert!(!outcome.carried("enrolments").1, "the file does not say when anything changed");
}

#[test]
fn statement_reports_give_declarations_with_their_schools_and_no_enrolments() {
    let (own, person) = (id(1), id(2));
    let base: Vec<(&str, &str)> = vec![
        ("Participant ID", &person),
        ("Participant Name", "Made Person"),
        ("TRN", "0123456"),
        ("Declaration ID", &own),
        ("Declaration Status", "Awaiting clawback"),
        ("Declaration Type", "started"),
        ("Declaration Date", "2023-10-02T00:00:00Z"),
        ("Declaration Created At", "2023-11-05 10:11:12 UTC"),
    ];
    let with =
        |more: &[(&'static str, &'static str)]| base.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    let rect =
        ECF_STATEMENT.replace("School Urn", "School URN").replace("Statement Name", "Evidence Held,Statement Name");
    for (header, row, code) in [
        (NPQ_STATEMENT, with(&[("Course Identifier", "npq-headship"), ("School Urn", "900001")]), "NPQH"),
        (ECF_STATEMENT, with(&[("Type", "ParticipantProfile::ECT"), ("School Urn", "900001")]), "ECT"),
        (ECF_STATEMENT, with(&[("Type", "Mentor"), ("School Urn", "900001")]), "MENTOR"),
        (rect.as_str(), with(&[("Type", "ect"), ("School URN", "900001")]), "ECT"),
    ] {
        let outcome = table(header, &[&row]);
        assert_eq!(outcome.problems, [], "{row:?}");
        let d = all!(outcome, Declaration)[0];
        assert_eq!((d.id.clone(), d.course.code(), d.state.slug()), (id(1), code, "awaiting-clawback"));
        assert_eq!((d.school_urn, d.updated_at.clone()), (Some(Urn(900_001)), None));
        assert_eq!(all!(outcome, Participant)[0].full_name.as_deref(), Some("Made Person"));
        assert_eq!(outcome.summary().as_of.map(|d| d.to_string()).as_deref(), Some("2023-11-05"));
        assert_eq!(outcome.carried("participants"), (vec!["id", "full_name", "trn"], false));
        assert!(!outcome.carried("declarations").1 && outcome.carried("declarations").0.contains(&"school_urn"));
        assert!(all!(outcome, Enrolment).is_empty());
    }
    let outcome = table(NPQ_STATEMENT, &[&with(&[("Course Identifier", "npq-headship")])]);
    assert_eq!(outcome.rules(Severity::Warning), ["empty-urn"]);
    let outcome = table(ECF_STATEMENT, &[&with(&[("Type", "pupil")])]);
    assert_eq!(outcome.rules(Severity::Rejected), ["unknown-role"]);
}
