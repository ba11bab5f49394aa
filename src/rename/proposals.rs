//! Things that are gone, and new ones in their place that look like the same: perhaps they were renamed.

use super::ObjectRef;
use crate::catalog::{self, Catalog};
use crate::diag::suggest;
use crate::model::{Column, Measure, Model, Table};
use crate::name::same;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// As it is written below `[renames]`.
    pub from: String,
    pub to: String,
    /// `table`, `column`, `measure`.
    pub kind: &'static str,
    pub why: Why,
}

/// The strongest reason last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    NearName,
    SameDescription,
    SameColumns,
    SameExpression,
    SameSource,
    SameLineage,
}

impl Why {
    pub fn as_str(self) -> &'static str {
        match self {
            Why::NearName => "the names are near",
            Why::SameDescription => "both have the same description",
            Why::SameColumns => "both have the same columns",
            Why::SameExpression => "both have the same expression",
            Why::SameSource => "both are read from the same source",
            Why::SameLineage => "both have the same lineage tag",
        }
    }
}

impl Proposal {
    /// The line that renames it: `"Sales[Revenue]" = "Net Revenue"`.
    pub fn entry(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        format!("{} = {}", text(&self.from), text(&self.to))
    }
    pub fn question(&self) -> String {
        let Self { kind, from, to, why } = self;
        let entry = self.entry();
        format!("did you rename the {kind} `{from}` to `{to}`? add `{entry}` to [renames] ({})", why.as_str())
    }
}

/// What of the old model may have another name in the new one, tables first.
pub fn proposals(old: &Model, new: &Model) -> Vec<Proposal> {
    let gone: Vec<&Table> = old.tables.iter().filter(|table| new.table(table.name.as_str()).is_none()).collect();
    let come: Vec<&Table> = new.tables.iter().filter(|table| old.table(table.name.as_str()).is_none()).collect();
    let tables = pairs(&gone, &come, |table| table.name.as_str(), tables_alike);
    let name = |table: &Table| ObjectRef::Table(table.name.to_string()).to_string();
    let mut found: Vec<Proposal> =
        tables.iter().map(|(old, new, why)| proposal("table", name(old), new.name.as_str(), *why)).collect();
    for table in &old.tables {
        let renamed = tables.iter().find(|(old, ..)| old.name == table.name).map(|(_, new, _)| *new);
        let Some(now) = new.table(table.name.as_str()).or(renamed) else { continue };
        let gone: Vec<&Column> = table.columns.iter().filter(|one| now.column(one.name.as_str()).is_none()).collect();
        let come: Vec<&Column> = now.columns.iter().filter(|one| table.column(one.name.as_str()).is_none()).collect();
        for (old, new, why) in pairs(&gone, &come, |column| column.name.as_str(), columns_alike) {
            let from = ObjectRef::Column { table: table.name.to_string(), name: old.name.to_string() };
            found.push(proposal("column", from.to_string(), new.name.as_str(), why));
        }
    }
    let is_in = |model: &Model, name: &str| model.measures().any(|(_, measure)| same(measure.name.as_str(), name));
    let only = |model: &'_ Model, other: &Model| -> Vec<usize> {
        let all = model.measures().enumerate();
        all.filter(|(_, (_, measure))| !is_in(other, measure.name.as_str())).map(|(at, _)| at).collect()
    };
    let gone = nth(old, &only(old, new));
    let come = nth(new, &only(new, old));
    for (old, new, why) in pairs(&gone, &come, |measure| measure.name.as_str(), measures_alike) {
        let from = ObjectRef::Measure { table: String::new(), name: old.name.to_string() };
        found.push(proposal("measure", from.to_string(), new.name.as_str(), why));
    }
    found
}

/// The same of the warehouse.
pub fn of_catalogs(old: &Catalog, new: &Catalog) -> Vec<Proposal> {
    type Tables<'a> = Vec<&'a catalog::Table>;
    let gone: Tables = old.tables.iter().filter(|table| new.table(table.name.as_str()).is_none()).collect();
    let come: Tables = new.tables.iter().filter(|table| old.table(table.name.as_str()).is_none()).collect();
    let tables = pairs(
        &gone,
        &come,
        |table| table.name.as_str(),
        |old, new| {
            let names =
                |table: &catalog::Table| table.columns.iter().map(|one| one.name.to_string()).collect::<Vec<_>>();
            shared(&names(old), &names(new)).or_else(|| near(old.name.as_str(), new.name.as_str()))
        },
    );
    let mut found: Vec<Proposal> =
        tables.iter().map(|(old, new, why)| proposal("table", old.name.to_string(), new.name.as_str(), *why)).collect();
    for table in &old.tables {
        let renamed = tables.iter().find(|(old, ..)| old.name == table.name).map(|(_, new, _)| *new);
        let Some(now) = new.table(table.name.as_str()).or(renamed) else { continue };
        type Columns<'a> = Vec<&'a catalog::Column>;
        let gone: Columns = table.columns.iter().filter(|one| now.column(one.name.as_str()).is_none()).collect();
        let come: Columns = now.columns.iter().filter(|one| table.column(one.name.as_str()).is_none()).collect();
        let alike = |old: &catalog::Column, new: &catalog::Column| {
            let is_described = !old.description.is_empty() && old.description == new.description;
            let why = if is_described { Some(Why::SameDescription) } else { None };
            why.or_else(|| near(old.name.as_str(), new.name.as_str())).filter(|_| old.kind == new.kind)
        };
        for (old, new, why) in pairs(&gone, &come, |column| column.name.as_str(), alike) {
            found.push(proposal("column", format!("{}.{}", table.name, old.name), new.name.as_str(), why));
        }
    }
    found
}

fn proposal(kind: &'static str, from: String, to: &str, why: Why) -> Proposal {
    Proposal { from, to: to.to_owned(), kind, why }
}

fn nth<'a>(model: &'a Model, wanted: &[usize]) -> Vec<&'a Measure> {
    let all = model.measures().enumerate();
    all.filter(|(at, _)| wanted.contains(at)).map(|(_, (_, measure))| measure).collect()
}

/// Each old thing with the new one that is most like it; nothing where two are equally so.
fn pairs<'a, T>(
    gone: &[&'a T],
    come: &[&'a T],
    name: impl Fn(&T) -> &str,
    alike: impl Fn(&T, &T) -> Option<Why>,
) -> Vec<(&'a T, &'a T, Why)> {
    let mut all: Vec<(Why, usize, usize, usize)> = Vec::new();
    for (old_at, old) in gone.iter().enumerate() {
        for (new_at, new) in come.iter().enumerate() {
            if let Some(why) = alike(old, new) {
                let (a, b) = (name(old).to_lowercase(), name(new).to_lowercase());
                all.push((why, strsim::damerau_levenshtein(&a, &b), old_at, new_at));
            }
        }
    }
    all.sort_by(|a, b| (b.0, a.1, a.2, a.3).cmp(&(a.0, b.1, b.2, b.3)));
    let (mut used, mut taken) = (vec![false; gone.len()], vec![false; come.len()]);
    let mut found = Vec::new();
    for (why, distance, old_at, new_at) in &all {
        let is_free = |old: usize, new: usize| used.get(old) == Some(&false) && taken.get(new) == Some(&false);
        if !is_free(*old_at, *new_at) {
            continue;
        }
        let rivals = all.iter().filter(|(other, far, old, new)| {
            (other, far) == (why, distance) && is_free(*old, *new) && ((old == old_at) != (new == new_at))
        });
        if rivals.count() > 0 {
            continue;
        }
        if let (Some(old), Some(new)) = (gone.get(*old_at), come.get(*new_at)) {
            found.push((*old_at, (*old, *new, *why)));
        }
        used.iter_mut().skip(*old_at).take(1).for_each(|used| *used = true);
        taken.iter_mut().skip(*new_at).take(1).for_each(|taken| *taken = true);
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, pair)| pair).collect()
}

fn is_same(a: Option<&str>, b: Option<&str>) -> bool {
    a.is_some() && a == b
}

fn columns_alike(old: &Column, new: &Column) -> Option<Why> {
    let is_of_one_type = old.data_type.is_none() || new.data_type.is_none() || old.data_type == new.data_type;
    if is_same(old.lineage_tag.as_deref(), new.lineage_tag.as_deref()) {
        return Some(Why::SameLineage);
    }
    if !is_of_one_type || old.expression.is_some() != new.expression.is_some() {
        return None;
    }
    if is_same(old.source_column.as_deref(), new.source_column.as_deref()) {
        return Some(Why::SameSource);
    }
    if old.expression.is_some() && spaceless(old.expression.as_deref()) == spaceless(new.expression.as_deref()) {
        return Some(Why::SameExpression);
    }
    near(old.name.as_str(), new.name.as_str())
}

fn measures_alike(old: &Measure, new: &Measure) -> Option<Why> {
    if is_same(old.lineage_tag.as_deref(), new.lineage_tag.as_deref()) {
        return Some(Why::SameLineage);
    }
    let has_expression = !old.expression.trim().is_empty();
    if has_expression && spaceless(Some(&old.expression)) == spaceless(Some(&new.expression)) {
        return Some(Why::SameExpression);
    }
    near(old.name.as_str(), new.name.as_str())
}

fn tables_alike(old: &Table, new: &Table) -> Option<Why> {
    if is_same(old.lineage_tag.as_deref(), new.lineage_tag.as_deref()) {
        return Some(Why::SameLineage);
    }
    let source = |table: &Table| table.partitions.first().and_then(|one| spaceless(Some(&one.source)));
    if source(old).is_some_and(|text| !text.is_empty()) && source(old) == source(new) {
        return Some(Why::SameSource);
    }
    let names = |table: &Table| table.columns.iter().map(|one| one.name.to_string()).collect::<Vec<_>>();
    shared(&names(old), &names(new)).or_else(|| near(old.name.as_str(), new.name.as_str()))
}

/// Most names of either are those of the other.
fn shared(old: &[String], new: &[String]) -> Option<Why> {
    let both = old.iter().filter(|name| new.iter().any(|other| same(name, other))).count();
    (both >= 2 && both * 3 >= old.len().max(new.len()) * 2).then_some(Why::SameColumns)
}

/// A formula without its blanks, which a layout changes.
fn spaceless(text: Option<&str>) -> Option<String> {
    Some(text?.split_whitespace().collect())
}

/// A few letters apart, the same but for what stands between words, or one with a word more.
fn near(old: &str, new: &str) -> Option<Why> {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(old), words(new));
    let is_part = |part: &[String], whole: &[String]| {
        part.iter().any(|word| word.chars().count() > 3) && part.iter().all(|word| whole.contains(word))
    };
    let is_near =
        a.concat() == b.concat() || is_part(&a, &b) || is_part(&b, &a) || suggest::nearest(old, [new]).is_some();
    (is_near && !old.is_empty()).then_some(Why::NearName)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{DataType, TableKind};
    use crate::tmdl;

    fn model(text: &str) -> Model {
        tmdl::lower(&[("t.tmdl".to_owned(), tmdl::parse(text))]).model
    }

    fn entries(old: &str, new: &str) -> Vec<String> {
        proposals(&model(old), &model(new)).iter().map(Proposal::entry).collect()
    }

    #[test]
    fn a_column_of_the_same_source_is_the_same() {
        let text = |name: &str, kind: &str| {
            format!("table Sales\n\tcolumn '{name}'\n\t\tdataType: {kind}\n\t\tsourceColumn: revenue\n")
        };
        let (old, new) = (text("Revenue", "int64"), text("Turnover", "int64"));
        assert_eq!(entries(&old, &new), ["\"Sales[Revenue]\" = \"Turnover\""]);
        assert_eq!(entries(&old, &text("Turnover", "string")), [""; 0]);
        let said = proposals(&model(&old), &model(&new))[0].question();
        let wanted = "did you rename the column `Sales[Revenue]` to `Turnover`? add `\"Sales[Revenue]\" = \"Turnover\"` to \
                      [renames] (both are read from the same source)";
        assert_eq!(said, wanted);
    }

    #[test]
    fn a_measure_of_the_same_expression_or_a_near_name_is_proposed() {
        let old = "table T\n\tmeasure Total = SUM(T[a])\n\tmeasure Margin = 1\n";
        let new = "table T\n\tmeasure 'All of it' = SUM( T[a] )\n\tmeasure 'Margin %' = 2\n";
        assert_eq!(entries(old, new), ["\"[Total]\" = \"All of it\"", "\"[Margin]\" = \"Margin %\""]);
    }

    #[test]
    fn of_two_that_are_equally_near_none_is_proposed() {
        let old = "table T\n\tcolumn Price\n";
        assert_eq!(entries(old, "table T\n\tcolumn Prices\n\tcolumn Priced\n"), [""; 0]);
        assert_eq!(entries(old, "table T\n\tcolumn Colour\n"), [""; 0]);
        assert_eq!(entries(old, "table T\n\tcolumn Price\n\tcolumn Prices\n"), [""; 0]);
    }

    #[test]
    fn a_table_with_its_columns_is_followed_into_them() {
        let old = "table Sales\n\tcolumn A\n\tcolumn B\n\tcolumn Unit\n";
        let new = "table Orders\n\tcolumn A\n\tcolumn B\n\tcolumn Units\n";
        assert_eq!(entries(old, new), ["\"Sales\" = \"Orders\"", "\"Sales[Unit]\" = \"Units\""]);
    }

    #[test]
    fn the_warehouse_is_compared_alike() {
        let column = |name: &str, kind| catalog::Column {
            name: name.into(),
            kind,
            nullable: false,
            description: String::new(),
            statistics: None,
        };
        let catalog = |name: &str, columns: &[(&str, DataType)]| Catalog {
            tables: vec![catalog::Table {
                name: name.into(),
                kind: TableKind::Table,
                grain: String::new(),
                description: String::new(),
                columns: columns.iter().map(|(name, kind)| column(name, *kind)).collect(),
                primary_key: Vec::new(),
                foreign_keys: Vec::new(),
                rows: None,
            }],
        };
        let kinds = [("a", DataType::Text), ("b", DataType::Text), ("revenue", DataType::Money)];
        let old = catalog("fact_sales", &kinds);
        let renamed = [("a", DataType::Text), ("b", DataType::Text), ("net_revenue", DataType::Money)];
        let found = of_catalogs(&old, &catalog("fact_orders", &renamed));
        let entries: Vec<String> = found.iter().map(Proposal::entry).collect();
        assert_eq!(entries, ["\"fact_sales\" = \"fact_orders\"", "\"fact_sales.revenue\" = \"net_revenue\""]);
        let other = [("a", DataType::Text), ("b", DataType::Text), ("net_revenue", DataType::Text)];
        assert_eq!(of_catalogs(&old, &catalog("fact_sales", &other)), []);
    }
}
