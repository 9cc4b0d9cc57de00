//! A table on a slide: its header row, and as many rows and columns as can be read from the back of a room.

use std::fmt::Write;

use super::geometry::{Area, BOLD, LEADING, emu};
use super::notes;
use super::slide::row_height;
use crate::text::{Words, one_line, shortened};
use crate::{Column, Table, measure};

/// A table of more rows shows its first.
const MOST_ROWS: usize = 8;
/// A table of more columns shows its first.
const MOST_COLUMNS: usize = 7;
/// Longer words are cut on the slide: the notes have them whole.
const LONGEST: usize = 90;
/// Above and below the words of a cell, together.
pub(super) const SIDES: f64 = 8.0;
/// The line that says what is left out.
const REMARK: f64 = 14.0;

/// The table and, where it does not stand whole, what says so.
pub(super) fn shape(table: &Table, area: Area) -> String {
    let columns = table.columns.len().min(MOST_COLUMNS);
    let size = if columns <= 5 { 16.0 } else { 14.0 };
    let cut = |row: &[String]| row[..columns].iter().map(|words| shortened(&one_line(words), LONGEST)).collect();
    let heads: Vec<String> =
        table.columns[..columns].iter().map(|column| shortened(&one_line(&column.name), LONGEST)).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().take(MOST_ROWS).map(|row| cut(row)).collect();
    let shown = Table {
        title: String::new(),
        columns: heads
            .iter()
            .zip(&table.columns)
            .map(|(name, column)| Column { name: name.clone(), ..column.clone() })
            .collect(),
        rows: rows.clone(),
        notes: Vec::new(),
    };
    let widths: Vec<f64> = shown.widths(area.width / size).into_iter().map(|width| width * size).collect();
    let high = |row: &[String], wide: f64| {
        row.iter()
            .zip(&widths)
            .map(|(words, width)| measure::lines(words, size * wide, width - 10.0))
            .max()
            .unwrap_or(1)
    };
    let room = area.height - REMARK * LEADING - 8.0;
    let mut used = high(&heads, BOLD) as f64 * size * LEADING + SIDES;
    let fitting = rows.iter().take_while(|row| {
        used += high(row, 1.0) as f64 * size * LEADING + SIDES;
        used <= room
    });
    let rows: Vec<&Vec<String>> = fitting.collect();
    let mut grid = String::new();
    widths.iter().for_each(|width| {
        let _ = write!(grid, "<a:gridCol w=\"{}\"/>", emu(*width));
    });
    let mut xml = row(&heads, table, high(&heads, BOLD), size, true);
    rows.iter().for_each(|cells| xml.push_str(&row(cells, table, high(cells, 1.0), size, false)));
    let lines = high(&heads, BOLD) + rows.iter().map(|cells| high(cells, 1.0)).sum::<usize>();
    let height = lines as f64 * size * LEADING + (rows.len() + 1) as f64 * SIDES;
    let frame = format!(
        concat!(
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"3\" name=\"Table\" descr=\"{title}\"/><p:cNvGraphicFramePr>",
            "<a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{area}<a:graphic>",
            "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\" firstCol=\"1\"/>",
            "<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        ),
        title = Words(&table.title),
        area = Area { height, ..area }.transform("p"),
        grid = grid,
        rows = xml
    );
    frame + &remark(table, columns, rows.len(), Area { y: area.y + height + 8.0, height: REMARK * LEADING, ..area })
}

fn row(cells: &[String], table: &Table, lines: usize, size: f64, head: bool) -> String {
    let mut xml = format!("<a:tr h=\"{}\">", row_height(lines, size));
    for (words, (at, column)) in cells.iter().zip(table.columns.iter().enumerate()) {
        let align = if at > 0 && column.numeric { "r" } else { "l" };
        let (bold, anchor, rule, colour) =
            if head { (" b=\"1\"", "b", 19_050, "12436D") } else { ("", "t", 6_350, "B1B4B6") };
        let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
        let _ = write!(
            xml,
            concat!(
                "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"{align}\"/><a:r><a:rPr lang=\"en-GB\" sz=\"{size}\"{bold}>",
                "<a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></a:txBody>",
                "<a:tcPr marL=\"63500\" marR=\"63500\" marT=\"50800\" marB=\"50800\" anchor=\"{anchor}\">{left}{right}{top}",
                "<a:lnB w=\"{rule}\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></a:lnB><a:noFill/></a:tcPr></a:tc>"
            ),
            align = align,
            size = (size * 100.0).round(),
            bold = bold,
            words = Words(words),
            anchor = anchor,
            left = none("lnL"),
            right = none("lnR"),
            top = none("lnT"),
            rule = rule,
            colour = colour
        );
    }
    xml + "</a:tr>"
}

/// What is left out, and where it is.
fn remark(table: &Table, columns: usize, rows: usize, area: Area) -> String {
    let mut parts = Vec::new();
    if rows < table.rows.len() {
        parts.push(format!("{rows} of {} rows", table.rows.len()));
    }
    if columns < table.columns.len() {
        parts.push(format!("{columns} of {} columns", table.columns.len()));
    }
    let words = match (table.rows.is_empty(), parts.is_empty()) {
        (true, _) => "The table has no rows.".to_owned(),
        (false, true) => return String::new(),
        (false, false) if notes::holds_all(table) => {
            format!("Shown here: {}. The whole table is in the notes of this slide.", parts.join(", "))
        }
        _ => format!("Shown here: {}. The notes of this slide have more.", parts.join(", ")),
    };
    format!(
        concat!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"6\" name=\"Remark\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}",
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>",
            "<a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"><a:noAutofit/></a:bodyPr><a:lstStyle/>",
            "<a:p><a:r><a:rPr lang=\"en-GB\" sz=\"1400\"/><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
        ),
        area.transform("a"),
        Words(&words)
    )
}
