//! MD124, MD126, MD139: tables that a relationship cannot have at this end.

use super::carried::{carried, text};
use super::context::{Context, Lookup, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;
use crate::tmdl::origins::path;

pub static KEY_OF_MANY: Code = Code {
    id: "MD124",
    name: "key-of-many",
    severity: Severity::Warning,
    explanation:
        "A column with `isKey` has each value once: refreshing fails at the first that comes again. This one is the \
many side of a relationship, where values come again.

Wrong: `isKey` on `Sales[Customer ID]`.
Right: `isKey` on `Customer[Customer ID]`.",
};

pub static RELATED_GROUP: Code = Code {
    id: "MD126",
    name: "related-calculation-group",
    severity: Severity::Warning,
    explanation: "A calculation group has no rows that could be related to those of a table, and takes part in no \
relationship.

Wrong: a relationship to `'Time Calculation'.Name`.
Right: none: a calculation item applies to every measure.",
};

pub static DATE_PART: Code = Code {
    id: "MD139",
    name: "date-part-of-no-date",
    severity: Severity::Warning,
    explanation:
        "`joinOnDateBehavior: datePartOnly` joins two columns of dates by their day, whatever their time. Columns \
of another type have no day.

Wrong: `joinOnDateBehavior: datePartOnly` between two columns with `dataType: string`.
Right: none, or columns with `dataType: dateTime`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let path = path("", "relationship", &relationship.name);
        for (end, property) in [(&relationship.from, "fromColumn"), (&relationship.to, "toColumn")] {
            let Lookup::Found(table) = context.table(end.table.as_str()) else { continue };
            if !carried(&table.more, &table_path(table), "calculationGroup").is_empty() {
                let message = format!("the calculation group `{}` has a relationship", table.name);
                let fault = Diagnostic::new(&RELATED_GROUP, message).at(context.place(&path, property), "");
                found.push(fault.help("remove the relationship"));
            }
        }
        let joins_days = text(&relationship.more, "joinOnDateBehavior").is_some_and(|one| same(one, "datePartOnly"));
        let other = [&relationship.from, &relationship.to].into_iter().find_map(|end| {
            let Lookup::Found(table) = context.table(end.table.as_str()) else { return None };
            let Lookup::Found(column) = context.column(table, end.column.as_str()) else { return None };
            column.data_type.as_deref().filter(|ty| !same(ty, "dateTime")).map(|ty| (column, ty))
        });
        if let Some((column, ty)) = other.filter(|_| joins_days) {
            let message = format!("the column `{}` is `{ty}` and has no day to be joined by", column.name);
            let fault = Diagnostic::new(&DATE_PART, message).at(context.place(&path, "joinOnDateBehavior"), "");
            found.push(fault.help("remove the line"));
        }
        let is_many = relationship.from_cardinality.as_deref().is_none_or(|one| one.eq_ignore_ascii_case("many"));
        let Lookup::Found(table) = context.table(relationship.from.table.as_str()) else { continue };
        let Lookup::Found(column) = context.column(table, relationship.from.column.as_str()) else { continue };
        // The key of a date table is asked for elsewhere, and dates of dates are related by Power BI Desktop itself.
        let is_dates = table.data_category.as_deref().is_some_and(|category| category.eq_ignore_ascii_case("Time"));
        if is_many && column.is_key && !is_dates {
            let message = format!("the key `{}` of `{}` is the many side of a relationship", column.name, table.name);
            let column = path_in(table, "column", column.name.as_str());
            let fault = Diagnostic::new(&KEY_OF_MANY, message).at(context.place(&column, "isKey"), "");
            let fault = fault.at(context.place(&path, "fromColumn"), "the relationship");
            found.push(fault.help("remove `isKey`, or write `fromCardinality: one` if each value is there once"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{joined_by, lines};

    #[test]
    fn a_key_is_not_many() {
        assert_eq!(lines(&KEY_OF_MANY, &joined_by("isKey")).len(), 1);
        assert_eq!(lines(&KEY_OF_MANY, &joined_by("isHidden")), [0; 0]);
    }

    #[test]
    fn a_day_is_of_a_date() {
        let text = |ty: &str| {
            joined_by(&format!("dataType: {ty}"))
                .replace("toColumn: U.A", "toColumn: U.A\n    joinOnDateBehavior: datePartOnly")
        };
        assert_eq!(lines(&DATE_PART, &text("string")), [4]);
        assert_eq!(lines(&DATE_PART, &text("dateTime")), [0; 0]);
    }

    #[test]
    fn a_calculation_group_is_not_related() {
        let model = |group: &str| {
            format!(
                "relationship r\n    fromColumn: T.A\n    toColumn: U.A\ntable T\n    column A\n        dataType: string\n        \
                 sourceColumn: a\n    partition P = m\n        source = 1\ntable U\n    {group}column A\n        dataType: \
                 string\n        sourceColumn: Name\n"
            )
        };
        let group = "calculationGroup\n        calculationItem A = SELECTEDMEASURE()\n    ";
        assert_eq!(lines(&RELATED_GROUP, &model(group)), [3]);
        assert_eq!(lines(&RELATED_GROUP, &model("")), [0; 0]);
    }
}
