//! A window over a text: the bytes from the next one on, as many as are needed and no more, and the line they are on.

use std::io::{ErrorKind, Read};

use crate::ReadError;
use crate::problem::Refusal;
use crate::text::refusal_of;

/// Bytes held at first; doubled while a single object does not fit.
const FIRST: usize = 256 << 10;
/// Bytes taken from the source at a time.
const CHUNK: usize = 64 << 10;
/// No key of an envelope is longer than this, in bytes.
const MAX_KEY: usize = 4 << 10;

/// The window. Its methods end in a refusal where the text ends within what they read.
pub(super) struct Window<'r> {
    input: &'r mut dyn Read,
    chunk: Vec<u8>,
    /// Bytes at the front of the chunk that are the start of an unfinished character.
    carried: usize,
    held: String,
    /// The next byte of what is held.
    at: usize,
    room: usize,
    ended: bool,
    /// Line of the next byte, from 1.
    pub(super) line: u64,
    /// Bytes passed so far.
    pub(super) passed: u64,
}

impl<'r> Window<'r> {
    /// At the start of a text; nothing is read yet.
    pub(super) fn new(input: &'r mut dyn Read) -> Window<'r> {
        let (chunk, held) = (vec![0; CHUNK], String::with_capacity(FIRST + CHUNK));
        Window { input, chunk, carried: 0, held, at: 0, room: FIRST, ended: false, line: 1, passed: 0 }
    }

    /// What is held, from the next byte on.
    pub(super) fn ahead(&self) -> &str {
        self.held.get(self.at..).unwrap_or_default()
    }

    /// Whether everything to the end of the text is held.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// The next byte that is neither blank nor one of these; it is not passed.
    pub(super) fn peek(&mut self, also: &[u8]) -> Result<Option<u8>, ReadError> {
        loop {
            let ahead = self.ahead().as_bytes();
            let blank = |b: u8| b.is_ascii_whitespace() || also.contains(&b);
            let blanks = ahead.iter().position(|&b| !blank(b)).unwrap_or(ahead.len());
            self.pass(blanks);
            match self.ahead().as_bytes().first().copied() {
                // Files with byte order marks that were joined to one.
                Some(0xEF) if self.ahead().starts_with('\u{feff}') => self.pass(3),
                Some(byte) => return Ok(Some(byte)),
                None if self.fill()? => {}
                None => return Ok(None),
            }
        }
    }

    /// Passes so many bytes.
    pub(super) fn pass(&mut self, bytes: usize) {
        let passed = &self.held.as_bytes()[self.at..self.at + bytes];
        // Sums that fit a byte are vectorised.
        let lines = |part: &[u8]| u64::from(part.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>());
        self.line += passed.chunks(255).map(lines).sum::<u64>();
        self.at += bytes;
        self.passed += bytes as u64;
    }

    /// Holds more of the text, keeping what has not been passed; says whether there was any more.
    pub(super) fn fill(&mut self) -> Result<bool, ReadError> {
        self.held.drain(..self.at);
        self.at = 0;
        if self.held.len() >= self.room {
            self.room *= 2;
        }
        let before = self.held.len();
        while !self.ended && self.held.len() < self.room {
            match self.input.read(&mut self.chunk[self.carried..]) {
                Ok(n) => {
                    self.ended = n == 0;
                    self.take(self.carried + n);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(refusal_of(error).into()),
            }
        }
        Ok(self.held.len() > before)
    }

    /// Holds so many bytes of the chunk; what is no UTF-8 becomes U+FFFD.
    fn take(&mut self, bytes: usize) {
        self.carried = 0;
        let chunk = &self.chunk[..bytes];
        // Whole chunks are checked many bytes at a time; only what stands out is looked at closely.
        let fine = std::str::from_utf8(chunk).map_or_else(|error| error.valid_up_to(), str::len);
        self.held.push_str(std::str::from_utf8(&chunk[..fine]).unwrap_or_default());
        let mut parts = chunk[fine..].utf8_chunks().peekable();
        while let Some(part) = parts.next() {
            self.held.push_str(part.valid());
            let odd = part.invalid();
            let unfinished = parts.peek().is_none() && !self.ended && is_unfinished(odd);
            if unfinished {
                self.carried = odd.len();
            } else if !odd.is_empty() {
                self.held.push(char::REPLACEMENT_CHARACTER);
            }
        }
        self.chunk.copy_within(bytes - self.carried..bytes, 0);
    }

    /// Passes over one value of any length and depth.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let line = self.line;
        let (mut depth, mut quoted, mut escaped) = (0_u64, false, false);
        loop {
            let mut done = None;
            for (i, &byte) in self.ahead().as_bytes().iter().enumerate() {
                if quoted {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => {
                            quoted = false;
                            if depth == 0 {
                                done = Some(i + 1);
                                break;
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => quoted = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 1 => depth -= 1,
                    b'}' | b']' if depth == 1 => {
                        done = Some(i + 1);
                        break;
                    }
                    // The end of a bare word or number.
                    b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => {
                        done = Some(i);
                        break;
                    }
                    _ => {}
                }
            }
            if let Some(bytes) = done {
                self.pass(bytes);
                return Ok(());
            }
            self.pass(self.ahead().len());
            if !self.fill()? {
                return Err(truncated("a value", line));
            }
        }
    }

    /// The text of the key here; the byte here is its opening quote.
    pub(super) fn key(&mut self) -> Result<Vec<u8>, ReadError> {
        loop {
            let ahead = self.ahead().as_bytes().get(1..).unwrap_or_default();
            if let Some(length) = ahead.iter().position(|b| *b == b'"') {
                let key = ahead[..length].to_vec();
                self.pass(length + 2);
                return Ok(key);
            }
            if ahead.len() > MAX_KEY {
                return Err(self.not_json("has a page that is not"));
            }
            if !self.fill()? {
                return Err(truncated("a page", self.line));
            }
        }
    }

    /// The refusal of a text that stops being JSON here.
    pub(super) fn not_json(&self, verb: &str) -> ReadError {
        let message = format!("The file {verb} JSON on line {}.", self.line);
        Refusal::new("unreadable", message, "Export it again; do not edit it.").into()
    }
}

/// The refusal of a text that ends too early.
pub(super) fn truncated(what: &str, line: u64) -> ReadError {
    Refusal::new(
        "truncated",
        format!("The file ends in the middle of {what} (line {line})."),
        "It was probably cut off: download or export it again. Nothing of it was taken.",
    )
    .into()
}

/// Whether more bytes may make a character of these.
fn is_unfinished(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}
