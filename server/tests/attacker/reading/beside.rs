//! Reads what stands beside schools in area: when they first took part, other settings, people at no known school, and what a
//! delivery partner reaches.

use domain::engagement::Strand;
use domain::measure::Count;
use domain::programme::AcademicYear;
use server::analytics::Measure;
use server::analytics::engagement::SINCE;
use server::disclosure::{PublishedEngagement, PublishedReach, Shown};

use super::{Reading, years_to};
use crate::attacker::knowledge::{Set, TakesPart, What};

impl Reading<'_, '_> {
    /// What stands beside schools in area: when they first took part, other settings, people at no known school.
    pub(super) fn beside(&mut self, published: &PublishedEngagement, year: AcademicYear) {
        let dataset = self.known.dataset;
        let Some(at) = dataset.year_index(year) else { return };
        let schools = &dataset.schools;
        let asked = self.strands();
        let own: Vec<bool> = (0..schools.len()).map(|school| self.selection.is_own(school)).collect();
        let in_area: Set = own.iter().zip(&schools.in_area[at]).map(|(own, in_area)| *own && *in_area).collect();
        for (first, count) in &published.first {
            let years: Vec<bool> = dataset.years.iter().map(|year| year == first).collect();
            let before = dataset.years.iter().map(|year| (SINCE..*first).contains(year)).collect();
            let part = TakesPart { strands: asked, years, partners: None };
            self.say(What::New(part, before), in_area.clone(), *count, &format!("first {first} by {year}"));
        }
        let this_year: Vec<bool> = (0..dataset.years.len()).map(|position| position == at).collect();
        let part = TakesPart { strands: asked, years: this_year, partners: None };
        self.settings(part.clone(), &own, at, published.other_settings);
        if !self.selection.has_place {
            self.at_no_known_school(&part, published.unknown);
        }
    }

    /// Settings that take part and are no schools in area.
    fn settings(&mut self, part: TakesPart, own: &[bool], at: usize, count: Count) {
        let schools = &self.known.dataset.schools;
        let is_other = |school: &usize| *school > 0 && own[*school] && !schools.in_area[at][*school];
        let stands = |school: &usize| schools.today[*school].len() <= 1;
        let set: Set = (0..schools.len()).map(|school| is_other(&school) && stands(&school)).collect();
        self.engaged(part, set, count, "other settings");
    }

    /// People at no known school: as many as in the strand that has most. Which that is, the attacker knows.
    fn at_no_known_school(&mut self, part: &TakesPart, count: Count) {
        let set: Set = (0..self.known.dataset.schools.len()).map(|school| school == 0).collect();
        let of = |strand: &Strand| TakesPart { strands: 1 << strand.index(), ..part.clone() };
        let asked = Strand::ALL.iter().filter(|strand| part.strands & 1 << strand.index() != 0);
        let values = asked.map(|strand| (self.known.value(&What::Behind(of(strand)), self.version, &set), of(strand)));
        let Some((_, most)) = values.max_by_key(|(value, _)| *value) else { return };
        self.say(What::Behind(most), set, count, "people at no known school");
    }

    /// What delivery partners reach, wherever it lies.
    pub(super) fn reach(&mut self, reach: &PublishedReach, year: AcademicYear) {
        let dataset = self.known.dataset;
        let Some(at) = dataset.year_index(year) else { return };
        let partners: Vec<usize> = (1..dataset.partners.len())
            .filter(|partner| reach.partners.contains(&dataset.partners[*partner].1))
            .collect();
        let schools = &dataset.schools;
        let kinds: Vec<bool> = self.selection.kinds.clone();
        let strands = self.strands() & (1 << Strand::Ecf.index() | 1 << Strand::Npq.index());
        let one = |strand: Strand| strands & 1 << strand.index();
        let line = |reading: &mut Self, shown: &Shown, name: &str, of: &dyn Fn(usize) -> bool| {
            let set: Set =
                (0..schools.len()).map(|school| kinds[school] && schools.in_area[at][school] && of(school)).collect();
            for (measure, strands, ever) in [
                (Measure::EngagedAny, strands, false),
                (Measure::EngagedEcf, one(Strand::Ecf), false),
                (Measure::EngagedNpq, one(Strand::Npq), false),
                (Measure::EverAny, strands, true),
            ] {
                let part = TakesPart { strands, years: years_to(dataset, at, ever), partners: Some(partners.clone()) };
                reading.engaged(part, set.clone(), shown[measure], &format!("{measure:?} {name} in reach {year}"));
            }
        };
        line(self, &reach.whole, "total", &|_| true);
        for shown in &reach.split {
            let is_home = |school: usize| schools.hub_at(school).map(|hub| reach.home_hubs.contains(&hub));
            let side = match shown.name.code.as_str() {
                "inside" => Some(true),
                "outside" => Some(false),
                _ => None,
            };
            line(self, &shown.own, &shown.name.code, &|school| is_home(school) == side);
        }
        for shown in &reach.hubs {
            let hub = |school: usize| schools.hub_at(school).map_or("unknown".into(), |hub| hub.code());
            line(self, &shown.own, &shown.name.code, &|school| hub(school) == shown.name.code);
        }
        let part = TakesPart { strands, years: years_to(dataset, at, false), partners: Some(partners) };
        self.settings(part.clone(), &kinds, at, reach.other_settings);
        let set: Set = (0..schools.len()).map(|school| school == 0).collect();
        self.say(What::Behind(part), set, reach.unknown, "people at no known school in reach");
    }
}
