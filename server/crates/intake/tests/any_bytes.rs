//! Any bytes, for any kind: a report or a refusal, never a panic.

use intake::{Kind, templates};
use proptest::prelude::*;

mod kept;
use kept::read_as;

const HEADERS: &[&str] = &[
    "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),OpenDate,LastChangedDate,PercentageFSM",
    "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate",
    "OLD_URN,LATEST_URN",
    "Group UID,Group Name,Group Type (code),Closed Date",
    "URN,Group UID,Group Type (code),Joined date",
    "urn,s41_granted,s41_revoked",
    "list,URN,from,to",
    "urn,hub_area,from,to",
    "partner,hub_area",
    "urn,cohort,partner",
    "urn,year,teachers",
    "time_period,time_identifier,geographic_level,country_code,country_name,breakdown,npq_completed",
    "id,participant_id,declaration_type,course_identifier,declaration_date,state,updated_at",
    "id,type,email,full_name,school_urn,participant_type,cohort,training_status,training_record_id,updated_at",
    "id,participant_id,course_identifier,headteacher_status,funding_choice,works_in_school,school_urn,cohort,updated_at",
    "participant_id,course_identifier,schedule_identifier,cohort,npq_application_id,training_status,school_urn",
    "urn,trn,induction_start,induction_end,programme,appropriate_body,outcome",
    "TRN,Date of birth,Induction programme,Induction period start date,Error message",
    "TRN,Date of birth,Induction period end date,Number of terms,Outcome,Error message",
    "urn,academic_year,start_date,end_date,provider,trainees",
    "event,date,urn,people",
    "urn,date,kind,outcome,note",
    "urn,reason,date,note",
    "Participant ID,TRN,Course Identifier,School Urn,Declaration ID,Declaration Status,Declaration Type,Declaration Date,Statement ID",
];

const JSON: &[&str] = &[
    r#"{"data":[{"id":"a0b1c2d3-0000-4000-8000-000000000001","type":"npq-participant","attributes":{"full_name":"A","npq_enrolments":[{"course_identifier":"npq-headship"}]}}]}"#,
    r#"{"data":[{"id":"a0b1c2d3-0000-4000-8000-000000000001","type":"participant-declaration","attributes":{"declaration_date":"2021-05-31T00:00:00Z"}}]}"#,
];

fn kinds() -> impl Strategy<Value = Option<Kind>> {
    (0..=Kind::ALL.len()).prop_map(|n| Kind::ALL.get(n).map(|(kind, ..)| *kind))
}

/// Cells that come close to meaning something.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,9}",
        "(9000[0-9]{2}|EE[0-9]{1,2}|[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}|20[0-9]{4})",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\\.[0-9]*)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
        "(provider-led|FIP|pass|visit|too small|National|Total|started|paid|npq-headship|ect|z|low|~|Predecessor - merged|Autumn|-|:|,|;|\"\"\"\")",
        ".{0,12}",
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let rows = proptest::collection::vec(proptest::collection::vec(cell(), 0..9), 0..12);
    let table = (0..HEADERS.len(), rows, 0..3_usize, any::<bool>()).prop_map(|(header, rows, delimiter, returns)| {
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let text = format!("{}\n{}", HEADERS[header], lines.join("\n"));
        let text = text.replace(',', [",", ";", "\t"][delimiter]);
        if returns { text.replace('\n', "\r\n") } else { text }.into_bytes()
    });
    let template = (0..templates().len()).prop_map(|n| templates()[n].content.as_bytes().to_vec());
    let json = (0..JSON.len()).prop_map(|n| JSON[n].as_bytes().to_vec());
    let noise = proptest::collection::vec(any::<u8>(), 0..600);
    prop_oneof![4 => table, 1 => template, 1 => json, 1 => noise]
}

/// Bytes that show themselves as text where a test fails.
struct Bytes(Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Bytes put in, taken out and changed.
fn mutated() -> impl Strategy<Value = Bytes> {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 0..8);
    (bytes(), changes).prop_map(|(mut bytes, changes)| {
        for (at, how, byte) in changes {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 => bytes.truncate(at),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 if at < bytes.len() => bytes[at] = byte,
                _ => bytes.insert(at, b'"'),
            }
        }
        Bytes(bytes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_for_any_kind_are_read_or_refused(bytes in mutated(), kind in kinds(), name in ".{0,30}") {
        match read_as(kind, &name, &bytes.0) {
            Ok((summary, kept)) => {
                prop_assert!(kind.is_none_or(|kind| kind == summary.kind));
                prop_assert!(kept.problems.iter().all(|p| !p.rule.is_empty() && !p.message.is_empty()));
            }
            Err(refusal) => prop_assert!(!refusal.rule.is_empty() && !refusal.message.is_empty()),
        }
    }

    #[test]
    fn dates_and_instants_never_panic_and_print_what_they_read(text in "\\PC{0,40}|[0-9TZ:+./ -]{0,40}") {
        if let Ok(day) = intake::dates::date(&text) {
            prop_assert_eq!(intake::dates::date(&day.to_string()), Ok(day));
        }
        if let Ok(instant) = intake::dates::instant(&text) {
            prop_assert_eq!(intake::dates::instant(&instant), Ok(instant.clone()));
        }
        let _ = intake::dates::in_name(&text);
    }
}
