//! The kinds of file that are understood.

use std::fmt;
use std::str::FromStr;

/// A kind of file, recognised by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// School register extract (edubasealldata), 133 to 140 columns or a part of them, CSV or in its zip.
    Register,
    /// Links between schools (links_edubasealldata).
    Links,
    /// Old URN to latest URN, two columns.
    Succession,
    /// Groups: trusts, federations, sponsors.
    Groups,
    /// Membership of groups.
    GroupLinks,
    /// Section 41 approvals.
    Section41,
    /// A priority list: any CSV with a URN column and no other shape.
    PriorityList,
    /// Own format: hub area of schools.
    HubOverrides,
    /// Own format: delivery partner to hub area.
    PartnerHubs,
    /// Own format: who delivered at a school in a cohort.
    PartnerSchools,
    /// Teacher headcounts by school: own format or DfE's school-level workforce file.
    Headcounts,
    /// DfE statistics file in the open-data shape.
    Benchmarks,
    /// NPQ applications (API JSON or legacy CSV).
    NpqApplications,
    /// NPQ participants (API JSON).
    NpqParticipants,
    /// NPQ enrolments (legacy CSV).
    NpqEnrolments,
    /// NPQ outcomes (API JSON).
    NpqOutcomes,
    /// Declarations of either programme (API JSON or legacy CSV).
    Declarations,
    /// ECF/ECTE participants (API JSON or legacy CSV).
    EcfParticipants,
    /// Delivery partners (API JSON).
    DeliveryPartners,
    /// Partnerships (API JSON).
    Partnerships,
    /// Schools and their cohorts (API JSON).
    SchoolCohorts,
    /// Statement assurance report, NPQ.
    NpqStatement,
    /// Statement assurance report, ECF/ECTE.
    EcfStatement,
    /// A hub's own list of the inductions that it is appropriate body for.
    AbRegister,
    /// Bulk claims of an appropriate body, as sent to the service or returned by it.
    AbClaims,
    /// Bulk outcomes of an appropriate body.
    AbOutcomes,
    /// Own format: trainee teachers placed at schools.
    IttPlacements,
    /// Own format: who came to events.
    CpdAttendance,
    /// Own format: contacts with schools.
    Contacts,
    /// Own format: why schools do not engage.
    Reasons,
}

impl Kind {
    /// Every kind with its word and what it is called in a sentence.
    pub const ALL: &'static [(Kind, &'static str, &'static str)] = &[
        (Kind::Register, "register", "school register"),
        (Kind::Links, "links", "links between schools"),
        (Kind::Succession, "succession", "old and latest URNs"),
        (Kind::Groups, "groups", "trusts and other groups"),
        (Kind::GroupLinks, "group-links", "schools of trusts and other groups"),
        (Kind::Section41, "section41", "section 41 approvals"),
        (Kind::PriorityList, "priority-list", "priority list of schools"),
        (Kind::HubOverrides, "hub-overrides", "hub areas of schools"),
        (Kind::PartnerHubs, "partner-hubs", "delivery partners and their hub areas"),
        (Kind::PartnerSchools, "partner-schools", "delivery partners of schools"),
        (Kind::Headcounts, "headcounts", "teachers by school"),
        (Kind::Benchmarks, "benchmarks", "DfE statistics"),
        (Kind::NpqApplications, "npq-applications", "NPQ applications"),
        (Kind::NpqParticipants, "npq-participants", "NPQ participants"),
        (Kind::NpqEnrolments, "npq-enrolments", "NPQ enrolments"),
        (Kind::NpqOutcomes, "npq-outcomes", "NPQ outcomes"),
        (Kind::Declarations, "declarations", "declarations"),
        (Kind::EcfParticipants, "ecf-participants", "ECF/ECTE participants"),
        (Kind::DeliveryPartners, "delivery-partners", "delivery partners"),
        (Kind::Partnerships, "partnerships", "partnerships"),
        (Kind::SchoolCohorts, "school-cohorts", "schools and their cohorts"),
        (Kind::NpqStatement, "npq-statement", "NPQ statement report"),
        (Kind::EcfStatement, "ecf-statement", "ECF/ECTE statement report"),
        (Kind::AbRegister, "ab-register", "appropriate body register"),
        (Kind::AbClaims, "ab-claims", "appropriate body claims"),
        (Kind::AbOutcomes, "ab-outcomes", "appropriate body outcomes"),
        (Kind::IttPlacements, "itt-placements", "ITT placements"),
        (Kind::CpdAttendance, "cpd-attendance", "CPD attendance"),
        (Kind::Contacts, "contacts", "contacts with schools"),
        (Kind::Reasons, "reasons", "reasons for not engaging"),
    ];

    fn row(self) -> &'static (Kind, &'static str, &'static str) {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).unwrap_or(&Self::ALL[0])
    }

    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        self.row().2
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

impl FromStr for Kind {
    type Err = domain::UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Kind::ALL.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind).ok_or_else(|| {
            domain::UnknownWord {
                what: "kind of file",
                word: word.chars().take(80).collect(),
                known: Kind::ALL.iter().map(|(_, word, _)| *word).collect::<Vec<_>>().join(", "),
            }
        })
    }
}
