//! Invented schools: England's mix of phases, types, sizes and trusts in real districts, and how much each takes part.

mod area;
mod changes;
mod names;
mod places;
mod trusts;

use chrono::NaiveDate;
use domain::establishment::establishment_type;
use domain::place::HubArea;

pub use changes::Link;
pub use places::{Cell, region_letter, region_name};
pub use trusts::Trust;

use crate::chance::Seed;
use crate::plan::Plan;
use area::Area;

/// The first URN; no real school has one this high.
pub const FIRST_URN: u32 = 900_000;

/// URNs from here on are in no register.
pub const STRANGE_URN: u32 = 990_000;

/// Type codes with their shares.
type Types = &'static [(u8, f64)];

/// What a school is, as the shares of England are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Primary,
    Secondary,
    Special,
    AlternativeProvision,
    Nursery,
    AllThrough,
    SixteenPlus,
    Independent,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 8] = [
        Kind::Primary,
        Kind::Secondary,
        Kind::Special,
        Kind::AlternativeProvision,
        Kind::Nursery,
        Kind::AllThrough,
        Kind::SixteenPlus,
        Kind::Independent,
    ];

    /// Roughly how many England has.
    const COUNTS: [f64; 8] = [16_700.0, 3_450.0, 1_050.0, 340.0, 380.0, 170.0, 340.0, 2_300.0];

    /// Type codes with their shares; academies come first, so that an area's own share can be set.
    fn types(self) -> (Types, Types) {
        match self {
            Kind::Primary => (&[(34, 68.0), (28, 29.0), (35, 3.0)], &[(1, 54.0), (2, 29.0), (3, 15.0), (5, 2.0)]),
            Kind::Secondary => (
                &[(34, 64.0), (28, 25.0), (35, 8.0), (40, 1.7), (41, 0.9), (6, 0.2)],
                &[(1, 40.0), (2, 38.0), (3, 2.0), (5, 20.0)],
            ),
            Kind::Special => (&[(44, 60.0), (33, 18.0), (36, 22.0)], &[(7, 80.0), (12, 10.0), (8, 10.0)]),
            Kind::AlternativeProvision => (&[(42, 47.0), (43, 19.0), (38, 34.0)], &[(14, 100.0)]),
            Kind::Nursery => (&[], &[(15, 100.0)]),
            Kind::AllThrough => (&[(34, 60.0), (28, 17.0), (35, 23.0)], &[(1, 50.0), (5, 50.0)]),
            Kind::SixteenPlus => (&[], &[(18, 64.0), (31, 6.0), (32, 10.0), (45, 10.0), (46, 2.0), (39, 8.0)]),
            Kind::Independent => (&[], &[(11, 75.0), (10, 25.0)]),
        }
    }

    /// National share of academies among those that may be one.
    fn academies(self) -> f64 {
        match self {
            Kind::Primary => 0.45,
            Kind::Secondary => 0.86,
            Kind::Special => 0.47,
            Kind::AlternativeProvision => 0.49,
            Kind::AllThrough => 0.88,
            _ => 0.0,
        }
    }
}

/// A row of the school register.
#[derive(Debug, Clone)]
pub struct School {
    pub urn: u32,
    pub name: String,
    pub cell: Cell,
    pub kind: Kind,
    pub type_code: u8,
    pub phase_code: u8,
    pub ages: (u8, u8),
    pub number: u16,
    pub pupils: Option<u32>,
    /// Percent of pupils eligible for free meals.
    pub fsm: f64,
    pub teachers: f64,
    pub trust: Option<u32>,
    pub class: (&'static str, &'static str),
    pub status: u8,
    pub opened: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    /// Rows that it took the place of: one, or two that merged.
    pub former: Vec<u32>,
    /// Whether it is the second of two that one school was split into.
    pub second_of_split: bool,
    /// How much it takes part, 1 on average, in NPQs and in early career training.
    pub npq_appeal: f64,
    pub ecf_appeal: f64,
    /// Chance that someone here completes.
    pub quality: f64,
}

impl School {
    /// Whether it counts as a school in an area, by its type.
    pub fn in_area(&self) -> bool {
        establishment_type(self.type_code).is_some_and(|t| t.in_area)
    }

    /// Whether it is open on a day, as the register's dates say.
    pub fn open_on(&self, on: NaiveDate) -> bool {
        self.status != 4 && self.opened.is_none_or(|d| d <= on) && self.closed.is_none_or(|d| d >= on)
    }
}

/// All schools.
#[derive(Debug)]
pub struct Schools {
    /// Places of work (today's schools and some that closed) first, then the predecessors of some, then those to open.
    pub rows: Vec<School>,
    /// How many of the rows are places of work.
    pub sites: usize,
    pub trusts: Vec<Trust>,
    pub links: Vec<Link>,
}

impl Schools {
    /// Makes them all; the same plan makes the same schools.
    pub fn new(plan: &Plan, seed: &Seed) -> Schools {
        let cells = places::cells(seed, plan.schools.max(300));
        let mut rows = Vec::with_capacity(plan.schools as usize + plan.schools as usize / 12);
        let mut carry = [0.0; 8];
        let mut next_number = std::collections::HashMap::new();
        for hub in HubArea::all() {
            let mut area = Area::new(seed, hub, cells.iter().filter(|c| c.hub == hub).map(|c| c.schools).sum());
            let mut kinds = area.kinds(&mut carry);
            for cell in cells.iter().filter(|c| c.hub == hub) {
                for _ in 0..cell.schools {
                    let kind = kinds.pop().unwrap_or(Kind::Primary);
                    let mut school = area.school(*cell, kind, FIRST_URN + 1 + rows.len() as u32, seed);
                    let base = number_base(kind);
                    let number = next_number.entry((cell.la_code, base)).or_insert(base);
                    school.number = *number;
                    *number += 1;
                    rows.push(school);
                }
            }
        }
        let sites = rows.len();
        let trusts = trusts::found(seed, &mut rows);
        let links = changes::happen(seed, &mut rows);
        Schools { rows, sites, trusts, links }
    }

    /// The row with this URN; they count up from the first.
    pub fn by_urn(&self, urn: u32) -> Option<&School> {
        self.rows.get(urn.checked_sub(FIRST_URN + 1)? as usize)
    }

    /// The row that stood for a place of work on a day; `pick` chooses between two that later merged.
    pub fn row_on(&self, site: u32, on: NaiveDate, pick: u64) -> &School {
        let mut row = &self.rows[site as usize];
        while row.opened.is_some_and(|d| d > on) && !row.former.is_empty() {
            row = &self.rows[row.former[pick as usize % row.former.len()] as usize];
        }
        row
    }
}

fn number_base(kind: Kind) -> u16 {
    match kind {
        Kind::Nursery => 1000,
        Kind::AlternativeProvision => 1100,
        Kind::Primary => 2000,
        Kind::Secondary | Kind::AllThrough => 4000,
        Kind::Independent => 6000,
        Kind::Special => 7000,
        Kind::SixteenPlus => 8000,
    }
}
