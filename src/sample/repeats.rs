//! Invoices that will stand a second time, as one system's export overlaps the next one's.

use std::collections::VecDeque;

use super::invoice::Block;
use super::rng::Rng;

/// Longer blocks are not repeated, so that what waits stays small.
const MOST_ROWS: u64 = 600;

/// Share of blocks that are repeated, in 1/10,000.
const SHARE: u32 = 205;

/// Rendered blocks in the order in which they will come again. A block comes when so many others wait behind it: at
/// least one, so that it stands apart from its first standing; in a large file some days later.
pub struct Repeats {
    waiting: VecDeque<Block>,
    lag: usize,
}

impl Repeats {
    pub fn new(rows: u64) -> Self {
        Self { waiting: VecDeque::new(), lag: (rows / 50_000).clamp(1, 24) as usize }
    }

    /// Now and then keeps a block.
    pub fn consider(&mut self, block: &Block, rng: &mut Rng) {
        if !rng.chance(SHARE) || block.rows > MOST_ROWS {
            return;
        }
        self.waiting.push_back(Block { bytes: block.bytes.clone(), ..*block });
    }

    /// The block that comes again now, if it fits.
    pub fn next(&mut self, room: u64) -> Option<Block> {
        if self.waiting.len() <= self.lag {
            return None;
        }
        self.waiting.pop_front().filter(|block| block.rows <= room)
    }

    pub fn bytes(&self) -> usize {
        let texts: usize = self.waiting.iter().map(|block| block.bytes.capacity()).sum();
        texts + self.waiting.capacity() * size_of::<Block>()
    }
}
