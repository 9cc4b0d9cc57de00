//! Words that our fonts can show: PDF/UA forbids a glyph that stands for "none".

use std::collections::HashSet;
use std::sync::OnceLock;

use super::world::shelf;
use crate::text::one_line;

/// What stands for a character that no font has.
const MISSING: char = '\u{FFFD}';

/// The text with what XML forbids left out and what no font has replaced.
pub(super) fn shown(text: &str) -> String {
    replaced(&one_line(text))
}

/// The same for a drawing: its markup is ASCII and stays as it is.
pub(super) fn replaced(text: &str) -> String {
    let stays = |c: &char| matches!(c, ' '..='~' | '\n' | '\t');
    text.chars()
        .filter(|c| stays(c) || !is_unseen(*c))
        .map(|c| if stays(&c) || has_glyph(c) { c } else { MISSING })
        .collect()
}

/// Characters without a look of their own that would ask for a glyph, and marks that have no place in a text: byte
/// order marks, variation selectors, tags, joiners. Those that turn the direction of writing stay out as well, so that
/// no text can turn what stands beside it.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn has_glyph(c: char) -> bool {
    // The private use area has glyphs in our fonts, but nobody can say what they mean.
    !matches!(c, '\u{E000}'..='\u{F8FF}') && glyphs().contains(&c)
}

/// What any of our fonts has: where a bold one lacks it, another steps in.
fn glyphs() -> &'static HashSet<char> {
    static GLYPHS: OnceLock<HashSet<char>> = OnceLock::new();
    GLYPHS.get_or_init(|| {
        let all = shelf().fonts.iter().flat_map(|font| font.info().coverage.iter());
        all.filter_map(char::from_u32).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_replaced_and_the_rest_is_kept() {
        for (text, seen) in [
            ("Ysgol Gymraeg ŵŷ – “quoted” • ≥ 5", "Ysgol Gymraeg ŵŷ – “quoted” • ≥ 5"),
            ("日本 \u{1F9D1}\u{200D}\u{1F3EB}", "\u{FFFD}\u{FFFD} \u{FFFD}\u{FFFD}"),
            ("\u{FEFF}a\u{0}b\u{202E}c\u{E000}", "abc\u{FFFD}"),
            ("שלום مرحبا", "שלום مرحبا"),
        ] {
            assert_eq!(shown(text), seen, "{text:?}");
        }
    }
}
