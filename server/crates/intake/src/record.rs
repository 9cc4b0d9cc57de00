//! What a file says, as records: one struct for each table of storage, with its columns, key and values.
//! A record carries what its source said and nothing derived.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState, DeclarationType};
use domain::establishment::Urn;
use domain::participant::{ApplicationStatus, OutcomeState, Role, TrainingStatus};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course, Programme};

/// A value on its way into storage. Dates are ISO text, instants `YYYY-MM-DDTHH:MM:SSZ`, truth values 0 or 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing said.
    Null,
    /// Whole number.
    Int(i64),
    /// Number.
    Real(f64),
    /// Text.
    Text(String),
}

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// 64-bit integer.
    Int,
    /// Double precision.
    Real,
    /// Text.
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name, the same in storage.
    pub name: &'static str,
    /// How it is stored.
    pub kind: ColumnKind,
}

/// A table that importers fill.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Name, the same in storage.
    pub name: &'static str,
    /// Columns in the order of `Record::cells`.
    pub columns: &'static [Column],
    /// The columns that name a row.
    pub key: &'static [&'static str],
}

impl Table {
    /// Position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

/// Types that a record may hold.
pub trait Stored {
    /// How the column is stored.
    const KIND: ColumnKind;
    /// The value to store.
    fn cell(self) -> Cell;
}

macro_rules! stored {
    ($($type:ty, $kind:ident, $value:ident => $cell:expr;)+) => {
        $(impl Stored for $type {
            const KIND: ColumnKind = ColumnKind::$kind;
            fn cell(self) -> Cell {
                let $value = self;
                $cell
            }
        })+
    };
}

stored! {
    String, Text, v => Cell::Text(v);
    &'static str, Text, v => Cell::Text(v.to_owned());
    i64, Int, v => Cell::Int(v);
    u32, Int, v => Cell::Int(i64::from(v));
    u16, Int, v => Cell::Int(i64::from(v));
    u8, Int, v => Cell::Int(i64::from(v));
    bool, Int, v => Cell::Int(i64::from(v));
    f64, Real, v => Cell::Real(v);
    NaiveDate, Text, v => Cell::Text(v.to_string());
    Urn, Int, v => Cell::Int(i64::from(v.0));
    AcademicYear, Int, v => Cell::Int(i64::from(v.0));
    HubArea, Text, v => Cell::Text(v.code());
    Course, Text, v => Cell::Text(v.code().to_owned());
    Programme, Text, v => Cell::Text(v.slug().to_owned());
    Role, Text, v => Cell::Text(v.slug().to_owned());
    DeclarationType, Text, v => Cell::Text(v.slug().to_owned());
    DeclarationState, Text, v => Cell::Text(v.slug().to_owned());
    TrainingStatus, Text, v => Cell::Text(v.slug().to_owned());
    ApplicationStatus, Text, v => Cell::Text(v.slug().to_owned());
    OutcomeState, Text, v => Cell::Text(v.slug().to_owned());
}

impl<T: Stored> Stored for Option<T> {
    const KIND: ColumnKind = T::KIND;
    fn cell(self) -> Cell {
        self.map_or(Cell::Null, T::cell)
    }
}

macro_rules! records {
    ($($(#[$meta:meta])* $name:ident in $table:literal key($($key:literal),+) { $($(#[$fmeta:meta])* $field:ident: $type:ty,)+ })+) => {
        $($(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)+ }

        impl $name {
            /// Where it is stored.
            pub const TABLE: Table = Table {
                name: $table,
                columns: &[$(Column { name: stringify!($field), kind: <$type as Stored>::KIND },)+],
                key: &[$($key),+],
            };
        })+

        /// Any record that a file may hold.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Record { $(#[doc = stringify!($name)] $name($name),)+ }

        impl Record {
            /// Where it is stored.
            pub fn table(&self) -> &'static Table {
                match self { $(Record::$name(_) => { const { &$name::TABLE } })+ }
            }

            /// Appends its values in the order of the table's columns.
            pub fn cells(self, into: &mut Vec<Cell>) {
                match self { $(Record::$name(r) => { $(into.push(r.$field.cell());)+ })+ }
            }
        }

        $(impl From<$name> for Record {
            fn from(record: $name) -> Record {
                Record::$name(record)
            }
        })+

        /// Every table that importers fill.
        pub const TABLES: &[&Table] = &[$(&$name::TABLE,)+];
    };
}

records! {
    /// A row of the school register.
    School in "schools" key("urn") {
        /// Reference number.
        urn: Urn,
        /// Name.
        name: Option<String>,
        /// The register's own three-digit code of the local authority.
        la_code: Option<String>,
        /// Local authority as the register names it; the district decides where they disagree.
        la_name: Option<String>,
        /// Statistical code of the local authority.
        gss_la_code: Option<String>,
        /// Four digits, with the LA code the LAESTAB.
        establishment_number: Option<String>,
        /// TypeOfEstablishment code.
        type_code: Option<u8>,
        /// 1 open, 2 closed, 3 open but proposed to close, 4 proposed to open.
        status_code: Option<u8>,
        /// PhaseOfEducation code.
        phase_code: Option<u8>,
        /// First day open; blank means open since before records began.
        opened_on: Option<NaiveDate>,
        /// Last day open.
        closed_on: Option<NaiveDate>,
        /// Lowest age, years.
        low_age: Option<u8>,
        /// Highest age, years.
        high_age: Option<u8>,
        /// Number of pupils.
        pupils: Option<u32>,
        /// Share of pupils eligible for free meals, percent.
        fsm_percent: Option<f64>,
        /// Group id of the trust.
        trust_code: Option<String>,
        /// Name of the trust.
        trust_name: Option<String>,
        /// UK provider reference number.
        ukprn: Option<String>,
        /// Postcode.
        postcode: Option<String>,
        /// Region letter A to K, W or Z.
        region_letter: Option<String>,
        /// Statistical code of the district.
        district_code: Option<String>,
        /// District as the register names it.
        district_name: Option<String>,
        /// Rural-urban class, e.g. `C1` (2011).
        urban_rural: Option<String>,
        /// When the register says the row last changed.
        updated_at: Option<String>,
    }
    /// Two schools that follow one another, or are otherwise linked.
    SchoolLink in "school_links" key("urn", "linked_urn", "link_type") {
        /// The school.
        urn: Urn,
        /// The other school.
        linked_urn: Urn,
        /// `predecessor` or `successor` (with `-merged`, `-amalgamated`, `-split` where said), or the register's own words in lower case.
        link_type: String,
        /// When the link was made.
        established_on: Option<NaiveDate>,
    }
    /// A trust, federation or sponsor.
    Trust in "trusts" key("uid") {
        /// Group UID.
        uid: String,
        /// Group id, e.g. `TR00123`.
        group_id: Option<String>,
        /// Name.
        name: Option<String>,
        /// 6 multi-academy trust, 10 single-academy trust, others as the register has them.
        type_code: Option<u8>,
        /// When it closed.
        closed_on: Option<NaiveDate>,
    }
    /// A school's membership of a group.
    TrustMember in "trust_members" key("urn", "uid") {
        /// The school.
        urn: Urn,
        /// The group.
        uid: String,
        /// When it joined.
        joined_on: Option<NaiveDate>,
    }
    /// Approval of an independent special school under section 41.
    Section41 in "section41" key("urn") {
        /// The school.
        urn: Urn,
        /// When granted.
        granted_on: Option<NaiveDate>,
        /// When revoked.
        revoked_on: Option<NaiveDate>,
    }
    /// A school on a dated priority list.
    PriorityListing in "priority_listings" key("list", "urn", "from_on") {
        /// The list's word, e.g. `pp50`, `rise`.
        list: String,
        /// The school.
        urn: Urn,
        /// First day on the list (`0001-01-01` where the list has no date).
        from_on: NaiveDate,
        /// Last day on the list.
        to_on: Option<NaiveDate>,
    }
    /// The hub area of a school that its district does not decide.
    HubOverride in "hub_overrides" key("urn", "from_on") {
        /// The school.
        urn: Urn,
        /// The hub area.
        hub_area: HubArea,
        /// First day (`0001-01-01` where not said).
        from_on: NaiveDate,
        /// Last day.
        to_on: Option<NaiveDate>,
    }
    /// Which hub area a delivery partner stands for.
    PartnerHub in "partner_hubs" key("partner", "hub_area") {
        /// Delivery partner's name.
        partner: String,
        /// Hub area.
        hub_area: HubArea,
    }
    /// Who delivered in a cohort whose declarations do not say.
    PartnerSchool in "partner_schools" key("urn", "cohort") {
        /// The school.
        urn: Urn,
        /// API cohort year.
        cohort: u16,
        /// Delivery partner's name.
        partner: String,
    }
    /// Teachers at a school in a year.
    Headcount in "headcounts" key("urn", "year") {
        /// The school.
        urn: Urn,
        /// Academic year.
        year: AcademicYear,
        /// Teachers, headcount; may be fractional.
        teachers: f64,
    }
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
    /// A figure that DfE published.
    Benchmark in "benchmarks" key("dataset", "release", "time_period", "geographic_level", "place_code", "characteristics", "indicator") {
        /// What the file holds: `npq-participants`, `npq-completions`, `ecf-participants` and so on.
        dataset: String,
        /// Release, e.g. `2024-25`.
        release: String,
        /// Six digits, e.g. `202425`.
        time_period: String,
        /// National, Regional, Local authority.
        geographic_level: String,
        /// Statistical code of the place.
        place_code: String,
        /// Name of the place.
        place_name: Option<String>,
        /// Filter columns and their items, `name=item` joined by `;` in the order of the file.
        characteristics: String,
        /// Indicator column.
        indicator: String,
        /// Published number.
        value: Option<f64>,
        /// Published symbol: `c`, `z`, `x`, `low`, `u`.
        symbol: Option<String>,
        /// Day on which the file was taken.
        extracted_on: Option<NaiveDate>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_column() {
        for table in TABLES {
            for key in table.key {
                assert!(table.position(key).is_some(), "{} {key}", table.name);
            }
        }
    }
}
