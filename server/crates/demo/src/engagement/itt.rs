//! Trainee teachers placed at schools: some lists count them, some have a row for each.

use std::io::{self, BufWriter, Write};

use chrono::NaiveDate;

use super::{STRANGER, open_row};
use crate::chance::{Purpose, plus};
use crate::plan::{AS_OF, YEARS, day};
use crate::schools::{FIRST_URN, region_letter};
use crate::world::World;

/// Planted rows that cannot be taken.
pub const BAD: [(&str, u64); 3] = [("bad-number", 2), ("impossible-date", 2), ("missing-value", 1)];
/// Planted rows of schools that are in no register.
pub const STRANGE: u64 = 3;

const SUBJECTS: [&str; 5] = ["Mathematics", "English", "Science", "Geography", "Music"];

/// Trainees at a school for a part of a year.
pub struct Placement {
    pub urn: u32,
    pub year: usize,
    /// Blank where the list says no more than the year.
    pub started_on: Option<NaiveDate>,
    pub ended_on: NaiveDate,
    pub region: &'static str,
    pub subject: &'static str,
    pub trainees: u64,
    /// Whether each trainee has a row.
    pub one_by_one: bool,
}

/// Every placement, school by school.
pub fn placements(world: &World) -> impl Iterator<Item = Placement> + '_ {
    (0..world.schools.sites * 4).filter_map(|n| {
        let (site, at_year) = (n / 4, n % 4);
        let mut dice = world.seed.dice(Purpose::Placement, n as u64);
        if !dice.happens((0.24 * world.readiness[site].powf(1.5)).min(0.85)) {
            return None;
        }
        let year = i32::from(YEARS[at_year].0);
        let autumn = dice.happens(0.7);
        let (first, last) =
            if autumn { (day(year, 9, 4), day(year, 10, 13)) } else { (day(year + 1, 1, 6), day(year + 1, 2, 14)) };
        let day_said = dice.day(first, last);
        let row = open_row(world, site, day_said, n as u64)?;
        let trainees = 1 + dice.below(if row.teachers > 30.0 { 5 } else { 2 });
        Some(Placement {
            urn: row.urn,
            year: at_year,
            started_on: dice.happens(0.85).then_some(day_said),
            ended_on: plus(day_said, 60 + dice.below(80) as i64).min(AS_OF),
            region: region_letter(row.cell.district.region),
            subject: dice.pick(&SUBJECTS),
            trainees,
            one_by_one: dice.happens(0.25),
        })
    })
}

/// Writes them.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,academic_year,start_date,end_date,provider,subject,trainees\r\n")?;
    let mut rows = 0;
    for p in placements(world) {
        let start = p.started_on.map(|on| on.to_string()).unwrap_or_default();
        let count = if p.one_by_one { String::new() } else { p.trainees.to_string() };
        for _ in 0..if p.one_by_one { p.trainees } else { 1 } {
            let (urn, year, end) = (p.urn, YEARS[p.year], p.ended_on);
            write!(out, "{urn},{year},{start},{end},Demo SCITT {},{},{count}\r\n", p.region, p.subject)?;
            rows += 1;
        }
    }
    for n in 0..STRANGE as u32 {
        write!(out, "{},2023-24,,,Demo SCITT,Music,1\r\n", STRANGER + n)?;
    }
    for (rule, n) in BAD {
        let (year, start, count) = match rule {
            "bad-number" => ("2023-24", "", "a few"),
            "impossible-date" => ("2023-24", "2023-09-31", "1"),
            _ => ("", "", "1"),
        };
        for _ in 0..n {
            write!(out, "{},{year},{start},,Demo SCITT,Music,{count}\r\n", FIRST_URN + 1)?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows + STRANGE)
}
