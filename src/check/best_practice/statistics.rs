//! MD202–MD206: what the figures of the warehouse say of the model.
//!
//! A table of the model is the table of the catalog that its queries name as a text.

use super::columns;
use crate::catalog::{self, Catalog, DataType, Statistics};
use crate::check::context::{Context, table_path};
use crate::check::ends::{ends, is_both_ways, is_many_to_many, is_one_to_one, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};
use crate::name::m_text;

pub static BOTH_WAYS_OVER_MANY: Code = Code {
    id: "MD202",
    name: "both-ways-over-many-values",
    severity: Severity::Warning,
    explanation: "A relationship over more than 100,000 values filters in both directions: each query carries a list \
of that length back.

Wrong: `crossFilteringBehavior: bothDirections` over a key of a million customers.
Right: one direction.",
};

pub static LONG_TEXTS: Code = Code {
    id: "MD203",
    name: "long-texts",
    severity: Severity::Note,
    explanation: "A column of texts with more than 500,000 different values, some of them longer than 100 characters: \
its dictionary is most of the model.

Wrong: the remarks of a million invoices in the model.
Right: the model without them, or what is said in them as categories.",
};

pub static DATE_AND_TIME: Code = Code {
    id: "MD204",
    name: "date-and-time",
    severity: Severity::Note,
    explanation: "A column of dates with times of day has about as many values as the table has rows, joins to no \
calendar, and compresses badly.

Wrong: `Invoice Date` with hours and minutes.
Right: `Invoice Day`, and the time in a column of its own where it is needed.",
};

pub static LARGE_PARTITION: Code = Code {
    id: "MD205",
    name: "large-partition",
    severity: Severity::Note,
    explanation: "More than 25 million rows in one partition are read again as a whole at every refresh.

Wrong: one partition of 100 million rows.
Right: a `refreshPolicy`, which makes a partition for each month or year.",
};

pub static UNMATCHED_KEYS: Code = Code {
    id: "MD206",
    name: "unmatched-keys",
    severity: Severity::Warning,
    explanation: "The many side of a relationship has values that the one side does not have: it has more of them, or \
smaller or greater ones. Their rows are shown under a blank.

Wrong: 4,400 customer ids in Sales, 4,300 in Customer.
Right: every id of Sales in Customer, if need be as `unknown`.",
};

const MANY_VALUES: u64 = 100_000;
const MANY_TEXTS: u64 = 500_000;
const LONG_TEXT: usize = 100;
const MANY_ROWS: u64 = 25_000_000;

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let Some(catalog) = context.catalog else { return };
    for (table, column, path) in columns(context) {
        let Some((known, figures)) = figures(catalog, table, column) else { continue };
        let lengths = [&figures.min, &figures.max].map(|text| text.as_deref().map_or(0, |text| text.chars().count()));
        if known.kind == DataType::Text && figures.distinct > MANY_TEXTS && lengths.iter().any(|one| *one > LONG_TEXT) {
            let message = format!("`{}` has {} different texts, and long ones", column.name, figures.distinct);
            let fault = Diagnostic::new(&LONG_TEXTS, message).at(context.origins.place(&path), "");
            found.push(fault.help("leave it out of the model, or keep what is needed of it"));
        }
        if known.kind == DataType::DateTime && [&figures.min, &figures.max].into_iter().flatten().any(|at| has_time(at))
        {
            let message = format!("`{}` has {} different times", column.name, figures.distinct);
            let fault = Diagnostic::new(&DATE_AND_TIME, message).at(context.origins.place(&path), "");
            found.push(fault.help("load the day, and the time of day in a column of its own"));
        }
    }
    for table in &context.model.tables {
        let rows = of_table(catalog, table).and_then(|known| known.rows).unwrap_or_default();
        let has_policy = table.more.iter().any(|one| one.name == "refreshPolicy");
        if rows > MANY_ROWS && table.partitions.len() == 1 && !has_policy && !table.is_live() {
            let message = format!("`{}` has {rows} rows in one partition", table.name);
            let fault = Diagnostic::new(&LARGE_PARTITION, message).at(context.origins.place(&table_path(table)), "");
            found.push(fault.help("add a `refreshPolicy`, or partitions of your own"));
        }
    }
    relationships(context, catalog, found);
}

fn relationships(context: &Context, catalog: &Catalog, found: &mut Vec<Diagnostic>) {
    for relationship in context.model.relationships.iter().filter(|one| !is_one_to_one(one)) {
        let Some(ends) = ends(context, relationship) else { continue };
        let (Some((kind, from)), Some((_, to))) =
            (figures(catalog, ends.from.0, ends.from.1), figures(catalog, ends.to.0, ends.to.1))
        else {
            continue;
        };
        let place = context.origins.place(&relationship_path(relationship));
        if is_both_ways(relationship) && from.distinct.max(to.distinct) > MANY_VALUES {
            let message = format!("both directions over {} values", from.distinct.max(to.distinct));
            let fault = Diagnostic::new(&BOTH_WAYS_OVER_MANY, message).at(place.clone(), "");
            found.push(fault.help("let it filter in one direction"));
        }
        if let Some(why) = unmatched(kind.kind, from, to).filter(|_| !is_many_to_many(relationship)) {
            let (table, other) = (&ends.from.0.name, &ends.to.0.name);
            let message = format!("`{table}` has keys that `{other}` does not have");
            found.push(Diagnostic::new(&UNMATCHED_KEYS, message).at(place, why).help(format!("add them to `{other}`")));
        }
    }
}

/// What proves that values have no partner; `None` where the figures prove nothing.
fn unmatched(kind: DataType, from: &Statistics, to: &Statistics) -> Option<String> {
    if from.distinct > to.distinct {
        return Some(format!("{} different values against {}", from.distinct, to.distinct));
    }
    let is_less = |a: &str, b: &str| match kind {
        DataType::Integer | DataType::Money | DataType::Number => {
            a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?).map(|order| order.is_lt())
        }
        DataType::Date | DataType::DateTime => Some(a < b),
        // How texts are ordered is a matter of the warehouse.
        DataType::Text | DataType::Boolean => None,
    };
    let (from_min, to_min, from_max, to_max) =
        (from.min.as_ref()?, to.min.as_ref()?, from.max.as_ref()?, to.max.as_ref()?);
    if is_less(from_min, to_min)? {
        return Some(format!("from {from_min} on, against {to_min}"));
    }
    is_less(to_max, from_max)?.then(|| format!("up to {from_max}, against {to_max}"))
}

fn has_time(text: &str) -> bool {
    let time = text.split(['T', ' ']).nth(1).unwrap_or_default();
    time.bytes().any(|digit| (b'1'..=b'9').contains(&digit))
}

/// The one table of the catalog that the table's queries name.
fn of_table<'a>(catalog: &'a Catalog, table: &Table) -> Option<&'a catalog::Table> {
    let names = |known: &&catalog::Table| {
        let text = m_text(known.name.as_str());
        !table.partitions.is_empty() && table.partitions.iter().all(|partition| partition.source.contains(&text))
    };
    let mut named = catalog.tables.iter().filter(names);
    named.next().filter(|_| named.next().is_none())
}

fn figures<'a>(catalog: &'a Catalog, table: &Table, column: &Column) -> Option<(&'a catalog::Column, &'a Statistics)> {
    let known = of_table(catalog, table)?.column(column.source_column.as_deref()?)?;
    Some((known, known.statistics.as_ref()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    const MODEL: &str = "relationship r
    crossFilteringBehavior: bothDirections
    fromColumn: T.A
    toColumn: U.A
table T
    column A
        dataType: int64
        sourceColumn: a
    column W
        dataType: dateTime
        sourceColumn: w
    column X
        dataType: string
        sourceColumn: x
    partition P = m
        source = #\"Warehouse Table\"(\"facts\")
table U
    column A
        dataType: int64
        sourceColumn: a
    partition P = m
        source = #\"Warehouse Table\"(\"keys\")
";

    /// Figures of the key at both ends, the rows of the facts, the latest time, and how many texts.
    fn catalog(from: u64, to: u64, rows: u64, when: &str, texts: u64) -> String {
        let long = "x".repeat(120);
        let table = |name: &str, rows: u64, columns: &str| {
            format!(
                r#"{{"name":"{name}","kind":"table","grain":"row","description":"d","columns":[{columns}],"primary_key":[],"foreign_keys":[],"rows":{rows}}}"#
            )
        };
        let column = |name: &str, kind: &str, distinct: u64, max: &str| {
            format!(
                r#"{{"name":"{name}","type":"{kind}","nullable":false,"description":"d","statistics":{{"distinct":{distinct},"nulls":0,"min":"{max}","max":"{max}"}}}}"#
            )
        };
        let facts =
            [column("a", "integer", from, "5"), column("w", "datetime", 3, when), column("x", "text", texts, &long)]
                .join(",");
        let tables = [table("facts", rows, &facts), table("keys", to, &column("a", "integer", to, "5"))].join(",");
        format!(r#"{{"format":1,"tables":[{tables}]}}"#)
    }

    #[test]
    fn large_figures_are_found() {
        let large = catalog(200_000, 200_000, 30_000_000, "2026-01-01T10:30:00", 600_000);
        let small = catalog(200, 200, 3_000, "2026-01-01T00:00:00", 600);
        for (code, at) in [(&BOTH_WAYS_OVER_MANY, 1), (&LONG_TEXTS, 12), (&DATE_AND_TIME, 9), (&LARGE_PARTITION, 5)] {
            assert_eq!(lines_with(code, MODEL, Some(&large)), [at], "{}", code.id);
            assert!(lines_with(code, MODEL, Some(&small)).is_empty(), "{}", code.id);
            assert!(lines(code, MODEL).is_empty());
        }
    }

    #[test]
    fn more_keys_than_there_are_prove_a_gap() {
        let at = "2026-01-01T00:00:00";
        assert_eq!(lines_with(&UNMATCHED_KEYS, MODEL, Some(&catalog(3, 2, 10, at, 1))), [1]);
        assert!(lines_with(&UNMATCHED_KEYS, MODEL, Some(&catalog(2, 3, 10, at, 1))).is_empty());
    }

    #[test]
    fn a_smaller_or_greater_key_proves_a_gap() {
        let figures =
            |min: &str, max: &str| Statistics { distinct: 2, nulls: 0, min: Some(min.into()), max: Some(max.into()) };
        let unmatched =
            |from: (&str, &str)| unmatched(DataType::Integer, &figures(from.0, from.1), &figures("2", "10"));
        assert!(unmatched(("2", "10")).is_none());
        assert!(unmatched(("1", "10")).is_some() && unmatched(("2", "11")).is_some());
    }
}
