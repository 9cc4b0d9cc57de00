//! A blank template with an example row for each file of our own format. Every one of them imports as it stands.

use crate::Kind;

/// A template to download and fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The kind of file it is for.
    pub kind: Kind,
    /// The name to download it under.
    pub file_name: &'static str,
    /// Header and example row; the example's schools do not exist.
    pub content: &'static str,
    /// Each column and what goes into it.
    pub explains: &'static [(&'static str, &'static str)],
}

const URN: (&str, &str) = ("urn", "The school's unique reference number: five or six digits.");
const AREA: &str = "The code of the hub area, EE1 to YH10.";

/// Every template.
pub fn templates() -> &'static [Template] {
    &[
        Template {
            kind: Kind::HubOverrides,
            file_name: "hub-areas-of-schools.csv",
            content: "urn,hub_area,from,to\r\n900001,NW3,2023-09-01,\r\n",
            explains: &[
                URN,
                ("hub_area", AREA),
                ("from", "First day, such as 2023-09-01. Blank: always."),
                ("to", "Last day. Blank: still so."),
            ],
        },
        Template {
            kind: Kind::PartnerHubs,
            file_name: "delivery-partners-and-hub-areas.csv",
            content: "partner,hub_area\r\nExample Teaching School Hub,EE8 & EE9\r\n",
            explains: &[
                ("partner", "The delivery partner's name, as the lead provider writes it."),
                ("hub_area", "The code of its hub area, or several such as EE8 & EE9."),
            ],
        },
        Template {
            kind: Kind::PartnerSchools,
            file_name: "delivery-partners-of-schools.csv",
            content: "urn,cohort,partner\r\n900001,2023,Example Teaching School Hub\r\n",
            explains: &[
                URN,
                ("cohort", "The year in which the cohort starts, such as 2023."),
                ("partner", "The delivery partner's name, as the lead provider writes it."),
            ],
        },
        Template {
            kind: Kind::Headcounts,
            file_name: "teachers-by-school.csv",
            content: "urn,year,teachers\r\n900001,2024-25,24\r\n",
            explains: &[
                URN,
                ("year", "The academic year, such as 2024-25."),
                ("teachers", "How many teachers work there: people, not full-time equivalents."),
            ],
        },
        Template {
            kind: Kind::PriorityList,
            file_name: "priority-list.csv",
            content: "list,urn,from,to\r\npp50,900001,2025-09-01,\r\n",
            explains: &[
                ("list", "The list's name in a word, such as pp50 or rise."),
                URN,
                ("from", "First day on the list. Blank: always."),
                ("to", "Last day on the list. Blank: still on it."),
            ],
        },
        Template {
            kind: Kind::Section41,
            file_name: "section-41.csv",
            content: "urn,s41_granted,s41_revoked\r\n900001,2021-09-01,\r\n",
            explains: &[
                URN,
                ("s41_granted", "Day on which the approval was granted."),
                ("s41_revoked", "Day on which it was revoked. Blank: it holds."),
            ],
        },
        Template {
            kind: Kind::AbRegister,
            file_name: "appropriate-body-register.csv",
            content: "urn,trn,induction_start,induction_end,programme,appropriate_body,outcome\r\n\
                900001,0000001,2024-09-02,,provider-led,Example Teaching School Hub,\r\n",
            explains: &[
                URN,
                ("trn", "The teacher's reference number: seven digits."),
                ("induction_start", "First day of the induction, or of the part of it with this appropriate body."),
                ("induction_end", "Last day. Blank: it goes on."),
                ("programme", "provider-led or school-led; the old FIP, CIP and DIY are understood."),
                ("appropriate_body", "The appropriate body's name."),
                ("outcome", "pass, fail or release. Blank: none yet."),
            ],
        },
        Template {
            kind: Kind::AbClaims,
            file_name: "appropriate-body-claims.csv",
            content: "TRN,Date of birth,Induction programme,Induction period start date\r\n\
                0000001,1999-12-31,provider-led,2024-09-02\r\n",
            explains: &[
                ("TRN", "The teacher's reference number: seven digits."),
                ("Date of birth", "As the service wants it. It is not kept here."),
                ("Induction programme", "provider-led or school-led."),
                ("Induction period start date", "First day, such as 2024-09-02."),
            ],
        },
        Template {
            kind: Kind::AbOutcomes,
            file_name: "appropriate-body-outcomes.csv",
            content: "TRN,Date of birth,Induction period end date,Number of terms,Outcome\r\n\
                0000001,1999-12-31,2025-05-30,6,pass\r\n",
            explains: &[
                ("TRN", "The teacher's reference number: seven digits."),
                ("Date of birth", "As the service wants it. It is not kept here."),
                ("Induction period end date", "Last day, such as 2025-05-30."),
                ("Number of terms", "Terms served, such as 6 or 0.5."),
                ("Outcome", "pass, fail or release."),
            ],
        },
        Template {
            kind: Kind::IttPlacements,
            file_name: "itt-placements.csv",
            content: "urn,start_date,end_date,provider,trainees\r\n900001,2024-09-02,2024-12-13,Example SCITT,2\r\n",
            explains: &[
                URN,
                ("start_date", "First day. A column academic_year, such as 2024-25, will do instead."),
                ("end_date", "Last day. Blank: not known."),
                ("provider", "Who trains them. May be blank."),
                ("trainees", "How many. Blank: one. Rows of the same school, day and provider add up."),
            ],
        },
        Template {
            kind: Kind::CpdAttendance,
            file_name: "cpd-attendance.csv",
            content: "event,date,urn,people\r\nExample conference,2024-11-21,900001,3\r\n",
            explains: &[
                ("event", "What the event is called."),
                ("date", "Its day, or its first."),
                URN,
                ("people", "How many came. Blank: one. Rows of the same event, day and school add up."),
            ],
        },
        Template {
            kind: Kind::Contacts,
            file_name: "contacts-with-schools.csv",
            content: "urn,date,kind,outcome,note\r\n900001,2025-01-15,visit,Will join in September,Example note\r\n",
            explains: &[
                URN,
                ("date", "Day of the contact."),
                ("kind", "visit, meeting, email, phone or other."),
                ("outcome", "What came of it, in a few words. May be blank."),
                ("note", "Anything else. No personal data, please."),
            ],
        },
        Template {
            kind: Kind::Reasons,
            file_name: "reasons-for-not-engaging.csv",
            content: "urn,reason,date,note\r\n900001,too-small,2025-01-15,Example note\r\n",
            explains: &[
                URN,
                ("reason", "too-small, no-need, other-provider, capacity, unaware or other."),
                ("date", "Day on which it was noted. Blank: the day of the import."),
                ("note", "Anything else. No personal data, please."),
            ],
        },
    ]
}
