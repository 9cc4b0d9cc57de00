//! Every hub area side by side in one measure, year by year. Which of them is asked about changes nothing here.

use std::collections::HashMap;
use std::sync::Arc;

use app::filters::{Filters, GapMeasure, Key};
use domain::place::HubArea;
use domain::programme::AcademicYear;
use frames::Dataset;
use measures::Scale;

use super::figures::Rows;
use super::gaps;
use super::select::Selection;

/// What is counted of one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Numerator and base.
    pub own: (u32, u32),
    /// People behind the numerator, where it counts schools.
    pub people: u32,
}

/// One year of all hub areas.
#[derive(Debug)]
pub struct HubsOfYear {
    /// The year.
    pub year: AcademicYear,
    /// Whether it goes on after the day the data speak for.
    pub unfinished: bool,
    /// By position of the hub area.
    pub hubs: Vec<Counted>,
    /// What lies in no known hub area.
    pub unplaced: Counted,
    /// All together.
    pub total: Counted,
}

/// All hub areas, year by year.
#[derive(Debug)]
pub struct Hubs {
    /// What is measured.
    pub measure: GapMeasure,
    /// How it is counted.
    pub scale: Scale,
    /// The years that have begun and have a line, the oldest first.
    pub years: Vec<HubsOfYear>,
}

/// Asks the dataset. Places in the question are left aside; kinds of schools narrow it. `rows` says which years have a line:
/// those with a base, or all in which there is one of any course at any kind of school, since a missing year would tell that
/// nobody was counted.
pub fn ask(dataset: &Dataset, filters: &Filters, rows: Rows) -> Hubs {
    let asked = gaps::Asked::of(filters);
    let of_all = gaps::Asked::of(&filters.without(Key::Course));
    let places = app::filters::GEOGRAPHIES;
    let kinds = places.into_iter().fold(filters.clone(), |asked, key| asked.without(key));
    let selection = Selection::new(dataset, &kinds);
    let begun = dataset.years.iter().copied().filter(|year| year.first_day() <= dataset.as_of);
    let years = begun
        .map(|year| {
            let mut line = HubsOfYear {
                year,
                unfinished: year.last_day() > dataset.as_of,
                hubs: vec![Counted::default(); HubArea::COUNT],
                unplaced: Counted::default(),
                total: Counted::default(),
            };
            for item in gaps::items(dataset, &asked, year).iter() {
                if !selection.kinds[item.school] {
                    continue;
                }
                let place = match dataset.schools.hub_at(item.school) {
                    Some(hub) => &mut line.hubs[hub.index()],
                    None => &mut line.unplaced,
                };
                for counted in [place, &mut line.total] {
                    counted.own.0 += item.numerator;
                    counted.own.1 += item.base;
                    counted.people += item.people;
                }
            }
            line
        })
        .filter(|line| match rows {
            Rows::Counted => line.total.own.1 > 0,
            Rows::Possible => gaps::items(dataset, &of_all, line.year).iter().any(|item| item.base > 0),
        })
        .collect();
    Hubs { measure: asked.measure, scale: asked.scale(), years }
}

/// The figures of segments, for the record of their actions. What counts in a year is gathered once for all segments that
/// ask for the same measure of the same courses.
pub struct SegmentFigures<'d> {
    dataset: &'d Dataset,
    counting: HashMap<(gaps::Asked, AcademicYear), Arc<Vec<gaps::Item>>>,
}

impl<'d> SegmentFigures<'d> {
    /// Nothing is gathered yet.
    pub fn new(dataset: &'d Dataset) -> SegmentFigures<'d> {
        SegmentFigures { dataset, counting: HashMap::new() }
    }

    /// Numerator and base of a segment in each year from one on that has begun and has a base.
    pub fn since(&mut self, filters: &Filters, from: AcademicYear) -> Vec<(AcademicYear, (u32, u32))> {
        let dataset = self.dataset;
        let asked = gaps::Asked::of(filters);
        let selection = Selection::new(dataset, &filters.without(Key::Year));
        let begun = dataset.years.iter().copied().filter(|y| *y >= from && y.first_day() <= dataset.as_of);
        begun
            .map(|year| {
                let gathered = self.counting.entry((asked.clone(), year));
                let items = gathered.or_insert_with(|| gaps::items(dataset, &asked, year));
                let of = |item: &&gaps::Item| selection.kinds[item.school] && selection.places[item.school];
                let sum = items.iter().filter(of).fold((0, 0), |sum, i| (sum.0 + i.numerator, sum.1 + i.base));
                (year, sum)
            })
            .filter(|(_, (_, base))| *base > 0)
            .collect()
    }
}
