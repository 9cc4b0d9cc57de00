//! The file of NPQ participants with their places on courses.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::people::{Application, Person, person};
use super::{UNKNOWN_COURSE, bad_id};
use crate::chance::{Id, plus};
use crate::declaration::{Planting, Training};
use crate::output::{Fields, Layout, Objects};
use crate::plan::AS_OF;
use crate::world::World;

/// Planted objects whose enrolment cannot be taken: its words do not exist.
pub const BAD: [(&str, u64); 2] = [("unknown-course", 1), ("unknown-status", 2)];

/// Participants with their places on courses.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Pages);
    let mut bad = Planting::new(&BAD);
    for index in 0..world.npq.people + world.npq.idle {
        let p = person(world, index);
        if p.in_feed {
            objects.object(p.id, "npq-participant", |f| participant(world, &p, None, f))?;
        }
        if p.stale_copy {
            objects.object(p.id, "npq-participant", |f| participant(world, &p, Some("duplicate"), f))?;
        }
        if let Some(rule) = bad.after(index) {
            let id = bad_id(world, 2, index);
            objects.object(id, "npq-participant", |f| participant(world, &p, Some(rule), f))?;
        }
    }
    objects.end()
}

fn participant(world: &World, p: &Person, bad: Option<&str>, f: &mut Fields) {
    let planted = bad.filter(|b| *b != "duplicate");
    f.numbered("full_name", ("Demo Participant ", p.number(), 6), "");
    f.texts("previous_names", if p.index % 83 == 1 { &["Demo Former Name"] } else { &[] });
    match planted {
        Some(_) => f.null("teacher_reference_number"),
        None => p.trn.write(f, p.number()),
    }
    let last = p.accepted().flat_map(changes).chain(p.former.last().map(|c| c.1)).max().unwrap_or(AS_OF).min(AS_OF);
    // An older copy of the same person: last changed earlier, and still at the school they applied from.
    let stale = bad == Some("duplicate");
    f.moment("updated_at", if stale { plus(last, -400) } else { last }, p.index, "Z");
    f.objects("npq_enrolments", p.accepted(), |f, a| {
        f.text(
            "course_identifier",
            if planted == Some("unknown-course") { UNKNOWN_COURSE } else { a.course.facts().identifier },
        );
        f.text("schedule_identifier", a.schedule);
        f.numbered("cohort", ("", u64::from(a.cohort), 4), "");
        f.id("npq_application_id", if planted.is_some() { bad_id(world, 5, p.index) } else { a.id });
        f.truth("eligible_for_funding", a.eligible);
        if planted == Some("unknown-status") {
            f.text("training_status", "paused");
        } else if stale {
            Training::Active.write(f, 0);
        } else {
            a.progress.training.unwrap_or(Training::Active).write(f, a.key);
        }
        if stale {
            a.place_then.write_urn(f, "school_urn", a.urn_then)
        } else {
            a.place_now.write_urn(f, "school_urn", a.urn_now)
        }
        f.truth("targeted_delivery_funding_eligibility", false);
        match a.funded_place {
            Some(funded) => f.truth("funded_place", funded),
            None => f.null("funded_place"),
        }
        f.numbered("email", ("participant.", p.number(), 6), "@example.com");
        f.moment("created_at", plus(a.created_on, 5), a.key, "Z");
    });
    id_changes(p.id, if planted.is_some() { &[] } else { &p.former }, f);
}

/// Writes the ids that a person had before, each with the one that took over.
pub fn id_changes(id: Id, former: &[(Id, NaiveDate)], f: &mut Fields) {
    f.objects("participant_id_changes", former.iter().enumerate(), |f, (at, (from, on))| {
        f.id("from_participant_id", *from);
        f.id("to_participant_id", former.get(at + 1).map_or(id, |next| next.0));
        f.moment("changed_at", *on, at as u64, "Z");
    });
}

fn changes(a: &Application) -> Vec<NaiveDate> {
    let mut days = vec![plus(a.created_on, 5)];
    days.extend(a.progress.training.and_then(Training::changed_on));
    days.extend(a.progress.completed_on);
    days
}
