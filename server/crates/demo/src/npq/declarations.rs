//! The file of NPQ declarations, one object a line.

use std::io::{self, Write};

use domain::declaration::{DeclarationState as State, DeclarationType as Type};

use super::people::{Application, Person, person};
use super::{UNKNOWN_COURSE, bad_id};
use crate::chance::{Purpose, plus};
use crate::declaration::{PROVIDER, Planting, entered, npq_word, statement};
use crate::output::{Fields, Layout, Objects};
use crate::partners::Partner;
use crate::world::World;

/// Planted objects that cannot be taken. Of the unknown words one is a type and the others are states.
pub const BAD: [(&str, u64); 4] =
    [("impossible-date", 3), ("unknown-course", 3), ("unknown-state", 2), ("unknown-declaration-type", 1)];

/// Declarations, one a line.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Lines);
    let mut bad = Planting::new(&BAD);
    for index in 0..world.npq.people + world.npq.idle {
        let p = person(world, index);
        for (n, a) in p.accepted().enumerate() {
            for at in 0..a.progress.declarations.len() {
                let id = world.seed.id(Purpose::NpqDeclaration, a.key * 16 + at as u64);
                let twice = p.stale_declaration && n == 0 && at == 0;
                let kind = "participant-declaration";
                if twice && index.is_multiple_of(2) {
                    objects.object(id, kind, |f| declaration(world, &p, (a, at), Some("duplicate"), f))?;
                }
                objects.object(id, kind, |f| declaration(world, &p, (a, at), None, f))?;
                if twice && !index.is_multiple_of(2) {
                    objects.object(id, kind, |f| declaration(world, &p, (a, at), Some("duplicate"), f))?;
                }
            }
        }
        if let Some(rule) = bad.after(index) {
            let id = bad_id(world, 3, index);
            let a = &p.applications[p.applications.len() - 1];
            objects.object(id, "participant-declaration", |f| declaration(world, &p, (a, 0), Some(rule), f))?;
        }
    }
    objects.end()
}

fn declaration(world: &World, p: &Person, (a, at): (&Application, usize), bad: Option<&str>, f: &mut Fields) {
    let d = &a.progress.declarations[at];
    let pick = a.key * 7 + at as u64;
    let planted = bad.filter(|b| *b != "duplicate");
    f.id("participant_id", p.id_on(d.on));
    f.text("declaration_type", if bad == Some("unknown-declaration-type") { "retained-9" } else { d.kind.slug() });
    f.text(
        "course_identifier",
        if bad == Some("unknown-course") { UNKNOWN_COURSE } else { a.course.facts().identifier },
    );
    match bad {
        Some("impossible-date") => f.text("declaration_date", "2023-02-30T10:00:00Z"),
        _ => f.moment("declaration_date", d.on, pick, "Z"),
    }
    let state = match bad {
        Some("duplicate") => "submitted",
        Some("unknown-state") => "approved",
        _ => npq_word(d.state),
    };
    f.text("state", state);
    match a.progress.passed().filter(|_| d.kind == Type::Completed && d.state.is_live()) {
        Some(passed) => f.truth("has_passed", passed),
        None => f.null("has_passed"),
    }
    let back = matches!(d.state, State::AwaitingClawback | State::ClawedBack);
    let paid = back || matches!(d.state, State::Payable | State::Paid);
    f.maybe_id("statement_id", paid.then(|| statement(world, d.on)));
    f.maybe_id("clawback_statement_id", back.then(|| statement(world, plus(d.on, 60))));
    f.truth("uplift_paid", false);
    f.text("lead_provider_name", PROVIDER);
    f.maybe("ineligible_for_funding_reason", (d.state == State::Ineligible).then_some("duplicate_declaration"));
    let partner = (a.cohort >= 2024).then_some(a.partner);
    f.maybe_id("delivery_partner_id", partner.map(|x| x.id(&world.seed)));
    f.maybe("delivery_partner_name", partner.map(Partner::name));
    let second = partner.filter(|_| a.key % 90 == 4).map(|x| x.beside());
    f.maybe_id("secondary_delivery_partner_id", second.map(|x| x.id(&world.seed)));
    f.maybe("secondary_delivery_partner_name", second.map(Partner::name));
    let application = if planted.is_some() { bad_id(world, 6, p.index) } else { a.id };
    f.maybe_id("application_id", a.named.then_some(application));
    let (created, updated) = entered(d.on, pick);
    f.moment("created_at", created, pick, ".000Z");
    f.moment("updated_at", if bad == Some("duplicate") { plus(created, -30) } else { updated }, pick, ".000Z");
}
