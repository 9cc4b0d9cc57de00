//! Which slides a document becomes: one finding a slide, the chart below it, its table in the notes.

use super::drawn::Drawn;
use super::flow::{self, Line};
use super::geometry::{BODY, DETAILS, LEADING, ROOM};
use super::notes::{self, Note};
use crate::markdown::Span;
use crate::{Block, Document, Figure, Section, Table, markdown, measure};

/// Words below a chart.
pub(super) const SMALL: f64 = 12.0;
/// So many lines of them stand on a slide.
const MOST_CAPTION: usize = 4;
/// A finding of so many lines may stand above a chart.
const MOST_LEAD: usize = 2;

/// A slide.
pub(super) struct Slide<'a> {
    pub title: String,
    pub content: Content<'a>,
    /// Small lines at its foot.
    pub caption: Vec<String>,
    pub notes: Vec<Note>,
}

/// What stands below the title.
pub(super) enum Content<'a> {
    /// Of the first slide: a sentence, and what there is to know.
    Cover(&'a str, Vec<Line>),
    /// Text.
    Text(Vec<Line>),
    /// A native chart, its alternative text, and a finding above it.
    Chart(Drawn, &'a str, Option<&'a str>),
    /// A picture, and a finding above it.
    Picture(&'a Figure, Option<&'a str>),
    /// The first rows of a table.
    Table(&'a Table),
}

/// All slides of a document.
pub(super) fn slides(document: &Document) -> Vec<Slide<'_>> {
    let mut slides = cover(document);
    document.sections.iter().for_each(|section| self::section(&mut slides, section));
    let note = |(heading, paragraphs): &(String, Vec<String>)| {
        let lines = paragraphs.iter().filter(|words| !words.trim().is_empty()).map(|words| Line::plain(words));
        let heading = (!heading.trim().is_empty()).then(|| Line::heading(&[Span::plain(heading)]));
        heading.into_iter().chain(lines).collect::<Vec<_>>()
    };
    text(&mut slides, "Notes", document.notes.iter().flat_map(note).collect());
    slides
}

fn cover(document: &Document) -> Vec<Slide<'_>> {
    let details: Vec<Line> = document.details.iter().map(|(name, words)| Line::named(name, words)).collect();
    let pages = flow::slides(details.clone(), DETAILS.width, DETAILS.height);
    let fits = pages.len() <= 1;
    let own = if fits { details.clone() } else { Vec::new() };
    let mut slides = vec![Slide {
        title: or(&document.title, "Untitled document"),
        content: Content::Cover(&document.subtitle, own),
        caption: Vec::new(),
        notes: Vec::new(),
    }];
    if !fits {
        text(&mut slides, "About this document", details);
    }
    slides
}

fn section<'a>(slides: &mut Vec<Slide<'a>>, section: &'a Section) {
    let heading = or(&section.heading, "Untitled section");
    let first = slides.len();
    let mut waiting: Vec<Line> = Vec::new();
    // A single finding right before a chart stands on its slide.
    let mut lead: Option<&str> = None;
    let mut shown = vec![false; section.blocks.len()];
    for (at, block) in section.blocks.iter().enumerate() {
        if let (Some(words), false) = (lead, matches!(block, Block::Figure(_))) {
            waiting.push(Line::finding(words));
            lead = None;
        }
        match block {
            Block::Finding(words) if words.trim().is_empty() || is_title(section, words) => {}
            Block::Finding(words) => {
                let short = measure::lines(words, 18.0 * 1.1, ROOM) <= MOST_LEAD;
                if waiting.is_empty() && short { lead = Some(words) } else { waiting.push(Line::finding(words)) }
            }
            Block::Paragraph(words) if words.trim().is_empty() => {}
            Block::Paragraph(words) => waiting.push(Line::plain(words)),
            Block::Commentary(written) => waiting.extend(flow::lines(&markdown::read(written))),
            Block::Figure(figure) => {
                text(slides, &heading, std::mem::take(&mut waiting));
                let table = table_of(section, at);
                if let Some((at, _)) = table {
                    shown[at] = true;
                }
                self::figure(slides, &heading, figure, lead.take(), table.map(|(_, table)| table));
            }
            Block::Table(_) if shown[at] => {}
            Block::Table(table) => {
                text(slides, &heading, std::mem::take(&mut waiting));
                slides.push(self::table(&heading, table));
            }
        }
    }
    waiting.extend(lead.map(Line::finding));
    text(slides, &heading, waiting);
    if slides.len() == first {
        text(slides, &heading, vec![Line::plain("This section is empty.")]);
    }
}

/// Whether a finding is said by the title of a chart of its section.
fn is_title(section: &Section, words: &str) -> bool {
    section.blocks.iter().any(|block| matches!(block, Block::Figure(figure) if figure.title.trim() == words.trim()))
}

/// The table that belongs to the figure at a place: the first after it and before the next figure.
fn table_of(section: &Section, figure: usize) -> Option<(usize, &Table)> {
    let after = section.blocks.iter().enumerate().skip(figure + 1);
    after.take_while(|(_, block)| !matches!(block, Block::Figure(_))).find_map(|(at, block)| match block {
        Block::Table(table) => Some((at, table)),
        _ => None,
    })
}

/// Slides of text; none for no text.
fn text(slides: &mut Vec<Slide<'_>>, heading: &str, lines: Vec<Line>) {
    for (at, lines) in flow::slides(lines, BODY.width, BODY.height).into_iter().enumerate() {
        let title = if at == 0 { heading.to_owned() } else { format!("{heading} (continued)") };
        slides.push(Slide { title, content: Content::Text(lines), caption: Vec::new(), notes: Vec::new() });
    }
}

fn figure<'a>(
    slides: &mut Vec<Slide<'a>>,
    heading: &str,
    figure: &'a Figure,
    lead: Option<&'a str>,
    table: Option<&Table>,
) {
    let title = or(&figure.title, heading);
    let mut notes = vec![Note::Words(format!("Section: {heading}"))];
    notes.extend(figure.caption.iter().cloned().map(Note::Words));
    if let Some(table) = table {
        notes.push(Note::Words(String::new()));
        notes.extend(notes::of(table));
    }
    let charts = figure.native.as_ref().map(Drawn::of).unwrap_or_default();
    let alternative = if figure.alternative.trim().is_empty() { &figure.title } else { &figure.alternative };
    let slides_of_it = charts.len();
    if charts.is_empty() {
        let content = Content::Picture(figure, lead);
        slides.push(Slide {
            title: title.clone(),
            content,
            caption: caption(&figure.caption, None),
            notes: notes.clone(),
        });
    }
    for (at, drawn) in charts.into_iter().enumerate() {
        let gaps = drawn.has_gaps().then(|| {
            let reason = if table.is_some() { ": see the table in the notes" } else { "" };
            format!("Where nothing is drawn, the figure is not shown{reason}.")
        });
        let title = if slides_of_it > 1 { format!("{title} ({} of {slides_of_it})", at + 1) } else { title.clone() };
        slides.push(Slide {
            title,
            content: Content::Chart(drawn, alternative, if at == 0 { lead } else { None }),
            caption: caption(&figure.caption, gaps),
            notes: if at == 0 { notes.clone() } else { vec![notes[0].clone()] },
        });
    }
}

fn table<'a>(heading: &str, table: &'a Table) -> Slide<'a> {
    let mut notes = vec![Note::Words(format!("Section: {heading}"))];
    notes.extend(notes::of(table));
    let title = or(&table.title, heading);
    Slide { title, content: Content::Table(table), caption: caption(&table.notes, None), notes }
}

/// As many lines as a slide has room for; where some are left out, the last says where they are.
pub(super) fn caption(lines: &[String], first: Option<String>) -> Vec<String> {
    let lines: Vec<String> =
        first.into_iter().chain(lines.iter().filter(|line| !line.trim().is_empty()).cloned()).collect();
    let high = |line: &String| measure::lines(line, SMALL, ROOM);
    if lines.iter().map(high).sum::<usize>() <= MOST_CAPTION {
        return lines;
    }
    let mut used = 0;
    let mut kept: Vec<String> = lines
        .into_iter()
        .take_while(|line| {
            used += high(line);
            used < MOST_CAPTION
        })
        .collect();
    kept.push("More in the notes of this slide.".to_owned());
    kept
}

/// How high a caption stands.
pub(super) fn caption_height(lines: &[String]) -> f64 {
    lines.iter().map(|line| measure::lines(line, SMALL, ROOM)).sum::<usize>() as f64 * SMALL * LEADING
}

fn or(words: &str, otherwise: &str) -> String {
    if words.trim().is_empty() { otherwise.to_owned() } else { words.to_owned() }
}
