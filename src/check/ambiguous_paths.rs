//! MD006: two ways for a filter to go from one table to another; MD074: where that is not known, since the search ended.
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

pub static UNSEARCHED_PATHS: Code = Code {
    id: "MD074",
    name: "unsearched-paths",
    severity: Severity::Warning,
    explanation: "The tables of this model reach each other on so many ways that the search for two equally good ones \
(MD006) was ended before it had seen them all. What it found until then is told; there may be more, and Power BI refuses \
a model that has one. It happens where thousands of tables hang together, or hundreds by filters in both directions.

Wrong: hundreds of tables, each joined with many others, with `crossFilteringBehavior: bothDirections`.
Right: a star: facts in the middle, filtered by their dimensions in one direction.",
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

/// A relationship as it is passed from a table, or to one.
#[derive(Clone, Copy)]
struct Edge {
    /// The table at the other end.
    table: usize,
    step: Step,
    /// Which relationship.
    at: usize,
}

struct Graph<'a> {
    names: Vec<&'a str>,
    /// What leads away from each table, and what to it.
    outgoing: Vec<Vec<Edge>>,
    incoming: Vec<Vec<Edge>>,
    /// What the search has looked at so far.
    looked: Cell<usize>,
}

/// Every table is looked for from every other: the search takes the tables times the relationships. Here it ends, with
/// what it has found; a model of five hundred tables and five thousand relationships is searched to the end.
const ENOUGH: usize = 50_000_000;

/// Nor are more found than this: nobody mends a model by so many.
const MOST: usize = 10_000;

/// A table, and whether the path is in its second half.
type State = (usize, bool);

/// How a state was first reached.
#[derive(Clone, Copy)]
struct Came {
    before: State,
    /// By which relationship.
    at: usize,
    /// The relationship with which the way began: two ways that begin with the same have that in common.
    branch: usize,
    length: usize,
}

/// The states that the paths of a tier reach from a table.
struct Reached {
    source: usize,
    /// Two for each table.
    came: Vec<Option<Came>>,
}

/// A path that could be taken to a table: to a state beside it, and over one relationship.
struct Candidate {
    length: usize,
    state: State,
    at: usize,
    branch: usize,
}

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
    // By the first relationship of each, so that one is not compared with thousands.
    let (mut said, mut told): (BTreeMap<usize, Vec<BTreeSet<usize>>>, usize) = (BTreeMap::new(), 0);
    for source in 0..graph.names.len() {
        for (a, b) in graph.ambiguities(source) {
            let both: BTreeSet<usize> = a.iter().chain(&b).map(|(at, _)| *at).collect();
            let mut near = both.iter().filter_map(|at| said.get(at)).flatten().inspect(|_| graph.look(1));
            if near.any(|said| said.is_subset(&both)) {
                continue;
            }
            found.push(diagnostic(context, &relationships, &graph, source, [&a, &b], &both));
            told += 1;
            if told == MOST {
                graph.look(ENOUGH);
            }
            said.entry(both.first().copied().unwrap_or_default()).or_default().push(both);
        }
    }
    if let Some((first, _)) = relationships.first().filter(|_| graph.is_enough()) {
        let tables = graph.names.len();
        let message = format!("the ways between {tables} tables are too many to be searched for ambiguous ones");
        found.push(
            Diagnostic::new(&UNSEARCHED_PATHS, message)
                .at(context.origins.place(&relationship_path(first)), "one of the relationships they lead over")
                .help("let relationships filter in one direction, and join facts with dimensions only"),
        );
    }
}

impl<'a> Graph<'a> {
    fn new(relationships: &[(&Relationship, Ends<'a>)]) -> Self {
        let mut graph = Self { names: Vec::new(), outgoing: Vec::new(), incoming: Vec::new(), looked: Cell::new(0) };
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, (relationship, ends)) in relationships.iter().enumerate() {
            let [from, to] = [ends.from.0.name.as_str(), ends.to.0.name.as_str()].map(|name| {
                *known.entry(name).or_insert_with(|| {
                    graph.names.push(name);
                    graph.outgoing.push(Vec::new());
                    graph.incoming.push(Vec::new());
                    graph.names.len() - 1
                })
            });
            let (down, up) = match () {
                () if is_many_to_many(relationship) => (ManyToMany, ManyToMany),
                () if is_one_to_one(relationship) => (OneToOne, OneToOne),
                () => (Down, Up),
            };
            graph.connect(to, from, down, at);
            if is_both_ways(relationship) {
                graph.connect(from, to, up, at);
            }
        }
        graph
    }

    fn connect(&mut self, from: usize, to: usize, step: Step, at: usize) {
        self.outgoing[from].push(Edge { table: to, step, at });
        self.incoming[to].push(Edge { table: from, step, at });
    }

    fn look(&self, many: usize) {
        self.looked.set(self.looked.get().saturating_add(many));
    }

    fn is_enough(&self) -> bool {
        self.looked.get() >= ENOUGH
    }

    /// Pairs of paths from a table that end at one table, are of one tier, and of which no better one leads there.
    fn ambiguities(&self, source: usize) -> Vec<(Path, Path)> {
        let mut is_settled = vec![false; self.names.len()];
        is_settled[source] = true;
        let mut found = Vec::new();
        for tier in TIERS.iter().take_while(|_| !self.is_enough()) {
            let reached = self.search(source, tier);
            let ends: Vec<usize> =
                (0..self.names.len()).filter(|table| !is_settled[*table] && reached.has(*table)).collect();
            for &end in ends.iter().take_while(|_| !self.is_enough()) {
                found.extend(self.two_paths(end, tier, &reached));
            }
            ends.into_iter().for_each(|end| is_settled[end] = true);
        }
        found
    }

    /// Every state that paths of the tier lead to, with the step that came there first.
    fn search(&self, source: usize, tier: &Tier) -> Reached {
        let mut reached = Reached { source, came: vec![None; 2 * self.names.len()] };
        self.look(reached.came.len());
        let mut waiting = VecDeque::from([(source, false)]);
        while let Some(state) = waiting.pop_front() {
            let (branch, length) = reached.way(state).unzip();
            self.look(self.outgoing[state.0].len());
            for edge in &self.outgoing[state.0] {
                for next in tier.after(state, edge.step, edge.table) {
                    let came = &mut reached.came[index(next)];
                    if came.is_none() && next != (source, false) {
                        let branch = branch.unwrap_or(edge.at);
                        *came = Some(Came { before: state, at: edge.at, branch, length: length.unwrap_or(0) + 1 });
                        waiting.push_back(next);
                    }
                }
            }
        }
        reached
    }

    /// The first path to a table, and one that shares no relationship and no table with it.
    fn two_paths(&self, end: usize, tier: &Tier, reached: &Reached) -> Option<(Path, Path)> {
        let incoming = &self.incoming[end];
        self.look(2 * incoming.len());
        let mut candidates: Vec<Candidate> = Vec::new();
        for edge in incoming {
            for state in [(edge.table, false), (edge.table, true)] {
                let way = reached.way(state);
                let is_there = way.is_some() || state == (reached.source, false);
                if is_there && tier.after(state, edge.step, end).next().is_some() {
                    let (branch, length) = way.unwrap_or((edge.at, 0));
                    candidates.push(Candidate { length: length + 1, state, at: edge.at, branch });
                }
            }
        }
        // What begins alike has its beginning in common.
        if candidates.iter().all(|one| one.branch == candidates[0].branch) {
            return None;
        }
        // The shortest first; among equals what the tables' order says.
        candidates.sort_by_key(|candidate| (candidate.length, candidate.state));
        let path = |candidate: &Candidate| {
            // A set is made of each of its tables, some of them twice.
            self.look(8 * candidate.length);
            let mut path = reached.walked(candidate.state);
            path.push((candidate.at, end));
            is_simple(reached.source, &path).then_some(path)
        };
        let (branch, first) = candidates.iter().find_map(|one| Some((one.branch, path(one)?)))?;
        let others = candidates.iter().filter(|other| other.branch != branch);
        let second = others.filter_map(path).find(|path| is_apart(&first, path))?;
        Some((first, second))
    }
}

fn index((table, second): State) -> usize {
    2 * table + usize::from(second)
}

impl Reached {
    fn has(&self, table: usize) -> bool {
        [false, true].into_iter().any(|second| self.came[index((table, second))].is_some())
    }

    /// With which relationship the way to the state began, and how long it is; nothing of the beginning itself.
    fn way(&self, state: State) -> Option<(usize, usize)> {
        self.came[index(state)].map(|came| (came.branch, came.length))
    }

    fn walked(&self, mut state: State) -> Path {
        let mut path = Vec::new();
        while let Some(came) = self.came[index(state)] {
            path.push((came.at, state.0));
            state = came.before;
        }
        path.reverse();
        path
    }
}

/// Relationships, each with the table it leads to.
type Path = Vec<(usize, usize)>;

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
    /// The states that a step to a table leads to.
    fn after(&self, (_, second): State, step: Step, table: usize) -> impl Iterator<Item = State> + use<> {
        let is_first = !second && self.first.contains(&step);
        let is_then = self.then.contains(&step);
        [is_first.then_some((table, false)), is_then.then_some((table, true))].into_iter().flatten()
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

    /// Tables that are each joined with the next, one to one, and the last with the first.
    fn ring(tables: usize) -> String {
        let table = |at| {
            let columns = ["A", "B"].map(|name| format!("    column {name}\n        dataType: int64\n")).concat();
            let to = (at + 1) % tables;
            format!(
                "table T{at}\n{columns}    partition P = m\n        source = 1\nrelationship r{at}\n    \
                 crossFilteringBehavior: bothDirections\n    fromCardinality: one\n    fromColumn: T{at}.A\n    toColumn: T{to}.B\n"
            )
        };
        (0..tables).map(table).collect()
    }

    #[test]
    fn a_search_that_was_ended_says_so() {
        assert!(lines(&UNSEARCHED_PATHS, &ring(20)).is_empty());
        assert_eq!(lines(&UNSEARCHED_PATHS, &ring(2_500)).len(), 1);
    }

    #[test]
    fn what_two_ways_share_counts_once() {
        assert_eq!(found(&["A>B", "A>C", "B>D", "C>D", "D>E", "E>F"]), 1);
    }
}
