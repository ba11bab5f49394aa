//! The types of T-SQL, and what a catalog makes of them. The one place: DDL and a live database ask here.
//!
//! Exact numbers are integers without decimal places and up to 18 digits, money with one to four places and up to
//! 19 digits. 38 digits with such places is what `SUM` makes of money, and is money too. Everything wider is a
//! double. A time of day has no type in a Power BI model and is left out like binary, xml and geography.

use crate::catalog::DataType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlType {
    Text,
    /// With the number of decimal digits that hold every value.
    Integer(u32),
    Bit,
    Decimal {
        precision: u32,
        scale: u32,
    },
    Float,
    Date,
    DateTime,
    /// Of the literal `NULL`: it takes the type of what it meets, and is an integer alone.
    Null,
    /// A type that no model can hold.
    Other,
}

pub const MONEY: SqlType = SqlType::Decimal { precision: 19, scale: 4 };

impl SqlType {
    /// The built-in type of a name, with precision and scale where they are given; `None` where there is none of
    /// that name.
    pub fn new(name: &str, precision: Option<u32>, scale: Option<u32>) -> Option<SqlType> {
        Some(match name.to_ascii_lowercase().as_str() {
            "char" | "nchar" | "varchar" | "nvarchar" | "text" | "ntext" | "sysname" | "uniqueidentifier"
            | "character" | "national" => SqlType::Text,
            "tinyint" => SqlType::Integer(3),
            "smallint" => SqlType::Integer(5),
            "int" | "integer" => SqlType::Integer(10),
            "bigint" => SqlType::Integer(19),
            "bit" => SqlType::Bit,
            "decimal" | "numeric" | "dec" => {
                SqlType::Decimal { precision: precision.unwrap_or(18), scale: scale.unwrap_or(0) }
            }
            "money" => MONEY,
            "smallmoney" => SqlType::Decimal { precision: 10, scale: 4 },
            "float" | "real" | "double" => SqlType::Float,
            "date" => SqlType::Date,
            "datetime" | "datetime2" | "smalldatetime" | "datetimeoffset" => SqlType::DateTime,
            "time" | "binary" | "varbinary" | "image" | "xml" | "timestamp" | "rowversion" | "geography"
            | "geometry" | "hierarchyid" | "sql_variant" | "json" | "vector" => SqlType::Other,
            _ => return None,
        })
    }

    /// `decimal(19, 4)`, `[nvarchar](max)`: a type as an expression of a view writes it.
    pub fn parse(text: &str) -> Option<SqlType> {
        let (name, rest) = text.split_once('(').unwrap_or((text, ""));
        let name = name.split_whitespace().next().unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or_default().trim_matches(['[', ']', '"']);
        let mut arguments = rest.trim_end_matches(')').split(',').map(|argument| argument.trim().parse().ok());
        SqlType::new(name, arguments.next().flatten(), arguments.next().flatten())
    }

    pub fn kind(self) -> Option<DataType> {
        Some(match self {
            SqlType::Text => DataType::Text,
            SqlType::Integer(_) | SqlType::Null => DataType::Integer,
            SqlType::Bit => DataType::Boolean,
            SqlType::Decimal { precision: ..=18, scale: 0 } => DataType::Integer,
            SqlType::Decimal { precision: ..=19 | 38, scale: 1..=4 } => DataType::Money,
            SqlType::Decimal { .. } | SqlType::Float => DataType::Number,
            SqlType::Date => DataType::Date,
            SqlType::DateTime => DataType::DateTime,
            SqlType::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<DataType> {
        SqlType::parse(text).and_then(SqlType::kind)
    }

    #[test]
    fn every_type_of_the_warehouse_is_its_kind() {
        for (text, expected) in [
            ("nvarchar(20)", DataType::Text),
            ("[varchar](MAX)", DataType::Text),
            ("CHARACTER VARYING(10)", DataType::Text),
            ("uniqueidentifier", DataType::Text),
            ("bigint", DataType::Integer),
            ("TINYINT", DataType::Integer),
            ("decimal", DataType::Integer),
            ("NUMERIC(18,0)", DataType::Integer),
            ("decimal(19, 4)", DataType::Money),
            ("decimal(18,2)", DataType::Money),
            ("decimal(38,4)", DataType::Money),
            ("[money]", DataType::Money),
            ("smallmoney", DataType::Money),
            ("decimal(20,0)", DataType::Number),
            ("decimal(19,5)", DataType::Number),
            ("decimal(25,2)", DataType::Number),
            ("float(53)", DataType::Number),
            ("DOUBLE PRECISION", DataType::Number),
            ("bit", DataType::Boolean),
            ("date", DataType::Date),
            ("datetime2(0)", DataType::DateTime),
            ("datetimeoffset", DataType::DateTime),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_no_model_holds_is_known_and_what_nobody_knows_is_not() {
        for text in ["time(0)", "varbinary(max)", "xml", "sys.geography", "rowversion"] {
            assert_eq!(SqlType::parse(text), Some(SqlType::Other), "{text}");
        }
        assert_eq!(SqlType::parse("dbo.Flag"), None);
        assert_eq!(SqlType::parse(""), None);
    }
}
