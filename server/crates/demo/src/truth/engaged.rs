//! The truth of how schools take part: which schools each strand reached, and what was planted in the lists.

use chrono::Datelike;
use domain::declaration::DeclarationType as Type;
use domain::engagement::Strand;

use super::{Truth, add};
use crate::chance::plus;
use crate::declaration::Trn;
use crate::ecf::people::Trainee;
use crate::engagement::ab::{self, Induction, Said};
use crate::engagement::reach::Reach;
use crate::engagement::{bulk, contacts, cpd, itt};
use crate::npq::people::Person;
use crate::plan::{Planted, YEARS, day};
use crate::schools::STRANGE_URN;
use crate::world::World;

const REGISTER: &str = "ab_register.csv";

/// Schools of a participant's live declarations.
pub fn npq(p: &Person, reach: &mut Reach) {
    for a in p.applications.iter().filter(|a| a.course.facts().is_npq) {
        let Some(urn) = (if p.in_feed { a.urn_now } else { a.urn_then }) else { continue };
        for d in a.progress.declarations.iter().filter(|d| d.state.is_live()) {
            reach.see_on(Strand::Npq, d.on, urn);
        }
    }
}

/// The school of a trainee's live declarations, and their inductions.
pub fn ecf(world: &World, e: &Trainee, reach: &mut Reach, t: &mut Truth) {
    if let Some(urn) = e.urn.filter(|_| e.in_feed) {
        for d in e.declarations.iter().filter(|d| d.state.is_live()) {
            // What starts from June on belongs to the year to come.
            let to_come = d.kind == Type::Started && (6..9).contains(&d.on.month());
            reach.see_on(Strand::Ecf, if to_come { plus(d.on, 92) } else { d.on }, urn);
        }
    }
    for induction in ab::inductions(world, e) {
        registered(&induction, reach, t);
    }
}

/// What is told by lists alone.
pub fn beside(world: &World, reach: &mut Reach, t: &mut Truth) {
    for induction in ab::others(world) {
        registered(&induction, reach, t);
    }
    for p in itt::placements(world) {
        let first = p.started_on.unwrap_or(day(i32::from(YEARS[p.year].0), 9, 1));
        reach.see_on(Strand::Itt, first, p.urn);
    }
    for a in cpd::attendances(world) {
        reach.see_on(Strand::Cpd, a.held_on, a.urn);
    }
    for (file, rule, rows) in bulk::warnings(world) {
        add(t, file, rule, rows);
    }
}

fn registered(i: &Induction, reach: &mut Reach, t: &mut Truth) {
    let rows = 1 + u64::from(i.twice);
    if i.trn == Trn::Six {
        add(t, REGISTER, "trn-padded", rows);
    }
    match i.school {
        Said::Unreadable => {
            add(t, REGISTER, "bad-urn", rows);
            if let Some(planted) = t.planted.iter_mut().find(|p| p.file == REGISTER && p.rule == "bad-urn") {
                planted.rejected = true;
            }
            return;
        }
        Said::Empty => add(t, REGISTER, "empty-urn", rows),
        Said::Urn(urn) if urn >= STRANGE_URN => add(t, REGISTER, "unknown-urn", rows),
        Said::Urn(urn) => reach.see_through(Strand::Ab, i.started_on, i.ended_on, urn),
    }
    add(t, REGISTER, "duplicate", rows - 1);
    let programme = match i.programme {
        _ if i.is_unclear() => {
            add(t, REGISTER, "unknown-programme", rows);
            2
        }
        "provider-led" | "FIP" => 0,
        _ => 1,
    };
    t.inductions[programme] += 1;
}

/// What the writers plant however many schools there are.
pub fn planted() -> Vec<Planted> {
    let rejected: [(&'static str, &[(&'static str, u64)]); 7] = [
        (REGISTER, &ab::BAD_INDUCTIONS),
        ("ab_claims.csv", &bulk::BAD_CLAIMS),
        ("ab_outcomes.csv", &bulk::BAD_OUTCOMES),
        ("itt_placements.csv", &itt::BAD),
        ("cpd_attendance.csv", &cpd::BAD),
        ("contacts.csv", &contacts::BAD_CONTACTS),
        ("reasons.csv", &contacts::BAD_REASONS),
    ];
    let warned = [
        ("itt_placements.csv", "unknown-urn", itt::STRANGE),
        ("cpd_attendance.csv", "unknown-urn", cpd::STRANGE),
        ("contacts.csv", "unknown-urn", contacts::UNKNOWN_WORDS),
        ("contacts.csv", "unknown-contact", contacts::UNKNOWN_WORDS),
        ("reasons.csv", "unknown-urn", contacts::UNKNOWN_WORDS),
        ("reasons.csv", "unknown-reason", contacts::UNKNOWN_WORDS),
    ];
    let mut planted: Vec<Planted> =
        warned.map(|(file, rule, rows)| Planted { file, rule, rows, rejected: false }).into();
    for (file, list) in rejected {
        planted.extend(list.iter().map(|(rule, rows)| Planted { file, rule, rows: *rows, rejected: true }));
    }
    planted
}
