//! What is decided of schools that take part, for the answer to one question. Those of one strand in a year are hardly others
//! than those reached by starts of the year: where these are withheld for the sake of other figures, so are they; those of
//! strands without starts are decided for themselves. Of all others a filter shows its own row alone where few people take part: what it cuts further tells one who knows their own people
//! of somebody else's.

use std::sync::Arc;

use domain::engagement::Strand;
use domain::programme::{AcademicYear, Programme};
use frames::Dataset;

use super::strands::{self, OTHERS};
use super::{At, Named, Narrowed, OfYear, Together, What};
use crate::analytics::Measure;
use crate::analytics::engagement::SINCE;

/// What is decided of the figures of schools that take part in a year.
#[derive(Debug)]
pub struct TakingPart {
    /// What is decided of each strand in which few people take part in the year: of its starts, or of its schools.
    of_strands: Vec<(Strand, Arc<OfYear>)>,
    /// Strands without starts in which few do in each year since the first.
    always_few_in: Vec<Strand>,
    /// Strands asked for.
    strands: Vec<Strand>,
    /// Whether few people take part in the year.
    are_few: bool,
    /// Whether few do in each year since the first.
    always_few: bool,
    narrowed: Narrowed,
}

impl TakingPart {
    pub(super) fn of(together: &Together<'_>, year: AcademicYear) -> TakingPart {
        let dataset = together.dataset;
        let of_starts = Programme::ALL.iter().map(|of| (strand(*of), super::of_year(dataset, *of, year)));
        let of_others = OTHERS.iter().map(|of| (*of, strands::of_strand(dataset, *of, year)));
        let are_few = |year: AcademicYear| takes_few(dataset, year);
        let since: Vec<AcademicYear> =
            dataset.years.iter().copied().filter(|since| (SINCE..=year).contains(since)).collect();
        let is_always_few = |strand: &Strand| {
            let mut people =
                since.iter().filter_map(|year| Some(strands::people(dataset, *strand, dataset.year_index(*year)?)));
            people.all(|people| people <= super::STARTS)
        };
        TakingPart {
            of_strands: of_starts.chain(of_others).filter(|(_, of)| !of.decided.is_empty()).collect(),
            always_few_in: OTHERS.into_iter().filter(is_always_few).collect(),
            are_few: are_few(year),
            always_few: since.iter().all(|year| are_few(*year)),
            strands: together.strands.clone(),
            narrowed: together.within.clone(),
        }
    }

    /// Whether schools of a group, or of the total, are withheld for the sake of others.
    pub fn withholds(&self, at: At<'_>, measure: Measure) -> bool {
        let Some(of_year) = self.of_strand(measure) else {
            let is_new = self.is_cut_further(at, measure) || self.is_of_some_strands(at, measure);
            return self.is_of_few(measure) && (is_new || self.is_always_of_few(measure));
        };
        let is_withheld = |cut, code: &str| {
            let named = |what| Named { cut, code: code.to_owned(), what };
            let decided = |what| of_year.decided.get(&named(what)).copied();
            // Sizes of trusts and priority lists are told apart in gaps alone.
            decided(What::Of(Measure::SchoolsReached)).or_else(|| decided(What::Coverage)).unwrap_or(false)
        };
        match &self.narrowed {
            Narrowed::No => is_withheld(at.0, at.1),
            // As of schools reached, a filter shows its total alone.
            _ if self.is_cut_further(at, measure) => true,
            Narrowed::ToRow(row, of_row) => is_withheld(Some(*row), of_row),
            Narrowed::Further => true,
        }
    }

    /// Whether schools by the year in which they first took part are withheld: no row of a breakdown shows these.
    pub fn withholds_first_years(&self) -> bool {
        self.narrowed != Narrowed::No && self.is_of_few(Measure::EverAny)
    }

    /// Whether what one delivery partner reaches is withheld: no row of a breakdown shows that either.
    pub fn withholds_reach(&self) -> bool {
        let is_asked = |strand: &Strand| OF_STARTS.contains(strand) && self.strands.contains(strand);
        let is_decided = self.of_strands.iter().any(|(strand, _)| is_asked(strand));
        is_decided || self.is_of_few(Measure::EverAny)
    }

    /// Whether what a filter leaves out is withheld, which with the filter's own row would be the whole.
    pub fn withholds_rest(&self, measure: Measure) -> bool {
        let whole = Named { cut: None, code: TOTAL.to_owned(), what: What::Of(Measure::SchoolsReached) };
        let is_whole_withheld = |of_year: &OfYear| of_year.decided.get(&whole).copied().unwrap_or(false);
        self.withholds((None, TOTAL), measure) || self.of_strand(measure).is_some_and(is_whole_withheld)
    }

    /// Whether a filter cuts schools in a way that no row of a breakdown shows.
    fn is_cut_further(&self, at: At<'_>, measure: Measure) -> bool {
        // Rows have schools of each strand in the year alone.
        let has_rows = ever_of(measure).is_none();
        self.narrowed.cuts_further(at) || (self.narrowed != Narrowed::No && !has_rows)
    }

    /// Whether a measure counts schools of one strand since the first year, where few people take part in each: who does not in
    /// any would tell of every year.
    fn is_always_of_few(&self, measure: Measure) -> bool {
        let strand = match (measure, self.strands.as_slice()) {
            (Measure::EverAny, [strand]) => Some(*strand),
            _ => ever_of(measure),
        };
        strand.is_some_and(|strand| match OF_STARTS.contains(&strand) {
            true => self.always_few,
            false => self.always_few_in.contains(&strand),
        })
    }

    /// Whether schools in any of the strands asked for are told nowhere else: rows have those of all strands, and of each in the
    /// year; the total has those of each since the first as well.
    fn is_of_some_strands(&self, at: At<'_>, measure: Measure) -> bool {
        let is_any = matches!(measure, Measure::EngagedAny | Measure::EverAny);
        is_any && self.strands.len() < Strand::ALL.len() && (self.strands.len() > 1 || at != (None, TOTAL))
    }

    /// Whether a measure counts schools where few people take part: in all strands, or in one that starts do not count.
    fn is_of_few(&self, measure: Measure) -> bool {
        let asks_starts = OF_STARTS.iter().any(|strand| self.strands.contains(strand));
        let in_one =
            |strand: &Strand| self.always_few_in.contains(strand) || self.of_strands.iter().any(|(of, _)| of == strand);
        match (measure, self.strands.as_slice()) {
            (Measure::EverAny, [strand]) if OTHERS.contains(strand) => in_one(strand),
            (Measure::EngagedAny, _) => self.are_few && asks_starts,
            (Measure::EverAny, _) => (self.are_few || self.always_few) && asks_starts,
            _ => ever_of(measure).is_some_and(|strand| match OF_STARTS.contains(&strand) {
                true => self.are_few || self.always_few,
                false => in_one(&strand),
            }),
        }
    }

    /// What is decided of schools of one strand in a year; `None` where many take part, and for all else.
    fn of_strand(&self, measure: Measure) -> Option<&OfYear> {
        let strand = match (measure, self.strands.as_slice()) {
            (Measure::EngagedAb, _) => Strand::Ab,
            (Measure::EngagedEcf, _) => Strand::Ecf,
            (Measure::EngagedNpq, _) => Strand::Npq,
            (Measure::EngagedItt, _) => Strand::Itt,
            (Measure::EngagedCpd, _) => Strand::Cpd,
            (Measure::EngagedAny, [strand]) => *strand,
            _ => return None,
        };
        self.of_strands.iter().find(|(of, _)| *of == strand).map(|(_, of_year)| of_year.as_ref())
    }
}

/// Strands that people take part in through starts.
const OF_STARTS: [Strand; 2] = [Strand::Ecf, Strand::Npq];

/// The strand of which a measure counts schools since the first year.
fn ever_of(measure: Measure) -> Option<Strand> {
    match measure {
        Measure::EverAb => Some(Strand::Ab),
        Measure::EverEcf => Some(Strand::Ecf),
        Measure::EverNpq => Some(Strand::Npq),
        Measure::EverItt => Some(Strand::Itt),
        Measure::EverCpd => Some(Strand::Cpd),
        _ => None,
    }
}

/// Whether few people take part in a year: in all strands together no more than there are starts in a year that is decided
/// together.
pub fn takes_few(dataset: &Dataset, year: AcademicYear) -> bool {
    let Some(at) = dataset.year_index(year) else { return true };
    let people = |strand: &Vec<Vec<u16>>| -> usize { strand[at].iter().map(|people| usize::from(*people)).sum() };
    dataset.engagement.in_year.iter().map(people).sum::<usize>() <= super::STARTS
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
        let of_strands = vec![(Strand::Npq, Arc::new(of_year))];
        TakingPart {
            of_strands,
            always_few_in: Vec::new(),
            are_few: false,
            always_few: false,
            strands: strands.to_vec(),
            narrowed,
        }
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
            assert_eq!(decided.withholds_reach(), strands.contains(&Strand::Npq), "{strands:?}");
        }
    }

    #[test]
    fn where_few_take_part_a_filter_shows_its_own_row_and_nothing_since_the_first_year_of_one_strand() {
        let few = |strands: &[Strand], narrowed: Narrowed, always_few: bool| TakingPart {
            are_few: true,
            always_few,
            ..decided(&[], strands, narrowed)
        };
        let any = [Measure::EngagedAny, Measure::EverAny];
        let ever = [Measure::EverNpq, Measure::EverEcf];
        // Without filters all is shown but, where there were always few, those of one strand since the first year.
        let all = few(Strand::ALL, Narrowed::No, false);
        let always = few(Strand::ALL, Narrowed::No, true);
        for measure in any {
            assert!(!all.withholds(ALL, measure) && !all.withholds(PRIMARY, measure), "{measure:?}");
            assert!(!always.withholds(ALL, measure) && !always.withholds(PRIMARY, measure), "{measure:?}");
        }
        for measure in ever {
            assert!(!all.withholds(ALL, measure) && always.withholds(ALL, measure), "{measure:?}");
        }
        // Of a filter, what stands in its row of a breakdown.
        let london = few(Strand::ALL, to_london(), false);
        for measure in any {
            assert!(!london.withholds(ALL, measure) && !london.withholds(LONDON, measure), "{measure:?}");
            assert!(london.withholds(PRIMARY, measure) && !london.withholds_rest(measure), "{measure:?}");
        }
        assert!(ever.iter().all(|measure| london.withholds(ALL, *measure)));
        assert!(!london.withholds(PRIMARY, Measure::EngagedAb) && !london.withholds(PRIMARY, Measure::EverItt));
        assert!(few(Strand::ALL, Narrowed::Further, false).withholds(ALL, Measure::EngagedAny));
        assert!(london.withholds_first_years() && !all.withholds_first_years());
        assert!(all.withholds_reach() && !few(&[Strand::Ab], Narrowed::No, true).withholds_reach());
        // Of some strands: rows have all strands, and each in the year; the total those of each since the first as well.
        let ecf = few(&[Strand::Ecf], Narrowed::No, false);
        assert!(!ecf.withholds(ALL, Measure::EverAny) && ecf.withholds(PRIMARY, Measure::EverAny));
        assert!(few(&[Strand::Ecf], Narrowed::No, true).withholds(ALL, Measure::EverAny));
        let both = few(&[Strand::Ecf, Strand::Ab], Narrowed::No, false);
        assert!(any.iter().all(|measure| both.withholds(ALL, *measure)));
        let others = few(&[Strand::Ab, Strand::Itt], to_london(), true);
        assert!(any.iter().all(|measure| !others.withholds(PRIMARY, *measure)));
    }

    #[test]
    fn schools_of_few_placements_are_decided_as_those_of_few_starts() {
        let reached =
            |code: &str| Named { cut: REGION, code: code.to_owned(), what: What::Of(Measure::SchoolsReached) };
        let few = |strands: &[Strand], narrowed: Narrowed| {
            let regions = [(reached("london"), true), (reached("south-west"), false)];
            let of_year = OfYear { decided: regions.into_iter().collect(), ..OfYear::default() };
            TakingPart {
                of_strands: vec![(Strand::Itt, Arc::new(of_year))],
                always_few_in: vec![Strand::Cpd],
                ..decided(&[], strands, narrowed)
            }
        };
        let south_west = (REGION, "south-west");
        let all = few(Strand::ALL, Narrowed::No);
        assert!(all.withholds(LONDON, Measure::EngagedItt) && !all.withholds(south_west, Measure::EngagedItt));
        assert!(!all.withholds(LONDON, Measure::EngagedAb) && !all.withholds(LONDON, Measure::EngagedAny));
        assert!(!all.withholds_reach());
        // Any strand is the one that is asked for.
        let one = few(&[Strand::Itt], Narrowed::No);
        assert!(one.withholds(LONDON, Measure::EngagedAny) && !one.withholds(south_west, Measure::EngagedAny));
        assert!(one.withholds(LONDON, Measure::EverAny) && !one.withholds(ALL, Measure::EverAny));
        // A filter shows its own row, and nothing since the first year.
        let london = few(Strand::ALL, to_london());
        assert!(london.withholds(ALL, Measure::EngagedItt) && london.withholds(PRIMARY, Measure::EngagedItt));
        assert!(london.withholds(ALL, Measure::EverItt) && london.withholds(ALL, Measure::EverCpd));
        assert!(!london.withholds(ALL, Measure::EverAb) && !london.withholds(PRIMARY, Measure::EngagedAb));
        // Where there were always few, not even without.
        assert!(all.withholds(ALL, Measure::EverCpd) && !all.withholds(ALL, Measure::EverItt));
    }
}
