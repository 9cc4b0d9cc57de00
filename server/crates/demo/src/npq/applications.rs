//! The file of NPQ applications: accepted, pending and rejected.

use std::io::{self, Write};

use super::people::{Application, Person, Status, person};
use super::{UNKNOWN_COURSE, bad_id};
use crate::chance::plus;
use crate::declaration::{Place, Planting, Training, Trn};
use crate::output::{Fields, Layout, Objects};
use crate::plan::{AS_OF, day};
use crate::world::World;

/// Planted objects that cannot be taken: their words do not exist.
pub const BAD: [(&str, u64); 2] = [("unknown-course", 2), ("unknown-status", 2)];

/// Applications, with those that are pending or were rejected.
pub fn write(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Pages);
    let mut bad = Planting::new(&BAD);
    for index in 0..world.npq.everyone() {
        let p = person(world, index);
        for a in &p.applications {
            objects.object(a.id, "npq_application", |f| application(&p, a, None, f))?;
        }
        if let Some(rule) = bad.after(index) {
            let id = bad_id(world, 1, index);
            objects.object(id, "npq_application", |f| application(&p, &p.applications[0], Some(rule), f))?;
        }
    }
    objects.end()
}

fn application(p: &Person, a: &Application, rule: Option<&str>, f: &mut Fields) {
    f.text(
        "course_identifier",
        if rule == Some("unknown-course") { UNKNOWN_COURSE } else { a.course.facts().identifier },
    );
    f.numbered("email", ("participant.", p.number(), 6), "@example.com");
    f.truth("email_validated", true);
    match a.place_then {
        Place::Employer => f.text("employer_name", "Demo Trust Central Team"),
        Place::EarlyYears(n) => f.numbered("employer_name", ("Demo Nursery ", u64::from(n), 6), ""),
        _ => f.null("employer_name"),
    }
    f.maybe("employment_role", (a.place_then == Place::Employer).then_some("Demo Role"));
    f.numbered("full_name", ("Demo Participant ", p.number(), 6), "");
    let choice = ["school", "trust", "self", "another", "employer"][(a.key % 5) as usize];
    f.maybe("funding_choice", (!a.eligible).then_some(choice));
    f.text("headteacher_status", if a.course.code() == "EHCO" { "yes_in_first_five_years" } else { "no" });
    let reason = if a.key.is_multiple_of(4) { "previously-funded" } else { "establishment-ineligible" };
    f.maybe("ineligible_for_funding_reason", (!a.eligible).then_some(reason));
    f.id("participant_id", p.id_on(a.created_on));
    match a.place_then {
        Place::EarlyYears(n) => f.numbered("private_childcare_provider_urn", ("EY", u64::from(n), 6), ""),
        _ => f.null("private_childcare_provider_urn"),
    }
    p.trn.write(f, p.number());
    f.truth("teacher_reference_number_validated", p.trn == Trn::Seven);
    a.place_then.write_urn(f, "school_urn", a.urn_then);
    match a.urn_then {
        Some(urn) => f.numbered("school_ukprn", ("99", u64::from(urn) - 900_000, 6), ""),
        None => f.null("school_ukprn"),
    }
    let (status, reason) = match a.status {
        Status::Accepted => ("accepted", None),
        Status::Pending => ("pending", None),
        Status::Rejected(reason) => ("rejected", Some(reason)),
    };
    f.text("status", if rule == Some("unknown-status") { "waitlisted" } else { status });
    f.maybe("reason_for_rejection", reason);
    f.truth("works_in_school", matches!(a.place_then, Place::School(_) | Place::Strange(_)));
    f.numbered("cohort", ("", u64::from(a.cohort), 4), "");
    f.truth("eligible_for_funding", a.eligible);
    f.truth("targeted_delivery_funding_eligibility", false);
    f.truth("teacher_catchment", true);
    f.text("teacher_catchment_country", "United Kingdom of Great Britain and Northern Ireland");
    f.text("teacher_catchment_iso_country_code", "GBR");
    f.null("itt_provider");
    f.truth("lead_mentor", false);
    match a.funded_place {
        Some(funded) => f.truth("funded_place", funded),
        None => f.null("funded_place"),
    }
    let changed = a.progress.training.and_then(Training::changed_on);
    let updated =
        [plus(a.created_on, 6), changed.unwrap_or(a.created_on), a.progress.completed_on.unwrap_or(a.created_on)];
    f.moment("created_at", a.created_on, a.key, ".000Z");
    f.moment("updated_at", updated.into_iter().max().unwrap_or(AS_OF).min(AS_OF), a.key, ".000Z");
    f.maybe("schedule_identifier", (a.status == Status::Accepted).then_some(a.schedule));
    let senco = a.course.code() == "NPQSENCO";
    if senco {
        f.truth("works_as_senco", true)
    } else {
        f.null("works_as_senco")
    }
    f.day("senco_start_date", senco.then_some(day(2024, 9, 1)));
}
