//! Measures, intervals and disclosure control: pure arithmetic, no I/O, no clock, no framework.
//! Counts go in true and come out as one audience may see them; rates, intervals and ranks follow from those.

pub mod bands;
pub mod closing;
pub mod disclosure;
pub mod gap;
pub mod intervals;
pub mod normal;
pub mod overlap;
pub mod ranking;
pub mod rates;
pub mod similar;
pub mod verdict;
#[cfg(test)]
mod worked_examples;

pub use disclosure::{Audience, System, disclosed, publish, round5};
pub use gap::{Gap, Scale, Stratum};
pub use intervals::{newcombe, proportion_p, q_values, wilson};
pub use normal::{Z95, Z998};
pub use ranking::{Funnel, Standing, rank};
pub use rates::{per_100, percent};
pub use verdict::Verdict;
