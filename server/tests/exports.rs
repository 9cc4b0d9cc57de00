//! Every export of every page is opened by an independent reader and compared with the table on the page.

mod made_up;
pub mod reading;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use self::reading::{decoded, sheets, svg_words, without_references};
use crate::support::{self, Answered, BOTH, CsvRow, TestApp, on_each_database, small};
use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::reports::open_data::refusal;
use app::reports::report::Report;
use calamine::Data;
use open_data::screen::{Severity, screen};

const QUESTIONS: [&str; 3] = ["by=phase&year=2022-23", "by=region&year=2022-23", "year=2022-23&by=phase&region=london"];

/// Whether words of the page's table say what a row of the CSV says.
fn says(words: &str, row: &CsvRow) -> bool {
    let plain = words.replace(',', "").replace('\u{2212}', "-").replace('+', "");
    match row["symbol"].as_str() {
        "" => {
            let first = plain.split_whitespace().next().unwrap_or("").trim_end_matches('%').to_owned();
            match (first.parse::<f64>(), row["value"].parse::<f64>()) {
                (Ok(shown), Ok(written)) => (shown - written).abs() < 1e-9,
                _ => words.starts_with(&row["value"]),
            }
        }
        "c" => ["fewer than 5", "withheld", "not shown", "all or nearly all"].contains(&words),
        "z" => ["too early", "not applicable"].contains(&words),
        "x" => words == "not available",
        other => panic!("{other} is no symbol"),
    }
}

/// Compares the CSV with the tables on the page, cell by cell. Returns how many cells there were.
fn csv_is_the_page(page: &Answered, rows: &[CsvRow], report: &Report) -> usize {
    let seen = page.page();
    let mut cells = 0;
    for section in &report.sections {
        let table = seen.table(&section.id);
        let width = section.table.columns.len();
        let own: Vec<&CsvRow> = rows.iter().filter(|row| row["section"] == section.id).collect();
        assert_eq!(own.len(), width * section.table.rows.len(), "{}: {}", page.address, section.id);
        for (at, row) in own.iter().enumerate() {
            let shown = &table[1 + at / width];
            assert_eq!(shown[0], row["name"].split_whitespace().collect::<Vec<_>>().join(" "), "{}", page.address);
            let words = &shown[1 + at % width];
            assert!(says(words, row), "{} {}: {words} is not {row:?}", page.address, section.id);
            cells += 1;
        }
    }
    cells
}

/// Compares a workbook with the CSV, cell by cell.
fn workbook_is_the_csv(address: &str, bytes: &[u8], is_ods: bool, rows: &[CsvRow], report: &Report) {
    let sheets = sheets(bytes, is_ods);
    for (name, front) in sheets.iter().zip(["Cover", "Contents", "Notes"]) {
        assert_eq!(name.0, front, "{address}");
    }
    for section in report.sections.iter().filter(|section| !section.table.rows.is_empty()) {
        let title = Data::String(workbooks::harmless(&section.title));
        let found =
            sheets.iter().skip(3).find(|(name, cells)| name.starts_with(section.id.as_str()) && cells[0][0] == title);
        let (_, cells) = found.unwrap_or_else(|| panic!("{address}: no sheet {}", section.id));
        let header = cells
            .iter()
            .position(|row| row[0] == Data::String(section.table.rows_are.clone()))
            .unwrap_or_else(|| panic!("{address}: no header in {}", section.id));
        let lines: Vec<String> = cells[..header].iter().map(|row| row[0].to_string()).collect();
        for begins in ["Measure: ", "Source: ", "Population: ", "Period: ", "Disclosure: ", "From: "] {
            assert!(lines.iter().any(|line| line.starts_with(begins)), "{address}: {begins} in {lines:?}");
        }
        for (at, line) in section.table.rows.iter().enumerate() {
            let row = &cells[header + 1 + at];
            assert_eq!(row[0], Data::String(workbooks::harmless(&line.name)), "{address}");
            let mut column = 1;
            for (nth, of) in section.table.columns.iter().enumerate() {
                let written = rows
                    .iter()
                    .find(|row| row["section"] == section.id && row["code"] == line.code && row["measure"] == of.id);
                let written = written.unwrap_or_else(|| panic!("{address}: no {} of {}", of.id, line.code));
                match (&row[column], written["symbol"].as_str()) {
                    (Data::Float(value), "") => {
                        assert_eq!(value.to_string().parse::<f64>().ok(), written["value"].parse().ok())
                    }
                    (Data::String(words), "") => assert_eq!(words, &written["value"], "{address}"),
                    (Data::String(words), symbol) => assert_eq!(words, &format!("[{symbol}]"), "{address}"),
                    (other, _) => panic!("{address}: {other:?} for {written:?}"),
                }
                if let Data::String(words) = &row[column]
                    && words.starts_with('[')
                {
                    assert!(lines.iter().any(|line| line.starts_with(words.as_str())), "{address}: no key for {words}");
                }
                let has_interval = (section.table.rows.iter()).any(|row| row.cells[nth].interval().is_some());
                if has_interval {
                    for (end, word) in [(1, "lower"), (2, "upper")] {
                        match &row[column + end] {
                            Data::Float(value) => assert_eq!(Some(*value), written[word].parse().ok(), "{address}"),
                            other => assert!(written[word].is_empty(), "{address}: {other:?}"),
                        }
                    }
                }
                column += if has_interval { 3 } else { 1 };
            }
        }
    }
}

async fn pictures_are_whole(app: &TestApp, page: Page, query: &str, report: &Report) {
    for section in &report.sections {
        let Some(chart) = &section.chart else { continue };
        let address = |ending: &str| format!("/charts/{}/{}.{ending}{query}", page.word(), section.id);
        let svg = app.get(&address("svg")).await;
        let words = svg_words(&svg.text());
        let begin: String = without_references(&chart.description).chars().take(40).collect();
        assert!(without_references(&words).contains(&begin), "{}: no alternative text", svg.address);
        assert!(
            ["Source: ", "Data as of ", "From: "].iter().all(|part| words.contains(part)),
            "{}: no caption",
            svg.address
        );
        let bare = svg_words(&app.get(&format!("{}&title=no", address("svg"))).await.text());
        assert!(!bare.contains("From: "), "{}", svg.address);
    }
    let Some(section) = report.sections.iter().find(|section| section.chart.is_some()) else { return };
    let address = |rest: &str| format!("/charts/{}/{}.png{query}&{rest}", page.word(), section.id);
    let mut sizes = Vec::new();
    for scale in 1..=3u32 {
        let picture = app.get(&address(&format!("scale={scale}"))).await;
        assert_eq!(picture.header("content-type"), "image/png");
        let (width, height, colours) = decoded(&picture.body);
        assert!(colours > 4, "{}: blank", picture.address);
        sizes.push((width.div_ceil(scale), height.div_ceil(scale)));
    }
    let near = |a: (u32, u32), b: (u32, u32)| a.0.abs_diff(b.0) <= 1 && a.1.abs_diff(b.1) <= 1;
    assert!(near(sizes[0], sizes[1]) && near(sizes[0], sizes[2]), "{sizes:?}");
    let (width, height, _) = decoded(&app.get(&address("scale=1&title=no")).await.body);
    assert!(width == sizes[0].0 && height < sizes[0].1, "without title and caption it is lower");
    assert_eq!(app.get(&address("scale=4")).await.status, 400);
}

/// The open data of a question, or the reason why there are none.
fn open_data_are_the_csv(answered: &Answered, page: Page, rows: &[CsvRow], report: &Report) {
    let address = &answered.address;
    if let Some(why) = refusal(page, &report.filters, report.audience) {
        assert_eq!(answered.status, 404, "{address}");
        assert!(answered.text().contains(why), "{address}: {}", answered.text());
        return;
    }
    if report.empty.is_some() {
        return;
    }
    assert_eq!(answered.status, 200, "{address}: {}", answered.text_or_nothing());
    let mut archive = zip::ZipArchive::new(Cursor::new(&answered.body)).expect("an archive");
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).expect("a part").read_to_end(&mut bytes).expect("bytes");
        bytes
    };
    let names = support::csv_rows(&read("dataset_names.csv"));
    assert!(!names.is_empty(), "{address}");
    for name in names {
        let (data_name, meta_name) = (format!("{}.csv", name["file_name"]), format!("{}.meta.csv", name["file_name"]));
        let (data, meta) = (read(&data_name), read(&meta_name));
        let failed = screen(&data_name, &data, &meta_name, &meta).into_iter().filter(|f| f.severity == Severity::Fail);
        assert_eq!(failed.collect::<Vec<_>>(), [], "{address}");
        let (lines, columns) = (support::csv_rows(&data), support::csv_rows(&meta));
        let part = name["file_name"].as_str();
        let sections: &[&str] = match part {
            _ if part.contains("-by-year") => &["years"],
            _ if part.contains("-by-reported-phase") => &["phases"],
            // Their total is that of the breakdown.
            _ if part.contains("-by-strand") => &["strands", "breakdown"],
            _ => &["breakdown"],
        };
        // Whatever stands in the file stands in the page's table under the same measure.
        let shown: BTreeSet<String> = rows
            .iter()
            .filter(|row| sections.contains(&row["section"].as_str()))
            .flat_map(|row| [row["value"].clone(), row["symbol"].clone(), row["flag"].clone()])
            .collect();
        let asks_hub = report.filters.has(Key::Hub);
        for column in columns.iter().filter(|column| column["col_type"] == "Indicator") {
            for line in &lines {
                let value = &line[&column["col_name"]];
                // All hub areas together are not what was asked.
                if asks_hub && line["hub_area"] == "Total" {
                    assert_eq!(value, "x", "{address}");
                    continue;
                }
                let known = shown.contains(value) || matches!(value.as_str(), "low" | "z");
                assert!(known, "{address}: {value} of {} is not on the page", column["col_name"]);
            }
        }
    }
}

trait OrNothing {
    fn text_or_nothing(&self) -> String;
}

impl OrNothing for Answered {
    fn text_or_nothing(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(200).collect()
    }
}

#[test]
fn every_export_of_every_page_is_opened_by_an_independent_reader() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let (mut cells, mut archives) = (0, 0);
        for audience in BOTH {
            for page in Page::REPORTS {
                for question in QUESTIONS {
                    let question =
                        if page == Page::Compare { question.replace("by=phase&", "") } else { question.into() };
                    let query = format!("?{question}&audience={}", audience.slug());
                    let page_seen = app.get(&format!("/{}{query}", page.word())).await;
                    if page_seen.status != 200 {
                        // A question that a page refuses has no file either.
                        let file = app.get(&format!("/data/{}.xlsx{query}", page.word())).await;
                        assert_eq!(file.status, page_seen.status, "{}", file.address);
                        continue;
                    }
                    let filters: Filters = query[1..].parse().expect("a question");
                    let viewer = support::viewer(&BOTH);
                    let answer = app.desk.answer(&viewer, page, &filters).await.expect("an answer");
                    let report = &answer.report;
                    let data = async |ending: &str| app.get(&format!("/data/{}.{ending}{query}", page.word())).await;
                    let rows = data("csv").await.rows();
                    cells += csv_is_the_page(&page_seen, &rows, report);
                    let json: serde_json::Value = serde_json::from_slice(&data("json").await.body).expect("JSON");
                    assert_eq!(json["sections"].as_array().map(Vec::len), Some(report.sections.len()));
                    for (ending, is_ods) in [("xlsx", false), ("ods", true)] {
                        let file = data(ending).await;
                        assert_eq!(file.status, 200, "{}", file.address);
                        assert!(file.header("content-disposition").contains(&format!(".{ending}\"")));
                        workbook_is_the_csv(&file.address, &file.body, is_ods, &rows, report);
                    }
                    pictures_are_whole(&app, page, &query, report).await;
                    let file = data("ees.zip").await;
                    open_data_are_the_csv(&file, page, &rows, report);
                    archives += usize::from(file.status == 200);
                    let linked = page_seen.page().attributes("a.gt-downloads__link", "href");
                    let link = linked.iter().any(|link| link.contains(".ees.zip"));
                    assert_eq!(link, refusal(page, &report.filters, audience).is_none() && report.empty.is_none());
                }
            }
        }
        assert!(cells > 500 && archives > 4, "{cells} cells, {archives} archives: the test looked at something");
    });
}

#[test]
fn the_command_line_writes_the_files_of_the_page() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &[Audience::Sharing]).await;
        let query = "by=phase&year=2022-23";
        for (format, address) in [
            ("ees", format!("/data/participation.ees.zip?{query}")),
            ("xlsx", format!("/data/participation.xlsx?{query}")),
            ("ods", format!("/data/participation.ods?{query}")),
            ("png", format!("/charts/participation/breakdown.png?{query}&scale=3&title=no")),
        ] {
            let more: &[&str] =
                if format == "png" { &["--scale", "3", "--no-title", "--chart", "breakdown"] } else { &[] };
            let mut command = place.command();
            command.args(["report", "participation", "--query", query, "--format", format]).args(more);
            let output = command.output().expect("it runs");
            assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
            let page = app.get(&address).await;
            if matches!(format, "xlsx" | "ods") {
                assert_eq!(sheets(&output.stdout, format == "ods"), sheets(&page.body, format == "ods"), "{format}");
            } else {
                assert!(output.stdout == page.body, "{format} differs");
            }
        }
        let refused = place.command().args(["report", "gaps", "--format", "ees"]).output().expect("it runs");
        assert!(!refused.status.success());
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(words.contains("There is no such file of this page"), "{words}");
    });
}
