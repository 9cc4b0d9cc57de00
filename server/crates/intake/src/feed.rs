//! What the CSV reader is fed: the text of a table, an end mark behind it, and no more than so much for one row.

use std::io::{self, Read};

use crate::problem::Refusal;
use crate::text::Text;

/// No row of any kind is longer than this, in bytes.
const MAX_ROW: usize = 4 << 20;
/// Ends every table behind its last row: where it is swallowed by a quoted cell, that cell was never closed.
pub(crate) const END: &str = "\u{1}end of table\u{1}";

/// The text of a table, followed by the end mark, with a limit on how much one row may take.
pub(crate) struct Feed<'a> {
    pub(crate) text: Text<'a>,
    budget: usize,
    /// What is left of the end mark, once the text has ended.
    tail: Option<&'static [u8]>,
}

impl<'a> Feed<'a> {
    pub(crate) fn new(text: Text<'a>) -> Feed<'a> {
        Feed { text, budget: MAX_ROW, tail: None }
    }

    /// Another row begins.
    pub(crate) fn begin_row(&mut self) {
        self.budget = MAX_ROW;
    }

    /// Whether the end mark has been handed on, so that a row may hold it.
    pub(crate) fn ended(&self) -> bool {
        self.tail.is_some()
    }
}

impl Read for Feed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        const TAIL: &str = "\n\u{1}end of table\u{1}\n";
        if let Some(tail) = &mut self.tail {
            return tail.read(into);
        }
        if self.budget == 0 {
            return Err(io::Error::other(Refusal::new(
                "row-too-long",
                "A row is longer than 4 MB: a quoted cell was probably never closed.",
                "Export the file again.",
            )));
        }
        let room = into.len().min(self.budget);
        let n = self.text.read(&mut into[..room])?;
        self.budget -= n;
        if n == 0 && !into.is_empty() {
            let tail = self.tail.insert(TAIL.as_bytes());
            return tail.read(into);
        }
        Ok(n)
    }
}

/// The delimiter of the first line, and whether that line only names it (`sep=;`).
pub(crate) fn delimiter_of(head: &[u8]) -> (u8, bool) {
    let start = head.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
    let line = &head[start..];
    let bare = line.strip_prefix(b"\"").unwrap_or(line);
    if let Some(&[delimiter, b'\r' | b'\n' | b'"', ..]) = bare.strip_prefix(b"sep=")
        && matches!(delimiter, b',' | b';' | b'\t')
    {
        return (delimiter, true);
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for &byte in line {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, n)| *n += 1),
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    (best.0, false)
}
