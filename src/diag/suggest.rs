//! Did-you-mean: the nearest known name, or none that is near enough.

/// The known name nearest to `wrong`, compared without case; `None` where none is near.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    let allowed = match length {
        // Of one letter every other is one letter away.
        0..=1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    known
        .into_iter()
        // Each letter too many or too few is one step: most names need no closer look.
        .filter(|name| name.chars().count().abs_diff(length) <= allowed + 1)
        .map(|name| (strsim::damerau_levenshtein(&wrong, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
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
}
