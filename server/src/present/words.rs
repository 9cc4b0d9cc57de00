//! Dates, periods and comparisons in words.

use app::filters::{Filters, Key};
use app::reports::report::{Change, Direction};
use chrono::{Months, NaiveDate};
use domain::measure::{Count, Rate, half_up, thousands};
use domain::programme::{AcademicYear, Programme};

/// `13 June 2025`.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `13 June 2025` from ISO text; the text itself where it is none.
pub fn iso_day(text: &str) -> String {
    text.get(..10).and_then(|t| t.parse().ok()).map_or_else(|| text.to_owned(), day)
}

/// `13 June 2025, 09:05` from an ISO instant in UTC.
pub fn iso_instant(text: &str) -> String {
    match text.get(11..16) {
        Some(time) => format!("{}, {time} UTC", iso_day(text)),
        None => iso_day(text),
    }
}

/// The period of a question: `2024/25`, `Autumn 2023 cohort`, `all years`.
pub fn period(filters: &Filters, year: Option<AcademicYear>) -> String {
    match year {
        Some(year) => year.name(),
        None => {
            let cohorts: Vec<domain::programme::Cohort> = filters.parsed(Key::Cohort);
            match cohorts.as_slice() {
                [] => "all years".into(),
                list => {
                    let names: Vec<String> = list.iter().map(|c| c.name()).collect();
                    format!("{} cohort{}", names.join(" and "), if list.len() == 1 { "" } else { "s" })
                }
            }
        }
    }
}

/// `the same date in 2023/24 (13 June 2024)` for an unfinished year, else `2023/24`.
pub fn year_before(year: AcademicYear, unfinished: bool, as_of: NaiveDate) -> String {
    let before = AcademicYear(year.0 - 1).name();
    match as_of.checked_sub_months(Months::new(12)).filter(|_| unfinished) {
        Some(date) => format!("by {} in {before}", day(date)),
        None => format!("in {before}"),
    }
}

/// `1 school`, `12 schools`, `1 person`: units are named in the plural.
pub fn counted(n: u64, unit: &str) -> String {
    let unit = match (n, unit) {
        (1, "people") => "person",
        (1, unit) => unit.strip_suffix('s').unwrap_or(unit),
        (_, unit) => unit,
    };
    format!("{} {unit}", thousands(n))
}

/// What starts are called.
pub fn starts(programme: Programme) -> &'static str {
    match programme {
        Programme::Npq => "NPQ starts",
        Programme::Ecf => "early career starts",
    }
}

/// Change in percent between two shown counts; `None` where one is not shown or there is nothing to compare with.
pub fn percent_change(now: Count, before: Count) -> Option<f64> {
    match (now.value(), before.value()) {
        (Some(now), Some(before)) if before > 0 => {
            Some((f64::from(now) - f64::from(before)) / f64::from(before) * 100.0)
        }
        _ => None,
    }
}

/// A change of counts in words, with its direction.
pub fn change(now: Count, before: Count, than: &str) -> Option<Change> {
    let (now, before) = (now.value()?, before.value()?);
    let difference = i64::from(now) - i64::from(before);
    let percent = if before > 0 { format!(" ({}%)", whole_percent(now, before)) } else { String::new() };
    Some(match difference {
        0 => Change { direction: Direction::Same, words: format!("the same as {than}") },
        d if d > 0 => {
            Change { direction: Direction::Up, words: format!("{}{percent} more than {than}", thousands(d as u64)) }
        }
        d => Change {
            direction: Direction::Down,
            words: format!("{}{percent} fewer than {than}", thousands(d.unsigned_abs())),
        },
    })
}

fn whole_percent(now: u32, before: u32) -> String {
    let percent = (f64::from(now) - f64::from(before)).abs() / f64::from(before) * 100.0;
    let rounded = half_up(percent, 0);
    if rounded < 1.0 { "under 1".into() } else { format!("{rounded:.0}") }
}

/// A change of rates in points, with its direction. Differences under half a point are none.
pub fn points(now: Rate, before: Rate, than: &str) -> Option<Change> {
    let difference = half_up(now.value()? - before.value()?, 1);
    let words = domain::measure::one_decimal(difference.abs());
    Some(match difference {
        d if d.abs() < 0.5 => Change { direction: Direction::Same, words: format!("about the same as {than}") },
        d if d > 0.0 => Change { direction: Direction::Up, words: format!("{words} points above {than}") },
        _ => Change { direction: Direction::Down, words: format!("{words} points below {than}") },
    })
}

/// How many there are in a period, as a heading.
pub fn how_many(count: Count, noun: &str, period: &str) -> String {
    match count {
        Count::Withheld => capital(&format!("{noun} in {period} are not shown")),
        count => format!("{} {noun} in {period}", capital(&count.words())),
    }
}

/// The first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_how_many_or_that_it_is_not_shown() {
        let said = |count| how_many(count, "starts", "2022/23");
        assert_eq!(said(Count::Rounded(15)), "15 starts in 2022/23");
        assert_eq!(said(Count::FewerThanFive), "Fewer than 5 starts in 2022/23");
        assert_eq!(said(Count::Withheld), "Starts in 2022/23 are not shown");
    }

    #[test]
    fn changes_are_said_in_words() {
        let said = |now, before| change(Count::Exact(now), Count::Exact(before), "2023/24").map(|c| c.words);
        assert_eq!(said(29_818, 43_840).as_deref(), Some("14,022 (32%) fewer than 2023/24"));
        assert_eq!(said(5, 5).as_deref(), Some("the same as 2023/24"));
        assert_eq!(said(5, 0).as_deref(), Some("5 more than 2023/24"));
        assert_eq!(change(Count::FewerThanFive, Count::Rounded(10), "x"), None);
    }

    #[test]
    fn an_unfinished_year_is_compared_with_the_same_date() {
        let as_of = NaiveDate::from_ymd_opt(2025, 6, 13).unwrap_or_default();
        assert_eq!(year_before(AcademicYear(2024), true, as_of), "by 13 June 2024 in 2023/24");
        assert_eq!(year_before(AcademicYear(2023), false, as_of), "in 2022/23");
    }
}
