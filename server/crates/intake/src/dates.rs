//! Dates and instants in every form that the files of the field carry. Day before month, always; years 1800 to 2100.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::cells::Fault;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A calendar day: `2021-05-31`, `2021/05/31`, `31-05-2021`, `31/05/2021`, `31.05.2021`, `20210531`, `31 May 2021`,
/// `31-May-21`, a spreadsheet's serial number (`44347`), or the day of an instant as it is written.
pub fn date(text: &str) -> Result<NaiveDate, Fault> {
    if let Some(date) = usual(text) {
        return Ok(date);
    }
    if is_usual_instant(text) {
        return usual(&text[..10]).ok_or_else(|| not_a_date(text));
    }
    let (day, rest) = split_time(text);
    if !rest.is_empty() && clock(rest).is_none() {
        return Err(not_a_date(text));
    }
    day_of(day).ok_or_else(|| not_a_date(text))
}

/// An instant as `YYYY-MM-DDTHH:MM:SSZ` in UTC; a form without offset is taken as UTC, a day alone as its midnight.
pub fn instant(text: &str) -> Result<String, Fault> {
    if is_usual_instant(text) {
        return Ok(format!("{}Z", &text[..19]));
    }
    let (day, rest) = split_time(text);
    let fault = || not_a_date(text);
    let day = day_of(day).ok_or_else(fault)?;
    let (time, offset) = if rest.is_empty() { (NaiveTime::MIN, 0) } else { clock(rest).ok_or_else(fault)? };
    let local = NaiveDateTime::new(day, time);
    let utc = local.checked_sub_signed(TimeDelta::minutes(offset)).ok_or_else(fault)?;
    Ok(utc.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn not_a_date(text: &str) -> Fault {
    let (message, mend) = if text.starts_with('#') {
        ("The spreadsheet showed hashes in place of the date.", "Widen the column and save the file again.")
    } else if text.bytes().any(|b| b.is_ascii_digit()) {
        ("This date does not exist or is not plausible.", "Dates are read as day, month, year; write 2021-05-31.")
    } else {
        ("This is not a date.", "Write dates as 2021-05-31.")
    };
    Fault::new("impossible-date", message, mend)
}

/// The forms of nearly every cell, ten bytes long, without further ado.
fn usual(text: &str) -> Option<NaiveDate> {
    let b: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let separator = |c: u8| matches!(c, b'-' | b'/');
    if separator(b[4]) && b[7] == b[4] {
        of(digits(&b[..4])?, digits(&b[5..7])?, digits(&b[8..])?)
    } else if separator(b[2]) && b[5] == b[2] {
        of(digits(&b[6..])?, digits(&b[3..5])?, digits(&b[..2])?)
    } else {
        None
    }
}

/// Whether this is `2021-05-31T02:22:32Z`, with or without a fraction.
fn is_usual_instant(text: &str) -> bool {
    let b = text.as_bytes();
    if !text.is_ascii() || b.len() < 20 || b[4] != b'-' || b[10] != b'T' || b[13] != b':' || b[16] != b':' {
        return false;
    }
    let below = |range: std::ops::Range<usize>, limit: u32| digits(&b[range]).is_some_and(|n| n < limit);
    let fraction = b[19..].strip_suffix(b"Z");
    let fine = fraction.is_some_and(|f| f.is_empty() || (f[0] == b'.' && digits(&f[1..]).is_some()));
    fine && below(11..13, 24) && below(14..16, 60) && below(17..19, 60) && usual(&text[..10]).is_some()
}

fn of(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    (1800..=2100).contains(&year).then(|| NaiveDate::from_ymd_opt(year as i32, month, day))?
}

/// Digits only, at most nine of them.
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0, |n: u32, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// The day and what follows it: `T` or a blank before a digit with a colon later on begins the time.
fn split_time(text: &str) -> (&str, &str) {
    let Some(colon) = text.find(':') else {
        return (text, "");
    };
    let before = &text[..colon];
    match before.rfind(['T', 't', ' ']) {
        Some(at) => (text[..at].trim_end(), text[at + 1..].trim()),
        None => (text, ""),
    }
}

fn day_of(text: &str) -> Option<NaiveDate> {
    if let Some(number) = text.bytes().all(|b| b.is_ascii_digit()).then(|| digits(text.as_bytes())).flatten() {
        return match text.len() {
            8 => of(number / 10_000, number / 100 % 100, number % 100),
            // 1 March 1900 and later: before that the spreadsheets' calendar is wrong.
            5 => NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(u64::from(number))),
            _ => None,
        };
    }
    let mut parts = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if let Some(month) = month_of(second) {
        let year = match third.len() {
            4 => digits(third.as_bytes())?,
            2 => digits(third.as_bytes()).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?,
            _ => return None,
        };
        return of(year, month, digits(ordinal(first).as_bytes())?);
    }
    let number = |part: &str| digits(part.as_bytes());
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => of(number(first)?, number(second)?, number(third)?),
        (1..=2, 1..=2, 4) => of(number(third)?, number(second)?, number(first)?),
        _ => None,
    }
}

fn ordinal(day: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day)
}

fn month_of(word: &str) -> Option<u32> {
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |known: &&str| word.eq_ignore_ascii_case(known);
    let at = MONTHS.iter().position(&is).or_else(|| LONG.iter().position(is))?;
    Some(at as u32 + 1)
}

/// A time of day and its offset from UTC in minutes.
fn clock(text: &str) -> Option<(NaiveTime, i64)> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(text.len());
    let (time, zone) = text.split_at(end);
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    digits(fraction.get(..fraction.len().min(9))?.as_bytes())?;
    let mut parts = whole.split(':').map(|part| if part.len() <= 2 { digits(part.as_bytes()) } else { None });
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() {
        return None;
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second.min(59)).filter(|_| second <= 60)?;
    Some((time, offset_of(zone.trim())?))
}

fn offset_of(zone: &str) -> Option<i64> {
    if zone.is_empty() || ["z", "utc", "gmt"].iter().any(|word| zone.eq_ignore_ascii_case(word)) {
        return Some(0);
    }
    let (sign, rest) = match zone.as_bytes().first()? {
        b'+' => (1, &zone[1..]),
        b'-' => (-1, &zone[1..]),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "0"),
    };
    let (hours, minutes) = (digits(hours.as_bytes())?, digits(minutes.as_bytes())?);
    (hours <= 14 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// A day that the name of a file states: eight digits that are a date (`edubasealldata20250613.csv`) or an ISO date.
pub fn in_name(name: &str) -> Option<NaiveDate> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for start in (0..bytes.len()).filter(|&at| digit(at) && (at == 0 || !digit(at - 1))) {
        if let Some(run) = bytes.get(start..start + 8).filter(|_| !digit(start + 8))
            && let Some(number) = digits(run)
            && let Some(date) = of(number / 10_000, number / 100 % 100, number % 100)
        {
            return Some(date);
        }
        if let Some(date) = name.get(start..start + 10).filter(|_| !digit(start + 10)).and_then(usual) {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_day_is_the_same_day() {
        let day = NaiveDate::from_ymd_opt(2021, 5, 3);
        for text in [
            "2021-05-03",
            "2021/05/03",
            "03-05-2021",
            "03/05/2021",
            "3/5/2021",
            "03.05.2021",
            "2021-5-3",
            "20210503",
            "3 May 2021",
            "03-May-21",
            "3rd May 2021",
            "44319",
            "2021-05-03T00:00:00+00:00",
            "2021-05-03T10:11:12Z",
            "2021-05-03T10:11:12.123Z",
            "03/05/2021 00:00",
            "03/05/2021 00:00:00",
            "2021-05-03 10:11:12 UTC",
            "2021-05-03 10:11:12 +0100",
            "2021-05-03T23:30:00-05:00",
        ] {
            assert_eq!(date(text).ok(), day, "{text}");
        }
    }

    #[test]
    fn impossible_and_ambiguous_dates_are_faults() {
        for text in [
            "31-02-2021",
            "30/13/2021",
            "9/30/2021",
            "2021-02-29",
            "01/09/21",
            "1799-12-31",
            "2101-01-01",
            "hello",
            "########",
            "2021",
            "May 2021",
            "0000-00-00",
            "2021-05-03T25:00:00Z",
            "999999999999",
            "12:30",
            "T:",
            ":",
            "2021-05-03T10:11:12+99:00",
            "\u{661}\u{662}-05-2021",
            "1-2-3-4",
        ] {
            assert_eq!(date(text).unwrap_err().rule, "impossible-date", "{text}");
        }
    }

    #[test]
    fn instants_are_normalised_to_utc() {
        for (text, expected) in [
            ("2021-05-31T02:22:32Z", "2021-05-31T02:22:32Z"),
            ("2021-05-31T02:22:32.000Z", "2021-05-31T02:22:32Z"),
            ("2021-05-31T02:22:32.123456+00:00", "2021-05-31T02:22:32Z"),
            ("2021-05-31T00:22:32+01:00", "2021-05-30T23:22:32Z"),
            ("2021-05-31 02:22:32 UTC", "2021-05-31T02:22:32Z"),
            ("2021-05-31 02:22", "2021-05-31T02:22:00Z"),
            ("31/05/2021 02:22", "2021-05-31T02:22:00Z"),
            ("2021-05-31", "2021-05-31T00:00:00Z"),
        ] {
            assert_eq!(instant(text).as_deref(), Ok(expected), "{text}");
        }
        assert!(instant("2021-05-31T02:22:32.Z").is_err());
        assert!(instant("2021-13-31T02:22:32Z").is_err());
    }

    #[test]
    fn file_names_may_state_a_day() {
        assert_eq!(in_name("edubasealldata20250613.csv"), NaiveDate::from_ymd_opt(2025, 6, 13));
        assert_eq!(in_name("npq 2025-06-13 final.csv"), NaiveDate::from_ymd_opt(2025, 6, 13));
        assert_eq!(in_name("pp50_schools_autumn_2025.csv"), None);
        assert_eq!(in_name("12345678901.csv"), None);
    }
}
