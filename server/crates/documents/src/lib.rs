//! Documents: a pack of sections in, tagged PDF, Word and PowerPoint out. Pure bytes: no I/O, no clock, no knowledge of what is
//! counted. All texts arrive as they are to be read; what is withheld arrives as its symbol and nothing else.

/// A document: its finding as the title, what it is about, and its sections in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The title of the whole.
    pub title: String,
    /// One sentence below it: place, year, audience.
    pub subtitle: String,
    /// Who made it.
    pub author: String,
    /// The day on which it is made.
    pub made_on: Day,
    /// What stands on the cover: a name and its words (source, data as of, disclosure policy, link back).
    pub details: Vec<(String, String)>,
    /// The sections.
    pub sections: Vec<Section>,
    /// What must be known to read the figures, a heading and its paragraphs; at the end.
    pub notes: Vec<(String, Vec<String>)>,
    /// One line for the foot of every page.
    pub footer: String,
}

/// A day of the calendar.
pub use workbooks::Day;

/// A section: in a presentation each of its findings is a slide.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A sentence with a figure, made from the data.
    Finding(String),
    /// Plain words.
    Paragraph(String),
    /// What a person wrote, in Markdown: paragraphs, lists, emphasis and links. Raw HTML and pictures in it are shown as text.
    Commentary(String),
    /// A chart.
    Figure(Figure),
    /// A table.
    Table(Table),
}

/// A chart as a picture, with its words, and as the table that a native chart draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The finding.
    pub title: String,
    /// The picture without title and caption, as SVG with presentation attributes only; its texts name DejaVu Sans.
    pub svg: String,
    /// The same picture as PNG, at twice its size.
    pub png: Vec<u8>,
    /// The alternative text.
    pub alternative: String,
    /// Measure, source, population, period and the like: one line each.
    pub caption: Vec<String>,
    /// The table of its native chart, `chart` being set; without one, the picture stands in a presentation.
    pub native: Option<workbooks::Sheet>,
}

/// A table as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its caption.
    pub title: String,
    /// Its headings; the first column names the rows.
    pub columns: Vec<Column>,
    /// Its rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
    /// What the symbols mean, and other notes: one line each.
    pub notes: Vec<String>,
}

/// A heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its words.
    pub name: String,
    /// Whether its cells are figures: these stand to the right.
    pub numeric: bool,
}
