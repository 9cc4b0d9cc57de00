//! Objects out of JSON text one at a time, in bounded memory: a page `{"data":[...]}`, a single `{"data":{...}}`, a bare
//! object, arrays of any of these, and any number of them one after another (lines, concatenated pages).
//! Nothing here recurses into an object, so depth is no danger; punctuation between objects is read leniently.

use std::io::Read;

use super::window::{Window, truncated};
use crate::problem::{Refusal, shown};
use crate::{ReadError, Stopped};

/// No object is longer than this, in bytes.
pub(super) const MAX_OBJECT: usize = 4 << 20;
/// A service's error message is not read beyond this, in bytes.
const MAX_MESSAGE: usize = 4 << 10;
/// Arrays in arrays deeper than this are no export of any service.
const MAX_NESTING: u8 = 4;

/// What came of a text that starts with an object.
pub(super) enum Step {
    /// It was read and is this long.
    Taken(usize),
    /// It does not end within this text.
    More,
    /// It cannot be read, and why.
    Unreadable(String),
}

/// Who takes the objects.
pub(super) trait Objects {
    /// An object starts with this text and on this line.
    fn object(&mut self, text: &str, line: u64) -> Result<Step, ReadError>;
    /// Something on this line stands where an object should.
    fn unreadable(&mut self, line: u64, why: &str) -> Result<(), Stopped>;
    /// So many bytes have been passed.
    fn progress(&mut self, bytes: u64);
}

/// How the objects came.
#[derive(Default)]
pub(super) struct Shape {
    values: u64,
    arrays: u64,
    pages: u64,
    singles: u64,
    bare: u64,
}

impl Shape {
    /// In a word or two, e.g. `array of pages`.
    pub(super) fn words(&self) -> &'static str {
        let Shape { values, arrays, pages, singles, bare } = *self;
        match (bare > 0, pages + singles > 0) {
            (true, true) => "pages and objects",
            (true, false) if arrays > 0 => "array of objects",
            (true, false) => "one object a line",
            (false, _) if arrays > 0 => "array of pages",
            (false, _) if values > 1 => "pages one after another",
            (false, _) if singles > 0 => "a single object",
            (false, _) => "a page",
        }
    }
}

/// JSON text being read.
pub(super) struct Stream<'r> {
    text: Window<'r>,
    shape: Shape,
}

/// What the first key of an object makes of it.
enum Opening {
    Envelope,
    Object,
}

impl<'r> Stream<'r> {
    /// Nothing is read yet.
    pub(super) fn new(input: &'r mut dyn Read) -> Stream<'r> {
        Stream { text: Window::new(input), shape: Shape::default() }
    }

    /// Hands over every object to the end of the text.
    pub(super) fn read(mut self, objects: &mut dyn Objects) -> Result<Shape, ReadError> {
        loop {
            match self.text.peek(b"")? {
                None => break,
                Some(b'{' | b'[') => self.value(0, objects)?,
                Some(_) if self.shape.values == 0 => return Err(self.text.not_json("does not start with")),
                Some(_) => return Err(self.text.not_json("holds something else than")),
            }
            self.shape.values += 1;
            objects.progress(self.text.passed);
        }
        if self.shape.values == 0 {
            return Err(Refusal::new("empty", "The file is empty.", "Export it again.").into());
        }
        objects.progress(self.text.passed);
        Ok(self.shape)
    }

    /// An object, a page, or an array of them.
    fn value(&mut self, nesting: u8, objects: &mut dyn Objects) -> Result<(), ReadError> {
        match self.text.peek(b"")? {
            Some(b'{') => match self.opening()? {
                Opening::Envelope => self.envelope(objects),
                Opening::Object => {
                    self.shape.bare += 1;
                    self.object(objects)
                }
            },
            Some(b'[') if nesting < MAX_NESTING => {
                self.shape.arrays += 1;
                self.text.pass(1);
                loop {
                    match self.text.peek(b",")? {
                        Some(b']') => break self.text.pass(1),
                        Some(_) => self.value(nesting + 1, objects)?,
                        None => return Err(truncated("a list", self.text.line)),
                    }
                }
                Ok(())
            }
            Some(b'[') => Err(self.text.not_json("has lists within lists and so is not")),
            Some(_) => self.stray(objects),
            None => Err(truncated("a list", self.text.line)),
        }
    }

    /// Whether the object here is a page or other envelope, or a thing itself.
    fn opening(&mut self) -> Result<Opening, ReadError> {
        let mut i = 1;
        loop {
            let ahead = self.text.ahead().as_bytes();
            while ahead.get(i).is_some_and(u8::is_ascii_whitespace) {
                i += 1;
            }
            // The longest key that decides is `"attributes"`.
            if ahead.len() >= i + 12 || self.text.has_ended() {
                let key = &ahead[i.min(ahead.len())..];
                let own = [b"\"id\"".as_slice(), b"\"type\"", b"\"attributes\""].iter().any(|k| key.starts_with(k));
                return Ok(if own { Opening::Object } else { Opening::Envelope });
            }
            if ahead.len() >= MAX_OBJECT {
                return Ok(Opening::Envelope);
            }
            self.text.fill()?;
        }
    }

    /// `{"data": ...}` with whatever stands beside the data.
    fn envelope(&mut self, objects: &mut dyn Objects) -> Result<(), ReadError> {
        let line = self.text.line;
        let mut has_data = false;
        self.text.pass(1);
        loop {
            match self.text.peek(b",")? {
                Some(b'}') => {
                    self.text.pass(1);
                    break;
                }
                Some(b'"') => {}
                Some(_) => return Err(self.text.not_json("has a page that is not")),
                None => return Err(truncated("a page", line)),
            }
            let key = self.text.key()?;
            match self.text.peek(b":")? {
                None => return Err(truncated("a page", line)),
                Some(_) if key == b"data" => {
                    has_data = true;
                    self.data(objects)?;
                }
                Some(_) if !has_data && is_error(&key) => return Err(self.error_message()?.into()),
                Some(_) => self.text.skip()?,
            }
        }
        if !has_data {
            objects.unreadable(line, "it has neither `data` nor `attributes`")?;
        }
        Ok(())
    }

    /// The data of a page: a list, a single object, or nothing.
    fn data(&mut self, objects: &mut dyn Objects) -> Result<(), ReadError> {
        match self.text.peek(b"")? {
            Some(b'[') => {
                self.shape.pages += 1;
                self.text.pass(1);
                loop {
                    match self.text.peek(b",")? {
                        Some(b'{') => self.object(objects)?,
                        Some(b']') => break self.text.pass(1),
                        Some(_) => self.stray(objects)?,
                        None => return Err(truncated("a page", self.text.line)),
                    }
                }
                Ok(())
            }
            Some(b'{') => {
                self.shape.singles += 1;
                self.object(objects)
            }
            Some(b'n') => {
                self.shape.singles += 1;
                self.text.skip()
            }
            _ => self.stray(objects),
        }
    }

    fn object(&mut self, objects: &mut dyn Objects) -> Result<(), ReadError> {
        loop {
            match objects.object(self.text.ahead(), self.text.line)? {
                Step::Taken(bytes) => {
                    self.text.pass(bytes);
                    return Ok(());
                }
                Step::Unreadable(why) => {
                    objects.unreadable(self.text.line, &why)?;
                    return self.text.skip();
                }
                Step::More if self.text.ahead().len() >= MAX_OBJECT => {
                    objects.unreadable(self.text.line, "it is longer than 4 MB")?;
                    return self.text.skip();
                }
                Step::More => {
                    if !self.text.fill()? {
                        return Err(truncated("an object", self.text.line));
                    }
                    objects.progress(self.text.passed);
                }
            }
        }
    }

    fn stray(&mut self, objects: &mut dyn Objects) -> Result<(), ReadError> {
        if matches!(self.text.ahead().as_bytes().first(), Some(b'}' | b']')) {
            return Err(self.text.not_json("has brackets that do not match and so is not"));
        }
        objects.unreadable(self.text.line, "it is not an object")?;
        self.text.skip()
    }

    /// The refusal of a file that holds a service's error message instead of data.
    fn error_message(&mut self) -> Result<Refusal, ReadError> {
        while self.text.ahead().len() < MAX_MESSAGE && self.text.fill()? {}
        let mut values = serde_json::Deserializer::from_str(self.text.ahead()).into_iter();
        Ok(service_error(&values.next().and_then(Result::ok).unwrap_or_default()))
    }
}

fn is_error(key: &[u8]) -> bool {
    [b"error".as_slice(), b"errors", b"bad_request", b"bad_or_missing_parameters"].contains(&key)
}

/// The refusal that repeats what the service said.
fn service_error(error: &serde_json::Value) -> Refusal {
    let first = error.get(0).unwrap_or(error);
    let words = first.as_str().or_else(|| ["detail", "title"].iter().find_map(|k| first.get(k)?.as_str()));
    Refusal::new(
        "service-error",
        match words {
            Some(words) => format!(
                "The file holds an error message of the service instead of data: \u{201c}{}\u{201d}.",
                shown(words)
            ),
            None => "The file holds an error message of the service instead of data.".to_owned(),
        },
        "Check the token and the address, and download it again.",
    )
}
