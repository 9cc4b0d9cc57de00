//! A dataset as bytes and back, so that it need not be joined anew at each start.

use crate::dataset::Dataset;

/// The dataset as bytes.
pub fn to_bytes(dataset: &Dataset) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(dataset)
}

/// The dataset that the bytes stand for; an error where they are damaged.
pub fn from_bytes(bytes: &[u8]) -> Result<Dataset, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::place::Region;
    use domain::programme::{AcademicYear, Cohort, Programme, Season};

    use super::*;
    use crate::dataset::Schools;
    use crate::partition::{Flags, Partition, Row};

    #[test]
    fn a_dataset_comes_back_as_it_was_and_damaged_bytes_do_not() {
        let dataset = Dataset {
            version: 7,
            as_of: NaiveDate::from_ymd_opt(2025, 6, 13).expect("a date"),
            schools: Schools { urn: vec![0, 900_001], teachers: vec![vec![f32::NAN, 12.5]], ..Schools::default() },
            authorities: vec![(String::new(), "Unknown".into(), Region::Unknown)],
            cohorts: vec![None, Some(Cohort { year: 2024, season: Some(Season::Spring) })],
            partitions: vec![Partition::new(
                Programme::Npq,
                AcademicYear(2024),
                &[Row {
                    person: 70_000,
                    school: 1,
                    course: 2,
                    cohort: 1,
                    funding: 2,
                    partner: 300,
                    flags: Flags::COMPLETED | Flags::PASSED,
                }],
                &[f32::NAN, 12.5],
            )],
            years: vec![AcademicYear(2024)],
            ..Dataset::default()
        };
        let bytes = to_bytes(&dataset).expect("bytes");
        let back = from_bytes(&bytes).expect("a dataset");
        assert_eq!(format!("{back:?}"), format!("{dataset:?}"));
        assert!(from_bytes(&bytes[..bytes.len() - 3]).is_err());
    }
}
