//! All hub areas side by side as they may be shown. Each year is a response of its own, the same whichever hub area is
//! asked about, so that asking for one after the other tells nothing more.

use app::filters::{Audience, GapMeasure};
use domain::measure::Count;
use domain::programme::AcademicYear;
use measures::Scale;
use measures::disclosure::System;

use super::Audited;
use crate::analytics::compare::{Counted, Hubs, HubsOfYear};

/// Numerator and base as they may be shown.
pub type Pair = (Count, Count);

/// One year as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedYear {
    /// The year.
    pub year: AcademicYear,
    /// Whether it goes on after the day the data speak for.
    pub unfinished: bool,
    /// By position of the hub area.
    pub hubs: Vec<Pair>,
    /// All together.
    pub total: Pair,
    /// All counts behind it; in exact figures there are none to decide about.
    pub audited: Audited,
}

/// All hub areas as they may be shown.
#[derive(Debug, Clone)]
pub struct PublishedHubs {
    /// For whom.
    pub audience: Audience,
    /// What is measured.
    pub measure: GapMeasure,
    /// How it is counted.
    pub scale: Scale,
    /// The oldest first.
    pub years: Vec<PublishedYear>,
}

/// Decides what may be shown.
pub fn publish_hubs(audience: Audience, found: Hubs) -> PublishedHubs {
    let Hubs { measure, scale, years } = found;
    let years = years.into_iter().map(|line| publish_year(audience, measure, line)).collect();
    PublishedHubs { audience, measure, scale, years }
}

fn publish_year(audience: Audience, measure: GapMeasure, line: HubsOfYear) -> PublishedYear {
    let exact = |counted: &Counted| (Count::Exact(counted.own.0), Count::Exact(counted.own.1));
    let (audited, hubs, total) = match audience {
        Audience::Exact => {
            (Audited::of(System::new(), audience), line.hubs.iter().map(exact).collect(), exact(&line.total))
        }
        Audience::Sharing => published_counts(measure, &line),
    };
    PublishedYear { year: line.year, unfinished: line.unfinished, hubs, total, audited }
}

fn published_counts(measure: GapMeasure, line: &HubsOfYear) -> (Audited, Vec<Pair>, Pair) {
    let mut system = System::new();
    let public_base = measure.counts_schools() || measure == GapMeasure::Rate;
    let mut add = |counted: &Counted| -> [usize; 2] {
        let base = if public_base { system.public(counted.own.1) } else { system.people(counted.own.1) };
        let numerator = if measure.counts_schools() {
            let people = system.people(counted.people);
            system.schools_behind(counted.own.0, people)
        } else {
            system.people(counted.own.0)
        };
        if measure != GapMeasure::Rate {
            system.at_most(numerator, base);
        }
        [numerator, base]
    };
    let total = add(&line.total);
    let hubs: Vec<[usize; 2]> = line.hubs.iter().map(&mut add).collect();
    // Where the base is public, everybody sees that nothing is left.
    let unplaced = (line.unplaced.own.1 > 0 || !public_base).then(|| add(&line.unplaced));
    for at in 0..2 {
        let parts: Vec<usize> = hubs.iter().chain(&unplaced).map(|cells| cells[at]).collect();
        system.sum(total[at], &parts);
    }
    let audited = Audited::of(system, Audience::Sharing);
    let pair = |cells: &[usize; 2]| (audited.count(cells[0]), audited.count(cells[1]));
    let (hubs, total) = (hubs.iter().map(pair).collect(), pair(&total));
    (audited, hubs, total)
}
