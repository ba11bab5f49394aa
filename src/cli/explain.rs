//! `pbiforge explain CODE`.

use clap::Args;

use super::exit::Exit;
use super::output::Output;
use crate::diag::{Code, suggest};
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Explain {
    /// A diagnostic code such as TM001, its name, or the beginning of codes such as MD; without one, all are listed
    code: Option<String>,
}

impl Explain {
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        let codes = crate::codes();
        let Some(wanted) = &self.code else {
            output.value(&codes.iter().map(|code| object(code)).collect());
            output.result(&list(&codes));
            return Ok(Exit::Clean);
        };
        let begins = |code: &&Code| code.id.get(..wanted.len()).is_some_and(|id| id.eq_ignore_ascii_case(wanted));
        let group: Vec<&Code> = codes.iter().copied().filter(begins).collect();
        if wanted.len() >= 2 && wanted.len() < 5 && !group.is_empty() {
            output.value(&group.iter().map(|code| object(code)).collect());
            output.result(&list(&group));
            return Ok(Exit::Clean);
        }
        let found =
            codes.iter().find(|code| code.id.eq_ignore_ascii_case(wanted) || code.name.eq_ignore_ascii_case(wanted));
        let Some(code) = found else {
            let near = suggest::nearest(wanted, codes.iter().flat_map(|code| [code.id, code.name]));
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(Failure::Usage(format!("no diagnostic has the code `{wanted}`{hint}")));
        };
        output.value(&object(code));
        output.result(&format!(
            "{} {} ({})\n\n{}\n",
            code.id,
            code.name,
            code.severity.as_str(),
            code.explanation.trim()
        ));
        Ok(Exit::Clean)
    }
}

/// The codes by group, each with what its explanation says first.
fn list(codes: &[&Code]) -> String {
    let mut text = String::new();
    for group in codes.chunk_by(|a, b| a.id[..2] == b.id[..2]) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let title = group.first().map_or("", |code| &code.id[..2]);
        text += &format!("{gap}{title}  {}\n", of_group(title));
        for code in group {
            text += &format!("  {}  {:<7}  {:<30} {}\n", code.id, code.severity.as_str(), code.name, code.summary());
        }
    }
    text
}

fn of_group(group: &str) -> &'static str {
    match group {
        "CF" => "configuration",
        "CK" => "exceptions that a project makes",
        "DX" => "DAX",
        "ET" => "transactions and what is made of them",
        "MD" => "the semantic model",
        "MG" => "generated files",
        "MQ" => "Power Query M",
        "PB" => "reports",
        "RL" => "roles",
        "SC" => "the warehouse's schema",
        "TM" => "TMDL",
        _ => "",
    }
}

fn object(code: &Code) -> serde_json::Value {
    serde_json::json!({
        "code": code.id, "name": code.name, "severity": code.severity.as_str(), "explanation": code.explanation.trim(),
    })
}
