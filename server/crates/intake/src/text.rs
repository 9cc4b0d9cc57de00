//! A file's bytes as UTF-8, decoded while they stream: UTF-8 with or without its mark, UTF-16, Windows-1252.
//! Holds one buffer; never reads ahead further than the head that recognition needs.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cells::Fault;
use crate::problem::{Problem, Refusal, Severity};

/// Bytes taken from the source at a time.
const CHUNK: usize = 64 << 10;
/// Decoded bytes that recognition may look at.
const HEAD: usize = 256 << 10;

/// Text of a file as it streams by.
pub struct Text<'a> {
    raw: &'a mut dyn Read,
    chunk: Vec<u8>,
    /// Bytes at the front of `chunk` that are the start of an unfinished character.
    carried: usize,
    out: Vec<u8>,
    at: usize,
    mode: Mode,
    ended: bool,
    meter: Meter,
    odd_bytes: u64,
}

/// Counts the bytes of the source that have been taken, while others hold the text.
#[derive(Clone)]
pub(crate) struct Meter {
    taken: Rc<Cell<u64>>,
    /// Bytes of the source for each byte taken here: below one inside a zip.
    scale: f64,
}

impl Meter {
    fn add(&self, bytes: usize) {
        self.taken.set(self.taken.get() + bytes as u64);
    }

    /// Bytes of the source so far.
    pub(crate) fn bytes(&self) -> u64 {
        (self.taken.get() as f64 * self.scale) as u64
    }
}

enum Mode {
    /// Nothing but ASCII so far: the first other byte decides.
    Undecided,
    Utf8,
    Utf8Marked,
    Windows1252,
    Utf16(Box<Decoder>),
}

impl<'a> Text<'a> {
    /// Decodes from the first byte on. `utf16` names the encoding of files that have neither mark nor NUL-free text.
    pub(crate) fn new(raw: &'a mut dyn Read, head: &[u8], scale: f64) -> Text<'a> {
        let (mode, marked) = match head {
            [0xEF, 0xBB, 0xBF, ..] => (Mode::Utf8Marked, 3),
            [0xFF, 0xFE, ..] => (utf16(UTF_16LE), 2),
            [0xFE, 0xFF, ..] => (utf16(UTF_16BE), 2),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (utf16(UTF_16LE), 0),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => (utf16(UTF_16BE), 0),
            _ => (Mode::Undecided, 0),
        };
        let mut text = Text {
            raw,
            chunk: vec![0; CHUNK + 4],
            carried: 0,
            out: Vec::with_capacity(2 * CHUNK),
            at: 0,
            mode,
            ended: false,
            meter: Meter { taken: Rc::new(Cell::new(head.len() as u64)), scale },
            odd_bytes: 0,
        };
        text.decode_all(&head[marked..]);
        text
    }

    /// The first 256 kB as they stand decoded; they are still to be read.
    pub fn head(&mut self) -> io::Result<&[u8]> {
        while self.out.len() - self.at < HEAD && !self.ended {
            self.fill()?;
        }
        Ok(&self.out[self.at..])
    }

    /// Bytes of the source that have been taken.
    pub fn consumed(&self) -> u64 {
        self.meter.bytes()
    }

    /// The same count, to be asked while the text is being read.
    pub(crate) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// What the encoding has turned out to be.
    pub fn encoding(&self) -> &'static str {
        match &self.mode {
            Mode::Undecided => "ASCII",
            Mode::Utf8 => "UTF-8",
            Mode::Utf8Marked => "UTF-8 with mark",
            Mode::Windows1252 => "Windows-1252",
            Mode::Utf16(_) => "UTF-16",
        }
    }

    /// The warning that a UTF-8 file had bytes of another encoding in it.
    pub fn mixed(&self) -> Option<Problem> {
        (self.odd_bytes > 0).then(|| {
            let fault = Fault::new(
                "mixed-encoding",
                format!("{} bytes of this UTF-8 file are not UTF-8; they were read as Windows-1252.", self.odd_bytes),
                "Check names with accents; export the file again as UTF-8.",
            );
            Problem::new(Severity::Warning, 1, "", "", fault)
        })
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.at > 0 {
            self.out.drain(..self.at);
            self.at = 0;
        }
        let n = loop {
            match self.raw.read(&mut self.chunk[self.carried..self.carried + CHUNK]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.meter.add(n);
        self.ended = n == 0;
        let chunk = std::mem::take(&mut self.chunk);
        let unfinished = self.decode(&chunk[..self.carried + n], self.ended);
        let start = self.carried + n - unfinished;
        self.chunk = chunk;
        self.chunk.copy_within(start..start + unfinished, 0);
        self.carried = unfinished;
        Ok(())
    }

    fn decode_all(&mut self, bytes: &[u8]) {
        let unfinished = self.decode(bytes, false);
        let start = bytes.len() - unfinished;
        self.chunk[..unfinished].copy_from_slice(&bytes[start..]);
        self.carried = unfinished;
    }

    /// Decodes what it can and returns how many bytes at the end are the start of an unfinished character.
    fn decode(&mut self, mut bytes: &[u8], last: bool) -> usize {
        match &mut self.mode {
            Mode::Utf16(decoder) => {
                let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * bytes.len() + 16);
                let start = self.out.len();
                self.out.resize(start + room, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(bytes, &mut self.out[start..], last);
                self.out.truncate(start + written);
                return 0;
            }
            Mode::Windows1252 => return self.push_1252(bytes),
            Mode::Undecided | Mode::Utf8 | Mode::Utf8Marked => {}
        }
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(_) => {
                    self.push_utf8(bytes);
                    return 0;
                }
                Err(error) => error,
            };
            let (good, rest) = bytes.split_at(error.valid_up_to());
            self.push_utf8(good);
            let odd = match error.error_len() {
                None if !last => return rest.len(),
                None => rest.len(),
                Some(odd) => odd,
            };
            if matches!(self.mode, Mode::Undecided) {
                self.mode = Mode::Windows1252;
                return self.push_1252(rest);
            }
            self.odd_bytes += odd as u64;
            self.push_1252(&rest[..odd]);
            bytes = &rest[odd..];
        }
    }

    fn push_utf8(&mut self, bytes: &[u8]) {
        if matches!(self.mode, Mode::Undecided) && !bytes.is_ascii() {
            self.mode = Mode::Utf8;
        }
        self.out.extend_from_slice(bytes);
    }

    fn push_1252(&mut self, bytes: &[u8]) -> usize {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        self.out.extend_from_slice(text.as_bytes());
        0
    }
}

fn utf16(encoding: &'static encoding_rs::Encoding) -> Mode {
    Mode::Utf16(Box::new(encoding.new_decoder_without_bom_handling()))
}

impl BufRead for Text<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.out.len() && !self.ended {
            self.fill()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.out.len());
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

/// The refusal behind an error of reading: ours where it was ours.
pub fn refusal_of(error: io::Error) -> Refusal {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    let damaged = matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof);
    match error.into_inner().map(|inner| inner.downcast::<Refusal>()) {
        Some(Ok(refusal)) => *refusal,
        _ if damaged => Refusal::new("truncated", "The file is damaged or cut off.", "Download or export it again."),
        _ => Refusal::new("unreadable", "The file could not be read to its end.", "Try again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, so that every character is cut in two.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = into.len().min(1);
            self.0.read(&mut into[..n])
        }
    }

    fn decoded(bytes: &[u8]) -> (String, &'static str, bool) {
        let split = bytes.len().min(5);
        let mut rest = Drip(&bytes[split..]);
        let mut text = Text::new(&mut rest, &bytes[..split], 1.0);
        let mut out = String::new();
        text.read_to_string(&mut out).unwrap();
        (out, text.encoding(), text.mixed().is_some())
    }

    #[test]
    fn every_encoding_decodes_even_where_characters_are_cut_in_two() {
        assert_eq!(decoded(b"plain"), ("plain".into(), "ASCII", false));
        assert_eq!(decoded("voil\u{e0} \u{2013} \u{1F600}".as_bytes()).0, "voil\u{e0} \u{2013} \u{1F600}");
        assert_eq!(decoded("\u{feff}voil\u{e0}".as_bytes()), ("voil\u{e0}".into(), "UTF-8 with mark", false));
        assert_eq!(
            decoded(b"voil\xe0, \x93quoted\x94"),
            ("voil\u{e0}, \u{201c}quoted\u{201d}".into(), "Windows-1252", false)
        );
        let utf16: Vec<u8> = "\u{feff}voil\u{e0}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16), ("voil\u{e0}".into(), "UTF-16", false));
        let unmarked: Vec<u8> = "voil\u{e0}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&unmarked), ("voil\u{e0}".into(), "UTF-16", false));
    }

    #[test]
    fn odd_bytes_in_utf8_are_read_as_windows_1252_and_reported() {
        assert_eq!(decoded(b"caf\xc3\xa9 voil\xe0!"), ("caf\u{e9} voil\u{e0}!".into(), "UTF-8", true));
        assert_eq!(decoded(b"caf\xc3\xa9 \xe2\x80"), ("caf\u{e9} \u{e2}\u{20ac}".into(), "UTF-8", true));
    }
}
