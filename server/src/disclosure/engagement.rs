//! Engagement as it may be shown: counts of schools through people, withheld where the people behind them are.

mod reach;

use app::filters::{Audience, Breakdown};
use domain::engagement::Strand;
use domain::measure::Count;
use domain::programme::AcademicYear;
use measures::disclosure::{self, System};

pub use self::reach::PublishedReach;
use super::{Cells, Published, Response, ShownGroup, ShownYear, shown};
use crate::analytics::Measure;
use crate::analytics::engagement::{Engaged, FirstYear};
use crate::analytics::figures::{Group, Tally};

/// Engagement as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedEngagement {
    /// By the breakdown asked for, and by year.
    pub breakdown: Published,
    /// By phase as hubs report it.
    pub phases: Vec<ShownGroup>,
    /// By priority list.
    pub lists: Vec<ShownGroup>,
    /// By the year in which they first took part; empty where it may not be shown.
    pub first: Vec<(AcademicYear, Count)>,
    /// Schools that the delivery partners asked for reach, wherever they lie.
    pub reach: Option<PublishedReach>,
    /// Schools that take part and are in no percentage.
    pub other_settings: Count,
    /// People at no known school.
    pub unknown: Count,
    /// Schools in area of the year that were not in the year before; public.
    pub opened: u32,
    /// Schools in area of the year before that are not in this one; public.
    pub closed: u32,
    /// Strands of which anything is loaded.
    pub loaded: Vec<Strand>,
}

/// What every line shows: any strand, this year and since the first.
const ANY: [Measure; 5] =
    [Measure::BehindEngagedAny, Measure::BehindEverAny, Measure::SchoolsInArea, Measure::EngagedAny, Measure::EverAny];

/// What the lines of a breakdown show besides, but for trusts, of which there are thousands: each strand this year.
const STRANDS: [Measure; 10] = [
    Measure::BehindEngagedAb,
    Measure::BehindEngagedEcf,
    Measure::BehindEngagedNpq,
    Measure::BehindEngagedItt,
    Measure::BehindEngagedCpd,
    Measure::EngagedAb,
    Measure::EngagedEcf,
    Measure::EngagedNpq,
    Measure::EngagedItt,
    Measure::EngagedCpd,
];

/// What the total shows besides: each strand since the first year.
const STRANDS_EVER: [Measure; 10] = [
    Measure::BehindEverAb,
    Measure::BehindEverEcf,
    Measure::BehindEverNpq,
    Measure::BehindEverItt,
    Measure::BehindEverCpd,
    Measure::EverAb,
    Measure::EverEcf,
    Measure::EverNpq,
    Measure::EverItt,
    Measure::EverCpd,
];

/// How schools came and went: in exact figures only. Most of these counts are small or none, and with them nearly every
/// other figure would have to be withheld.
const MOVEMENT: [Measure; 8] = [
    Measure::BehindNew,
    Measure::BehindKept,
    Measure::BehindReturned,
    Measure::BehindLost,
    Measure::New,
    Measure::Kept,
    Measure::Returned,
    Measure::Lost,
];

/// Decides what may be shown of a whole response. `wide` says that nothing smaller than a region is asked for: first years
/// of a smaller place are small counts, for whose sake nearly every other figure would have to be withheld.
pub fn publish_engagement(audience: Audience, wide: bool, engaged: Engaged) -> PublishedEngagement {
    let figures = engaged.figures;
    let of_groups = if figures.by == Breakdown::Trust { ANY.to_vec() } else { [ANY.as_slice(), &STRANDS].concat() };
    let mut of_total = of_groups.clone();
    if figures.by != Breakdown::Trust {
        of_total.extend(STRANDS_EVER);
        if audience == Audience::Exact {
            of_total.extend(MOVEMENT);
        }
    }
    let mut response = Response { system: System::new(), measures: &of_total };
    let whole = (response.add(&figures.total.own), figures.total.rest.as_ref().map(|rest| any(&mut response, rest)));
    response.measures = &of_groups;
    let lines: Vec<(Cells, Option<Cells>)> = (figures.groups.iter())
        .map(|group| {
            response.measures = &of_groups;
            let own = response.add(&group.own);
            (own, group.rest.as_ref().map(|rest| any(&mut response, rest)))
        })
        .collect();
    for measure in &of_groups {
        let at = *measure as usize;
        response.relate(*measure, whole.0[at], lines.iter().filter_map(|(own, _)| own[at]).collect());
        for (own, rest) in &lines {
            let parts = (whole.0[at], own[at], rest.and_then(|rest| rest[at]));
            if let (None, (Some(total), Some(own), Some(rest))) = (whole.1, parts) {
                // Without a place asked for, a group and its rest are the whole.
                response.system.sum(total, &[own, rest]);
            }
        }
        let rests = lines.iter().filter_map(|(_, rest)| rest.and_then(|rest| rest[at])).collect();
        response.relate(*measure, whole.1.and_then(|rest| rest[at]), rests);
    }
    let years: Vec<_> = (figures.years.iter())
        .map(|line| match figures.year {
            Some(year) if year == line.year => whole,
            _ => (any(&mut response, &line.own), line.rest.as_ref().map(|rest| any(&mut response, rest))),
        })
        .collect();
    let phases: Vec<Cells> = engaged.phases.iter().map(|group| any(&mut response, &group.own)).collect();
    let lists: Vec<Cells> = engaged.lists.iter().map(|group| any(&mut response, &group.own)).collect();
    for measure in ANY {
        let at = measure as usize;
        let Some(total) = whole.0[at] else { continue };
        response.relate(measure, Some(total), phases.iter().filter_map(|cells| cells[at]).collect());
        for part in lists.iter().filter_map(|cells| cells[at]) {
            response.system.at_most(part, total);
        }
    }
    let first: Vec<(AcademicYear, usize)> = match audience == Audience::Exact || wide {
        true => first_years(&mut response, &engaged.first, &whole.0),
        false => Vec::new(),
    };
    let everywhere = figures.total.rest.is_none().then_some(&whole.0);
    let reach = engaged.reach.and_then(|reach| reach::add(audience, &mut response, reach, everywhere));
    let (schools, people) = engaged.beside.other_settings;
    let people = response.system.people(people);
    let other_settings = response.system.schools_behind(schools, people);
    let unknown = response.system.people(engaged.beside.unknown);
    let policy = match audience {
        Audience::Exact => disclosure::Audience::Exact,
        Audience::Sharing => disclosure::Audience::Sharing,
    };
    let counts = disclosure::publish(&response.system, policy);
    let group = |group: Group, own: &Cells, rest: Option<&Cells>| ShownGroup {
        name: group.name,
        own: shown(&counts, own),
        rest: rest.map(|cells| shown(&counts, cells)),
    };
    let plain = |groups: Vec<Group>, cells: &[Cells]| -> Vec<ShownGroup> {
        groups.into_iter().zip(cells).map(|(g, cells)| group(g, cells, None)).collect()
    };
    let count = |at: usize| counts.get(at).copied().unwrap_or(Count::NotApplicable);
    PublishedEngagement {
        breakdown: Published {
            audience,
            year: figures.year,
            unfinished: figures.unfinished,
            mature: false,
            by: figures.by,
            groups: (figures.groups.into_iter().zip(&lines))
                .map(|(g, (own, rest))| group(g, own, rest.as_ref()))
                .collect(),
            total: group(figures.total, &whole.0, whole.1.as_ref()),
            years: (figures.years.into_iter().zip(&years))
                .map(|(line, (own, rest))| ShownYear {
                    year: line.year,
                    own: shown(&counts, own),
                    rest: rest.as_ref().map(|cells| shown(&counts, cells)),
                    unfinished: line.unfinished,
                    mature: true,
                })
                .collect(),
            recruitment: None,
        },
        phases: plain(engaged.phases, &phases),
        lists: plain(engaged.lists, &lists),
        first: first.into_iter().map(|(year, cell)| (year, count(cell))).collect(),
        reach: reach.map(|reach| reach.published(&counts)),
        other_settings: count(other_settings),
        unknown: count(unknown),
        opened: engaged.beside.opened,
        closed: engaged.beside.closed,
        loaded: engaged.loaded,
    }
}

/// Adds schools by the year in which they first took part: together they are those that did since the first.
fn first_years(response: &mut Response<'_>, first: &[FirstYear], whole: &Cells) -> Vec<(AcademicYear, usize)> {
    let mut cells = Vec::new();
    let mut behind = Vec::new();
    for line in first {
        let people = response.system.people(line.people);
        behind.push(people);
        cells.push((line.year, response.system.schools_behind(line.schools, people)));
    }
    let schools: Vec<usize> = cells.iter().map(|(_, cell)| *cell).collect();
    for (measure, parts) in [(Measure::EverAny, schools), (Measure::BehindEverAny, behind)] {
        if let (Some(total), false) = (whole[measure as usize], parts.is_empty()) {
            response.system.sum(total, &parts);
        }
    }
    cells
}

/// Adds what every line shows.
fn any(response: &mut Response<'_>, tally: &Tally) -> Cells {
    response.measures = &ANY;
    response.add(tally)
}
