//! Charts: a description in, accessible SVG (for a page or as a file) and PNG out.
//! Pure: no I/O, no clock, no links of its own. It draws what it is given and never estimates a withheld value.

mod axis;
mod backend;
mod bars;
mod canvas;
mod dots;
mod drawing;
mod funnel;
mod legend;
mod line_ends;
mod lines;
mod links;
mod markup;
mod multiples;
mod own_label;
mod png;
mod references;
mod rows;
mod scale;
mod stacked;
mod steps;
mod strip;
mod targets;
mod text;
mod theme;
mod tile_map;

pub use dots::{Dot, Dots};
pub use funnel::{Funnel, Limit, Point};
pub use multiples::{Multiples, Panel};
pub use png::ChartError;
pub use references::Reference;
pub use targets::Targets;
pub use tile_map::{Tile, TileMap};

/// One chart: what it says, how it is measured and what is drawn.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Chart {
    /// Unique on the page; the ids inside the drawing start with it.
    pub id: String,
    /// The finding, in one line.
    pub title: String,
    /// What is measured, for whom and when.
    pub subtitle: String,
    /// The text alternative, computed from the same figures.
    pub description: String,
    /// Source, data as of, audience and the like; drawn only in files.
    pub caption: Vec<String>,
    /// The axis of values.
    pub axis: Axis,
    /// The data and the way it is drawn.
    pub form: Form,
}

/// The axis of values. It always starts at zero.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Axis {
    /// What the axis counts, for example "Percentage of schools".
    pub label: String,
    /// How its numbers are written.
    pub unit: Unit,
    /// The end of the axis; a larger value that is shown extends it. None: chosen from the data.
    pub max: Option<f64>,
}

/// How the numbers of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// Whole numbers: 1,250.
    Count,
    /// Percentages from 0 to 100: 74%.
    Percent,
    /// A rate for every hundred, written as a plain number; the axis label says of what.
    Per100,
}

/// One figure: a bar, a segment, a point or a step.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// The value, or None where it is withheld. A withheld mark has words and no geometry.
    pub value: Option<f64>,
    /// What is written beside it: "74%", or "fewer than 5".
    pub label: String,
    /// A full sentence: "Primary: 191 of 258 schools, 74%".
    pub tooltip: String,
    /// Where it leads: a path, a query or an http(s) address. Anything else is not written.
    pub href: Option<String>,
    /// Lower and upper end of the 95% interval; ignored where the value is withheld.
    pub interval: Option<(f64, f64)>,
    /// Still in progress: drawn dashed and pale.
    pub immature: bool,
}

/// One row of bars.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Category {
    /// Its name, written in full where there is room for two lines.
    pub label: String,
    /// Where the name leads.
    pub href: Option<String>,
    /// One mark for each series, in their order.
    pub marks: Vec<Mark>,
    /// What the row is compared with; not drawn where the row's own value is withheld.
    pub comparator: Option<Comparator>,
}

/// The value a row is compared with.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Comparator {
    /// The value on the chart's axis.
    pub value: f64,
    /// The value in words: "69%".
    pub label: String,
}

/// A series over time.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// Written at the end of the line.
    pub name: String,
    /// One mark for each period, in their order.
    pub points: Vec<Mark>,
}

/// One step of a funnel.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Step {
    /// Its name: "Retained 1".
    pub label: String,
    /// How many got this far.
    pub mark: Mark,
    /// What that means: "84.6% of starts". May be empty.
    pub note: String,
    /// Not collected (yet): the mark's label is written as plain words and nothing is drawn.
    pub missing: bool,
}

/// The data and the way it is drawn.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// Horizontal bars, grouped or stacked.
    Bars {
        /// Names of the series; one for plain bars.
        series: Vec<String>,
        /// The rows, top down.
        categories: Vec<Category>,
        /// Put the series end to end instead of below each other.
        stacked: bool,
        /// What the comparators are: "England".
        comparator_name: Option<String>,
    },
    /// Horizontal bars side by side with what they should reach.
    TargetBars {
        /// Names of the series; one for plain bars.
        series: Vec<String>,
        /// The rows, top down.
        categories: Vec<Category>,
        /// What the comparators are: "England".
        comparator_name: Option<String>,
        /// What the bars should reach.
        targets: Targets,
    },
    /// One dot a row, with its interval and lines to compare with.
    Dots(Dots),
    /// A funnel plot: rates by the size of their base, between control limits.
    Funnel(Funnel),
    /// A grid of small panels of lines over the same periods and the same scale.
    Multiples(Multiples),
    /// Equal squares in classes of colour, each where its place lies.
    TileMap(TileMap),
    /// Lines over periods.
    Lines {
        /// Names of the periods, oldest first.
        periods: Vec<String>,
        /// The lines; four at most read well.
        series: Vec<Line>,
    },
    /// A funnel of milestones, each a bar below the one before.
    Steps {
        /// The steps in order.
        steps: Vec<Step>,
    },
}

/// Which of the two drawings for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// 720 px wide, text of 16 px.
    Wide,
    /// 340 px wide, text of 14 px, labels above the bars.
    Narrow,
}

/// The drawing for a page: marks can be focused or are links, and the page writes title, subtitle and caption itself.
/// The ids of the wide and the narrow drawing differ, so both can stand on one page.
pub fn inline_svg(chart: &Chart, layout: Layout) -> String {
    drawing::draw(chart, drawing::Medium::Page(layout)).svg
}

/// The drawing as a file: white background, no focus, only absolute links.
/// `with_title` adds title, subtitle and caption.
pub fn standalone_svg(chart: &Chart, with_title: bool) -> String {
    drawing::draw(chart, drawing::Medium::File { with_title }).svg
}

/// The drawing of [`standalone_svg`] as a PNG, `scale` (1 to 3) times as large, in the embedded font.
///
/// # Errors
/// [`ChartError::Scale`] for another scale, [`ChartError::Picture`] for a picture of more than 60 million pixels.
pub fn png(chart: &Chart, scale: u8, with_title: bool) -> Result<Vec<u8>, ChartError> {
    png::render(&standalone_svg(chart, with_title), scale)
}

impl Mark {
    /// The value to draw: none where it is withheld or not a number; never below zero.
    fn shown(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite()).map(|value| value.max(0.0))
    }

    /// The interval to draw, in order; none where the value is withheld.
    fn shown_interval(&self) -> Option<(f64, f64)> {
        self.shown()?;
        let (low, high) = self.interval.filter(|(low, high)| low.is_finite() && high.is_finite())?;
        Some((low.min(high).max(0.0), low.max(high).max(0.0)))
    }

    /// The furthest that its drawing reaches on the axis.
    fn reach(&self) -> Option<f64> {
        let value = self.shown()?;
        Some(self.shown_interval().map_or(value, |(_, high)| high.max(value)))
    }
}

impl Category {
    /// The comparator to draw: none where no own value is shown.
    fn shown_comparator(&self) -> Option<&Comparator> {
        self.marks.iter().find_map(Mark::shown)?;
        self.comparator.as_ref().filter(|comparator| comparator.value.is_finite())
    }
}

impl Form {
    /// Whether there is nothing at all to draw. Withheld figures are something: their words are drawn.
    fn is_empty(&self) -> bool {
        match self {
            Form::Bars { categories, .. } | Form::TargetBars { categories, .. } => {
                categories.iter().all(|category| category.marks.is_empty())
            }
            Form::Dots(dots) => dots.rows.is_empty(),
            Form::Funnel(funnel) => funnel.points.is_empty(),
            Form::Multiples(multiples) => multiples.periods.is_empty() || multiples.panels.is_empty(),
            Form::TileMap(map) => map.tiles.is_empty(),
            Form::Lines { periods, series } => periods.is_empty() || series.iter().all(|line| line.points.is_empty()),
            Form::Steps { steps } => steps.is_empty(),
        }
    }

    /// How many marks it has.
    fn marks(&self) -> usize {
        match self {
            Form::Bars { categories, .. } | Form::TargetBars { categories, .. } => {
                categories.iter().map(|category| category.marks.len()).sum()
            }
            Form::Dots(dots) => dots.rows.len(),
            Form::Funnel(funnel) => funnel.points.len(),
            Form::Multiples(multiples) => multiples.panels.len(),
            Form::TileMap(map) => map.tiles.len(),
            Form::Lines { series, .. } => series.iter().map(|line| line.points.len()).sum(),
            Form::Steps { steps } => steps.len(),
        }
    }
}
