//! `'Basket Rules'.Lift` and `'Month No'`: references as values of properties.

use super::declaration::leading_name;

/// One name, quoted or bare; `None` where text follows it, or where it holds what no name may.
pub fn name(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with('\'') {
        let needs_quotes = |c: char| c.is_whitespace() || c.is_control() || ".=:'".contains(c);
        return (!text.is_empty() && !text.contains(needs_quotes)).then(|| text.to_owned());
    }
    let (name, length) = leading_name(text)?;
    (length == text.len() && is_nameable(&name)).then_some(name)
}

/// Table and column with a dot between.
pub fn table_and_column(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let (table, length) = leading_name(text)?;
    // Microsoft's reader refuses a bare name with a space in it.
    if !text.starts_with('\'') && table.contains(char::is_whitespace) {
        return None;
    }
    let column = name(text.get(length..)?.trim_start().strip_prefix('.')?)?;
    ((!table.is_empty() || text.starts_with('\'')) && is_nameable(&table)).then_some((table, column))
}

fn is_nameable(name: &str) -> bool {
    !name.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::tmdl_column;

    #[test]
    fn a_reference_reads_back_as_it_was_written() {
        for (table, column) in [("Sales", "Revenue"), ("Basket Rules", "a.b"), ("O'Brien", "x'"), ("a", ""), ("", "b")]
        {
            let text = tmdl_column(table, column);
            assert_eq!(table_and_column(&text), Some((table.to_owned(), column.to_owned())), "{text}");
        }
    }

    #[test]
    fn half_a_reference_is_none() {
        for text in ["Sales", "Sales.", ".x", "'Sales", "'a'b.c", "", "'a'.'b' c", "a b.c", "a b.'c'"] {
            assert_eq!(table_and_column(text), None, "{text}");
        }
        assert_eq!(table_and_column("'a\tb'.c"), None);
        assert_eq!(name("'a\tb'"), None);
        assert_eq!(name("a\u{1}b"), None);
        assert_eq!(name("Month Name"), None);
        assert_eq!(name("'Month Name'"), Some("Month Name".to_owned()));
        assert_eq!(name("'Month' x"), None);
    }
}
