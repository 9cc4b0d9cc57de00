//! Text in slides: what does not fit on one goes on to the next, so that nothing is ever cut off.

use super::geometry;
use crate::markdown::{Part, Span};

/// Room between paragraphs, as the master has it.
const BETWEEN: f64 = 8.0;
/// Size of headings.
const HEADING: f64 = 20.0;
/// How far each level is set in, as the master has it.
pub(super) const INDENT: f64 = 22.5;

/// A paragraph of a slide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub mark: Mark,
    /// 0 is the outermost.
    pub level: usize,
    /// Points.
    pub size: f64,
    pub spans: Vec<Span>,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// A bullet.
    Bullet,
    /// The number of an item.
    Number(u64),
}

impl Line {
    /// A finding, as a bullet.
    pub(super) fn finding(words: &str) -> Line {
        Line { mark: Mark::Bullet, level: 0, size: 20.0, spans: vec![Span::plain(words)] }
    }

    /// A heading.
    pub(super) fn heading(spans: &[Span]) -> Line {
        let spans = spans.iter().map(|span| Span { strong: true, ..span.clone() }).collect();
        Line { mark: Mark::None, level: 0, size: HEADING, spans }
    }

    /// Whether it says what follows: it must not be the last of a slide.
    fn is_heading(&self) -> bool {
        self.mark == Mark::None && self.size == HEADING
    }

    /// Plain words.
    pub(super) fn plain(words: &str) -> Line {
        Line { mark: Mark::None, level: 0, size: 18.0, spans: vec![Span::plain(words)] }
    }

    /// A name and its words.
    pub(super) fn named(name: &str, words: &str) -> Line {
        let name = Span { strong: true, ..Span::plain(&format!("{name}: ")) };
        Line { mark: Mark::None, level: 0, size: 18.0, spans: vec![name, Span::linked(words)] }
    }

    /// How far its words are set in.
    fn indent(&self) -> f64 {
        if self.mark == Mark::None && self.level == 0 { 0.0 } else { INDENT * (self.level + 1) as f64 }
    }

    fn height(&self, room: f64) -> f64 {
        geometry::height(&self.spans, self.size, room - self.indent())
    }
}

/// What a person wrote, as paragraphs of slides.
pub(super) fn lines(parts: &[Part]) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in parts {
        match part {
            Part::Heading(_, spans) => lines.push(Line::heading(spans)),
            Part::Paragraph(spans) => {
                lines.push(Line { mark: Mark::Bullet, level: 0, size: 18.0, spans: spans.clone() });
            }
            Part::List(start, items) => list(&mut lines, *start, items, 0),
        }
    }
    lines
}

fn list(lines: &mut Vec<Line>, start: Option<u64>, items: &[Vec<Part>], level: usize) {
    for (at, item) in (0..).zip(items) {
        let mark = start.map_or(Mark::Bullet, |start| Mark::Number(start.saturating_add(at).min(30_000)));
        for (at, part) in item.iter().enumerate() {
            match part {
                Part::List(start, items) => list(lines, *start, items, (level + 1).min(5)),
                Part::Paragraph(spans) | Part::Heading(_, spans) => {
                    let mark = if at == 0 { mark } else { Mark::None };
                    lines.push(Line { mark, level, size: 18.0, spans: spans.clone() });
                }
            }
        }
    }
}

/// The lines slide by slide: each holds what fits into a room of this width and height.
pub(super) fn slides(lines: Vec<Line>, width: f64, height: f64) -> Vec<Vec<Line>> {
    let mut slides: Vec<Vec<Line>> = Vec::new();
    let mut used = f64::INFINITY;
    let mut waiting: Vec<Line> = lines.into_iter().rev().collect();
    while let Some(line) = waiting.pop() {
        let needed = line.height(width);
        let first = slides.is_empty() || used.is_infinite();
        // A heading stays with the line after it.
        let after = if line.is_heading() { 2.0 * HEADING * geometry::LEADING } else { 0.0 };
        if !first && used + BETWEEN + needed + after <= height {
            used += BETWEEN + needed;
            if let Some(slide) = slides.last_mut() {
                slide.push(line);
            }
        } else if needed <= height {
            slides.push(vec![line]);
            used = needed;
        } else {
            let (head, tail) = split(line, width, height);
            slides.push(vec![head]);
            used = height;
            waiting.push(tail);
        }
    }
    slides
}

/// As much of a paragraph as fits, and the rest without a mark.
fn split(line: Line, width: f64, height: f64) -> (Line, Line) {
    let all: usize = line.spans.iter().map(|span| span.text.chars().count()).sum();
    let taken = |count: usize| Line { spans: part(&line.spans, 0, count), ..line.clone() };
    let (mut least, mut most) = (1, all);
    while most - least > 1 {
        let middle = least.midpoint(most);
        if taken(middle).height(width) <= height { least = middle } else { most = middle }
    }
    let text: Vec<char> = line.spans.iter().flat_map(|span| span.text.chars()).collect();
    let blank = (least / 2..least).rev().find(|at| text[*at] == ' ').map_or(least, |at| at + 1);
    let rest = Line { mark: Mark::None, spans: part(&line.spans, blank, all), ..line.clone() };
    (taken(blank), rest)
}

/// The characters `from` to `to` of spans.
fn part(spans: &[Span], from: usize, to: usize) -> Vec<Span> {
    let mut at = 0;
    let mut parts = Vec::new();
    for span in spans {
        let count = span.text.chars().count();
        let (first, last) = (from.clamp(at, at + count) - at, to.clamp(at, at + count) - at);
        if first < last {
            let text = span.text.chars().skip(first).take(last - first).collect();
            parts.push(Span { text, ..span.clone() });
        }
        at += count;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(slides: &[Vec<Line>]) -> String {
        slides.iter().flatten().flat_map(|line| &line.spans).map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn long_text_goes_on_and_no_word_is_lost() {
        for text in ["word ".repeat(3_000), "x".repeat(10_000), "a b".to_owned()] {
            let slides = slides(vec![Line::plain(&text), Line::finding("the end")], 864.0, 364.0);
            assert_eq!(words(&slides), format!("{text}the end"));
            for slide in &slides {
                let height: f64 = slide.iter().map(|line| line.height(864.0) + BETWEEN).sum();
                assert!(height <= 364.0 + BETWEEN + 1e-9, "{height}");
            }
        }
        assert!(slides(Vec::new(), 864.0, 364.0).is_empty());
    }
}
