//! The workbook inside a native chart: the least that a spreadsheet opens, so that "Edit data" works. A figure that is
//! withheld is a blank cell: text would be drawn as zero.

use std::fmt::Write;

use workbooks::harmless;

use super::drawn::Drawn;
use crate::DocumentError;
use crate::package::Package;
use crate::text::Words;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const BOOK: &str = "xl/workbook.xml";

/// The content type of a part of a workbook.
macro_rules! kind {
    ($part:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.spreadsheetml.", $part, "+xml")
    };
}

/// The column of the first series: names, then the bases of points.
pub(super) fn first_series(drawn: &Drawn) -> usize {
    1 + usize::from(drawn.bases.is_some())
}

/// The cells of a column below its heading, as a chart refers to them.
pub(super) fn cells(column: usize, rows: usize) -> String {
    let letters = letters(column);
    format!("Data!${letters}$2:${letters}${}", rows + 1)
}

/// The heading of a column.
pub(super) fn heading(column: usize) -> String {
    format!("Data!${}$1", letters(column))
}

fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// The workbook.
pub(super) fn workbook(drawn: &Drawn) -> Result<Vec<u8>, DocumentError> {
    let mut package = Package::default();
    package.relate("", "officeDocument", BOOK);
    let sheet = package.relate(BOOK, "worksheet", SHEET);
    package.relate(BOOK, "styles", "xl/styles.xml");
    package.theme("xl/theme/theme1.xml", BOOK);
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        concat!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
            "<sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"{sheet}\"/></sheets></workbook>"
        ),
        main = main,
        sheet = sheet
    );
    let styles = format!(
        concat!(
            "<styleSheet xmlns=\"{main}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Arial\"/></font></fonts>",
            "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>",
            "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>",
            "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
            "<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>",
            "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
        ),
        main = main
    );
    package.xml(BOOK, kind!("sheet.main"), &book);
    package.xml("xl/styles.xml", kind!("styles"), &styles);
    package.xml(SHEET, kind!("worksheet"), &sheet_xml(drawn, main));
    package.finish()
}

fn sheet_xml(drawn: &Drawn, main: &str) -> String {
    let columns: Vec<_> = drawn.bases.iter().chain(&drawn.series).collect();
    let mut xml = format!(
        "<worksheet xmlns=\"{main}\"><cols><col min=\"1\" max=\"1\" width=\"36\" customWidth=\"1\"/></cols><sheetData>"
    );
    let text = |xml: &mut String, column: usize, row: usize, words: &str| {
        let (letters, words) = (letters(column), harmless(words));
        let _ = write!(
            xml,
            "<c r=\"{letters}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            Words(&words)
        );
    };
    xml.push_str("<row r=\"1\">");
    text(&mut xml, 0, 1, if drawn.is_bars() || drawn.bases.is_some() { "Name" } else { &drawn.axes.categories });
    for (at, column) in (1..).zip(&columns) {
        text(&mut xml, at, 1, &column.name);
    }
    xml.push_str("</row>");
    for (at, name) in drawn.names.iter().enumerate() {
        let row = at + 2;
        let _ = write!(xml, "<row r=\"{row}\">");
        text(&mut xml, 0, row, name);
        for (column, values) in (1..).zip(&columns) {
            if let Some(value) = values.values[at] {
                let _ = write!(xml, "<c r=\"{}{row}\"><v>{value}</v></c>", letters(column));
            }
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData></worksheet>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, written) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")] {
            assert_eq!(letters(column), written);
        }
        assert_eq!(cells(1, 3), "Data!$B$2:$B$4");
    }
}
