//! What questions about different places share: made once from a dataset and kept beside it, so that nobody counts all
//! places anew to say what the others than one have.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use moka::sync::Cache;

/// The most that a shelf holds, bytes.
const LARGEST: u64 = 32 << 20;

/// Kept with the dataset that it was made from and gone with it. What lies on it is found by words that say all that it
/// depends on besides the dataset; what was not asked for in a long time makes room.
#[derive(Clone)]
pub struct Shelf(Cache<String, (u32, Arc<dyn Any + Send + Sync>)>);

impl Default for Shelf {
    fn default() -> Shelf {
        let weigh = |key: &String, (bytes, _): &(u32, _)| bytes.saturating_add(key.len() as u32);
        Shelf(Cache::builder().max_capacity(LARGEST).weigher(weigh).build())
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shelf of {}", self.0.entry_count())
    }
}

impl Shelf {
    /// What lies under `key`, or else what `make` makes, with its size in bytes. Two that ask at once wait for one making.
    pub fn get<T: Send + Sync + 'static>(&self, key: String, make: impl FnOnce() -> (u32, T)) -> Arc<T> {
        let mut made = None;
        let (_, kept) = self.0.get_with(key, || {
            let (bytes, value) = make();
            let value = Arc::new(value);
            made = Some(Arc::clone(&value));
            (bytes, value)
        });
        match (made, kept.downcast::<T>()) {
            (Some(made), _) => made,
            (None, Ok(kept)) => kept,
            // Keys begin with what they are of, so that no two kinds share one.
            (None, Err(_)) => unreachable!("another kind of thing lies under this key"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_made_once() {
        let shelf = Shelf::default();
        assert_eq!(*shelf.get("a".into(), || (1, 7u32)), 7);
        assert_eq!(*shelf.get("a".into(), || -> (u32, u32) { unreachable!("it is kept") }), 7);
        assert_eq!(*shelf.get("b".into(), || (1, "words".to_owned())), "words");
    }

    #[test]
    fn what_is_too_large_is_made_and_not_kept() {
        let shelf = Shelf::default();
        assert_eq!(*shelf.get("a".into(), || (u32::MAX, 7u32)), 7);
        shelf.0.run_pending_tasks();
        assert_eq!(*shelf.get("a".into(), || (1, 8u32)), 8);
    }
}
