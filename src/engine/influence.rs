//! What can change what is shown: the tables from which a filter, or a reader's rows, can get to it.
//!
//! Two readers who see the same rows of all of these are shown the same, and a slicer on a column of any other table
//! changes nothing. What is in doubt is held to have an influence.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::row_set::RowSet;
use super::{Engine, Reader, Wanted};

/// Functions whose answer is who looks.
const WHO_LOOKS: [&str; 5] = ["USERPRINCIPALNAME", "USERNAME", "USEROBJECTID", "USERCULTURE", "CUSTOMDATA"];

impl Engine<'_> {
    /// The tables that have an influence on these measures and columns; `None`: so has the reader's name.
    pub fn influences(&self, wanted: &Wanted) -> Option<BTreeSet<usize>> {
        let mut compiler = Compiler::new(&self.schema, &self.links, &self.names, 0);
        compiler.uses.extend(wanted.measures.iter().filter_map(|name| self.measure(name)));
        let columns = wanted.columns.iter().filter_map(|(table, column)| self.column_id(table, column));
        compiler.needs.extend(columns);
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        while let Some(next) = compiler.uses.iter().copied().find(|at| !texts.contains_key(at)) {
            let text = &self.measures.get(next)?.text;
            // What is not evaluated says so to everybody.
            let _ = compiler.expression(text, None);
            texts.insert(next, text.to_uppercase());
        }
        if WHO_LOOKS.iter().any(|function| texts.values().any(|text| text.contains(function))) {
            return None;
        }
        let turns_filters = texts.values().any(|text| text.contains("CROSSFILTER"));
        let mut found: BTreeSet<usize> = compiler.needs.iter().map(|column| column.0).collect();
        found.extend(compiler.reads.iter().chain(&compiler.wholes));
        loop {
            let before = found.len();
            for link in &self.links {
                if found.contains(&link.many.0) || link.is_limited && found.contains(&link.one.0) {
                    found.extend([link.one.0, link.many.0]);
                }
                if found.contains(&link.one.0) && (link.both || turns_filters) {
                    found.insert(link.many.0);
                }
            }
            if found.len() == before {
                return Some(found);
            }
        }
    }

    /// For each table and reader the first reader who sees the same rows of it.
    pub fn same_rows(&self, readers: &[&Reader]) -> Vec<Vec<usize>> {
        let seen: Vec<_> = readers.iter().map(|reader| reader.unfiltered(self)).collect();
        let rows = |reader: usize, table: usize| seen.get(reader).and_then(|seen| seen.get(table)).map(|rows| &**rows);
        let of_table = |table: usize| {
            let is_same = |one: usize, other: usize| match (rows(one, table), rows(other, table)) {
                (Some(one), Some(other)) => is_same(one, other),
                _ => false,
            };
            (0..readers.len())
                .map(|reader| (0..reader).find(|first| is_same(*first, reader)).unwrap_or(reader))
                .collect()
        };
        (0..self.tables.len()).map(of_table).collect()
    }
}

fn is_same(one: &RowSet, other: &RowSet) -> bool {
    one.len() == other.len()
        && one.has_blank() == other.has_blank()
        && (one.len() == one.table_rows() + usize::from(one.has_blank()) || one.iter().eq(other.iter()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Small;
    use super::*;
    use crate::proof::bits::Bits;

    fn of(measures: &[(&str, &str)], more: &str) -> Option<Vec<String>> {
        let small = Small::with(measures, more);
        let engine = small.engine();
        let wanted = Wanted { measures: vec!["M".to_owned()], columns: Vec::new() };
        let tables = engine.influences(&wanted)?;
        Some(tables.into_iter().map(|table| engine.model().tables[table].name.to_string()).collect())
    }

    #[test]
    fn filters_come_from_the_one_side_however_far() {
        let all = ["Sales", "Customer", "Area", "Date", "Goods"].map(str::to_owned).to_vec();
        assert_eq!(of(&[("M", "SUM(Sales[revenue])")], ""), Some(all.clone()));
        assert_eq!(of(&[("M", "[N] + 1"), ("N", "COUNTROWS(Sales)")], ""), Some(all));
        let customer = ["Customer", "Area"].map(str::to_owned).to_vec();
        assert_eq!(of(&[("M", "AVERAGE(Customer[age])")], ""), Some(customer));
        assert_eq!(of(&[("M", "COUNTROWS(Loose)")], ""), Some(vec!["Loose".to_owned()]));
    }

    #[test]
    fn filters_that_turn_come_from_the_many_side_too() {
        let turned = "CALCULATE(COUNTROWS(Area), CROSSFILTER(Customer[area], Area[area], BOTH))";
        assert_eq!(of(&[("M", turned)], "").map(|tables| tables.len()), Some(5));
        assert_eq!(of(&[("M", "COUNTROWS(Area)")], ""), Some(vec!["Area".to_owned()]));
    }

    #[test]
    fn who_looks_is_an_influence() {
        assert_eq!(of(&[("M", "IF(userPrincipalName() = \"x\", 1)")], ""), None);
    }

    #[test]
    fn readers_are_alike_where_they_see_the_same_rows() {
        let small = Small::new(&[]);
        let engine = small.engine();
        let reader = |rows: &[usize]| {
            let mut seen = Bits::none(6);
            rows.iter().for_each(|row| seen.set(*row));
            // The second table is that of the customers.
            Reader::seeing(vec![None, Some(seen)])
        };
        let (everybody, all, some) = (Reader::everybody(), reader(&[0, 1, 2, 3, 4, 5]), reader(&[0, 1]));
        let alike = engine.same_rows(&[&everybody, &all, &some, &some]);
        assert_eq!(alike[0], [0, 0, 0, 0]);
        assert_eq!(alike[1], [0, 0, 2, 2]);
    }
}
