//! All hub areas side by side as they may be shown. Each year is a response of its own, the same whichever hub area is
//! asked about, so that asking for one after the other tells nothing more.

use app::filters::{Audience, Breakdown, GapMeasure};
use domain::measure::Count;
use domain::place::HubArea;
use domain::programme::AcademicYear;
use measures::Scale;
use measures::disclosure::System;

use super::Audited;
use super::gaps::but_withheld;
use super::together::{Decided, Together};
use crate::analytics::compare::{Counted, Hubs, HubsOfYear};
use crate::analytics::gaps::Cut;

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
pub fn publish_hubs(audience: Audience, found: Hubs, together: Option<Together<'_>>) -> PublishedHubs {
    let Hubs { measure, scale, years } = found;
    let year = |line: HubsOfYear| {
        let decided = together.as_ref().map(|together| together.of_year(line.year));
        publish_year(decided.as_ref(), measure, line)
    };
    let years = years.into_iter().map(year).collect();
    PublishedHubs { audience, measure, scale, years }
}

fn publish_year(decided: Option<&Decided>, measure: GapMeasure, line: HubsOfYear) -> PublishedYear {
    let exact = |counted: &Counted| (Count::Exact(counted.own.0), Count::Exact(counted.own.1));
    let (audited, hubs, total) = match decided {
        None => {
            (Audited::of(System::new(), Audience::Exact), line.hubs.iter().map(exact).collect(), exact(&line.total))
        }
        Some(decided) => published_counts(measure, &line, decided),
    };
    PublishedYear { year: line.year, unfinished: line.unfinished, hubs, total, audited }
}

fn published_counts(measure: GapMeasure, line: &HubsOfYear, decided: &Decided) -> (Audited, Vec<Pair>, Pair) {
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
    let of_hub = |(hub, cells): (HubArea, &[usize; 2])| {
        but_withheld(measure, decided, (Some(Cut::By(Breakdown::Hub)), &hub.code()), pair(cells))
    };
    let total = but_withheld(measure, decided, (None, "total"), pair(&total));
    let hubs = HubArea::all().zip(&hubs).map(of_hub).collect();
    (audited, hubs, total)
}
