//! What DfE published.

use chrono::NaiveDate;

use super::{Cell, Column, Stored, Table};

tables! {
    /// A figure that DfE published.
    Benchmark in "benchmarks" key("dataset", "release", "time_period", "geographic_level", "place_code", "characteristics", "indicator") {
        /// What the file holds: `npq-participants`, `npq-completions`, `ecf-participants` and so on.
        dataset: String,
        /// Release, e.g. `2024-25`.
        release: String,
        /// Six digits, e.g. `202425`.
        time_period: String,
        /// National, Regional, Local authority.
        geographic_level: String,
        /// Statistical code of the place.
        place_code: String,
        /// Name of the place.
        place_name: Option<String>,
        /// Filter columns and their items, `name=item` joined by `;` in the order of the file.
        characteristics: String,
        /// Indicator column.
        indicator: String,
        /// Published number.
        value: Option<f64>,
        /// Published symbol: `c`, `z`, `x`, `low`, `u`.
        symbol: Option<String>,
        /// Day on which the file was taken.
        extracted_on: Option<NaiveDate>,
    }
}
