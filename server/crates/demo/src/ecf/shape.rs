//! The shape of all starts of early career teachers and mentors: blocks of one year, role and term with exact numbers,
//! and the weeks in which each declaration is made.

use chrono::NaiveDate;
use domain::participant::Role;

use crate::chance::apportion;
use crate::plan::{Totals, YEARS, day};

/// Terms in which training begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    September,
    January,
    April,
}

/// Starts of one year, role and term.
#[derive(Debug)]
pub struct Block {
    pub year: usize,
    pub role: Role,
    pub term: Term,
    pub first: u64,
    pub starts: u64,
}

/// All blocks.
#[derive(Debug)]
pub struct EcfShape {
    pub blocks: Vec<Block>,
    /// People with a start; after them come those who are registered and have none that counts.
    pub people: u64,
    pub idle: u64,
}

impl EcfShape {
    /// Shares the totals out.
    pub fn new(totals: &Totals) -> EcfShape {
        let mut blocks = Vec::new();
        let mut first = 0;
        for (role, years) in [(Role::Ect, totals.ects), (Role::Mentor, totals.mentors)] {
            for (year, total) in years.into_iter().enumerate() {
                let terms = [(Term::September, 0.925), (Term::January, 0.05), (Term::April, 0.025)];
                for ((term, _), starts) in terms.iter().zip(apportion(total, &terms.map(|t| t.1), None)) {
                    blocks.push(Block { year, role, term: *term, first, starts });
                    first += starts;
                }
            }
        }
        EcfShape { blocks, people: first, idle: first / 30 }
    }

    /// The block that holds a start.
    pub fn block_of(&self, index: u64) -> &Block {
        &self.blocks[self.blocks.partition_point(|b| b.first + b.starts <= index)]
    }

    /// The number of the first mentor.
    pub fn first_mentor(&self) -> u64 {
        self.blocks.iter().find(|b| b.role == Role::Mentor).map_or(0, |b| b.first)
    }
}

impl Block {
    /// Schedule identifier.
    pub fn schedule(&self) -> &'static str {
        match self.term {
            Term::September => "ecf-standard-september",
            Term::January => "ecf-standard-january",
            Term::April => "ecf-standard-april",
        }
    }

    /// The weeks of the six declarations from started to completed. A start before June belongs to the year that is
    /// under way and one from June to the year to come, so no window of starts reaches over that line.
    pub fn windows(&self) -> [(NaiveDate, NaiveDate); 6] {
        let y = i32::from(YEARS[self.year].0);
        let spring = |year| (day(year, 1, 6), day(year, 3, 31));
        let summer = |year| (day(year, 4, 14), day(year, 7, 20));
        let autumn = |year| (day(year, 9, 8), day(year, 12, 19));
        match self.term {
            Term::September if y == 2021 => [
                (day(2021, 9, 1), day(2021, 11, 30)),
                (day(2021, 12, 6), day(2022, 1, 31)),
                (day(2022, 2, 7), day(2022, 4, 30)),
                (day(2022, 5, 9), day(2022, 9, 30)),
                (day(2022, 10, 10), day(2023, 1, 31)),
                (day(2023, 2, 6), day(2023, 4, 30)),
            ],
            Term::September => [
                (day(y, 6, 8), day(y, 12, 19)),
                spring(y + 1),
                summer(y + 1),
                autumn(y + 1),
                spring(y + 2),
                summer(y + 2),
            ],
            Term::January => [spring(y + 1), summer(y + 1), autumn(y + 1), spring(y + 2), summer(y + 2), autumn(y + 2)],
            Term::April => {
                let start = (day(y + 1, 4, 14), day(y + 1, 5, 30));
                [start, autumn(y + 1), spring(y + 2), summer(y + 2), autumn(y + 2), spring(y + 3)]
            }
        }
    }
}
