//! The laws of a plan: whatever words a description has, its plan has the same headings and tables, its regions are
//! found, and refreshing it at once changes nothing.

use groundplan::base::Sources;
use groundplan::describe::Model;
use groundplan::describe::plan::{Choice, Endpoint, Entity, Item, Level, Phase, Plan, Risk};
use groundplan::describe::yaml::{Data, Value};
use groundplan::plan::{self, Part, Piece, Section};
use groundplan::publish::{self, Content, Description, Edited, What};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Words that mean something to Markdown, HTML, YAML or our own markers.
const PIECES: &[&str] = &[
    "|",
    "\n",
    "\r\n",
    "\n\n",
    "`",
    "```",
    "~~~",
    "<!--",
    "-->",
    "#",
    "# ",
    "- ",
    "1. ",
    "12) ",
    "* ",
    "+ ",
    "> ",
    "_",
    "__",
    "**",
    "[x] ",
    "[ ] ",
    "](",
    "[a](b)",
    "![",
    "<b>",
    "</table>",
    "<?",
    "&amp;",
    "&#35;",
    "\\",
    "\\|",
    "~~",
    "    ",
    "\t",
    "---",
    "===",
    "|---|",
    "{{x}}",
    "$",
    ": ",
    " #",
    "\u{0}",
    "\u{2028}",
    "\u{a0}",
    "<!-- groundplan:end -->",
    "<!-- groundplan:begin view=a -->",
    "groundplan",
    "a",
    "b c",
    "snake_case",
    "\u{e9}",
    "\u{65e5}\u{672c}",
    "5",
    ".",
    " - ",
    "http://x_y_/z",
    "<a@b.c>",
    "''",
    "\"",
    "%",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..7).prop_map(|parts| parts.concat())
}

fn text(text: &str) -> Value {
    Value::new(groundplan::base::Span::default(), Data::Text(text.to_owned()))
}

/// A model whose plan has these words everywhere; words are used in turn.
fn model(all: &[String]) -> Model {
    let mut at = 0;
    let mut next = || {
        at += 1;
        all[at % all.len()].clone()
    };
    let item = |text: String, done| Item { text, done, ..Item::default() };
    let mut plan = Plan { feature: Some(next()), ..Plan::default() };
    plan.spec.id = Some(next());
    plan.core = vec![Choice { role: next(), choice: Some(next()), why: Some(next()), ..Choice::default() }];
    for done in [None, Some(false), Some(true)] {
        plan.phases.push(Phase {
            name: Some(next()),
            duration: Some(next()),
            deliverables: vec![item(next(), done), item(next(), None)],
            tasks: vec![item(next(), None), item(next(), done)],
            ..Phase::default()
        });
        plan.success.push(item(next(), done));
        plan.testing.integration.push(item(next(), done));
        let risk = Some(next());
        let mitigation = Some(next());
        plan.technical_risks.push(Risk { risk, mitigation, probability: Some(Level::H), ..Risk::default() });
    }
    plan.testing.framework = Some(next());
    plan.files = Some(next());
    let (name, method) = (next(), Some(next()));
    plan.api = vec![Endpoint { name, method, path: Some(next()), request: Some(text(&next())), ..Endpoint::default() }];
    let (name, description) = (next(), Some(next()));
    plan.entities = vec![Entity { name, description, fields: vec![(next(), text(&next()))], ..Entity::default() }];
    plan.compliance = vec![("quality_assurance".to_owned(), text(&next())), (next(), text(&next()))];
    Model { name: "M".to_owned(), plan: Some(plan), ..Model::default() }
}

/// The whole plan with its markers.
fn written(model: &Model) -> String {
    let pieces = plan::document(model, Some("2026-11-22")).pieces;
    let text = |piece: Piece| match piece {
        Piece::Frame(text) => text,
        Piece::Part(Part { what, markdown }) => {
            let what = match what {
                plan::What::View(id) => What::View(id),
                plan::What::Section(section) => What::Section(section.name().to_owned()),
                plan::What::Title => What::Section(groundplan::publish::TITLE.to_owned()),
            };
            publish::region(&what, Some("it.yaml"), &markdown).unwrap()
        }
    };
    pieces.into_iter().map(text).collect()
}

/// Without what Markdown may change in words that it shows: blanks, and the marks of code.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '`').collect()
}

/// Headings with their levels, and the cells of each row of each table.
fn shape(markdown: &str) -> (Vec<(u8, String)>, Vec<usize>) {
    let (mut headings, mut rows): (Vec<(u8, String)>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut open = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                headings.push((level as u8, String::new()));
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(0),
            Event::End(TagEnd::TableCell) => *rows.last_mut().unwrap() += 1,
            Event::Text(text) | Event::Code(text) if open => headings.last_mut().unwrap().1 += &bare(&text),
            Event::Html(html) => assert!(html.starts_with("<!--"), "{html}\n{markdown}"),
            Event::InlineHtml(html) => panic!("{html}\n{markdown}"),
            _ => {}
        }
    }
    (headings, rows)
}

/// The headings that a plan has to have.
fn expected(model: &Model) -> Vec<(u8, String)> {
    let plan = model.plan.as_ref().unwrap();
    let mut out = vec![(1, bare(&format!("Implementation Plan: {}", plan.feature.as_ref().unwrap())))];
    let mut put = |level, text: String| out.push((level, bare(&text)));
    for section in Section::ALL {
        put(2, section.heading().to_owned());
        let parts: Vec<String> = match section {
            Section::Stack => vec!["Core Technologies".into(), "Supporting Tools".into()],
            Section::Phases => {
                let name = |(at, phase): (usize, &Phase)| format!("Phase {at}: {}", phase.name.as_ref().unwrap());
                plan.phases.iter().enumerate().map(name).collect()
            }
            Section::Api => plan.api.iter().map(|e| format!("Endpoint: {}", e.name)).collect(),
            Section::Entities => plan.entities.iter().map(|e| format!("Entity: {}", e.name)).collect(),
            Section::Testing => ["Unit Tests", "Integration Tests", "E2E Tests"].map(str::to_owned).to_vec(),
            Section::Compliance => vec!["Principle Validation".into()],
            Section::Risks => vec!["Technical Risks".into(), "Timeline Risks".into()],
            _ => Vec::new(),
        };
        for part in parts {
            put(3, part);
        }
    }
    out
}

proptest! {
    #[test]
    fn any_words_leave_the_plan_its_form(all in prop::collection::vec(words(), 40)) {
        let model = model(&all);
        let text = written(&model);
        prop_assert_eq!(&written(&model), &text);
        let (headings, rows) = shape(&text);
        prop_assert_eq!(headings, expected(&model), "{}", text);
        prop_assert_eq!(rows, vec![4; 6], "{}", text);
        // Every region is found, and refreshing changes nothing: the day stays as it is.
        let checked = publish::read(&text);
        prop_assert_eq!(&checked.diagnostics, &[]);
        let document = checked.value.unwrap();
        prop_assert!(document.is_untouched());
        let views = Description::new(model.clone(), &Sources::default());
        let contents: Vec<_> = document.regions.iter().map(|region| views.text(&region.what)).collect();
        let pictures = document.regions.iter().filter(|region| matches!(region.what, What::View(_))).count();
        // The architecture is a picture; the title has a region as well.
        prop_assert_eq!(document.regions.len() - pictures, Section::ALL.len());
        let updated = publish::update(&document, contents, Edited::Refuse);
        prop_assert_eq!(updated.findings, &[]);
        prop_assert_eq!(updated.text, text);
    }
}
