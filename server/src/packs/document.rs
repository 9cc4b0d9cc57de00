//! A composed pack as a document, from which PDF, Word and PowerPoint are written.

use anyhow::Result;
use app::reports::report::{Cell, Row, Section as Shown, signed};
use documents::{Block, Column, Document, Figure, Section, Table};

use super::compose::{Composed, ComposedPart};
use super::notes::{details, notes};
use super::show::subtitle;
use crate::export::{HOW_TO_READ, Place, SYMBOLS, captions, day, native_sheet};
use crate::present::draw::Answer;

/// What a document is for: each has what the others do not need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// To be read: charts as drawings of lines alone.
    Paper,
    /// To be pasted from: pictures of dots too, for programs that draw no lines.
    Text,
    /// To be shown: native charts, and few notes.
    Slides,
}

/// A longer table is cut on paper and slides; the workbook has all of it.
const MOST_ROWS: usize = 40;

/// The document of a pack. `link` is where it is found, printed in it.
pub fn document(composed: &Composed, place: &Place, link: &str, medium: Medium) -> Result<Document> {
    let mut sections = Vec::new();
    if !composed.introduction.trim().is_empty() {
        let blocks = vec![Block::Commentary(composed.introduction.clone())];
        sections.push(Section { heading: "Introduction".into(), blocks });
    }
    for part in &composed.parts {
        sections.push(section(part, place, medium)?);
    }
    let mut notes = notes(composed);
    // A slide has no room for what every measure means: the other files of the pack do.
    notes.retain(|(title, _)| medium != Medium::Slides || title == HOW_TO_READ || title == SYMBOLS);
    Ok(Document {
        title: composed.title.clone(),
        subtitle: format!("{}. {}", composed.kind().name(), subtitle(composed)),
        author: "Golden Thread".to_owned(),
        made_on: day(composed.made_on),
        details: details(composed, link),
        sections,
        notes,
        footer: format!("{}. Sharing figures. Data as of {}.", composed.title, composed.as_of),
    })
}

fn section(part: &ComposedPart, place: &Place, medium: Medium) -> Result<Section> {
    let mut blocks = Vec::new();
    if let (Some(answer), true) = (&part.answer, part.says_finding) {
        blocks.push(Block::Finding(answer.report.headline.clone()));
        let summary = answer.report.summary.join(" ");
        blocks.extend((!summary.is_empty()).then_some(Block::Paragraph(summary)));
    }
    if !part.commentary.trim().is_empty() {
        blocks.push(Block::Commentary(part.commentary.clone()));
    }
    blocks.extend(part.problem.iter().cloned().map(Block::Paragraph));
    blocks.extend(part.lines.iter().cloned().map(Block::Paragraph));
    if let Some(answer) = &part.answer {
        blocks.extend(tiles(answer));
        for shown in &answer.report.sections {
            blocks.extend(figure(answer, shown, place, medium)?.map(Block::Figure));
            blocks.push(Block::Table(table(shown, answer, place)));
        }
    }
    Ok(Section { heading: part.heading.clone(), blocks })
}

/// The figures at the top of a page, as a table.
fn tiles(answer: &Answer) -> Option<Block> {
    let tiles = &answer.report.tiles;
    let words = |name: &str| Column { name: name.to_owned(), numeric: false };
    (!tiles.is_empty()).then(|| {
        let rows = tiles.iter().map(|tile| {
            let change = tile.change.as_ref().map(|change| change.words.clone()).unwrap_or_default();
            vec![
                tile.label.clone(),
                tile.value.clone(),
                tile.note.clone(),
                change,
                tile.comparator.clone().unwrap_or_default(),
            ]
        });
        Block::Table(Table {
            title: "Headline figures".into(),
            columns: ["Measure", "Figure", "Base", "Against last year", "Comparator"].map(words).into(),
            rows: rows.collect(),
            notes: Vec::new(),
        })
    })
}

fn figure(answer: &Answer, shown: &Shown, place: &Place, medium: Medium) -> Result<Option<Figure>> {
    let Some((_, chart)) = answer.charts.iter().find(|(word, _)| *word == shown.id) else {
        return Ok(None);
    };
    let all = medium != Medium::Paper;
    Ok(Some(Figure {
        title: shown.title.clone(),
        svg: charts::standalone_svg(chart, false),
        png: if all { charts::png(chart, 2, false)? } else { Vec::new() },
        alternative: chart.description.clone(),
        caption: captions(&answer.report, Some(shown), &place.site),
        native: if medium == Medium::Slides { native_sheet(answer, shown, place) } else { None },
    }))
}

/// A table as it stands on the page, intervals beside their figures.
fn table(shown: &Shown, answer: &Answer, place: &Place) -> Table {
    let of = &shown.table;
    let first = Column { name: of.rows_are.clone(), numeric: false };
    let is_words =
        |at: usize| of.rows.iter().any(|row| matches!(row.cells.get(at), Some(Cell::Sure(_) | Cell::Judged(_))));
    let columns = of.columns.iter().enumerate().map(|(at, c)| Column { name: c.name.clone(), numeric: !is_words(at) });
    // Totals stand last on the page, and are not cut.
    let (totals, others): (Vec<&Row>, Vec<&Row>) = of.rows.iter().partition(|row| row.total);
    let cut = others.len().saturating_sub(MOST_ROWS);
    let rows = others.iter().take(MOST_ROWS).chain(&totals);
    let rows = rows.map(|row| std::iter::once(row.name.clone()).chain(row.cells.iter().map(figure_words)).collect());
    let has_chart = answer.charts.iter().any(|(word, _)| *word == shown.id);
    // What stands below the chart need not stand below its table again.
    let mut notes = if has_chart { Vec::new() } else { captions(&answer.report, Some(shown), &place.site) };
    if cut > 0 {
        notes.push(format!(
            "The first {MOST_ROWS} of {} rows: the workbook of this pack has all of them.",
            others.len()
        ));
    }
    Table {
        title: if has_chart { of.caption.clone() } else { shown.title.clone() },
        columns: std::iter::once(first).chain(columns).collect(),
        rows: rows.collect(),
        notes,
    }
}

/// A figure in words, with its interval.
fn figure_words(cell: &Cell) -> String {
    let words = cell.words();
    match (cell, cell.interval()) {
        (Cell::Rank(Some(ranked)), _) => format!("{words} ({} to {})", ranked.best, ranked.worst),
        (_, Some(interval)) => format!("{words} ({} to {})", signed(interval.lower), signed(interval.upper)),
        (_, None) => words,
    }
}
