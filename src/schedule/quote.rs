//! What a path or an argument becomes in each language of a schedule: one function for each.
//!
//! A plan holds no control characters ([`super::Plan::fault`]); everything else may stand in a name.

/// One word of a shell.
pub fn sh(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// One word of a shell in a script of GitHub Actions, which looks for `${{` in it first.
pub fn github_sh(text: &str) -> String {
    // Two texts side by side are one for the shell.
    sh(text).replace("${{", "$''{{")
}

/// The same for Azure Pipelines, which look for `$(…)`, `$[…]` and `${{ … }}`.
pub fn azure_sh(text: &str) -> String {
    let text = sh(text);
    text.replace("$(", "$''(").replace("$[", "$''[").replace("${{", "$''{{")
}

/// One word of the command of a crontab, where `%` would end the command.
pub fn crontab(text: &str) -> String {
    sh(text).replace('%', "\\%")
}

/// Text of XML, in attributes too.
pub fn xml(text: &str) -> String {
    crate::docs::quote::html(text)
}

/// A scalar of YAML in double quotes.
pub fn yaml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => {
                quoted.push_str(&format!("\\U{:08X}", c as u32));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// One argument of a command line in a unit of systemd.
pub fn systemd(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('%', "%%").replace('$', "$$"))
}

/// A path that is the whole value of a setting of systemd: nothing but its specifiers is looked for in it.
pub fn systemd_path(text: &str) -> String {
    text.replace('%', "%%")
}

/// One argument in a batch file: quoted as the programs of Windows read it, and every sign that cmd looks for escaped,
/// the quotes among them, so that it never is within quotes.
pub fn cmd(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for c in text.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(c);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    cmd_echo(&quoted)
}

/// Text that a batch file prints, or hands over as it is.
pub fn cmd_echo(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '%' => safe.push_str("%%"),
            '^' | '&' | '|' | '<' | '>' | '(' | ')' | '!' | '"' => safe.extend(['^', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// A path in a batch file, as a program to begin or a file to write to; it holds no quote.
pub fn cmd_path(text: &str) -> String {
    format!("\"{}\"", text.replace('%', "%%"))
}

/// A text of Python.
pub fn python(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\U{:08x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a b'c\"d%e$f\\ü`g` $(h) ${{ i }} &j|k^l!";

    #[test]
    fn a_shell_reads_back_the_word() {
        assert_eq!(sh(HOSTILE), "'a b'\\''c\"d%e$f\\ü`g` $(h) ${{ i }} &j|k^l!'");
        assert!(!github_sh(HOSTILE).contains("${{") && github_sh("a${{b").starts_with("'a$''{{b"));
        assert!(!azure_sh(HOSTILE).contains("$(") && !azure_sh("$[x]").contains("$["));
        assert_eq!(crontab("50% a"), "'50\\% a'");
        #[cfg(unix)]
        for quoted in [sh(HOSTILE), github_sh(HOSTILE), azure_sh(HOSTILE)] {
            let said = std::process::Command::new("sh").args(["-c", &format!("printf %s {quoted}")]).output();
            assert_eq!(String::from_utf8_lossy(&said.expect("a shell").stdout), HOSTILE);
        }
    }

    #[test]
    fn systemd_finds_no_specifier_and_no_variable() {
        assert_eq!(systemd("a b\"c%d$e\\f'ü"), "\"a b\\\"c%%d$$e\\\\f'ü\"");
        assert_eq!(systemd_path("/a b/50%"), "/a b/50%%");
    }

    #[test]
    fn cmd_finds_no_sign_of_its_own() {
        assert_eq!(cmd("a b"), "^\"a b^\"");
        assert_eq!(cmd("50%&x"), "^\"50%%^&x^\"");
        assert_eq!(cmd("a\"b"), "^\"a\\^\"b^\"");
        assert_eq!(cmd("a\\"), "^\"a\\\\^\"");
        assert_eq!(cmd("a\\\"b"), "^\"a\\\\\\^\"b^\"");
        assert_eq!(cmd_path("C:\\50% (x) & ü\\p.exe"), "\"C:\\50%% (x) & ü\\p.exe\"");
    }

    #[test]
    fn yaml_xml_and_python_read_back_the_text() {
        for text in [HOSTILE, "", "yes", "- a: b #c", "\u{7f}\u{2028}"] {
            let read = yaml_rust2::YamlLoader::load_from_str(&yaml(text)).expect("YAML");
            assert_eq!(read[0].as_str(), Some(text));
        }
        let element = format!("<a b=\"{0}\">{0}</a>", xml(HOSTILE));
        let mut reader = quick_xml::Reader::from_str(&element);
        let mut texts = String::new();
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Start(start) => {
                    let attribute = start.attributes().next().expect("one").expect("it");
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("text");
                    assert_eq!(value, HOSTILE);
                }
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::End(_) => {}
                event => texts.push_str(&event),
            }
        }
        assert!(texts.contains("a b") && !texts.contains('"'));
        assert_eq!(python("a\"b\\\u{7}ü"), "\"a\\\"b\\\\\\U00000007ü\"");
    }
}
