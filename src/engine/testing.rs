//! For tests: a small model with its rows.

use super::{Engine, Order, Quantity, Query, Reader, Restriction, Shown, Wanted};
use crate::proof::testing::{Memory, lower};
use crate::proof::value::Value;
use crate::tmdl::Lowered;

pub struct Small {
    pub memory: Memory,
    pub lowered: Lowered,
}

/// Five customers of two regions, one of whom the table of customers does not know; days of 2010 and 2011.
const SALES: &str = "
    day,        customer, product, quantity, revenue
    2010-01-30, ann,      tea,     1,        10.50
    2010-01-31, bob,      tea,     2,        20
    2010-02-28, ann,      milk,    3,        30
    2011-01-15, ann,      tea,     4,        40
    2011-01-31, cid,      milk,    -,        50
    2011-02-01, dan,      tea,     6,        60.25
    2011-02-02, zoe,      jam,     7,        -";

const CUSTOMER: &str = "
    customer, segment, area,  age
    ann,      Gold,    North, 30
    bob,      Silver,  North, 40
    cid,      Gold,    South, -
    dan,      Silver,  South, 50
    eve,      Bronze,  South, 20";

const AREA: &str = "
    area
    North
    South
    West";

impl Small {
    pub fn new(measures: &[(&str, &str)]) -> Self {
        Self::with(measures, "")
    }

    /// With more TMDL: roles, tables.
    pub fn with(measures: &[(&str, &str)], more: &str) -> Self {
        let mut days = "day, year, month, month_name\n".to_owned();
        for day in 40_179..40_909 {
            let date = super::date::civil(f64::from(day));
            let name = &super::format::format(&Value::Date(f64::from(day)), "mmm yyyy").expect("a format");
            days +=
                &format!("{}-{:02}-{:02}, {}, {}, {name}\n", date.year, date.month, date.day, date.year, date.month);
        }
        let memory = Memory::default()
            .table("sales", SALES)
            .table("customer", CUSTOMER)
            .table("area", AREA)
            .table("date", &days)
            .table("loose", "kind, size\nx, 1\nx, 1\ny, 2")
            .table("goods", "good, taste\ntea, hot\nmilk, cold\njam, sweet");
        let memory = typed(memory);
        let mut text = String::new();
        for name in ["Sales", "Customer", "Area", "Date", "Loose", "Goods"] {
            text += &crate::proof::testing::table(&memory, name);
        }
        text = text.replace("table 'Date'\n", "table 'Date'\n\tdataCategory: Time\n");
        text = text.replace("\tcolumn 'month_name'\n", "\tcolumn 'month_name'\n\t\tsortByColumn: month\n");
        let date = text.find("table 'Date'").expect("the dates");
        text.replace_range(date.., &text[date..].replacen("column 'day'\n", "column 'day'\n\t\tisKey\n", 1));
        text += "relationship a\n\tfromColumn: Sales.day\n\ttoColumn: Date.day\n\n\
                 relationship b\n\tfromColumn: Sales.customer\n\ttoColumn: Customer.customer\n\n\
                 relationship c\n\tfromColumn: Customer.area\n\ttoColumn: Area.area\n\n\
                 relationship d\n\tisActive: false\n\tfromColumn: Sales.product\n\ttoColumn: Goods.good\n\n";
        let spent = "\tcolumn spent = CALCULATE(SUM(Sales[revenue]))\n\t\tdataType: double\n\n\
                     \tcolumn rich = IF(Customer[spent] > 55, RELATED(Area[area]) & \"!\")\n\t\tdataType: string\n\n";
        text = text.replace("table 'Customer'\n\n", &format!("table 'Customer'\n\n{spent}"));
        let measures = measures.iter().map(|(name, dax)| {
            format!("\tmeasure '{name}' =\n\t\t\t{}\n", dax.lines().collect::<Vec<_>>().join("\n\t\t\t"))
        });
        text += &format!("table Measures\n\n{}\n{more}", measures.collect::<String>());
        Self { memory, lowered: lower(&text) }
    }

    pub fn engine(&self) -> Engine<'_> {
        let wanted = Wanted::everything(&self.lowered.model);
        let model = (&self.lowered.model, &self.lowered.origins);
        let Ok(engine) = Engine::load(model.0, model.1, &self.memory.catalog, &self.memory, &wanted);
        engine
    }
}

/// Texts that are dates or have decimals become such values.
fn typed(mut memory: Memory) -> Memory {
    for value in memory.tables.values_mut().flatten().flat_map(|(_, values)| values) {
        if let Value::Text(text) = value {
            match (super::date::parse(text), text.parse::<f64>()) {
                (Some(day), _) => *value = Value::Date(day),
                (None, Ok(number)) => *value = Value::Number(number),
                _ => {}
            }
        }
    }
    memory
}

/// The value of an expression without a filter, written; what is refused in words.
pub fn value(dax: &str) -> String {
    under(&[], dax)
}

/// The same, of a model with more in it.
pub fn value_with(more: &str, dax: &str) -> String {
    of(&Small::with(&MEASURES, more), &[], dax)
}

/// The same, behind filters of a column: `Date[year]`, and its values.
pub fn under(slicers: &[(&str, &[Value])], dax: &str) -> String {
    of(&Small::new(&MEASURES), slicers, dax)
}

fn of(small: &Small, slicers: &[(&str, &[Value])], dax: &str) -> String {
    let engine = small.engine();
    let slicers: Vec<Restriction> = slicers.iter().map(|(column, values)| slicer(&engine, column, values)).collect();
    let mut session = engine.session(&Reader::everybody(), &slicers).expect("a session");
    match session.evaluate(dax) {
        Ok(Value::Blank) => "BLANK".to_owned(),
        Ok(value) => super::text::written(&value),
        Err(refused) => format!("! {refused}"),
    }
}

pub const MEASURES: [(&str, &str); 3] = [
    ("Revenue", "SUM(Sales[revenue])"),
    ("Customers", "DISTINCTCOUNT(Sales[customer])"),
    ("Share", "DIVIDE([Revenue], CALCULATE([Revenue], ALLSELECTED()))"),
];

pub fn id(engine: &Engine, column: &str) -> crate::proof::schema::ColumnId {
    let (table, column) = column.trim_end_matches(']').split_once('[').expect("a column");
    engine.column_id(table, column).unwrap_or_else(|| panic!("{table}[{column}]"))
}

pub fn slicer(engine: &Engine, column: &str, values: &[Value]) -> Restriction {
    Restriction::In { column: id(engine, column), values: values.to_vec() }
}

/// A visual of these measures: a line a group, values with bars between them.
pub fn visual(
    small: &Small,
    groups: &[&str],
    values: &[&str],
    filters: &dyn Fn(&Engine) -> Vec<Restriction>,
) -> Vec<String> {
    let engine = small.engine();
    let query = Query {
        groups: groups.iter().map(|group| id(&engine, group)).collect(),
        values: values.iter().map(|name| Quantity::Measure((*name).to_owned())).collect(),
        filters: filters(&engine),
        ..Query::default()
    };
    lines(&engine, &query)
}

pub fn lines(engine: &Engine, query: &Query) -> Vec<String> {
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    match session.query(query) {
        Ok(Shown { rows }) => {
            rows.iter().map(|row| row.iter().map(super::text::written).collect::<Vec<_>>().join("|")).collect()
        }
        Err(refused) => vec![format!("! {refused}")],
    }
}

pub const BY_VALUE: Order = Order::Value { at: 0, descends: true };
