//! The way between two layers: every line that changes its height there has an upright track of its own.

/// A line from the left border of a channel to its right one; the heights at which it enters and leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    pub enters: i64,
    pub leaves: i64,
}

/// The width of a channel for so many tracks.
pub fn width(tracks: usize) -> i64 {
    let needed = 2 * BORDER + STEP * tracks.saturating_sub(1) as i64;
    (needed + super::GRID - 1) / super::GRID * super::GRID
}

/// Room for the signs at the ends of a line.
const BORDER: i64 = 30;
const STEP: i64 = 10;

/// How far right of the channel's left border each line has its track. Those that go down are sorted so that they do
/// not cross one another, and so are those that go up.
pub fn tracks(crossings: &[Crossing]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..crossings.len()).collect();
    order.sort_by_key(|at| {
        let one = crossings[*at];
        let is_up = one.leaves < one.enters;
        (is_up, if is_up { one.enters } else { -one.enters }, one.leaves, *at)
    });
    let mut tracks = vec![0; crossings.len()];
    order.iter().enumerate().for_each(|(place, at)| tracks[*at] = BORDER + STEP * place as i64);
    tracks
}
