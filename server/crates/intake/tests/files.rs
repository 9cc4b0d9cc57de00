//! Whole files, made by hand: what is taken, what is said, what is refused.

use std::io::Write;

use intake::record::{Cell, Record};
use intake::{Kind, Severity, templates};

mod kept;
use kept::{Kept, read, read_as};

const REGISTER: &str = "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),OpenDate\n";

fn texts(kept: &Kept, column: &str) -> Vec<String> {
    kept.records.iter().map(|(_, record)| text(record, column)).collect()
}

fn text(record: &Record, column: &str) -> String {
    let mut cells = Vec::new();
    record.clone().cells(&mut cells);
    match &cells[record.table().position(column).unwrap()] {
        Cell::Null => String::new(),
        Cell::Int(n) => n.to_string(),
        Cell::Real(n) => n.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

#[test]
fn lines_of_problems_are_lines_of_the_file() {
    let rows = "900001,A,1,1,\n\n900002,\"B\nof two lines\",1,1,31-02-2020\nx,C,1,1,\n900004,D,1,9,01/09/2020\n";
    let unix = format!("{REGISTER}{rows}");
    for file in [unix.clone(), unix.replace('\n', "\r\n"), format!("\u{feff}{unix}"), unix.trim_end().to_owned()] {
        let (summary, kept) = read(file.as_bytes()).unwrap();
        assert_eq!(kept.rules(), [(4, "impossible-date"), (6, "bad-urn"), (7, "unknown-status")], "{file:?}");
        assert_eq!((summary.rows, summary.rejected, summary.warned), (4, 1, 2));
        assert_eq!(kept.records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4, 7]);
        assert_eq!(texts(&kept, "opened_on"), ["", "", "2020-09-01"]);
        assert_eq!(kept.problems[0].column, "OpenDate");
        assert_eq!(kept.problems[0].value, "31-02-2020");
    }
}

#[test]
fn semicolons_tabs_and_a_line_that_names_the_delimiter_are_understood() {
    let file = format!("{REGISTER}900001,A,1,1,\n");
    let semicolons = file.replace(',', ";");
    for (file, format) in [
        (semicolons.clone(), "CSV with semicolons, ASCII, 5 columns"),
        (file.replace(',', "\t"), "tab-separated text, ASCII, 5 columns"),
        (format!("sep=;\n{semicolons}"), "CSV with semicolons, ASCII, 5 columns"),
    ] {
        let (summary, kept) = read(file.as_bytes()).unwrap();
        assert_eq!((summary.kind, summary.format.as_str(), kept.records.len()), (Kind::Register, format, 1));
    }
}

#[test]
fn sheets_with_a_title_above_the_header_are_understood() {
    let file = "School summary,,\n,,\nurn,year,teachers\n900001,2024-25,12.5\n";
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!((summary.kind, kept.records[0].0), (Kind::Headcounts, 4));
}

#[test]
fn ragged_rows_are_rejected_unless_only_blanks_are_too_many() {
    let file = format!("{REGISTER}900001,A,1,1\n900002,B,1,1,,,\n900003,C,1,1,,extra\n,,,,\n900004,D,1,1,\n");
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(kept.rules(), [(2, "ragged-row"), (4, "ragged-row")]);
    assert_eq!(texts(&kept, "urn"), ["900002", "900004"]);
    assert_eq!((summary.rows, summary.rejected), (4, 2));
}

#[test]
fn the_same_key_twice_is_a_warning_and_both_rows_are_handed_on() {
    let file = format!("{REGISTER}900001,A,1,1,\n900001,B,1,1,\n");
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!((kept.rules(), kept.records.len(), summary.warned), (vec![(3, "duplicate")], 2, 1));
}

#[test]
fn files_that_cannot_be_used_are_refused_in_one_sentence() {
    let wide = format!("{}\n", (0..10_000).map(|n| format!("column {n}")).collect::<Vec<_>>().join(","));
    let unclosed = format!("{REGISTER}900001,\"A,1,1,\n900002,B,1,1,\n");
    let endless = format!("{REGISTER}900001,\"{}", "x".repeat(5 << 20));
    let files: &[(&str, &[u8])] = &[
        ("empty", b""),
        ("empty", b" \r\n\t"),
        ("empty", b"\xEF\xBB\xBF\r\n"),
        ("binary", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00"),
        ("binary", b"\x00\x00\x00"),
        ("compressed", b"\x1f\x8b\x08\x00abc"),
        ("pdf", b"%PDF-1.7 and so on"),
        ("spreadsheet", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("web-page", b"\r\n<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("not-recognised", b"<?xml version=\"1.0\"?><a/>"),
        ("not-recognised", b"colour,size\nred,1\n"),
        ("not-recognised", b"urn,full_name\n900001,Somebody\n"),
        ("too-many-columns", wide.as_bytes()),
        ("truncated", unclosed.as_bytes()),
        ("truncated", b"urn,\"hub"),
        ("truncated", b"PK\x03\x04 and no more"),
        ("row-too-long", endless.as_bytes()),
    ];
    for (rule, bytes) in files {
        let refusal = read(bytes).map(|(summary, _)| summary).unwrap_err();
        assert_eq!(refusal.rule, *rule, "{refusal}");
        assert!(refusal.message.ends_with('.') && refusal.mend.ends_with('.'), "{refusal}");
    }
}

#[test]
fn a_file_of_another_kind_than_insisted_on_is_refused() {
    let file = format!("{REGISTER}900001,A,1,1,\n");
    let refusal = read_as(Some(Kind::NpqApplications), "file", file.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(refusal.rule, "wrong-kind");
    assert_eq!(
        refusal.message,
        "This is a file of \u{201c}school register\u{201d}, not of \u{201c}NPQ applications\u{201d}."
    );
    let list = read_as(Some(Kind::PriorityList), "coastal.csv", file.as_bytes()).unwrap();
    assert_eq!(list.0.kind, Kind::PriorityList, "a register may serve as a list");
    assert_eq!(texts(&list.1, "list"), ["coastal"]);
    let json = read_as(Some(Kind::Register), "file", br#"{"data":[{"id":"a","type":"npq-participant"}]}"#);
    assert_eq!(json.map(|_| ()).unwrap_err().rule, "wrong-kind");
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_is_read_by_its_first_data_file() {
    let file = format!("{REGISTER}900001,A,1,1,\n");
    let bytes =
        zipped(&[("readme.txt", b"hello"), ("in/edubasealldata20250613.csv", file.as_bytes()), ("b.csv", b"x")]);
    let (summary, kept) = read_as(None, "extract.zip", &bytes).unwrap();
    assert_eq!((summary.kind, kept.records.len()), (Kind::Register, 1));
    assert_eq!(summary.as_of, chrono::NaiveDate::from_ymd_opt(2025, 6, 13));
    assert_eq!(kept.rules(), [(1, "more-files-in-zip")]);
    for cut in [bytes.len() / 2, bytes.len() - 10] {
        assert_eq!(read(&bytes[..cut]).map(|_| ()).unwrap_err().rule, "truncated");
    }
}

#[test]
fn zips_that_hold_no_data_or_too_much_are_refused() {
    let zeros = vec![b'0'; 80 << 20];
    for (rule, bytes) in [
        ("no-data-in-zip", zipped(&[("readme.txt", b"hello")])),
        ("no-data-in-zip", zipped(&[])),
        ("spreadsheet", zipped(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")])),
        ("spreadsheet", zipped(&[("mimetype", b"application"), ("content.xml", b"<a/>")])),
        ("zip-in-zip", zipped(&[("data.csv", &zipped(&[("data.csv", b"urn")]))])),
        ("too-large", zipped(&[("data.csv", &zeros)])),
    ] {
        assert_eq!(read(&bytes).map(|_| ()).unwrap_err().rule, rule);
    }
}

#[test]
fn every_template_imports_as_it_stands() {
    for template in templates() {
        let (summary, kept) = read_as(None, template.file_name, template.content.as_bytes()).unwrap();
        assert_eq!((summary.kind, summary.rows), (template.kind, 1), "{}", template.file_name);
        assert_eq!(kept.problems, []);
        assert!(!kept.records.is_empty());
        let header = template.content.lines().next().unwrap();
        assert_eq!(header, template.explains.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(","));
    }
}

#[test]
fn combined_hub_areas_of_a_partner_become_one_record_each() {
    let file = "Partner,Hub area\nOne,EE8&EE9\nTwo,NW7/NW9\nThree,SE2 / SE8\nFour,\nFive,EE99\nSix ,L3\n";
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(texts(&kept, "hub_area"), ["EE8", "EE9", "NW7", "NW9", "SE2", "SE8", "L3"]);
    assert_eq!(kept.rules(), [(5, "missing-value"), (6, "unknown-hub-area")]);
    assert_eq!((summary.kind, summary.rejected), (Kind::PartnerHubs, 2));
}

#[test]
fn hub_areas_of_schools_hold_from_always_unless_dated() {
    let file =
        "urn,hub_area,from,to\n900001,ee3,,\n900002,EE3,01/09/2023,31/08/2024\n900003,EE3,2024-09-01,2023-09-01\n";
    let (_, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(texts(&kept, "from_on"), ["0001-01-01", "2023-09-01"]);
    assert_eq!(texts(&kept, "to_on"), ["", "2024-08-31"]);
    assert_eq!(kept.rules(), [(4, "to-before-from")]);
}

#[test]
fn only_the_total_row_of_a_school_is_its_headcount() {
    let file = "time_period,geographic_level,school_urn,grade,sex,headcount\n\
        202425,School,900001,Total,Total,24.5\n202425,School,900001,Head,Total,1\n\
        202425,School,900002,Total,Total,x\n202425,National,,Total,Total,400000\n202425,School,,Total,Total,3\n";
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!((texts(&kept, "teachers"), texts(&kept, "year")), (vec!["24.5".into()], vec!["2024".into()]));
    assert_eq!(kept.rules(), [(4, "no-headcount"), (6, "missing-value")]);
    assert_eq!((summary.kind, summary.rows, summary.rejected), (Kind::Headcounts, 5, 1));
}

#[test]
fn registers_links_of_every_kind_are_normalised() {
    let file = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n\
        900001,900002,\"B\",\"Predecessor\",\"01-09-2019\"\r\n900002,900001,\"A\",\"Successor\",\"\"\r\n\
        900003,900004,\"D\",\"Predecessor - Split School\",\"\"\r\n900005,900006,\"F\",\"Successor - merged\",\"\"\r\n\
        900005,900005,\"F\",\"Other\",\"\"\r\n";
    let (_, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(texts(&kept, "link_type"), ["predecessor", "successor", "predecessor-split", "successor-merged"]);
    assert_eq!(texts(&kept, "established_on"), ["2019-09-01", "", "", ""]);
    assert_eq!(kept.rules(), [(6, "self-link")]);
}

#[test]
fn schools_of_groups_bring_their_groups_along_once() {
    let file = "URN,Group UID,Group ID,Group Name,Group Type (code),Joined date\n\
        900001,2044,TR1,A Trust,6,01-09-2019\n900002,2044,TR1,A Trust,6,\n900002,17,,A Federation,1,\n";
    let (summary, kept) = read(file.as_bytes()).unwrap();
    let tables: Vec<&str> = kept.records.iter().map(|(_, record)| record.table().name).collect();
    assert_eq!(tables, ["trusts", "trust_members", "trust_members", "trusts", "trust_members"]);
    assert_eq!(summary.kind, Kind::GroupLinks);
    let groups =
        "Group UID,Group ID,Group Name,Group Type (code),Closed Date\n2044,TR1,A Trust,6,31-08-2024\n,TR2,B,6,\n";
    let (summary, kept) = read(groups.as_bytes()).unwrap();
    assert_eq!((summary.kind, texts(&kept, "closed_on")), (Kind::Groups, vec!["2024-08-31".into()]));
}

#[test]
fn published_figures_keep_their_symbols() {
    let file = "time_identifier,time_period,geographic_level,country_code,country_name,region_code,region_name,\
        induction_programme,made_up_filter,npq_completed,made_up_figure\n\
        Academic year,202324,National,E92000001,England,,,Overall,Men,12,low\n\
        Academic year,202425,Regional,E92000001,England,E12000001,North East,Overall,Men,c,~\n\
        Academic year,2025,School,E92000001,England,,,Overall,Men,1,1\n\
        Academic year,202426,National,E92000001,England,,,Overall,Men,1,1\n";
    let (summary, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(texts(&kept, "value"), ["12", "", "", ""]);
    assert_eq!(texts(&kept, "symbol"), ["", "low", "c", "low"]);
    assert_eq!(texts(&kept, "place_code"), ["E92000001", "E92000001", "E12000001", "E12000001"]);
    assert!(texts(&kept, "characteristics").iter().all(|c| c == "programme=Overall;made_up_filter=Men"));
    assert!(texts(&kept, "release").iter().all(|release| release == "2024-25"));
    assert!(texts(&kept, "dataset").iter().all(|dataset| dataset == "npq-completions"));
    assert_eq!(kept.rules(), [(4, "unknown-level"), (5, "bad-year")]);
    assert_eq!(summary.kind, Kind::Benchmarks);
}

#[test]
fn values_of_problems_are_cut_and_without_control_characters() {
    let file = format!("{REGISTER}{}\u{7},A,1,1,\n", "9".repeat(500));
    let (_, kept) = read(file.as_bytes()).unwrap();
    assert_eq!(kept.problems[0].severity, Severity::Rejected);
    assert_eq!(kept.problems[0].value.chars().count(), 200);
}
