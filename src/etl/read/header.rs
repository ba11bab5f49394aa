//! Headers: which column of a file is which field, by the configuration or by the usual names.

use super::Options;
use super::codes::{AMBIGUOUS_COLUMN, MISSING_COLUMN, UNKNOWN_HEADER};
use crate::diag::{Diagnostic, Place, suggest};

/// What a row of sales consists of; the names are the keys of `[source.columns]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Invoice,
    StockCode,
    Description,
    Quantity,
    InvoiceDate,
    UnitPrice,
    CustomerId,
    Country,
}

impl Field {
    pub const ALL: [Field; 8] = [
        Field::Invoice,
        Field::StockCode,
        Field::Description,
        Field::Quantity,
        Field::InvoiceDate,
        Field::UnitPrice,
        Field::CustomerId,
        Field::Country,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Field::Invoice => "invoice",
            Field::StockCode => "stock_code",
            Field::Description => "description",
            Field::Quantity => "quantity",
            Field::InvoiceDate => "invoice_date",
            Field::UnitPrice => "unit_price",
            Field::CustomerId => "customer_id",
            Field::Country => "country",
        }
    }

    fn is_required(self) -> bool {
        !matches!(self, Field::Description | Field::Country)
    }

    /// Headers without case, spaces and punctuation: first those of the data set itself, then those that are only
    /// taken where none of the first is there.
    const fn aliases(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Field::Invoice => (
                &["invoice", "invoiceno", "invoicenumber", "invoiceid", "invoicenum"],
                &["transactionid", "transactionno", "orderid", "orderno", "ordernumber", "receiptno", "billno"],
            ),
            Field::StockCode => (
                &["stockcode"],
                &["sku", "productcode", "productid", "itemcode", "itemid", "itemno", "articleno", "product", "item"],
            ),
            Field::Description => (
                &["description"],
                &["productdescription", "itemdescription", "productname", "itemname", "stockdescription"],
            ),
            Field::Quantity => (&["quantity", "qty"], &["units", "quantitysold", "orderquantity"]),
            Field::InvoiceDate => (
                &["invoicedate", "invoicedatetime", "invoicetimestamp"],
                &["transactiondate", "orderdate", "saledate", "date", "datetime", "timestamp"],
            ),
            Field::UnitPrice => (&["price", "unitprice"], &["itemprice", "priceperunit", "salesprice", "unitcost"]),
            Field::CustomerId => (
                &["customerid", "customer", "customerno", "customernumber"],
                &["custid", "customercode", "clientid", "accountno", "accountid"],
            ),
            Field::Country => (&["country"], &["countryname", "customercountry", "countryregion"]),
        }
    }
}

/// Where the fields and the extra columns stand in one file or sheet.
#[derive(Debug)]
pub struct Layout {
    pub headers: Vec<String>,
    fields: [Option<usize>; 8],
    /// In the order of the configuration.
    pub extras: Vec<usize>,
}

impl Layout {
    #[inline]
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields[field as usize]
    }
}

/// Finds every field and extra column, or says of each that it can't find why not.
pub fn layout(headers: Vec<String>, options: &Options, place: &Place) -> Result<Layout, Vec<Diagnostic>> {
    if options.columns.is_empty() && recognised(&headers, options) == 0 {
        return Err(vec![no_header(&headers, place)]);
    }
    let search = Search { keys: headers.iter().map(|header| key(header)).collect(), headers: &headers, options, place };
    let mut faults = Vec::new();
    let fields = Field::ALL.map(|field| search.field(field).unwrap_or_else(|fault| note(&mut faults, fault)));
    let mut extras = Vec::new();
    for (name, extra) in &options.extra {
        match search.named(&extra.column, &format!("[source.extra] {name}")) {
            Ok(at) => extras.push(at),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(Layout { headers, fields, extras }) } else { Err(faults) }
}

/// How many fields these headers have: what tells the right delimiter from a wrong one.
pub fn recognised(headers: &[String], options: &Options) -> usize {
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let known = |field: &Field| match options.columns.get(field.name()) {
        Some(header) => keys.contains(&key(header)),
        None => {
            let (first, second) = field.aliases();
            keys.iter().any(|key| first.contains(&key.as_str()) || second.contains(&key.as_str()))
        }
    };
    Field::ALL.iter().filter(|field| known(field)).count()
}

/// One diagnostic instead of one a field: a file without a header, or with another delimiter.
fn no_header(headers: &[String], place: &Place) -> Diagnostic {
    let message = "the first row is not a header: it has none of the columns of a sale";
    Diagnostic::new(&MISSING_COLUMN, message)
        .at(place.clone(), format!("columns found: {}", listed(headers)))
        .help("expected headers such as `Invoice`, `StockCode`, `Quantity`, `InvoiceDate`, `Price`, `Customer ID`")
        .help("name other headers in `[source.columns]`, another delimiter in `source.delimiter`")
}

fn note(faults: &mut Vec<Diagnostic>, fault: Diagnostic) -> Option<usize> {
    faults.push(fault);
    None
}

fn key(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

struct Search<'a> {
    headers: &'a [String],
    keys: Vec<String>,
    options: &'a Options,
    place: &'a Place,
}

impl Search<'_> {
    fn field(&self, field: Field) -> Result<Option<usize>, Diagnostic> {
        if let Some(header) = self.options.columns.get(field.name()) {
            return self.named(header, &format!("[source.columns] {}", field.name())).map(Some);
        }
        let (first, second) = field.aliases();
        for aliases in [first, second] {
            match self.unclaimed(aliases).as_slice() {
                [] => {}
                [at] => return Ok(Some(*at)),
                several => return Err(self.ambiguous(field.name(), several)),
            }
        }
        if field.is_required() { Err(self.missing(field)) } else { Ok(None) }
    }

    /// The columns with one of these names that the configuration has not given to another field.
    fn unclaimed(&self, aliases: &[&str]) -> Vec<usize> {
        let claimed = |at: &usize| self.options.columns.values().any(|header| *header == self.headers[*at]);
        let named = |at: &usize| aliases.contains(&self.keys[*at].as_str());
        (0..self.headers.len()).filter(|at| named(at) && !claimed(at)).collect()
    }

    /// The column with a header that the configuration names: exactly so, or else but for case and spaces.
    fn named(&self, wanted: &str, by: &str) -> Result<usize, Diagnostic> {
        let all = 0..self.headers.len();
        let mut found: Vec<usize> = all.clone().filter(|at| self.headers[*at] == *wanted).collect();
        if found.is_empty() {
            let wanted = key(wanted);
            found = all.filter(|at| !wanted.is_empty() && self.keys[*at] == wanted).collect();
        }
        match found.as_slice() {
            [at] => Ok(*at),
            [] => Err(Diagnostic::new(&UNKNOWN_HEADER, format!("no column `{wanted}`, which `{by}` names"))
                .at(self.place.clone(), self.found())
                .did_you_mean(wanted, self.headers.iter().map(String::as_str))),
            several => Err(self.ambiguous(by, several)),
        }
    }

    fn missing(&self, field: Field) -> Diagnostic {
        let (first, second) = field.aliases();
        let near = first.iter().chain(second).find_map(|alias| {
            let near = suggest::nearest(alias, self.keys.iter().map(String::as_str))?;
            self.keys.iter().position(|key| key == near)
        });
        let name = field.name();
        let diagnostic = Diagnostic::new(&MISSING_COLUMN, format!("no column for `{name}`"))
            .at(self.place.clone(), self.found())
            .note(format!("headers that are taken for it: {}", listed(first)));
        match near {
            Some(at) => diagnostic.help(format!(
                "did you mean `{0}`? then say `{name} = \"{0}\"` in `[source.columns]`",
                self.headers[at]
            )),
            None => diagnostic.help(format!("say which column it is: `{name} = \"…\"` in `[source.columns]`")),
        }
    }

    fn ambiguous(&self, name: &str, columns: &[usize]) -> Diagnostic {
        let found: Vec<String> =
            columns.iter().map(|at| format!("`{}` (column {})", self.headers[*at], at + 1)).collect();
        let message = format!("{} columns could be `{name}`: {}", columns.len(), found.join(", "));
        let diagnostic = Diagnostic::new(&AMBIGUOUS_COLUMN, message).at(self.place.clone(), self.found());
        let same = columns.windows(2).all(|pair| self.headers[pair[0]] == self.headers[pair[1]]);
        if same {
            diagnostic.help("rename one of them in the file")
        } else {
            diagnostic.help("say in `[source.columns]` which one it is")
        }
    }

    fn found(&self) -> String {
        format!("headers found: {}", listed(self.headers))
    }
}

/// In back-ticks with commas; of thousands only the first.
fn listed<T: AsRef<str>>(names: &[T]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<String> =
        names.iter().take(SHOWN).map(|name| format!("`{}`", super::cell::shown(name.as_ref()))).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(headers: &str, options: &Options) -> Result<Layout, Vec<Diagnostic>> {
        let headers = headers.split(',').map(str::to_owned).collect();
        layout(headers, options, &Place::line("sales.csv", 1))
    }

    fn with_columns(columns: &[(&str, &str)]) -> Options {
        let columns = columns.iter().map(|(field, header)| ((*field).to_owned(), (*header).to_owned())).collect();
        Options { columns, ..Options::default() }
    }

    #[test]
    fn the_public_copies_of_the_data_set_are_all_known() {
        for headers in [
            "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
            "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country",
            " INVOICE NO.,Stock-Code,DESCRIPTION,Qty,Invoice Date,Unit Price,Customer No,COUNTRY ",
            "Order ID,SKU,Product Name,Units,Order Date,Item Price,Client ID,Country Name",
        ] {
            let layout = find(headers, &Options::default()).unwrap();
            let found: Vec<_> = Field::ALL.iter().map(|field| layout.column(*field)).collect();
            assert_eq!(found, (0..8).map(Some).collect::<Vec<_>>(), "{headers}");
        }
    }

    #[test]
    fn description_and_country_may_be_missing_and_the_rest_may_not() {
        assert!(find("Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID", &Options::default()).is_ok());
        let faults = find("Invoice,StockCode,Quantitty,Price", &Options::default()).unwrap_err();
        let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            ["no column for `quantity`", "no column for `invoice_date`", "no column for `customer_id`"]
        );
        assert_eq!(faults[0].place(), Some(&Place::line("sales.csv", 1)));
        assert_eq!(faults[0].labels[0].text, "headers found: `Invoice`, `StockCode`, `Quantitty`, `Price`");
        assert_eq!(
            faults[0].help,
            ["did you mean `Quantitty`? then say `quantity = \"Quantitty\"` in `[source.columns]`"]
        );
    }

    #[test]
    fn two_headers_for_one_field_are_refused_until_one_is_chosen() {
        let headers = "Invoice,StockCode,Quantity,InvoiceDate,Price,UnitPrice,Customer ID";
        let faults = find(headers, &Options::default()).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].message, "2 columns could be `unit_price`: `Price` (column 5), `UnitPrice` (column 6)");
        let layout = find(headers, &with_columns(&[("unit_price", "UnitPrice")])).unwrap();
        assert_eq!(layout.column(Field::UnitPrice), Some(5));
        let twice = find("Invoice,StockCode,Quantity,InvoiceDate,Price,Price,Customer ID", &Options::default());
        assert_eq!(twice.unwrap_err()[0].help, ["rename one of them in the file"]);
    }

    #[test]
    fn a_general_name_gives_way_to_a_particular_one() {
        let layout =
            find("Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Order ID,Date", &Options::default())
                .unwrap();
        assert_eq!(layout.column(Field::Invoice), Some(0));
        assert_eq!(layout.column(Field::InvoiceDate), Some(3));
    }

    #[test]
    fn a_header_of_the_configuration_that_is_not_there_is_named() {
        let headers = "Invoice,StockCode,Quantity,InvoiceDate,Net Price,Customer ID";
        let faults = find(headers, &with_columns(&[("unit_price", "Net Prise")])).unwrap_err();
        assert_eq!(faults[0].code.id, "ET008");
        assert_eq!(faults[0].message, "no column `Net Prise`, which `[source.columns] unit_price` names");
        assert_eq!(faults[0].help, ["did you mean `Net Price`?"]);
        assert!(find(headers, &with_columns(&[("unit_price", "net price")])).is_ok(), "case does not matter");
    }

    #[test]
    fn the_catalog_calls_the_fields_by_the_same_names() {
        assert_eq!(crate::catalog::origin::FIELDS, Field::ALL.map(Field::name));
    }

    #[test]
    fn of_thousands_of_headers_the_first_are_listed() {
        let headers: Vec<String> = (0..5_000).map(|at| format!("c{at}")).collect();
        let text = listed(&headers);
        assert!(text.ends_with("`c19`, and 4980 more"), "{text}");
    }
}
