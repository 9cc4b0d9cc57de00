//! Who may come in, and what is theirs to see: passwords, the second step, sessions, and the scope of each role.

pub mod accounts;
pub mod by_provider;
pub mod forgotten;
pub mod mail;
pub mod named;
pub mod organisations;
pub mod password;
pub mod people;
pub mod providers;
pub mod qr;
pub mod rules;
pub mod scope;
mod second_step;
pub mod session;
pub mod token;
pub mod totp;

pub use accounts::Accounts;
