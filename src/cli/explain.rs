//! `pbiforge explain CODE`.

use clap::Args;

use super::exit::Exit;
use super::output::Output;
use crate::diag::{Code, suggest};
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Explain {
    /// A diagnostic code such as TM001, or its name; without one, all codes are listed
    code: Option<String>,
}

impl Explain {
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        let codes = crate::codes();
        let Some(wanted) = &self.code else {
            output.value(&codes.iter().map(|code| object(code)).collect());
            let list: String = codes
                .iter()
                .map(|code| format!("{}  {:<8} {}\n", code.id, code.severity.as_str(), code.name))
                .collect();
            output.result(&list);
            return Ok(Exit::Clean);
        };
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

fn object(code: &Code) -> serde_json::Value {
    serde_json::json!({
        "code": code.id, "name": code.name, "severity": code.severity.as_str(), "explanation": code.explanation.trim(),
    })
}
