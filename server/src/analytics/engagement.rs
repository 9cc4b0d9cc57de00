//! Which schools take part: distinct schools by strand, in the year and since the first year loaded, by group; how they
//! came and went; and those that no percentage holds.

pub mod reach;

use app::filters::{Filters, Key};
use domain::engagement::Strand;
use domain::programme::AcademicYear;
use frames::{Dataset, Engagement, STRANDS};

use self::reach::Reach;
use super::figures::{Figures, Group, Rows, Tally, YearLine};
use super::measure::Measure;
use super::select::{self, GroupName, Grouping, Selection};

/// Schools that are told apart from those in area, and the register's own movement.
#[derive(Debug, Default, Clone, Copy)]
pub struct Beside {
    /// Schools of the register that take part and are no state-funded school in an area: independent, early years, further
    /// education, central teams; and people behind them.
    pub other_settings: (u32, u32),
    /// People at no known school.
    pub unknown: u32,
    /// Schools in area of the year that were not in the year before.
    pub opened: u32,
    /// Schools in area of the year before that are not in this one.
    pub closed: u32,
}

/// Schools in area that took part since the first year, by the year in which they first did.
#[derive(Debug, Clone, Copy)]
pub struct FirstYear {
    /// The year.
    pub year: AcademicYear,
    /// Schools.
    pub schools: u32,
    /// People behind them, counted over all years as for cumulative figures.
    pub people: u32,
}

/// The true answer: groups, years, and what stands beside them.
#[derive(Debug)]
pub struct Engaged {
    /// By the breakdown asked for.
    pub figures: Figures,
    /// By phase as hubs report it: primary, secondary, special, other.
    pub phases: Vec<Group>,
    /// By priority list.
    pub lists: Vec<Group>,
    /// By the year in which they first took part.
    pub first: Vec<FirstYear>,
    /// Schools that the delivery partners asked for reach, wherever they lie.
    pub reach: Option<Reach>,
    /// What stands beside.
    pub beside: Beside,
    /// Strands of which anything is loaded.
    pub loaded: Vec<Strand>,
    /// Strands asked for.
    pub asked: Vec<Strand>,
}

/// Teaching School Hubs began in September 2021: cumulative figures begin there, whatever is loaded from before.
pub const SINCE: AcademicYear = AcademicYear(2021);

fn since(dataset: &Dataset) -> usize {
    dataset.years.iter().position(|year| *year >= SINCE).unwrap_or(0)
}

/// The strands that a question speaks of; all unless some are named.
pub fn strands(filters: &Filters) -> Vec<Strand> {
    match filters.has(Key::Strand) {
        true => filters.parsed(Key::Strand),
        false => Strand::ALL.to_vec(),
    }
}

/// People behind one school in one year, for each of `Measure::ENGAGEMENT`; none where it does not count in it.
struct Standing([u16; 16]);

/// What schools count in, year after year.
struct History<'a> {
    engagement: &'a Engagement,
    asked: &'a [Strand],
    /// Position of the first year that cumulative figures hold.
    since: usize,
}

impl History<'_> {
    fn people(&self, table: &[Vec<Vec<u16>>; STRANDS], year: usize, school: usize) -> [u16; STRANDS] {
        std::array::from_fn(|strand| table[strand].get(year).map_or(0, |schools| schools[school]))
    }

    /// People in any strand asked for: at least as many as in the strand that has most.
    fn any(&self, people: &[u16; STRANDS]) -> u16 {
        self.asked.iter().map(|strand| people[strand.index()]).max().unwrap_or(0)
    }

    /// Position of the first year up to `last` in which a school took part in a strand asked for.
    fn first(&self, school: usize, last: usize) -> Option<usize> {
        let took_part = |year: &usize| self.any(&self.people(&self.engagement.today, *year, school)) > 0;
        (self.since..=last).find(took_part)
    }

    /// What a school counts in, for every year up to `last`, the earliest first.
    fn walk(&self, school: usize, last: usize, mut each: impl FnMut(usize, &Standing)) {
        let mut ever = [0; STRANDS];
        // In the year before, and in any year before: of those that cumulative figures hold.
        let (mut before, mut earlier) = (0, 0);
        for year in 0..=last {
            let now = self.people(&self.engagement.in_year, year, school);
            let mut today = [0; STRANDS];
            if year >= self.since {
                today = self.people(&self.engagement.today, year, school);
                ever.iter_mut().zip(today).for_each(|(ever, today)| *ever = today.max(*ever));
            }
            let any = self.any(&now);
            let only = |counts: bool, people: u16| if counts { people } else { 0 };
            each(
                year,
                &Standing([
                    any,
                    now[0],
                    now[1],
                    now[2],
                    now[3],
                    now[4],
                    self.any(&ever),
                    ever[0],
                    ever[1],
                    ever[2],
                    ever[3],
                    ever[4],
                    only(earlier == 0, any),
                    only(before > 0, any),
                    only(before == 0 && earlier > 0, any),
                    only(any == 0, before),
                ]),
            );
            before = self.any(&today);
            earlier = before.max(earlier);
        }
    }
}

impl Standing {
    /// People who took part since the first year.
    fn ever(&self) -> u32 {
        u32::from(self.0[6])
    }

    fn add_to(&self, tally: &mut Tally) {
        tally.add(Measure::SchoolsInArea, 1);
        for ((schools, behind), people) in Measure::ENGAGEMENT.iter().zip(self.0).filter(|(_, people)| *people > 0) {
            tally.add(*schools, 1);
            tally.add(*behind, u32::from(people));
        }
    }
}

/// Schools by group in the year asked for, and by year in the others.
struct Counted {
    groups: Vec<Tally>,
    years: Vec<Tally>,
}

/// How schools are counted for one question.
struct Within<'a> {
    dataset: &'a Dataset,
    history: &'a History<'a>,
    grouping: &'a Grouping,
    groups: usize,
    /// Position of the year asked for.
    at: Option<usize>,
    /// How many years have begun.
    begun: usize,
}

impl Within<'_> {
    /// Counts schools in area; `each` is told of those of the year asked for.
    fn count(&self, schools: impl Iterator<Item = usize>, mut each: impl FnMut(usize, usize, &Standing)) -> Counted {
        let years = self.begun.max(self.at.map_or(0, |at| at + 1));
        let mut counted = Counted { groups: vec![Tally::default(); self.groups], years: vec![Tally::default(); years] };
        let Some(last) = years.checked_sub(1) else { return counted };
        for school in schools {
            self.history.walk(school, last, |year, standing| {
                if !self.dataset.schools.in_area[year][school] {
                    return;
                }
                if self.at != Some(year) {
                    standing.add_to(&mut counted.years[year]);
                    return;
                }
                let group = match self.grouping {
                    Grouping::School(groups) => usize::from(groups[school]),
                    _ => 0,
                };
                standing.add_to(&mut counted.groups[group]);
                each(year, school, standing);
            });
        }
        counted
    }
}

/// Asks the dataset. The year must be said.
pub fn ask(dataset: &Dataset, filters: &Filters, rows: Rows) -> Engaged {
    let reach = reach::ask(dataset, filters);
    // Only reach tells delivery partners apart; schools in area take part whoever delivers.
    let filters = &filters.without(Key::Partner);
    let selection = Selection::new(dataset, filters);
    let asked = strands(filters);
    let by = filters.by();
    let year = filters.year().unwrap_or(AcademicYear::of(dataset.as_of));
    let (grouping, names) = select::grouping(dataset, by);
    let size = names.len();
    let at = dataset.year_index(year);
    let engagement = &dataset.engagement;
    let mut phases = vec![Tally::default(); PHASES.len()];
    let mut lists = vec![Tally::default(); dataset.priority_lists.len()];
    let mut beside = Beside::default();
    let mut first: Vec<FirstYear> = Vec::new();
    let schools = &dataset.schools;
    let history = History { engagement, asked: &asked, since: since(dataset) };
    let begun = dataset.years.iter().take_while(|year| year.first_day() <= dataset.as_of).count();
    let within = Within { dataset, history: &history, grouping: &grouping, groups: size, at, begun };
    if let Some(at) = at {
        let years = dataset.years[history.since.min(at)..=at].iter();
        first.extend(years.map(|year| FirstYear { year: *year, schools: 0, people: 0 }));
    }
    let own_schools: Vec<usize> = (1..schools.len()).filter(|school| selection.is_own(*school)).collect();
    if let Some(at) = at {
        for school in own_schools.iter().copied() {
            let (in_area, before) = (schools.in_area[at][school], at > 0 && schools.in_area[at - 1][school]);
            beside.opened += u32::from(at > 0 && in_area && !before);
            beside.closed += u32::from(!in_area && before);
            let people = history.any(&history.people(&engagement.in_year, at, school));
            if !in_area && people > 0 && !stood_for(dataset, school) {
                beside.other_settings.0 += 1;
                beside.other_settings.1 += u32::from(people);
            }
        }
    }
    let own = within.count(own_schools.into_iter(), |year, school, standing| {
        if let Some(line) = history.first(school, year).and_then(|first_year| first.get_mut(first_year - history.since))
        {
            line.schools += 1;
            line.people += standing.ever();
        }
        standing.add_to(&mut phases[phase_group(schools.phase[school])]);
        for (list, tally) in lists.iter_mut().enumerate() {
            if schools.priority[school] & 1 << list != 0 {
                standing.add_to(tally);
            }
        }
    });
    // What all places have is counted once for every place that is asked about; the others are the difference.
    let rest = selection.has_place.then(|| {
        let key = format!("engaged {year} {} {asked:?} {}", by.slug(), selection.of_all);
        let all = dataset.shelf.get(key, || {
            let all = within.count((1..schools.len()).filter(|school| selection.kinds[*school]), |_, _, _| ());
            (((all.groups.len() + all.years.len()) * size_of::<Tally>()) as u32, all)
        });
        let less = |all: &[Tally], own: &[Tally]| -> Vec<Tally> {
            all.iter().zip(own).map(|(all, own)| all.less(own)).collect()
        };
        Counted { groups: less(&all.groups, &own.groups), years: less(&all.years, &own.years) }
    });
    let rest = rest.unwrap_or_else(|| Counted {
        groups: vec![Tally::default(); size],
        years: vec![Tally::default(); own.years.len()],
    });
    let lines: Vec<(Tally, Tally)> = own.years.into_iter().zip(rest.years).collect();
    let (own, rest) = (own.groups, rest.groups);
    if let Some(at) = at.filter(|_| !selection.has_place) {
        beside.unknown = u32::from(history.any(&history.people(&engagement.in_year, at, 0)));
    }
    let sum = |tallies: &[Tally]| {
        let mut whole = Tally::default();
        tallies.iter().for_each(|tally| whole.add_up(tally));
        whole
    };
    let (whole, whole_rest) = (sum(&own), sum(&rest));
    let elsewhere = !selection.has_place && app::filters::GEOGRAPHIES.contains(&by.key());
    let possible = select::possible(dataset, &selection, &grouping, size);
    let groups = (names.into_iter().zip(own).zip(rest).zip(possible))
        .filter(|(((_, own), _), possible)| match rows {
            Rows::Counted => own[Measure::SchoolsInArea] > 0,
            Rows::Possible => *possible && own[Measure::SchoolsInArea] > 0,
        })
        .map(|(((name, own), rest), _)| {
            let rest = match (selection.has_place, elsewhere) {
                (true, _) => Some(rest),
                (false, true) => Some(whole.less(&own)),
                (false, false) => None,
            };
            Group { name, own, rest }
        })
        .collect();
    let total = Group {
        name: GroupName { code: "total".into(), name: "Total".into(), unknown: false },
        own: whole,
        rest: selection.has_place.then_some(whole_rest),
    };
    let years = years(dataset, lines, selection.has_place, (at, &total));
    let is_unfinished = year.last_day() > dataset.as_of;
    Engaged {
        asked: asked.clone(),
        figures: Figures {
            year: Some(year),
            unfinished: is_unfinished,
            mature_for_all: false,
            by,
            groups,
            total,
            years,
        },
        phases: (PHASES.iter().zip(phases)).map(|((code, name), own)| named(code, name, own)).collect(),
        lists: (dataset.priority_lists.iter().zip(lists))
            .map(|(list, own)| named(list, &list.to_uppercase(), own))
            .collect(),
        first,
        reach,
        beside,
        loaded: Strand::ALL.iter().copied().filter(|s| engagement.loaded[s.index()]).collect(),
    }
}

/// Phases as hubs report them.
const PHASES: [(&str, &str); 4] =
    [("primary", "Primary"), ("secondary", "Secondary"), ("special", "Special"), ("other", "Other phases")];

fn phase_group(phase: u8) -> usize {
    use domain::establishment::Phase;
    match Phase::ALL[usize::from(phase)] {
        Phase::Primary => 0,
        Phase::Secondary => 1,
        Phase::Special => 2,
        _ => 3,
    }
}

fn named(code: &str, name: &str, own: Tally) -> Group {
    Group::of(GroupName { code: code.into(), name: name.into(), unknown: false }, own)
}

/// Whether schools that came after it are counted in its place.
fn stood_for(dataset: &Dataset, school: usize) -> bool {
    dataset.schools.today[school].len() > 1
}

/// Each year that has begun: schools in area on its first day, engaged in it, and engaged by its end.
fn years(
    dataset: &Dataset,
    lines: Vec<(Tally, Tally)>,
    has_place: bool,
    (current, total): (Option<usize>, &Group),
) -> Vec<YearLine> {
    let begun = dataset.years.iter().enumerate().filter(|(_, year)| year.first_day() <= dataset.as_of);
    begun
        .zip(lines)
        .map(|((at, year), (own, rest))| {
            let unfinished = year.last_day() > dataset.as_of;
            if Some(at) == current {
                return YearLine {
                    year: *year,
                    own: total.own.clone(),
                    rest: total.rest.clone(),
                    unfinished,
                    mature_for_all: false,
                };
            }
            YearLine { year: *year, own, rest: has_place.then_some(rest), unfinished, mature_for_all: false }
        })
        .filter(|line| line.own[Measure::SchoolsInArea] > 0)
        .collect()
}
