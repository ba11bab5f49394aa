//! The files handed over to the machine's scheduler, and a line for everything that was done.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::file_tree::{self, FileTree, disk};
use crate::pipeline::Failure;
use crate::schedule::{Kind, Plan};

#[derive(Debug, thiserror::Error)]
#[error("cannot run `{program}`")]
struct NoProgram {
    program: &'static str,
    source: std::io::Error,
}

#[derive(Debug, thiserror::Error)]
#[error("`{command}` failed: {reason}")]
struct Failed {
    command: String,
    reason: String,
}

pub fn install(plan: &Plan, files: &FileTree, folder: &Path, is_forced: bool) -> Result<Vec<String>, Failure> {
    match plan.kind {
        Kind::Cron => cron(plan, files, is_forced),
        Kind::Systemd => systemd(plan, files, is_forced),
        Kind::WindowsTask => task(plan, folder, is_forced),
        Kind::GithubActions | Kind::AzurePipelines => Ok(Vec::new()),
    }
}

/// The table with our block at its end: a `MAILTO` holds for the lines after it.
fn cron(plan: &Plan, files: &FileTree, is_forced: bool) -> Result<Vec<String>, Failure> {
    let own = files.text(&format!("{}.crontab", plan.name)).unwrap_or_default();
    let (begin, end) = (format!("# begin {}", plan.name), format!("# end {}", plan.name));
    let block = format!("{begin}\n{own}{end}\n");
    let listed = call("crontab", &["-l"], None)?;
    // Without a table it fails, and says so in words of its own.
    let old =
        if listed.status.success() { String::from_utf8_lossy(&listed.stdout).into_owned() } else { String::new() };
    let (rest, installed) = cut(&old, &begin, &end);
    let verb = match installed {
        Some(found) if found == block => {
            return Ok(vec![format!("kept     the lines of {} in the crontab", plan.name)]);
        }
        Some(_) if !is_forced => {
            let text = format!("the crontab has other lines of `{}`: give `--force` to replace them", plan.name);
            return Err(Failure::Usage(text));
        }
        Some(_) => "replaced",
        None => "added",
    };
    let gap = if rest.is_empty() || rest.ends_with('\n') { "" } else { "\n" };
    let output = call("crontab", &["-"], Some(&format!("{rest}{gap}{block}")))?;
    succeeded("crontab -", &output)?;
    Ok(vec![format!("{verb:<8} the lines of {} in the crontab", plan.name)])
}

/// A table without the block between two lines, and the block with them.
fn cut(table: &str, begin: &str, end: &str) -> (String, Option<String>) {
    let (mut rest, mut block, mut is_inside) = (String::new(), None::<String>, false);
    for line in table.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        is_inside = is_inside || text == begin;
        match is_inside {
            true => block.get_or_insert_default().push_str(line),
            false => rest.push_str(line),
        }
        is_inside = is_inside && text != end;
    }
    (rest, block)
}

fn systemd(plan: &Plan, files: &FileTree, is_forced: bool) -> Result<Vec<String>, Failure> {
    let home = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = home("XDG_CONFIG_HOME").or_else(|| home("HOME").map(|home| home.join(".config")));
    let units = config.ok_or_else(|| Failure::Usage("neither XDG_CONFIG_HOME nor HOME is set".to_owned()))?;
    let units = units.join("systemd/user");
    let mut own = FileTree::new();
    let is_unit = |path: &str| path.ends_with(".service") || path.ends_with(".timer");
    files.iter().filter(|(path, _)| is_unit(path)).for_each(|(path, bytes)| own.insert(path, bytes));
    if !is_forced {
        super::unchanged(&own, &units)?;
    }
    // Whether there is a systemd to talk to is asked before anything is written.
    succeeded("systemctl --user", &call("systemctl", &["--user", "show-environment"], None)?)?;
    disk::persist(&own, &units, &[])?;
    let timer = format!("{}.timer", plan.name);
    succeeded("systemctl --user daemon-reload", &call("systemctl", &["--user", "daemon-reload"], None)?)?;
    let enable = ["--user", "enable", "--now", timer.as_str()];
    succeeded(&format!("systemctl {}", enable.join(" ")), &call("systemctl", &enable, None)?)?;
    let mut done: Vec<String> = own.paths().map(|path| format!("wrote    {}", units.join(path).display())).collect();
    done.push(format!("enabled  {timer}; it runs while you are logged in, or always after `loginctl enable-linger`"));
    Ok(done)
}

fn task(plan: &Plan, folder: &Path, is_forced: bool) -> Result<Vec<String>, Failure> {
    let file = folder.join(format!("{}.xml", plan.name)).display().to_string();
    let asked = call("schtasks", &["/Query", "/TN", &plan.name], None)?;
    if asked.status.success() && !is_forced {
        return Err(Failure::Usage(format!("there is a task `{}`: give `--force` to replace it", plan.name)));
    }
    let mut arguments = vec!["/Create", "/TN", &plan.name, "/XML", &file];
    if is_forced {
        arguments.push("/F");
    }
    succeeded("schtasks /Create", &call("schtasks", &arguments, None)?)?;
    let verb = if asked.status.success() { "replaced" } else { "created" };
    Ok(vec![format!("{verb:<8} the task {}", plan.name)])
}

fn call(program: &'static str, arguments: &[&str], input: Option<&str>) -> Result<Output, Failure> {
    let failed = |source: std::io::Error| Failure::World {
        error: Box::new(NoProgram { program, source }),
        help: Some("without `--install` the files are written and nothing is run".to_owned()),
    };
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut command = Command::new(program);
    command.args(arguments).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), input) {
        // One that does not read says why when it ends.
        let _ = pipe.write_all(text.as_bytes());
    }
    child.wait_with_output().map_err(|source| Failure::from(file_tree::Error::Read { path: program.into(), source }))
}

fn succeeded(command: &str, output: &Output) -> Result<(), Failure> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
    let reason = if said.is_empty() { output.status.to_string() } else { said };
    Err(Failure::World {
        error: Box::new(Failed { command: command.to_owned(), reason }),
        help: Some("the files are written; hand them over by hand".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_cut_out_of_a_table_and_the_rest_stays() {
        let table = "MAILTO=x\n1 2 * * * a\n# begin n\nold\n# end n\n3 4 * * * b\n";
        let (rest, block) = cut(table, "# begin n", "# end n");
        assert_eq!(rest, "MAILTO=x\n1 2 * * * a\n3 4 * * * b\n");
        assert_eq!(block.as_deref(), Some("# begin n\nold\n# end n\n"));
        assert_eq!(cut("a\n", "# begin n", "# end n"), ("a\n".to_owned(), None));
    }
}
