//! One middleware each: headers, kept pages, forms of this site only, timing; the forms that record something; and files.

pub mod accounts;
pub mod files;
pub mod gate;
pub mod headers;
pub mod keeping;
pub mod limits;
pub mod packs;
pub mod pages;
pub mod participants;
pub mod recording;
pub mod same_origin;
pub mod timing;
pub mod tls;
mod visitor;
pub mod witness;
