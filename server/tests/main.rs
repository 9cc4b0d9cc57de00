//! Everything that is tested of the server as a whole, from files in to pages out, on both databases. One program, so that
//! the server is linked once.

mod access;
mod accounts;
mod any_input;
mod asvs;
mod attacker;
mod audit;
mod compare;
mod counting;
mod disclosure;
mod engagement;
mod exports;
mod gaps;
mod import;
mod mail;
mod oidc;
mod pack_files;
mod packs;
mod pages;
mod participants;
mod people;
mod protection;
mod queries;
mod real_data;
mod reconciliation;
mod schools;
mod support;
mod tables;
mod tls;
mod totals;
