//! Stable names for what the report needs names for: made of where a thing is written, never of chance.

use sha2::{Digest, Sha256};

/// Twenty hexadecimal digits, as Desktop names pages and visuals.
pub fn page(page: &str) -> String {
    hex(&format!("page/{page}"), 20)
}

pub fn visual(page: &str, visual: &str) -> String {
    hex(&format!("page/{page}/visual/{visual}"), 20)
}

/// What leads to a page.
pub fn binding(page: &str) -> String {
    hex(&format!("page/{page}/binding"), 20)
}

pub fn bookmark(bookmark: &str) -> String {
    hex(&format!("bookmark/{bookmark}"), 20)
}

pub fn bookmark_group(group: &str) -> String {
    hex(&format!("bookmark group/{group}"), 20)
}

/// Unique in the whole report, as Power BI demands of filters.
pub fn filter(page: &str, visual: &str, field: &str) -> String {
    format!("Filter{}", hex(&format!("page/{page}/visual/{visual}/filter/{field}"), 24))
}

fn hex(path: &str, digits: usize) -> String {
    let hash = Sha256::digest(path.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_long_as_desktops_and_differ_by_path() {
        assert_eq!(page("overview").len(), 20);
        assert_eq!(filter("a", "b", "c").len(), "Filter".len() + 24);
        assert_ne!(visual("a", "b"), visual("b", "a"));
        assert_eq!(page("overview"), page("overview"));
    }
}
