//! What the forms of a school's page send: read, checked, and cleaned of what no note needs. Pure.

use app::filters::BadValue;
use app::reports::schools::{LONGEST_NOTE, LONGEST_OUTCOME};
use chrono::{Days, NaiveDate};
use domain::engagement::{ContactKind, Reason};

use crate::storage::schools::Sent;

/// Names and values as they came.
pub type Fields = [(String, String)];

/// A contact to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Day.
    pub on: NaiveDate,
    /// How.
    pub kind: ContactKind,
    /// What came of it.
    pub outcome: Sent,
    /// Note.
    pub note: Sent,
}

/// A reason to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEngaging {
    /// Reason.
    pub reason: Reason,
    /// Note.
    pub note: Sent,
}

/// A value as it was sent.
pub fn value<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What is wrong with a value.
pub fn wrong(key: &str, message: impl Into<String>) -> BadValue {
    BadValue { key: key.to_owned(), message: message.into() }
}

/// Reads a contact. A form without a day means today.
pub fn contact(fields: &Fields, today: NaiveDate) -> Result<Contact, Vec<BadValue>> {
    let on = match value(fields, "date") {
        None => Ok(today),
        Some(text) => day(text, today).map_err(|message| wrong("date", message)),
    };
    let kind = match value(fields, "kind").unwrap_or_default().trim().parse::<ContactKind>() {
        Ok(kind) => Ok(kind),
        Err(_) => Err(wrong("kind", "How: choose how you were in touch, such as visit or e-mail")),
    };
    let outcome = text(fields, "outcome", "Outcome", LONGEST_OUTCOME);
    let note = text(fields, "note", "Note", LONGEST_NOTE);
    match (on, kind, outcome, note) {
        (Ok(on), Ok(kind), Ok(outcome), Ok(note)) => Ok(Contact { on, kind, outcome, note }),
        (on, kind, outcome, note) => {
            Err([on.err(), kind.err(), outcome.err(), note.err()].into_iter().flatten().collect())
        }
    }
}

/// Reads which contact is to be deleted: its day, ISO, and its kind.
pub fn deletion(fields: &Fields) -> Option<(NaiveDate, ContactKind)> {
    Some((value(fields, "date")?.parse().ok()?, value(fields, "kind")?.parse().ok()?))
}

/// Reads a reason.
pub fn reason(fields: &Fields) -> Result<NotEngaging, Vec<BadValue>> {
    let reason = match value(fields, "reason").unwrap_or_default().trim().parse::<Reason>() {
        Ok(reason) => Ok(reason),
        Err(_) => Err(wrong("reason", "Reason: choose the one that fits best, or Other")),
    };
    let note = text(fields, "note", "Note", LONGEST_NOTE);
    match (reason, note) {
        (Ok(reason), Ok(note)) => Ok(NotEngaging { reason, note }),
        (reason, note) => Err([reason.err(), note.err()].into_iter().flatten().collect()),
    }
}

/// A day as browsers send it or people write it: `2025-06-13`, `13/06/2025`, `13.6.2025`.
fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Day: write the day of the contact, such as 13/06/2025".into());
    }
    let read = day_of(text).map_err(|message| format!("Day: {message}"))?;
    // Just after midnight in summer it is still yesterday by the server's clock.
    if today.checked_add_days(Days::new(1)).is_some_and(|tomorrow| read > tomorrow) {
        return Err("Day: this day is yet to come. Write the day on which you were in touch".into());
    }
    if NaiveDate::from_ymd_opt(2000, 1, 1).is_some_and(|first| read < first) {
        return Err("Day: this is before the year 2000. Check the year".into());
    }
    Ok(read)
}

/// Any day as browsers send it or people write it.
pub fn day_of(text: &str) -> Result<NaiveDate, String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let read = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => Some((*year, *month, *day)),
        [day, month, year] if year.len() == 4 => Some((*year, *month, *day)),
        _ => None,
    };
    let read = read.and_then(|(year, month, day)| {
        NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)
    });
    read.ok_or_else(|| {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
        format!("\u{201c}{shown}\u{201d} is no day. Write day, month and year, such as 13/06/2025")
    })
}

/// Free text without characters that cannot be seen; lines stay apart. A value without text is cleared.
pub fn text(fields: &Fields, name: &str, label: &str, longest: usize) -> Result<Sent, BadValue> {
    let Some(sent) = value(fields, name) else {
        return Ok(None);
    };
    if sent.contains('\0') {
        return Err(wrong(
            name,
            format!("{label}: this holds a character that is no text. Type it again, or paste it as plain text"),
        ));
    }
    let lines = sent.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = lines.chars().filter(|c| *c == '\n' || !is_unseen(*c)).collect();
    let clean = clean.trim();
    let length = clean.chars().count();
    if length > longest {
        let over = length - longest;
        let most = domain::measure::thousands(longest as u64);
        return Err(wrong(name, format!("{label}: at most {most} characters. Shorten it by {over}")));
    }
    Ok(Some((!clean.is_empty()).then(|| clean.to_owned())))
}

/// Control characters, and those that turn the direction of the words after them.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An address of this site that a form may lead back to: a path that begins with a single `/`.
pub fn is_way_back(address: &str) -> bool {
    address.starts_with('/')
        && address.len() <= 2_000
        && !address.contains("//")
        && !address.contains('\\')
        && address.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 6, 13).expect("a day")
    }

    #[test]
    fn a_contact_is_read_and_cleaned() {
        let sent =
            fields(&[("date", "1/6/2025"), ("kind", "visit"), ("outcome", " "), ("note", " a\u{7}\r\nb\u{202e} ")]);
        let read = contact(&sent, today()).expect("read");
        assert_eq!(read.on, NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day"));
        assert_eq!((read.outcome, read.note), (Some(None), Some(Some("a\nb".into()))));
        let brief = contact(&fields(&[("kind", "phone")]), today()).expect("read");
        assert_eq!((brief.on, brief.outcome, brief.note), (today(), None, None));
    }

    #[test]
    fn each_fault_says_what_where_and_how_to_mend_it() {
        let long = "x".repeat(2_003);
        let sent = fields(&[("date", "31/02/2025"), ("kind", "pigeon"), ("note", &long)]);
        let bad = contact(&sent, today()).expect_err("refused");
        assert_eq!(bad.iter().map(|b| b.key.as_str()).collect::<Vec<_>>(), ["date", "kind", "note"]);
        assert!(bad[0].message.contains("31/02/2025") && bad[2].message.ends_with("Shorten it by 3"), "{bad:?}");
        for day in ["2025-07-01", "0025-01-01", "", "13 June", "2025-06", "+2025-06-13", "\u{661}/1/2025"] {
            assert!(contact(&fields(&[("kind", "visit"), ("date", day)]), today()).is_err(), "{day}");
        }
        let nul = reason(&fields(&[("reason", "capacity"), ("note", "a\0b")])).expect_err("refused");
        assert_eq!(nul[0].key, "note");
        assert!(reason(&fields(&[("note", "")])).is_err());
    }

    #[test]
    fn only_addresses_of_this_site_lead_back() {
        for good in ["/", "/gaps?by=la#calls", "/schools/900001?audience=exact"] {
            assert!(is_way_back(good), "{good}");
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "gaps",
            "/a//b",
            "/a\r\nLocation: x",
            "/\t/evil",
            " /gaps",
            "/caf\u{e9}",
        ] {
            assert!(!is_way_back(bad), "{bad}");
        }
    }
}
