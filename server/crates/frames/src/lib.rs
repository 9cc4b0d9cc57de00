//! The dataset: columns from storage joined by polars, then held packed so that a filtered, grouped question takes about
//! a millisecond. Built once per version of the data and never changed.

pub mod dataset;
mod join;
mod pack;
pub mod packed;
pub mod raw;
mod schools;
mod starts;

pub use dataset::{Applications, Dataset, Flags, Partition, Schools};
pub use join::{BuildError, build};
pub use raw::Raw;
