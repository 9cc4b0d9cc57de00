//! Reads figures of segments: gaps, and hub areas side by side.

use std::collections::HashSet;

use app::filters::{Audience, Breakdown, GapMeasure, Key};
use domain::establishment::TrustSize;
use domain::measure::Count;
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course, Programme};
use frames::partition::{Flags, course_of};
use server::analytics::gaps::{Comparator, Cut};
use server::analytics::select::{self, GroupName, Grouping, OWN};
use server::disclosure::compare::{PublishedHubs, PublishedYear};
use server::disclosure::gaps::{PublishedSegment, PublishedSegments};

use super::Reading;
use crate::attacker::knowledge::{Set, TakesPart, What};
use crate::attacker::people::Atom;

/// Schools of one side of a comparison, with its numerator and base.
type Side<'s> = (&'s dyn Fn(usize) -> bool, (Count, Count));

impl Reading<'_, '_> {
    pub(super) fn gaps(&mut self, published: &PublishedSegments, programme: Programme) {
        self.is_sharing = published.audience == Audience::Sharing;
        let dataset = self.known.dataset;
        let year = published.year;
        let Some(at) = dataset.year_index(year) else { return };
        for segment in &published.segments {
            let courses: Vec<Course> = match segment.course {
                Some(course) => vec![course],
                None => self.filters.parsed(Key::Course),
            };
            let is_in = schools_of(dataset, segment);
            let (standing, kinds) = (&self.selection.standing, &self.selection.kinds);
            let own = |school: usize| kinds[school] && is_in[school] && standing[school] & OWN != 0;
            let rest = |school: usize| match published.comparator.is_elsewhere() {
                true => kinds[school] && standing[school] & OWN == 0,
                false => kinds[school] && standing[school] & OWN != 0 && !is_in[school],
            };
            let sides: [Side<'_>; 2] = {
                // Exact figures compare within strata; of these the comparator is a part. What is left of the whole in sharing
                // figures follows from what is shown of both.
                let gap = segment.gap.filter(|_| self.is_sharing && published.comparator.is_elsewhere());
                let comparator = gap.map_or((Count::NotApplicable, Count::NotApplicable), |gap| {
                    let like = |shown: Count, n: u32| match shown {
                        Count::Exact(_) => Count::Exact(n),
                        _ => Count::Rounded(n),
                    };
                    (like(segment.own.0, gap.comparator.0), like(segment.own.1, gap.comparator.1))
                });
                [(&own, segment.own), (&rest, comparator)]
            };
            let mut said: Vec<(What, Set, Count)> = Vec::new();
            for (side, (x, n)) in sides {
                let starts = |of: Programme, also: &dyn Fn(&Atom) -> bool| -> Set {
                    let counts = |atom: &Atom| {
                        let is_npq = Course::at(atom.course).is_some_and(|c| c.facts().is_npq);
                        let asked = courses.is_empty()
                            || Course::at(atom.course).is_some_and(|course| courses.contains(&course));
                        atom.programme() == of
                            && atom.year == year.0
                            && (of == Programme::Ecf || is_npq || !courses.is_empty())
                            && asked
                            && also(atom)
                    };
                    self.atoms(counts)
                };
                match published.measure {
                    GapMeasure::Engaged => {
                        let set: Set = (0..is_in.len()).map(|s| side(s) && dataset.schools.in_area[at][s]).collect();
                        let years = (0..dataset.years.len()).map(|position| position == at).collect();
                        said.push((What::Engaged(TakesPart { strands: 0b1_1111, years, partners: None }), set, x));
                    }
                    GapMeasure::Coverage => {
                        let of = |atom: &Atom| side(atom.school) && dataset.schools.in_area[at][atom.school];
                        said.push((What::Reached, starts(programme, &of), x));
                    }
                    GapMeasure::Rate => {
                        let has_base = |atom: &Atom| dataset.schools.teachers[at][atom.school] >= 0.5;
                        let among = starts(programme, &has_base);
                        let set = starts(programme, &|atom| has_base(atom) && side(atom.school));
                        said.push((What::First(among), set, x));
                    }
                    GapMeasure::Completion => {
                        let mature = mature_courses(dataset, year);
                        let set = starts(Programme::Npq, &|atom| mature.contains(&atom.course) && side(atom.school));
                        said.push((What::Fate(Flags::COMPLETED.0), set.clone(), x));
                        said.push((What::Starts, set, n));
                    }
                    GapMeasure::Continuation => {
                        let set = starts(Programme::Ecf, &|atom| side(atom.school));
                        said.push((What::Fate(Flags::COMPLETED.0 | Flags::ACTIVE.0), set.clone(), x));
                        said.push((What::Starts, set, n));
                    }
                }
            }
            let of = segment.course.map_or(String::new(), |course| format!(" of {}", course.code()));
            let word = format!("gap {}{of} in {}", segment.name.code, published.measure);
            for (what, set, count) in said {
                match what {
                    What::Engaged(part) => self.engaged(part, set, count, &word),
                    what => self.say(what, set, count, &word),
                }
            }
        }
    }
}

/// The NPQs whose starts of a year are mature: all or none of them, since a year of the fixture has one cohort.
fn mature_courses(dataset: &frames::Dataset, year: AcademicYear) -> HashSet<usize> {
    let rows = dataset.partition(Programme::Npq, year).into_iter().flat_map(|p| (0..p.len()).map(move |row| (p, row)));
    rows.filter(|(p, row)| p.classes[usize::from(p.class[*row])].has(Flags::MATURE))
        .map(|(p, row)| course_of(p.traits[row]))
        .collect()
}

/// Hub areas of one year as segments of everything.
pub(super) fn hubs_as_segments(published: &PublishedHubs, line: &PublishedYear) -> PublishedSegments {
    let segments = HubArea::all().zip(&line.hubs).map(|(hub, own)| PublishedSegment {
        course: None,
        cut: Cut::By(Breakdown::Hub),
        name: GroupName { code: hub.code(), name: hub.name(), unknown: false },
        own: *own,
        gap: None,
        unreached: Vec::new(),
    });
    PublishedSegments {
        audience: published.audience,
        measure: published.measure,
        year: line.year,
        segments: segments.collect(),
        comparator: Comparator::AllButSegment,
        audited: vec![line.audited.clone()],
    }
}

/// Whether each school is in a segment.
fn schools_of(dataset: &frames::Dataset, segment: &PublishedSegment) -> Vec<bool> {
    let all = 0..dataset.schools.len();
    match segment.cut {
        Cut::By(by) => match select::grouping(dataset, by) {
            (Grouping::School(groups), names) => {
                let at = names.iter().position(|name| *name == segment.name);
                all.map(|school| at == Some(usize::from(groups[school]))).collect()
            }
            _ => vec![false; dataset.schools.len()],
        },
        Cut::TrustSize => {
            let (size, sizes) = (segment.name.code.parse::<TrustSize>().ok(), select::trust_sizes(dataset));
            all.map(|school| size == Some(sizes[school])).collect()
        }
        Cut::Priority => {
            let list = dataset.priority_lists.iter().position(|list| *list == segment.name.code);
            all.map(|school| list.is_some_and(|list| dataset.schools.priority[school] & 1 << list != 0)).collect()
        }
    }
}
