//! Engagement as it may be shown: counts of schools through people, withheld where the people behind them are.

mod reach;

use app::filters::{Audience, Breakdown, GEOGRAPHIES};
use domain::engagement::Strand;
use domain::measure::Count;
use domain::programme::AcademicYear;
use measures::disclosure::System;

pub use self::reach::PublishedReach;
use super::together::{At, TakingPart, Together};
use super::{Audited, Cells, Published, Response, Shown, ShownGroup, ShownYear, shown};
use crate::analytics::Measure;
use crate::analytics::engagement::{Engaged, FirstYear};
use crate::analytics::figures::{Group, Tally};
use crate::analytics::gaps::Cut;

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
pub fn publish_engagement(
    audience: Audience,
    wide: bool,
    engaged: Engaged,
    together: Option<Together<'_>>,
) -> PublishedEngagement {
    let figures = engaged.figures;
    // Any strand is any of those asked for: what others reach is not within it.
    let asked = |measures: [Measure; 10]| -> Vec<Measure> {
        let is_asked = |at: usize| engaged.asked.iter().any(|strand| strand.index() == at % 5);
        measures.into_iter().enumerate().filter(|(at, _)| is_asked(*at)).map(|(_, measure)| measure).collect()
    };
    let of_groups = match figures.by {
        Breakdown::Trust => ANY.to_vec(),
        _ => [ANY.as_slice(), &asked(STRANDS)].concat(),
    };
    let mut of_total = of_groups.clone();
    if figures.by != Breakdown::Trust {
        of_total.extend(asked(STRANDS_EVER));
        if audience == Audience::Exact {
            of_total.extend(MOVEMENT);
        }
    }
    let mut response = Response { system: System::new(), measures: &of_total, derives_rests: false };
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
        response.relate(super::adds_up(*measure), whole.0[at], lines.iter().filter_map(|(own, _)| own[at]).collect());
        for (own, rest) in &lines {
            let parts = (whole.0[at], own[at], rest.and_then(|rest| rest[at]));
            if let (None, (Some(total), Some(own), Some(rest))) = (whole.1, parts) {
                // Without a place asked for, a group and its rest are the whole.
                response.system.sum(total, &[own, rest]);
            }
        }
        let rests = lines.iter().filter_map(|(_, rest)| rest.and_then(|rest| rest[at])).collect();
        let adds_up = super::rests_add_up(*measure, &figures.groups, &figures.total);
        response.relate(adds_up, whole.1.and_then(|rest| rest[at]), rests);
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
        response.relate(super::adds_up(measure), Some(total), phases.iter().filter_map(|cells| cells[at]).collect());
        for part in lists.iter().filter_map(|cells| cells[at]) {
            response.system.at_most(part, total);
        }
    }
    let decided = |year| Some(together.as_ref()?.of_engaged(year));
    let of_year = figures.year.and_then(decided);
    let is_small = of_year.as_ref().is_some_and(TakingPart::withholds_first_years);
    let first: Vec<(AcademicYear, usize)> = match audience == Audience::Exact || (wide && !is_small) {
        true => first_years(&mut response, &engaged.first, &whole.0),
        false => Vec::new(),
    };
    let everywhere = figures.total.rest.is_none().then_some(&whole.0);
    let reach = engaged.reach.and_then(|reach| reach::add(audience, &mut response, reach, everywhere));
    let (schools, people) = engaged.beside.other_settings;
    let people = response.system.people(people);
    let other_settings = response.system.schools_behind(schools, people);
    let unknown = response.system.people(engaged.beside.unknown);
    let audited = Audited::of(response.system, audience);
    let (other_settings, unknown) = (audited.count(other_settings), audited.count(unknown));
    let total = but_withheld(shown(&audited, &whole.0), of_year.as_ref(), (None, "total"));
    let group = |group: Group, at: (Option<Cut>, &str), own: &Cells, rest: Option<&Cells>| {
        let own = but_withheld(shown(&audited, own), of_year.as_ref(), at);
        let rest = rest.map(|cells| match whole.1 {
            // What is left of the whole would tell of one by the other.
            None => but_either(shown(&audited, cells), [&own, &total]),
            Some(_) if at.0.is_some_and(|cut| GEOGRAPHIES.contains(&cut.key())) => {
                but_rest(shown(&audited, cells), of_year.as_ref())
            }
            Some(_) => but_withheld(shown(&audited, cells), of_year.as_ref(), at),
        });
        ShownGroup { name: group.name, own, rest }
    };
    let phases = engaged.phases.into_iter().zip(&phases);
    let phases = phases.map(|(g, cells)| {
        let code = g.name.code.clone();
        group(g, (Some(Cut::By(Breakdown::Phase)), &code), cells, None)
    });
    let lists = engaged.lists.into_iter().zip(&lists);
    let lists = lists.map(|(g, cells)| {
        let code = g.name.code.clone();
        group(g, (Some(Cut::Priority), &code), cells, None)
    });
    let (phases, lists) = (phases.collect(), lists.collect());
    let first = first.into_iter().map(|(year, cell)| (year, audited.count(cell))).collect();
    let is_reach_withheld = of_year.as_ref().is_some_and(TakingPart::withholds_reach);
    let reach = reach.map(|reach| reach.published(&audited)).map(|reach| reach.but(is_reach_withheld));
    PublishedEngagement {
        breakdown: Published {
            audience,
            year: figures.year,
            unfinished: figures.unfinished,
            mature: false,
            by: figures.by,
            groups: (figures.groups.into_iter().zip(&lines))
                .map(|(g, (own, rest))| {
                    let code = g.name.code.clone();
                    group(g, (Some(Cut::By(figures.by)), &code), own, rest.as_ref())
                })
                .collect(),
            total: ShownGroup {
                name: figures.total.name,
                own: total,
                rest: whole.1.as_ref().map(|cells| but_rest(shown(&audited, cells), of_year.as_ref())),
            },
            years: (figures.years.into_iter().zip(&years))
                .map(|(line, (own, rest))| {
                    let of_year = decided(line.year);
                    ShownYear {
                        year: line.year,
                        own: but_withheld(shown(&audited, own), of_year.as_ref(), (None, "total")),
                        rest: rest.as_ref().map(|cells| but_rest(shown(&audited, cells), of_year.as_ref())),
                        unfinished: line.unfinished,
                        mature: true,
                    }
                })
                .collect(),
            recruitment: None,
            audited,
        },
        phases,
        lists,
        first,
        reach,
        other_settings,
        unknown,
        opened: engaged.beside.opened,
        closed: engaged.beside.closed,
        loaded: engaged.loaded,
    }
}

/// What every line may show but what is withheld for the sake of other figures of the year.
fn but_withheld(shown: Shown, decided: Option<&TakingPart>, at: At<'_>) -> Shown {
    but(shown, |measure| decided.is_some_and(|decided| decided.withholds(at, measure)))
}

/// The same of what a filter leaves out.
fn but_rest(shown: Shown, decided: Option<&TakingPart>) -> Shown {
    but(shown, |measure| decided.is_some_and(|decided| decided.withholds_rest(measure)))
}

/// The same without what is withheld in any of two others.
fn but_either(shown: Shown, others: [&Shown; 2]) -> Shown {
    but(shown, |measure| others.iter().any(|other| other[measure] == Count::Withheld))
}

/// Withholds counts of schools.
fn but(shown: Shown, is_withheld: impl Fn(Measure) -> bool) -> Shown {
    shown.without(Measure::ENGAGEMENT.into_iter().map(|(schools, _)| schools).filter(|schools| is_withheld(*schools)))
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
