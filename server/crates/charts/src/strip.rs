//! The strip below the baseline of lines: the words of what is withheld, where no line can run through them.

use crate::backend::Pen;
use crate::canvas::{Canvas, Type};
use crate::lines::{Grid, points};
use crate::text::{self, Wrapped};
use crate::{Line, Mark, legend, theme};

/// White above and below a row of words.
const AROUND: f64 = 12.0;

/// Draws a row for each line with withheld points; returns the lower end (the baseline where there are none).
pub(crate) fn draw(grid: &Grid<'_>, series: &[Line]) -> f64 {
    let canvas = grid.canvas;
    let mut y = grid.plot.bottom;
    for (index, line) in series.iter().enumerate() {
        let runs = withheld_runs(grid, points(line, grid.periods), type_of(canvas));
        let Some(lines) = runs.iter().map(|run| run.words.lines.len()).max() else {
            continue;
        };
        let height = lines as f64 * canvas.look.line() + AROUND;
        let middle = y + AROUND - 2.0 + (height - AROUND) / 2.0;
        if series.len() > 1 {
            canvas.group("strip", true, || {
                legend::draw_marker(canvas, (grid.plot.left - 18.0, middle), index, false);
            });
        }
        for run in &runs {
            draw_run(grid, run, y, middle);
        }
        y += height;
    }
    y
}

/// Neighbouring withheld points with the same words.
struct Run<'a> {
    first: usize,
    last: usize,
    marks: &'a [Mark],
    words: Wrapped,
}

fn draw_run(grid: &Grid<'_>, run: &Run<'_>, top: f64, middle: f64) {
    let (canvas, how) = (grid.canvas, type_of(grid.canvas));
    let (from, to) = (grid.x(run.first), grid.x(run.last));
    let (half, right) = (run.words.width / 2.0, canvas.look.right());
    let least = grid.plot.left + half;
    let x = ((from + to) / 2.0).clamp(least, (right - half).max(least));
    let first = how.baseline(middle) - (run.words.lines.len() as f64 - 1.0) * canvas.look.line() / 2.0;
    let name: Vec<&str> = run.marks.iter().map(|mark| mark.tooltip.as_str()).collect();
    canvas.mark(&name.join(". "), run.marks.iter().find_map(|mark| mark.href.as_deref()), || {
        if run.last > run.first {
            // A bracket says over which periods the words hold.
            let (reach, y) = (grid.slot * 0.4, top + 7.0);
            canvas.line(&[(from - reach, y), (to + reach, y)], theme::QUIET, 1.0, Pen::class("bracket"));
        }
        canvas.lines(&run.words.lines, (x, first), how);
    });
}

/// The runs of a line; each is wrapped into its own periods and half of the free ones on either side.
fn withheld_runs<'a>(grid: &Grid<'_>, marks: &'a [Mark], how: Type) -> Vec<Run<'a>> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.shown().is_none()) {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == at && marks[*last].label == mark.label => *last = at,
            _ => spans.push((at, at)),
        }
    }
    let run = |(number, &(first, last)): (usize, &(usize, usize))| {
        let before = if number == 0 { first * 2 } else { first - spans[number - 1].1 - 1 };
        let behind = spans.get(number + 1).map_or((marks.len() - 1 - last) * 2, |next| next.0 - last - 1);
        // Alone in its row it may spread a little at the edges too.
        let free = before.min(behind).max(usize::from(spans.len() == 1));
        let room = (last - first + 1 + free) as f64 * grid.slot - 6.0;
        let words = text::wrap_evenly(&marks[first].label, room, 2, how.size, how.bold);
        Run { first, last, marks: &marks[first..=last], words }
    };
    spans.iter().enumerate().map(run).collect()
}

fn type_of(canvas: &Canvas) -> Type {
    Type::new("withheld", canvas.look.text).colour(theme::QUIET).centred()
}
