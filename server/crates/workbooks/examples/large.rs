//! Writes a workbook of 20 sheets of 5,000 rows and 10 columns in both formats and says how long it took.

use std::time::Instant;

use workbooks::{Cell, Day, Sheet, Workbook, ods, xlsx};

fn main() -> Result<(), workbooks::WorkbookError> {
    let cell = |row: usize, column: usize| match column {
        0 => Cell::Text(format!("School {row}")),
        _ => Cell::Number((row * 7 + column) as f64 / 3.0, 1),
    };
    let sheet = |at: usize| Sheet {
        name: format!("table_{at}"),
        title: format!("Table {at}"),
        lines: Vec::new(),
        columns: (0..10).map(|column| format!("Column {column}")).collect(),
        rows: (0..5_000).map(|row| (0..10).map(|column| cell(row, column)).collect()).collect(),
        chart: None,
    };
    let workbook = Workbook {
        title: "Large".into(),
        subject: "Speed".into(),
        author: "Golden Thread".into(),
        made_on: Day { year: 2025, month: 6, day: 13 },
        cover: Vec::new(),
        notes: Vec::new(),
        key: Vec::new(),
        sheets: (0..20).map(sheet).collect(),
    };
    for (name, write) in [("xlsx", xlsx as fn(&Workbook) -> _), ("ods", ods)] {
        let began = Instant::now();
        let bytes: Vec<u8> = write(&workbook)?;
        println!("{name}: {:.2} s, {} bytes", began.elapsed().as_secs_f64(), bytes.len());
    }
    Ok(())
}
