//! NPQ: who starts which course when, what becomes of it, and the four files that tell.

pub mod applications;
pub mod declarations;
pub mod outcomes;
pub mod participants;
pub mod people;
pub mod progress;
pub mod shape;

use crate::chance::{Id, Purpose};
use crate::world::World;

/// A course that does not exist, for planted rows.
const UNKNOWN_COURSE: &str = "npq-leading-finance";

/// An identifier for a planted object, or for something that one names.
fn bad_id(world: &World, file: u64, index: u64) -> Id {
    world.seed.id(Purpose::Dirty, (file << 32) + index)
}
