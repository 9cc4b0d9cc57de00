//! Lines over periods. Each line has its own marker and its name at its end (in the key when narrow);
//! what is still in progress is dashed with hollow markers; what is withheld is a gap in the line and
//! words in a strip below the baseline, where no line can run through them.

use plotters::style::RGBColor;

use crate::axis;
use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Point, Type};
use crate::legend::{self, Sample};
use crate::line_ends::{self, End};
use crate::scale::Scale;
use crate::text::{CAPITALS, Wrapped};
use crate::{Axis, Line, Mark, strip, theme};

/// Draws the lines from `top`; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, periods: &[String], series: &[Line], top: f64) -> f64 {
    let look = canvas.look;
    let reach = series.iter().flat_map(|line| points(line, periods)).filter_map(Mark::reach).fold(0.0, f64::max);
    let scale = Scale::new(axis, reach, 5);
    let tick = axis::tick_type(canvas);
    let ticks = scale.ticks().into_iter().map(|value| tick.width(&scale.words(value))).fold(0.0, f64::max);
    let names = End::all(canvas, series, periods);
    let after = names.iter().map(End::width).fold(0.0, f64::max);
    let after = if after > 0.0 { after + line_ends::BEFORE_NAME } else { 8.0 };

    let mut y = legend::draw(canvas, &entries(canvas, series, periods), top);
    if !axis.label.trim().is_empty() {
        let label_end = axis::draw_label(canvas, axis, look.left(), y + look.text);
        y = label_end + 14.0;
    }
    let height = if look.narrow { 220.0 } else { 280.0 };
    let plot = Area {
        left: (look.left() + ticks + 10.0).round(),
        top: y + look.text / 2.0,
        right: look.right() - after,
        bottom: y + look.text / 2.0 + height,
    };
    let scale = scale.over(plot.bottom, plot.top);
    let slot = (plot.right - plot.left) / periods.len() as f64;
    let grid = Grid { canvas, scale: &scale, plot, slot, periods };
    grid.draw_ticks();
    let strip_end = strip::draw(&grid, series);
    let bottom = grid.draw_periods(strip_end);
    for (index, line) in series.iter().enumerate() {
        canvas.group("series", true, || {
            grid.draw_strokes(points(line, periods), Stroke { colour: theme::series(index), width: 3.0 });
        });
    }
    for (index, line) in series.iter().enumerate() {
        grid.draw_points(index, line, series.len() == 1);
    }
    let points: Vec<Point> = names.iter().map(|end| (grid.x(end.period), grid.scale.at(end.value))).collect();
    line_ends::draw(canvas, &names, &points, plot);
    bottom
}

/// The points of a line that have a period.
pub(crate) fn points<'a>(line: &'a Line, periods: &[String]) -> &'a [Mark] {
    &line.points[..line.points.len().min(periods.len())]
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub colour: RGBColor,
    pub width: f64,
}

/// The plot and its scales.
pub(crate) struct Grid<'a> {
    pub canvas: &'a Canvas,
    pub scale: &'a Scale,
    pub plot: Area,
    /// Width of a period.
    pub slot: f64,
    pub periods: &'a [String],
}

impl Grid<'_> {
    /// The middle of a period.
    pub(crate) fn x(&self, period: usize) -> f64 {
        self.plot.left + (period as f64 + 0.5) * self.slot
    }

    fn draw_ticks(&self) {
        let (canvas, how) = (self.canvas, axis::tick_type(self.canvas).ending());
        canvas.group("axis", true, || {
            for tick in self.scale.ticks() {
                let y = self.scale.at(tick).round();
                let colour = if tick == 0.0 { theme::INK } else { theme::GRID };
                let pen = Pen::class("gridline");
                canvas.line(&[(self.plot.left, y), (self.plot.right, y)], colour, 1.0, pen);
                canvas.text(&self.scale.words(tick), (self.plot.left - 8.0, how.baseline(y)), how);
            }
        });
    }

    /// Writes the periods below `top`: on two lines where that helps, and only every other one where it must be.
    fn draw_periods(&self, top: f64) -> f64 {
        let (canvas, look) = (self.canvas, self.canvas.look);
        let how = axis::tick_type(canvas).centred();
        let wrap = |every: usize| -> Vec<(usize, Wrapped)> {
            let last = self.periods.len() - 1;
            let kept = (0..self.periods.len()).filter(|index| (last - index).is_multiple_of(every));
            kept.map(|index| (index, how.wrap(&self.periods[index], self.slot * every as f64 - 6.0, 2))).collect()
        };
        let fits = |labels: &Vec<(usize, Wrapped)>| labels.iter().all(|(_, label)| !label.shortened);
        let labels = (1..=self.periods.len()).map(wrap).find(fits).unwrap_or_else(|| wrap(self.periods.len()));
        canvas.group("axis", true, || {
            for (index, label) in &labels {
                let half = label.width / 2.0;
                let x = self.x(*index).clamp(look.left() + half, (look.right() - half).max(look.left() + half));
                canvas.lines(&label.lines, (x, top + look.line()), how);
            }
        });
        let lines = labels.iter().map(|(_, label)| label.lines.len()).max().unwrap_or(1);
        top + lines as f64 * look.line() + 6.0
    }

    /// Draws the line through `marks`, dashed to and from what is still in progress, with gaps for what is withheld.
    pub(crate) fn draw_strokes(&self, marks: &[Mark], stroke: Stroke) {
        let point = |at: usize| -> Option<Point> { Some((self.x(at), self.scale.at(marks[at].shown()?))) };
        let mut run: Vec<Point> = Vec::new();
        for (at, pair) in marks.windows(2).enumerate() {
            let (Some(from), Some(to)) = (point(at), point(at + 1)) else {
                self.draw_run(&mut run, stroke, false);
                continue;
            };
            if pair[1].immature || pair[0].immature {
                self.draw_run(&mut run, stroke, false);
                self.draw_run(&mut vec![from, to], stroke, true);
            } else {
                if run.is_empty() {
                    run.push(from);
                }
                run.push(to);
            }
        }
        self.draw_run(&mut run, stroke, false);
    }

    fn draw_run(&self, run: &mut Vec<Point>, stroke: Stroke, dashed: bool) {
        if run.len() > 1 {
            let pen = Pen { class: "line", dashed, ..Pen::default() };
            self.canvas.line(run, stroke.colour, stroke.width, pen);
        }
        run.clear();
    }

    /// Draws a line's points; a lone line has its values written on it.
    fn draw_points(&self, index: usize, line: &Line, alone: bool) {
        let canvas = self.canvas;
        let marks = points(line, self.periods);
        let how = Type::new("value", canvas.look.text).bold().centred().halo();
        let all_fit = marks.iter().all(|mark| how.width(&mark.label) + 8.0 <= self.slot);
        let ends = [marks.iter().position(|mark| mark.shown().is_some()), last_shown(marks)];
        for (at, mark) in marks.iter().enumerate() {
            let Some(value) = mark.shown() else { continue };
            let (x, y) = (self.x(at), self.scale.at(value));
            canvas.mark(&mark.tooltip, mark.href.as_deref(), || {
                canvas.hit(Area { left: x - 12.0, top: y - 12.0, right: x + 12.0, bottom: y + 12.0 });
                let interval = mark.shown_interval().map(|(low, high)| (self.scale.at(low), self.scale.at(high)));
                if let Some((low, high)) = interval {
                    canvas.upright_whisker(x, low, high);
                }
                legend::draw_marker(canvas, (x, y), index, mark.immature);
                if alone && (all_fit || ends.contains(&Some(at))) {
                    let reach = interval.unwrap_or((y, y));
                    let spot = self.free_spot(marks, at, how.width(&mark.label), reach);
                    canvas.text(&mark.label, spot, how);
                }
            });
        }
    }

    /// Where a point's value is clear of the line: above, below or beside the point and its whiskers
    /// (`low` and `high` are their ends). Returns the middle of the baseline.
    fn free_spot(&self, marks: &[Mark], at: usize, width: f64, (low, high): (f64, f64)) -> Point {
        let (x, size) = (self.x(at), self.canvas.look.text);
        let capitals = size * CAPITALS;
        let point = |at: usize| Some((self.x(at), self.scale.at(marks.get(at)?.shown()?)));
        let here = point(at).unwrap_or((x, low));
        let neighbours: Vec<Point> =
            [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(point).collect();
        let (above, below, side) = (high - 11.0, low + 11.0 + capitals, width / 2.0 + 9.0);
        let beside = here.1 + capitals / 2.0;
        let spots = [
            (x, above),
            (x, below),
            (x + side, above + 6.0),
            (x - side, above + 6.0),
            (x + side, beside),
            (x - side, beside),
        ];
        let is_free = |spot: &&Point| {
            let box_of = Area {
                left: spot.0 - width / 2.0 - 3.0,
                right: spot.0 + width / 2.0 + 3.0,
                top: spot.1 - capitals - 3.0,
                bottom: spot.1 + 3.0,
            };
            let inside = box_of.left >= self.plot.left - 3.0
                && box_of.right <= self.canvas.look.right() + 3.0
                && box_of.bottom < self.plot.bottom - 2.0;
            let crossed = |to: &Point| {
                (0..=20).map(f64::from).any(|step| {
                    let part = step / 20.0;
                    let (x, y) = (here.0 + (to.0 - here.0) * part, here.1 + (to.1 - here.1) * part);
                    x > box_of.left && x < box_of.right && y > box_of.top && y < box_of.bottom
                })
            };
            inside && !neighbours.iter().any(crossed)
        };
        let (x, y) = *spots.iter().find(is_free).unwrap_or(&spots[0]);
        let half = width / 2.0;
        let least = self.canvas.look.left() + half;
        (x.clamp(least, (self.canvas.look.right() - half).max(least)), y)
    }
}

/// The last point with a value.
pub(crate) fn last_shown(marks: &[Mark]) -> Option<usize> {
    marks.iter().rposition(|mark| mark.shown().is_some())
}

fn entries(canvas: &Canvas, series: &[Line], periods: &[String]) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    let marks = || series.iter().flat_map(|line| points(line, periods)).filter(|mark| mark.shown().is_some());
    let fully_withheld = series.iter().any(|line| points(line, periods).iter().any(|mark| mark.shown().is_none()));
    if series.len() > 1 && (canvas.look.narrow || fully_withheld) {
        entries.extend(series.iter().enumerate().map(|(index, line)| (Sample::Line(index), line.name.clone())));
    }
    if marks().any(|mark| mark.shown_interval().is_some()) {
        entries.push((Sample::Interval, legend::INTERVAL.to_owned()));
    }
    if marks().any(|mark| mark.immature) {
        entries.push((Sample::DashedLine, legend::IN_PROGRESS.to_owned()));
    }
    entries
}
