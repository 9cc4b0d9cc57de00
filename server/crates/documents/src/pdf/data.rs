//! A document as the values that the template reads.

use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, dict};

use super::glyphs::{replaced, shown};
use crate::markdown::{self, Part, Span};
use crate::measure::width;
use crate::table::{BOLD, LONGEST_HEAD, SIDES};
use crate::text::{LONGEST_FOOTER, address, breakable, one_line, shortened};
use crate::{Block, Day, Document, Figure, INK, PALETTE, QUIET, Table};

/// Wider words than this may break, in the size of the text: of lists and small blocks, of headings, of a detail's name.
const LINE: f64 = 30.0;
const HEADING: f64 = 23.0;
const NAME: f64 = 10.0;
/// More characters than these below a chart are not held on one page with it.
const CAPTION: usize = 1_500;
/// In a table, words of at most so many letters are left to hyphenation.
const HYPHENATED: usize = 14;
/// The room of a page, upright and on its side, in points.
const UPRIGHT: f64 = 170.0 * 72.0 / 25.4;
const SIDEWAYS: f64 = 267.0 * 72.0 / 25.4;
/// The room for a chart, in millimetres: its caption stands on the same page.
const CHART_WIDTH: f64 = 170.0;
const CHART_HEIGHT: f64 = 185.0;

/// All of it.
pub(super) fn of(document: &Document) -> Dict {
    let Day { year, month, day } = document.made_on;
    let title = or(shown(&document.title), "Untitled document");
    // A title of some lines is set smaller, so that the cover holds it.
    let size = match title.chars().count() {
        0..=80 => 24,
        81..=200 => 18,
        _ => 13,
    };
    let section = |section: &crate::Section| {
        let blocks = section.blocks.iter().flat_map(block);
        dict! { "heading" => or(heading(&section.heading), "Untitled section"), "blocks" => list(blocks) }
    };
    let note = |(name, paragraphs): &(String, Vec<String>)| {
        dict! { "heading" => or(heading(name), "Note"), "paragraphs" => texts(paragraphs) }
    };
    let detail = |(name, words): &(String, String)| {
        let link = address(words).map_or(Value::None, IntoValue::into_value);
        dict! { "name" => breakable(&shown(name), NAME), "words" => text(words), "link" => link }
    };
    dict! {
        "title" => breakable(&title, 0.85 * UPRIGHT / f64::from(size)),
        "title-size" => size,
        "subtitle" => text(&document.subtitle),
        "author" => shown(&document.author),
        "footer" => text(&shortened(&document.footer, LONGEST_FOOTER)),
        "day" => list([i64::from(year), i64::from(month), i64::from(day)]),
        "colours" => dict! { "blue" => PALETTE[0], "ink" => INK, "quiet" => QUIET },
        "details" => list(document.details.iter().map(detail)),
        "sections" => list(document.sections.iter().map(section)),
        "notes" => list(document.notes.iter().map(note)),
    }
}

fn list<T: IntoValue>(items: impl IntoIterator<Item = T>) -> Array {
    items.into_iter().map(IntoValue::into_value).collect()
}

/// Running text: what can be shown, with long words made breakable.
fn text(words: &str) -> String {
    breakable(&shown(words), LINE)
}

fn heading(words: &str) -> String {
    breakable(&shown(words), HEADING)
}

fn texts(lines: &[String]) -> Array {
    list(lines.iter().filter(|line| !line.trim().is_empty()).map(|line| text(line)))
}

fn or(words: String, otherwise: &str) -> String {
    if words.trim().is_empty() { otherwise.to_owned() } else { words }
}

/// A block; more than one for a table that no page holds.
fn block(block: &Block) -> Vec<Dict> {
    match block {
        Block::Finding(words) | Block::Paragraph(words) if shown(words).trim().is_empty() => Vec::new(),
        Block::Finding(words) => vec![dict! { "kind" => "finding", "wide" => false, "words" => text(words) }],
        Block::Paragraph(words) => vec![dict! { "kind" => "paragraph", "wide" => false, "words" => text(words) }],
        Block::Commentary(markdown) => {
            vec![dict! { "kind" => "commentary", "wide" => false, "parts" => parts(&markdown::read(markdown), &mut 1) }]
        }
        Block::Figure(figure) => vec![self::figure(figure)],
        Block::Table(table) => table.cut().iter().map(|piece| self::table(piece)).collect(),
    }
}

/// `above` is the level of the heading before: a heading never skips one.
fn parts(written: &[Part], above: &mut u8) -> Array {
    list(written.iter().map(|part| match part {
        Part::Heading(_, spans) if spans.iter().all(|span| shown(&span.text).trim().is_empty()) => {
            dict! { "kind" => "paragraph", "spans" => Array::new() }
        }
        Part::Heading(level, spans) => {
            *above = (level + 1).min(*above + 1);
            dict! { "kind" => "heading", "level" => i64::from(*above), "spans" => self::spans(spans) }
        }
        Part::Paragraph(spans) => dict! { "kind" => "paragraph", "spans" => self::spans(spans) },
        Part::List(start, items) => {
            let items = list(items.iter().map(|item| parts(item, above)));
            match start {
                // A number of a thousand digits is no place in a list.
                Some(start) => {
                    dict! { "kind" => "numbered", "start" => (*start).min(1_000_000) as i64, "items" => items }
                }
                None => dict! { "kind" => "list", "items" => items },
            }
        }
    }))
}

fn spans(spans: &[Span]) -> Array {
    list(spans.iter().map(|span| {
        let lines = span.text.split('\n').map(text);
        let link = span.link.clone().map_or(Value::None, IntoValue::into_value);
        dict! { "lines" => list(lines), "strong" => span.strong, "emphasised" => span.emphasised, "link" => link }
    }))
}

fn figure(figure: &Figure) -> Dict {
    let (across, down) = figure.size();
    let width = CHART_WIDTH.min(CHART_HEIGHT * across / down);
    dict! {
        "kind" => "figure",
        "wide" => false,
        "title" => or(text(&figure.title), "Chart"),
        "picture" => Bytes::from_string(replaced(&figure.svg)),
        "format" => "svg",
        "alternative" => or(one_line(&figure.alternative), &or(one_line(&figure.title), "Chart")),
        "width" => width,
        "caption" => texts(&figure.caption),
        "together" => figure.caption.iter().map(String::len).sum::<usize>() + figure.title.len() <= CAPTION,
    }
}

fn table(table: &Table) -> Dict {
    let wide = table.is_wide();
    let size = match table.columns.len() {
        0..=5 => 9.0,
        6..=10 => 8.5,
        _ => 7.5,
    };
    let widths = table.widths(if wide { SIDEWAYS } else { UPRIGHT } / size);
    let fitted = |words: &str, column: usize| fit(&shown(words), widths[column] - SIDES);
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let name = fitted(&shortened(&column.name, LONGEST_HEAD), at);
        // Hyphens only where a word needs them.
        let narrow = name.split(' ').any(|word| width(word) * BOLD > widths[at] - SIDES);
        dict! { "name" => name, "numeric" => column.numeric && at > 0, "width" => widths[at], "narrow" => narrow }
    });
    let row = |row: &Vec<String>| list(row.iter().enumerate().map(|(at, words)| fitted(words, at)));
    dict! {
        "kind" => "table",
        "wide" => wide,
        "size" => size,
        "title" => or(text(&table.title), "Table"),
        "columns" => list(columns),
        "rows" => list(table.rows.iter().map(row)),
        "notes" => texts(&table.notes),
    }
}

/// Words that their column does not hold may break anywhere, if hyphens do not help.
fn fit(words: &str, room: f64) -> String {
    let hyphens_help = |word: &str| word.chars().count() <= HYPHENATED && word.is_ascii();
    let fitted = |word: &str| if hyphens_help(word) { word.to_owned() } else { breakable(word, room) };
    words.split(' ').map(fitted).collect::<Vec<_>>().join(" ")
}
