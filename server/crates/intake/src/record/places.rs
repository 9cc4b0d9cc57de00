//! What files say of schools: the register, their links, trusts, lists, and whose area they lie in.

use chrono::NaiveDate;
use domain::establishment::Urn;
use domain::place::HubArea;
use domain::programme::AcademicYear;

use super::{Cell, Column, Stored, Table};

tables! {
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
}
