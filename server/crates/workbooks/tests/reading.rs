//! Every workbook is opened by an independent reader, cell by cell; every part of it by an XML parser.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Ods, Reader, Xlsx};
use proptest::prelude::*;
use quick_xml::events::Event;
use workbooks::{Axes, Cell, Chart, ChartKind, Day, Series, Sheet, Symbol, Workbook, harmless, ods, xlsx};

/// Lines that stand above a table before its own: its title and how large it is.
const OWN_LINES: usize = 2;

fn sample() -> Workbook {
    let text = |words: &str| Cell::Text(words.to_owned());
    Workbook {
        title: "310 NPQ starts in 2022/23".into(),
        subject: "Participation".into(),
        author: "Golden Thread".into(),
        made_on: Day { year: 2025, month: 6, day: 13 },
        cover: vec![("Data as of".into(), "13 June 2025".into())],
        notes: vec![("Definitions".into(), vec!["Starts: one live declaration.".into(), "=1+1".into()])],
        key: vec![(Symbol::C, "confidential".into()), (Symbol::Z, "not applicable".into()), (Symbol::U, "few".into())],
        sheets: vec![
            Sheet {
                name: "break down".into(),
                title: "London is highest".into(),
                lines: vec!["Measure: starts".into()],
                columns: vec!["Region".into(), "Starts".into(), "Rate".into(), "Notes".into()],
                rows: vec![
                    vec![text("London"), Cell::Number(1_250.0, 0), Cell::Number(6.65, 1), text("no note")],
                    vec![text("=cmd|' /C calc'!A0"), Cell::Symbol(Symbol::C), Cell::Number(-4.25, 1), text("[u]")],
                ],
                chart: Some(Chart {
                    kind: ChartKind::Bars,
                    title: "London is highest".into(),
                    description: "Bar chart of starts. Largest: London & more.".into(),
                    axes: Axes { categories: "Region".into(), values: "Starts".into() },
                    categories: 0,
                    series: vec![Series { name: "Starts".into(), column: 1 }],
                    rows: 2,
                }),
            },
            Sheet {
                name: "Break_down".into(),
                title: "Points".into(),
                lines: Vec::new(),
                columns: vec!["Base".into(), "base".into()],
                rows: vec![vec![Cell::Number(1.0, 0), Cell::Number(0.5, 2)]],
                chart: None,
            },
        ],
    }
}

/// All sheets by name, each as rows of cells.
fn read(bytes: &[u8], is_ods: bool) -> Vec<(String, Vec<Vec<Data>>)> {
    fn ranges<R: Reader<Cursor<Vec<u8>>>>(bytes: &[u8]) -> Vec<(String, calamine::Range<Data>)> {
        let Ok(mut reader) = R::new(Cursor::new(bytes.to_vec())) else { panic!("no workbook") };
        let names = reader.sheet_names();
        let range = |name: String| {
            let Ok(range) = reader.worksheet_range(&name) else { panic!("no sheet {name}") };
            (name, range)
        };
        names.into_iter().map(range).collect()
    }
    let ranges = if is_ods { ranges::<Ods<_>>(bytes) } else { ranges::<Xlsx<_>>(bytes) };
    let rows = |range: calamine::Range<Data>| {
        let (height, width) = range.end().map_or((0, 0), |(row, column)| (row as usize + 1, column as usize + 1));
        let cell = |row, column| range.get_value((row as u32, column as u32)).cloned().unwrap_or(Data::Empty);
        (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect()).collect()
    };
    ranges.into_iter().map(|(name, range)| (name, rows(range))).collect()
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            let name = part.name().expect("a name").into_owned();
            (name, text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}")).1
}

fn is_xml(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

fn as_read(cell: &Cell) -> Data {
    match cell {
        Cell::Text(words) => Data::String(harmless(words)),
        Cell::Number(value, decimals) => {
            let scale = 10f64.powi(i32::from(*decimals));
            let size = (value.abs() * scale + 1e-9 + 0.5).floor() / scale;
            Data::Float(if *value < 0.0 && size > 0.0 { -size } else { size })
        }
        Cell::Symbol(symbol) => Data::String(symbol.written().into()),
        Cell::Blank => Data::Empty,
    }
}

#[test]
fn both_formats_hold_the_table_cell_by_cell() {
    let workbook = sample();
    for (is_ods, bytes) in [(false, xlsx(&workbook).expect("a file")), (true, ods(&workbook).expect("a file"))] {
        let sheets = read(&bytes, is_ods);
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Cover", "Contents", "Notes", "break_down", "Break_down_2"]);
        assert_eq!(sheets[0].1[0][0], Data::String("310 NPQ starts in 2022/23".into()));
        assert_eq!(sheets[2].1[3][0], Data::String("'=1+1".into()), "a note is no formula");
        let table = &sheets[3].1;
        assert_eq!(table[0][0], Data::String("London is highest".into()), "the title stands in A1");
        let header = table.iter().position(|row| row[0] == Data::String("Region".into())).expect("a header");
        let above: Vec<String> = table[..header].iter().map(|row| row[0].to_string()).collect();
        assert!(above.contains(&"[c] confidential".to_owned()) && above.contains(&"[u] few".to_owned()), "{above:?}");
        assert!(!above.iter().any(|line| line.starts_with("[z]")), "only symbols in use have a key: {above:?}");
        assert!(above.iter().all(|line| !line.is_empty()), "no blank row");
        for (row, cells) in workbook.sheets[0].rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                assert_eq!(table[header + 1 + row][column], as_read(cell), "{row} {column}");
            }
        }
        assert_eq!(table.len(), header + 3, "nothing below the table");
        let repeated = &sheets[4].1[OWN_LINES];
        assert_eq!(repeated[1], Data::String("base 2".into()), "a heading that repeats is numbered");
    }
}

#[test]
fn every_part_is_xml() {
    let workbook = sample();
    for bytes in [xlsx(&workbook).expect("a file"), ods(&workbook).expect("a file")] {
        for (name, text) in parts(&bytes) {
            if name != "mimetype" {
                is_xml(&name, &text);
            }
        }
    }
}

#[test]
fn an_xlsx_table_is_a_real_table_with_a_native_chart_and_its_words() {
    let bytes = xlsx(&sample()).expect("a file");
    let table = part(&bytes, "xl/tables/table2.xml");
    assert!(table.contains("Table_break_down") && !table.contains("autoFilter"), "{table}");
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:barChart>") && chart.contains("break_down!$B$8:$B$9"), "{chart}");
    assert!(chart.contains("London is highest"));
    let drawing = part(&bytes, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("descr=\"Bar chart of starts. Largest: London &amp; more.\""), "{drawing}");
    for (name, text) in parts(&bytes) {
        for forbidden in ["<mergeCell", "<pane ", "hidden=\"1\"", "<headerFooter", "<f>"] {
            assert!(!text.contains(forbidden), "{name}: {forbidden}");
        }
    }
    let properties = part(&bytes, "docProps/core.xml");
    assert!(properties.contains("310 NPQ starts") && properties.contains("2025-06-13"), "{properties}");
}

#[test]
fn an_ods_file_keeps_the_accessible_spreadsheet_checklist() {
    let bytes = ods(&sample()).expect("a file");
    assert_eq!(&bytes[30..38], b"mimetype", "the kind comes first");
    assert_eq!(&bytes[38..38 + 46], b"application/vnd.oasis.opendocument.spreadsheet", "and is not compressed");
    let content = part(&bytes, "content.xml");
    for forbidden in
        ["number-columns-spanned", "number-rows-spanned", "covered-table-cell", "draw:", "table:visibility", "script"]
    {
        assert!(!content.contains(forbidden), "{forbidden}");
    }
    assert!(!content.contains("fo:background-color") && !content.contains("table:formula"));
    assert!(content.contains(r#"table:name="Table_break_down" table:target-range-address="&apos;break_down&apos;.A7:&apos;break_down&apos;.D9""#));
    assert!(!content.contains(r#"table:display-filter-buttons="true""#));
    let tabs: Vec<&str> =
        content.split("<table:table table:name=\"").skip(1).filter_map(|t| t.split('"').next()).collect();
    assert!(tabs.iter().all(|tab| !tab.contains(' ')), "{tabs:?}");
    let meta = part(&bytes, "meta.xml");
    assert!(meta.contains("<dc:title>310 NPQ starts") && meta.contains("en-GB"), "{meta}");
    let settings = part(&bytes, "settings.xml");
    assert!(settings.contains(">Cover</config:config-item>") && settings.contains("CursorPositionX"), "{settings}");
}

#[test]
fn what_is_no_table_is_refused_with_its_reason() {
    let mut workbook = sample();
    workbook.sheets[1].rows[0].pop();
    for error in [xlsx(&workbook).expect_err("ragged"), ods(&workbook).expect_err("ragged")] {
        assert!(error.to_string().contains("row 1 has 1 cells for 2 columns"), "{error}");
    }
    workbook.sheets[1].rows.clear();
    assert!(ods(&workbook).expect_err("empty").to_string().contains("0 rows"));
    workbook.sheets.truncate(1);
    workbook.sheets[0].chart.as_mut().expect("a chart").rows = 3;
    assert!(xlsx(&workbook).expect_err("a chart").to_string().contains("beyond the table"));
}

fn cells() -> impl Strategy<Value = Cell> {
    prop_oneof![
        "[=+@\\-|%\t ]?[a-zA-Z<>&'\"\u{1}\u{7f}\u{FF1D}\u{E9} =+()!]{1,20}".prop_map(Cell::Text),
        any::<i32>().prop_map(|n| Cell::Number(f64::from(n) / 16.0, 1)),
        Just(Cell::Symbol(Symbol::C)),
        Just(Cell::Symbol(Symbol::Low)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_table_is_read_back_and_no_text_is_a_formula(
        rows in prop::collection::vec(prop::collection::vec(cells(), 3), 1..12),
        name in "[ -~]{0,40}",
        heading in "[ -~\u{1}]{0,12}",
    ) {
        let columns = vec![heading, "b".into(), "B".into()];
        let sheet = Sheet { name, title: "Title".into(), lines: Vec::new(), columns, rows: rows.clone(), chart: None };
        let workbook = Workbook { key: Vec::new(), sheets: vec![sheet], ..sample() };
        for (is_ods, bytes) in [(false, xlsx(&workbook).unwrap()), (true, ods(&workbook).unwrap())] {
            for (part, text) in parts(&bytes) {
                if part != "mimetype" {
                    is_xml(&part, &text);
                }
                prop_assert!(!text.contains("table:formula") && !text.contains("<f>"));
            }
            let sheets = read(&bytes, is_ods);
            let table = &sheets.last().unwrap().1;
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let seen = &table[table.len() - rows.len() + row][column];
                    match (seen, as_read(cell)) {
                        (Data::String(seen), Data::String(written)) => {
                            // Readers may make blanks single and take tabs for blanks.
                            let plain = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
                            prop_assert_eq!(plain(seen), plain(&written));
                            prop_assert!(!seen.starts_with(['=', '+', '-', '@']));
                        }
                        // Nothing but control characters leaves nothing.
                        (Data::Empty, Data::String(written)) => prop_assert!(written.is_empty()),
                        (seen, written) => prop_assert_eq!(seen, &written),
                    }
                }
            }
        }
    }
}

/// What LibreOffice made of a file, as text by path, and what it said; none where it is not installed.
fn converted(folder: &Path, name: &str, bytes: &[u8], into: &str) -> Option<(Vec<String>, String)> {
    std::fs::create_dir_all(folder).expect("a folder");
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("a file");
    let made = folder.join("made");
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--convert-to", into, "--outdir"])
        .args([&made, &file])
        .output()
        .ok()?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let files = std::fs::read_dir(&made).into_iter().flatten().map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let texts = files.iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned());
    let texts = texts.collect();
    std::fs::remove_dir_all(folder).expect("removed");
    Some((texts, said))
}

/// Every sheet as LibreOffice shows it, as comma-separated text; none where it, or its Calc, is not installed.
fn shown_by_an_office(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let folder = std::env::temp_dir().join(format!("golden-thread-{}-{name}", std::process::id()));
    // Comma, quotation mark, UTF-8, from the first line, cells as shown, every sheet in a file of its own.
    let into = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let calc = converted(&folder, "plain.csv", b"a,b\n", "xlsx").is_some_and(|(files, _)| files.len() == 1);
    if !calc {
        eprintln!("LibreOffice Calc is not to be had: {name} was not opened by it");
        return None;
    }
    let (sheets, said) = converted(&folder, name, bytes, into)?;
    assert!(!sheets.is_empty(), "{name}: {said}");
    Some(sheets)
}

#[test]
fn an_office_shows_every_sheet_and_takes_no_text_for_a_formula() {
    let book = sample();
    for (name, bytes) in [("book.xlsx", xlsx(&book)), ("book.ods", ods(&book))] {
        let Some(sheets) = shown_by_an_office(name, &bytes.expect("a file")) else { return };
        // Cover, contents, notes and a sheet for each table.
        assert_eq!(sheets.len(), 5, "{name}: {sheets:?}");
        let all = sheets.join("\n");
        for words in ["London,1250,6.7,no note", "[c],-4.3,[u]", "one live declaration", "Data as of,13 June 2025"] {
            assert!(all.contains(words), "{name}: {words} is missing in {all}");
        }
        assert!(all.contains("=cmd|' /C calc'!A0") && !all.contains("Err:") && !all.contains("#NAME"), "{name}: {all}");
    }
}
