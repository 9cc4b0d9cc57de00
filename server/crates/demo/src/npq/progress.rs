//! What follows a start: declarations, withdrawal or deferral, and results.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState as State, DeclarationType as Type};
use domain::participant::OutcomeState;

use super::shape::{Block, Fate};
use crate::chance::{Dice, plus};
use crate::declaration::{DEFERRALS, Declaration, Training, live_state};
use crate::plan::{AS_OF, YEARS};

const WITHDRAWALS: [&str; 21] = [
    "insufficient-capacity-to-undertake-programme",
    "personal-reason-health-or-pregnancy-related",
    "personal-reason-moving-school",
    "personal-reason-other",
    "insufficient-capacity",
    "change-in-developmental-or-personal-priorities",
    "change-in-school-circumstances",
    "change-in-school-leadership",
    "change-in-career",
    "quality-of-programme-structure-not-suitable.",
    "quality-of-programme-content-not-suitable",
    "quality-of-programme-facilitation-not-effective",
    "quality-of-programme-accessibility",
    "quality-of-programme-other",
    "programme-not-appropriate-for-role-and-cpd-needs",
    "started-in-error",
    "expected-commitment-unclear",
    "assessment-requirements-not-met",
    "disengaged-and-unresponsive",
    "non-payment-of-invoice",
    "other",
];

/// One in this many starts carries a second live `started` declaration by mistake.
pub const SECOND_LIVE: u64 = 1531;

/// Everything that happened on a course.
#[derive(Debug, Default)]
pub struct Progress {
    pub declarations: Vec<Declaration>,
    pub results: Vec<(OutcomeState, NaiveDate)>,
    pub training: Option<Training>,
    pub completed_on: Option<NaiveDate>,
}

impl Progress {
    /// The result that holds, and whether it is a pass, a fail or none.
    pub fn passed(&self) -> Option<bool> {
        match self.results.last().map(|r| r.0) {
            Some(OutcomeState::Passed) => Some(true),
            Some(OutcomeState::Failed) => Some(false),
            _ => None,
        }
    }

    fn declare(&mut self, kind: Type, on: NaiveDate, state: State) {
        self.declarations.push(Declaration { kind, on, state });
    }
}

/// The day on which a start of this block is declared: mostly in time, a few late, always within the year.
pub fn start_day(block: &Block, dice: &mut Dice) -> NaiveDate {
    let (first, last) = block.window();
    // Half of the declarations come in the last third of the window.
    let from = if dice.happens(0.5) { plus(first, (last - first).num_days() * 2 / 3) } else { first };
    let on = if dice.happens(0.03) { dice.day(plus(last, 1), plus(last, 60)) } else { dice.day(from, last) };
    on.min(YEARS[block.year].last_day()).min(AS_OF)
}

/// The course of one start. `key` is its number among all starts.
pub fn run(block: &Block, fate: Fate, started_on: NaiveDate, key: u64, funded: bool, dice: &mut Dice) -> Progress {
    let mut p = Progress { training: Some(Training::Active), ..Progress::default() };
    begin(&mut p, block, started_on, key, funded, dice);
    let m = &block.milestones;
    let mut retained = vec![(Type::Retained1, m.retained_1)];
    retained.extend(m.retained_2.map(|on| (Type::Retained2, on)));
    let mut last = started_on;
    if fate == Fate::Open {
        let (withdrawn, deferred) = [(0.70, 0.06), (0.65, 0.08), (0.12, 0.04), (0.05, 0.025)][block.year];
        let chance = dice.unit();
        let leaves = chance < withdrawn + deferred;
        let reach = if leaves { dice.below(retained.len() as u64 + 1) as usize } else { retained.len() };
        let mut reached = 0;
        for (kind, by) in retained.iter().take(reach) {
            let on = step(last, *by, dice);
            if on > AS_OF || (!leaves && dice.happens(0.05)) {
                break;
            }
            retain(&mut p, *kind, on, funded, dice);
            last = on;
            reached += 1;
        }
        let end = plus(last, 10 + dice.below(110) as i64).min(AS_OF);
        if chance < withdrawn {
            p.training = Some(Training::Withdrawn(dice.pick(&WITHDRAWALS), end));
        } else if leaves {
            p.training = Some(Training::Deferred(dice.pick(&DEFERRALS), end));
        } else if reached == retained.len() && block.year < 2 && dice.happens(0.04) {
            // Completed, and then that was withdrawn too.
            let on = step(last, m.completed, dice).min(AS_OF);
            p.declare(Type::Completed, on, if dice.happens(0.5) { State::Voided } else { State::ClawedBack });
            if block.course.facts().has_outcome {
                p.results.push((OutcomeState::Passed, plus(on, 20)));
                p.results.push((OutcomeState::Voided, plus(on, 50)));
            }
        }
        return p;
    }
    for (kind, by) in retained {
        let on = step(last, by, dice).min(plus(AS_OF, -4));
        retain(&mut p, kind, on, funded, dice);
        last = on;
    }
    let first = if m.completed > AS_OF { plus(AS_OF, -110) } else { plus(m.completed, -80) };
    let late = if dice.happens(0.05) { 45 } else { 0 };
    let on = dice.day(first.max(plus(last, 1)), plus(m.completed, late).min(AS_OF)).min(AS_OF);
    let state = live_state(on, funded, dice);
    p.declare(Type::Completed, on, state);
    p.completed_on = Some(on);
    if block.course.facts().has_outcome {
        assess(&mut p, fate, block.year, on, dice);
    }
    p
}

/// The `started` declaration, now and then with one before it that was voided, clawed back or ineligible.
fn begin(p: &mut Progress, block: &Block, on: NaiveDate, key: u64, funded: bool, dice: &mut Dice) {
    let chance = dice.unit();
    let before = plus(on, -(2 + dice.below(12) as i64));
    match chance {
        c if c < 0.006 => p.declare(Type::Started, before, State::Voided),
        c if c < 0.009 => p.declare(Type::Started, before, State::ClawedBack),
        c if c < 0.0105 => p.declare(Type::Started, before, State::Ineligible),
        _ => {}
    }
    let state = live_state(on, funded, dice);
    p.declare(Type::Started, on, state);
    if key % SECOND_LIVE == 29 {
        let again = plus(on, 1 + dice.below(10) as i64).min(YEARS[block.year].last_day()).min(AS_OF);
        p.declare(Type::Started, again, State::Submitted);
    }
}

fn retain(p: &mut Progress, kind: Type, on: NaiveDate, funded: bool, dice: &mut Dice) {
    if dice.happens(0.003) {
        p.declare(kind, on, State::Voided);
    }
    let state = live_state(on, funded, dice);
    p.declare(kind, on, state);
}

/// A day for the next declaration: in the weeks up to its milestone, a few later.
fn step(last: NaiveDate, by: NaiveDate, dice: &mut Dice) -> NaiveDate {
    let from = plus(by, -80).max(plus(last, 14));
    let to = if dice.happens(0.04) { plus(by, 50) } else { by };
    dice.day(from, to.max(from))
}

/// Results: the last one holds. Retakes and withdrawn results need time.
fn assess(p: &mut Progress, fate: Fate, year: usize, completed_on: NaiveDate, dice: &mut Dice) {
    let first = plus(completed_on, 14 + dice.below(46) as i64).min(AS_OF);
    let time = (AS_OF - first).num_days() > 90;
    let then = plus(first, 30 + dice.below(50) as i64);
    let chance = dice.unit();
    use OutcomeState::{Failed, Passed, Voided};
    let states: &[OutcomeState] = if fate == Fate::Passed {
        match chance {
            c if time && c < 0.035 => &[Failed, Passed],
            c if time && c < 0.038 => &[Passed, Voided, Passed],
            _ => &[Passed],
        }
    } else {
        let (failed, voided) = if year < 2 { (0.62, 0.10) } else { (0.40, 0.03) };
        match chance {
            c if time && c < failed * 0.3 => &[Failed, Failed],
            c if c < failed => &[Failed],
            c if time && c < failed + voided => &[Passed, Voided],
            _ => &[],
        }
    };
    for (at, state) in states.iter().enumerate() {
        p.results.push((*state, [first, then, plus(then, 5)][at]));
    }
}
