//! One NPQ participant at a time: made again from seed and number whenever a file needs them.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState as State, DeclarationType as Type};
use domain::programme::{Course, CourseGroup};

use super::progress::{self, Progress};
use super::shape::{Fate, schedule};
use crate::chance::{Dice, Id, Purpose, plus};
use crate::declaration::{Declaration, Place, Training, Trn};
use crate::partners::Partner;
use crate::plan::{AS_OF, YEARS, day};
use crate::register::lists::is_pp50;
use crate::schools::Kind;
use crate::world::World;

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Accepted,
    Pending,
    Rejected(&'static str),
}

/// An application, and the place on a course if it was accepted.
#[derive(Debug)]
pub struct Application {
    /// Number of the start among all; later numbers are of applications without one.
    pub key: u64,
    pub id: Id,
    pub year: usize,
    pub course: Course,
    pub cohort: u16,
    pub schedule: &'static str,
    pub status: Status,
    /// Where they worked when they applied, and now.
    pub place_then: Place,
    pub place_now: Place,
    pub urn_then: Option<u32>,
    pub urn_now: Option<u32>,
    pub created_on: NaiveDate,
    pub started_on: Option<NaiveDate>,
    pub fate: Fate,
    pub eligible: bool,
    pub funded_place: Option<bool>,
    pub partner: Partner,
    /// Whether its declarations name it; early ones may not.
    pub named: bool,
    pub progress: Progress,
}

/// A person.
#[derive(Debug)]
pub struct Person {
    pub index: u64,
    pub id: Id,
    /// Ids that they had before, each with the day on which the next took over.
    pub former: Vec<(Id, NaiveDate)>,
    pub trn: Trn,
    /// Some are missing from the participant feed, and their declarations are there all the same.
    pub in_feed: bool,
    /// Some are in the feed twice, the older copy last.
    pub stale_copy: bool,
    /// Some first declarations are in the file twice, as they were and as they are.
    pub stale_declaration: bool,
    pub applications: Vec<Application>,
}

impl Person {
    /// The number that names and contacts are made of.
    pub fn number(&self) -> u64 {
        self.index + 1
    }

    /// The id that was theirs on a day.
    pub fn id_on(&self, on: NaiveDate) -> Id {
        self.former.iter().find(|(_, until)| *until > on).map_or(self.id, |(id, _)| *id)
    }

    /// Places on courses.
    pub fn accepted(&self) -> impl Iterator<Item = &Application> {
        self.applications.iter().filter(|a| a.status == Status::Accepted)
    }
}

/// Makes one person.
pub fn person(world: &World, index: u64) -> Person {
    let shape = &world.npq;
    let mut dice = world.seed.dice(Purpose::NpqPerson, index);
    let mut person = Person {
        index,
        id: world.seed.id(Purpose::NpqPerson, index),
        former: Vec::new(),
        trn: if index % 1201 == 9 {
            Trn::Six
        } else if dice.happens(0.015) {
            Trn::Unknown
        } else {
            Trn::Seven
        },
        in_feed: index % 3001 != 5 || index % 233 == 11,
        stale_copy: index % 2003 == 17 && index % 3001 != 5,
        stale_declaration: index % 1999 == 13,
        applications: Vec::with_capacity(2),
    };
    if index < shape.people {
        let (block, ordinal) = shape.first_start(index);
        let first = started(world, block, ordinal, index, None, &mut dice);
        let second = shape.second_start(block, ordinal);
        let place = first.place_now;
        if index % 12 == 5 {
            // The same wish at another provider, given up.
            person.applications.push(elsewhere(world, &first, index));
        }
        person.applications.push(first);
        if let Some((block, ordinal)) = second {
            let place = if dice.happens(0.85) { Some(place) } else { None };
            person.applications.push(started(world, block, ordinal, index, place, &mut dice));
        }
        merge(world, &mut person, &mut dice);
    } else {
        let place = index - shape.people;
        person.applications.push(never_started(world, place, index, &mut dice));
    }
    person
}

/// A start: drawn from what becomes of it to where it happens.
fn started(world: &World, at: usize, ordinal: u64, index: u64, place: Option<Place>, dice: &mut Dice) -> Application {
    let block = &world.npq.blocks[at];
    let fate = block.fate(ordinal);
    let key = block.first_start + ordinal;
    let started_on = progress::start_day(block, dice);
    let place_then =
        place.unwrap_or_else(|| place_of(world, block.course, block.year, fate != Fate::Open, index, dice));
    let created_on = plus(started_on, -(25 + dice.below(110) as i64));
    let mut a = application(world, key, (block.course, block.year), place_then, created_on, dice);
    (a.cohort, a.schedule) = (block.cohort(), block.schedule());
    a.funded_place = (a.cohort >= 2024).then_some(a.eligible);
    a.urn_then = place_then.urn_on(world, created_on, key);
    a.fate = fate;
    a.started_on = Some(started_on);
    a.named = block.year > 0 || !index.is_multiple_of(10);
    a.progress = progress::run(block, fate, started_on, key, a.eligible, dice);
    let moved = index % 41 == 7 && matches!(place_then, Place::School(_)) && place.is_none();
    if moved {
        a.place_now = Place::School(world.npq_place(block.course, 3, fate != Fate::Open, dice));
        a.urn_now = a.place_now.urn_on(world, AS_OF, key);
    } else {
        // The feed keeps the URN of the day, also where the school has since become an academy.
        let seen = if key.is_multiple_of(10) { AS_OF } else { started_on };
        a.urn_now = place_then.urn_on(world, seen, key);
    }
    a.partner = match a.place_now {
        Place::School(site) if !key.is_multiple_of(25) => world.partners.at(site, a.cohort),
        Place::School(site) => Partner::near(world.schools.rows[site as usize].cell.hub, key / 25),
        _ => Partner((key % Partner::COUNT as u64) as u8),
    };
    a
}

/// The bare application, accepted, with nothing done yet.
fn application(
    world: &World,
    key: u64,
    (course, year): (Course, usize),
    place: Place,
    created_on: NaiveDate,
    dice: &mut Dice,
) -> Application {
    Application {
        key,
        id: world.seed.id(Purpose::NpqApplication, key),
        year,
        course,
        cohort: YEARS[year].0,
        schedule: schedule(course, false),
        status: Status::Accepted,
        place_then: place,
        place_now: place,
        urn_then: place.urn_on(world, created_on, key),
        urn_now: place.urn_on(world, AS_OF, key),
        created_on: created_on.max(day(2021, 6, 1)),
        started_on: None,
        fate: Fate::Open,
        eligible: eligible(world, place, course, year, dice),
        funded_place: None,
        partner: Partner(0),
        named: true,
        progress: Progress::default(),
    }
}

/// Where someone works: mostly a school of the register.
fn place_of(world: &World, course: Course, year: usize, completes: bool, index: u64, dice: &mut Dice) -> Place {
    if index % 257 == 3 {
        return Place::Strange((index / 257) as u32);
    }
    if index % 997 == 10 {
        return Place::Empty;
    }
    let early = if course.code() == "NPQEYL" { 0.46 } else { 0.004 };
    let chance = dice.unit();
    if chance < early {
        return Place::EarlyYears(900_000 + dice.below(80_000) as u32);
    }
    if chance < early + 0.018 {
        return Place::Employer;
    }
    Place::School(world.npq_place(course, year, completes, dice))
}

/// Whether DfE would pay: nearly every state school until 2023/24, then half of them and a few courses.
fn eligible(world: &World, place: Place, course: Course, year: usize, dice: &mut Dice) -> bool {
    let school = place.school(world);
    let chance = match (school, place) {
        (Some(s), _) if s.kind == Kind::Independent => 0.08,
        (Some(_), _) if year < 3 => 0.955,
        (Some(s), _) if is_pp50(s, world.pp50) => 0.93,
        (Some(_), _) if matches!(course.code(), "NPQH" | "NPQSENCO" | "NPQEYL" | "EHCO") => 0.85,
        (Some(_), _) => 0.3,
        (None, Place::EarlyYears(_)) => 0.85,
        _ => 0.5,
    };
    dice.happens(chance)
}

/// An application to another provider that was turned down because this one was accepted.
fn elsewhere(world: &World, first: &Application, index: u64) -> Application {
    let key = world.npq.starts + world.npq.everyone() + index;
    Application {
        key,
        id: world.seed.id(Purpose::NpqApplication, key),
        status: Status::Rejected("other_application_in_this_cohort_accepted"),
        created_on: plus(first.created_on, -3).max(day(2021, 6, 1)),
        started_on: None,
        progress: Progress::default(),
        ..*first
    }
}

/// Someone without a start that counts: accepted and idle, pending, or rejected.
fn never_started(world: &World, extra: u64, index: u64, dice: &mut Dice) -> Application {
    let shape = &world.npq;
    let block = &shape.blocks[shape.block_of_start(dice.below(shape.starts))];
    let place = place_of(world, block.course, block.year, false, index, dice);
    let on = progress::start_day(block, dice);
    let key = shape.starts + extra;
    let mut a = application(world, key, (block.course, block.year), place, plus(on, -40), dice);
    (a.cohort, a.schedule) = (block.cohort(), block.schedule());
    a.funded_place = (a.cohort >= 2024).then_some(a.eligible);
    a.partner = Partner((key % Partner::COUNT as u64) as u8);
    if extra < shape.idle {
        a.progress.training = Some(Training::Active);
        if extra.is_multiple_of(5) {
            let state =
                dice.pick(&[State::Voided, State::Voided, State::Voided, State::ClawedBack, State::AwaitingClawback]);
            a.progress.declarations.push(Declaration { kind: Type::Started, on, state });
            if state == State::Voided {
                a.progress.training = Some(Training::Withdrawn("started-in-error", plus(on, 9).min(AS_OF)));
            }
        }
    } else if extra < shape.idle + shape.pending {
        a.status = Status::Pending;
        a.year = 3;
        if a.course.facts().group == CourseGroup::Support {
            // The support offer had closed by then.
            a.course = "EHCO".parse().unwrap_or(a.course);
        }
        (a.cohort, a.schedule) = (2025, schedule(a.course, false));
        a.created_on = dice.day(day(2025, 3, 3), plus(AS_OF, -1));
        a.urn_then = place.urn_on(world, a.created_on, key);
        a.funded_place = None;
    } else {
        a.status = Status::Rejected(if dice.happens(0.6) { "rejected_by_provider" } else { "registration_expired" });
    }
    a
}

/// Gives some people a second id, and a few a third: their early declarations stay under the old ones.
fn merge(world: &World, person: &mut Person, dice: &mut Dice) {
    if person.index % 233 != 11 {
        return;
    }
    let Some(started_on) = person.applications.iter().find_map(|a| a.started_on) else {
        return;
    };
    let until = plus(started_on, 25 + dice.below(120) as i64).min(plus(AS_OF, -2));
    let id = |n: u64| world.seed.id(Purpose::NpqFormerId, person.index * 2 + n);
    person.former.push((id(0), until.max(plus(started_on, 1)).min(AS_OF)));
    if person.index % 2330 == 11 {
        person.former.push((id(1), plus(until, 60).min(AS_OF)));
    }
}
