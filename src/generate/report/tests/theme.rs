//! The built-in theme can be read: by contrast, and by people who see colours differently.

use serde_json::Value;

fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let channel = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// WCAG's contrast ratio.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let [red, green, blue] = linear(colour);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (a, b) = (luminance(one), luminance(other));
    if a > b { a / b } else { b / a }
}

fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let root = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
    let y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    let z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Protanopia, deuteranopia and tritanopia after Machado, Oliveira and Fernandes (2009), over linear light.
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

fn distance(one: &str, other: &str, sight: &[[f64; 3]; 3]) -> f64 {
    let seen = |colour: &str| {
        let light = linear(colour);
        lab(sight.map(|row| (0..3).map(|at| row[at] * light[at]).sum::<f64>().clamp(0.0, 1.0)))
    };
    let (a, b) = (seen(one), seen(other));
    (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn its_colours_stand_out_and_can_be_told_apart_by_everyone() {
    let text = include_str!("../../../../model-templates/report/theme.json");
    let theme: Value = serde_json::from_str(text).expect("JSON");
    let background = theme["background"].as_str().expect("a colour");
    let colours: Vec<&str> =
        theme["dataColors"].as_array().expect("colours").iter().filter_map(Value::as_str).collect();
    for (at, colour) in colours.iter().enumerate() {
        assert!(contrast(colour, background) >= 3.0, "{colour} on {background}");
        for other in &colours[..at] {
            for sight in &SIGHTS {
                assert!(distance(colour, other, sight) >= 15.0, "{colour} and {other}");
            }
        }
    }
    let colour = |name: &str| theme[name].as_str().expect("a colour");
    for (text, behind) in [
        ("foreground", "background"),
        ("foregroundNeutralSecondary", "background"),
        ("foreground", "backgroundLight"),
        // The digits of a heat map on its darkest cell.
        ("foreground", "maximum"),
    ] {
        assert!(contrast(colour(text), colour(behind)) >= 4.5, "{text} on {behind}");
    }
}
