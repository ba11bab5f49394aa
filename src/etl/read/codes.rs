//! The codes of the diagnostics that reading makes, with what `pbiforge explain` says of each.

use crate::diag::{Code, Severity};

macro_rules! codes {
    ($($constant:ident = $id:literal $name:literal $severity:ident: $explanation:literal;)*) => {
        $(pub static $constant: Code =
            Code { id: $id, name: $name, severity: Severity::$severity, explanation: $explanation };)*
        /// Every code of reading, by id.
        pub const CODES: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    MISSING_FILE = "ET001" "missing-file" Error:
        "A source file is not there.\n\n`source.path` is taken from the folder of the configuration file, not from \
        the current folder.\n\nwrong: path = \"data/sales.cvs\"\nright: path = \"data/sales.csv\"";
    NOT_A_FILE = "ET002" "not-a-file" Error:
        "A source is a folder. Name the files in it, or use a pattern.\n\nwrong: path = \"data\"\nright: path = \
        \"data/*.csv\"";
    UNKNOWN_FILE_KIND = "ET003" "unknown-file-kind" Error:
        "The kind of a source file is told by its extension: .csv, .txt or .tsv, each also with .gz or .zst behind \
        it, .xlsx or .xlsm, .parquet. This file has another one, or its content is of a kind that can't be read: an \
        old .xls or encrypted workbook, a ZIP archive that is not a workbook, text in UTF-16.\n\nwrong: path = \
        \"sales.xls\"\nright: path = \"sales.xlsx\" (saved anew from the spreadsheet program)";
    EMPTY_FILE = "ET004" "empty-file" Error:
        "A source file has no line at all, not even a header; often an export that failed.\n\nTake the file out of \
        `source.path`, or export it again.";
    NO_ROWS = "ET005" "no-rows" Error:
        "There is a header and nothing below it. A warning where other source files have rows, an error where no \
        file has any.";
    MISSING_COLUMN = "ET006" "missing-column" Error:
        "A column that every analysis needs isn't in the header. Required are invoice, stock_code, quantity, \
        invoice_date, unit_price and customer_id; description and country may be missing. The usual headers are \
        known (`Invoice`, `InvoiceNo`, `Customer ID`, …; case, spaces and underscores don't matter); any other is \
        named in the configuration.\n\n[source.columns]\nunit_price = \"Net price per piece\"";
    AMBIGUOUS_COLUMN = "ET007" "ambiguous-column" Error:
        "Two headers could be the same column, such as `Price` and `UnitPrice`, and nothing tells which one is \
        meant. Choose one in the configuration; where a file has the same header twice, rename one.\n\n\
        [source.columns]\nunit_price = \"UnitPrice\"";
    UNKNOWN_HEADER = "ET008" "unknown-header" Error:
        "The configuration names a header, in `[source.columns]` or `[source.extra]`, that the file doesn't have.";
    UNKNOWN_FIELD = "ET009" "unknown-source-field" Error:
        "`[source.columns]` has a key that is no field. Fields are invoice, stock_code, description, quantity, \
        invoice_date, unit_price, customer_id and country; further columns belong into `[source.extra]`.\n\nwrong: \
        price = \"Net\"\nright: unit_price = \"Net\"";
    EXTRA_CLASH = "ET010" "extra-column-clash" Error:
        "The name of an extra column can't be used: it is empty, or a column of that name (names differ by more than \
        case) is already in the table, in a view of it or among the extra columns.\n\nwrong: [source.extra] country \
        = { … }\nright: [source.extra] billing_country = { … }";
    UNCLOSED_QUOTE = "ET011" "unclosed-csv-quote" Error:
        "The file ends inside of a quoted field: a quote is opened and never closed, so that all lines from there on \
        would be one field. Either a quote stands at the start of a field where none should, or the file was cut \
        off.\n\nwrong: 536365,85123A,\"WHITE HEART,6\nright: 536365,85123A,\"WHITE HEART\",6";
    TOO_MANY_UNREADABLE = "ET012" "too-many-unreadable-rows" Error:
        "More rows can't be read than `source.max_unreadable_share` allows (0.01 = one in a hundred), which mostly \
        means that a setting is wrong: `dayfirst`, `decimal_comma`, `delimiter` or a column. The first rows are \
        shown. Rows that can't be read never vanish: below the share they are kept in the table etl_reject with line \
        and reason.";
    DECODED = "ET013" "decoded-as-windows-1252" Warning:
        "Some lines are not UTF-8 and were read as Windows-1252, as files of older Windows programs are written. Set \
        `source.encoding` to say so and silence this, or to \"utf-8\" to refuse such lines.";
    WRONG_EXTENSION = "ET014" "wrong-extension" Warning:
        "The content of a file is of another kind than its extension says; it was read as what it is.";
    NOTHING_MATCHES = "ET015" "nothing-matches" Error:
        "There is no source: `source.path` is empty, or a pattern in it matches no file. Patterns know `*`, `?`, \
        `[…]` and `**`, and start from the folder of the configuration file.";
    BAD_OPTION = "ET016" "bad-source-option" Error:
        "A value of `[source]` is outside of what makes sense: `delimiter` is one ASCII character that is neither a \
        quote nor a line break, `max_unreadable_share` is a share from 0 to 1.";
    SKIPPED_SHEET = "ET017" "skipped-sheet" Warning:
        "Every sheet of a workbook is read. This one has too few columns to hold sales, and none of them is known, \
        so it was left out.";
    BROKEN_FILE = "ET018" "broken-file" Error:
        "A file is not what its kind promises: a damaged or cut-off workbook or Parquet file, or one with a column \
        of a type that can't be read.";
    UNREADABLE_ROWS = "ET019" "unreadable-rows" Warning:
        "Some rows could not be read, fewer than `source.max_unreadable_share` allows. They stand in the table \
        etl_reject with line and reason; the first ones are shown.";
    AMOUNTS_TOO_LARGE = "ET020" "amounts-too-large" Error:
        "Quantity times price, added up over all rows, is more than the money type holds: 922 trillion. Mostly a \
        column was taken for another one, or the decimal sign for one of thousands.\n\nwrong: unit_price = \
        \"Barcode\"\nright: unit_price = \"Price\"";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_ids_ascend() {
        for (at, code) in CODES.iter().enumerate() {
            assert_eq!(code.id, format!("ET{:03}", at + 1));
            assert!(CODES.iter().skip(at + 1).all(|other| other.name != code.name), "{}", code.name);
        }
    }
}
