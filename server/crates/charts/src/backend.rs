//! The plotters backend that writes our SVG: real text, links, names for assistive technology and only
//! presentation attributes, so that a strict content security policy holds. It counts in tenths of a pixel,
//! because plotters' coordinates are whole numbers.

use std::convert::Infallible;
use std::fmt::Write;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::markup::{Escaped, Hex, Tenths, is_allowed};
use crate::text::CAPITALS;
use crate::theme::{self, Pattern};

/// Units of the backend in one pixel.
pub(crate) const TENTHS: f64 = 10.0;

/// What plotters' styles cannot say; it holds for the next shapes until it is changed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Pen {
    /// The class, for stylesheets.
    pub class: &'static str,
    /// Fill with the series' pattern instead of the plain colour.
    pub pattern: Option<Pattern>,
    /// Colour and width in px of a line around a filled shape.
    pub outline: Option<(RGBColor, f64)>,
    /// Draw lines dashed.
    pub dashed: bool,
    /// Put a white rim around text.
    pub halo: bool,
    /// Underline text.
    pub underlined: bool,
}

impl Pen {
    /// A plain pen for shapes of a class.
    pub(crate) fn class(class: &'static str) -> Pen {
        Pen { class, ..Pen::default() }
    }
}

/// Something with a name that may be a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub class: &'a str,
    pub name: &'a str,
    pub href: Option<&'a str>,
    /// Takes the keyboard focus although it is no link.
    pub tab_stop: bool,
}

/// SVG in the making.
pub(crate) struct Svg {
    id: String,
    page: bool,
    body: String,
    open: Vec<&'static str>,
    patterns: Vec<Pattern>,
    links: bool,
    /// Holds for the next shapes.
    pub pen: Pen,
}

impl Svg {
    /// An empty drawing whose ids begin with `id`; `page` writes links, focus and names.
    pub(crate) fn new(id: String, page: bool) -> Svg {
        let body = String::with_capacity(16 * 1024);
        Svg { id, page, body, open: Vec::new(), patterns: Vec::new(), links: false, pen: Pen::default() }
    }

    /// Opens an element that stands for one thing: a link where it leads somewhere, an image with a name otherwise.
    pub(crate) fn begin_mark(&mut self, mark: Named<'_>) {
        let (class, name) = (mark.class, Escaped(mark.name));
        match mark.href.filter(|href| is_allowed(href, self.page)) {
            Some(href) => {
                self.links = true;
                self.put(format_args!("<a class=\"{class}\" href=\"{}\" aria-label=\"{name}\">", Escaped(href)));
                self.open.push("</a>");
            }
            None => {
                self.put(format_args!("<g class=\"{class}\""));
                if self.page {
                    self.put(format_args!(" role=\"img\" aria-label=\"{name}\""));
                }
                self.put(format_args!("{}>", if self.page && mark.tab_stop { " tabindex=\"0\"" } else { "" }));
                self.open.push("</g>");
            }
        }
        self.put(format_args!("<title>{name}</title>"));
    }

    /// Opens a plain group; a hidden one is skipped by screen readers, because the marks say it better.
    pub(crate) fn begin_group(&mut self, class: &str, hidden: bool) {
        let hidden = if hidden && self.page { " aria-hidden=\"true\"" } else { "" };
        self.put(format_args!("<g class=\"{class}\"{hidden}>"));
        self.open.push("</g>");
    }

    /// Adds the full text of something shortened, first in the group just opened.
    pub(crate) fn full_text(&mut self, text: &str) {
        self.put(format_args!("<title>{}</title>", Escaped(text)));
    }

    /// A space between lines of one text, for those who read the text and not the picture.
    pub(crate) fn space(&mut self) {
        self.body.push(' ');
    }

    /// Closes the mark or group opened last.
    pub(crate) fn end(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.body.push_str(tag);
        }
    }

    /// An invisible area that catches the pointer and shapes the focus ring; only on pages.
    pub(crate) fn hit_area(&mut self, from: BackendCoord, to: BackendCoord) {
        if self.page {
            self.pen = Pen::class("hit");
            self.put(format_args!("<rect class=\"hit\" fill=\"none\" pointer-events=\"all\""));
            self.corners(from, to);
            self.body.push_str("/>");
        }
    }

    /// Whether anything in it is a link.
    pub(crate) fn has_links(&self) -> bool {
        self.links
    }

    /// The drawn elements, and the definitions they need.
    pub(crate) fn finish(&mut self) -> (String, String) {
        while !self.open.is_empty() {
            self.end();
        }
        self.patterns.sort_unstable();
        let mut definitions = String::new();
        for pattern in &self.patterns {
            definitions.push_str(&pattern.definition(&self.id));
        }
        (std::mem::take(&mut self.body), definitions)
    }

    fn put(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.body.write_fmt(arguments);
    }

    fn start(&mut self, element: &str) {
        let class = self.pen.class;
        self.put(format_args!("<{element}"));
        if !class.is_empty() {
            self.put(format_args!(" class=\"{class}\""));
        }
    }

    fn corners(&mut self, from: BackendCoord, to: BackendCoord) {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let (x, y, width, height) = (Tenths(x), Tenths(y), Tenths(width), Tenths(height));
        self.put(format_args!(" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""));
    }

    fn fill(&mut self, colour: BackendColor) {
        match self.pen.pattern {
            Some(pattern) => {
                if !self.patterns.contains(&pattern) {
                    self.patterns.push(pattern);
                }
                let id = pattern.id(&self.id);
                self.put(format_args!(" fill=\"url(#{id})\""));
            }
            None => self.put(format_args!(" fill=\"{}\"", Hex(colour.rgb))),
        }
        if let Some((colour, width)) = self.pen.outline {
            self.line_style((colour.0, colour.1, colour.2), (width * TENTHS).round() as i32);
        }
    }

    fn line_style(&mut self, rgb: (u8, u8, u8), width: i32) {
        self.put(format_args!(" stroke=\"{}\" stroke-width=\"{}\"", Hex(rgb), Tenths(width)));
        if self.pen.dashed {
            self.body.push_str(" stroke-dasharray=\"5 3\"");
        }
    }

    fn shape_style<S: BackendStyle>(&mut self, style: &S, fill: bool) {
        if fill {
            self.fill(style.color());
        } else {
            self.body.push_str(" fill=\"none\"");
            self.line_style(style.color().rgb, style.stroke_width() as i32);
        }
        self.body.push_str("/>");
    }

    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        self.body.push_str(" points=\"");
        for (index, (x, y)) in points.into_iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            self.put(format_args!("{space}{},{}", Tenths(x), Tenths(y)));
        }
        self.body.push('"');
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        // Drawings grow downwards; their size is known when they are finished.
        (100_000, 10_000_000)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.start("line");
        let (x1, y1, x2, y2) = (Tenths(from.0), Tenths(from.1), Tenths(to.0), Tenths(to.1));
        self.put(format_args!(" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\""));
        self.line_style(style.color().rgb, style.stroke_width() as i32);
        self.body.push_str("/>");
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.start("rect");
        self.corners(from, to);
        self.shape_style(style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        if let [from, to] = points[..] {
            return self.draw_line(from, to, style);
        }
        self.start("polyline");
        self.points(points);
        self.body.push_str(" stroke-linejoin=\"round\"");
        self.shape_style(style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.start("circle");
        let (x, y, radius) = (Tenths(centre.0), Tenths(centre.1), Tenths(radius as i32));
        self.put(format_args!(" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""));
        self.shape_style(style, fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.start("polygon");
        self.points(points);
        self.shape_style(style, true);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size();
        let baseline = match style.anchor().v_pos {
            VPos::Top => at.1 + (size * CAPITALS) as i32,
            VPos::Center => at.1 + (size * CAPITALS / 2.0) as i32,
            VPos::Bottom => at.1,
        };
        self.start("text");
        let (x, y, size) = (Tenths(at.0), Tenths(baseline), Tenths(size.round() as i32));
        self.put(format_args!(" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{}\"", Hex(style.color().rgb)));
        self.body.push_str(match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        });
        if matches!(style.style(), FontStyle::Bold) {
            self.body.push_str(" font-weight=\"bold\"");
        }
        if self.pen.underlined {
            self.body.push_str(" text-decoration=\"underline\"");
        }
        if self.pen.halo {
            let paper = Hex((theme::PAPER.0, theme::PAPER.1, theme::PAPER.2));
            self.put(format_args!(
                " stroke=\"{paper}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\""
            ));
        }
        self.put(format_args!(">{}</text>", Escaped(text)));
        Ok(())
    }
}
