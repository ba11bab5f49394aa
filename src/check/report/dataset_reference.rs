//! PB006: the report does not lead to a semantic model.

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::{Json, edit};

pub const DATASET_REFERENCE: Code = Code {
    id: "PB006",
    name: "dataset-reference",
    severity: Severity::Error,
    explanation: "\
`definition.pbir` says which semantic model the report stands on: either by the path of its folder, relative to the
report's and with `/`, or by a connection to a published one, and never both. A path that leads nowhere keeps the
project from opening.

Wrong:  \"datasetReference\": { \"byPath\": { \"path\": \"..\\\\X.SemanticModel\" } }
Right:  \"datasetReference\": { \"byPath\": { \"path\": \"../X.SemanticModel\" } }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let file = project.read.path("definition.pbir");
    let Some(json) = project.read.files.get(&file) else {
        return Vec::new();
    };
    let new = |json: &Json, message: &str| {
        Diagnostic::new(&DATASET_REFERENCE, message).at(Place::bytes(file.as_str(), json.span.clone()), "")
    };
    let Some(reference) = json.get("datasetReference") else {
        return vec![new(json, "the report names no semantic model").help("add a `datasetReference` with `byPath`")];
    };
    let is_set = |key: &str| reference.get(key).filter(|value| value.is_object());
    let path = match (is_set("byPath"), is_set("byConnection")) {
        (Some(by_path), None) => by_path.get("path").and_then(|path| Some((path, path.text()?))),
        (None, Some(by)) => {
            let empty =
                by.get("connectionString").filter(|text| text.text().is_some_and(|text| text.trim().is_empty()));
            let fault = |empty| new(empty, "the connection is empty").help("write where the model is published");
            return empty.map(fault).into_iter().collect();
        }
        (Some(_), Some(_)) => {
            return vec![new(reference, "the report names its semantic model twice").help("keep one of the two")];
        }
        (None, None) => return vec![new(reference, "the report names no semantic model").help("add `byPath`")],
    };
    let Some((json, path)) = path else {
        return vec![new(reference, "`byPath` has no path").help("write the folder as `../X.SemanticModel`")];
    };
    if path.contains('\\') {
        let help = format!("write `{}`", path.replace('\\', "/"));
        let diagnostic = new(json, "the path of the semantic model has backslashes").help(help);
        let fix = edit::replace(&file, json, &path.replace('\\', "/"));
        return vec![diagnostic.fix(fix)];
    }
    // A tree that is the report's folder itself does not hold what lies beside it.
    if project.read.folder.is_empty() {
        return Vec::new();
    }
    let Some(folder) = resolve(&project.read.folder, path) else {
        return outside(project, &file, json, path).into_iter().collect();
    };
    if folder == project.read.folder {
        return vec![new(json, "the report names itself as its semantic model").help("write `../X.SemanticModel`")];
    }
    if let Some(parent) = path.strip_suffix("/definition").filter(|_| folder.contains(".SemanticModel/")) {
        return vec![
            new(json, "this is the definition of a semantic model, not its folder").help(format!("write `{parent}`")),
        ];
    }
    if project.tree.below(&folder).next().is_some() {
        return Vec::new();
    }
    let known = models(project);
    let diagnostic = new(json, &format!("there is no semantic model at `{path}`"));
    let name = folder.rsplit('/').next().unwrap_or(&folder);
    vec![match known.as_slice() {
        [only] => diagnostic.help(format!("the project has the semantic model `{only}`")).fix(edit::replace(
            &file,
            json,
            &relative(&project.read.folder, only),
        )),
        _ => diagnostic.did_you_mean(name, known.iter().map(String::as_str)),
    }]
}

/// A path that leads out of the tree, to a folder that is called like one within.
fn outside(project: &Project, file: &str, json: &Json, path: &str) -> Option<Diagnostic> {
    let name = path.rsplit('/').next()?;
    let within = models(project).into_iter().find(|model| model.rsplit('/').next() == Some(name))?;
    let message = "the path leads out of the project, which has a semantic model of that name";
    let diagnostic = Diagnostic::new(&DATASET_REFERENCE, message).at(Place::bytes(file, json.span.clone()), "");
    let fix = edit::replace(file, json, &relative(&project.read.folder, &within));
    Some(Diagnostic { severity: Severity::Warning, ..diagnostic.help(format!("is `{within}` meant?")).fix(fix) })
}

/// The path from the report's folder, from the root of the tree; `None` where it leads out of the tree.
fn resolve(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            step => parts.push(step),
        }
    }
    Some(parts.join("/"))
}

/// From one folder of the tree to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let ups = from.iter().skip(common).map(|_| "..");
    ups.chain(to.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

fn models(project: &Project) -> Vec<String> {
    let folder = |path: &str| Some(path.get(..path.find(".SemanticModel/")? + ".SemanticModel".len())?.to_owned());
    let mut models: Vec<String> = project.tree.paths().filter_map(folder).collect();
    models.sort();
    models.dedup();
    models
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    const FILE: &str = "X.Report/definition.pbir";

    #[test]
    fn a_path_that_leads_nowhere_is_named() {
        let tree = with(FILE, "../X.SemanticModel", "../Y.SemanticModel");
        assert_eq!(said(&tree), ["PB006 there is no semantic model at `../Y.SemanticModel`"]);
        let outside = "PB006 the path leads out of the project, which has a semantic model of that name";
        assert_eq!(said(&with(FILE, "../X.SemanticModel", "../../X.SemanticModel")), [outside]);
        assert_eq!(said(&with(FILE, "../X.SemanticModel", "../../Y.SemanticModel")), [""; 0]);
    }

    #[test]
    fn backslashes_none_and_both_are_refused() {
        let tree = with(FILE, "../X.SemanticModel", "..\\\\X.SemanticModel");
        assert_eq!(said(&tree), ["PB006 the path of the semantic model has backslashes"]);
        assert_eq!(said(&with(FILE, "byPath", "byMagic")), ["PB006 the report names no semantic model"]);
        let both = "\"byConnection\": {\"connectionString\": \"x\"}, \"byPath\"";
        assert_eq!(said(&with(FILE, "\"byPath\"", both)), ["PB006 the report names its semantic model twice"]);
    }

    #[test]
    fn a_published_model_and_a_null_beside_the_path_pass() {
        let text = "\"byConnection\": null, \"byPath\"";
        assert_eq!(said(&with(FILE, "\"byPath\"", text)), [""; 0]);
        let path = "\"byPath\": {\"path\": \"../X.SemanticModel\"}";
        assert_eq!(said(&with(FILE, path, "\"byConnection\": {\"connectionString\": \"x\"}")), [""; 0]);
    }

    #[test]
    fn the_only_model_there_is_is_named() {
        for (wrong, place) in
            [("../Y.SemanticModel", ""), ("..\\\\X.SemanticModel", ""), ("../Y.SemanticModel", "a/b/")]
        {
            let mut tree = crate::file_tree::FileTree::new();
            for (path, bytes) in super::super::sound::with(FILE, "../X.SemanticModel", wrong).iter() {
                tree.insert(format!("{place}{path}"), bytes);
            }
            let check = |tree: &crate::file_tree::FileTree| super::super::check(tree, &super::super::sound::model());
            let mended = crate::check::fix::mend(&tree, &check);
            assert!(mended.left.is_empty(), "{:?}", mended.left);
            assert!(
                mended.tree.text(&format!("{place}{FILE}")).is_some_and(|text| text.contains("\"../X.SemanticModel\""))
            );
        }
    }
}
