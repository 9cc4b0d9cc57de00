//! Where things stand on a slide of 960 by 540 points, and how much room words take there.

use crate::markdown::Span;
use crate::measure;

/// EMU in a point.
const POINT: f64 = 12_700.0;
/// A line is so many times as high as its words.
pub(super) const LEADING: f64 = 1.22;
/// Bold words are so much wider.
pub(super) const BOLD: f64 = 1.1;

/// An area in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

const LEFT: f64 = 48.0;
/// From margin to margin.
pub(super) const ROOM: f64 = 864.0;

pub(super) const TITLE: Area = Area { x: LEFT, y: 30.0, width: ROOM, height: 76.0 };
pub(super) const BODY: Area = Area { x: LEFT, y: 118.0, width: ROOM, height: 364.0 };
pub(super) const GRAPHIC: Area = Area { x: LEFT, y: 114.0, width: ROOM, height: 300.0 };
pub(super) const CAPTION: Area = Area { x: LEFT, y: 420.0, width: ROOM, height: 66.0 };
pub(super) const TITLE_OF_ALL: Area = Area { x: LEFT, y: 60.0, width: ROOM, height: 170.0 };
pub(super) const SUBTITLE: Area = Area { x: LEFT, y: 246.0, width: ROOM, height: 56.0 };
pub(super) const DETAILS: Area = Area { x: LEFT, y: 314.0, width: ROOM, height: 168.0 };
pub(super) const FOOTER: Area = Area { x: LEFT, y: 494.0, width: 780.0, height: 32.0 };
pub(super) const NUMBER: Area = Area { x: 852.0, y: 494.0, width: 60.0, height: 32.0 };

impl Area {
    /// As DrawingML writes it; `space` is the prefix of the element's namespace.
    pub(super) fn transform(self, space: &str) -> String {
        let emu = |points: f64| (points * POINT).round() as i64;
        let (x, y, width, height) = (emu(self.x), emu(self.y), emu(self.width), emu(self.height));
        format!("<{space}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></{space}:xfrm>")
    }
}

/// Points as EMU.
pub(super) fn emu(points: f64) -> i64 {
    (points * POINT).round() as i64
}

/// The largest of the sizes in which a title fits its place, and as much of it as does.
pub(super) fn title(words: &str, area: Area, sizes: &[f64]) -> (f64, String) {
    let fits = |words: &str, size: f64| {
        measure::lines(words, size * BOLD, area.width) as f64 * size * LEADING <= area.height + 1.0
    };
    if let Some(size) = sizes.iter().find(|size| fits(words, **size)) {
        return (*size, words.to_owned());
    }
    let size = sizes.last().copied().unwrap_or(20.0);
    let (mut least, mut most) = (1, words.chars().count());
    while most - least > 1 {
        let middle = least.midpoint(most);
        if fits(&crate::text::shortened(words, middle), size) { least = middle } else { most = middle }
    }
    (size, crate::text::shortened(words, least))
}

/// How high spans stand in so much room.
pub(super) fn height(spans: &[Span], size: f64, room: f64) -> f64 {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let wide = if spans.iter().any(|span| span.strong) { BOLD } else { 1.0 };
    measure::lines(&text, size * wide, room) as f64 * size * LEADING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_set_smaller_before_it_is_cut() {
        assert_eq!(title("Short", TITLE, &[28.0, 20.0]), (28.0, "Short".to_owned()));
        let (size, words) = title(&"two words ".repeat(12), TITLE, &[28.0, 20.0]);
        assert_eq!((size, words.ends_with('…')), (20.0, false));
        let (size, words) = title(&"two words ".repeat(200), TITLE, &[28.0, 20.0]);
        assert!(size == 20.0 && words.ends_with('…') && words.len() > 100, "{words}");
        assert!(title(&"x".repeat(10_000), TITLE, &[28.0, 20.0]).1.chars().count() < 300);
    }
}
