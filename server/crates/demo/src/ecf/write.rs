//! The files of the early career training API, v3: participants and declarations.

use std::io::{self, Write};

use domain::declaration::{DeclarationState as State, DeclarationType as Type};
use domain::participant::Role;

use super::people::{Trainee, record_id, trainee};
use crate::chance::{Id, Purpose, plus};
use crate::declaration::{PROVIDER, Planting, Training, entered, statement};
use crate::npq::participants::id_changes;
use crate::output::{Fields, Layout, Objects};
use crate::plan::AS_OF;
use crate::world::World;

/// Planted objects that cannot be taken: their words or days do not exist.
pub const BAD_PARTICIPANTS: [(&str, u64); 1] = [("unknown-role", 2)];
/// See [`BAD_PARTICIPANTS`].
pub const BAD_DECLARATIONS: [(&str, u64); 3] = [("impossible-date", 2), ("unknown-course", 1), ("unknown-state", 2)];

fn bad_id(world: &World, file: u64, index: u64) -> Id {
    world.seed.id(Purpose::Dirty, ((16 + file) << 32) + index)
}

/// Teachers and mentors with their training.
pub fn participants(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Pages);
    let mut bad = Planting::new(&BAD_PARTICIPANTS);
    for index in 0..world.ecf.people + world.ecf.idle {
        let t = trainee(world, index);
        if t.in_feed {
            objects.object(t.id, "participant", |f| participant(world, &t, false, f))?;
        }
        if bad.after(index).is_some() {
            objects.object(bad_id(world, 1, index), "participant", |f| participant(world, &t, true, f))?;
        }
    }
    objects.end()
}

fn participant(world: &World, t: &Trainee, bad: bool, f: &mut Fields) {
    let (word, post) = match (t.also_npq, t.role) {
        (true, _) => ("Demo Participant ", "participant."),
        (_, Role::Mentor) => ("Demo Mentor ", "mentor."),
        _ => ("Demo Teacher ", "teacher."),
    };
    f.numbered("full_name", (word, t.number, 6), "");
    t.trn.write(f, t.number);
    f.objects("ecf_enrolments", [t], |f, t| {
        let record = if bad { bad_id(world, 3, t.index) } else { record_id(world, t) };
        f.id("training_record_id", record);
        f.numbered("email", (post, t.number, 6), "@example.com");
        f.maybe_id("mentor_id", t.mentor);
        t.place.write_urn(f, "school_urn", t.urn);
        let role = if t.role == Role::Mentor { "mentor" } else { "ect" };
        f.text("participant_type", if bad { "assistant" } else { role });
        f.text("working_pattern", if t.index % 12 == 1 { "part_time" } else { "full_time" });
        f.numbered("cohort", ("", u64::from(t.cohort), 4), "");
        t.training.write(f, t.index);
        let status = match t.training {
            Training::Withdrawn("left-teaching-profession" | "moved-school", _) => "left",
            // Schools and lead providers see it differently now and then.
            Training::Withdrawn(..) if t.index % 2 == 0 => "left",
            _ if t.index % 211 == 4 => "leaving",
            _ => "active",
        };
        f.text("participant_status", status);
        if t.index % 67 == 2 {
            f.null("eligible_for_funding")
        } else {
            f.truth("eligible_for_funding", true)
        }
        let school = t.place.school(world);
        f.truth("pupil_premium_uplift", school.is_some_and(|s| s.fsm >= 40.0));
        f.truth("sparsity_uplift", school.is_some_and(|s| s.cell.rural > 0.5));
        f.text("schedule_identifier", t.schedule);
        f.id("delivery_partner_id", t.partner.id(&world.seed));
        f.moment("created_at", t.created_on, t.index, "Z");
        let ect_end = t.completed_on.filter(|_| t.role == Role::Ect);
        f.day("induction_end_date", ect_end.map(|d| plus(d, 12).min(AS_OF)));
        f.day("most_recent_induction_period_end_date", ect_end.map(|d| plus(d, 12).min(AS_OF)));
        let start = t.declarations.first().map(|d| d.on).filter(|_| t.role == Role::Ect);
        f.day("overall_induction_start_date", start);
        f.day("mentor_funding_end_date", t.completed_on.filter(|_| t.role == Role::Mentor));
        f.truth("cohort_changed_after_payments_frozen", t.moved);
        f.null("mentor_ineligible_for_funding_reason");
    });
    id_changes(t.id, if bad { &[] } else { &t.former }, f);
    let last = t.declarations.last().map_or(t.created_on, |d| plus(d.on, 9));
    let last = last.max(t.training.changed_on().unwrap_or(last)).max(t.former.last().map_or(last, |x| x.1));
    f.moment("updated_at", last.min(AS_OF), t.index, "Z");
}

/// Declarations, one a line.
pub fn declarations(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Lines);
    let mut bad = Planting::new(&BAD_DECLARATIONS);
    for index in 0..world.ecf.people + world.ecf.idle {
        let t = trainee(world, index);
        for at in 0..t.declarations.len() {
            let id = world.seed.id(Purpose::EcfDeclaration, index * 16 + at as u64);
            objects.object(id, "participant-declaration", |f| declaration(world, &t, at, None, f))?;
            if t.stale_declaration && at == 0 {
                objects.object(id, "participant-declaration", |f| declaration(world, &t, at, Some("duplicate"), f))?;
            }
        }
        if let Some(rule) = bad.after(index) {
            let id = bad_id(world, 2, index);
            objects.object(id, "participant-declaration", |f| declaration(world, &t, 0, Some(rule), f))?;
        }
    }
    objects.end()
}

fn declaration(world: &World, t: &Trainee, at: usize, bad: Option<&str>, f: &mut Fields) {
    let d = &t.declarations[at];
    let pick = t.index * 7 + at as u64;
    // A planted start belongs to nobody else, so that taking it would show.
    let planted = bad.filter(|b| *b != "duplicate");
    f.id("participant_id", if planted.is_some() { bad_id(world, 4, t.index) } else { t.id_on(d.on) });
    f.text("declaration_type", d.kind.slug());
    match bad {
        Some("impossible-date") => f.text("declaration_date", "2024-11-31T10:00:00Z"),
        _ => f.moment("declaration_date", d.on, pick, ".000Z"),
    }
    let course = if t.role == Role::Mentor { "ecf-mentor" } else { "ecf-induction" };
    f.text("course_identifier", if bad == Some("unknown-course") { "ecf-finance" } else { course });
    let state = match bad {
        Some("duplicate") => "submitted",
        Some("unknown-state") => "approved",
        _ => d.state.slug(),
    };
    f.text("state", state);
    let (created, updated) = entered(d.on, pick);
    f.moment("updated_at", if bad == Some("duplicate") { plus(created, -30) } else { updated }, pick, "Z");
    f.moment("created_at", created, pick, "Z");
    let partner = (t.cohort_on(d.on) >= 2024).then_some(t.partner);
    f.maybe_id("delivery_partner_id", partner.map(|x| x.id(&world.seed)));
    let back = matches!(d.state, State::AwaitingClawback | State::ClawedBack);
    let paid = back || matches!(d.state, State::Payable | State::Paid);
    f.maybe_id("statement_id", paid.then(|| statement(world, d.on)));
    f.maybe_id("clawback_statement_id", back.then(|| statement(world, plus(d.on, 60))));
    f.null("ineligible_for_funding_reason");
    f.maybe_id("mentor_id", t.mentor);
    f.truth("uplift_paid", false);
    let evidence = match d.kind {
        Type::Started => None,
        Type::Completed => Some("75-percent-engagement-met"),
        _ => Some("training-event-attended"),
    };
    f.maybe("evidence_held", evidence);
    f.text("lead_provider_name", PROVIDER);
}
