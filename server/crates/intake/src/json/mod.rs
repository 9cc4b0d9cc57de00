//! JSON of the lead-provider services (NPQ, RECT, the old combined one) as records: recognised by the type of its
//! objects and their fields, read one object at a time. Unknown fields are passed over.

mod declarations;
mod ecf;
mod head;
mod npq;
mod partners;
mod reading;
mod scalar;
mod stream;
mod window;

use std::io::Read;

use serde::Deserialize;
use serde_json::error::Category;

use crate::cells::Fault;
use crate::problem::Refusal;
use crate::record::{
    Application, Declaration, DeliveryPartner, Enrolment, Outcome, Participant, ParticipantIdChange, Partnership,
    SchoolCohort, Table,
};
use crate::{Kind, ReadError, Sink, Source, Stopped, Summary};
use reading::Reading;
use scalar::{One, Scalar};
use stream::{MAX_OBJECT, Objects, Step, Stream};

pub use head::{is_json, recognise, refusal};

/// Structs of optional fields, text borrowed where it can be; nested objects after a semicolon.
macro_rules! attributes {
    ($($(#[$meta:meta])* pub(super) struct $name:ident { $($field:ident),+ $(,)? $(; $($nested:ident: $type:ty),+ $(,)?)? })+) => {
        $($(#[$meta])*
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default)]
        pub(super) struct $name<'a> {
            $(#[serde(borrow)] pub(super) $field: $crate::json::scalar::Scalar<'a>,)+
            $($(#[serde(borrow)] pub(super) $nested: $type,)+)?
        })+
    };
}
use attributes;

/// A thing of the service, with the fields of its kind.
struct Object<'a, A> {
    id: Scalar<'a>,
    attributes: A,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "A: Deserialize<'de>"))]
struct Thing<'a, A> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Scalar<'a>,
    #[serde(default = "nothing")]
    attributes: One<A>,
}

fn nothing<A>() -> One<A> {
    One(None)
}

/// Reads JSON of one kind to its end.
pub fn read(input: &mut dyn Read, kind: Kind, _source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    if types(kind).is_empty() {
        let message = format!("The file is JSON, and {} do not come as JSON.", kind.name());
        return Err(Refusal::new("wrong-kind", message, "Import it without naming its kind.").into());
    }
    for (table, columns, dated) in tables(kind) {
        sink.carries(table, columns, *dated)?;
    }
    let mut file = File { kind, reading: Reading::new(sink) };
    let shape = Stream::new(input).read(&mut file)?;
    let Reading { rows, rejected, warned, .. } = file.reading;
    let as_of = file.reading.as_of();
    Ok(Summary { kind, format: format!("JSON, {}", shape.words()), rows, rejected, warned, as_of })
}

/// The words by which the services call the objects of a kind; none where the kind does not come as JSON.
fn types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::NpqApplications => &["npq-application"],
        Kind::NpqParticipants => &["npq-participant"],
        Kind::NpqOutcomes => &["participant-outcome"],
        Kind::Declarations => &["participant-declaration"],
        Kind::EcfParticipants => &["participant", "ecf-participant"],
        Kind::DeliveryPartners => &["delivery-partner"],
        Kind::Partnerships => &["partnership"],
        Kind::SchoolCohorts => &["school"],
        _ => &[],
    }
}

type Carried = (&'static Table, &'static [&'static str], bool);

/// What files of a kind say: tables, columns, and whether dated.
fn tables(kind: Kind) -> &'static [Carried] {
    const NAMES: Carried = (&DeliveryPartner::TABLE, &["id", "name"], false);
    const ID_CHANGES: Carried = (&ParticipantIdChange::TABLE, &["from_id", "to_id", "changed_at"], false);
    const PARTICIPANTS: Carried = (&Participant::TABLE, &["id", "full_name", "trn", "email", "updated_at"], true);
    match kind {
        Kind::NpqApplications => &[(&Application::TABLE, npq::APPLICATION, true)],
        Kind::NpqParticipants => &[PARTICIPANTS, (&Enrolment::TABLE, npq::ENROLMENT, true), ID_CHANGES],
        Kind::NpqOutcomes => &[(&Outcome::TABLE, declarations::OUTCOME, true)],
        Kind::Declarations => &[(&Declaration::TABLE, declarations::DECLARATION, true), NAMES],
        Kind::EcfParticipants => &[PARTICIPANTS, (&Enrolment::TABLE, ecf::ENROLMENT, true), ID_CHANGES],
        Kind::DeliveryPartners => &[(&DeliveryPartner::TABLE, &["id", "name", "updated_at"], true)],
        Kind::Partnerships => &[(&Partnership::TABLE, partners::PARTNERSHIP, true), NAMES],
        Kind::SchoolCohorts => &[(&SchoolCohort::TABLE, partners::SCHOOL_COHORT, true)],
        _ => &[],
    }
}

/// A file of one kind being read.
struct File<'s> {
    kind: Kind,
    reading: Reading<'s>,
}

impl Objects for File<'_> {
    fn object(&mut self, text: &str, line: u64) -> Result<Step, ReadError> {
        self.place(line);
        match self.kind {
            Kind::NpqApplications => self.take(text, npq::application),
            Kind::NpqParticipants => self.take(text, npq::participant),
            Kind::NpqOutcomes => self.take(text, declarations::outcome),
            Kind::Declarations => self.take(text, declarations::declaration),
            Kind::EcfParticipants => self.take(text, ecf::participant),
            Kind::DeliveryPartners => self.take(text, partners::delivery_partner),
            Kind::Partnerships => self.take(text, partners::partnership),
            _ => self.take(text, partners::school_cohort),
        }
    }

    fn unreadable(&mut self, line: u64, why: &str) -> Result<(), Stopped> {
        self.place(line);
        self.leave_out("", why);
        self.reading.rows += 1;
        self.reading.stopped()
    }

    fn progress(&mut self, bytes: u64) {
        self.reading.progress(bytes);
    }
}

impl File<'_> {
    /// Lines name objects, except on the first, where numbers do: much JSON is one line.
    fn place(&mut self, line: u64) {
        self.reading.line = if line == 1 { self.reading.rows + 1 } else { line };
    }

    fn take<'a, A: Deserialize<'a>>(
        &mut self,
        text: &'a str,
        read: fn(&mut Reading<'_>, Object<'a, A>),
    ) -> Result<Step, ReadError> {
        let mut things = serde_json::Deserializer::from_str(text).into_iter::<Thing<'a, A>>();
        let Thing { id, kind, attributes } = match things.next() {
            Some(Ok(thing)) => thing,
            Some(Err(error)) if error.classify() == Category::Eof => return Ok(Step::More),
            Some(Err(error)) => return Ok(Step::Unreadable(without_place(&error.to_string()))),
            None => return Ok(Step::More),
        };
        let length = things.byte_offset();
        if length > MAX_OBJECT {
            return Ok(Step::More);
        }
        if let Some(word) = kind.text()
            && !types(self.kind).iter().any(|known| same_word(known, word))
        {
            self.wrong_type(word)?;
        } else if let One(Some(attributes)) = attributes {
            read(&mut self.reading, Object { id, attributes });
        } else {
            self.leave_out("attributes", "it has no `attributes`");
        }
        self.reading.rows += 1;
        self.reading.stopped()?;
        Ok(Step::Taken(length))
    }

    /// An object of another type: the first refuses the file, later ones are left out.
    fn wrong_type(&mut self, word: &str) -> Result<(), Refusal> {
        let message =
            format!("The file holds objects of type {}, not {}.", crate::problem::shown(word), self.kind.name());
        if self.reading.rows == 0 {
            return Err(Refusal::new("wrong-kind", message, "Import it without naming its kind."));
        }
        self.reading.reject("type", word, Fault::new("wrong-type", message, "Put objects of one type into a file."));
        self.reading.leave_out();
        Ok(())
    }

    fn leave_out(&mut self, field: &str, why: &str) {
        let message = format!("This object cannot be read: {why}.");
        let fault = Fault::new("unreadable-object", message, "Export the file again; do not edit it.");
        self.reading.reject(field, "", fault);
        self.reading.leave_out();
    }
}

/// `npq_application` is `npq-application`.
fn same_word(known: &str, word: &str) -> bool {
    let plain = |b: u8| if b == b'_' { b'-' } else { b.to_ascii_lowercase() };
    known.len() == word.len() && known.bytes().zip(word.bytes()).all(|(a, b)| a == plain(b))
}

/// The parser's words without the place within the object, which nobody can find.
fn without_place(error: &str) -> String {
    error.split(" at line ").next().unwrap_or(error).to_owned()
}
