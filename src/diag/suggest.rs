//! Did-you-mean: the nearest known name, or none that is near enough.

/// The known name nearest to `wrong`, compared without case; `None` where none is near.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(wrong, known).min().map(|(_, name)| name)
}

/// The one known name that is near, where it is alone and the wrong one long enough to be no other word.
pub fn certain<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut all: Vec<&str> = near(wrong, known).map(|(_, name)| name).collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [one] if wrong.chars().count() >= 3 => Some(one),
        _ => None,
    }
}

/// Every known name that is near, and how near.
fn near<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    let allowed = match length {
        0..=2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    known
        .into_iter()
        // Each letter too many or too few is one step: most names need no closer look.
        .filter(move |name| name.chars().count().abs_diff(length) <= allowed + 1)
        .map(move |name| (strsim::damerau_levenshtein(&wrong, &name.to_lowercase()), name))
        .filter(move |(distance, _)| *distance <= allowed)
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
    fn only_a_name_that_is_near_alone_is_certain() {
        assert_eq!(certain("MonthNo", ["Month No", "Year", "Month No"]), Some("Month No"));
        assert_eq!(certain("Sale", ["Sales", "Sales 2"]), Some("Sales"));
        assert_eq!(certain("Sales", ["Sales1", "Sales2"]), None);
        assert_eq!(certain("A", ["B"]), None);
    }
}
