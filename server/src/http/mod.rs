//! One middleware each: headers, timing.

pub mod headers;
pub mod timing;
