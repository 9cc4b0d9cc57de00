//! What stands below a chart and above a table when they leave the page: measure, source, population, geography,
//! period, data as of, disclosure policy, and the way back.

use app::filters::{Audience, GEOGRAPHIES};
use app::links::{self, Page};
use app::reports::report::{Report, Section};

/// The lines of one section. `site` is the host that readers know the instance by; empty where it is not known.
pub fn captions(report: &Report, section: Option<&Section>, site: &str) -> Vec<String> {
    let measure = section.map(|section| format!("Measure: {}.", section.subtitle.trim_end_matches('.')));
    let mut lines: Vec<String> = measure.into_iter().collect();
    lines.extend([
        format!("Source: {}.", sources(report)),
        format!("Population: {}. Geography: {}.", population(report), geography(report)),
        format!("Period: {}. Data as of {}.", period(report, section), report.as_of),
        disclosure(report.audience).to_owned(),
        format!("From: {}", way_back(report, site)),
    ]);
    lines
}

/// The address of the page, for whom it is included; of what was frozen, where that is what it is.
pub(crate) fn way_back(report: &Report, site: &str) -> String {
    if let Some(address) = &report.frozen {
        return format!("{site}{address}");
    }
    let filters = report.filters.with(app::filters::Key::Audience, report.audience);
    format!("{site}{}", links::page(report.page, &filters))
}

/// The kinds of files behind the figures.
pub(crate) fn sources(report: &Report) -> String {
    let mut kinds: Vec<&str> = report.sources.iter().map(|source| source.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() { "no file".to_owned() } else { kinds.join(", ") }
}

/// Who or what is counted: the programme and every filter that is no place.
pub(crate) fn population(report: &Report) -> String {
    let of = match report.page {
        Page::Overview => "NPQ and ECTE".to_owned(),
        Page::Engagement => "state-funded schools in area".to_owned(),
        _ => report.filters.programme().name().to_owned(),
    };
    std::iter::once(of).chain(filters(report, false)).collect::<Vec<_>>().join("; ")
}

/// The place asked for.
pub(crate) fn geography(report: &Report) -> String {
    let places: Vec<String> = filters(report, true).collect();
    if places.is_empty() { "all areas loaded here".to_owned() } else { places.join("; ") }
}

fn filters(report: &Report, places: bool) -> impl Iterator<Item = String> {
    let keys = report.filters.narrowing().map(|(key, _)| key);
    keys.zip(report.chips())
        .filter(move |(key, _)| GEOGRAPHIES.contains(key) == places)
        .map(|(_, chip)| chip.words)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The academic year asked for, or those of a table of years.
pub(crate) fn period(report: &Report, section: Option<&Section>) -> String {
    let years = section.filter(|section| section.table.rows_are == "Academic year").map(|section| &section.table.rows);
    match (years.and_then(|rows| Some((rows.first()?, rows.last()?))), report.filters.year()) {
        (Some((first, last)), _) => format!("academic years {} to {}", first.name, last.name),
        (None, Some(year)) => format!("academic year {}", year.name()),
        (None, None) => "all academic years loaded".to_owned(),
    }
}

/// The policy, in a sentence.
pub(crate) fn disclosure(audience: Audience) -> &'static str {
    match audience {
        Audience::Exact => "Disclosure: exact figures, not for sharing.",
        Audience::Sharing => "Disclosure: sharing figures, counts of people rounded to 5 and fewer than 5 not shown.",
    }
}
