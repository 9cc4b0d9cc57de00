//! What stands at the ends of lines: marker, value and name, moved apart so that none covers another.

use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Point, Type};
use crate::legend;
use crate::lines::{last_shown, points};
use crate::text::Wrapped;
use crate::{Line, theme};

/// Space between the plot and the values; the markers stand in it.
pub(crate) const BEFORE_NAME: f64 = 34.0;
/// Most that value and name take in one line.
const MOST_WIDTH: f64 = 176.0;
/// Space between value and name.
const AFTER_VALUE: f64 = 6.0;

/// What is written at the end of a line.
pub(crate) struct End {
    /// Index of the line.
    series: usize,
    /// Its last period with a value.
    pub period: usize,
    /// That value.
    pub value: f64,
    hollow: bool,
    label: String,
    label_width: f64,
    name: Wrapped,
    on_one_line: bool,
}

impl End {
    /// The ends of all lines that have one; a lone line needs none, and a narrow drawing has room for values only.
    pub(crate) fn all(canvas: &Canvas, series: &[Line], periods: &[String]) -> Vec<End> {
        if series.len() < 2 {
            return Vec::new();
        }
        let narrow = canvas.look.narrow;
        let how = Type::new("value", canvas.look.text);
        let end = |(index, line): (usize, &Line)| {
            let period = last_shown(points(line, periods))?;
            let mark = &line.points[period];
            let label = how.bold().wrap(&mark.label, if narrow { 80.0 } else { MOST_WIDTH }, 1);
            let one = how.wrap(&line.name, MOST_WIDTH - AFTER_VALUE - label.width, 1);
            let on_one_line = !narrow && !one.shortened;
            let name = match (narrow, on_one_line) {
                (true, _) => Wrapped::default(),
                (false, true) => one,
                (false, false) => how.wrap(&line.name, MOST_WIDTH, 2),
            };
            Some(End {
                series: index,
                period,
                value: mark.shown()?,
                hollow: mark.immature,
                label_width: label.width,
                label: label.lines.concat(),
                name,
                on_one_line,
            })
        };
        series.iter().enumerate().filter_map(end).collect()
    }

    /// Width in px.
    pub(crate) fn width(&self) -> f64 {
        let name = self.name.width;
        if self.on_one_line { self.label_width + AFTER_VALUE + name } else { self.label_width.max(name) }
    }

    fn rows(&self) -> usize {
        if self.on_one_line { 1 } else { 1 + self.name.lines.len() }
    }
}

/// Draws the ends behind the plot, each with a thin line from the last point (`from`) of its line.
pub(crate) fn draw(canvas: &Canvas, ends: &[End], from: &[Point], plot: Area) {
    let line = canvas.look.line();
    let wanted: Vec<(f64, f64)> =
        ends.iter().zip(from).map(|(end, point)| (point.1, end.rows() as f64 * line + 5.0)).collect();
    let middles = spread(&wanted, plot.top - canvas.look.text / 2.0, plot.bottom);
    let left = plot.right + BEFORE_NAME;
    canvas.group("ends", true, || {
        for (end, (point, middle)) in ends.iter().zip(from.iter().zip(&middles)) {
            let how = Type::new("value", canvas.look.text).halo();
            let first = how.baseline(*middle) - (end.rows() as f64 - 1.0) * line / 2.0;
            let level = first - how.baseline(0.0);
            let leader = [(point.0 + 9.0, point.1), (left - 23.0, level)];
            canvas.line(&leader, theme::QUIET, 1.0, Pen::class("leader"));
            legend::draw_marker(canvas, (left - 13.0, level), end.series, end.hollow);
            canvas.text(&end.label, (left, first), how.bold());
            let at = if end.on_one_line { (left + end.label_width + AFTER_VALUE, first) } else { (left, first + line) };
            canvas.lines(&end.name.lines, at, how);
        }
    });
}

/// Moves blocks (wanted middle, height) apart, each as little as possible, and keeps them between `top` and `bottom`.
pub(crate) fn spread(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].0.total_cmp(&wanted[*other].0));
    // Blocks that touch move as one group around the mean of what its members want.
    let mut groups: Vec<Group> = Vec::new();
    for index in order {
        let (middle, height) = wanted[index];
        let mut group = Group { members: vec![index], middle, height };
        while let Some(above) = groups.pop_if(|above| above.bottom() > group.top()) {
            group = above.joined(group, wanted);
        }
        groups.push(group);
    }
    let total: f64 = groups.iter().map(|group| group.height).sum();
    let mut floor = top;
    let mut below = total;
    let mut middles = vec![0.0; wanted.len()];
    for group in groups {
        // Groups below must still find room above the bottom.
        let latest = bottom - below;
        let start = group.top().min(latest).max(floor);
        let mut y = start;
        for member in &group.members {
            middles[*member] = y + wanted[*member].1 / 2.0;
            y += wanted[*member].1;
        }
        floor = y;
        below -= group.height;
    }
    middles
}

struct Group {
    members: Vec<usize>,
    middle: f64,
    height: f64,
}

impl Group {
    fn top(&self) -> f64 {
        self.middle - self.height / 2.0
    }

    fn bottom(&self) -> f64 {
        self.middle + self.height / 2.0
    }

    fn joined(mut self, other: Group, wanted: &[(f64, f64)]) -> Group {
        self.members.extend(other.members);
        self.height += other.height;
        let mut offset = -self.height / 2.0;
        let mut sum = 0.0;
        for member in &self.members {
            let (middle, height) = wanted[*member];
            sum += middle - (offset + height / 2.0);
            offset += height;
        }
        self.middle = sum / self.members.len() as f64;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_apart_stay_and_touching_ones_part_evenly() {
        assert_eq!(spread(&[(50.0, 20.0), (100.0, 20.0)], 0.0, 200.0), [50.0, 100.0]);
        assert_eq!(spread(&[(100.0, 20.0), (100.0, 20.0)], 0.0, 200.0), [90.0, 110.0]);
        assert_eq!(spread(&[(104.0, 20.0), (96.0, 20.0), (180.0, 20.0)], 0.0, 200.0), [110.0, 90.0, 180.0]);
    }

    #[test]
    fn blocks_stay_inside() {
        assert_eq!(spread(&[(0.0, 20.0), (5.0, 20.0)], 0.0, 200.0), [10.0, 30.0]);
        assert_eq!(spread(&[(195.0, 20.0), (199.0, 20.0)], 0.0, 200.0), [170.0, 190.0]);
    }
}
