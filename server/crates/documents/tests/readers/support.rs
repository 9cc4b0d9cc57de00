//! Documents to write, and the independent readers that open what was written.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use documents::{Block, Column, Day, Document, Figure, Section, Table};
use workbooks::{Axes, Cell, Chart, ChartKind, Series, Sheet, Symbol};

pub fn table(title: &str, columns: &[&str], rows: &[&[&str]]) -> Table {
    let column = |(at, name): (usize, &&str)| Column { name: (*name).to_owned(), numeric: at > 0 };
    Table {
        title: title.into(),
        columns: columns.iter().enumerate().map(column).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
        notes: vec!["[c] Confidential: fewer than 5, withheld so that nobody can be recognised.".into()],
    }
}

pub fn figure(title: &str, native: Option<Sheet>) -> Figure {
    Figure {
        title: title.into(),
        svg: include_str!("fixtures/chart.svg").into(),
        png: include_bytes!("fixtures/chart.png").to_vec(),
        alternative: "Bar chart of the share of schools engaged by phase. Largest: Secondary, 86%. Not shown for 1."
            .into(),
        caption: vec![
            "Schools in area with at least one start as a percentage of schools in area, 2024/25, by phase.".into(),
            "Source: declarations and the register of schools. Data as of 13 June 2025. Sharing figures.".into(),
        ],
        native,
    }
}

/// A sheet with a native chart over its columns from the second on; a figure that is not there is withheld.
pub fn sheet(kind: ChartKind, columns: &[&str], rows: &[(&str, &[Option<f64>])]) -> Sheet {
    let cell = |value: &Option<f64>| value.map_or(Cell::Symbol(Symbol::C), |value| Cell::Number(value, 1));
    let row = |(name, values): &(&str, &[Option<f64>])| {
        std::iter::once(Cell::Text((*name).to_owned())).chain(values.iter().map(cell)).collect()
    };
    let first = if kind == ChartKind::Points { 2 } else { 1 };
    let series = (first..columns.len()).map(|at| Series { name: columns[at].to_owned(), column: at }).collect();
    Sheet {
        name: "chart".into(),
        title: "Data".into(),
        lines: Vec::new(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: rows.iter().map(row).collect(),
        chart: Some(Chart {
            kind,
            title: "Secondary schools are reached most".into(),
            description: "Bar chart".into(),
            axes: Axes { categories: columns[first - 1].to_owned(), values: "Percentage of schools".into() },
            categories: first - 1,
            series,
            rows: rows.len(),
        }),
    }
}

/// The share of schools by phase: the fourth is withheld.
pub fn phases() -> Sheet {
    sheet(
        ChartKind::Bars,
        &["Phase", "Engaged"],
        &[
            ("Primary", &[Some(74.03)]),
            ("Secondary", &[Some(86.0)]),
            ("Special", &[Some(73.1)]),
            ("Alternative provision", &[None]),
            ("All-through", &[Some(37.5)]),
        ],
    )
}

fn long_table() -> Table {
    let schools =
        ["Abbey Road Primary School", "St Mary's Church of England Academy", "Two Rivers High School", "The Orchard"];
    let rows: Vec<Vec<String>> = (1..=40)
        .map(|at: usize| {
            let starts = if at.is_multiple_of(7) { "[c]".to_owned() } else { (at * 5).to_string() };
            vec![format!("{} {at}", schools[at % 4]), "Primary".into(), starts, format!("{}.{}", at % 9, at % 10)]
        })
        .collect();
    Table {
        rows,
        ..table(
            "Forty schools and their starts",
            &["School", "Phase", "NPQ starts", "Participants per 100 teachers"],
            &[],
        )
    }
}

fn wide_table() -> Table {
    let years = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"];
    let columns: Vec<&str> = [&["Hub area", "Region"][..], &years, &["Change in percentage points"]].concat();
    let regions = ["North East", "Yorkshire and The Humber", "East of England", "South West"];
    let rows: Vec<Vec<String>> = (1..=12)
        .map(|at: usize| {
            let figures = (0..years.len() + 1).map(|year| format!("{}.{}%", 40 + at + year * 2, (at * year) % 10));
            [format!("EE{at}"), regions[at % 4].to_owned()].into_iter().chain(figures).collect()
        })
        .collect();
    let mut table = Table { rows, ..table("Coverage of twelve hub areas over nine years", &columns, &[]) };
    table.columns[1].numeric = false;
    table
}

const COMMENTARY: &str = "## What we did this term\n\nWe wrote to **every school** that is *not yet engaged*, and met the \
heads of [the Fenland partnership](https://example.org/fenland).\n\n- Offers for small primary schools\n- A second cohort of \
the **NPQ for SENCOs**\n  1. in Cambridge\n  2. in Peterborough\n- Visits\n\nNext term we look at special schools.";

/// A pack as a hub lead would make it.
pub fn sample() -> Document {
    let lines = sheet(
        ChartKind::Lines,
        &["Academic year", "This hub area", "England"],
        &[
            ("2021/22", &[Some(41.0), Some(38.2)]),
            ("2022/23", &[Some(52.5), Some(44.0)]),
            ("2023/24", &[None, Some(49.5)]),
            ("2024/25", &[Some(73.2), Some(55.1)]),
        ],
    );
    let stacked = sheet(
        ChartKind::StackedBars,
        &["Course group", "Passed", "Awaiting", "Withdrawn"],
        &[
            ("Leadership", &[Some(120.0), Some(35.0), Some(15.0)]),
            ("Specialist", &[Some(80.0), None, Some(10.0)]),
            ("SENCO", &[Some(60.0), Some(25.0), Some(5.0)]),
        ],
    );
    let points = sheet(
        ChartKind::Points,
        &["Hub area", "Schools in area", "Coverage"],
        &[
            ("EE1", &[Some(210.0), Some(61.0)]),
            ("EE2", &[Some(330.0), Some(70.4)]),
            ("EE3", &[Some(358.0), Some(73.2)]),
            ("EE4", &[Some(120.0), None]),
            ("EE5", &[Some(290.0), Some(58.1)]),
        ],
    );
    let phases_table = table(
        "Schools engaged by phase, 2024/25",
        &["Phase", "Schools", "Engaged", "Coverage"],
        &[
            &["Primary", "258", "191", "74%"],
            &["Secondary", "50", "43", "86%"],
            &["Special", "26", "19", "73%"],
            &["Alternative provision", "[c]", "[c]", "[c]"],
            &["All-through", "24", "9", "38%"],
        ],
    );
    let section = |heading: &str, blocks| Section { heading: heading.into(), blocks };
    let finding = |words: &str| Block::Finding(words.into());
    Document {
        title: "262 of 358 schools took part in 2024/25".into(),
        subtitle: "Progress update of the hub area EE3, academic year 2024/25, for the strategic group".into(),
        author: "Golden Thread".into(),
        made_on: Day { year: 2025, month: 6, day: 13 },
        details: [
            ("Data as of", "13 June 2025"),
            (
                "Source",
                "Declarations of the lead provider, the register of schools, registrations with the appropriate body",
            ),
            ("Disclosure", "Sharing figures: counts of people are rounded to 5, fewer than 5 are withheld"),
            ("Read it online", "https://hub.example.org/update?hub=EE3&year=2024-25"),
        ]
        .map(|(name, words)| (name.to_owned(), words.to_owned()))
        .to_vec(),
        sections: vec![
            section(
                "Which schools do we reach?",
                vec![
                    finding(
                        "262 of 358 schools in the area (73%) had at least one person in training, 41 more than last year.",
                    ),
                    Block::Figure(figure(
                        "Secondary schools are reached most, all-through schools least",
                        Some(phases()),
                    )),
                    Block::Table(phases_table),
                    Block::Commentary(COMMENTARY.into()),
                ],
            ),
            section(
                "Who takes part?",
                vec![
                    finding("310 people started an NPQ, 5 fewer than at the same date last year."),
                    finding("Coverage has grown by 32 percentage points since 2021/22."),
                    Block::Paragraph("An unfinished year is compared with the same date of the year before.".into()),
                    Block::Figure(figure("Coverage grows faster here than in England", Some(lines))),
                    Block::Table(long_table()),
                    Block::Figure(figure("Seven in ten who began have passed", Some(stacked))),
                ],
            ),
            section(
                "How do we stand beside others?",
                vec![
                    Block::Figure(figure("EE3 is above what its size predicts", Some(points))),
                    Block::Figure(figure("A map of hub areas has no native chart", None)),
                    Block::Table(wide_table()),
                ],
            ),
            section(
                "What is next?",
                vec![
                    finding("Twelve special schools within ten miles of a delivery site have never taken part."),
                    finding("Small primary schools are the largest gap: 31 schools below what is expected."),
                    Block::Table(table(
                        "Three offers",
                        &["Offer", "Places", "Begins"],
                        &[
                            &["NPQ for SENCOs", "25", "October 2025"],
                            &["NPQ in leading literacy", "30", "February 2026"],
                        ],
                    )),
                ],
            ),
        ],
        notes: vec![
            (
                "Starts".into(),
                vec!["One live started declaration per application. Its academic year is that of its date.".into()],
            ),
            (
                "Disclosure control".into(),
                vec![
                    "Counts of people from 0 to 4 are shown as [c]; others are rounded to 5.".into(),
                    "Rates are computed from the rounded counts.".into(),
                ],
            ),
        ],
        footer: "Golden Thread, EE3, 2024/25. Sharing figures. Data as of 13 June 2025.".into(),
    }
}

/// Nothing where there could be nothing, and too much where there can be too much.
pub fn extremes() -> Vec<(&'static str, Document)> {
    let empty = Document {
        title: String::new(),
        subtitle: String::new(),
        author: String::new(),
        made_on: Day { year: 2024, month: 2, day: 29 },
        details: Vec::new(),
        sections: Vec::new(),
        notes: Vec::new(),
        footer: String::new(),
    };
    let headless = table("", &["Name", "Count"], &[]);
    let one_row = table("One row", &["Name"], &[&["Only this"]]);
    let columns: Vec<String> = (1..=30).map(|at| format!("Column {at}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let broad = table("Thirty columns", &columns, &[&columns, &columns]);
    let long = Document {
        title: "A very long title that goes on for line after line and says what it could have said in five words "
            .repeat(6),
        subtitle: "A subtitle that is long as well ".repeat(12),
        details: (0..30).map(|at| (format!("Detail {at}"), "words ".repeat(at * 3))).collect(),
        sections: vec![
            Section { heading: "Nothing in it".into(), blocks: Vec::new() },
            Section {
                heading: "A heading of a length that nobody would choose ".repeat(5),
                blocks: vec![
                    Block::Table(headless),
                    Block::Table(one_row),
                    Block::Table(broad),
                    Block::Paragraph("A paragraph of many words. ".repeat(300)),
                    Block::Commentary(String::new()),
                    Block::Finding(String::new()),
                    Block::Figure(Figure { alternative: String::new(), caption: Vec::new(), ..figure("", None) }),
                ],
            },
        ],
        footer: "A footer of many words ".repeat(20),
        ..empty.clone()
    };
    vec![("empty", empty), ("long", long)]
}

/// A folder for what a test writes.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs a reader on a file that holds these bytes; nothing where the reader is not installed.
pub fn read(program: &str, arguments: &[&str], bytes: &[u8], name: &str) -> Option<Output> {
    let file = folder(name.split('.').next().unwrap_or(name)).join(name);
    std::fs::write(&file, bytes).expect("a file");
    match Command::new(program).args(arguments).arg(&file).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("{program} is not to be had ({error}): {name} was not read by it");
            None
        }
    }
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The parts of a package by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("content");
            (part.name().expect("a name").into_owned(), content)
        })
        .collect()
}

/// A part of a package as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(known, _)| known == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).expect("text")
}
