//! What files say of how schools take part beside the programmes, and why some do not.

use chrono::NaiveDate;
use domain::engagement::{ContactKind, InductionOutcome, InductionProgramme, Reason};
use domain::establishment::Urn;

use super::{Cell, Column, Stored, Table};

tables! {
    /// An induction period that an appropriate body has registered.
    Induction in "inductions" key("trn", "started_on", "appropriate_body") {
        /// Teacher reference number, seven digits. Personal data.
        trn: String,
        /// First day.
        started_on: NaiveDate,
        /// Name of the appropriate body; empty where not said.
        appropriate_body: String,
        /// The school, where said.
        urn: Option<Urn>,
        /// Last day.
        ended_on: Option<NaiveDate>,
        /// Who provides the training.
        programme: Option<InductionProgramme>,
        /// How it ended.
        outcome: Option<InductionOutcome>,
    }
    /// The end of an induction period, as it was told to the service.
    InductionEnd in "induction_ends" key("trn", "ended_on") {
        /// Teacher reference number, seven digits. Personal data.
        trn: String,
        /// Last day.
        ended_on: NaiveDate,
        /// How it ended.
        outcome: Option<InductionOutcome>,
        /// Terms served; may be fractional.
        terms: Option<f64>,
    }
    /// Trainee teachers placed at a school.
    Placement in "placements" key("urn", "started_on", "provider") {
        /// The school.
        urn: Urn,
        /// First day; the first day of the academic year where only that is said.
        started_on: NaiveDate,
        /// Who trains them; empty where not said.
        provider: String,
        /// Last day.
        ended_on: Option<NaiveDate>,
        /// How many trainees.
        trainees: i64,
    }
    /// People of a school at an event.
    Attendance in "attendances" key("event", "held_on", "urn") {
        /// What the event is called.
        event: String,
        /// Its day, or its first.
        held_on: NaiveDate,
        /// The school.
        urn: Urn,
        /// How many people came.
        people: i64,
    }
    /// A contact with a school.
    Contact in "contacts" key("urn", "contacted_on", "kind") {
        /// The school.
        urn: Urn,
        /// Day.
        contacted_on: NaiveDate,
        /// How.
        kind: ContactKind,
        /// What came of it, in free words.
        outcome: Option<String>,
        /// Free words.
        note: Option<String>,
        /// Who recorded it; files do not say.
        author: Option<String>,
    }
    /// Why a school does not engage.
    NotEngaging in "reasons" key("urn", "noted_on") {
        /// The school.
        urn: Urn,
        /// Day on which it was noted.
        noted_on: NaiveDate,
        /// Why.
        reason: Reason,
        /// Free words.
        note: Option<String>,
        /// Who recorded it; files do not say.
        author: Option<String>,
    }
}
