//! Personal data in problems: what may be repeated of a cell. Problems are kept and shown long after the file is gone.

use std::borrow::Cow;

use crate::table::fold;

/// Columns of which nothing is repeated, by their folded names.
const HIDDEN: &[&str] = &["fullname", "participantname", "teachername", "email", "emailaddress", "dob"];

/// What a problem may show of the value of a column of this name.
pub(crate) fn repeatable<'v>(column: &str, value: &'v str) -> Cow<'v, str> {
    let name = fold(column);
    if name.contains("trn") || name.contains("teacherreference") {
        Cow::Owned(masked_trn(value))
    } else if HIDDEN.contains(&name.as_str()) || name.contains("dateofbirth") {
        Cow::Borrowed("")
    } else if name == "errormessage" && value.bytes().any(|b| b.is_ascii_digit()) {
        Cow::Owned(value.chars().map(|c| if c.is_ascii_digit() { '\u{2022}' } else { c }).collect())
    } else {
        Cow::Borrowed(value)
    }
}

/// A teacher reference number as it may be shown: its last four digits. Of anything else nothing is shown.
pub(crate) fn masked_trn(text: &str) -> String {
    const DOTS: &str = "\u{2022}\u{2022}\u{2022}";
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let bare = text.strip_suffix(".0").unwrap_or(text).as_bytes();
    match bare.split_at_checked(bare.len().saturating_sub(4)) {
        Some((before, last)) if before.len() > 1 && last.iter().all(u8::is_ascii_digit) => {
            format!("{DOTS}{}", String::from_utf8_lossy(last))
        }
        _ => DOTS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_repeat_no_more_of_a_person_than_four_digits() {
        for (column, value, shown) in [
            ("TRN", "1234567", "\u{2022}\u{2022}\u{2022}4567"),
            ("TRN", " 123456.0 ", "\u{2022}\u{2022}\u{2022}3456"),
            ("teacher_reference_number", "RP12/34567", "\u{2022}\u{2022}\u{2022}4567"),
            ("TRN", "12345", "\u{2022}\u{2022}\u{2022}"),
            ("TRN", "A Person", "\u{2022}\u{2022}\u{2022}"),
            ("TRN", "\u{e9}\u{e9}\u{e9}", "\u{2022}\u{2022}\u{2022}"),
            ("TRN", "", ""),
            ("Date of birth", "1981-06-30", ""),
            ("full_name", "A Person", ""),
            ("Error message", "No 12", "No \u{2022}\u{2022}"),
            ("URN", "900001", "900001"),
        ] {
            assert_eq!(repeatable(column, value), shown, "{column} {value}");
        }
    }
}
