//! DX150: definitions that need each other.

use crate::diag::{Code, Severity};

pub static CIRCULAR: Code = Code {
    id: "DX150",
    name: "circular-dependency",
    severity: Severity::Error,
    explanation:
        "Measures, calculated columns, calculated tables or functions need each other in a circle, so that none \
of them can be computed.

Wrong: `measure A = [B] + 1` and `measure B = [A] * 2`
Right: `measure A = SUM(Sales[Amount]) + 1` and `measure B = [A] * 2`",
};
