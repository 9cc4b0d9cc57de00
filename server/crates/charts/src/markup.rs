//! How values are written in the SVG: text, links, lengths and colours.

/// Only paths, queries, fragments and http(s) addresses are written; in a file only the addresses.
pub(crate) fn is_allowed(href: &str, page: bool) -> bool {
    let is_address = href.starts_with("https://") || href.starts_with("http://");
    is_address || (page && href.starts_with(['/', '?', '#', '.']))
}

/// Text safe in XML content and attributes; characters XML does not know are left out.
pub(crate) struct Escaped<'a>(pub &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}');
        let mut rest = self.0;
        while let Some(at) = rest.find(special) {
            f.write_str(&rest[..at])?;
            let mut letters = rest[at..].chars();
            f.write_str(match letters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                Some('\t' | '\n' | '\r') => " ",
                _ => "",
            })?;
            rest = letters.as_str();
        }
        f.write_str(rest)
    }
}

/// Tenths of a pixel as a decimal number.
pub(crate) struct Tenths(pub i32);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0 / 10, (self.0 % 10).abs()) {
            (whole, 0) => write!(f, "{whole}"),
            (0, part) if self.0 < 0 => write!(f, "-0.{part}"),
            (whole, part) => write!(f, "{whole}.{part}"),
        }
    }
}

/// A colour as #rrggbb.
pub(crate) struct Hex(pub (u8, u8, u8));

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (red, green, blue) = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_and_web_addresses_are_links() {
        for href in
            ["/schools?phase=primary", "?by=phase", "#table", "./x", "https://example.org", "http://example.org"]
        {
            assert!(is_allowed(href, true), "{href}");
        }
        for href in
            ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:1", "", "mailto:a@b"]
        {
            assert!(!is_allowed(href, true), "{href}");
        }
        assert!(is_allowed("https://example.org", false) && !is_allowed("/schools", false));
    }

    #[test]
    fn text_is_escaped_and_control_characters_go() {
        assert_eq!(Escaped("a<b>&\"c\"'\u{1}\n\u{ffff}d").to_string(), "a&lt;b&gt;&amp;&quot;c&quot;&#39; d");
    }

    #[test]
    fn lengths_are_written_to_a_tenth() {
        let written = [Tenths(120), Tenths(125), Tenths(-5), Tenths(-15), Tenths(0)].map(|length| length.to_string());
        assert_eq!(written, ["12", "12.5", "-0.5", "-1.5", "0"]);
    }
}
