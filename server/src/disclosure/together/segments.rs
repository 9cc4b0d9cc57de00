//! Figures that gaps and hub areas side by side are worked out from: of the same starts, cut in two ways more.

use std::collections::{BTreeMap, HashMap};

use app::filters::{Breakdown, Filters, GEOGRAPHIES, GapMeasure, Key};
use domain::programme::Programme;
use frames::partition::Flags;

use super::making::{Making, reached, worth};
use super::people::Alike;
use super::{Named, What};
use crate::analytics::Measure;
use crate::analytics::gaps::{self, Asked, Cut, Groups, LEAST_TEACHERS};
use crate::analytics::select::{self, Grouping};

/// Everything that gaps cut schools by, and all together.
fn cuts() -> impl Iterator<Item = Option<Cut>> {
    let of_schools = Breakdown::OF_SCHOOLS.into_iter().filter(|by| *by != Breakdown::Trust).map(Cut::By);
    of_schools.chain([Cut::TrustSize, Cut::Priority]).map(Some).chain([None])
}

/// The true figures of one group.
#[derive(Debug, Clone, Copy, Default)]
struct Truth {
    numerator: u32,
    base: u32,
    people: u32,
}

/// How a measure of gaps counts a start, and what its figures are called.
struct Counted {
    measure: GapMeasure,
    numerator: What,
    /// `None` where the base is public.
    base: Option<What>,
}

impl Making<'_> {
    /// Figures of segments, measure by measure.
    pub(super) fn add_segments(&mut self, kinds: &[(Alike, u32)], others: &[usize]) {
        let (programme, year) = (self.partition.programme, self.partition.year);
        let outcome = match programme {
            Programme::Npq => (GapMeasure::Completion, What::CompletedOfMature, Measure::Mature),
            Programme::Ecf => (GapMeasure::Continuation, What::Of(Measure::Continuing), Measure::Starts),
        };
        let schools = self.schools_of_today(kinds, others);
        for counted in [
            Counted { measure: outcome.0, numerator: outcome.1, base: Some(What::Of(outcome.2)) },
            Counted { measure: GapMeasure::Rate, numerator: What::Once, base: None },
            Counted { measure: GapMeasure::Coverage, numerator: What::Coverage, base: None },
        ] {
            let asked = Filters::default().with(Key::Programme, programme).with(Key::Measure, counted.measure);
            let items = gaps::items(self.dataset, &Asked::of(&asked), year);
            for cut in cuts() {
                let (groups, names) = gaps::groups(self.dataset, cut);
                let mut truth = vec![Truth::default(); names.len()];
                for item in items.iter() {
                    for group in groups.of(item.school) {
                        truth[group].numerator += item.numerator;
                        truth[group].base += item.base;
                        truth[group].people += item.people;
                    }
                }
                let names = names.into_iter().map(|name| name.code).zip(truth);
                match counted.measure {
                    GapMeasure::Coverage => self.add_coverage(cut, &groups, names.collect(), &schools, kinds),
                    _ => self.add_shares(cut, &groups, names.collect(), &counted, kinds),
                }
            }
        }
    }

    /// Numerators and bases of people.
    fn add_shares(
        &mut self,
        cut: Option<Cut>,
        groups: &Groups,
        names: Vec<(String, Truth)>,
        counted: &Counted,
        kinds: &[(Alike, u32)],
    ) {
        let (mut of_numerator, mut of_base) = (vec![Vec::new(); names.len()], vec![Vec::new(); names.len()]);
        for (at, (alike, _)) in kinds.iter().enumerate() {
            let (is_in, is_counted) = self.counts(alike, counted.measure);
            for group in groups.of(alike.school as usize).filter(|_| is_in) {
                of_base[group].push(at as u32);
                if is_counted {
                    of_numerator[group].push(at as u32);
                }
            }
        }
        for (((code, truth), numerator), base) in names.into_iter().zip(of_numerator).zip(of_base) {
            let figures = [(Some(counted.numerator), numerator, truth.numerator), (counted.base, base, truth.base)];
            for (what, kinds, value) in figures {
                let Some(what) = what else { continue };
                let named = Named { cut, code: code.clone(), what };
                if !self.names.contains_key(&named) {
                    let at = self.people_once(kinds, value, cut);
                    self.names.insert(named, at);
                }
            }
        }
    }

    /// A figure of people, or the one of the same people that there is.
    fn people_once(&mut self, kinds: Vec<u32>, value: u32, cut: Option<Cut>) -> usize {
        let people = |at: &u32| u64::from(self.tables.people_of(*at));
        self.broken += usize::from(kinds.iter().map(people).sum::<u64>() > u64::from(value));
        if let Some(at) = self.tables.same_people(&kinds, value) {
            return at;
        }
        let at = self.tables.people(kinds, value);
        self.tables.worth(at, worth(by(cut), Measure::Retained1));
        at
    }

    /// Whether a start is in the base of a measure, and whether in its numerator.
    fn counts(&self, alike: &Alike, measure: GapMeasure) -> (bool, bool) {
        let flags = Flags(alike.flags);
        match measure {
            GapMeasure::Completion => (flags.has(Flags::MATURE), flags.has(Flags::COMPLETED)),
            GapMeasure::Continuation => (true, Measure::Continuing.has(flags)),
            GapMeasure::Rate => {
                let at = self.dataset.year_index(self.partition.year);
                let teachers = at.map_or(f32::NAN, |at| self.dataset.schools.teachers[at][alike.school as usize]);
                (teachers >= LEAST_TEACHERS, teachers >= LEAST_TEACHERS)
            }
            GapMeasure::Engaged | GapMeasure::Coverage => (false, false),
        }
    }

    /// People at the crossings of two ways to tell them apart, which an answer to a filter would count: nothing is told of them,
    /// and nobody is to work them out from what is told.
    pub(super) fn add_crossings(&mut self, kinds: &[(Alike, u32)], others: &[usize]) {
        let p = self.partition;
        let by_row = [Breakdown::Course, Breakdown::Cohort, Breakdown::Partner].map(Cut::By).map(Some);
        let ways: Vec<(Cut, Way)> = cuts().chain(by_row).flatten().map(|cut| (cut, self.way(cut))).collect();
        let groups = |school: u32, traits: u16, partner: u16| -> Vec<Vec<usize>> {
            ways.iter().map(|(_, way)| way.groups(school, traits, partner)).collect()
        };
        let of_kinds: Vec<Vec<Vec<usize>>> =
            kinds.iter().map(|(alike, _)| groups(alike.school, alike.traits, alike.partner)).collect();
        let of_others: Vec<Vec<Vec<usize>>> =
            others.iter().map(|row| groups(p.school[*row], p.traits[*row], p.partner[*row])).collect();
        for crossed in crossings(&ways.iter().map(|(cut, _)| *cut).collect::<Vec<_>>()) {
            let mut counted: BTreeMap<[usize; 2], (Vec<u32>, u32)> = BTreeMap::new();
            for (kind, groups) in of_kinds.iter().enumerate() {
                for at in at_crossing(crossed, groups) {
                    let (of_crossing, people) = counted.entry(at).or_default();
                    of_crossing.push(kind as u32);
                    *people += kinds[kind].1;
                }
            }
            for at in of_others.iter().flat_map(|groups| at_crossing(crossed, groups)) {
                counted.entry(at).or_default().1 += 1;
            }
            for (kinds, people) in counted.into_values().filter(|(_, people)| (1..5).contains(people)) {
                self.tables.never_told(kinds, people);
            }
        }
    }

    fn way(&self, cut: Cut) -> Way {
        match cut {
            Cut::By(by @ (Breakdown::Course | Breakdown::Cohort | Breakdown::Partner)) => {
                Way::Row(select::grouping(self.dataset, by).0)
            }
            _ => Way::School(gaps::groups(self.dataset, Some(cut)).0),
        }
    }

    /// Schools with anybody, where no figure of the same is there.
    fn add_coverage(
        &mut self,
        cut: Option<Cut>,
        groups: &Groups,
        names: Vec<(String, Truth)>,
        schools: &HashMap<u32, u32>,
        kinds: &[(Alike, u32)],
    ) {
        let of_page = |code: &str| Named { cut, code: code.to_owned(), what: What::Of(Measure::SchoolsReached) };
        for (at, (code, truth)) in names.into_iter().enumerate() {
            let same = self.names.get(&of_page(&code)).copied();
            let same = same.filter(|same| self.tables.value(*same) == u64::from(truth.numerator));
            let figure = same.unwrap_or_else(|| {
                let is_in = |school: u32| groups.of(school as usize).any(|group| group == at);
                let counted = schools.iter().filter(|(school, _)| is_in(**school)).map(|(_, at)| *at).collect();
                // Who is at no school in area is behind none.
                let is_behind = |alike: &Alike| self.schools_reached(alike.school).any(is_in);
                let behind = (0..kinds.len() as u32).filter(|kind| is_behind(&kinds[*kind as usize].0));
                let behind: Vec<u32> = behind.collect();
                let least: u32 = behind.iter().map(|kind| kinds[*kind as usize].1).sum();
                self.broken += usize::from(least > truth.people);
                let people = self.tables.people_behind(behind, truth.people);
                self.tables.worth(people, worth(by(cut), Measure::SchoolsReached));
                let figure = self.tables.reached(counted, people);
                self.tables.worth(figure, worth(by(cut), Measure::SchoolsReached));
                self.broken += usize::from(self.tables.value(figure) != u64::from(truth.numerator));
                figure
            });
            self.names.insert(Named { cut, code, what: What::Coverage }, figure);
        }
    }

    /// The schools in area of today that stand for one.
    fn schools_reached(&self, school: u32) -> impl Iterator<Item = u32> + '_ {
        let year = self.dataset.year_index(self.partition.year);
        year.into_iter().flat_map(move |year| reached(&self.dataset.schools, school, year))
    }

    /// The schools of today that anybody may be at.
    fn schools_of_today(&mut self, kinds: &[(Alike, u32)], others: &[usize]) -> HashMap<u32, u32> {
        let p = self.partition;
        let mut known = HashMap::new();
        let Some(year) = self.dataset.year_index(p.year) else { return known };
        let schools = &self.dataset.schools;
        for (at, (alike, _)) in kinds.iter().enumerate() {
            for school in reached(schools, alike.school, year) {
                let place = *known.entry(school).or_insert_with(|| self.tables.school(0));
                self.tables.put(at as u32, place);
            }
        }
        for row in others {
            for school in reached(schools, p.school[*row], year) {
                let place = *known.entry(school).or_insert_with(|| self.tables.school(0));
                self.tables.people_stay(place);
            }
        }
        known
    }
}

/// How starts fall into groups: by school, or by what they are themselves.
enum Way {
    School(Groups),
    Row(Grouping),
}

impl Way {
    fn groups(&self, school: u32, traits: u16, partner: u16) -> Vec<usize> {
        match self {
            Way::School(groups) => groups.of(school as usize).collect(),
            Way::Row(grouping) => vec![grouping.group_of(school as usize, traits, partner)],
        }
    }
}

/// Which two ways sharing figures may cross, by position: at most one of them a place. A place with two others would be crossed
/// by 144 more, and a year take four times as long to decide.
fn crossings(ways: &[Cut]) -> Vec<[usize; 2]> {
    let is_place = |at: usize| GEOGRAPHIES.contains(&ways[at].key());
    let pairs = (0..ways.len()).flat_map(|one| (one + 1..ways.len()).map(move |other| [one, other]));
    pairs.filter(|[one, other]| !(is_place(*one) && is_place(*other))).collect()
}

/// The groups of two ways that meet where somebody is.
fn at_crossing([one, other]: [usize; 2], groups: &[Vec<usize>]) -> Vec<[usize; 2]> {
    groups[one].iter().flat_map(|one| groups[other].iter().map(|other| [*one, *other])).collect()
}

fn by(cut: Option<Cut>) -> Option<Breakdown> {
    match cut {
        None => None,
        Some(Cut::By(by)) => Some(by),
        // Worth what bands of size are.
        Some(Cut::TrustSize | Cut::Priority) => Some(Breakdown::Size),
    }
}
