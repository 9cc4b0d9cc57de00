//! The dataset as held: schools, starts by programme and academic year, applications, and which schools take part.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::establishment::{Phase, SchoolType, Urn};
use domain::place::{HubArea, Region};
use domain::programme::{AcademicYear, Cohort, Programme};
use serde::{Deserialize, Serialize};

use crate::engagement::Engagement;
use crate::partition::Partition;
use crate::shelf::Shelf;

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
    /// Hub areas that a delivery partner stands for by position, in the order of `partners`; none where no list says so.
    pub partner_hubs: Vec<Vec<u8>>,
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
    /// Which schools take part in which strand.
    pub engagement: Engagement,
    /// What is odd across files.
    pub oddities: Oddities,
    /// What questions about different places share.
    #[serde(skip)]
    pub shelf: Shelf,
    /// What was told last of each programme and year of few starts, by this version or the one before, packed.
    #[serde(skip)]
    pub told: HashMap<(Programme, AcademicYear), Vec<u8>>,
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
    /// Size by position in `SchoolSize::ALL`.
    pub size: Vec<u8>,
    /// Rurality by position in `Rurality::ALL`.
    pub rurality: Vec<u8>,
    /// First and last day open, days since 1970-01-01; the ends of `i32` where not said.
    pub open: Vec<(i32, i32)>,
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

    /// The schools that count for one in a year: itself where it is one of an area then or nothing came after it, else
    /// all that came after it.
    pub fn standing(&self, at: usize, year: usize) -> impl Iterator<Item = u32> + '_ {
        let after = &self.today[at];
        let itself = self.in_area[year][at] || after.len() <= 1;
        itself.then_some(at as u32).into_iter().chain(after.iter().copied().filter(move |_| !itself))
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

/// NPQ applications, column by column, in the order of years.
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
    /// The hubs, by position, whose leads know by name who starts at a school with a delivery partner: the school lies in their
    /// area, or they deliver.
    pub fn hubs_that_know(&self, school: usize, partner: usize) -> Vec<u16> {
        let area = self.schools.hub_at(school).map(|hub| hub.index() as u16);
        let delivering = self.partner_hubs.get(partner).into_iter().flatten().map(|hub| u16::from(*hub));
        let mut hubs: Vec<u16> = area.into_iter().chain(delivering).collect();
        hubs.sort_unstable();
        hubs.dedup();
        hubs
    }

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
