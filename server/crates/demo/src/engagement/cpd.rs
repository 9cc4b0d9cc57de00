//! Events of the hubs and who came: eight a year in each hub area, some listed by school and some person by person.

use std::io::{self, BufWriter, Write};

use chrono::NaiveDate;
use domain::place::HubArea;

use super::{STRANGER, open_row};
use crate::chance::{Purpose, plus};
use crate::plan::{YEARS, day};
use crate::schools::FIRST_URN;
use crate::world::World;

/// Planted rows that cannot be taken.
pub const BAD: [(&str, u64); 3] = [("bad-number", 2), ("impossible-date", 2), ("missing-value", 3)];
/// Planted rows of schools that are in no register.
pub const STRANGE: u64 = 3;

const EVENTS: usize = 8;
/// Months of the events and the first day on which each may be, counted from the year's start.
const MONTHS: [(i32, u32, u32); EVENTS] =
    [(0, 9, 20), (0, 10, 10), (0, 11, 5), (0, 12, 1), (1, 1, 20), (1, 2, 25), (1, 3, 20), (1, 5, 10)];

/// People of a school at an event.
pub struct Attendance {
    pub hub: HubArea,
    pub year: usize,
    pub event: usize,
    pub held_on: NaiveDate,
    pub urn: u32,
    pub people: u64,
}

/// Everyone who came, event by event.
pub fn attendances(world: &World) -> impl Iterator<Item = Attendance> + '_ {
    let sites = world.schools.sites;
    (0..4 * EVENTS * sites).filter_map(move |n| {
        let (at_event, site) = (n / sites, n % sites);
        let chance = world.seed.hash(Purpose::Attendance, n as u64);
        if (chance % 10_000) as f64 >= 420.0 * world.readiness[site].powi(2) {
            return None;
        }
        let (year, event) = (at_event / EVENTS, at_event % EVENTS);
        let hub = world.schools.rows[site].cell.hub;
        let held = world.seed.hash(Purpose::Event, (at_event * HubArea::COUNT + hub.index()) as u64);
        let (later, month, from) = MONTHS[event];
        let held_on = plus(day(i32::from(YEARS[year].0) + later, month, from), (held % 10) as i64);
        let row = open_row(world, site, held_on, n as u64)?;
        let most = if row.teachers > 30.0 { 6 } else { 3 };
        Some(Attendance { hub, year, event, held_on, urn: row.urn, people: 1 + (chance >> 20) % most })
    })
}

/// Writes them.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"event,date,urn,people\r\n")?;
    let mut rows = 0;
    for a in attendances(world) {
        // Every third event keeps a list with a row for each person.
        let one_by_one = a.event % 3 == 2;
        let count = if one_by_one { String::new() } else { a.people.to_string() };
        for _ in 0..if one_by_one { a.people } else { 1 } {
            let (year, event, hub) = (YEARS[a.year], a.event + 1, a.hub);
            write!(out, "Demo event {event} of {year} in {hub},{},{},{count}\r\n", a.held_on, a.urn)?;
            rows += 1;
        }
    }
    for n in 0..STRANGE as u32 {
        write!(out, "Demo event,2024-03-05,{},1\r\n", STRANGER + n)?;
    }
    for (rule, n) in BAD {
        let (on, urn, count) = match rule {
            "bad-number" => ("2024-03-05", (FIRST_URN + 1).to_string(), "some"),
            "impossible-date" => ("2024-02-30", (FIRST_URN + 1).to_string(), "1"),
            _ => ("2024-03-05", String::new(), "1"),
        };
        for _ in 0..n {
            write!(out, "Demo event,{on},{urn},{count}\r\n")?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows + STRANGE)
}
