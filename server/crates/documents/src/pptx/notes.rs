//! What stands in the notes of a slide: caption, and the table behind the chart as text.

use std::fmt::Write;

use super::NAMESPACES;
use super::frame::{NOTES_MASTER, TREE};
use crate::Table;
use crate::package::Package;
use crate::text::{Words, one_line};

/// A table of more characters in a line is written as sentences: its columns would not stand below each other.
const WIDEST: usize = 96;
/// A longer table is no note.
const MOST_ROWS: usize = 1_000;

/// A line of notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// Words.
    Words(String),
    /// Words in columns: all characters are as wide.
    Columns(String),
}

/// A table as notes: caption, rows in columns or as sentences, and what its symbols mean.
pub(super) fn of(table: &Table) -> Vec<Note> {
    let mut notes = vec![Note::Words(format!("Table: {}", table.title))];
    let rows = &table.rows[..table.rows.len().min(MOST_ROWS)];
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| {
            let cells = rows.iter().map(|row| row[at].chars().count());
            cells.chain([table.columns[at].name.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    if widths.iter().sum::<usize>() + 2 * widths.len() <= WIDEST {
        let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
        notes.extend(std::iter::once(&names).chain(rows).map(|row| Note::Columns(aligned(table, row, &widths))));
    } else {
        notes.extend(rows.iter().map(|row| Note::Words(sentence(table, row))));
    }
    if table.rows.len() > rows.len() {
        notes.push(Note::Words(format!("{} more rows are left out here.", table.rows.len() - rows.len())));
    }
    notes.extend(table.notes.iter().cloned().map(Note::Words));
    notes
}

/// Whether the notes hold all of a table.
pub(super) fn holds_all(table: &Table) -> bool {
    table.rows.len() <= MOST_ROWS
}

fn aligned(table: &Table, row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (words, width)) in row.iter().zip(widths).enumerate() {
        let words = one_line(words);
        let _ = if at > 0 && table.columns[at].numeric {
            write!(line, "{words:>width$}  ")
        } else {
            write!(line, "{words:<width$}  ")
        };
    }
    line.trim_end().to_owned()
}

fn sentence(table: &Table, row: &[String]) -> String {
    let cells = row.iter().zip(&table.columns).skip(1).map(|(words, column)| format!("{} {words}", column.name));
    format!("{}: {}", row[0], cells.collect::<Vec<_>>().join("; "))
}

/// Adds the notes of a slide.
pub(super) fn add(package: &mut Package, slide: &str, at: usize, notes: &[Note]) {
    let part = format!("ppt/notesSlides/notesSlide{at}.xml");
    let mut text = String::new();
    for note in notes {
        let (font, words) = match note {
            Note::Words(words) => ("", words),
            Note::Columns(words) => ("<a:latin typeface=\"Courier New\"/><a:cs typeface=\"Courier New\"/>", words),
        };
        let _ = write!(
            text,
            "<a:p><a:r><a:rPr lang=\"en-GB\">{font}</a:rPr><a:t>{}</a:t></a:r></a:p>",
            Words(&one_line(words))
        );
    }
    let xml = format!(
        concat!(
            "<p:notes {NAMESPACES}><p:cSld><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/>",
            "<p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr>",
            "</p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Notes\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr>",
            "<p:nvPr><p:ph type=\"body\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>",
            "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
        ),
        NAMESPACES = NAMESPACES,
        TREE = TREE,
        text = text
    );
    package.xml(&part, kind!("notesSlide"), &xml);
    package.relate(&part, "notesMaster", NOTES_MASTER);
    package.relate(&part, "slide", slide);
    package.relate(slide, "notesSlide", &part);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Column;

    #[test]
    fn narrow_tables_stand_in_columns_and_wide_ones_are_sentences() {
        let column = |name: &str, numeric| Column { name: name.into(), numeric };
        let mut table = Table {
            title: "Starts".into(),
            columns: vec![column("Phase", false), column("Starts", true)],
            rows: vec![vec!["Primary".into(), "1,250".into()], vec!["Special".into(), "[c]".into()]],
            notes: vec!["[c] is confidential.".into()],
        };
        let lines: Vec<String> = of(&table)
            .into_iter()
            .map(|note| match note {
                Note::Words(words) | Note::Columns(words) => words,
            })
            .collect();
        assert_eq!(
            lines,
            ["Table: Starts", "Phase    Starts", "Primary   1,250", "Special     [c]", "[c] is confidential."]
        );
        table.columns[1].name = "Participants per 100 teachers ".repeat(4);
        assert!(matches!(&of(&table)[1], Note::Words(words) if words.starts_with("Primary: Participants")));
    }
}
