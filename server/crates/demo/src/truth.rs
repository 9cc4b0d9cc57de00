//! What the files of a plan say when they are read rightly: the totals that were meant, counted by walking the people
//! again, and the rows that were planted to be noticed.

mod engaged;

use domain::declaration::DeclarationType as Type;
use domain::participant::{OutcomeState, Role};
use domain::place::HubArea;
use domain::programme::Course;

use crate::declaration::{Place, Training, Trn};
use crate::engagement::reach::{Reach, Reached};
use crate::npq::people::{Person, Status, person};
use crate::plan::{AS_OF, Plan, Planted};
use crate::register::{self, lists};
use crate::schools::STRANGE_URN;
use crate::world::World;
use crate::{ecf, npq};

/// Totals, by academic year in the order of [`crate::YEARS`] where they are arrays of four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// NPQ starts, without the two offers.
    pub npq_starts: [u64; 4],
    /// Starts by course, the offers (EHCO, ASO) included.
    pub starts_by_course: Vec<(Course, [u64; 4])>,
    /// NPQ starts by hub area of the school, in the order of hub areas; the last row is Unknown.
    pub npq_starts_by_hub: Vec<[u64; 4]>,
    /// Of the NPQ starts: completed.
    pub npq_completed: [u64; 4],
    /// Of the completed: passed, by the result that holds.
    pub npq_passed: [u64; 4],
    /// Of the completed: failed.
    pub npq_failed: [u64; 4],
    /// Of the completed: without a result that holds.
    pub npq_awaiting: [u64; 4],
    /// Of the NPQ starts: withdrawn.
    pub npq_withdrawn: [u64; 4],
    /// Of the NPQ starts: deferred.
    pub npq_deferred: [u64; 4],
    /// Distinct people with an NPQ start in the year.
    pub npq_people: [u64; 4],
    /// Distinct people with an NPQ start in any year.
    pub npq_people_ever: u64,
    /// Early career teachers who started.
    pub ects: [u64; 4],
    /// Early career teachers by hub area, as for NPQ.
    pub ects_by_hub: Vec<[u64; 4]>,
    /// Mentors who started.
    pub mentors: [u64; 4],
    /// Of the early career teachers: completed.
    pub ects_completed: [u64; 4],
    /// Of the mentors: completed.
    pub mentors_completed: [u64; 4],
    /// Distinct people with a start of any kind in either programme, once old ids are followed.
    pub people: u64,
    /// Of these: in both programmes under one id.
    pub people_in_both: u64,
    /// Old ids that lead to another.
    pub old_ids: u64,
    /// NPQ applications accepted, pending, rejected.
    pub applications: [u64; 3],
    /// Places of work open on the day of the data that count as schools in the area, by hub area.
    pub schools_in_area: Vec<u64>,
    /// Distinct schools of the register that a strand's files name, by strand and year, as they are named: any live
    /// declaration of an NPQ (the two offers left out) or of early career training, the latter's starts from June in the
    /// year to come; inductions that touch the year; placements; events.
    pub schools_by_strand: [[u64; 4]; 5],
    /// Of the schools in the area open on the day of the data: reached themselves or through a predecessor, by strand
    /// and then by any; in each year and then in any.
    pub reached: [[u64; 5]; 6],
    /// The same for any strand, by hub area.
    pub reached_by_hub: Vec<[u64; 5]>,
    /// Inductions that the appropriate bodies' register lists rightly: provider-led, school-led, not said.
    pub inductions: [u64; 3],
    /// Rows planted to be noticed, by file and kind.
    pub planted: Vec<Planted>,
}

/// Counts the truth of a plan.
pub fn truth(plan: &Plan) -> Truth {
    of(&World::new(plan))
}

pub(crate) fn of(world: &World) -> Truth {
    let mut t = Truth {
        npq_starts: [0; 4],
        starts_by_course: Course::all().map(|c| (c, [0; 4])).collect(),
        npq_starts_by_hub: vec![[0; 4]; HubArea::COUNT + 1],
        npq_completed: [0; 4],
        npq_passed: [0; 4],
        npq_failed: [0; 4],
        npq_awaiting: [0; 4],
        npq_withdrawn: [0; 4],
        npq_deferred: [0; 4],
        npq_people: [0; 4],
        npq_people_ever: 0,
        ects: [0; 4],
        ects_by_hub: vec![[0; 4]; HubArea::COUNT + 1],
        mentors: [0; 4],
        ects_completed: [0; 4],
        mentors_completed: [0; 4],
        people: world.npq.people + world.ecf.people,
        people_in_both: 0,
        old_ids: 0,
        applications: [0; 3],
        schools_in_area: vec![0; HubArea::COUNT],
        schools_by_strand: [[0; 4]; 5],
        reached: [[0; 5]; 6],
        reached_by_hub: Vec::new(),
        inductions: [0; 3],
        planted: planted_by_rule(),
    };
    let mut reach = Reach::new();
    for school in world.schools.rows.iter().filter(|s| s.in_area() && s.open_on(AS_OF)) {
        t.schools_in_area[school.cell.hub.index()] += 1;
    }
    for index in 0..world.npq.everyone() {
        let p = person(world, index);
        count_npq(world, &p, &mut t);
        engaged::npq(&p, &mut reach);
    }
    for index in 0..world.ecf.people + world.ecf.idle {
        let e = ecf::people::trainee(world, index);
        count_ecf(world, &e, &mut t);
        engaged::ecf(world, &e, &mut reach, &mut t);
    }
    engaged::beside(world, &mut reach, &mut t);
    let Reached { schools_by_strand, in_area, by_hub } = reach.count(&world.schools);
    (t.schools_by_strand, t.reached, t.reached_by_hub) = (schools_by_strand, in_area, by_hub);
    t.people -= t.people_in_both;
    t.planted.retain(|p| p.rows > 0);
    t
}

fn hub_row(world: &World, place: Place) -> usize {
    place.school(world).map_or(HubArea::COUNT, |s| s.cell.hub.index())
}

fn count_npq(world: &World, p: &Person, t: &mut Truth) {
    let mut years = [false; 4];
    for a in &p.applications {
        t.applications[match a.status {
            Status::Accepted => 0,
            Status::Pending => 1,
            Status::Rejected(_) => 2,
        }] += 1;
        place(t, "npq_applications.json", a.place_then, a.urn_then, 1);
        if p.trn == Trn::Six {
            add(t, "npq_applications.json", "trn-padded", 1);
        }
        let live = a.progress.declarations.iter().filter(|d| d.is_live_start()).count() as u64;
        if live == 0 {
            continue;
        }
        add(t, "npq_declarations.ndjson", "second-live-start", live - 1);
        t.starts_by_course[a.course.index()].1[a.year] += 1;
        if !a.course.facts().is_npq {
            continue;
        }
        years[a.year] = true;
        t.npq_starts[a.year] += 1;
        let place = if p.in_feed { a.place_now } else { a.place_then };
        t.npq_starts_by_hub[hub_row(world, place)][a.year] += 1;
        match a.progress.training {
            Some(Training::Withdrawn(..)) => t.npq_withdrawn[a.year] += 1,
            Some(Training::Deferred(..)) => t.npq_deferred[a.year] += 1,
            _ => {}
        }
        if a.progress.declarations.iter().any(|d| d.kind == Type::Completed && d.state.is_live()) {
            t.npq_completed[a.year] += 1;
            match a.progress.results.last().map(|r| r.0) {
                Some(OutcomeState::Passed) => t.npq_passed[a.year] += 1,
                Some(OutcomeState::Failed) => t.npq_failed[a.year] += 1,
                _ => t.npq_awaiting[a.year] += 1,
            }
        }
    }
    for (year, started) in years.into_iter().enumerate() {
        t.npq_people[year] += u64::from(started);
    }
    t.npq_people_ever += u64::from(years.contains(&true));
    t.old_ids += p.former.len() as u64;
    let enrolled = p.index < world.npq.people + world.npq.idle;
    if !enrolled {
        return;
    }
    let copies = u64::from(p.in_feed) + u64::from(p.stale_copy);
    let file = "npq_participants.json";
    for a in p.accepted() {
        place(t, file, a.place_now, a.urn_now, u64::from(p.in_feed));
        place(t, file, a.place_then, a.urn_then, u64::from(p.stale_copy));
    }
    if p.trn == Trn::Six {
        add(t, file, "trn-padded", copies);
    }
    add(t, file, "not-in-feed", u64::from(!p.in_feed));
    add(t, file, "duplicate", u64::from(p.stale_copy));
    let first = p.accepted().next().is_some_and(|a| !a.progress.declarations.is_empty());
    add(t, "npq_declarations.ndjson", "duplicate", u64::from(p.stale_declaration && first));
}

fn count_ecf(world: &World, e: &ecf::people::Trainee, t: &mut Truth) {
    let file = "ecf_participants.json";
    t.people_in_both += u64::from(e.also_npq);
    t.old_ids += e.former.len() as u64;
    place(t, file, e.place, e.urn, u64::from(e.in_feed));
    if e.trn == Trn::Six {
        add(t, file, "trn-padded", u64::from(e.in_feed));
    }
    add(t, file, "not-in-feed", u64::from(!e.in_feed));
    let twice = e.stale_declaration && !e.declarations.is_empty();
    add(t, "ecf_declarations.ndjson", "duplicate", u64::from(twice));
    let live = e.declarations.iter().filter(|d| d.is_live_start()).count() as u64;
    if live == 0 {
        return;
    }
    add(t, "ecf_declarations.ndjson", "second-live-start", live - 1);
    let completed = u64::from(e.completed_on.is_some());
    let code = if e.role == Role::Mentor { "MENTOR" } else { "ECT" };
    if let Some(row) = t.starts_by_course.iter_mut().find(|(c, _)| c.code() == code) {
        row.1[e.year] += 1;
    }
    if e.role == Role::Mentor {
        t.mentors[e.year] += 1;
        t.mentors_completed[e.year] += completed;
    } else {
        t.ects[e.year] += 1;
        t.ects_completed[e.year] += completed;
        let hub = if e.in_feed { hub_row(world, e.place) } else { HubArea::COUNT };
        t.ects_by_hub[hub][e.year] += 1;
    }
}

fn place(t: &mut Truth, file: &'static str, place: Place, urn: Option<u32>, rows: u64) {
    if place == Place::Empty {
        add(t, file, "empty-urn", rows);
    } else if urn.is_some_and(|urn| urn >= STRANGE_URN) {
        add(t, file, "unknown-urn", rows);
    }
}

fn add(t: &mut Truth, file: &'static str, rule: &'static str, rows: u64) {
    if rows == 0 {
        return;
    }
    match t.planted.iter_mut().find(|p| p.file == file && p.rule == rule) {
        Some(planted) => planted.rows += rows,
        None => t.planted.push(Planted { file, rule, rows, rejected: false }),
    }
}

/// What the writers plant however many people there are.
fn planted_by_rule() -> Vec<Planted> {
    let register = [
        ("edubasealldata20250613.csv", "ragged-row", register::RAGGED, true),
        ("edubasealldata20250613.csv", "impossible-date", register::IMPOSSIBLE_DATES, false),
        ("headcounts.csv", "bad-number", lists::NOT_A_NUMBER, true),
        ("headcounts.csv", "unknown-urn", lists::STRANGE_HEADCOUNTS, false),
    ];
    let lists: [(&'static str, &[(&'static str, u64)]); 6] = [
        ("npq_applications.json", &npq::applications::BAD),
        ("npq_participants.json", &npq::participants::BAD),
        ("npq_declarations.ndjson", &npq::declarations::BAD),
        ("npq_outcomes.json", &npq::outcomes::BAD),
        ("ecf_participants.json", &ecf::write::BAD_PARTICIPANTS),
        ("ecf_declarations.ndjson", &ecf::write::BAD_DECLARATIONS),
    ];
    let mut planted: Vec<Planted> =
        register.map(|(file, rule, rows, rejected)| Planted { file, rule, rows, rejected }).into();
    for (file, list) in lists {
        for (rule, rows) in list {
            // An unknown status leaves a blank in a row that is taken; whatever else is unknown leaves nothing to take.
            planted.push(Planted { file, rule, rows: *rows, rejected: *rule != "unknown-status" });
        }
    }
    planted.extend(engaged::planted());
    planted
}
