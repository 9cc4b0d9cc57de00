//! One cell's text as a value, or the fault that keeps it from being one. Pure: used for CSV cells and JSON fields alike.

use std::str::FromStr;

use domain::UnknownWord;
use domain::establishment::Urn;
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course};

/// Why a value is not what its column needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable word for the rule.
    pub rule: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub mend: String,
}

impl Fault {
    /// A fault by its rule, what is wrong and how to mend it.
    pub fn new(rule: &'static str, message: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { rule, message: message.into(), mend: mend.into() }
    }
}

/// Whether a text says nothing: blank, or a word that spreadsheets and exports write for nothing.
pub fn says_nothing(text: &str) -> bool {
    text.is_empty()
        || (text.len() <= 4
            && ["null", "#n/a", "n/a", "nil", "nan"].iter().any(|nothing| text.eq_ignore_ascii_case(nothing)))
}

/// A school's URN.
pub fn urn(text: &str) -> Result<Urn, Fault> {
    text.parse().map_err(|_| {
        Fault::new("bad-urn", "This is not a URN: five or six digits.", "Look the school up in the school register.")
    })
}

/// A whole number; `12.0` and `1,234` are taken as spreadsheets write them.
pub fn int<T: TryFrom<i64>>(text: &str) -> Result<T, Fault> {
    let fault = || Fault::new("bad-number", "This is not a whole number that fits here.", "Write digits only.");
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let number: i64 = match digits.parse() {
        Ok(number) => number,
        Err(_) if digits.contains(',') => without_thousands(digits).and_then(|d| d.parse().ok()).ok_or_else(fault)?,
        Err(_) => return Err(fault()),
    };
    T::try_from(number).map_err(|_| fault())
}

/// `1,234,567` without its commas, where they stand at the thousands.
fn without_thousands(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let fits = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    fits.then(|| text.replace(',', ""))
}

/// A number; a trailing percent sign is dropped.
pub fn number(text: &str) -> Result<f64, Fault> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let parsed = bare.parse::<f64>().ok().or_else(|| without_thousands(bare).and_then(|d| d.parse().ok()));
    parsed
        .filter(|n| n.is_finite())
        .ok_or_else(|| Fault::new("bad-number", "This is not a number.", "Write digits, with a point for decimals."))
}

/// A truth value in the spellings that exports use.
pub fn truth(text: &str) -> Result<bool, Fault> {
    const TRUE: [&str; 5] = ["true", "yes", "1", "y", "t"];
    const FALSE: [&str; 5] = ["false", "no", "0", "n", "f"];
    if TRUE.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Ok(true)
    } else if FALSE.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Ok(false)
    } else {
        Err(Fault::new("bad-truth-value", "This is neither true nor false.", "Write true or false."))
    }
}

/// A teacher reference number, seven digits. Six digits have lost their leading zero: it is put back, and a fault
/// `trn-padded` says so beside the value.
pub fn trn(text: &str) -> Result<(String, Option<Fault>), Fault> {
    let bare = text.strip_suffix(".0").unwrap_or(text);
    let bare = bare.strip_prefix("RP").or_else(|| bare.strip_prefix("rp")).unwrap_or(bare);
    let digits: String = bare.chars().filter(|c| !matches!(c, '/' | ' ')).collect();
    match digits.len() {
        7 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok((digits, None)),
        6 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok((
            format!("0{digits}"),
            Some(Fault::new(
                "trn-padded",
                "This TRN has six digits; its leading zero was put back.",
                "Keep the column as text when the file is opened in a spreadsheet.",
            )),
        )),
        _ => Err(Fault::new("bad-trn", "This is not a TRN: seven digits.", "Check the number with the participant.")),
    }
}

/// A course, by the identifier of the lead-provider APIs or by its short code.
pub fn course(text: &str) -> Result<Course, Fault> {
    let mut buffer = [0; WORD];
    let plain = plain(text, &mut buffer);
    Course::from_identifier(plain).or_else(|| plain.parse().ok()).ok_or_else(|| {
        Fault::new(
            "unknown-course",
            "This is not a course that Golden Thread knows.",
            "Use the identifier of the lead-provider API, such as npq-headship or ecf-induction.",
        )
    })
}

/// A word of a closed set, in either spelling (`awaiting_clawback`, `awaiting-clawback`, `Awaiting clawback`).
pub fn word<T: FromStr<Err = UnknownWord>>(text: &str, rule: &'static str) -> Result<T, Fault> {
    let mut buffer = [0; WORD];
    plain(text, &mut buffer).parse().map_err(|unknown: UnknownWord| {
        Fault::new(rule, format!("This is not a known {}.", unknown.what), format!("Write one of: {}.", unknown.known))
    })
}

/// Longer texts than this are no word of any closed set.
const WORD: usize = 64;

/// A word in lower case with hyphens, written into the buffer where it has to change; without allocation.
fn plain<'a>(text: &'a str, buffer: &'a mut [u8; WORD]) -> &'a str {
    let settled = |b: u8| !(b.is_ascii_uppercase() || b == b'_' || b == b' ');
    if text.len() > WORD || text.bytes().all(settled) {
        return text;
    }
    for (into, byte) in buffer.iter_mut().zip(text.bytes()) {
        *into = if matches!(byte, b'_' | b' ') { b'-' } else { byte.to_ascii_lowercase() };
    }
    std::str::from_utf8(&buffer[..text.len()]).unwrap_or(text)
}

/// An identifier of the lead-provider services, in lower case.
pub fn id(text: &str) -> Result<String, Fault> {
    if text.len() <= 100 && text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Fault::new("bad-id", "This is not an identifier.", "Export the file again; do not edit its identifiers."))
    }
}

/// A calendar year of a cohort, such as `2023`.
pub fn cohort_year(text: &str) -> Result<u16, Fault> {
    int::<u16>(text).ok().filter(|year| (2000..=2100).contains(year)).ok_or_else(|| {
        Fault::new(
            "bad-cohort",
            "This is not a cohort year.",
            "Write the year in which the cohort starts, such as 2023.",
        )
    })
}

/// An academic year: `202425`, `2024-25`, `2024/25`, `2024/2025`.
pub fn academic_year(text: &str) -> Result<AcademicYear, Fault> {
    let fault = || Fault::new("bad-year", "This is not an academic year.", "Write it as 2024-25 or 202425.");
    if let Ok(year) = text.parse() {
        return Ok(year);
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let others = text.chars().filter(|c| !c.is_ascii_digit()).count();
    let ends = match digits.len() {
        6 => &digits[4..],
        8 => &digits[6..],
        _ => return Err(fault()),
    };
    if others > 1 || text.contains(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '\u{2013}')) {
        return Err(fault());
    }
    format!("{}-{ends}", &digits[..4]).parse().map_err(|_| fault())
}

/// One hub area.
pub fn hub_area(text: &str) -> Result<HubArea, Fault> {
    text.parse().map_err(|_| {
        Fault::new("unknown-hub-area", "This is not a hub area.", "Write one of the 87 codes from EE1 to YH10.")
    })
}

/// Hub areas of a cell that may combine several: `EE8&EE9`, `NW7/NW9`, `SE2 / SE8`, `EE6, EE2`.
pub fn hub_areas(text: &str) -> Result<Vec<HubArea>, Fault> {
    let parts = text.split(['&', '/', ',', ';', '+']).flat_map(|part| part.split(" and "));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(hub_area).collect()
}

#[cfg(test)]
mod tests {
    use domain::declaration::DeclarationState;

    use super::*;

    #[test]
    fn a_six_digit_trn_gets_its_zero_back_and_says_so() {
        let (trn, fault) = super::trn("123456").unwrap();
        assert_eq!((trn.as_str(), fault.unwrap().rule), ("0123456", "trn-padded"));
        assert_eq!(super::trn("1234567").unwrap(), ("1234567".into(), None));
        assert_eq!(super::trn("RP12/34567").unwrap().0, "1234567");
        assert_eq!(super::trn("12345").unwrap_err().rule, "bad-trn");
        assert_eq!(super::trn("12a4567").unwrap_err().rule, "bad-trn");
    }

    #[test]
    fn both_spellings_of_a_state_are_one_state() {
        for spelling in ["awaiting_clawback", "awaiting-clawback", "Awaiting clawback", "AWAITING_CLAWBACK"] {
            assert_eq!(word::<DeclarationState>(spelling, "unknown-state"), Ok(DeclarationState::AwaitingClawback));
        }
        assert_eq!(word::<DeclarationState>("lost", "unknown-state").unwrap_err().rule, "unknown-state");
    }

    #[test]
    fn courses_are_known_by_identifier_and_by_code() {
        assert_eq!(course("npq-headship"), course("NPQH"));
        assert_eq!(course("npq_headship"), course("npq-headship"));
        assert_eq!(course("npq-gardening").unwrap_err().rule, "unknown-course");
    }

    #[test]
    fn combined_hub_areas_come_apart() {
        for text in ["EE8&EE9", "EE8 / EE9", "EE8/EE9", "ee8, ee9", "EE8 and EE9"] {
            assert_eq!(hub_areas(text).unwrap().iter().map(|a| a.code()).collect::<Vec<_>>(), ["EE8", "EE9"], "{text}");
        }
        assert_eq!(hub_areas("EE8&EE99").unwrap_err().rule, "unknown-hub-area");
    }

    #[test]
    fn academic_years_are_read_in_every_spelling() {
        for text in ["202425", "2024-25", "2024/25", "2024/2025", "20242025", "202425.0"] {
            assert_eq!(academic_year(text), Ok(AcademicYear(2024)), "{text}");
        }
        for text in ["2024", "202426", "2024-2026", "24/25", "2024 or 25"] {
            assert_eq!(academic_year(text).unwrap_err().rule, "bad-year", "{text}");
        }
    }

    #[test]
    fn whole_numbers_come_as_spreadsheets_write_them() {
        assert_eq!(int::<u32>("1,234"), Ok(1234));
        assert_eq!(int::<u32>("12.0"), Ok(12));
        assert!(int::<u8>("256").is_err());
        assert!(int::<u32>("1,2").is_err());
        assert_eq!(number("54.4%"), Ok(54.4));
        assert!(number("inf").is_err());
    }
}
