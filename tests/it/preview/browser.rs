//! The page in a real browser, where there is one: its script unpacks the data, and the lists do what they say.

use std::process::Command;

use serde_json::Value;

use super::{cards, demo, options, preview};
use crate::support::Project;

/// What somebody does on the page, and what they see after each step.
const DRIVER: &str = r##"<script>
const seen = [];
const shown = step => {
  const page = document.querySelector('section.on');
  const text = page.innerText;
  const card = [...page.querySelectorAll('.card')].find(card => card.querySelector('span')?.textContent === 'Revenue');
  seen.push({ step, page: page.dataset.page, revenue: card?.querySelector('b')?.textContent ?? null,
              pictures: page.querySelectorAll('svg').length, refused: page.querySelectorAll('.refused').length,
              sections: document.querySelectorAll('section.on').length, empty: text.trim() === '' });
};
const choose = (list, value) => { list.value = value; list.dispatchEvent(new Event('change', { bubbles: true })); };
const wait = setInterval(() => {
  if (!document.querySelector('section.on .body')?.innerHTML) return;
  clearInterval(wait);
  shown('first');
  const viewer = document.getElementById('viewer');
  for (const option of [...viewer.options]) { choose(viewer, option.value); shown(option.text); }
  choose(viewer, 0);
  const year = document.querySelector('section.on select[data-slicer="1"]');
  choose(year, year.options[1].value);
  shown('year');
  choose(year, 0);
  shown('all years');
  for (const button of [...document.querySelectorAll('section.on nav button')]) { button.click(); shown('tab'); }
  const result = document.createElement('pre');
  result.id = 'seen';
  result.textContent = JSON.stringify(seen);
  document.body.append(result);
}, 50);
</script>"##;

fn browser() -> Option<String> {
    let named = std::env::var("PBIFORGE_TEST_CHROMIUM").ok();
    let usual = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let runs = |name: &String| Command::new(name).arg("--version").output().is_ok_and(|ran| ran.status.success());
    named.into_iter().chain(usual).find(runs)
}

/// Opens the page and gives what the driver saw.
fn seen(browser: &str, project: &Project, page: &str) -> Vec<Value> {
    project.file("driven.html", page.replacen("</body>", &format!("{DRIVER}</body>"), 1));
    let address = format!("file://{}", project.path("driven.html").display());
    let profile = format!("--user-data-dir={}", project.path("profile").display());
    let ran = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1320,820", "--dump-dom"])
        .args([&profile, "--virtual-time-budget=20000", &address])
        .output()
        .expect("the browser runs");
    let dom = String::from_utf8_lossy(&ran.stdout).into_owned();
    let found = dom.split_once("<pre id=\"seen\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (found, _) =
        found.unwrap_or_else(|| panic!("the driver did not end: {}", String::from_utf8_lossy(&ran.stderr)));
    let text = found.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_lists_and_tabs_of_the_page_work_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium here to open the preview in (PBIFORGE_TEST_CHROMIUM names one)");
        return;
    };
    let project = demo();
    let page = preview(&project, &[]);
    let seen = seen(&browser, &project, &page);
    let text = |at: usize, key: &str| seen[at][key].as_str().map(str::to_owned);
    let viewers = options(&page, "<select id=\"viewer\">");
    let expected = cards(&page, "Revenue");
    assert_eq!(text(0, "revenue").as_ref(), Some(&expected[0]));
    for (at, (viewer, revenue)) in viewers.iter().zip(&expected).enumerate() {
        assert_eq!(text(at + 1, "revenue").as_ref(), Some(revenue), "as {viewer}");
    }
    let at = viewers.len() + 1;
    assert_ne!(text(at, "revenue"), text(0, "revenue"), "one year is not all of them");
    assert_eq!(text(at + 1, "revenue"), text(0, "revenue"), "all years again");
    let tabs = &seen[at + 2..];
    let mut pages: Vec<&str> = tabs.iter().filter_map(|tab| tab["page"].as_str()).collect();
    pages.dedup();
    assert_eq!(pages.len(), 9, "{pages:?}");
    for tab in tabs {
        assert!(tab["sections"] == 1 && tab["empty"] == false && tab["refused"] == 0, "{tab}");
    }
    assert!(tabs.iter().filter(|tab| tab["pictures"].as_i64() > Some(0)).count() >= 8, "{tabs:?}");
}
