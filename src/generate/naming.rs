//! What the model calls the warehouse's tables and columns, and which it leaves out: `names.toml` and the
//! configuration's own names on top of it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{NameOverrides, templates::Source};
use crate::catalog::{Catalog, Table};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const BAD_NAMES_FILE: Code = Code {
    id: "MD101",
    name: "bad-names-file",
    severity: Severity::Error,
    explanation: "`names.toml` says what the model calls the warehouse's tables and columns. It could not be read: \
                  it is not TOML, or has a key that pbiforge does not know.",
};

pub const NAME_CLASH: Code = Code {
    id: "MD102",
    name: "name-clash",
    severity: Severity::Error,
    explanation: "Two tables of the warehouse, two columns of one table, or a table and one of the model's \
                  parameters would have the same name in the model, where case does not count. Give one of them a name of its own in `[model.names]`.",
};

pub const UNKNOWN_NAME: Code = Code {
    id: "MD103",
    name: "unknown-warehouse-name",
    severity: Severity::Warning,
    explanation: "`[model.names]` names a table or column that the warehouse does not have, so the entry does nothing.",
};

/// `names.toml`, with the configuration's names over it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Names {
    columns: BTreeMap<String, String>,
    table: Vec<TableNames>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TableNames {
    warehouse: String,
    model: String,
    hidden: bool,
    unrelated: bool,
    replaces: Vec<String>,
    hide: Vec<String>,
    show: Vec<String>,
    columns: BTreeMap<String, String>,
}

impl Names {
    pub(crate) fn read(source: &Source, overrides: &NameOverrides) -> Result<Names, Diagnostic> {
        let mut names: Names = toml::from_str(&source.text).map_err(|error| {
            let place = match error.span() {
                Some(span) => Place::bytes(&source.place, span),
                None => Place::file(&source.place),
            };
            Diagnostic::new(&BAD_NAMES_FILE, "cannot read the names of the model").at(place, error.message())
        })?;
        for (table, name) in &overrides.tables {
            match names.table.iter_mut().find(|known| known.warehouse == *table) {
                Some(known) => known.model.clone_from(name),
                None => names.table.push(TableNames {
                    warehouse: table.clone(),
                    model: name.clone(),
                    ..TableNames::default()
                }),
            }
        }
        for (column, name) in &overrides.columns {
            let place = column.split_once('.');
            let known = place.and_then(|(table, _)| names.table.iter_mut().find(|known| known.warehouse == table));
            match (place, known) {
                (Some((_, column)), Some(known)) => known.columns.insert(column.to_owned(), name.clone()),
                (Some((table, column)), None) => {
                    let columns = BTreeMap::from([(column.to_owned(), name.clone())]);
                    names.table.push(TableNames { warehouse: table.to_owned(), columns, ..TableNames::default() });
                    None
                }
                (None, _) => names.columns.insert(column.clone(), name.clone()),
            };
        }
        Ok(names)
    }

    fn of(&self, table: &str) -> Option<&TableNames> {
        self.table.iter().find(|known| known.warehouse == table)
    }

    /// The tables that the model shows, in its order.
    pub(crate) fn shown<'a>(&self, catalog: &'a Catalog) -> Vec<&'a Table> {
        let mut tables: Vec<&Table> =
            catalog.tables.iter().filter(|table| self.stand_in(table.name.as_str(), catalog).is_none()).collect();
        let position = |table: &Table| self.table.iter().position(|known| known.warehouse == table.name.as_str());
        tables.sort_by_key(|table| position(table).unwrap_or(usize::MAX));
        tables
    }

    /// The table that shows everything of this one, where the warehouse has it.
    pub(crate) fn stand_in<'a>(&self, table: &str, catalog: &'a Catalog) -> Option<&'a Table> {
        let known = self.table.iter().find(|known| known.replaces.iter().any(|replaced| replaced == table))?;
        catalog.table(&known.warehouse)
    }

    pub(crate) fn table(&self, table: &str) -> String {
        let named = self.of(table).map(|known| known.model.as_str()).filter(|name| !name.is_empty());
        match tidy(named.unwrap_or(&humanise(table))) {
            // Power BI keeps this name for itself and refuses the model.
            name if name.eq_ignore_ascii_case("measures") => format!("{name} Table"),
            name => name,
        }
    }

    pub(crate) fn column(&self, table: &str, column: &str) -> String {
        let named = self.of(table).and_then(|known| known.columns.get(column)).or_else(|| self.columns.get(column));
        tidy(named.unwrap_or(&humanise(column)))
    }

    pub(crate) fn is_table_hidden(&self, table: &str) -> bool {
        self.of(table).is_some_and(|known| known.hidden)
    }

    pub(crate) fn is_unrelated(&self, table: &str) -> bool {
        self.of(table).is_some_and(|known| known.unrelated)
    }

    pub(crate) fn is_column_hidden(&self, table: &Table, column: &str) -> bool {
        let listed = |list: fn(&TableNames) -> &Vec<String>| {
            self.of(table.name.as_str()).is_some_and(|known| list(known).iter().any(|name| name == column))
        };
        listed(|known| &known.hide) || table.is_key(column) && !listed(|known| &known.show)
    }

    /// Tables that would share their name with a query of the model, where every table is a query as well.
    pub(crate) fn clashes_with(&self, queries: &[&str], catalog: &Catalog) -> Vec<Diagnostic> {
        let tables = self.shown(catalog).into_iter().map(|table| (table, self.table(table.name.as_str())));
        let clashes = tables.filter(|(_, name)| queries.iter().any(|query| query.eq_ignore_ascii_case(name)));
        clashes
            .map(|(table, name)| {
                let message =
                    format!("the table `{}` would be called `{name}`, as a query of the model is", table.name);
                Diagnostic::new(&NAME_CLASH, message).help("give it another name in `[model.names.tables]`")
            })
            .collect()
    }

    /// Names that two objects would share, and configured names that nothing has.
    pub(crate) fn check(&self, catalog: &Catalog, overrides: &NameOverrides) -> Vec<Diagnostic> {
        let tables = self.shown(catalog);
        let mut faults = clashes("tables", tables.iter().map(|table| table.name.as_str()), |name| self.table(name));
        for table in &tables {
            let what = format!("columns of `{}`", table.name);
            let columns = table.columns.iter().map(|column| column.name.as_str());
            faults.extend(clashes(&what, columns, |name| self.column(table.name.as_str(), name)));
        }
        for name in overrides.tables.keys().filter(|name| catalog.table(name).is_none()) {
            let known = catalog.tables.iter().map(|table| table.name.as_str());
            let message = format!("`[model.names]` names a table `{name}` that the warehouse does not have");
            faults.push(Diagnostic::new(&UNKNOWN_NAME, message).did_you_mean(name, known));
        }
        for name in overrides.columns.keys().filter(|name| !has_column(catalog, name)) {
            let known = catalog.tables.iter().flat_map(|table| &table.columns).map(|column| column.name.as_str());
            let column = name.split_once('.').map_or(name.as_str(), |(_, column)| column);
            let message = format!("`[model.names]` names a column `{name}` that the warehouse does not have");
            faults.push(Diagnostic::new(&UNKNOWN_NAME, message).did_you_mean(column, known));
        }
        faults
    }
}

fn has_column(catalog: &Catalog, name: &str) -> bool {
    match name.split_once('.') {
        Some((table, column)) => catalog.table(table).is_some_and(|table| table.column(column).is_some()),
        None => catalog.tables.iter().any(|table| table.column(name).is_some()),
    }
}

fn clashes<'a>(what: &str, names: impl Iterator<Item = &'a str>, friendly: impl Fn(&str) -> String) -> Vec<Diagnostic> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for name in names {
        let called = friendly(name);
        if let Some(first) = taken.insert(called.to_lowercase(), name) {
            let message = format!("{what}: `{first}` and `{name}` would both be called `{called}`");
            faults.push(Diagnostic::new(&NAME_CLASH, message).help("name one of them in `[model.names]`"));
        }
    }
    faults
}

/// A name that TMDL can hold: one line, no outer spaces, not empty.
fn tidy(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match name.trim() {
        "" => "Unnamed".to_owned(),
        name => name.to_owned(),
    }
}

/// `loyalty_tier` as people write it: `Loyalty Tier`. A name with a capital or a space in it is left as it is.
fn humanise(name: &str) -> String {
    if name.chars().any(|c| c.is_uppercase() || c.is_whitespace()) {
        return name.to_owned();
    }
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(capitalise).collect::<Vec<_>>().join(" ")
}

fn capitalise(word: &str) -> String {
    if ["id", "iso", "rfm", "etl", "sku", "vat", "url", "ean"].contains(&word) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::generate::templates::Templates;

    fn names(overrides: &NameOverrides) -> Names {
        let templates = Templates::embedded();
        Names::read(templates.get("model/names.toml").expect("names.toml is embedded"), overrides).expect("it is TOML")
    }

    #[test]
    fn a_name_that_nobody_listed_is_made_readable() {
        let names = names(&NameOverrides::default());
        assert_eq!(names.table("fact_sales"), "Sales");
        assert_eq!(names.table("fact_store_visit"), "Fact Store Visit");
        assert_eq!(names.table("measures"), "Measures Table");
        assert_eq!(names.column("fact_sales", "date_key"), "Invoice Day");
        assert_eq!(names.column("vw_customer", "loyalty_tier"), "Loyalty Tier");
        assert_eq!(names.column("vw_customer", "store_id"), "Store ID");
        assert_eq!(names.column("vw_customer", "O'Brien \"North\" & Co]"), "O'Brien \"North\" & Co]");
        assert_eq!(names.column("vw_customer", "__"), "Unnamed");
    }

    #[test]
    fn the_configuration_names_over_the_file() {
        let overrides = NameOverrides {
            tables: BTreeMap::from([("fact_sales".to_owned(), "Verkauf".to_owned())]),
            columns: BTreeMap::from([
                ("customer_id".to_owned(), "Kunde".to_owned()),
                ("dim_store.city".to_owned(), "Town".to_owned()),
            ]),
        };
        let names = names(&overrides);
        assert_eq!(names.table("fact_sales"), "Verkauf");
        assert_eq!(names.column("fact_sales", "customer_id"), "Kunde");
        assert_eq!(names.column("dim_store", "city"), "Town");
        assert_eq!(names.table("dim_store"), "Dim Store");
        let unknown = names.check(&contract(), &overrides);
        assert_eq!(unknown.len(), 1, "{unknown:?}");
        assert_eq!(unknown[0].code.id, UNKNOWN_NAME.id);
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let overrides = NameOverrides {
            columns: BTreeMap::from([("dim_product.description".to_owned(), "stock code".to_owned())]),
            ..NameOverrides::default()
        };
        let faults = names(&overrides).check(&contract(), &overrides);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].message.contains("`stock_code` and `description` would both be called `stock code`"));
    }

    #[test]
    fn every_table_and_column_of_the_file_is_in_the_contract() {
        let (names, catalog) = (names(&NameOverrides::default()), contract());
        for known in &names.table {
            let table = catalog.table(&known.warehouse).unwrap_or_else(|| panic!("no table {}", known.warehouse));
            for column in known.hide.iter().chain(&known.show).chain(known.columns.keys()) {
                assert!(table.column(column).is_some(), "{}.{column}", table.name);
            }
            assert!(known.replaces.iter().all(|table| catalog.table(table).is_some()), "{:?}", known.replaces);
        }
        assert!(names.check(&catalog, &NameOverrides::default()).is_empty());
    }

    #[test]
    fn the_customer_view_stands_for_the_three_tables_it_holds() {
        let (names, catalog) = (names(&NameOverrides::default()), contract());
        let shown: Vec<_> = names.shown(&catalog).into_iter().map(|table| names.table(table.name.as_str())).collect();
        assert_eq!(shown[..3], ["Sales", "Customer", "Product"]);
        assert_eq!(shown.len(), 12);
    }
}
