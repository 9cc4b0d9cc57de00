//! What to make: how many people, which seed, how many schools, and the yearly totals that follow.

use chrono::NaiveDate;
use domain::programme::AcademicYear;

/// The academic years that the demo data cover.
pub const YEARS: [AcademicYear; 4] = [AcademicYear(2021), AcademicYear(2022), AcademicYear(2023), AcademicYear(2024)];

/// The day for which the data speak; nothing in them is later.
pub const AS_OF: NaiveDate = day(2025, 6, 13);

/// A day known to exist.
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Yearly totals that a plan aims at, in the order of [`YEARS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// NPQ starts.
    pub npq_starts: [u64; 4],
    /// NPQ starts that are a person's second within the year.
    pub npq_second: [u64; 4],
    /// NPQ starts of people who started another NPQ the year before.
    pub npq_again: [u64; 4],
    /// NPQ starts since completed.
    pub npq_completed: [u64; 4],
    /// NPQ starts since completed and passed.
    pub npq_passed: [u64; 4],
    /// Starts on the early headship coaching offer.
    pub ehco_starts: [u64; 4],
    /// Starts on the additional support offer.
    pub aso_starts: [u64; 4],
    /// Early career teachers who started.
    pub ects: [u64; 4],
    /// Mentors who started.
    pub mentors: [u64; 4],
}

impl Totals {
    /// The national scale: starts, completions, passes and ECTs as DfE published them in 2025; offers, mentors of the
    /// last two years and people who come back are plausible inventions.
    pub const NATIONAL: Totals = Totals {
        npq_starts: [31_677, 38_906, 43_840, 29_818],
        npq_second: [167, 211, 305, 292],
        npq_again: [0, 1_900, 2_600, 1_800],
        npq_completed: [26_783, 31_791, 17_389, 4],
        npq_passed: [26_432, 30_751, 16_321, 4],
        ehco_starts: [1_800, 1_650, 1_420, 900],
        aso_starts: [380, 0, 0, 0],
        ects: [28_887, 27_901, 24_953, 22_536],
        mentors: [26_713, 19_368, 18_240, 16_480],
    };

    /// Distinct people behind these totals, where every second start finds its person.
    pub fn people(&self) -> u64 {
        let sum = |years: &[u64; 4]| years.iter().sum::<u64>();
        let starts = sum(&self.npq_starts) + sum(&self.ehco_starts) + sum(&self.aso_starts);
        let again = sum(&self.npq_second) + sum(&self.npq_again) + self.ehco_starts[1..].iter().sum::<u64>() * 2 / 5;
        starts - again + sum(&self.ects) + sum(&self.mentors) - sum(&self.mentors) / MENTORS_WITH_NPQ
    }

    fn scaled(&self, by: f64) -> Totals {
        let scale = |years: [u64; 4]| years.map(|n| (n as f64 * by).round() as u64);
        let starts = scale(self.npq_starts);
        let completed = scale(self.npq_completed);
        Totals {
            npq_starts: starts,
            npq_second: scale(self.npq_second),
            npq_again: scale(self.npq_again),
            npq_completed: completed,
            npq_passed: scale(self.npq_passed),
            ehco_starts: scale(self.ehco_starts),
            aso_starts: scale(self.aso_starts),
            ects: scale(self.ects),
            mentors: scale(self.mentors),
        }
    }
}

/// One mentor in this many also took an NPQ under the same participant id.
pub const MENTORS_WITH_NPQ: u64 = 50;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// About how many distinct people; `None` for the national scale (about 330,000).
    pub participants: Option<u64>,
    /// The same seed makes the same bytes.
    pub seed: u64,
    /// Schools that are a place of work today, predecessors apart; at least 300 are made.
    pub schools: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Plan { participants: None, seed: 1, schools: 24_000 }
    }
}

impl Plan {
    /// A plan for about this many people, with schools in proportion up to the 24,000 of England.
    pub fn of(participants: u64, seed: u64) -> Plan {
        let schools = (24_000 * participants.min(300_000) / 300_000).max(400) as u32;
        Plan { participants: Some(participants), seed, schools }
    }

    /// The yearly totals to reach.
    pub fn totals(&self) -> Totals {
        match self.participants {
            None => Totals::NATIONAL,
            Some(n) => Totals::NATIONAL.scaled(n.max(200) as f64 / Totals::NATIONAL.people() as f64),
        }
    }
}

/// A row that was planted in a raw file to be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planted {
    /// Name of the file.
    pub file: &'static str,
    /// What is wrong, in the importers' words where they have one: `impossible-date`, `unknown-course`,
    /// `unknown-status`, `unknown-state`, `unknown-role`, `unknown-declaration-type`, `ragged-row`, `bad-number`,
    /// `trn-padded`, `duplicate`, `empty-urn` (an empty text, not null), `unknown-urn`, `second-live-start`,
    /// `not-in-feed` (declarations of someone who is missing from the participant feed).
    pub rule: &'static str,
    /// How many.
    pub rows: u64,
    /// Whether the row cannot be taken and has to be left out.
    pub rejected: bool,
}
