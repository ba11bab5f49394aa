//! Every mention of every object, in all files that name them.

use std::collections::BTreeSet;

use super::mention::{Form, Mention};
use super::plan::Plan;
use super::project::Project;
use super::{ObjectRef, dax, report, tmdl};
use crate::check::queries;
use crate::diag::{At, Code, Diagnostic, Place, Severity};
use crate::file_tree::FileTree;
use crate::m;
use crate::name::same;
use crate::pbir::folders::join;
use crate::pbir::json;

pub static UNCLEAR_MENTION: Code = Code {
    id: "MG015",
    name: "unclear-mention",
    severity: Severity::Error,
    explanation: "A formula has the name of what is to be renamed, and what it stands for there cannot be told: the \
formula cannot be read, or names nothing that is known. Left as it is it might break, renamed as well.

Wrong:  SUM(Sales[Revenue]      where Sales[Revenue] is to be renamed
Right:  SUM(Sales[Revenue])",
};

#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// In the order of files and places, none twice.
    pub mentions: Vec<Mention>,
    /// Names that stand for nobody knows what.
    pub unclear: Vec<Unclear>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Unclear {
    pub place: Place,
    pub name: String,
    /// The table before it, where one is written.
    pub table: Option<String>,
    pub may_be: MayBe,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayBe {
    Table,
    /// A column or a measure.
    Field,
    Anything,
}

impl Collected {
    pub fn mention(&mut self, place: Option<(&str, std::ops::Range<usize>)>, of: Option<ObjectRef>, form: Form) {
        self.push(place, of, form, false);
    }
    /// Inside a JSON string.
    pub fn escaped(&mut self, place: Option<(&str, std::ops::Range<usize>)>, of: Option<ObjectRef>, form: Form) {
        self.push(place, of, form, true);
    }
    fn push(
        &mut self,
        place: Option<(&str, std::ops::Range<usize>)>,
        of: Option<ObjectRef>,
        form: Form,
        is_escaped: bool,
    ) {
        if let (Some((file, span)), Some(of)) = (place, of) {
            self.mentions.push(Mention { file: file.to_owned(), span, of, form, is_escaped });
        }
    }
}

/// The file and the bytes of a place.
pub fn bytes(place: &Place) -> Option<(&str, std::ops::Range<usize>)> {
    match place.at {
        At::Bytes { start, end } => Some((place.file.as_str(), start..end)),
        _ => None,
    }
}

pub fn collect(tree: &FileTree, project: &Project) -> Collected {
    let mut found = Collected::default();
    for (path, document) in &project.read.documents {
        tmdl::collect(path, document, project, &mut found);
    }
    dax::model(project, &mut found);
    dax::queries(tree, project, &mut found);
    queries_of_m(project, &mut found);
    diagram(tree, project, &mut found);
    for read in &project.reports {
        report::collect(read, project, &mut found);
        dax::extensions(tree, project, read, &mut found);
    }
    found.mentions.sort_by(|a, b| (&a.file, a.span.start, a.span.end).cmp(&(&b.file, b.span.start, b.span.end)));
    found.mentions.dedup_by(|b, a| (&a.file, &a.span, &a.of) == (&b.file, &b.span, &b.of));
    found
}

/// What M names: a table by the query that fills it.
fn queries_of_m(project: &Project, found: &mut Collected) {
    let origins = &project.read.lowered.origins;
    for query in queries::read(project.model()) {
        let text = query.parsed.text();
        let place = |span| origins.inside(&query.path, query.property, text, span);
        let is_broken = query.parsed.problems.iter().any(|problem| problem.code.severity == Severity::Error);
        let Some(expression) = query.parsed.expression().filter(|_| !is_broken) else {
            let named = project.model().tables.iter().filter(|table| text.contains(table.name.as_str()));
            found.unclear.extend(named.map(|table| Unclear {
                place: place(0..text.len()),
                name: table.name.to_string(),
                table: None,
                may_be: MayBe::Table,
            }));
            continue;
        };
        // Within its own value a step does not have its name, and what it stands for is nothing that could be renamed.
        for reference in m::references(expression).into_iter().filter(|one| !one.is_implicit && one.own.is_none()) {
            found.mention(bytes(&place(reference.span)), project.query(&reference.name), Form::M);
        }
    }
}

/// Where the tables stand in the diagram of the model.
fn diagram(tree: &FileTree, project: &Project, found: &mut Collected) {
    let path = join(&project.source.folder, "diagramLayout.json");
    let Some(json) = tree.text(&path).and_then(|text| json::parse(text).ok()) else { return };
    json.each(&mut |member| {
        if let Some(name) = member.value.text().filter(|_| member.key == "nodeIndex") {
            let span = report::inside(&member.value);
            found.escaped(Some((&path, span)), project.table_ref(name), Form::Plain(None));
        }
    });
}

/// Of the names that stand for nobody knows what, those that may be of something that is renamed.
pub fn unclear(found: &Collected, plan: &Plan, project: &Project) -> Vec<Diagnostic> {
    let renamed: Vec<&ObjectRef> =
        plan.renamed().filter(|(object, new)| object.name() != *new).map(|(object, _)| object).collect();
    let mut said = BTreeSet::new();
    let mut faults = Vec::new();
    for unclear in &found.unclear {
        let Some(object) = renamed.iter().find(|object| unclear.may_be(object, project)) else { continue };
        if said.insert((unclear.place.clone(), *object)) {
            let message = format!("what `{}` stands for here cannot be told", unclear.name);
            faults.push(
                Diagnostic::new(&UNCLEAR_MENTION, message)
                    .at(unclear.place.clone(), "")
                    .note(format!("the {} `{object}` is to be renamed", object.kind()))
                    .help("mend the formula first: `pbiforge check` says what is wrong with it"),
            );
        }
    }
    faults
}

impl Unclear {
    fn may_be(&self, object: &ObjectRef, project: &Project) -> bool {
        let is_of_table = |home: &str| {
            // A table that the model has, and another one: then it is not this.
            self.table.as_deref().is_none_or(|table| same(table, home) || project.table(table).is_none())
        };
        same(&self.name, object.name())
            && match object {
                ObjectRef::Table(_) => self.may_be != MayBe::Field,
                ObjectRef::Column { table, .. } => self.may_be != MayBe::Table && is_of_table(table),
                ObjectRef::Measure { .. } => self.may_be != MayBe::Table,
                _ => false,
            }
    }
}
