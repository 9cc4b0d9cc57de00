//! A funnel of milestones: a bar for each step, each joined to the next by a pale band.
//! Steps that are withheld or not collected are words, and no band leads to them.

use crate::axis::{self, Columns};
use crate::backend::Pen;
use crate::bars::{self, BEFORE_LABEL};
use crate::canvas::{Area, Canvas, Type};
use crate::legend::{self, Sample};
use crate::scale::Scale;
use crate::{Axis, Mark, Step, theme};

const BAR: f64 = 32.0;
const BETWEEN: f64 = 22.0;

/// Draws the steps from `top`, axis included; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, steps: &[Step], top: f64) -> f64 {
    let look = canvas.look;
    let names: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
    let columns = Columns::new(canvas, &names, room_for_values(canvas, steps), false);
    let reach = steps.iter().filter_map(|step| shown(step).and_then(Mark::reach)).fold(0.0, f64::max);
    let scale = axis::fitting_scale(canvas, axis, reach, &columns);
    let mut y = legend::draw(canvas, &entries(steps), top);
    let plot_top = y;
    let tops: Vec<f64> = steps
        .iter()
        .map(|step| {
            let bar = y + BETWEEN / 2.0 + if look.narrow { above(canvas, step, &columns) } else { 0.0 };
            let lines = axis::name_type(canvas).wrap(&step.label, columns.names, columns.name_lines).lines.len() as f64;
            let thick = if look.narrow { BAR } else { BAR.max(lines * look.line()) };
            y = bar + thick + BETWEEN / 2.0;
            bar + (thick - BAR) / 2.0
        })
        .collect();
    let around_bars: Vec<(f64, f64)> = tops.iter().map(|top| (top - 4.0, top + BAR + 4.0)).collect();
    let plot = Area { left: columns.zero, top: plot_top, right: columns.end, bottom: y };
    let bottom = if steps.iter().any(|step| shown(step).is_some()) {
        axis::draw_axis(canvas, axis, &scale, plot, &around_bars, false)
    } else {
        axis::draw_zero(canvas, &scale, plot, &around_bars)
    };
    if !look.narrow {
        draw_bands(canvas, steps, &tops, &scale);
    }
    for (step, top) in steps.iter().zip(&tops) {
        let track = Area { left: scale.at(0.0), top: *top, right: columns.end, bottom: top + BAR };
        let name_top = top - if look.narrow { above(canvas, step, &columns) } else { 0.0 };
        axis::draw_name(canvas, &step.label, None, &columns, name_top, track.middle());
        canvas.mark(&step.mark.tooltip, step.mark.href.as_deref(), || {
            draw_step(canvas, step, &columns, &scale, track, name_top);
        });
    }
    bottom
}

fn draw_step(canvas: &Canvas, step: &Step, columns: &Columns, scale: &Scale, track: Area, name_top: f64) {
    let look = canvas.look;
    let Some((mark, value)) = shown(step).and_then(|mark| Some((mark, mark.shown()?))) else {
        return bars::draw_words(canvas, &step.mark.label, track.left, look.right(), track.middle());
    };
    let (top, bottom) = (track.top - BETWEEN / 2.0, track.bottom + BETWEEN / 2.0);
    canvas.hit(Area { top: if look.narrow { track.top } else { top }, bottom, right: look.right(), ..track });
    let end = scale.at(value);
    if value > 0.0 {
        canvas.bar(Area { right: end.max(track.left + 1.0), ..track }, 0, mark.immature);
    }
    let mut taken = Vec::new();
    if let Some((low, high)) = mark.shown_interval() {
        let (low, high) = (scale.at(low), scale.at(high));
        canvas.whisker(low, high, track.middle());
        taken.push((low - 4.0, high + 4.0));
    }
    let after = bars::draw_value(canvas, &mark.label, end, track.middle(), &taken) + BEFORE_LABEL;
    if !step.note.trim().is_empty() {
        draw_note(canvas, step, columns, (after, track.middle()), name_top);
    }
}

/// Draws the note behind the value (`after`: where, and level with what), or beside or below the name when narrow.
fn draw_note(canvas: &Canvas, step: &Step, columns: &Columns, after: (f64, f64), name_top: f64) {
    let look = canvas.look;
    let how = note_type(canvas);
    if !look.narrow {
        let lines = how.wrap(&step.note, look.right() - after.0, 2).lines;
        let first = how.baseline(after.1) - (lines.len() as f64 - 1.0) * look.line() / 2.0;
        canvas.lines(&lines, (after.0, first), how);
        return;
    }
    let (beside, lines) = note_beside_name(canvas, step, columns);
    let words = how.wrap(&step.note, look.right() - look.left(), 1);
    let baseline = name_top + look.text + if beside { 0.0 } else { lines * look.line() };
    let (x, how) = if beside { (look.right(), how.ending()) } else { (look.left(), how) };
    canvas.text(&words.lines[0], (x, baseline), how);
}

/// Pale bands from each bar to the next, so that the loss is seen as a slope.
fn draw_bands(canvas: &Canvas, steps: &[Step], tops: &[f64], scale: &Scale) {
    canvas.group("bands", true, || {
        for (pair, at) in steps.windows(2).zip(tops.windows(2)) {
            let value = |step: &Step| shown(step).and_then(Mark::shown).filter(|value| *value > 0.0);
            let (Some(from), Some(to)) = (value(&pair[0]), value(&pair[1])) else {
                continue;
            };
            let (zero, upper, lower) = (scale.at(0.0), at[0] + BAR + 2.0, at[1] - 2.0);
            let corners = [(zero, upper), (scale.at(from), upper), (scale.at(to), lower), (zero, lower)];
            canvas.polygon(&corners, theme::pale(theme::BLUE), Pen::class("band"));
        }
    });
}

/// The mark to draw: none where the step was not collected.
fn shown(step: &Step) -> Option<&Mark> {
    Some(&step.mark).filter(|mark| !step.missing && mark.shown().is_some())
}

fn note_type(canvas: &Canvas) -> Type {
    Type::new("note", canvas.look.text).colour(theme::QUIET).halo()
}

/// Height of name and note above a bar of the narrow drawing.
fn above(canvas: &Canvas, step: &Step, columns: &Columns) -> f64 {
    let (beside, lines) = note_beside_name(canvas, step, columns);
    let has_note = shown(step).is_some() && !step.note.trim().is_empty();
    (lines + if has_note && !beside { 1.0 } else { 0.0 }) * canvas.look.line() + 3.0
}

/// Whether a narrow drawing has room for the note on the name's line, and how many lines the name takes.
fn note_beside_name(canvas: &Canvas, step: &Step, columns: &Columns) -> (bool, f64) {
    let name = axis::name_type(canvas).wrap(&step.label, columns.names, columns.name_lines);
    let beside = name.lines.len() == 1 && name.width + 16.0 + note_type(canvas).width(&step.note) <= columns.names;
    (beside, name.lines.len() as f64)
}

fn room_for_values(canvas: &Canvas, steps: &[Step]) -> f64 {
    let (how, note) = (bars::value_type(canvas), note_type(canvas));
    let width = |step: &Step| {
        let beside = !canvas.look.narrow && !step.note.is_empty();
        how.width(&step.mark.label) + if beside { BEFORE_LABEL + note.wrap(&step.note, 160.0, 2).width } else { 0.0 }
    };
    steps
        .iter()
        .filter(|step| shown(step).is_some())
        .map(width)
        .fold(20.0, f64::max)
        .ceil()
        .min(canvas.look.width * 0.45)
        + 14.0
}

fn entries(steps: &[Step]) -> Vec<(Sample, String)> {
    let marks = || steps.iter().filter_map(shown);
    let mut entries = Vec::new();
    if marks().any(|mark| mark.shown_interval().is_some()) {
        entries.push((Sample::Interval, legend::INTERVAL.to_owned()));
    }
    if marks().any(|mark| mark.immature) {
        entries.push((Sample::PaleBar, legend::IN_PROGRESS.to_owned()));
    }
    entries
}
