//! The functions of the library that people use most, with what they take and give.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::m::kinds::Kind;

pub struct Signature {
    pub parameters: Vec<Wanted>,
    /// How many of them it needs.
    pub least: usize,
    gives: Option<&'static str>,
}

/// A function a line: its name, then a word for what each parameter takes, behind `?` where it may be left out, and
/// behind an arrow a letter for what it gives. The letters stand in [`kind`]; of several, one is enough, and those
/// behind a slash are taken without being spoken of. `c` are names of columns, `*` is anything; capital letters are
/// lists of texts and of tables; a function of which the number of arguments is known has that number.
static SIGNATURES: LazyLock<HashMap<&'static str, Signature>> = LazyLock::new(|| {
    let lines = include_str!("../signatures.txt").lines();
    let read = lines.filter_map(|line| {
        let (line, gives) = line.split_once(" -> ").map_or((line, None), |(line, gives)| (line, Some(gives)));
        let mut words = line.split(' ');
        let name = words.next()?;
        let words: Vec<&str> = words.collect();
        let least = words.iter().filter(|word| !word.starts_with('?')).count();
        let parameters = words.iter().map(|word| Wanted(word.trim_start_matches('?'))).collect();
        Some((name, Signature { parameters, least, gives }))
    });
    read.collect()
});

pub fn of(name: &str) -> Option<&'static Signature> {
    SIGNATURES.get(name)
}

impl Signature {
    /// What the function gives, where it is always of one kind; `first` is the kind of what it is given.
    pub fn gives(&self, first: Option<Kind>) -> Option<Kind> {
        match self.gives? {
            "=" => first,
            letter => kind(letter.chars().next()?),
        }
    }
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted(&'static str);

impl Wanted {
    pub fn takes(self, given: Kind) -> bool {
        self.0.chars().any(|letter| letter == '*' || kind(letter) == Some(given))
            || self.0 == "c" && matches!(given, Kind::Text | Kind::List)
    }

    /// What the items of a list are.
    pub fn of_items(self) -> Option<Kind> {
        match self.0 {
            "S" => Some(Kind::Text),
            "T" => Some(Kind::Table),
            _ => None,
        }
    }

    /// With how many arguments a function is called.
    pub fn arguments(self) -> Option<usize> {
        self.0.chars().find_map(|letter| letter.to_digit(10)).map(|count| count as usize)
    }

    pub fn described(self) -> String {
        let spoken = self.0.split('/').next().unwrap_or_default();
        match spoken {
            "c" => return "names of columns".to_owned(),
            "S" => return "a list of texts".to_owned(),
            "T" => return "a list of tables".to_owned(),
            _ => {}
        }
        let kinds: Vec<&str> = spoken.chars().filter_map(kind).map(Kind::described).collect();
        match kinds.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => "a value".to_owned(),
        }
    }
}

fn kind(letter: char) -> Option<Kind> {
    Some(match letter {
        't' => Kind::Table,
        'f' | '1' | '2' => Kind::Function,
        's' => Kind::Text,
        'n' => Kind::Number,
        'b' => Kind::Logical,
        'd' => Kind::Date,
        'w' => Kind::DateTime,
        'z' => Kind::DateTimeZone,
        'h' => Kind::Time,
        'u' => Kind::Duration,
        'x' => Kind::Binary,
        'l' | 'S' | 'T' => Kind::List,
        'r' => Kind::Record,
        'y' => Kind::Type,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::m::library;

    #[test]
    fn every_signature_is_of_a_function_of_the_library() {
        for (name, signature) in SIGNATURES.iter() {
            assert!(library::contains(name), "{name}");
            let is_letter = |letter: char| kind(letter).is_some() || "c*/".contains(letter);
            assert!(
                signature.parameters.iter().all(|word| !word.0.is_empty() && word.0.chars().all(is_letter)),
                "{name}"
            );
            assert!(
                signature.gives.is_none_or(|gives| gives == "=" || kind(gives.chars().next().unwrap()).is_some()),
                "{name}"
            );
        }
        assert!(SIGNATURES.len() > 200);
    }

    #[test]
    fn what_is_taken_silently_is_not_spoken_of() {
        let days = of("Date.AddDays").unwrap();
        assert_eq!(days.parameters[0].described(), "a date, a datetime or a datetimezone");
        assert!(days.parameters[0].takes(Kind::Text) && !days.parameters[0].takes(Kind::Number));
        assert_eq!(days.gives(Some(Kind::DateTime)), Some(Kind::DateTime));
        assert_eq!(of("Table.FirstN").unwrap().parameters[1].arguments(), Some(1));
    }
}
