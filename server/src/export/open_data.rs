//! A report as open data for Explore education statistics: sharing figures by place or one characteristic, with their
//! metadata, in the archive that the platform takes at once.

use std::collections::HashMap;

use app::error::AppError;
use app::filters::{Breakdown, Filters, Key};
use app::links::Page;
use app::reports::open_data::refusal;
use app::reports::report::{Cell, Report, Section};
use domain::measure::Rate;
use domain::place::{HubArea, Region};
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
            "phases" | "strands" => beside(report, section),
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

/// What the whole of a question speaks of: a place that has a level, and a hub area, which has none and stands as an item
/// of a filter.
struct Whole {
    place: Place,
    hub: Option<String>,
}

impl Whole {
    fn of(filters: &Filters) -> Option<Whole> {
        let mut narrowing = filters.narrowing();
        let (place, hub) = match narrowing.next() {
            None => (Place::National, None),
            Some((Key::Region, slug)) => (Place::Region(Some(slug.parse::<Region>().ok()?.code()?)), None),
            Some((Key::La, code)) => (Place::LocalAuthority(Some(code.to_owned())), None),
            Some((Key::Hub, code)) => (Place::National, Some(code.parse::<HubArea>().ok()?.name())),
            Some(_) => return None,
        };
        narrowing.next().is_none().then_some(Whole { place, hub })
    }

    /// The filters of a set: the hub area where one is asked about, and a characteristic.
    fn filters(&self, characteristic: Option<Filter>) -> Vec<Filter> {
        self.hub.iter().map(|_| hub_area()).chain(characteristic).collect()
    }

    /// A row, and the same of all hub areas together where one is asked about: what those are, this answer does not say.
    fn rows(&self, year: u16, place: Place, item: Option<String>, values: Vec<Value>) -> Vec<Row> {
        let Some(hub) = &self.hub else {
            return vec![Row { year, place, items: item.into_iter().collect(), values }];
        };
        let not_said = vec![Value::NotAvailable; values.len()];
        [(TOTAL, not_said), (hub.as_str(), values)]
            .map(|(area, values)| Row {
                year,
                place: place.clone(),
                items: std::iter::once(area.to_owned()).chain(item.clone()).collect(),
                values,
            })
            .into()
    }
}

fn hub_area() -> Filter {
    Filter { name: "hub_area".to_owned(), label: "Teaching School Hub area".to_owned() }
}

fn breakdown(report: &Report, section: &Section) -> Option<DataSet> {
    let by = report.filters.by();
    let filter = characteristic(report, by);
    // Rows by place stand for themselves; those of a characteristic need their total.
    section.table.rows.iter().find(|row| row.total || filter.is_none())?;
    set(report, section, &format!("by-{}", by.slug()), filter)
}

/// Figures that the engagement page shows beside every breakdown: by phase as hubs report it, and by strand, which overlap;
/// their total is any of them.
fn beside(report: &Report, section: &Section) -> Option<DataSet> {
    let (part, filter) = match section.id.as_str() {
        "strands" => ("by-strand", Filter { name: "engagement_strand".to_owned(), label: "Strand".to_owned() }),
        _ => ("by-reported-phase", Filter { name: "education_phase".to_owned(), label: "Phase".to_owned() }),
    };
    set(report, section, part, Some(filter))
}

/// A set of one section: its rows by place or by item, and its total; where it has none and needs one, that of the first
/// section which has.
fn set(report: &Report, section: &Section, part: &str, filter: Option<Filter>) -> Option<DataSet> {
    let year = report.filters.year()?;
    let whole = Whole::of(&report.filters)?;
    let (kept, indicators) = indicators(report, section);
    let mut rows = Vec::new();
    let mut items: HashMap<&str, u32> = HashMap::new();
    section.table.rows.iter().for_each(|line| *items.entry(line.name.trim()).or_default() += 1);
    let by_item = filter.is_some();
    for line in &section.table.rows {
        let values = kept.iter().map(|at| value(&line.cells[*at])).collect();
        if line.total {
            rows.extend(whole.rows(year.0, whole.place.clone(), by_item.then(|| TOTAL.to_owned()), values));
        } else if by_item {
            // Delivery partners may have one name, or call themselves what stands for all.
            let name = line.name.trim();
            let is_alone = items.get(name) == Some(&1) && name != TOTAL;
            let name = if is_alone { name.to_owned() } else { format!("{name} ({})", line.code) };
            let item = item_of(&filter, harmless(&name));
            rows.extend(whole.rows(year.0, whole.place.clone(), Some(item), values));
        } else {
            rows.extend(whole.rows(year.0, place(report.filters.by(), &line.code)?, None, values));
        }
    }
    let total_of = |of: &Section| of.table.rows.iter().position(|row| row.total);
    if by_item
        && total_of(section).is_none()
        && let Some((of, at)) = report.sections.iter().find_map(|of| Some((of, total_of(of)?)))
    {
        let line = &of.table.rows[at];
        let cell = |at: &usize| of.table.columns.iter().position(|c| c.id == section.table.columns[*at].id);
        let values = kept.iter().map(|at| cell(at).map_or(Value::NotAvailable, |at| value(&line.cells[at]))).collect();
        rows.extend(whole.rows(year.0, whole.place.clone(), Some(TOTAL.to_owned()), values));
    }
    Some(DataSet {
        name: name(report, &format!("{part}-{year}")),
        title: harmless(&format!("{}{}, data as of {}", section.subtitle, of_hub(&whole), report.as_of)),
        filters: whole.filters(filter),
        indicators,
        rows,
    })
}

/// An item by the name that DfE's data dictionary has for the same, where it has one.
fn item_of(filter: &Option<Filter>, name: String) -> String {
    match (filter.as_ref().map(|filter| filter.name.as_str()), name.as_str()) {
        (Some("establishment_type_group"), "LA maintained") => "Local authority maintained".to_owned(),
        (Some("establishment_type_group"), "Independent") => "Independent schools".to_owned(),
        (Some("education_phase"), "Other phases") => "Other education phase".to_owned(),
        _ => name,
    }
}

/// `, EE3 Cambridgeshire and Peterborough` where a hub area is asked about.
fn of_hub(whole: &Whole) -> String {
    whole.hub.as_ref().map_or(String::new(), |hub| format!(", {hub}"))
}

fn years(report: &Report, section: &Section) -> Option<DataSet> {
    let whole = Whole::of(&report.filters)?;
    let (kept, indicators) = indicators(report, section);
    let mut rows = Vec::new();
    for line in section.table.rows.iter().filter(|line| !line.total) {
        let year: AcademicYear = line.code.parse().ok()?;
        let values = kept.iter().map(|at| value(&line.cells[*at])).collect();
        rows.extend(whole.rows(year.0, whole.place.clone(), None, values));
    }
    (!rows.is_empty()).then(|| DataSet {
        name: name(report, "by-year"),
        title: harmless(&format!(
            "{} by academic year, {}, data as of {}",
            report.page.name(),
            population(report),
            report.as_of
        )),
        filters: whole.filters(None),
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

/// The characteristic of a breakdown, by DfE's harmonised name where it has one; none where it is by a place that has a level.
fn characteristic(report: &Report, by: Breakdown) -> Option<Filter> {
    let programme = report.filters.programme();
    let name = match (by, programme) {
        (Breakdown::Region | Breakdown::La | Breakdown::Trust, _) => return None,
        (Breakdown::Hub, _) => return Some(hub_area()),
        (Breakdown::Partner, _) => "delivery_partner",
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
            // One name is one measure in every file: a rate says of what.
            "rate" if report.page == Page::Participation => "participants_per_100_teachers".to_owned(),
            "rate" if report.filters.programme() == Programme::Npq => "completion_rate".to_owned(),
            "rate" => "continuation".to_owned(),
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
