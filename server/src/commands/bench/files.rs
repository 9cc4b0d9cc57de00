//! How long files take: a large workbook in both formats, and those of a page.

use std::time::Instant;

use anyhow::{Context, Result};
use app::filters::Filters;
use app::links::Page;
use app::statistics::Viewer;
use serde_json::{Value, json};
use workbooks::{Cell, Day, Sheet, Workbook};

use crate::export::{self, Place};
use crate::statistics::Desk;

/// 20 sheets of 5,000 rows and 10 columns as XLSX (1.5 seconds at most) and ODS, and the files of a page.
pub(super) async fn measure(desk: &Desk, viewer: &Viewer) -> Result<Value> {
    let workbook = large();
    let began = Instant::now();
    let xlsx = workbooks::xlsx(&workbook)?.len();
    let xlsx_seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let ods = workbooks::ods(&workbook)?.len();
    let ods_seconds = began.elapsed().as_secs_f64();
    let filters: Filters = "by=region&audience=sharing".parse()?;
    let answer = desk.answer(viewer, Page::Participation, &filters).await.map_err(|e| anyhow::anyhow!(e))?;
    let place = Place { site: String::new(), made_on: chrono::Utc::now().date_naive() };
    let timed = |make: &dyn Fn() -> Result<Vec<u8>>| -> Result<f64> {
        let began = Instant::now();
        for _ in 0..10 {
            std::hint::black_box(make()?);
        }
        Ok(super::round(began.elapsed().as_secs_f64() * 100.0))
    };
    Ok(json!({
        "cells": 20 * 5_000 * 10,
        "xlsx_seconds": super::round(xlsx_seconds),
        "xlsx_bytes": xlsx,
        "ods_seconds": super::round(ods_seconds),
        "ods_bytes": ods,
        "page_csv_ms": timed(&|| export::csv(&answer.report))?,
        "page_xlsx_ms": timed(&|| export::xlsx(&answer, &place))?,
        "page_ods_ms": timed(&|| export::ods(&answer, &place))?,
        "page_open_data_ms": timed(&|| export::open_data(&answer.report).context("the page has open data"))?,
    }))
}

fn large() -> Workbook {
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
    Workbook {
        title: "A large workbook".into(),
        subject: "How long it takes".into(),
        author: "Golden Thread".into(),
        made_on: Day { year: 2025, month: 6, day: 13 },
        cover: Vec::new(),
        notes: Vec::new(),
        key: Vec::new(),
        sheets: (0..20).map(sheet).collect(),
    }
}
