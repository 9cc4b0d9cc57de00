//! What DfE published and the measures that it stands beside: context, never what a gap is predicted from.

use anyhow::Result;
use app::filters::GapMeasure;
use domain::programme::{AcademicYear, Programme};

use crate::storage::Database;
use crate::storage::kept::BenchmarkRow;

/// A figure that DfE published: of all providers, in percent or per 100 teachers.
#[derive(Debug, Clone, PartialEq)]
pub struct DfeFigure {
    /// What it stands beside.
    pub measure: GapMeasure,
    /// Of which programme.
    pub programme: Programme,
    /// Release, `2024-25`.
    pub release: String,
    /// Academic year.
    pub year: AcademicYear,
    /// `National`, `Regional`, `Local authority`.
    pub level: String,
    /// Code of the place.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The figure.
    pub value: f64,
}

/// Measures with the dataset and indicator that come nearest to them.
const BESIDE: [(GapMeasure, Programme, &str, &str); 3] = [
    (GapMeasure::Coverage, Programme::Npq, "npq-school-coverage", "perc_npq_schools"),
    (GapMeasure::Rate, Programme::Npq, "npq-participants", "percent_workforce_npq_participation"),
    (GapMeasure::Completion, Programme::Npq, "npq-completions", "percentage_completion_rate"),
];

/// Reads the figures of everybody together; of several releases the newest.
pub async fn figures(database: &Database) -> Result<Vec<DfeFigure>> {
    let mut figures: Vec<DfeFigure> = Vec::new();
    for (measure, programme, dataset, indicator) in BESIDE {
        // By release, the oldest first: a newer one takes the place of an older.
        for row in database.published(dataset, indicator).await? {
            let Some(figure) = figure((measure, programme), row) else { continue };
            let same = |f: &DfeFigure| f.measure == measure && f.year == figure.year && f.code == figure.code;
            figures.retain(|known| !same(known));
            figures.push(figure);
        }
    }
    Ok(figures)
}

fn figure((measure, programme): (GapMeasure, Programme), row: BenchmarkRow) -> Option<DfeFigure> {
    if !is_of_everybody(&row.characteristics) {
        return None;
    }
    let year = AcademicYear(row.time_period.get(..4)?.parse().ok()?);
    let name = row.place_name.unwrap_or_else(|| row.place_code.clone());
    let (release, level, code) = (row.release, row.geographic_level, row.place_code);
    Some(DfeFigure { measure, programme, release, year, level, code, name, value: row.value? })
}

/// Whether a row is broken down by nothing; of counts in the year and since the first, the one in the year.
fn is_of_everybody(characteristics: &str) -> bool {
    characteristics.split(';').filter(|item| !item.is_empty()).all(|item| {
        let value = item.split_once('=').map_or("", |(_, value)| value);
        matches!(value, "" | "Overall" | "Total" | "All" | "Discrete")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(characteristics: &str, value: Option<f64>) -> BenchmarkRow {
        BenchmarkRow {
            release: "2024-25".into(),
            time_period: "202425".into(),
            geographic_level: "National".into(),
            place_code: "E92000001".into(),
            place_name: Some("England".into()),
            characteristics: characteristics.into(),
            value,
            symbol: None,
        }
    }

    #[test]
    fn only_figures_of_everybody_in_one_year_are_taken() {
        let of =
            |characteristics: &str, value| figure((GapMeasure::Coverage, Programme::Npq), row(characteristics, value));
        let found = of("breakdown=Overall;group_name=Overall;cum_disc=Discrete", Some(20.8)).expect("taken");
        assert_eq!((found.year, found.value), (AcademicYear(2024), 20.8));
        assert!(of("breakdown=Overall;group_name=Overall;cum_disc=Cumulative", Some(47.4)).is_none());
        assert!(of("breakdown=Phase;group_name=Primary", Some(1.0)).is_none());
        assert!(of("", None).is_none());
    }
}
