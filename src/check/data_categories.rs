//! MD072, MD141: words of `dataCategory` that mean nothing, or nothing for values of this type.

use super::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Table};

pub static UNKNOWN_DATA_CATEGORY: Code = Code {
    id: "MD072",
    name: "unknown-data-category",
    severity: Severity::Warning,
    explanation: "`dataCategory` says what a table or a column is about. Power BI acts on a few words, such as `Time` \
of a date table and `City` or `ImageUrl` of a column, and passes over all others without a message: maps do not find \
the place, the table is no date table.

Wrong:
    table Date
    <tab>dataCategory: Tiem
Right:
    table Date
    <tab>dataCategory: Time",
};

pub static CATEGORY_OF_ANOTHER_TYPE: Code = Code {
    id: "MD141",
    name: "data-category-of-another-type",
    severity: Severity::Warning,
    explanation: "The names of places and the addresses of pages and pictures are texts. A column of numbers, dates \
or truth values has none, and Power BI makes no map, link or picture of them.

Wrong:
    column Quantity
    <tab>dataType: int64
    <tab>dataCategory: WebUrl
Right:
    column Page
    <tab>dataType: string
    <tab>dataCategory: WebUrl",
};

/// Numbers may be postal codes, codes of bars or of provinces.
const OF_TEXTS: &[&str] =
    &["Address", "City", "Continent", "Country", "CountryRegion", "County", "ImageUrl", "Place", "Url", "WebUrl"];

const OF_TABLES: &[&str] = &[
    "Time",
    "Uncategorized",
    "Unknown",
    "Regular",
    "Geography",
    "Organization",
    "BillOfMaterials",
    "Accounts",
    "Customers",
    "Products",
    "Scenario",
    "Quantitative",
    "Utility",
    "Currency",
    "Rates",
    "Channel",
    "Promotion",
];

const OF_COLUMNS: &[&str] = &[
    "Uncategorized",
    "Address",
    "Barcode",
    "City",
    "Continent",
    "Country",
    "CountryRegion",
    "County",
    "Image",
    "ImageBMP",
    "ImageGIF",
    "ImageJPG",
    "ImagePNG",
    "ImageTIFF",
    "ImageUrl",
    "Latitude",
    "Longitude",
    "Organization",
    "Place",
    "PostalCode",
    "RowNumber",
    "State",
    "StateOrProvince",
    "Url",
    "WebUrl",
    // Those of the date tables that Power BI makes itself.
    "PaddedDateTableDates",
    "Years",
    "Quarters",
    "QuarterOfYear",
    "Months",
    "MonthOfYear",
    "Weeks",
    "WeekOfYear",
    "Days",
    "DayOfMonth",
    "DayOfQuarter",
    "DayOfWeek",
    "DayOfYear",
    "Date",
    "Time",
];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        of_one(context, &table_path(table), table.data_category.as_deref(), OF_TABLES, found);
        for column in &table.columns {
            let path = path_in(table, "column", column.name.as_str());
            of_one(context, &path, column.data_category.as_deref(), OF_COLUMNS, found);
            found.extend(of_another_type(context, &path, column));
        }
    }
}

/// Whether the table has a word that means nothing: another may be meant.
pub fn is_unknown(table: &Table) -> bool {
    table.data_category.as_deref().is_some_and(|category| !is_known(category, OF_TABLES))
}

fn is_known(category: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(category))
}

fn of_one(context: &Context, path: &str, category: Option<&str>, known: &[&str], found: &mut Vec<Diagnostic>) {
    let Some(category) = category.filter(|one| !is_known(one, known)) else {
        return;
    };
    let message = format!("`dataCategory` has no meaning for Power BI as `{category}`");
    let fault = Diagnostic::new(&UNKNOWN_DATA_CATEGORY, message).at(context.place(path, "dataCategory"), "");
    found.push(fault.did_you_mean(category, known.iter().copied()));
}

fn of_another_type(context: &Context, path: &str, column: &Column) -> Option<Diagnostic> {
    let category = column.data_category.as_deref().filter(|one| is_known(one, OF_TEXTS))?;
    let values = match column.data_type.as_deref()?.to_ascii_lowercase().as_str() {
        "int64" | "double" | "decimal" => "numbers",
        "datetime" => "dates",
        "boolean" => "truth values",
        _ => return None,
    };
    let message = format!("the column `{}` has {values}, and `{category}` is for texts", column.name);
    let fault = Diagnostic::new(&CATEGORY_OF_ANOTHER_TYPE, message).at(context.place(path, "dataCategory"), "");
    Some(fault.help("remove the line"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn words_of_tables_and_of_columns_are_told_apart() {
        let text = "table Date\n\tdataCategory: Tiem\n\n\tcolumn A\n\t\tdataCategory: Ctiy\n\n\tcolumn B\n\t\t\
                    dataCategory: webUrl\n\n\tcolumn C\n\t\tdataCategory: Products\n";
        assert_eq!(lines(&UNKNOWN_DATA_CATEGORY, text), [2, 5, 11]);
        let sound = "table Date\n\tdataCategory: time\n\n\tcolumn A\n\t\tdataCategory: StateOrProvince\n\n\tcolumn B\n";
        assert_eq!(lines(&UNKNOWN_DATA_CATEGORY, sound), [0; 0]);
    }
    #[test]
    fn places_and_addresses_are_texts() {
        let text = |ty: &str, category: &str| {
            format!("table T\n\tcolumn A\n\t\tdataType: {ty}\n\t\tsourceColumn: a\n\t\tdataCategory: {category}\n")
        };
        for (ty, category) in [("int64", "WebUrl"), ("dateTime", "City"), ("boolean", "imageUrl")] {
            assert_eq!(lines(&CATEGORY_OF_ANOTHER_TYPE, &text(ty, category)), [5], "{ty} {category}");
        }
        for (ty, category) in
            [("string", "WebUrl"), ("int64", "PostalCode"), ("double", "Latitude"), ("variant", "City")]
        {
            assert_eq!(lines(&CATEGORY_OF_ANOTHER_TYPE, &text(ty, category)), [0; 0], "{ty} {category}");
        }
    }
}
