//! ODS: the same workbook in the open format, without charts, laid out by the accessible-spreadsheet checklist: no
//! merged cells, no fills, no hidden rows, no filters; named tables; titles as heading styles; the cursor in A1 of the cover.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::layout::{COMPRESSION, FRONT, check, headings, lines_above, rounded, tab_names, table_name};
use crate::{Cell, Sheet, Workbook, WorkbookError, harmless};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

const NAMESPACES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
    r#"xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" "#,
    r#"xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" "#,
    r#"xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3""#,
);

/// More decimals than this are not written.
const MOST_DECIMALS: u8 = 4;

/// The workbook as an ODS file.
///
/// # Errors
/// [`WorkbookError::Shape`] for a table that is none, [`WorkbookError::Archive`] where the archive cannot be written.
pub fn ods(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    workbook.sheets.iter().try_for_each(check)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The kind comes first and as it is, so that the file is recognised by its first bytes.
    archive.start_file("mimetype", SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
    archive.write_all(KIND.as_bytes())?;
    for (name, content) in [
        ("META-INF/manifest.xml", manifest()),
        ("meta.xml", meta(workbook)),
        ("settings.xml", settings()),
        ("styles.xml", styles()),
        ("content.xml", content(workbook)),
    ] {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(i64::from(COMPRESSION)));
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn manifest() -> String {
    let entries: String = ["content.xml", "meta.xml", "settings.xml", "styles.xml"]
        .map(|name| format!(r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>"#))
        .concat();
    format!(
        r#"{DECLARATION}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{KIND}"/>{entries}</manifest:manifest>"#
    )
}

fn meta(workbook: &Workbook) -> String {
    let day = workbook.made_on;
    let made = format!("{:04}-{:02}-{:02}T00:00:00", day.year, day.month, day.day);
    format!(
        "{DECLARATION}<office:document-meta {NAMESPACES}><office:meta><meta:generator>Golden Thread</meta:generator>\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{author}</dc:creator>\
         <meta:initial-creator>{author}</meta:initial-creator><meta:creation-date>{made}</meta:creation-date>\
         <dc:date>{made}</dc:date><dc:language>en-GB</dc:language></office:meta></office:document-meta>",
        escaped(&workbook.title),
        escaped(&workbook.subject),
        author = escaped(&workbook.author),
    )
}

fn settings() -> String {
    let cover = FRONT[0];
    format!(
        r#"{DECLARATION}<office:document-settings {NAMESPACES}><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item config:name="ActiveTable" config:type="string">{cover}</config:config-item><config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="{cover}"><config:config-item config:name="CursorPositionX" config:type="int">0</config:config-item><config:config-item config:name="CursorPositionY" config:type="int">0</config:config-item></config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"#
    )
}

/// The styles of cells: title, heading, header and plain text; the size and face of everything else.
fn styles() -> String {
    format!(
        r#"{DECLARATION}<office:document-styles {NAMESPACES}><office:styles><style:default-style style:family="table-cell"><style:text-properties fo:font-family="Arial" fo:font-size="11pt" fo:language="en" fo:country="GB"/></style:default-style><style:style style:name="Default" style:family="table-cell"/><style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="table-cell" style:parent-style-name="Default"><style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style><style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="table-cell" style:parent-style-name="Default"><style:text-properties fo:font-weight="bold" fo:font-size="12pt"/></style:style></office:styles></office:document-styles>"#
    )
}

fn content(workbook: &Workbook) -> String {
    let tabs = tab_names(workbook);
    let cells: usize = workbook.sheets.iter().map(|s| s.rows.len() * s.columns.len()).sum();
    let mut out = String::with_capacity(8_192 + cells * 96);
    let _ = write!(
        out,
        "{DECLARATION}<office:document-content {NAMESPACES}><office:automatic-styles>{}</office:automatic-styles>\
         <office:body><office:spreadsheet>",
        own_styles()
    );
    cover(&mut out, workbook);
    contents(&mut out, workbook, &tabs);
    notes(&mut out, workbook);
    let mut ranges = vec![range("Contents_list", FRONT[1], 2, 3 + workbook.sheets.len(), 2)];
    for (sheet, tab) in workbook.sheets.iter().zip(&tabs) {
        let top = table(&mut out, workbook, sheet, tab);
        ranges.push(range(&table_name(tab), tab, top, top + sheet.rows.len(), sheet.columns.len()));
    }
    let _ = write!(
        out,
        "<table:database-ranges>{}</table:database-ranges></office:spreadsheet></office:body>\
         </office:document-content>",
        ranges.concat()
    );
    out
}

fn own_styles() -> String {
    let mut out = String::new();
    for (name, width) in [("wide", "18cm"), ("name", "7.5cm"), ("figure", "3.2cm")] {
        let _ = write!(
            out,
            r#"<style:style style:name="{name}" style:family="table-column"><style:table-column-properties style:column-width="{width}"/></style:style>"#
        );
    }
    let _ = write!(
        out,
        r#"<style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style><style:style style:name="wrapped" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style><style:style style:name="header" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="symbol" style:family="table-cell" style:parent-style-name="Default"><style:paragraph-properties fo:text-align="end"/></style:style>"#
    );
    for decimals in 0..=MOST_DECIMALS {
        let _ = write!(
            out,
            r#"<number:number-style style:name="n{decimals}"><number:number number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" number:min-integer-digits="1" number:grouping="true"/></number:number-style><style:style style:name="number{decimals}" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="n{decimals}"/>"#
        );
    }
    out
}

fn begin(out: &mut String, tab: &str, columns: &[&str]) {
    let _ = write!(out, r#"<table:table table:name="{}">"#, escaped(tab));
    for style in columns {
        let _ = write!(out, r#"<table:table-column table:style-name="{style}"/>"#);
    }
}

/// One row of texts, all in one style.
fn texts(out: &mut String, style: &str, words: &[&str]) {
    out.push_str(r#"<table:table-row table:style-name="row">"#);
    words.iter().for_each(|words| text(out, style, words));
    out.push_str("</table:table-row>");
}

fn text(out: &mut String, style: &str, words: &str) {
    let _ = write!(out, r#"<table:table-cell table:style-name="{style}" office:value-type="string">"#);
    for line in escaped(words).split('\n') {
        // Several blanks in a row are one to XML.
        let _ = write!(out, "<text:p>{}</text:p>", line.replace("  ", " <text:s/>"));
    }
    out.push_str("</table:table-cell>");
}

fn cover(out: &mut String, workbook: &Workbook) {
    begin(out, FRONT[0], &["name", "wide"]);
    texts(out, "Heading_20_1", &[&workbook.title]);
    workbook.cover.iter().for_each(|(name, words)| texts(out, "wrapped", &[name, words]));
    out.push_str("</table:table>");
}

fn contents(out: &mut String, workbook: &Workbook, tabs: &[String]) {
    begin(out, FRONT[1], &["name", "wide"]);
    texts(out, "Heading_20_1", &["Contents"]);
    texts(out, "Default", &["This sheet holds one table: the other sheets and what they hold."]);
    texts(out, "header", &["Sheet", "What it holds"]);
    let notes = (FRONT[2], "What must be known to read the figures");
    let tables = tabs.iter().map(String::as_str).zip(workbook.sheets.iter().map(|sheet| sheet.title.as_str()));
    for (tab, title) in std::iter::once(notes).chain(tables) {
        let _ = write!(
            out,
            r##"<table:table-row table:style-name="row"><table:table-cell table:style-name="Default" office:value-type="string"><text:p><text:a xlink:type="simple" xlink:href="#{tab}.A1">{tab}</text:a></text:p></table:table-cell>"##
        );
        text(out, "wrapped", title);
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
}

fn notes(out: &mut String, workbook: &Workbook) {
    begin(out, FRONT[2], &["wide"]);
    texts(out, "Heading_20_1", &["Notes"]);
    for (title, paragraphs) in &workbook.notes {
        texts(out, "Heading_20_2", &[title]);
        paragraphs.iter().for_each(|words| texts(out, "wrapped", &[words]));
    }
    out.push_str("</table:table>");
}

/// Writes a sheet; returns the row of its header, counted from 0.
fn table(out: &mut String, workbook: &Workbook, sheet: &Sheet, tab: &str) -> usize {
    let columns: Vec<&str> =
        std::iter::once("name").chain(std::iter::repeat_n("figure", sheet.columns.len() - 1)).collect();
    begin(out, tab, &columns);
    texts(out, "Heading_20_1", &[&sheet.title]);
    let lines = lines_above(workbook, sheet);
    lines.iter().for_each(|words| texts(out, "Default", &[words]));
    let headings = headings(sheet);
    out.push_str(r#"<table:table-header-rows>"#);
    texts(out, "header", &headings.iter().map(String::as_str).collect::<Vec<_>>());
    out.push_str("</table:table-header-rows>");
    for cells in &sheet.rows {
        out.push_str(r#"<table:table-row table:style-name="row">"#);
        cells.iter().for_each(|value| cell(out, value));
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
    lines.len() + 1
}

fn cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Text(words) => text(out, "Default", words),
        Cell::Number(value, decimals) if value.is_finite() => {
            let decimals = (*decimals).min(MOST_DECIMALS);
            let value = rounded(*value, decimals);
            let _ = write!(
                out,
                r#"<table:table-cell table:style-name="number{decimals}" office:value-type="float" office:value="{value}"><text:p>{value:.0$}</text:p></table:table-cell>"#,
                usize::from(decimals)
            );
        }
        Cell::Number(..) => text(out, "symbol", "[x]"),
        Cell::Symbol(symbol) => text(out, "symbol", symbol.written()),
        Cell::Blank => out.push_str("<table:table-cell/>"),
    }
}

/// A named range with a header and without filter buttons: rows from 0, the header first.
fn range(name: &str, tab: &str, top: usize, last: usize, columns: usize) -> String {
    format!(
        r#"<table:database-range table:name="{name}" table:target-range-address="&apos;{tab}&apos;.A{}:&apos;{tab}&apos;.{}{}" table:contains-header="true" table:display-filter-buttons="false"/>"#,
        top + 1,
        letters(columns - 1),
        last + 1
    )
}

/// The letters of a column, counted from 0.
fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}

/// Words made harmless and written so that XML takes them.
fn escaped(words: &str) -> String {
    let words = harmless(words);
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
