//! In area and out of area: the schools that a delivery partner reaches, split by whether they lie in its own hub areas.
//! Only declarations name a delivery partner, so it speaks of NPQ and ECF/ECTE alone.

use std::collections::BTreeMap;

use app::filters::{Filters, Key};
use domain::engagement::Strand;
use domain::place::HubArea;
use frames::Dataset;

use super::{SINCE, strands};
use crate::analytics::figures::{Group, Tally};
use crate::analytics::measure::Measure;
use crate::analytics::select::{GroupName, Selection};

/// How the own hub areas of a delivery partner are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// From the list of delivery partners and their hub areas.
    Listed,
    /// No list names one: the hub area where most of its schools lie.
    MostSchools,
    /// No list names one, and no school tells.
    Unknown,
}

/// Whose reach it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The delivery partners that were asked for.
    Asked,
    /// The delivery partners of the hub areas that were asked for.
    OfHubs,
}

/// Schools that delivery partners reach.
#[derive(Debug)]
pub struct Reach {
    /// Whose it is.
    pub whose: Whose,
    /// Names of the delivery partners.
    pub partners: Vec<String>,
    /// How their own hub areas are known.
    pub home: Home,
    /// Their own hub areas.
    pub home_hubs: Vec<HubArea>,
    /// By hub area: the own ones first, then by name, those not known last.
    pub hubs: Vec<Group>,
    /// Schools in the own hub areas.
    pub inside: Tally,
    /// Schools in other hub areas.
    pub outside: Tally,
    /// Schools whose hub area is not known.
    pub nowhere: Tally,
    /// All schools in area that are reached.
    pub whole: Tally,
    /// Settings that are no schools in area, and people behind them.
    pub other_settings: (u32, u32),
    /// People at no known school.
    pub unknown: u32,
}

/// Strands that name a delivery partner.
const OF_PARTNERS: [Strand; 2] = [Strand::Ecf, Strand::Npq];

/// People of one school: this year in early career training and NPQ, and the same since the first year.
#[derive(Debug, Default, Clone, Copy)]
struct People {
    now: [u16; 2],
    ever: [u16; 2],
}

/// Asks the dataset; nothing where neither a delivery partner nor a hub area with partners of its own is asked for, or
/// where no strand is that names a partner.
pub fn ask(dataset: &Dataset, filters: &Filters) -> Option<Reach> {
    let asked: Vec<usize> = OF_PARTNERS
        .iter()
        .enumerate()
        .filter(|(_, strand)| strands(filters).contains(strand))
        .map(|(at, _)| at)
        .collect();
    let year = filters.year().and_then(|year| dataset.year_index(year))?;
    let (whose, partners) = partners(dataset, filters)?;
    if asked.is_empty() || partners.is_empty() {
        return None;
    }
    let since = dataset.years.iter().position(|year| *year >= SINCE).unwrap_or(0);
    let schools = &dataset.schools;
    let mut people: BTreeMap<u32, People> = BTreeMap::new();
    let mut unknown = 0u32;
    let delivered = &dataset.engagement.delivered;
    let of_partner = |partner: u16| {
        let begin = delivered.partition_point(|row| row.partner < partner);
        delivered[begin..].iter().take_while(move |row| row.partner == partner)
    };
    for row in partners.iter().copied().flat_map(of_partner) {
        let (at, of_year) = (row.school as usize, usize::from(row.year));
        let Some(strand) = OF_PARTNERS.iter().position(|strand| strand.index() == usize::from(row.strand)) else {
            continue;
        };
        if !asked.contains(&strand) || of_year > year {
            continue;
        }
        if at == 0 {
            unknown += if of_year == year { u32::from(row.people) } else { 0 };
            continue;
        }
        // Two partners at one school may have the same people: the larger number stands behind it.
        if of_year == year {
            for school in schools.standing(at, year) {
                let now = &mut people.entry(school).or_default().now[strand];
                *now = (*now).max(row.people);
            }
        }
        if of_year >= since {
            for school in &schools.today[at] {
                let ever = &mut people.entry(*school).or_default().ever[strand];
                *ever = (*ever).max(row.people);
            }
        }
    }
    let (home, home_hubs) = home(dataset, &partners, &people, year);
    let kinds = Selection::new(dataset, &of_schools_alone(filters)).kinds;
    let mut by_hub = vec![Tally::default(); HubArea::COUNT + 1];
    let mut other_settings = (0, 0);
    let in_area = &schools.in_area[year];
    for school in (1..schools.len()).filter(|at| kinds[*at] && in_area[*at]) {
        by_hub[usize::from(schools.hub[school])].add(Measure::SchoolsInArea, 1);
    }
    for (school, found) in people.iter().map(|(at, found)| (*at as usize, found)).filter(|(at, _)| kinds[*at]) {
        let most = found.now.into_iter().max().unwrap_or(0);
        if in_area[school] {
            found.add_to(&mut by_hub[usize::from(schools.hub[school])]);
        } else if most > 0 && schools.today[school].len() <= 1 {
            other_settings.0 += 1;
            other_settings.1 += u32::from(most);
        }
    }
    let mut split = [Tally::default(), Tally::default(), Tally::default()];
    let mut hubs = Vec::new();
    for (at, tally) in by_hub.into_iter().enumerate() {
        let hub = HubArea::at(at);
        let side = match hub {
            None => 2,
            Some(hub) => usize::from(!home_hubs.contains(&hub)),
        };
        split[side].add_up(&tally);
        if tally[Measure::EverAny] > 0 || side == 0 {
            let name = match hub {
                Some(hub) => GroupName { code: hub.code(), name: hub.name(), unknown: false },
                None => GroupName { code: "unknown".into(), name: "Hub area not known".into(), unknown: true },
            };
            hubs.push((side, Group::of(name, tally)));
        }
    }
    hubs.sort_by_key(|(side, group)| (*side, std::cmp::Reverse(group.own[Measure::EngagedAny])));
    let [inside, outside, nowhere] = split;
    let mut whole = inside.clone();
    whole.add_up(&outside);
    whole.add_up(&nowhere);
    let named = |at: &u16| dataset.partners[usize::from(*at)].1.clone();
    Some(Reach {
        whose,
        partners: partners.iter().map(named).collect(),
        home,
        home_hubs,
        hubs: hubs.into_iter().map(|(_, group)| group).collect(),
        inside,
        outside,
        nowhere,
        whole,
        other_settings,
        unknown,
    })
}

impl People {
    fn add_to(&self, tally: &mut Tally) {
        let most = |people: [u16; 2]| people.into_iter().max().unwrap_or(0);
        let counted = [
            (Measure::EngagedAny, Measure::BehindEngagedAny, most(self.now)),
            (Measure::EngagedEcf, Measure::BehindEngagedEcf, self.now[0]),
            (Measure::EngagedNpq, Measure::BehindEngagedNpq, self.now[1]),
            (Measure::EverAny, Measure::BehindEverAny, most(self.ever)),
        ];
        for (schools, behind, people) in counted.into_iter().filter(|(.., people)| *people > 0) {
            tally.add(schools, 1);
            tally.add(behind, u32::from(people));
        }
    }
}

/// The question without places and partners: reach is looked for everywhere.
pub fn of_schools_alone(filters: &Filters) -> Filters {
    app::filters::GEOGRAPHIES.into_iter().fold(filters.clone(), |asked, key| asked.without(key))
}

/// The partners asked for by position, else those that stand for the hub areas asked for.
fn partners(dataset: &Dataset, filters: &Filters) -> Option<(Whose, Vec<u16>)> {
    let positions = |wanted: &dyn Fn(usize, &str) -> bool| -> Vec<u16> {
        (dataset.partners.iter().enumerate().skip(1))
            .filter(|(at, (id, _))| wanted(*at, id))
            .filter_map(|(at, _)| u16::try_from(at).ok())
            .collect()
    };
    if filters.has(Key::Partner) {
        return Some((Whose::Asked, positions(&|_, id| filters.contains(Key::Partner, id))));
    }
    let hubs: Vec<u8> = filters.parsed::<HubArea>(Key::Hub).iter().map(|hub| hub.index() as u8).collect();
    let stands_for =
        |at: usize, _: &str| dataset.partner_hubs.get(at).is_some_and(|own| own.iter().any(|hub| hubs.contains(hub)));
    (!hubs.is_empty()).then(|| (Whose::OfHubs, positions(&stands_for)))
}

/// The own hub areas of delivery partners, and how they are known.
fn home(dataset: &Dataset, partners: &[u16], people: &BTreeMap<u32, People>, year: usize) -> (Home, Vec<HubArea>) {
    let listed = partners.iter().filter_map(|at| dataset.partner_hubs.get(usize::from(*at))).flatten();
    let mut listed: Vec<u8> = listed.copied().collect();
    listed.sort_unstable();
    listed.dedup();
    let hubs: Vec<HubArea> = listed.into_iter().filter_map(|at| HubArea::at(usize::from(at))).collect();
    if !hubs.is_empty() {
        return (Home::Listed, hubs);
    }
    let mut schools = [0u32; HubArea::COUNT];
    for school in people.keys().map(|at| *at as usize).filter(|at| dataset.schools.in_area[year][*at]) {
        if let Some(hub) = dataset.schools.hub_at(school) {
            schools[hub.index()] += 1;
        }
    }
    let most = (0..HubArea::COUNT).rev().max_by_key(|at| schools[*at]).filter(|at| schools[*at] > 0);
    match most.and_then(HubArea::at) {
        Some(hub) => (Home::MostSchools, vec![hub]),
        None => (Home::Unknown, Vec::new()),
    }
}
