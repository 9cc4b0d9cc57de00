//! Rows of a file that share a key and add up: one row a person is common. Bounded in memory.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::problem::Refusal;

/// No file of a hub names more different things than this.
pub(super) const LIMIT: usize = 500_000;

/// Sums by key, each with the line of its first row.
pub(super) struct Sums<K, V> {
    held: BTreeMap<K, (u64, V)>,
    limit: usize,
    full: bool,
}

impl<K: Ord, V> Sums<K, V> {
    /// Nothing yet; at most so many keys.
    pub(super) fn new(limit: usize) -> Sums<K, V> {
        Sums { held: BTreeMap::new(), limit, full: false }
    }

    /// Adds a row's value to that of its key.
    pub(super) fn add(&mut self, line: u64, key: K, value: V, sum: impl FnOnce(&mut V, V)) {
        let room = self.held.len() < self.limit;
        match self.held.entry(key) {
            Entry::Occupied(mut held) => sum(&mut held.get_mut().1, value),
            Entry::Vacant(free) if room => drop(free.insert((line, value))),
            Entry::Vacant(_) => self.full = true,
        }
    }

    /// The sums in the order of their keys, or a refusal where there were too many.
    pub(super) fn all(self) -> Result<impl Iterator<Item = (u64, K, V)>, Refusal> {
        if self.full {
            return Err(Refusal::new(
                "too-many-keys",
                format!("The rows of the file name more than {} different things.", self.limit),
                "Split the file by year and import its parts one after the other.",
            ));
        }
        Ok(self.held.into_iter().map(|(key, (line, value))| (line, key, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_key_add_up_and_too_many_keys_are_refused() {
        let mut sums = Sums::new(2);
        for (line, key) in [(2, "b"), (3, "a"), (4, "b"), (5, "b")] {
            sums.add(line, key, 1, |sum, one| *sum += one);
        }
        assert_eq!(sums.all().unwrap().collect::<Vec<_>>(), [(3, "a", 1), (2, "b", 3)]);
        let mut sums = Sums::new(2);
        for key in ["a", "b", "c"] {
            sums.add(2, key, 1, |sum, one| *sum += one);
        }
        assert_eq!(sums.all().err().map(|refusal| refusal.rule), Some("too-many-keys"));
    }
}
