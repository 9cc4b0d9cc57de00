//! In area and out of area as it may be shown. Sharing figures hold the split alone: by hub area they would join two
//! geographies, the delivery partner and the place.

use app::filters::Audience;
use domain::measure::Count;
use domain::place::HubArea;

use super::ANY;
use crate::analytics::Measure;
use crate::analytics::engagement::reach::{Home, Reach, Whose};
use crate::analytics::figures::{Group, Tally};
use crate::analytics::select::GroupName;
use crate::disclosure::{Audited, Cells, Response, Shown, ShownGroup, shown};

/// In area and out of area as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedReach {
    /// Whose it is.
    pub whose: Whose,
    /// Names of the delivery partners.
    pub partners: Vec<String>,
    /// How their own hub areas are known.
    pub home: Home,
    /// Their own hub areas.
    pub home_hubs: Vec<HubArea>,
    /// In the own hub areas, in others, not known.
    pub split: Vec<ShownGroup>,
    /// By hub area, the own ones first; empty in sharing figures.
    pub hubs: Vec<ShownGroup>,
    /// All schools in area that are reached.
    pub whole: Shown,
    /// Settings that are no schools in area.
    pub other_settings: Count,
    /// People at no known school.
    pub unknown: Count,
    /// Whether all of these are withheld, since few people take part.
    pub is_of_few: bool,
}

impl PublishedReach {
    /// The same with every count of schools and people withheld, where it is of few.
    pub(super) fn but(mut self, is_of_few: bool) -> PublishedReach {
        if is_of_few {
            let lines = self.split.iter_mut().chain(&mut self.hubs).map(|group| &mut group.own);
            lines.chain([&mut self.whole]).for_each(|shown| *shown = super::but(shown.clone(), |_| true));
            (self.other_settings, self.unknown) = (Count::Withheld, Count::Withheld);
        }
        PublishedReach { is_of_few, ..self }
    }
}

/// What every line shows besides `ANY`.
const STRANDS: [Measure; 4] =
    [Measure::BehindEngagedEcf, Measure::BehindEngagedNpq, Measure::EngagedEcf, Measure::EngagedNpq];

/// Reach on its way through the system.
pub(super) struct Asked {
    reach: Reach,
    groups: Vec<Group>,
    split: Vec<Cells>,
    hubs: Vec<Cells>,
    whole: Cells,
    other_settings: usize,
    unknown: usize,
}

/// Adds reach to the cells of a response; `all` are those of all schools in area, whoever delivers, where the question
/// has no place. Nothing where it may not be asked.
pub(super) fn add(
    audience: Audience,
    response: &mut Response<'_>,
    mut reach: Reach,
    all: Option<&Cells>,
) -> Option<Asked> {
    let is_exact = audience == Audience::Exact;
    if !is_exact && reach.whose == Whose::OfHubs {
        return None;
    }
    if !is_exact && reach.home == Home::MostSchools {
        // Where most schools lie is a finding from true figures.
        (reach.home, reach.home_hubs) = (Home::Unknown, Vec::new());
    }
    let measures: Vec<Measure> = if is_exact { [ANY.as_slice(), &STRANDS].concat() } else { ANY.to_vec() };
    let mut cells = |tally: &Tally| with(response, &measures, tally);
    let whole = cells(&reach.whole);
    let groups: Vec<Group> = match reach.home {
        Home::Unknown => Vec::new(),
        _ => [("inside", "In its own area", &reach.inside), ("outside", "Outside its own area", &reach.outside)]
            .into_iter()
            .chain([("unknown", "Hub area not known", &reach.nowhere)])
            .map(|(code, name, tally)| {
                let name = GroupName { code: code.into(), name: name.into(), unknown: code == "unknown" };
                Group::of(name, tally.clone())
            })
            .collect(),
    };
    let split: Vec<Cells> = groups.iter().map(|group| cells(&group.own)).collect();
    if !is_exact {
        reach.hubs.clear();
    }
    let hubs: Vec<Cells> = reach.hubs.iter().map(|group| cells(&group.own)).collect();
    for measure in ANY {
        let at = measure as usize;
        let parts: Vec<usize> = split.iter().filter_map(|cells| cells[at]).collect();
        if let (Some(total), false) = (whole[at], parts.is_empty()) {
            response.system.sum(total, &parts);
        }
        if let (Some(lesser), Some(greater)) = (whole[at], all.and_then(|all| all[at])) {
            response.system.at_most(lesser, greater);
        }
    }
    let (schools, people) = reach.other_settings;
    let people = response.system.people(people);
    let other_settings = response.system.schools_behind(schools, people);
    let unknown = response.system.people(reach.unknown);
    Some(Asked { reach, groups, split, hubs, whole, other_settings, unknown })
}

/// Adds these measures of a tally.
fn with(response: &mut Response<'_>, measures: &[Measure], tally: &Tally) -> Cells {
    let mut own = Response { system: std::mem::take(&mut response.system), measures, derives_rests: false };
    let cells = own.add(tally);
    response.system = own.system;
    cells
}

impl Asked {
    /// What may be shown of it.
    pub(super) fn published(self, audited: &Audited) -> PublishedReach {
        let group =
            |group: Group, cells: &Cells| ShownGroup { name: group.name, own: shown(audited, cells), rest: None };
        let count = |at: usize| audited.count(at);
        PublishedReach {
            whose: self.reach.whose,
            partners: self.reach.partners,
            home: self.reach.home,
            home_hubs: self.reach.home_hubs,
            split: self.groups.into_iter().zip(&self.split).map(|(g, cells)| group(g, cells)).collect(),
            hubs: self.reach.hubs.into_iter().zip(&self.hubs).map(|(g, cells)| group(g, cells)).collect(),
            whole: shown(audited, &self.whole),
            other_settings: count(self.other_settings),
            unknown: count(self.unknown),
            is_of_few: false,
        }
    }
}
