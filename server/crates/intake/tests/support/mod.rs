//! A sink that keeps everything, and ways to read a text into it.
#![allow(dead_code)]

use std::io::Read;

use intake::record::{Declaration, Table};
use intake::{Kind, Problem, ReadError, Record, Refusal, Severity, Sink, Source, Stopped, Summary};

/// What reading a text came to.
#[derive(Default)]
pub struct Kept {
    pub carried: Vec<(&'static str, Vec<&'static str>, bool)>,
    pub records: Vec<(u64, Record)>,
    pub problems: Vec<Problem>,
}

impl Sink for Kept {
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], dated: bool) -> Result<(), Stopped> {
        for column in columns {
            assert!(table.position(column).is_some(), "{} has no column {column}", table.name);
        }
        for key in table.key {
            assert!(columns.contains(key), "{} without its key {key}", table.name);
        }
        assert_eq!(dated, columns.contains(&"updated_at"), "{}", table.name);
        self.carried.push((table.name, columns.to_vec(), dated));
        Ok(())
    }

    fn record(&mut self, line: u64, record: Record) -> Result<(), Stopped> {
        assert!(self.carried.iter().any(|(name, ..)| *name == record.table().name), "not announced: {record:?}");
        self.records.push((line, record));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        self.problems.push(problem);
        Ok(())
    }
}

/// What reading a text came to, and what was kept of it.
pub struct Outcome {
    pub result: Result<Summary, Refusal>,
    pub carried: Vec<(&'static str, Vec<&'static str>, bool)>,
    pub records: Vec<(u64, Record)>,
    pub problems: Vec<Problem>,
}

impl Outcome {
    pub fn summary(&self) -> &Summary {
        self.result.as_ref().expect("the file is read")
    }

    pub fn refusal(&self) -> Refusal {
        self.result.clone().expect_err("the file is refused")
    }

    pub fn rules(&self, severity: Severity) -> Vec<&'static str> {
        self.problems.iter().filter(|p| p.severity == severity).map(|p| p.rule).collect()
    }

    pub fn carried(&self, table: &str) -> (Vec<&'static str>, bool) {
        let found = self.carried.iter().find(|(name, ..)| *name == table).expect("the table is announced");
        (found.1.clone(), found.2)
    }
}

/// A dummy id.
pub fn id(number: u32) -> String {
    format!("0000abcd-0000-4000-8000-{number:012x}")
}

pub fn json(text: &str, kind: Kind) -> Outcome {
    json_bytes(text.as_bytes(), kind)
}

pub fn json_bytes(mut bytes: &[u8], kind: Kind) -> Outcome {
    outcome(|sink| intake::json::read(&mut bytes, kind, &Source::default(), sink))
}

/// Hands the bytes over in pieces of these sizes, again and again.
pub fn json_in_pieces(bytes: &[u8], kind: Kind, sizes: &[usize]) -> Outcome {
    struct Pieces<'a>(&'a [u8], Vec<usize>);
    impl Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.1.rotate_left(1);
            let n = self.1[0].min(into.len()).min(self.0.len());
            let (now, later) = self.0.split_at(n);
            into[..n].copy_from_slice(now);
            self.0 = later;
            Ok(n)
        }
    }
    let mut pieces = Pieces(bytes, sizes.to_vec());
    outcome(|sink| intake::json::read(&mut pieces, kind, &Source::default(), sink))
}

/// A whole file as a user brings it.
pub fn file(text: &str) -> Outcome {
    let mut bytes = text.as_bytes();
    outcome(|sink| intake::read(&mut bytes, &Source::default(), sink))
}

fn outcome(read: impl FnOnce(&mut Kept) -> Result<Summary, ReadError>) -> Outcome {
    let mut kept = Kept::default();
    let result = match read(&mut kept) {
        Ok(summary) => Ok(summary),
        Err(ReadError::Refused(refusal)) => Err(refusal),
        Err(ReadError::Stopped(_)) => unreachable!("this sink takes everything"),
    };
    let Kept { carried, records, problems } = kept;
    Outcome { result, carried, records, problems }
}

/// An NPQ declaration with these fields set or replaced.
pub fn declaration(number: u32, fields: &str) -> String {
    let base = format!(
        r#""participant_id":"{}","declaration_type":"started","course_identifier":"npq-headship","declaration_date":"2023-10-02T09:00:00Z","state":"paid","updated_at":"2024-01-02T03:04:05.000Z""#,
        id(9)
    );
    object(number, "participant-declaration", &replaced(&base, fields))
}

/// The fields with those of the second list in place of their namesakes.
pub fn replaced(base: &str, fields: &str) -> String {
    let parse = |text: &str| serde_json::from_str::<serde_json::Map<_, _>>(&format!("{{{text}}}")).expect("fields");
    let mut all = parse(base);
    all.extend(parse(fields));
    let text = serde_json::to_string(&all).expect("text");
    text[1..text.len() - 1].to_owned()
}

pub fn object(number: u32, kind: &str, fields: &str) -> String {
    format!(r#"{{"id":"{}","type":"{kind}","attributes":{{{fields}}}}}"#, id(number))
}

pub fn page(objects: &[String]) -> String {
    format!(r#"{{"data":[{}]}}"#, objects.join(","))
}

pub fn declared(outcome: &Outcome) -> Vec<&Declaration> {
    outcome.records.iter().filter_map(|(_, r)| if let Record::Declaration(d) = r { Some(d) } else { None }).collect()
}
