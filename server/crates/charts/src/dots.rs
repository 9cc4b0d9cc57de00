//! One dot a row with its 95% interval, and lines across all rows to compare with. Values stand in a column of
//! their own, so that neither dot nor line can touch them; what is withheld is words there and nothing else.

use crate::axis::{self, Columns};
use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Type};
use crate::legend::{self, Sample};
use crate::references::{self, Reference};
use crate::scale::Scale;
use crate::text::Wrapped;
use crate::{Axis, Mark, bars, theme};

/// Rows of dots.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Dots {
    /// The rows, top down.
    pub rows: Vec<Dot>,
    /// What they are compared with; none is drawn where no row shows a value.
    pub references: Vec<Reference>,
}

/// One row: a unit, its value and interval.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Dot {
    /// Its name, written in full where there is room for two lines.
    pub label: String,
    /// Where the name leads.
    pub href: Option<String>,
    /// The value with its interval.
    pub mark: Mark,
    /// The reader's own: in bold, on a tinted row.
    pub own: bool,
}

/// Space between the axis and the column of values; half a dot stands in it.
const BEFORE_VALUE: f64 = 16.0;

/// Draws the dots from `top`, legend and axis included; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, dots: &Dots, top: f64) -> f64 {
    let look = canvas.look;
    let dense = dots.rows.len() > theme::DENSE_FROM;
    let shown = dots.rows.iter().any(|row| row.mark.shown().is_some());
    let references: &[Reference] = if shown { &dots.references } else { &[] };
    let values: Vec<Wrapped> = dots.rows.iter().map(|row| value_words(canvas, &row.mark, dense)).collect();
    let widest = values.iter().map(|words| words.width).fold(0.0, f64::max).ceil();
    let names: Vec<&str> = dots.rows.iter().map(|row| row.label.as_str()).collect();
    let after = if look.narrow { 8.0 } else { widest + BEFORE_VALUE };
    let mut columns = Columns::new(canvas, &names, after, dense);
    if look.narrow {
        columns.zero += 8.0;
        columns.names -= widest + BEFORE_VALUE;
    } else {
        // Own names are bold and need a little more.
        let bold = dots.rows.iter().filter(|row| row.own).map(|row| name_lines(canvas, row, &columns).width);
        let more = (bold.fold(0.0, f64::max) - columns.names).max(0.0).ceil();
        (columns.names, columns.zero) = (columns.names + more, columns.zero + more + 4.0);
    }
    let reach = dots.rows.iter().filter_map(|row| row.mark.reach());
    let reach = references.iter().filter(|line| line.is_shown()).map(|line| line.value).chain(reach);
    let scale = axis::fitting_scale(canvas, axis, reach.fold(0.0, f64::max), &columns);

    let legend_end = legend::draw(canvas, &entries(dots), top);
    let labels = references::place(canvas, references, &scale, legend_end);
    let on_top = dense && references.is_empty() && shown;
    let plot_top = labels.bottom + if on_top { look.line() + 4.0 } else { 0.0 };
    let mut y = plot_top;
    let spots: Vec<Spot> = dots
        .rows
        .iter()
        .zip(&values)
        .map(|(row, words)| {
            let lines = (name_lines(canvas, row, &columns).lines.len(), words.lines.len());
            let spot = Spot::new(canvas, lines, (dense, row.mark.shown().is_some()), y);
            y = spot.bottom;
            spot
        })
        .collect();
    let plot = Area { left: columns.zero, top: plot_top, right: columns.end, bottom: y };
    for (_, spot) in dots.rows.iter().zip(&spots).filter(|(row, _)| row.own) {
        let band = Area { left: look.left(), top: spot.top + 1.0, right: look.right(), bottom: spot.bottom - 1.0 };
        canvas.rect(band, theme::pale(theme::BLUE), Pen::class("own-row"));
    }
    let with_track = dots.rows.iter().zip(&spots).filter(|(row, _)| row.mark.shown().is_some());
    let tracks: Vec<(f64, f64)> = with_track.map(|(_, spot)| (spot.track - 9.0, spot.track + 9.0)).collect();
    let bottom = if shown {
        axis::draw_axis(canvas, axis, &scale, plot, &tracks, on_top)
    } else {
        axis::draw_zero(canvas, &scale, plot, &tracks)
    };
    let pieces = |_: f64| if look.narrow { tracks.clone() } else { vec![(plot.top, plot.bottom)] };
    labels.draw(canvas, plot.top, pieces);
    for ((row, spot), words) in dots.rows.iter().zip(&spots).zip(&values) {
        draw_name(canvas, row, &columns, spot);
        draw_row(canvas, row, words, &scale, spot);
    }
    bottom
}

/// Where one row lies.
struct Spot {
    top: f64,
    bottom: f64,
    /// Level of the dot.
    track: f64,
    /// Level of the middle of the value's words.
    value: f64,
    /// Upper end of the name (narrow).
    name: f64,
}

impl Spot {
    /// No row is less than the 24 px a target needs.
    fn new(canvas: &Canvas, (name_lines, value_lines): (usize, usize), (dense, shown): (bool, bool), top: f64) -> Spot {
        let look = canvas.look;
        let words = |lines: usize| lines as f64 * look.line();
        if look.narrow {
            let name = top + 5.0;
            let above = words(name_lines.max(value_lines));
            // What is withheld has no track.
            let below = if shown { 13.0 } else { 3.0 };
            let track = name + above + below;
            return Spot { top, bottom: track + below, track, value: name + words(value_lines) / 2.0, name };
        }
        let least = if dense { 25.0 } else { 36.0 };
        let height = f64::max(least, words(name_lines.max(value_lines)) + 8.0);
        let track = top + height / 2.0;
        Spot { top, bottom: top + height, track, value: track, name: top }
    }
}

fn draw_row(canvas: &Canvas, row: &Dot, words: &Wrapped, scale: &Scale, spot: &Spot) {
    let (look, mark) = (canvas.look, &row.mark);
    canvas.mark(&mark.tooltip, mark.href.as_deref(), || {
        let how = value_type(canvas, mark).ending();
        let first = how.baseline(spot.value) - (words.lines.len() as f64 - 1.0) * look.line() / 2.0;
        let Some(value) = mark.shown() else {
            canvas.lines(&words.lines, (look.right(), first), how);
            return;
        };
        let left = if look.narrow { look.left() } else { scale.at(0.0) };
        canvas.hit(Area { left, top: spot.top, right: look.right(), bottom: spot.bottom });
        if let Some((low, high)) = mark.shown_interval() {
            canvas.whisker(scale.at(low), scale.at(high), spot.track);
        }
        draw_dot(canvas, (scale.at(value), spot.track), mark.immature);
        canvas.lines(&words.lines, (look.right(), first), how);
    });
}

fn draw_dot(canvas: &Canvas, at: (f64, f64), hollow: bool) {
    let (fill, outline) = if hollow { (theme::PAPER, (theme::BLUE, 2.5)) } else { (theme::BLUE, (theme::PAPER, 1.5)) };
    canvas.circle(at, 6.5, fill, Pen { class: "dot", outline: Some(outline), ..Pen::default() });
}

fn draw_name(canvas: &Canvas, row: &Dot, columns: &Columns, spot: &Spot) {
    axis::draw_set_name(
        canvas,
        &row.label,
        row.href.as_deref(),
        columns,
        (spot.name, spot.track),
        name_type(canvas, row),
    );
}

fn name_type(canvas: &Canvas, row: &Dot) -> Type {
    let how = axis::name_type(canvas);
    if row.own { how.bold() } else { how }
}

fn name_lines(canvas: &Canvas, row: &Dot, columns: &Columns) -> Wrapped {
    name_type(canvas, row).wrap(&row.label, columns.names, columns.name_lines)
}

fn value_type(canvas: &Canvas, mark: &Mark) -> Type {
    match mark.shown() {
        Some(_) => Type { halo: false, ..bars::value_type(canvas) },
        None => Type::new("withheld", canvas.look.text).colour(theme::QUIET),
    }
}

/// The value, or the words that stand for it, as wide as their column may be.
fn value_words(canvas: &Canvas, mark: &Mark, dense: bool) -> Wrapped {
    let lines = if dense && !canvas.look.narrow { 1 } else { 2 };
    let how = value_type(canvas, mark);
    crate::text::wrap_evenly(&mark.label, if dense { 170.0 } else { 140.0 }, lines, how.size, how.bold)
}

fn entries(dots: &Dots) -> Vec<(Sample, String)> {
    let marks = || dots.rows.iter().map(|row| &row.mark).filter(|mark| mark.shown().is_some());
    let mut entries = Vec::new();
    if marks().any(|mark| mark.shown_interval().is_some()) {
        entries.push((Sample::Interval, legend::INTERVAL.to_owned()));
    }
    if marks().any(|mark| mark.immature) {
        entries.push((Sample::HollowDot, "Hollow: still in progress".to_owned()));
    }
    entries
}

/// The sample of a figure still in progress.
pub(crate) fn draw_hollow(canvas: &Canvas, at: (f64, f64)) {
    draw_dot(canvas, at, true);
}
