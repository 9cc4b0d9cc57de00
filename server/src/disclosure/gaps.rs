//! Segments as they may be shown. In sharing figures every gap is worked out from published counts alone: own and
//! comparator numerator and base, without strata, which would hold smaller counts.

use app::filters::{Audience, GapMeasure};
use domain::measure::Count;
use domain::programme::{AcademicYear, Course};
use measures::disclosure::System;
use measures::{Gap, Scale, Stratum};

use super::together::{At, Decided, Together, What};
use super::{Audited, less};
use crate::analytics::Measure;
use crate::analytics::gaps::{Comparator, Cut, Part, Segments};
use crate::analytics::select::GroupName;

/// A segment as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedSegment {
    /// The course that it is crossed with, where segments are.
    pub course: Option<Course>,
    /// How it was cut.
    pub cut: Cut,
    /// What it is.
    pub name: GroupName,
    /// Numerator and base.
    pub own: (Count, Count),
    /// Its gap; `None` where a count that it needs is withheld, or nothing is left to compare with.
    pub gap: Option<Gap>,
    /// Positions of schools that are not reached; empty in sharing figures.
    pub unreached: Vec<u32>,
}

/// Every segment of a question as it may be shown.
#[derive(Debug, Clone)]
pub struct PublishedSegments {
    /// For whom.
    pub audience: Audience,
    /// What is measured.
    pub measure: GapMeasure,
    /// The year of the figures.
    pub year: AcademicYear,
    /// The segments, cut by cut.
    pub segments: Vec<PublishedSegment>,
    /// Who is compared with.
    pub comparator: Comparator,
    /// All counts behind it, part by part; in exact figures there are none to decide about.
    pub audited: Vec<Audited>,
}

/// What the numerator and the base of a measure count; `None` for what is public.
fn counted(measure: GapMeasure) -> (Option<What>, Option<What>) {
    match measure {
        GapMeasure::Engaged => (Some(What::Engaged), None),
        GapMeasure::Coverage => (Some(What::Coverage), None),
        GapMeasure::Rate => (Some(What::Once), None),
        GapMeasure::Completion => (Some(What::CompletedOfMature), Some(What::Of(Measure::Mature))),
        GapMeasure::Continuation => (Some(What::Of(Measure::Continuing)), Some(What::Of(Measure::Starts))),
    }
}

/// Numerator and base without what is withheld of them.
fn but(measure: GapMeasure, (x, n): (Count, Count), withholds: impl Fn(What) -> bool) -> (Count, Count) {
    let but = |what: Option<What>, count: Count| if what.is_some_and(&withholds) { Count::Withheld } else { count };
    let (numerator, base) = counted(measure);
    (but(numerator, x), but(base, n))
}

/// Numerator and base without what is withheld for the sake of other figures of the year.
pub fn but_withheld(measure: GapMeasure, decided: &Decided, at: At<'_>, pair: (Count, Count)) -> (Count, Count) {
    but(measure, pair, |what| decided.withholds(at, what))
}

/// Decides what may be shown of all segments.
pub fn publish_segments(audience: Audience, found: Segments, together: Option<Together<'_>>) -> PublishedSegments {
    let Segments { measure, year, scale, parts, comparator } = found;
    let decided = together.map(|together| together.of_year(year));
    let (mut segments, mut audited) = (Vec::new(), Vec::new());
    for part in parts {
        let (of_part, audit) = publish_part(decided.as_ref(), (measure, scale), part, comparator.is_elsewhere());
        segments.extend(of_part);
        audited.push(audit);
    }
    PublishedSegments { audience, measure, year, segments, comparator, audited }
}

fn publish_part(
    decided: Option<&Decided>,
    (measure, scale): (GapMeasure, Scale),
    part: Part,
    elsewhere: bool,
) -> (Vec<PublishedSegment>, Audited) {
    let Part { segments, total, total_people } = part;
    let (audited, counts) = match decided {
        None => (Audited::of(System::new(), Audience::Exact), None),
        Some(decided) => {
            let whole = (total, total_people);
            let (audited, counts) = published_counts(&segments, measure, whole, elsewhere, decided);
            (audited, Some(counts))
        }
    };
    let segments = segments
        .into_iter()
        .enumerate()
        .map(|(at, segment)| {
            let (own, gap, unreached) = match &counts {
                None => {
                    let exact = (Count::Exact(segment.own.0), Count::Exact(segment.own.1));
                    (exact, Gap::measure(scale, &segment.strata), segment.unreached)
                }
                Some(counts) => {
                    let [x, n, rest_x, rest_n] = counts[at];
                    ((x, n), crude(scale, [x, n, rest_x, rest_n]), Vec::new())
                }
            };
            PublishedSegment { course: segment.course, cut: segment.cut, name: segment.name, own, gap, unreached }
        })
        .collect();
    (segments, audited)
}

/// A gap from published counts; none where one of them is withheld.
fn crude(scale: Scale, [x, n, rest_x, rest_n]: [Count; 4]) -> Option<Gap> {
    let own = (x.value()?, n.value()?);
    let comparator = (rest_x.value()?, rest_n.value()?);
    Gap::measure(scale, &[Stratum { own, comparator }])
}

/// Own numerator and base, and those of the comparator, for each segment. What is left of the whole without a segment is worked
/// out from what is shown of both.
fn published_counts(
    segments: &[crate::analytics::gaps::Segment],
    measure: GapMeasure,
    (total, total_people): ((u32, u32), u32),
    elsewhere: bool,
    decided: &Decided,
) -> (Audited, Vec<[Count; 4]>) {
    let mut system = System::new();
    let public_base = measure.counts_schools() || measure == GapMeasure::Rate;
    let add = |system: &mut System, (x, n): (u32, u32), people: u32| -> [usize; 2] {
        let base = if public_base { system.public(n) } else { system.people(n) };
        let numerator = if measure.counts_schools() {
            let people = system.people(people);
            system.schools_behind(x, people)
        } else {
            system.people(x)
        };
        if !public_base {
            system.at_most(numerator, base);
        }
        [numerator, base]
    };
    let whole = add(&mut system, total, total_people);
    // One comparator for all segments.
    let first = segments.first().filter(|_| elsewhere);
    let rest = first.map(|segment| add(&mut system, segment.comparator, segment.comparator.0));
    let cells: Vec<[usize; 2]> = segments.iter().map(|segment| add(&mut system, segment.own, segment.people)).collect();
    // Segments of one cut add up to the whole, with what could not be placed, which has no row; and never exceed it.
    let mut cuts: Vec<Cut> = segments.iter().map(|s| s.cut).filter(|cut| *cut != Cut::Priority).collect();
    cuts.dedup();
    for cut in cuts {
        let of_cut = segments.iter().zip(&cells).filter(|(segment, _)| segment.cut == cut);
        let (x, n, people) = of_cut.clone().fold((total.0, total.1, total_people), |(x, n, people), (segment, _)| {
            let left = |whole: u32, part: u32| whole.saturating_sub(part);
            (left(x, segment.own.0), left(n, segment.own.1), left(people, segment.people))
        });
        // Where the base is public, everybody sees that nothing is left.
        let unplaced = (n > 0 || !public_base).then(|| add(&mut system, (x, n), people));
        for at in 0..2 {
            let left = unplaced.map(|cell| cell[at]);
            let parts: Vec<usize> = of_cut.clone().map(|(_, own)| own[at]).chain(left).collect();
            system.sum(whole[at], &parts);
        }
    }
    for at in 0..2 {
        for own in &cells {
            system.at_most(own[at], whole[at]);
        }
    }
    let audited = Audited::of(system, Audience::Sharing);
    let pair = |cells: &[usize; 2]| (audited.count(cells[0]), audited.count(cells[1]));
    let of_all = but_withheld(measure, decided, (None, "total"), pair(&whole));
    let rest = rest.map(|rest| but(measure, pair(&rest), |what| decided.withholds_rest(what)));
    let counts = (segments.iter().zip(&cells))
        .map(|(segment, own)| {
            let at = (Some(segment.cut), segment.name.code.as_str());
            let (x, n) = but_withheld(measure, decided, at, pair(own));
            let (rest_x, rest_n) = rest.unwrap_or_else(|| (less(of_all.0, x), less(of_all.1, n)));
            [x, n, rest_x, rest_n]
        })
        .collect();
    (audited, counts)
}
