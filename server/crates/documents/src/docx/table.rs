//! Tables: a header row that repeats on every page, rows that stay whole, figures to the right.

use std::fmt::Write;

use crate::Table;
use crate::table::LONGEST_HEAD;
use crate::text::{Words, shortened};

/// Twentieths of a point in a point.
const TWIPS: f64 = 20.0;

/// A table in a room of so many points.
pub(super) fn write(xml: &mut String, table: &Table, room: f64) {
    let (style, size) = if table.columns.len() > 6 { ("TableTextSmall", 8.0) } else { ("TableText", 9.0) };
    let widths: Vec<i64> =
        table.widths(room / size).into_iter().map(|width| (width * size * TWIPS).round() as i64).collect();
    let title = Words(&table.title);
    let _ = write!(
        xml,
        concat!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Figures\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/>",
            "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" ",
            "w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>",
            "<w:tblCaption w:val=\"{title}\"/></w:tblPr><w:tblGrid>"
        ),
        total = widths.iter().sum::<i64>(),
        title = title
    );
    for width in &widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
    let names: Vec<String> = table.columns.iter().map(|column| shortened(&column.name, LONGEST_HEAD)).collect();
    let names = names.iter().map(String::as_str).collect();
    let bodies = table.rows.iter().map(|row| (false, row.iter().map(String::as_str).collect::<Vec<&str>>()));
    for (is_head, cells) in std::iter::once((true, names)).chain(bodies) {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        xml.push_str(if is_head { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        for (at, words) in cells.iter().enumerate() {
            let right = if at > 0 && table.columns[at].numeric { "<w:jc w:val=\"right\"/>" } else { "" };
            let bold = if is_head { "<w:rPr><w:b/></w:rPr>" } else { "" };
            let _ = write!(
                xml,
                concat!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr>",
                    "<w:pStyle w:val=\"{style}\"/>{right}</w:pPr><w:r>{bold}<w:t xml:space=\"preserve\">{words}</w:t>",
                    "</w:r></w:p></w:tc>"
                ),
                width = widths[at],
                style = style,
                right = right,
                bold = bold,
                words = Words(words)
            );
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}
