//! Made-up answers: nothing in them is a real figure.

use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::reports::actions::{ActionLine, ActionList};
use app::reports::data::{BenchmarkLine, DataReport, ImportLine, ImportReport, ProblemLine, RowCounts};
use app::reports::reconciliation::{ListOf, PeopleList, Person, Reconciliation};
use app::reports::report::{
    Cell, Change, Choice, Column, Definition, Direction, Drawing, Field, MoreForm, PostButton, Report, Row, Section,
    Source, Table, Tile, WordList,
};
use app::reports::targets::{TargetLine, TargetList};
use domain::engagement::ActionState;
use domain::establishment::Urn;
use domain::measure::{Count, Interval, Rate};

/// An answer for a page.
pub fn report(page: Page, filters: &Filters, audience: Audience, audiences: &[Audience]) -> Report {
    let empty = filters.contains(Key::Phase, "nursery").then(|| "No starts match these filters.".to_owned());
    let sections = match empty {
        Some(_) => Vec::new(),
        None => vec![section("breakdown", "London has the most starts"), section("years", "Starts rose every year")],
    };
    Report {
        page,
        filters: filters.with(Key::Year, "2024-25"),
        audience,
        audiences: audiences.to_vec(),
        kicker: "NPQ, academic year 2024/25".into(),
        headline: "4,205 people started an NPQ <so far>".into(),
        summary: vec!["8% fewer than at the same date last year.".into()],
        tiles: vec![
            tile("starts", "NPQ starts", "4,205", Direction::Down),
            tile("pass", "Pass rate", "all or nearly all", Direction::Same),
        ],
        sections,
        lists: vec![WordList {
            id: "offers".into(),
            title: "What fits".into(),
            intro: "Courses and offers.".into(),
            items: vec![("Leading teaching".into(), "For teachers & leaders <of others>.".into())],
            links: vec![("All actions".into(), "/actions?audience=exact".into())],
            button: Some(PostButton {
                address: "/compare/similar".into(),
                values: vec![("year".into(), "2024-25".into())],
                words: "Keep the sets".into(),
            }),
        }],
        more: Some(MoreForm {
            unit: "schools".into(),
            asked: Some(3),
            answer: Some("With 3 schools more: 80%.".into()),
        }),
        notes: vec!["Totals and parts are rounded separately.".into()],
        definitions: vec![definition("Start"), definition("Completion rate")],
        sources: vec![Source {
            kind: "NPQ declarations".into(),
            file: "declarations.json".into(),
            as_of: "13 June 2025".into(),
        }],
        as_of: "13 June 2025".into(),
        fields: vec![
            field(filters, Key::Programme, None, &["npq", "ecf"]),
            field(filters, Key::Year, None, &["2023-24", "2024-25"]),
            field(filters, Key::Region, Some("All regions"), &["london", "north-east", "south-west"]),
            field(filters, Key::Phase, Some("All phases"), &["primary", "secondary", "nursery"]),
            field(filters, Key::Funding, Some("Any funding"), &["funded", "not-funded"]),
        ],
        empty,
        version: 7,
        frozen: None,
    }
}

fn field(filters: &Filters, key: Key, any: Option<&str>, values: &[&str]) -> Field {
    let choice = |value: &&str| Choice {
        value: (*value).into(),
        name: value.to_uppercase(),
        chosen: filters.contains(key, value),
    };
    let options = values.iter().map(choice).collect();
    Field { key: key.word().into(), label: key.label().into(), any: any.map(str::to_owned), options }
}

fn tile(id: &str, label: &str, value: &str, direction: Direction) -> Tile {
    Tile {
        id: id.into(),
        label: label.into(),
        page: Page::Participation,
        filters: "programme=npq".parse().expect("reads"),
        value: value.into(),
        note: "12 in every 100 teachers".into(),
        change: Some(Change { direction, words: "8% fewer than at the same date last year".into() }),
        comparator: Some("All other areas loaded: 6.1".into()),
    }
}

fn section(id: &str, title: &str) -> Section {
    let drawing = |suffix: &str| {
        format!(
            "<svg viewBox=\"0 0 100 20\" role=\"group\" aria-labelledby=\"{id}-{suffix}-title\">\
             <title id=\"{id}-{suffix}-title\">{title}</title>\
             <a class=\"mark\" href=\"/participation?region=london\" aria-label=\"London: 1,205 starts\">\
             <title>London: 1,205 starts</title><rect width=\"80\" height=\"9\" fill=\"#12436d\"/></a>\
             <g class=\"mark\" tabindex=\"0\" role=\"img\" aria-label=\"North East: 410 starts\">\
             <rect y=\"11\" width=\"30\" height=\"9\" fill=\"#12436d\"/></g></svg>"
        )
    };
    Section {
        id: id.into(),
        title: title.into(),
        subtitle: "NPQ starts by region, 2024/25".into(),
        chart: Some(Drawing { wide: drawing("wide"), narrow: drawing("narrow"), description: "London leads.".into() }),
        table: table(),
        leads_to: None,
    }
}

fn table() -> Table {
    let shown = Rate::Shown { value: 84.55, interval: Interval { lower: 81.04, upper: 87.5 }, unreliable: true };
    let row = |code: &str, name: &str, total: bool, cells: [Cell; 3]| Row {
        code: code.into(),
        name: name.into(),
        filters: format!("region={code}").parse().ok().filter(|_| !total),
        total,
        cells: cells.to_vec(),
    };
    let column = |id: &str, name: &str| Column { id: id.into(), name: name.into() };
    Table {
        caption: "NPQ starts by region, 2024/25".into(),
        rows_are: "Region".into(),
        columns: vec![column("starts", "Starts"), column("completed", "Completed"), column("change", "Change")],
        rows: vec![
            row(
                "total",
                "All regions",
                true,
                [Cell::Count(Count::Rounded(4205)), Cell::Percent(shown), Cell::Change(Some(-8.0))],
            ),
            row(
                "london",
                "London",
                false,
                [Cell::Count(Count::Rounded(1205)), Cell::Percent(Rate::NearlyAll), Cell::Change(None)],
            ),
            row(
                "unknown",
                "Unknown",
                false,
                [Cell::Count(Count::FewerThanFive), Cell::Percent(Rate::Immature), Cell::Change(None)],
            ),
        ],
        sortable: true,
    }
}

fn definition(name: &str) -> Definition {
    Definition {
        name: name.into(),
        meaning: "What is counted, in a sentence.".into(),
        numerator: Some("Completed".into()),
        denominator: Some("Started".into()),
    }
}

/// An answer of the data page.
pub fn data_report() -> DataReport {
    DataReport {
        headline: "Loaded: 24,000 schools and 391,422 declarations".into(),
        imports: vec![line()],
        holdings: vec![("Schools".into(), "24,000".into())],
        findings: vec!["12 people have a second live start for one application.".into()],
        definitions: vec![definition("Start"), definition("Completion rate")],
        dictionary: vec![("starts".into(), "Starts in the year.".into())],
        templates: vec![("teachers.csv".into(), "Teacher headcounts by school".into())],
        benchmarks: vec![BenchmarkLine {
            dataset: "NPQ starts".into(),
            release: "June 2025".into(),
            figures: 1234,
            extracted: "20 June 2025".into(),
        }],
        as_of: "13 June 2025".into(),
        demo: true,
    }
}

fn line() -> ImportLine {
    ImportLine {
        id: 3,
        file: "declarations.json".into(),
        kind: "NPQ declarations".into(),
        when: "14 June 2025 at 09:12".into(),
        rows: Some(RowCounts { read: 391_422, taken: 391_410, unchanged: 0, rejected: 12, warned: 4 }),
        as_of: "13 June 2025".into(),
    }
}

/// An answer of the import page.
pub fn import_report() -> ImportReport {
    ImportReport {
        line: line(),
        sha256: "ab".repeat(32),
        format: "API v3 JSON".into(),
        took: "2.1 seconds".into(),
        rules: vec![("date-impossible".into(), "rejected".into(), 12)],
        problems: vec![ProblemLine {
            line: 17,
            column: "declaration_date".into(),
            value: "2025-02-30".into(),
            severity: "rejected".into(),
            message: "This date does not exist.".into(),
            mend: "Write the day on which it was declared.".into(),
        }],
        more: 11,
    }
}

/// One action that is late.
pub fn action_list(filters: &Filters) -> ActionList {
    ActionList {
        filters: filters.clone(),
        kicker: "Actions on gaps".into(),
        headline: "1 open, 1 late".into(),
        summary: vec!["What is being done.".into()],
        segment: Some("Special, EE3".into()),
        open: vec![ActionLine {
            id: 4,
            segment: "Special, EE3 (Schools engaged in any strand)".into(),
            gap: "hub=EE3&phase=special&measure=engaged".parse().unwrap_or_default(),
            what: "Visit <three> schools".into(),
            who: "Hub lead".into(),
            due: "Due 1 May 2025".into(),
            due_on: "2025-05-01".into(),
            late: true,
            state: ActionState::UnderWay,
            note: "Called & waiting".into(),
            figures: vec!["2024/25: 19 of 26 schools (73.1%)".into()],
            since: "Added 1 March 2025, by instance".into(),
        }],
        closed: Vec::new(),
        as_of: "13 June 2025".into(),
    }
}

/// One target.
pub fn target_list(filters: &Filters) -> TargetList {
    TargetList {
        filters: filters.clone(),
        headline: "1 target is set".into(),
        summary: vec!["Your own targets.".into()],
        lines: vec![TargetLine {
            hub: "EE3 Cambridgeshire and Peterborough".into(),
            year: "2024/25".into(),
            measure: "Schools engaged in any strand".into(),
            value: "75%".into(),
            set: "1 March 2025, by instance".into(),
            page: Page::Compare,
            compare: "hub=EE3&measure=engaged".parse().unwrap_or_default(),
        }],
        hubs: vec![("EE3".into(), "EE3 Cambridgeshire and Peterborough".into())],
        years: vec![("2024-25".into(), "2024/25".into())],
        as_of: "13 June 2025".into(),
    }
}

/// Lists of people: one with a person, one that is not loaded.
pub fn reconciliation(filters: &Filters) -> Reconciliation {
    let list = |of: ListOf, lines: Vec<Person>, told: Option<&str>| PeopleList {
        of,
        title: of.name().into(),
        meaning: "Who stands in it.".into(),
        todo: "ask the school.".into(),
        sources: vec![Source {
            kind: "Appropriate body register".into(),
            file: "ab.csv".into(),
            as_of: "13 June 2025".into(),
        }],
        found: lines.len() as u32 + 1,
        lines,
        told: told.map(Into::into),
    };
    let person = Person {
        urn: Some(Urn(900_001)),
        school: "Demo <b>Harbour</b> School".into(),
        authority: "Hartlepool".into(),
        hub: "NE2".into(),
        trn: "0000001".into(),
        participants: "00000001-0000-4000-8000-000000000001".into(),
        training: "ECTE (formerly ECF), cohort 2024".into(),
        said: "The training record names no mentor.".into(),
    };
    Reconciliation {
        filters: filters.with(Key::Audience, Audience::Exact),
        kicker: "Reconciliation, 2024/25".into(),
        headline: "1 entry to reconcile".into(),
        summary: vec!["Whom the files do not agree on.".into()],
        tiles: vec![tile("no-mentor", "In training without a mentor", "1", Direction::Same)],
        lists: vec![
            list(ListOf::NoMentor, vec![person], Some("The first 1 of 2 people are shown.")),
            list(ListOf::BodyOnly, Vec::new(), Some("No file of an appropriate body is loaded.")),
        ],
        notes: vec!["People are matched by number.".into()],
        fields: vec![field(filters, Key::Hub, Some("All hub areas"), &["NE2"])],
        as_of: "13 June 2025".into(),
    }
}
