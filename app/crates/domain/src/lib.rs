//! Plain types of the field: no framework, no I/O, nothing that knows how it is stored or shown.

mod cohort;
pub mod declaration;
pub mod engagement;
pub mod establishment;
pub mod measure;
pub mod offer;
pub mod participant;
pub mod place;
pub mod programme;
mod reference;
pub mod schedule;
mod words;

pub use words::UnknownWord;
