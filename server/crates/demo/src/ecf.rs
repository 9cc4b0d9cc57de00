//! Early career training: who starts when as teacher or mentor, what becomes of it, and the files that tell.

pub mod people;
pub mod shape;
pub mod write;
