//! An object by the name that a person gives it.

use super::{Graph, Object};
use crate::diag::suggest;

impl Graph {
    /// Every object of this name, in any case: `Sales[Revenue]`, `'Sales'[Revenue]`, `[Total]`, `Sales`, the id of a
    /// visual. A measure or a column may stand without brackets where nothing else has the name.
    pub fn find(&self, name: &str) -> Vec<usize> {
        let wanted = plain(name);
        let is_wanted = |name: &String| name.to_lowercase() == wanted;
        let exact = self.matching(|object| is_wanted(&object.name) || object.aliases.iter().any(is_wanted));
        if !exact.is_empty() || wanted.contains('[') {
            return exact;
        }
        let in_brackets = format!("[{wanted}]");
        self.matching(|object| object.name.to_lowercase().ends_with(&in_brackets))
    }

    fn matching(&self, is_wanted: impl Fn(&Object) -> bool) -> Vec<usize> {
        self.objects.iter().enumerate().filter(|(_, object)| is_wanted(object)).map(|(at, _)| at).collect()
    }

    /// A name that is near to one that was not found.
    pub fn near(&self, name: &str) -> Option<&str> {
        let wanted = plain(name);
        let names = || self.objects.iter().map(|object| object.name.as_str());
        suggest::nearest(&wanted, names()).or_else(|| {
            let in_brackets = format!("[{wanted}]");
            suggest::nearest(&in_brackets, names())
        })
    }
}

/// Lower case, and the table without its quotes.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let Some(rest) = name.strip_prefix('\'') else { return name };
    match rest.rfind('\'') {
        Some(end) => format!("{}{}", rest[..end].replace("''", "'"), rest[end + 1..].trim_start()),
        None => name,
    }
}
