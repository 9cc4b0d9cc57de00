//! NPQ applications made, accepted and started, by course.

use app::filters::Filters;
use domain::programme::Course;
use frames::Dataset;

use super::figures::{Group, Measure, Rows, Tally};
use super::select::{GroupName, Selection};

/// Applications by course for the year or cohort asked for, and their total. `rows` says which courses
/// have one.
pub fn ask(dataset: &Dataset, filters: &Filters, rows: Rows) -> (Vec<Group>, Group) {
    let selection = Selection::new(dataset, filters);
    let year = filters.year().and_then(|y| dataset.year_index(y));
    let applications = &dataset.applications;
    let mut tallies = vec![Tally::default(); selection.courses.len()];
    let mut total = Tally::default();
    let of_year = match year {
        Some(year) => {
            let before = |bound: usize| applications.year.partition_point(|y| usize::from(*y) < bound);
            before(year)..before(year + 1)
        }
        // A year that is not in the data has no applications; without a year a cohort decides.
        None if filters.year().is_some() => 0..0,
        None => 0..applications.year.len(),
    };
    for row in of_year {
        let school = applications.school[row] as usize;
        let course = usize::from(applications.course[row]);
        let counts = selection.courses[course]
            && selection.cohorts[usize::from(applications.cohort[row])]
            && selection.fundings[usize::from(applications.funding[row])]
            && selection.kinds[school]
            && selection.places[school];
        if !counts {
            continue;
        }
        for tally in [&mut tallies[course], &mut total] {
            tally.add(Measure::Applied, 1);
            tally.add(Measure::Accepted, u32::from(applications.accepted[row]));
            tally.add(Measure::Started, u32::from(applications.started[row]));
        }
    }
    let group = |code: String, name: String, own: Tally| Group::of(GroupName { code, name, unknown: false }, own);
    let groups = (Course::all().zip(tallies))
        .filter(|(course, tally)| match rows {
            Rows::Counted => !tally.is_empty(),
            Rows::Possible => selection.courses[course.index()],
        })
        .map(|(course, tally)| group(course.code().to_owned(), course.name(), tally))
        .collect();
    (groups, group("total".into(), "Total".into(), total))
}
