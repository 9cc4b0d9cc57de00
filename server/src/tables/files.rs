//! The tables as files: one tidy CSV, and one workbook with a sheet a table.

use anyhow::Result;
use app::filters::Breakdown;
use app::reports::report::{Definition, Source};
use chrono::NaiveDate;
use domain::measure::Count;
use domain::programme::Programme;
use workbooks::{Cell, Sheet, Symbol, Workbook, harmless};

use super::{BREAKDOWNS, Counted, Edition};
use crate::export::{HOW_TO_READ, SYMBOLS, day};
use crate::present::{definitions, words};

/// The policy by its name.
const POLICY: &str = "suppress5";

const FIGURES: &str = "Exact counts (policy suppress5): counts of fewer than 5 people are not told, and others are withheld so that \
                       none of these can be worked out, also by a hub that knows its own people.";

/// What must be known to hand the tables on.
const NOTES: [&str; 4] = [
    "All tables of this file were made together and protect each other: hand them on whole.",
    "Whoever also has rounded figures of the same years, or an earlier edition of these tables with other counts, can work \
     out more than either tells. Give a reader one of them.",
    "Zero is not told apart from 1 to 4. A row is missing only where there is no school, or no course, that it could count.",
    "What becomes of a start takes its time: completed and passed are told of a year once all its courses are mature.",
];

/// The symbol for a figure that is not told.
fn symbol(count: Count) -> Symbol {
    match count {
        Count::NotApplicable => Symbol::Z,
        Count::NotAvailable => Symbol::X,
        _ => Symbol::C,
    }
}

fn word(by: Option<Breakdown>) -> &'static str {
    by.map_or("total", |by| by.key().word())
}

/// All tables as one tidy CSV: a row for each figure.
pub fn csv(edition: &Edition) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "time_period",
        "programme",
        "breakdown",
        "code",
        "name",
        "measure",
        "value",
        "symbol",
        "policy",
        "data_as_of",
    ])?;
    let as_of = edition.as_of.to_string();
    for line in &edition.lines {
        for (counted, count) in Counted::of(edition.programme).into_iter().zip(line.counts) {
            writer.write_record([
                &line.year.time_period(),
                edition.programme.slug(),
                word(line.by),
                &harmless(&line.name.code),
                &harmless(&line.name.name),
                counted.word(),
                &count.value().map_or(String::new(), |n| n.to_string()),
                count.symbol().unwrap_or(""),
                POLICY,
                &as_of,
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

/// All tables as a workbook.
pub fn xlsx(edition: &Edition, sources: &[Source], made_on: NaiveDate) -> Result<Vec<u8>> {
    let programme = edition.programme.name();
    let mut years: Vec<String> = edition.lines.iter().map(|line| line.year.name()).collect();
    years.dedup();
    let as_of = words::day(edition.as_of);
    let kinds: Vec<&str> = sources.iter().map(|source| source.kind.as_str()).collect();
    let definitions = definitions_of(edition.programme);
    let defined = definitions.iter().map(|d| format!("{}: {}", d.name, d.meaning)).collect();
    let key = [
        (Symbol::C, "confidential: fewer than 5, or withheld so that another figure cannot be worked out"),
        (Symbol::Z, "too early to tell"),
    ]
    .map(|(symbol, meaning)| (symbol, meaning.to_owned()));
    let workbook = Workbook {
        title: format!("{programme}: starts and what became of them, exact counts for handing on"),
        subject: format!("{programme}, {}", years.join(", ")),
        author: "Golden Thread".to_owned(),
        made_on: day(made_on),
        cover: [
            ("Population", format!("{programme}, all areas loaded here")),
            ("Period", years.join(", ")),
            ("Data as of", as_of.clone()),
            ("Source", kinds.join(", ")),
            ("Figures", FIGURES.to_owned()),
            ("Made on", words::day(made_on)),
        ]
        .map(|(name, words)| (name.to_owned(), words))
        .into(),
        notes: vec![
            (HOW_TO_READ.to_owned(), NOTES.map(str::to_owned).into()),
            ("Definitions".to_owned(), defined),
            (
                "Files".to_owned(),
                sources.iter().map(|s| format!("{}: {}, as of {}", s.kind, s.file, s.as_of)).collect(),
            ),
            (SYMBOLS.to_owned(), key.iter().map(|(symbol, words)| format!("{} {words}", symbol.written())).collect()),
        ],
        key: key.into(),
        sheets: std::iter::once(None).chain(BREAKDOWNS.map(Some)).map(|by| sheet(edition, by, &as_of)).collect(),
    };
    Ok(workbooks::xlsx(&workbook)?)
}

fn sheet(edition: &Edition, by: Option<Breakdown>, as_of: &str) -> Sheet {
    let programme = edition.programme.name();
    let counted = Counted::of(edition.programme);
    let what = by.map_or("in all".to_owned(), |by| format!("by {}", by.key().label().to_lowercase()));
    let rows = edition.lines.iter().filter(|line| line.by == by).map(|line| {
        let figures = line.counts.iter().map(|count| match count.value() {
            Some(n) => Cell::Number(f64::from(n), 0),
            None => Cell::Symbol(symbol(*count)),
        });
        [line.year.name(), line.name.name.clone()].map(Cell::Text).into_iter().chain(figures).collect()
    });
    let rows_are = by.map_or("In all", |by| by.key().label());
    Sheet {
        name: word(by).to_owned(),
        title: format!("{programme} {what}, by academic year of the start"),
        lines: vec![FIGURES.to_owned(), format!("Data as of {as_of}.")],
        columns: ["Academic year", rows_are]
            .map(str::to_owned)
            .into_iter()
            .chain(counted.map(|c| words::capital(c.word())))
            .collect(),
        rows: rows.collect(),
        chart: None,
    }
}

/// What is counted, in the words of the pages.
fn definitions_of(programme: Programme) -> Vec<Definition> {
    let of_pages = definitions::participation().into_iter().chain(definitions::outcomes());
    let names = match programme {
        Programme::Npq => ["Starts", "Completion rate", "Pass rate"],
        Programme::Ecf => ["Starts", "Continuation", "Completion rate"],
    };
    let known: Vec<Definition> = of_pages.collect();
    let definition = |(counted, name): (Counted, &str)| {
        let of_page = known.iter().find(|definition| definition.name == name)?;
        let meaning = of_page.numerator.clone().unwrap_or_else(|| of_page.meaning.clone());
        Some(Definition { name: words::capital(counted.word()), meaning, numerator: None, denominator: None })
    };
    Counted::of(programme).into_iter().zip(names).filter_map(definition).collect()
}
