//! Golden Thread's server: storage, analytics, disclosure, exports, HTTP and the command line.

pub mod analytics;
pub mod auth;
pub mod calls;
pub mod commands;
pub mod config;
pub mod disclosed;
pub mod disclosure;
pub mod export;
pub mod hands;
pub mod http;
pub mod import;
pub mod kept;
pub mod loaded;
pub mod packs;
pub mod participants;
pub mod present;
pub mod protection;
pub mod published;
mod question;
pub mod reconciliation;
mod recorded;
pub mod routes;
pub mod schools;
pub mod site;
pub mod statistics;
pub mod storage;
pub mod tables;
