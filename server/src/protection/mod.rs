//! What the law on personal data asks for: names go when the time for keeping them is over, one person's name goes when they
//! ask, and whoever asks gets everything that is held of them. Counts stay as they are throughout.

pub mod erasure;
pub mod retention;
pub mod subject_access;
