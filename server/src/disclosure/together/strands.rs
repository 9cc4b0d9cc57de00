//! Schools that take part through people who are no starts: inductions, placements, events. Of these, schools alone are told, and
//! where few people take part in a strand and year, those of all its breakdowns are decided together, as schools reached by starts
//! are: one breakdown beside the other, or beside the answer to a filter, would tell of single people at a school.

use std::collections::HashMap;
use std::sync::Arc;

use app::filters::Breakdown;
use domain::engagement::Strand;
use domain::establishment::Phase;
use domain::measure::Count;
use domain::programme::AcademicYear;
use frames::Dataset;
use measures::disclosure::tables::Tables;

use super::making::worth;
use super::{Named, OfYear, STARTS, What};
use crate::analytics::Measure;
use crate::analytics::gaps::{self, Cut};

/// Schools at which there might be somebody besides those at which there is: about this many at most.
const SCHOOLS: usize = 1_000;

/// Moves that the search for other worlds may take.
const STEPS: u64 = 50_000;

/// Strands that people take part in otherwise than through starts.
pub(super) const OTHERS: [Strand; 3] = [Strand::Ab, Strand::Itt, Strand::Cpd];

/// What is decided of the schools of such a strand in a year, once for each version of the data; of nothing where nobody takes
/// part, or more than are decided together.
pub(super) fn of_strand(dataset: &Dataset, strand: Strand, year: AcademicYear) -> Arc<OfYear> {
    dataset.shelf.get(format!("together {strand:?} {year}"), || {
        let at = dataset.year_index(year).filter(|at| (1..=STARTS).contains(&people(dataset, strand, *at)));
        let made = at.map(|at| decide(dataset, strand, at)).unwrap_or_default();
        let (figures, withheld, unproved) = (made.figures(), made.lost, made.unproved);
        if figures > 0 {
            tracing::debug!(%year, ?strand, figures, withheld, unproved, "decided together");
        }
        ((figures * size_of::<Named>() * 2) as u32, made)
    })
}

/// How many people take part in a strand in a year, by position.
pub(super) fn people(dataset: &Dataset, strand: Strand, year: usize) -> usize {
    let counted = || dataset.engagement.in_year[strand.index()][year].iter().map(|people| usize::from(*people)).sum();
    *dataset.shelf.get(format!("people {strand:?} {year}"), || (size_of::<usize>() as u32, counted()))
}

fn decide(dataset: &Dataset, strand: Strand, year: usize) -> OfYear {
    let people = &dataset.engagement.in_year[strand.index()][year];
    let in_area: Vec<usize> = (1..dataset.schools.len()).filter(|at| dataset.schools.in_area[year][*at]).collect();
    let stride = in_area.len().div_ceil(SCHOOLS).max(1);
    let possible = in_area.iter().enumerate().filter(|(at, school)| people[**school] > 0 || at % stride == 0);
    let mut tables = Tables::with_steps(STEPS);
    // Of each school: the unknown, its place among schools, and how many people there are.
    let unknowns: Vec<(usize, u32, u32, u32)> = possible
        .map(|(_, school)| {
            let people = u32::from(people[*school]);
            let kind = tables.kind(people, &dataset.hubs_that_know(*school, 0));
            let place = tables.school(0);
            tables.put(kind, place);
            (*school, kind, place, people)
        })
        .collect();
    let mut names = HashMap::new();
    let mut add = |cut: Option<Cut>, code: String, of: Vec<&(usize, u32, u32, u32)>| {
        let (kinds, value): (Vec<u32>, u32) =
            (of.iter().map(|unknown| unknown.1).collect(), of.iter().map(|unknown| unknown.3).sum());
        let behind = tables.people_behind(kinds.clone(), value);
        if value > 0 {
            tables.never_told(kinds, value);
        }
        let reached = tables.reached(of.iter().map(|unknown| unknown.2).collect(), behind);
        let by = cut.and_then(|cut| if let Cut::By(by) = cut { Some(by) } else { None });
        tables.worth(reached, worth(by, Measure::SchoolsReached));
        // As the schools that starts reach.
        let what = match cut {
            Some(Cut::TrustSize | Cut::Priority) => What::Coverage,
            _ => What::Of(Measure::SchoolsReached),
        };
        names.insert(Named { cut, code, what }, (reached, value));
    };
    let cuts = Breakdown::OF_SCHOOLS.into_iter().map(Cut::By).chain([Cut::TrustSize, Cut::Priority]).map(Some);
    for cut in cuts.chain([None]) {
        let (groups, found) = gaps::groups(dataset, cut);
        for (group, name) in found.into_iter().enumerate() {
            let of = unknowns.iter().filter(|unknown| groups.of(unknown.0).any(|of| of == group)).collect();
            add(cut, name.code, of);
        }
    }
    // As hubs report it, all other phases are one row.
    let is_other =
        |school: usize| !matches!(dataset.schools.phase_at(school), Phase::Primary | Phase::Secondary | Phase::Special);
    let others = unknowns.iter().filter(|unknown| is_other(unknown.0)).collect();
    add(Some(Cut::By(Breakdown::Phase)), "other".into(), others);
    let (counts, unproved) = tables.protect();
    let is_withheld = |at: usize| counts[at] == Count::Withheld;
    OfYear {
        lost: names.values().filter(|(at, people)| *people >= 5 && is_withheld(*at)).count(),
        decided: names.into_iter().map(|(named, (at, _))| (named, is_withheld(at))).collect(),
        unproved: unproved.0.len(),
        ..OfYear::default()
    }
}
