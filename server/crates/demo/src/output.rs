//! Writing fast: JSON objects in pages or one a line, and CSV rows, into one buffer.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};

use crate::chance::Id;

const FLUSH_AT: usize = 1 << 18;
const PER_PAGE: u64 = 3_000;

/// How JSON objects follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// An array of pages as an API client saves them, 3,000 objects each.
    Pages,
    /// One page.
    Page,
    /// One object a line.
    Lines,
}

/// A buffered writer of JSON objects.
pub struct Objects<'a> {
    sink: &'a mut dyn Write,
    buffer: Vec<u8>,
    layout: Layout,
    count: u64,
}

impl<'a> Objects<'a> {
    /// Begins a file.
    pub fn new(sink: &'a mut dyn Write, layout: Layout) -> Self {
        Objects { sink, buffer: Vec::with_capacity(FLUSH_AT + 8192), layout, count: 0 }
    }

    /// Writes one object: its id, its type, and the attributes that the closure adds.
    pub fn object(&mut self, id: Id, kind: &str, attributes: impl FnOnce(&mut Fields)) -> io::Result<()> {
        match self.layout {
            Layout::Lines => {}
            Layout::Page if self.count == 0 => self.buffer.extend_from_slice(b"{\"data\":[\n"),
            Layout::Pages if self.count == 0 => self.buffer.extend_from_slice(b"[{\"data\":[\n"),
            Layout::Pages if self.count.is_multiple_of(PER_PAGE) => {
                self.buffer.extend_from_slice(b"\n]},\n{\"data\":[\n")
            }
            _ => self.buffer.extend_from_slice(b",\n"),
        }
        self.count += 1;
        let mut fields = Fields(&mut self.buffer);
        fields.0.push(b'{');
        fields.id("id", id);
        fields.text("type", kind);
        fields.object("attributes", attributes);
        fields.close(b'}');
        if self.layout == Layout::Lines {
            self.buffer.push(b'\n');
        }
        if self.buffer.len() >= FLUSH_AT {
            self.sink.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Ends the file and says how many objects it holds.
    pub fn end(mut self) -> io::Result<u64> {
        let end: &[u8] = match (self.layout, self.count) {
            (Layout::Lines, _) => b"",
            (Layout::Page, 0) => b"{\"data\":[]}\n",
            (Layout::Page, _) => b"\n]}\n",
            (Layout::Pages, 0) => b"[{\"data\":[]}]\n",
            (Layout::Pages, _) => b"\n]}]\n",
        };
        self.buffer.extend_from_slice(end);
        self.sink.write_all(&self.buffer)?;
        Ok(self.count)
    }
}

/// The fields of one JSON object. Texts are the project's own and need no escapes beyond quote and backslash.
pub struct Fields<'b>(&'b mut Vec<u8>);

impl Fields<'_> {
    fn key(&mut self, name: &str) {
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    fn close(&mut self, with: u8) {
        if self.0.last() == Some(&b',') {
            self.0.pop();
        }
        self.0.push(with);
    }

    fn quoted(&mut self, text: &str) {
        self.0.push(b'"');
        if text.bytes().any(|b| b == b'"' || b == b'\\') {
            self.0.extend_from_slice(text.replace('\\', "\\\\").replace('"', "\\\"").as_bytes());
        } else {
            self.0.extend_from_slice(text.as_bytes());
        }
        self.0.extend_from_slice(b"\",");
    }

    /// A text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.quoted(value);
    }

    /// A text or null.
    pub fn maybe(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.null(name),
        }
    }

    /// A text made of a word and a number of at least this many digits, e.g. `Demo Participant 000123`.
    pub fn numbered(&mut self, name: &str, (before, number, digits): (&str, u64, usize), after: &str) {
        self.key(name);
        self.0.push(b'"');
        self.0.extend_from_slice(before.as_bytes());
        push_number(self.0, number, digits);
        self.0.extend_from_slice(after.as_bytes());
        self.0.extend_from_slice(b"\",");
    }

    /// Null.
    pub fn null(&mut self, name: &str) {
        self.key(name);
        self.0.extend_from_slice(b"null,");
    }

    /// True or false.
    pub fn truth(&mut self, name: &str, value: bool) {
        self.key(name);
        self.0.extend_from_slice(if value { b"true," } else { b"false," });
    }

    /// A whole number.
    pub fn number(&mut self, name: &str, value: u64) {
        self.key(name);
        push_number(self.0, value, 1);
        self.0.push(b',');
    }

    /// An identifier.
    pub fn id(&mut self, name: &str, id: Id) {
        self.key(name);
        self.0.push(b'"');
        for (at, byte) in id.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                self.0.push(b'-');
            }
            self.0.push(b"0123456789abcdef"[usize::from(byte >> 4)]);
            self.0.push(b"0123456789abcdef"[usize::from(byte & 15)]);
        }
        self.0.extend_from_slice(b"\",");
    }

    /// An identifier or null.
    pub fn maybe_id(&mut self, name: &str, id: Option<Id>) {
        match id {
            Some(id) => self.id(name, id),
            None => self.null(name),
        }
    }

    /// A day, `2024-09-01`, or null.
    pub fn day(&mut self, name: &str, day: Option<NaiveDate>) {
        let Some(day) = day else { return self.null(name) };
        self.key(name);
        self.0.push(b'"');
        push_day(self.0, day);
        self.0.extend_from_slice(b"\",");
    }

    /// A moment of a day in the working hours that `pick` chooses, `2024-09-01T10:20:30` and then `zone`.
    pub fn moment(&mut self, name: &str, day: NaiveDate, pick: u64, zone: &str) {
        self.key(name);
        self.0.push(b'"');
        push_day(self.0, day);
        self.0.push(b'T');
        push_number(self.0, 8 + pick % 9, 2);
        self.0.push(b':');
        push_number(self.0, pick / 9 % 60, 2);
        self.0.push(b':');
        push_number(self.0, pick / 540 % 60, 2);
        self.0.extend_from_slice(zone.as_bytes());
        self.0.extend_from_slice(b"\",");
    }

    /// A nested object.
    pub fn object(&mut self, name: &str, fields: impl FnOnce(&mut Fields)) {
        self.key(name);
        self.0.push(b'{');
        fields(&mut Fields(self.0));
        self.close(b'}');
        self.0.push(b',');
    }

    /// An array of objects, one for each item.
    pub fn objects<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Fields, T)) {
        self.key(name);
        self.0.push(b'[');
        for item in items {
            self.0.push(b'{');
            each(&mut Fields(self.0), item);
            self.close(b'}');
            self.0.push(b',');
        }
        self.close(b']');
        self.0.push(b',');
    }

    /// An array of texts.
    pub fn texts(&mut self, name: &str, values: &[&str]) {
        self.key(name);
        self.0.push(b'[');
        for value in values {
            self.quoted(value);
        }
        self.close(b']');
        self.0.push(b',');
    }
}

fn push_number(buffer: &mut Vec<u8>, number: u64, digits: usize) {
    let mut text = [b'0'; 20];
    let mut at = text.len();
    let mut rest = number;
    while rest > 0 {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    buffer.extend_from_slice(&text[at.min(text.len() - digits)..]);
}

fn push_day(buffer: &mut Vec<u8>, day: NaiveDate) {
    push_number(buffer, day.year().max(0) as u64, 4);
    buffer.push(b'-');
    push_number(buffer, u64::from(day.month()), 2);
    buffer.push(b'-');
    push_number(buffer, u64::from(day.day()), 2);
}

/// A text in Windows-1252, as the school register is written. Characters outside it become `?`.
pub fn windows_1252(text: &str, into: &mut Vec<u8>) {
    for c in text.chars() {
        into.push(match c {
            '\u{2019}' => 0x92,
            '\u{2013}' => 0x96,
            '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => c as u8,
            _ => b'?',
        });
    }
}
