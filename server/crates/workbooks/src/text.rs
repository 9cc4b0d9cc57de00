//! Words as a spreadsheet may hold them.

/// More characters than a cell can hold are cut.
const MOST: usize = 32_000;

/// Text that no spreadsheet takes for a formula and every XML reader takes at all: control characters go, and what
/// begins like a formula gets an apostrophe in front. Full-width signs begin formulas too where they are usual.
pub fn harmless(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    let clean: String = text.chars().filter(allowed).take(MOST).collect();
    let begins = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\n' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}' | '|' | '%')
    };
    if clean.starts_with(begins) { format!("'{clean}") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_made_harmless_and_the_rest_is_kept() {
        for (text, written) in [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+44", "'+44"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u{0}=1", "'=1"),
            ("\u{1b}\u{FF1D}1", "'\u{FF1D}1"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'=1"),
            ("St Mary's = good", "St Mary's = good"),
            ("\u{2212}4.0", "\u{2212}4.0"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), written, "{text:?}");
        }
    }
}
