//! Lists of schools: hub areas where districts are split, teacher headcounts, and two priority lists.

use std::io::{self, BufWriter, Write};

use domain::establishment::establishment_type;

use crate::chance::{Purpose, Seed};
use crate::plan::{AS_OF, YEARS, day};
use crate::schools::{Kind, STRANGE_URN, School, Schools, region_name};

/// Headcounts that are not a number, and headcounts of schools that are in no register.
pub const NOT_A_NUMBER: u64 = 2;
/// See [`NOT_A_NUMBER`].
pub const STRANGE_HEADCOUNTS: u64 = 3;

/// Writes the hub area of every school in a district that is split between hub areas.
pub fn write_overrides(schools: &Schools, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,hub_area,from,to\r\n")?;
    let mut rows = 0;
    for school in schools.rows.iter().filter(|s| s.cell.district.hub_area().is_none()) {
        let from = if school.urn % 17 == 0 { "2021-09-01" } else { "" };
        write!(out, "{},{},{from},\r\n", school.urn, school.cell.hub)?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Writes teachers by school and year, under the URN that the school had in that November.
pub fn write_headcounts(schools: &Schools, seed: &Seed, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,year,teachers\n")?;
    let mut rows = 0;
    for (at, site) in schools.rows[..schools.sites].iter().enumerate() {
        if matches!(site.kind, Kind::Independent | Kind::SixteenPlus) {
            continue;
        }
        for (y, year) in YEARS.iter().enumerate() {
            let census = day(2021 + y as i32, 11, 1);
            let chance = seed.hash(Purpose::School, (1 << 40) + (at * 4 + y) as u64);
            if site.closed.is_some_and(|d| d < census) || chance.is_multiple_of(97) {
                continue;
            }
            let drift = 1.0 + ((chance >> 8) % 1000) as f64 / 12_500.0 - 0.04;
            let mut written: Vec<u32> = Vec::new();
            for pick in 0..site.former.len().max(1) as u64 {
                let row = schools.row_on(at as u32, census, pick);
                if written.contains(&row.urn) || (site.second_of_split && row.urn != site.urn) {
                    continue;
                }
                written.push(row.urn);
                let teachers = (row.teachers * drift).max(1.0);
                // A few counts are weighted for schools that did not answer, and are not whole.
                if chance % 31 == 1 {
                    writeln!(out, "{},{year},{teachers:.2}", row.urn)?;
                } else {
                    writeln!(out, "{},{year},{:.0}", row.urn, teachers.round())?;
                }
                rows += 1;
            }
        }
    }
    for n in 0..NOT_A_NUMBER as u32 {
        writeln!(out, "{},2021-22,about 20", STRANGE_URN + 600 + n)?;
    }
    for n in 0..STRANGE_HEADCOUNTS as u32 {
        writeln!(out, "{},2023-24,12", STRANGE_URN + 500 + n)?;
    }
    out.flush()?;
    Ok(rows + NOT_A_NUMBER + STRANGE_HEADCOUNTS)
}

/// Whether a school is in the half with the most need.
pub fn is_pp50(school: &School, cut: f64) -> bool {
    !matches!(school.kind, Kind::Independent | Kind::SixteenPlus) && school.fsm >= cut
}

/// The share of free meals above which half of the state-funded schools lie.
pub fn pp50_cut(schools: &Schools) -> f64 {
    let mut needs: Vec<f64> = state_funded(schools).map(|s| s.fsm).collect();
    needs.sort_by(f64::total_cmp);
    needs.get(needs.len() / 2).copied().unwrap_or(0.0)
}

fn state_funded(schools: &Schools) -> impl Iterator<Item = &School> {
    let open = |s: &&School| s.open_on(AS_OF) && !matches!(s.kind, Kind::Independent | Kind::SixteenPlus);
    schools.rows[..schools.sites].iter().filter(open)
}

/// Writes the PP50 priority list.
pub fn write_pp50(schools: &Schools, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"URN,Local Authority,School name,School type,Administrative district\n")?;
    let cut = pp50_cut(schools);
    let mut rows = 0;
    for s in state_funded(schools).filter(|s| is_pp50(s, cut)) {
        let (district, kind) = (s.cell.district, establishment_type(s.type_code).map_or("", |t| t.name));
        let [la, name, district] = [district.authority, &s.name, district.name].map(cell);
        writeln!(out, "{},{la},{name},{kind},{district}", s.urn)?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Writes the RISE priority list: UTF-8 with a byte order mark and CRLF.
pub fn write_rise(schools: &Schools, seed: &Seed, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(
        "\u{feff}School URN,School Name,Region,Local Authority,Phase of Education,School Type\r\n".as_bytes(),
    )?;
    let mut rows = 0;
    for s in state_funded(schools) {
        let per_mille = match s.kind {
            Kind::Secondary => 52,
            Kind::Primary => 10,
            Kind::Special | Kind::AlternativeProvision => 14,
            _ => 0,
        } * if s.type_code == 28 { 2 } else { 1 };
        if seed.hash(Purpose::School, (2 << 40) + u64::from(s.urn)) % 1000 >= per_mille {
            continue;
        }
        let phase = match s.kind {
            Kind::Primary => "Primary",
            Kind::Secondary => "Secondary",
            Kind::Special => "Special",
            _ => "PRU",
        };
        let district = s.cell.district;
        let (region, kind) = (region_name(district.region), establishment_type(s.type_code).map_or("", |t| t.name));
        let [name, la] = [&s.name, district.authority].map(cell);
        write!(out, "{},{name},{region},{la},{phase},{kind}\r\n", s.urn)?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// A text as a CSV cell: in quotes where it holds a comma.
fn cell(text: &str) -> String {
    if text.contains(',') { format!("\"{text}\"") } else { text.to_owned() }
}
