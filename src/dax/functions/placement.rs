//! Which argument falls to which parameter.
//!
//! With most functions the position tells. Some let arguments be skipped without a trace, so that only the shape of
//! an argument says what it is for: `OFFSET(-1, ORDERBY(…))`. The placement is the one that fits best, and of equals
//! the one that skips least; it is found in time linear in the number of arguments.

use super::Function;
use super::paths::Step;
use super::signature::{Form, Parameter, Signature};

mod fit;

/// What can be seen of an argument without knowing the model.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// Anything: a variable block, a call of a function of the user's.
    Unknown,
    /// Nothing between two commas.
    Omitted,
    /// `Sales[Price]`, a column or a measure, with or without a variation.
    Qualified,
    /// `[Price]`: a column or a measure.
    Bracketed,
    /// `'Sales'`
    QuotedTable,
    /// A bare name: a table, a variable, a parameter, or a word such as `DESC`; words with single spaces between.
    Word(&'a str),
    Text,
    Number,
    /// `TRUE` or `FALSE`, with or without parentheses.
    Boolean,
    /// The value of an operator.
    Operation,
    /// A table in braces.
    Braces,
    Call(&'a Function),
}

/// The arguments of one call over the parameters of the form that fits best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement<'a> {
    pub form: &'a Form,
    /// One an argument; `None` for one too many.
    pub slots: Vec<Option<Slot>>,
    /// The first required parameter for which there is no argument.
    pub missing: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its index in the form.
    pub parameter: usize,
    /// How often the groups before it have begun anew.
    pub round: usize,
}

impl Signature {
    /// The parameter of the argument `index` of `count`, as far as the position tells.
    pub fn parameter(&self, index: usize, count: usize) -> Option<&Parameter> {
        self.place(&vec![Shape::Unknown; count]).parameter(index)
    }

    /// A signature without a form gives the placement of a function that takes nothing.
    pub fn place(&self, arguments: &[Shape]) -> Placement<'_> {
        static NONE: Form = Form::NOTHING;
        let placements = self.forms.iter().map(|form| form.place(arguments));
        match placements.min_by_key(|(cost, _)| *cost) {
            Some((_, placement)) => placement,
            None => Placement { form: &NONE, slots: vec![None; arguments.len()], missing: None },
        }
    }
}

impl<'a> Placement<'a> {
    pub fn parameter(&self, argument: usize) -> Option<&'a Parameter> {
        self.slots.get(argument).copied().flatten().and_then(|slot| self.form.parameters.get(slot.parameter))
    }
    /// The arguments that fall to a parameter, in order.
    pub fn arguments(&self, parameter: usize) -> impl Iterator<Item = usize> {
        let slots = self.slots.iter().enumerate();
        slots.filter(move |(_, slot)| slot.is_some_and(|slot| slot.parameter == parameter)).map(|(at, _)| at)
    }
    /// The argument for `parameter` that belongs to `argument`: of its round if both repeat, else the first.
    pub fn partner(&self, argument: usize, parameter: usize) -> Option<usize> {
        let round = self.slots.get(argument).copied().flatten()?.round;
        let of_round = |at: &usize| self.slots.get(*at).copied().flatten().is_some_and(|slot| slot.round == round);
        // A partner of the same round is at most a group away.
        let near = argument.saturating_sub(self.form.parameters.len())..argument + self.form.parameters.len() + 1;
        let falls = |at: &usize| self.slots.get(*at).copied().flatten().is_some_and(|slot| slot.parameter == parameter);
        near.filter(falls).find(of_round).or_else(|| match self.form.repeats(parameter) {
            true => None,
            false => self.arguments(parameter).next(),
        })
    }
}

/// A required argument is not there, or an argument has no parameter.
const WRONG_NUMBER: u32 = 10;

impl Form {
    fn repeats(&self, parameter: usize) -> bool {
        self.groups.iter().any(|group| group.repeats() && (group.first..group.end).contains(&parameter))
    }

    fn place(&self, arguments: &[Shape]) -> (u32, Placement<'_>) {
        let route = Route::plan(self, arguments);
        let mut slots = Vec::with_capacity(arguments.len());
        let (mut at, mut round) = (None, 0);
        for index in 0..arguments.len() {
            match route.step(index, at) {
                Some(next) => {
                    if at.is_some_and(|at| next <= at) {
                        round += 1;
                    }
                    at = Some(next);
                    slots.push(Some(Slot { parameter: next, round }));
                }
                None => slots.push(None),
            }
        }
        let missing = if self.paths.may_end(at) { None } else { self.missing_after(at) };
        (route.cost, Placement { form: self, slots, missing })
    }

    /// What can be skipped comes first in a list of steps, what cannot comes last.
    fn missing_after(&self, at: Option<usize>) -> Option<&'static str> {
        match self.paths.after(at).last() {
            Some(Step::To(next)) => self.parameters.get(*next).map(|parameter| parameter.name),
            _ => None,
        }
    }
}

/// The cheapest way from every parameter on, worked out from the last argument backwards.
struct Route {
    /// For each argument, and each parameter before it (the beginning first), the parameter it falls to.
    steps: Vec<Vec<Option<usize>>>,
    cost: u32,
}

impl Route {
    fn plan(form: &Form, arguments: &[Shape]) -> Self {
        let places = || (0..=form.parameters.len()).map(|number| number.checked_sub(1));
        let end = |at| if form.paths.may_end(at) { 0 } else { WRONG_NUMBER };
        let mut costs: Vec<u32> = places().map(end).collect();
        let mut steps = Vec::with_capacity(arguments.len());
        for shape in arguments.iter().rev() {
            let fits: Vec<u32> = form.parameters.iter().map(|parameter| parameter.misfit(shape)).collect();
            let best = |at: Option<usize>| {
                let ways = form.paths.after(at).iter().filter_map(|step| match step {
                    Step::To(next) => Some((fits.get(*next)?.saturating_add(*costs.get(next + 1)?), Some(*next))),
                    Step::End => None,
                });
                // To have no parameter is the last resort. Of equals `min_by_key` takes the first.
                let here = costs.get(at.map_or(0, |at| at + 1)).copied().unwrap_or(0);
                let none = (here.saturating_add(WRONG_NUMBER), None);
                ways.chain([none]).min_by_key(|(cost, _)| *cost).unwrap_or(none)
            };
            let (new, chosen): (Vec<u32>, Vec<Option<usize>>) = places().map(best).unzip();
            costs = new;
            steps.push(chosen);
        }
        steps.reverse();
        Self { steps, cost: costs.first().copied().unwrap_or(0) }
    }

    fn step(&self, argument: usize, at: Option<usize>) -> Option<usize> {
        self.steps.get(argument)?.get(at.map_or(0, |at| at + 1)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dax::functions::lookup;

    fn function(name: &str) -> &'static Function {
        lookup(name).expect(name)
    }

    fn placed(name: &str, shapes: &[Shape]) -> Vec<&'static str> {
        let placement = function(name).signature.place(shapes);
        (0..shapes.len()).map(|at| placement.parameter(at).map_or("-", |parameter| parameter.name)).collect()
    }

    #[test]
    fn position_tells_where_nothing_can_be_skipped() {
        let signature = &function("SWITCH").signature;
        let names = |count| -> Vec<_> {
            (0..count).map(|at| signature.parameter(at, count).map_or("-", |parameter| parameter.name)).collect()
        };
        assert_eq!(names(4), ["expression", "value", "result", "else"]);
        assert_eq!(names(5), ["expression", "value", "result", "value", "result"]);
        assert!(signature.parameter(5, 5).is_none());
        assert_eq!(placed("SUM", &[Shape::Qualified, Shape::Qualified]), ["column", "-"]);
    }

    #[test]
    fn a_value_in_the_wrong_place_stays_there() {
        let rankx = [Shape::QuotedTable, Shape::Bracketed, Shape::Word("DESC")];
        assert_eq!(placed("RANKX", &rankx), ["table", "expression", "value"]);
        let omitted = [Shape::QuotedTable, Shape::Bracketed, Shape::Omitted, Shape::Word("DESC")];
        assert_eq!(placed("RANKX", &omitted), ["table", "expression", "value", "order"]);
    }

    #[test]
    fn the_shape_tells_where_something_was_skipped() {
        let order_by = Shape::Call(function("ORDERBY"));
        let partition_by = Shape::Call(function("PARTITIONBY"));
        let relation = Shape::Call(function("ALLSELECTED"));
        assert_eq!(placed("OFFSET", &[Shape::Number, order_by]), ["delta", "order_by"]);
        let full = [Shape::Number, Shape::Word("ABS"), Shape::Number, Shape::Word("REL"), relation, order_by];
        assert_eq!(placed("WINDOW", &full), ["from", "from_type", "to", "to_type", "relation", "order_by"]);
        let short = [Shape::Number, Shape::Number, relation, order_by, Shape::Omitted, partition_by];
        assert_eq!(placed("WINDOW", &short), ["from", "to", "relation", "order_by", "blanks", "partition_by"]);
        let no_gap = [Shape::Number, relation, order_by, partition_by];
        assert_eq!(placed("INDEX", &no_gap), ["position", "relation", "order_by", "partition_by"]);
        let year_end = [Shape::Bracketed, Shape::Qualified, Shape::Text];
        assert_eq!(placed("TOTALYTD", &year_end), ["expression", "dates", "year_end"]);
        let filtered = [Shape::Bracketed, Shape::Qualified, Shape::Operation];
        assert_eq!(placed("TOTALYTD", &filtered), ["expression", "dates", "filters"]);
    }

    #[test]
    fn groups_filters_and_pairs_of_summarizecolumns_are_told_apart() {
        let rollup = Shape::Call(function("ROLLUPADDISSUBTOTAL"));
        let table = Shape::Call(function("TREATAS"));
        let shapes = [Shape::Qualified, rollup, Shape::Word("Filter"), table, Shape::Text, Shape::Bracketed];
        assert_eq!(placed("SUMMARIZECOLUMNS", &shapes), ["group", "group", "filters", "filters", "name", "expression"]);
        let unnamed = [Shape::QuotedTable, Shape::Bracketed, Shape::Text, Shape::Operation, Shape::Qualified];
        assert_eq!(placed("SELECTCOLUMNS", &unnamed), ["table", "expression", "name", "expression", "expression"]);
    }

    #[test]
    fn partners_are_of_the_same_round() {
        let shapes = [Shape::QuotedTable, Shape::Text, Shape::Bracketed, Shape::Text, Shape::Operation];
        let placement = function("ADDCOLUMNS").signature.place(&shapes);
        let [name, expression] = ["name", "expression"].map(|name| placement.form.position(name).expect(name));
        assert_eq!(placement.partner(1, expression), Some(2));
        assert_eq!(placement.partner(4, name), Some(3));
        assert_eq!(placement.partner(4, 0), Some(0), "the table is the same for all");
    }

    #[test]
    fn a_form_is_chosen_by_what_is_given() {
        let all = |shapes: &[Shape]| function("ALL").signature.place(shapes).form.parameters.len();
        assert_eq!(all(&[]), 0);
        assert_eq!(function("ALL").signature.place(&[Shape::QuotedTable]).form.parameters[0].name, "table");
        assert_eq!(placed("ALL", &[Shape::Qualified, Shape::Qualified]), ["column", "column"]);
    }

    #[test]
    fn a_hundred_thousand_arguments_take_no_time() {
        let shapes = vec![Shape::Number; 100_001];
        let placement = function("SWITCH").signature.place(&shapes);
        assert_eq!(placement.missing, None);
        assert_eq!(placement.parameter(100_000).map(|parameter| parameter.name), Some("result"));
    }
}
