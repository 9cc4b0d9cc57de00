//! Reads answers: which people each published count is of, as its question says.

mod beside;
mod segments;

use analytics::engagement::reach::of_schools_alone;
use analytics::engagement::{SINCE, strands};
use analytics::gaps::{crosses_courses, whole_question};
use analytics::select::{self, COUNTS, Grouping, OWN, Selection};
use app::filters::{Audience, Breakdown, Filters, GEOGRAPHIES, Key};
use domain::engagement::Strand;
use domain::measure::Count;
use domain::programme::{AcademicYear, Course, CourseGroup, Programme};
use frames::Dataset;
use frames::partition::Flags;
use server::analytics::{self, Measure};
use server::disclosed::Disclosed;
use server::disclosure::{Published, PublishedEngagement, Shown, ShownGroup};

use self::segments::hubs_as_segments;
use crate::attacker::knowledge::{Knowledge, MOST, Set, TakesPart, What};
use crate::attacker::people::Atom;

/// Measures that count starts by what became of them.
const FATES: [(Measure, u16); 11] = [
    (Measure::Retained1, Flags::RETAINED_1.0),
    (Measure::Retained2, Flags::RETAINED_2.0),
    (Measure::Retained3, Flags::RETAINED_3.0),
    (Measure::Retained4, Flags::RETAINED_4.0),
    (Measure::Completed, Flags::COMPLETED.0),
    (Measure::Passed, Flags::PASSED.0),
    (Measure::Failed, Flags::FAILED.0),
    (Measure::Withdrawn, Flags::WITHDRAWN.0),
    (Measure::Deferred, Flags::DEFERRED.0),
    (Measure::Active, Flags::ACTIVE.0),
    (Measure::Continuing, Flags::COMPLETED.0 | Flags::ACTIVE.0),
];

/// The other measures of people who started.
const OTHERS: [Measure; 7] = [
    Measure::Starts,
    Measure::People,
    Measure::PeopleInRate,
    Measure::SchoolsReached,
    Measure::Awaiting,
    Measure::Leadership,
    Measure::LastYear,
];

/// Schools engaged, with the strand (all that are asked for without one) and whether since the first year.
const ENGAGED: [(Measure, Option<Strand>, bool); 12] = [
    (Measure::EngagedAny, None, false),
    (Measure::EngagedAb, Some(Strand::Ab), false),
    (Measure::EngagedEcf, Some(Strand::Ecf), false),
    (Measure::EngagedNpq, Some(Strand::Npq), false),
    (Measure::EngagedItt, Some(Strand::Itt), false),
    (Measure::EngagedCpd, Some(Strand::Cpd), false),
    (Measure::EverAny, None, true),
    (Measure::EverAb, Some(Strand::Ab), true),
    (Measure::EverEcf, Some(Strand::Ecf), true),
    (Measure::EverNpq, Some(Strand::Npq), true),
    (Measure::EverItt, Some(Strand::Itt), true),
    (Measure::EverCpd, Some(Strand::Cpd), true),
];

/// Reads one answer of one version.
pub fn read(known: &mut Knowledge<'_>, version: usize, filters: &Filters, answer: &Disclosed) {
    let at = format!("{filters}");
    match answer {
        Disclosed::Participation(published, offers) => {
            Reading::new(known, version, filters, &at).published(published);
            if let Some((question, offers)) = offers {
                Reading::new(known, version, question, &at).published(offers);
            }
        }
        Disclosed::Outcomes(published) => Reading::new(known, version, filters, &at).published(published),
        Disclosed::Overview(npq, ecf) => {
            for (programme, published) in [(Programme::Npq, npq), (Programme::Ecf, ecf)] {
                let question = filters.with(Key::Programme, programme).with(Key::By, published.by);
                Reading::new(known, version, &question, &at).published(published);
            }
        }
        Disclosed::Engagement(published) => {
            // What a partner reaches is a section of its own; all else is of whoever delivers.
            let asked = filters.without(Key::Partner);
            Reading::new(known, version, &asked, &at).engagement(published);
            if let Some(reach) = &published.reach {
                let year = published.breakdown.year.expect("a year is always said");
                let mut reading = Reading::new(known, version, &of_schools_alone(filters), &at);
                reading.is_sharing = published.breakdown.audience == Audience::Sharing;
                reading.reach(reach, year);
            }
        }
        Disclosed::Compare(published) => {
            let asked = filters.without(Key::Hub);
            for line in &published.years {
                let hubs = hubs_as_segments(published, line);
                Reading::new(known, version, &asked, &at).gaps(&hubs, filters.programme());
            }
        }
        Disclosed::Gaps(published) => {
            let mut reading = Reading::new(known, version, &whole_question(filters), &at);
            reading.is_silent |= crosses_courses(filters);
            reading.gaps(published, filters.programme());
        }
    }
}

struct Reading<'k, 'a> {
    known: &'k mut Knowledge<'a>,
    version: usize,
    selection: Selection,
    filters: Filters,
    at: String,
    is_sharing: bool,
    /// Whether all but a filter's own row is withheld, whatever it is: of that a reader learns nothing.
    is_silent: bool,
}

impl<'k, 'a> Reading<'k, 'a> {
    fn new(known: &'k mut Knowledge<'a>, version: usize, filters: &Filters, at: &str) -> Self {
        let selection = Selection::new(known.dataset, filters);
        let is_silent = filters.narrowing().next().is_some();
        Reading { known, version, selection, filters: filters.clone(), at: at.to_owned(), is_sharing: true, is_silent }
    }

    fn atoms(&self, of: impl Fn(&Atom) -> bool) -> Set {
        self.known.people.atoms.iter().map(of).collect()
    }

    /// Whether a start is one of the question's own (or of the rest), in a year or in all.
    fn asked(&self, atom: &Atom, is_own: bool, year: Option<AcademicYear>) -> bool {
        let s = &self.selection;
        let standing = s.standing[atom.school];
        let own = standing & OWN != 0 && s.partners[atom.partner];
        atom.programme() == s.programme
            && s.courses[atom.course]
            && s.cohorts[atom.cohort]
            && s.fundings[atom.funding]
            && standing & COUNTS != 0
            && own == is_own
            && (is_own || s.has_place)
            && year.is_none_or(|year| year.0 == atom.year)
    }

    fn published(&mut self, published: &Published) {
        let (grouping, names) = select::grouping(self.known.dataset, published.by);
        let year = published.year;
        let elsewhere = !self.selection.has_place && GEOGRAPHIES.contains(&published.by.key()) && year.is_some();
        let by_row = grouping.is_by_row();
        let group_of = |atom: &Atom| match &grouping {
            Grouping::Whole => 0,
            Grouping::School(groups) => usize::from(groups[atom.school]),
            Grouping::Course => atom.course,
            Grouping::Cohort => atom.cohort,
            Grouping::Partner => atom.partner,
        };
        let (asked, was_silent) = (self.at.clone(), self.is_silent);
        // Of trusts schools alone are shown: that people are withheld there says nothing of how many they are.
        self.is_silent |= published.by == Breakdown::Trust;
        for shown in &published.groups {
            self.at = format!("{asked} {}", shown.name.code);
            let at = names.iter().position(|name| *name == shown.name).expect("a group of the breakdown");
            let own =
                |reading: &Self, year| reading.atoms(|atom| reading.asked(atom, true, year) && group_of(atom) == at);
            self.line(&shown.own, year, (true, true), own);
            // In sharing figures the rest of the whole follows from what is shown of both.
            let is_derived = elsewhere && published.audience == Audience::Sharing;
            let Some(rest) = shown.rest.as_ref().filter(|_| !is_derived) else { continue };
            let other = |reading: &Self, year| match elsewhere {
                true => reading.atoms(|atom| reading.asked(atom, true, year) && group_of(atom) != at),
                false => reading.atoms(|atom| reading.asked(atom, false, year) && group_of(atom) == at),
            };
            self.line(rest, year, (!by_row && !self.selection.has_partner, true), other);
        }
        (self.at, self.is_silent) = (asked, was_silent);
        self.whole(&published.total, year, true);
        for line in &published.years {
            let group =
                ShownGroup { name: published.total.name.clone(), own: line.own.clone(), rest: line.rest.clone() };
            self.whole(&group, Some(line.year), year == Some(line.year));
        }
    }

    fn whole(&mut self, shown: &ShownGroup, year: Option<AcademicYear>, has_last_year: bool) {
        let side = |is_own| move |reading: &Self, year| reading.atoms(|atom| reading.asked(atom, is_own, year));
        self.line(&shown.own, year, (true, has_last_year), side(true));
        if let Some(rest) = &shown.rest {
            self.line(rest, year, (!self.selection.has_partner, has_last_year), side(false));
        }
    }

    /// One line of counts: `set` gives the starts that it is of, for its year or the one before.
    fn line(
        &mut self,
        shown: &Shown,
        year: Option<AcademicYear>,
        (reaches, has_last_year): (bool, bool),
        set: impl Fn(&Self, Option<AcademicYear>) -> Set,
    ) {
        let measures = FATES.iter().map(|(measure, _)| *measure).chain(OTHERS);
        if measures.into_iter().all(|measure| matches!(shown[measure], Count::Withheld | Count::NotApplicable)) {
            // Nothing is said.
            return;
        }
        let own = set(self, year);
        if !own.contains(&true) {
            // Nobody can be there.
            return;
        }
        self.say(What::Starts, own.clone(), shown[Measure::Starts], "starts");
        self.say(What::People, own.clone(), shown[Measure::People], "people");
        self.say(What::Awaiting, own.clone(), shown[Measure::Awaiting], "awaiting");
        for (measure, fate) in FATES {
            self.say(What::Fate(fate), own.clone(), shown[measure], &format!("{measure:?}"));
        }
        let narrowed = |reading: &Self, of: &dyn Fn(&Atom) -> bool| -> Set {
            own.iter().zip(&reading.known.people.atoms).map(|(is_in, atom)| *is_in && of(atom)).collect()
        };
        let leads =
            narrowed(self, &|atom| Course::at(atom.course).is_some_and(|c| c.facts().group == CourseGroup::Leadership));
        self.say(What::Starts, leads, shown[Measure::Leadership], "leadership");
        let Some(year) = year else { return };
        if has_last_year && shown[Measure::LastYear] != Count::NotApplicable {
            let before = set(self, Some(AcademicYear(year.0 - 1)));
            self.say(What::Starts, before, shown[Measure::LastYear], "last year");
        }
        let Some(at) = self.known.dataset.year_index(year) else { return };
        let schools = &self.known.dataset.schools;
        let (teachers, in_area) = (&schools.teachers[at], &schools.in_area[at]);
        let in_rate = narrowed(self, &|atom| !teachers[atom.school].is_nan());
        let reached = narrowed(self, &|atom| in_area[atom.school]);
        self.say(What::People, in_rate, shown[Measure::PeopleInRate], "people in rate");
        if reaches {
            self.say(What::Reached, reached, shown[Measure::SchoolsReached], "schools reached");
        }
    }

    fn say(&mut self, what: What, set: Set, count: Count, word: &str) {
        let at = || format!("{word} of {}", self.at);
        match count {
            Count::Withheld if self.is_silent => self.known.at_least(what, self.version, set, 0, at),
            _ => self.known.shown(what, self.version, set, count, at),
        }
    }

    fn engagement(&mut self, published: &PublishedEngagement) {
        self.is_sharing = published.breakdown.audience == Audience::Sharing;
        let breakdown = &published.breakdown;
        let dataset = self.known.dataset;
        let (grouping, names) = select::grouping(dataset, breakdown.by);
        let Grouping::School(group_of) = grouping else { panic!("schools are broken down by what they are") };
        let Some(year) = breakdown.year else { panic!("a year is always said") };
        let elsewhere = !self.selection.has_place && GEOGRAPHIES.contains(&breakdown.by.key());
        for shown in &breakdown.groups {
            let at = names.iter().position(|name| *name == shown.name).expect("a group of the breakdown");
            let is_in = |school: usize| usize::from(group_of[school]) == at;
            self.schools(&shown.own, year, true, is_in);
            match (&shown.rest, elsewhere) {
                (Some(rest), true) => self.schools(rest, year, true, |school| !is_in(school)),
                (Some(rest), false) => self.schools(rest, year, false, is_in),
                (None, _) => {}
            }
        }
        let lines = breakdown.years.iter().map(|line| (line.year, &line.own, line.rest.as_ref()));
        let total = (year, &breakdown.total.own, breakdown.total.rest.as_ref());
        for (year, own, rest) in lines.chain([total]) {
            self.schools(own, year, true, |_| true);
            if let Some(rest) = rest {
                self.schools(rest, year, false, |_| true);
            }
        }
        let phases = ["primary", "secondary", "special"];
        for shown in &published.phases {
            let phase = |school: usize| match dataset.schools.phase_at(school).slug() {
                slug if phases.contains(&slug) => slug,
                _ => "other",
            };
            self.schools(&shown.own, year, true, |school| phase(school) == shown.name.code);
        }
        for (list, shown) in published.lists.iter().enumerate() {
            self.schools(&shown.own, year, true, |school| dataset.schools.priority[school] & 1 << list != 0);
        }
        self.beside(published, year);
    }

    fn schools(&mut self, shown: &Shown, year: AcademicYear, is_own: bool, of: impl Fn(usize) -> bool) {
        let dataset = self.known.dataset;
        let Some(at) = dataset.year_index(year) else { return };
        let set: Set = (0..dataset.schools.len())
            .map(|school| {
                let standing = self.selection.standing[school];
                let own = standing & OWN != 0;
                dataset.schools.in_area[at][school] && standing & COUNTS != 0 && own == is_own && of(school)
            })
            .collect();
        let asked = self.strands();
        for (measure, strand, ever) in ENGAGED {
            let strands = strand.map_or(asked, |strand| 1 << strand.index());
            let part = TakesPart { strands, years: years_to(dataset, at, ever), partners: None };
            self.engaged(part, set.clone(), shown[measure], &format!("{measure:?} {year}"));
        }
    }

    /// Strands asked for, each a bit.
    fn strands(&self) -> u8 {
        strands(&self.filters).iter().fold(0u8, |mask, strand| mask | 1 << strand.index())
    }

    /// Schools that take part; where they are shown, 5 people at least are behind them. Of people of a strand without starts no
    /// page tells anything else, and nobody is to find out how many there are: not even one who sees of each withheld count
    /// whether it is withheld since fewer than 5 people are behind it.
    fn engaged(&mut self, part: TakesPart, set: Set, count: Count, word: &str) {
        let is_of_one_year = part.years.iter().filter(|counts| **counts).count() == 1;
        if is_of_one_year && WITHOUT_STARTS.contains(&part.strands) {
            let (what, at) = (What::Behind(part.clone()), &self.at);
            let is_of_few = self.known.value(&what, self.version, &set) < 5;
            let high = if count == Count::Withheld && is_of_few { 4 } else { MOST };
            self.known.within(what, self.version, set.clone(), (0, high), || format!("people behind {word} of {at}"));
        }
        if count.value().is_some_and(|schools| schools > 0) {
            self.behind(part.clone(), &set, word);
        }
        self.say(What::Engaged(part), set, count, word);
    }

    fn behind(&mut self, part: TakesPart, set: &Set, word: &str) {
        if self.is_sharing {
            let at = &self.at;
            self.known.at_least(What::Behind(part), self.version, set.clone(), 5, || format!("behind {word} of {at}"));
        }
    }
}

/// Strands without starts, each a bit.
const WITHOUT_STARTS: [u8; 3] = [1 << Strand::Ab as u8, 1 << Strand::Itt as u8, 1 << Strand::Cpd as u8];

/// A year, by position, and where it is since the first all those before it that count.
fn years_to(dataset: &Dataset, at: usize, ever: bool) -> Vec<bool> {
    let counts = |(position, year): (usize, &AcademicYear)| position == at || (ever && position < at && *year >= SINCE);
    dataset.years.iter().enumerate().map(counts).collect()
}
