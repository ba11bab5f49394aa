//! How many arguments a function takes.

use std::fmt;

use super::paths::Step;
use super::placement::Shape;
use super::signature::{Form, Signature};

/// A number of arguments with which a function cannot be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArityFault {
    pub given: usize,
    pub least: usize,
    /// `None` where there is no end.
    pub most: Option<usize>,
    /// The parameter for which there is no argument, where the number alone would do: `expression` of a pair.
    pub missing: Option<&'static str>,
}

impl Signature {
    /// The fewest arguments of any form.
    pub fn least(&self) -> usize {
        self.forms.iter().map(Form::least).min().unwrap_or(0)
    }
    /// The most arguments of any form; `None` where there is no end.
    pub fn most(&self) -> Option<usize> {
        self.forms.iter().map(Form::most).try_fold(0, |most, of_form| Some(most.max(of_form?)))
    }

    pub fn check_arity(&self, given: usize) -> Result<(), ArityFault> {
        if self.forms.iter().any(|form| form.takes(given)) {
            return Ok(());
        }
        let (least, most) = (self.least(), self.most());
        let in_range = given >= least && most.is_none_or(|most| given <= most);
        let missing = if in_range { self.place(&vec![Shape::Unknown; given]).missing } else { None };
        Err(ArityFault { given, least, most, missing })
    }
}

impl Form {
    fn least(&self) -> usize {
        (0..).find(|given| self.takes(*given)).unwrap_or(0)
    }

    fn most(&self) -> Option<usize> {
        if self.paths.repeats() {
            return None;
        }
        (0..=self.parameters.len()).rev().find(|given| self.takes(*given))
    }

    /// Whether a path of this length leads through the parameters.
    fn takes(&self, given: usize) -> bool {
        let mut ends = vec![None];
        for _ in 0..given {
            let steps = ends.iter().flat_map(|at| self.paths.after(*at));
            let mut reached: Vec<Option<usize>> = Vec::new();
            for step in steps {
                if let Step::To(at) = step
                    && !reached.contains(&Some(*at))
                {
                    reached.push(Some(*at));
                }
            }
            ends = reached;
        }
        ends.iter().any(|at| self.paths.may_end(*at))
    }
}

/// Follows the name of the function: `` `LEFT` takes 1 to 2 arguments, 3 are given ``.
impl fmt::Display for ArityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count| if count == 1 { "" } else { "s" };
        if let Some(missing) = self.missing {
            return write!(f, "lacks an argument for `{missing}`");
        }
        match (self.least, self.most) {
            (_, Some(0)) => write!(f, "takes no arguments")?,
            (least, Some(most)) if least == most => write!(f, "takes {least} argument{}", plural(least))?,
            (least, Some(most)) => write!(f, "takes {least} to {most} arguments")?,
            (least, None) => write!(f, "takes at least {least} argument{}", plural(least))?,
        }
        match self.given {
            0 => write!(f, ", none is given"),
            1 => write!(f, ", 1 is given"),
            given => write!(f, ", {given} are given"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dax::functions::lookup;

    fn fault(name: &str, given: usize) -> Option<String> {
        let checked = lookup(name).expect(name).signature.check_arity(given);
        checked.err().map(|fault| fault.to_string())
    }

    #[test]
    fn too_few_too_many_and_half_a_pair_are_told_apart() {
        assert_eq!(fault("SUM", 1), None);
        assert_eq!(fault("SUM", 2).as_deref(), Some("takes 1 argument, 2 are given"));
        assert_eq!(fault("TODAY", 1).as_deref(), Some("takes no arguments, 1 is given"));
        assert_eq!(fault("IF", 4).as_deref(), Some("takes 2 to 3 arguments, 4 are given"));
        assert_eq!(fault("CALCULATE", 0).as_deref(), Some("takes at least 1 argument, none is given"));
        assert_eq!(fault("CALCULATE", 40), None);
        assert_eq!(fault("ADDCOLUMNS", 5), None);
        assert_eq!(fault("ADDCOLUMNS", 4).as_deref(), Some("lacks an argument for `expression`"));
        assert_eq!(fault("LOOKUPVALUE", 4), None, "the pair and the alternate result");
        assert_eq!(fault("ALL", 0), None);
        assert_eq!(fault("DATATABLE", 4).as_deref(), Some("lacks an argument for `rows`"));
    }
}
