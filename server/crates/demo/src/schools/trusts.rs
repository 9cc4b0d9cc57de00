//! Invented trusts: single-academy trusts and multi-academy trusts of 2 to 40 schools that lie near one another.

use chrono::NaiveDate;

use super::{School, names};
use crate::chance::{Purpose, Seed, plus};
use crate::plan::day;

/// A trust.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Group UID.
    pub uid: u32,
    pub name: String,
    /// Whether it runs one academy only.
    pub single: bool,
    pub opened: NaiveDate,
    pub members: u32,
}

impl Trust {
    /// Group id, e.g. `TR80001`.
    pub fn group_id(&self) -> String {
        format!("TR{}", self.uid)
    }
}

/// Whether a type of school is run by a trust.
pub fn has_trust(type_code: u8) -> bool {
    matches!(type_code, 28 | 33..=36 | 38..=46)
}

/// Founds trusts and gives each academy one. Schools come in the order of hub areas, so trusts are local.
pub fn found(seed: &Seed, rows: &mut [School]) -> Vec<Trust> {
    let mut trusts: Vec<Trust> = Vec::new();
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut hub = None;
    for row in rows.iter_mut().filter(|r| has_trust(r.type_code)) {
        let index = trusts.len() as u64;
        let mut dice = seed.dice(Purpose::Trusts, u64::from(row.urn));
        if hub.is_some_and(|h| h != row.cell.hub) {
            // Most trusts stay in one hub area; large ones reach into the next.
            open.retain(|(trust, left)| *left > 8 && trust % 2 == 0);
        }
        hub = Some(row.cell.hub);
        let single = dice.happens(0.085);
        let join = !single && !open.is_empty() && (open.len() >= 6 || dice.happens(0.8));
        let trust = if join {
            let at = dice.below(open.len() as u64) as usize;
            open[at].1 -= 1;
            let trust = open[at].0;
            if open[at].1 == 0 {
                open.swap_remove(at);
            }
            trust
        } else {
            let size = [1, 3, 6, 10, 18, 30][if single { 0 } else { 1 + dice.weighted(&[40.0, 30.0, 18.0, 8.0, 4.0]) }];
            let most = if single { 1 } else { size + dice.below(u64::from(size) / 3 + 1) as u32 };
            if most > 1 {
                open.push((trusts.len(), most - 1));
            }
            trusts.push(Trust {
                uid: 80_001 + index as u32,
                name: names::trust(&mut dice, single),
                single,
                opened: plus(day(2010, 10, 1), dice.below(3_500) as i64),
                members: 0,
            });
            trusts.len() - 1
        };
        row.trust = Some(trust as u32);
        trusts[trust].members += 1;
    }
    trusts
}
