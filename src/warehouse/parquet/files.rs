//! Names of the files in the warehouse's folder: safe on every file system, whatever the table is called.

pub const MANIFEST: &str = "manifest.json";
pub const LOCK: &str = ".lock";
const TEMPORARY: &str = ".tmp";

/// So much of the SHA-256 is in a name: 64 bits, in hexadecimal.
const HASH_LENGTH: usize = 16;
/// So much of the table's name is: enough to recognise it, short enough for every file system.
const STEM_LENGTH: usize = 64;

/// The name of the file with this content: `fact_sales.0123456789abcdef.parquet`.
///
/// Tables whose names differ only in characters that a file name should not have differ in the hash; where even that
/// is the same, so are the bytes, and both tables may live in one file.
pub fn name_of(table: &str, sha256: &str) -> String {
    let hash: String = sha256.chars().take(HASH_LENGTH).collect();
    format!("{}.{hash}.parquet", stem(table))
}

fn stem(table: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
    let mut stem: String = table.chars().take(STEM_LENGTH).map(safe).collect();
    if stem.is_empty() || is_reserved(&stem) {
        stem.push('_');
    }
    stem
}

/// Device names, which Windows does not let a file have, whatever follows after a dot.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

pub fn temporary(name: &str) -> String {
    format!("{name}{TEMPORARY}")
}

/// A name that only a publish gives, so that it may remove the file when nothing names it any longer. Files that
/// somebody else put into the folder never look like this.
pub fn is_ours(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    let extension = parts.next();
    let hash = parts.next().unwrap_or_default();
    let stem = parts.next().unwrap_or_default();
    extension == Some("parquet")
        && hash.len() == HASH_LENGTH
        && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && !stem.is_empty()
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && parts.next().is_none()
}

/// A temporary file of a publish that did not end.
pub fn is_litter(name: &str) -> bool {
    name.strip_suffix(TEMPORARY).is_some_and(|name| name == MANIFEST || is_unnamed(name))
}

/// The name of a file while its hash is not known yet.
pub fn unnamed(number: usize) -> String {
    format!("table-{number}")
}

fn is_unnamed(name: &str) -> bool {
    let number = name.strip_prefix("table-");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn hostile_table_names_give_harmless_file_names() {
        let long = "ü/".repeat(64);
        for name in
            ["..", "../../etc/passwd", "a/b\\c", "O'Brien \"x\"", "", " ", "CON", "lpt1", "売上", ".lock", &long]
        {
            let file = name_of(name, HASH);
            let stem = file.strip_suffix(".0123456789abcdef.parquet").expect("hash and extension");
            assert!(!stem.is_empty() && stem.len() <= 64, "{file}");
            assert!(stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{file}");
            assert!(!is_reserved(stem), "{file}");
            assert!(is_ours(&file), "{file}");
        }
        assert_eq!(name_of("fact_sales", HASH), "fact_sales.0123456789abcdef.parquet");
        assert_eq!(name_of("nul", HASH), "nul_.0123456789abcdef.parquet");
    }

    #[test]
    fn files_of_others_are_not_ours() {
        for name in [
            MANIFEST,
            LOCK,
            "fact_sales.parquet",
            "notes.2010.parquet",
            "../x.0123456789abcdef.parquet",
            "a.b.0123456789abcdef.parquet",
            "x.0123456789ABCDEF.parquet",
            ".0123456789abcdef.parquet",
            "x.0123456789abcdef.txt",
            "x.0123456789abcdef.json",
        ] {
            assert!(!is_ours(name) && !is_litter(name), "{name}");
        }
        assert!(is_litter("manifest.json.tmp") && is_litter(&temporary(&unnamed(12))));
        assert!(!is_litter("x.0123456789abcdef.parquet.tmp") && !is_litter("my.tmp"));
    }
}
