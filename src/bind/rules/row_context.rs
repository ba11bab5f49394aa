//! DX120: a column's value where there is no row.

use crate::bind::Fault;
use crate::bind::binder::Binder;
use crate::bind::types::RowColumn;
use crate::dax::Span;
use crate::dax::tree::Column;
use crate::diag::{Code, Severity};
use crate::name::dax_column;

pub static NO_ROW_CONTEXT: Code = Code {
    id: "DX120",
    name: "no-row-context",
    severity: Severity::Error,
    explanation:
        "The value of a column is asked for where no row is at hand: in a measure a column has as many values \
as there are rows, and has to be aggregated or read row by row.

Wrong: `measure Total = Sales[Quantity] * Sales[Price]`
Right: `measure Total = SUMX(Sales, Sales[Quantity] * Sales[Price])`",
};

pub fn missing(binder: &Binder, found: &RowColumn, written: &Column, span: &Span) -> Fault {
    let table = found.source.map_or("", |(table, _)| table.name.as_str());
    let name = dax_column(table, &found.name);
    let fault = Fault::new(&NO_ROW_CONTEXT, span.clone(), format!("there is no row here to read `{name}` from"));
    let is_iterated = !binder.rows.is_empty();
    match found.value.is_number() {
        _ if is_iterated && written.table.is_some() => {
            fault.help(format!("the rows at hand are of another table: `RELATED({name})` follows a relationship"))
        }
        true => fault.help(format!("aggregate it, for example `SUM({name})`")),
        false => fault.help(format!("aggregate it, for example `SELECTEDVALUE({name})` or `MAX({name})`")),
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_column_needs_a_row() {
        assert_eq!(faults("Sales[Quantity] * 2"), ["DX120"]);
        assert_eq!(faults("SUMX(Sales, Product[Price])"), ["DX120"]);
        assert_eq!(faults("FILTER(VALUES(Sales[Date]), Sales[Quantity] > 1)"), ["DX120"]);
    }

    #[test]
    fn an_iterator_a_predicate_and_an_aggregate_have_one() {
        let sound = [
            "SUMX(Sales, Sales[Quantity] * RELATED(Product[Price]))",
            "CALCULATE([Revenue], Sales[Quantity] > 1 && Sales[Quantity] < 9)",
            "CALCULATE([Revenue], KEEPFILTERS(Sales[Quantity] > 1))",
            "CALCULATE([Revenue], NOT Product[Color] IN { \"Red\" })",
            "SUM(Sales[Quantity]) + MAX(Sales[Date]) + COUNTROWS(VALUES(Sales[Quantity]))",
            "SUMX(FILTER(Sales, Sales[Quantity] > 1), Sales[Quantity])",
            "SUMX(CROSSJOIN(VALUES(Product[Color]), VALUES(Sales[Date])), IF(Product[Color] = \"Red\", 1))",
            "VAR t = SUMMARIZE(Sales, Product[Color], \"n\", [Revenue]) RETURN MAXX(t, [n] & Product[Color])",
            "SUMX(Sales, SUMX(Product, Sales[Quantity]))",
        ];
        for dax in sound {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
