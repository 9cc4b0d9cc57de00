//! Golden Thread's pages and the words they share with the server: what the reader asked for, where things are, what
//! can go wrong, the reports. The server renders every page whole; only the islands travel to the browser.

pub mod error;
pub mod filters;
pub mod links;

pub mod islands;

#[cfg(feature = "ssr")]
pub mod accounts;
#[cfg(feature = "ssr")]
mod asking;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod packs;
#[cfg(feature = "ssr")]
pub mod reports;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
pub mod statistics;

#[cfg(feature = "ssr")]
pub use site::{App, Assets, shell};

/// Starts the islands of a page. The page's loader calls it once, before the islands' own functions.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
