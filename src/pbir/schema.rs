//! Which schema a file of a project follows, by its place in the project and by its own word.

const ADDRESS: &str = "https://developer.microsoft.com/json-schemas/fabric/";

/// A kind of file: its schema's path and the versions that were published, oldest first. The third number is always 0.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    pub path: &'static str,
    pub versions: &'static [(u32, u32)],
}

pub const PROJECT: Kind = Kind { path: "pbip/pbipProperties", versions: &[(1, 0)] };
pub const PLATFORM: Kind = Kind { path: "gitIntegration/platformProperties", versions: &[(2, 0), (2, 1)] };
pub const SEMANTIC_MODEL: Kind = Kind { path: "item/semanticModel/definitionProperties", versions: &[(1, 0)] };
pub const REFERENCE: Kind = Kind { path: "item/report/definitionProperties", versions: &[(1, 0), (2, 0)] };
pub const REPORT: Kind = Kind {
    path: "item/report/definition/report",
    versions: &[(1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (3, 3)],
};
pub const VERSION: Kind = Kind { path: "item/report/definition/versionMetadata", versions: &[(1, 0)] };
pub const PAGES: Kind = Kind { path: "item/report/definition/pagesMetadata", versions: &[(1, 0), (1, 1)] };
pub const PAGE: Kind =
    Kind { path: "item/report/definition/page", versions: &[(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (2, 0), (2, 1)] };
pub const VISUAL: Kind = Kind {
    path: "item/report/definition/visualContainer",
    versions: &[
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (1, 5),
        (1, 6),
        (1, 7),
        (1, 8),
        (2, 0),
        (2, 1),
        (2, 2),
        (2, 3),
        (2, 4),
        (2, 5),
        (2, 6),
        (2, 7),
        (2, 8),
        (2, 9),
    ],
};
pub const MOBILE: Kind = Kind {
    path: "item/report/definition/visualContainerMobileState",
    versions: &[(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 0), (2, 1), (2, 2), (2, 3), (2, 4)],
};
pub const BOOKMARKS: Kind = Kind { path: "item/report/definition/bookmarksMetadata", versions: &[(1, 0)] };
pub const BOOKMARK: Kind = Kind {
    path: "item/report/definition/bookmark",
    versions: &[(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (2, 0), (2, 1)],
};
pub const EXTENSIONS: Kind = Kind { path: "item/report/definition/reportExtension", versions: &[(1, 0)] };

/// What a schema's address says.
#[derive(Debug, PartialEq, Eq)]
pub struct Named<'a> {
    pub path: &'a str,
    pub version: (u32, u32),
}

impl Kind {
    pub fn newest(&self) -> (u32, u32) {
        self.versions.last().copied().unwrap_or_default()
    }
    pub fn address(&self, version: (u32, u32)) -> String {
        format!("{ADDRESS}{}/{}.{}.0/schema.json", self.path, version.0, version.1)
    }
}

/// The kind of a file, by its path inside the folder of its report, semantic model or project.
pub fn expected(inside: &str) -> Option<&'static Kind> {
    let parts: Vec<&str> = inside.split('/').collect();
    match parts.as_slice() {
        [".platform"] => Some(&PLATFORM),
        ["definition.pbir"] => Some(&REFERENCE),
        ["definition.pbism"] => Some(&SEMANTIC_MODEL),
        ["definition", "report.json"] => Some(&REPORT),
        ["definition", "version.json"] => Some(&VERSION),
        ["definition", "reportExtensions.json"] => Some(&EXTENSIONS),
        ["definition", "pages", "pages.json"] => Some(&PAGES),
        ["definition", "pages", _, "page.json"] => Some(&PAGE),
        ["definition", "pages", _, "visuals", _, "visual.json"] => Some(&VISUAL),
        ["definition", "pages", _, "visuals", _, "mobile.json"] => Some(&MOBILE),
        ["definition", "bookmarks", "bookmarks.json"] => Some(&BOOKMARKS),
        ["definition", "bookmarks", file] if file.ends_with(".bookmark.json") => Some(&BOOKMARK),
        [file] if file.ends_with(".pbip") => Some(&PROJECT),
        _ => None,
    }
}

/// The kind and version that an address names; `None` where it is not one of Power BI's.
pub fn named(address: &str) -> Option<Named<'_>> {
    let (path, version) = address.strip_prefix(ADDRESS)?.strip_suffix("/schema.json")?.rsplit_once('/')?;
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().ok());
    let version = (numbers.next()??, numbers.next()??);
    (numbers.next() == Some(Some(0)) && numbers.next().is_none()).then_some(Named { path, version })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_file_tells_its_kind() {
        assert_eq!(expected("definition/pages/a/visuals/b/visual.json"), Some(&VISUAL));
        assert_eq!(expected("definition/bookmarks/x.bookmark.json"), Some(&BOOKMARK));
        assert_eq!(expected("StaticResources/RegisteredResources/page.json"), None);
    }

    #[test]
    fn an_address_is_taken_apart_and_put_together() {
        let address = PAGE.address((2, 1));
        assert_eq!(named(&address), Some(Named { path: PAGE.path, version: (2, 1) }));
        for other in ["", "https://example.com/a/1.0.0/schema.json", "x/page/1.x.x/schema.json"] {
            assert_eq!(named(other), None);
        }
        assert_eq!(named(&address.replace("2.1.0", "1.x.x")), None);
    }
}
