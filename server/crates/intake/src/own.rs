//! Tables of our own format: hub areas of schools, delivery partners and their hub areas or schools, teachers.
//! Teachers come as well from DfE's school-level workforce file.

use crate::cells::{self, Fault};
use crate::dates;
use crate::lists::{always, period, year_in_name};
use crate::problem::Refusal;
use crate::recognise::{HUB_AREA, PARTNER, TEACHERS};
use crate::record::{Headcount, HubOverride, PartnerHub, PartnerSchool};
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

/// Reads hub areas of schools: `urn,hub_area,from,to`.
pub(crate) fn read_hub_overrides(
    mut table: Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let (urn, area) = (table.required(&["urn"])?, table.required(HUB_AREA)?);
    let (from, to) = (table.column(&["from", "from_on"]), table.column(&["to", "to_on"]));
    sink.carries(&HubOverride::TABLE, &["urn", "hub_area", "from_on", "to_on"], false)?;
    table.each(sink, |row| {
        let (Some(school), Some(hub_area)) = (row.need_urn(urn), row.need(area, cells::hub_area)) else {
            return;
        };
        let (first, to_on) = period(row, from, to);
        row.key(urn, &[row.raw(urn), row.raw(from)]);
        row.push(HubOverride { urn: school, hub_area, from_on: first.unwrap_or_else(always), to_on });
    })?;
    Ok(table.summary(Kind::HubOverrides, dates::in_name(&source.file_name)))
}

/// Reads delivery partners and their hub areas: `partner,hub_area`; a cell may name several areas.
pub(crate) fn read_partner_hubs(
    mut table: Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let (partner, areas) = (table.required(PARTNER)?, table.required(HUB_AREA)?);
    sink.carries(&PartnerHub::TABLE, &["partner", "hub_area"], false)?;
    table.each(sink, |row| {
        let (Some(name), Some(hub_areas)) = (name_of(row, partner), row.need(areas, cells::hub_areas)) else {
            return;
        };
        row.key(partner, &[&name, row.raw(areas)]);
        for hub_area in hub_areas {
            row.push(PartnerHub { partner: name.clone(), hub_area });
        }
    })?;
    Ok(table.summary(Kind::PartnerHubs, dates::in_name(&source.file_name)))
}

/// Reads who delivered at a school in a cohort: `urn,cohort,partner`.
pub(crate) fn read_partner_schools(
    mut table: Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let (urn, cohort) = (table.required(&["urn"])?, table.required(&["cohort"])?);
    let partner = table.required(PARTNER)?;
    sink.carries(&PartnerSchool::TABLE, &["urn", "cohort", "partner"], false)?;
    table.each(sink, |row| {
        let (Some(school), Some(year)) = (row.need_urn(urn), row.need(cohort, cells::cohort_year)) else {
            return;
        };
        let Some(name) = name_of(row, partner) else { return };
        row.key(urn, &[row.raw(urn), row.raw(cohort)]);
        row.push(PartnerSchool { urn: school, cohort: year, partner: name });
    })?;
    Ok(table.summary(Kind::PartnerSchools, dates::in_name(&source.file_name)))
}

/// A delivery partner's name with single blanks between its words.
fn name_of(row: &mut Row<'_>, column: Col) -> Option<String> {
    row.need(column, |text| Ok(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()))
}

/// The columns by which DfE's workforce file is broken down; only rows with `Total` in all of them are headcounts.
const BREAKDOWNS: [&str; 8] =
    ["grade", "sex", "age_group", "working_pattern", "qts_status", "on_route", "ethnicity_major", "ethnicity_minor"];

/// Reads teachers by school: `urn,year,teachers`, or DfE's school-level workforce file.
pub(crate) fn read_headcounts(
    mut table: Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let urn = table.required(&["urn", "school_urn"])?;
    let year = table.column(&["year", "time_period", "academic_year"]);
    let teachers = table.required(&["teachers", "headcount", "hc_all_teachers", TEACHERS])?;
    let level = table.column(&["geographic_level"]);
    let breakdowns: Vec<Col> =
        BREAKDOWNS.iter().map(|name| table.column(&[*name])).filter(|column| column.exists()).collect();
    let named = year_in_name(&source.file_name);
    if !year.exists() && named.is_none() {
        return Err(Refusal::new(
            "missing-column",
            "Neither a column \u{201c}year\u{201d} nor the file's name says which year the teachers were counted in.",
            "Add a column year, such as 2024-25, or put the year into the file's name.",
        )
        .into());
    }
    sink.carries(&Headcount::TABLE, &["urn", "year", "teachers"], false)?;
    let mut latest = named;
    table.each(sink, |row| {
        let total = |text: &str| text.eq_ignore_ascii_case("total") || text.is_empty();
        let of_school = !level.exists() || row.raw(level).eq_ignore_ascii_case("school");
        if !of_school || !breakdowns.iter().all(|column| total(row.raw(*column))) {
            return;
        }
        let Some(school) = row.need_urn(urn) else { return };
        let read_year = if year.exists() { row.need(year, cells::academic_year) } else { named };
        let Some(academic_year) = read_year else { return };
        row.key(urn, &[row.raw(urn), row.raw(year)]);
        latest = latest.max(Some(academic_year));
        if ["x", "c", "z", "u", "low"].contains(&row.raw(teachers)) {
            let message = "DfE publishes no headcount for this school, so it has none here.";
            return row.warn(teachers, Fault::new("no-headcount", message, "Nothing need be done."));
        }
        let counted = row.need(teachers, |text| {
            let fault = || Fault::new("bad-number", "This is not a number of teachers.", "Write a number, such as 24.");
            cells::number(text).ok().filter(|count| (0.0..=10_000.0).contains(count)).ok_or_else(fault)
        });
        if let Some(teachers) = counted {
            row.push(Headcount { urn: school, year: academic_year, teachers });
        }
    })?;
    let counted_on = latest.map(|year| year.first_day());
    Ok(table.summary(Kind::Headcounts, dates::in_name(&source.file_name).or(counted_on)))
}
