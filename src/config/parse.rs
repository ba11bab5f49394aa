//! Text and settings to a [`Config`].

use toml_edit::{Document, DocumentMut};

use super::keys::{SYNTAX, WRONG_VALUE, unknown};
use super::{Config, environment, levels, set};
use crate::diag::{Diagnostic, Place};

/// Reads the configuration text of `file` and the `--set` settings over it.
pub fn parse(text: &str, file: &str, settings: &[String]) -> Result<Config, Vec<Diagnostic>> {
    parse_for(text, file, None, settings)
}

/// The same for one of the configuration's environments. Every unknown key is reported at once; types are only looked
/// at when all keys are known.
pub fn parse_for(
    text: &str,
    file: &str,
    environment: Option<&str>,
    settings: &[String],
) -> Result<Config, Vec<Diagnostic>> {
    let document = Document::parse(text).map_err(|error| {
        let place = error.span().map_or_else(|| Place::file(file), |span| Place::bytes(file, span));
        vec![Diagnostic::new(&SYNTAX, first_line(error.message())).at(place, "")]
    })?;
    let known = serde_json::to_value(Config::default()).unwrap_or_default();
    let mut found = unknown(document.as_table(), &known, file);
    let mut with_settings: DocumentMut = document.clone().into_mut();
    if found.is_empty() {
        found.extend(environment::faults(&document, &known, file));
    }
    if let Some(environment) = environment {
        found.extend(environment::apply(&mut with_settings, environment, file).err());
    }
    found.extend(set::apply(&mut with_settings, settings, &known));
    if !found.is_empty() {
        return Err(found);
    }
    // First the text alone, for the place of what is wrong in it; then with the settings.
    toml::from_str::<Config>(text).map_err(|error| vec![wrong_value(&error, file)])?;
    let config: Config = toml::from_str(&with_settings.to_string()).map_err(|error| {
        let message = format!("`--set`: {}", first_line(error.message()));
        vec![Diagnostic::new(&WRONG_VALUE, message).note(format!("set on the command line: {}", settings.join(" ")))]
    })?;
    let found = levels::faults(document.as_table(), &config.check, file);
    if found.is_empty() { Ok(config) } else { Err(found) }
}

fn wrong_value(error: &toml::de::Error, file: &str) -> Diagnostic {
    let place = error.span().map_or_else(|| Place::file(file), |span| Place::bytes(file, span));
    Diagnostic::new(&WRONG_VALUE, first_line(error.message())).at(place, "")
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("not valid").to_owned()
}

#[cfg(all(test, feature = "etl"))]
mod tests {
    use super::*;
    use crate::diag::human;
    use crate::file_tree::FileTree;

    fn faults(text: &str, settings: &[&str]) -> String {
        let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut sources = FileTree::new();
        sources.insert("pbiforge.toml", text);
        let found = parse(text, "pbiforge.toml", &settings).expect_err("faults");
        found.iter().map(|diagnostic| human::render(diagnostic, &sources, false)).collect()
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(parse("", "pbiforge.toml", &[]), Ok(Config::default()));
    }

    #[test]
    fn the_template_of_init_is_valid() {
        parse(super::super::TEMPLATE, "pbiforge.toml", &[]).expect("valid");
    }

    #[test]
    fn every_unknown_key_is_named_at_its_place() {
        let text = faults("[clean]\nperset = \"plain\"\n[sampel]\nrows = 1\n", &[]);
        assert!(text.contains("pbiforge.toml:2:1") && text.contains("did you mean `preset`?"), "{text}");
        assert!(text.contains("pbiforge.toml:3:2") && text.contains("did you mean `sample`?"), "{text}");
    }

    #[test]
    fn a_wrong_type_is_placed() {
        let text = faults("[sample]\nrows = \"many\"\n", &[]);
        assert!(text.contains("pbiforge.toml:2:8"), "{text}");
    }

    #[test]
    fn broken_toml_is_placed() {
        let text = faults("[sample\nrows = 1\n", &[]);
        assert!(text.contains("CF001") && text.contains("pbiforge.toml:1:"), "{text}");
    }

    #[test]
    fn a_setting_wins_over_the_file_and_needs_no_quotes() {
        let settings = ["sample.rows=7".to_owned(), "project.output=elsewhere".to_owned()];
        let config = parse("[sample]\nrows = 1\n", "pbiforge.toml", &settings).expect("valid");
        assert_eq!((config.sample.rows, config.project.output.as_str()), (7, "elsewhere"));
    }

    #[test]
    fn a_setting_reaches_every_kind_of_key() {
        let settings = [
            r#"model.names.columns."dim_store.city"=Town"#,
            r#"model.names.tables."a = b"="A=B""#,
            "source.extra.tier={ column = \"Tier\", table = \"dim_customer\", type = \"text\" }",
            "source.extra.tier.column=2024",
            "source.columns.invoice=Doc.No",
            "source.path=[\"a.csv\", \"b.csv\"]",
            "rfm.reference_date=2011-12-10",
            "model.name=2024",
        ];
        let settings = settings.map(str::to_owned);
        let config = parse("", "pbiforge.toml", &settings).expect("valid");
        assert_eq!(config.model.names.columns["dim_store.city"], "Town");
        assert_eq!(config.model.names.tables["a = b"], "A=B");
        assert_eq!(config.source.extra["tier"].column, "2024");
        assert_eq!(config.source.columns["invoice"], "Doc.No");
        assert_eq!(config.source.path.iter().collect::<Vec<_>>(), ["a.csv", "b.csv"]);
        assert_eq!(config.rfm.reference_date.as_deref(), Some("2011-12-10"));
        assert_eq!(config.model.name, "2024");
    }

    #[test]
    fn an_unknown_or_broken_setting_is_an_error() {
        assert!(faults("", &["clean.perset=plain"]).contains("did you mean `preset`?"));
        assert!(faults("", &["clean"]).contains("has no `=`"));
        assert!(faults("", &["sample.rows=many"]).contains("CF003"));
    }
}
