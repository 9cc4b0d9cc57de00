//! Measuring and wrapping text with the metrics of the embedded DejaVu Sans. It runs wider than Arial,
//! so that what fits here fits in the page's font too.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// How far the capitals rise above the baseline, in parts of the size.
pub(crate) const CAPITALS: f64 = 0.73;

const ELLIPSIS: char = '…';
/// The characters whose widths are kept: Latin with its accents and the common punctuation.
const KEPT: usize = 0x2100;

/// Text broken into lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Wrapped {
    /// The lines, top down.
    pub lines: Vec<String>,
    /// Something was left out and an ellipsis put in its place.
    pub shortened: bool,
    /// Width of the widest line, in px.
    pub width: f64,
}

/// Width in px of `text` in one line.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let advances = advances(bold);
    let ems: f64 = text.chars().map(|letter| f64::from(advance(advances, letter))).sum();
    ems * size
}

/// Breaks `text` at spaces (and after hyphens) into at most `most_lines` lines of `room` px;
/// what does not fit ends in an ellipsis.
pub(crate) fn wrap(text: &str, room: f64, most_lines: usize, size: f64, bold: bool) -> Wrapped {
    let fits = |line: &str| width(line.trim_end(), size, bold) <= room;
    let (mut lines, mut line, mut shortened) = (Vec::new(), String::new(), false);
    for piece in pieces(text) {
        let is_last = lines.len() + 1 >= most_lines;
        if line.is_empty() || fits(&format!("{line}{piece}")) {
            line.push_str(piece);
        } else if is_last {
            // One piece too many makes the line too long, which is then cut to what fits.
            line.push_str(piece);
            break;
        } else {
            lines.push(std::mem::replace(&mut line, piece.to_owned()));
        }
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
        if !fits(line) {
            *line = shorten(line, room, size, bold);
            shortened = true;
        }
    }
    let width = lines.iter().map(|line| width(line, size, bold)).fold(0.0, f64::max);
    Wrapped { lines, shortened, width }
}

/// As [`wrap`], with lines of about the same length, so that no word is left alone on the last.
pub(crate) fn wrap_evenly(text: &str, room: f64, most_lines: usize, size: f64, bold: bool) -> Wrapped {
    let wide = wrap(text, room, most_lines, size, bold);
    if wide.lines.len() < 2 {
        return wide;
    }
    let same = |narrower: &Wrapped| narrower.lines.len() == wide.lines.len() && !narrower.shortened;
    let parts = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
    parts.iter().map(|part| wrap(text, room * part, most_lines, size, bold)).find(same).unwrap_or(wide)
}

/// The longest beginning of `text` that fits with an ellipsis.
fn shorten(text: &str, room: f64, size: f64, bold: bool) -> String {
    let advances = advances(bold);
    let mut left = room / size - f64::from(advance(advances, ELLIPSIS));
    let mut fits = |letter: char| {
        left -= f64::from(advance(advances, letter));
        left >= 0.0
    };
    let kept: String = text.chars().take_while(|letter| fits(*letter)).collect();
    format!("{}{ELLIPSIS}", kept.trim_end())
}

/// Words with the space that follows them; a line may also break after a hyphen. A year such as 2024/25 stays whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n', '\t', '-']).filter(|piece| !piece.trim().is_empty())
}

fn advances(bold: bool) -> &'static [f32] {
    static ADVANCES: OnceLock<[Vec<f32>; 2]> = OnceLock::new();
    let both = ADVANCES.get_or_init(|| [read(dejavu::sans::regular()), read(dejavu::sans::bold())]);
    &both[usize::from(bold)]
}

fn advance(advances: &[f32], letter: char) -> f32 {
    // Beyond the table a full em is a safe guess: no letter of the font is much wider.
    advances.get(letter as usize).copied().unwrap_or(1.0)
}

/// Advance widths in ems by code point.
fn read(font: &[u8]) -> Vec<f32> {
    let Ok(font) = FontRef::new(font) else {
        return vec![0.7; KEPT];
    };
    let letters = font.charmap();
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let one = |code: usize| {
        let glyph = letters.map(u32::try_from(code).unwrap_or_default()).unwrap_or_default();
        metrics.advance_width(glyph).unwrap_or(0.7)
    };
    (0..KEPT).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_dejavu_sans() {
        // 1303 of 2048 units for a digit, 651 for a space; 1425 for a bold digit.
        assert!((width("0", 2048.0, false) - 1303.0).abs() < 1.0);
        assert!((width(" ", 2048.0, false) - 651.0).abs() < 1.0);
        assert!((width("0", 2048.0, true) - 1425.0).abs() < 1.0);
    }

    #[test]
    fn long_names_wrap_at_words() {
        let wrapped = wrap("Cambridgeshire and Peterborough", 180.0, 2, 16.0, false);
        assert_eq!(wrapped.lines, ["Cambridgeshire and", "Peterborough"]);
        assert!(!wrapped.shortened && wrapped.width <= 180.0);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let wrapped = wrap("Bath and North East Somerset, Swindon and Wiltshire", 120.0, 2, 16.0, false);
        assert!(wrapped.shortened && wrapped.lines.len() == 2 && wrapped.lines[1].ends_with('…'));
        let one = wrap("Llanfairpwllgwyngyll", 60.0, 2, 16.0, false);
        assert!(one.shortened && one.lines.len() == 1 && one.width <= 60.0);
    }

    #[test]
    fn empty_text_is_one_empty_line() {
        assert_eq!(
            wrap("", 50.0, 2, 16.0, false),
            Wrapped { lines: vec![String::new()], shortened: false, width: 0.0 }
        );
    }
}
