//! A question as it is answered: for whom, and with what was not said filled in. What has no meaning on a page is left out.

use app::error::AppError;
use app::filters::{Audience, BadValue, Breakdown, Comparison, Filters, GapMeasure, Key};
use app::links::Page;
use app::statistics::Viewer;
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course, Programme};
use frames::Dataset;

use crate::analytics::gaps::crosses_courses;
use crate::disclosure::allow;

/// The audience of a question: the one asked for where the viewer may, else the viewer's own.
pub(crate) fn audience(viewer: &Viewer, filters: &Filters) -> Result<Audience, AppError> {
    audience_of(viewer, filters.one_parsed(Key::Audience))
}

/// The audience asked for where the viewer may, else the viewer's own.
pub(crate) fn audience_of(viewer: &Viewer, asked: Option<Audience>) -> Result<Audience, AppError> {
    match asked {
        None => viewer.audiences.first().copied().ok_or(AppError::NotForYou),
        Some(asked) if viewer.audiences.contains(&asked) => Ok(asked),
        Some(_) => Err(AppError::NotForYou),
    }
}

/// Fills in what was not said: the year. Outcomes speak of the latest mature year, since a later one has none yet.
pub(crate) fn complete(
    dataset: &Dataset,
    page: Page,
    audience: Audience,
    filters: &Filters,
) -> Result<Filters, AppError> {
    match page {
        Page::Engagement => of_schools(dataset, audience, filters),
        Page::Gaps => {
            let asked = of_gaps(dataset, filters)?.without(Key::Sort);
            let elsewhere = [Comparison::Region, Comparison::Similar];
            match asked.one_parsed::<Comparison>(Key::Compare).filter(|c| elsewhere.contains(c)) {
                Some(_) if audience == Audience::Sharing => Err(AppError::TooNarrow(
                    "Sharing figures compare a place with all other areas loaded or with its own average. Choose one of \
                     these."
                        .into(),
                )),
                _ => Ok(asked),
            }
        }
        // Schools are called about one course, or all of them.
        Page::Calls => Ok(of_gaps(dataset, filters)?.without(Key::More).without(Key::By)),
        Page::Compare => of_hubs(dataset, filters),
        Page::Reconciliation => of_people(dataset, filters),
        _ => Ok(of_starts(dataset, page, filters)),
    }
}

/// A question about schools: what tells starts apart has no meaning in it and is left out.
fn of_schools(dataset: &Dataset, audience: Audience, filters: &Filters) -> Result<Filters, AppError> {
    let of_starts = [Key::Programme, Key::Course, Key::Cohort, Key::Funding, Key::Role, Key::Measure];
    let mut asked = of_starts.into_iter().fold(filters.clone(), |asked, key| asked.without(key));
    if !asked.has(Key::By) {
        // A delivery partner narrows nothing but its own section.
        let narrowed = app::filters::GEOGRAPHIES.iter().any(|key| *key != Key::Partner && asked.has(*key));
        asked = asked.with(
            Key::By,
            match (narrowed, audience) {
                (false, _) => Breakdown::Region,
                (true, Audience::Exact) => Breakdown::La,
                // Sharing figures show one geography at a time.
                (true, Audience::Sharing) => Breakdown::Phase,
            },
        );
    }
    if !Breakdown::OF_SCHOOLS.contains(&asked.by()) {
        let known: Vec<&str> = Breakdown::OF_SCHOOLS.iter().map(|by| by.slug()).collect();
        let message = format!(
            "Schools cannot be broken down by {}: choose one of {}",
            asked.by().name().to_lowercase(),
            known.join(", ")
        );
        return Err(AppError::BadFilters(vec![BadValue { key: Key::By.word().into(), message }]));
    }
    if !asked.has(Key::Year) {
        let has_data = |at: usize| {
            dataset.engagement.in_year.iter().any(|years| years.get(at).is_some_and(|s| s.iter().any(|n| *n > 0)))
        };
        let begun = |at: &usize| dataset.years[*at].first_day() <= dataset.as_of;
        let latest = (0..dataset.years.len()).rev().filter(begun).find(|at| has_data(*at));
        asked = asked.with(Key::Year, latest.map_or(AcademicYear::of(dataset.as_of), |at| dataset.years[at]));
    }
    Ok(asked)
}

/// A question about people by place and year: nothing else narrows it.
fn of_people(dataset: &Dataset, filters: &Filters) -> Result<Filters, AppError> {
    let kept = [Key::Year, Key::Region, Key::Hub, Key::La, Key::Measure, Key::Audience];
    let others = Key::ALL.iter().filter(|key| !kept.contains(key));
    let asked = others.fold(filters.clone(), |asked, key| asked.without(*key));
    if asked.has(Key::Year) {
        return Ok(asked);
    }
    let latest = of_schools(dataset, Audience::Exact, &Filters::default())?.year();
    Ok(asked.with(Key::Year, latest.unwrap_or(AcademicYear::of(dataset.as_of))))
}

/// A question about gaps: the measure decides what else has a meaning, and which year is the latest that can be judged.
fn of_gaps(dataset: &Dataset, filters: &Filters) -> Result<Filters, AppError> {
    let measure = match filters.one(Key::Measure) {
        None => GapMeasure::Engaged,
        Some(word) => word.parse().map_err(|error: domain::UnknownWord| {
            AppError::BadFilters(vec![BadValue { key: Key::Measure.word().into(), message: error.to_string() }])
        })?,
    };
    // By course every segment is crossed with every course; schools engaged are of no course.
    let crossed = measure != GapMeasure::Engaged && crosses_courses(filters);
    let by = (!crossed).then_some(Key::By);
    let without = [Key::Cohort, Key::Partner, Key::Funding, Key::Role, Key::Strand, Key::Trust];
    let mut asked = without.into_iter().chain(by).fold(filters.clone(), |asked, key| asked.without(key));
    let has_place = app::filters::GEOGRAPHIES.iter().any(|key| asked.has(*key));
    if !has_place || asked.one_parsed(Key::Compare) == Some(Comparison::Rest) {
        // The comparator without saying so.
        asked = asked.without(Key::Compare);
    }
    let programme = match measure {
        GapMeasure::Completion => Programme::Npq,
        GapMeasure::Continuation => Programme::Ecf,
        _ => filters.programme(),
    };
    asked = match measure {
        GapMeasure::Coverage | GapMeasure::Rate => asked.with(Key::Programme, programme),
        _ => asked.without(Key::Programme),
    };
    // A course of another programme has no meaning; schools engaged are of no course.
    for code in filters.all(Key::Course) {
        let of_programme = code.parse::<Course>().is_ok_and(|course| course.facts().programme == programme);
        if measure == GapMeasure::Engaged || !of_programme {
            asked = asked.without_value(Key::Course, code);
        }
    }
    if !asked.has(Key::Year) {
        let year = match measure {
            GapMeasure::Engaged => of_schools(dataset, Audience::Exact, &Filters::default())?.year(),
            GapMeasure::Completion => {
                of_starts(dataset, Page::Outcomes, &Filters::default().with(Key::Programme, programme)).year()
            }
            _ => of_starts(dataset, Page::Participation, &Filters::default().with(Key::Programme, programme)).year(),
        };
        asked = asked.with(Key::Year, year.unwrap_or(AcademicYear::of(dataset.as_of)));
    }
    Ok(asked)
}

/// A question about one hub area beside all others: places other than one hub area have no meaning.
fn of_hubs(dataset: &Dataset, filters: &Filters) -> Result<Filters, AppError> {
    let hub = filters.parsed::<HubArea>(Key::Hub).first().copied();
    let without = [Key::Region, Key::La, Key::Hub, Key::Compare, Key::More, Key::By];
    let asked = without.into_iter().fold(of_gaps(dataset, filters)?, |asked, key| asked.without(key));
    Ok(hub.map_or(asked.clone(), |hub| asked.with(Key::Hub, hub.code())))
}

fn of_starts(dataset: &Dataset, page: Page, filters: &Filters) -> Filters {
    if filters.has(Key::Year) || (filters.has(Key::Cohort) && page != Page::Overview) {
        return filters.clone();
    }
    let programme = filters.programme();
    let begun: Vec<_> =
        dataset.of(programme).filter(|p| !p.is_empty() && p.year.first_day() <= dataset.as_of).collect();
    let latest_mature = begun.iter().rev().find(|p| p.mature);
    let year = match (page, programme) {
        (Page::Outcomes, Programme::Npq) => latest_mature.or(begun.last()),
        _ => begun.last(),
    };
    let year = year.map_or(AcademicYear::of(dataset.as_of), |p| p.year);
    filters.with(Key::Year, year)
}

/// The same question of the coaching and support offers, which are not NPQs and never in their figures; none where
/// courses are asked for by name, or where the audience may not ask for courses besides.
pub(crate) fn offers(audience: Audience, filters: &Filters) -> Option<Filters> {
    let by_course = filters.with(Key::By, Breakdown::Course);
    if filters.programme() != Programme::Npq || filters.has(Key::Course) || allow(audience, &by_course).is_err() {
        return None;
    }
    let others = Course::all().filter(|c| c.facts().programme == Programme::Npq && !c.facts().is_npq);
    Some(others.fold(by_course, |question, course| question.and(Key::Course, course)))
}

/// The breakdown of the overview. A place is given: its phases. None is: the regions.
pub(crate) fn overview_by(filters: &Filters) -> Breakdown {
    let narrowed = app::filters::GEOGRAPHIES.iter().any(|key| filters.has(*key));
    if narrowed { Breakdown::Phase } else { Breakdown::Region }
}
