//! Fields that the programmes' feeds share, whether they come as JSON or as CSV: text in, a value or a fault out.

use chrono::{Datelike, NaiveDate};
use domain::declaration::{DeclarationState, DeclarationType};
use domain::establishment::Urn;
use domain::participant::{Role, TrainingStatus};
use domain::programme::{Course, courses};

use crate::cells::{self, Fault};
use crate::dates;

/// An id of the lead-provider services: a UUID, in lower case.
pub(crate) fn uuid(text: &str) -> Result<String, Fault> {
    // Without branches for each byte: half of what a feed holds is ids.
    let bytes = text.as_bytes();
    let hyphens = bytes.len() == 36 && [8, 13, 18, 23].iter().all(|at| bytes[*at] == b'-');
    let digits: u8 = bytes.iter().take(36).map(|byte| u8::from(byte.is_ascii_hexdigit())).sum();
    if hyphens && digits == 32 {
        let mut id = text.to_owned();
        id.make_ascii_lowercase();
        Ok(id)
    } else {
        Err(Fault::new(
            "not-an-id",
            "This is not an id of the service, such as 0a1b2c3d-0000-4000-8000-000000000000.",
            "Export the file again; do not edit its ids.",
        ))
    }
}

/// A school's URN. The reference of an early-years setting (`EY123456`) is none, and nothing is wrong with it.
pub(crate) fn school_urn(text: &str) -> Result<Option<Urn>, Fault> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &text.as_bytes()[letters..];
    if letters == 2 && (5..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        return Ok(None);
    }
    cells::urn(text).map(Some).map_err(|fault| Fault {
        message: "This is not a URN (five or six digits); the row is counted under Unknown.".into(),
        ..fault
    })
}

/// What to say where a school's URN is missing.
pub(crate) fn no_urn() -> Fault {
    Fault::new(
        "empty-urn",
        "There is no URN; the row is counted under Unknown.",
        "Add the school's URN if the person works in a school.",
    )
}

/// What to say where a needed value is missing.
pub(crate) fn missing() -> Fault {
    Fault::new("missing-value", "This value must not be blank.", "Export the file again with all its columns.")
}

/// What to say where an id comes a second time.
pub(crate) fn duplicate() -> Fault {
    Fault::new(
        "duplicate",
        "An earlier row of this file has the same id; the latest is kept.",
        "Nothing has to be done; keep one row of each id to be rid of this warning.",
    )
}

/// A cohort as the services name it: `2022`, or `2025a` where the suffix comes with the year.
pub(crate) fn cohort(text: &str) -> Result<(u16, Option<String>), Fault> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &text[digits.len()..];
    if suffix.len() > 1 {
        return cells::cohort_year(text).map(|year| (year, None));
    }
    let year = cells::cohort_year(digits.trim_end())?;
    Ok((year, (!suffix.is_empty()).then(|| suffix.to_ascii_lowercase())))
}

/// The letter that tells apart cohorts of one year.
pub(crate) fn cohort_suffix(text: &str) -> Result<String, Fault> {
    if text.len() <= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Fault::new("bad-cohort", "This is not the suffix of a cohort: one letter.", "Export the file again."))
    }
}

/// A day on which something in training happened. Training of this kind began in 2017.
pub(crate) fn training_day(text: &str) -> Result<NaiveDate, Fault> {
    let day = dates::date(canonical(text).map_or(text, |instant| &instant[..10]))?;
    if (2010..2100).contains(&day.year()) {
        Ok(day)
    } else {
        Err(Fault::new("impossible-date", "No training took place in that year.", "Correct the year."))
    }
}

/// A course, with a fault that names the courses there are.
pub(crate) fn course(text: &str) -> Result<Course, Fault> {
    cells::course(text).map_err(|fault| {
        let known: Vec<&str> = courses().iter().map(|course| course.identifier).collect();
        Fault { mend: format!("Write one of: {}.", known.join(", ")), ..fault }
    })
}

/// State of a declaration.
pub(crate) fn declaration_state(text: &str) -> Result<DeclarationState, Fault> {
    cells::word(text, "unknown-state")
}

/// Type of a declaration.
pub(crate) fn declaration_type(text: &str) -> Result<DeclarationType, Fault> {
    cells::word(text, "unknown-declaration-type")
}

/// Role in the early career programme: `ect`, `mentor`, `ParticipantProfile::ECT`, or a course's name.
pub(crate) fn ecf_role(text: &str) -> Result<Role, Fault> {
    let word = text.rsplit("::").next().unwrap_or(text);
    let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(&["ect", "ecf-induction", "early career teacher", "early_career_teacher"]) {
        Ok(Role::Ect)
    } else if is(&["mentor", "ecf-mentor"]) {
        Ok(Role::Mentor)
    } else {
        Err(Fault::new("unknown-role", "This is neither an early career teacher nor a mentor.", "Write ect or mentor."))
    }
}

/// An instant as `YYYY-MM-DDTHH:MM:SSZ` in UTC.
pub(crate) fn instant(text: &str) -> Result<String, Fault> {
    match canonical(text) {
        Some(instant) if dates::date(&instant[..10]).is_ok() => Ok([instant, "Z"].concat()),
        _ => dates::instant(text),
    }
}

/// The first 19 bytes of `2021-05-31T02:22:32Z` or `2021-05-31T02:22:32.000Z`, as the services write nearly every
/// instant; whether the day exists is not looked at.
fn canonical(text: &str) -> Option<&str> {
    let instant = text.strip_suffix('Z')?;
    let instant = instant.strip_suffix(".000").unwrap_or(instant);
    let bytes: &[u8; 19] = instant.as_bytes().try_into().ok()?;
    let fits = bytes.iter().zip(b"0000-00-00T00:00:00").all(|(byte, like)| match like {
        b'0' => byte.is_ascii_digit(),
        mark => byte == mark,
    });
    (fits && bytes[11..13] < b"24"[..] && bytes[14] < b'6' && bytes[17] < b'6').then_some(instant)
}

/// The course of a role in the early career programme.
pub(crate) fn ecf_course(role: Role) -> Option<Course> {
    Course::from_identifier(match role {
        Role::Ect => "ecf-induction",
        Role::Mentor => "ecf-mentor",
        Role::Npq => return None,
    })
}

/// Training status.
pub(crate) fn training_status(text: &str) -> Result<TrainingStatus, Fault> {
    cells::word(text, "unknown-status")
}

/// Participant status, as the school reports it.
pub(crate) fn participant_status(text: &str) -> Result<String, Fault> {
    one_of(text, &["active", "joining", "leaving", "left", "withdrawn"], "unknown-status", "participant status")
}

/// What a school chose for its early career teachers; always with underscores, as storage has it.
pub(crate) fn induction_programme(text: &str) -> Result<String, Fault> {
    const KNOWN: [&str; 4] = ["provider-led", "school-led", "not-yet-known", "no-early-career-teachers"];
    one_of(text, &KNOWN, "unknown-programme", "induction programme").map(|word| word.replace('-', "_"))
}

/// Whether a partnership stands.
pub(crate) fn partnership_status(text: &str) -> Result<String, Fault> {
    one_of(text, &["active", "challenged"], "unknown-status", "partnership status")
}

fn one_of(text: &str, known: &[&str], rule: &'static str, what: &str) -> Result<String, Fault> {
    let word = plain(text);
    if known.contains(&word.as_str()) {
        return Ok(word);
    }
    let mend = format!("Write one of: {}.", known.join(", "));
    Err(Fault::new(rule, format!("This is not a known {what}."), mend))
}

/// A word of an open set (a reason, a schedule, a funding choice) in one spelling: lower case, hyphens, no full stop.
pub(crate) fn open_word(text: &str) -> Result<String, Fault> {
    if text.len() <= 100 {
        Ok(plain(text))
    } else {
        Err(Fault::new("bad-word", "This is too long to be one of the service's words.", "Export the file again."))
    }
}

fn plain(text: &str) -> String {
    text.trim_end_matches('.')
        .chars()
        .map(|c| if matches!(c, '_' | ' ') { '-' } else { c.to_ascii_lowercase() })
        .collect()
}

/// Text of its own, cut at 4,000 bytes.
pub(crate) fn own_text(text: &str) -> Result<String, Fault> {
    Ok(text[..text.floor_char_boundary(4_000)].to_owned())
}
