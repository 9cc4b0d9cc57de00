//! A plotters drawing area counted in pixels, with the house's few kinds of stroke. The one way to draw.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle};

use crate::backend::{Named, Pen, Svg, TENTHS};
use crate::text::{self, Wrapped};
use crate::theme::{self, Look, Pattern};

/// A point, in px from the upper left corner.
pub(crate) type Point = (f64, f64);

/// A rectangle in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// Half way down.
    pub(crate) fn middle(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }
}

/// How text is set.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub class: &'static str,
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
    pub anchor: HPos,
    pub halo: bool,
    pub underlined: bool,
}

impl Type {
    /// Plain text of `size` that starts at its point.
    pub(crate) fn new(class: &'static str, size: f64) -> Type {
        Type { class, size, bold: false, colour: theme::INK, anchor: HPos::Left, halo: false, underlined: false }
    }

    pub(crate) fn bold(self) -> Type {
        Type { bold: true, ..self }
    }

    pub(crate) fn colour(self, colour: RGBColor) -> Type {
        Type { colour, ..self }
    }

    pub(crate) fn centred(self) -> Type {
        Type { anchor: HPos::Center, ..self }
    }

    pub(crate) fn ending(self) -> Type {
        Type { anchor: HPos::Right, ..self }
    }

    /// With a white rim, so that lines behind it do not disturb.
    pub(crate) fn halo(self) -> Type {
        Type { halo: true, ..self }
    }

    /// Width of `text` in px.
    pub(crate) fn width(&self, text: &str) -> f64 {
        text::width(text, self.size, self.bold)
    }

    /// `text` in at most `lines` lines of `room` px.
    pub(crate) fn wrap(&self, text: &str, room: f64, lines: usize) -> Wrapped {
        text::wrap(text, room, lines, self.size, self.bold)
    }

    /// The baseline that puts one line of capitals and digits in the middle of `y`.
    pub(crate) fn baseline(&self, y: f64) -> f64 {
        y + self.size * text::CAPITALS / 2.0
    }
}

/// The paper, and how it is drawn upon.
pub(crate) struct Canvas {
    svg: Rc<RefCell<Svg>>,
    area: DrawingArea<Svg, Shift>,
    /// The sizes.
    pub look: Look,
}

impl Canvas {
    /// An empty drawing whose ids begin with `id`.
    pub(crate) fn new(id: String, look: Look) -> Canvas {
        let svg = Rc::new(RefCell::new(Svg::new(id, look.page)));
        Canvas { area: DrawingArea::from(&svg), svg, look }
    }

    /// Body, definitions, and whether it has links.
    pub(crate) fn finish(self) -> (String, String, bool) {
        let mut svg = self.svg.borrow_mut();
        let (body, definitions) = svg.finish();
        (body, definitions, svg.has_links())
    }

    /// A filled rectangle.
    pub(crate) fn rect(&self, area: Area, colour: RGBColor, pen: Pen) {
        let corners = [tenths((area.left, area.top)), tenths((area.right, area.bottom))];
        self.put(&Rectangle::new(corners, ShapeStyle::from(colour).filled()), pen);
    }

    /// A rectangle without a fill.
    pub(crate) fn outline(&self, area: Area, colour: RGBColor, width: f64, class: &'static str) {
        let corners = [tenths((area.left, area.top)), tenths((area.right, area.bottom))];
        let style = ShapeStyle::from(colour).stroke_width((width * TENTHS).round() as u32);
        self.put(&Rectangle::new(corners, style), Pen::class(class));
    }

    /// The bar of a series: plain or patterned, pale and dashed while in progress.
    pub(crate) fn bar(&self, area: Area, series: usize, pale: bool) {
        let colour = theme::series(series);
        let pattern = theme::has_pattern(series).then_some(Pattern::Series { series, pale });
        let pen = Pen { class: "bar", pattern, ..Pen::default() };
        if pale {
            // The dashes lie inside the bar, so that its length stays true.
            let inset = 0.75_f64.min((area.right - area.left) / 2.0);
            let inner = Area {
                left: area.left + inset,
                top: area.top + inset,
                right: area.right - inset,
                bottom: area.bottom - inset,
            };
            self.rect(inner, theme::pale(colour), Pen { outline: Some((colour, 1.5)), dashed: true, ..pen });
        } else {
            self.rect(area, colour, pen);
        }
    }

    /// A line through `points`.
    pub(crate) fn line(&self, points: &[Point], colour: RGBColor, width: f64, pen: Pen) {
        let points: Vec<_> = points.iter().copied().map(tenths).collect();
        let style = ShapeStyle::from(colour).stroke_width((width * TENTHS).round() as u32);
        self.put(&PathElement::new(points, style), pen);
    }

    /// A line in the white rim that sets it off from what lies behind.
    pub(crate) fn rimmed_line(&self, points: &[Point], colour: RGBColor, width: f64, rim: f64, class: &'static str) {
        self.line(points, theme::PAPER, width + 2.0 * rim, Pen::class("rim"));
        self.line(points, colour, width, Pen { class, ..Pen::default() });
    }

    /// A filled polygon.
    pub(crate) fn polygon(&self, points: &[Point], colour: RGBColor, pen: Pen) {
        let points: Vec<_> = points.iter().copied().map(tenths).collect();
        self.put(&Polygon::new(points, colour.filled()), pen);
    }

    /// A filled circle.
    pub(crate) fn circle(&self, centre: Point, radius: f64, colour: RGBColor, pen: Pen) {
        self.put(&Circle::new(tenths(centre), (radius * TENTHS).round() as u32, colour.filled()), pen);
    }

    /// One line of text on the baseline at `at`.
    pub(crate) fn text(&self, text: &str, at: Point, how: Type) {
        let style = if how.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::SansSerif, how.size * TENTHS, style).color(&how.colour);
        let element = Text::new(text, tenths(at), font.pos(Pos::new(how.anchor, VPos::Bottom)));
        let pen = Pen { class: how.class, halo: how.halo, underlined: how.underlined, ..Pen::default() };
        self.put(&element, pen);
    }

    /// Wrapped lines of text, the first on the baseline at `at`; returns the baseline that would follow.
    pub(crate) fn lines(&self, lines: &[String], at: Point, how: Type) -> f64 {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.svg.borrow_mut().space();
            }
            self.text(line, (at.0, at.1 + index as f64 * theme::line(how.size)), how);
        }
        at.1 + lines.len() as f64 * theme::line(how.size)
    }

    /// The thin dark whiskers of an interval, across at `y`.
    pub(crate) fn whisker(&self, from: f64, to: f64, y: f64) {
        let cap = 5.0;
        let strokes = [[(from, y), (to, y)], [(from, y - cap), (from, y + cap)], [(to, y - cap), (to, y + cap)]];
        self.interval(&strokes);
    }

    /// The whiskers of an interval, upright at `x`.
    pub(crate) fn upright_whisker(&self, x: f64, from: f64, to: f64) {
        let cap = 5.0;
        let strokes = [[(x, from), (x, to)], [(x - cap, from), (x + cap, from)], [(x - cap, to), (x + cap, to)]];
        self.interval(&strokes);
    }

    fn interval(&self, strokes: &[[Point; 2]]) {
        for stroke in strokes {
            self.line(stroke, theme::PAPER, 4.5, Pen::class("rim"));
        }
        for stroke in strokes {
            self.line(stroke, theme::INK, 1.5, Pen::class("interval"));
        }
    }

    /// Draws `inside` as one mark with a name; it is a link where `href` says so, and a stop of the Tab key otherwise.
    pub(crate) fn mark(&self, name: &str, href: Option<&str>, inside: impl FnOnce()) {
        self.named(Named { class: "mark", name, href, tab_stop: self.look.tab_stops }, inside);
    }

    /// Draws `inside` as something with a name.
    pub(crate) fn named(&self, named: Named<'_>, inside: impl FnOnce()) {
        self.svg.borrow_mut().begin_mark(named);
        inside();
        self.svg.borrow_mut().end();
    }

    /// Draws `inside` as a group; see [`Svg::begin_group`].
    pub(crate) fn group(&self, class: &str, hidden: bool, inside: impl FnOnce()) {
        self.svg.borrow_mut().begin_group(class, hidden);
        inside();
        self.svg.borrow_mut().end();
    }

    /// Gives the group being drawn a title.
    pub(crate) fn full_text(&self, text: &str) {
        self.svg.borrow_mut().full_text(text);
    }

    /// An invisible area that catches the pointer.
    pub(crate) fn hit(&self, area: Area) {
        self.svg.borrow_mut().hit_area(tenths((area.left, area.top)), tenths((area.right, area.bottom)));
    }

    fn put<'a, E>(&self, element: &'a E, pen: Pen)
    where
        &'a E: PointCollection<'a, (i32, i32)>,
        E: Drawable<Svg>,
    {
        self.svg.borrow_mut().pen = pen;
        let drawn = self.area.draw(element);
        debug_assert!(drawn.is_ok(), "drawing into a string cannot fail");
    }
}

fn tenths((x, y): Point) -> (i32, i32) {
    ((x * TENTHS).round() as i32, (y * TENTHS).round() as i32)
}
