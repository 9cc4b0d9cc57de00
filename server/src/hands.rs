//! How many heavy questions and files are worked on at a time: as many as there are processors. Whoever waits too long is
//! told to come back.

use std::sync::Arc;
use std::time::Duration;

use app::error::AppError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a heavy question waits for others.
const PATIENCE: Duration = Duration::from_secs(10);

/// A hand at work, free again when it is dropped.
pub type Hand = OwnedSemaphorePermit;

/// All hands of an instance.
#[derive(Debug, Clone)]
pub struct Hands(Arc<Semaphore>);

impl Hands {
    /// One for each processor, two at least.
    pub fn new() -> Hands {
        let processors = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
        Hands(Arc::new(Semaphore::new(processors)))
    }

    /// Waits for a free one.
    ///
    /// # Errors
    /// [`AppError::Busy`] after ten seconds without one.
    pub async fn free(&self) -> Result<Hand, AppError> {
        let hand = tokio::time::timeout(PATIENCE, self.0.clone().acquire_owned()).await;
        hand.map_err(|_| AppError::Busy)?.map_err(|_| AppError::Internal)
    }
}

impl Default for Hands {
    fn default() -> Hands {
        Hands::new()
    }
}
