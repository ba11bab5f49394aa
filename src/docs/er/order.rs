//! The order of a layer from top to bottom: each next to the middle of what it is joined to, so that lines cross
//! little.

/// Something that takes a place in a layer: a table, or a line on its way through.
pub type Item = usize;

/// Layers of items and the items that each is joined to in the layers beside it.
pub struct Order {
    pub layers: Vec<Vec<Item>>,
    /// By item.
    pub left: Vec<Vec<Item>>,
    pub right: Vec<Vec<Item>>,
}

/// How often the layers are gone through in both directions; they settle sooner.
const ROUNDS: usize = 12;

impl Order {
    pub fn settle(&mut self) {
        let mut best = (self.crossings(), self.layers.clone());
        for _ in 0..ROUNDS {
            for at in 1..self.layers.len() {
                self.sort(at, at - 1, true);
            }
            for at in (0..self.layers.len().saturating_sub(1)).rev() {
                self.sort(at, at + 1, false);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
            }
        }
        self.layers = best.1;
    }

    fn sort(&mut self, at: usize, beside: usize, is_left: bool) {
        let places = self.places(beside);
        let joined = if is_left { &self.left } else { &self.right };
        let mut keyed: Vec<(u64, usize, Item)> = self.layers[at]
            .iter()
            .enumerate()
            .map(|(place, item)| {
                let found: Vec<u64> = joined[*item].iter().filter_map(|other| places[*other]).collect();
                // What is joined to nothing there stays about where it is. Thousandths, so that no float decides.
                let mean = match found.len() as u64 {
                    0 => place as u64 * 1000,
                    count => found.iter().sum::<u64>() * 1000 / count,
                };
                (mean, place, *item)
            })
            .collect();
        keyed.sort_unstable();
        self.layers[at] = keyed.into_iter().map(|(_, _, item)| item).collect();
    }

    fn places(&self, layer: usize) -> Vec<Option<u64>> {
        let mut places = vec![None; self.left.len()];
        self.layers[layer].iter().enumerate().for_each(|(place, item)| places[*item] = Some(place as u64));
        places
    }

    /// Pairs of lines between neighbouring layers that cross.
    fn crossings(&self) -> usize {
        let mut count = 0;
        for at in 1..self.layers.len() {
            let places = self.places(at - 1);
            let lines: Vec<(u64, usize)> = self.layers[at]
                .iter()
                .enumerate()
                .flat_map(|(place, item)| self.left[*item].iter().map(move |other| (*other, place)))
                .filter_map(|(other, place)| Some((places[other]?, place)))
                .collect();
            for (number, one) in lines.iter().enumerate() {
                let crossing = |other: &&(u64, usize)| {
                    (other.0 < one.0) != (other.1 < one.1) && other.0 != one.0 && other.1 != one.1
                };
                count += lines[number + 1..].iter().filter(crossing).count();
            }
        }
        count
    }
}
