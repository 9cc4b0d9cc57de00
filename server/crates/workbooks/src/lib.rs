//! Workbooks: tables in, accessible XLSX and ODS out. Pure bytes: no I/O, no clock, no knowledge of what is counted.
//! Every text is made harmless here, so that no caller can forget it; numbers are never touched.

mod chart;
mod layout;
mod ods;
mod text;
mod xlsx;

pub use chart::{Axes, Chart, ChartKind, Series};
pub use layout::rounded;
pub use ods::ods;
pub use text::harmless;
pub use xlsx::xlsx;

/// A workbook: a cover, a list of contents, notes, and one table a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The finding, as the title of the whole.
    pub title: String,
    /// One sentence for the document's properties.
    pub subject: String,
    /// Who made it.
    pub author: String,
    /// The day on which it is made.
    pub made_on: Day,
    /// What stands on the cover below the title: a name and its words.
    pub cover: Vec<(String, String)>,
    /// What must be known to read the figures, a heading and its paragraphs.
    pub notes: Vec<(String, Vec<String>)>,
    /// What each symbol means here; only those that a sheet uses stand above its table.
    pub key: Vec<(Symbol, String)>,
    /// The tables.
    pub sheets: Vec<Sheet>,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Year, 1900 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// A sheet: one table, and in XLSX its chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on its tab. Blanks and what spreadsheets refuse become underscores; repeated names are numbered.
    pub name: String,
    /// The finding: stands in A1.
    pub title: String,
    /// What is measured, source, period and the like: one line each, above the table.
    pub lines: Vec<String>,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// The chart of the table.
    pub chart: Option<Chart>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, shown with so many decimals and with commas between thousands.
    Number(f64, u8),
    /// A symbol in place of a figure.
    Symbol(Symbol),
    /// Nothing to say. The sheet's lines must explain it.
    Blank,
}

/// A symbol in place of a figure, as the Analysis Function writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// Confidential.
    C,
    /// Rounds to zero and is not zero.
    Low,
    /// Low reliability.
    U,
    /// Not available.
    X,
    /// Not applicable.
    Z,
}

impl Symbol {
    /// As it is written in a spreadsheet: `[c]`.
    pub fn written(self) -> &'static str {
        match self {
            Symbol::C => "[c]",
            Symbol::Low => "[low]",
            Symbol::U => "[u]",
            Symbol::X => "[x]",
            Symbol::Z => "[z]",
        }
    }
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// A sheet has a row that does not fit its columns, no column at all, or more than a spreadsheet can hold.
    #[error("the sheet {sheet} cannot be written: {what}")]
    Shape {
        /// The sheet's name.
        sheet: String,
        /// What is wrong.
        what: String,
    },
    /// The XLSX writer refused something.
    #[error("the XLSX file could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The ODS archive could not be written.
    #[error("the ODS file could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Memory refused bytes.
    #[error("the file could not be written: {0}")]
    Io(#[from] std::io::Error),
}
