//! How schools take part beside the programmes: inductions, trainees placed, events, contacts, and why some do not.

pub mod ab;
pub mod bulk;
pub mod contacts;
pub mod cpd;
pub mod itt;
pub mod reach;

use chrono::{Datelike, NaiveDate};

use crate::chance::{Purpose, Seed};
use crate::plan::YEARS;
use crate::schools::{STRANGE_URN, School, Schools};
use crate::world::World;

/// Numbers of schools that are in no register, for planted rows: this and the next.
const STRANGER: u32 = STRANGE_URN + 700;

/// How readily each place of work takes part: hub areas differ, small primaries and special schools do less.
pub fn readiness(schools: &Schools, seed: &Seed) -> Vec<f64> {
    let own = |site: usize, school: &School| {
        let hub = 0.25 * seed.dice(Purpose::Readiness, school.cell.hub.index() as u64).normal();
        let mut dice = seed.dice(Purpose::Readiness, (1 << 40) + site as u64);
        let kind = [1.0, 1.3, 0.7, 0.55, 0.5, 1.25, 0.35, 0.12][school.kind as usize];
        let size = (school.teachers / 14.0).sqrt().clamp(0.35, 1.4);
        let run_by = match school.type_code {
            28 | 33 | 43 => 1.15,
            1..=5 => 0.92,
            _ => 1.0,
        };
        kind * size * run_by * (hub + 0.45 * dice.normal()).exp()
    };
    schools.rows[..schools.sites].iter().enumerate().map(|(site, school)| own(site, school)).collect()
}

/// The row of the register that stood for a place of work on a day, if it was open; `pick` chooses between two that
/// later merged.
fn open_row(world: &World, site: usize, on: NaiveDate, pick: u64) -> Option<&School> {
    Some(world.schools.row_on(site as u32, on, pick)).filter(|row| row.open_on(on))
}

/// Position of the academic year of a day among those of the data.
fn year_of(on: NaiveDate) -> Option<usize> {
    let year = on.year() - i32::from(on.month() < 9);
    YEARS.iter().position(|known| i32::from(known.0) == year)
}
