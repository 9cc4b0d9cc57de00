//! What horizontal bars and steps share: the column of names, the rows and the axis of values.

use plotters::style::RGBColor;

use crate::backend::{Named, Pen};
use crate::canvas::{Area, Canvas, Type};
use crate::scale::Scale;
use crate::text::Wrapped;
use crate::{Axis, Unit, theme};

/// Space between a tick's line and its words, and between names and bars.
const GAP: f64 = 12.0;

/// Where names, bars and the words after them go.
pub(crate) struct Columns {
    /// Width the names may take.
    pub names: f64,
    /// Zero of the axis.
    pub zero: f64,
    /// End of the axis.
    pub end: f64,
    /// Lines a name may take.
    pub name_lines: usize,
}

impl Columns {
    /// Lays out the columns for `names`; `after` px stay free behind the axis for values.
    pub(crate) fn new(canvas: &Canvas, names: &[&str], after: f64, dense: bool) -> Columns {
        let look = canvas.look;
        let end = look.right() - after;
        if look.narrow {
            return Columns { names: look.right() - look.left(), zero: look.left() + 1.0, end, name_lines: 2 };
        }
        let how = name_type(canvas);
        let name_lines = if dense { 1 } else { 2 };
        let wrapped_at =
            |room: f64| -> Vec<Wrapped> { names.iter().map(|name| how.wrap(name, room, name_lines)).collect() };
        let rooms: &[f64] = if dense { &[290.0] } else { &[190.0, 220.0, 250.0] };
        let wrapped = rooms
            .iter()
            .map(|room| wrapped_at(*room))
            .reduce(|tight, wide| if tight.iter().any(|name| name.shortened) { wide } else { tight });
        let names = wrapped.unwrap_or_default().iter().map(|name| name.width).fold(0.0, f64::max).ceil();
        let zero = (look.left() + names + GAP).round();
        Columns { names, zero, end, name_lines }
    }
}

/// How a row's name is set.
pub(crate) fn name_type(canvas: &Canvas) -> Type {
    Type::new("label", canvas.look.text)
}

/// Draws a row's name: left of the bars and level with their middle, or above them in the narrow drawing.
/// `top` is the upper end of the name's lines there.
pub(crate) fn draw_name(canvas: &Canvas, name: &str, href: Option<&str>, columns: &Columns, top: f64, middle: f64) {
    draw_set_name(canvas, name, href, columns, (top, middle), name_type(canvas));
}

/// As [`draw_name`], set as `how` says, with its upper end and its middle in one.
pub(crate) fn draw_set_name(
    canvas: &Canvas,
    name: &str,
    href: Option<&str>,
    columns: &Columns,
    (top, middle): (f64, f64),
    mut how: Type,
) {
    let look = canvas.look;
    let wrapped = how.wrap(name, columns.names, columns.name_lines);
    let linked = look.page && href.is_some();
    if linked {
        how = Type { underlined: true, ..how.colour(theme::BLUE) };
    }
    let count = wrapped.lines.len() as f64;
    let (at, how) = if look.narrow {
        ((look.left(), top + look.text), how)
    } else {
        let first = how.baseline(middle) - (count - 1.0) * look.line() / 2.0;
        ((columns.zero - GAP, first), how.ending())
    };
    let draw = || {
        canvas.lines(&wrapped.lines, at, how);
    };
    if linked {
        let named = Named { class: "category", name, href, tab_stop: false };
        canvas.named(named, draw);
    } else {
        canvas.group("category", true, || {
            if wrapped.shortened {
                canvas.full_text(name);
            }
            draw();
        });
    }
}

/// A scale whose tick labels have room between `zero` and `end`.
pub(crate) fn fitting_scale(canvas: &Canvas, axis: &Axis, reach: f64, columns: &Columns) -> Scale {
    let how = tick_type(canvas);
    let room = columns.end - columns.zero;
    let with = |most: usize| Scale::new(axis, reach, most);
    let fits = |scale: &Scale| {
        let ticks = scale.ticks();
        let widest = ticks.iter().map(|tick| how.width(&scale.words(*tick))).fold(0.0, f64::max);
        ticks.len() < 2 || (ticks[1] / scale.max) * room >= widest + 14.0
    };
    let most = if axis.unit == Unit::Percent { 4 } else { 5 };
    let scale = (1..=most).rev().map(with).find(fits).unwrap_or_else(|| with(1));
    scale.over(columns.zero, columns.end)
}

/// How the numbers at the ticks are set.
pub(crate) fn tick_type(canvas: &Canvas) -> Type {
    Type::new("tick", canvas.look.text).colour(theme::QUIET)
}

/// Draws grid lines, the numbers below them (and above, where `on_top`), and the axis label.
/// The lines cross the whole `plot`, or only its `bars` (upper and lower ends) when narrow, where names stand between.
/// Returns the lower end.
pub(crate) fn draw_axis(
    canvas: &Canvas,
    axis: &Axis,
    scale: &Scale,
    plot: Area,
    bars: &[(f64, f64)],
    on_top: bool,
) -> f64 {
    let look = canvas.look;
    canvas.group("axis", true, || {
        for tick in scale.ticks() {
            let x = scale.at(tick).round();
            draw_grid_line(canvas, x, if tick == 0.0 { theme::INK } else { theme::GRID }, plot, bars);
            let words = scale.words(tick);
            let (how, half) = (tick_type(canvas), tick_type(canvas).width(&words) / 2.0);
            let (x, how) = if x - half < look.left() {
                (look.left(), how)
            } else if x + half > look.right() {
                (look.right(), how.ending())
            } else {
                (x, how.centred())
            };
            canvas.text(&words, (x, plot.bottom + look.line()), how);
            if on_top {
                canvas.text(&words, (x, plot.top - 8.0), how);
            }
        }
    });
    draw_label(canvas, axis, if look.narrow { look.left() } else { plot.left }, plot.bottom + 2.0 * look.line() + 2.0)
}

/// Draws, instead of an axis, the line of zero alone: where no value is shown, numbers would measure nothing.
/// Returns the lower end.
pub(crate) fn draw_zero(canvas: &Canvas, scale: &Scale, plot: Area, bars: &[(f64, f64)]) -> f64 {
    canvas.group("axis", true, || draw_grid_line(canvas, scale.at(0.0).round(), theme::INK, plot, bars));
    plot.bottom + 6.0
}

fn draw_grid_line(canvas: &Canvas, x: f64, colour: RGBColor, plot: Area, bars: &[(f64, f64)]) {
    let whole = [(plot.top, plot.bottom)];
    for (top, bottom) in if canvas.look.narrow { bars } else { &whole } {
        canvas.line(&[(x, *top), (x, *bottom)], colour, 1.0, Pen::class("gridline"));
    }
}

/// Draws the axis label from `left`, first baseline at `baseline`. Returns its lower end.
pub(crate) fn draw_label(canvas: &Canvas, axis: &Axis, left: f64, baseline: f64) -> f64 {
    let look = canvas.look;
    let how = Type { class: "axis-label", ..tick_type(canvas) };
    if axis.label.trim().is_empty() {
        return baseline - look.line() + 6.0;
    }
    let wrapped = how.wrap(&axis.label, look.right() - left, 3);
    canvas.lines(&wrapped.lines, (left, baseline), how) - look.line() + 6.0
}
