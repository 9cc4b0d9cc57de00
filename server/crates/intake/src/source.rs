//! Opens a file of any make as text: looks at its first bytes, refuses what is no text in one clear sentence, and
//! unpacks a zip within limits.

use std::io::{Cursor, Read};

use crate::ReadError;
use crate::archive;
use crate::problem::{Problem, Refusal};
use crate::text::{Text, refusal_of};

/// Raw bytes looked at before anything else.
const SNIFF: usize = 8 << 10;

/// A file opened as text.
pub struct Opened<'a> {
    /// Its text.
    pub text: Text<'a>,
    /// The name of the file inside the zip, where it came in one.
    pub inner_name: Option<String>,
    /// What is to be said about the file as a whole.
    pub notes: Vec<Problem>,
}

/// Opens the file and hands its text on; whatever is spooled lives as long as the call.
pub fn with_text<T>(
    input: &mut dyn Read,
    read: impl FnOnce(Opened<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let head = sniff(input)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let mut whole = Cursor::new(head).chain(input);
        return archive::with_entry(&mut whole, |entry| {
            let head = sniff(entry.data)?;
            if head.starts_with(b"PK\x03\x04") {
                let message = "The zip holds another zip or spreadsheet.";
                return Err(Refusal::new("zip-in-zip", message, "Unzip it and import the files inside.").into());
            }
            check(&head)?;
            let text = Text::new(entry.data, &head, entry.scale);
            read(Opened { text, inner_name: Some(entry.name), notes: entry.notes })
        });
    }
    check(&head)?;
    read(Opened { text: Text::new(input, &head, 1.0), inner_name: None, notes: Vec::new() })
}

fn sniff(input: &mut dyn Read) -> Result<Vec<u8>, Refusal> {
    let mut head = Vec::with_capacity(SNIFF);
    input.take(SNIFF as u64).read_to_end(&mut head).map_err(refusal_of)?;
    Ok(head)
}

/// Refuses what is not text, by its first bytes.
fn check(head: &[u8]) -> Result<(), Refusal> {
    let bare = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if bare.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(if bare.contains(&0) { binary() } else { empty() });
    }
    if head == b"\xFF\xFE" || head == b"\xFE\xFF" {
        return Err(empty());
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(spreadsheet());
    }
    let packed: &[&[u8]] = &[b"\x1F\x8B", b"BZh", b"\xFD7zXZ", b"7z\xBC\xAF", b"Rar!", b"\x28\xB5\x2F\xFD"];
    if packed.iter().any(|magic| head.starts_with(magic)) {
        let message = "The file is compressed in a way that cannot be read here.";
        return Err(Refusal::new("compressed", message, "Unpack it, or use a zip."));
    }
    if head.starts_with(b"%PDF") {
        return Err(Refusal::new("pdf", "The file is a PDF document.", "Export the data as CSV."));
    }
    let start: String = bare.trim_ascii_start().iter().take(64).map(|b| b.to_ascii_lowercase() as char).collect();
    if ["<!doctype html", "<html", "<head", "<body", "<!--"].iter().any(|tag| start.starts_with(tag)) {
        return Err(Refusal::new(
            "web-page",
            "The file is a web page, not data: perhaps a sign-in page was saved in its place.",
            "Sign in and download the file again.",
        ));
    }
    if start.starts_with("<?xml") || start.starts_with("{\\rtf") {
        let message = "The file is a document, not a table.";
        return Err(Refusal::new("not-recognised", message, "Save it as CSV."));
    }
    if !is_utf16(head) && looks_binary(head) {
        return Err(binary());
    }
    Ok(())
}

fn is_utf16(head: &[u8]) -> bool {
    match head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => *a != 0 && *b != 0,
        _ => false,
    }
}

/// NUL, or more than one control character in a hundred bytes.
fn looks_binary(head: &[u8]) -> bool {
    let control = |b: &&u8| matches!(**b, 0..=8 | 14..=31 | 127);
    head.contains(&0) || head.iter().filter(control).count() * 100 > head.len()
}

fn empty() -> Refusal {
    Refusal::new("empty", "The file is empty.", "Export or download it again.")
}

fn binary() -> Refusal {
    Refusal::new("binary", "The file is not text.", "Import CSV, JSON, or a zip of one of them.")
}

/// The refusal of workbooks.
pub(crate) fn spreadsheet() -> Refusal {
    Refusal::new("spreadsheet", "The file is a spreadsheet workbook.", "Open it and save the sheet as CSV (UTF-8).")
}
