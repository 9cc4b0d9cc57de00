//! Colours and sizes. The series follow the Analysis Function palette in its published order, in which
//! neighbours differ by 3:1; turquoise and orange are never used for text.

use plotters::style::RGBColor;

use crate::Layout;
use crate::markup::Hex;

/// Text and the lines that carry meaning.
pub(crate) const INK: RGBColor = RGBColor(0x0b, 0x0c, 0x0c);
/// Quiet text: ticks, notes, words for what is withheld (7:1 on white).
pub(crate) const QUIET: RGBColor = RGBColor(0x48, 0x51, 0x56);
/// Grid lines.
pub(crate) const GRID: RGBColor = RGBColor(0xdb, 0xdf, 0xe2);
/// Lines of what others reach, beside an own line (4.5:1 on white).
pub(crate) const GREY: RGBColor = RGBColor(0x76, 0x76, 0x76);
/// Background and the gaps between segments.
pub(crate) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
/// The brand's dark blue, for links.
pub(crate) const BLUE: RGBColor = SERIES[0];

const SERIES: [RGBColor; 5] = [
    RGBColor(0x12, 0x43, 0x6d),
    RGBColor(0x28, 0xa1, 0x97),
    RGBColor(0x80, 0x16, 0x50),
    RGBColor(0xf4, 0x6a, 0x25),
    RGBColor(0x3d, 0x3d, 0x3d),
];

/// Font of the page's drawings.
pub(crate) const PAGE_FONT: &str = "Arial, Helvetica, sans-serif";
/// Fonts of stand-alone files: the embedded one first.
pub(crate) const FILE_FONT: &str = "'DejaVu Sans', Verdana, Arial, sans-serif";

/// More categories than this are drawn in dense rows.
pub(crate) const DENSE_FROM: usize = 40;
/// More marks than this are no longer stops of the Tab key (links always are): the table is the way in.
pub(crate) const MOST_TAB_STOPS: usize = 60;

/// The classes of a map, lowest first: the Analysis Function's sequential blues, carried on by two lighter ones.
/// They are outlined in dark blue, because the light ones differ too little from the page.
pub(crate) const CLASSES: [RGBColor; 5] = [
    RGBColor(0xe6, 0xf0, 0xfa),
    RGBColor(0xb3, 0xd3, 0xf0),
    RGBColor(0x6b, 0xac, 0xe6),
    RGBColor(0x20, 0x73, 0xbc),
    RGBColor(0x12, 0x43, 0x6d),
];

/// Colour of targets: dark pink.
pub(crate) const TARGET: RGBColor = SERIES[2];

/// Colour of the reference line `index`; orange first, as comparators are.
pub(crate) fn reference(index: usize) -> RGBColor {
    [SERIES[3], QUIET, SERIES[1]][index % 3]
}

/// Colour of the series `index`.
pub(crate) fn series(index: usize) -> RGBColor {
    SERIES[index % SERIES.len()]
}

/// Colour of the comparator's tick: orange, unless a series has it.
pub(crate) fn comparator(series_count: usize) -> RGBColor {
    SERIES[if series_count < 4 { 3 } else { 4 }]
}

/// Whether a series' bars carry a pattern: all but the first do, so that they differ without colour.
pub(crate) fn has_pattern(index: usize) -> bool {
    !index.is_multiple_of(SERIES.len())
}

/// A fill that differs without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pattern {
    /// Of a series; `pale` is the variant for what is still in progress.
    Series { series: usize, pale: bool },
    /// Of a withheld figure.
    Withheld,
}

impl Pattern {
    /// Its id in a drawing whose ids begin with `prefix`.
    pub(crate) fn id(self, prefix: &str) -> String {
        match self {
            Pattern::Series { series, pale: true } => format!("{prefix}-pale{series}"),
            Pattern::Series { series, pale: false } => format!("{prefix}-series{series}"),
            Pattern::Withheld => format!("{prefix}-withheld"),
        }
    }

    /// The `<pattern>`. Of a series: white strokes on its colour, or its colour on the pale tint.
    pub(crate) fn definition(self, prefix: &str) -> String {
        let id = self.id(prefix);
        let hex = |RGBColor(red, green, blue)| Hex((red, green, blue)).to_string();
        let (series, pale) = match self {
            Pattern::Series { series, pale } => (series, pale),
            Pattern::Withheld => (1, true),
        };
        let colour = if self == Pattern::Withheld { GREY } else { self::series(series) };
        let tint = if self == Pattern::Withheld { PAPER } else { self::pale(colour) };
        let (ground, ink) = if pale { (hex(tint), hex(colour)) } else { (hex(colour), hex(PAPER)) };
        let strokes = match series % SERIES.len() {
            1 => format!("<path d=\"M-2,2 L2,-2 M0,9 L9,0 M7,11 L11,7\" stroke=\"{ink}\" stroke-width=\"1.3\"/>"),
            2 => format!(
                "<g fill=\"{ink}\"><circle cx=\"2\" cy=\"2\" r=\"1.1\"/><circle cx=\"6.5\" cy=\"6.5\" r=\"1.1\"/></g>"
            ),
            3 => format!("<path d=\"M4.5,0 L4.5,9\" stroke=\"{ink}\" stroke-width=\"1.2\"/>"),
            _ => format!("<path d=\"M0,4.5 L9,4.5\" stroke=\"{ink}\" stroke-width=\"1.2\"/>"),
        };
        format!(
            "<pattern id=\"{id}\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"9\" height=\"9\" fill=\"{ground}\"/>{strokes}</pattern>"
        )
    }
}

/// A pale tint, for what is still in progress.
pub(crate) fn pale(colour: RGBColor) -> RGBColor {
    let mix = |part: u8| (f64::from(part) * 0.18 + 255.0 * 0.82).round() as u8;
    RGBColor(mix(colour.0), mix(colour.1), mix(colour.2))
}

/// The text colour that reads best on `background`.
pub(crate) fn text_on(background: RGBColor) -> RGBColor {
    if contrast(PAPER, background) >= 4.5 { PAPER } else { INK }
}

/// WCAG contrast ratio of two colours, 1 to 21.
pub(crate) fn contrast(one: RGBColor, other: RGBColor) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// The sizes of one drawing, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    /// Drawn for a phone: labels above the bars, legends instead of direct labels.
    pub narrow: bool,
    /// Drawn for a page: links, focus and names for assistive technology.
    pub page: bool,
    /// Marks without a link take the keyboard focus.
    pub tab_stops: bool,
    /// Width of the whole drawing.
    pub width: f64,
    /// White space around the content.
    pub margin: f64,
    /// Size of all text in the plot.
    pub text: f64,
}

impl Look {
    /// The drawing for a page.
    pub(crate) fn page(layout: Layout, marks: usize) -> Look {
        let (narrow, width, text) = match layout {
            Layout::Wide => (false, 720.0, 16.0),
            Layout::Narrow => (true, 340.0, 14.0),
        };
        Look { narrow, page: true, tab_stops: marks <= MOST_TAB_STOPS, width, margin: 2.0, text }
    }

    /// The drawing as a file.
    pub(crate) fn file() -> Look {
        Look { narrow: false, page: false, tab_stops: false, width: 768.0, margin: 24.0, text: 16.0 }
    }

    /// Distance of two baselines of wrapped text.
    pub(crate) fn line(&self) -> f64 {
        line(self.text)
    }

    /// Left end of the content.
    pub(crate) fn left(&self) -> f64 {
        self.margin
    }

    /// Right end of the content.
    pub(crate) fn right(&self) -> f64 {
        self.width - self.margin
    }
}

/// Distance of two baselines of text of `size`.
pub(crate) fn line(size: f64) -> f64 {
    (size * 1.22).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_series_and_the_background_differ_by_three_to_one() {
        for index in 0..4 {
            assert!(contrast(series(index), PAPER) >= 3.0);
            assert!(contrast(series(index), series(index + 1)) >= 3.0);
        }
    }

    #[test]
    fn text_reads_on_white_and_on_every_series() {
        assert!(contrast(INK, PAPER) >= 7.0 && contrast(QUIET, PAPER) >= 7.0 && contrast(BLUE, PAPER) >= 4.5);
        for index in 0..5 {
            assert!(contrast(text_on(series(index)), series(index)) >= 4.5);
            assert!(contrast(text_on(pale(series(index))), pale(series(index))) >= 4.5);
        }
    }

    #[test]
    fn classes_darken_and_text_reads_on_each() {
        for pair in CLASSES.windows(2) {
            assert!(contrast(pair[0], PAPER) < contrast(pair[1], PAPER) && contrast(pair[0], pair[1]) >= 1.3);
        }
        assert!(CLASSES.iter().all(|class| contrast(text_on(*class), *class) >= 4.5));
        assert!(contrast(CLASSES[4], PAPER) >= 3.0 && contrast(GREY, PAPER) >= 4.5, "outlines show");
    }
}
