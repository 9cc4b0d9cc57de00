//! Every question that a page may be asked of these data: breakdowns, years, cohorts and each value of each filter. For
//! checks that look at all of them.

use std::collections::BTreeSet;

use app::filters::{Audience, Breakdown, Filters, GapMeasure, Key};
use app::links::Page;
use domain::engagement::Strand;
use domain::participant::{Funding, Role};
use domain::programme::{Course, Programme};
use frames::Dataset;
use frames::partition::course_of;

use crate::analytics::select;
use crate::disclosed;

/// Each value of each filter that these data know, one a question.
pub fn single_values(dataset: &Dataset) -> Vec<Filters> {
    let mut values: Vec<(Key, String)> = Vec::new();
    let mut courses = BTreeSet::new();
    for partition in &dataset.partitions {
        courses.extend(partition.traits.iter().map(|traits| course_of(*traits)));
    }
    values.extend(courses.into_iter().filter_map(Course::at).map(|course| (Key::Course, course.code().to_owned())));
    for by in Breakdown::ALL.iter().filter(|by| **by != Breakdown::Course) {
        let (grouping, names) = select::grouping(dataset, *by);
        let used: BTreeSet<u16> = match grouping {
            select::Grouping::School(groups) => groups.into_iter().collect(),
            _ => (0..names.len() as u16).collect(),
        };
        values.extend(used.into_iter().filter_map(|at| Some((by.key(), names.get(usize::from(at))?.code.clone()))));
    }
    values.extend(dataset.priority_lists.iter().map(|list| (Key::Priority, list.clone())));
    values.extend(Funding::ALL.iter().map(|funding| (Key::Funding, funding.to_string())));
    values.extend([Role::Ect, Role::Mentor].map(|role| (Key::Role, role.to_string())));
    values.extend(Strand::ALL.iter().map(|strand| (Key::Strand, strand.to_string())));
    let question = |(key, value): (Key, String)| Filters::default().with(key, value);
    values.into_iter().map(question).filter(|question| question.pairs().next().is_some()).collect()
}

/// Which years a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Years {
    /// Each year that has begun.
    Each,
    /// The one that a page shows of itself.
    Latest,
}

/// Every question of a page within `narrowing`, as it is answered; those refused to this audience are left out.
pub fn of_page(
    dataset: &Dataset,
    page: Page,
    audience: Audience,
    narrowing: &Filters,
    years: Years,
) -> BTreeSet<String> {
    let breakdowns: &[Breakdown] = match page {
        Page::Participation | Page::Outcomes => Breakdown::ALL,
        Page::Engagement => &Breakdown::OF_SCHOOLS,
        Page::Gaps => &[Breakdown::Region, Breakdown::Course],
        _ => &[Breakdown::Region],
    };
    let programmes: &[Programme] = match page {
        Page::Overview | Page::Engagement => &[Programme::Npq],
        _ => Programme::ALL,
    };
    let measures: &[GapMeasure] =
        if matches!(page, Page::Gaps | Page::Compare) { GapMeasure::ALL } else { &[GapMeasure::Engaged] };
    let begun = dataset.years.iter().filter(|year| year.first_day() <= dataset.as_of);
    let asked: Vec<Option<String>> = match years {
        Years::Each if !narrowing.has(Key::Cohort) => begun.map(|year| Some(year.to_string())).collect(),
        _ => vec![None],
    };
    let mut questions = BTreeSet::new();
    for by in breakdowns {
        for programme in programmes {
            for measure in measures {
                for year in &asked {
                    let mut question = narrowing.with(Key::Programme, programme);
                    question = match page {
                        Page::Gaps => question.with(Key::Measure, measure).with(Key::By, by),
                        Page::Compare => question.with(Key::Measure, measure),
                        Page::Overview => question,
                        _ => question.with(Key::By, by),
                    };
                    if let Some(year) = year {
                        question = question.with(Key::Year, year);
                    }
                    if let Ok(question) = disclosed::question(dataset, page, audience, &question) {
                        questions.insert(question.to_string());
                    }
                }
            }
        }
    }
    questions
}
