//! Which questions sharing figures answer.

use app::error::AppError;
use app::filters::{Audience, Filters, GEOGRAPHIES, Key};

/// Refuses questions that would narrow sharing figures down to single people.
pub fn allow(audience: Audience, filters: &Filters) -> Result<(), AppError> {
    if audience == Audience::Exact {
        return Ok(());
    }
    let by = filters.by().key();
    one_at_a_time(filters)?;
    if filters.has(Key::Year) && filters.has(Key::Cohort) {
        return Err(AppError::TooNarrow(
            "Sharing figures show a year or a cohort, not both. Remove one of them.".into(),
        ));
    }
    if filters.has(Key::Trust) {
        return Err(AppError::TooNarrow(
            "Sharing figures show schools only for trusts: remove the trust, and break participation down by trust."
                .into(),
        ));
    }
    let geographies: Vec<Key> =
        GEOGRAPHIES.into_iter().filter(|key| filters.has(*key) || (by == *key && filters.has(Key::By))).collect();
    if geographies.len() > 1 {
        let names: Vec<&str> = geographies.iter().map(|k| k.label()).collect();
        return Err(AppError::TooNarrow(format!(
            "Sharing figures show one geography at a time; this asks for {}. Remove all but one of them.",
            names.join(" and ")
        )));
    }
    let kinds =
        [Key::Course, Key::Phase, Key::Type, Key::Size, Key::Rurality, Key::TrustSize, Key::Funding, Key::Priority];
    let asked: Vec<&str> = kinds.into_iter().filter(|key| filters.has(*key) || by == *key).map(|k| k.label()).collect();
    if asked.len() > 2 {
        return Err(AppError::TooNarrow(format!(
            "Sharing figures combine at most two of course, phase, school type, size, rurality, trust size, funding and priority list; this asks for {}. Remove one of them.",
            asked.join(", ")
        )));
    }
    Ok(())
}

/// Refuses sums over several values of a filter: over ever other sets of courses, places or delivery partners they would close in
/// on each of them.
pub fn one_at_a_time(filters: &Filters) -> Result<(), AppError> {
    match Key::ALL.iter().find(|key| filters.all(**key).nth(1).is_some()) {
        None => Ok(()),
        Some(key) => Err(AppError::TooNarrow(format!(
            "Sharing figures show one {} at a time, or all of them. Remove all but one.",
            key.label().to_lowercase()
        ))),
    }
}
