//! Statistics.

use super::Section;
use crate::dax::functions::notes::{EVERYWHERE, NOT_IN_DIRECT_QUERY};

pub const SECTIONS: &[Section] = &[
    Section {
        notes: NOT_IN_DIRECT_QUERY,
        text: r#"
BETA.DIST(x alpha beta: number, cumulative: boolean, lower?: number, upper?: number) -> number
BETA.INV(probability alpha beta: number, lower?: number, upper?: number) -> number
CHISQ.DIST T.DIST(x degrees_of_freedom: number, cumulative: boolean) -> number
CHISQ.DIST.RT T.DIST.2T T.DIST.RT(x degrees_of_freedom: number) -> number
CHISQ.INV CHISQ.INV.RT T.INV T.INV.2T(probability degrees_of_freedom: number) -> number
COMBIN COMBINA PERMUT(number number_chosen: number) -> number
CONFIDENCE.NORM CONFIDENCE.T(alpha standard_deviation size: number) -> number
EXPON.DIST(x lambda: number, cumulative: boolean) -> number
GEOMEAN STDEV.P STDEV.S VAR.P VAR.S(column: column of number) -> number
GEOMEANX STDEVX.P STDEVX.S VARX.P VARX.S(table, expression: number @table) -> number
NORM.DIST(x mean standard_deviation: number, cumulative: boolean) -> number
NORM.INV(probability mean standard_deviation: number) -> number
NORM.S.DIST(z: number, cumulative: boolean) -> number
NORM.S.INV(probability: number) -> number
MEDIAN(column: column of number) -> scalar
MEDIANX(table, expression: number @table) -> scalar
PERCENTILE.EXC PERCENTILE.INC(column: column of number, k: number) -> scalar
PERCENTILEX.EXC PERCENTILEX.INC(table, expression: number @table, k: number) -> scalar
POISSON.DIST(x mean: number, cumulative: boolean) -> number
RANK.EQ(value: scalar, column, order?) -> integer
RANKX(table, expression: scalar @table, value?: scalar, order?, ties?) -> integer
SAMPLE(count: number, table, (expression: scalar @table, order??)*) -> {table}
"#,
    },
    Section {
        notes: EVERYWHERE,
        text: r#"
LINEST(y: column of number, x: column of number+, const?: boolean)
    -> {"Intercept" = number, "StandardErrorIntercept" = number, "CoefficientOfDetermination" = number,
    "StandardError" = number, "FStatistic" = number, "DegreesOfFreedom" = number, "RegressionSumOfSquares" = number,
    "ResidualSumOfSquares" = number, ..}
LINESTX(table, y: number @table, x: number @table+, const?: boolean)
    -> {"Intercept" = number, "StandardErrorIntercept" = number, "CoefficientOfDetermination" = number,
    "StandardError" = number, "FStatistic" = number, "DegreesOfFreedom" = number, "RegressionSumOfSquares" = number,
    "ResidualSumOfSquares" = number, ..}
"#,
    },
];
