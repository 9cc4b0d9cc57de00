//! The dataset: columns from storage joined by polars, then held packed so that a filtered, grouped question takes about
//! a millisecond. Built once per version of the data and never changed.

pub mod dataset;
pub mod engagement;
mod join;
mod pack;
pub mod packed;
pub mod partition;
pub mod raw;
mod schools;
pub mod shelf;
mod starts;

pub use dataset::{Applications, Dataset, Schools};
pub use engagement::{Delivered, Engagement, STRANDS};
pub use join::{BuildError, build};
pub use partition::{Flags, Partition};
pub use raw::Raw;
pub use shelf::Shelf;
