//! MD006: two ways for a filter to go from one table to another.
//!
//! Power BI follows the way of the best tier and refuses two of one tier. So for each table and tier the ways are
//! looked for in the graph of active relationships, and two count only if they have nothing in common: what they
//! share decides nothing. Of the last tier, "any other way", nothing is said.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::context::Context;
use super::ends::{Ends, ends, is_active, is_both_ways, is_many_to_many, is_one_to_one, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Relationship;

pub static AMBIGUOUS_PATHS: Code = Code {
    id: "MD006",
    name: "ambiguous-paths",
    severity: Severity::Error,
    explanation: "A filter on one table could reach another on two ways that are equally good, and Power BI refuses \
the model. Two active relationships between the same two tables are the shortest case; a fact table that is joined \
both to Customer and to Customer's Region is a common one.

Wrong:
    relationship a
    <tab>fromColumn: Sales.'Order Date'
    <tab>toColumn: Date.Date
    relationship b
    <tab>fromColumn: Sales.'Ship Date'
    <tab>toColumn: Date.Date
Right, with `USERELATIONSHIP` in the measures that need the second:
    relationship b
    <tab>isActive: false
    <tab>fromColumn: Sales.'Ship Date'
    <tab>toColumn: Date.Date",
};

/// How a filter passes a relationship.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// From the one side to the many.
    Down,
    Up,
    ManyToMany,
    OneToOne,
}

/// What a path of a tier may consist of: first these steps, then those.
struct Tier {
    first: &'static [Step],
    then: &'static [Step],
}

use Step::{Down, ManyToMany, OneToOne, Up};

const TIERS: [Tier; 5] = [
    Tier { first: &[Down, OneToOne], then: &[] },
    Tier { first: &[Down, OneToOne, ManyToMany], then: &[] },
    Tier { first: &[Up, OneToOne], then: &[] },
    Tier { first: &[Down, OneToOne], then: &[Up, OneToOne] },
    Tier { first: &[Down, OneToOne, ManyToMany], then: &[Up, OneToOne, ManyToMany] },
];

struct Edge {
    to: usize,
    step: Step,
    /// Which relationship.
    at: usize,
}

struct Graph<'a> {
    names: Vec<&'a str>,
    edges: Vec<Vec<Edge>>,
    /// From where a table is reached in one step.
    before: Vec<BTreeSet<usize>>,
    /// What the search has looked at so far.
    looked: Cell<usize>,
}

/// A model of thousands of tables that all reach each other has millions of paths. Then the search ends here, with what
/// it has found; a model of hundreds of tables needs no tenth of it.
const ENOUGH: usize = 10_000_000;

/// A table, and whether the path is in its second half.
type State = (usize, bool);

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut columns: BTreeSet<[(&str, &str); 2]> = BTreeSet::new();
    let active = context.model.relationships.iter().filter(|relationship| is_active(relationship));
    let relationships: Vec<(&Relationship, Ends)> = active
        .filter_map(|relationship| Some((relationship, ends(context, relationship)?)))
        // That the same two columns are joined again is said elsewhere.
        .filter(|(_, ends)| {
            let mut both = [ends.from, ends.to].map(|(table, column)| (table.name.as_str(), column.name.as_str()));
            both.sort_unstable();
            columns.insert(both)
        })
        .collect();
    let graph = Graph::new(&relationships);
    let mut said: Vec<BTreeSet<usize>> = Vec::new();
    for source in 0..graph.names.len() {
        for (a, b) in graph.ambiguities(source) {
            let both: BTreeSet<usize> = a.iter().chain(&b).map(|(at, _)| *at).collect();
            graph.look(said.len());
            if said.iter().any(|said| said.is_subset(&both)) {
                continue;
            }
            found.push(diagnostic(context, &relationships, &graph, source, [&a, &b], &both));
            said.push(both);
        }
    }
}

impl<'a> Graph<'a> {
    fn new(relationships: &[(&Relationship, Ends<'a>)]) -> Self {
        let mut graph = Self { names: Vec::new(), edges: Vec::new(), before: Vec::new(), looked: Cell::new(0) };
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, (relationship, ends)) in relationships.iter().enumerate() {
            let [from, to] = [ends.from.0.name.as_str(), ends.to.0.name.as_str()].map(|name| {
                *known.entry(name).or_insert_with(|| {
                    graph.names.push(name);
                    graph.edges.push(Vec::new());
                    graph.before.push(BTreeSet::new());
                    graph.names.len() - 1
                })
            });
            let (down, up) = match () {
                () if is_many_to_many(relationship) => (ManyToMany, ManyToMany),
                () if is_one_to_one(relationship) => (OneToOne, OneToOne),
                () => (Down, Up),
            };
            graph.before[from].insert(to);
            graph.edges[to].push(Edge { to: from, step: down, at });
            if is_both_ways(relationship) {
                graph.before[to].insert(from);
                graph.edges[from].push(Edge { to, step: up, at });
            }
        }
        graph
    }

    fn look(&self, many: usize) {
        self.looked.set(self.looked.get() + many);
    }

    fn is_enough(&self) -> bool {
        self.looked.get() > ENOUGH
    }

    /// Pairs of paths from a table that end at one table, are of one tier, and of which no better one leads there.
    fn ambiguities(&self, source: usize) -> Vec<(Path, Path)> {
        let mut reached: BTreeSet<usize> = BTreeSet::from([source]);
        let mut found = Vec::new();
        for tier in TIERS.iter().take_while(|_| !self.is_enough()) {
            let tree = self.search(source, tier);
            let ends: BTreeSet<usize> =
                tree.keys().map(|(table, _)| *table).filter(|at| !reached.contains(at)).collect();
            for &end in ends.iter().take_while(|_| !self.is_enough()) {
                found.extend(self.two_paths(source, end, tier, &tree));
            }
            reached.extend(ends);
        }
        found
    }

    /// Every state that paths of the tier lead to, with the step that came there first.
    fn search(&self, source: usize, tier: &Tier) -> BTreeMap<State, Option<(State, usize)>> {
        let mut came: BTreeMap<State, Option<(State, usize)>> = BTreeMap::from([((source, false), None)]);
        let mut waiting = VecDeque::from([(source, false)]);
        while let Some(state) = waiting.pop_front() {
            self.look(self.edges[state.0].len());
            for edge in &self.edges[state.0] {
                for next in tier.after(state, edge) {
                    came.entry(next).or_insert_with(|| {
                        waiting.push_back(next);
                        Some((state, edge.at))
                    });
                }
            }
        }
        came
    }

    /// The first path to a table, and one that shares no relationship and no table with it.
    fn two_paths(
        &self,
        source: usize,
        end: usize,
        tier: &Tier,
        tree: &BTreeMap<State, Option<(State, usize)>>,
    ) -> Option<(Path, Path)> {
        let mut paths: Vec<Path> = Vec::new();
        let before = self.before[end].iter().flat_map(|table| [(*table, false), (*table, true)]);
        for state in &before.filter(|state| tree.contains_key(state)).collect::<Vec<State>>() {
            self.look(self.edges[state.0].len());
            for edge in self.edges[state.0].iter().filter(|edge| edge.to == end) {
                if tier.after(*state, edge).is_empty() {
                    continue;
                }
                let mut path = walked(*state, tree);
                path.push((edge.at, end));
                self.look(path.len());
                paths.push(path);
            }
        }
        paths.retain(|path| is_simple(source, path));
        paths.sort_by_key(Vec::len);
        let first = paths.first()?;
        let second = paths.iter().find(|path| is_apart(first, path))?;
        Some((first.clone(), second.clone()))
    }
}

/// Relationships, each with the table it leads to.
type Path = Vec<(usize, usize)>;

fn walked(mut state: State, tree: &BTreeMap<State, Option<(State, usize)>>) -> Path {
    let mut path = Vec::new();
    while let Some(Some((before, at))) = tree.get(&state) {
        path.push((*at, state.0));
        state = *before;
    }
    path.reverse();
    path
}

fn is_simple(source: usize, path: &Path) -> bool {
    let tables: BTreeSet<usize> = path.iter().map(|(_, table)| *table).collect();
    tables.len() == path.len() && !tables.contains(&source)
}

fn is_apart(a: &Path, b: &Path) -> bool {
    let inner = |path: &Path| path[..path.len() - 1].iter().map(|(_, table)| *table).collect::<BTreeSet<_>>();
    let relationships = |path: &Path| path.iter().map(|(at, _)| *at).collect::<BTreeSet<_>>();
    inner(a).is_disjoint(&inner(b)) && relationships(a).is_disjoint(&relationships(b))
}

impl Tier {
    /// The states that a step leads to.
    fn after(&self, (_, second): State, edge: &Edge) -> Vec<State> {
        let mut states = Vec::new();
        if !second && self.first.contains(&edge.step) {
            states.push((edge.to, false));
        }
        if self.then.contains(&edge.step) {
            states.push((edge.to, true));
        }
        states
    }
}

fn diagnostic(
    context: &Context,
    relationships: &[(&Relationship, Ends)],
    graph: &Graph,
    source: usize,
    paths: [&Path; 2],
    both: &BTreeSet<usize>,
) -> Diagnostic {
    let way = |path: &Path| {
        let names = std::iter::once(source).chain(path.iter().map(|(_, table)| *table));
        names.map(|table| format!("`{}`", graph.names[table])).collect::<Vec<_>>().join(" → ")
    };
    let end = paths[0].last().map_or(source, |(_, table)| *table);
    let message = format!("filters go from `{}` to `{}` on two ways", graph.names[source], graph.names[end]);
    // The relationship that was most probably one too many: the last that goes both ways, else the last.
    let of = |both_ways: bool| both.iter().rev().find(|at| !both_ways || is_both_ways(relationships[**at].0));
    let blamed = of(true).or_else(|| of(false)).copied().unwrap_or_default();
    let place = |at: usize| context.origins.place(&relationship_path(relationships[at].0));
    let mut fault = Diagnostic::new(&AMBIGUOUS_PATHS, message).at(place(blamed), "one of the two must go");
    for at in both.iter().filter(|at| **at != blamed) {
        fault = fault.at(place(*at), "");
    }
    fault = fault.note(format!("one way is {}, the other {}", way(paths[0]), way(paths[1])));
    if is_both_ways(relationships[blamed].0) && !is_one_to_one(relationships[blamed].0) {
        return fault.help("let it filter in one direction, or set `isActive: false`");
    }
    fault.help("set `isActive: false`, and name it in `USERELATIONSHIP` where it is needed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    /// A model of relationships `many>one`, each with properties behind a blank.
    fn found(relationships: &[&str]) -> usize {
        let mut tmdl = String::new();
        for name in ["A", "B", "C", "D", "E", "F"] {
            let columns: String = (1..6).map(|at| format!("    column {at}\n        dataType: int64\n")).collect();
            tmdl.push_str(&format!("table {name}\n{columns}    partition P = m\n        source = 1\n"));
        }
        for (at, text) in relationships.iter().enumerate() {
            let (tables, more) = text.split_once(' ').unwrap_or((text, ""));
            let (from, to) = tables.split_once('>').expect("an arrow");
            let more: String = more.split(' ').filter(|word| !word.is_empty()).map(property).collect();
            tmdl.push_str(&format!(
                "relationship r{at}\n{more}    fromColumn: {from}.{0}\n    toColumn: {to}.{0}\n",
                at % 5 + 1
            ));
        }
        lines(&AMBIGUOUS_PATHS, &tmdl).len()
    }

    fn property(word: &str) -> String {
        let text = match word {
            "both" => "crossFilteringBehavior: bothDirections",
            "off" => "isActive: false",
            "one" => "fromCardinality: one",
            "many" => "toCardinality: many",
            other => panic!("{other}"),
        };
        format!("    {text}\n")
    }

    #[test]
    fn a_star_a_snowflake_and_a_shared_dimension_are_clear() {
        assert_eq!(found(&["A>B", "A>C", "B>D", "E>B", "E>C"]), 0);
        assert_eq!(found(&["A>B both", "A>C both", "B>D"]), 0);
        assert_eq!(found(&["A>B many both", "B>C many both"]), 0);
    }

    #[test]
    fn two_ways_down_are_ambiguous() {
        assert_eq!(found(&["A>B", "A>B"]), 1);
        assert_eq!(found(&["A>B", "A>B off"]), 0);
        assert_eq!(found(&["A>B", "B>C", "A>C"]), 1);
        assert_eq!(found(&["A>B", "B>D", "A>C", "C>D"]), 1);
        assert_eq!(found(&["A>B", "B>C", "C>D one both", "A>D"]), 1);
    }

    #[test]
    fn two_facts_between_two_dimensions_that_filter_both_ways_are_ambiguous() {
        assert_eq!(found(&["A>B both", "A>C both", "D>B both", "D>C both"]), 1);
        assert_eq!(found(&["A>B both", "A>C", "D>B", "D>C both"]), 0);
    }

    #[test]
    fn a_better_way_settles_it() {
        // B filters A itself, and over D and C: the direct way is of the first tier.
        assert_eq!(found(&["A>B", "A>C", "D>B both", "D>C both"]), 0);
    }

    #[test]
    fn what_two_ways_share_counts_once() {
        assert_eq!(found(&["A>B", "A>C", "B>D", "C>D", "D>E", "E>F"]), 1);
    }
}
