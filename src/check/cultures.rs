//! MD073: cultures that are none.

use super::carried::{carried, text};
use super::context::Context;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub static UNKNOWN_CULTURE: Code = Code {
    id: "MD073",
    name: "unknown-culture",
    severity: Severity::Warning,
    explanation: "A culture is a language, mostly with a country behind it: `en`, `en-GB`, `zh-Hans-CN`. Text is \
sorted, and dates and numbers are written, as it says. No language or country of this code is known.

Wrong:
    model Model
    <tab>culture: en-UX
Right:
    model Model
    <tab>culture: en-US",
};

/// Two letters each. A language of three is not judged: there are thousands.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is \
it iu iv iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt \
my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so \
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

const COUNTRIES: &str = "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER \
ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN \
IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR \
TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let more = &context.model.more;
    for property in ["culture", "sourceQueryCulture"] {
        if let Some(culture) = text(more, property) {
            of_one(culture, || context.place("model", property), found);
        }
    }
    for culture in carried(more, "", "cultureInfo").into_iter().chain(carried(more, "", "culture")) {
        of_one(&culture.name, || context.origins.place(&culture.path), found);
    }
}

fn of_one(culture: &str, place: impl Fn() -> Place, found: &mut Vec<Diagnostic>) {
    if !is_culture(culture) {
        let fault = Diagnostic::new(&UNKNOWN_CULTURE, format!("`{culture}` is not a culture"));
        found.push(fault.at(place(), "").help("write a language and its country, such as `en-US`"));
    }
}

/// `en`, `en-GB`, `es-419`, `zh-Hans`, `ca-ES-valencia`, `es-ES_tradnl`.
fn is_culture(culture: &str) -> bool {
    // The culture of no country at all has no name.
    if culture.is_empty() || culture.eq_ignore_ascii_case("iv") {
        return true;
    }
    // Behind an underscore stands an order of sorting.
    let mut parts = culture.split('-').flat_map(|part| part.split('_'));
    let language = parts.next().unwrap_or_default();
    let is_joined = culture.split('-').next().is_some_and(|first| !first.contains('_'));
    is_joined && is_language(language) && parts.all(is_part)
}

fn is_language(part: &str) -> bool {
    let is_known = LANGUAGES.split(' ').any(|known| known.eq_ignore_ascii_case(part));
    is_known || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A country, a number of one, a script or a variant.
fn is_part(part: &str) -> bool {
    match part.len() {
        2 => COUNTRIES.split(' ').any(|known| known.eq_ignore_ascii_case(part)),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        4..=8 => part.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_countries_are_known() {
        let sound =
            "en en-US en-us de-DE zh-Hans zh-Hans-CN es-419 es-ES_tradnl ca-ES-valencia sr-Latn-RS fil-PH en-001";
        assert!(sound.split(' ').all(is_culture));
        for wrong in ["en-USX", "xx-US", "en-UX", "e-US", "english", "en-U", "en US", "en_GB", "en-", "1"] {
            assert!(!is_culture(wrong), "{wrong}");
        }
    }
}
