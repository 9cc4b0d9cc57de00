//! What counts in a year for a measure: a school in area, its teachers, or the starts of a school; each at a school and in the
//! stratum in which it is compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::filters::{Filters, GapMeasure, Key};
use domain::establishment::SchoolSize;
use domain::programme::{AcademicYear, Course, Programme};
use frames::partition::{Flags, Partition, cohort_of, course_of};
use frames::{Dataset, STRANDS};
use measures::Scale;

use crate::analytics::select;

/// Something that counts: at a school, in a stratum.
#[derive(Debug)]
pub struct Item {
    pub school: usize,
    pub stratum: usize,
    pub numerator: u32,
    pub base: u32,
    pub people: u32,
}

/// What is measured, of which courses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    pub measure: GapMeasure,
    /// The programme whose starts count.
    pub programme: Programme,
    /// By course position.
    courses: Vec<bool>,
}

impl Asked {
    /// Reads the question.
    pub fn of(filters: &Filters) -> Asked {
        let measure: GapMeasure = filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
        let programme = match measure {
            GapMeasure::Completion => Programme::Npq,
            GapMeasure::Continuation => Programme::Ecf,
            _ => filters.programme(),
        };
        Asked { measure, programme, courses: select::courses(filters, programme) }
    }

    /// The courses that count.
    pub fn courses(&self) -> impl Iterator<Item = Course> {
        Course::all().zip(self.courses.clone()).filter_map(|(course, counts)| counts.then_some(course))
    }

    /// How the measure is counted.
    pub fn scale(&self) -> Scale {
        if self.measure == GapMeasure::Rate { Scale::Per100 } else { Scale::Share }
    }
}

/// What counts in a year, in the order of schools: gathered once for all questions of the same measure and courses.
pub fn items(dataset: &Dataset, asked: &Asked, year: AcademicYear) -> Arc<Vec<Item>> {
    let courses: String = asked.courses.iter().map(|counts| if *counts { '1' } else { '0' }).collect();
    let key = format!("items {:?} {:?} {courses} {year}", asked.measure, asked.programme);
    dataset.shelf.get(key, || {
        let items = gather(dataset, asked, year);
        ((items.len() * size_of::<Item>()) as u32, items)
    })
}

fn gather(dataset: &Dataset, asked: &Asked, year: AcademicYear) -> Vec<Item> {
    let Some(at) = dataset.year_index(year) else { return Vec::new() };
    let partition = dataset.partition(asked.programme, year);
    match asked.measure {
        GapMeasure::Engaged => {
            let engagement = &dataset.engagement;
            schools_in_area(dataset, at, |school| {
                (0..STRANDS).map(|strand| u32::from(engagement.in_year[strand][at][school])).max().unwrap_or(0)
            })
        }
        GapMeasure::Coverage => {
            let people = starters(dataset, &asked.courses, partition, at);
            schools_in_area(dataset, at, |school| people[school])
        }
        GapMeasure::Rate => {
            let teachers = &dataset.schools.teachers[at];
            let people = people_once(dataset, &asked.courses, partition, teachers);
            (1..dataset.schools.len())
                .filter(|school| teachers[*school] >= LEAST_TEACHERS)
                .map(|school| Item {
                    school,
                    stratum: phase_and_size(dataset, school),
                    numerator: people[school],
                    base: teachers[school].round() as u32,
                    people: people[school],
                })
                .collect()
        }
        GapMeasure::Completion => outcomes(dataset, &asked.courses, partition, |flags| {
            flags.has(Flags::MATURE).then_some(flags.has(Flags::COMPLETED))
        }),
        GapMeasure::Continuation => outcomes(dataset, &asked.courses, partition, |flags| {
            Some(flags.0 & (Flags::COMPLETED.0 | Flags::ACTIVE.0) != 0)
        }),
    }
}

fn phase_and_size(dataset: &Dataset, school: usize) -> usize {
    let schools = &dataset.schools;
    usize::from(schools.phase[school]) * SchoolSize::ALL.len() + usize::from(schools.size[school])
}

/// One item a school in area: reached where anybody stands behind it.
fn schools_in_area(dataset: &Dataset, year: usize, people: impl Fn(usize) -> u32) -> Vec<Item> {
    (1..dataset.schools.len())
        .filter(|school| dataset.schools.in_area[year][*school])
        .map(|school| {
            let people = people(school);
            let stratum = phase_and_size(dataset, school);
            Item { school, stratum, numerator: u32::from(people > 0), base: 1, people }
        })
        .collect()
}

/// Fewer teachers than this are none: a rate has no base at such a school.
pub const LEAST_TEACHERS: f32 = 0.5;

/// The rows of a partition that are starts of the courses asked for.
fn starts<'a>(courses: &'a [bool], p: &'a Partition) -> impl Iterator<Item = (u32, usize)> + 'a {
    (0..p.len()).filter(|row| courses[course_of(p.traits[*row])]).map(|row| (p.person[row], p.school[row] as usize))
}

/// People with a start, at the schools that stand in a year for the one they are at.
fn starters(dataset: &Dataset, courses: &[bool], partition: Option<&Partition>, year: usize) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for start in partition.into_iter().flat_map(|p| starts(courses, p)) {
        if before.replace(start) == Some(start) {
            continue;
        }
        for school in dataset.schools.standing(start.1, year) {
            people[school as usize] += 1;
        }
    }
    people
}

/// Distinct people with a start at a school that has teachers, each once: at the first of theirs.
fn people_once(dataset: &Dataset, courses: &[bool], partition: Option<&Partition>, teachers: &[f32]) -> Vec<u32> {
    let mut people = vec![0; dataset.schools.len()];
    let mut before = None;
    for (person, school) in partition.into_iter().flat_map(|p| starts(courses, p)) {
        if teachers[school] >= LEAST_TEACHERS && before.replace(person) != Some(person) {
            people[school] += 1;
        }
    }
    people
}

/// The starts of a school that count in a stratum, which is of course group and cohort: one item.
fn outcomes(
    dataset: &Dataset,
    courses: &[bool],
    partition: Option<&Partition>,
    reached: impl Fn(Flags) -> Option<bool>,
) -> Vec<Item> {
    let Some(p) = partition else { return Vec::new() };
    let groups: Vec<Option<usize>> =
        Course::all().zip(courses).map(|(course, counts)| counts.then_some(course.facts().group as usize)).collect();
    let cohorts = dataset.cohorts.len();
    let mut items: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    for row in 0..p.len() {
        let Some(group) = groups[course_of(p.traits[row])] else { continue };
        let Some(reached) = reached(p.classes[usize::from(p.class[row])]) else { continue };
        let stratum = group * cohorts + cohort_of(p.traits[row]);
        let (numerator, starts) = items.entry((p.school[row] as usize, stratum)).or_default();
        *numerator += u32::from(reached);
        *starts += 1;
    }
    let item =
        |((school, stratum), (numerator, starts))| Item { school, stratum, numerator, base: starts, people: starts };
    items.into_iter().map(item).collect()
}
