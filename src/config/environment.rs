//! `[environments.NAME]`: the same project for another server, folder or audience. What such a section says stands over
//! the rest of the configuration when it is asked for.

use serde_json::Value as Json;
use toml_edit::{Document, DocumentMut, Item, Table, TableLike};

use super::Config;
use super::keys::{self, WRONG_VALUE, as_table};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const UNKNOWN_ENVIRONMENT: Code = Code {
    id: "CF006",
    name: "unknown-environment",
    severity: Severity::Error,
    explanation: "`--environment` names none of the environments that the configuration has.\n\n\
                  Wrong:  pbiforge generate --environment porduction\n\
                  Right:  pbiforge generate --environment production, and in pbiforge.toml\n        \
                  [environments.production]\n        warehouse.sqlserver.host = \"sql01\"",
};

const SECTION: &str = "environments";

/// What is wrong with any of the environments: keys that there are not, and values that do not go there.
pub fn faults<S: AsRef<str>>(document: &Document<S>, known: &Json, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(section) = document.get(SECTION).and_then(as_table) else { return found };
    for (name, item) in section.iter() {
        let place = || {
            let span = section.key(name).and_then(|key| key.span());
            span.map_or_else(|| Place::file(file), |span| Place::bytes(file, span))
        };
        let Some(own) = as_table(item) else {
            let message = format!("the environment `{name}` is a table of settings");
            found.push(Diagnostic::new(&WRONG_VALUE, message).at(place(), ""));
            continue;
        };
        let unknown = keys::unknown(own, known, file);
        if unknown.is_empty() {
            let mut whole = DocumentMut::from(document.as_table().clone());
            put_on(whole.as_table_mut(), own);
            found.extend(toml::from_str::<Config>(&whole.to_string()).err().map(|error| {
                let message = error.message().lines().next().unwrap_or("not valid").to_owned();
                Diagnostic::new(&WRONG_VALUE, format!("in the environment `{name}`: {message}")).at(place(), "")
            }));
        }
        found.extend(unknown);
    }
    found
}

/// Puts the environment of this name over the rest.
pub fn apply(document: &mut DocumentMut, name: &str, file: &str) -> Result<(), Diagnostic> {
    let section = document.get(SECTION).and_then(as_table);
    let own = section.and_then(|section| section.get(name)).and_then(as_table).map(copied);
    let Some(own) = own else {
        let known: Vec<String> =
            section.map(|section| section.iter().map(|(name, _)| name.to_owned()).collect()).unwrap_or_default();
        let fault = Diagnostic::new(&UNKNOWN_ENVIRONMENT, format!("there is no environment `{name}`"));
        let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let fault = if known.is_empty() { fault } else { fault.note(format!("the configuration has {all}")) };
        return Err(fault.at(Place::file(file), "").did_you_mean(name, known.iter().map(String::as_str)));
    };
    put_on(document.as_table_mut(), &own);
    Ok(())
}

fn copied(table: &dyn TableLike) -> Table {
    let mut copy = Table::new();
    put_on(&mut copy, table);
    copy
}

/// Every value of `over` takes the place of that of the same key; tables become one.
fn put_on(table: &mut Table, over: &dyn TableLike) {
    for (key, item) in over.iter() {
        let Some(inner) = as_table(item) else {
            table.insert(key, item.clone());
            continue;
        };
        let next = table.entry(key).or_insert_with(|| Item::Table(Table::new()));
        if let Some(inline) = next.as_inline_table() {
            *next = Item::Table(inline.clone().into_table());
        }
        match next.as_table_mut() {
            Some(next) => put_on(next, inner),
            None => *next = item.clone(),
        }
    }
}

#[cfg(all(test, feature = "etl"))]
mod tests {
    use crate::config::parse_for;

    const TEXT: &str = "[model]\nculture = \"en-GB\"\n[warehouse.sqlserver]\nhost = \"dev\"\ndatabase = \"ca\"\n\
        [environments.prod]\nwarehouse.sqlserver.host = \"sql01\"\nmodel = { culture = \"en-US\" }\n\
        [environments.test.model]\nname = \"Test\"\n";

    fn faults(text: &str, environment: &str) -> Vec<String> {
        let found = parse_for(text, "pbiforge.toml", Some(environment), &[]).expect_err("faults");
        found.iter().map(|fault| format!("{} {}", fault.code.id, fault.message)).collect()
    }

    #[test]
    fn an_environment_stands_over_the_rest_and_a_setting_over_it() {
        let config = parse_for(TEXT, "pbiforge.toml", Some("prod"), &[]).expect("valid");
        assert_eq!((config.warehouse.sqlserver.host.as_str(), config.model.culture.as_str()), ("sql01", "en-US"));
        assert_eq!(config.warehouse.sqlserver.database, "ca");
        let settings = ["model.culture=da-DK".to_owned()];
        let config = parse_for(TEXT, "pbiforge.toml", Some("prod"), &settings).expect("valid");
        assert_eq!(config.model.culture, "da-DK");
        assert_eq!(parse_for(TEXT, "pbiforge.toml", None, &[]).expect("valid").warehouse.sqlserver.host, "dev");
    }

    #[test]
    fn an_environment_that_is_not_there_and_faults_within_one_are_told() {
        assert_eq!(faults(TEXT, "porduction"), ["CF006 there is no environment `porduction`"]);
        assert_eq!(
            faults("[environments.a.model]\nculutre = \"x\"\n", "a"),
            ["CF002 unknown key `culutre` in `[model]`"]
        );
        let wrong = faults("[environments.a]\nsample.rows = \"many\"\n", "a");
        assert!(wrong[0].starts_with("CF003 in the environment `a`: "), "{wrong:?}");
        assert_eq!(faults("[environments]\na = 1\n", "a")[0], "CF003 the environment `a` is a table of settings");
    }
}
