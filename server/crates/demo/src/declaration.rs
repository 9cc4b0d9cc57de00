//! What both programmes share: declarations and their states, training status, and where a person works.

use chrono::{Datelike, NaiveDate};
use domain::declaration::{DeclarationState as State, DeclarationType};

use crate::chance::{Dice, Id, Purpose, plus};
use crate::output::Fields;
use crate::plan::{AS_OF, day};
use crate::schools::{STRANGE_URN, School};
use crate::world::World;

/// The lead provider whose data these are.
pub const PROVIDER: &str = "Demo Lead Provider";

/// One declaration.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    pub kind: DeclarationType,
    pub on: NaiveDate,
    pub state: State,
}

impl Declaration {
    /// Whether it counts as a start.
    pub fn is_live_start(&self) -> bool {
        self.kind == DeclarationType::Started && self.state.is_live()
    }
}

/// The state of a declaration that counts: the older, the further; the unfunded are never paid.
pub fn live_state(on: NaiveDate, funded: bool, dice: &mut Dice) -> State {
    let chance = dice.unit();
    if !funded {
        return State::Submitted;
    }
    if on < day(2025, 3, 1) {
        return if chance < 0.985 { State::Paid } else { State::Eligible };
    }
    match chance {
        c if on < day(2025, 5, 16) && c < 0.5 => State::Payable,
        c if c < 0.6 => State::Eligible,
        _ => State::Submitted,
    }
}

/// Where training stands for the lead provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Training {
    Active,
    Withdrawn(&'static str, NaiveDate),
    Deferred(&'static str, NaiveDate),
}

/// Reasons for a deferral, the same in both programmes.
pub const DEFERRALS: [&str; 5] = ["bereavement", "long-term-sickness", "parental-leave", "career-break", "other"];

impl Training {
    /// Writes the status, and reason and day where there are some.
    pub fn write(self, f: &mut Fields, pick: u64) {
        let (word, withdrawal, deferral) = match self {
            Training::Active => ("active", None, None),
            Training::Withdrawn(reason, on) => ("withdrawn", Some((reason, on)), None),
            Training::Deferred(reason, on) => ("deferred", None, Some((reason, on))),
        };
        f.text("training_status", word);
        for (name, what) in [("withdrawal", withdrawal), ("deferral", deferral)] {
            match what {
                Some((reason, on)) => f.object(name, |f| {
                    f.text("reason", reason);
                    f.moment("date", on, pick, "Z");
                }),
                None => f.null(name),
            }
        }
    }

    /// The day of the last change, if there was one.
    pub fn changed_on(self) -> Option<NaiveDate> {
        match self {
            Training::Active => None,
            Training::Withdrawn(_, on) | Training::Deferred(_, on) => Some(on),
        }
    }
}

/// Where someone works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A place of work among the schools.
    School(u32),
    /// A nursery with a childcare number and no URN.
    EarlyYears(u32),
    /// A trust's central team, a local authority, or the like.
    Employer,
    /// A URN that is in no register.
    Strange(u32),
    /// An empty text where a URN belongs.
    Empty,
}

impl Place {
    /// The URN that was true on a day.
    pub fn urn_on(self, world: &World, on: NaiveDate, pick: u64) -> Option<u32> {
        match self {
            Place::School(site) => Some(world.schools.row_on(site, on, pick).urn),
            Place::Strange(n) => Some(STRANGE_URN + n % 400),
            _ => None,
        }
    }

    /// The school, if it is one.
    pub fn school(self, world: &World) -> Option<&School> {
        match self {
            Place::School(site) => world.schools.rows.get(site as usize),
            _ => None,
        }
    }

    /// Writes a URN, null, or the empty text.
    pub fn write_urn(self, f: &mut Fields, name: &str, urn: Option<u32>) {
        match (self, urn) {
            (Place::Empty, _) => f.text(name, ""),
            (_, Some(urn)) => f.numbered(name, ("", u64::from(urn), 6), ""),
            (_, None) => f.null(name),
        }
    }
}

/// A teacher reference number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trn {
    Unknown,
    Seven,
    /// The leading zero was lost on the way.
    Six,
}

impl Trn {
    /// Writes it; numbers count up from 0000001 and are nobody's.
    pub fn write(self, f: &mut Fields, number: u64) {
        match self {
            Trn::Unknown => f.null("teacher_reference_number"),
            Trn::Seven => f.numbered("teacher_reference_number", ("", number, 7), ""),
            Trn::Six => f.numbered("teacher_reference_number", ("", number, 6), ""),
        }
    }
}

/// When a declaration was entered and last changed.
pub fn entered(on: NaiveDate, pick: u64) -> (NaiveDate, NaiveDate) {
    // Most are entered within two weeks; some long after the day they are for.
    let delay = if pick.is_multiple_of(29) { 40 + pick % 150 } else { pick % 14 } as i64;
    let created = plus(on, delay).min(AS_OF);
    (created, plus(created, 20 + (pick % 71) as i64).min(AS_OF))
}

/// The statement of the month after a day.
pub fn statement(world: &World, on: NaiveDate) -> Id {
    world.seed.id(Purpose::Statement, on.year() as u64 * 12 + u64::from(on.month()))
}

/// The word that NPQ uses for a state; early career training writes hyphens instead.
pub fn npq_word(state: State) -> &'static str {
    match state {
        State::AwaitingClawback => "awaiting_clawback",
        State::ClawedBack => "clawed_back",
        other => other.slug(),
    }
}

/// Planted objects of a file, set one by one between good ones.
#[derive(Debug)]
pub struct Planting(Vec<&'static str>);

impl Planting {
    /// From rules and how often each is broken.
    pub fn new(list: &[(&'static str, u64)]) -> Planting {
        Planting(list.iter().rev().flat_map(|(rule, n)| std::iter::repeat_n(*rule, *n as usize)).collect())
    }

    /// The next, whatever came before.
    pub fn take(&mut self) -> Option<&'static str> {
        self.0.pop()
    }

    /// The next, after every ninth person.
    pub fn after(&mut self, index: u64) -> Option<&'static str> {
        if index % 9 == 8 { self.0.pop() } else { None }
    }
}
