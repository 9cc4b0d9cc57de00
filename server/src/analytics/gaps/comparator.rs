//! Who the segments of a place are compared with.

use app::filters::{Comparison, Filters, Key};
use domain::place::HubArea;
use frames::Dataset;

use crate::analytics::select::{OWN, Selection};

/// Who segments are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// Everything loaded but the segment: no place is asked for.
    AllButSegment,
    /// Everything of the place asked for but the segment.
    PlaceButSegment,
    /// Everything outside the place asked for.
    Elsewhere,
    /// Everything outside it in the regions in which it lies.
    RestOfRegion,
    /// The schools of similar hub areas.
    SimilarHubs,
}

impl Comparator {
    /// Whether it lies outside the place asked for, and is one for all segments.
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Comparator::Elsewhere | Comparator::RestOfRegion | Comparator::SimilarHubs)
    }
}

/// Whether anybody ever took part at one of these schools, in whatever strand.
pub(super) fn is_anyone(dataset: &Dataset, inside: &[bool]) -> bool {
    let mut years = dataset.engagement.in_year.iter().flatten();
    years.any(|people| people.iter().zip(inside).skip(1).any(|(people, is_in)| *is_in && *people > 0))
}

/// The comparator of a question, and which schools are in one that lies elsewhere.
pub(super) fn comparator(
    dataset: &Dataset,
    filters: &Filters,
    selection: &Selection,
    similar: &[HubArea],
) -> (Comparator, Vec<bool>) {
    let schools = &dataset.schools;
    let own = |at: usize| selection.standing[at] & OWN != 0;
    if !selection.has_place {
        return (Comparator::AllButSegment, Vec::new());
    }
    let asked = filters.one_parsed(Key::Compare).unwrap_or(Comparison::Rest);
    let (comparator, inside): (Comparator, Vec<bool>) = match asked {
        Comparison::Own => (Comparator::PlaceButSegment, Vec::new()),
        Comparison::Region => {
            let mut regions = [false; 256];
            for at in (1..schools.len()).filter(|at| own(*at)) {
                regions[usize::from(schools.region[at])] = true;
            }
            let is_in = |at: usize| regions[usize::from(schools.region[at])] && !own(at);
            (Comparator::RestOfRegion, (0..schools.len()).map(is_in).collect())
        }
        Comparison::Similar if !similar.is_empty() => {
            let is_in = |at: usize| schools.hub_at(at).is_some_and(|hub| similar.contains(&hub)) && !own(at);
            (Comparator::SimilarHubs, (0..schools.len()).map(is_in).collect())
        }
        _ => (Comparator::Elsewhere, (0..schools.len()).map(|at| !own(at)).collect()),
    };
    (comparator, inside)
}
