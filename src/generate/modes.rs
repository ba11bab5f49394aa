//! Which tables hold their rows in the model and which ask SQL Server for them with every visual.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::naming::Names;
use super::{Options, Warehouse};
use crate::catalog::{Catalog, Table};
use crate::diag::{Code, Diagnostic, Severity};

pub const NEEDS_SQLSERVER: Code = Code {
    id: "MD120",
    name: "mode-needs-sqlserver",
    severity: Severity::Error,
    explanation: "Only a database can be asked at query time, or for a part of a table's rows: with the embedded \
                  warehouse every table is imported, whole.\n\n\
                  Wrong:  [warehouse]\n        kind = \"parquet\"\n        [model]\n        mode = \"directQuery\"\n\
                  Right:  [warehouse]\n        kind = \"sqlserver\"\n        [model]\n        mode = \"directQuery\"",
};

pub const NOT_IN_MODEL: Code = Code {
    id: "MD121",
    name: "mode-of-no-table",
    severity: Severity::Error,
    explanation: "`[model.modes]` or `[model.incremental_refresh]` names a table that the warehouse does not have, or \
                  that the model does not show because another one stands in for it. They go by the warehouse's \
                  names.\n\n\
                  Wrong:  [model.modes]\n        dim_customer = \"directQuery\"\n\
                  Right:  [model.modes]\n        vw_customer = \"directQuery\"",
};

pub const UNSECURED: Code = Code {
    id: "MD122",
    name: "security-across-modes",
    severity: Severity::Error,
    explanation: "The role's filter goes from the regions along relationships to every table that it secures. Between \
                  a table that is imported and one that is asked at query time Power BI has only a limited \
                  relationship, over which it promises no row-level security. The tables on the way must be `dual`, \
                  which they become by themselves unless `[model.modes]` says otherwise.\n\n\
                  Wrong:  [model.modes]\n        fact_sales = \"directQuery\"\n        vw_customer = \"import\"\n\
                  Right:  [model.modes]\n        fact_sales = \"directQuery\"",
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// Rows are held in the model, as of the last refresh.
    #[default]
    Import,
    /// Rows stay in the database: every visual asks it.
    DirectQuery,
    /// Both: held in the model for tables that are, asked together with tables that are not.
    Dual,
}

impl Mode {
    /// As TMDL writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::DirectQuery => "directQuery",
            Self::Dual => "dual",
        }
    }
}

/// The mode of each table of the model, by the warehouse's name.
#[derive(Debug, Default)]
pub(crate) struct Modes(BTreeMap<String, Mode>);

impl Modes {
    pub(crate) fn of(&self, table: &str) -> Mode {
        self.0.get(table).copied().unwrap_or_default()
    }
}

/// A relationship by the warehouse's tables: from the many side to the one side.
pub(crate) type Edge = (String, String);

/// The configured modes, completed: a table that the rows of an asked one look up is dual, unless it is configured.
pub(super) fn resolve(
    catalog: &Catalog,
    names: &Names,
    edges: &[Edge],
    options: &Options,
    warehouse: &Warehouse,
) -> Result<Modes, Vec<Diagnostic>> {
    let mut faults: Vec<Diagnostic> =
        options.modes.keys().filter_map(|table| shown(table, catalog, names).err()).collect();
    if !warehouse.is_sqlserver() {
        faults.extend(needs_sqlserver(options));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut modes: BTreeMap<String, Mode> =
        names.shown(catalog).into_iter().map(|table| (table.name.as_str().to_owned(), options.mode)).collect();
    modes.extend(options.modes.iter().map(|(table, mode)| (table.clone(), *mode)));
    let bridge = bridge(catalog);
    while let Some(table) = edges.iter().chain(&bridge).find_map(|edge| looked_up(edge, &modes, options)) {
        modes.insert(table.to_owned(), Mode::Dual);
    }
    faults.extend(unsecured(edges, &bridge, &modes));
    if faults.is_empty() { Ok(Modes(modes)) } else { Err(faults) }
}

/// The table if the model shows it.
pub(super) fn shown<'a>(name: &str, catalog: &'a Catalog, names: &Names) -> Result<&'a Table, Diagnostic> {
    let Some(table) = catalog.table(name) else {
        let known = names.shown(catalog);
        let known = known.iter().map(|table| table.name.as_str());
        let missing = Diagnostic::new(&NOT_IN_MODEL, format!("the warehouse has no table `{name}`"));
        return Err(missing.did_you_mean(name, known));
    };
    match names.stand_in(name, catalog) {
        None => Ok(table),
        Some(other) => {
            let message = format!("the model does not show `{name}`: `{}` stands in for it", other.name);
            Err(Diagnostic::new(&NOT_IN_MODEL, message).help(format!("name `{}` instead", other.name)))
        }
    }
}

fn needs_sqlserver(options: &Options) -> Vec<Diagnostic> {
    let fault = |what: String| {
        let fault = Diagnostic::new(&NEEDS_SQLSERVER, format!("{what} needs a warehouse in SQL Server"));
        fault.help("set `[warehouse] kind = \"sqlserver\"`, or leave it out")
    };
    let live = |mode: Mode| mode != Mode::Import;
    let all = live(options.mode).then(|| fault(format!("`[model] mode = \"{}\"`", options.mode.as_str())));
    let single = options.modes.iter().filter(|(_, mode)| live(**mode));
    let single = single.map(|(table, mode)| fault(format!("`{table} = \"{}\"` in `[model.modes]`", mode.as_str())));
    let window = options.incremental_refresh.table.as_ref().map(|_| fault("`[model.incremental_refresh]`".to_owned()));
    all.into_iter().chain(single).chain(window).collect()
}

/// The role's way from the managers to their regions, as the two edges of a relationship in both directions.
fn bridge(catalog: &Catalog) -> Vec<Edge> {
    let [managers, regions] = ["region_manager", "dim_region"];
    if catalog.table(managers).is_none() || catalog.table(regions).is_none() {
        return Vec::new();
    }
    vec![(managers.to_owned(), regions.to_owned()), (regions.to_owned(), managers.to_owned())]
}

/// The table of the one side where it should be dual and is not.
fn looked_up<'a>((from, to): &'a Edge, modes: &BTreeMap<String, Mode>, options: &Options) -> Option<&'a str> {
    let mode = |table: &str| modes.get(table).copied().unwrap_or_default();
    let is_due = mode(from) != Mode::Import && mode(to) == Mode::Import && !options.modes.contains_key(to);
    is_due.then_some(to)
}

/// Every step of the role's way that Power BI would not follow.
fn unsecured(edges: &[Edge], bridge: &[Edge], modes: &BTreeMap<String, Mode>) -> Vec<Diagnostic> {
    let mode = |table: &str| modes.get(table).copied().unwrap_or_default();
    let mut faults = Vec::new();
    let Some((managers, regions)) = bridge.first() else { return faults };
    // Two imported tables need no relationship: the regions' own filter reads the managers.
    if (mode(managers) == Mode::Import) != (mode(regions) == Mode::Import) {
        faults.push(unsecured_step(managers, regions, &mode));
    }
    let mut reached = BTreeSet::from([regions.as_str()]);
    let mut waiting = vec![regions.as_str()];
    while let Some(one) = waiting.pop() {
        for (many, _) in edges.iter().filter(|(_, to)| to == one) {
            if is_limited(mode(many), mode(one)) {
                faults.push(unsecured_step(many, one, &mode));
            }
            if reached.insert(many) {
                waiting.push(many);
            }
        }
    }
    faults
}

fn is_limited(many: Mode, one: Mode) -> bool {
    many != one && one != Mode::Dual
}

fn unsecured_step(many: &str, one: &str, mode: &impl Fn(&str) -> Mode) -> Diagnostic {
    let message = format!(
        "row-level security does not reach `{many}` ({}) and `{one}` ({}) together",
        mode(many).as_str(),
        mode(one).as_str()
    );
    Diagnostic::new(&UNSECURED, message).help(format!("leave `{one}` out of `[model.modes]`: it becomes dual"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::generate::{NameOverrides, Templates, context, warehouse::Database};

    fn resolved(warehouse: &Warehouse, mode: Mode, modes: &[(&str, Mode)]) -> Result<Modes, Vec<Diagnostic>> {
        let templates = Templates::embedded();
        let source = templates.get("model/names.toml").expect("it is embedded");
        let names = Names::read(source, &NameOverrides::default()).expect("it is TOML");
        let modes = modes.iter().map(|(table, mode)| ((*table).to_owned(), *mode)).collect();
        let options = Options { mode, modes, ..Options::default() };
        let catalog = contract();
        let edges = context::edges(&catalog, &names);
        resolve(&catalog, &names, &edges, &options, warehouse)
    }

    fn server() -> Warehouse {
        Warehouse::SqlServer(Database::default())
    }

    fn codes(result: Result<Modes, Vec<Diagnostic>>) -> Vec<&'static str> {
        result.expect_err("it is refused").iter().map(|fault| fault.code.id).collect()
    }

    #[test]
    fn what_an_asked_table_looks_up_is_dual_and_the_rest_is_imported() {
        let modes = resolved(&server(), Mode::Import, &[("fact_sales", Mode::DirectQuery)]).expect("possible");
        assert_eq!(modes.of("fact_sales"), Mode::DirectQuery);
        for table in ["vw_customer", "dim_product", "dim_date", "dim_region", "region_manager"] {
            assert_eq!(modes.of(table), Mode::Dual, "{table}");
        }
        for table in ["fact_customer_month", "cohort_retention", "etl_reject"] {
            assert_eq!(modes.of(table), Mode::Import, "{table}");
        }
    }

    #[test]
    fn one_word_sets_every_table() {
        let modes = resolved(&server(), Mode::DirectQuery, &[("basket_rule", Mode::Import)]).expect("possible");
        assert_eq!(
            (modes.of("fact_sales"), modes.of("dim_region"), modes.of("basket_rule")),
            (Mode::DirectQuery, Mode::DirectQuery, Mode::Import)
        );
    }

    #[test]
    fn parquet_files_cannot_be_asked() {
        assert!(resolved(&Warehouse::Parquet, Mode::Import, &[("fact_sales", Mode::Import)]).is_ok());
        let both = resolved(&Warehouse::Parquet, Mode::DirectQuery, &[("fact_sales", Mode::Dual)]);
        assert_eq!(codes(both), ["MD120", "MD120"]);
    }

    #[test]
    fn a_table_that_another_one_stands_in_for_is_told() {
        let faults = resolved(&server(), Mode::Import, &[("dim_customer", Mode::Dual)]).expect_err("it is not shown");
        assert!(faults[0].message.contains("`vw_customer` stands in for it"), "{}", faults[0].message);
        assert_eq!(codes(resolved(&server(), Mode::Import, &[("fact_sale", Mode::Dual)])), ["MD121"]);
    }

    #[test]
    fn a_way_of_the_roles_filter_that_is_cut_is_an_error() {
        let cut = [("fact_sales", Mode::DirectQuery), ("vw_customer", Mode::Import)];
        assert_eq!(codes(resolved(&server(), Mode::Import, &cut)), ["MD122"]);
        let managers = [("fact_sales", Mode::DirectQuery), ("region_manager", Mode::Import)];
        assert_eq!(codes(resolved(&server(), Mode::Import, &managers)), ["MD122"]);
        // What the role never passes may be as weak as its author wants it.
        let product = [("fact_sales", Mode::DirectQuery), ("dim_product", Mode::Import)];
        assert!(resolved(&server(), Mode::Import, &product).is_ok());
    }
}
