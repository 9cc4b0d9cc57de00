//! What bars should reach: a dashed line with its words for the whole chart, or a marker above each bar.
//! The marker stands clear above the bar and the line gives way, so that neither covers a comparator.

use crate::backend::{Named, Pen};
use crate::bars::Bars;
use crate::canvas::Canvas;
use crate::references::Reference;
use crate::rows::{Rows, Spot};
use crate::scale::Scale;
use crate::{Category, Comparator, Mark, theme};

/// What bars should reach. Nothing of it is drawn beside a withheld value.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Targets {
    /// What they are called: "Target".
    pub name: String,
    /// One target for all rows: a labelled line.
    pub whole: Option<Comparator>,
    /// A target for each row, in the order of the categories: a marker above its bar. May be shorter, or empty.
    pub rows: Vec<Option<Comparator>>,
}

/// Space between a bar and the tip of its marker: more than a comparator's tick rises.
const ABOVE_BAR: f64 = 6.5;
/// Height of the marker.
const HEIGHT: f64 = 10.0;
/// A line this near to a comparator gives way to it.
const NEAR: f64 = 8.0;

impl Targets {
    /// The target of the row `index`: none where no own value is shown.
    pub(crate) fn of_row(&self, index: usize, category: &Category) -> Option<&Comparator> {
        category.marks.iter().find_map(Mark::shown)?;
        self.rows.get(index)?.as_ref().filter(|target| is_shown(target))
    }

    /// The line of the whole chart: none where no row shows a value.
    pub(crate) fn line(&self, categories: &[Category]) -> Option<Reference> {
        categories.iter().flat_map(|category| &category.marks).find_map(Mark::shown)?;
        let whole = self.whole.as_ref().filter(|target| is_shown(target))?;
        let label = format!("{} {}", self.name, whole.label);
        Some(Reference { value: whole.value, label, target: true })
    }

    /// The furthest that a target reaches on the axis.
    pub(crate) fn reach(&self, categories: &[Category]) -> f64 {
        let rows = categories.iter().enumerate().filter_map(|(index, category)| self.of_row(index, category));
        let line = self.line(categories).map(|line| line.value);
        rows.map(|target| target.value).chain(line).fold(0.0, f64::max)
    }

    /// Whether any row has a marker.
    pub(crate) fn has_markers(&self, categories: &[Category]) -> bool {
        categories.iter().enumerate().any(|(index, category)| self.of_row(index, category).is_some())
    }

    /// Draws the marker of the row `index` above its bars, which begin at `first`.
    pub(crate) fn draw_row(&self, canvas: &Canvas, index: usize, category: &Category, scale: &Scale, first: f64) {
        if let Some(target) = self.of_row(index, category) {
            let name = format!("{}, {}: {}", self.name, category.label, target.label);
            let named = Named { class: "target", name: &name, href: None, tab_stop: false };
            canvas.named(named, || draw_marker(canvas, scale.at(target.value), first - ABOVE_BAR));
        }
    }
}

/// Draws a target's marker: a triangle on its tip, which is at (`x`, `tip`).
pub(crate) fn draw_marker(canvas: &Canvas, x: f64, tip: f64) {
    let pen = Pen { class: "target-mark", outline: Some((theme::PAPER, 1.0)), ..Pen::default() };
    let corners = [(x, tip), (x + 7.0, tip - HEIGHT), (x - 7.0, tip - HEIGHT)];
    canvas.polygon(&corners, theme::TARGET, pen);
}

/// The pieces of a line at the pixel `x` over the rows: it leaves out bars whose value is withheld, bars
/// with a comparator as near as that, and markers; a narrow drawing has it over bars only, because names stand between.
pub(crate) fn pieces(
    bars: &Bars<'_>,
    rows: &Rows,
    spots: &[Spot],
    scale: &Scale,
    (x, plot, narrow): (f64, (f64, f64), bool),
) -> Vec<(f64, f64)> {
    let mut pieces =
        if narrow { spots.iter().map(|spot| (spot.first - 3.0, spot.bottom + 3.0)).collect() } else { vec![plot] };
    for (row, (category, spot)) in bars.categories.iter().zip(spots).enumerate() {
        let marker =
            bars.targets.and_then(|targets| targets.of_row(row, category)).map(|target| scale.at(target.value));
        if marker.is_some_and(|at| (at - x).abs() < NEAR + 2.0) {
            let top = spot.first - ABOVE_BAR - HEIGHT - 2.0;
            pieces = pieces.into_iter().flat_map(|piece| without(piece, (top, spot.first))).collect();
        }
        let comparator = category.shown_comparator().map(|comparator| scale.at(comparator.value));
        let near = comparator.is_some_and(|at| (at - x).abs() < NEAR);
        for (index, mark) in category.marks.iter().enumerate().filter(|(_, mark)| near || mark.shown().is_none()) {
            let top = spot.first + index as f64 * (rows.bar + rows.within);
            let gap = if mark.shown().is_some() { 6.0 } else { 4.0 };
            pieces = pieces.into_iter().flat_map(|piece| without(piece, (top - gap, top + rows.bar + gap))).collect();
        }
    }
    pieces
}

/// What is left of a piece without the part between `from` and `to`.
fn without(piece: (f64, f64), (from, to): (f64, f64)) -> Vec<(f64, f64)> {
    let rest = [(piece.0, piece.1.min(from)), (piece.0.max(to), piece.1)];
    if to <= piece.0 || from >= piece.1 {
        return vec![piece];
    }
    rest.into_iter().filter(|(top, bottom)| bottom > top).collect()
}

fn is_shown(target: &Comparator) -> bool {
    target.value.is_finite() && target.value >= 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_loses_what_is_taken_from_it() {
        assert_eq!(without((0.0, 100.0), (40.0, 60.0)), [(0.0, 40.0), (60.0, 100.0)]);
        assert_eq!(without((0.0, 100.0), (-5.0, 60.0)), [(60.0, 100.0)]);
        assert_eq!(without((0.0, 30.0), (40.0, 60.0)), [(0.0, 30.0)]);
        assert!(without((45.0, 55.0), (40.0, 60.0)).is_empty());
    }

    #[test]
    fn no_target_stands_beside_a_withheld_value() {
        let target = || Comparator { value: 75.0, label: "75%".into() };
        let targets = Targets { name: "Target".into(), whole: Some(target()), rows: vec![Some(target()), None] };
        let row = |value| Category { marks: vec![Mark { value, ..Mark::default() }], ..Category::default() };
        assert_eq!(targets.of_row(0, &row(None)), None);
        assert_eq!(targets.line(&[row(None)]), None);
        assert_eq!(targets.reach(&[row(None)]), 0.0);
        assert!(targets.of_row(0, &row(Some(1.0))).is_some() && targets.of_row(2, &row(Some(1.0))).is_none());
        assert_eq!(targets.line(&[row(None), row(Some(0.0))]).map(|line| line.label).as_deref(), Some("Target 75%"));
    }
}
