//! What the rules have decided so far, row by row.

use crate::etl::Reason;

pub(super) struct Verdicts {
    reasons: Vec<Option<Reason>>,
    /// Row and the other row on account of which it was rejected.
    because_of: Vec<(u32, u32)>,
}

impl Verdicts {
    pub fn all_open(rows: usize) -> Self {
        Self { reasons: vec![None; rows], because_of: Vec::new() }
    }

    /// `None` while no rule has rejected the row.
    pub fn reason(&self, row: usize) -> Option<Reason> {
        self.reasons[row]
    }

    pub fn is_open(&self, row: usize) -> bool {
        self.reasons[row].is_none()
    }

    /// Rejects every open row for which the test holds.
    pub fn reject_where(&mut self, reason: Reason, is_about: impl Fn(usize) -> bool) {
        for (row, verdict) in self.reasons.iter_mut().enumerate() {
            if verdict.is_none() && is_about(row) {
                *verdict = Some(reason);
            }
        }
    }

    /// Rejects a row, if it is still open, on account of another one.
    pub fn reject_for(&mut self, reason: Reason, row: u32, other: u32) {
        if let verdict @ None = &mut self.reasons[row as usize] {
            *verdict = Some(reason);
            self.because_of.push((row, other));
        }
    }

    /// Whether each row is kept.
    pub fn kept(&self) -> impl Iterator<Item = bool> {
        self.reasons.iter().map(Option::is_none)
    }

    /// The rejected rows and their reasons, in the order of the source.
    pub fn rejected(&self) -> impl Iterator<Item = (usize, Reason)> {
        self.reasons.iter().enumerate().filter_map(|(row, reason)| reason.map(|reason| (row, reason)))
    }

    /// Row and the other row on account of which it was rejected, in the order of the source.
    pub fn because_of(&self) -> Vec<(u32, u32)> {
        let mut because_of = self.because_of.clone();
        because_of.sort_unstable();
        because_of
    }
}
