//! Commentary: Markdown to a small tree that all three writers share. Nothing in it is ever executed or fetched: raw
//! HTML and pictures are words, and a link leads to a site or a letter box or is none.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::text::{address, one_line};

/// Lists within lists beyond this are written as if they stood one further out.
const DEEPEST: usize = 6;

/// A part of what a person wrote.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// A heading, 1 to 6 as written.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list: the number of its first item where it is numbered, and the parts of each item.
    List(Option<u64>, Vec<Vec<Part>>),
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Span {
    /// The words; a line break stands for one that was asked for.
    pub text: String,
    /// Strong.
    pub strong: bool,
    /// Emphasised.
    pub emphasised: bool,
    /// Where it leads.
    pub link: Option<String>,
}

impl Span {
    /// Words without a look of their own.
    pub(crate) fn plain(text: &str) -> Span {
        Span { text: one_line(text), ..Span::default() }
    }

    /// Words that are a link where they are nothing but an address.
    pub(crate) fn linked(text: &str) -> Span {
        Span { link: address(text), ..Span::plain(text) }
    }
}

/// A part of a list or what is outside of any, while it is being read.
#[derive(Default)]
struct Open {
    /// Of a list: its first number and its finished items.
    list: Option<(Option<u64>, Vec<Vec<Part>>)>,
    parts: Vec<Part>,
}

#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    spans: Vec<Span>,
    strong: usize,
    emphasised: usize,
    links: Vec<Option<String>>,
    heading: Option<u8>,
    /// Lists that are too deep to be lists of their own.
    beyond: usize,
}

/// Reads Markdown.
pub(crate) fn read(markdown: &str) -> Vec<Part> {
    let mut reading = Reading { open: vec![Open::default()], ..Reading::default() };
    for event in Parser::new_ext(markdown, Options::empty()) {
        reading.take(event);
    }
    while reading.open.len() > 1 {
        reading.end_list();
    }
    reading.end_paragraph();
    reading.open.pop().map(|open| open.parts).unwrap_or_default()
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => self.say(&words),
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.push("\n".to_owned()),
            Event::Rule => self.end_paragraph(),
            Event::InlineMath(words) | Event::DisplayMath(words) | Event::FootnoteReference(words) => self.say(&words),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasised += 1,
            Tag::Link { dest_url, .. } => self.links.push(address(&dest_url)),
            Tag::Image { .. } => {}
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                self.heading = Some(number(level));
            }
            Tag::List(_) if self.open.len() > DEEPEST => {
                self.end_paragraph();
                self.beyond += 1;
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.open.push(Open { list: Some((first, Vec::new())), parts: Vec::new() });
            }
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasised = self.emphasised.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => {}
            TagEnd::Item => self.end_item(),
            TagEnd::List(_) if self.beyond > 0 => self.beyond -= 1,
            TagEnd::List(_) => self.end_list(),
            _ => self.end_paragraph(),
        }
    }

    fn say(&mut self, words: &str) {
        self.push(one_line(words));
    }

    fn push(&mut self, text: String) {
        let (strong, emphasised) = (self.strong > 0, self.emphasised > 0);
        let link = self.links.last().cloned().flatten();
        match self.spans.last_mut() {
            Some(last) if last.strong == strong && last.emphasised == emphasised && last.link == link => {
                last.text.push_str(&text);
            }
            _ => self.spans.push(Span { text, strong, emphasised, link }),
        }
    }

    fn end_paragraph(&mut self) {
        let heading = self.heading.take();
        let mut spans = std::mem::take(&mut self.spans);
        if let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return;
        }
        let part = match heading {
            Some(level) => Part::Heading(level, spans),
            None => Part::Paragraph(spans),
        };
        if let Some(open) = self.open.last_mut() {
            open.parts.push(part);
        }
    }

    fn end_item(&mut self) {
        self.end_paragraph();
        if let Some(Open { list: Some((_, items)), parts }) = self.open.last_mut()
            && !parts.is_empty()
        {
            items.push(std::mem::take(parts));
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        let Some(Open { list: Some((first, items)), .. }) = self.open.pop() else { return };
        if let Some(outer) = self.open.last_mut()
            && !items.is_empty()
        {
            outer.parts.push(Part::List(first, items));
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(spans: &[Span]) -> String {
        spans.iter().map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn paragraphs_lists_emphasis_and_links_are_read() {
        let parts = read(concat!(
            "# What we did\n\nWe *met* **every** school, see [the list](https://example.org/list).\n\n",
            "- one\n- two\n  1. inner\n  2. second\n- three\n",
        ));
        let [Part::Heading(1, heading), Part::Paragraph(paragraph), Part::List(None, items)] = &parts[..] else {
            panic!("{parts:?}");
        };
        assert_eq!(words(heading), "What we did");
        assert_eq!(words(paragraph), "We met every school, see the list.");
        assert!(paragraph.iter().any(|span| span.emphasised && span.text == "met"));
        assert!(paragraph.iter().any(|span| span.strong && span.text == "every"));
        assert!(paragraph.iter().any(|span| span.link.as_deref() == Some("https://example.org/list")));
        assert_eq!(items.len(), 3);
        assert!(matches!(&items[1][..], [Part::Paragraph(_), Part::List(Some(1), inner)] if inner.len() == 2));
    }

    #[test]
    fn raw_html_and_pictures_are_words_and_bad_links_are_none() {
        let parts =
            read("<script>alert(1)</script>\n\n![a cat](https://example.org/cat.png) [x](javascript:alert(1)) <b>");
        let [Part::Paragraph(html), Part::Paragraph(rest)] = &parts[..] else { panic!("{parts:?}") };
        assert_eq!(words(html), "<script>alert(1)</script>");
        assert_eq!(words(rest), "a cat x <b>");
        assert!(rest.iter().all(|span| span.link.is_none()));
    }

    #[test]
    fn a_thousand_lists_within_lists_are_no_deeper_than_six() {
        fn depth(parts: &[Part]) -> usize {
            let inner = |part: &Part| match part {
                Part::List(_, items) => 1 + items.iter().map(|item| depth(item)).max().unwrap_or(0),
                _ => 0,
            };
            parts.iter().map(inner).max().unwrap_or(0)
        }
        let deep: String = (0..1_000).map(|at| format!("{}- {at}\n", "  ".repeat(at))).collect();
        let parts = read(&deep);
        assert_eq!(depth(&parts), DEEPEST);
        assert!(!read(&"> ".repeat(5_000)).iter().any(|part| matches!(part, Part::List(..))));
        assert!(read("").is_empty());
    }

    #[test]
    fn a_line_break_that_was_asked_for_is_kept() {
        let parts = read("one  \ntwo\nthree");
        let [Part::Paragraph(spans)] = &parts[..] else { panic!("{parts:?}") };
        assert_eq!(words(spans), "one\ntwo three");
    }
}
