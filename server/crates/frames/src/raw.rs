//! Columns as storage reads them, ids already turned into small numbers: what `build` joins.

use chrono::NaiveDate;
use domain::participant::{ApplicationStatus, OutcomeState, TrainingStatus};
use domain::place::HubArea;

/// No application, no school, no partner.
pub const NONE: u32 = u32::MAX;

/// Everything that the dataset is made of.
#[derive(Debug, Default)]
pub struct Raw {
    /// Version of the data.
    pub version: i64,
    /// The day the data speak for.
    pub as_of: NaiveDate,
    /// Whether that day follows from the data alone, so that it is the same tomorrow.
    pub settled: bool,
    /// The school register.
    pub schools: Vec<RawSchool>,
    /// A school and the one that followed it.
    pub successors: Vec<(u32, u32)>,
    /// School, hub area, first and last day.
    pub hub_overrides: Vec<(u32, HubArea, NaiveDate, Option<NaiveDate>)>,
    /// List, school, first and last day.
    pub priority: Vec<(String, u32, NaiveDate, Option<NaiveDate>)>,
    /// School, first calendar year of the academic year, teachers.
    pub headcounts: Vec<(u32, u16, f64)>,
    /// Names of delivery partners by their small number.
    pub partners: Vec<String>,
    /// Ids of delivery partners by their small number.
    pub partner_ids: Vec<String>,
    /// Name of a delivery partner and a hub area that it stands for.
    pub partner_hubs: Vec<(String, HubArea)>,
    /// School, API cohort, partner: who delivered where declarations do not say.
    pub partner_schools: Vec<(u32, u16, u32)>,
    /// School, API cohort, partner: partnerships of ECF/ECTE.
    pub partnerships: Vec<(u32, u16, u32)>,
    /// Old and new participant.
    pub id_changes: Vec<(u32, u32)>,
    /// How many participant ids there are.
    pub participant_ids: u32,
    /// How many application ids there are.
    pub application_ids: u32,
    /// Live declarations.
    pub declarations: RawDeclarations,
    /// Enrolments.
    pub enrolments: RawEnrolments,
    /// Applications.
    pub applications: RawApplications,
    /// Outcomes.
    pub outcomes: Vec<RawOutcome>,
    /// Schedule identifiers by their small number.
    pub schedules: Vec<String>,
    /// Teacher reference number and participant.
    pub reference_numbers: Vec<(u32, u32)>,
    /// Inductions that an appropriate body has registered.
    pub inductions: Vec<RawInduction>,
    /// Teacher reference number and the last day of an induction, days since 1970-01-01.
    pub induction_ends: Vec<(u32, i32)>,
    /// Trainees placed at schools.
    pub placements: Vec<RawPlacement>,
    /// People of schools at events.
    pub attendances: Vec<RawAttendance>,
}

/// An induction; days since 1970-01-01.
#[derive(Debug, Clone, Copy)]
pub struct RawInduction {
    /// Teacher reference number.
    pub trn: u32,
    /// School, or 0.
    pub urn: u32,
    /// First day.
    pub started_on: i32,
    /// Last day, where it has ended.
    pub ended_on: Option<i32>,
}

/// Trainees placed at a school; days since 1970-01-01.
#[derive(Debug, Clone, Copy)]
pub struct RawPlacement {
    /// School.
    pub urn: u32,
    /// First day.
    pub started_on: i32,
    /// Last day, where said.
    pub ended_on: Option<i32>,
    /// How many.
    pub trainees: u32,
}

/// People of a school at an event; days since 1970-01-01.
#[derive(Debug, Clone, Copy)]
pub struct RawAttendance {
    /// School.
    pub urn: u32,
    /// Day.
    pub held_on: i32,
    /// How many.
    pub people: u32,
}

/// A school of the register.
#[derive(Debug, Clone, Default)]
pub struct RawSchool {
    /// Reference number.
    pub urn: u32,
    /// Name.
    pub name: String,
    /// Type code.
    pub type_code: Option<u8>,
    /// Status code.
    pub status_code: Option<u8>,
    /// Phase code.
    pub phase_code: Option<u8>,
    /// First day open.
    pub opened_on: Option<NaiveDate>,
    /// Last day open.
    pub closed_on: Option<NaiveDate>,
    /// Trust.
    pub trust_code: Option<String>,
    /// Trust's name.
    pub trust_name: Option<String>,
    /// Local authority as the register names it.
    pub la_name: Option<String>,
    /// Statistical code of the local authority.
    pub gss_la_code: Option<String>,
    /// Region letter.
    pub region_letter: Option<String>,
    /// District.
    pub district_code: Option<String>,
    /// Pupils.
    pub pupils: Option<u32>,
    /// Code of the rural-urban classification.
    pub urban_rural: Option<String>,
}

/// Live declarations, column by column.
#[derive(Debug, Default)]
pub struct RawDeclarations {
    /// Participant.
    pub participant: Vec<u32>,
    /// Application or `NONE`.
    pub application: Vec<u32>,
    /// Course by position.
    pub course: Vec<u8>,
    /// Declaration type by position.
    pub kind: Vec<u8>,
    /// Days since 1970-01-01.
    pub declared_on: Vec<i32>,
    /// Delivery partner or `NONE`.
    pub partner: Vec<u32>,
    /// School stated beside it, or 0.
    pub urn: Vec<u32>,
}

/// Enrolments, column by column.
#[derive(Debug, Default)]
pub struct RawEnrolments {
    /// NPQ: the application; ECF/ECTE: `NONE`.
    pub application: Vec<u32>,
    /// Participant.
    pub participant: Vec<u32>,
    /// Course by position.
    pub course: Vec<u8>,
    /// API cohort year or 0.
    pub cohort: Vec<u16>,
    /// API cohort suffix as a byte or 0.
    pub suffix: Vec<u8>,
    /// Schedule or `NONE`.
    pub schedule: Vec<u32>,
    /// School or 0.
    pub urn: Vec<u32>,
    /// Training status by position, or 255.
    pub status: Vec<u8>,
    /// 0 not funded, 1 funded, 2 unknown.
    pub funded: Vec<u8>,
    /// Delivery partner or `NONE`.
    pub partner: Vec<u32>,
    /// Order of the last change: later is larger.
    pub changed: Vec<i64>,
}

/// Applications, column by column.
#[derive(Debug, Default)]
pub struct RawApplications {
    /// Application.
    pub application: Vec<u32>,
    /// Participant.
    pub participant: Vec<u32>,
    /// Course by position.
    pub course: Vec<u8>,
    /// API cohort year or 0.
    pub cohort: Vec<u16>,
    /// API cohort suffix as a byte or 0.
    pub suffix: Vec<u8>,
    /// Schedule or `NONE`.
    pub schedule: Vec<u32>,
    /// School or 0.
    pub urn: Vec<u32>,
    /// Status by position, or 255.
    pub status: Vec<u8>,
    /// 0 not funded, 1 funded, 2 unknown.
    pub funded: Vec<u8>,
    /// Days since 1970-01-01, or `i32::MIN`.
    pub created_on: Vec<i32>,
}

/// An outcome.
#[derive(Debug, Clone, Copy)]
pub struct RawOutcome {
    /// Participant.
    pub participant: u32,
    /// Course by position.
    pub course: u8,
    /// Result.
    pub state: OutcomeState,
    /// Order of creation: later is larger.
    pub created: i64,
}

/// A training status as stored in a column.
pub fn status_code(status: Option<TrainingStatus>) -> u8 {
    status.map_or(255, |s| s as u8)
}

/// An application status as stored in a column.
pub fn application_code(status: Option<ApplicationStatus>) -> u8 {
    status.map_or(255, |s| s as u8)
}
