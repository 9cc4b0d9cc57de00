//! Engagement as it may be shown: counts of schools through people, withheld where the people behind them are.

use app::filters::{Audience, Breakdown};
use domain::engagement::Strand;
use domain::measure::Count;
use measures::disclosure::{self, System};

use super::{Cells, Published, Response, ShownGroup, ShownYear, shown};
use crate::analytics::Measure;
use crate::analytics::engagement::Engaged;
use crate::analytics::figures::Group;

/// Engagement as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedEngagement {
    /// By the breakdown asked for, and by year.
    pub breakdown: Published,
    /// By phase as hubs report it.
    pub phases: Vec<ShownGroup>,
    /// By priority list.
    pub lists: Vec<ShownGroup>,
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

/// The measures of a response, people before the schools that are counted through them. A breakdown by trust has thousands
/// of rows and shows any strand only.
fn measures(by: Breakdown) -> Vec<Measure> {
    let any = [Measure::EngagedAny, Measure::EverAny];
    let shown = Measure::ENGAGEMENT.iter().filter(|(schools, _)| by != Breakdown::Trust || any.contains(schools));
    let people = shown.clone().map(|(_, people)| *people);
    let schools = shown.map(|(schools, _)| *schools);
    people.chain([Measure::SchoolsInArea]).chain(schools).collect()
}

/// Decides what may be shown of a whole response.
pub fn publish_engagement(audience: Audience, engaged: Engaged) -> PublishedEngagement {
    let measures = measures(engaged.figures.by);
    let mut response = Response { system: System::new(), measures: &measures };
    let figures = engaged.figures;
    let (lines, whole) = response.add_groups(&figures.groups, &figures.total);
    let years: Vec<_> = (figures.years.iter())
        .map(|line| match figures.year {
            Some(year) if year == line.year => whole,
            _ => (response.add(&line.own), line.rest.as_ref().map(|rest| response.add(rest))),
        })
        .collect();
    let add_all = |response: &mut Response<'_>, groups: &[Group]| -> Vec<Cells> {
        groups.iter().map(|group| response.add(&group.own)).collect()
    };
    let (phases, lists) = (add_all(&mut response, &engaged.phases), add_all(&mut response, &engaged.lists));
    for measure in &measures {
        let at = *measure as usize;
        let Some(total) = whole.0[at] else { continue };
        response.relate(*measure, Some(total), phases.iter().filter_map(|cells| cells[at]).collect());
        for part in lists.iter().filter_map(|cells| cells[at]) {
            response.system.at_most(part, total);
        }
    }
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
        other_settings: count(other_settings),
        unknown: count(unknown),
        opened: engaged.beside.opened,
        closed: engaged.beside.closed,
        loaded: engaged.loaded,
    }
}
