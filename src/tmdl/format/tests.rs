use proptest::prelude::*;

use super::*;

const SAVED: &str = "/// All sales\ntable Sales\n\tlineageTag: a\n\n\tmeasure 'Total Sales' =\n\t\t\t\n\t\t\tVAR x = 1\n\
                     \t\t\tRETURN x\n\t\tformatString: 0\n\n\t\tannotation A = 1\n\n\tcolumn Revenue\n\t\tdataType: int64\n\
                     \t\tisHidden\n\t\tsourceColumn: Revenue\n\n\tpartition Sales = m\n\t\tmode: import\n\t\tsource =\n\
                     \t\t\t\tlet\n\t\t\t\t    Source = 1\n\t\t\t\tin\n\t\t\t\t    Source\n\n\tannotation B = 2\n\n";

#[test]
fn a_file_that_desktop_saved_is_unchanged() {
    assert_eq!(format(SAVED, None).as_deref(), Ok(SAVED));
    let model = "model Model\n\tculture: en-US\n\tdataAccessOptions\n\t\tlegacyRedirects\n\nannotation A = 1\n\n\
                 ref table A\nref table B\n\nref cultureInfo en-US\n\n";
    assert_eq!(format(model, None).as_deref(), Ok(model));
    let culture = "cultureInfo es\n\ttranslations\n\t\tmodel Model\n\t\t\ttable T\n\t\t\t\tcaption: Tabla\n\
                   \t\t\t\tcolumn C\n\t\t\t\t\tcaption: Columna\n\n";
    assert_eq!(format(culture, None).as_deref(), Ok(culture));
}

#[test]
fn what_stands_seldom_stands_where_microsofts_writer_puts_it() {
    let table = "table [T]\n\tisHidden\n\tshowAsVariationsOnly\n\tisPrivate\n\tlineageTag: a\n\n\tmeasure M = 1\n\n\t\tkpi\n\
                 \t\t\ttargetExpression = 1\n\t\t\ttargetFormatString: 0\n\n\t\tdetailRowsDefinition = [T]\n\n\
                 \t\tformatStringDefinition = \"0\"\n\n\tcolumn (C)\n\t\tisUnique\n\t\tisKey\n\t\tformatString: 0\n\
                 \t\tisAvailableInMdx: false\n\t\tdisplayFolder: f\n\t\tlineageTag: b\n\t\talignment: right\n\
                 \t\tsummarizeBy: none\n\n\tcalendar G\n\t\tlineageTag: c\n\n\tannotation A = 1\n\n";
    assert_eq!(format(table, None).as_deref(), Ok(table));
    let relationship = "relationship r\n\tisActive: false\n\tcrossFilteringBehavior: bothDirections\n\
                        \tjoinOnDateBehavior: datePartOnly\n\trelyOnReferentialIntegrity\n\ttoCardinality: many\n\
                        \tfromColumn: T.C\n\ttoColumn: U.C\n\n";
    assert_eq!(format(relationship, None).as_deref(), Ok(relationship));
}

#[test]
fn order_indentation_and_spelling_become_those_of_desktop() {
    let text = "TABLE T\n    annotation A = 1\n    column C\n        sourceColumn: C\n        isHidden: true\n\
                \x20       dataType: INT64\n    measure M = 1\n";
    let wanted = "table T\n\n\tmeasure M = 1\n\n\tcolumn C\n\t\tdataType: int64\n\t\tisHidden\n\t\tsourceColumn: C\n\n\
                  \tannotation A = 1\n\n";
    assert_eq!(format(text, None).as_deref(), Ok(wanted));
    assert_eq!(format(wanted, None).as_deref(), Ok(wanted));
}

#[test]
fn what_is_unknown_stands_before_the_source_of_a_partition() {
    let text = "table T\n\n\tpartition P = m\n\t\tmode: import\n\t\tother: x\n\t\tsource = 1\n\n";
    assert_eq!(format(text, None).as_deref(), Ok(text));
}

#[test]
fn line_breaks_and_the_byte_order_mark_stay() {
    let text = format!("\u{feff}{}", SAVED.replace('\n', "\r\n"));
    assert_eq!(format(&text, None), Ok(text.clone()));
}

#[test]
fn a_file_with_faults_is_left_alone() {
    assert_eq!(format("// note\ntable T\n", None), Err(Untouched::Faulty));
    assert_eq!(format("table T\n\tcolumn a b\n", None), Err(Untouched::Faulty));
}

#[test]
fn dax_is_laid_out_where_it_is_asked_for() {
    let upper = |kind: &str, text: &str| (kind == "measure").then(|| text.to_uppercase());
    let text = "table T\n\n\tmeasure M = sum(x)\n\n\tannotation A = sum(x)\n\n";
    let wanted = "table T\n\n\tmeasure M = SUM(X)\n\n\tannotation A = sum(x)\n\n";
    assert_eq!(format(text, Some(&upper)).as_deref(), Ok(wanted));
}

proptest! {
    #[test]
    fn what_is_laid_out_stays_as_it_is(lines in proptest::collection::vec(
        prop_oneof![
            "\t{0,3}(table|column|measure|annotation) '?[a-z ]{1,4}'?( = [a-z]{1,3})?",
            "\t{0,4}(isHidden|dataType: int64|sourceColumn: x|```|///.{0,3}|.{0,6})",
        ], 0..12))
    {
        let text = lines.join("\n");
        if let Ok(once) = format(&text, None) {
            prop_assert_eq!(format(&once, None), Ok(once.clone()));
        }
    }
}
