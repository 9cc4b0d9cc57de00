//! Where the rows of bars lie.

use crate::axis::{self, Columns};
use crate::bars::Bars;
use crate::canvas::Canvas;
use crate::scale::Scale;
use crate::{stacked, theme};

/// The measures of all rows, in px.
pub(crate) struct Rows {
    /// Thickness of a bar.
    pub bar: f64,
    /// Space between the bars of one category.
    pub within: f64,
    /// Space between categories.
    pub between: f64,
    /// Many rows: thin ones, with names of one line.
    pub dense: bool,
}

/// Where one category lies.
pub(crate) struct Spot {
    /// Upper end of the name above the bars (narrow).
    pub top: f64,
    /// Upper end of the first bar.
    pub first: f64,
    /// Lower end of the bars, and of words below them.
    pub bottom: f64,
}

impl Spot {
    /// Middle of the bars.
    pub(crate) fn middle(&self) -> f64 {
        (self.first + self.bottom) / 2.0
    }
}

impl Rows {
    /// Measures for these bars. With its share of the white around it, no bar is less than the 24 px a target needs.
    pub(crate) fn new(bars: &Bars<'_>, narrow: bool) -> Rows {
        let dense = bars.categories.len() > theme::DENSE_FROM;
        let between = match (dense, narrow) {
            (true, false) => 8.0,
            (true, true) => 10.0,
            (false, _) => 14.0,
        };
        // The markers of targets stand above the bars.
        let markers = bars.targets.is_some_and(|targets| targets.has_markers(bars.categories));
        let between = if markers { between + 18.0 } else { between };
        let bar = match (bars.per_row(), dense, narrow) {
            (1, true, _) => 16.0,
            (1, false, true) => 20.0,
            (1, false, false) => 25.0,
            _ => 22.0,
        };
        Rows { bar, within: 2.0, between, dense }
    }

    /// Places the categories from `top` on; returns their spots and the lower end.
    pub(crate) fn place(
        &self,
        canvas: &Canvas,
        bars: &Bars<'_>,
        columns: &Columns,
        scale: &Scale,
        top: f64,
    ) -> (Vec<Spot>, f64) {
        let look = canvas.look;
        let how = axis::name_type(canvas);
        let mut y = top;
        let mut spots = Vec::with_capacity(bars.categories.len());
        for category in bars.categories {
            let lines = how.wrap(&category.label, columns.names, columns.name_lines).lines.len() as f64;
            let count = if bars.stacked { 1 } else { category.marks.len().max(1) } as f64;
            let words_below = bars.stacked && stacked::words_go_below(canvas, scale, bars.series, category);
            let below = if words_below { look.line() } else { 0.0 };
            let thick = count * self.bar + (count - 1.0) * self.within + below;
            let (above, height) = match (look.narrow, self.dense) {
                (true, _) => (lines * look.line() + 6.0, thick),
                (false, true) => (0.0, thick),
                (false, false) => (0.0, thick.max(lines * look.line() - 6.0)),
            };
            let upper = y + self.between / 2.0;
            let first = upper + above + (height - thick) / 2.0;
            spots.push(Spot { top: upper, first, bottom: first + thick });
            y += self.between + above + height;
        }
        (spots, y)
    }
}
