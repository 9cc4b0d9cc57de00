//! One early career teacher or mentor at a time: made again from seed and number whenever a file needs them.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState as State, DeclarationType as Type};
use domain::participant::Role;

use super::shape::{Block, Term};
use crate::chance::{Dice, Id, Purpose, plus};
use crate::declaration::{DEFERRALS, Declaration, Place, Training, Trn, live_state};
use crate::partners::Partner;
use crate::plan::{AS_OF, MENTORS_WITH_NPQ, YEARS, day};
use crate::world::World;

const WITHDRAWALS: [&str; 6] = [
    "left-teaching-profession",
    "moved-school",
    "switched-to-school-led",
    "changed-lead-provider",
    "other",
    "mentor-no-longer-being-mentor",
];

const TYPES: [Type; 6] =
    [Type::Started, Type::Retained1, Type::Retained2, Type::Retained3, Type::Retained4, Type::Completed];

/// A teacher or mentor and their training.
#[derive(Debug)]
pub struct Trainee {
    pub index: u64,
    pub id: Id,
    /// The number that name, e-mail and teacher reference number are made of.
    pub number: u64,
    /// Whether they are also an NPQ participant, known by the same id.
    pub also_npq: bool,
    pub former: Vec<(Id, NaiveDate)>,
    pub trn: Trn,
    pub in_feed: bool,
    pub stale_declaration: bool,
    pub role: Role,
    pub year: usize,
    /// Cohort now, which is later than the first where training was moved.
    pub cohort: u16,
    pub moved: bool,
    pub schedule: &'static str,
    pub place: Place,
    pub urn: Option<u32>,
    pub mentor: Option<Id>,
    pub partner: Partner,
    pub created_on: NaiveDate,
    pub training: Training,
    pub declarations: Vec<Declaration>,
    pub completed_on: Option<NaiveDate>,
}

impl Trainee {
    /// The id that was theirs on a day.
    pub fn id_on(&self, on: NaiveDate) -> Id {
        self.former.iter().find(|(_, until)| *until > on).map_or(self.id, |(id, _)| *id)
    }

    /// The cohort to which a declaration of this day belongs.
    pub fn cohort_on(&self, on: NaiveDate) -> u16 {
        if self.moved && on < day(2024, 6, 1) { YEARS[self.year].0 } else { self.cohort }
    }
}

/// Makes one person.
pub fn trainee(world: &World, index: u64) -> Trainee {
    let shape = &world.ecf;
    let mut dice = world.seed.dice(Purpose::EcfPerson, index);
    let counts = index < shape.people;
    let block = shape.block_of(if counts { index } else { dice.below(shape.people) });
    let mentor_number = index.checked_sub(shape.first_mentor()).filter(|_| counts);
    let npq = mentor_number.filter(|m| m % MENTORS_WITH_NPQ == 7).map(|m| m / MENTORS_WITH_NPQ);
    let npq = npq.filter(|person| *person < world.npq.people);
    let own = world.npq.everyone() + index + 1;
    let windows = block.windows();
    let place = if index % 401 == 3 {
        Place::Strange((index / 401) as u32)
    } else if index % 1709 == 10 {
        Place::Empty
    } else {
        Place::School(world.ecf_place(block.year, &mut dice))
    };
    // Half of the starts are declared in the first part of the window.
    let (first, last) = windows[0];
    let by = if dice.happens(0.5) { plus(first, (last - first).num_days() / 2) } else { last };
    let started_on = dice.day(first, by).min(AS_OF);
    let cohort = YEARS[block.year].0;
    let mut t = Trainee {
        index,
        id: world.seed.id(if npq.is_some() { Purpose::NpqPerson } else { Purpose::EcfPerson }, npq.unwrap_or(index)),
        number: npq.map_or(own, |person| person + 1),
        also_npq: npq.is_some(),
        former: Vec::new(),
        trn: if npq.is_none() && index % 1301 == 9 { Trn::Six } else { Trn::Seven },
        in_feed: index % 4001 != 5,
        stale_declaration: index % 2503 == 13,
        role: block.role,
        year: block.year,
        cohort,
        moved: false,
        schedule: block.schedule(),
        place,
        urn: place.urn_on(world, started_on, index),
        mentor: None,
        partner: match place {
            Place::School(site) => world.partners.at(site, cohort),
            _ => Partner((index % Partner::COUNT as u64) as u8),
        },
        created_on: plus(started_on, -(10 + dice.below(60) as i64)),
        training: Training::Active,
        declarations: Vec::with_capacity(7),
        completed_on: None,
    };
    if counts {
        follow(world, &mut t, block, started_on, &mut dice);
        if t.role == Role::Ect && dice.happens(0.75) {
            let mentors = shape.people - shape.first_mentor();
            let mentor = shape.first_mentor() + dice.below(mentors.max(1));
            t.mentor = (mentors > 0).then(|| trainee_id(world, mentor));
        }
        if index % 263 == 17 && !t.also_npq && t.in_feed {
            let until = plus(started_on, 20 + dice.below(200) as i64).min(plus(AS_OF, -1)).max(plus(started_on, 1));
            t.former.push((world.seed.id(Purpose::EcfFormerId, index), until.min(AS_OF)));
        }
    } else if index.is_multiple_of(7) {
        let state = dice.pick(&[State::Voided, State::Voided, State::ClawedBack, State::AwaitingClawback]);
        t.declarations.push(Declaration { kind: Type::Started, on: started_on, state });
    }
    t
}

/// The id of a trainee, without making them.
fn trainee_id(world: &World, index: u64) -> Id {
    let mentor = index.saturating_sub(world.ecf.first_mentor());
    let npq = mentor / MENTORS_WITH_NPQ;
    if mentor % MENTORS_WITH_NPQ == 7 && npq < world.npq.people {
        world.seed.id(Purpose::NpqPerson, npq)
    } else {
        world.seed.id(Purpose::EcfPerson, index)
    }
}

/// What follows a start: the declarations made by the day of the data, or where and why training stopped.
fn follow(world: &World, t: &mut Trainee, block: &Block, started_on: NaiveDate, dice: &mut Dice) {
    let windows = block.windows();
    let quality = t.place.school(world).map_or(0.82, |s| s.quality);
    let completes = dice.happens(0.55 + 0.36 * quality + if t.role == Role::Mentor { -0.06 } else { 0.0 });
    let stops_after = if completes { 6 } else { 1 + dice.below(5) as usize };
    let before = plus(started_on, -(2 + dice.below(9) as i64));
    match dice.unit() {
        c if c < 0.005 => t.declarations.push(Declaration { kind: Type::Started, on: before, state: State::Voided }),
        c if c < 0.008 => {
            t.declarations.push(Declaration { kind: Type::Started, on: before, state: State::ClawedBack })
        }
        _ => {}
    }
    let mut last = started_on;
    for (at, kind) in TYPES.iter().enumerate().take(stops_after) {
        let (from, to) = windows[at];
        let late = if dice.happens(0.03) { 40 } else { 0 };
        let on = if at == 0 { started_on } else { dice.day(from.max(plus(last, 7)), plus(to, late)) };
        if on > AS_OF {
            break;
        }
        let state = live_state(on, true, dice);
        t.declarations.push(Declaration { kind: *kind, on, state });
        if at == 0 && t.index % 1777 == 29 {
            // Declared again by mistake, on another day of the same year.
            let again = plus(on, 3).min(windows[0].1.max(on)).min(AS_OF);
            t.declarations.push(Declaration { kind: Type::Started, on: again, state: State::Submitted });
        }
        last = on;
        if *kind == Type::Completed {
            t.completed_on = Some(on);
        }
    }
    if completes {
        move_place(world, t, dice);
        return;
    }
    let reached = t.declarations.last().is_some_and(|d| stops_after < 6 && d.kind == TYPES[stops_after - 1]);
    let end = plus(last, 15 + dice.below(100) as i64);
    if !reached || end > AS_OF {
        return;
    }
    match dice.unit() {
        c if c < 0.52 => {
            let reasons = if t.role == Role::Mentor { &WITHDRAWALS[..] } else { &WITHDRAWALS[..5] };
            t.training = Training::Withdrawn(dice.pick(reasons), end);
        }
        c if c < 0.66 => t.training = Training::Deferred(dice.pick(&DEFERRALS), end),
        c if c < 0.85 && block.year == 0 && t.role == Role::Ect && block.term == Term::September => {
            // The cohort was closed, and training goes on in that of 2024.
            t.moved = true;
            t.cohort = 2024;
            t.schedule = "ecf-extended-september";
            let next = TYPES[stops_after];
            let on = dice.day(day(2024, 9, 10), day(2025, 5, 30));
            let state = live_state(on, true, dice);
            t.declarations.push(Declaration { kind: next, on, state });
            if next == Type::Completed {
                t.completed_on = Some(on);
            }
            if let Place::School(site) = t.place {
                t.partner = world.partners.at(site, 2024);
            }
        }
        _ => {}
    }
}

/// Some change school; the feed shows the new one.
fn move_place(world: &World, t: &mut Trainee, dice: &mut Dice) {
    if t.index % 29 == 7 && matches!(t.place, Place::School(_)) {
        t.place = Place::School(world.ecf_place(3, dice));
        t.urn = t.place.urn_on(world, AS_OF, t.index);
    }
}

/// The number of a training record, which stays the same when people are merged.
pub fn record_id(world: &World, t: &Trainee) -> Id {
    world.seed.id(Purpose::EcfRecord, t.index)
}
