//! Ids that are the same every time: UUIDv5 of what an object is called and where it stands.

use uuid::Uuid;

const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_2f5e_93b4_5d0a_8a57_3d1b_70c4_e2a9);

/// The id of an object by its path, such as `["table", "Sales", "column", "Revenue"]`.
pub(crate) fn id(path: &[&str]) -> String {
    // A slash within a name is doubled, so that no name can pass for a path.
    let path: Vec<String> = path.iter().map(|part| part.replace('/', "//")).collect();
    Uuid::new_v5(&NAMESPACE, path.join("/").as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_hangs_on_the_path_alone() {
        assert_eq!(id(&["table", "Sales"]), id(&["table", "Sales"]));
        assert_eq!(id(&["table", "Sales"]), "f4b01aac-d930-535d-afed-77a260d5d087");
        assert_ne!(id(&["table", "A/column/B"]), id(&["table", "A", "column", "B"]));
    }
}
