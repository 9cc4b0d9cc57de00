//! Numbers for tests that look random and are the same in every run.

/// Whole numbers (a linear congruential generator, Knuth's constants).
pub(super) struct Draws(pub u64);

impl Draws {
    /// The next one, from 0 to `n` less one.
    pub fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(n)) as u32
    }
}
