//! What files say of the programmes: people, their places on courses, declarations and results, and partners.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState, DeclarationType};
use domain::establishment::Urn;
use domain::participant::{ApplicationStatus, OutcomeState, Role, TrainingStatus};
use domain::programme::{Course, Programme};

use super::{Cell, Column, Stored, Table};

tables! {
    /// A person in training, as the lead provider's feed has them.
    Participant in "participants" key("id") {
        /// Participant id, lower case.
        id: String,
        /// Full name. Personal data.
        full_name: Option<String>,
        /// Teacher reference number, seven digits. Personal data.
        trn: Option<String>,
        /// E-mail address. Personal data.
        email: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// One person had two ids.
    ParticipantIdChange in "participant_id_changes" key("from_id") {
        /// The id that is no longer used.
        from_id: String,
        /// The id that took its place.
        to_id: String,
        /// When.
        changed_at: Option<String>,
    }
    /// A person's place on a course: an NPQ application that was accepted, or an ECF/ECTE training record.
    Enrolment in "enrolments" key("id") {
        /// NPQ application id or training record id.
        id: String,
        /// Programme.
        programme: Programme,
        /// Participant.
        participant_id: String,
        /// NPQ, ECT or mentor.
        role: Role,
        /// Course.
        course: Course,
        /// API cohort year.
        cohort: Option<u16>,
        /// API cohort suffix.
        cohort_suffix: Option<String>,
        /// Schedule identifier.
        schedule: Option<String>,
        /// School, where known to be a URN.
        school_urn: Option<Urn>,
        /// Training status set by the lead provider.
        training_status: Option<TrainingStatus>,
        /// Participant status set by the school (ECF/ECTE).
        participant_status: Option<String>,
        /// Whether DfE pays for the place.
        funded: Option<bool>,
        /// Delivery partner's id.
        delivery_partner_id: Option<String>,
        /// The mentor's participant id.
        mentor_id: Option<String>,
        /// Why withdrawn.
        withdrawal_reason: Option<String>,
        /// When withdrawn.
        withdrawn_on: Option<NaiveDate>,
        /// Why deferred.
        deferral_reason: Option<String>,
        /// When deferred.
        deferred_on: Option<NaiveDate>,
        /// End of induction.
        induction_ended_on: Option<NaiveDate>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// An application for an NPQ.
    Application in "applications" key("id") {
        /// Application id.
        id: String,
        /// Participant.
        participant_id: String,
        /// Course.
        course: Course,
        /// API cohort year.
        cohort: Option<u16>,
        /// API cohort suffix.
        cohort_suffix: Option<String>,
        /// Schedule identifier.
        schedule: Option<String>,
        /// What became of it.
        status: Option<ApplicationStatus>,
        /// School, where known to be a URN.
        school_urn: Option<Urn>,
        /// Whether the place is funded by DfE (from 2024).
        funded_place: Option<bool>,
        /// Whether it could be funded by DfE.
        eligible_for_funding: Option<bool>,
        /// Who pays where DfE does not.
        funding_choice: Option<String>,
        /// Whether the applicant works in a school.
        works_in_school: Option<bool>,
        /// Employer's name where not a school.
        employer_name: Option<String>,
        /// When it was made.
        created_at: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// A declaration.
    Declaration in "declarations" key("id") {
        /// Declaration id.
        id: String,
        /// Programme.
        programme: Programme,
        /// Participant.
        participant_id: String,
        /// Application it names, where it does (NPQ).
        application_id: Option<String>,
        /// Course.
        course: Course,
        /// Type.
        declaration_type: DeclarationType,
        /// Day declared for.
        declared_on: NaiveDate,
        /// Where it stands.
        state: DeclarationState,
        /// Delivery partner's id.
        delivery_partner_id: Option<String>,
        /// Second delivery partner's id.
        secondary_delivery_partner_id: Option<String>,
        /// School, from sources that state it beside the declaration (assurance reports).
        school_urn: Option<Urn>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// A result of an assessed NPQ.
    Outcome in "outcomes" key("id") {
        /// Outcome id.
        id: String,
        /// Participant.
        participant_id: String,
        /// Course.
        course: Course,
        /// Result.
        state: OutcomeState,
        /// Day of completion.
        completed_on: Option<NaiveDate>,
        /// When it was made: the latest holds.
        created_at: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// An organisation that delivers for the lead provider.
    DeliveryPartner in "delivery_partners" key("id") {
        /// Id.
        id: String,
        /// Name.
        name: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// A school's partnership with a delivery partner for a cohort (ECF/ECTE).
    Partnership in "partnerships" key("id") {
        /// Id.
        id: String,
        /// The school.
        urn: Option<Urn>,
        /// API cohort year.
        cohort: Option<u16>,
        /// Delivery partner's id.
        delivery_partner_id: Option<String>,
        /// `active` or `challenged`; services that no longer say so mean active.
        status: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
    /// What a school chose for a cohort (ECF/ECTE).
    SchoolCohort in "school_cohorts" key("urn", "cohort") {
        /// The school.
        urn: Urn,
        /// API cohort year.
        cohort: u16,
        /// Whether it is in a partnership.
        in_partnership: Option<bool>,
        /// `provider_led`, `school_led`, `not_yet_known` or `no_early_career_teachers`.
        induction_programme: Option<String>,
        /// When the source last changed it.
        updated_at: Option<String>,
    }
}
