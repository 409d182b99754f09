//! SplitMix64: small, deterministic, the same on every machine.

/// A stream of numbers from a seed.
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    /// The next number of the stream.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `limit`; 0 where the limit is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        let drawn = self.next().checked_rem(u64::from(limit)).unwrap_or(0);
        u32::try_from(drawn).unwrap_or(0)
    }

    /// Whether something that happens `in_hundred` times out of a hundred happens now.
    pub fn chance(&mut self, in_hundred: u32) -> bool {
        self.below(100) < in_hundred
    }

    /// One of the choices. An empty slice is a mistake of the caller.
    #[expect(clippy::indexing_slicing, reason = "the place is below the length, and every caller's table has entries")]
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let place = self.below(u32::try_from(choices.len()).unwrap_or(u32::MAX));
        &choices[usize::try_from(place).unwrap_or(0)]
    }
}
