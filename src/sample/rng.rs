//! The generator's dice: xoshiro256**, seeded by SplitMix64, after the public-domain reference code of David
//! Blackman and Sebastiano Vigna (prng.di.unimi.it). Integers only, so that a seed gives the same bytes on every
//! machine; its own file rather than a crate, so that no update of a dependency changes a sample.

/// Spreads a seed of any quality over 64 bits; used only to fill the state of [`Rng`].
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = self.0;
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// xoshiro256**.
pub struct Rng([u64; 4]);

impl Rng {
    pub fn new(seed: u64) -> Self {
        let mut seeds = SplitMix64(seed);
        Self([seeds.next(), seeds.next(), seeds.next(), seeds.next()])
    }

    pub fn next(&mut self) -> u64 {
        let Self(s) = self;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number from 0 up to, not including, `end`; 0 where `end` is 0. The bias is below `end` in 2³².
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last - first + 1)
    }

    /// True in `share` of 10,000 throws.
    pub fn chance(&mut self, share: u32) -> bool {
        self.below(10_000) < share
    }

    /// One of the choices, each as likely as its weight.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> Option<T> {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            if left < *weight {
                return Some(*choice);
            }
            left -= weight;
        }
        None
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix64_gives_its_published_numbers() {
        let mut seeds = SplitMix64(1_234_567);
        let numbers: Vec<u64> = (0..5).map(|_| seeds.next()).collect();
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn xoshiro256_starstar_gives_its_published_numbers() {
        let mut rng = Rng([1, 2, 3, 4]);
        let numbers: Vec<u64> = (0..10).map(|_| rng.next()).collect();
        assert_eq!(
            numbers,
            [
                11_520,
                0,
                1_509_978_240,
                1_215_971_899_390_074_240,
                1_216_172_134_540_287_360,
                607_988_272_756_665_600,
                16_172_922_978_634_559_625,
                8_476_171_486_693_032_832,
                10_595_114_339_597_558_777,
                2_904_607_092_377_533_576
            ]
        );
    }

    #[test]
    fn choices_come_as_often_as_they_weigh() {
        let mut rng = Rng::new(1);
        let heavy = (0..10_000).filter(|_| rng.weighted(&[(9, true), (1, false)]) == Some(true)).count();
        assert!((8_900..9_100).contains(&heavy), "{heavy}");
        assert_eq!(rng.weighted::<u8>(&[]), None);
        assert_eq!(rng.below(0), 0);
    }
}
