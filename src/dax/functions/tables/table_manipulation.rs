//! Tables from tables.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY, Visuals};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: r#"
ADDCOLUMNS(table, (name, expression: scalar @table)+) -> {table, name = like expression}
CROSSJOIN(table, other: table+) -> {table, other}
DATATABLE((name, type: datatype)+, rows) -> {name = named type}
DISTINCT(column) -> {column}
DISTINCT(table) -> {table}
EXCEPT INTERSECT(left right: table) -> {left}
FILTERS(column) -> {column}
GENERATE GENERATEALL(table, other: table @table) -> {table, other}
GENERATESERIES(start end: number, increment?: number) -> {"Value" = like start}
NATURALINNERJOIN NATURALLEFTOUTERJOIN(left right: table) -> {left, +right}
ROW((name, expression: scalar)+) -> {name = like expression}
SAMPLEAXISWITHLOCALMINMAX(size: integer, table, x: column @table, measure: column @table+, min_resolution: integer,
    series: column @table*, criteria??: {NONE, ALPHABETICAL}, criteria_order??: order, max_resolution?: integer,
    max_series?: integer, max_iterations?: integer) -> {table}
SAMPLECARTESIANPOINTSBYCOVER(size: integer, table, x y: column @table, radius?: column @table, max_min_ratio?: number,
    max_blank_ratio?: number) -> {table}
SELECTCOLUMNS(table, (name??, expression: scalar @table)+) -> {name = like expression, expression unless name}
SUMMARIZE(table, (group: column | rollup @table)*, (name, expression: scalar @groups)*)
    -> {group, name = like expression}
TOPN(count: number, table, (expression: scalar @table, order??)*) -> {table}
TREATAS(table, column+) -> {column}
UNION(table, other: table+) -> {table}
VALUES(column) -> {column}
VALUES(table: base_table) -> {table}
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Refused),
        text: r#"
ADDMISSINGITEMS((show_all: column | rollup_is_subtotal)*, table,
    (group: column | rollup_is_subtotal, filters??: table)*) -> {table}
SUBSTITUTEWITHINDEX(table, name, index_table: table, (expression: scalar @index_table, order??)*)
    -> {table - index_table, name = integer}
SUMMARIZECOLUMNS((group: column | rollup)*, (filters: table | modifier)*, (name, expression: scalar @filter)*)
    -> {group, name = like expression}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Discouraged).inside(&["GROUPBY"]),
        text: r#"
CURRENTGROUP() -> {current_group}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused),
        text: r#"
DETAILROWS(measure) -> {..}
"#,
    },
    Section {
        notes: NOT_IN_DIRECT_QUERY.visuals(Visuals::Discouraged),
        text: r#"
GROUPBY(table, (group: column @table)*, (name, expression: scalar @groups)*) -> {group, name = like expression}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["SUMMARIZECOLUMNS"]),
        text: r#"
IGNORE(expression: scalar) -> like expression
ROLLUPADDISSUBTOTAL(grand_total_filter??: table, (group: column | rollup_group, name, level_filter??: table)+)
    -> rollup{group, name = boolean}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["SUMMARIZE"]),
        text: r#"
ROLLUP((group: column | rollup_group)+) -> rollup{group}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["ROLLUP", "ROLLUPADDISSUBTOTAL", "ROLLUPISSUBTOTAL"]),
        text: r#"
ROLLUPGROUP(column+) -> rollup_group{column}
"#,
    },
    Section {
        notes: EVERYWHERE.visuals(Visuals::Refused).inside(&["ADDMISSINGITEMS"]),
        text: r#"
ROLLUPISSUBTOTAL(grand_total_filter??: table,
    (group: column | rollup_group, is_subtotal: column, level_filter??: table)+)
    -> rollup_is_subtotal{group, is_subtotal}
"#,
    },
    Section {
        notes: EVERYWHERE,
        text: r#"
TOPNPERLEVEL(rows: integer, table levels expanded boundaries: table, name) -> {table, name = integer}
TOPNSKIP(count skip: number, table, (expression: scalar @table, order??)*) -> {table}
"#,
    },
];
