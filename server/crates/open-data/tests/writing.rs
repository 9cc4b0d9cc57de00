//! What is written passes its own checks, has every combination, and says by symbol what it does not say by number.

use std::io::{Cursor, Read};

use open_data::{DataSet, Filter, Indicator, Place, Row, TOTAL, Value, files, zip};

fn set() -> DataSet {
    let row = |place: Place, item: &str, starts: Value, rate: Value| Row {
        year: 2023,
        place,
        items: vec![item.to_owned()],
        values: vec![starts, rate],
    };
    let hartlepool = || Place::LocalAuthority(Some("E06000001".to_owned()));
    DataSet {
        name: "npq_starts".to_owned(),
        title: "NPQ starts".to_owned(),
        filters: vec![Filter { name: "education_phase".to_owned(), label: "Phase".to_owned() }],
        indicators: vec![
            Indicator { name: "npq_starts".to_owned(), label: "Starts".to_owned(), is_percent: false, decimals: 0 },
            Indicator { name: "npq_rate".to_owned(), label: "Rate".to_owned(), is_percent: true, decimals: 1 },
        ],
        rows: vec![
            row(hartlepool(), TOTAL, Value::Suppressed, Value::LowReliability),
            row(Place::National, TOTAL, Value::Number(1_250.0), Value::Number(79.25)),
            row(Place::National, "Primary", Value::Number(0.0), Value::Number(0.04)),
            row(Place::Region(Some("E12000003".to_owned())), TOTAL, Value::NotAvailable, Value::Number(100.0)),
            row(Place::Region(None), TOTAL, Value::Number(5.0), Value::NotApplicable),
            row(Place::LocalAuthority(None), TOTAL, Value::Number(5.0), Value::Number(12.0)),
            row(
                Place::District { code: "E06000001".to_owned(), authority: "E06000001".to_owned() },
                TOTAL,
                Value::Number(5.0),
                Value::Number(12.0),
            ),
        ],
    }
}

#[test]
fn every_level_is_written_with_its_own_columns_and_symbols() {
    let files = files(&set()).expect("the files pass");
    let data = String::from_utf8(files.data).expect("UTF-8");
    for line in [
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,old_la_code,lad_code,lad_name,education_phase,npq_starts,npq_rate",
        "202324,Academic year,National,E92000001,England,,,,,,,,Total,1250,79.3",
        "202324,Academic year,National,E92000001,England,,,,,,,,Primary,0,low",
        "202324,Academic year,Regional,E92000001,England,E12000003,Yorkshire and The Humber,,,,,,Total,x,100.0",
        "202324,Academic year,Regional,E92000001,England,E12000003,Yorkshire and The Humber,,,,,,Primary,z,z",
        "202324,Academic year,Regional,E92000001,England,z,Unknown,,,,,,Total,5,z",
        "202324,Academic year,Local authority,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,,,Total,c,u",
        "202324,Academic year,Local authority,E92000001,England,z,Unknown,z,Unknown,z,,,Total,5,12.0",
        "202324,Academic year,Local authority district,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,E06000001,Hartlepool,Total,5,12.0",
    ] {
        assert!(data.lines().any(|written| written == line), "{line} is not in\n{data}");
    }
    assert_eq!(data.lines().count(), 1 + 6 * 2, "six places and two items");
    let meta = String::from_utf8(files.meta).expect("UTF-8");
    assert!(meta.contains("education_phase,Filter,Phase,,,,,\n"), "{meta}");
    assert!(meta.contains("npq_starts,Indicator,Starts,,,0,,\n") && meta.contains("npq_rate,Indicator,Rate,,%,1,,\n"));
    assert_eq!((files.data_name.as_str(), files.meta_name.as_str()), ("npq_starts.csv", "npq_starts.meta.csv"));
}

#[test]
fn what_would_fail_the_checks_is_not_written() {
    let mut wrong = set();
    wrong.filters[0].name = "school_type".to_owned();
    assert!(files(&wrong).expect_err("a name that is not harmonised").to_string().contains("harmonised"));
    let mut wrong = set();
    wrong.rows[0].place = Place::LocalAuthority(Some("E06999999".to_owned()));
    assert!(files(&wrong).expect_err("no such place").to_string().contains("E06999999"));
    let mut wrong = set();
    wrong.rows[0].items.clear();
    assert!(files(&wrong).expect_err("no item").to_string().contains("0 items"));
}

#[test]
fn several_sets_travel_with_the_list_of_their_titles() {
    let second = DataSet { name: "second".to_owned(), title: "Second, with a comma".to_owned(), ..set() };
    let bytes = zip(&[set(), second]).expect("an archive");
    let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name("dataset_names.csv").expect("the list").read_to_string(&mut text).expect("text");
    assert_eq!(text, "file_name,dataset_name\nnpq_starts,NPQ starts\nsecond,\"Second, with a comma\"\n");
    assert_eq!(archive.len(), 5);
}
