//! Open data as Explore education statistics takes it: a tidy data file, its metadata file, and the checks that DfE's
//! screener makes, written anew from its published rules. Pure bytes: no I/O, no clock.

mod lists;
pub mod screen;
mod write;

pub use lists::{LocalAuthority, local_authority};
pub use write::{Files, files, zip};

/// A data set: one row for each period, place and item of its filters.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSet {
    /// The name of its files: small letters, digits, `-` and `_`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// The filters, in the order of each row's items.
    pub filters: Vec<Filter>,
    /// The indicators, in the order of each row's values.
    pub indicators: Vec<Indicator>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A filter: a characteristic, with `Total` among its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The column.
    pub name: String,
    /// The label.
    pub label: String,
}

/// The columns that a metadata file must have, in the order in which ours has them.
const META_COLUMNS: [&str; 8] = [
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
];

/// The item of every filter that stands for all of them.
pub const TOTAL: &str = "Total";

/// An indicator: what is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// The column.
    pub name: String,
    /// The label.
    pub label: String,
    /// Whether it is a percentage; else a plain number.
    pub is_percent: bool,
    /// So many decimals.
    pub decimals: u8,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The calendar year in which its academic year begins.
    pub year: u16,
    /// The place.
    pub place: Place,
    /// An item for each filter.
    pub items: Vec<String>,
    /// A value for each indicator.
    pub values: Vec<Value>,
}

/// A place of one of the levels that the product writes. Hub areas have no level.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// England.
    National,
    /// A region by its statistical code; `None` where it is not known.
    Region(Option<String>),
    /// A local authority by its statistical code; `None` where it is not known.
    LocalAuthority(Option<String>),
    /// A district by its statistical code, in a local authority.
    District {
        /// Its own code.
        code: String,
        /// The code of its local authority.
        authority: String,
    },
}

/// A value, or the symbol that replaces it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// `c`: suppressed.
    Suppressed,
    /// `z`: not applicable.
    NotApplicable,
    /// `x`: not available.
    NotAvailable,
    /// `u`: low reliability.
    LowReliability,
}

/// Why there is no data set.
#[derive(Debug, thiserror::Error)]
pub enum OpenDataError {
    /// A code is on none of DfE's lists.
    #[error("DfE's lists hold no {what} with the code {code}")]
    UnknownPlace {
        /// What it should be.
        what: &'static str,
        /// Its code.
        code: String,
    },
    /// A row does not fit the columns.
    #[error("a row has {items} items and {values} values where {filters} and {indicators} are needed")]
    Shape {
        /// Items of the row.
        items: usize,
        /// Values of the row.
        values: usize,
        /// Filters of the set.
        filters: usize,
        /// Indicators of the set.
        indicators: usize,
    },
    /// The checks found a fault.
    #[error("the files do not pass the checks of DfE's screener: {0}")]
    Screened(String),
    /// CSV could not be written.
    #[error("the file could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The archive could not be written.
    #[error("the archive could not be written: {0}")]
    Archive(#[from] ::zip::result::ZipError),
    /// Memory refused bytes.
    #[error("the file could not be written: {0}")]
    Io(#[from] std::io::Error),
}
