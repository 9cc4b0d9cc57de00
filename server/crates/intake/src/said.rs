//! What rows say while they are read, handed to the sink row by row, and the keys they have had.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use crate::problem::Problem;
use crate::record::Record;

/// So many keys are remembered to find duplicates; later rows go unchecked.
const MAX_KEYS: usize = 8_000_000;

/// What rows say while they are read: handed to the sink row by row.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) records: Vec<Record>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) rejected: bool,
    keys: Keys,
}

impl Said {
    /// Whether a row with this key has been seen before.
    pub(crate) fn repeats(&mut self, key: &[&str]) -> bool {
        let Keys { hasher, seen } = &mut self.keys;
        seen.len() < MAX_KEYS && !seen.insert(hasher.hash_one(key))
    }
}

#[derive(Default)]
struct Keys {
    hasher: RandomState,
    seen: HashSet<u64, BuildHasherDefault<AsItIs>>,
}

/// Keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _bytes: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
