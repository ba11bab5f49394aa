use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use quick_xml::events::Event;
use serde_json::json;

use super::{Deck, Filled, Kind, Theme, Visual, fill, plan, pptx};
use crate::engine::testing::Small;
use crate::engine::{Engine, Reader};
use crate::generate::templates::Source;
use crate::proof::load::load;
use crate::proof::plan::Plan;
use crate::proof::schema::Schema;
use crate::proof::security::Security;
use crate::proof::testing::{Memory, lower, table};

const MEASURES: [(&str, &str); 3] =
    [("Revenue", "SUM(Sales[revenue])"), ("Buyers", "DISTINCTCOUNT(Sales[customer])"), ("Nothing", "BLANK()")];

const DECK: &str = "
title = 'Sales & <more>'
subtitle = 'until {MAX(Sales[day]):d mmm yyyy}'
footer = 'to {MAX(Sales[day]):yyyy}'

[[slide]]
name = 'Segments'
title = 'In all {[Revenue]:#,0.0}'
cards = [{ label = 'Buyers', text = '{[Buyers]}' }, { label = 'none', text = '{[Nothing]}' }]
sentences = [
    { text = '{Customer[segment]} bring {[Revenue]:0}', sort = ['[Revenue] desc'] },
    'a sentence with {[Nothing]}',
]
notes = 'Say it.'
[slide.visual]
type = 'clusteredBarChart'
fields = ['Customer[segment]', '[Revenue]', '[Buyers] as Who']
sort = ['[Revenue] desc']
formats = { Revenue = '#,0' }

[[slide]]
name = 'Only nothing'
sentences = ['{[Nothing]}']

[[slide]]
name = 'Customers'
company = true
[slide.visual]
type = 'tableEx'
fields = ['Customer[customer]', '[Revenue]']
sort = ['[Revenue] desc']
rows = 3
except = [{ field = 'Customer[customer]', values = ['cid'] }]
";

fn source(text: &str) -> Source {
    Source { place: "mine/deck/deck.toml".to_owned(), text: text.to_owned() }
}

fn filled(deck: &str) -> Filled {
    let small = Small::new(&MEASURES);
    let plan = plan(&source(deck), &small.lowered.model).expect("a plan");
    let engine = small.engine();
    let mut session = engine.session(&Reader::everybody(), &[]).expect("a session");
    fill(&plan, &engine, &mut session, None)
}

fn faults(deck: &str) -> Vec<String> {
    let small = Small::new(&MEASURES);
    let head = "title = ''\nsubtitle = ''\nfooter = ''\n";
    let faults = plan(&source(&format!("{head}{deck}")), &small.lowered.model).err().unwrap_or_default();
    let shown = |fault: &crate::diag::Diagnostic| {
        let place = fault.place().expect("a place");
        format!(
            "{} {}{} {}",
            fault.code.id,
            place.file,
            place.line_and_column(&Default::default()).0.unwrap_or(0),
            fault.message
        )
    };
    faults.iter().map(shown).collect()
}

/// Every part of a package, embedded packages unpacked below their paths.
pub fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        let name = file.name().expect("a name").into_owned();
        if name.ends_with(".xlsx") {
            parts.extend(unpacked(&bytes).into_iter().map(|(path, bytes)| (format!("{name}!{path}"), bytes)));
        }
        assert!(parts.insert(name.clone(), bytes).is_none(), "{name} twice");
    }
    parts
}

/// Elements of a part by their attributes; that it is well-formed is seen on the way.
fn elements(bytes: &[u8]) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let (mut found, mut depth) = (Vec::new(), 0);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).expect("well-formed") {
            Event::Start(start) => {
                depth += 1;
                found.push(element(&start));
            }
            Event::Empty(start) => found.push(element(&start)),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    assert_eq!(depth, 0);
    found
}

fn element(start: &quick_xml::events::BytesStart) -> (String, BTreeMap<String, String>) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let attribute = |attribute: Result<quick_xml::events::attributes::Attribute, _>| {
        let attribute = attribute.expect("an attribute");
        (text(attribute.key.as_ref().as_ref()), text(attribute.value.as_ref().as_ref()))
    };
    (text(start.name().as_ref().as_ref()), start.attributes().map(attribute).collect())
}

/// What Office would call a broken package.
fn broken(bytes: &[u8]) -> Vec<String> {
    let all = unpacked(bytes);
    let mut wrong = Vec::new();
    let packages: BTreeSet<&str> =
        all.keys().map(|path| path.rsplit_once('!').map_or("", |(package, _)| package)).collect();
    for package in packages {
        let prefix = if package.is_empty() { String::new() } else { format!("{package}!") };
        let parts: BTreeMap<&str, &Vec<u8>> = all
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, bytes)))
            .filter(|(path, _)| !path.contains('!'))
            .collect();
        let types = elements(parts["[Content_Types].xml"]);
        let of = |name: &str| -> BTreeSet<&str> {
            types.iter().filter_map(|(_, attributes)| attributes.get(name).map(String::as_str)).collect()
        };
        let (overrides, endings) = (of("PartName"), of("Extension"));
        for (path, bytes) in parts.iter().filter(|(path, _)| **path != "[Content_Types].xml") {
            let ending = path.rsplit('.').next().unwrap_or_default();
            let own = format!("/{path}");
            let is_told = if ending == "xml" { overrides.contains(own.as_str()) } else { endings.contains(ending) };
            if !is_told {
                wrong.push(format!("{prefix}{path} has no content type"));
            }
            if ending != "xlsx" {
                elements(bytes);
            }
            let Some((folder, name)) = path.rsplit_once("_rels/").filter(|_| ending == "rels") else { continue };
            let owner = format!("{folder}{}", name.trim_end_matches(".rels"));
            let relations = elements(bytes);
            let ids: BTreeSet<&String> = relations.iter().filter_map(|(_, attributes)| attributes.get("Id")).collect();
            for (_, attributes) in relations.iter().filter(|(name, _)| name == "Relationship") {
                let mut target: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                for part in attributes["Target"].split('/') {
                    if part == ".." {
                        target.pop();
                    } else {
                        target.push(part);
                    }
                }
                if !parts.contains_key(target.join("/").as_str()) {
                    wrong.push(format!("{prefix}{path} leads to {}", target.join("/")));
                }
            }
            if name == ".rels" {
                continue;
            }
            for (element, attributes) in elements(parts[owner.as_str()]) {
                for (key, id) in attributes.iter().filter(|(key, _)| key.starts_with("r:")) {
                    if !ids.contains(id) {
                        wrong.push(format!("{prefix}{owner}: {element} {key}={id}"));
                    }
                }
            }
        }
        for path in overrides.iter().filter(|path| !parts.contains_key(&path[1..])) {
            wrong.push(format!("{prefix}{path} is not there"));
        }
    }
    wrong
}

fn theme() -> Theme {
    Theme::of(&json!({}))
}

#[test]
fn slides_say_what_the_measures_give() {
    let Filled { deck, refused } = filled(DECK);
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!((deck.title.as_str(), deck.subtitle.as_str()), ("Sales & <more>", "until 2 Feb 2011"));
    assert_eq!(deck.footer, "to 2011");
    let [segments, customers] = deck.slides.as_slice() else { panic!("{:?}", deck.slides) };
    assert_eq!(segments.title, "In all 210.8");
    assert_eq!(segments.sentences, ["Gold bring 131"]);
    assert_eq!(segments.cards.iter().map(|card| card.text.as_str()).collect::<Vec<_>>(), ["5"]);
    let Some(Visual::Chart(chart)) = &segments.visual else { panic!("no chart") };
    assert_eq!((chart.kind, chart.categories[..2].to_vec()), (Kind::Bar, vec!["Gold".to_owned(), "Silver".to_owned()]));
    assert_eq!(chart.series[0].values[..2], [Some(130.5), Some(80.25)]);
    assert_eq!((chart.series[1].name.as_str(), chart.series[1].values[0]), ("Who", Some(2.0)));
    let Some(Visual::Table(table)) = &customers.visual else { panic!("no table") };
    assert_eq!(table.rows[0], ["ann", "80.50"]);
    assert_eq!(table.rows.len(), 3);
    assert!(table.rows.iter().all(|row| row[0] != "cid"));
    assert_eq!(customers.title, "Customers");
    assert!(segments.notes.contains(&"SUM(Sales[revenue])".to_owned()) && segments.notes[0] == "Say it.");
}

#[test]
fn every_part_is_there_and_told_and_the_file_is_the_same_every_time() {
    let deck = filled(DECK).deck;
    let bytes = pptx(&deck, &theme());
    assert_eq!(broken(&bytes), Vec::<String>::new());
    assert_eq!(pptx(&filled(DECK).deck, &theme()), bytes);
    let parts = unpacked(&bytes);
    let text = |path: &str| String::from_utf8(parts[path].clone()).expect("text");
    assert!(text("ppt/slides/slide1.xml").contains("Sales &amp; &lt;more&gt;"));
    assert!(text("ppt/charts/chart1.xml").contains("<c:v>130.5</c:v>"));
    let sheet = text("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx!xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<c s=\"1\" r=\"B2\"><v>130.5</v></c>"), "{sheet}");
    assert!(text("ppt/notesSlides/notesSlide2.xml").contains("SUM(Sales[revenue])"));
}

#[test]
fn a_workbook_is_read_as_it_was_written() {
    use calamine::{Data, Reader};
    let parts = unpacked(&pptx(&filled(DECK).deck, &theme()));
    let bytes = parts["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"].clone();
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("Data").expect("the sheet");
    assert_eq!(range.get((0, 2)), Some(&Data::String("Who".to_owned())));
    assert_eq!(range.get((1, 0)), Some(&Data::String("Gold".to_owned())));
    assert_eq!(range.get((1, 1)), Some(&Data::Float(130.5)));
}

#[test]
fn an_empty_deck_and_one_of_hostile_texts_are_packages_too() {
    assert_eq!(broken(&pptx(&Deck::default(), &theme())), Vec::<String>::new());
    let mut deck = filled(DECK).deck;
    let hostile = "\u{0}<a b='\"'>&amp;]]>\u{ffff} ".repeat(60);
    deck.title = hostile.clone();
    for slide in &mut deck.slides {
        slide.title = hostile.clone();
        slide.name = hostile.clone();
        slide.sentences = vec![hostile.clone(); 20];
        slide.notes.push(hostile.clone());
        match &mut slide.visual {
            Some(Visual::Chart(chart)) => chart.categories.iter_mut().for_each(|name| *name = hostile.clone()),
            Some(Visual::Table(table)) => table.rows.iter_mut().flatten().for_each(|cell| *cell = hostile.clone()),
            None => {}
        }
    }
    assert_eq!(broken(&pptx(&deck, &theme())), Vec::<String>::new());
}

#[test]
fn long_tables_go_on_on_further_slides_with_their_numbers() {
    let mut deck = filled(DECK).deck;
    let Some(Visual::Table(table)) = &mut deck.slides[1].visual else { panic!("no table") };
    table.rows = (0..40).map(|at| vec![format!("customer {at}"), at.to_string()]).collect();
    let parts = unpacked(&pptx(&deck, &theme()));
    let slides: Vec<String> = (3..10)
        .filter_map(|at| parts.get(&format!("ppt/slides/slide{at}.xml")))
        .map(|bytes| String::from_utf8(bytes.clone()).expect("text"))
        .collect();
    assert!(slides.len() > 1);
    for (at, slide) in slides.iter().enumerate() {
        assert!(slide.contains(&format!("Customers ({} of {})", at + 1, slides.len())), "{slide}");
        assert!(slide.contains(&format!("<a:t>{}</a:t></a:fld>", at + 3)));
    }
    for at in 0..40 {
        let cell = format!("<a:t>customer {at}</a:t>");
        assert_eq!(slides.iter().filter(|slide| slide.contains(&cell)).count(), 1, "{cell}");
    }
}

#[test]
fn what_the_model_does_not_have_is_placed_in_the_file() {
    let found = faults(
        "[[slide]]\nname = 'a'\ntitle = '{[Revenu]}'\nsentences = ['{Sales[revenu]', '{Customer[segment]}']\n\
         [slide.visual]\ntype = 'barGraph'\nfields = ['Nowhere[x]', 'Revenue']\nsort = ['[Buyer] desc']\n",
    );
    assert_eq!(
        found,
        [
            "PB005 mine/deck/deck.toml6 the model has no measure `Revenu`",
            "PB080 mine/deck/deck.toml7 `{Sales[revenu]` has no closing brace",
            "PB080 mine/deck/deck.toml7 a text about one of many, without a `sort` that says which",
            "PB080 mine/deck/deck.toml9 slides have no visual of type `barGraph`",
            "PB005 mine/deck/deck.toml10 the model has no table `Nowhere`",
            "PB031 mine/deck/deck.toml10 `Revenue` is not a field",
            "PB005 mine/deck/deck.toml11 the model has no measure `Buyer`",
        ]
    );
    assert_eq!(
        faults("[[slide]]\nnam = 'a'\n")[0].split(',').next(),
        Some("PB080 mine/deck/deck.toml5 unknown field `nam`")
    );
    let chart =
        "[[slide]]\nname = 'a'\n[slide.visual]\ntype = 'lineChart'\nfields = ['[Revenue]']\nformats = { Revenu = '0' }";
    assert_eq!(
        faults(chart),
        [
            "PB080 mine/deck/deck.toml7 a format for `Revenu`, which is no field of the visual",
            "PB080 mine/deck/deck.toml7 a chart is of one column, its category, and of measures",
        ]
    );
}

#[test]
fn a_region_has_its_own_rows_and_nothing_that_no_region_decides() {
    let memory = Memory::default()
        .table("dim_region", "region\nNorth\nSouth")
        .table(
            "dim_customer",
            "customer_id, country, region\nann, Norway, North\nbob, Spain, South\ncid, Norway, North",
        )
        .table(
            "fact_sales",
            "customer_id -> dim_customer, item, revenue\nann, tea, 10\nbob, milk, 2345678\ncid, tea, 5\nbob, tea, 3456789",
        )
        .table("log", "line, size\nx, 71234567")
        .table("item", "item\ntea\nmilk")
        .table("region_manager", "region, manager\nNorth, nina@example.com");
    let names = ["dim_region", "dim_customer", "fact_sales", "log", "item", "region_manager"];
    let mut text: String = names.iter().map(|name| table(&memory, name)).collect();
    text += "relationship a\n\tfromColumn: fact_sales.customer_id\n\ttoColumn: dim_customer.customer_id\n\n\
             relationship b\n\tfromColumn: dim_customer.region\n\ttoColumn: dim_region.region\n\n";
    text += "table Measures\n\n\tmeasure Revenue = SUM(fact_sales[revenue])\n\n\
             \tmeasure Everything = CALCULATE(SUM(fact_sales[revenue]), ALL(fact_sales), ALL(dim_region))\n\n\
             \tmeasure Managers = COUNTROWS(region_manager)\n\n\tmeasure Log = SUM(log[size])\n\n\
             \tmeasure Items = COUNTROWS(item)\n";
    let lowered = lower(&text);
    let schema = Schema::new(&lowered.model);
    let proof = Plan::new(&schema, &lowered.origins);
    let evidence = load(&proof, &memory.catalog, &memory, &|_| true).unwrap_or_else(|never| match never {});
    let security = Security::new(&proof, &evidence);
    let deck = "title = 'T'\nsubtitle = 's'\nfooter = 'f'\n[[slide]]\nname = 'a'\nsentences = ['{[Revenue]:0} {[Everything]:0} \
                {[Items]}', '{[Log]}', '{[Managers]}', '{COUNT(region_manager[manager])}']\n\
                [slide.visual]\ntype = 'tableEx'\nfields = ['dim_customer[country]', '[Revenue]']\n\
                [[slide]]\nname = 'b'\ncompany = true\nsentences = ['{[Revenue]:0}']\n";
    let plan = plan(&source(deck), &lowered.model).expect("a plan");
    let engine = Engine::load(&lowered.model, &lowered.origins, &memory.catalog, &memory, &plan.wanted);
    let engine = engine.unwrap_or_else(|never| match never {});
    let north = evidence.regions.find("north").expect("the region");
    let is_public = |table: usize| schema.table_name(table) == "item";
    let reader = Reader::of_region(&security, north, &is_public);
    let mut session = engine.session(&reader, &[]).expect("a session");
    let Filled { deck, refused } = fill(&plan, &engine, &mut session, Some("North"));
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!((deck.subtitle.as_str(), deck.footer.as_str()), ("North · s", "North · f"));
    let [slide] = deck.slides.as_slice() else { panic!("{:?}", deck.slides) };
    assert_eq!(slide.sentences, ["15 15 2"]);
    let all = unpacked(&pptx(&deck, &theme()));
    for (path, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        for other in ["Spain", "bob", "South", "5802482", "5802467", "2345678", "71234567", "nina"] {
            assert!(!text.contains(other) || path.ends_with(".xlsx"), "{path} has {other}");
        }
    }
    assert!(all.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Norway")));
}
