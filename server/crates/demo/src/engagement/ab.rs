//! Inductions: the register of the appropriate bodies, made from the early career teachers of the lead provider and from
//! others that no lead provider knows.

use std::io::{self, BufWriter, Write};

use chrono::NaiveDate;
use domain::participant::Role;

use super::{STRANGER, open_row};
use crate::chance::{Dice, Purpose, plus};
use crate::declaration::{Place, Training, Trn};
use crate::ecf::people::{Trainee, trainee};
use crate::partners::Partner;
use crate::plan::{AS_OF, YEARS, day};
use crate::schools::FIRST_URN;
use crate::world::World;

/// Planted rows of the register that cannot be taken.
pub const BAD_INDUCTIONS: [(&str, u64); 4] =
    [("missing-value", 2), ("bad-trn", 2), ("impossible-date", 2), ("to-before-from", 1)];

/// The school of an induction as the register says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Urn(u32),
    Empty,
    Unreadable,
}

/// An induction period.
#[derive(Debug)]
pub struct Induction {
    pub school: Said,
    /// The number that the teacher reference number is made of.
    pub number: u64,
    pub trn: Trn,
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    /// As the list writes it.
    pub programme: &'static str,
    pub body: &'static str,
    pub outcome: &'static str,
    /// Whether it stands in the register twice.
    pub twice: bool,
}

impl Induction {
    /// The teacher reference number as the lists write it.
    pub fn trn(&self) -> String {
        let number = self.number;
        if self.trn == Trn::Six { format!("{number:06}") } else { format!("{number:07}") }
    }

    /// Whether the programme is no word for one.
    pub fn is_unclear(&self) -> bool {
        self.programme == UNCLEAR
    }
}

const UNCLEAR: &str = "to be confirmed";

/// The periods of a teacher whom the lead provider trains: none where another body has them, two for some who moved.
pub fn inductions(world: &World, t: &Trainee) -> Vec<Induction> {
    let starts = t.declarations.iter().filter(|d| d.is_live_start()).map(|d| d.on);
    let Some(declared) = starts.min().filter(|_| t.role == Role::Ect) else {
        return Vec::new();
    };
    let mut dice = world.seed.dice(Purpose::Induction, t.index);
    let hub = t.place.school(world).map_or(0, |s| s.cell.hub.index());
    let share = world.seed.hash(Purpose::Induction, (1 << 40) + hub as u64) % 15;
    if !dice.happens(0.82 + share as f64 / 100.0) {
        return Vec::new();
    }
    let year = i32::from(YEARS[t.year].0);
    let started_on = declared.max(day(year, 9, 1)).min(AS_OF);
    let (ended_on, outcome) = match t.training {
        _ if t.completed_on.is_some() => {
            let outcome = if t.index % 331 == 7 { "fail" } else { "pass" };
            (t.completed_on.map(|on| plus(on, 12).min(AS_OF)), outcome)
        }
        Training::Withdrawn(reason, on) if reason != "switched-to-school-led" => {
            (Some(on.max(plus(started_on, 7)).min(AS_OF).max(started_on)), "release")
        }
        _ => (None, ""),
    };
    let site = match t.place {
        Place::School(site) => Some(site as usize),
        _ => None,
    };
    let mut last = Induction {
        school: school_of(world, t, site, started_on),
        number: t.number,
        trn: t.trn,
        started_on,
        ended_on,
        programme: match (t.index % 4_001 == 21, year < 2023 && dice.happens(0.3)) {
            (true, _) => UNCLEAR,
            (_, true) => "FIP",
            _ => "provider-led",
        },
        body: body_of(world, site, started_on, &mut dice),
        outcome,
        twice: t.index % 997 == 11,
    };
    let moved_on = day(year + 1, 9, 1);
    if t.index % 173 != 9 || t.year > 2 || last.ended_on.is_some_and(|on| on <= moved_on) {
        return vec![last];
    }
    let before = world.ecf_place(t.year, &mut dice) as usize;
    let first = Induction {
        school: open_row(world, before, started_on, t.index).map_or(Said::Empty, |row| Said::Urn(row.urn)),
        ended_on: Some(plus(moved_on, -1)),
        body: body_of(world, Some(before), started_on, &mut dice),
        outcome: "release",
        twice: false,
        programme: "provider-led",
        ..last
    };
    last.started_on = moved_on;
    last.school = school_of(world, t, site, moved_on);
    vec![first, last]
}

fn school_of(world: &World, t: &Trainee, site: Option<usize>, on: NaiveDate) -> Said {
    match (t.index, site) {
        (index, _) if index % 1_511 == 3 => Said::Empty,
        (index, _) if index % 1_999 == 5 => Said::Unreadable,
        (index, _) if index % 1_607 == 4 => Said::Urn(STRANGER + (index / 1_607 % 50) as u32),
        (index, Some(site)) => Said::Urn(world.schools.row_on(site as u32, on, index).urn),
        _ => t.urn.map_or(Said::Empty, Said::Urn),
    }
}

/// Mostly the hub of the area; local authorities took nobody new from September 2023.
fn body_of(world: &World, site: Option<usize>, on: NaiveDate, dice: &mut Dice) -> &'static str {
    let hub = site.map_or(0, |site| world.schools.rows[site].cell.hub.index());
    if on < day(2023, 9, 1) && dice.happens(0.22) {
        "Demo Local Authority Appropriate Body"
    } else {
        Partner(hub as u8).name()
    }
}

/// Teachers whose school trains them itself, or with another lead provider: one for ten of the others.
pub fn others(world: &World) -> impl Iterator<Item = Induction> + '_ {
    let before = world.npq.everyone() + world.ecf.people + world.ecf.idle + 1;
    (0..world.ecf.first_mentor() / 10).map(move |at| {
        let mut dice = world.seed.dice(Purpose::SchoolLed, at);
        let at_year = dice.weighted(&[0.30, 0.27, 0.23, 0.20]);
        let year = i32::from(YEARS[at_year].0);
        let site = world.ecf_place(at_year, &mut dice) as usize;
        let autumn = dice.happens(0.9);
        let (first, last) =
            if autumn { (day(year, 9, 1), day(year, 9, 26)) } else { (day(year + 1, 1, 5), day(year + 1, 1, 23)) };
        let started_on = dice.day(first, last);
        let by_school = ["school-led", "CIP", "DIY", "school-led"][dice.below(4) as usize];
        let ends_on = plus(started_on, 640 + dice.below(60) as i64);
        let done = ends_on <= AS_OF && dice.happens(0.93);
        Induction {
            school: Said::Urn(world.schools.row_on(site as u32, started_on, at).urn),
            number: before + at,
            trn: Trn::Seven,
            started_on,
            ended_on: done.then_some(ends_on),
            programme: if at % 8 == 3 {
                "provider-led"
            } else if year < 2023 {
                by_school
            } else {
                "school-led"
            },
            body: body_of(world, Some(site), started_on, &mut dice),
            outcome: if done { "pass" } else { "" },
            twice: false,
        }
    })
}

/// The numbers of the early career teachers, one after the other; mentors come after them.
fn teachers(world: &World) -> impl Iterator<Item = Induction> + '_ {
    (0..world.ecf.first_mentor()).flat_map(|index| inductions(world, &trainee(world, index)))
}

/// Writes the register.
pub fn write_register(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,trn,induction_start,induction_end,programme,appropriate_body,outcome\r\n")?;
    let mut rows = 0;
    for i in teachers(world).chain(others(world)) {
        let urn = match i.school {
            Said::Urn(urn) => urn.to_string(),
            Said::Empty => String::new(),
            Said::Unreadable => "see notes".to_owned(),
        };
        let ended_on = i.ended_on.map(|on| on.to_string()).unwrap_or_default();
        for _ in 0..1 + u64::from(i.twice) {
            let (trn, start) = (i.trn(), i.started_on);
            write!(out, "{urn},{trn},{start},{ended_on},{},{},{}\r\n", i.programme, i.body, i.outcome)?;
            rows += 1;
        }
    }
    let urn = FIRST_URN + 1;
    for (rule, n) in BAD_INDUCTIONS {
        let row = match rule {
            "missing-value" => ",2024-09-02,",
            "bad-trn" => "not known,2024-09-02,",
            "impossible-date" => "0000001,2023-09-31,",
            _ => "0000001,2023-09-04,2022-09-04",
        };
        for _ in 0..n {
            write!(out, "{urn},{row},provider-led,,\r\n")?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}
