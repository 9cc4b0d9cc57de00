//! What a school could be pointed to: national programmes, a hub's own services and other hubs' support; and, in
//! `funding`, whom the national programmes are funded for. It says what fits, never which school needs it.

mod funding;

use std::sync::OnceLock;

use chrono::NaiveDate;

pub use self::funding::{
    Eligibility, Eligible, FundingRule, funded_sentence, funding_for, funding_rules, school_funding,
};
use crate::establishment::{Phase, SchoolType};
use crate::programme::Course;
use crate::reference::{entries, open_date, split_csv};
use crate::words::words;

words! {
    /// Kinds of offer, in the order in which they are shown.
    "kind of offer" OfferKind {
        Npq = "npq", "NPQs and headship coaching";
        EarlyCareer = "early-career", "Early career training";
        HubService = "hub-service", "Other services of the hub";
        OtherHub = "other-hub", "Support from other hubs";
    }
}

/// An offer: a row of `reference/offers.csv`.
///
/// Facts come from DfE's own code and pages, hubs' pages and the press, as `source` says. Where `source` has
/// "general knowledge, check before quoting" that part was not read in a source.
/// Left out because no source gave them: when the Language Hubs and the earlier behaviour hubs ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its code: for a course the course's own (`NPQLT`), else a word in capitals (`MATHS-HUB`).
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Kind.
    pub kind: OfferKind,
    /// Phases that it fits; every phase where empty.
    pub phases: Vec<Phase>,
    /// School types that it fits; every type where empty.
    pub school_types: Vec<SchoolType>,
    /// One sentence on what it is and why it may fit.
    pub sentence: &'static str,
    /// Who offers it.
    pub provider: &'static str,
    /// First day on which it is on offer; `None` where it has long been.
    pub opens_on: Option<NaiveDate>,
    /// Last day for which it is known to be on offer; `None` where no end is known.
    pub closes_on: Option<NaiveDate>,
    /// Where the facts come from, in short words.
    pub source: &'static str,
}

impl Offer {
    /// The course that it is, where it is one.
    pub fn course(&self) -> Option<Course> {
        self.code.parse().ok()
    }

    /// Whether it fits schools of a phase and type. `None` asks about every phase or type and leaves nothing out; a
    /// phase or type that is not known (`Unknown`) is fitted only by offers for all.
    pub fn fits(&self, phase: Option<Phase>, school_type: Option<SchoolType>) -> bool {
        phase.is_none_or(|phase| self.phases.is_empty() || self.phases.contains(&phase))
            && school_type.is_none_or(|of| self.school_types.is_empty() || self.school_types.contains(&of))
    }

    /// Whether it is on offer on a day.
    pub fn is_open(&self, on: NaiveDate) -> bool {
        self.opens_on.is_none_or(|first| first <= on) && self.closes_on.is_none_or(|last| on <= last)
    }
}

/// Every offer, open or closed, by kind.
pub fn offers() -> &'static [Offer] {
    static OFFERS: OnceLock<Vec<Offer>> = OnceLock::new();
    OFFERS.get_or_init(|| include_str!("../reference/offers.csv").lines().skip(1).filter_map(read).collect())
}

fn read(line: &'static str) -> Option<Offer> {
    let cells = split_csv(line);
    let [code, name, kind, phases, school_types, sentence, provider, opens_on, closes_on, source] = cells.as_slice()
    else {
        return None;
    };
    Some(Offer {
        code,
        name,
        kind: kind.parse().ok()?,
        phases: entries(phases).map(str::parse).collect::<Result<_, _>>().ok()?,
        school_types: entries(school_types).map(str::parse).collect::<Result<_, _>>().ok()?,
        sentence,
        provider,
        opens_on: open_date(opens_on)?,
        closes_on: open_date(closes_on)?,
        source,
    })
}

/// The offer with this code.
pub fn offer(code: &str) -> Option<&'static Offer> {
    offers().iter().find(|offer| offer.code == code)
}

/// The offers open on a day that fit schools of a phase and type, by kind; [`Offer::fits`] explains `None`, `Unknown`.
pub fn offers_for(phase: Option<Phase>, school_type: Option<SchoolType>, on: NaiveDate) -> Vec<&'static Offer> {
    offers().iter().filter(|offer| offer.is_open(on) && offer.fits(phase, school_type)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::courses;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn codes(phase: Option<Phase>, school_type: Option<SchoolType>, on: &str) -> Vec<&'static str> {
        offers_for(phase, school_type, day(on)).iter().map(|offer| offer.code).collect()
    }

    #[test]
    fn every_row_of_the_table_is_an_offer_with_a_code_of_its_own() {
        assert_eq!(offers().len(), include_str!("../reference/offers.csv").lines().count() - 1);
        for offer in offers() {
            assert_eq!(self::offer(offer.code), Some(offer), "{}", offer.code);
            assert!(offer.sentence.ends_with('.') && !offer.sentence.contains(". "), "{}: one sentence", offer.code);
            assert!(!offer.name.is_empty() && !offer.provider.is_empty() && !offer.source.is_empty(), "{}", offer.code);
            assert!(offer.opens_on.zip(offer.closes_on).is_none_or(|(first, last)| first < last), "{}", offer.code);
        }
    }

    #[test]
    fn offers_stand_by_kind() {
        assert!(offers().is_sorted_by_key(|offer| offer.kind));
        for kind in OfferKind::ALL {
            assert!(offers().iter().any(|offer| offer.kind == *kind), "{kind}");
        }
    }

    #[test]
    fn every_course_but_the_closed_support_offer_is_an_offer() {
        for course in Course::all().filter(|course| course.code() != "ASO") {
            assert_eq!(offer(course.code()).and_then(Offer::course), Some(course), "{course}");
        }
        let taught = offers().iter().filter_map(Offer::course).count();
        assert_eq!(taught, courses().len() - 1);
        let kinds = [OfferKind::Npq, OfferKind::EarlyCareer];
        assert!(offers().iter().all(|offer| offer.course().is_some() == kinds.contains(&offer.kind)));
    }

    #[test]
    fn a_special_school_gets_offers_that_fit_it() {
        let special = codes(Some(Phase::Special), Some(SchoolType::LaMaintained), "2026-11-01");
        for code in ["NPQSENCO", "NPQH", "ECT", "AB", "MATHS-HUB", "ENGLISH-HUB", "CAREERS-HUB"] {
            assert!(special.contains(&code), "{code}");
        }
        assert!(!special.contains(&"ENGLISH-HUB-SECONDARY"));
    }

    #[test]
    fn a_primary_is_not_offered_what_is_only_for_secondaries_nor_the_other_way_round() {
        let primary = codes(Some(Phase::Primary), Some(SchoolType::AcademyConverter), "2026-11-01");
        let secondary = codes(Some(Phase::Secondary), Some(SchoolType::AcademyConverter), "2026-11-01");
        for code in ["ENGLISH-HUB-SECONDARY", "CAREERS-HUB"] {
            assert!(secondary.contains(&code) && !primary.contains(&code), "{code}");
        }
        for code in ["NPQLPM", "NPQEYL", "ENGLISH-HUB"] {
            assert!(primary.contains(&code) && !secondary.contains(&code), "{code}");
        }
    }

    #[test]
    fn an_independent_school_is_not_offered_what_is_for_state_schools() {
        let independent = codes(None, Some(SchoolType::Independent), "2026-11-01");
        assert!(independent.contains(&"AB") && !independent.contains(&"ENGLISH-HUB"));
    }

    #[test]
    fn an_offer_is_on_offer_from_its_first_to_its_last_day() {
        assert!(codes(None, None, "2025-03-31").contains(&"COMPUTING-HUB"));
        assert!(!codes(None, None, "2025-04-01").contains(&"COMPUTING-HUB"));
        assert!(!codes(None, None, "2024-08-31").contains(&"NPQSENCO"));
        assert!(codes(None, None, "2024-09-01").contains(&"NPQSENCO"));
    }

    #[test]
    fn a_phase_that_is_not_known_is_offered_only_what_is_for_all() {
        let unknown = codes(Some(Phase::Unknown), Some(SchoolType::Unknown), "2026-11-01");
        assert!(unknown.contains(&"NPQH") && !unknown.contains(&"NPQLPM") && !unknown.contains(&"ENGLISH-HUB"));
        let all = codes(None, None, "2026-11-01");
        assert!(unknown.iter().all(|code| all.contains(code)) && all.contains(&"NPQLPM"));
    }
}
