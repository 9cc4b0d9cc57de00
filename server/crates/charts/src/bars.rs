//! Horizontal bars: one or several for each category, with intervals and a comparator.
//! The label stands behind the bar, clear of whiskers and comparator; what is withheld is words at the baseline.

use plotters::style::RGBColor;

use crate::axis::{self, Columns};
use crate::canvas::{Area, Canvas, Type};
use crate::legend::{self, Sample};
use crate::rows::Rows;
use crate::scale::Scale;
use crate::{Axis, Category, Mark, Targets, references, stacked, targets, theme};

/// The bars to draw.
pub(crate) struct Bars<'a> {
    pub series: &'a [String],
    pub categories: &'a [Category],
    pub stacked: bool,
    pub comparator_name: Option<&'a str>,
    pub targets: Option<&'a Targets>,
}

/// Space between a bar and its label.
pub(crate) const BEFORE_LABEL: f64 = 8.0;

impl Bars<'_> {
    /// Most bars below each other in one category.
    pub(crate) fn per_row(&self) -> usize {
        if self.stacked { 1 } else { self.categories.iter().map(|row| row.marks.len()).max().unwrap_or(1) }
    }
}

/// Draws the bars from `top`, legend and axis included; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, bars: &Bars<'_>, top: f64) -> f64 {
    let look = canvas.look;
    let rows = Rows::new(bars, look.narrow);
    let names: Vec<&str> = bars.categories.iter().map(|category| category.label.as_str()).collect();
    let columns = Columns::new(canvas, &names, room_for_values(canvas, bars), rows.dense);
    let scale = axis::fitting_scale(canvas, axis, reach(bars), &columns);
    let colour = theme::comparator(bars.series.len());

    // Many rows have the numbers of the axis above them too, unless the words of a target stand there.
    let lines: Vec<_> = bars.targets.and_then(|targets| targets.line(bars.categories)).into_iter().collect();
    let is_measured = shown_marks(bars).next().is_some();
    let on_top = rows.dense && lines.is_empty() && is_measured;
    let legend_end = legend::draw(canvas, &entries(bars, colour), top);
    let labels = references::place(canvas, &lines, &scale, legend_end);
    let plot_top = labels.bottom + if on_top { look.line() + 4.0 } else { 0.0 };
    let (spots, plot_bottom) = rows.place(canvas, bars, &columns, &scale, plot_top);
    let plot = Area { left: columns.zero, top: plot_top, right: columns.end, bottom: plot_bottom };
    let around_bars: Vec<(f64, f64)> = spots.iter().map(|spot| (spot.first - 3.0, spot.bottom + 3.0)).collect();
    let bottom = if is_measured {
        axis::draw_axis(canvas, axis, &scale, plot, &around_bars, on_top)
    } else {
        axis::draw_zero(canvas, &scale, plot, &around_bars)
    };

    let target = lines.first().map(|line| scale.at(line.value));
    let row = Row { canvas, scale: &scale, columns: &columns, rows: &rows, target };
    for (index, (category, spot)) in bars.categories.iter().zip(&spots).enumerate() {
        axis::draw_name(canvas, &category.label, category.href.as_deref(), &columns, spot.top, spot.middle());
        let comparator = category.shown_comparator().map(|comparator| scale.at(comparator.value));
        if bars.stacked {
            let bar = Area { left: scale.at(0.0), top: spot.first, right: columns.end, bottom: spot.first + rows.bar };
            stacked::draw_row(canvas, &scale, bar, bars.series, category, comparator);
        } else {
            row.draw_marks(&category.marks, spot.first, comparator);
        }
        row.draw_comparator(category, bars, spot.first, colour);
        if let Some(targets) = bars.targets {
            targets.draw_row(canvas, index, category, &scale, spot.first);
        }
    }
    labels.draw(canvas, plot.top, |x| {
        targets::pieces(bars, &rows, &spots, &scale, (x, (plot.top, plot.bottom), look.narrow))
    });
    bottom
}

/// What the rows have in common.
struct Row<'a> {
    canvas: &'a Canvas,
    scale: &'a Scale,
    columns: &'a Columns,
    rows: &'a Rows,
    /// Where a line crosses all rows.
    target: Option<f64>,
}

impl Row<'_> {
    /// The bar of a category's mark `index`, over the whole length of the axis.
    fn track(&self, first: f64, index: usize) -> Area {
        let top = first + index as f64 * (self.rows.bar + self.rows.within);
        Area { left: self.scale.at(0.0), top, right: self.columns.end, bottom: top + self.rows.bar }
    }

    fn draw_marks(&self, marks: &[Mark], first: f64, comparator: Option<f64>) {
        let canvas = self.canvas;
        // A lone bar answers to the pointer in its whole row, so that short bars are as easy to hit as long ones.
        let reach = if marks.len() > 1 { self.rows.within / 2.0 } else { self.rows.between / 2.0 };
        for (series, mark) in marks.iter().enumerate() {
            let track = self.track(first, series);
            canvas.mark(&mark.tooltip, mark.href.as_deref(), || {
                let Some(value) = mark.shown() else {
                    return draw_words(canvas, &mark.label, track.left, canvas.look.right(), track.middle());
                };
                let (top, bottom) = (track.top - reach, track.bottom + reach);
                canvas.hit(Area { top, bottom, right: canvas.look.right(), ..track });
                let end = self.scale.at(value);
                if value > 0.0 {
                    // The smallest value is still a visible sliver.
                    canvas.bar(Area { right: end.max(track.left + 1.0), ..track }, series, mark.immature);
                }
                let mut taken: Vec<(f64, f64)> =
                    comparator.into_iter().chain(self.target).map(|x| (x - 6.0, x + 6.0)).collect();
                if let Some((low, high)) = mark.shown_interval() {
                    let (low, high) = (self.scale.at(low), self.scale.at(high));
                    canvas.whisker(low, high, track.middle());
                    taken.push((low - 4.0, high + 4.0));
                }
                draw_value(canvas, &mark.label, end, track.middle(), &taken);
            });
        }
    }

    fn draw_comparator(&self, category: &Category, bars: &Bars<'_>, first: f64, colour: RGBColor) {
        let (canvas, Some(comparator)) = (self.canvas, category.shown_comparator()) else {
            return;
        };
        let x = self.scale.at(comparator.value);
        let name =
            format!("{}, {}: {}", bars.comparator_name.unwrap_or("Comparator"), category.label, comparator.label);
        let named = crate::backend::Named { class: "comparator", name: &name, href: None, tab_stop: false };
        canvas.named(named, || {
            let over = if bars.stacked || category.marks.len() == 1 { 4.0 } else { 1.0 };
            for (index, mark) in category.marks.iter().enumerate() {
                if mark.shown().is_some() && (index == 0 || !bars.stacked) {
                    let track = self.track(first, index);
                    legend::draw_comparator(canvas, x, track.top - over, track.bottom + over, colour);
                }
            }
        });
    }
}

/// How a value's label is set.
pub(crate) fn value_type(canvas: &Canvas) -> Type {
    Type::new("value", canvas.look.text).bold().halo()
}

/// Draws a value's label behind the bar's end, clear of what is taken; returns where it ends.
pub(crate) fn draw_value(canvas: &Canvas, label: &str, end: f64, middle: f64, taken: &[(f64, f64)]) -> f64 {
    let how = value_type(canvas);
    let x = clear_of(end + BEFORE_LABEL, how.width(label), taken);
    let label = how.wrap(label, canvas.look.right() - x, 1);
    canvas.text(&label.lines[0], (x, how.baseline(middle)), how);
    x + label.width
}

/// Draws the words that stand for a withheld figure, from the baseline.
pub(crate) fn draw_words(canvas: &Canvas, words: &str, zero: f64, end: f64, middle: f64) {
    let how = Type::new("withheld", canvas.look.text).colour(theme::QUIET).halo();
    let words = how.wrap(words, end - zero - BEFORE_LABEL, 1);
    canvas.text(&words.lines[0], (zero + BEFORE_LABEL, how.baseline(middle)), how);
}

/// The first place from `start` on where `width` px are clear of what is taken.
pub(crate) fn clear_of(start: f64, width: f64, taken: &[(f64, f64)]) -> f64 {
    let mut x = start;
    let mut taken = taken.to_vec();
    taken.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (from, to) in taken {
        if x < to && x + width > from {
            x = to + 3.0;
        }
    }
    x
}

fn shown_marks<'a>(bars: &Bars<'a>) -> impl Iterator<Item = &'a Mark> {
    bars.categories.iter().flat_map(|category| &category.marks).filter(|mark| mark.shown().is_some())
}

/// The furthest that anything reaches on the axis.
fn reach(bars: &Bars<'_>) -> f64 {
    let comparators = bars.categories.iter().filter_map(Category::shown_comparator).map(|comparator| comparator.value);
    let of_row = |category: &Category| -> f64 {
        let reaches = category.marks.iter().filter_map(Mark::reach);
        if bars.stacked { category.marks.iter().filter_map(Mark::shown).sum() } else { reaches.fold(0.0, f64::max) }
    };
    let targets = bars.targets.map(|targets| targets.reach(bars.categories));
    bars.categories.iter().map(of_row).chain(comparators).chain(targets).fold(0.0, f64::max)
}

/// Width to keep free behind the axis for the longest label, even behind a comparator at the axis' end.
fn room_for_values(canvas: &Canvas, bars: &Bars<'_>) -> f64 {
    if bars.stacked {
        return 24.0;
    }
    let how = value_type(canvas);
    shown_marks(bars).map(|mark| how.width(&mark.label)).fold(20.0, f64::max).ceil().min(canvas.look.width * 0.45)
        + 12.0
}

fn entries(bars: &Bars<'_>, comparator: RGBColor) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    let has_comparator = bars.categories.iter().any(|category| category.shown_comparator().is_some());
    let has_interval = !bars.stacked && shown_marks(bars).any(|mark| mark.shown_interval().is_some());
    let has_pale = shown_marks(bars).any(|mark| mark.immature);
    let has_target = bars.targets.is_some_and(|targets| targets.has_markers(bars.categories));
    if bars.series.len() > 1 || has_comparator || has_target {
        entries.extend(bars.series.iter().enumerate().map(|(index, name)| (Sample::Bar(index), name.clone())));
    }
    if has_comparator {
        let name = bars.comparator_name.unwrap_or("Comparator");
        entries.push((Sample::Comparator(comparator), name.to_owned()));
    }
    if let Some(targets) = bars.targets.filter(|_| has_target) {
        entries.push((Sample::Target, targets.name.clone()));
    }
    if has_interval {
        entries.push((Sample::Interval, legend::INTERVAL.to_owned()));
    }
    if has_pale {
        entries.push((Sample::PaleBar, legend::IN_PROGRESS.to_owned()));
    }
    entries
}
