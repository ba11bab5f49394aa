use proptest::prelude::*;

use super::*;
use crate::tmdl::Form;

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).errors.iter().map(|error| error.code.name).collect()
}

fn first(text: &str) -> Object {
    parse(text).objects.into_iter().next().expect("an object")
}

fn default_text(object: &Object) -> &str {
    object.default.as_ref().map_or("", |default| &default.text)
}

#[test]
fn a_table_as_power_bi_desktop_writes_it() {
    let table = first(
        "/// All sales\n/// of all time\ntable 'Big Sales'\n\tisHidden\n\tlineageTag: abc\n\n\tmeasure Total = SUM('Big Sales'[x])\n\t\t\
         formatString: #,0\n\n\tmeasure Long =\n\t\t\tVAR x = 1\n\n\t\t\tRETURN\n\t\t\t\tx\n\t\tformatString: 0\n\n\tpartition P = m\n\t\t\
         mode: import\n\t\tsource =\n\t\t\t\tlet\n\t\t\t\t    Source = 1\n\t\t\t\tin\n\t\t\t\t    Source\n\n\tannotation A = {\"x\":1}\n\n",
    );
    assert_eq!(table.name.as_ref().map(|name| name.text.as_str()), Some("Big Sales"));
    assert_eq!(table.description.as_ref().map(|description| description.text.as_str()), Some("All sales\nof all time"));
    assert_eq!(table.properties.len(), 2);
    let kinds: Vec<&str> = table.children.iter().map(|child| child.kind.as_str()).collect();
    assert_eq!(kinds, ["measure", "measure", "partition", "annotation"]);
    assert_eq!(default_text(&table.children[1]), "VAR x = 1\n\nRETURN\n\tx");
    assert_eq!(table.children[1].properties.len(), 1);
    let Value::Expression(source) = &table.children[2].properties[1].value else { panic!("an expression") };
    assert_eq!(source.text, "let\n    Source = 1\nin\n    Source");
    assert_eq!(default_text(&table.children[3]), "{\"x\":1}");
}

#[test]
fn spaces_and_crlf_are_read_like_tabs_and_lf() {
    let tabs = parse("table T\n\tcolumn C\n\t\tdataType: int64\n\tmeasure M =\n\t\t\ta\n\t\t\t  b\n\t\tisHidden\n");
    let spaces = parse(
        "table T\r\n    column C\r\n        dataType: int64\r\n    measure M =\r\n            a\r\n              b\r\n        isHidden\r\n",
    );
    assert!(tabs.errors.is_empty() && spaces.errors.is_empty());
    assert_eq!(default_text(&tabs.objects[0].children[1]), "a\n  b");
    assert_eq!(default_text(&spaces.objects[0].children[1]), "a\n  b");
    assert_eq!(spaces.objects[0].children[0].properties[0].name.text, "dataType");
}

#[test]
fn fences_keep_every_space() {
    let table = first("table T\n\tmeasure M = ```\n\t\t\t  a  \n\n\t\t\tb\n\t\t\t\n\t\t\t```\n\t\tisHidden\n");
    let measure = &table.children[0];
    assert_eq!(default_text(measure), "  a  \n\nb\n");
    assert_eq!(measure.default.as_ref().map(|default| default.form), Some(Form::Fenced));
    assert_eq!(measure.properties.len(), 1);
}

#[test]
fn quotes_around_a_whole_value_come_off() {
    let object = first(
        "table T\n\ta: \"x \"\"y\"\"\"\n\tb: \"€\"#,0\n\tc: \"\"\"\"\n\td: \"\"\n\te: \"\"\"TRUE\"\";\"\"TRUE\"\"\"\n",
    );
    let values: Vec<&str> = object
        .properties
        .iter()
        .map(|property| match &property.value {
            Value::Text(text) => text.text.as_str(),
            _ => "?",
        })
        .collect();
    assert_eq!(values, ["x \"y\"", "\"€\"#,0", "\"", "", "\"TRUE\";\"TRUE\""]);
}

#[test]
fn an_offset_in_an_expression_is_found_in_the_file() {
    let text = "table T\n\tmeasure M =\n\t\t\taaa\n\t\t\t  bbb\n\t\tisHidden\n";
    let table = first(text);
    let measure = table.children[0].default.as_ref().expect("an expression");
    let at = measure.file_offset(measure.text.find("bbb").expect("there"));
    assert_eq!(&text[at..at + 3], "bbb");
    assert_eq!(&text[measure.span.clone()], "aaa\n\t\t\t  bbb");
}

#[test]
fn each_fault_is_reported_once() {
    assert_eq!(codes("\u{feff}table T\n"), ["byte-order-mark"]);
    assert_eq!(codes("table T\n\tisHidden\n    isPrivate\n"), ["mixed-indentation"]);
    assert_eq!(codes("table T\n\t\tcolumn C\n\t\t\tdataType: int64\n"), [""; 0]);
    assert_eq!(codes("table T\n\tisHidden:\n"), [""; 0]);
    assert_eq!(codes("table T\n\tlineageTag:\n"), ["malformed-text"]);
    assert_eq!(codes("table T\n\tannotation A =\n"), [""; 0]);
    assert_eq!(codes("table T\n\tannotation A =\n\n\tcolumn C\n"), ["empty-expression"]);
    assert_eq!(codes("table T\n\t\tcolumn C\n\n\tmeasure M = 1\n"), ["unexpected-indentation"]);
    assert_eq!(codes("table T\n\tcolumn C\n\t\tdataType: x\n\t\t\tisKey\n"), ["unexpected-indentation"]);
    assert_eq!(codes("table T\n\tcolumn C\n   column D\n"), ["unexpected-indentation"]);
    assert_eq!(codes("table T\n\tmeasure M = 1\n\t\t\tformatString: 0\n"), [""; 0]);
    assert_eq!(codes("function F = ```\n        () => 1\n    ```\n    annotation A = 1\n"), [""; 0]);
    assert_eq!(
        codes("function F =\n        (\n            a: INT64\n        ) =>\n            a\n    annotation A = 1\n"),
        [""; 0]
    );
    assert_eq!(codes("\ttable T\n\t\tcolumn C\n"), ["unexpected-indentation"]);
    assert_eq!(codes("/// x\n\ntable T\n"), ["stray-description"]);
    assert_eq!(codes("table T\n\t/// x\n\tisHidden\n"), ["stray-description"]);
    assert_eq!(codes("table T\n/// x\n"), ["stray-description"]);
    assert_eq!(codes("isHidden: true\n"), ["property-outside-object"]);
    assert_eq!(codes("table T\n\tannotation A = 1\n\tisHidden\n"), ["property-after-object"]);
    assert_eq!(codes("// x\ntable T\n"), ["comment-outside-expression"]);
    assert_eq!(codes("table T\n\tmeasure M = ```\n\t\t\tx\n\t\tisHidden\n\n\tcolumn C\n"), ["unclosed-fence"]);
    assert_eq!(codes("table T\n\tmeasure M = a\n\t\t\t+ b\n\t\t\t+ c\n\t\tisHidden\n"), ["continued-expression"]);
    assert_eq!(codes("table T\n\tmeasure M = VAR a = 1\n\t\tRETURN a\n"), ["continued-expression"]);
    assert_eq!(codes("table T\n\tmeasure M =\n\t\tSUM(x)\n\t\tformatString: 0\n"), ["swallowed-property"]);
    assert_eq!(codes("table T\n\tmeasure M =\n\t\tformatString: 0\n"), ["swallowed-property"]);
    assert_eq!(codes("table T\n\tmeasure M =\n\t\tSUM(x)\n\t\t+ 1\n"), [""; 0]);
    assert_eq!(codes("table T\n\tmeasure M = 1\n\t[x]\n\t* 2\n\t\t+ 3\n\tcolumn C\n"), ["not-a-declaration"]);
}

#[test]
fn an_expression_without_its_close_does_not_take_the_rest() {
    let table = first("table T\n\tmeasure M = ```\n\t\t\tx\n\t\tisHidden\n\n\tcolumn C\n");
    assert_eq!(table.children.len(), 2);
    assert_eq!(default_text(&table.children[0]), "x");
    assert_eq!(table.children[0].properties.len(), 1);
}

#[test]
fn depth_and_length_are_no_danger() {
    let deep: String = (0..2000).map(|depth| format!("{}a b\n", "\t".repeat(depth))).collect();
    assert!(codes(&deep).contains(&"too-deep"));
    let long = format!("table T\n\tmeasure M = {}\n", "(".repeat(2_000_000));
    assert!(codes(&long).is_empty());
    let fences = "table T\n".to_owned() + &"\tmeasure M = ```\n".repeat(20_000);
    assert_eq!(codes(&fences).len(), 20_000);
}

fn line() -> impl Strategy<Value = String> {
    let indentation = prop_oneof![Just(""), Just("\t"), Just("\t\t"), Just("\t\t\t"), Just("    "), Just(" \t")];
    let content = prop_oneof![
        Just("table T".to_owned()),
        Just("measure 'a b' =".to_owned()),
        Just("source =".to_owned()),
        Just("x = ```".to_owned()),
        Just("```".to_owned()),
        Just("/// text".to_owned()),
        Just("isHidden".to_owned()),
        Just("lineageTag: \"x".to_owned()),
        Just("ref table 'x".to_owned()),
        Just("relationship".to_owned()),
        ".{0,12}",
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just(" \n"), Just("\n\n"), Just("")];
    (indentation, content, end).prop_map(|(indentation, content, end)| format!("{indentation}{content}{end}"))
}

fn spans_are_inside(object: &Object, text: &str) {
    assert!(text.get(object.span.clone()).is_some() && text.get(object.kind_span.clone()).is_some());
    if let Some(default) = &object.default {
        assert!(text.get(default.span.clone()).is_some());
        assert!(default.line_starts.iter().all(|start| text.is_char_boundary(start.file)));
    }
    object.children.iter().for_each(|child| spans_are_inside(child, text));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_kept_whole(lines in proptest::collection::vec(line(), 0..40)) {
        let text = lines.concat();
        let document = parse(&text);
        prop_assert_eq!(document.text(), &text);
        for error in &document.errors {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
        }
        document.objects.iter().for_each(|object| spans_are_inside(object, &text));
        let _ = crate::tmdl::lower(&[("a.tmdl".to_owned(), document)]);
    }
}
