//! Small multiples: one small panel a unit, all over the same periods and on the same scale. The own line is strong,
//! the comparator's grey and without markers; what is withheld is a gap and a line of words below its panel.

use crate::axis;
use crate::backend::{Named, Pen};
use crate::canvas::{Area, Canvas, Type};
use crate::legend::{self, Sample};
use crate::lines::{Grid, Stroke, last_shown};
use crate::scale::Scale;
use crate::text::Wrapped;
use crate::{Axis, Comparator, Mark, theme};

/// A grid of panels; two dozen at most read well.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Multiples {
    /// Names of the periods, oldest first.
    pub periods: Vec<String>,
    /// What the strong line is: "This area".
    pub own_name: String,
    /// What the grey line is: "All areas loaded".
    pub comparator_name: String,
    /// The panels, in reading order.
    pub panels: Vec<Panel>,
}

/// One panel: a unit over the periods.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Panel {
    /// The unit's name, on three lines at most.
    pub title: String,
    /// Where the panel leads.
    pub href: Option<String>,
    /// One mark for each period, in their order. Their own links are not used.
    pub points: Vec<Mark>,
    /// The comparator in each period; not drawn where the own value is withheld. May be shorter, or empty.
    pub comparators: Vec<Option<Comparator>>,
}

/// Space between panels.
const GAP: f64 = 20.0;
/// Space between the last point and its value.
const BEFORE_VALUE: f64 = 10.0;

/// Draws the panels from `top`; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, multiples: &Multiples, top: f64) -> f64 {
    let look = canvas.look;
    let reach = multiples.panels.iter().flat_map(|panel| reaches(panel, &multiples.periods)).fold(0.0, f64::max);
    let scale = Scale::new(axis, reach, 2);
    let mut y = legend::draw(canvas, &entries(multiples), top);
    if !axis.label.trim().is_empty() {
        y = axis::draw_label(canvas, axis, look.left(), y + look.text) + 10.0;
    }
    let sheet = Sheet::new(canvas, multiples, &scale);
    for row in multiples.panels.chunks(sheet.columns) {
        let titles: Vec<Wrapped> = row.iter().map(|panel| sheet.title(canvas, panel)).collect();
        let notes: Vec<Wrapped> = row.iter().map(|panel| sheet.note(canvas, panel, &multiples.periods)).collect();
        let most = |words: &[Wrapped]| words.iter().map(|words| words.lines.len()).max().unwrap_or(0) as f64;
        let plot_top = y + most(&titles) * look.line() + 12.0;
        let plot_bottom = plot_top + if look.narrow { 84.0 } else { 96.0 };
        for (column, (panel, (title, note))) in row.iter().zip(titles.iter().zip(&notes)).enumerate() {
            let left = look.left() + sheet.ticks + column as f64 * (sheet.width + GAP);
            let plot = Area { left, top: plot_top, right: left + sheet.width - sheet.values, bottom: plot_bottom };
            let grid = sheet.grid(canvas, multiples, plot, column == 0);
            sheet.draw_panel(&grid, panel, title, note);
        }
        y = plot_bottom + (1.0 + most(&notes)) * look.line() + 26.0;
    }
    y - 18.0
}

/// What all panels share.
struct Sheet<'a> {
    scale: &'a Scale,
    columns: usize,
    /// Width of a panel.
    width: f64,
    /// Width of the numbers left of the first plot of each row.
    ticks: f64,
    /// Width of the value right of a plot.
    values: f64,
}

impl<'a> Sheet<'a> {
    fn new(canvas: &Canvas, multiples: &Multiples, scale: &'a Scale) -> Sheet<'a> {
        let look = canvas.look;
        let most = match (look.narrow, multiples.panels.len()) {
            (true, _) => 2,
            (false, 9..) => 4,
            (false, _) => 3,
        };
        let columns = most.min(multiples.panels.len()).max(if look.narrow { 1 } else { 2 });
        let tick = axis::tick_type(canvas);
        let ticks = scale.ticks().into_iter().map(|value| tick.width(&scale.words(value))).fold(0.0, f64::max);
        let ticks = (ticks + 8.0).round();
        let width = ((look.right() - look.left() - ticks + GAP) / columns as f64 - GAP).floor();
        let value = value_type(canvas);
        let labels = multiples.panels.iter().filter_map(|panel| {
            let points = points(panel, &multiples.periods);
            last_shown(points).map(|last| value.width(&points[last].label))
        });
        let values = labels.fold(0.0, f64::max).min(width * 0.35);
        let values = if values > 0.0 { values + BEFORE_VALUE } else { 0.0 };
        Sheet { scale, columns, width, ticks, values }
    }

    fn title(&self, canvas: &Canvas, panel: &Panel) -> Wrapped {
        title_type(canvas).wrap(&panel.title, self.width, 3)
    }

    /// The words below a panel for what is withheld.
    fn note(&self, canvas: &Canvas, panel: &Panel, periods: &[String]) -> Wrapped {
        let words = withheld_words(panel, periods);
        if words.is_empty() { Wrapped::default() } else { note_type(canvas).wrap(&words, self.width, 3) }
    }

    /// The plot of a panel; only the first of a row has numbers at its lines.
    fn grid<'b>(&self, canvas: &'b Canvas, multiples: &'b Multiples, plot: Area, numbered: bool) -> Small<'b> {
        let scale = self.scale.clone().over(plot.bottom, plot.top);
        Small { canvas, scale, plot, periods: &multiples.periods, numbered }
    }

    /// Draws one panel: a stop of the Tab key (or a link) whose name says all its figures.
    fn draw_panel(&self, small: &Small<'_>, panel: &Panel, title: &Wrapped, note: &Wrapped) {
        let (canvas, look, plot) = (small.canvas, small.canvas.look, small.plot);
        let marks = points(panel, small.periods);
        let title_top = plot.top - 12.0 - title.lines.len() as f64 * look.line();
        let right = plot.left + self.width;
        let frame = Area { left: plot.left, top: title_top, right, bottom: plot.bottom + look.line() + 4.0 };
        let sentences: Vec<&str> = marks.iter().map(|mark| mark.tooltip.as_str()).collect();
        let slot = (plot.right - plot.left) / small.periods.len() as f64;
        let grid = Grid { canvas, scale: &small.scale, plot, slot, periods: small.periods };
        canvas.mark(&format!("{}. {}", panel.title, sentences.join(". ")), panel.href.as_deref(), || {
            canvas.hit(frame);
            let mut how = title_type(canvas);
            if look.page && panel.href.is_some() {
                how = Type { underlined: true, ..how.colour(theme::BLUE) };
            }
            canvas.lines(&title.lines, (plot.left, title_top + look.text), how);
            draw_axis(&grid, small.numbered, right);
            let others = comparator_marks(panel, marks);
            grid.draw_strokes(&others, Stroke { colour: theme::GREY, width: 2.0 });
            grid.draw_strokes(marks, Stroke { colour: theme::BLUE, width: 3.0 });
            draw_points(&grid, marks);
            canvas.lines(&note.lines, (plot.left, plot.bottom + 2.0 * look.line() + 2.0), note_type(canvas));
        });
    }
}

/// The plot of one panel.
struct Small<'a> {
    canvas: &'a Canvas,
    scale: Scale,
    plot: Area,
    periods: &'a [String],
    numbered: bool,
}

fn draw_points(grid: &Grid<'_>, marks: &[Mark]) {
    let canvas = grid.canvas;
    let radius = if grid.slot < 18.0 { 3.5 } else { 4.5 };
    for (at, mark) in marks.iter().enumerate() {
        let Some(value) = mark.shown() else { continue };
        let (x, y) = (grid.x(at), grid.scale.at(value));
        let named = Named { class: "point", name: &mark.tooltip, href: None, tab_stop: false };
        canvas.named(named, || {
            let half = (grid.slot / 2.0).min(12.0);
            canvas.hit(Area { left: x - half, top: y - 12.0, right: x + half, bottom: y + 12.0 });
            let (fill, outline) = match mark.immature {
                true => (theme::PAPER, (theme::BLUE, 2.0)),
                false => (theme::BLUE, (theme::BLUE, 1.0)),
            };
            let pen = Pen { class: "marker", outline: Some(outline), ..Pen::default() };
            canvas.circle((x, y), radius, fill, pen);
        });
    }
    if let Some(last) = last_shown(marks) {
        let (mark, how) = (&marks[last], value_type(canvas));
        let x = grid.x(last) + BEFORE_VALUE;
        // A value amid the panel would lie on the line of the comparator or on later points: it goes to the end.
        let x = if last + 1 == marks.len() { x } else { x.max(grid.plot.right + 2.0) };
        let label = how.wrap(&mark.label, canvas.look.right() - x, 1);
        let y = grid.scale.at(mark.shown().unwrap_or_default());
        canvas.text(&label.lines[0], (x, how.baseline(y)), how);
    }
}

/// Grid lines, and the first and the last period below them; only the last where both have no room.
fn draw_axis(grid: &Grid<'_>, numbered: bool, right: f64) {
    let (canvas, how) = (grid.canvas, axis::tick_type(grid.canvas));
    let last = grid.periods.len() - 1;
    let baseline = grid.plot.bottom + canvas.look.line();
    let left = grid.plot.left;
    let place = |at: usize| {
        let words = how.wrap(&grid.periods[at], right - left, 1);
        let half = words.width / 2.0;
        (grid.x(at).clamp(left + half, (right - half).max(left + half)), half, words)
    };
    let (first, mut end) = (place(0), place(last));
    // The last may stand a little to the right of its point, so that there is room for both.
    let beside = first.0 + first.1 + 9.0 + end.1;
    if beside + end.1 <= right && beside - end.0 < end.1 {
        end.0 = end.0.max(beside);
    }
    canvas.group("axis", true, || {
        for tick in grid.scale.ticks() {
            let y = grid.scale.at(tick).round();
            let colour = if tick == 0.0 { theme::INK } else { theme::GRID };
            canvas.line(&[(left, y), (grid.plot.right, y)], colour, 1.0, Pen::class("gridline"));
            if numbered {
                canvas.text(&grid.scale.words(tick), (left - 8.0, how.baseline(y)), how.ending());
            }
        }
        if last > 0 && first.0 + first.1 + 8.0 < end.0 - end.1 {
            canvas.text(&first.2.lines[0], (first.0, baseline), how.centred());
        }
        canvas.text(&end.2.lines[0], (end.0, baseline), how.centred());
    });
}

/// The points of a panel that have a period.
fn points<'a>(panel: &'a Panel, periods: &[String]) -> &'a [Mark] {
    &panel.points[..panel.points.len().min(periods.len())]
}

/// The comparators of a panel as marks, without those whose own value is withheld.
fn comparator_marks(panel: &Panel, own: &[Mark]) -> Vec<Mark> {
    let value = |(own, comparator): (&Mark, &Option<Comparator>)| {
        own.shown()?;
        comparator.as_ref().map(|comparator| comparator.value)
    };
    let mark = |pair| Mark { value: value(pair), ..Mark::default() };
    own.iter().zip(&panel.comparators).map(mark).collect()
}

fn reaches(panel: &Panel, periods: &[String]) -> Vec<f64> {
    let own = points(panel, periods);
    own.iter().chain(&comparator_marks(panel, own)).filter_map(Mark::shown).collect()
}

/// "fewer than 5: 2021/22, 2022/23", or the words alone where all points have the same.
fn withheld_words(panel: &Panel, periods: &[String]) -> String {
    let mut by_words: Vec<(&str, Vec<&str>)> = Vec::new();
    let marks = points(panel, periods);
    for (mark, period) in marks.iter().zip(periods).filter(|(mark, _)| mark.shown().is_none()) {
        match by_words.iter_mut().find(|(words, _)| *words == mark.label) {
            Some((_, list)) => list.push(period),
            None => by_words.push((&mark.label, vec![period])),
        }
    }
    let phrase = |(words, list): &(&str, Vec<&str>)| match list.len() == marks.len() {
        true => (*words).to_owned(),
        false => format!("{words}: {}", list.join(", ")),
    };
    by_words.iter().map(phrase).collect::<Vec<_>>().join("; ")
}

fn title_type(canvas: &Canvas) -> Type {
    Type::new("panel-title", canvas.look.text).bold()
}

fn value_type(canvas: &Canvas) -> Type {
    Type::new("value", canvas.look.text).bold().halo()
}

fn note_type(canvas: &Canvas) -> Type {
    Type::new("panel-note", canvas.look.text).colour(theme::QUIET)
}

fn entries(multiples: &Multiples) -> Vec<(Sample, String)> {
    let marks = || multiples.panels.iter().flat_map(|panel| points(panel, &multiples.periods));
    let compared = |panel: &Panel| {
        comparator_marks(panel, points(panel, &multiples.periods)).iter().any(|mark| mark.shown().is_some())
    };
    let mut entries = Vec::new();
    if multiples.panels.iter().any(compared) {
        entries.push((Sample::Line(0), multiples.own_name.clone()));
        entries.push((Sample::Grey, multiples.comparator_name.clone()));
    }
    if marks().any(|mark| mark.shown().is_some() && mark.immature) {
        entries.push((Sample::DashedLine, legend::IN_PROGRESS.to_owned()));
    }
    entries
}
