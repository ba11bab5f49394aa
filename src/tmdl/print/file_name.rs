//! Names of files that every system can hold, whatever the table is called.

use std::collections::BTreeSet;

/// Windows refuses these, with any extension.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A name longer than this is cut; a path of Windows has 260 characters.
const LONGEST: usize = 100;

/// Gives out paths and none of them twice, upper and lower case taken as one.
#[derive(Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    pub fn path(&mut self, folder: &str, name: &str) -> String {
        let stem = stem(name);
        let candidates = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}~{number}")));
        for candidate in candidates {
            let path = format!("{folder}/{candidate}.tmdl");
            if self.taken.insert(path.to_lowercase()) {
                return path;
            }
        }
        // The candidates never end.
        String::new()
    }
}

/// The name with everything that a file name may not hold percent-encoded.
pub fn stem(name: &str) -> String {
    let mut stem = String::with_capacity(name.len());
    let last = name.chars().count().saturating_sub(1);
    for (at, c) in name.chars().enumerate() {
        let refused = c.is_control() || "<>:\"/\\|?*%".contains(c) || (at == last && matches!(c, '.' | ' '));
        if refused || (at == 0 && c == ' ') { encode(&mut stem, c) } else { stem.push(c) }
    }
    let first_part = stem.split('.').next().unwrap_or_default();
    if stem.is_empty() || RESERVED.contains(&first_part.to_ascii_lowercase().as_str()) {
        stem.insert(0, '_');
    }
    if stem.chars().count() > LONGEST {
        stem = stem.chars().take(LONGEST).collect::<String>().trim_end_matches([' ', '.']).to_owned();
    }
    stem
}

fn encode(stem: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        stem.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_the_name_of_its_file() {
        assert_eq!(FileNames::default().path("tables", "Basket Rules"), "tables/Basket Rules.tmdl");
    }

    #[test]
    fn what_a_system_refuses_is_encoded() {
        assert_eq!(stem("a/b:c*?"), "a%2Fb%3Ac%2A%3F");
        assert_eq!(stem("../x"), "..%2Fx");
        assert_eq!(stem("con"), "_con");
        assert_eq!(stem("NUL.x"), "_NUL.x");
        assert_eq!(stem("dot."), "dot%2E");
        assert_eq!(stem(""), "_");
        assert!(stem(&"x".repeat(400)).len() <= LONGEST);
    }

    #[test]
    fn two_names_never_share_a_file() {
        let mut names = FileNames::default();
        assert_eq!(names.path("tables", "Sales"), "tables/Sales.tmdl");
        assert_eq!(names.path("tables", "SALES"), "tables/SALES~2.tmdl");
        assert_eq!(names.path("roles", "Sales"), "roles/Sales.tmdl");
    }
}
