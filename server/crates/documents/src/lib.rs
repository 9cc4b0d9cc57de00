//! Documents: a pack of sections in, tagged PDF, Word and PowerPoint out. Pure bytes: no I/O, no clock, no knowledge of what is
//! counted. All texts arrive as they are to be read; what is withheld arrives as its symbol and nothing else.

mod docx;
mod markdown;
mod measure;
mod package;
mod pdf;
mod pptx;
mod table;
mod text;

pub use docx::docx;
pub use pdf::pdf;
pub use pptx::pptx;

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
#[expect(clippy::large_enum_variant, reason = "a document has some dozens of blocks")]
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

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A table has a row that does not fit its columns, or no column at all.
    #[error("the table \"{table}\" cannot be written: {what}")]
    Shape {
        /// The table's caption.
        table: String,
        /// What is wrong.
        what: String,
    },
    /// The day on which it is made is not in the calendar.
    #[error("{year:04}-{month:02}-{day:02} is not a day of the calendar")]
    Day {
        /// Year.
        year: u16,
        /// Month.
        month: u8,
        /// Day of the month.
        day: u8,
    },
    /// The pages could not be set, or the PDF does not meet PDF/UA-1.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    /// The archive of a Word or PowerPoint file could not be written.
    #[error("the file could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Memory refused bytes.
    #[error("the file could not be written: {0}")]
    Io(#[from] std::io::Error),
}

impl Document {
    /// Whether every table has columns and rows of their number, and the day is one.
    fn check(&self) -> Result<(), DocumentError> {
        let Day { year, month, day } = self.made_on;
        if !(1900..=9999).contains(&year) || month == 0 || month > 12 || day == 0 || day > days_in(year, month) {
            return Err(DocumentError::Day { year, month, day });
        }
        for block in self.sections.iter().flat_map(|section| &section.blocks) {
            let Block::Table(table) = block else { continue };
            let wrong = |what: String| DocumentError::Shape { table: table.title.clone(), what };
            if table.columns.is_empty() {
                return Err(wrong("it has no columns".to_owned()));
            }
            if let Some((at, row)) = table.rows.iter().enumerate().find(|(_, row)| row.len() != table.columns.len()) {
                let (row, cells, columns) = (at + 1, row.len(), table.columns.len());
                return Err(wrong(format!("row {row} has {cells} cells where there are {columns} columns")));
            }
        }
        Ok(())
    }
}

impl Figure {
    /// Width and height of its picture, in pixels at its own size; those of a slide where it has none.
    fn size(&self) -> (f64, f64) {
        let side = |at: usize| {
            let bytes = self.png.get(at..at + 4)?.try_into().ok()?;
            Some(f64::from(u32::from_be_bytes(bytes)) / 2.0)
        };
        match (side(16), side(20)) {
            (Some(width), Some(height)) if self.png.starts_with(b"\x89PNG") && width > 0.0 && height > 0.0 => {
                (width, height)
            }
            _ => (960.0, 540.0),
        }
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The colours of charts and rules, in the order in which the Analysis Function publishes them.
pub(crate) const PALETTE: [&str; 6] = ["12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1"];
/// Text.
pub(crate) const INK: &str = "0B0C0C";
/// Captions and notes: 7:1 on white.
pub(crate) const QUIET: &str = "485156";
