//! The password or the access token of a server: from the environment, else from whoever sits at the terminal.

use std::io::IsTerminal;

use crate::pipeline::Failure;
use crate::sqlserver::options::Authentication;
use crate::sqlserver::{Options, Secret};

/// The secret that the options ask for; `None` where they need none.
pub fn of(options: &Options) -> Result<Option<Secret>, Failure> {
    let Some(variable) = options.authentication.variable() else { return Ok(None) };
    let what = if options.authentication == Authentication::Entra { "access token" } else { "password" };
    match std::env::var(variable) {
        Ok(secret) if !secret.trim().is_empty() => return Ok(Some(Secret::new(tidy(secret, options.authentication)))),
        Err(std::env::VarError::NotUnicode(_)) => {
            return Err(Failure::Usage(format!("{variable} is not valid Unicode")));
        }
        _ => {}
    }
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(Failure::Usage(format!(
            "the server `{}` needs a {what}, and there is no terminal to ask at: set {variable}",
            options.place()
        )));
    }
    let user = options.user.as_deref().map(|user| format!(" of `{user}`")).unwrap_or_default();
    let secret = rpassword::prompt_password(format!("{what}{user} for `{}`: ", options.place()))
        .map_err(|error| Failure::World { error: Box::new(error), help: Some(format!("or set {variable}")) })?;
    Ok(Some(Secret::new(tidy(secret, options.authentication))))
}

/// A token that was printed by a program ends with a line break; a password is taken as it is.
fn tidy(secret: String, authentication: Authentication) -> String {
    match authentication {
        Authentication::Entra => secret.trim().to_owned(),
        _ => secret,
    }
}
