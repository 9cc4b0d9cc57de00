//! The two files of a data set, and the archive in which several travel.

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};

use crate::lists::{districts, local_authority, region};
use crate::screen::{Severity, screen};
use crate::{DataSet, Indicator, META_COLUMNS, OpenDataError, Place, Row, Value};

/// The files of a data set, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// Name of the data file.
    pub data_name: String,
    /// The data file.
    pub data: Vec<u8>,
    /// Name of the metadata file.
    pub meta_name: String,
    /// The metadata file.
    pub meta: Vec<u8>,
}

const REGION: [&str; 2] = ["region_code", "region_name"];
const AUTHORITY: [&str; 3] = ["new_la_code", "la_name", "old_la_code"];
const DISTRICT: [&str; 2] = ["lad_code", "lad_name"];

/// Writes a data set. Missing combinations of period, place and items are filled with `z`; what then fails a check of
/// the screener is refused.
///
/// # Errors
/// [`OpenDataError`] says which place is unknown, which row does not fit, or which check fails.
pub fn files(set: &DataSet) -> Result<Files, OpenDataError> {
    let files = Files {
        data_name: format!("{}.csv", set.name),
        data: data(set)?,
        meta_name: format!("{}.meta.csv", set.name),
        meta: meta(set)?,
    };
    let faults: Vec<String> = screen(&files.data_name, &files.data, &files.meta_name, &files.meta)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Fail)
        .map(|finding| format!("{}: {}", finding.rule, finding.words))
        .collect();
    if faults.is_empty() { Ok(files) } else { Err(OpenDataError::Screened(faults.join("; "))) }
}

/// Several data sets in the archive that the platform takes at once, with the list of their titles.
///
/// # Errors
/// As [`files`].
pub fn zip(sets: &[DataSet]) -> Result<Vec<u8>, OpenDataError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut names = csv::Writer::from_writer(Vec::new());
    names.write_record(["file_name", "dataset_name"])?;
    for set in sets {
        let files = files(set)?;
        for (name, bytes) in [(&files.data_name, &files.data), (&files.meta_name, &files.meta)] {
            archive.start_file(name.as_str(), options)?;
            archive.write_all(bytes)?;
        }
        names.write_record([&set.name, &set.title])?;
    }
    archive.start_file("dataset_names.csv", options)?;
    archive.write_all(&names.into_inner().map_err(|error| error.into_error())?)?;
    Ok(archive.finish()?.into_inner())
}

fn data(set: &DataSet) -> Result<Vec<u8>, OpenDataError> {
    let rows = complete(set)?;
    let has = |level: fn(&Place) -> bool| rows.iter().any(|row| level(&row.place));
    let has_district = has(|place| matches!(place, Place::District { .. }));
    let has_authority = has_district || has(|place| matches!(place, Place::LocalAuthority(_)));
    let has_region = has_authority || has(|place| matches!(place, Place::Region(_)));
    let mut header = vec!["time_period", "time_identifier", "geographic_level", "country_code", "country_name"];
    let levels: [(bool, &[&str]); 3] = [(has_region, &REGION), (has_authority, &AUTHORITY), (has_district, &DISTRICT)];
    header.extend(levels.iter().filter(|(has, _)| *has).flat_map(|(_, names)| names.iter()));
    header.extend(set.filters.iter().map(|filter| filter.name.as_str()));
    header.extend(set.indicators.iter().map(|indicator| indicator.name.as_str()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    for row in &rows {
        let period = format!("{}{:02}", row.year, (row.year + 1) % 100);
        let places = places(&row.place)?;
        let mut record: Vec<String> =
            [period.as_str(), "Academic year", places.level, "E92000001", "England"].map(str::to_owned).into();
        let parts: [(bool, &[String]); 3] =
            [(has_region, &places.region), (has_authority, &places.authority), (has_district, &places.district)];
        record.extend(parts.iter().filter(|(has, _)| *has).flat_map(|(_, cells)| cells.iter().cloned()));
        record.extend(row.items.iter().cloned());
        record.extend(row.values.iter().zip(&set.indicators).map(|(value, indicator)| written(*value, indicator)));
        writer.write_record(&record)?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// The rows with every combination of period, place and items, in a fixed order; what is missing is not applicable.
fn complete(set: &DataSet) -> Result<Vec<Row>, OpenDataError> {
    let mut known = HashMap::new();
    let (mut frames, mut items) = (BTreeSet::new(), Vec::new());
    for row in &set.rows {
        if row.items.len() != set.filters.len() || row.values.len() != set.indicators.len() {
            return Err(OpenDataError::Shape {
                items: row.items.len(),
                values: row.values.len(),
                filters: set.filters.len(),
                indicators: set.indicators.len(),
            });
        }
        frames.insert((row.year, row.place.clone()));
        if !items.contains(&row.items) {
            items.push(row.items.clone());
        }
        known.insert((row.year, row.place.clone(), row.items.clone()), row.values.clone());
    }
    let mut rows = Vec::with_capacity(frames.len() * items.len());
    for (year, place) in frames {
        for items in &items {
            let values = known.remove(&(year, place.clone(), items.clone()));
            let values = values.unwrap_or_else(|| vec![Value::NotApplicable; set.indicators.len()]);
            rows.push(Row { year, place: place.clone(), items: items.clone(), values });
        }
    }
    Ok(rows)
}

/// The cells of a place.
struct Places {
    level: &'static str,
    region: [String; 2],
    authority: [String; 3],
    district: [String; 2],
}

fn places(place: &Place) -> Result<Places, OpenDataError> {
    let unknown = |what, code: &str| OpenDataError::UnknownPlace { what, code: code.to_owned() };
    let region_of = |code: &str| match region(code) {
        Some(name) => Ok([code.to_owned(), name.to_owned()]),
        None => Err(unknown("region", code)),
    };
    let not_known = || ["z".to_owned(), "Unknown".to_owned()];
    let mut cells = Places {
        level: "National",
        region: Default::default(),
        authority: Default::default(),
        district: Default::default(),
    };
    let authority = |cells: &mut Places, code: &Option<String>| {
        match code {
            Some(code) => {
                let la = local_authority(code).ok_or_else(|| unknown("local authority", code))?;
                cells.region = region_of(&la.region)?;
                cells.authority = [la.code.clone(), la.name.clone(), la.old_code.clone()];
            }
            None => {
                cells.region = not_known();
                cells.authority = ["z", "Unknown", "z"].map(str::to_owned);
            }
        }
        Ok::<(), OpenDataError>(())
    };
    match place {
        Place::National => {}
        Place::Region(code) => {
            cells.level = "Regional";
            cells.region = code.as_deref().map_or_else(|| Ok(not_known()), region_of)?;
        }
        Place::LocalAuthority(code) => {
            cells.level = "Local authority";
            authority(&mut cells, code)?;
        }
        Place::District { code, authority: la } => {
            cells.level = "Local authority district";
            authority(&mut cells, &Some(la.clone()))?;
            let names = districts().get(code).ok_or_else(|| unknown("district", code))?;
            cells.district = [code.clone(), names.last().cloned().unwrap_or_default()];
        }
    }
    Ok(cells)
}

/// A value as it is written: half up at the indicator's decimals; what rounds to zero and is not zero is `low`.
fn written(value: Value, indicator: &Indicator) -> String {
    match value {
        Value::Number(number) if number.is_finite() => {
            let scale = 10f64.powi(i32::from(indicator.decimals));
            let size = (number.abs() * scale + 1e-9 + 0.5).floor() / scale;
            if size == 0.0 && number.abs() > 1e-9 {
                return "low".to_owned();
            }
            let sign = if number < 0.0 && size > 0.0 { "-" } else { "" };
            format!("{sign}{size:.*}", usize::from(indicator.decimals))
        }
        Value::Number(_) | Value::NotAvailable => "x".to_owned(),
        Value::Suppressed => "c".to_owned(),
        Value::NotApplicable => "z".to_owned(),
        Value::LowReliability => "u".to_owned(),
    }
}

fn meta(set: &DataSet) -> Result<Vec<u8>, OpenDataError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(META_COLUMNS)?;
    for filter in &set.filters {
        writer.write_record([&filter.name, "Filter", &filter.label, "", "", "", "", ""])?;
    }
    for indicator in &set.indicators {
        let unit = if indicator.is_percent { "%" } else { "" };
        let decimals = indicator.decimals.to_string();
        writer.write_record([&indicator.name, "Indicator", &indicator.label, "", unit, &decimals, "", ""])?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}
