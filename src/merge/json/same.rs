//! Whether two values say the same.

use crate::pbir::json::{Json, Kind, Member};

/// The order of an object's members says nothing.
pub fn same(one: &Json, other: &Json) -> bool {
    equal(one, other, &|_| false)
}

/// But for which schema they follow: Desktop writes the one that it knows.
pub fn alike(one: &Json, other: &Json) -> bool {
    equal(one, other, &|key| key == "$schema")
}

fn equal(one: &Json, other: &Json, passed_over: &dyn Fn(&str) -> bool) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Array(one), Kind::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other, passed_over))
        }
        (Kind::Object(members), Kind::Object(others)) => {
            let count = |members: &[Member]| members.iter().filter(|member| !passed_over(&member.key)).count();
            let is_same =
                |member: &Member| other.get(&member.key).is_some_and(|value| equal(&member.value, value, passed_over));
            count(members) == count(others) && members.iter().filter(|member| !passed_over(&member.key)).all(is_same)
        }
        (one, other) => one == other,
    }
}
