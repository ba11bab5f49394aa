//! `--accept`: which side of a conflict is taken, told before it happens.

/// A side of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is on disk.
    Ours,
    /// What is generated now.
    Theirs,
}

impl Side {
    pub fn of<T>(self, ours: T, theirs: T) -> T {
        match self {
            Side::Ours => ours,
            Side::Theirs => theirs,
        }
    }
}

/// Sides by object; the last one that names an object decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accept(Vec<(Side, Option<String>)>);

/// What is no side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither `ours` nor `theirs`, nor one of them with an object such as `ours=Sales[Revenue]`")]
pub struct NoSide(String);

impl Accept {
    /// Reads `ours`, `theirs`, `ours=OBJECT` and `theirs=OBJECT`.
    pub fn parse<T: AsRef<str>>(rules: &[T]) -> Result<Self, NoSide> {
        let rule = |text: &str| {
            let (side, object) = text.split_once('=').map_or((text, None), |(side, object)| (side, Some(object)));
            let side = match side {
                "ours" => Side::Ours,
                "theirs" => Side::Theirs,
                _ => return Err(NoSide(text.to_owned())),
            };
            Ok((side, object.map(str::to_owned)))
        };
        rules.iter().map(|text| rule(text.as_ref())).collect::<Result<_, _>>().map(Self)
    }

    /// What is decided about an object, or about what it stands in: `Sales` decides about `Sales[Revenue]` too.
    pub(super) fn side(&self, object: &str) -> Option<Side> {
        let names = |named: &Option<String>| named.as_ref().is_none_or(|named| is_within(object, named));
        self.0.iter().rev().find(|(_, named)| names(named)).map(|(side, _)| *side)
    }

    /// What is decided about a whole file, by its own name.
    pub(super) fn whole(&self, path: &str) -> Option<Side> {
        self.0.iter().rev().find(|(_, named)| named.as_deref() == Some(path)).map(|(side, _)| *side)
    }
}

fn is_within(object: &str, whole: &str) -> bool {
    let (object, whole) = (object.to_lowercase(), whole.to_lowercase());
    object.strip_prefix(&whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '/', '#', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_that_names_an_object_or_what_holds_it_decides() {
        let accept = Accept::parse(&["ours", "theirs=Sales", "ours=sales[Revenue]"]).expect("rules");
        assert_eq!(accept.side("Sales[Revenue]"), Some(Side::Ours));
        assert_eq!(accept.side("Sales[Orders]"), Some(Side::Theirs));
        assert_eq!(accept.side("Sales Targets[Orders]"), Some(Side::Theirs));
        assert_eq!(accept.side("Customer"), Some(Side::Ours));
        assert_eq!(Accept::parse(&["theirs=Sale"]).expect("a rule").side("Sales"), None);
    }

    #[test]
    fn what_is_no_side_is_refused() {
        assert!(Accept::parse(&["mine"]).is_err());
        assert!(Accept::parse(&["Sales=ours"]).is_err());
    }
}
