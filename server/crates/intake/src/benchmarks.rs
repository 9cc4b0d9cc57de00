//! DfE's published statistics in the open-data shape: one record for each figure of each row.
//! Figures are kept as published; symbols stay symbols, the legacy ones in today's spelling.

use domain::programme::AcademicYear;

use crate::cells::{self, Fault};
use crate::dates;
use crate::lists::{slug, year_in_name};
use crate::problem::Refusal;
use crate::record::Benchmark;
use crate::row::Row;
use crate::table::{Col, Table, fold};
use crate::{Kind, ReadError, Sink, Source, Summary};

/// A file that says its release nowhere but in its latest period is held until its end; it may have so many figures.
const MAX_HELD: usize = 400_000;

/// What each level names its place by: code, name.
const PLACES: [(&str, &str, &str); 12] = [
    ("National", "country_code", "country_name"),
    ("Regional", "region_code", "region_name"),
    ("Local authority", "new_la_code", "la_name"),
    ("Local authority district", "lad_code", "lad_name"),
    ("Parliamentary constituency", "pcon_code", "pcon_name"),
    ("MAT", "trust_id", "trust_name"),
    ("Provider", "provider_ukprn", "provider_name"),
    ("Institution", "institution_id", "institution_name"),
    ("English devolved area", "english_devolved_area_code", "english_devolved_area_name"),
    ("Opportunity area", "opportunity_area_code", "opportunity_area_name"),
    ("RSC region", "rsc_region_lead_name", "rsc_region_lead_name"),
    ("Ward", "ward_code", "ward_name"),
];

/// Columns of time and place: neither filters nor figures.
const TIME_AND_PLACE: [&str; 6] =
    ["time_period", "time_identifier", "geographic_level", "old_la_code", "school_laestab", "school_name"];

/// Filters of DfE's files, and the name under which their items are kept.
const FILTERS: [(&str, &str); 18] = [
    ("funding", "funding"),
    ("breakdown", "breakdown"),
    ("group_name", "group_name"),
    ("cum_disc", "cum_disc"),
    ("programme", "programme"),
    ("induction_programme", "programme"),
    ("school_type", "school_type"),
    ("grade", "grade"),
    ("sex", "sex"),
    ("gender", "gender"),
    ("age_group", "age_group"),
    ("working_pattern", "working_pattern"),
    ("qts_status", "qts_status"),
    ("on_route", "on_route"),
    ("ethnicity_major", "ethnicity_major"),
    ("ethnicity_minor", "ethnicity_minor"),
    ("education_phase", "education_phase"),
    ("establishment_type_group", "establishment_type_group"),
];

/// What a file holds, by a column that only it has.
const DATASETS: [(&str, &str); 12] = [
    ("npq-participants", "npq_unique_participants"),
    ("npq-participants", "npq_unique_funded_participants"),
    ("npq-completions", "npq_completed"),
    ("npq-school-coverage", "npq_schools"),
    ("npq-workforce", "npq_participants"),
    ("ecf-participants", "total_ects_count"),
    ("ecf-participants", "total_ects_count_provider_led"),
    ("ecf-retention", "count_one_year_retention"),
    ("ecf-workforce", "number_teachers_ecf"),
    ("workforce-size", "hc_all_teachers"),
    ("workforce-size", "fte_all_teachers"),
    ("workforce-characteristics", "qts_status"),
];

struct Columns {
    period: Col,
    level: Col,
    places: Vec<(&'static str, Col, Col)>,
    filters: Vec<(String, usize)>,
    figures: Vec<(String, usize)>,
    /// Columns of no known name: the first row decides whether they are filters or figures.
    unknown: Vec<(String, usize)>,
}

impl Columns {
    fn of(table: &mut Table<'_>) -> Result<Columns, ReadError> {
        let (period, level) = (table.required(&["time_period"])?, table.required(&["geographic_level"])?);
        let places: Vec<_> =
            PLACES.iter().map(|(level, code, name)| (*level, table.column(&[*code]), table.column(&[*name]))).collect();
        let of_place: Vec<usize> = places.iter().flat_map(|(_, code, name)| [code.at, name.at]).collect();
        let mut columns =
            Columns { period, level, places, filters: Vec::new(), figures: Vec::new(), unknown: Vec::new() };
        for (at, name) in table.names().iter().enumerate() {
            let is = |known: &str| fold(known) == fold(name);
            if of_place.contains(&at) || TIME_AND_PLACE.iter().any(|known| is(known)) || name.is_empty() {
                continue;
            }
            match FILTERS.iter().find(|(known, _)| is(known)) {
                Some((_, kept)) => columns.filters.push(((*kept).to_owned(), at)),
                None => columns.unknown.push((name.clone(), at)),
            }
        }
        Ok(columns)
    }

    /// Settles columns of no known name by the first row: numbers and symbols are figures.
    fn settle(&mut self, row: &Row<'_>) {
        for (name, at) in self.unknown.drain(..) {
            let text = row.raw(Col { at, name: "" });
            let figure = symbol(text).is_some() || cells::number(text).is_ok();
            if figure { &mut self.figures } else { &mut self.filters }.push((name, at));
        }
        self.filters.sort_by_key(|(_, at)| *at);
    }

    fn place(&self, level: &str) -> Option<(Col, Col)> {
        let found = self.places.iter().find(|(known, ..)| known.eq_ignore_ascii_case(level));
        found.map(|(_, code, name)| (*code, *name)).filter(|(code, name)| code.exists() || name.exists())
    }
}

/// Reads a statistics file.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let mut columns = Columns::of(&mut table)?;
    let known = DATASETS.iter().find(|(_, column)| table.has(column)).map(|(dataset, _)| (*dataset).to_owned());
    let dataset = known.unwrap_or_else(|| slug(source.file_name.split('.').next().unwrap_or_default()));
    let release = year_in_name(&source.file_name).map(|year| year.to_string());
    let extracted_on = dates::in_name(&source.file_name).unwrap_or(source.today);
    let all: Vec<&str> = Benchmark::TABLE.columns.iter().map(|column| column.name).collect();
    sink.carries(&Benchmark::TABLE, &all, false)?;
    let mut held: Vec<(u64, Benchmark)> = Vec::new();
    let mut latest = String::new();
    let mut overfull = false;
    table.each(sink, |row| {
        columns.settle(row);
        let Some(about) = about(row, &columns) else { return };
        row.key(columns.period, &[&about.period, &about.level, &about.code, &about.characteristics]);
        if about.period > latest {
            latest.clone_from(&about.period);
        }
        for (indicator, at) in &columns.figures {
            let column = Col { at: *at, name: "figure" };
            let Some((value, symbol)) = figure(row, column) else {
                continue;
            };
            let benchmark = Benchmark {
                dataset: dataset.clone(),
                release: release.clone().unwrap_or_default(),
                time_period: about.period.clone(),
                geographic_level: about.level.clone(),
                place_code: about.code.clone(),
                place_name: about.name.clone(),
                characteristics: about.characteristics.clone(),
                indicator: indicator.clone(),
                value,
                symbol,
                extracted_on: Some(extracted_on),
            };
            if release.is_some() {
                row.push(benchmark);
            } else if held.len() < MAX_HELD {
                held.push((row.line(), benchmark));
            } else {
                overfull = true;
            }
        }
    })?;
    if overfull {
        let message = "The file is too large to find its release from its latest period.";
        return Err(
            Refusal::new("no-release", message, "Put the release into the file's name, such as 2024-25.").into()
        );
    }
    let year = cells::academic_year(&latest).ok();
    let release = year.map_or(latest, |year: AcademicYear| year.to_string());
    for (line, benchmark) in held {
        sink.record(line, Benchmark { release: release.clone(), ..benchmark }.into())?;
    }
    let as_of = year_in_name(&source.file_name).or(year).map(|year| year.last_day());
    Ok(table.summary(Kind::Benchmarks, dates::in_name(&source.file_name).or(as_of)))
}

/// What a row's figures are about.
struct About {
    period: String,
    level: String,
    code: String,
    name: Option<String>,
    characteristics: String,
}

fn about(row: &mut Row<'_>, columns: &Columns) -> Option<About> {
    let period = row.need(columns.period, |text| {
        let bare = text.strip_suffix(".0").unwrap_or(text);
        let four = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
        if four || (bare.len() == 6 && cells::academic_year(bare).is_ok()) {
            Ok(bare.to_owned())
        } else {
            Err(Fault::new("bad-year", "This is not a time period.", "Six digits such as 202425 are expected."))
        }
    })?;
    let (code, name) = match columns.place(row.raw(columns.level)) {
        Some(place) => place,
        None => {
            let message = "Figures of this geographic level are not used.";
            let fault = Fault::new("unknown-level", message, "Nothing need be done.");
            row.reject_cell(columns.level, fault);
            return None;
        }
    };
    let level = row.raw(columns.level).to_owned();
    let name = row.string(name);
    let code = row.string(code).or_else(|| name.clone()).unwrap_or_else(|| "z".to_owned());
    let mut characteristics = String::new();
    for (filter, at) in &columns.filters {
        let item = row.text(Col { at: *at, name: "filter" }).unwrap_or_default();
        if !characteristics.is_empty() {
            characteristics.push(';');
        }
        characteristics.push_str(filter);
        characteristics.push('=');
        characteristics.push_str(item);
    }
    Some(About { period, level, code, name, characteristics })
}

/// A published figure: a number or a symbol; blank is neither.
fn figure(row: &mut Row<'_>, column: Col) -> Option<(Option<f64>, Option<String>)> {
    let text = row.raw(column);
    if text.is_empty() {
        return None;
    }
    if let Some(symbol) = symbol(text) {
        return Some((None, Some(symbol.to_owned())));
    }
    match cells::number(text) {
        Ok(number) => Some((Some(number), None)),
        Err(fault) => {
            row.warn(column, fault);
            None
        }
    }
}

/// A symbol in today's spelling; legacy files write others (GSS: `~` rounds to nothing, `:` and `..` not available,
/// `.` and `N/A` not applicable, `*` suppressed, `-` negligible).
fn symbol(text: &str) -> Option<&'static str> {
    Some(match text {
        "c" | "C" | "*" => "c",
        "z" | "Z" | "." | "N/A" | "n/a" => "z",
        "x" | "X" | ":" | ".." => "x",
        "low" | "~" | "-" => "low",
        "u" | "U" => "u",
        _ => return None,
    })
}
