//! A report as open data for Explore education statistics: sharing figures by place or one characteristic, with their
//! metadata, in the archive that the platform takes at once.

use app::error::AppError;
use app::filters::{Breakdown, Filters, Key};
use app::links::Page;
use app::reports::open_data::refusal;
use app::reports::report::{Cell, Report, Row as Line, Section};
use domain::measure::Rate;
use domain::place::Region;
use domain::programme::{AcademicYear, Programme};
use open_data::{DataSet, Filter, Indicator, Place, Row, TOTAL, Value};
use workbooks::harmless;

use super::caption::population;

/// The archive.
///
/// # Errors
/// [`AppError::NoSuchFile`] says why there is none for this question.
pub fn open_data(report: &Report) -> Result<Vec<u8>, AppError> {
    if let Some(why) = refusal(report.page, &report.filters, report.audience) {
        return Err(AppError::NoSuchFile(why.to_owned()));
    }
    let mut sets = Vec::new();
    for section in &report.sections {
        sets.extend(match section.id.as_str() {
            "breakdown" => breakdown(report, section),
            "years" => years(report, section),
            _ => None,
        });
    }
    if sets.is_empty() {
        return Err(AppError::NoSuchFile("There is no figure here to make open data of.".to_owned()));
    }
    open_data::zip(&sets).map_err(|error| {
        tracing::error!(%error, question = %report.filters, "open data could not be made");
        AppError::NoSuchFile("The figures of this question do not fit DfE\u{2019}s rules for open data.".to_owned())
    })
}

/// What the whole of a question speaks of: England, or the one region or local authority asked for.
fn whole(filters: &Filters) -> Option<Place> {
    let mut narrowing = filters.narrowing();
    match narrowing.next() {
        None => Some(Place::National),
        Some((Key::Region, slug)) => slug.parse::<Region>().ok()?.code().map(|code| Place::Region(Some(code))),
        Some((Key::La, code)) => Some(Place::LocalAuthority(Some(code.to_owned()))),
        Some(_) => None,
    }
}

fn breakdown(report: &Report, section: &Section) -> Option<DataSet> {
    let year = report.filters.year()?;
    let by = report.filters.by();
    let whole = whole(&report.filters)?;
    section.table.rows.iter().find(|row| row.total)?;
    let (kept, indicators) = indicators(report, section);
    let filter = characteristic(report, by);
    let row = |line: &Line| {
        let (place, item) = if line.total {
            (whole.clone(), TOTAL.to_owned())
        } else if filter.is_some() {
            (whole.clone(), harmless(line.name.trim()))
        } else {
            (place(by, &line.code)?, String::new())
        };
        let items = filter.iter().map(|_| item.clone()).collect();
        Some(Row { year: year.0, place, items, values: kept.iter().map(|at| value(&line.cells[*at])).collect() })
    };
    let rows: Option<Vec<Row>> = section.table.rows.iter().map(row).collect();
    Some(DataSet {
        name: name(report, &format!("by-{}-{year}", by.slug())),
        title: harmless(&format!("{}, data as of {}", section.subtitle, report.as_of)),
        filters: filter.into_iter().collect(),
        indicators,
        rows: rows?,
    })
}

fn years(report: &Report, section: &Section) -> Option<DataSet> {
    let place = whole(&report.filters)?;
    let (kept, indicators) = indicators(report, section);
    let row = |line: &Line| {
        let year: AcademicYear = line.code.parse().ok()?;
        let values = kept.iter().map(|at| value(&line.cells[*at])).collect();
        Some(Row { year: year.0, place: place.clone(), items: Vec::new(), values })
    };
    let rows: Option<Vec<Row>> = section.table.rows.iter().filter(|line| !line.total).map(row).collect();
    let rows = rows.filter(|rows| !rows.is_empty())?;
    Some(DataSet {
        name: name(report, "by-year"),
        title: harmless(&format!(
            "{} by academic year, {}, data as of {}",
            report.page.name(),
            population(report),
            report.as_of
        )),
        filters: Vec::new(),
        indicators,
        rows,
    })
}

fn name(report: &Report, part: &str) -> String {
    let of = match report.page {
        Page::Engagement => "",
        _ if report.filters.programme() == Programme::Npq => "npq-",
        _ => "ecte-",
    };
    let places = report.filters.narrowing().map(|(_, value)| format!("-{}", value.to_lowercase()));
    format!("golden-thread-{of}{}-{part}{}", report.page.word(), places.collect::<String>())
}

/// The characteristic of a breakdown, by DfE's harmonised name where it has one; none where it is by place.
fn characteristic(report: &Report, by: Breakdown) -> Option<Filter> {
    let programme = report.filters.programme();
    let name = match (by, programme) {
        (Breakdown::Region | Breakdown::La | Breakdown::Hub | Breakdown::Partner | Breakdown::Trust, _) => return None,
        (Breakdown::Phase, _) => "education_phase",
        (Breakdown::Type, _) => "establishment_type_group",
        (Breakdown::Size, _) => "pupil_number_band",
        (Breakdown::Rurality, _) => "rurality",
        (Breakdown::Course, Programme::Npq) => "npq_course",
        (Breakdown::Course, Programme::Ecf) => "ecte_role",
        (Breakdown::Cohort, Programme::Npq) => "npq_cohort",
        (Breakdown::Cohort, Programme::Ecf) => "ecte_cohort",
    };
    Some(Filter { name: name.to_owned(), label: by.name().to_owned() })
}

fn place(by: Breakdown, code: &str) -> Option<Place> {
    let unknown = code == app::filters::UNKNOWN;
    match by {
        Breakdown::Region if unknown => Some(Place::Region(None)),
        Breakdown::Region => Some(Place::Region(Some(code.parse::<Region>().ok()?.code()?))),
        Breakdown::La => Some(Place::LocalAuthority((!unknown).then(|| code.to_owned()))),
        _ => None,
    }
}

/// Which columns are indicators of their own place and period, and what they are called. A comparison with another
/// period or place is not one.
fn indicators(report: &Report, section: &Section) -> (Vec<usize>, Vec<Indicator>) {
    let prefix = match report.page {
        Page::Engagement => "",
        _ if report.filters.programme() == Programme::Npq => "npq_",
        _ => "ecte_",
    };
    let mut kept = Vec::new();
    let mut indicators = Vec::new();
    for (at, column) in section.table.columns.iter().enumerate() {
        let mut cells = section.table.rows.iter().filter_map(|row| row.cells.get(at));
        let Some(first) = cells.next() else { continue };
        let (is_percent, decimals) = match first {
            Cell::Percent(_) => (true, 1),
            Cell::Per100(_) => (false, 1),
            Cell::Count(_) | Cell::Headcount(_) => (false, 0),
            _ => continue,
        };
        if column.id == "last_year" || column.id.ends_with("_elsewhere") {
            continue;
        }
        // A figure since a year names the year in full.
        let word = match column.id.as_str() {
            "since_2021" => "engaged_since_202122".to_owned(),
            "since_2021_share" => "engaged_percent_since_202122".to_owned(),
            "engaged_share" => "engaged_percent".to_owned(),
            other => other.replace('-', "_").to_lowercase(),
        };
        kept.push(at);
        let name = format!("{prefix}{word}");
        indicators.push(Indicator { name, label: column.name.clone(), is_percent, decimals });
    }
    (kept, indicators)
}

/// A figure, or the symbol that replaces it: a rate on a small base is `u`.
fn value(cell: &Cell) -> Value {
    let symbol = |symbol: Option<&str>| match symbol {
        Some("x") => Value::NotAvailable,
        Some("z") => Value::NotApplicable,
        _ => Value::Suppressed,
    };
    match cell {
        Cell::Count(count) => count.value().map_or_else(|| symbol(count.symbol()), |n| Value::Number(f64::from(n))),
        Cell::Percent(Rate::Shown { unreliable: true, .. }) | Cell::Per100(Rate::Shown { unreliable: true, .. }) => {
            Value::LowReliability
        }
        Cell::Percent(rate) | Cell::Per100(rate) => rate.value().map_or_else(|| symbol(rate.symbol()), Value::Number),
        Cell::Headcount(Some(heads)) => Value::Number(*heads),
        Cell::Headcount(None) => Value::NotAvailable,
        _ => Value::NotApplicable,
    }
}
