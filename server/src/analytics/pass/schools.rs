//! Counts of schools: which are reached, which are in area, and their teachers.

use super::Counter;
use crate::analytics::measure::Measure;
use crate::analytics::select::{COUNTS, Grouping, OWN, Selection};

/// The schools that a question counts, the unknown one left out.
pub(super) fn schools_of(selection: &Selection) -> Vec<usize> {
    (1..selection.standing.len()).filter(|school| selection.standing[*school] & COUNTS != 0).collect()
}

impl Counter<'_> {
    /// A start reaches its own school where that is open on the year's first day, else the schools that followed it.
    pub(super) fn reach(&mut self, year: usize) {
        let schools = &self.dataset.schools;
        for (touched, reached) in self.touched.iter().zip(&mut self.reached) {
            for school in (0..touched.len()).filter(|at| touched[*at]) {
                if schools.in_area[year][school] {
                    reached[school] = true;
                    continue;
                }
                for today in &schools.today[school] {
                    reached[*today as usize] = true;
                }
            }
        }
    }

    /// Adds schools in area, schools reached and teachers. The place and kind of the school of today decide.
    pub(super) fn count_schools(&mut self, year: usize) {
        let (schools, standing) = (&self.dataset.schools, self.selection.standing.as_slice());
        let (in_area, teachers) = (&schools.in_area[year], &schools.teachers[year]);
        let Some((all, by_group)) = self.reached.split_last() else { return };
        let of_schools = match self.groups.grouping {
            Grouping::School(groups) => Some(groups.as_slice()),
            _ => None,
        };
        let slots = if of_schools.is_some() { self.groups.count } else { 1 };
        let mut found = vec![(0u32, 0u32, 0f64); slots * 2];
        for school in self.schools.iter().copied() {
            let side = usize::from(standing[school] & OWN == 0);
            let group = of_schools.map_or(0, |groups| usize::from(groups[school]));
            let slot = &mut found[group + side * slots];
            slot.0 += u32::from(in_area[school]);
            slot.1 += u32::from(in_area[school] & all[school]);
            if !teachers[school].is_nan() {
                slot.2 += f64::from(teachers[school]);
            }
        }
        for (slot, (in_area, reached, teachers)) in found.iter().enumerate() {
            let (group, side) = (slot % slots, slot / slots);
            let of_group = of_schools.map(|_| &mut self.tallies[group + side * self.groups.count]);
            for tally in of_group.into_iter().chain([&mut self.wholes[side]]) {
                tally.add(Measure::SchoolsInArea, *in_area);
                tally.add(Measure::SchoolsReached, *reached);
                tally.teachers += teachers;
            }
        }
        if of_schools.is_none() {
            // Each group of rows has all schools for its base.
            for slot in 0..self.tallies.len() {
                let (group, side) = (slot % self.groups.count, slot / self.groups.count);
                let (in_area_there, reached_there, teachers_there) = found[side];
                let reached = match by_group.get(group) {
                    Some(set) => (self.schools.iter())
                        .filter(|at| usize::from(standing[**at] & OWN == 0) == side && in_area[**at] && set[**at])
                        .count() as u32,
                    None => reached_there,
                };
                let tally = &mut self.tallies[slot];
                tally.add(Measure::SchoolsInArea, in_area_there);
                tally.add(Measure::SchoolsReached, reached);
                tally.teachers += teachers_there;
            }
        }
        for tally in self.tallies.iter_mut().chain(&mut self.wholes) {
            let teachers = tally.teachers.round() as u32;
            tally.add(Measure::Teachers, teachers);
        }
    }
}
