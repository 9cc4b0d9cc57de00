//! A funnel plot: rates by the size of their base, between control limits that narrow as the base grows.
//! What lies outside is told by shape as well as colour: a triangle that points the way it lies, filled beyond
//! the outer limits. What is withheld has no point; it is named below the plot.

use crate::axis;
use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Point as Spot, Type};
use crate::legend::{self, Sample};
use crate::own_label;
use crate::references::{self, Reference};
use crate::scale::Scale;
use crate::{Axis, Mark, Unit, theme};

/// Points between control limits.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Funnel {
    /// What the base counts: "Schools in the area". Written below its axis.
    pub base_label: String,
    /// The points; the own one is drawn last, above the others.
    pub points: Vec<Point>,
    /// The control limits, the inner (95%) before the outer (99.8%).
    pub limits: Vec<Limit>,
    /// What the limits are around.
    pub target: Option<Reference>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Point {
    /// Its name, in short: "EE3".
    pub name: String,
    /// The size of its base; not used where the mark's value is withheld.
    pub base: f64,
    /// The rate.
    pub mark: Mark,
    /// The reader's own: ringed, and labelled with name and value.
    pub own: bool,
}

/// The control limits of one level.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Limit {
    /// In words: "95% limits".
    pub name: String,
    /// Base, lower and upper limit, by growing base. Between two bases the limit is a straight line.
    pub curve: Vec<(f64, f64, f64)>,
}

/// Where a point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Within all limits.
    Within,
    /// Outside the inner limits; `above` them or below.
    Outside { above: bool },
    /// Outside the outer limits too.
    FarOutside { above: bool },
}

impl Limit {
    /// Lower and upper limit at a base; beyond the ends of the curve those at its end.
    fn at(&self, base: f64) -> Option<(f64, f64)> {
        let (first, last) = (self.curve.first()?, self.curve.last()?);
        let between = |pair: &[(f64, f64, f64)]| {
            let (from, to) = (pair[0], pair[1]);
            let part = if to.0 > from.0 { (base - from.0) / (to.0 - from.0) } else { 0.0 };
            (from.1 + (to.1 - from.1) * part, from.2 + (to.2 - from.2) * part)
        };
        if base <= first.0 {
            return Some((first.1, first.2));
        }
        let pair = self.curve.windows(2).find(|pair| base >= pair[0].0 && base <= pair[1].0);
        Some(pair.map_or((last.1, last.2), between))
    }
}

impl Funnel {
    fn standing(&self, point: &Point, value: f64) -> Standing {
        let outside = |limit: &Limit| {
            let (lower, upper) = limit.at(point.base)?;
            (value > upper || value < lower).then_some(value > upper)
        };
        let found: Vec<bool> = self.limits.iter().filter_map(outside).collect();
        match (found.as_slice(), self.limits.len()) {
            ([], _) => Standing::Within,
            ([.., above], count) if count > 1 && found.len() == count => Standing::FarOutside { above: *above },
            ([above, ..], _) => Standing::Outside { above: *above },
        }
    }

    /// The points to draw, with their values; the own last.
    fn shown(&self) -> Vec<(&Point, f64)> {
        let shown = |point| {
            let Point { base, mark, .. }: &Point = point;
            Some((point, mark.shown()?)).filter(|_| base.is_finite() && *base >= 0.0)
        };
        let mut points: Vec<(&Point, f64)> = self.points.iter().filter_map(shown).collect();
        points.sort_by_key(|(point, _)| point.own);
        points
    }
}

/// Draws the funnel from `top`; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, funnel: &Funnel, top: f64) -> f64 {
    let look = canvas.look;
    let points = funnel.shown();
    if points.is_empty() {
        return draw_withheld(canvas, funnel, top);
    }
    let target = funnel.target.iter().filter(|target| target.is_shown());
    let reach = points.iter().map(|(_, value)| *value).chain(target.map(|target| target.value)).fold(0.0, f64::max);
    // A tenth above the highest keeps triangles and rings inside the plot.
    let room = if axis.unit == Unit::Percent { reach } else { reach * 1.1 };
    let scale = Scale::new(axis, room, 5);
    let tick = axis::tick_type(canvas);
    let ticks = scale.ticks().into_iter().map(|value| tick.width(&scale.words(value))).fold(0.0, f64::max);
    let mut y = legend::draw(canvas, &entries(funnel, &points), top);
    if !axis.label.trim().is_empty() {
        y = axis::draw_label(canvas, axis, look.left(), y + look.text) + 14.0;
    }
    let plot_top = y + look.text / 2.0;
    let plot = Area {
        left: (look.left() + ticks + 10.0).round(),
        top: plot_top,
        right: look.right() - 14.0,
        bottom: plot_top + if look.narrow { 260.0 } else { 360.0 },
    };
    let widest = points.iter().map(|(point, _)| point.base).fold(0.0, f64::max);
    let columns = axis::Columns { names: 0.0, zero: plot.left, end: plot.right, name_lines: 1 };
    let bases = Axis { label: funnel.base_label.clone(), unit: Unit::Count, max: None };
    let bases = (axis::fitting_scale(canvas, &bases, widest * 1.04, &columns), bases);
    let sheet = Sheet { canvas, plot, x: &bases.0, y: &scale.over(plot.bottom, plot.top) };
    sheet.draw_ticks();
    // The numbers keep clear of a ring around a point at zero.
    let axis_area = Area { top: plot.bottom, bottom: plot.bottom + 6.0, ..plot };
    let bottom = axis::draw_axis(canvas, &bases.1, &bases.0, axis_area, &[], false);
    sheet.draw_lines(funnel);
    for (point, value) in &points {
        sheet.draw_point(point, *value, funnel.standing(point, *value));
    }
    let spots: Vec<Spot> = points.iter().map(|(point, value)| sheet.at((point.base, *value))).collect();
    let lines = sheet.places_on_lines(funnel);
    for ((point, _), spot) in points.iter().zip(&spots).filter(|((point, _), _)| point.own) {
        let words = format!("{} {}", point.name, point.mark.label);
        own_label::draw(canvas, words.trim(), *spot, plot, (&spots, &lines));
    }
    draw_withheld(canvas, funnel, bottom)
}

/// The plot and its two scales.
struct Sheet<'a> {
    canvas: &'a Canvas,
    plot: Area,
    x: &'a Scale,
    y: &'a Scale,
}

impl Sheet<'_> {
    fn at(&self, (base, value): (f64, f64)) -> Spot {
        (self.x.at(base), self.y.at(value))
    }

    fn draw_ticks(&self) {
        let (canvas, how) = (self.canvas, axis::tick_type(self.canvas).ending());
        canvas.group("axis", true, || {
            for tick in self.y.ticks() {
                let y = self.y.at(tick).round();
                let colour = if tick == 0.0 { theme::INK } else { theme::GRID };
                let line = [(self.plot.left, y), (self.plot.right, y)];
                canvas.line(&line, colour, 1.0, Pen::class("gridline"));
                canvas.text(&self.y.words(tick), (self.plot.left - 8.0, how.baseline(y)), how);
            }
        });
    }

    fn draw_lines(&self, funnel: &Funnel) {
        self.canvas.group("limits", true, || {
            if let Some(target) = funnel.target.as_ref().filter(|target| target.is_shown()) {
                let y = self.y.at(target.value);
                let line = [(self.plot.left, y), (self.plot.right, y)];
                references::draw_line(self.canvas, &line, 0, target.target);
            }
            for (index, limit) in funnel.limits.iter().enumerate() {
                for curve in self.both_curves(limit) {
                    draw_limit(self.canvas, &curve, index);
                }
            }
        });
    }

    /// Places on all limits and the target, near enough to each other that no label slips between two.
    fn places_on_lines(&self, funnel: &Funnel) -> Vec<Spot> {
        let mut lines: Vec<Vec<Spot>> = funnel.limits.iter().flat_map(|limit| self.both_curves(limit)).collect();
        if let Some(target) = funnel.target.as_ref().filter(|target| target.is_shown()) {
            let y = self.y.at(target.value);
            lines.push(vec![(self.plot.left, y), (self.plot.right, y)]);
        }
        let on = |pair: &[Spot]| {
            let (from, to) = (pair[0], pair[1]);
            let steps = ((to.0 - from.0).hypot(to.1 - from.1) / 6.0).ceil().max(1.0) as u32;
            let part = move |step: u32| f64::from(step) / f64::from(steps);
            let place = move |part: f64| (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            (0..=steps).map(move |step| place(part(step)))
        };
        lines.iter().flat_map(|line| line.windows(2)).flat_map(on).collect()
    }

    /// Lower and upper curve of a level, cut where they leave the plot.
    fn both_curves(&self, limit: &Limit) -> Vec<Vec<Spot>> {
        let lower: Vec<(f64, f64)> = limit.curve.iter().map(|(base, lower, _)| (*base, *lower)).collect();
        let upper: Vec<(f64, f64)> = limit.curve.iter().map(|(base, _, upper)| (*base, *upper)).collect();
        [lower, upper]
            .iter()
            .flat_map(|curve| inside(curve, (self.x.max, self.y.max)))
            .map(|piece| piece.into_iter().map(|point| self.at(point)).collect())
            .collect()
    }

    fn draw_point(&self, point: &Point, value: f64, standing: Standing) {
        let (x, y) = self.at((point.base, value));
        let mark = &point.mark;
        self.canvas.mark(&mark.tooltip, mark.href.as_deref(), || {
            self.canvas.hit(Area { left: x - 12.0, top: y - 12.0, right: x + 12.0, bottom: y + 12.0 });
            if point.own {
                let pen = Pen { class: "own-ring", outline: Some((theme::INK, 2.5)), ..Pen::default() };
                self.canvas.circle((x, y), 11.0, theme::PAPER, pen);
            }
            draw_point(self.canvas, (x, y), standing);
        });
    }
}

/// Names what is withheld, below the plot; returns the lower end.
fn draw_withheld(canvas: &Canvas, funnel: &Funnel, bottom: f64) -> f64 {
    let look = canvas.look;
    let withheld = || funnel.points.iter().filter(|point| point.mark.shown().is_none());
    let names: Vec<&str> = withheld().map(|point| point.name.as_str()).collect();
    if names.is_empty() {
        return bottom;
    }
    let how = Type::new("withheld", look.text).colour(theme::QUIET);
    let words = if names.len() == funnel.points.len() {
        format!("Withheld: all {}", names.len())
    } else {
        format!("Withheld ({}): {}", names.len(), names.join(", "))
    };
    let words = how.wrap(&words, look.right() - look.left(), 3);
    let sentences: Vec<&str> = withheld().map(|point| point.mark.tooltip.as_str()).collect();
    let mut end = bottom;
    canvas.mark(&sentences.join(". "), None, || {
        end = canvas.lines(&words.lines, (look.left(), bottom + look.line()), how) - look.line() + 6.0;
    });
    end
}

/// The pieces of a curve within the axes (`most`: their ends), cut exactly where it leaves them.
fn inside(curve: &[(f64, f64)], most: (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let mut pieces: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for pair in curve.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some((start, end)) = part_inside(from, to, most) else {
            pieces.push(Vec::new());
            continue;
        };
        let along = |part: f64| (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        let piece = match pieces.last_mut() {
            Some(piece) if start == 0.0 && !piece.is_empty() => piece,
            _ => {
                pieces.push(vec![along(start)]);
                let last = pieces.len() - 1;
                &mut pieces[last]
            }
        };
        piece.push(along(end));
        if end < 1.0 {
            pieces.push(Vec::new());
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// The part of a straight line, 0 to 1, in which both coordinates lie between zero and `most`.
fn part_inside(from: (f64, f64), to: (f64, f64), most: (f64, f64)) -> Option<(f64, f64)> {
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (one, other, most) in [(from.0, to.0, most.0), (from.1, to.1, most.1)] {
        if !(one.is_finite() && other.is_finite()) {
            return None;
        }
        let step = other - one;
        if step == 0.0 {
            if !(0.0..=most).contains(&one) {
                return None;
            }
        } else {
            let (zero, full) = ((0.0 - one) / step, (most - one) / step);
            start = start.max(zero.min(full));
            end = end.min(zero.max(full));
        }
    }
    (start < end).then_some((start, end))
}

/// Draws a piece of a limit: the inner dashed, the outer solid.
pub(crate) fn draw_limit(canvas: &Canvas, points: &[Spot], index: usize) {
    let pen = Pen { class: "limit", dashed: index == 0, ..Pen::default() };
    canvas.line(points, theme::QUIET, 1.75, pen);
}

/// Draws a point in the shape that says where it lies.
pub(crate) fn draw_point(canvas: &Canvas, (x, y): Spot, standing: Standing) {
    let pen = |colour, width| Pen { class: "point", outline: Some((colour, width)), ..Pen::default() };
    let triangle = |above: bool, size: f64| {
        let up = if above { -size } else { size };
        [(x, y + up), (x + size, y - up * 0.75), (x - size, y - up * 0.75)]
    };
    match standing {
        Standing::Within => canvas.circle((x, y), 4.5, theme::BLUE, pen(theme::PAPER, 1.0)),
        Standing::Outside { above } => {
            canvas.polygon(&triangle(above, 6.0), theme::PAPER, pen(theme::TARGET, 2.0));
        }
        Standing::FarOutside { above } => {
            canvas.polygon(&triangle(above, 7.5), theme::TARGET, pen(theme::PAPER, 1.0));
        }
    }
}

fn entries(funnel: &Funnel, points: &[(&Point, f64)]) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    if let Some(target) = funnel.target.as_ref().filter(|target| target.is_shown()) {
        entries.push((Sample::Reference(0, target.target), target.label.clone()));
    }
    let limits = || funnel.limits.iter().filter(|limit| limit.curve.len() > 1).enumerate();
    entries.extend(limits().map(|(index, limit)| (Sample::Limit(index), limit.name.clone())));
    let standings: Vec<Standing> = points.iter().map(|(point, value)| funnel.standing(point, *value)).collect();
    let outside = |name: Option<&Limit>| format!("Outside {}", name.map_or("the limits", |limit| limit.name.as_str()));
    // The triangle of the key points up; those in the plot point the way they lie.
    let far = |standing: &&Standing| matches!(standing, Standing::FarOutside { .. });
    let near = |standing: &&Standing| matches!(standing, Standing::Outside { .. });
    if standings.iter().any(|standing| near(&standing)) {
        let sample = Sample::Standing(Standing::Outside { above: true });
        entries.push((sample, outside(funnel.limits.first())));
    }
    if standings.iter().any(|standing| far(&standing)) {
        let sample = Sample::Standing(Standing::FarOutside { above: true });
        entries.push((sample, outside(funnel.limits.last())));
    }
    entries
}
