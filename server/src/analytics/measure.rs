//! What is counted, by name.

use frames::partition::Flags;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Starts: one live `started` declaration an application.
    Starts,
    /// Distinct people among them.
    People,
    /// Distinct people at schools with a teacher headcount for the year.
    PeopleInRate,
    /// Teachers (headcount) at schools with a headcount.
    Teachers,
    /// Schools in area with at least one start.
    SchoolsReached,
    /// Schools in area.
    SchoolsInArea,
    /// Starts with `retained-1`.
    Retained1,
    /// Starts with `retained-2`.
    Retained2,
    /// Starts with `retained-3`.
    Retained3,
    /// Starts with `retained-4`.
    Retained4,
    /// Starts completed.
    Completed,
    /// Completed and passed.
    Passed,
    /// Completed and failed.
    Failed,
    /// Completed without a result yet.
    Awaiting,
    /// Starts withdrawn.
    Withdrawn,
    /// Starts deferred.
    Deferred,
    /// Starts in training.
    Active,
    /// Starts active or completed.
    Continuing,
    /// Starts whose cohort and course group are mature.
    Mature,
    /// Starts on leadership courses: those that have a `retained-2` milestone.
    Leadership,
    /// Starts of the year before, to the same date where the year is unfinished.
    LastYear,
    /// Applications made.
    Applied,
    /// Applications accepted.
    Accepted,
    /// Applications that led to a start.
    Started,
    /// At least as many people as this are behind `EngagedAny`.
    BehindEngagedAny,
    /// At least as many people as this are behind `EngagedAb`.
    BehindEngagedAb,
    /// At least as many people as this are behind `EngagedEcf`.
    BehindEngagedEcf,
    /// At least as many people as this are behind `EngagedNpq`.
    BehindEngagedNpq,
    /// At least as many people as this are behind `EngagedItt`.
    BehindEngagedItt,
    /// At least as many people as this are behind `EngagedCpd`.
    BehindEngagedCpd,
    /// At least as many people as this are behind `EverAny`.
    BehindEverAny,
    /// At least as many people as this are behind `EverAb`.
    BehindEverAb,
    /// At least as many people as this are behind `EverEcf`.
    BehindEverEcf,
    /// At least as many people as this are behind `EverNpq`.
    BehindEverNpq,
    /// At least as many people as this are behind `EverItt`.
    BehindEverItt,
    /// At least as many people as this are behind `EverCpd`.
    BehindEverCpd,
    /// At least as many people as this are behind `New`.
    BehindNew,
    /// At least as many people as this are behind `Kept`.
    BehindKept,
    /// At least as many people as this are behind `Returned`.
    BehindReturned,
    /// At least as many people as this are behind `Lost`.
    BehindLost,
    /// Schools in area engaged in any strand asked for this year.
    EngagedAny,
    /// Schools in area engaged in the appropriate body strand this year.
    EngagedAb,
    /// Schools in area engaged in ECF/ECTE this year.
    EngagedEcf,
    /// Schools in area engaged in NPQ this year.
    EngagedNpq,
    /// Schools in area engaged in ITT placements this year.
    EngagedItt,
    /// Schools in area engaged in CPD this year.
    EngagedCpd,
    /// Schools in area engaged in any strand asked for this year or before.
    EverAny,
    /// Schools in area engaged in the appropriate body strand this year or before.
    EverAb,
    /// Schools in area engaged in ECF/ECTE this year or before.
    EverEcf,
    /// Schools in area engaged in NPQ this year or before.
    EverNpq,
    /// Schools in area engaged in ITT placements this year or before.
    EverItt,
    /// Schools in area engaged in CPD this year or before.
    EverCpd,
    /// Schools in area engaged this year and never before.
    New,
    /// Schools in area engaged this year and last.
    Kept,
    /// Schools in area engaged this year and not last, but before.
    Returned,
    /// Schools in area engaged last year and not this.
    Lost,
}

impl Measure {
    /// Whether a start with these flags counts; false too of what is not a matter of flags.
    pub fn has(self, flags: Flags) -> bool {
        let flag = match self {
            Measure::Starts | Measure::People => return true,
            Measure::Awaiting => {
                return flags.has(Flags::COMPLETED) && !flags.has(Flags::PASSED) && !flags.has(Flags::FAILED);
            }
            Measure::Continuing => return flags.has(Flags::COMPLETED) || flags.has(Flags::ACTIVE),
            Measure::PeopleInRate => Flags::IN_RATE,
            Measure::Retained1 => Flags::RETAINED_1,
            Measure::Retained2 => Flags::RETAINED_2,
            Measure::Retained3 => Flags::RETAINED_3,
            Measure::Retained4 => Flags::RETAINED_4,
            Measure::Completed => Flags::COMPLETED,
            Measure::Passed => Flags::PASSED,
            Measure::Failed => Flags::FAILED,
            Measure::Withdrawn => Flags::WITHDRAWN,
            Measure::Deferred => Flags::DEFERRED,
            Measure::Active => Flags::ACTIVE,
            Measure::Mature => Flags::MATURE,
            Measure::Leadership => Flags::LEADERSHIP,
            Measure::LastYear => Flags::BY_SAME_DATE,
            _ => return false,
        };
        flags.has(flag)
    }
}

/// How many measures there are.
pub const MEASURES: usize = Measure::Lost as usize + 1;

impl Measure {
    /// Every measure of schools that take part, each with the one of the people behind it.
    pub const ENGAGEMENT: [(Measure, Measure); 16] = [
        (Measure::EngagedAny, Measure::BehindEngagedAny),
        (Measure::EngagedAb, Measure::BehindEngagedAb),
        (Measure::EngagedEcf, Measure::BehindEngagedEcf),
        (Measure::EngagedNpq, Measure::BehindEngagedNpq),
        (Measure::EngagedItt, Measure::BehindEngagedItt),
        (Measure::EngagedCpd, Measure::BehindEngagedCpd),
        (Measure::EverAny, Measure::BehindEverAny),
        (Measure::EverAb, Measure::BehindEverAb),
        (Measure::EverEcf, Measure::BehindEverEcf),
        (Measure::EverNpq, Measure::BehindEverNpq),
        (Measure::EverItt, Measure::BehindEverItt),
        (Measure::EverCpd, Measure::BehindEverCpd),
        (Measure::New, Measure::BehindNew),
        (Measure::Kept, Measure::BehindKept),
        (Measure::Returned, Measure::BehindReturned),
        (Measure::Lost, Measure::BehindLost),
    ];

    /// The people without whom a school would not be counted, where the measure counts schools through people.
    pub fn people_behind(self) -> Option<Measure> {
        match self {
            Measure::SchoolsReached => Some(Measure::Starts),
            _ => Self::ENGAGEMENT.iter().find(|(schools, _)| *schools == self).map(|(_, people)| *people),
        }
    }
}
