//! The answer to a page's question: what the page shows, what the pictures draw and what the files hold. Nothing on a
//! page, in a picture or in a file comes from anywhere else.

mod cells;

use serde::{Deserialize, Serialize};

use crate::filters::{Audience, Filters, Key};
use crate::links::Page;

pub use self::cells::{Cell, Estimate, Judgement, Ranked, Sureness, signed};

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
    /// Where it is found as it was frozen, where it was.
    #[serde(default)]
    pub frozen: Option<String>,
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
