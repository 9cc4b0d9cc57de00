//! The answer to a page's question: what the page shows, what the pictures draw and what the files hold. Nothing on a
//! page, in a picture or in a file comes from anywhere else.

use domain::measure::{Count, Interval, Rate};
use serde::{Deserialize, Serialize};

use crate::filters::{Audience, Filters, Key};
use crate::links::Page;

/// One page's answer for one audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The page.
    pub page: Page,
    /// The question as answered: canonical, with the defaults filled in (year, breakdown).
    pub filters: Filters,
    /// For whom.
    pub audience: Audience,
    /// The audiences that this viewer may choose.
    pub audiences: Vec<Audience>,
    /// Small words above the headline: page, programme, period.
    pub kicker: String,
    /// The finding, written from the data.
    pub headline: String,
    /// One or two sentences that put the headline beside last year and the comparator.
    pub summary: Vec<String>,
    /// Figures at the top of the page.
    pub tiles: Vec<Tile>,
    /// Charts with their tables.
    pub sections: Vec<Section>,
    /// What is in words and not in figures: offers that fit, who is funded.
    pub lists: Vec<WordList>,
    /// The form that asks what some more would change, where the page has one.
    pub more: Option<MoreForm>,
    /// What must be known to read the figures (unfinished year, rounded separately, areas that need the list).
    pub notes: Vec<String>,
    /// Each measure on the page: definition, numerator, denominator.
    pub definitions: Vec<Definition>,
    /// The files that the figures come from.
    pub sources: Vec<Source>,
    /// Data as of, in words: `13 June 2025`.
    pub as_of: String,
    /// The form's fields in order.
    pub fields: Vec<Field>,
    /// Why there is nothing to show, where there is nothing.
    pub empty: Option<String>,
    /// Version of the dataset.
    pub version: i64,
}

/// A figure at the top of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// Word for tests and anchors.
    pub id: String,
    /// What is measured.
    pub label: String,
    /// Where it is explained in full.
    pub page: Page,
    /// The question that it links to.
    pub filters: Filters,
    /// The figure in words: `310`, `82%`, `fewer than 5`.
    pub value: String,
    /// Base or unit: `12 per 100 teachers`, `of starts in 2022/23`.
    pub note: String,
    /// Against last year.
    pub change: Option<Change>,
    /// Comparator with its source: `All other areas loaded: 81.7%`.
    pub comparator: Option<String>,
}

/// A change against last year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Up, down or the same.
    pub direction: Direction,
    /// In words: `4 points more than 2023/24`.
    pub words: String,
}

/// Which way a figure moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
    /// No change worth naming.
    Same,
}

/// A chart with the table it draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Word in addresses and anchors, e.g. `breakdown`, `years`, `recruitment`.
    pub id: String,
    /// The finding as a heading.
    pub title: String,
    /// What is measured, of whom, when.
    pub subtitle: String,
    /// The chart; absent where there is nothing to draw.
    pub chart: Option<Drawing>,
    /// The table beside it.
    pub table: Table,
    /// The page that its rows lead to, where it is not the report's own.
    pub leads_to: Option<Page>,
}

/// A list in words beside the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordList {
    /// Word for anchors.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What the list is, in a sentence.
    pub intro: String,
    /// What each is, and what is to be said of it.
    pub items: Vec<(String, String)>,
    /// Where it leads on: words and address.
    pub links: Vec<(String, String)>,
    /// What can be done about it here, for viewers of exact figures.
    pub button: Option<PostButton>,
}

/// A button that sends something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostButton {
    /// Where to.
    pub address: String,
    /// What is sent: names and values.
    pub values: Vec<(String, String)>,
    /// Words of the button.
    pub words: String,
}

/// A form with one number: how many more, and what that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreForm {
    /// What is counted: `schools`.
    pub unit: String,
    /// The number asked about, where one is.
    pub asked: Option<u32>,
    /// What it would change, in words.
    pub answer: Option<String>,
}

/// A chart drawn twice: for wide and for narrow screens. Markup made by the server from the same figures as the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// SVG for 640 px and wider.
    pub wide: String,
    /// SVG for narrower screens.
    pub narrow: String,
    /// Alternative text.
    pub description: String,
}

/// A table. Every cell is a value that this audience may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Heading of the first column: what the rows are.
    pub rows_are: String,
    /// The columns after the first.
    pub columns: Vec<Column>,
    /// The rows in the order shown.
    pub rows: Vec<Row>,
    /// Whether a reader may choose the order.
    pub sortable: bool,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Word in CSV headers and `sort=`, e.g. `starts`.
    pub id: String,
    /// Heading.
    pub name: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Code of what the row is: slug, URN, statistical code; `total` for the total.
    pub code: String,
    /// Name of what the row is.
    pub name: String,
    /// The question narrowed to it.
    pub filters: Option<Filters>,
    /// Whether it is the total of the others.
    pub total: bool,
    /// Figures, one for each column.
    pub cells: Vec<Cell>,
}

/// A figure in a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// A count of people, starts or schools.
    Count(Count),
    /// Percent.
    Percent(Rate),
    /// Per 100 teachers.
    Per100(Rate),
    /// A change in percent against last year, `None` where one of the two is not shown.
    Change(Option<f64>),
    /// Teachers, headcount (may be fractional in the source; shown whole).
    Headcount(Option<f64>),
    /// A number that was worked out, with its 95% interval; `None` on a base under 10 or on a figure that is hidden.
    Estimate(Option<Estimate>),
    /// How sure a gap is.
    Sure(Sureness),
    /// A rank with its 95% interval; `None` on a base under 10 or on a figure that is hidden.
    Rank(Option<Ranked>),
    /// A plain number without interval, to one decimal: a distance, a share of schools in percent.
    Number(Option<f64>),
    /// A judgement in words.
    Judged(Judgement),
}

/// A rank, 1 the highest, with the places that are plausible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// The middle of the plausible places.
    pub rank: u32,
    /// The best plausible place.
    pub best: u32,
    /// The worst plausible place.
    pub worst: u32,
}

/// A figure judged: by the limits of a funnel, against a target, by bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judgement {
    /// Above the outer limits.
    FarAbove,
    /// Above the inner limits.
    Above,
    /// Within the limits.
    Within,
    /// Below the inner limits.
    Below,
    /// Below the outer limits.
    FarBelow,
    /// At the target or beyond it.
    Met,
    /// Short of the target by little.
    Near,
    /// Short of the target.
    Missed,
    /// Nothing to judge by, or too few.
    NotJudged,
}

impl Judgement {
    /// Words for screen and files.
    pub fn words(self) -> &'static str {
        match self {
            Judgement::FarAbove => "above the 99.8% limit",
            Judgement::Above => "above the 95% limit",
            Judgement::Within => "within the limits",
            Judgement::Below => "below the 95% limit",
            Judgement::FarBelow => "below the 99.8% limit",
            Judgement::Met => "met",
            Judgement::Near => "nearly met",
            Judgement::Missed => "missed",
            Judgement::NotJudged => "not judged",
        }
    }
}

/// A number that was worked out, with its 95% interval in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// How sure a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sureness {
    /// It holds when all segments looked at are taken into account.
    Clear,
    /// Its own interval alone leaves out what is expected.
    Possible,
    /// As expected, ahead, or within chance.
    NotAGap,
    /// A base under 10.
    TooFew,
}

impl Sureness {
    /// Words for screen and files.
    pub fn words(self) -> &'static str {
        match self {
            Sureness::Clear => "clear",
            Sureness::Possible => "possible",
            Sureness::NotAGap => "not a gap",
            Sureness::TooFew => "too few",
        }
    }
}

/// What a measure means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Name.
    pub name: String,
    /// What is counted, in a sentence or two.
    pub meaning: String,
    /// Numerator, where it is a rate.
    pub numerator: Option<String>,
    /// Denominator, where it is a rate.
    pub denominator: Option<String>,
}

/// A file that figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is: `NPQ declarations`.
    pub kind: String,
    /// File name.
    pub file: String,
    /// Data as of, in words.
    pub as_of: String,
}

/// A field of the filter form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Key in the address.
    pub key: String,
    /// Label.
    pub label: String,
    /// First choice, e.g. `All phases`; `None` where a choice must be made.
    pub any: Option<String>,
    /// The choices.
    pub options: Vec<Choice>,
}

/// A choice of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Value in the address.
    pub value: String,
    /// Words shown.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A filter in force, with the question without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// `Phase: Primary`.
    pub words: String,
    /// The question without it.
    pub without: Filters,
}

impl Report {
    /// The filters in force as removable chips.
    pub fn chips(&self) -> Vec<Chip> {
        self.filters
            .narrowing()
            .map(|(key, value)| Chip {
                words: format!("{}: {}", key.label(), self.choice_name(key, value)),
                without: self.filters.without_value(key, value),
            })
            .collect()
    }

    fn choice_name(&self, key: Key, value: &str) -> String {
        let field = self.fields.iter().find(|f| f.key == key.word());
        let choice = field.and_then(|f| f.options.iter().find(|c| c.value == value));
        choice.map_or_else(|| value.to_owned(), |c| c.name.clone())
    }
}

/// One decimal, with a minus sign where it is below zero.
pub fn signed(value: f64) -> String {
    let words = domain::measure::one_decimal(value.abs());
    if value < 0.0 && words != "0.0" { format!("\u{2212}{words}") } else { words }
}

impl Cell {
    /// Words for the screen.
    pub fn words(&self) -> String {
        match self {
            Cell::Count(count) => count.words(),
            Cell::Percent(rate) => rate.words("%"),
            Cell::Per100(rate) => rate.words(""),
            Cell::Change(Some(change)) => {
                let sign = if *change > 0.0 {
                    "+"
                } else if *change < 0.0 {
                    "\u{2212}"
                } else {
                    ""
                };
                format!("{sign}{}%", domain::measure::one_decimal(change.abs()))
            }
            Cell::Change(None) => "not shown".into(),
            Cell::Headcount(Some(n)) => domain::measure::thousands(n.round() as u64),
            Cell::Headcount(None) => "not available".into(),
            Cell::Estimate(Some(estimate)) => signed(estimate.value),
            Cell::Estimate(None) => "not shown".into(),
            Cell::Sure(sureness) => sureness.words().into(),
            Cell::Rank(Some(ranked)) => ranked.rank.to_string(),
            Cell::Rank(None) => "not shown".into(),
            Cell::Number(Some(n)) => signed(*n),
            Cell::Number(None) => "not shown".into(),
            Cell::Judged(judgement) => judgement.words().into(),
        }
    }

    /// The 95% interval of a rate or an estimate, where it is shown.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Cell::Percent(rate) | Cell::Per100(rate) => rate.interval(),
            Cell::Estimate(estimate) => estimate.map(|e| Interval { lower: e.lower, upper: e.upper }),
            Cell::Rank(rank) => rank.map(|r| Interval { lower: f64::from(r.best), upper: f64::from(r.worst) }),
            _ => None,
        }
    }

    /// The number that a sort uses; `None` sorts last. Always the published figure.
    pub fn sort_value(&self) -> Option<f64> {
        match self {
            Cell::Count(count) => count.value().map(f64::from),
            Cell::Percent(rate) | Cell::Per100(rate) => rate.value(),
            Cell::Change(change) => *change,
            Cell::Headcount(n) => *n,
            Cell::Estimate(estimate) => estimate.map(|e| e.value),
            Cell::Rank(rank) => rank.map(|r| f64::from(r.rank)),
            Cell::Number(n) => *n,
            Cell::Sure(_) | Cell::Judged(_) => None,
        }
    }
}
