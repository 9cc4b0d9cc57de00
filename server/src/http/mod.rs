//! One middleware each: headers, kept pages, timing.

pub mod headers;
pub mod pages;
pub mod timing;
