//! What kind of table a file holds, by the names of its columns alone; a kind that the user insists on must fit them.

use crate::engagement::{ab, contacts, cpd, itt};
use crate::problem::Refusal;
use crate::table::Table;
use crate::{Kind, Source};

type Fits = fn(&Table<'_>) -> bool;

/// Every kind that comes as a table, most telling columns first.
const SHAPES: &[(Kind, Fits)] = &[
    (Kind::NpqStatement, |t| all(t, &["Participant ID", "Declaration ID", "Declaration Status", "Course Identifier"])),
    (Kind::EcfStatement, |t| all(t, &["Participant ID", "Declaration ID", "Declaration Status", "Type"])),
    (Kind::EcfParticipants, |t| all(t, &["id", "participant_type", "training_record_id"])),
    (Kind::Declarations, |t| all(t, &["participant_id", "declaration_type", "course_identifier", "declaration_date"])),
    (Kind::NpqEnrolments, |t| all(t, &["participant_id", "npq_application_id", "course_identifier"])),
    (Kind::NpqApplications, |t| {
        all(t, &["id", "participant_id", "course_identifier"])
            && any(t, &["headteacher_status", "funding_choice", "works_in_school"])
    }),
    (Kind::AbRegister, ab::is_register),
    (Kind::AbClaims, ab::is_claims),
    (Kind::AbOutcomes, ab::is_outcomes),
    (Kind::CpdAttendance, cpd::fits),
    (Kind::IttPlacements, itt::fits),
    (Kind::Reasons, contacts::is_reasons),
    (Kind::Contacts, contacts::is_contacts),
    (Kind::Headcounts, |t| {
        any(t, &["school_urn", "urn"]) && any(t, &["headcount", "teachers", "hc_all_teachers", TEACHERS])
    }),
    (Kind::Benchmarks, |t| all(t, &["time_period", "time_identifier", "geographic_level"]) && !t.has("school_urn")),
    (Kind::Links, |t| all(t, &["URN", "LinkURN", "LinkType"])),
    (Kind::Succession, |t| all(t, &["OLD_URN", "LATEST_URN"])),
    (Kind::GroupLinks, |t| all(t, &["URN", "Group UID"])),
    (Kind::Groups, |t| all(t, &["Group UID", "Group Name"])),
    (Kind::Register, |t| {
        all(t, &["URN", "EstablishmentName"])
            && any(t, &["TypeOfEstablishment (code)", "EstablishmentStatus (code)", "PhaseOfEducation (code)"])
    }),
    (Kind::Section41, |t| t.has("urn") && any(t, &["s41_granted", "section_41_granted", "granted_on"])),
    (Kind::HubOverrides, |t| t.has("urn") && any(t, HUB_AREA)),
    (Kind::PartnerHubs, |t| any(t, PARTNER) && any(t, HUB_AREA)),
    (Kind::PartnerSchools, |t| all(t, &["urn", "cohort"]) && any(t, PARTNER)),
    (Kind::PriorityList, |t| any(t, &["URN", "School URN"]) && !any(t, PERSON)),
];

/// The teachers' column of DfE's school summary sheet.
pub(crate) const TEACHERS: &str = "Total Number of Teachers (Headcount)";
/// What the column of a hub area may be called.
pub(crate) const HUB_AREA: &[&str] = &["hub_area", "tsh_area", "teaching_school_hub_area", "hub_areas"];
/// What the column of a delivery partner may be called.
pub(crate) const PARTNER: &[&str] = &["partner", "delivery_partner", "delivery_partner_name", "partner_name"];
/// Columns that say that the rows are people: no list of schools.
const PERSON: &[&str] = &["trn", "teacher_reference_number", "participant_id", "full_name", "date_of_birth", "email"];

fn all(table: &Table<'_>, names: &[&str]) -> bool {
    names.iter().all(|name| table.has(name))
}

pub(crate) fn any(table: &Table<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| table.has(name))
}

/// The kind of the table, or why there is none that will do.
pub(crate) fn kind_of(table: &Table<'_>, source: &Source) -> Result<Kind, Refusal> {
    let found = SHAPES.iter().find(|(_, fits)| fits(table)).map(|(kind, _)| *kind);
    let fits = |wanted: Kind| SHAPES.iter().any(|(kind, fits)| *kind == wanted && fits(table));
    match (source.kind, found) {
        (None, Some(kind)) => Ok(kind),
        (Some(wanted), _) if fits(wanted) => Ok(wanted),
        (Some(wanted), found) => Err(wrong_kind(found, wanted)),
        (None, None) => Err(Refusal::new(
            "not-recognised",
            format!("No kind of file has these columns: {}.", some_of(table.names())),
            "Check that the first line names the columns; templates show what is understood.",
        )),
    }
}

/// The refusal of a file that is not what the user says it is.
pub(crate) fn wrong_kind(found: Option<Kind>, wanted: Kind) -> Refusal {
    let message = match found {
        Some(found) => {
            format!("This is a file of \u{201c}{}\u{201d}, not of \u{201c}{}\u{201d}.", found.name(), wanted.name())
        }
        None => format!("This is not a file of \u{201c}{}\u{201d}: its columns are missing.", wanted.name()),
    };
    Refusal::new("wrong-kind", message, "Import it without naming a kind, or choose the right file.")
}

fn some_of(names: &[String]) -> String {
    let mut some: Vec<String> = names.iter().take(6).map(|name| name.chars().take(40).collect()).collect();
    if names.len() > 6 {
        some.push(format!("and {} more", names.len() - 6));
    }
    some.join(", ")
}
