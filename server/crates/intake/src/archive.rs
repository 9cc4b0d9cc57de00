//! The one data file of a zip: spooled, checked against its directory, and unpacked within limits.

use std::io::{self, Read, Seek, SeekFrom};

use tempfile::SpooledTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::ReadError;
use crate::cells::Fault;
use crate::problem::{Problem, Refusal, Severity, shown};
use crate::source::spreadsheet;
use crate::text::refusal_of;

/// A zip may be this large.
const MAX_ZIP: u64 = 512 << 20;
/// Above this it is spooled to a temporary file.
const IN_MEMORY: usize = 4 << 20;
/// A zip may list so many files, in a directory of so many bytes.
const MAX_ENTRIES: u16 = 1_000;
const MAX_DIRECTORY: u32 = 1 << 20;
/// A file may unpack to this size, and beyond the smaller size to no more than so many times its packed size.
const MAX_UNPACKED: u64 = 4 << 30;
const UNSUSPICIOUS: u64 = 64 << 20;
const MAX_RATIO: u64 = 200;

/// The data file of a zip.
pub(crate) struct Entry<'a> {
    pub(crate) name: String,
    pub(crate) data: &'a mut dyn Read,
    /// Packed bytes for each unpacked byte.
    pub(crate) scale: f64,
    pub(crate) notes: Vec<Problem>,
}

/// Hands on the first CSV or JSON file of the zip.
pub(crate) fn with_entry<T>(
    whole: &mut dyn Read,
    read: impl FnOnce(Entry<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut spool = SpooledTempFile::new(IN_MEMORY);
    let size = io::copy(&mut whole.take(MAX_ZIP + 1), &mut spool).map_err(refusal_of)?;
    if size > MAX_ZIP {
        return Err(too_large("The zip is larger than 512 MB.").into());
    }
    check_directory(&mut spool, size)?;
    let mut archive = ZipArchive::new(spool).map_err(refusal)?;
    let names: Vec<String> = archive.file_names().map_while(|name| name.ok().map(Into::into)).collect();
    let workbook = |name: &String| name == "[Content_Types].xml" || name == "content.xml" || name.starts_with("xl/");
    if names.iter().any(workbook) {
        return Err(spreadsheet().into());
    }
    let data: Vec<&String> = names.iter().filter(|name| is_data(name)).collect();
    let Some(first) = data.first() else {
        let message = "The zip holds no CSV or JSON file.";
        return Err(
            Refusal::new("no-data-in-zip", message, "Put the data file into the zip, or import it as it is.").into()
        );
    };
    let mut notes = Vec::new();
    if data.len() > 1 {
        let fault = Fault::new(
            "more-files-in-zip",
            format!("The zip holds {} data files; only {} was read.", data.len(), shown(first)),
            "Unzip it and import the others as well.",
        );
        let others: Vec<&str> = data[1..].iter().map(|name| name.as_str()).collect();
        notes.push(Problem::new(Severity::Warning, 1, "", &others.join(", "), fault));
    }
    let index = archive.index_for_name(first).unwrap_or_default();
    let mut file = archive.by_index(index).map_err(refusal)?;
    let (unpacked, packed) = (file.size(), file.compressed_size().max(1));
    if unpacked > MAX_UNPACKED || (unpacked > UNSUSPICIOUS && unpacked / packed > MAX_RATIO) {
        return Err(too_large("The zip would unpack to an unreasonable size.").into());
    }
    let name = shown(first.rsplit(['/', '\\']).next().unwrap_or(first));
    let mut data = Limited { inner: &mut file, left: unpacked };
    read(Entry { name, data: &mut data, scale: packed as f64 / unpacked.max(1) as f64, notes })
}

fn is_data(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    let lower = base.to_ascii_lowercase();
    !name.starts_with("__MACOSX/")
        && !base.starts_with('.')
        && [".csv", ".json", ".ndjson", ".jsonl", ".tsv"].iter().any(|ending| lower.ends_with(ending))
}

/// Reads the end record of the zip before its directory is loaded, so that a directory of millions is never loaded.
fn check_directory(spool: &mut SpooledTempFile, size: u64) -> Result<(), Refusal> {
    let tail_size = size.min(66_000);
    let mut tail = Vec::new();
    spool.seek(SeekFrom::Start(size - tail_size)).map_err(refusal_of)?;
    spool.read_to_end(&mut tail).map_err(refusal_of)?;
    spool.rewind().map_err(refusal_of)?;
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06").ok_or_else(damaged)?;
    let record = tail.get(end..end + 22).ok_or_else(damaged)?;
    let entries = u16::from_le_bytes([record[10], record[11]]);
    let bytes = u32::from_le_bytes([record[12], record[13], record[14], record[15]]);
    if entries > MAX_ENTRIES || bytes > MAX_DIRECTORY {
        return Err(too_large("The zip holds too many files."));
    }
    Ok(())
}

fn damaged() -> Refusal {
    Refusal::new("truncated", "The zip is damaged or cut off.", "Download it again.")
}

fn too_large(message: &str) -> Refusal {
    Refusal::new("too-large", message, "Unzip it yourself and import the file you need.")
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
            Refusal::new("unreadable", "The zip is encrypted or of an unusual kind.", "Unzip it and import the file.")
        }
        ZipError::Io(error) => refusal_of(error),
        _ => damaged(),
    }
}

/// Ends with an error where the file unpacks to more than its directory says.
struct Limited<'a> {
    inner: &'a mut dyn Read,
    left: u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| io::Error::other(damaged()))?;
        Ok(n)
    }
}
