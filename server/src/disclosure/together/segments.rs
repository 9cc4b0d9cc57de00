//! Figures that gaps and hub areas side by side are worked out from: of the same starts, cut in two ways more.

use std::collections::{BTreeMap, HashMap};

use app::filters::{Breakdown, Filters, GEOGRAPHIES, GapMeasure, Key};
use domain::programme::Programme;
use frames::partition::Flags;

use super::making::{Making, reached, worth};
use super::past::Before;
use super::people::{Alike, Place, Side, Unknown};
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
    pub(super) fn add_segments(&mut self, side: &Side, before: Option<&Before>) {
        let (programme, year) = (self.partition.programme, self.partition.year);
        let outcome = match programme {
            Programme::Npq => (GapMeasure::Completion, What::CompletedOfMature, Measure::Mature),
            Programme::Ecf => (GapMeasure::Continuation, What::Of(Measure::Continuing), Measure::Starts),
        };
        let schools = self.schools_of_today(side);
        let of_before = before.map(|before| self.schools_of_today(&before.side));
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
                    GapMeasure::Coverage => {
                        let of_before = before.zip(of_before.as_ref());
                        self.add_coverage(cut, &groups, names.collect(), (&schools, side), of_before);
                    }
                    _ => self.add_shares(cut, &groups, names.collect(), &counted, (side, before)),
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
        (side, before): (&Side, Option<&Before>),
    ) {
        let of_now = self.shares(groups, names.len(), counted.measure, side);
        let of_before = before.map(|before| self.shares(groups, names.len(), counted.measure, &before.side));
        let mut of_before = of_before.into_iter().flatten();
        let mut told = Vec::new();
        for ((code, truth), [numerator, base]) in names.into_iter().zip(of_now) {
            let [numerator_before, base_before] = of_before.next().map_or([None, None], |[x, n]| [Some(x), Some(n)]);
            let figures = [
                (Some(counted.numerator), numerator, truth.numerator, numerator_before),
                (counted.base, base, truth.base, base_before),
            ];
            for (what, kinds, value, of_before) in figures {
                let Some(what) = what else { continue };
                let named = Named { cut, code: code.clone(), what };
                if !self.names.contains_key(&named) {
                    let at = self.people_once(kinds, value, cut);
                    told.extend(of_before.map(|kinds| (named.clone(), kinds)));
                    self.names.insert(named, at);
                }
            }
        }
        before.into_iter().for_each(|before| self.tell_before(before, std::mem::take(&mut told)));
    }

    /// Kinds that the numerator and the base of each group count.
    fn shares(&self, groups: &Groups, size: usize, measure: GapMeasure, side: &Side) -> Vec<[Vec<u32>; 2]> {
        let mut found = vec![[Vec::new(), Vec::new()]; size];
        for Unknown { at, alike, .. } in &side.kinds {
            let (is_in, is_counted) = self.counts(alike, measure);
            for group in groups.of(alike.school as usize).filter(|_| is_in) {
                found[group][1].push(*at);
                if is_counted {
                    found[group][0].push(*at);
                }
            }
        }
        found
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

    /// People at the crossings of two ways to tell them apart, which an answer to a filter would count, and those of them of whom
    /// gaps count the outcome: nothing is told of them, and nobody is to work them out from what is told.
    pub(super) fn add_crossings(&mut self, side: &Side, before: Option<&Before>) {
        let by_row = [Breakdown::Course, Breakdown::Cohort, Breakdown::Partner].map(Cut::By).map(Some);
        let ways: Vec<(Cut, Way)> = cuts().chain(by_row).flatten().map(|cut| (cut, self.way(cut))).collect();
        let crossed = crossings(&ways.iter().map(|(cut, _)| *cut).collect::<Vec<_>>());
        for side in [Some(side), before.map(|before| &before.side)].into_iter().flatten() {
            self.add_crossings_of(side, &ways, &crossed);
        }
    }

    fn add_crossings_of(&mut self, side: &Side, ways: &[(Cut, Way)], crossed: &[[usize; 2]]) {
        let groups = |(school, traits, partner): Place| -> Vec<Vec<usize>> {
            ways.iter().map(|(_, way)| way.groups(school, traits, partner)).collect()
        };
        let outcome = match self.partition.programme {
            Programme::Npq => Measure::Completed,
            Programme::Ecf => Measure::Continuing,
        };
        let of_kinds: Vec<_> = side.kinds.iter().map(|unknown| (unknown, groups(unknown.alike.place()))).collect();
        let of_others: Vec<_> = side.others.iter().map(|start| groups(*start)).collect();
        for crossed in crossed {
            // Starts, and those with the outcome.
            let mut counted: BTreeMap<[usize; 2], [(Vec<u32>, u32); 2]> = BTreeMap::new();
            for (unknown, groups) in &of_kinds {
                let has_outcome = unknown.alike.counts_for(outcome);
                for at in at_crossing(*crossed, groups) {
                    let of_crossing = counted.entry(at).or_default();
                    for (kinds, people) in of_crossing.iter_mut().take(if has_outcome { 2 } else { 1 }) {
                        kinds.push(unknown.at);
                        *people += unknown.people;
                    }
                }
            }
            for at in of_others.iter().flat_map(|groups| at_crossing(*crossed, groups)) {
                counted.entry(at).or_default()[0].1 += 1;
            }
            for (kinds, people) in counted.into_values().flatten().filter(|(_, people)| (1..5).contains(people)) {
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
        (schools, side): (&HashMap<u32, u32>, &Side),
        before: Option<(&Before, &HashMap<u32, u32>)>,
    ) {
        let of_page = |code: &str| Named { cut, code: code.to_owned(), what: What::Of(Measure::SchoolsReached) };
        for (at, (code, truth)) in names.into_iter().enumerate() {
            let same = self.names.get(&of_page(&code)).copied();
            let same = same.filter(|same| self.tables.value(*same) == u64::from(truth.numerator));
            let named = Named { cut, code, what: What::Coverage };
            let is_in = |school: u32| groups.of(school as usize).any(|group| group == at);
            let counted = |schools: &HashMap<u32, u32>| {
                schools.iter().filter(|(school, _)| is_in(**school)).map(|(_, at)| *at).collect()
            };
            if let (None, Some((before, schools))) = (same, before) {
                self.tell_reached_before(before, vec![(named.clone(), counted(schools))]);
            }
            let figure = same.unwrap_or_else(|| {
                // Who is at no school in area is behind none.
                let is_behind = |alike: &Alike| self.schools_reached(alike.school).any(is_in);
                let behind = side.kinds.iter().filter(|unknown| is_behind(&unknown.alike)).map(|unknown| unknown.at);
                let behind: Vec<u32> = behind.collect();
                let least: u32 = behind.iter().map(|kind| self.tables.people_of(*kind)).sum();
                self.broken += usize::from(least > truth.people);
                let people = self.tables.people_behind(behind, truth.people);
                self.tables.worth(people, worth(by(cut), Measure::SchoolsReached));
                let figure = self.tables.reached(counted(schools), people);
                self.tables.worth(figure, worth(by(cut), Measure::SchoolsReached));
                self.broken += usize::from(self.tables.value(figure) != u64::from(truth.numerator));
                figure
            });
            self.names.insert(named, figure);
        }
    }

    /// The schools in area of today that stand for one.
    fn schools_reached(&self, school: u32) -> impl Iterator<Item = u32> + '_ {
        let year = self.dataset.year_index(self.partition.year);
        year.into_iter().flat_map(move |year| reached(&self.dataset.schools, school, year))
    }

    /// The schools of today that anybody may be at.
    fn schools_of_today(&mut self, side: &Side) -> HashMap<u32, u32> {
        let mut known = HashMap::new();
        let Some(year) = self.dataset.year_index(self.partition.year) else { return known };
        let schools = &self.dataset.schools;
        for Unknown { at, alike, .. } in &side.kinds {
            for school in reached(schools, alike.school, year) {
                let place = *known.entry(school).or_insert_with(|| self.tables.school(0));
                self.tables.put(*at, place);
            }
        }
        for (school, ..) in &side.others {
            for school in reached(schools, *school, year) {
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
