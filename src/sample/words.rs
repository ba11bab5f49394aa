//! Invented product names: a colour, a material and a thing.

const COLOURS: [&str; 32] = [
    "AMBER", "AQUA", "BEIGE", "BLACK", "BLUE", "BRONZE", "BURGUNDY", "CHARCOAL", "CORAL", "CREAM", "CRIMSON", "GOLD",
    "GREEN", "GREY", "INDIGO", "IVORY", "LEMON", "LILAC", "MAROON", "MINT", "NAVY", "OCHRE", "OLIVE", "ORANGE",
    "PEACH", "PINK", "PLUM", "RED", "SILVER", "TEAL", "WHITE", "YELLOW",
];

const MATERIALS: [&str; 32] = [
    "ACRYLIC",
    "BAMBOO",
    "BRASS",
    "CANVAS",
    "CERAMIC",
    "CHINA",
    "CLAY",
    "COPPER",
    "CORK",
    "COTTON",
    "CRYSTAL",
    "ENAMEL",
    "FELT",
    "GLASS",
    "IRON",
    "JUTE",
    "LACE",
    "LEATHER",
    "LINEN",
    "MARBLE",
    "METAL",
    "OAK",
    "PAPER",
    "PINE",
    "PORCELAIN",
    "RATTAN",
    "SATIN",
    "SLATE",
    "TIN",
    "VELVET",
    "WICKER",
    "WOOL",
];

const THINGS: [&str; 64] = [
    "APRON",
    "BACKPACK",
    "BASKET",
    "BEAKER",
    "BELL",
    "BIRDHOUSE",
    "BOOKEND",
    "BOTTLE",
    "BOWL",
    "BOX",
    "BRACELET",
    "BUCKET",
    "CANDLE",
    "CARD HOLDER",
    "CASKET",
    "CLOCK",
    "COASTER",
    "COLANDER",
    "COOKIE JAR",
    "CURTAIN",
    "CUSHION",
    "DOOR STOP",
    "DRAWER KNOB",
    "EGG CUP",
    "FAN",
    "FLASK",
    "FRAME",
    "GARLAND",
    "HAMPER",
    "HEART",
    "JAM JAR",
    "JUG",
    "KETTLE",
    "LADLE",
    "LAMP",
    "LANTERN",
    "LUNCH BOX",
    "MAGNET",
    "MIRROR",
    "MUG",
    "NAPKIN RING",
    "NOTEBOOK",
    "ORNAMENT",
    "PENCIL CASE",
    "PHOTO ALBUM",
    "PLATE",
    "PURSE",
    "RIBBON",
    "ROLLING PIN",
    "SAUCER",
    "SIGN",
    "SPOON",
    "STAR",
    "STOOL",
    "TEA TOWEL",
    "TEAPOT",
    "THERMOS",
    "TRAY",
    "TRINKET POT",
    "UMBRELLA",
    "VASE",
    "WALL HOOK",
    "WATERING CAN",
    "WREATH",
];

/// How many names there are before the first comes again.
pub const NAMES: u32 = 32 * 32 * 64;

/// The names that a product with this number goes by, the first one first: as many as `names` says, up to four.
pub fn names(number: u32, names: usize) -> Vec<String> {
    // An odd factor walks through all combinations before it repeats one.
    let combination = (number.wrapping_mul(40_503) % NAMES) as usize;
    let colour = COLOURS[combination % 32];
    let material = MATERIALS[combination / 32 % 32];
    let thing = THINGS[combination / (32 * 32)];
    let (before, after) = trimmings(number);
    let gap = if number % 29 == 9 { "  " } else { " " };
    let forms = [
        format!("{before}{colour} {material}{gap}{thing}{after}"),
        format!("{before}{material} {thing} {colour}{after}"),
        format!("{before}{colour} {thing} {material}{after}"),
        format!("{before}{thing}, {colour} {material}{after}"),
    ];
    forms.into_iter().take(names).collect()
}

/// Set sizes and measures, some with the commas and quotes that a reader of CSV has to get right.
fn trimmings(number: u32) -> (&'static str, &'static str) {
    let before = match number % 36 {
        4 => "SET OF 2 ",
        13 => "SET OF 3 ",
        22 => "SET/4 ",
        31 => "PACK OF 12 ",
        _ => "",
    };
    let after = match number % 44 {
        3 => " SMALL",
        14 => ", LARGE",
        25 => " 7\"",
        36 => " + LID",
        _ => "",
    };
    (before, after)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_products_get_the_same_name_by_chance() {
        let all: BTreeSet<String> = (0..20_000).flat_map(|number| names(number, 4)).collect();
        assert_eq!(all.len(), 80_000);
    }
}
