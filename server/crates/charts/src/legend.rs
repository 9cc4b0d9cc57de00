//! The key: above the plot, on lines of its own, each entry a sample and its words.

use plotters::style::RGBColor;

use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Point, Type};
use crate::funnel::Standing;
use crate::tile_map::Ground;
use crate::{dots, funnel, references, targets, theme, tile_map};

/// What an entry shows beside its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sample {
    /// A piece of the series' bar.
    Bar(usize),
    /// A piece of the series' line with its marker.
    Line(usize),
    /// The comparator's tick.
    Comparator(RGBColor),
    /// Whiskers.
    Interval,
    /// A dashed bar.
    PaleBar,
    /// A dashed line with a hollow marker.
    DashedLine,
    /// A hollow dot.
    HollowDot,
    /// The line of what others reach.
    Grey,
    /// A target's marker.
    Target,
    /// The line of a reference, by its place among them; of a target where true.
    Reference(usize, bool),
    /// A control limit, the innermost first.
    Limit(usize),
    /// A point of a funnel plot.
    Standing(Standing),
    /// A tile of a map.
    Tile(Ground),
}

/// Words for dashed and pale marks.
pub(crate) const IN_PROGRESS: &str = "Dashed: still in progress";
/// Words for whiskers.
pub(crate) const INTERVAL: &str = "95% interval";

const SAMPLE: f64 = 24.0;
const AFTER_SAMPLE: f64 = 8.0;
const AFTER_ENTRY: f64 = 26.0;

/// Draws the entries from `top`; returns where the plot may begin (`top` itself without entries).
pub(crate) fn draw(canvas: &Canvas, entries: &[(Sample, String)], top: f64) -> f64 {
    if entries.is_empty() {
        return top;
    }
    let look = canvas.look;
    let how = Type::new("legend-label", look.text);
    let row = look.line() + 6.0;
    let (mut x, mut y) = (look.left(), top);
    canvas.group("legend", false, || {
        for (sample, words) in entries {
            let sample_width = match sample {
                Sample::Comparator(_) => 8.0,
                Sample::Target | Sample::Standing(_) | Sample::HollowDot => 14.0,
                _ => SAMPLE,
            };
            let room = look.right() - look.left() - sample_width - AFTER_SAMPLE;
            let words = how.wrap(words, room, 1);
            let width = sample_width + AFTER_SAMPLE + words.width;
            if x > look.left() && x + width > look.right() {
                (x, y) = (look.left(), y + row);
            }
            let area = Area { left: x, top: y + 2.0, right: x + sample_width, bottom: y + row - 4.0 };
            draw_sample(canvas, *sample, area);
            canvas.text(&words.lines[0], (area.right + AFTER_SAMPLE, how.baseline(area.middle())), how);
            x += width + AFTER_ENTRY;
        }
    });
    y + row + 8.0
}

/// Draws the sample of an entry in `area`.
pub(crate) fn draw_sample(canvas: &Canvas, sample: Sample, area: Area) {
    let centre = ((area.left + area.right) / 2.0, area.middle());
    match sample {
        Sample::Bar(series) => canvas.bar(area, series, false),
        Sample::PaleBar => canvas.bar(area, 0, true),
        Sample::Comparator(colour) => draw_comparator(canvas, centre.0, area.top - 2.0, area.bottom + 2.0, colour),
        Sample::Interval => canvas.whisker(area.left + 2.0, area.right - 2.0, centre.1),
        Sample::Line(series) => {
            draw_stroke(canvas, area, theme::series(series), false);
            draw_marker(canvas, centre, series, false);
        }
        Sample::DashedLine => {
            draw_stroke(canvas, area, theme::QUIET, true);
            let pen = Pen { class: "marker", outline: Some((theme::QUIET, 2.0)), ..Pen::default() };
            canvas.circle(centre, 5.0, theme::PAPER, pen);
        }
        Sample::HollowDot => dots::draw_hollow(canvas, centre),
        Sample::Grey => draw_stroke(canvas, area, theme::GREY, false),
        Sample::Target => targets::draw_marker(canvas, centre.0, area.bottom - 4.0),
        Sample::Reference(index, target) => {
            let line = [(area.left, centre.1), (area.right, centre.1)];
            references::draw_line(canvas, &line, index, target);
        }
        Sample::Limit(index) => {
            funnel::draw_limit(canvas, &[(area.left - 1.0, centre.1), (area.right + 1.0, centre.1)], index);
        }
        Sample::Standing(standing) => funnel::draw_point(canvas, centre, standing),
        Sample::Tile(ground) => tile_map::draw_ground(canvas, area, ground),
    }
}

fn draw_stroke(canvas: &Canvas, area: Area, colour: RGBColor, dashed: bool) {
    let (left, right) = (area.left - 1.0, area.right + 1.0);
    let pen = Pen { class: "line", dashed, ..Pen::default() };
    canvas.line(&[(left, area.middle()), (right, area.middle())], colour, 3.0, pen);
}

/// Draws a comparator's tick: thick, with a white rim, so that it stands out on and beside a bar.
pub(crate) fn draw_comparator(canvas: &Canvas, x: f64, top: f64, bottom: f64, colour: RGBColor) {
    canvas.rimmed_line(&[(x, top), (x, bottom)], colour, 4.0, 1.5, "tick-mark");
}

/// Draws a series' marker: circle, square, triangle, diamond, triangle on its tip; hollow while in progress.
pub(crate) fn draw_marker(canvas: &Canvas, (x, y): Point, series: usize, hollow: bool) {
    let colour = theme::series(series);
    let (fill, outline) = if hollow { (theme::PAPER, (colour, 2.0)) } else { (colour, (theme::PAPER, 1.5)) };
    let pen = Pen { class: "marker", outline: Some(outline), ..Pen::default() };
    let shape = |points: &[Point]| {
        let points: Vec<Point> = points.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        canvas.polygon(&points, fill, pen);
    };
    match series % 5 {
        0 => canvas.circle((x, y), 5.0, fill, pen),
        1 => shape(&[(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]),
        2 => shape(&[(0.0, -6.5), (6.5, 5.0), (-6.5, 5.0)]),
        3 => shape(&[(0.0, -7.0), (7.0, 0.0), (0.0, 7.0), (-7.0, 0.0)]),
        _ => shape(&[(0.0, 6.5), (6.5, -5.0), (-6.5, -5.0)]),
    }
}
