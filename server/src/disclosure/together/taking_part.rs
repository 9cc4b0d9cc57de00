//! What is decided of schools that take part, for the answer to one question. Those of one strand in a year are hardly others
//! than those reached by starts of the year: where these are withheld for the sake of other figures, so are they.

use std::sync::Arc;

use domain::engagement::Strand;
use domain::programme::{AcademicYear, Programme};

use super::{At, Named, Narrowed, OfYear, Together, What};
use crate::analytics::Measure;

/// What is decided of the figures of schools that take part in a year.
#[derive(Debug)]
pub struct TakingPart {
    /// What is decided of its starts, for each programme of which there are few.
    of_strands: Vec<(Strand, Arc<OfYear>)>,
    /// Strands asked for.
    strands: Vec<Strand>,
    narrowed: Narrowed,
}

impl TakingPart {
    pub(super) fn of(together: &Together<'_>, year: AcademicYear) -> TakingPart {
        let decided = |programme: &Programme| {
            let of_year = super::of_year(together.dataset, *programme, year);
            (!of_year.decided.is_empty()).then(|| (strand(*programme), of_year))
        };
        TakingPart {
            of_strands: Programme::ALL.iter().filter_map(decided).collect(),
            strands: together.strands.clone(),
            narrowed: together.within.clone(),
        }
    }

    /// Whether schools of a group, or of the total, are withheld for the sake of others.
    pub fn withholds(&self, (cut, code): At<'_>, measure: Measure) -> bool {
        let Some(of_year) = self.of_strand(measure) else { return false };
        let is_withheld = |cut, code: &str| {
            let named = |what| Named { cut, code: code.to_owned(), what };
            let decided = |what| of_year.decided.get(&named(what)).copied();
            // Sizes of trusts and priority lists are told apart in gaps alone.
            decided(What::Of(Measure::SchoolsReached)).or_else(|| decided(What::Coverage)).unwrap_or(false)
        };
        let is_total = cut.is_none() && code == TOTAL;
        match &self.narrowed {
            Narrowed::No => is_withheld(cut, code),
            Narrowed::ToRow(row, of_row) if is_total || (cut == Some(*row) && code == of_row) => {
                is_withheld(Some(*row), of_row)
            }
            // As of schools reached, a filter shows its total alone.
            _ => true,
        }
    }

    /// Whether what a filter leaves out is withheld, which with the filter's own row would be the whole.
    pub fn withholds_rest(&self, measure: Measure) -> bool {
        let whole = Named { cut: None, code: TOTAL.to_owned(), what: What::Of(Measure::SchoolsReached) };
        let is_whole_withheld = |of_year: &OfYear| of_year.decided.get(&whole).copied().unwrap_or(false);
        self.withholds((None, TOTAL), measure) || self.of_strand(measure).is_some_and(is_whole_withheld)
    }

    /// What is decided of the starts behind schools of one strand in a year; `None` where there are many, and for all else.
    fn of_strand(&self, measure: Measure) -> Option<&OfYear> {
        let strand = match (measure, self.strands.as_slice()) {
            (Measure::EngagedEcf, _) => Strand::Ecf,
            (Measure::EngagedNpq, _) => Strand::Npq,
            (Measure::EngagedAny, [strand]) => *strand,
            _ => return None,
        };
        self.of_strands.iter().find(|(of, _)| *of == strand).map(|(_, of_year)| of_year.as_ref())
    }
}

/// The code of the total.
const TOTAL: &str = "total";

fn strand(programme: Programme) -> Strand {
    match programme {
        Programme::Npq => Strand::Npq,
        Programme::Ecf => Strand::Ecf,
    }
}

#[cfg(test)]
mod tests {
    use app::filters::Breakdown;

    use super::*;
    use crate::analytics::gaps::Cut;

    const REGION: Option<Cut> = Some(Cut::By(Breakdown::Region));
    const PHASE: Option<Cut> = Some(Cut::By(Breakdown::Phase));
    const LONDON: At<'static> = (REGION, "london");
    const PRIMARY: At<'static> = (PHASE, "primary");
    const ALL: At<'static> = (None, TOTAL);

    /// A year of few NPQ starts and many of ECF/ECTE, of which schools reached are withheld in some groups.
    fn decided(withheld: &[At<'_>], strands: &[Strand], narrowed: Narrowed) -> TakingPart {
        let reached = |(cut, code): &At<'_>, is_withheld: bool| {
            let what = if *cut == Some(Cut::Priority) { What::Coverage } else { What::Of(Measure::SchoolsReached) };
            (Named { cut: *cut, code: (*code).to_owned(), what }, is_withheld)
        };
        let told = [reached(&(REGION, "south-west"), false)];
        let decided = withheld.iter().map(|at| reached(at, true)).chain(told).collect();
        let of_year = OfYear { decided, ..OfYear::default() };
        TakingPart { of_strands: vec![(Strand::Npq, Arc::new(of_year))], strands: strands.to_vec(), narrowed }
    }

    fn to_london() -> Narrowed {
        Narrowed::ToRow(Cut::By(Breakdown::Region), "london".into())
    }

    #[test]
    fn schools_of_a_strand_go_with_those_that_its_starts_reach() {
        let list = (Some(Cut::Priority), "pp50");
        let decided = decided(&[LONDON, list], Strand::ALL, Narrowed::No);
        for at in [LONDON, list] {
            assert!(decided.withholds(at, Measure::EngagedNpq), "{at:?}");
        }
        for at in [ALL, PRIMARY, (REGION, "south-west")] {
            assert!(!decided.withholds(at, Measure::EngagedNpq), "{at:?}");
        }
        for measure in [Measure::EngagedEcf, Measure::EngagedAny, Measure::EverAny, Measure::EverNpq] {
            assert!(!decided.withholds(LONDON, measure), "{measure:?}");
        }
    }

    #[test]
    fn a_filter_shows_the_total_of_its_row_alone() {
        for (withheld, is_withheld) in [(vec![LONDON], true), (vec![], false)] {
            let decided = decided(&withheld, Strand::ALL, to_london());
            for at in [ALL, LONDON] {
                assert_eq!(decided.withholds(at, Measure::EngagedNpq), is_withheld, "{at:?}");
            }
            assert!(decided.withholds(PRIMARY, Measure::EngagedNpq));
            assert_eq!(decided.withholds_rest(Measure::EngagedNpq), is_withheld);
            assert!(!decided.withholds_rest(Measure::EngagedEcf) && !decided.withholds(PRIMARY, Measure::EverNpq));
        }
        // With the row, the rest would be the whole.
        assert!(decided(&[ALL], Strand::ALL, to_london()).withholds_rest(Measure::EngagedNpq));
        assert!(decided(&[], Strand::ALL, Narrowed::Further).withholds(ALL, Measure::EngagedNpq));
    }

    #[test]
    fn any_of_one_strand_is_that_strand() {
        for (strands, is_withheld) in
            [(&[Strand::Npq][..], true), (&[Strand::Ecf], false), (&[Strand::Npq, Strand::Ab], false)]
        {
            let decided = decided(&[LONDON], strands, Narrowed::No);
            assert_eq!(decided.withholds(LONDON, Measure::EngagedAny), is_withheld, "{strands:?}");
            assert!(!decided.withholds(LONDON, Measure::EverAny));
        }
    }
}
