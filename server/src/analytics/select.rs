//! The only place where filters meet the columns of the dataset.

use app::filters::{Breakdown, Filters, Key, UNKNOWN};
use domain::establishment::{Phase, Rurality, SchoolSize, SchoolType, TrustSize};
use domain::participant::{Funding, Role};
use domain::place::{HubArea, Region};
use domain::programme::{Cohort, Course, Programme};
use frames::Dataset;
use frames::partition::{cohort_of, course_of};

/// The school is in the place asked for.
pub const OWN: u8 = 1;
/// The school is of the kind asked for, and in the place or part of the rest.
pub const COUNTS: u8 = 2;

/// Which rows and schools a question speaks of.
#[derive(Debug)]
pub struct Selection {
    /// Programme.
    pub programme: Programme,
    /// By course position.
    pub courses: Vec<bool>,
    /// By cohort position.
    pub cohorts: Vec<bool>,
    /// By funding position.
    pub fundings: Vec<bool>,
    /// By school position: filters that are not places (phase, type, priority list).
    pub kinds: Vec<bool>,
    /// By school position: filters that are places (region, hub area, authority, trust).
    pub places: Vec<bool>,
    /// By school position: `OWN` and `COUNTS`.
    pub standing: Vec<u8>,
    /// By partner position.
    pub partners: Vec<bool>,
    /// Whether any filter is a place or a partner, so that there is a rest to compare with.
    pub has_place: bool,
    /// Whether a partner is asked for.
    pub has_partner: bool,
    /// In words, what is asked for but places: questions that differ in nothing else have the same whole.
    pub of_all: String,
}

impl Selection {
    /// Reads the filters.
    pub fn new(dataset: &Dataset, filters: &Filters) -> Selection {
        let programme = filters.programme();
        let by_code = |key: Key, code: &str, unknown: bool| {
            !filters.has(key) || filters.contains(key, code) || (unknown && filters.contains(key, UNKNOWN))
        };
        let cohort_wanted: Vec<Cohort> = filters.parsed(Key::Cohort);
        let (regions, hubs) = (filters.parsed::<Region>(Key::Region), filters.parsed::<HubArea>(Key::Hub));
        let (phases, types) = (filters.parsed::<Phase>(Key::Phase), filters.parsed::<SchoolType>(Key::Type));
        let fundings = filters.parsed::<Funding>(Key::Funding);
        let sizes = filters.parsed::<SchoolSize>(Key::Size);
        let ruralities = filters.parsed::<Rurality>(Key::Rurality);
        let schools = &dataset.schools;
        let authorities: Vec<bool> =
            dataset.authorities.iter().enumerate().map(|(at, (code, ..))| by_code(Key::La, code, at == 0)).collect();
        let trusts: Vec<bool> =
            dataset.trusts.iter().enumerate().map(|(at, (code, _))| by_code(Key::Trust, code, at == 0)).collect();
        let lists: u16 = (dataset.priority_lists.iter().enumerate())
            .filter(|(_, list)| filters.contains(Key::Priority, list))
            .fold(0, |mask, (at, _)| mask | 1 << at);
        let (has_hub, hub_unknown, has_priority) =
            (filters.has(Key::Hub), by_code(Key::Hub, "", true), filters.has(Key::Priority));
        let mut hub_counts = [!has_hub; HubArea::COUNT];
        for hub in &hubs {
            hub_counts[hub.index()] = true;
        }
        let places = (0..schools.len()).map(|at| {
            (regions.is_empty() || regions.contains(&Region::ALL[usize::from(schools.region[at])]))
                && match schools.hub_at(at) {
                    Some(hub) => hub_counts[hub.index()],
                    None => hub_unknown,
                }
                && authorities[usize::from(schools.authority[at])]
                && trusts[usize::from(schools.trust[at])]
        });
        let trust_bands = filters.parsed::<TrustSize>(Key::TrustSize);
        let trust_size = if trust_bands.is_empty() { Vec::new() } else { trust_sizes(dataset) };
        let kinds = (0..schools.len()).map(|at| {
            (phases.is_empty() || phases.contains(&schools.phase_at(at)))
                && (types.is_empty() || types.contains(&schools.type_at(at)))
                && (sizes.is_empty() || sizes.contains(&SchoolSize::ALL[usize::from(schools.size[at])]))
                && (ruralities.is_empty() || ruralities.contains(&Rurality::ALL[usize::from(schools.rurality[at])]))
                && (trust_bands.is_empty() || trust_bands.contains(&trust_size[at]))
                && (!has_priority || schools.priority[at] & lists != 0)
        });
        let (places, kinds): (Vec<bool>, Vec<bool>) = (places.collect(), kinds.collect());
        let has_place = app::filters::GEOGRAPHIES.iter().any(|key| filters.has(*key));
        let standing = (places.iter().zip(&kinds))
            .map(|(own, kind)| if *own { OWN } else { 0 } | if *kind && (*own || has_place) { COUNTS } else { 0 })
            .collect();
        Selection {
            programme,
            courses: courses(filters, programme),
            cohorts: (dataset.cohorts.iter())
                .map(|cohort| match cohort {
                    Some(cohort) => !filters.has(Key::Cohort) || cohort_wanted.contains(cohort),
                    None => by_code(Key::Cohort, UNKNOWN, true),
                })
                .collect(),
            fundings: Funding::ALL.iter().map(|f| fundings.is_empty() || fundings.contains(f)).collect(),
            kinds,
            places,
            standing,
            partners: (dataset.partners.iter().enumerate())
                .map(|(at, (id, _))| by_code(Key::Partner, id, at == 0))
                .collect(),
            has_place,
            has_partner: filters.has(Key::Partner),
            of_all: of_all(filters),
        }
    }

    /// Whether a school is of the kind and in the place asked for.
    pub fn is_own(&self, school: usize) -> bool {
        self.standing[school] & (OWN | COUNTS) == OWN | COUNTS
    }

    /// The same of all places.
    pub fn everywhere(&self) -> Selection {
        Selection {
            programme: self.programme,
            courses: self.courses.clone(),
            cohorts: self.cohorts.clone(),
            fundings: self.fundings.clone(),
            kinds: self.kinds.clone(),
            places: vec![true; self.places.len()],
            standing: self.kinds.iter().map(|kind| if *kind { OWN | COUNTS } else { OWN }).collect(),
            partners: vec![true; self.partners.len()],
            has_place: false,
            has_partner: false,
            of_all: self.of_all.clone(),
        }
    }
}

/// Every filter that narrows and is no place: one that chooses neither rows nor schools costs a look on the shelf alone.
fn of_all(filters: &Filters) -> String {
    let narrowing = filters.narrowing().filter(|(key, _)| !app::filters::GEOGRAPHIES.contains(key));
    let programme = filters.programme();
    narrowing.fold(format!("{programme:?}"), |words, (key, value)| format!("{words}&{key:?}={value}"))
}

/// Which courses of a programme a question speaks of, by position.
pub fn courses(filters: &Filters, programme: Programme) -> Vec<bool> {
    let courses = filters.parsed::<Course>(Key::Course);
    let roles = filters.parsed::<Role>(Key::Role);
    let role_of = |course: Course| match course.code() {
        "ECT" => Role::Ect,
        "MENTOR" => Role::Mentor,
        _ => Role::Npq,
    };
    let counts = |course: Course| {
        let facts = course.facts();
        facts.programme == programme
            && (roles.is_empty() || programme == Programme::Npq || roles.contains(&role_of(course)))
            && match courses.is_empty() {
                // The coaching and support offers are not NPQs: they count only where asked for by name.
                true => programme == Programme::Ecf || facts.is_npq,
                false => courses.contains(&course),
            }
    };
    Course::all().map(counts).collect()
}

/// The band of each school's trust, by its schools in area in the latest year.
pub fn trust_sizes(dataset: &Dataset) -> Vec<TrustSize> {
    let schools = &dataset.schools;
    let mut sizes = vec![0u32; dataset.trusts.len().max(1)];
    if let Some(open) = schools.in_area.last() {
        for school in (1..schools.len()).filter(|school| open[*school]) {
            sizes[usize::from(schools.trust[school])] += 1;
        }
    }
    let band = |trust: &u16| if *trust == 0 { TrustSize::None } else { TrustSize::of(sizes[usize::from(*trust)]) };
    schools.trust.iter().map(band).collect()
}

/// How rows fall into groups.
#[derive(Debug)]
pub enum Grouping {
    /// Everything in one group.
    Whole,
    /// By a column of schools: group by school position.
    School(Vec<u16>),
    /// By course.
    Course,
    /// By cohort.
    Cohort,
    /// By delivery partner.
    Partner,
}

impl Grouping {
    /// The group of a start by position.
    pub fn group_of(&self, school: usize, traits: u16, partner: u16) -> usize {
        match self {
            Grouping::Whole => 0,
            Grouping::School(groups) => usize::from(groups[school]),
            Grouping::Course => course_of(traits),
            Grouping::Cohort => cohort_of(traits),
            Grouping::Partner => usize::from(partner),
        }
    }

    /// Whether starts of one school may be in several groups.
    pub fn is_by_row(&self) -> bool {
        !matches!(self, Grouping::School(_) | Grouping::Whole)
    }
}

/// A group: code in addresses and files, name for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it stands for what could not be placed.
    pub unknown: bool,
}

/// The groups of a breakdown, by position, and how rows fall into them.
pub fn grouping(dataset: &Dataset, by: Breakdown) -> (Grouping, Vec<GroupName>) {
    let schools = &dataset.schools;
    let name = |code: &str, name: &str, unknown: bool| GroupName {
        code: if unknown { UNKNOWN.to_owned() } else { code.to_owned() },
        name: name.to_owned(),
        unknown,
    };
    let wide = |column: &[u8]| Grouping::School(column.iter().map(|v| u16::from(*v)).collect());
    match by {
        Breakdown::Region => (
            wide(&schools.region),
            Region::ALL.iter().map(|r| name(r.slug(), r.name(), *r == Region::Unknown)).collect(),
        ),
        Breakdown::Phase => {
            (wide(&schools.phase), Phase::ALL.iter().map(|p| name(p.slug(), p.name(), *p == Phase::Unknown)).collect())
        }
        Breakdown::Type => (
            wide(&schools.school_type),
            SchoolType::ALL.iter().map(|t| name(t.slug(), t.name(), *t == SchoolType::Unknown)).collect(),
        ),
        Breakdown::Hub => (
            wide(&schools.hub),
            HubArea::all()
                .map(|h| name(&h.code(), &h.name(), false))
                .chain([name("", "Hub area not known", true)])
                .collect(),
        ),
        Breakdown::La => (
            Grouping::School(schools.authority.clone()),
            dataset.authorities.iter().enumerate().map(|(at, (code, la, _))| name(code, la, at == 0)).collect(),
        ),
        Breakdown::Trust => (
            Grouping::School(schools.trust.clone()),
            dataset.trusts.iter().enumerate().map(|(at, (code, trust))| name(code, trust, at == 0)).collect(),
        ),
        Breakdown::Size => (
            wide(&schools.size),
            SchoolSize::ALL.iter().map(|s| name(s.slug(), s.name(), *s == SchoolSize::Unknown)).collect(),
        ),
        Breakdown::Rurality => (
            wide(&schools.rurality),
            Rurality::ALL.iter().map(|r| name(r.slug(), r.name(), *r == Rurality::Unknown)).collect(),
        ),
        Breakdown::Partner => (
            Grouping::Partner,
            dataset.partners.iter().enumerate().map(|(at, (id, partner))| name(id, partner, at == 0)).collect(),
        ),
        Breakdown::Course => (Grouping::Course, Course::all().map(|c| name(c.code(), &c.name(), false)).collect()),
        Breakdown::Cohort => (
            Grouping::Cohort,
            (dataset.cohorts.iter())
                .map(|cohort| match cohort {
                    Some(cohort) => name(&cohort.to_string(), &cohort.name(), false),
                    None => name("", "Unknown", true),
                })
                .collect(),
        ),
    }
}

/// What a filter narrows to, in words.
pub fn name_of(dataset: &Dataset, key: Key, value: &str) -> Option<String> {
    match key {
        Key::TrustSize => value.parse::<TrustSize>().ok().map(|size| size.name().to_owned()),
        Key::Priority => Some(format!("on the list {}", value.to_uppercase())),
        _ => {
            let by = Breakdown::ALL.iter().copied().find(|by| by.key() == key)?;
            let (_, names) = grouping(dataset, by);
            names.into_iter().find(|name| name.code == value).map(|name| name.name)
        }
    }
}

/// Which groups a question allows, from public facts alone: the register, the course table, the programme's cohorts.
pub fn possible(dataset: &Dataset, selection: &Selection, grouping: &Grouping, groups: usize) -> Vec<bool> {
    match grouping {
        Grouping::Whole => vec![true; groups],
        Grouping::Course => selection.courses.clone(),
        Grouping::Partner => selection.partners.clone(),
        Grouping::Cohort => (dataset.cohorts.iter().zip(&selection.cohorts))
            .map(|(cohort, counts)| {
                let of_programme = cohort.is_none_or(|c| c.season.is_some() == (selection.programme == Programme::Npq));
                *counts && of_programme
            })
            .collect(),
        Grouping::School(column) => {
            let mut possible = vec![false; groups];
            for (school, group) in column.iter().enumerate() {
                possible[usize::from(*group)] |= selection.places[school] && selection.kinds[school];
            }
            possible
        }
    }
}
