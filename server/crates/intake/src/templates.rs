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
    ]
}
