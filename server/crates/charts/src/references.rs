//! Lines across a whole chart that its marks are compared with. Each carries its words above the plot,
//! on a row of their own where they would touch, and no line runs through the words of another.

use crate::backend::{Named, Pen};
use crate::canvas::{Canvas, Point, Type};
use crate::scale::Scale;
use crate::text::Wrapped;
use crate::theme;

/// A value that holds for the whole chart: an average, or a target.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Reference {
    /// The value on the chart's axis.
    pub value: f64,
    /// What is written at its line: "Target 75%".
    pub label: String,
    /// A target rather than a figure: drawn dashed.
    pub target: bool,
}

impl Reference {
    /// Whether it can be drawn.
    pub(crate) fn is_shown(&self) -> bool {
        self.value.is_finite() && self.value >= 0.0
    }
}

/// Space that a line keeps from the words of another.
const CLEAR: f64 = 4.0;
/// Space between words on the same row.
const APART: f64 = 18.0;
/// More references than this stand in the order of their values, without a search for the best.
const MOST_SEARCHED: usize = 5;

/// The words of references, placed above a plot.
pub(crate) struct Labels<'a> {
    placed: Vec<Placed<'a>>,
    /// Lower end of the words: the plot may begin here.
    pub bottom: f64,
}

/// The words of one reference.
struct Placed<'a> {
    reference: &'a Reference,
    index: usize,
    x: f64,
    left: f64,
    words: Wrapped,
    /// Upper and lower end of its words.
    top: f64,
    bottom: f64,
}

impl Placed<'_> {
    fn right(&self) -> f64 {
        self.left + self.words.width
    }

    fn is_crossed_at(&self, x: f64) -> bool {
        x > self.left - CLEAR && x < self.right() + CLEAR
    }
}

/// Places the words of all `references` from `top` on.
pub(crate) fn place<'a>(canvas: &Canvas, references: &'a [Reference], scale: &Scale, top: f64) -> Labels<'a> {
    let mut all: Vec<(usize, &Reference)> =
        references.iter().enumerate().filter(|(_, reference)| reference.is_shown()).collect();
    all.sort_by(|one, other| one.1.value.total_cmp(&other.1.value));
    let orders = if all.len() <= MOST_SEARCHED { permutations(all.len()) } else { vec![(0..all.len()).collect()] };
    let stack = |order: Vec<usize>| stacked(canvas, order.into_iter().map(|at| all[at]), scale, top);
    let best = orders.into_iter().map(stack).min_by(|one, other| one.0.total_cmp(&other.0));
    let placed = best.map(|(_, placed)| placed).unwrap_or_default();
    let bottom = placed.iter().map(|label| label.bottom).fold(top, f64::max);
    Labels { bottom: if placed.is_empty() { top } else { bottom + 6.0 }, placed }
}

/// Stacks words in the given order, top down; the first of the result says how badly they stand.
fn stacked<'a>(
    canvas: &Canvas,
    order: impl Iterator<Item = (usize, &'a Reference)>,
    scale: &Scale,
    top: f64,
) -> (f64, Vec<Placed<'a>>) {
    let (look, how) = (canvas.look, label_type(canvas));
    let mut placed: Vec<Placed<'_>> = Vec::new();
    let mut cost = 0.0;
    for (index, reference) in order {
        let words = how.wrap(&reference.label, look.right() - look.left(), 2);
        let (x, height) = (scale.at(reference.value), words.lines.len() as f64 * look.line());
        let (row_top, row_bottom) = placed.last().map_or((top, top), |last| (last.top, last.bottom));
        // Over its line, or beside it where other lines are near.
        let beside = [8.0, 12.0, 16.0].into_iter().flat_map(|by| [x + by, x - by - words.width]);
        let lefts = [x - 2.0, x - words.width / 2.0, x + 2.0 - words.width].into_iter().chain(beside);
        let clamp = |left: f64| left.clamp(look.left(), (look.right() - words.width).max(look.left()));
        let spots = lefts.flat_map(|left| [(clamp(left), row_top), (clamp(left), row_bottom)]);
        let rated = spots.map(|(left, at)| {
            let spot = Placed { reference, index, x, left, words: words.clone(), top: at, bottom: at + height };
            let crossed = placed.iter().filter(|other| other.bottom <= at && spot.is_crossed_at(other.x)).count();
            let beside = placed.iter().filter(|other| other.top >= at).filter(|other| {
                let apart = other.left > spot.right() + APART || spot.left > other.right() + APART;
                !apart || other.is_crossed_at(x) || spot.is_crossed_at(other.x)
            });
            let rows = if at > row_top || placed.is_empty() { 10.0 } else { 0.0 };
            // Words upon words are worse than a line through words, which lines close together cannot avoid.
            let cost = 1000.0 * crossed as f64 + 1e6 * beside.count() as f64 + rows + (left + 2.0 - x).abs() / 100.0;
            (cost, spot)
        });
        if let Some((more, spot)) = rated.min_by(|one, other| one.0.total_cmp(&other.0)) {
            cost += more;
            placed.push(spot);
        }
    }
    (cost, placed)
}

impl Labels<'_> {
    /// Draws the words, and each line from its words to `plot_top` and over the pieces that `pieces` gives for its pixel.
    pub(crate) fn draw(&self, canvas: &Canvas, plot_top: f64, pieces: impl Fn(f64) -> Vec<(f64, f64)>) {
        for label in &self.placed {
            let name = &label.reference.label;
            canvas.named(Named { class: "reference", name, href: None, tab_stop: false }, || {
                let mut pieces = pieces(label.x);
                match pieces.first_mut().filter(|piece| piece.0 <= plot_top + 0.5) {
                    Some(first) => first.0 = label.bottom + 2.0,
                    None => pieces.insert(0, (label.bottom + 2.0, plot_top)),
                }
                for (top, bottom) in pieces.into_iter().filter(|(top, bottom)| bottom > top) {
                    draw_line(canvas, &[(label.x, top), (label.x, bottom)], label.index, label.reference.target);
                }
                let how = label_type(canvas);
                canvas.lines(&label.words.lines, (label.left, label.top + canvas.look.text), how);
            });
        }
    }
}

/// Draws a piece of the line of reference `index`.
pub(crate) fn draw_line(canvas: &Canvas, points: &[Point], index: usize, target: bool) {
    let colour = if target { theme::TARGET } else { theme::reference(index) };
    canvas.line(points, theme::PAPER, 5.0, Pen::class("rim"));
    canvas.line(points, colour, 2.5, Pen { class: "reference-line", dashed: target, ..Pen::default() });
}

fn label_type(canvas: &Canvas) -> Type {
    Type::new("reference-label", canvas.look.text)
}

/// All orders of so many things.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let with_last = |order: Vec<usize>| {
        (0..count).map(move |at| {
            let mut order = order.clone();
            order.insert(at, count - 1);
            order
        })
    };
    permutations(count - 1).into_iter().flat_map(with_last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Look;
    use crate::{Axis, Layout, Unit};

    fn crossings(values: &[f64]) -> usize {
        let canvas = Canvas::new("t".to_owned(), Look::page(Layout::Narrow, 1));
        let axis = Axis { label: String::new(), unit: Unit::Percent, max: Some(100.0) };
        let scale = Scale::new(&axis, 50.0, 4).over(3.0, 330.0);
        let label =
            |value: &f64| Reference { value: *value, label: format!("All other areas {value}%"), target: false };
        let references: Vec<Reference> = values.iter().map(label).collect();
        let labels = place(&canvas, &references, &scale, 0.0);
        let mut found = 0;
        for one in &labels.placed {
            for other in labels.placed.iter().filter(|other| other.index != one.index) {
                let runs_through = other.top < one.bottom && one.is_crossed_at(other.x) && other.bottom <= one.top;
                let overlaps = one.top < other.bottom
                    && other.top < one.bottom
                    && one.left < other.right()
                    && other.left < one.right();
                found += usize::from(runs_through) + usize::from(overlaps);
            }
        }
        found
    }

    #[test]
    fn there_are_as_many_orders_as_there_should_be() {
        assert_eq!(permutations(4).len(), 24);
        assert_eq!(permutations(2), [[1, 0], [0, 1]]);
    }

    #[test]
    fn words_touch_neither_each_other_nor_a_line() {
        for values in [&[62.0, 71.0, 75.0][..], &[0.0, 50.0, 100.0], &[10.0, 90.0], &[88.0, 95.0, 100.0], &[5.0]] {
            assert_eq!(crossings(values), 0, "{values:?}");
        }
    }
}
