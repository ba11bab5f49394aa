//! What can be wrong with `[source]` itself, before any file is opened.

use super::cell::shown;
use super::codes::{BAD_OPTION, EXTRA_CLASH, UNKNOWN_FIELD};
use super::header::Field;
use super::{ExtraTable, Options};
use crate::catalog::contract;
use crate::diag::Diagnostic;
use crate::etl::raw;

/// Every fault of the options at once.
pub fn check(options: &Options) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    faults.extend(options.delimiter.and_then(delimiter));
    faults.extend(share(options.max_unreadable_share));
    faults.extend(options.columns.keys().filter_map(|name| field(name)));
    let names: Vec<&str> = options.extra.keys().map(String::as_str).collect();
    for (at, (name, extra)) in options.extra.iter().enumerate() {
        faults.extend(clash(name, extra.table, &names[..at]));
    }
    faults
}

fn delimiter(delimiter: char) -> Option<Diagnostic> {
    let usable = delimiter.is_ascii() && !matches!(delimiter, '"' | '\n' | '\r' | '\0' | '\u{1a}');
    (!usable).then(|| {
        Diagnostic::new(&BAD_OPTION, format!("`{}` can't be the delimiter", shown(&delimiter.to_string())))
            .help("one of `,`, `;`, `|`, `\\t`, or leave `source.delimiter` away to have it detected")
    })
}

fn share(share: f64) -> Option<Diagnostic> {
    (!(0.0..=1.0).contains(&share)).then(|| {
        Diagnostic::new(&BAD_OPTION, format!("`source.max_unreadable_share` is {share}, expected 0 to 1"))
            .help("0.01 allows one row in a hundred")
    })
}

fn field(name: &str) -> Option<Diagnostic> {
    let known = Field::ALL.map(Field::name);
    (!known.contains(&name)).then(|| {
        Diagnostic::new(&UNKNOWN_FIELD, format!("`[source.columns]` has no field `{name}`"))
            .note(format!("fields: {}", known.map(|name| format!("`{name}`")).join(", ")))
            .did_you_mean(name, known)
            .help("a further column of the source belongs into `[source.extra]`")
    })
}

fn clash(name: &str, table: ExtraTable, earlier: &[&str]) -> Option<Diagnostic> {
    let fault = |text: String| Some(Diagnostic::new(&EXTRA_CLASH, text).help("give the extra column another name"));
    if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
        return fault(format!("`{}` can't be the name of an extra column", shown(name)));
    }
    let lower = name.to_lowercase();
    if earlier.iter().any(|earlier| earlier.to_lowercase() == lower) {
        return fault(format!("the extra column `{name}` stands twice"));
    }
    // The views of the customer carry the customer's columns, and every row carries its own through the cleaning.
    let views: &[&str] = if table == ExtraTable::DimCustomer { &["vw_customer", "vw_customer_360"] } else { &[] };
    let taken = std::iter::once(table.as_str()).chain(views.iter().copied()).find(|table| {
        contract::table(table).is_some_and(|table| table.columns.iter().any(|column| column.name.as_str() == lower))
    });
    if let Some(table) = taken {
        return fault(format!("the extra column `{name}` has the name of a column of `{table}`"));
    }
    if raw::ALL.contains(&lower.as_str()) {
        return fault(format!("the extra column `{name}` has the name of a column that every row has"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(toml: &str) -> Vec<String> {
        let options: Options = toml::from_str(toml).unwrap();
        check(&options).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn the_defaults_have_no_fault() {
        assert_eq!(check(&Options::default()), []);
        assert_eq!(toml::from_str::<Options>("").unwrap(), Options::default());
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let messages = messages(
            r#"
            delimiter = '"'
            max_unreadable_share = 1.5
            [columns]
            invoise = "Invoice"
            [extra]
            Region = { column = "R", table = "dim_customer", type = "text" }
            Tier = { column = "T", table = "dim_customer", type = "text" }
            description = { column = "D", table = "fact_sales", type = "text" }
            is_whale = { column = "W", table = "dim_customer", type = "boolean" }
            tier = { column = "T", table = "dim_product", type = "text" }
            "#,
        );
        assert_eq!(
            messages,
            [
                "`\"` can't be the delimiter",
                "`source.max_unreadable_share` is 1.5, expected 0 to 1",
                "`[source.columns]` has no field `invoise`",
                "the extra column `Region` has the name of a column of `dim_customer`",
                "the extra column `description` has the name of a column that every row has",
                "the extra column `is_whale` has the name of a column of `vw_customer`",
                "the extra column `tier` stands twice",
            ]
        );
    }

    #[test]
    fn options_are_written_as_they_are_read() {
        let extra = "[extra]\ntier = { column = \"Tier\", table = \"dim_customer\", type = \"text\" }";
        for text in [
            "",
            "path = \"a.csv\"\nkind = \"files\"",
            "path = [\"a\"]\nencoding = \"utf-8\"\ndelimiter = \"\\t\"",
            extra,
        ] {
            let options: Options = toml::from_str(text).unwrap();
            assert_eq!(toml::from_str::<Options>(&toml::to_string(&options).unwrap()).unwrap(), options);
        }
        let error = toml::from_str::<Options>("path = 3").unwrap_err().to_string();
        assert!(error.contains("expected a text or a list of texts"), "{error}");
    }

    #[test]
    fn an_unknown_type_lists_the_known_ones() {
        let error =
            toml::from_str::<Options>("[extra]\nx = { column = \"X\", table = \"fact_sales\", type = \"int\" }");
        assert!(error.unwrap_err().to_string().contains("`integer`"));
    }
}
