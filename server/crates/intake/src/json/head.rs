//! What JSON is, told from its first bytes: the type of its first object, else the names of its fields.

use crate::Kind;
use crate::problem::{Refusal, shown};

/// Containers within containers deeper than this are not looked into.
const MAX_DEPTH: usize = 64;

/// Whether the text is JSON rather than a table.
pub fn is_json(head: &[u8]) -> bool {
    let bare = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    matches!(bare.iter().find(|b| !b.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// The kind of a JSON file.
pub fn recognise(head: &[u8]) -> Option<Kind> {
    match look(head) {
        Look::Kind(kind) => Some(kind),
        _ => None,
    }
}

/// Why JSON that is of no kind is refused, in words that help.
pub fn refusal(head: &[u8]) -> Option<Refusal> {
    if !is_json(head) {
        return None;
    }
    let known =
        "Participants, applications, outcomes, declarations, delivery partners, partnerships and schools are read.";
    Some(match look(head) {
        Look::Kind(_) => return None,
        Look::Error(words) => Refusal::new(
            "service-error",
            format!(
                "The file holds an error message of the service instead of data: \u{201c}{}\u{201d}.",
                shown(&words)
            ),
            "Check the token and the address, and download it again.",
        ),
        Look::NotNeeded(what) => Refusal::new(
            "not-needed",
            format!("The file holds {what}; nothing in it is used."),
            format!("Leave it out. {known}"),
        ),
        Look::Other(word) => Refusal::new(
            "not-recognised",
            format!("The file is JSON with objects of type \u{201c}{}\u{201d}, which are not known.", shown(&word)),
            known,
        ),
        Look::NoData => Refusal::new(
            "no-data",
            "The file is a page without any data.",
            "It is probably the page behind the last one; nothing has to be done.",
        ),
        Look::Nothing => Refusal::new(
            "not-recognised",
            "The file is JSON, but not an export of a lead-provider service: its objects have no type.",
            known,
        ),
    })
}

enum Look {
    Kind(Kind),
    NotNeeded(&'static str),
    Error(String),
    Other(String),
    NoData,
    Nothing,
}

fn look(head: &[u8]) -> Look {
    let mut seen = Seen::default();
    walk(head, &mut seen);
    if let Some(kind) = seen.kind {
        return kind;
    }
    if let Some(words) = seen.error {
        return Look::Error(words);
    }
    match (seen.by_fields, seen.other) {
        (Some(kind), _) => Look::Kind(kind),
        (None, Some(word)) => Look::Other(word),
        (None, None) if seen.data && !seen.things => Look::NoData,
        _ => Look::Nothing,
    }
}

#[derive(Default)]
struct Seen {
    kind: Option<Look>,
    other: Option<String>,
    by_fields: Option<Kind>,
    error: Option<String>,
    data: bool,
    things: bool,
}

impl Seen {
    /// A key with the keys above it, arrays left out, and the text it holds. False ends the walk.
    fn take(&mut self, path: &[&[u8]], value: Option<&[u8]>) -> bool {
        let of_object = path.strip_prefix(&[b"data".as_slice()]).unwrap_or(path);
        self.data |= path == [b"data"];
        self.things |= path.len() > 1;
        match of_object {
            [b"type"] => {
                let word = String::from_utf8_lossy(value.unwrap_or_default()).to_ascii_lowercase().replace('_', "-");
                self.kind = kind_of(&word);
                self.other = (!word.is_empty()).then_some(word);
                return self.kind.is_none();
            }
            [b"attributes", field] => self.by_fields = self.by_fields.or_else(|| kind_by(field)),
            [b"error" | b"errors" | b"bad_request", ..] if !self.data => {
                let words = value.map(|words| String::from_utf8_lossy(words).into_owned());
                self.error = words.or(self.error.take()).or(Some(String::new()));
            }
            _ => {}
        }
        true
    }
}

fn kind_of(word: &str) -> Option<Look> {
    Some(match word {
        "npq-application" => Look::Kind(Kind::NpqApplications),
        "npq-participant" => Look::Kind(Kind::NpqParticipants),
        "participant-outcome" => Look::Kind(Kind::NpqOutcomes),
        "participant-declaration" => Look::Kind(Kind::Declarations),
        "participant" | "ecf-participant" => Look::Kind(Kind::EcfParticipants),
        "delivery-partner" => Look::Kind(Kind::DeliveryPartners),
        "partnership" => Look::Kind(Kind::Partnerships),
        "school" => Look::Kind(Kind::SchoolCohorts),
        "statement" => Look::NotNeeded("statements"),
        "participant-transfer" => Look::NotNeeded("transfers of participants"),
        "unfunded-mentor" => Look::NotNeeded("unfunded mentors"),
        _ => return None,
    })
}

/// The kind that alone has this field.
fn kind_by(field: &[u8]) -> Option<Kind> {
    Some(match field {
        b"npq_enrolments" | b"npq_courses" => Kind::NpqParticipants,
        b"ecf_enrolments" | b"training_record_id" => Kind::EcfParticipants,
        b"declaration_type" | b"declaration_date" => Kind::Declarations,
        b"completion_date" => Kind::NpqOutcomes,
        b"headteacher_status" | b"works_in_school" | b"funding_choice" => Kind::NpqApplications,
        b"in_partnership" | b"induction_programme_choice" => Kind::SchoolCohorts,
        b"participants_currently_training" | b"challenged_reason" => Kind::Partnerships,
        _ => return None,
    })
}

/// Shows every key as far as the bytes go, until enough is seen. Keys of objects in arrays stand under the array's key.
fn walk(bytes: &[u8], seen: &mut Seen) {
    // Each open container: its key's length on the path, and whether it is an object.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut path: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    // The key that waits for its value.
    let mut key: Option<&[u8]> = None;
    let mut expects_key = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                if open.len() >= MAX_DEPTH {
                    return;
                }
                open.push((path.len(), byte == b'{'));
                expects_key = byte == b'{';
                path.extend(key.take());
            }
            b'}' | b']' => {
                let Some((length, _)) = open.pop() else { return };
                path.truncate(length);
                key = None;
                expects_key = false;
            }
            b',' => {
                key = None;
                expects_key = open.last().is_some_and(|(_, object)| *object);
            }
            b'"' => {
                let start = at;
                while bytes.get(at).is_some_and(|b| *b != b'"') {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                let Some(text) = bytes.get(start..at) else { return };
                at += 1;
                if expects_key {
                    key = Some(text);
                    expects_key = false;
                    path.push(text);
                    // Values that are no text are told apart by nobody.
                    let follows = bytes.get(at..).unwrap_or_default().trim_ascii_start();
                    let is_text = follows.strip_prefix(b":").is_some_and(|v| v.trim_ascii_start().starts_with(b"\""));
                    let more = is_text || seen.take(&path, None);
                    path.pop();
                    if !more {
                        return;
                    }
                } else if let Some(key) = key.take() {
                    path.push(key);
                    let more = seen.take(&path, Some(text));
                    path.pop();
                    if !more {
                        return;
                    }
                }
            }
            _ => {}
        }
    }
}
