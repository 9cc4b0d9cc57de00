//! Starts of one programme and academic year as held: 13 bytes a start, in the order of people, so that distinct people
//! are counted by looking at the row before, and what became of a start is one small number.

use std::collections::HashMap;
use std::ops::BitOr;

use domain::programme::{AcademicYear, Course, CourseGroup, Programme};
use serde::{Deserialize, Serialize};

/// What has become of a start, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Flags(pub u16);

impl Flags {
    /// Live `retained-1` declaration.
    pub const RETAINED_1: Flags = Flags(1);
    /// Live `retained-2` declaration.
    pub const RETAINED_2: Flags = Flags(1 << 1);
    /// Live `retained-3` declaration.
    pub const RETAINED_3: Flags = Flags(1 << 2);
    /// Live `retained-4` declaration.
    pub const RETAINED_4: Flags = Flags(1 << 3);
    /// Live `completed` declaration.
    pub const COMPLETED: Flags = Flags(1 << 4);
    /// Completed and the latest outcome is a pass.
    pub const PASSED: Flags = Flags(1 << 5);
    /// Completed and the latest outcome is a fail.
    pub const FAILED: Flags = Flags(1 << 6);
    /// Withdrawn.
    pub const WITHDRAWN: Flags = Flags(1 << 7);
    /// Deferred.
    pub const DEFERRED: Flags = Flags(1 << 8);
    /// In training: neither completed, withdrawn nor deferred.
    pub const ACTIVE: Flags = Flags(1 << 9);
    /// The cohort and course group are mature.
    pub const MATURE: Flags = Flags(1 << 10);
    /// Declared by the same day of the year as `as_of`.
    pub const BY_SAME_DATE: Flags = Flags(1 << 11);
    /// On a leadership course: one that has a `retained-2` milestone.
    pub const LEADERSHIP: Flags = Flags(1 << 12);
    /// The only start of its person in the partition.
    pub const ALONE: Flags = Flags(1 << 13);
    /// At a school whose teachers are known for the year.
    pub const IN_RATE: Flags = Flags(1 << 14);

    /// All that may become of a start; the other flags follow from what the start is.
    pub const FATES: Flags = Flags((1 << 10) - 1);

    /// Whether all bits of `other` are set.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// A start on its way into a partition.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Person, after merges.
    pub person: u32,
    /// School by position.
    pub school: u32,
    /// Course by position.
    pub course: u8,
    /// Cohort by position.
    pub cohort: u8,
    /// Funding by position in `Funding::ALL`.
    pub funding: u8,
    /// Delivery partner by position.
    pub partner: u16,
    /// What became of it.
    pub flags: Flags,
}

/// Course, cohort and funding of a start in one number, so that one look-up tells whether it counts.
pub fn traits(course: u8, cohort: u8, funding: u8) -> u16 {
    u16::from(cohort) << 7 | u16::from(course & 31) << 2 | u16::from(funding & 3)
}

/// How many values `traits` may have.
pub const TRAITS: usize = 1 << 15;

/// Course by position from `traits`.
pub fn course_of(traits: u16) -> usize {
    usize::from(traits >> 2 & 31)
}

/// Cohort by position from `traits`.
pub fn cohort_of(traits: u16) -> usize {
    usize::from(traits >> 7)
}

/// Starts of one programme and academic year, column by column, sorted by person.
#[derive(Debug, Serialize, Deserialize)]
pub struct Partition {
    /// Programme.
    pub programme: Programme,
    /// Academic year of the start.
    pub year: AcademicYear,
    /// Whether every NPQ start in it is of a mature cohort.
    pub mature: bool,
    /// Person, after merges.
    pub person: Vec<u32>,
    /// School by position.
    pub school: Vec<u32>,
    /// Course, cohort and funding: see `traits`.
    pub traits: Vec<u16>,
    /// Delivery partner by position.
    pub partner: Vec<u16>,
    /// What became of it: position in `classes`.
    pub class: Vec<u16>,
    /// Every combination of flags that occurs.
    pub classes: Vec<Flags>,
}

impl Partition {
    /// Packs rows, which are sorted by person. `teachers` by school position, NaN where not known, tells which starts
    /// have a part in a rate.
    pub fn new(programme: Programme, year: AcademicYear, rows: &[Row], teachers: &[f32]) -> Partition {
        let course = |row: &Row| Course::at(usize::from(row.course));
        let npq = |row: &&Row| course(row).is_some_and(|c| c.facts().is_npq);
        let mut npqs = rows.iter().filter(npq).peekable();
        let mature = npqs.peek().is_some() && npqs.all(|row| row.flags.has(Flags::MATURE));
        let mut known: HashMap<Flags, u16> = HashMap::new();
        let mut classes = Vec::new();
        let class = (rows.iter().enumerate())
            .map(|(at, row)| {
                let same = |other: Option<&Row>| other.is_some_and(|other| other.person == row.person);
                let mut flags = row.flags;
                if !same(at.checked_sub(1).and_then(|before| rows.get(before))) && !same(rows.get(at + 1)) {
                    flags = flags | Flags::ALONE;
                }
                if teachers.get(row.school as usize).is_some_and(|t| !t.is_nan()) {
                    flags = flags | Flags::IN_RATE;
                }
                if course(row).is_some_and(|c| c.facts().group == CourseGroup::Leadership) {
                    flags = flags | Flags::LEADERSHIP;
                }
                *known.entry(flags).or_insert_with(|| {
                    classes.push(flags);
                    (classes.len() - 1) as u16
                })
            })
            .collect();
        Partition {
            programme,
            year,
            mature,
            person: rows.iter().map(|r| r.person).collect(),
            school: rows.iter().map(|r| r.school).collect(),
            traits: rows.iter().map(|r| traits(r.course, r.cohort, r.funding)).collect(),
            partner: rows.iter().map(|r| r.partner).collect(),
            class,
            classes,
        }
    }

    /// How many starts.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_are_told_apart() {
        let packed = traits(31, 255, 3);
        assert_eq!((course_of(packed), cohort_of(packed), packed & 3), (31, 255, 3));
        assert!(usize::from(packed) < TRAITS);
        assert_eq!((course_of(traits(2, 9, 0)), cohort_of(traits(2, 9, 0))), (2, 9));
    }

    #[test]
    fn only_the_sole_start_of_a_person_is_alone() {
        let row =
            |person| Row { person, school: 1, course: 0, cohort: 0, funding: 0, partner: 0, flags: Flags::ACTIVE };
        let partition = Partition::new(Programme::Npq, AcademicYear(2024), &[row(1), row(2), row(2), row(3)], &[]);
        let alone: Vec<bool> =
            partition.class.iter().map(|c| partition.classes[usize::from(*c)].has(Flags::ALONE)).collect();
        assert_eq!(alone, [true, false, false, true]);
    }
}
