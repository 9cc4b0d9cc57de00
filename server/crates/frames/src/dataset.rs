//! The dataset as held: one row a start, by programme and academic year, people in order, so that distinct people are
//! counted by looking at the row before.

use std::ops::BitOr;

use chrono::NaiveDate;
use domain::establishment::{Phase, SchoolType, Urn};
use domain::place::{HubArea, Region};
use domain::programme::{AcademicYear, Cohort, Programme};
use serde::{Deserialize, Serialize};

/// Everything that questions are asked of. Index 0 of schools, authorities, partners and trusts is "unknown".
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Dataset {
    /// Version of the data.
    pub version: i64,
    /// The day the data speak for.
    pub as_of: NaiveDate,
    /// Schools; index 0 stands for a school that is not known.
    pub schools: Schools,
    /// Local authorities: code, name, region; index 0 is unknown.
    pub authorities: Vec<(String, String, Region)>,
    /// Trusts: group id, name; index 0 is "no trust".
    pub trusts: Vec<(String, String)>,
    /// Delivery partners: id, name; index 0 is unknown.
    pub partners: Vec<(String, String)>,
    /// Words of the priority lists; a school's bit is the position.
    pub priority_lists: Vec<String>,
    /// Cohorts by position; index 0 is unknown.
    pub cohorts: Vec<Option<Cohort>>,
    /// Starts, one partition for each programme and academic year, in that order.
    pub partitions: Vec<Partition>,
    /// NPQ applications.
    pub applications: Applications,
    /// Academic years from the first with data to the one of `as_of`.
    pub years: Vec<AcademicYear>,
    /// What is odd across files.
    pub oddities: Oddities,
}

/// Schools, column by column.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Schools {
    /// Reference numbers; 0 at index 0.
    pub urn: Vec<u32>,
    /// Names.
    pub name: Vec<String>,
    /// Region by position.
    pub region: Vec<u8>,
    /// Hub area by position, 87 where not known.
    pub hub: Vec<u8>,
    /// Authority by position.
    pub authority: Vec<u16>,
    /// Phase by position.
    pub phase: Vec<u8>,
    /// School type by position.
    pub school_type: Vec<u8>,
    /// Trust by position.
    pub trust: Vec<u16>,
    /// Bit mask of priority lists.
    pub priority: Vec<u16>,
    /// Itself and all its successors: on any day, those of them that are open stand for it.
    pub today: Vec<Vec<u32>>,
    /// For each year of `Dataset::years`, whether it is a school in an area on the year's first day.
    pub in_area: Vec<Vec<bool>>,
    /// For each year, teachers (headcount), NaN where not known.
    pub teachers: Vec<Vec<f32>>,
}

impl Schools {
    /// How many, the unknown one included.
    pub fn len(&self) -> usize {
        self.urn.len()
    }

    /// Whether no school is known.
    pub fn is_empty(&self) -> bool {
        self.urn.len() <= 1
    }

    /// Position of a school.
    pub fn position(&self, urn: Urn) -> Option<usize> {
        self.urn.binary_search(&urn.0).ok().filter(|at| *at > 0)
    }

    /// Phase of the school at a position.
    pub fn phase_at(&self, at: usize) -> Phase {
        Phase::ALL[usize::from(self.phase[at])]
    }

    /// Type of the school at a position.
    pub fn type_at(&self, at: usize) -> SchoolType {
        SchoolType::ALL[usize::from(self.school_type[at])]
    }

    /// Hub area of the school at a position.
    pub fn hub_at(&self, at: usize) -> Option<HubArea> {
        HubArea::at(usize::from(self.hub[at]))
    }
}

/// What has become of a start, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flags(pub u16);

impl Flags {
    /// Live `retained-1` declaration.
    pub const RETAINED_1: Flags = Flags(1);
    /// Live `retained-2` declaration.
    pub const RETAINED_2: Flags = Flags(1 << 1);
    /// Live `retained-3` declaration.
    pub const RETAINED_3: Flags = Flags(1 << 2);
    /// Live `retained-4` declaration.
    pub const RETAINED_4: Flags = Flags(1 << 3);
    /// Live `completed` declaration.
    pub const COMPLETED: Flags = Flags(1 << 4);
    /// Completed and the latest outcome is a pass.
    pub const PASSED: Flags = Flags(1 << 5);
    /// Completed and the latest outcome is a fail.
    pub const FAILED: Flags = Flags(1 << 6);
    /// Withdrawn.
    pub const WITHDRAWN: Flags = Flags(1 << 7);
    /// Deferred.
    pub const DEFERRED: Flags = Flags(1 << 8);
    /// In training: neither completed, withdrawn nor deferred.
    pub const ACTIVE: Flags = Flags(1 << 9);
    /// The cohort and course group are mature.
    pub const MATURE: Flags = Flags(1 << 10);
    /// Declared by the same day of the year as `as_of`.
    pub const BY_SAME_DATE: Flags = Flags(1 << 11);

    /// Whether all bits of `other` are set.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// Starts of one programme and academic year, column by column, sorted by person.
#[derive(Debug, Serialize, Deserialize)]
pub struct Partition {
    /// Programme.
    pub programme: Programme,
    /// Academic year of the start.
    pub year: AcademicYear,
    /// Whether every NPQ start in it is of a mature cohort.
    pub mature: bool,
    /// Person, after merges.
    pub person: Vec<u32>,
    /// School by position.
    pub school: Vec<u32>,
    /// Course by position.
    pub course: Vec<u8>,
    /// Cohort by position.
    pub cohort: Vec<u8>,
    /// Funding by position in `Funding::ALL`.
    pub funding: Vec<u8>,
    /// Delivery partner by position.
    pub partner: Vec<u16>,
    /// What became of it.
    pub flags: Vec<Flags>,
}

impl Partition {
    /// How many starts.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }
}

/// NPQ applications, column by column.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Applications {
    /// Academic year by position in `Dataset::years`, 255 where not known.
    pub year: Vec<u8>,
    /// School by position.
    pub school: Vec<u32>,
    /// Course by position.
    pub course: Vec<u8>,
    /// Cohort by position.
    pub cohort: Vec<u8>,
    /// Funding by position.
    pub funding: Vec<u8>,
    /// Whether it was accepted.
    pub accepted: Vec<bool>,
    /// Whether a live `started` declaration followed.
    pub started: Vec<bool>,
}

/// What is odd across files: counted, shown on the data page, never hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oddities {
    /// Second live `started` declarations for a start, counted as one.
    pub second_starts: u64,
    /// Starts without any school.
    pub starts_without_school: u64,
    /// Starts at a URN that the register does not have.
    pub starts_at_unknown_urn: u64,
    /// Live declarations that follow no live `started`.
    pub declarations_without_start: u64,
    /// People known under more than one id.
    pub merged_people: u64,
    /// Schools in area whose hub area needs the override list.
    pub schools_without_hub: u64,
    /// Passes or fails without a live `completed` declaration.
    pub outcomes_without_completion: u64,
}

impl Dataset {
    /// Partitions of a programme, in the order of years.
    pub fn of(&self, programme: Programme) -> impl Iterator<Item = &Partition> {
        self.partitions.iter().filter(move |p| p.programme == programme)
    }

    /// The starts of a programme and year.
    pub fn partition(&self, programme: Programme, year: AcademicYear) -> Option<&Partition> {
        self.partitions.iter().find(|p| p.programme == programme && p.year == year)
    }

    /// Position of a year.
    pub fn year_index(&self, year: AcademicYear) -> Option<usize> {
        self.years.iter().position(|y| *y == year)
    }

    /// Whether nothing that counts is loaded.
    pub fn is_empty(&self) -> bool {
        self.partitions.iter().all(Partition::is_empty) && self.applications.year.is_empty()
    }

    /// Whether starts of the year can still be declared after the day the data speak for. The year of ECF/ECTE starts
    /// ends on 31 May: later ones belong to the year about to begin.
    pub fn is_unfinished(&self, programme: Programme, year: AcademicYear) -> bool {
        match programme {
            Programme::Npq => year.last_day() > self.as_of,
            Programme::Ecf => NaiveDate::from_ymd_opt(i32::from(year.0) + 1, 5, 31).is_some_and(|d| d > self.as_of),
        }
    }
}
