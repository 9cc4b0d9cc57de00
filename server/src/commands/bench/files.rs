//! How long files take: a large workbook in both formats, and those of a page.

use std::time::Instant;

use anyhow::{Context, Result};
use app::filters::Filters;
use app::links::Page;
use app::statistics::Viewer;
use serde_json::{Value, json};
use workbooks::{Cell, Day, Sheet, Workbook};

use crate::export::{self, Place};
use crate::packs;
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
        "pack": pack(desk, &place).await?,
    }))
}

/// An update of one hub area: composed (its pages kept already), and as each kind of file. The PDF of 12 pages and 10 charts is to
/// take 500 ms at most.
async fn pack(desk: &Desk, place: &Place) -> Result<Value> {
    let (kind, template) = packs::templates().first().context("there is a template")?;
    let current = desk.current();
    let year = current.dataset.years.iter().rev().find(|year| year.first_day() <= current.dataset.as_of);
    let of = packs::Place { hub: "EE3".parse().ok(), year: *year.context("there is a year")? };
    let plan = template.begin("Update", &[]);
    let compose = async || {
        let composed = packs::compose(desk, (*kind, of), &plan, place.made_on, |_| ()).await;
        composed.map_err(|error| anyhow::anyhow!(error))
    };
    let composed = compose().await?;
    let began = Instant::now();
    for _ in 0..5 {
        std::hint::black_box(compose().await?);
    }
    let mut measured = serde_json::Map::new();
    measured.insert("compose_ms".into(), json!(super::round(began.elapsed().as_secs_f64() * 200.0)));
    let charts: usize = composed.parts.iter().filter_map(|part| part.answer.as_ref()).map(|a| a.charts.len()).sum();
    measured.insert("charts".into(), json!(charts));
    for file in packs::PackFile::ALL {
        // The first of each kind makes what the others use again, such as fonts.
        let bytes = file.write(&composed, place, "")?.len();
        let (began, cpu) = (Instant::now(), super::cpu_milliseconds());
        for _ in 0..3 {
            std::hint::black_box(file.write(&composed, place, "")?);
        }
        let (milliseconds, cpu) = (began.elapsed().as_secs_f64() * 1_000.0, super::cpu_milliseconds() - cpu);
        measured.insert(
            file.ending().to_owned(),
            json!({ "ms": super::round(milliseconds / 3.0), "cpu_ms": super::round(cpu / 3.0), "bytes": bytes }),
        );
    }
    Ok(Value::Object(measured))
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
