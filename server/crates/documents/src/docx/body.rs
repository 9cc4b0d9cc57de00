//! What is read: cover, contents, sections and notes, one paragraph after the other.

use std::fmt::Write;

use super::numbering::Numbering;
use super::{DOCUMENT, picture, table};
use crate::markdown::{self, Part, Span};
use crate::package::Package;
use crate::text::Words;
use crate::{Block, Document, Table};

/// The namespace of WordprocessingML.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The room between the margins in points, upright and on its side.
pub(super) const ROOM: [f64; 2] = [482.0, 757.0];

/// The document's part in the making.
pub(super) struct Body<'a> {
    xml: String,
    package: &'a mut Package,
    /// The footers of pages that are upright and on their side.
    feet: &'a [String; 2],
    numbering: Numbering,
    pictures: usize,
    headings: usize,
    /// Whether pages lie on their side.
    sideways: bool,
}

impl Body<'_> {
    /// Writes the part, and the one with its numberings.
    pub(super) fn write(package: &mut Package, document: &Document, feet: &[String; 2]) -> (String, String) {
        let xml = format!(
            concat!(
                "<w:document xmlns:w=\"{w}\" ",
                "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
                "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><w:body>"
            ),
            w = W
        );
        let numbering = Numbering::default();
        let mut body = Body { xml, package, feet, numbering, pictures: 0, headings: 0, sideways: false };
        body.cover(document);
        for section in &document.sections {
            body.turn(matches!(section.blocks.first(), Some(Block::Table(table)) if table.is_wide()));
            body.heading(&section.heading);
            section.blocks.iter().for_each(|block| body.block(block));
        }
        if !document.notes.is_empty() {
            body.turn(false);
            body.heading("Notes");
        }
        for (heading, paragraphs) in &document.notes {
            body.words("Heading2", heading);
            paragraphs.iter().for_each(|words| body.words("Normal", words));
        }
        let last = body.page();
        body.xml.push_str(&last);
        body.xml.push_str("</w:body></w:document>");
        (body.xml, body.numbering.xml())
    }

    fn cover(&mut self, document: &Document) {
        // A title of some lines is set smaller.
        let size = match document.title.chars().count() {
            0..=80 => "",
            81..=200 => "<w:sz w:val=\"40\"/><w:szCs w:val=\"40\"/>",
            _ => "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
        };
        let _ = write!(
            self.xml,
            concat!(
                "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:rPr>{}</w:rPr>",
                "<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>"
            ),
            size,
            Words(&document.title)
        );
        self.words("Subtitle", &document.subtitle);
        if !document.details.is_empty() {
            self.words("TOCHeading", "About this document");
        }
        for (name, words) in &document.details {
            let name = Span { strong: true, ..Span::plain(name) };
            self.paragraph(
                "Detail",
                "",
                &[name, Span { text: "\t".to_owned(), ..Span::default() }, Span::linked(words)],
            );
        }
        let headings = document.sections.iter().map(|section| section.heading.as_str());
        let notes = (!document.notes.is_empty()).then_some("Notes");
        self.contents(&headings.chain(notes).collect::<Vec<_>>());
    }

    /// A table of contents that Word can make anew; until then its lines are links, without numbers of pages.
    fn contents(&mut self, headings: &[&str]) {
        if headings.is_empty() {
            return;
        }
        self.words("TOCHeading", "Contents");
        for (at, heading) in headings.iter().enumerate() {
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr>");
            if at == 0 {
                self.xml.push_str(concat!(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
                    "<w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-1\" \\n \\h </w:instrText></w:r>",
                    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                ));
            }
            let _ = write!(
                self.xml,
                concat!(
                    "<w:hyperlink w:anchor=\"_Toc{:05}\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr>",
                    "<w:t xml:space=\"preserve\">{}</w:t></w:r></w:hyperlink>"
                ),
                at + 1,
                Words(heading)
            );
            if at + 1 == headings.len() {
                self.xml.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            self.xml.push_str("</w:p>");
        }
    }

    /// A heading of the contents; the first begins a page.
    fn heading(&mut self, words: &str) {
        self.headings += 1;
        let at = self.headings;
        let breaks = if at == 1 && !self.sideways { "<w:pageBreakBefore/>" } else { "" };
        let _ = write!(
            self.xml,
            concat!(
                "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/>{breaks}</w:pPr><w:bookmarkStart w:id=\"{at}\" ",
                "w:name=\"_Toc{at:05}\"/><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r><w:bookmarkEnd w:id=\"{at}\"/></w:p>"
            ),
            breaks = breaks,
            at = at,
            words = Words(words)
        );
    }

    fn words(&mut self, style: &str, words: &str) {
        if !words.trim().is_empty() {
            self.paragraph(style, "", &[Span::plain(words)]);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Table(table) => self.table(table),
            other => {
                self.turn(false);
                match other {
                    Block::Finding(words) => self.words("Finding", words),
                    Block::Paragraph(words) => self.words("Normal", words),
                    Block::Commentary(written) => self.parts(&markdown::read(written), &mut 1),
                    Block::Figure(figure) => {
                        self.words("Caption", &figure.title);
                        self.pictures += 1;
                        self.xml.push_str(&picture::paragraph(self.package, DOCUMENT, figure, self.pictures));
                        figure.caption.iter().for_each(|line| self.words("Source", line));
                    }
                    Block::Table(_) => {}
                }
            }
        }
    }

    fn table(&mut self, whole: &Table) {
        self.turn(whole.is_wide());
        for piece in whole.cut() {
            self.words("Caption", &piece.title);
            table::write(&mut self.xml, &piece, ROOM[usize::from(self.sideways)]);
            // A table must be followed by a paragraph.
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>");
            if piece.rows.is_empty() {
                self.words("Source", "The table has no rows.");
            }
            piece.notes.iter().for_each(|line| self.words("Source", line));
        }
    }

    /// What a person wrote. `above` is the level of the heading before: a heading never skips one.
    fn parts(&mut self, parts: &[Part], above: &mut u8) {
        for part in parts {
            match part {
                Part::Heading(level, spans) => {
                    *above = (level + 1).min(*above + 1).min(4);
                    self.paragraph(&format!("Heading{above}"), "", spans);
                }
                Part::Paragraph(spans) => self.paragraph("Normal", "", spans),
                Part::List(start, items) => self.list(*start, items, 0),
            }
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Part>], level: usize) {
        let (style, id) = match start {
            Some(start) => ("ListNumber", self.numbering.numbered(level, start)),
            None => ("ListBullet", 1),
        };
        for item in items {
            for (at, part) in item.iter().enumerate() {
                match part {
                    Part::List(start, items) => self.list(*start, items, (level + 1).min(5)),
                    Part::Paragraph(spans) | Part::Heading(_, spans) if at == 0 => {
                        let number = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>");
                        self.paragraph(style, &number, spans);
                    }
                    Part::Paragraph(spans) | Part::Heading(_, spans) => {
                        let indent = format!("<w:ind w:left=\"{}\"/>", 425 * (level + 1));
                        self.paragraph("ListParagraph", &indent, spans);
                    }
                }
            }
        }
    }

    fn paragraph(&mut self, style: &str, properties: &str, spans: &[Span]) {
        let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
        for span in spans {
            let link = span.link.as_ref().map(|link| self.package.link(DOCUMENT, link));
            if let Some(id) = &link {
                let _ = write!(self.xml, "<w:hyperlink r:id=\"{id}\" w:history=\"1\">");
            }
            let look = [
                (link.is_some(), "<w:rStyle w:val=\"Hyperlink\"/>"),
                (span.strong, "<w:b/>"),
                (span.emphasised, "<w:i/>"),
            ];
            let look: String = look.iter().filter(|(on, _)| *on).map(|(_, xml)| *xml).collect();
            let look = if look.is_empty() { look } else { format!("<w:rPr>{look}</w:rPr>") };
            if span.text == "\t" {
                self.xml.push_str("<w:r><w:tab/></w:r>");
                continue;
            }
            for (at, line) in span.text.split('\n').enumerate() {
                let breaks = if at > 0 { "<w:br/>" } else { "" };
                let _ = write!(self.xml, "<w:r>{look}{breaks}<w:t xml:space=\"preserve\">{}</w:t></w:r>", Words(line));
            }
            if link.is_some() {
                self.xml.push_str("</w:hyperlink>");
            }
        }
        self.xml.push_str("</w:p>");
    }

    /// Turns the pages that follow; what was written so far ends a section of Word.
    fn turn(&mut self, sideways: bool) {
        if self.sideways != sideways {
            let page = self.page();
            let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"Gap\"/>{page}</w:pPr></w:p>");
            self.sideways = sideways;
        }
    }

    /// A4 as it is turned now, with the footer.
    fn page(&self) -> String {
        let (size, margins) = if self.sideways {
            ("w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"", "w:right=\"850\" w:left=\"850\"")
        } else {
            ("w:w=\"11906\" w:h=\"16838\"", "w:right=\"1134\" w:left=\"1134\"")
        };
        format!(
            concat!(
                "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{foot}\"/><w:pgSz {size}/><w:pgMar ",
                "w:top=\"1134\" w:bottom=\"1134\" {margins} w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"
            ),
            foot = self.feet[usize::from(self.sideways)],
            size = size,
            margins = margins
        )
    }
}
