//! One file for each page, named as in its address: the question, the server function that asks it, the page. What an
//! answer holds stands in `report` and `data`.

pub mod accessibility;
pub mod actions;
pub mod calls;
pub mod compare;
pub mod data;
pub mod data_page;
pub mod engagement;
pub mod gaps;
pub mod help;
pub mod import_page;
pub mod missing;
pub mod open_data;
pub mod outcomes;
pub mod overview;
pub mod participant_page;
pub mod participants;
pub mod participants_page;
pub mod participation;
pub mod reconciliation;
pub mod report;
mod report_page;
mod school_facts;
mod school_forms;
pub mod school_page;
pub mod schools;
pub mod schools_page;
pub mod targets;
