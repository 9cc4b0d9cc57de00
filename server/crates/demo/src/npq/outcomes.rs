//! The file of results of assessed NPQs.

use std::io::{self, Write};

use super::people::{Application, Person, person};
use super::{UNKNOWN_COURSE, bad_id};
use crate::chance::Purpose;
use crate::declaration::Planting;
use crate::output::{Fields, Layout, Objects};
use crate::world::World;

/// Planted objects that cannot be taken: their words do not exist.
pub const BAD: [(&str, u64); 2] = [("unknown-course", 1), ("unknown-state", 1)];

/// Outcomes of assessed courses.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Pages);
    let mut bad = Planting::new(&BAD);
    for index in 0..world.npq.people {
        let p = person(world, index);
        for a in p.accepted() {
            for at in 0..a.progress.results.len() {
                let id = world.seed.id(Purpose::NpqOutcome, a.key * 4 + at as u64);
                objects.object(id, "participant-outcome", |f| outcome(&p, a, at, None, f))?;
            }
        }
        if let Some(a) = p.accepted().find(|a| !a.progress.results.is_empty())
            && let Some(rule) = bad.take()
        {
            objects.object(bad_id(world, 4, index), "participant-outcome", |f| outcome(&p, a, 0, Some(rule), f))?;
        }
    }
    objects.end()
}

fn outcome(p: &Person, a: &Application, at: usize, bad: Option<&str>, f: &mut Fields) {
    let (state, on) = a.progress.results[at];
    f.text("state", if bad == Some("unknown-state") { "referred" } else { state.slug() });
    let completed = a.progress.declarations.last().map_or(on, |d| d.on);
    f.moment("completion_date", completed, 0, "+00:00");
    f.text(
        "course_identifier",
        if bad == Some("unknown-course") { UNKNOWN_COURSE } else { a.course.facts().identifier },
    );
    f.id("participant_id", p.id_on(on));
    f.moment("created_at", on, a.key, ".000Z");
    f.moment("updated_at", on, a.key, ".000Z");
}
