use super::*;
use crate::model::{Property, PropertyValue};
use crate::tmdl::origins::DEFAULT;
use crate::tmdl::parse;

fn files(files: &[(&str, &str)]) -> Vec<(String, Document)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), parse(text))).collect()
}

fn codes(lowered: &Lowered) -> Vec<&'static str> {
    lowered.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect()
}

#[test]
fn parts_of_a_table_in_several_files_become_one() {
    let lowered = lower(&files(&[
        ("a.tmdl", "table Sales\n\tcolumn Revenue\n\t\tdataType: Double\n"),
        ("b.tmdl", "table sales\n\tisHidden\n\tcolumn revenue\n\t\tformatString: 0\n\tmeasure M = 1\n"),
    ]));
    assert_eq!(codes(&lowered), [""; 0]);
    let table = &lowered.model.tables[0];
    assert_eq!((lowered.model.tables.len(), table.columns.len(), table.measures.len()), (1, 1, 1));
    assert!(table.is_hidden);
    assert_eq!(table.columns[0].data_type.as_deref(), Some("double"));
    assert_eq!(table.columns[0].format_string.as_deref(), Some("0"));
    let place = lowered.origins.property("table Sales/column Revenue", "formatString");
    assert_eq!(place.file, "b.tmdl");
    assert!(lowered.origins.part("table Sales/measure M", DEFAULT).is_some());
}

#[test]
fn one_property_in_two_files_is_an_error_that_names_both() {
    let lowered = lower(&files(&[
        ("a.tmdl", "table Sales\n\tcolumn Revenue\n\t\tdataType: double\n\t\tisHidden\n"),
        ("b.tmdl", "table Sales\n\tcolumn Revenue\n\t\tdataType: int64\n\t\tisHidden\n"),
    ]));
    assert_eq!(codes(&lowered), ["duplicate-property"]);
    let message = &lowered.diagnostics[0].message;
    assert!(message.contains("a.tmdl") && message.contains("b.tmdl") && message.contains("`isHidden`"), "{message}");
}

#[test]
fn a_column_twice_in_one_file_is_one_error() {
    let text = "table T\n\tcolumn A\n\t\tdataType: int64\n\t\tlineageTag: x\n\tcolumn a\n\t\tdataType: int64\n\t\tlineageTag: y\n";
    assert_eq!(codes(&lower(&files(&[("a.tmdl", text)]))), ["duplicate-object"]);
}

#[test]
fn refs_give_the_order_and_nothing_else() {
    let lowered = lower(&files(&[
        ("model.tmdl", "model Model\n\tculture: en-US\n\nref table C\nref table A\nref table Missing\n"),
        ("t.tmdl", "table A\ntable B\ntable C\n"),
    ]));
    let names: Vec<&str> = lowered.model.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["C", "A", "B"]);
    assert_eq!(lowered.references.len(), 3);
    assert_eq!(codes(&lowered), [""; 0]);
}

#[test]
fn what_no_noun_holds_is_carried() {
    let text = "table T\n\tsystemManaged\n\n\trefreshPolicy\n\t\tmode: hybrid\n\t\tsourceExpression =\n\t\t\t\tlet\n\t\t\t\tin 1\n\n\tcolumn C\n\t\t\
                sourceProviderType: x\n\n\t\tchangedProperty = IsHidden\n\n\t\tchangedProperty = FormatString\n";
    let lowered = lower(&files(&[("t.tmdl", text)]));
    assert_eq!(codes(&lowered), [""; 0]);
    let table = &lowered.model.tables[0];
    assert_eq!(table.more[0], Property { name: "systemManaged".to_owned(), value: PropertyValue::Flag });
    let PropertyValue::Object(None, policy) = &table.more[1].value else { panic!("an object") };
    assert_eq!(policy[1].value, PropertyValue::Expression("let\nin 1".to_owned()));
    assert_eq!(table.columns[0].more.len(), 3);
}

#[test]
fn kinds_have_one_order_whatever_the_files_have() {
    let model = |text: &str| lower(&files(&[("a.tmdl", text)])).model;
    let text = "function f = 1\n\ncultureInfo de-DE\n\nfunction e = 2\n\ntable T\n\n\tcalendar c\n\n\trefreshPolicy\n";
    let ordered =
        "table T\n\n\trefreshPolicy\n\n\tcalendar c\n\nfunction f = 1\n\nfunction e = 2\n\ncultureInfo de-DE\n";
    assert_eq!(model(text), model(ordered));
    assert_ne!(model(ordered), model(&ordered.replace(" f ", " d ").replace(" e ", " f ")));
}

#[test]
fn translations_are_carried_unread() {
    let text = "cultureInfo de-DE\n\n\ttranslations\n\t\tmodel Model\n\n\t\t\ttable T\n\t\t\t\tcaption: Verkauf\n\t\t\t\tdescription: x\n\n\t\t\t\tcolumn C\n\t\t\t\t\tcaption: c\n\n\tlinguisticMetadata =\n\t\t\t{\n\t\t\t  \"a\": 1\n\t\t\t}\n\t\tcontentType: json\n";
    let lowered = lower(&files(&[("c.tmdl", text)]));
    assert_eq!(codes(&lowered), [""; 0]);
    assert_eq!(lowered.model.more[0].name, "cultureInfo de-DE");
    let lowered = lower(&files(&[("c.tmdl", &text.replace("table T", "ref table T"))]));
    assert_eq!(codes(&lowered), ["indented-ref"]);
}

#[test]
fn faults_of_structure_are_named() {
    let codes_of = |text: &str| codes(&lower(&files(&[("a.tmdl", text)])));
    assert_eq!(codes_of("tabel T\n\tisHidden\n"), ["unknown-object"]);
    assert_eq!(codes_of("cultureInfo de-DE =\n"), ["unwanted-value"]);
    assert_eq!(codes_of("ref table T =\n"), ["unwanted-value"]);
    assert_eq!(codes_of("table T\n\tmesure M = 1\n"), ["unknown-object"]);
    assert_eq!(codes_of("table T\n\tlevel L\n"), ["unknown-object"]);
    assert_eq!(codes_of("table\n"), ["missing-name"]);
    assert_eq!(codes_of("table T\n\tcolumn C\n\t\tdataTyp: int64\n"), ["unknown-property"]);
    assert_eq!(codes_of("table T\n\tcolumn C\n\t\tdataType: int64\n\t\tdatatype: int64\n"), ["duplicate-property"]);
    assert_eq!(codes_of("table T\n\tmeasure M = 1\n\t\tformatString = 0\n"), ["wrong-sign"]);
    assert_eq!(codes_of("table T\n\tpartition P = m\n\t\tsource: let\n"), ["wrong-sign"]);
    assert_eq!(codes_of("table T\n\tisHidden: yes\n"), ["not-a-boolean"]);
    assert_eq!(codes_of("relationship r\n\tfromColumn: Sales\n\ttoColumn: A.B\n"), ["not-a-reference"]);
}

#[test]
fn an_unknown_property_far_from_all_known_ones_is_an_error() {
    let lowered = lower(&files(&[("a.tmdl", "table T\n\tsomethingEntirelyNew: 1\n")]));
    assert!(lowered.diagnostics[0].is_error());
    assert_eq!(lowered.model.tables[0].more.len(), 1);
}
