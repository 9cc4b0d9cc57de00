//! A place beside all others: its own starts are walked over, and what all places have together is counted once for every
//! place that is asked about. What the others have is the difference.

use frames::Dataset;
use frames::partition::{Flags, Partition, cohort_of, course_of};

use super::schools::schools_of;
use super::{Counted, Counter, Extent, Groups, Wants};
use crate::analytics::figures::{Measure, Tally};
use crate::analytics::select::{COUNTS, Grouping, OWN, Selection};

/// Breakdowns with more groups than these are counted anew each time: what all places have would fill the shelf.
const MOST_GROUPS: usize = 400;

/// What all places have together.
struct Everywhere {
    counted: Counted,
    /// Schools of today that starts reach: see `Counter::reached`.
    reached: Vec<Vec<bool>>,
}

/// Positions of a partition's rows by school, each school's in their order.
struct BySchool {
    /// Where the rows of each school begin; one more than there are schools.
    begins: Vec<u32>,
    rows: Vec<u32>,
}

impl BySchool {
    fn of(partition: &Partition, schools: usize) -> BySchool {
        let mut begins = vec![0u32; schools + 1];
        for school in &partition.school {
            begins[*school as usize + 1] += 1;
        }
        for at in 0..schools {
            begins[at + 1] += begins[at];
        }
        let mut next = begins.clone();
        let mut rows = vec![0u32; partition.len()];
        for (row, school) in partition.school.iter().enumerate() {
            let at = &mut next[*school as usize];
            rows[*at as usize] = row as u32;
            *at += 1;
        }
        BySchool { begins, rows }
    }

    fn rows(&self, school: usize) -> &[u32] {
        &self.rows[self.begins[school] as usize..self.begins[school + 1] as usize]
    }
}

/// Counts one partition by way of what all places have together, where that can be shared: a place of schools, and no
/// delivery partner, is asked for, or nothing is.
pub(super) fn count(
    dataset: &Dataset,
    selection: &Selection,
    partition: &Partition,
    groups: Groups<'_>,
    (extent, wants): (Extent, Wants),
) -> Option<Counted> {
    if selection.has_partner || groups.count > MOST_GROUPS {
        return None;
    }
    let year = dataset.year_index(partition.year).filter(|_| wants.reach);
    let (programme, of) = (partition.programme, partition.year);
    let key = format!("everywhere {programme:?} {of} {extent:?} {wants:?} {} {}", groups.word, selection.of_all);
    let everywhere = dataset.shelf.get(key, || {
        let all = selection.everywhere();
        let mut counter = Counter::new(dataset, &all, groups, false, wants, schools_of(&all));
        counter.walk(partition, extent);
        let reached = counter.reached.clone();
        let bytes = reached.iter().map(Vec::len).sum::<usize>() + groups.count * 3 * size_of::<Tally>();
        (bytes as u32, Everywhere { counted: counter.finish(year), reached })
    });
    if !selection.has_place {
        return Some(everywhere.counted.clone());
    }
    let by_school = dataset.shelf.get(format!("rows {programme:?} {of}"), || {
        let bytes = 4 * (partition.len() + dataset.schools.len() + 1);
        (bytes as u32, BySchool::of(partition, dataset.schools.len()))
    });
    let own: Vec<usize> = (0..dataset.schools.len()).filter(|school| selection.is_own(*school)).collect();
    let mut rows: Vec<u32> = own.iter().flat_map(|school| by_school.rows(*school)).copied().collect();
    rows.sort_unstable();
    let own = own.into_iter().filter(|school| *school > 0).collect();
    let mut counter = Counter::new(dataset, selection, groups, false, wants, own);
    counter.reached.clone_from(&everywhere.reached);
    let shared = counter.walk_rows(partition, extent, &rows);
    let mut counted = counter.finish(year);
    let all = &everywhere.counted;
    for (at, rest) in counted.rest.iter_mut().enumerate() {
        *rest = others(&all.own[at], &counted.own[at], shared[at]);
    }
    counted.whole_rest = others(&all.whole, &counted.whole, shared[groups.count]);
    Some(counted)
}

/// What all places have without one of them. `shared` are the people, and the people in rates, of both.
fn others(all: &Tally, own: &Tally, shared: [u32; 2]) -> Tally {
    let mut rest = all.less(own);
    rest.add(Measure::People, shared[0]);
    rest.add(Measure::PeopleInRate, shared[1]);
    rest.teachers = all.teachers - own.teachers;
    rest.set(Measure::Teachers, rest.teachers.round() as u32);
    rest
}

impl Counter<'_> {
    /// Walks over rows of the place asked for, in their order. Gives, for each group and then the whole, people who stand
    /// elsewhere too: all of them, and those in rates.
    fn walk_rows(&mut self, p: &Partition, extent: Extent, rows: &[u32]) -> Vec<[u32; 2]> {
        match self.groups.grouping {
            Grouping::Whole => self.walk_rows_by(p, extent, rows, |_| 0),
            Grouping::School(groups) => {
                self.walk_rows_by(p, extent, rows, |row| usize::from(groups[p.school[row] as usize]))
            }
            Grouping::Course => self.walk_rows_by(p, extent, rows, |row| course_of(p.traits[row])),
            Grouping::Cohort => self.walk_rows_by(p, extent, rows, |row| cohort_of(p.traits[row])),
            Grouping::Partner => self.walk_rows_by(p, extent, rows, |row| usize::from(p.partner[row])),
        }
    }

    fn walk_rows_by(
        &mut self,
        p: &Partition,
        extent: Extent,
        rows: &[u32],
        group_of: impl Fn(usize) -> usize,
    ) -> Vec<[u32; 2]> {
        let width = p.classes.len();
        let mut starts = vec![0u32; self.groups.count * 2 * width];
        let in_time = extent.classes(p);
        let mut shared = vec![[0; 2]; self.groups.count + 1];
        let mut seen_to = 0;
        for row in rows.iter().map(|row| *row as usize) {
            if !self.counts[usize::from(p.traits[row])] {
                continue;
            }
            let class = usize::from(p.class[row]);
            starts[group_of(row) * width + class] += 1;
            if row >= seen_to && in_time[class] && !p.classes[class].has(Flags::ALONE) {
                let person = p.person[row];
                let begin = row - p.person[..row].iter().rev().take_while(|other| **other == person).count();
                seen_to = row + p.person[row..].iter().take_while(|other| **other == person).count();
                self.person_of_rows(p, begin..seen_to, &in_time, &group_of, &mut shared);
            }
        }
        self.add_starts(p, &starts, &in_time);
        shared
    }

    /// A person with several starts: counted once in each group and in the whole, and noted as shared where other places
    /// have them too.
    fn person_of_rows(
        &mut self,
        p: &Partition,
        rows: std::ops::Range<usize>,
        in_time: &[bool],
        group_of: &impl Fn(usize) -> usize,
        shared: &mut [[u32; 2]],
    ) {
        let standing = &self.selection.standing;
        let starts: Vec<(usize, usize, bool)> = rows
            .filter(|row| in_time[usize::from(p.class[*row])] && self.counts[usize::from(p.traits[*row])])
            .filter_map(|row| match standing[p.school[row] as usize] {
                is if is & COUNTS == 0 => None,
                is => Some((
                    group_of(row),
                    usize::from(is & OWN == 0),
                    p.classes[usize::from(p.class[row])].has(Flags::IN_RATE),
                )),
            })
            .collect();
        let stands = |within: Option<usize>, side: usize, in_rate: bool| {
            let counts = |start: &&(usize, usize, bool)| {
                within.is_none_or(|group| start.0 == group) && start.1 == side && (start.2 || !in_rate)
            };
            starts.iter().any(|start| counts(&start))
        };
        let mut groups: Vec<usize> = starts.iter().filter(|start| start.1 == 0).map(|start| start.0).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups.into_iter().map(Some).chain([None]) {
            let (tally, shared) = match group {
                Some(group) => (&mut self.tallies[group], &mut shared[group]),
                None => (&mut self.wholes[0], &mut shared[self.groups.count]),
            };
            for (at, measure) in [Measure::People, Measure::PeopleInRate].into_iter().enumerate() {
                let (own, elsewhere) = (stands(group, 0, at == 1), stands(group, 1, at == 1));
                tally.add(measure, u32::from(own));
                shared[at] += u32::from(own && elsewhere);
            }
        }
    }
}
