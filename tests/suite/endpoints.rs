//! Sequences of endpoints: who calls, what is called in turn, what is answered.

use groundplan::base::Source;
use groundplan::base::source::NoIncludes;
use groundplan::chart::sequence::{self, Event, Message};
use groundplan::describe::{self, Model};
use groundplan::pipeline;
use std::collections::BTreeSet;

fn model(text: &str) -> Model {
    let source = Source { name: "s.yaml".to_owned(), text: text.to_owned() };
    let (checked, _) = describe::read(source, &NoIncludes);
    assert!(!checked.has_errors(), "{:#?}", checked.diagnostics);
    checked.value.unwrap()
}

/// Each view in short: `api-x: a>b POST /x, b>db create X, [alt, a<b 201, |, a<b 400, ]`.
fn short(model: &Model) -> Vec<String> {
    let one = |view: &groundplan::describe::model::View| {
        let sequence = sequence::project(model, view);
        let name = |i: &usize| sequence.participants[*i].id.as_str();
        let words = sequence.events.iter().filter_map(|event| match event {
            Event::Message { from, to, kind, text, .. } => {
                let text = text.as_deref().unwrap_or_default();
                Some(match kind {
                    Message::Sync => format!("{}>{} {text}", name(from), name(to)),
                    Message::Async => format!("{}~{} {text}", name(from), name(to)),
                    Message::Return => format!("{}<{} {text}", name(to), name(from)),
                    Message::Drawn(_) => panic!("no view draws that"),
                })
            }
            Event::Note { text, .. } => Some(format!("({text})")),
            Event::Open { text, .. } => Some(format!("[{}", text.as_deref().unwrap_or_default())),
            Event::Branch(text) => Some(format!("|{}", text.as_deref().unwrap_or_default())),
            Event::Close => Some("]".to_owned()),
            Event::Activate(_) | Event::Deactivate(_) | Event::Create(_) | Event::Destroy(_) => None,
        });
        let words: Vec<String> = words.map(|word| word.trim().to_owned()).collect();
        format!("{}: {}", view.id, words.join(", "))
    };
    pipeline::endpoint_views(model).iter().map(one).collect()
}

const SHOP: &str = "
name: Shop
elements:
  user: person
  web: {kind: container}
  cron: {kind: container}
  api: {kind: container}
  mail: {kind: container}
  bus: {kind: queue}
  db: {kind: database}
  people: {kind: database}
relations:
  - user -> web: shops
  - web -> api: calls
  - cron -> api
  - api -> db: reads
  - api -> people: reads
  - api -> mail: sends
  - api ~> bus: publishes
";

#[test]
fn an_endpoint_is_told_by_the_relations_of_its_server() {
    let plan = "
plan:
  entities:
    Order: {stored_in: db}
    Person: {stored_in: people}
  api:
    Create order: {served_by: api, method: POST, path: /v1/orders, response: {201: {}, 400: {}, 404: {}, 500: {}}}
    Health: {served_by: api, method: GET, path: /health, response: {200: fine}}
    Send: {served_by: mail}
    Nothing: {path: /nothing}
";
    let all = short(&model(&format!("{SHOP}{plan}")));
    assert_eq!(
        all,
        [
            "api-create-order: user>web shops, web>api POST /v1/orders, (Also called by cron), [if needed, \
             api>mail sends, api~bus publishes, ], api>db create Order, [success, web<api 201 Created, |client error, \
             web<api 400 Bad Request, 404 Not Found, |server error, web<api 500 Internal Server Error, ]",
            "api-health: user>web shops, web>api GET /health, (Also called by cron), [if needed, \
             api>mail sends, api>db reads, api>people reads, ], web<api 200 fine",
            "api-send: user>web shops, web>api calls, api>mail Send, api<mail",
        ]
    );
}

#[test]
fn nobody_calls_a_server_without_callers() {
    let text = "name: S\nelements: {a: {kind: container}, db: database}\nrelations: [a -> db: reads]\nplan:\n  api:\n    \
                X: {served_by: a, method: GET, path: /x, response: {200: {}, default: {}}}\n";
    assert_eq!(
        short(&model(text)),
        ["api-x: (GET /x), [if needed, a>db reads, ], [success, (200 OK), |error, (default), ]"]
    );
}

#[test]
fn ids_are_free_and_messages_bounded() {
    use std::fmt::Write;
    let mut text = "name: S\nelements:\n  api: {kind: system, children: {a: {}}}\n  p: person\n".to_owned();
    (0..30).for_each(|i| writeln!(text, "  s{i}: system").unwrap());
    text += "relations:\n  - p -> api.a: asks\n";
    (0..30).for_each(|i| writeln!(text, "  - api.a -> s{i}: calls").unwrap());
    text += "plan:\n  api:\n";
    for name in ["Container", "container!", "???", "!!!", "a  b", "A-B"] {
        let codes = "{200: {}, 201: {}, 400: {}, 401: {}, 500: {}, default: {}}";
        writeln!(text, "    \"{name}\": {{served_by: api, method: GET, path: /x, response: {codes}}}").unwrap();
    }
    let model = model(&text);
    let views = pipeline::endpoint_views(&model);
    let ids: Vec<&str> = views.iter().map(|view| view.id.as_str()).collect();
    // The derived view of the system `api` is `api-container`.
    assert_eq!(ids, ["api-container-2", "api-container-3", "api-endpoint", "api-endpoint-2", "api-a-b", "api-a-b-2"]);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for view in &views {
        let sequence = sequence::project(&model, view);
        let messages = sequence.events.iter().filter(|e| matches!(e, Event::Message { .. })).count();
        assert!((5..=13).contains(&messages), "{messages}");
        let left =
            sequence.events.iter().any(|e| matches!(e, Event::Note { text, .. } if text.contains("and 21 more")));
        assert!(left, "what is not shown is counted");
    }
}
