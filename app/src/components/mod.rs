//! The parts that pages are put together from. They show what they are given and compute nothing.

pub mod chart;
pub mod chips;
pub mod data_table;
pub mod definitions;
pub mod download_links;
pub mod filter_form;
pub mod form_field;
pub mod layout;
pub mod plain_table;
pub mod problem;
pub mod tiles;
