//! Lists: one set of bullets for all, and a numbering of its own for each numbered list, so that it starts where it should.

use std::fmt::Write;

use super::body::W;

/// How many levels a list may have.
const LEVELS: usize = 6;

/// The numberings of a document in the making. 1 are the bullets, 2 the plain numbers, the others numbered lists.
#[derive(Default)]
pub(super) struct Numbering {
    starts: Vec<(usize, u64)>,
}

impl Numbering {
    /// A numbering for a list that starts with `start` on a level.
    pub(super) fn numbered(&mut self, level: usize, start: u64) -> usize {
        self.starts.push((level, start.min(30_000)));
        self.starts.len() + 2
    }

    /// The part.
    pub(super) fn xml(&self) -> String {
        let mut xml = format!("<w:numbering xmlns:w=\"{W}\">");
        for (id, bullets) in [(0, true), (1, false)] {
            let _ = write!(xml, "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>");
            for level in 0..LEVELS {
                let (form, text) =
                    if bullets { ("bullet", "•".to_owned()) } else { ("decimal", format!("%{}.", level + 1)) };
                let left = 425 * (level + 1);
                let _ = write!(
                    xml,
                    concat!(
                        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/>",
                        "<w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>",
                        "<w:pPr><w:ind w:left=\"{left}\" w:hanging=\"425\"/></w:pPr></w:lvl>"
                    ),
                    level = level,
                    form = form,
                    text = text,
                    left = left
                );
            }
            xml.push_str("</w:abstractNum>");
        }
        xml.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
        xml.push_str("<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>");
        for (id, (level, start)) in (3..).zip(&self.starts) {
            let _ = write!(
                xml,
                concat!(
                    "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{level}\">",
                    "<w:startOverride w:val=\"{start}\"/></w:lvlOverride></w:num>"
                ),
                id = id,
                level = level,
                start = start
            );
        }
        xml + "</w:numbering>"
    }
}
