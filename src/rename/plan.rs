//! What is to have which name, and whether it can.

use std::collections::BTreeMap;

use super::project::Project;
use super::{ObjectRef, Rename};
use crate::check::report::extensions;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;

pub static UNKNOWN_OBJECT: Code = Code {
    id: "MG010",
    name: "rename-of-unknown",
    severity: Severity::Error,
    explanation:
        "What is to be renamed is not there. Perhaps it has its new name already: then the entry has done its \
work and can go.

Wrong:  \"Sales[Revenu]\" = \"Net Revenue\"
Right:  \"Sales[Revenue]\" = \"Net Revenue\"",
};

pub static NAME_TAKEN: Code = Code {
    id: "MG011",
    name: "name-taken",
    severity: Severity::Error,
    explanation:
        "Something else has the new name, in upper or lower case: another table, another column or measure of \
the table, another measure anywhere, another level of the hierarchy, another role; of a table also a shared query. \
Something that gives the name up in the same renaming is not in the way: two names may be swapped.

Wrong, where Sales has a column `Price`:  \"Sales[Unit Price]\" = \"price\"
Right:  \"Sales[Unit Price]\" = \"Price per Unit\"",
};

pub static RENAMED_TWICE: Code = Code {
    id: "MG012",
    name: "renamed-twice",
    severity: Severity::Error,
    explanation: "One object is given two names. Names are compared without case, and a measure is the same with its \
table and without.

Wrong:  \"[Total]\" = \"Revenue\"
        \"Sales[total]\" = \"Turnover\"
Right: one of the two.",
};

pub static INVALID_NAME: Code = Code {
    id: "MG013",
    name: "invalid-new-name",
    severity: Severity::Error,
    explanation:
        "A name has at least one character, none of them a line break, a tab or another control character, no \
blank at its beginning or end. A table is not called `Measures` or `Goal`, which Power \
BI keeps for itself.

Wrong:  \"Sales\" = \" Orders\"
Right:  \"Sales\" = \"Orders\"",
};

/// Old objects, as the model spells them, to new names.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    new: BTreeMap<ObjectRef, String>,
}

impl Plan {
    pub fn new(project: &Project, renames: &[Rename]) -> Result<Self, Vec<Diagnostic>> {
        let mut plan = Self::default();
        let mut faults = Vec::new();
        for rename in renames {
            let Some(object) = project.object(&rename.from) else {
                faults.push(unknown(project, &rename.from));
                continue;
            };
            faults.extend(invalid(&object, &rename.to));
            if let Some(first) = plan.new.insert(object.clone(), rename.to.clone()) {
                let kind = object.kind();
                faults.push(
                    Diagnostic::new(&RENAMED_TWICE, format!("the {kind} `{object}` is renamed twice"))
                        .note(format!("to `{first}` and to `{}`", rename.to))
                        .help("remove one of the two"),
                );
            }
        }
        if faults.is_empty() {
            faults.extend(plan.taken(project));
        }
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }

    /// The name that the object has afterwards.
    pub fn name<'a>(&'a self, object: &'a ObjectRef) -> &'a str {
        self.new.get(object).map_or(object.name(), String::as_str)
    }

    /// The object, with every name that it has afterwards.
    pub fn applied(&self, object: &ObjectRef) -> ObjectRef {
        let name = self.name(object).to_owned();
        let table = |table: &str| self.name(&ObjectRef::Table(table.to_owned())).to_owned();
        match object {
            ObjectRef::Table(_) => ObjectRef::Table(name),
            ObjectRef::Role(_) => ObjectRef::Role(name),
            ObjectRef::Column { table: of, .. } => ObjectRef::Column { table: table(of), name },
            ObjectRef::Measure { table: of, .. } => ObjectRef::Measure { table: table(of), name },
            ObjectRef::Hierarchy { table: of, .. } => ObjectRef::Hierarchy { table: table(of), name },
            ObjectRef::Level { table: of, hierarchy, .. } => {
                let own = ObjectRef::Hierarchy { table: of.clone(), name: hierarchy.clone() };
                ObjectRef::Level { table: table(of), hierarchy: self.name(&own).to_owned(), name }
            }
        }
    }

    /// Everything that is renamed, with its new name.
    pub fn renamed(&self) -> impl Iterator<Item = (&ObjectRef, &str)> {
        self.new.iter().map(|(object, name)| (object, name.as_str()))
    }

    /// New names that something else has, afterwards.
    fn taken(&self, project: &Project) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (object, new) in &self.new {
            let rivals = rivals(project, object);
            let rival = rivals.iter().find(|rival| *rival != object && same(self.name(rival), new));
            if let Some(rival) = rival {
                let kind = object.kind();
                let message = format!("the {kind} `{object}` cannot be called `{new}`: the name is taken");
                faults.push(Diagnostic::new(&NAME_TAKEN, message).note(match self.new.contains_key(rival) {
                    true => format!("the {} `{rival}` is to have it too", rival.kind()),
                    false => format!("the {} `{rival}` has it", rival.kind()),
                }));
            } else if let Some(what) = foreign(project, object, new) {
                let message = format!("the {} `{object}` cannot be called `{new}`: the name is taken", object.kind());
                faults.push(Diagnostic::new(&NAME_TAKEN, message).note(format!("{what} has it")));
            }
        }
        faults
    }
}

/// What may not have the same name as the object, the object itself among it.
fn rivals(project: &Project, object: &ObjectRef) -> Vec<ObjectRef> {
    let model = project.model();
    let tables = || model.tables.iter();
    let columns = |table: &Table| {
        let of = table.name.to_string();
        let column = move |name: &str| ObjectRef::Column { table: of.clone(), name: name.to_owned() };
        table.columns.iter().map(move |one| column(one.name.as_str())).collect::<Vec<_>>()
    };
    let measures = |table: &Table| {
        let of = table.name.to_string();
        let measure = move |name: &str| ObjectRef::Measure { table: of.clone(), name: name.to_owned() };
        table.measures.iter().map(move |one| measure(one.name.as_str())).collect::<Vec<_>>()
    };
    let home = object.table().and_then(|table| project.table(table));
    match object {
        ObjectRef::Table(_) => tables().map(|table| ObjectRef::Table(table.name.to_string())).collect(),
        ObjectRef::Column { .. } => home.map(|table| [columns(table), measures(table)].concat()).unwrap_or_default(),
        ObjectRef::Measure { .. } => tables().flat_map(measures).chain(home.map(columns).unwrap_or_default()).collect(),
        ObjectRef::Hierarchy { table, .. } => {
            let of = |name: &str| ObjectRef::Hierarchy { table: table.clone(), name: name.to_owned() };
            home.map(|home| home.hierarchies.iter().map(|one| of(&one.name)).collect()).unwrap_or_default()
        }
        ObjectRef::Level { table, hierarchy, .. } => {
            let of = |name: &str| {
                let (table, hierarchy, name) = (table.clone(), hierarchy.clone(), name.to_owned());
                ObjectRef::Level { table, hierarchy, name }
            };
            let levels = home.and_then(|home| home.hierarchy(hierarchy)).map(|found| found.levels.as_slice());
            levels.unwrap_or_default().iter().map(|level| of(&level.name)).collect()
        }
        ObjectRef::Role(_) => model.roles.iter().map(|role| ObjectRef::Role(role.name.to_string())).collect(),
    }
}

/// What is in the way and cannot be renamed: a shared query, a measure of a report.
fn foreign(project: &Project, object: &ObjectRef, new: &str) -> Option<String> {
    match object {
        ObjectRef::Table(_) => {
            let shared = project.model().expressions.iter().find(|shared| same(&shared.name, new))?;
            Some(format!("the query `{}`", shared.name))
        }
        ObjectRef::Measure { .. } | ObjectRef::Column { .. } => {
            let mut own = project.reports.iter().flat_map(extensions::find);
            let is_near = |table: &str| match object {
                ObjectRef::Column { table: home, .. } => same(table, home),
                _ => true,
            };
            let own = own.find(|own| same(own.name, new) && is_near(own.table))?;
            Some(format!("the measure `{}` of a report", own.name))
        }
        _ => None,
    }
}

fn invalid(object: &ObjectRef, new: &str) -> Option<Diagnostic> {
    let is_table = matches!(object, ObjectRef::Table(_));
    let why = if new.trim().is_empty() {
        "is empty"
    } else if new.trim() != new {
        "begins or ends with a blank"
    } else if new.chars().any(char::is_control) {
        "holds a control character"
    } else if is_table && ["measures", "goal"].iter().any(|reserved| reserved.eq_ignore_ascii_case(new)) {
        "is one that Power BI keeps for itself"
    } else {
        return None;
    };
    let message = format!("the new name of the {} `{object}` {why}", object.kind());
    Some(Diagnostic::new(&INVALID_NAME, message).help("give it another name"))
}

pub fn unknown(project: &Project, wanted: &ObjectRef) -> Diagnostic {
    let model = project.model();
    let home = wanted.table().and_then(|table| project.table(table));
    let of_table = |table: &str| {
        let names = model.tables.iter().map(|table| table.name.as_str());
        let fault = Diagnostic::new(&UNKNOWN_OBJECT, format!("there is no table `{table}` to rename"));
        fault.did_you_mean(table, names)
    };
    let (message, known): (String, Vec<&str>) = match (wanted, home) {
        (ObjectRef::Role(name), _) => (
            format!("there is no role `{name}` to rename"),
            model.roles.iter().map(|role| role.name.as_str()).collect(),
        ),
        (ObjectRef::Measure { name, .. }, _) => {
            let known = model.measures().map(|(_, measure)| measure.name.as_str()).collect();
            (format!("there is no measure `{name}` to rename"), known)
        }
        (_, None) => return of_table(wanted.table().unwrap_or_default()),
        (_, Some(table)) => {
            let names = match wanted {
                ObjectRef::Column { .. } => table.columns.iter().map(|one| one.name.as_str()).collect(),
                ObjectRef::Level { hierarchy, .. } => {
                    let levels = table.hierarchy(hierarchy).map(|found| found.levels.as_slice()).unwrap_or_default();
                    levels.iter().map(|level| level.name.as_str()).collect()
                }
                _ => table.hierarchies.iter().map(|one| one.name.as_str()).collect(),
            };
            (format!("the table `{}` has no {} `{}` to rename", table.name, wanted.kind(), wanted.name()), names)
        }
    };
    Diagnostic::new(&UNKNOWN_OBJECT, message).did_you_mean(wanted.name(), known)
}
