//! What a reader sees: the filters of their roles, evaluated and carried over the relationships.
//!
//! - A role's filter on a table also filters what lies on the many side of its active relationships, however far;
//!   towards the one side only where `securityFilteringBehavior` says both directions (learn.microsoft.com,
//!   "SecurityFilteringBehavior Enum").
//! - A row whose key is not found belongs to the blank row of the one side. It shows where the filter is true of a
//!   row of which every column is BLANK. This is not written down by Microsoft as plainly as one would wish; where a
//!   filter is true of the blank row and rows have no partner, a finding says so.
//! - Several roles of a reader add up (learn.microsoft.com, "Row-level security (RLS) with Power BI").
//!
//! Rows are not looked at one by one for every reader: rows that every filter and the truth treat alike are one cell,
//! and a reader costs as many steps as there are cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bits::Bits;
use super::evaluate::{Evaluator, Fault};
use super::load::{Evidence, NONE, groups};
use super::plan::{Plan, TableFilter};
use super::schema::Step;
use super::value::{Value, same_text};

pub struct Security<'e> {
    pub plan: &'e Plan<'e>,
    pub evidence: &'e Evidence<'e>,
    lenses: Vec<Lens>,
    /// As the model's tables.
    pub cells: Vec<Vec<Cell>>,
    /// For each table the lenses that reach it, and the class of each cell in it.
    reached: Vec<Vec<(usize, Vec<u32>)>>,
    /// What the filters that do not ask who reads say of their groups.
    fixed: Vec<Option<Result<Vec<bool>, Fault>>>,
}

/// A filter of a role, and the rows of its table in groups of one answer.
struct Lens {
    role: usize,
    filter: usize,
    /// The first row of each group.
    firsts: Vec<u32>,
    /// Classes beyond the groups: any of these classes shows it.
    sets: Vec<Vec<u32>>,
    /// Class a row, for tables that others are joined to.
    classes: HashMap<usize, Vec<u32>>,
}

/// Rows of a table that nothing tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub region: u32,
    /// The number of the row's own manager.
    pub owner: u32,
    pub rows: u64,
    pub revenue: i64,
}

/// Rows and revenue, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub rows: u64,
    pub revenue: i64,
}

/// What a reader sees of every table, by region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    pub tables: Vec<BTreeMap<u32, Amount>>,
    /// Rows of the table of managers that are another's.
    pub others: u64,
}

/// A filter that has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    pub role: usize,
    pub filter: usize,
    pub fault: Fault,
}

impl<'e> Security<'e> {
    pub fn new(plan: &'e Plan<'e>, evidence: &'e Evidence<'e>) -> Self {
        let mut security =
            Self { plan, evidence, lenses: Vec::new(), cells: Vec::new(), reached: Vec::new(), fixed: Vec::new() };
        for (role, planned) in plan.roles.iter().enumerate() {
            for (filter, of) in planned.filters.iter().enumerate() {
                let (classes, firsts) = groups(&evidence.world, of.table, &of.grouping);
                let classes = HashMap::from([(of.table, classes)]);
                security.lenses.push(Lens { role, filter, firsts, sets: Vec::new(), classes });
            }
        }
        for table in 0..plan.schema.model.tables.len() {
            let (cells, reached) = security.table(table);
            security.cells.push(cells);
            security.reached.push(reached);
        }
        security.fixed = (0..security.lenses.len())
            .map(|lens| {
                (!security.filter(lens).asks_who).then(|| security.answers(lens, &mut security.evaluator("", None)))
            })
            .collect();
        security
    }

    fn filter(&self, lens: usize) -> &'e TableFilter {
        let lens = &self.lenses[lens];
        &self.plan.roles[lens.role].filters[lens.filter]
    }

    fn evaluator<'w>(&'w self, user: &str, seen: Option<&'w [Option<Bits>]>) -> Evaluator<'w> {
        Evaluator::new(&self.evidence.world, user, seen)
    }

    fn path(&self, from: usize, to: usize) -> Option<Vec<Step>> {
        self.plan.schema.path(from, to, |edge| edge.security_both)
    }

    /// Whether a role's filter on `from` filters `to` as well.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        from != to && self.path(from, to).is_some()
    }

    /// The cells of a table, and what each lens makes of them.
    fn table(&mut self, table: usize) -> (Vec<Cell>, Vec<(usize, Vec<u32>)>) {
        let evidence = self.evidence;
        let rows = evidence.world.rows(table);
        let facts = &evidence.facts[table];
        // What tells rows apart: columns of numbers, each with its table's rows.
        let mut marks: Vec<&[u32]> = Vec::new();
        let mut last: BTreeSet<usize> = BTreeSet::new();
        let mut ways: Vec<(usize, Vec<Step>)> = Vec::new();
        for lens in 0..self.lenses.len() {
            if let Some(path) = self.path(self.filter(lens).table, table) {
                for end in 1..=path.len() {
                    // The last step down is made for cells alone: facts are many.
                    if end < path.len() || path[end - 1].is_back {
                        self.classes(lens, &path[..end]);
                    }
                }
                if let Some(step) = path.last().filter(|step| !step.is_back) {
                    last.insert(step.edge);
                }
                ways.push((lens, path));
            }
        }
        for edge in &last {
            if let Some(join) = &evidence.world.joins[*edge] {
                marks.push(&join.to_one);
            }
        }
        let own = ways.iter().filter(|(_, path)| path.last().is_none_or(|step| step.is_back));
        for (lens, _) in own.clone() {
            marks.extend(self.lenses[*lens].classes.get(&table).map(Vec::as_slice));
        }
        let owners = facts.owners.as_ref().map(|column| column.codes.as_slice());
        marks.extend(owners);
        marks.extend((!facts.regions.is_empty()).then_some(facts.regions.as_slice()));
        let mut cells: Vec<Cell> = Vec::new();
        let mut firsts: Vec<usize> = Vec::new();
        let mut known: rustc_hash::FxHashMap<Vec<u32>, usize> = Default::default();
        let mut key: Vec<u32> = Vec::with_capacity(marks.len());
        for row in 0..rows {
            key.clear();
            key.extend(marks.iter().map(|mark| mark.get(row).copied().unwrap_or(NONE)));
            let cell = match known.get(&key) {
                Some(cell) => *cell,
                None => {
                    known.insert(key.clone(), cells.len());
                    let region = facts.regions.get(row).copied().unwrap_or(NONE);
                    let owner = owners.and_then(|owners| owners.get(row)).copied().unwrap_or(NONE);
                    cells.push(Cell { region, owner, rows: 0, revenue: 0 });
                    firsts.push(row);
                    cells.len() - 1
                }
            };
            cells[cell].rows += 1;
            cells[cell].revenue += facts.revenue.as_ref().and_then(|revenue| revenue.get(row)).copied().unwrap_or(0);
        }
        let reached: Vec<(usize, Vec<u32>)> =
            ways.iter().map(|(lens, path)| (*lens, self.classes_at(*lens, path, table, &firsts))).collect();
        merge(cells, reached)
    }

    /// The class of each of these rows.
    fn classes_at(&self, lens: usize, path: &[Step], table: usize, rows: &[usize]) -> Vec<u32> {
        let of = &self.lenses[lens];
        match path.last() {
            Some(step) if !step.is_back => {
                let edge = &self.plan.schema.edges[step.edge];
                let (join, classes) = (&self.evidence.world.joins[step.edge], of.classes.get(&edge.one.0));
                let (Some(join), Some(classes)) = (join, classes) else { return vec![NONE; rows.len()] };
                rows.iter().map(|row| classes[join.to_one[*row] as usize]).collect()
            }
            _ => match of.classes.get(&table) {
                Some(classes) => rows.iter().map(|row| classes[*row]).collect(),
                None => vec![NONE; rows.len()],
            },
        }
    }

    /// Works out and keeps the class of each row of the table at the end of the path. A class of [`NONE`] is never
    /// shown: so is what lies beyond a relationship whose rows are not known.
    fn classes(&mut self, lens: usize, path: &[Step]) {
        let Some(step) = path.last().copied() else { return };
        if self.lenses[lens].classes.contains_key(&step.to) {
            return;
        }
        let (world, edge) = (&self.evidence.world, &self.plan.schema.edges[step.edge]);
        let from = if step.is_back { edge.many.0 } else { edge.one.0 };
        let rows = world.rows(step.to) + 1;
        let lens = &mut self.lenses[lens];
        let classes = match (&world.joins[step.edge], lens.classes.get(&from)) {
            (Some(join), Some(classes)) if !step.is_back => {
                join.to_one.iter().map(|one| classes[*one as usize]).collect()
            }
            (Some(join), Some(classes)) => {
                let mut sets: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); rows];
                for (many, one) in join.to_one.iter().enumerate().take(world.rows(from)) {
                    sets[*one as usize].insert(classes[many]);
                }
                let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
                let mut numbered = Vec::with_capacity(rows);
                for set in sets {
                    let set: Vec<u32> = set.into_iter().collect();
                    let next = (lens.firsts.len() + lens.sets.len()) as u32;
                    let class = *known.entry(set.clone()).or_insert(next);
                    if class == next {
                        lens.sets.push(set);
                    }
                    numbered.push(class);
                }
                numbered
            }
            _ => vec![NONE; rows],
        };
        lens.classes.insert(step.to, classes);
    }

    /// What the filter says of each class.
    fn answers(&self, lens: usize, evaluator: &mut Evaluator) -> Result<Vec<bool>, Fault> {
        let (filter, of) = (self.filter(lens), &self.lenses[lens]);
        let mut answers = Vec::with_capacity(of.firsts.len() + of.sets.len());
        let table = &self.evidence.world.tables[filter.table];
        for row in &of.firsts {
            // Without rows that have no partner there is no blank row, and no answer for it.
            let is_there = (*row as usize) < table.rows || table.ends_in_blank;
            answers.push(is_there && evaluator.shows(&filter.node, filter.table, *row as usize)?);
        }
        for set in &of.sets {
            let any = set.iter().any(|class| answers.get(*class as usize).copied().unwrap_or(false));
            answers.push(any);
        }
        Ok(answers)
    }

    /// The answers of every lens of these roles; `None` for those of other roles.
    fn all_answers(
        &self,
        user: &str,
        roles: &[usize],
        seen: Option<&[Option<Bits>]>,
    ) -> Result<Vec<Option<Vec<bool>>>, Unanswered> {
        let mut evaluator = self.evaluator(user, seen);
        let mut all = Vec::with_capacity(self.lenses.len());
        for (at, lens) in self.lenses.iter().enumerate() {
            if !roles.contains(&lens.role) {
                all.push(None);
                continue;
            }
            let answers = match &self.fixed[at] {
                Some(fixed) if seen.is_none() => fixed.clone(),
                _ => self.answers(at, &mut evaluator),
            };
            let fault = |fault| Unanswered { role: lens.role, filter: lens.filter, fault };
            all.push(Some(answers.map_err(fault)?));
        }
        Ok(all)
    }

    /// What a reader of these roles sees.
    pub fn sight(&self, user: &str, roles: &[usize]) -> Result<Sight, Unanswered> {
        let answers = self.all_answers(user, roles, None)?;
        let mut sight = Sight::default();
        for (table, cells) in self.cells.iter().enumerate() {
            let mut seen: BTreeMap<u32, Amount> = BTreeMap::new();
            for (at, cell) in cells.iter().enumerate() {
                if !roles.iter().any(|role| self.shows(*role, table, at, &answers)) {
                    continue;
                }
                let amount = seen.entry(cell.region).or_default();
                amount.rows += cell.rows;
                amount.revenue += cell.revenue;
                if cell.owner != NONE && !self.is_owner(table, cell.owner, user) {
                    sight.others += cell.rows;
                }
            }
            sight.tables.push(seen);
        }
        Ok(sight)
    }

    fn is_owner(&self, table: usize, owner: u32, user: &str) -> bool {
        let owners = self.evidence.facts[table].owners.as_ref();
        match owners.and_then(|owners| owners.values.get(owner as usize)) {
            Some(Value::Text(name)) => same_text(name, user),
            _ => false,
        }
    }

    fn shows(&self, role: usize, table: usize, cell: usize, answers: &[Option<Vec<bool>>]) -> bool {
        if self.plan.roles[role].hidden.contains(&table) {
            return false;
        }
        let of_role = self.reached[table].iter().filter(|(lens, _)| self.lenses[*lens].role == role);
        of_role.into_iter().all(|(lens, classes)| {
            let answers = answers[*lens].as_ref();
            answers.and_then(|answers| answers.get(classes[cell] as usize)).copied().unwrap_or(false)
        })
    }

    /// Filters whose answers change for this reader when, of the tables that they read, they are shown only what
    /// the role shows. Microsoft's own tutorial on dynamic security filters a table to nothing in the very role whose
    /// other filter looks it up ("Supplemental lesson - Dynamic security"): so filters see all rows, and that is what
    /// is reckoned with. What does not rest on it is surer.
    pub fn rest_on_unfiltered(&self, user: &str, role: usize) -> Result<Vec<usize>, Unanswered> {
        let answers = self.all_answers(user, &[role], None)?;
        let tables = self.plan.schema.model.tables.len();
        let seen: Vec<Option<Bits>> = (0..tables)
            .map(|table| self.plan.reads.contains(&table).then(|| self.seen_rows(role, table, &answers)))
            .collect();
        // What has no answer then is a difference too.
        let mut evaluator = self.evaluator(user, Some(&seen));
        let own = (0..self.lenses.len()).filter(|lens| self.lenses[*lens].role == role);
        let changed = own.filter(|lens| self.answers(*lens, &mut evaluator).ok().as_ref() != answers[*lens].as_ref());
        Ok(changed.map(|lens| self.lenses[lens].filter).collect())
    }

    fn seen_rows(&self, role: usize, table: usize, answers: &[Option<Vec<bool>>]) -> Bits {
        let rows = self.evidence.world.rows(table);
        let mut bits = self.evidence.world.all(table);
        for (lens, _) in self.lenses.iter().enumerate().filter(|(_, of)| of.role == role) {
            let Some(path) = self.path(self.filter(lens).table, table) else { continue };
            let every: Vec<usize> = (0..=rows).collect();
            let classes = self.classes_at(lens, &path, table, &every);
            let answers = answers[lens].as_deref().unwrap_or_default();
            for (row, class) in classes.iter().enumerate() {
                if !answers.get(*class as usize).copied().unwrap_or(false) {
                    bits.clear(row);
                }
            }
        }
        bits
    }

    /// The rows of each table, the blank one behind the last, that a reader of these roles sees; `None` is all of them.
    pub fn seen(&self, user: &str, roles: &[usize]) -> Result<Vec<Option<Bits>>, Unanswered> {
        let answers = self.all_answers(user, roles, None)?;
        let table = |table: usize| {
            let is_free = |role: &usize| {
                let mut reached = self.reached[table].iter();
                !self.plan.roles[*role].hidden.contains(&table)
                    && !reached.any(|(lens, _)| self.lenses[*lens].role == *role)
            };
            if roles.iter().any(is_free) {
                return None;
            }
            let mut seen = Bits::none(self.evidence.world.rows(table) + 1);
            for role in roles.iter().filter(|role| !self.plan.roles[**role].hidden.contains(&table)) {
                self.seen_rows(*role, table, &answers).iter().for_each(|row| seen.set(row));
            }
            Some(seen)
        };
        Ok((0..self.plan.schema.model.tables.len()).map(table).collect())
    }

    /// Filters that show the blank row of their table to this reader, while rows without a partner are in reach.
    pub fn shows_blank(&self, user: &str, role: usize) -> Result<Vec<usize>, Unanswered> {
        let mut evaluator = self.evaluator(user, None);
        let mut found = Vec::new();
        for (at, filter) in self.plan.roles[role].filters.iter().enumerate() {
            let rows = self.evidence.world.rows(filter.table);
            let has_blank = self.evidence.world.tables[filter.table].ends_in_blank;
            let shown = has_blank && {
                let fault = |fault| Unanswered { role, filter: at, fault };
                evaluator.shows(&filter.node, filter.table, rows).map_err(fault)?
            };
            if shown {
                found.push(at);
            }
        }
        Ok(found)
    }

    /// Filters of these roles that answer otherwise for another spelling of a name.
    pub fn told_apart(&self, name: &str, spelling: &str, roles: &[usize]) -> Vec<(usize, usize)> {
        let answers = |name: &str| self.all_answers(name, roles, None).unwrap_or_default();
        let (a, b) = (answers(name), answers(spelling));
        let differ = self.lenses.iter().zip(a.iter().zip(&b)).filter(|(_, (a, b))| a != b);
        differ.map(|(lens, _)| (lens.role, lens.filter)).collect()
    }

    /// What there is of a table, by region.
    pub fn whole(&self, table: usize) -> BTreeMap<u32, Amount> {
        let mut whole: BTreeMap<u32, Amount> = BTreeMap::new();
        for cell in &self.cells[table] {
            let amount = whole.entry(cell.region).or_default();
            amount.rows += cell.rows;
            amount.revenue += cell.revenue;
        }
        whole
    }
}

/// Cells that no lens and no truth tells apart become one.
fn merge(cells: Vec<Cell>, reached: Vec<(usize, Vec<u32>)>) -> (Vec<Cell>, Vec<(usize, Vec<u32>)>) {
    let mut merged: Vec<Cell> = Vec::new();
    let mut classes: Vec<(usize, Vec<u32>)> = reached.iter().map(|(lens, _)| (*lens, Vec::new())).collect();
    let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let own = reached.iter().map(|(_, classes)| classes[at]);
        let key: Vec<u32> = own.chain([cell.region, cell.owner]).collect();
        match known.get(&key) {
            Some(place) => {
                merged[*place].rows += cell.rows;
                merged[*place].revenue += cell.revenue;
            }
            None => {
                known.insert(key, merged.len());
                merged.push(*cell);
                for ((_, classes), (_, from)) in classes.iter_mut().zip(&reached) {
                    classes.push(from[at]);
                }
            }
        }
    }
    (merged, classes)
}
