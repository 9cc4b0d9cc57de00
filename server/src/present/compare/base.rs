//! What all hub areas of a question share, whichever is asked about: their figures, ranks, limits and likeness. Worked out
//! once a question.

use app::filters::Filters;
use app::reports::report::{Cell, Estimate, Judgement, Ranked};
use domain::measure::Count;
use domain::place::{HubArea, Region};
use domain::programme::AcademicYear;
use frames::Dataset;
use measures::ranking::{pooled, rank};
use measures::{Funnel, Gap, Scale, Standing, Stratum, Z95, Z998, per_100, percent};

use super::Beside;
use crate::analytics::similar::{self, Likeness};
use crate::disclosure;
use crate::disclosure::compare::{Pair, PublishedHubs, PublishedYear};

/// A base under this is not compared.
const LEAST: u32 = 10;

/// The draws of ranks begin here, so that the same figures have the same ranks everywhere.
const SEED: u64 = 2021;

/// What all hub areas share.
#[derive(Debug)]
pub struct Base {
    /// The year asked for.
    pub year: AcademicYear,
    /// Their figures by year.
    pub hubs: PublishedHubs,
    /// By hub area: its rank in the year, where it has enough to be ranked.
    pub ranks: Vec<Option<Ranked>>,
    /// Limits around the rate of all together.
    pub funnel: Option<Funnel>,
    /// By hub area: the region in which most of its schools lie.
    pub regions: Vec<Option<Region>>,
    /// What their schools are like.
    pub likeness: Likeness,
}

impl Base {
    /// From what may be shown.
    pub fn of(dataset: &Dataset, filters: &Filters, hubs: PublishedHubs) -> Base {
        let year = filters.year().unwrap_or(AcademicYear::of(dataset.as_of));
        let now = hubs.years.iter().find(|line| line.year == year);
        let enough: Vec<(usize, (u32, u32))> = now
            .iter()
            .flat_map(|line| line.hubs.iter().enumerate())
            .filter_map(|(at, pair)| Some((at, judged(*pair)?)))
            .collect();
        let units: Vec<(u32, u32)> = enough.iter().map(|(_, unit)| *unit).collect();
        let standings: Vec<Standing> = (units.iter())
            .map(|(x, n)| match hubs.scale {
                Scale::Share => Standing::proportion(*x, *n),
                Scale::Per100 => Standing::rate(*x, *n),
            })
            .collect();
        let mut ranks = vec![None; HubArea::COUNT];
        if standings.len() > 1 {
            for ((at, _), rank) in enough.iter().zip(rank(&standings, SEED)) {
                ranks[*at] = Some(Ranked { rank: rank.rank, best: rank.best, worst: rank.worst });
            }
        }
        let funnel = pooled(&units).filter(|_| units.len() > 1).map(|target| match hubs.scale {
            Scale::Share => Funnel::proportions(&units, target),
            Scale::Per100 => Funnel::rates(&units, target),
        });
        Base { year, ranks, funnel, regions: similar::regions(dataset), likeness: Likeness::of(dataset, year), hubs }
    }

    /// The year asked for.
    pub fn now(&self) -> Option<&PublishedYear> {
        self.hubs.years.iter().find(|line| line.year == self.year)
    }

    /// How many hub areas are ranked.
    pub fn ranked(&self) -> usize {
        self.ranks.iter().flatten().count()
    }

    /// Where a hub area lies between the limits.
    pub fn judge(&self, hub: HubArea) -> Judgement {
        let unit = self.now().and_then(|line| judged(line.hubs[hub.index()]));
        let (Some((x, n)), Some(funnel)) = (unit, &self.funnel) else { return Judgement::NotJudged };
        let rate = f64::from(x) / f64::from(n);
        let (inner, outer) = (funnel.limits(n, Z95), funnel.limits(n, Z998));
        match rate {
            rate if rate > outer.upper => Judgement::FarAbove,
            rate if rate > inner.upper => Judgement::Above,
            rate if rate < outer.lower => Judgement::FarBelow,
            rate if rate < inner.lower => Judgement::Below,
            _ => Judgement::Within,
        }
    }

    /// The hub area's rate less another, in points or per 100, with its 95% interval.
    pub(super) fn difference(&self, beside: &Beside, other: Pair) -> Option<Estimate> {
        let own = judged(self.now()?.hubs[beside.hub.index()])?;
        let gap = Gap::measure(self.hubs.scale, &[Stratum { own, comparator: judged(other)? }])?;
        // Own less other, and not the other way round.
        let crude = gap.crude();
        Some(Estimate { value: -crude.value, lower: -crude.interval.upper, upper: -crude.interval.lower })
    }
}

/// Numerator and base of a pair that is shown and large enough.
fn judged((x, n): Pair) -> Option<(u32, u32)> {
    Some((x.value()?, n.value().filter(|n| *n >= LEAST)?))
}

/// A rate of what may be shown; none on a base that is too small to compare.
pub fn cell(scale: Scale, (x, n): Pair) -> Cell {
    let small = n.value().is_none_or(|n| n < LEAST);
    match scale {
        Scale::Share if small => Cell::Percent(domain::measure::Rate::Withheld),
        Scale::Per100 if small => Cell::Per100(domain::measure::Rate::Withheld),
        Scale::Share => Cell::Percent(percent(x, n)),
        Scale::Per100 => Cell::Per100(per_100(x, n)),
    }
}

/// The sum of pairs that are shown; withheld where none is.
pub fn sum(pairs: impl Iterator<Item = Pair>) -> Pair {
    let shown = pairs.filter(|(x, n)| x.value().is_some() && n.value().is_some());
    let sum = shown.reduce(|sum, pair| (plus(sum.0, pair.0), plus(sum.1, pair.1)));
    sum.unwrap_or((Count::Withheld, Count::Withheld))
}

fn plus(a: Count, b: Count) -> Count {
    let value = a.value().unwrap_or(0) + b.value().unwrap_or(0);
    match (a, b) {
        (Count::Exact(_), Count::Exact(_)) => Count::Exact(value),
        _ => Count::Rounded(value),
    }
}

/// A whole without one of its parts, where both are shown.
pub fn less(whole: Pair, part: Pair) -> Pair {
    (disclosure::less(whole.0, part.0), disclosure::less(whole.1, part.1))
}
