//! Made-up schools.

use app::filters::Audience;
use app::reports::report::Cell;
use app::reports::schools::{
    ContactLine, Fact, Listing, OwnContact, OwnRecord, ReasonLine, Relative, SchoolLine, SchoolReport, SchoolsReport,
    Search, StrandRow,
};
use app::statistics::Viewer;
use domain::establishment::Urn;
use domain::measure::Count;

pub fn schools_report(viewer: &Viewer, search: &Search) -> SchoolsReport {
    let found = if search.words.is_empty() { 0 } else { 120 };
    let line = SchoolLine {
        urn: Urn(900_001),
        name: "Demo Harbour School".into(),
        phase: "Secondary".into(),
        school_type: "LA maintained".into(),
        authority: "Hartlepool".into(),
        hub: "NE2".into(),
        trust: None,
        status: "Open".into(),
    };
    SchoolsReport {
        audience: search.audience.unwrap_or(viewer.audiences[0]),
        audiences: viewer.audiences.clone(),
        words: search.words.clone(),
        headline: if found == 0 { "Find a school".into() } else { "120 schools match".into() },
        lines: if found == 0 { Vec::new() } else { vec![line] },
        found,
        page: search.page,
        pages: 3,
        register: "8".into(),
        as_of: "13 June 2025".into(),
    }
}

pub fn school_report(viewer: &Viewer, audience: Option<Audience>) -> SchoolReport {
    let audience = audience.unwrap_or(viewer.audiences[0]);
    let strand = StrandRow {
        strand: "NPQ".into(),
        people: vec![Cell::Count(Count::Exact(3)), Cell::Count(Count::NotAvailable)],
        first: "2022/23".into(),
    };
    let contact = ContactLine {
        on: "1 June 2025".into(),
        kind: "Visit".into(),
        outcome: "Will book".into(),
        note: "Spoke with the head".into(),
        who: "This instance".into(),
        own: Some(OwnContact { urn: Urn(900_001), on: "2025-06-01".into(), kind: "visit".into() }),
    };
    let reason = ReasonLine {
        on: "1 May 2025".into(),
        reason: "No capacity".into(),
        note: String::new(),
        who: "From a file".into(),
    };
    let own = OwnRecord {
        years: vec!["2022/23".into(), "2023/24".into()],
        strands: vec![strand],
        contacts: vec![contact],
        reasons: vec![reason],
        today: "2025-06-13".into(),
    };
    SchoolReport {
        audience,
        audiences: viewer.audiences.clone(),
        urn: Urn(900_001),
        name: format!("Demo Harbour School {audience}"),
        summary: "Secondary.".into(),
        facts: vec![Fact {
            name: "Trust".into(),
            value: "Demo Trust".into(),
            note: Some("How".into()),
            search: Some("Demo Trust".into()),
        }],
        lists: vec![Listing { list: "PP50".into(), from: "1 September 2024".into(), to: "no end stated".into() }],
        before: vec![Relative {
            urn: Urn(900_002),
            name: "Demo Pier School".into(),
            status: "Closed 31 August 2020".into(),
        }],
        after: Vec::new(),
        teachers: vec![("2024/25".into(), "50".into())],
        own: (audience == Audience::Exact).then_some(own),
        definitions: Vec::new(),
        sources: Vec::new(),
        as_of: "13 June 2025".into(),
    }
}
