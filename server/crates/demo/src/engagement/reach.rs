//! Which schools each strand reached in which year, gathered while the people and lists are walked.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::engagement::Strand;
use domain::place::HubArea;

use super::year_of;
use crate::plan::{AS_OF, day};
use crate::schools::{STRANGE_URN, Schools};

/// Reference numbers by strand and year, as the files name them.
pub struct Reach([[HashSet<u32>; 4]; 5]);

/// What the gathered numbers come to.
pub struct Reached {
    pub schools_by_strand: [[u64; 4]; 5],
    pub in_area: [[u64; 5]; 6],
    pub by_hub: Vec<[u64; 5]>,
}

impl Reach {
    /// Nothing yet.
    pub fn new() -> Reach {
        Reach(std::array::from_fn(|_| std::array::from_fn(|_| HashSet::new())))
    }

    /// A school was reached in a year. Numbers that are in no register are nobody's.
    pub fn see(&mut self, strand: Strand, year: usize, urn: u32) {
        if urn < STRANGE_URN {
            self.0[strand.index()][year].insert(urn);
        }
    }

    /// A school was reached on a day.
    pub fn see_on(&mut self, strand: Strand, on: NaiveDate, urn: u32) {
        if let Some(year) = year_of(on) {
            self.see(strand, year, urn);
        }
    }

    /// A school was reached in every year that a period touches; without an end it goes on.
    pub fn see_through(&mut self, strand: Strand, from: NaiveDate, to: Option<NaiveDate>, urn: u32) {
        for year in 0..4 {
            let starts = 2021 + year as i32;
            if from < day(starts + 1, 9, 1) && to.is_none_or(|to| to >= day(starts, 9, 1)) {
                self.see(strand, year, urn);
            }
        }
    }

    /// Follows every number to the schools of today.
    pub fn count(&self, schools: &Schools) -> Reached {
        let mut today: HashMap<u32, Vec<usize>> = HashMap::new();
        for site in 0..schools.sites {
            let mut rows = vec![site];
            while let Some(at) = rows.pop() {
                today.entry(schools.rows[at].urn).or_default().push(site);
                rows.extend(schools.rows[at].former.iter().map(|former| *former as usize));
            }
        }
        let counts = |site: usize| schools.rows[site].in_area() && schools.rows[site].open_on(AS_OF);
        let mut reached = Reached {
            schools_by_strand: std::array::from_fn(|s| std::array::from_fn(|y| self.0[s][y].len() as u64)),
            in_area: [[0; 5]; 6],
            by_hub: vec![[0; 5]; HubArea::COUNT],
        };
        // A bit for each year of a strand, the last strand being any.
        let mut seen: Vec<[u8; 6]> = vec![[0; 6]; schools.sites];
        for (strand, years) in self.0.iter().enumerate() {
            for (year, urns) in years.iter().enumerate() {
                for site in urns.iter().filter_map(|urn| today.get(urn)).flatten() {
                    seen[*site][strand] |= 1 << year;
                    seen[*site][5] |= 1 << year;
                }
            }
        }
        for (site, strands) in seen.iter().enumerate().filter(|(site, _)| counts(*site)) {
            for (strand, years) in strands.iter().enumerate() {
                let columns: [bool; 5] = std::array::from_fn(|c| if c == 4 { *years > 0 } else { years >> c & 1 == 1 });
                for (column, is) in columns.into_iter().enumerate() {
                    reached.in_area[strand][column] += u64::from(is);
                    if strand == 5 {
                        reached.by_hub[schools.rows[site].cell.hub.index()][column] += u64::from(is);
                    }
                }
            }
        }
        reached
    }
}
