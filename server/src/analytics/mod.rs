//! Questions to the dataset: pure, synchronous, true figures. What may be shown of them is decided after, in
//! `disclosure`; words and pictures are made from what is left, in `present`.

pub mod compare;
pub mod engagement;
pub mod figures;
pub mod gaps;
pub mod measure;
pub mod pass;
pub mod recruitment;
pub mod select;
pub mod similar;

pub use figures::{Figures, Group, Rows, Tally};
pub use measure::Measure;
pub use pass::Wants;
