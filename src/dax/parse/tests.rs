use proptest::prelude::*;

use super::*;
use crate::dax::testing::{
    expression_tokens, function_shape, function_tokens, noise, query_shape, query_tokens, shape, written,
};

mod faults;
mod hostile;

/// The shape of an expression that has no fault.
fn read(text: &str) -> String {
    let parsed = parse_expression(text);
    assert_eq!(parsed.errors, [], "{text}");
    shape(&parsed.tree)
}

fn read_query(text: &str) -> String {
    let parsed = parse_query(text);
    assert_eq!(parsed.errors, [], "{text}");
    query_shape(&parsed.tree)
}

fn read_function(text: &str) -> String {
    let parsed = parse_function(text);
    assert_eq!(parsed.errors, [], "{text}");
    function_shape(&parsed.tree)
}

#[test]
fn operators_hold_as_microsoft_says() {
    // The examples of the documentation.
    assert_eq!(read("5+2*3"), "(+ 5 (* 2 3))");
    assert_eq!(read("(5+2)*3"), "(* [(+ 5 2)] 3)");
    assert_eq!(read("-2^2"), "(- (^ 2 2))");
    assert_eq!(read("(-2)^2"), "(^ [(- 2)] 2)");
    // Each line of the table against the next.
    assert_eq!(read("-a * b"), "(* (- A) B)");
    assert_eq!(read("a + b * c - d"), "(+,- A (* B C) D)");
    assert_eq!(read("a & b + c"), "(& A (+ B C))");
    assert_eq!(read("a & b = c & d"), "(= (& A B) (& C D))");
    assert_eq!(read("NOT a = b"), "(NOT (= A B))");
    assert_eq!(read("NOT [c] IN { 1 }"), "(NOT (IN .c {1}))");
    assert_eq!(read("[a] & [b] IN t"), "(IN (& .a .b) T)");
    assert_eq!(read("NOT a && b"), "(&& (NOT A) B)");
    assert_eq!(read("a || b && c || d"), "(||,|| A (&& B C) D)");
    assert_eq!(read("a = b || c < d && NOT e"), "(|| (= A B) (&& (< C D) (NOT E)))");
}

#[test]
fn equal_operators_are_read_from_the_left() {
    assert_eq!(read("a - b + c"), "(-,+ A B C)");
    assert_eq!(read("a / b * c"), "(/,* A B C)");
    assert_eq!(read("2 ^ 3 ^ 2"), "(^,^ 2 3 2)");
    assert_eq!(read("a = b <> c"), "(=,<> A B C)");
    assert_eq!(read("a && b && c"), "(&&,&& A B C)");
}

#[test]
fn signs_stand_before_any_operand() {
    assert_eq!(read("2 ^ -1"), "(^ 2 (- 1))");
    assert_eq!(read("a - -b"), "(- A (- B))");
    assert_eq!(read("a * + - b"), "(* A (+ (- B)))");
    assert_eq!(read("NOT NOT a"), "(NOT (NOT A))");
    assert_eq!(read("NOT(a) = b"), "(NOT (= [A] B))");
    assert_eq!(read("a && NOT b = c"), "(&& A (NOT (= B C)))");
}

#[test]
fn operands_of_every_kind() {
    assert_eq!(read("'Sales Order'[Net]"), "Sales Order.Net");
    assert_eq!(read("Sales [Net]"), "Sales.Net");
    assert_eq!(read("'O''Brien'[a]]b]"), "O'Brien.a]b");
    assert_eq!(read("'Date'[Date].[Month]"), "Date.Date.Month");
    assert_eq!(read("\"a \"\"b\"\"\""), r#""a \"b\"""#);
    assert_eq!(read("dt\"2024-01-31\""), "dt\"2024-01-31\"");
    assert_eq!(read("TRUE && false"), "(&& true false)");
    assert_eq!(read("TRUE()"), "TRUE()");
    assert_eq!(read("'Sales'"), "'Sales'");
    assert_eq!(read("@Country"), "@Country");
    assert_eq!(read("[Revenue](Region[Name] = \"North\", x)"), "filtered(.Revenue (= Region.Name \"North\") X)");
    assert_eq!(read("RETURNED"), "RETURNED");
}

#[test]
fn arguments_may_be_empty_words_and_phrases() {
    assert_eq!(read("PI()"), "PI()");
    assert_eq!(read("F(a,,b)"), "F(A _ B)");
    assert_eq!(read("F(,)"), "F(_ _)");
    assert_eq!(read("STDEV.S(T[x])"), "STDEV.S(T.x)");
    assert_eq!(read("TOPN(3, T, [x], DESC)"), "TOPN(3 'T' .x DESC)".replace("'T'", "T"));
    assert_eq!(read("ORDERBY([x], ASC BLANKS LAST, [y])"), "ORDERBY(.x ASC_BLANKS_LAST .y)");
    assert_eq!(read("COLLAPSEALL([x], ROWS COLUMNS)"), "COLLAPSEALL(.x ROWS_COLUMNS)");
}

#[test]
fn tables_rows_and_parentheses_are_told_apart() {
    assert_eq!(read("{ 1, 2 }"), "{1 2}");
    assert_eq!(read("{ (1, \"a\"), (2, \"b\") }"), "{row(1 \"a\") row(2 \"b\")}");
    assert_eq!(read("(T[a], T[b]) IN { (1, 2) }"), "(IN row(T.a T.b) {row(1 2)})");
    assert_eq!(read("((1))"), "[[1]]");
    assert_eq!(read("DATATABLE(\"a\", INTEGER, {{1}, {,}})"), "DATATABLE(\"a\" INTEGER {{1} {_ _}})");
}

#[test]
fn variables_are_followed_by_return() {
    assert_eq!(read("VAR a = 1 VAR _b2 = a RETURN a + _b2"), "block(a,_b2; 1 A (+ A _B2))");
    assert_eq!(read("var a = var b = 1 return b return a"), "block(a; block(b; 1 B) A)");
    assert_eq!(read("F(VAR a = 1 RETURN a, 2)"), "F(block(a; 1 A) 2)");
    assert_eq!(read("1 + (VAR a = 1 RETURN a) * 2"), "(+ 1 (* [block(a; 1 A)] 2))");
    assert_eq!(read("VAR a = VAR.P(T[x]) RETURN a"), "block(a; VAR.P(T.x) A)");
}

#[test]
fn queries_define_and_evaluate() {
    assert_eq!(read_query(""), "");
    assert_eq!(read_query("EVALUATE Sales"), "evaluate SALES by [] at []");
    assert_eq!(
        read_query("evaluate 'T' order by 'T'[a] desc, [b] + 1, [c] ASC start at 5, @p EVALUATE { [m] }"),
        "evaluate 'T' by [\"T.a desc\", \"(+ .b 1)\", \".c asc\"] at [\"5\", \"@p\"]; evaluate {.m} by [] at []"
    );
    assert_eq!(
        read_query(
            "DEFINE MEASURE T[m] = VAR a = 1 RETURN a VAR x = 2 TABLE B = FILTER(T, T[a]) COLUMN B[c] = [m]
             MPARAMETER 'Country P' = { \"CA\" } EVALUATE B"
        ),
        "measure Some(\"T\") m block(a; 1 A); var x 2; table B FILTER(T T.a) []; column Some(\"B\") c .m; \
         mparameter Country P {\"CA\"}; evaluate B by [] at []"
    );
}

#[test]
fn a_table_may_have_a_visual_shape() {
    let text = "DEFINE TABLE data = SUMMARIZECOLUMNS(T[Year]) WITH VISUAL SHAPE
        AXIS ROWS GROUP [Year], [Quarter] TOTAL [IsYear] GROUP [Month] TOTAL [IsMonth] ORDER BY [Year] ASC, [Month]
        AXIS COLUMNS GROUP [Product] ORDER BY [Product]
        DENSIFY \"IsDense\"
        COLUMN data[x] = 1
        EVALUATE data";
    let query = parse_query(text);
    assert_eq!(query.errors, []);
    assert!(query_shape(&query.tree).starts_with(
        "table data SUMMARIZECOLUMNS(T.Year) [\".Year\", \".Quarter\", \".IsYear\", \".Month\", \".IsMonth\", \
         \".Year\", \".Month\", \".Product\", \".Product\", \"\\\"IsDense\\\"\"]; column"
    ));
}

#[test]
fn functions_have_typed_parameters_and_defaults() {
    assert_eq!(read_function("() => 1"), "() 1");
    assert_eq!(read_function("(a, b,) => a + b"), "(a (None, None, None) , b (None, None, None) ) (+ A B)");
    assert_eq!(
        read_function(
            "(amount : SCALAR INT64 VAL, rate : numeric = 0.1, t : TABLE EXPR, c : COLUMNREF, e : EXPR) => t"
        ),
        "(amount (Some(Scalar), Some(Int64), Some(Val)) , rate (None, Some(Numeric), None) 0.1, \
         t (Some(Table), None, Some(Expr)) , c (Some(ColumnRef), None, None) , e (None, None, Some(Expr)) ) T"
    );
    assert_eq!(
        read_query("DEFINE FUNCTION Local.Tax = (a : NUMERIC) => a * 1.1 EVALUATE { Local.Tax(1) }"),
        "function Local.Tax (a (None, Some(Numeric), None) ) (* A 1.1); evaluate {LOCAL.TAX(1)} by [] at []"
    );
}

#[test]
fn nodes_know_their_bytes() {
    let text = "  VAR a = /* x */ SUM( T[b] ) RETURN - a + (1) ";
    let parsed = parse_expression(text);
    let mut pieces = Vec::new();
    parsed.tree.walk(&mut |expr| pieces.push(&text[expr.span.clone()]));
    assert_eq!(
        pieces,
        ["VAR a = /* x */ SUM( T[b] ) RETURN - a + (1)", "SUM( T[b] )", "T[b]", "- a + (1)", "- a", "a", "(1)", "1"]
    );
}

/// Every node lies within its parent, behind its elder sibling, and within the text.
fn check_spans(expr: &Expr, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.get(expr.span.clone()).is_some(), "{:?}", expr.span);
    let mut end = expr.span.start;
    for child in expr.children() {
        prop_assert!(child.span.start >= end && child.span.end <= expr.span.end, "{:?} in {:?}", child, expr);
        end = child.span.end;
        check_spans(child, text)?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_and_printed_back(text in noise()) {
        let expression = parse_expression(&text);
        prop_assert_eq!(expression.print(), text.as_str());
        check_spans(&expression.tree, &text)?;
        let query = parse_query(&text);
        prop_assert_eq!(query.print(), text.as_str());
        for expr in query.tree.expressions() {
            check_spans(expr, &text)?;
        }
        let function = parse_function(&text);
        prop_assert_eq!(function.print(), text.as_str());
        for error in expression.errors.iter().chain(&query.errors).chain(&function.errors) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
        }
    }

    #[test]
    fn white_space_and_comments_change_nothing(tokens in expression_tokens(), text in written(Just(()).prop_map(|()| Vec::new()))) {
        let plain = tokens.join(" ");
        let parsed = parse_expression(&plain);
        prop_assert_eq!(&parsed.errors, &[], "{}", plain);
        let commented: String = tokens.iter().map(|token| format!("{text} {token}\n")).collect();
        let again = parse_expression(&commented);
        prop_assert_eq!(&again.errors, &[], "{}", commented);
        prop_assert_eq!(shape(&parsed.tree), shape(&again.tree));
    }

    #[test]
    fn what_is_well_formed_has_no_fault(
        expression in written(expression_tokens()),
        function in written(function_tokens()),
        query in written(query_tokens()),
    ) {
        prop_assert_eq!(&parse_expression(&expression).errors, &[], "{}", expression);
        prop_assert_eq!(&parse_function(&function).errors, &[], "{}", function);
        prop_assert_eq!(&parse_query(&query).errors, &[], "{}", query);
    }
}
