//! The binder: what each name of a DAX expression stands for, and of which type each expression is.
//!
//! [`Index`] knows the names of a model, [`bind_expression`], [`bind_function`] and [`bind_query`] walk a tree of
//! [`dax`](crate::dax) over it. They never fail: a [`Bound`] holds the [references](Bound::references), the
//! [type](Bound::ty) and the [faults](Bound::faults). What cannot be known is of type
//! [`Unknown`](types::Value::Unknown), and of that nothing is said.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use std::rc::Rc;

use crate::dax::functions::{self, Use};
use crate::dax::tree::Expr;
use crate::dax::tree::query::Function as FunctionTree;
use crate::dax::{Span, SyntaxError};
use crate::diag::Code;

pub mod graph;
pub mod index;
pub mod model;
pub mod query;
pub mod rules;
pub mod transition;
pub mod types;

mod arguments;
mod binder;
mod call;
mod columns;
mod names;
mod operators;
mod relations;
mod shapes;
mod user_result;
mod variables;

#[cfg(test)]
mod sound;
#[cfg(test)]
mod testing;

pub use index::Index;
pub use model::{Expression, Source, bind_model};
pub use query::bind_query;
pub use types::{Relation, RowColumn, Type, Value};

use binder::Binder;

/// What is wrong; its spans are bytes of the text that was parsed.
pub type Fault = SyntaxError;

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site<'n> {
    pub place: SitePlace,
    /// The table that it belongs to.
    pub home: Option<&'n str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SitePlace {
    Measure,
    CalculatedColumn,
    CalculatedTable,
    /// The filter of a role.
    RowFilter,
    CalculationItem,
    /// Of a measure or of a calculation item.
    FormatString,
    DetailRows,
    /// Target, status or trend of a key performance indicator.
    Indicator,
    Function,
    Query,
}

/// An expression, bound.
#[derive(Clone, Debug, Default)]
pub struct Bound<'i> {
    /// Every name, in the order of the text.
    pub references: Vec<Reference<'i>>,
    pub ty: Type<'i>,
    /// In the order of the text.
    pub faults: Vec<Fault>,
}

/// A name and what it stands for. Of `'Sales'[Revenue]` the table and the column are a reference each.
#[derive(Clone, Debug)]
pub struct Reference<'i> {
    /// With its quotes or brackets.
    pub span: Span,
    pub target: Target<'i>,
}

#[derive(Clone, Debug)]
pub enum Target<'i> {
    Table(&'i index::Table),
    Column(&'i index::Table, &'i index::Column),
    Measure(&'i index::Table, &'i index::Measure),
    Calendar(&'i index::Calendar),
    /// The name where the variable is declared.
    Variable(Span),
    /// The name where the parameter of a function is declared.
    Parameter(Span),
    /// A column that the expression makes.
    Extension(Rc<str>),
    Function(&'static functions::Function),
    /// A function of the model or of the query.
    UserFunction(&'i index::Function),
}

/// Every code of this module.
pub const CODES: &[&Code] = rules::CODES;

pub fn bind_expression<'i>(index: &'i Index, site: Site, expression: &Expr) -> Bound<'i> {
    let mut binder = Binder::new(index, site);
    let ty = binder.expression(expression);
    binder.report_all(rules::row_filter::check(site.place, &ty, expression));
    binder.report_all(rules::table_as_scalar::of_site(site.place, &ty, expression));
    binder.report_all(rules::kinds::of_site(site.place, &ty, expression));
    binder.report_all(rules::variant::check(site.place, &ty, expression));
    if site.place.gives_value() || site.place == SitePlace::CalculatedTable {
        binder.report_all(rules::standing::clause(site.place, &ty, expression));
    }
    binder.finish(ty)
}

/// A function of the model.
pub fn bind_function<'i>(index: &'i Index, function: &FunctionTree) -> Bound<'i> {
    let mut binder = Binder::new(index, Site { place: SitePlace::Function, home: None });
    let ty = binder.function(function);
    binder.finish(ty)
}

impl<'n> Site<'n> {
    pub fn new(place: SitePlace, home: &'n str) -> Self {
        Self { place, home: Some(home) }
    }
}

impl SitePlace {
    /// As the functions of DAX are told where they may stand.
    pub fn usage(self) -> Option<Use> {
        Some(match self {
            SitePlace::Measure | SitePlace::DetailRows | SitePlace::Indicator => Use::Measure,
            SitePlace::CalculatedColumn => Use::CalculatedColumn,
            SitePlace::CalculatedTable => Use::CalculatedTable,
            SitePlace::RowFilter => Use::RowFilter,
            SitePlace::CalculationItem | SitePlace::FormatString => Use::CalculationItem,
            SitePlace::Query => Use::Query,
            // It may be called from anywhere.
            SitePlace::Function => return None,
        })
    }

    /// Whether one value comes out.
    pub fn gives_value(self) -> bool {
        use SitePlace::{CalculatedColumn, FormatString, Indicator, Measure, RowFilter};
        matches!(self, Measure | CalculatedColumn | FormatString | Indicator | RowFilter)
    }

    /// Whether it is evaluated for each row of its table.
    pub fn has_row(self) -> bool {
        matches!(self, SitePlace::CalculatedColumn | SitePlace::RowFilter)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{faults, references};
    use super::*;
    use crate::dax::parse_expression;
    use proptest::prelude::*;

    #[test]
    fn names_are_what_they_stand_for() {
        assert_eq!(
            references("VAR x = SUM('Sales'[Amount]) RETURN x + [revenue] + Sales[Orders]"),
            [
                "SUM → function SUM",
                "'Sales' → table Sales",
                "[Amount] → column Sales.Amount",
                "x → variable x",
                "[revenue] → measure Sales.Revenue",
                "Sales → table Sales",
                "[Orders] → measure Sales.Orders",
            ]
        );
        assert_eq!(references("SUM([Amount])"), ["SUM → function SUM", "[Amount] → column Sales.Amount"]);
    }

    #[test]
    fn columns_that_the_expression_makes_are_found_where_they_are() {
        let extended = [
            "SUMX(ADDCOLUMNS(Sales, \"@x\", Sales[Amount] * 2), [@x])",
            "SUMX(SELECTCOLUMNS(Sales, \"a\", [Amount], Sales[Quantity]), [a] * [Quantity])",
            "SUMX(GENERATESERIES(1, 9), [Value]) + SUMX({ (1, 2) }, [Value1] * [Value2])",
            "MAXX(CALENDAR(DATE(2020, 1, 1), TODAY()), [Date])",
            "VAR t = FILTER(ADDCOLUMNS(VALUES(Product[Color]), \"@r\", [Revenue]), [@r] > 0) RETURN MAXX(t, [@r])",
            "SUMX(UNION(ROW(\"a\", 1), ROW(\"b\", 2)), [a])",
            "SUMX(TOPN(3, SUMMARIZECOLUMNS(Product[Color], \"r\", [Revenue]), [r], DESC), [r])",
            "SUMX(GROUPBY(Sales, Sales[Note], \"n\", SUMX(CURRENTGROUP(), Sales[Amount])), [n])",
            "SUMX(NATURALLEFTOUTERJOIN(Sales, SELECTCOLUMNS(Product, \"Product Key\", Product[Product Key], \"k\", Product[Price])), [k])",
            "MAXX(DATATABLE(\"n\", INTEGER, \"t\", STRING, { { 1, \"a\" } }), [n])",
            "SUMX(ADDCOLUMNS(Sales, \"'X'[y]\", 1), 'X'[y])",
            "SUMX({ 1 }, ''[Value])",
            "SUMX(FILTER(DATESYTD('Date'[Date]), [Date] > 0), 1)",
            "SUMX(INDEX(1, ADDCOLUMNS(Sales, \"r\", 1), ORDERBY([r], DESC), PARTITIONBY(Sales[Note])), [r])",
            "CONCATENATEX(ADDCOLUMNS(VALUES(Product[Color]), \"n\", 1), Product[Color], \", \", [n], DESC)",
            "SUMX(SUMMARIZE(Sales, Product[Color], [Note]), 1)",
        ];
        for dax in extended {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
        assert_eq!(faults("SUMX(ADDCOLUMNS(Sales, \"@x\", 1), [@y])"), ["DX102"]);
        assert_eq!(faults("SUMX(SUMMARIZE(Sales, Sales[Note]), Sales[Amount])"), ["DX120"]);
    }

    #[test]
    fn a_variable_is_no_table() {
        assert_eq!(faults("VAR t = ADDCOLUMNS(Sales, \"x\", 1) RETURN SUMX(t, t[x])"), ["DX105"]);
        assert_eq!(faults("VAR Sales = FILTER(Sales, TRUE()) RETURN SUMX(Sales, Sales[Amount])"), ["DX180"]);
    }

    #[test]
    fn an_unknown_name_is_said_once() {
        assert_eq!(faults("SUM(Slaes[Amount]) + SUM(Slaes[Quantity])"), ["DX100"]);
        assert_eq!(faults("SUM(Sales[Amuont]) + COUNTROWS(sale)"), ["DX101", "DX103"]);
        assert_eq!(faults("COUNTROWS('Sale') + CALCULAT([Revenue]) + [Revenu]"), ["DX100", "DX104", "DX102"]);
    }

    #[test]
    fn what_stands_deep_or_in_thousands_is_bound() {
        let deep = format!("{}1{}", "IF(TRUE(), ".repeat(300), ")".repeat(300));
        let long = vec!["[Revenue]"; 20_000].join(" + ");
        let unknown: Vec<String> = (0..5_000).map(|at| format!("[Gone {at}]")).collect();
        let variables: String = (0..2_000).map(|at| format!("VAR v{at} = {at} ")).collect();
        for dax in [deep, long, unknown.join(" + "), format!("{variables} RETURN v1")] {
            let index = testing::index();
            let bound = bind_expression(&index, Site::new(SitePlace::Measure, "Sales"), &parse_expression(&dax).tree);
            assert!(bound.faults.len() <= 5_000);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_bound(dax in "[\\[\\]'\"/*=<(){},.a-cSUMX\\- 1\n]{0,60}") {
            let index = testing::index();
            let bound = bind_expression(&index, Site::new(SitePlace::Measure, "Sales"), &parse_expression(&dax).tree);
            for reference in bound.references {
                prop_assert!(dax.get(reference.span).is_some());
            }
        }

        #[test]
        fn any_words_are_bound(words in prop::collection::vec(prop::sample::select(WORDS), 0..30)) {
            let dax = words.join(" ");
            let index = testing::index();
            for place in [SitePlace::Measure, SitePlace::CalculatedColumn, SitePlace::Function] {
                bind_expression(&index, Site::new(place, "Sales"), &parse_expression(&dax).tree);
            }
        }
    }

    const WORDS: &[&str] = &[
        "SUMX",
        "(",
        ")",
        ",",
        "Sales",
        "[Amount]",
        "VAR",
        "x",
        "=",
        "RETURN",
        "FILTER",
        "ADDCOLUMNS",
        "\"n\"",
        "[n]",
        "{",
        "}",
        "+",
        "IN",
        "CALCULATE",
        "INDEX",
        "ORDERBY",
        "1",
        "SUMMARIZE",
        "ROLLUP",
        "GROUPBY",
        "CURRENTGROUP",
        "NOT",
    ];
}
