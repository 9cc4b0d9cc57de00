//! A problem in a file: what, where, by which rule, and how to mend it. Problems are values; they never stop a file.

use serde::Serialize;

use crate::cells::Fault;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row was left out.
    Rejected,
    /// The row was taken, with the change that the message states.
    Warning,
}

/// Every rule that a row can break. The slug is stable: files, filters and tests name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Line of the file, from 1 (the header of a CSV is line 1); for JSON the line on which the object starts, or its number.
    pub line: u64,
    /// Column or JSON field; empty where the whole row is meant.
    pub column: String,
    /// The value as it came, cut to 200 characters, control characters shown as `\u{fffd}`.
    pub value: String,
    /// Stable word for the rule, e.g. `impossible-date`, `unknown-course`, `ragged-row`, `duplicate`, `unknown-urn`.
    pub rule: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub mend: String,
}

impl Problem {
    /// A problem from a fault of a value.
    pub fn new(severity: Severity, line: u64, column: &str, value: &str, fault: Fault) -> Problem {
        let Fault { rule, message, mend } = fault;
        Problem { severity, line, column: shown(column), value: shown(value), rule, message, mend }
    }
}

/// A text as problems show it: at most 200 characters, control characters as `\u{fffd}`.
pub fn shown(text: &str) -> String {
    text.chars().take(200).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

impl Refusal {
    /// A refusal by its rule, what is wrong and what to do.
    pub fn new(rule: &'static str, message: impl Into<String>, mend: impl Into<String>) -> Refusal {
        Refusal { rule, message: message.into(), mend: mend.into() }
    }
}

/// Why a whole file was refused: one clear sentence and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message} {mend}")]
pub struct Refusal {
    /// Stable word, e.g. `empty`, `binary`, `not-recognised`, `truncated`, `too-many-columns`, `wrong-kind`, `unreadable`.
    pub rule: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do, in a sentence.
    pub mend: String,
}
