//! Distributions as tables of whole numbers: quantile curves and wheels of fortune. No logarithms, whose last bit
//! differs between platforms.

use super::rng::Rng;

/// Quantiles: so many of 10,000 lie below the value; straight lines in between. Begins at 0, ends at 10,000.
pub struct Curve(pub &'static [(u32, u32)]);

/// The finest share a curve is asked for.
pub const WHOLE: u32 = 10_000_000;

impl Curve {
    pub fn draw(&self, rng: &mut Rng) -> u32 {
        self.at(rng.below(WHOLE))
    }

    /// The value below which `share` of [`WHOLE`] lies.
    pub fn at(&self, share: u32) -> u32 {
        let fine = |coarse: u32| u64::from(coarse) * u64::from(WHOLE / 10_000);
        let share = u64::from(share.min(WHOLE - 1));
        for pair in self.0.windows(2) {
            let ((from, low), (to, high)) = (pair[0], pair[1]);
            if share < fine(to) {
                let rise = u64::from(high - low) * (share - fine(from)) / (fine(to) - fine(from));
                return low + rise as u32;
            }
        }
        self.0.last().map_or(0, |(_, value)| *value)
    }
}

/// Slots of a wheel: a draw costs one look, however many things are on it.
const SLOTS: usize = 1 << 16;

/// Draws one of up to 65,536 things by weight.
pub struct Wheel(Vec<u16>);

impl Wheel {
    /// Every thing has at least one slot; the rest is shared out by weight.
    pub fn new(weights: &[u64]) -> Self {
        let total = weights.iter().map(|weight| u128::from(*weight)).sum::<u128>().max(1);
        let spare = SLOTS.saturating_sub(weights.len()) as u128;
        let mut slots = Vec::with_capacity(SLOTS);
        let mut so_far = 0;
        for (thing, weight) in weights.iter().enumerate() {
            so_far += u128::from(*weight);
            let end = (spare * so_far / total) as usize + thing + 1;
            slots.resize(end.min(SLOTS), thing as u16);
        }
        Self(slots)
    }

    pub fn draw(&self, rng: &mut Rng) -> usize {
        let slot = rng.below(self.0.len() as u32) as usize;
        self.0.get(slot).map_or(0, |thing| usize::from(*thing))
    }

    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u16>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_meets_its_quantiles() {
        let curve = Curve(&[(0, 1), (5_000, 11), (10_000, 111)]);
        assert_eq!([curve.at(0), curve.at(WHOLE / 2), curve.at(WHOLE / 4 * 3)], [1, 11, 61]);
        assert_eq!(curve.at(WHOLE), 110);
        let mut rng = Rng::new(3);
        let below = (0..10_000).filter(|_| curve.draw(&mut rng) < 11).count();
        assert!((4_850..5_150).contains(&below), "{below}");
    }

    #[test]
    fn a_wheel_holds_everything_and_keeps_the_weights() {
        let wheel = Wheel::new(&[3_000_000, 1_000_000, 0]);
        let slots = |thing| wheel.0.iter().filter(|slot| **slot == thing).count();
        assert_eq!(wheel.0.len(), SLOTS);
        assert!((slots(0) as f64 / slots(1) as f64 - 3.0).abs() < 0.01);
        assert_eq!(slots(2), 1);
    }
}
