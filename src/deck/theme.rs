//! The colours and fonts of the report, as a presentation has them.

use serde_json::Value;

use super::xml::{Element, el};

pub const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// How many colours a presentation has for data.
const ACCENTS: [&str; 6] = ["a:accent1", "a:accent2", "a:accent3", "a:accent4", "a:accent5", "a:accent6"];

/// Colours as `RRGGBB`.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub name: String,
    pub data: Vec<String>,
    pub foreground: String,
    /// Of what is of less weight.
    pub secondary: String,
    pub background: String,
    pub light: String,
    pub line: String,
    pub heading: String,
    pub body: String,
}

impl Theme {
    /// From a report's theme file; what that does not say is as it is in Power BI's own.
    pub fn of(theme: &Value) -> Self {
        let colour = |key: &str, other: &str| theme[key].as_str().and_then(hex).unwrap_or_else(|| other.to_owned());
        let font = |class: &str| {
            let face = theme["textClasses"][class]["fontFace"].as_str();
            face.and_then(|face| face.split(',').next()).map_or("Segoe UI", |face| face.trim().trim_matches('\''))
        };
        let data = theme["dataColors"].as_array().into_iter().flatten();
        let mut data: Vec<String> = data.filter_map(|colour| hex(colour.as_str()?)).collect();
        let usual = ["118DFF", "12239E", "E66C37", "6B007B", "E044A7", "744EC2"];
        data.extend(usual.iter().skip(data.len()).map(|colour| (*colour).to_owned()));
        Self {
            name: theme["name"].as_str().unwrap_or("Report").to_owned(),
            data,
            foreground: colour("foreground", "252423"),
            secondary: colour("foregroundNeutralSecondary", "605E5C"),
            background: colour("background", "FFFFFF"),
            light: colour("backgroundLight", "F3F2F1"),
            line: colour("backgroundNeutral", "C8C6C4"),
            heading: font("title").to_owned(),
            body: font("label").to_owned(),
        }
    }

    pub fn accent(&self) -> &str {
        self.data.first().map_or("118DFF", String::as_str)
    }

    pub fn part(&self) -> Element {
        let colour = |name: &'static str, hex: &str| el(name).child(el("a:srgbClr").with("val", hex));
        let accent = |(name, hex): (&&'static str, &String)| colour(name, hex);
        let colours = el("a:clrScheme")
            .with("name", &self.name)
            .child(colour("a:dk1", &self.foreground))
            .child(colour("a:lt1", &self.background))
            .child(colour("a:dk2", &self.secondary))
            .child(colour("a:lt2", &self.light))
            .children(ACCENTS.iter().zip(&self.data).map(accent))
            .child(colour("a:hlink", self.accent()))
            .child(colour("a:folHlink", &self.secondary));
        let font = |name: &'static str, face: &str| {
            el(name)
                .child(el("a:latin").with("typeface", face))
                .child(el("a:ea").with("typeface", ""))
                .child(el("a:cs").with("typeface", ""))
        };
        let fonts = el("a:fontScheme")
            .with("name", &self.name)
            .child(font("a:majorFont", &self.heading))
            .child(font("a:minorFont", &self.body));
        let own = || el("a:solidFill").child(el("a:schemeClr").with("val", "phClr"));
        let line = |width: u32| {
            let line = el("a:ln").with("w", width).with("cap", "flat").with("cmpd", "sng").with("algn", "ctr");
            line.child(own()).child(el("a:prstDash").with("val", "solid"))
        };
        let effect = || el("a:effectStyle").child(el("a:effectLst"));
        let formats = el("a:fmtScheme")
            .with("name", &self.name)
            .child(el("a:fillStyleLst").children((0..3).map(|_| own())))
            .child(el("a:lnStyleLst").children([6_350, 12_700, 19_050].map(line)))
            .child(el("a:effectStyleLst").children((0..3).map(|_| effect())))
            .child(el("a:bgFillStyleLst").children((0..3).map(|_| own())));
        el("a:theme")
            .with("xmlns:a", DRAWING)
            .with("name", &self.name)
            .child(el("a:themeElements").child(colours).child(fonts).child(formats))
            .child(el("a:objectDefaults"))
            .child(el("a:extraClrSchemeLst"))
    }
}

/// `#RRGGBB`, or with how opaque it is behind it.
fn hex(colour: &str) -> Option<String> {
    let digits = colour.strip_prefix('#')?;
    let sound = [6, 8].contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| digits.get(..6).unwrap_or_default().to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_theme_that_says_little_is_completed() {
        let theme = Theme::of(&json!({ "dataColors": ["#005a9c", "red"], "foreground": "#1F2933FF" }));
        assert_eq!((theme.data.len(), theme.accent(), theme.data[1].as_str()), (6, "005A9C", "12239E"));
        assert_eq!((theme.foreground.as_str(), theme.body.as_str()), ("1F2933", "Segoe UI"));
    }
}
