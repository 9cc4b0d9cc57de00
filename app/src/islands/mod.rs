//! The pieces that come alive in the browser. Each adds comfort to a page that works without it; none knows a figure.

pub mod chart_tips;
pub mod copy_link;
pub mod copy_picture;
pub mod slide_keys;
