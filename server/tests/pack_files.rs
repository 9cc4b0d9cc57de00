//! What leaves as a pack says no more than its preview, and nothing of what that withholds, whatever the data are.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use crate::support::packs::{archive, begun, pdf_text, words_in};
use crate::support::{self, Answered, File, Place, TestApp, on_each_database, small};
use app::filters::Audience;
use calamine::{Data, Reader, Xlsx};
use chrono::Utc;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// The packs that are made of each world.
const PACKS: [&str; 3] = [
    "template=update&hub=NE2&year=2022-23",
    "template=strategic-group&hub=L1&year=2022-23",
    "template=quick&year=2022-23",
];

/// How many start where: numbers of people by place, then of those who complete.
#[derive(Debug, Clone)]
struct World {
    starts: Vec<u32>,
    completed: Vec<u32>,
    courses: usize,
}

const PLACES: [&str; 6] = ["900001", "900002", "900003", "900011", "900012", "999999"];
const COURSES: [&str; 3] = ["npq-leading-teaching", "npq-leading-literacy", "npq-headship"];

impl World {
    fn files(&self) -> Vec<File> {
        let (mut started, mut completed, mut person) = (Vec::new(), Vec::new(), 0);
        for (at, n) in self.starts.iter().enumerate() {
            let done = self.completed.get(at).copied().unwrap_or(0).min(*n);
            for k in 0..*n {
                person += 1;
                let course = COURSES[(at + k as usize) % self.courses];
                let row = small::Row { course, ..small::start(person, PLACES[at]) };
                if k < done {
                    completed.push(small::Row { kind: "completed", on: "2024-01-15", ..row.clone() });
                }
                started.push(row);
            }
        }
        let mut files =
            vec![small::register(), small::headcounts(), small::statement("npq_statement.csv", 1, &started)];
        if !completed.is_empty() {
            files.push(small::statement("npq_statement_2.csv", 10_000, &completed));
        }
        files
    }
}

fn worlds() -> impl Strategy<Value = World> {
    let people = || prop::collection::vec(prop_oneof![3 => 0..6u32, 2 => 6..40u32], PLACES.len());
    (people(), people(), 1..=COURSES.len()).prop_filter_map("somebody starts", |(starts, completed, courses)| {
        (starts.iter().sum::<u32>() > 0).then_some(World { starts, completed, courses })
    })
}

/// Every number in a text, without separators of thousands: figures of people's names and dates too.
fn numbers(text: &str) -> BTreeSet<String> {
    let plain: Vec<char> = text.chars().collect();
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < plain.len() {
        if !plain[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let begun = at;
        let digit = |at: usize| plain.get(at).is_some_and(char::is_ascii_digit);
        while digit(at) || (plain.get(at).is_some_and(|c| matches!(c, ',' | '.')) && digit(at + 1)) {
            at += 1;
        }
        // `$A$11` names a cell.
        let names_a_cell = begun > 0 && plain[begun - 1] == '$';
        if names_a_cell {
            continue;
        }
        found.insert(plain[begun..at].iter().filter(|c| **c != ',').collect());
    }
    found
}

/// A number as a page may show it: as it is, and rounded half up to one decimal or none.
fn as_shown(number: &str) -> Vec<String> {
    let mut ways = vec![number.to_owned()];
    if let Ok(value) = number.parse::<f64>() {
        let tenths = (value * 10.0 + 0.5 + 1e-9).floor() / 10.0;
        ways.extend([format!("{tenths:.1}"), format!("{tenths}"), format!("{}", (value + 0.5 + 1e-9).floor())]);
    }
    ways
}

/// Texts of each file of a pack, by what it is.
async fn files_of(app: &TestApp, place: &Place, pack: &str) -> Vec<(String, String)> {
    let file = async |ending: &str| app.get(&format!("{pack}/files/pack.{ending}")).await.body;
    let mut texts = Vec::new();
    texts.push(("Word".to_owned(), words_in(&file("docx").await, |name| name.starts_with("word/"))));
    let slides = file("pptx").await;
    texts.push((
        "slides".to_owned(),
        words_in(&slides, |name| name.starts_with("ppt/slides/") || name.starts_with("ppt/notes")),
    ));
    texts.push(("charts of slides".to_owned(), words_in(&slides, |name| name.starts_with("ppt/charts/"))));
    if let Some(text) = pdf_text(place, &file("pdf").await) {
        texts.push(("PDF".to_owned(), text));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file("xlsx").await)).expect("a workbook");
    let mut cells = String::new();
    for (_, sheet) in book.worksheets() {
        for cell in sheet.rows().flatten().filter(|cell| !matches!(cell, Data::Empty)).map(ToString::to_string) {
            // How many rows a sheet has is no figure.
            if !cell.starts_with("This sheet holds one table of ") {
                cells.push_str(&format!("{cell}\n"));
            }
        }
    }
    texts.push(("workbook".to_owned(), cells));
    let zip = file("zip").await;
    let mut inside = archive(&zip);
    for at in 0..inside.len() {
        let mut entry = inside.by_index(at).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        if name.ends_with(".csv") {
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            let rows = support::csv_rows(text.as_bytes());
            let words = ["data_as_of", "name", "value", "lower", "upper"];
            let cells = rows.iter().flat_map(|row| words.map(|word| row[word].clone()));
            texts.push((name, cells.collect::<Vec<_>>().join("\n")));
        }
    }
    texts
}

/// All that a reader of the preview sees, element by element: words, tables, and the words and descriptions of the charts.
fn seen(page: &Answered) -> String {
    const PARTS: [&str; 15] = [
        "h1",
        "h2",
        "h3",
        "p",
        "li",
        "dt",
        "dd",
        "th",
        "td",
        "caption",
        "figcaption",
        "summary",
        "svg title",
        "svg desc",
        "svg text",
    ];
    let page = page.page();
    PARTS.iter().flat_map(|part| page.texts(&format!("main {part}"))).collect::<Vec<_>>().join(" ")
}

/// Where a number stands.
fn around(text: &str, number: &str) -> String {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_whole =
        |at: &usize| !is_digit(text[..*at].chars().next_back()) && !is_digit(text[at + number.len()..].chars().next());
    let at = text.match_indices(number).map(|(at, _)| at).find(is_whole).unwrap_or(0);
    let before = text[..at].char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    format!("{number}: {}", text[before..].chars().take(160).collect::<String>())
}

#[test]
fn no_file_of_a_pack_holds_a_number_that_its_preview_does_not_show() {
    on_each_database(async |place| {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for case in 0..3 {
            let world = worlds().new_tree(&mut runner).expect("a world").current();
            let place = place.another();
            let app = TestApp::new(&place, &world.files(), &[Audience::Sharing]).await;
            for form in PACKS {
                let pack = begun(&app, form).await;
                let preview = app.get(&format!("{pack}/preview")).await;
                let mut known = numbers(&seen(&preview));
                // Where the pack is found, the day on which the file was made, and the key of symbols.
                known.extend(numbers(&pack));
                known.extend(numbers(&Utc::now().format("%-d %Y").to_string()));
                known.insert("30".to_owned());
                for (file, text) in files_of(&app, &place, &pack).await {
                    // Slides and pages are numbered.
                    let pages = if matches!(file.as_str(), "slides" | "PDF") { 60 } else { 0 };
                    let is_page = |number: &str| number.parse::<u32>().is_ok_and(|n| (1..=pages).contains(&n));
                    let unknown: Vec<String> = numbers(&text)
                        .into_iter()
                        .filter(|number| !is_page(number) && !as_shown(number).iter().any(|way| known.contains(way)))
                        .map(|number| around(&text, &number))
                        .collect();
                    assert!(unknown.is_empty(), "{file} of {form}, world {case} {world:?}:\n{}", unknown.join("\n"));
                }
            }
            app.database.close().await;
        }
    });
}

#[test]
fn no_file_of_a_pack_depends_on_what_is_withheld() {
    on_each_database(async |place| {
        let mut first: Vec<(String, String)> = Vec::new();
        for (few, unknown) in [(3, 2), (2, 3), (4, 1)] {
            let world = World { starts: vec![0, few, 0, 8, 7, unknown], completed: vec![0, 1, 0, 8, 6, 0], courses: 1 };
            let place = place.another();
            let mut files = world.files();
            // Without headcounts: people at the schools of known places would be one more figure that differs.
            files.remove(1);
            let app = TestApp::new(&place, &files, &[Audience::Sharing]).await;
            let mut said = Vec::new();
            for form in PACKS {
                let pack = begun(&app, form).await;
                said.extend(files_of(&app, &place, &pack).await);
            }
            app.database.close().await;
            if first.is_empty() {
                first = said;
                continue;
            }
            assert_eq!(first.len(), said.len());
            for ((file, one), (_, other)) in first.iter().zip(&said) {
                assert!(one == other, "{file} tells 3 and 2 from {few} and {unknown}:\n{one}\n{other}");
            }
        }
    });
}
