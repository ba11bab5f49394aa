//! Whether a text is the name that Power BI knows a reader by.

use super::spelling;
use crate::diag::{Code, Diagnostic, Severity};

pub const NOT_A_PRINCIPAL: Code = Code {
    id: "RL008",
    name: "not-a-user-principal-name",
    severity: Severity::Error,
    explanation: "Power BI knows a reader by the user principal name, such as `ana@example.com`: a name, one `@`, a \
                  domain with a dot. It has no spaces and no letters with accents. Anything else matches nobody.\n\n\
                  Wrong:  SALES\\ana, or Ana <ana@example.com>\nRight:  ana@example.com",
};

/// What is wrong with a manager, without its place.
pub fn fault(name: &str) -> Option<Diagnostic> {
    let help = wrong(name)?;
    let fault = Diagnostic::new(&NOT_A_PRINCIPAL, format!("`{name}` is not a user principal name"));
    let odd = spelling::oddities(name);
    Some(odd.into_iter().fold(fault, |fault, odd| fault.note(format!("it has {odd}"))).help(help))
}

/// `name@domain.tld`: one `@`, something before it, a domain with a dot within, and none of what no principal has.
fn wrong(name: &str) -> Option<String> {
    let plain = || "write it as `name@example.com`".to_owned();
    if name.contains([',', ';']) {
        return Some("give each manager a line".to_owned());
    }
    let inside = name.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside.trim());
    let inside =
        inside.or_else(|| name.get(..7).filter(|word| word.eq_ignore_ascii_case("mailto:")).and(name.get(7..)));
    if let Some(inside) = inside.filter(|inside| wrong(inside).is_none()) {
        return Some(format!("write the address alone: `{inside}`"));
    }
    if name == "*" {
        return Some("`*` stands for every region, never for every manager: give each manager a line".to_owned());
    }
    let Some((user, domain)) = name.split_once('@') else {
        return Some(match name.contains('\\') {
            true => "that is an account of Windows; Power BI wants `name@example.com`".to_owned(),
            false => plain(),
        });
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let is_user = |c: char| c.is_ascii_alphanumeric() || "'.-_!#$%&*+/=?^`{|}~".contains(c);
    let is_good = !user.is_empty()
        && user.chars().all(is_user)
        && !user.ends_with('.')
        && domain.contains('.')
        && domain.split('.').all(is_label);
    if !user.is_ascii() || !domain.is_ascii() {
        return Some("type it anew in plain letters".to_owned());
    }
    (!is_good).then(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_have_a_user_and_a_domain() {
        for right in
            ["ana.o'neil@sales.example.com", "ana_x.com#EXT#@contoso.onmicrosoft.com", "a+b@x.co", "A-1@x-y.io"]
        {
            assert!(fault(right).is_none(), "{right}");
        }
        for wrong in
            ["ana", "@x.com", "ana@x", "a@b@x.com", "ana @x.com", "ana@x..com", "", "ana.@x.com", "a@-x.com", "*"]
        {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn the_way_out_is_said() {
        let help = |name: &str| fault(name).map(|fault| fault.help.join("")).unwrap_or_default();
        assert_eq!(help("Ana Alvarez <ana@x.com>"), "write the address alone: `ana@x.com`");
        assert_eq!(help("mailto:ana@x.com"), "write the address alone: `ana@x.com`");
        assert_eq!(help("a@x.com; b@x.com"), "give each manager a line");
        assert!(help("SALES\\ana").contains("account of Windows"));
        let odd = fault("\u{430}na@x.com").expect("Cyrillic");
        assert!(odd.notes[0].contains("looks like the Latin `a`"), "{:?}", odd.notes);
    }
}
