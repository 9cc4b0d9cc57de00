//! Made-up people for the pages that name them.

use app::reports::participants::{
    Asked, CourseCard, Event, ParticipantLine, ParticipantList, ParticipantReport, Status,
};
use app::reports::report::{Choice, Field};
use domain::establishment::Urn;

/// What names the one person.
pub const HANDLE: &str = "0123456789abcdef0123456789abcdef";

fn line(name: &str) -> ParticipantLine {
    ParticipantLine {
        handle: HANDLE.into(),
        name: name.into(),
        urn: Some(Urn(900_001)),
        school: "Demo Harbour School".into(),
        hub: "NE2".into(),
        course: "NPQLT Leading teaching".into(),
        cohort: "Autumn 2023".into(),
        status: Status::InTraining.name().into(),
        marks: vec![Status::Late, Status::Stalled],
        last: "Started, 2 October 2023".into(),
        next: "Retained 1 by 11 March 2024".into(),
        ..ParticipantLine::default()
    }
}

/// A list of 120 people, of which a page is shown.
pub fn list(asked: &Asked) -> ParticipantList {
    let choice = |status: Status| Choice {
        value: status.slug().into(),
        name: status.name().into(),
        chosen: asked.status == Some(status),
    };
    ParticipantList {
        asked: asked.clone(),
        kicker: "Participants".into(),
        headline: "120 people on courses".into(),
        counts: Status::ALL.into_iter().map(|status| (status, "12".to_owned())).collect(),
        lines: vec![line("Ann <Example>"), line("Ben Example")],
        found: 120,
        pages: 3,
        notes: vec!["A note.".into()],
        fields: vec![Field {
            key: "status".into(),
            label: "Where they stand".into(),
            any: Some("Anywhere".into()),
            options: Status::ALL.into_iter().map(choice).collect(),
        }],
        has_files: true,
        as_of: "13 June 2025".into(),
        ..ParticipantList::default()
    }
}

/// The one person.
pub fn report() -> ParticipantReport {
    ParticipantReport {
        handle: HANDLE.into(),
        name: "Ann <Example>".into(),
        facts: vec![("TRN".into(), "1234567".into())],
        courses: vec![CourseCard {
            title: "NPQLT Leading teaching".into(),
            school: (Some(Urn(900_001)), "Demo Harbour School".into()),
            facts: vec![("Where they stand".into(), "In training".into())],
            mentor: Some((None, "Named, not one whom you may look at".into())),
            marks: vec![Status::Late],
        }],
        events: vec![Event { on: "2 October 2023".into(), what: "Declaration: Started".into(), ..Event::default() }],
        administers: true,
        as_of: "13 June 2025".into(),
        ..ParticipantReport::default()
    }
}
