//! Whom a course is funded for: dated rules, and what they mean for one school. It never promises a place.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::establishment::{Phase, SchoolType};
use crate::programme::{Course, Programme};
use crate::reference::{entries, open_date, split_csv};
use crate::words::words;

words! {
    /// Who may have a funded place.
    "eligibility" Eligibility {
        AllState = "all-state", "State-funded schools and 16 to 19 settings";
        AllStateOrEarlyYears = "all-state-or-early-years", "State-funded schools and early years providers";
        Pp50 = "pp50", "PP50 schools";
        Pp50OrRise = "pp50-or-rise", "PP50 and RISE schools";
        ListedOrLeadMentor = "listed-or-lead-mentor", "Listed schools, and lead mentors of trainee teachers";
        ListedOrEarlyYears = "listed-or-early-years", "Listed schools and listed early years settings";
        EarlyYears = "early-years", "Early years settings and classes";
        NewHead = "new-head", "Heads new to headship";
        Nobody = "none", "Nobody";
    }
}

/// Whom a course is funded for over some time: a row of `reference/funding_rules.csv`.
///
/// The dates are those of starts. Terms are those of cohorts: autumn from 1 September, spring from 1 February; autumn
/// 2026 begins on 23 June 2026, when DfE's window opened, and is the one cohort of its academic year.
///
/// Not in the table because no source gave it: any rule after August 2027, the coaching offer (EHCO) in spring 2026,
/// and how many places are funded. 16 to 19 settings have a list of their own, keyed by UKPRN, which priority lists of
/// schools do not hold. One hub's page says that English Hubs may fund NPQLL in schools off the lists in autumn 2026;
/// a single page is not taken as the rule.
#[derive(Debug, PartialEq, Eq)]
pub struct FundingRule {
    /// The course.
    pub course: Course,
    /// Who may have a funded place.
    pub eligibility: Eligibility,
    /// Priority lists that qualify a school whatever else it is, as the filters write them: `pp50`, `rise`.
    pub lists: Vec<&'static str>,
    /// First day of starts that it governs.
    pub from: NaiveDate,
    /// Last day of starts that it governs; `None` where no end is known.
    pub to: Option<NaiveDate>,
    /// The rule in one sentence.
    pub sentence: &'static str,
    /// Where it comes from, in short words.
    pub source: &'static str,
}

/// Whether a school's people may have a funded place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eligible {
    /// The school qualifies.
    Yes,
    /// The school does not qualify.
    No,
    /// It turns on what is not known of the school or on the person; the sentence says on what.
    Depends(&'static str),
}

impl Eligible {
    /// A sentence for a call list.
    pub fn sentence(self) -> &'static str {
        match self {
            Eligible::Yes => "The school is eligible for funding.",
            Eligible::No => "The school is not eligible for funding.",
            Eligible::Depends(sentence) => sentence,
        }
    }
}

const TYPE_NOT_KNOWN: &str = "It turns on the type of school, which is not known.";
const SOME_SETTINGS: &str = "Some settings of this kind qualify and others do not; check with DfE's list of types.";
const INDEPENDENT_SPECIAL_NPQ: &str =
    "DfE's list of types has independent special schools, its guidance speaks of publicly funded ones; check first.";
const INDEPENDENT_SPECIAL_ECF: &str = "An independent special school qualifies if it is approved under section 41.";
const INDEPENDENT_PHASE_NOT_KNOWN: &str =
    "Independent schools do not qualify, but independent special schools may; it is not known which this is.";
const LISTS_NOT_LOADED: &str = "It turns on priority lists that are not loaded here.";
const SIXTEEN_TO_NINETEEN: &str = "16 to 19 settings qualify by a list of their own, which is not loaded here.";
const LEAD_MENTOR: &str =
    "Only for people who are or become lead mentors of an accredited initial teacher training provider.";
const EARLY_YEARS_LIST: &str = "Early years settings qualify by lists of their own, which are not loaded here.";
const EARLY_YEARS: &str = "For people who work in publicly funded early years education; check that the school has it.";

impl FundingRule {
    /// Whether it governs starts on a day.
    pub fn governs(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }

    /// Whether people at a school may have a funded place. `lists` are the priority lists that the school is on at the
    /// time of the start; `None` where no lists are loaded, so that nothing is known. Eligible types are those of DfE's
    /// registration services for NPQs and for early career teachers. A funded place is never certain: places are
    /// limited, and a person who has been funded for the course before is not funded again.
    pub fn eligible(&self, phase: Option<Phase>, school_type: Option<SchoolType>, lists: Option<&[&str]>) -> Eligible {
        if lists.is_some_and(|lists| lists.iter().any(|list| self.lists.contains(list))) {
            return Eligible::Yes;
        }
        let setting = setting(self.course.facts().programme, phase, school_type);
        match (self.eligibility, setting) {
            (Eligibility::Nobody, _) => Eligible::No,
            (Eligibility::AllState, setting) => setting,
            (Eligibility::AllStateOrEarlyYears, Eligible::No) => Eligible::Depends(self.sentence),
            (Eligibility::AllStateOrEarlyYears, setting) => setting,
            (Eligibility::NewHead, Eligible::No) => Eligible::No,
            (Eligibility::NewHead, _) => Eligible::Depends(self.sentence),
            (Eligibility::EarlyYears, setting) => match phase {
                Some(Phase::Secondary | Phase::SixteenPlus) if lists.is_none() => Eligible::Depends(LISTS_NOT_LOADED),
                Some(Phase::Secondary | Phase::SixteenPlus) => Eligible::No,
                Some(Phase::Nursery) if setting == Eligible::Yes => Eligible::Yes,
                _ => Eligible::Depends(EARLY_YEARS),
            },
            (_, setting) => self.unlisted(phase, school_type, lists.is_some(), setting),
        }
    }

    /// The answer for a school that is on none of the lists that qualify.
    fn unlisted(
        &self,
        phase: Option<Phase>,
        school_type: Option<SchoolType>,
        lists_known: bool,
        setting: Eligible,
    ) -> Eligible {
        let sixteen_plus = phase == Some(Phase::SixteenPlus) || school_type == Some(SchoolType::FurtherEducation);
        let may_be_a_setting = matches!(phase, None | Some(Phase::Nursery | Phase::NotApplicable | Phase::Unknown));
        match self.eligibility {
            _ if setting != Eligible::No && !lists_known => Eligible::Depends(LISTS_NOT_LOADED),
            _ if setting == Eligible::Depends(TYPE_NOT_KNOWN) && may_be_a_setting => setting,
            _ if setting != Eligible::No && sixteen_plus => Eligible::Depends(SIXTEEN_TO_NINETEEN),
            Eligibility::ListedOrLeadMentor => Eligible::Depends(LEAD_MENTOR),
            Eligibility::ListedOrEarlyYears if may_be_a_setting => Eligible::Depends(EARLY_YEARS_LIST),
            _ => Eligible::No,
        }
    }
}

/// Whether a type of school may have funded places at all.
fn setting(programme: Programme, phase: Option<Phase>, school_type: Option<SchoolType>) -> Eligible {
    match (school_type, phase) {
        (None | Some(SchoolType::Unknown), _) => Eligible::Depends(TYPE_NOT_KNOWN),
        (Some(SchoolType::Other), _) => Eligible::Depends(SOME_SETTINGS),
        (Some(SchoolType::Independent), Some(Phase::Special)) => Eligible::Depends(match programme {
            Programme::Npq => INDEPENDENT_SPECIAL_NPQ,
            Programme::Ecf => INDEPENDENT_SPECIAL_ECF,
        }),
        (Some(SchoolType::Independent), None | Some(Phase::Unknown)) => Eligible::Depends(INDEPENDENT_PHASE_NOT_KNOWN),
        (Some(SchoolType::Independent), _) => Eligible::No,
        _ => Eligible::Yes,
    }
}

/// Every rule, by course and then by date.
pub fn funding_rules() -> &'static [FundingRule] {
    static RULES: OnceLock<Vec<FundingRule>> = OnceLock::new();
    RULES.get_or_init(|| include_str!("../../reference/funding_rules.csv").lines().skip(1).filter_map(read).collect())
}

fn read(line: &'static str) -> Option<FundingRule> {
    let cells = split_csv(line);
    let [course, eligibility, lists, from, to, sentence, source] = cells.as_slice() else {
        return None;
    };
    Some(FundingRule {
        course: course.parse().ok()?,
        eligibility: eligibility.parse().ok()?,
        lists: entries(lists).collect(),
        from: from.parse().ok()?,
        to: open_date(to)?,
        sentence,
        source,
    })
}

/// The rule that governs starts of a course on a day; `None` where none is known.
pub fn funding_for(course: Course, on: NaiveDate) -> Option<&'static FundingRule> {
    funding_rules().iter().find(|rule| rule.course == course && rule.governs(on))
}

/// Who is funded for a course started on a day, in a sentence that stands alone.
pub fn funded_sentence(course: Course, on: NaiveDate) -> String {
    match funding_for(course, on) {
        Some(rule) => format!("{}: {}", course.name(), rule.sentence),
        None => {
            format!("{}: it is not known who is funded for a start on {}.", course.name(), on.format("%-d %B %Y"))
        }
    }
}

/// Whether people at a school may have a funded place on a course started on a day; `None` where no rule is known.
/// See [`FundingRule::eligible`].
pub fn school_funding(
    course: Course,
    on: NaiveDate,
    phase: Option<Phase>,
    school_type: Option<SchoolType>,
    lists: Option<&[&str]>,
) -> Option<Eligible> {
    funding_for(course, on).map(|rule| rule.eligible(phase, school_type, lists))
}

#[cfg(test)]
mod tests;
