//! PB007: the list of pages and the pages differ. PB008: the page to open is not there.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity, suggest};
use crate::pbir::edit;
use crate::pbir::json::Kind;

pub const PAGE_ORDER: Code = Code {
    id: "PB007",
    name: "page-order",
    severity: Severity::Error,
    explanation: "\
`pages.json` lists the names of the pages in their order. A name in it that no `page.json` has is a page that has gone
missing, and a page that is not in it is put at the end of the report (a warning); both are most often left by a merge.

Wrong:  \"pageOrder\": [\"overview\", \"overview\", \"gone\"]
Right:  \"pageOrder\": [\"overview\", \"segments\"]
",
};

pub const ACTIVE_PAGE: Code = Code {
    id: "PB008",
    name: "active-page",
    severity: Severity::Error,
    explanation: "\
`activePageName` in `pages.json` is the page the report opens on, by its `name`, and `landingPageName` the one on which
every reader lands; that page does not exist.

Wrong:  \"activePageName\": \"Overview\"      (the name that is shown)
Right:  \"activePageName\": \"1f0a9c32b7d4e5f60718\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let file = project.read.path("definition/pages/pages.json");
    let pages = &project.read.report.pages;
    let known = || pages.iter().map(|page| page.id.as_str());
    let mut found = Vec::new();
    let json = project.read.files.get(&file);
    let is_listed =
        json.map_or(project.tree.contains(&file), |json| json.get("pageOrder").is_some() || !json.is_object());
    if !is_listed && pages.len() > 1 {
        let place = match json {
            Some(json) => Place::bytes(file.as_str(), json.span.start..json.span.start + 1),
            None => Place::file(file.as_str()),
        };
        let diagnostic =
            Diagnostic::new(&PAGE_ORDER, format!("nothing lists the {} pages in their order", pages.len()));
        let diagnostic = diagnostic.at(place, "").help("list them in `pageOrder`");
        found.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
    }
    let Some(json) = json else { return found };
    let names: BTreeSet<&str> = known().collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    // Names of no page: each is perhaps a page that is not listed by its own.
    let mut gone: Vec<&str> = Vec::new();
    let order = json.get("pageOrder").filter(|order| matches!(order.kind, Kind::Array(_)));
    for (at, item) in order.map(|order| order.items()).unwrap_or_default().iter().enumerate() {
        let Some(name) = item.text() else { continue };
        let place = Place::bytes(file.as_str(), item.span.clone());
        let remove = order.and_then(|order| edit::remove_item(&file, order, at));
        if seen.contains(name) {
            let message = format!("the page `{name}` stands twice in `pageOrder`");
            let diagnostic = Diagnostic::new(&PAGE_ORDER, message).at(place, "the second time");
            found.push(Diagnostic { fix: remove, ..diagnostic });
        } else if !names.contains(name) {
            let message = format!("`pageOrder` names `{name}`, which is no page");
            let diagnostic = Diagnostic::new(&PAGE_ORDER, message).at(place, "").did_you_mean(name, known());
            // What is nearly the name of a page is perhaps meant to be it.
            let fix = remove.filter(|_| suggest::nearest(name, known()).is_none());
            let renamed =
                pages.iter().zip(&project.read.origins.pages).find(|(_, origin)| folder(&origin.file) == name);
            let diagnostic = match renamed {
                Some((page, origin)) => diagnostic.note(format!("`{}` calls itself `{}`", origin.file, page.id)),
                None => diagnostic,
            };
            gone.push(name);
            found.push(Diagnostic { fix, ..diagnostic });
        }
        seen.insert(name);
    }
    if let Some(order) = order {
        let text = project.tree.text(&file).unwrap_or_default();
        let listed = |page: &str| seen.contains(page);
        // One that is no name, or that of no page, may be meant to be it.
        let is_whole = order.items().iter().all(|item| item.text().is_some());
        let unlisted = pages.iter().zip(&project.read.origins.pages).filter(|(page, _)| !listed(&page.id)).count();
        let is_bare = order.items().is_empty() && unlisted > 1;
        if is_bare {
            let message = format!("`pageOrder` lists none of the {unlisted} pages");
            let place = Place::bytes(file.as_str(), order.span.clone());
            let diagnostic = Diagnostic::new(&PAGE_ORDER, message).at(place, "");
            found.push(Diagnostic { severity: Severity::Warning, ..diagnostic }.help("list them in their order"));
        }
        for (page, origin) in pages.iter().zip(&project.read.origins.pages) {
            let is_there = project.tree.contains(&origin.file);
            if is_there && is_whole && !is_bare && unlisted > gone.len() && !listed(&page.id) {
                let message = format!("the page `{}` is not in `pageOrder`", page.id);
                let diagnostic = Diagnostic::new(&PAGE_ORDER, message).at(Place::file(origin.file.as_str()), "");
                let (severity, fix) = (Severity::Warning, edit::append_item(&file, text, order, page.id.as_str()));
                found.push(Diagnostic { severity, fix, ..diagnostic }.help(format!("add it to `{file}`")));
            }
        }
    }
    for (key, what) in [("activePageName", "active page"), ("landingPageName", "landing page")] {
        let Some(active) = json.get(key) else { continue };
        let is_said = |name: &str| known().any(|page| page == name) || gone.contains(&name);
        let Some(name) = active.text().filter(|name| !is_said(name)) else { continue };
        let place = Place::bytes(file.as_str(), active.span.clone());
        let diagnostic = Diagnostic::new(&ACTIVE_PAGE, format!("the {what} `{name}` does not exist"));
        let by_title = pages.iter().find(|page| page.display_name == name);
        found.push(match by_title {
            Some(page) => diagnostic
                .at(place, "")
                .help(format!("the page shown as `{name}` is `{}`", page.id))
                .fix(edit::replace(&file, active, page.id.as_str())),
            None => diagnostic.at(place, "").did_you_mean(name, known()),
        });
    }
    found
}

fn folder(file: &str) -> &str {
    file.rsplit('/').nth(1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, with};

    const FILE: &str = "X.Report/definition/pages/pages.json";

    #[test]
    fn a_listed_page_that_is_none_and_one_listed_twice_are_named() {
        let tree = with(FILE, "[\"p1\"]", "[\"p1\", \"gone\", \"p1\"]");
        let said = said(&tree);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.contains(&"PB007 `pageOrder` names `gone`, which is no page".to_owned()));
        assert!(said.contains(&"PB007 the page `p1` stands twice in `pageOrder`".to_owned()));
    }

    #[test]
    fn a_page_that_is_not_listed_is_named() {
        let mut tree = tree();
        let page = tree.text("X.Report/definition/pages/p1/page.json").expect("a page").replace("p1", "p2");
        tree.insert("X.Report/definition/pages/p2/page.json", page);
        assert_eq!(said(&tree), ["PB007 the page `p2` is not in `pageOrder`"]);
    }

    #[test]
    fn the_page_to_open_must_exist() {
        let tree = with(FILE, "\"activePageName\": \"p1\"", "\"activePageName\": \"P\"");
        assert_eq!(said(&tree), ["PB008 the active page `P` does not exist"]);
        let tree = with(FILE, "\"activePageName\"", "\"landingPageName\": \"p\", \"activePageName\"");
        assert_eq!(said(&tree), ["PB008 the landing page `p` does not exist"]);
    }

    #[test]
    fn the_list_of_pages_is_mended() {
        let mended = |tree: &crate::file_tree::FileTree| {
            let check = |tree: &crate::file_tree::FileTree| super::super::check(tree, &super::super::sound::model());
            let mended = crate::check::fix::mend(tree, &check);
            assert!(mended.left.is_empty() && mended.refused.is_empty(), "{:?}", mended.left);
            mended.tree.text(FILE).expect("a file").to_owned()
        };
        let whole = tree().text(FILE).expect("a file").to_owned();
        assert_eq!(mended(&with(FILE, "[\"p1\"]", "[\"gone elsewhere\", \"p1\", \"p1\"]")), whole);
        assert_eq!(mended(&with(FILE, "\"activePageName\": \"p1\"", "\"activePageName\": \"P\"")), whole);
        let mut two = tree();
        let page = two.text("X.Report/definition/pages/p1/page.json").expect("a page").replace("p1", "p2");
        two.insert("X.Report/definition/pages/p2/page.json", page);
        assert_eq!(mended(&two), whole.replace("[\"p1\"]", "[\"p1\", \"p2\"]"));
    }
}
