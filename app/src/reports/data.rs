//! What is loaded, from which file, when, and what was rejected and why.

use serde::{Deserialize, Serialize};

use super::report::Definition;

/// The data page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataReport {
    /// The finding: `Loaded: 24,000 schools, 391,422 declarations; data as of 13 June 2025`.
    pub headline: String,
    /// Imports, newest first.
    pub imports: Vec<ImportLine>,
    /// Counts of what is held, by table: `Schools`, `24,000`.
    pub holdings: Vec<(String, String)>,
    /// What is wrong across files: second live starts, schools not in the register, areas that need the override list.
    pub findings: Vec<String>,
    /// Definitions of every measure.
    pub definitions: Vec<Definition>,
    /// Data dictionary: column, meaning.
    pub dictionary: Vec<(String, String)>,
    /// Blank templates: file name, what it is for.
    pub templates: Vec<(String, String)>,
    /// Published figures held as context: dataset, release, figures.
    pub benchmarks: Vec<BenchmarkLine>,
    /// Data as of, in words.
    pub as_of: String,
    /// Whether the figures are invented demo data.
    pub demo: bool,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Number.
    pub id: i64,
    /// File name.
    pub file: String,
    /// Kind in words.
    pub kind: String,
    /// When, in words.
    pub when: String,
    /// What became of its rows; `None` where they stand for people and the viewer sees sharing figures only: a file of two
    /// rows is two people who came.
    pub rows: Option<RowCounts>,
    /// Data as of, in words.
    pub as_of: String,
}

/// How many rows a file had, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows read.
    pub read: i64,
    /// Rows that changed something.
    pub taken: i64,
    /// Rows that changed nothing.
    pub unchanged: i64,
    /// Rows left out.
    pub rejected: i64,
    /// Warnings.
    pub warned: i64,
}

/// One import with its problems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The import.
    pub line: ImportLine,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// How it came.
    pub format: String,
    /// How long it took, in words.
    pub took: String,
    /// Problems by rule: rule, severity, how many; none where the rows are not told.
    pub rules: Vec<(String, String, i64)>,
    /// The first problems in full.
    pub problems: Vec<ProblemLine>,
    /// Problems that are not listed.
    pub more: i64,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemLine {
    /// Line of the file.
    pub line: i64,
    /// Column.
    pub column: String,
    /// Value; withheld where the viewer sees sharing figures only.
    pub value: String,
    /// `rejected` or `warning`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

/// Published figures held as context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkLine {
    /// Dataset.
    pub dataset: String,
    /// Release.
    pub release: String,
    /// Figures held.
    pub figures: i64,
    /// Day on which the file was taken, in words.
    pub extracted: String,
}
