//! The local authorities of one hub area, each by itself: rows of the breakdown that everyone may ask for, which shows one
//! geography at a time.

use std::collections::BTreeSet;

use app::reports::report::{Cell, Row, Section};
use charts::{Axis, Category, Chart, Form, Unit};
use domain::measure::Rate;
use domain::place::HubArea;

use super::compose::strip;
use crate::present::draw::{Answer, mark};

/// More local authorities than these are not named one by one in a title.
const NAMED: usize = 4;

/// The breakdown of an answer with the rows of a hub area's local authorities alone.
pub(super) fn of_hub(answer: &Answer, hub: HubArea) -> Answer {
    let codes: BTreeSet<&str> = hub.districts().map(|district| district.authority_code).collect();
    let mut report = answer.report.clone();
    report.tiles.clear();
    report.sections.retain(|section| section.id == "breakdown");
    report.notes.push(format!("Local authorities that {} shares with other hub areas are counted whole.", hub.name()));
    let mut charts = Vec::new();
    for section in &mut report.sections {
        section.table.rows.retain(|row| !row.total && codes.contains(row.code.as_str()));
        section.title = title(section);
        charts.extend(chart(section).map(|chart| (section.id.clone(), chart)));
    }
    report.sections.retain(|section| !section.table.rows.is_empty());
    let mut own = Answer { report, charts };
    strip(&mut own);
    own
}

/// The first column of rates, and the columns before it: what is counted, and of how many.
fn share(section: &Section) -> Option<usize> {
    let is_rate = |at: &usize| {
        section.table.rows.iter().any(|row| matches!(row.cells.get(*at), Some(Cell::Percent(Rate::Shown { .. }))))
    };
    (0..section.table.columns.len()).find(is_rate)
}

/// What the rows say: each by name where they are few, else the highest and the lowest.
fn title(section: &Section) -> String {
    let Some(at) = share(section) else { return section.title.clone() };
    let words = |row: &Row| format!("{} {}", row.name, row.cells[at].words());
    let mut shown: Vec<&Row> =
        section.table.rows.iter().filter(|row| row.cells.get(at).is_some_and(|c| c.sort_value().is_some())).collect();
    shown.sort_by(|a, b| b.cells[at].sort_value().unwrap_or(0.0).total_cmp(&a.cells[at].sort_value().unwrap_or(0.0)));
    let column = section.table.columns[at].name.trim_end_matches(", %");
    match shown.as_slice() {
        [] => section.title.clone(),
        rows if rows.len() <= NAMED => {
            format!("{column}: {}", rows.iter().map(|row| words(row)).collect::<Vec<_>>().join(", "))
        }
        [first, .., last] => format!("{column}: highest in {}, lowest in {}", words(first), words(last)),
        _ => section.title.clone(),
    }
}

fn chart(section: &Section) -> Option<Chart> {
    let at = share(section)?;
    let column = &section.table.columns.get(at)?.name;
    let categories: Vec<Category> = (section.table.rows.iter())
        .filter_map(|row| {
            let cell = row.cells.get(at)?;
            let tooltip = format!("{}: {}", row.name, cell.words());
            Some(Category {
                label: row.name.clone(),
                href: None,
                marks: vec![mark(*cell, tooltip, None)],
                comparator: None,
            })
        })
        .collect();
    let told: Vec<String> = categories
        .iter()
        .map(|c| format!("{} {}", c.label, c.marks.first().map_or("", |m| m.label.as_str())))
        .collect();
    Some(Chart {
        id: section.id.clone(),
        title: section.title.clone(),
        subtitle: section.subtitle.clone(),
        description: format!("Bars of {} by local authority. {}.", column.to_lowercase(), told.join("; ")),
        caption: Vec::new(),
        axis: Axis { label: column.clone(), unit: Unit::Percent, max: Some(100.0) },
        form: Form::Bars { series: vec![column.clone()], categories, stacked: false, comparator_name: None },
    })
}
