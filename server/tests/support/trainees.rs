//! Early career files of a few people in the shape of the lead provider's service: participants with one training record
//! each, and declarations.

use serde_json::{Value, json};

use super::small::id;
use super::{File, file};

/// Somebody in early career training.
#[derive(Debug, Clone)]
pub struct Trainee {
    /// Number of the person.
    pub n: u32,
    /// Teacher reference number.
    pub trn: Option<String>,
    /// School.
    pub urn: &'static str,
    /// `ect` or `mentor`.
    pub role: &'static str,
    /// Cohort.
    pub cohort: u16,
    /// `active`, ...
    pub status: &'static str,
    /// Day and reason of a withdrawal.
    pub withdrawn: Option<(&'static str, &'static str)>,
    /// Whether the record names a mentor.
    pub mentor: bool,
    /// Number of the person before.
    pub before: Option<u32>,
}

/// An early career teacher of 2024 in training with a mentor; the teacher reference number is that of the person.
pub fn ect(n: u32, urn: &'static str) -> Trainee {
    Trainee {
        n,
        trn: Some(format!("{n:07}")),
        urn,
        role: "ect",
        cohort: 2024,
        status: "active",
        withdrawn: None,
        mentor: true,
        before: None,
    }
}

/// The file of participants.
pub fn participants(trainees: &[Trainee]) -> File {
    let object = |t: &Trainee| {
        let changes = t.before.map(|before| {
            json!({
                "from_participant_id": id(1, before),
                "to_participant_id": id(1, t.n),
                "changed_at": "2025-01-06T10:00:00Z",
            })
        });
        let withdrawal = t.withdrawn.map(|(on, reason)| json!({ "reason": reason, "date": format!("{on}T00:00:00Z") }));
        json!({
            "id": id(1, t.n),
            "type": "participant",
            "attributes": {
                "full_name": format!("Demo Person {}", t.n),
                "teacher_reference_number": t.trn,
                "updated_at": "2025-06-13T10:00:00Z",
                "ecf_enrolments": [{
                    "training_record_id": id(3, t.n),
                    "mentor_id": t.mentor.then(|| id(1, 9_000)),
                    "school_urn": t.urn,
                    "participant_type": t.role,
                    "cohort": t.cohort.to_string(),
                    "training_status": t.status,
                    "participant_status": "active",
                    "eligible_for_funding": true,
                    "schedule_identifier": "ecf-standard-september",
                    "withdrawal": withdrawal,
                }],
                "participant_id_changes": changes.into_iter().collect::<Vec<Value>>(),
            },
        })
    };
    let all: Vec<Value> = trainees.iter().map(object).collect();
    file("ecf_participants.json", json!({ "data": all }).to_string())
}

/// A paid declaration of an early career teacher: person, kind, day, number of the delivery partner.
pub type Declared = (u32, &'static str, &'static str, Option<u32>);

/// The file of declarations.
pub fn declarations(declared: &[Declared]) -> File {
    let object = |(at, (n, kind, on, partner)): (usize, &Declared)| {
        json!({
            "id": id(4, at as u32 + 1),
            "type": "participant-declaration",
            "attributes": {
                "participant_id": id(1, *n),
                "declaration_type": kind,
                "declaration_date": format!("{on}T00:00:00Z"),
                "course_identifier": "ecf-induction",
                "state": "paid",
                "updated_at": "2025-06-01T10:00:00Z",
                "delivery_partner_id": partner.map(|n| id(5, n)),
            },
        })
    };
    let all: Vec<Value> = declared.iter().enumerate().map(object).collect();
    file("ecf_declarations.json", json!({ "data": all }).to_string())
}

/// The file of delivery partners, numbered from 1.
pub fn partners(names: &[&str]) -> File {
    let object = |(at, name): (usize, &&str)| json!({ "id": id(5, at as u32 + 1), "type": "delivery-partner", "attributes": { "name": name } });
    let all: Vec<Value> = names.iter().enumerate().map(object).collect();
    file("delivery_partners.json", json!({ "data": all }).to_string())
}
