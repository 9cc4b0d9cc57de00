//! Everything that is held of one person, to hand over: a page to read and the same as JSON, in a ZIP.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use anyhow::Result;
use app::error::AppError;
use app::statistics::Viewer;
use chrono::{DateTime, Utc};
use intake::Kind;
use serde::Serialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::erasure::Who;
use crate::present::words;
use crate::statistics::{Desk, internal};
use crate::storage::Database;
use crate::storage::audit::Entry;
use crate::storage::subject::Rows;

/// What is held of a person.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    /// When it was taken out, ISO.
    pub taken_out_at: String,
    /// Participant ids.
    pub participant_ids: Vec<String>,
    /// Teacher reference numbers.
    pub teacher_reference_numbers: Vec<String>,
    /// What the tables hold.
    pub tables: Vec<Table>,
    /// What else must be known.
    pub notes: Vec<String>,
}

/// What one table holds.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What its rows are.
    pub meaning: &'static str,
    /// Its rows.
    #[serde(flatten)]
    pub rows: Rows,
    /// The files that such rows come from, as far as they are loaded.
    pub files: Vec<File>,
}

/// A file that was loaded.
#[derive(Debug, Clone, Serialize)]
pub struct File {
    /// Name.
    pub file: String,
    /// Kind.
    pub kind: String,
    /// Data as of, ISO, where the file says so.
    pub as_of: Option<String>,
    /// When it was loaded, ISO.
    pub loaded_at: String,
}

/// What the rows of a table are, and the kinds of file that bring them.
const TABLES: [(&str, &str, &[Kind]); 8] = [
    (
        "participants",
        "Name, number and address of a person in training, as the lead provider has them",
        &[Kind::NpqParticipants, Kind::EcfParticipants, Kind::NpqStatement, Kind::EcfStatement],
    ),
    (
        "participant_id_changes",
        "Two ids of one person that were merged",
        &[Kind::NpqParticipants, Kind::EcfParticipants],
    ),
    (
        "enrolments",
        "A place on a course; mentor_id is the person who mentors",
        &[Kind::NpqParticipants, Kind::NpqEnrolments, Kind::EcfParticipants],
    ),
    ("applications", "An application for an NPQ", &[Kind::NpqApplications]),
    (
        "declarations",
        "A declaration of the lead provider to DfE",
        &[Kind::Declarations, Kind::NpqStatement, Kind::EcfStatement],
    ),
    ("outcomes", "A result of an NPQ", &[Kind::NpqOutcomes]),
    ("inductions", "An induction period that an appropriate body has registered", &[Kind::AbRegister, Kind::AbClaims]),
    ("induction_ends", "The end of an induction period", &[Kind::AbOutcomes]),
];

/// Gathers what is held; none where nobody is meant.
pub async fn held(database: &Database, who: &Who, now: DateTime<Utc>) -> Result<Option<Held>> {
    // Only to read: the transaction that finds all ids of a person is undone when it is dropped.
    let (id, trn) = who.key();
    let person = database.begin_named().await?.same_person(id, trn).await?;
    if person.ids.is_empty() && person.numbers.is_empty() {
        return Ok(None);
    }
    let rows = database.named().await?.everything_of(&person).await?;
    let imports = database.imports().await?;
    let tables = rows
        .into_iter()
        .map(|rows| {
            let known = TABLES.iter().find(|(name, ..)| *name == rows.table);
            let (meaning, kinds) = known.map_or(("", [].as_slice()), |(_, meaning, kinds)| (*meaning, *kinds));
            let files =
                imports.iter().filter(|row| row.taken > 0 && kinds.iter().any(|kind| kind.to_string() == row.kind));
            let files = files.map(|row| File {
                file: row.file_name.clone(),
                kind: row.kind.clone(),
                as_of: row.as_of.clone(),
                loaded_at: row.imported_at.clone(),
            });
            Table { meaning, files: files.collect(), rows }
        })
        .collect();
    Ok(Some(Held {
        taken_out_at: now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        participant_ids: person.ids,
        teacher_reference_numbers: person.numbers,
        tables,
        notes: vec![
            "A row does not say which file it came from: later files correct earlier ones. The files named beside a table are all \
             that were loaded and bring such rows."
                .into(),
            "Notes that a hub keeps of its contacts with a school are about schools. They are not searched for names: read those \
             of the person\u{2019}s schools before you hand this over."
                .into(),
            "Rows of enrolments and id changes may hold the id of somebody else, such as a mentor. Take out what is theirs before \
             you hand this over."
                .into(),
        ],
    }))
}

/// The ZIP: `subject-access.html` and `subject-access.json`.
pub fn zipped(held: &Held) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in
        [("subject-access.html", html(held).into_bytes()), ("subject-access.json", serde_json::to_vec_pretty(held)?)]
    {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page that needs nothing but itself.
fn html(held: &Held) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>What is held of you</title>\n<style>body{\
         font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.5}table{border-collapse:collapse;\
         margin:1rem 0}th,td{border:1px solid #888;padding:.25rem .5rem;text-align:left;vertical-align:top}th{background:#eee}\
         </style></head><body>\n<h1>What is held of you</h1>\n",
    );
    let taken = words::iso_instant(&held.taken_out_at);
    let _ = write!(out, "<p>Taken out of Golden Thread on {}.</p>\n<h2>What to know</h2>\n<ul>", escaped(&taken));
    for note in &held.notes {
        let _ = write!(out, "<li>{}</li>", escaped(note));
    }
    out.push_str("</ul>\n");
    for table in &held.tables {
        let _ = writeln!(out, "<h2>{}</h2>\n<p>{}.</p>", escaped(table.rows.table), escaped(table.meaning));
        for row in &table.rows.rows {
            out.push_str("<table><tbody>");
            for (column, value) in table.rows.columns.iter().zip(row) {
                let value = value.as_deref().unwrap_or("(nothing)");
                let _ = write!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(column), escaped(value));
            }
            out.push_str("</tbody></table>\n");
        }
        out.push_str("<p>Files that bring such rows:</p>\n<ul>");
        for file in &table.files {
            let as_of = file.as_of.as_deref().map_or_else(|| "day not stated".to_owned(), words::iso_day);
            let loaded = words::iso_instant(&file.loaded_at);
            let _ = write!(out, "<li>{} (as of {as_of}; loaded {loaded})</li>", escaped(&file.file));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</body></html>\n");
    out
}

/// Everything that is held of somebody as a ZIP, taken out on behalf of `actor`. None where nobody is meant.
pub async fn take_out(database: &Database, who: &Who, actor: &str, now: DateTime<Utc>) -> Result<Option<Vec<u8>>> {
    let Some(held) = held(database, who, now).await? else {
        return Ok(None);
    };
    let rows: usize = held.tables.iter().map(|table| table.rows.rows.len()).sum();
    let bytes = tokio::task::spawn_blocking(move || zipped(&held)).await??;
    let about = format!("one person, {rows} rows");
    database.audit(now, Entry::new(actor, "subject-access", about)).await?;
    Ok(Some(bytes))
}

impl Desk {
    /// Everything that is held of a participant as a ZIP, for an administrator.
    pub(crate) async fn hand_over(&self, viewer: &Viewer, handle: &str) -> Result<Vec<u8>, AppError> {
        let id = self.participant_behind(viewer, handle)?;
        let Some(account) = viewer.account.as_deref() else {
            return Err(AppError::NotForYourRole);
        };
        let actor = crate::auth::accounts::whose(account);
        let taken = take_out(self.database(), &Who::Participant(id), &actor, Utc::now()).await.map_err(internal)?;
        taken.ok_or(AppError::NotFound)
    }
}
