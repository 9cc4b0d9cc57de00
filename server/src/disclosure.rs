//! Audience and policy decide what may be shown of true figures. Always last, and below every output: pages, pictures and
//! files are made from what this returns and never see a true figure that is not in it.

mod allow;
pub mod audit;
pub mod compare;
mod engagement;
pub mod gaps;
pub mod questions;
mod rests;
pub mod together;

use std::ops::Index;

use app::filters::{Audience, Breakdown};
use domain::measure::Count;
use domain::programme::AcademicYear;
use measures::disclosure::{self, System};

pub use self::allow::{allow, one_at_a_time};
pub use self::engagement::{PublishedEngagement, PublishedReach, publish_engagement};
pub use self::rests::less;
use self::rests::{all_but, derives_rests};
use self::together::{At, Decided, Together, What};
use crate::analytics::Measure;
use crate::analytics::figures::{Figures, Group, Tally};
use crate::analytics::gaps::Cut;
use crate::analytics::measure::MEASURES;
use crate::analytics::select::GroupName;

/// Counts of one group as they may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown([Count; MEASURES]);

impl Shown {
    /// The same with some withheld.
    fn without(mut self, measures: impl Iterator<Item = Measure>) -> Shown {
        for measure in measures {
            let count = &mut self.0[measure as usize];
            if *count != Count::NotApplicable {
                *count = Count::Withheld;
            }
        }
        self
    }
}

impl Index<Measure> for Shown {
    type Output = Count;
    fn index(&self, measure: Measure) -> &Count {
        &self.0[measure as usize]
    }
}

/// A group as it may be shown.
#[derive(Debug, Clone)]
pub struct ShownGroup {
    /// What it is.
    pub name: GroupName,
    /// Its counts.
    pub own: Shown,
    /// The same of all other places.
    pub rest: Option<Shown>,
}

/// A year as it may be shown.
#[derive(Debug, Clone)]
pub struct ShownYear {
    /// The year.
    pub year: AcademicYear,
    /// Its counts.
    pub own: Shown,
    /// The same of all other places.
    pub rest: Option<Shown>,
    /// Whether starts of the year may still be declared.
    pub unfinished: bool,
    /// Whether every start is of a mature cohort. In sharing figures: every one there is, of whomever and wherever, since that
    /// of the starts asked for would tell whether there are any.
    pub mature: bool,
}

/// The counts of a response, how they hang together, and what of them is shown: whatever is not a count follows from
/// those that are shown.
#[derive(Debug, Clone)]
pub struct Audited {
    system: System,
    counts: Vec<Count>,
}

impl Audited {
    /// Decides what this audience may see.
    fn of(system: System, audience: Audience) -> Audited {
        let audience = match audience {
            Audience::Exact => disclosure::Audience::Exact,
            Audience::Sharing => disclosure::Audience::Sharing,
        };
        let counts = disclosure::publish(&system, audience);
        Audited { system, counts }
    }

    /// How many counts there are, whether shown or not.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many counts of 0 to 4 people a reader of this response alone can be proved to be certain of.
    pub fn certain(&self) -> usize {
        disclosure::certain(&self.system, &self.counts).len()
    }

    /// For how many counts of 0 to 4 people the search found no other value, or gave up before it did: in answers of many
    /// counts it may, though each was shown only after a search of its own had found one.
    pub fn unsettled(&self) -> usize {
        disclosure::disclosed(&self.system, &self.counts).len()
    }

    /// How many relations between the counts do not hold: a mistake of ours, since they would protect nothing.
    pub fn broken(&self) -> usize {
        self.system.broken().len()
    }

    /// Withholds counts of a line by measure.
    fn withhold(&mut self, cells: &Cells, measures: &[Measure], is_withheld: impl Fn(Measure) -> bool) {
        for measure in measures.iter().filter(|measure| is_withheld(**measure)) {
            if let Some(count) = cells[*measure as usize].and_then(|at| self.counts.get_mut(at)) {
                *count = Count::Withheld;
            }
        }
    }

    /// Withholds what was decided of a line of a breakdown, or of the total, and of what a filter leaves out there.
    fn withhold_of(&mut self, decided: &Decided, at: At<'_>, (own, rest): &Line, measures: &[Measure]) {
        self.withhold(own, measures, |measure| decided.withholds(at, What::Of(measure)));
        if let Some(rest) = rest {
            self.withhold(rest, measures, |measure| decided.withholds_rest(What::Of(measure)));
        }
    }

    fn count(&self, at: usize) -> Count {
        self.counts.get(at).copied().unwrap_or(Count::NotApplicable)
    }
}

/// A whole response as it may be shown.
#[derive(Debug, Clone)]
pub struct Published {
    /// All counts behind it.
    pub audited: Audited,
    /// For whom.
    pub audience: Audience,
    /// The year asked for.
    pub year: Option<AcademicYear>,
    /// Whether starts of that year may still be declared.
    pub unfinished: bool,
    /// Whether every start asked for is of a mature cohort; see [`ShownYear::mature`].
    pub mature: bool,
    /// The breakdown.
    pub by: Breakdown,
    /// Its groups.
    pub groups: Vec<ShownGroup>,
    /// The whole.
    pub total: ShownGroup,
    /// Each year.
    pub years: Vec<ShownYear>,
    /// Applications by course and in total, where asked for.
    pub recruitment: Option<(Vec<ShownGroup>, ShownGroup)>,
}

/// Measures that add up over the groups of a breakdown. People and schools may stand in several groups.
fn adds_up(measure: Measure) -> bool {
    !matches!(
        measure,
        Measure::People | Measure::PeopleInRate | Measure::SchoolsReached | Measure::SchoolsInArea | Measure::Teachers
    )
}

/// Measures that add up over groups of schools. A school is in one of them, but where its predecessor was split among several.
fn adds_up_over_schools(measure: Measure, groups: &[Group], total: &Group) -> bool {
    let parts = || groups.iter().map(|group| group.own[measure]).sum::<u32>();
    adds_up(measure) || (measure == Measure::SchoolsReached && total.own[measure] == parts())
}

/// Whether what the groups leave out adds up to what the whole leaves out: a group that lies wholly elsewhere has no row,
/// and then it does not.
fn rests_add_up(measure: Measure, groups: &[Group], total: &Group) -> bool {
    let parts = groups.iter().filter_map(|group| group.rest.as_ref()).map(|rest| rest[measure]).sum::<u32>();
    let may_add_up = adds_up(measure) || measure == Measure::SchoolsReached;
    may_add_up && total.rest.as_ref().is_some_and(|rest| rest[measure] == parts)
}

/// What never exceeds what, within a group.
const AT_MOST: [(Measure, Measure); 22] = [
    (Measure::People, Measure::Starts),
    (Measure::PeopleInRate, Measure::People),
    (Measure::Retained1, Measure::Starts),
    (Measure::Retained2, Measure::Leadership),
    (Measure::Leadership, Measure::Starts),
    (Measure::Completed, Measure::Starts),
    (Measure::Passed, Measure::Completed),
    (Measure::Mature, Measure::Starts),
    (Measure::Accepted, Measure::Applied),
    (Measure::Started, Measure::Accepted),
    (Measure::EngagedAb, Measure::EngagedAny),
    (Measure::EngagedEcf, Measure::EngagedAny),
    (Measure::EngagedNpq, Measure::EngagedAny),
    (Measure::EngagedItt, Measure::EngagedAny),
    (Measure::EngagedCpd, Measure::EngagedAny),
    (Measure::EverAb, Measure::EverAny),
    (Measure::EverEcf, Measure::EverAny),
    (Measure::EverNpq, Measure::EverAny),
    (Measure::EverItt, Measure::EverAny),
    (Measure::EverCpd, Measure::EverAny),
    (Measure::EngagedAny, Measure::EverAny),
    (Measure::EverAny, Measure::SchoolsInArea),
];

/// What adds up to what, within a group.
const SUMS: [(Measure, &[Measure]); 4] = [
    (Measure::Completed, &[Measure::Passed, Measure::Failed, Measure::Awaiting]),
    (Measure::Starts, &[Measure::Completed, Measure::Active, Measure::Withdrawn, Measure::Deferred]),
    (Measure::Continuing, &[Measure::Completed, Measure::Active]),
    (Measure::EngagedAny, &[Measure::New, Measure::Kept, Measure::Returned]),
];

/// Places of one group's cells in the system.
type Cells = [Option<usize>; MEASURES];

/// A group's cells, and those of the rest.
type Line = (Cells, Option<Cells>);

struct Response<'a> {
    system: System,
    measures: &'a [Measure],
    /// Whether what is left of the whole without a group is worked out from what is shown of both.
    derives_rests: bool,
}

impl Response<'_> {
    fn add(&mut self, tally: &Tally) -> Cells {
        let mut cells: Cells = [None; MEASURES];
        for measure in self.measures {
            let n = tally[*measure];
            let cell = match measure {
                Measure::SchoolsInArea | Measure::Teachers => self.system.public(n),
                _ => match measure.people_behind().and_then(|people| cells[people as usize]) {
                    Some(people) => self.system.schools_behind(n, people),
                    None => self.system.people(n),
                },
            };
            cells[*measure as usize] = Some(cell);
        }
        let cell = |measure: Measure| cells[measure as usize];
        for (lesser, greater) in AT_MOST {
            if let (Some(lesser), Some(greater)) = (cell(lesser), cell(greater)) {
                self.system.at_most(lesser, greater);
            }
        }
        for (total, parts) in SUMS {
            let parts: Option<Vec<usize>> = parts.iter().map(|part| cell(*part)).collect();
            if let (Some(total), Some(parts)) = (cell(total), parts) {
                self.system.sum(total, &parts);
            }
        }
        cells
    }

    fn add_groups(&mut self, groups: &[Group], total: &Group) -> (Vec<Line>, Line) {
        let lines: Vec<_> = (groups.iter())
            .map(|group| {
                let rest = group.rest.as_ref().filter(|_| !self.derives_rests);
                (self.add(&group.own), rest.map(|rest| self.add(rest)))
            })
            .collect();
        let whole = (self.add(&total.own), total.rest.as_ref().map(|r| self.add(r)));
        for measure in self.measures {
            let at = *measure as usize;
            let adds_up = adds_up_over_schools(*measure, groups, total);
            self.relate(adds_up, whole.0[at], lines.iter().filter_map(|(own, _)| own[at]).collect());
            if whole.1.is_none() && adds_up {
                // Without a place asked for, a group and its rest are the whole.
                let halves = |group: &Group| {
                    group.rest.as_ref().is_some_and(|rest| group.own[*measure] + rest[*measure] == total.own[*measure])
                };
                for (_, (own, rest)) in groups.iter().zip(&lines).filter(|(group, _)| halves(group)) {
                    if let (Some(total), Some(own), Some(rest)) = (whole.0[at], own[at], rest.and_then(|r| r[at])) {
                        self.system.sum(total, &[own, rest]);
                    }
                }
            }
            let rests = lines.iter().filter_map(|(_, rest)| rest.and_then(|r| r[at])).collect();
            self.relate(rests_add_up(*measure, groups, total), whole.1.and_then(|w| w[at]), rests);
        }
        (lines, whole)
    }

    fn relate(&mut self, adds_up: bool, total: Option<usize>, parts: Vec<usize>) {
        let Some(total) = total else { return };
        if parts.is_empty() {
            return;
        }
        if adds_up {
            self.system.sum(total, &parts);
        } else {
            for part in parts {
                self.system.at_most(part, total);
            }
        }
    }
}

fn shown(audited: &Audited, cells: &Cells) -> Shown {
    Shown(cells.map(|cell| cell.map_or(Count::NotApplicable, |at| audited.count(at))))
}

fn is_mature(audience: Audience, tally: &Tally, for_all: bool) -> bool {
    match audience {
        Audience::Exact => tally[Measure::Mature] == tally[Measure::Starts] && tally[Measure::Starts] > 0,
        Audience::Sharing => for_all,
    }
}

/// Decides what may be shown of a whole response. `measures` are those that the page, its pictures and its files use;
/// `Starts` comes before `SchoolsReached`.
pub fn publish(
    audience: Audience,
    figures: Figures,
    recruitment: Option<(Vec<Group>, Group)>,
    (measures, together): (&[Measure], Option<Together<'_>>),
) -> Published {
    let derives_rests = derives_rests(audience, &figures.total);
    let mut response = Response { system: System::new(), measures, derives_rests };
    let (lines, whole) = response.add_groups(&figures.groups, &figures.total);
    let years: Vec<Line> = (figures.years.iter())
        .map(|line| match figures.year {
            // The year asked for is the whole: one figure, decided once.
            Some(year) if year == line.year => whole,
            _ => (response.add(&line.own), line.rest.as_ref().map(|r| response.add(r))),
        })
        .collect();
    let applications = [Measure::Applied, Measure::Accepted, Measure::Started];
    let recruited = recruitment.map(|(groups, total)| {
        let measures = std::mem::replace(&mut response.measures, &applications);
        let cells = response.add_groups(&groups, &total);
        response.measures = measures;
        (groups, total, cells)
    });
    let mut audited = Audited::of(response.system, audience);
    if let Some(together) = together {
        let of_question = match figures.year {
            Some(year) => Some(together.of_year(year)),
            None => together.of_cohort(),
        };
        let places = (figures.groups.iter()).map(|group| (Some(Cut::By(figures.by)), group.name.code.as_str()));
        let lines_of = places.zip(&lines).chain([((None, "total"), &whole)]);
        let years_of = figures.years.iter().zip(&years).map(|(line, cells)| (together.of_year(line.year), cells));
        if let Some(decided) = &of_question {
            lines_of.for_each(|(place, line)| audited.withhold_of(decided, place, line, measures));
        }
        years_of.for_each(|(decided, line)| audited.withhold_of(&decided, (None, "total"), line, measures));
        if let (Some(decided), Some((_, _, (lines, whole)))) = (of_question, &recruited) {
            for (own, rest) in lines.iter().chain([whole]) {
                let lines = std::iter::once(own).chain(rest);
                lines.for_each(|cells| audited.withhold(cells, &applications, |m| decided.withholds_applications(m)));
            }
        }
    }
    let shown_whole = shown(&audited, &whole.0);
    let group = |group: Group, (own, rest): &Line| {
        let own = shown(&audited, own);
        let rest = match (&group.rest, rest) {
            (Some(rest), None) => Some(all_but(&shown_whole, &own, rest)),
            (_, rest) => rest.as_ref().map(|cells| shown(&audited, cells)),
        };
        ShownGroup { name: group.name, own, rest }
    };
    Published {
        audience,
        year: figures.year,
        unfinished: figures.unfinished,
        mature: is_mature(audience, &figures.total.own, figures.mature_for_all),
        by: figures.by,
        groups: figures.groups.into_iter().zip(&lines).map(|(g, cells)| group(g, cells)).collect(),
        total: group(figures.total, &whole),
        years: (figures.years.into_iter().zip(&years))
            .map(|(line, (own, rest))| ShownYear {
                year: line.year,
                own: shown(&audited, own),
                rest: rest.as_ref().map(|r| shown(&audited, r)),
                unfinished: line.unfinished,
                mature: is_mature(audience, &line.own, line.mature_for_all),
            })
            .collect(),
        recruitment: recruited.map(|(groups, total, (lines, whole))| {
            (groups.into_iter().zip(&lines).map(|(g, cells)| group(g, cells)).collect(), group(total, &whole))
        }),
        audited,
    }
}

#[cfg(test)]
mod tests;
