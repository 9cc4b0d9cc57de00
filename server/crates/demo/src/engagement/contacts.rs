//! Contacts with schools and reasons for not engaging. Every free text is a dummy.

use std::io::{self, BufWriter, Write};

use super::{STRANGER, open_row};
use crate::chance::Purpose;
use crate::plan::{AS_OF, YEARS, day};
use crate::schools::{FIRST_URN, Kind, School};
use crate::world::World;

/// Planted contacts that cannot be taken.
pub const BAD_CONTACTS: [(&str, u64); 2] = [("missing-value", 2), ("impossible-date", 2)];
/// Planted reasons that cannot be taken.
pub const BAD_REASONS: [(&str, u64); 2] = [("missing-value", 2), ("impossible-date", 1)];
/// Planted contacts and reasons with words that are not known, all of schools that are in no register.
pub const UNKNOWN_WORDS: u64 = 2;

const KINDS: [&str; 8] = ["visit", "School visit", "meeting", "Teams", "email", "E-mail", "Phone call", "other"];
const OUTCOMES: [&str; 4] = ["Demo outcome: will join", "Demo outcome: call again", "Demo outcome: no interest", ""];

/// Writes contacts: ready schools are seen more often, and some who take no part are called.
pub fn write_contacts(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,date,kind,outcome,note\r\n")?;
    let mut rows = 0;
    for (at_year, year) in YEARS.iter().enumerate() {
        let year = i32::from(year.0);
        for site in 0..world.schools.sites {
            let mut dice = world.seed.dice(Purpose::Contact, (site * 4 + at_year) as u64);
            if !dice.happens(0.05 + 0.06 * world.readiness[site]) {
                continue;
            }
            let on = dice.day(day(year, 9, 5), day(year + 1, 7, 15).min(AS_OF));
            let Some(row) = open_row(world, site, on, site as u64) else { continue };
            let (kind, outcome) = (dice.pick(&KINDS), dice.pick(&OUTCOMES));
            write!(out, "{},{on},{kind},{outcome},Demo note {:06}\r\n", row.urn, rows + 1)?;
            rows += 1;
        }
    }
    for n in 0..UNKNOWN_WORDS as u32 {
        write!(out, "{},2024-03-05,carrier pigeon,,Demo note\r\n", STRANGER + n)?;
        rows += 1;
    }
    for (rule, n) in BAD_CONTACTS {
        let on = if rule == "missing-value" { "" } else { "2024-02-30" };
        for _ in 0..n {
            write!(out, "{},{on},visit,,Demo note\r\n", FIRST_URN + 1)?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}

/// Writes why schools do not engage: of those that are least ready, in the last two years.
pub fn write_reasons(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,reason,date,note\r\n")?;
    let mut rows = 0;
    for (at_year, year) in YEARS.iter().enumerate().skip(2) {
        let year = i32::from(year.0);
        for site in 0..world.schools.sites {
            let mut dice = world.seed.dice(Purpose::Reason, (site * 4 + at_year) as u64);
            if !dice.happens(if world.readiness[site] < 0.45 { 0.3 } else { 0.01 }) {
                continue;
            }
            let on = dice.day(day(year, 9, 12), day(year + 1, 5, 30).min(AS_OF));
            let Some(row) = open_row(world, site, on, site as u64) else { continue };
            let words = WORDS[dice.weighted(&reasons_of(row))];
            let word = words[dice.below(2) as usize];
            let note = if dice.happens(0.5) { format!("Demo note {:06}", rows + 1) } else { String::new() };
            write!(out, "{},{word},{on},{note}\r\n", row.urn)?;
            rows += 1;
        }
    }
    for n in 0..UNKNOWN_WORDS as u32 {
        write!(out, "{},Demo reason: building works,2024-03-05,\r\n", STRANGER + n)?;
        rows += 1;
    }
    for (rule, n) in BAD_REASONS {
        let (word, on) = if rule == "missing-value" { ("", "2024-03-05") } else { ("capacity", "2024-02-30") };
        for _ in 0..n {
            write!(out, "{},{word},{on},Demo note\r\n", FIRST_URN + 1)?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}

/// Each reason in the product's word and in a plain one.
const WORDS: [[&str; 2]; 6] = [
    ["too-small", "Too small"],
    ["no-need", "No ECTs this year"],
    ["other-provider", "Another provider"],
    ["capacity", "No time"],
    ["unaware", "Didn't know"],
    ["other", "Other"],
];

/// How often each reason holds for a school of this kind and size.
fn reasons_of(school: &School) -> [f64; 6] {
    let small = if school.teachers < 9.0 { 4.0 } else { 0.2 };
    let apart = if matches!(school.kind, Kind::Special | Kind::AlternativeProvision) { 3.0 } else { 1.0 };
    let in_trust = if school.trust.is_some() { 2.5 } else { 1.0 };
    [small, 1.5, in_trust, 1.5 * apart, 0.8, 0.5]
}
