//! Words as every reader takes them: the one place where text is made safe for XML, for addresses and for lines.

use std::fmt::{Display, Formatter, Result, Write};

use crate::measure::width;

/// More characters than this are no address that anybody follows.
const LONGEST_ADDRESS: usize = 2_000;

/// A longer line does not stand at the foot of a page.
pub(crate) const LONGEST_FOOTER: usize = 240;

/// Whether XML 1.0 may hold the character. A carriage return may only be written as a reference: it is left out.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

/// Text without what XML forbids; line breaks and tabs become blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().filter(|c| is_allowed(*c)).map(|c| if matches!(c, '\t' | '\n') { ' ' } else { c }).collect()
}

/// Markup of others without what XML forbids.
pub(crate) fn markup(xml: &str) -> String {
    xml.chars().filter(|c| is_allowed(*c)).collect()
}

/// Text as the content of an element or the value of an attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a>(pub &'a str);

impl Display for Words<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        for c in self.0.chars().filter(|c| is_allowed(*c)) {
            match c {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\n' | '\t' => formatter.write_char(' ')?,
                c => formatter.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The address of a link, where it is one that a document may hold: to a site or to a letter box, written in ASCII.
pub(crate) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let begins = |start: &str| lower.starts_with(start) && lower.len() > start.len();
    if !["https://", "http://", "mailto:"].into_iter().any(begins) {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                written.push(char::from(byte));
            }
            other => {
                let _ = write!(written, "%{other:02X}");
            }
        }
    }
    (written.len() <= LONGEST_ADDRESS).then_some(written)
}

/// Lets words break that are wider than `room`, in the size of the text: a blank of no width after every few characters.
pub(crate) fn breakable(text: &str, room: f64) -> String {
    if text.split(' ').all(|word| width(word) <= room) {
        return text.to_owned();
    }
    let few = ((room / 2.2) as usize).clamp(3, 12);
    let broken = |word: &str| {
        if width(word) <= room {
            return word.to_owned();
        }
        let characters: Vec<char> = word.chars().collect();
        characters.chunks(few).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join("\u{200B}")
    };
    text.split(' ').map(broken).collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut at a blank where one is near, with an ellipsis for the rest.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = kept.rfind(' ').filter(|end| *end > kept.len() / 2).unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_goes_and_what_it_reads_as_markup_is_escaped() {
        for (text, written) in [
            ("a\u{0}b\u{1b}c\u{FFFF}\r", "abc"),
            ("<b> & \"c\"", "&lt;b&gt; &amp; &quot;c&quot;"),
            ("one\ntwo\tthree", "one two three"),
            ("\u{85}\u{9f}é", "é"),
            ("]]>", "]]&gt;"),
        ] {
            assert_eq!(Words(text).to_string(), written, "{text:?}");
        }
    }

    #[test]
    fn only_addresses_of_sites_and_letter_boxes_are_links() {
        assert_eq!(address("https://example.org/a b?c=é").as_deref(), Some("https://example.org/a%20b?c=%C3%A9"));
        assert_eq!(address(" MAILTO:a@b.uk ").as_deref(), Some("MAILTO:a@b.uk"));
        assert_eq!(address("https://a/\"><script>").as_deref(), Some("https://a/%22%3E%3Cscript%3E"));
        for text in ["javascript:alert(1)", "file:///etc/passwd", "/participation", "https://", "", "https\u{0}://a"] {
            assert_eq!(address(text), None, "{text:?}");
        }
        assert_eq!(address(&format!("https://{}", "a".repeat(3_000))), None);
    }

    #[test]
    fn long_words_break_and_short_ones_stay() {
        assert_eq!(breakable("abcdefg hi", 3.0), "abc\u{200B}def\u{200B}g hi");
        assert_eq!(breakable("short words", 20.0), "short words");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one", 9), "one");
        assert_eq!(shortened("aaaaaaaaaa", 5), "aaaa…");
    }
}
