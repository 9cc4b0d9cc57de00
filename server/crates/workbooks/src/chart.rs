//! What a native chart draws: columns of the sheet's own table, so that it can be edited where it is opened.

/// A chart of a table's columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// The finding.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// What stands along its axes.
    pub axes: Axes,
    /// The column with the names of bars or periods, or with the base of each point.
    pub categories: usize,
    /// The columns that are drawn.
    pub series: Vec<Series>,
    /// So many rows from the top are drawn.
    pub rows: usize,
}

/// One series: its name and its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// Column of the table.
    pub column: usize,
}

/// The words along the axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axes {
    /// Names or bases.
    pub categories: String,
    /// Values.
    pub values: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars, the first on top.
    Bars,
    /// Horizontal bars end to end.
    StackedBars,
    /// Lines over periods.
    Lines,
    /// Points: values by their base.
    Points,
}
