//! MD096, MD097, MD142: format strings that are broken, misspelt, or for values of another kind.

use std::collections::BTreeMap;

use super::context::{Context, path_in};
use crate::bind::SitePlace;
use crate::bind::rules::format_text::NAMED;
use crate::bind::types::Value;
use crate::diag::{Code, Diagnostic, Severity, suggest};

pub static BROKEN_FORMAT: Code = Code {
    id: "MD096",
    name: "broken-format",
    severity: Severity::Warning,
    explanation:
        "A format string has up to four sections with semicolons between them: positive, negative, zero, blank. \
Texts in it stand in double quotes, colours and conditions in brackets, and each that is opened is closed. Power BI \
shows the figures in a form of its own choice otherwise.

Wrong: `formatString: #,0 \"kg`
Right: `formatString: #,0 \"kg\"`",
};

pub static OTHER_FORMAT: Code = Code {
    id: "MD097",
    name: "format-of-another-type",
    severity: Severity::Warning,
    explanation:
        "A number is formatted as a date, or a date as a number: 1234 orders are shown as 18 May 1903. A text has no \
format at all.

Wrong: `formatString: dd/mm/yyyy` of a measure that counts.
Right: `formatString: #,0`",
};

pub static MISSPELT_FORMAT: Code = Code {
    id: "MD142",
    name: "misspelt-format-string",
    severity: Severity::Warning,
    explanation: "A few formats have names. One that is misspelt is read letter by letter, and shows something else.

Wrong: `formatString: Shrot Date`
Right: `formatString: Short Date`",
};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Date,
    Text,
}

/// Letters of formats outside of quotes, brackets and escapes, and what is broken.
struct Scan {
    plain: String,
    fault: Option<&'static str>,
}

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let measured = measured(context);
    for table in &context.model.tables {
        for column in &table.columns {
            let path = path_in(table, "column", column.name.as_str());
            let kind = match column.data_type.as_deref() {
                Some("int64" | "double" | "decimal") => Some(Kind::Number),
                Some("dateTime") => Some(Kind::Date),
                Some("string") => Some(Kind::Text),
                _ => None,
            };
            found.extend(one(context, column.name.as_str(), column.format_string.as_deref(), kind, &path));
        }
        for measure in &table.measures {
            let path = path_in(table, "measure", measure.name.as_str());
            let kind = measured.get(path.as_str()).copied();
            found.extend(one(context, measure.name.as_str(), measure.format_string.as_deref(), kind, &path));
        }
    }
}

/// What each measure gives, by its path, where it can be known.
fn measured<'c>(context: &'c Context) -> BTreeMap<&'c str, Kind> {
    let measures = context.dax.iter().filter(|bound| bound.dax.place == SitePlace::Measure);
    // A date in the format of a number is perhaps meant as one: dates are numbers of days.
    let numbers = measures
        .filter(|bound| matches!(bound.expression.bound.ty.value(), Value::Integer | Value::Decimal | Value::Double));
    numbers.map(|bound| (bound.dax.path.as_str(), Kind::Number)).collect()
}

fn one(context: &Context, name: &str, format: Option<&str>, of: Option<Kind>, path: &str) -> Option<Diagnostic> {
    let format = format.filter(|_| !context.is_hurt(path, "formatString"))?;
    let place = || context.place(path, "formatString");
    let scan = scan(format);
    if let Some(fault) = scan.fault {
        let fault = Diagnostic::new(&BROKEN_FORMAT, format!("the format `{format}` {fault}"));
        return Some(
            fault.at(place(), "").help("close what is opened, and write a backslash before a sign that means itself"),
        );
    }
    let is_named = NAMED.iter().any(|name| name.eq_ignore_ascii_case(format.trim()));
    if let Some(near) = suggest::certain(format, NAMED.iter().copied()).filter(|_| !is_named && format.len() > 4) {
        let fault = Diagnostic::new(&MISSPELT_FORMAT, format!("there is no format `{format}`"));
        return Some(fault.at(place(), "").help(format!("did you mean `{near}`?")));
    }
    let (is, shown) = match (of?, kind(format, &scan.plain)?) {
        (Kind::Number, Kind::Date) => ("number", "a date"),
        (Kind::Date, Kind::Number) => ("date", "a number"),
        // What Power BI Desktop writes itself where a column has changed its type.
        (Kind::Text, _) if format.trim().to_ascii_lowercase().starts_with("general ") => return None,
        (Kind::Text, Kind::Number) => ("text", "a number"),
        (Kind::Text, Kind::Date) => ("text", "a date"),
        _ => return None,
    };
    let fault = Diagnostic::new(&OTHER_FORMAT, format!("the {is} `{name}` is shown as {shown}"));
    Some(fault.at(place(), "").help(match is {
        "number" => "write such as `#,0.00`",
        "date" => "write such as `Short Date`",
        _ => "remove the line: a text has no format",
    }))
}

fn scan(format: &str) -> Scan {
    let mut scan = Scan { plain: String::new(), fault: None };
    let (mut characters, mut sections) = (format.chars(), 1);
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '"' if !characters.by_ref().any(|c| c == '"') => scan.fault = Some("has a quote that is not closed"),
            '[' if !characters.by_ref().any(|c| c == ']') => scan.fault = Some("has a bracket that is not closed"),
            '"' | '[' => {}
            ';' => sections += 1,
            c => scan.plain.extend(c.to_lowercase()),
        }
    }
    if format.contains("{0:") || format.contains("{0}") {
        scan.fault = Some("is one of another language");
    }
    if sections > 4 {
        scan.fault = Some("has more than four sections");
    }
    scan
}

/// What it is plainly for; of a mixture, or of hours alone, nothing is said: durations are numbers.
fn kind(format: &str, plain: &str) -> Option<Kind> {
    const NUMBERS: &[&str] = &["General Number", "Currency", "Fixed", "Standard", "Percent", "Scientific"];
    const DATES: &[&str] = &["General Date", "Long Date", "Medium Date", "Short Date"];
    let is_named = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(format.trim()));
    if is_named(NUMBERS) {
        return Some(Kind::Number);
    }
    if is_named(DATES) {
        return Some(Kind::Date);
    }
    let has = |signs: &[char]| plain.contains(signs);
    let is_other = plain.contains(|c: char| c.is_alphabetic() && !matches!(c, 'y' | 'm' | 'd'));
    match (has(&['0', '#']), has(&['y', 'm', 'd'])) {
        (true, false) if !has(&['h', 's', 'n', 'q', 'w', 't']) => Some(Kind::Number),
        (false, true) if !is_other && (plain.contains("yy") || plain.contains("mm") || plain.contains("dd")) => {
            Some(Kind::Date)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opened_is_closed() {
        for format in ["#,0 \"kg", "{0:N2}", "[Red #,0", "0;0;0;0;0", "0\""] {
            assert!(scan(format).fault.is_some(), "{format}");
        }
        for format in ["#,0", "\"€\"#,0", "0;-0;;", "[$-en-US]0", "\\\"0", "\"a;b;c;d;e\"0", "[h]:mm", "\\[0", "", "\\"]
        {
            assert!(scan(format).fault.is_none(), "{format}");
        }
    }

    #[test]
    fn dates_are_told_from_numbers() {
        let of = |format: &str| kind(format, &scan(format).plain);
        for format in ["#,0", "0.0%", "\"Day \"0", "$#,0", "Percent", "0.00E+00", "#,0 \"dd\""] {
            assert!(of(format) == Some(Kind::Number), "{format}");
        }
        for format in ["dd/mm/yyyy", "mmm yyyy", "Short Date", "yyyy", "[$-en-US]dddd, mmm d"] {
            assert!(of(format) == Some(Kind::Date), "{format}");
        }
        for format in ["hh:nn:ss", "General", "", "0 d", "hh:mm:ss.000", "\"mm\"", "@", "dd hh:mm", "m"] {
            assert!(of(format).is_none(), "{format}");
        }
    }
    #[test]
    fn formats_with_names_are_spelt_right() {
        use crate::check::testing::lines;
        let text = |format: &str| format!("table T\n\tcolumn A\n\t\tdataType: dateTime\n\t\tformatString: {format}\n");
        for format in ["Shrot Date", "Short Datex", "Genral Date"] {
            assert_eq!(lines(&MISSPELT_FORMAT, &text(format)), [4], "{format}");
        }
        for format in ["short date", "Long Date", "dd/mm/yyyy", "mmm yyyy", "#,0.00"] {
            assert_eq!(lines(&MISSPELT_FORMAT, &text(format)), [0; 0], "{format}");
        }
    }
}
