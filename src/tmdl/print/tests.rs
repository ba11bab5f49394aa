use proptest::prelude::*;

use super::*;
use crate::model::*;
use crate::tmdl::{Document, lower, parse};

fn read(tree: &FileTree) -> crate::tmdl::Lowered {
    let files: Vec<(String, Document)> =
        tree.paths().map(|path| (path.to_owned(), parse(tree.text(path).expect("text")))).collect();
    lower(&files)
}

#[track_caller]
fn reads_back(model: &Model) {
    let tree = print(model);
    let lowered = read(&tree);
    let text = || tree.iter().map(|(path, bytes)| format!("--- {path}\n{}", String::from_utf8_lossy(bytes))).collect();
    let text: String = text();
    assert_eq!(lowered.diagnostics, [], "{text}");
    let name = if model.name.is_empty() { "Model".to_owned() } else { model.name.clone() };
    assert_eq!(lowered.model, Model { name, ..model.clone() }, "{text}");
    assert_eq!(print(&lowered.model), tree);
}

#[test]
fn a_model_is_laid_out_as_power_bi_desktop_does() {
    let measure = Measure {
        name: "Total Sales".into(),
        description: Some("Revenue of all\n\ninvoices".to_owned()),
        expression: "VAR x = 1\n\nRETURN\n\tx".to_owned(),
        format_string: Some("\"€\"#,0".to_owned()),
        lineage_tag: Some("m1".to_owned()),
        ..Measure::default()
    };
    let column = Column {
        name: "Month".into(),
        data_type: Some("string".to_owned()),
        source_column: Some("month name".to_owned()),
        summarize_by: Some("none".to_owned()),
        sort_by_column: Some("Month No".into()),
        annotations: vec![Annotation { name: "SummarizationSetBy".to_owned(), value: "Automatic".to_owned() }],
        more: vec![writer::text("sourceProviderType", "nvarchar")],
        ..Column::default()
    };
    let partition = Partition {
        name: "Sales".to_owned(),
        kind: "m".to_owned(),
        mode: Some("import".to_owned()),
        source: "let\n    Source = 1\nin\n    Source".to_owned(),
        ..Partition::default()
    };
    let table = Table {
        name: "Sales".into(),
        lineage_tag: Some("t1".to_owned()),
        columns: vec![column],
        measures: vec![measure],
        partitions: vec![partition],
        ..Table::default()
    };
    let model = Model {
        name: "Model".to_owned(),
        compatibility_level: Some(1606),
        tables: vec![table],
        more: vec![writer::text("culture", "en-US")],
        annotations: vec![Annotation { name: "__PBI_TimeIntelligenceEnabled".to_owned(), value: "0".to_owned() }],
        ..Model::default()
    };
    let tree = print(&model);
    assert_eq!(tree.text("database.tmdl"), Some("database\n\tcompatibilityLevel: 1606\n\n"));
    assert_eq!(
        tree.text("model.tmdl"),
        Some("model Model\n\tculture: en-US\n\nannotation __PBI_TimeIntelligenceEnabled = 0\n\nref table Sales\n\n")
    );
    assert_eq!(
        tree.text("tables/Sales.tmdl"),
        Some(
            "table Sales\n\tlineageTag: t1\n\n\t/// Revenue of all\n\t/// \n\t/// invoices\n\tmeasure 'Total Sales' =\n\
             \t\t\tVAR x = 1\n\t\t\t\n\t\t\tRETURN\n\t\t\t\tx\n\t\tformatString: \"€\"#,0\n\t\tlineageTag: m1\n\n\
             \tcolumn Month\n\t\tdataType: string\n\t\tsourceProviderType: nvarchar\n\t\tsummarizeBy: none\n\
             \t\tsourceColumn: month name\n\t\tsortByColumn: 'Month No'\n\n\
             \t\tannotation SummarizationSetBy = Automatic\n\n\
             \tpartition Sales = m\n\t\tmode: import\n\t\tsource =\n\t\t\t\tlet\n\t\t\t\t    Source = 1\n\t\t\t\tin\n\t\t\t\t    Source\n\n"
        )
    );
    reads_back(&model);
}

#[test]
fn an_empty_expression_takes_no_property() {
    let measure = Measure {
        name: "M".into(),
        is_hidden: true,
        format_string_expression: Some(String::new()),
        ..Measure::default()
    };
    let column = Column {
        name: "C".into(),
        expression: Some(String::new()),
        data_type: Some("int64".to_owned()),
        ..Column::default()
    };
    let table = Table { name: "T".into(), measures: vec![measure], columns: vec![column], ..Table::default() };
    reads_back(&Model { tables: vec![table], ..Model::default() });
}

/// Names as users have them and as nobody should; control characters, which TMDL cannot write, apart.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z][A-Za-z0-9_]{0,8}",
        "[^\\p{C}]{0,10}",
        prop_oneof![
            Just("O'Brien [x] = \"y\"".to_owned()),
            Just("'".to_owned()),
            Just("```".to_owned()),
            Just("///".to_owned()),
            Just("a.b: c".to_owned()),
            Just("con".to_owned()),
            Just("en-US".to_owned()),
            Just("../../x".to_owned()),
            Just("ref table".to_owned()),
            Just(" x ".to_owned()),
        ],
    ]
}

/// DAX and M of any shape: several lines, spaces at the end of lines, fences. A text that holds a line of three
/// back-ticks and also needs a fence is the one thing TMDL has no form for.
fn code() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(String::new()),
        Just("```".to_owned()),
        Just("formatString: x".to_owned()),
        Just("isHidden".to_owned()),
        Just("measure M = 1".to_owned()),
        Just("\t\tdeep".to_owned()),
        Just("    // comment".to_owned()),
        Just("trailing  ".to_owned()),
        Just("  ".to_owned()),
        Just("```x".to_owned()),
        "[^\\p{C}]{0,12}",
    ];
    proptest::collection::vec(line, 1..5).prop_map(|lines| lines.join("\n")).prop_filter("writable", |text| {
        let has_fence = text.split('\n').any(|line| line.trim() == "```");
        !has_fence || !writer::needs_fence(text)
    })
}

fn text() -> impl Strategy<Value = String> {
    // Whatever does not end a line.
    prop_oneof!["[^\r\n]{0,12}", Just("\"a\" \"b\"".to_owned()), Just("\"€\"#,0".to_owned()), Just("\"".to_owned())]
}

fn description() -> impl Strategy<Value = Option<String>> {
    // Each line is read without the white space around it.
    let line = "[^\\p{C}]{0,8}".prop_map(|line| line.trim().to_owned());
    proptest::option::of(proptest::collection::vec(line, 1..4).prop_map(|lines| lines.join("\n")))
}

/// Names of one collection, each different from the others without case.
fn names(most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(name(), 0..most).prop_map(|names| {
        let mut seen = std::collections::BTreeSet::new();
        names.into_iter().filter(|name| seen.insert(name.to_lowercase())).collect()
    })
}

fn annotations() -> impl Strategy<Value = Vec<Annotation>> {
    (names(3), proptest::collection::vec(code(), 3)).prop_map(|(names, values)| {
        names.into_iter().zip(values).map(|(name, value)| Annotation { name, value }).collect()
    })
}

fn column() -> impl Strategy<Value = Column> {
    let details = (text(), proptest::option::of(text()), proptest::option::of(code()), any::<(bool, bool)>());
    (details, description(), proptest::option::of(name()), annotations()).prop_map(
        |((tag, folder, expression, (is_hidden, is_key)), description, sort_by, annotations)| Column {
            description,
            data_type: is_key.then(|| "dateTime".to_owned()),
            source_column: expression.is_none().then(|| tag.clone()),
            expression,
            is_hidden,
            is_key,
            display_folder: folder,
            sort_by_column: sort_by.map(Into::into),
            annotations,
            more: vec![
                writer::text("isAvailableInMdx", "false"),
                Property { name: "changedProperty".to_owned(), value: PropertyValue::Object(Some(tag), vec![]) },
            ],
            ..Column::default()
        },
    )
}

fn measure() -> impl Strategy<Value = Measure> {
    (code(), description(), text(), any::<bool>(), proptest::option::of(code()), annotations()).prop_map(
        |(expression, description, format, is_hidden, dynamic, annotations)| Measure {
            description,
            expression,
            is_hidden,
            format_string: dynamic.is_none().then_some(format),
            format_string_expression: dynamic,
            annotations,
            ..Measure::default()
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let columns = (names(4), proptest::collection::vec(column(), 4));
    let measures = (names(3), proptest::collection::vec(measure(), 3));
    let hierarchies = (names(2), names(3), name());
    let partitions = (names(2), code());
    (columns, measures, hierarchies, partitions, description(), annotations()).prop_map(
        |(columns, measures, (hierarchies, levels, column), (partitions, source), description, annotations)| {
            let level = |name: String| Level { name, column: column.as_str().into(), ..Level::default() };
            let levels: Vec<Level> = levels.into_iter().map(level).collect();
            Table {
                description,
                columns: zip(columns, |column, name| column.name = name.into()),
                measures: zip(measures, |measure, name| measure.name = name.into()),
                hierarchies: hierarchies
                    .into_iter()
                    .map(|name| Hierarchy { name, levels: levels.clone(), ..Hierarchy::default() })
                    .collect(),
                partitions: partitions
                    .into_iter()
                    .map(|name| Partition {
                        name,
                        kind: "m".to_owned(),
                        source: source.clone(),
                        ..Partition::default()
                    })
                    .collect(),
                annotations,
                ..Table::default()
            }
        },
    )
}

fn zip<T>((names, values): (Vec<String>, Vec<T>), set: impl Fn(&mut T, String)) -> Vec<T> {
    let mut values = values;
    values.truncate(names.len());
    values.iter_mut().zip(names).for_each(|(value, name)| set(value, name));
    values
}

fn role() -> impl Strategy<Value = Role> {
    (names(3), names(3), code(), description()).prop_map(|(tables, members, filter, description)| Role {
        description,
        permission: Some("read".to_owned()),
        table_permissions: tables
            .into_iter()
            .map(|table| TablePermission { table: table.into(), filter: Some(filter.clone()), more: vec![] })
            .collect(),
        members: members
            .into_iter()
            .map(|name| Member { name, kind: Some("group".to_owned()), more: vec![] })
            .collect(),
        ..Role::default()
    })
}

fn model() -> impl Strategy<Value = Model> {
    let tables = (names(4), proptest::collection::vec(table(), 4));
    let roles = (names(3), proptest::collection::vec(role(), 3));
    let expressions = (names(3), proptest::collection::vec(code(), 3));
    let relationships = (names(3), name(), name(), proptest::option::of(any::<bool>()));
    (name(), tables, roles, expressions, relationships, annotations()).prop_map(
        |(name, tables, roles, (names, code), (relationships, one, other, is_active), annotations)| Model {
            name,
            compatibility_level: Some(1606),
            tables: zip(tables, |table, name| table.name = name.into()),
            roles: zip(roles, |role, name| role.name = name.into()),
            expressions: names
                .into_iter()
                .zip(code)
                .map(|(name, expression)| NamedExpression { name, expression, ..NamedExpression::default() })
                .collect(),
            relationships: relationships
                .into_iter()
                .map(|name| Relationship {
                    name,
                    from: ColumnReference { table: one.as_str().into(), column: other.as_str().into() },
                    to: ColumnReference { table: other.as_str().into(), column: one.as_str().into() },
                    is_active,
                    ..Relationship::default()
                })
                .collect(),
            annotations,
            more: vec![writer::text("culture", "en-US")],
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_is_printed_reads_back_as_the_same_model(model in model()) {
        reads_back(&model);
    }
}
