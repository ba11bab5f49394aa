//! Did-you-mean: the nearest known name, or none that is near enough.

use std::cell::Cell;

/// Suggestions for the mistakes of one model. Where names and mistakes are both in tens of thousands the later mistakes
/// get none: to compare each with each would take minutes, and nobody reads as far.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    compared: Cell<usize>,
}

impl Suggestions {
    const LIMIT: usize = 20_000_000;

    /// As [`nearest`], while it takes no time to speak of.
    pub fn nearest<'a>(&self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.compared.get() > Self::LIMIT {
            return None;
        }
        nearest(wrong, known.into_iter().inspect(|_| self.compared.set(self.compared.get() + 1)))
    }
}

/// The known name nearest to `wrong`, compared without case; `None` where none is near.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(wrong, known).min().map(|(_, name)| name)
}

/// The one known name that can be meant: one step away (two where the name is long), with every other at least two
/// further, and the wrong one long enough to be no other word.
pub fn certain<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut all: Vec<(usize, &str)> = near(wrong, known).collect();
    all.sort_unstable();
    all.dedup();
    let (best, name) = *all.first()?;
    let is_alone = all.get(1).is_none_or(|(second, _)| *second >= best + 2);
    let allowed = match wrong.chars().count() {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    (best <= allowed && is_alone).then_some(name)
}

/// Every known name that is near, and how near.
pub fn near<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    // What is longer than any name was not mistyped, and two megabytes would be compared letter by letter.
    let is_name = wrong.chars().nth(LONGEST).is_none();
    let wrong = if is_name { wrong.to_lowercase() } else { String::new() };
    let length = wrong.chars().count();
    let longest = (length + 3) * 4;
    let allowed = match length {
        // Of one letter every other is one letter away.
        0..=1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    let letters = Letters::of(&wrong);
    known
        .into_iter()
        .filter(move |name| is_name && name.len() <= longest)
        // Most names need no closer look, which would take a while where both names and mistakes are many.
        .filter(move |name| letters.distance(&Letters::of(name)) <= allowed)
        .map(move |name| (strsim::damerau_levenshtein(&wrong, &name.to_lowercase()), name))
        .filter(move |(distance, _)| *distance <= allowed)
}

/// Of the names that are compared, in characters.
const LONGEST: usize = 300;

/// How often each letter stands in a name; some share a count.
struct Letters([i16; 32]);

impl Letters {
    /// Of a name that may be compared: an `i16` counts all its letters.
    fn of(name: &str) -> Self {
        let mut counts = [0_i16; 32];
        if name.is_ascii() {
            // Large and small letters share a count.
            name.bytes().for_each(|byte| counts[usize::from(byte) % 32] += 1);
        } else {
            let lower = name.chars().map(|c| c.to_lowercase().next().unwrap_or(c));
            lower.for_each(|c| counts[c as usize % 32] += 1);
        }
        Self(counts)
    }

    /// So many steps at least lie between the names: each adds, takes away or replaces one letter.
    fn distance(&self, other: &Self) -> usize {
        let (mut more, mut fewer) = (0_i16, 0_i16);
        for (a, b) in self.0.iter().zip(&other.0) {
            let difference = a - b;
            more += difference.max(0);
            fewer += (-difference).max(0);
        }
        usize::from(more.max(fewer).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_is_found_and_a_stranger_is_not() {
        let known = ["preset", "dedupe", "dayfirst"];
        assert_eq!(nearest("perset", known), Some("preset"));
        assert_eq!(nearest("DayFirst", known), Some("dayfirst"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn counting_letters_never_hides_a_near_name() {
        for (a, b) in
            [("preset", "perset"), ("Größe", "GRÖSSE"), ("a b", "ab"), ("abc", "cba"), ("", "abc"), ("éa", "ea")]
        {
            let steps = strsim::damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase());
            assert!(Letters::of(a).distance(&Letters::of(b)) <= steps, "{a} {b}");
        }
    }

    #[test]
    fn names_beyond_all_measure_are_not_compared() {
        let long = "n".repeat(1_000_000);
        assert_eq!(nearest(&format!("{long}x"), [long.as_str()]), None);
        assert_eq!(nearest("preset", [long.as_str(), "presets"]), Some("presets"));
    }

    #[test]
    fn suggestions_end_where_they_would_take_long() {
        let suggestions = Suggestions::default();
        assert_eq!(suggestions.nearest("perset", ["preset"]), Some("preset"));
        suggestions.compared.set(Suggestions::LIMIT + 1);
        assert_eq!(suggestions.nearest("perset", ["preset"]), None);
    }

    #[test]
    fn only_a_name_that_is_near_alone_is_certain() {
        assert_eq!(certain("MonthNo", ["Month No", "Year", "Month No"]), Some("Month No"));
        assert_eq!(certain("Sale", ["Sales", "Sales 2"]), Some("Sales"));
        assert_eq!(certain("Sales", ["Sales1", "Sales2"]), None);
        assert_eq!(certain("Month Nr", ["Month", "Month No"]), Some("Month No"));
        assert_eq!(certain("Month", ["Months", "Moth"]), None);
        assert_eq!(certain("Region", ["Reason"]), None);
        assert_eq!(certain("A", ["B"]), None);
    }
}
