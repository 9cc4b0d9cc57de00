//! Hub areas that are alike by what their schools are: phase, type, size, rurality, priority lists. All of it is public.

use domain::establishment::{Phase, Rurality, SchoolSize, SchoolType};
use domain::place::{HubArea, Region};
use domain::programme::AcademicYear;
use frames::Dataset;
use measures::similar::{Contrast, Feature, Neighbour, Profiles};

/// What hub areas are compared by, and the share of each in each, from 0 to 1.
#[derive(Debug)]
pub struct Likeness {
    /// The features.
    pub features: Vec<Feature>,
    /// By hub area and feature; nothing where a hub area has no school.
    pub shares: Vec<Vec<Option<f64>>>,
    profiles: Profiles,
}

/// A share of schools: name, group, and which schools are in it.
type Share<'a> = (String, &'static str, Box<dyn Fn(usize) -> bool + 'a>);

fn shares(dataset: &Dataset) -> Vec<Share<'_>> {
    let schools = &dataset.schools;
    let mut shares: Vec<Share<'_>> = Vec::new();
    for phase in Phase::ALL.iter().copied().filter(|p| *p != Phase::Unknown) {
        let name = format!("{} schools", phase.name().to_lowercase());
        shares.push((name, "phase", Box::new(move |at| schools.phase_at(at) == phase)));
    }
    for kind in SchoolType::ALL.iter().copied().filter(|t| *t != SchoolType::Unknown) {
        shares.push((
            format!("schools run as {}", kind.name()),
            "type",
            Box::new(move |at| schools.type_at(at) == kind),
        ));
    }
    for size in SchoolSize::ALL.iter().copied().filter(|s| *s != SchoolSize::Unknown) {
        let name = format!("schools with {}", size.name().to_lowercase());
        shares.push((name, "size", Box::new(move |at| SchoolSize::ALL[usize::from(schools.size[at])] == size)));
    }
    let rural = |at: usize| Rurality::ALL[usize::from(schools.rurality[at])] == Rurality::Rural;
    shares.push(("rural schools".into(), "rurality", Box::new(rural)));
    for (list, name) in dataset.priority_lists.iter().enumerate() {
        let on_list = move |at: usize| schools.priority[at] & 1 << list != 0;
        shares.push((format!("schools on the list {}", name.to_uppercase()), "disadvantage", Box::new(on_list)));
    }
    shares
}

impl Likeness {
    /// From the schools in area on the first day of a year; of the latest year where it is not loaded.
    pub fn of(dataset: &Dataset, year: AcademicYear) -> Likeness {
        let at = dataset.year_index(year).or(dataset.years.len().checked_sub(1));
        let shares = shares(dataset);
        let mut counts = vec![vec![0u32; shares.len()]; HubArea::COUNT];
        let mut schools = vec![0u32; HubArea::COUNT];
        let in_area = at.and_then(|at| dataset.schools.in_area.get(at));
        for school in 1..dataset.schools.len() {
            let Some(hub) = dataset.schools.hub_at(school) else { continue };
            if !in_area.is_some_and(|open| open[school]) {
                continue;
            }
            schools[hub.index()] += 1;
            for (feature, (.., is_in)) in shares.iter().enumerate() {
                counts[hub.index()][feature] += u32::from(is_in(school));
            }
        }
        let share = |count: &u32, of: u32| (of > 0).then(|| f64::from(*count) / f64::from(of));
        let rows: Vec<Vec<Option<f64>>> =
            counts.iter().zip(&schools).map(|(row, of)| row.iter().map(|n| share(n, *of)).collect()).collect();
        let features: Vec<Feature> =
            shares.into_iter().map(|(name, group, _)| Feature { name, group: group.into() }).collect();
        let profiles = Profiles::new(&features, &rows);
        Likeness { features, shares: rows, profiles }
    }

    /// The hub areas most like one, the nearest first.
    pub fn nearest(&self, hub: HubArea, how_many: usize) -> Vec<(HubArea, Neighbour)> {
        let near = self.profiles.nearest(hub.index(), how_many);
        near.into_iter().filter_map(|neighbour| Some((HubArea::at(neighbour.unit)?, neighbour))).collect()
    }

    /// What makes a hub area alike and what sets it apart, in words.
    pub fn words(&self, neighbour: &Neighbour) -> String {
        let most = |contrasts: &[Contrast]| {
            contrasts.iter().take(2).map(|c| c.words(&self.features)).collect::<Vec<_>>().join("; ")
        };
        format!("Most alike in {}. Most apart in {}.", most(&neighbour.alike), most(&neighbour.apart))
    }
}

/// By hub area the region in which most of its schools in area lie; none where it has no school.
pub fn regions(dataset: &Dataset) -> Vec<Option<Region>> {
    let mut counts = vec![[0u32; Region::ALL.len()]; HubArea::COUNT];
    let open = dataset.schools.in_area.last();
    for school in 1..dataset.schools.len() {
        if let (Some(hub), Some(true)) = (dataset.schools.hub_at(school), open.map(|open| open[school])) {
            counts[hub.index()][usize::from(dataset.schools.region[school])] += 1;
        }
    }
    let most = |counts: &[u32; Region::ALL.len()]| {
        let (at, n) = counts.iter().enumerate().max_by_key(|(at, n)| (**n, std::cmp::Reverse(*at)))?;
        (*n > 0 && Region::ALL[at] != Region::Unknown).then_some(Region::ALL[at])
    };
    counts.iter().map(most).collect()
}
