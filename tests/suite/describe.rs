//! The language: what each line of it means, that one mistake is one finding, and the schema.

use groundplan::base::source::NoIncludes;
use groundplan::base::{Arrow, Checked, Code, Kind, Load, Severity, Source};
use groundplan::describe::model::{BlockKind, ElementId, GroupId, MessageKind, Selector, Step};
use groundplan::describe::{self, Model};
use std::collections::BTreeMap;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Texts by name, in place of files.
struct Texts(BTreeMap<&'static str, &'static str>);

impl Load for Texts {
    fn load(&self, _from: &str, name: &str) -> Result<Source, String> {
        let text = self.0.get(name).ok_or("there is no such text")?;
        Ok(Source { name: name.to_owned(), text: (*text).to_owned() })
    }
}

pub(super) fn read(text: &str) -> Checked<Model> {
    describe::read(Source { name: "it.yaml".to_owned(), text: text.to_owned() }, &NoIncludes).0
}

/// The model of a text that nothing is wrong with.
fn model(text: &str) -> Model {
    let read = read(text);
    let errors: Vec<&str> =
        read.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| d.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    read.value.unwrap()
}

pub(super) fn codes(text: &str) -> Vec<Code> {
    let found = read(text).diagnostics;
    found.iter().filter(|d| d.severity != Severity::Note).map(|d| d.code).collect()
}

/// A relation as `from arrow to / kind / label / tech`.
fn relation(line: &str) -> String {
    let model = model(&format!("elements: {{a: , b-c: , s: {{children: {{api: }}}}}}\nrelations:\n  - {line}\n"));
    let [relation] = model.relations.as_slice() else { panic!("{line}") };
    let arrow = match relation.arrow {
        Arrow::Sync => "->",
        Arrow::Async => "~>",
        Arrow::Both => "<->",
    };
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {arrow} {} / {} / {} / {}",
        model.element(relation.from).path,
        model.element(relation.to).path,
        or(&relation.kind),
        or(&relation.label),
        or(&relation.tech)
    )
}

#[test]
fn a_relation_in_one_line_has_all_its_parts() {
    for (line, meant) in [
        ("a -> api", "a -> s.api / - / - / -"),
        ("a->s.api", "a -> s.api / - / - / -"),
        ("a -> b-c", "a -> b-c / - / - / -"),
        ("b-c -> a", "b-c -> a / - / - / -"),
        ("b-c->a", "b-c -> a / - / - / -"),
        ("a -> api: calls", "a -> s.api / - / calls / -"),
        ("a -> api: calls [HTTPS]", "a -> s.api / - / calls / HTTPS"),
        ("a -> api [HTTPS]", "a -> s.api / - / - / HTTPS"),
        ("a -> api:calls [JSON/HTTPS]", "a -> s.api / - / calls / JSON/HTTPS"),
        ("\"a -> api: calls: twice [HTTPS]\"", "a -> s.api / - / calls: twice / HTTPS"),
        ("a -> api: \"calls: twice [HTTPS]\"", "a -> s.api / - / calls: twice / HTTPS"),
        ("a -> api: takes list[int]", "a -> s.api / - / takes list[int] / -"),
        ("a -> api: takes [a [b] c]", "a -> s.api / - / takes / a [b] c"),
        ("a -> api: calls []", "a -> s.api / - / calls / -"),
        ("\"a -> api: [HTTPS]\"", "a -> s.api / - / - / HTTPS"),
        ("a -> api: 201", "a -> s.api / - / 201 / -"),
        ("a -> api: 1.10", "a -> s.api / - / 1.10 / -"),
        ("a -> api: true", "a -> s.api / - / true / -"),
        ("a -> api:", "a -> s.api / - / - / -"),
        ("a -> api: 日本 → é [gRPC]", "a -> s.api / - / 日本 → é / gRPC"),
        ("a ~> api: publishes", "a ~> s.api / - / publishes / -"),
        ("a <-> api: talks", "a <-> s.api / - / talks / -"),
        ("a -[reads]-> api: rows [SQL]", "a -> s.api / reads / rows / SQL"),
        ("a -[reads]~> api", "a ~> s.api / reads / - / -"),
        ("{from: a, to: api, label: \"x: y [z]\", tech: T, kind: k, arrow: both}", "a <-> s.api / k / x: y [z] / T"),
        ("a -> api: calls\n    tech: gRPC\n    kind: reads", "a -> s.api / reads / calls / gRPC"),
    ] {
        assert_eq!(relation(line), meant, "{line}");
    }
}

#[test]
fn a_bare_string_is_the_kind_or_the_name() {
    let model = model(
        "kinds: {lambda: function}\nelements:\n  a: person\n  b: Person\n  c: lambda\n  d: 12\n  e: {children: {f: {children: {g: }}}}\n  h:\n",
    );
    let told: Vec<(&str, &str, Kind, Option<&str>)> =
        model.elements.iter().map(|e| (e.path.as_str(), e.name.as_str(), e.kind, e.user_kind.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("a", "a", Kind::Person, None),
            ("b", "Person", Kind::System, None),
            ("c", "c", Kind::Function, Some("lambda")),
            ("d", "12", Kind::System, None),
            ("e", "e", Kind::System, None),
            ("e.f", "f", Kind::Container, None),
            ("e.f.g", "g", Kind::Component, None),
            ("h", "h", Kind::System, None),
        ]
    );
}

#[test]
fn selectors_mean_what_they_say() {
    let model = model(
        "elements: {a: person, s: {tags: [t], children: {queue: , q: queue}}}\ngroups: {g: [q]}\nrelations: ['a -[uses]-> queue']\n\
         views: {v: {type: container, include: [queue, kind:queue, person, s.*, tag:t, group:g, uses]}}\n",
    );
    let at = |path: &str| model.elements.iter().position(|e| e.path == path).unwrap() as u32;
    assert_eq!(
        model.views[0].include,
        [
            Selector::Element(ElementId(at("s.queue"))),
            Selector::Kind("queue".to_owned()),
            Selector::Kind("person".to_owned()),
            Selector::Children(ElementId(at("s"))),
            Selector::Tag("t".to_owned()),
            Selector::Group(GroupId(0)),
            Selector::Kind("uses".to_owned()),
        ]
    );
}

#[test]
fn steps_nest() {
    let text = "elements: {a: person, b: , c: }\nrelations: [a -> b, b -> c]\nviews:\n  v:\n    type: sequence\n    steps:\n      - a -> b: GET / [x]\n      - a <- b: 200\n      \
                - {note: hm, over: [a, b]}\n      - alt: [{if: ok, steps: [b ~> c]}, {else: [a -> b]}]\n      - {loop: twice, steps: [{opt: late, steps: [a -> b]}]}\n      \
                - par: [[a -> b], {name: p, steps: [b -> c]}]\n";
    let steps = &model(text).views[0].steps;
    let Step::Message { kind: MessageKind::Sync, text: Some(label), .. } = &steps[0] else { panic!("{steps:#?}") };
    assert_eq!(label, "GET / [x]");
    let Step::Message { from, to, kind: MessageKind::Return, text: Some(label), .. } = &steps[1] else {
        panic!("{steps:#?}")
    };
    assert_eq!((from.0, to.0, label.as_str()), (1, 0, "200"));
    assert!(matches!(&steps[2], Step::Note { over, .. } if over.len() == 2));
    let branches = |step: &Step, meant: BlockKind| match step {
        Step::Block { kind, branches } if *kind == meant => {
            branches.iter().map(|(c, s)| format!("{}:{}", c.as_deref().unwrap_or("-"), s.len())).collect::<Vec<_>>()
        }
        _ => panic!("{step:#?}"),
    };
    assert_eq!(branches(&steps[3], BlockKind::Alt), ["ok:1", "-:1"]);
    assert_eq!(branches(&steps[4], BlockKind::Loop), ["twice:1"]);
    assert_eq!(branches(&steps[5], BlockKind::Par), ["-:1", "p:1"]);
}

#[test]
fn an_include_goes_below_its_name() {
    let entry = "include: [{from: b.yaml, as: bank}]\nelements: {api: , shop: }\nrelations: [shop -> api, shop -> bank.api, shop -> ledger]\n";
    let bank = "name: The bank\ninclude: [{from: c.yaml, as: vault}]\nelements: {api: , ledger: {children: {db: }}}\nrelations: [api -> db, api -> shop]\nviews: {v: {type: container, of: ledger}}\n";
    let vault = "elements: {db: }\nrelations: [db -> api]\n";
    let texts = Texts(BTreeMap::from([("b.yaml", bank), ("c.yaml", vault)]));
    let (read, sources) = describe::read(Source { name: "a.yaml".to_owned(), text: entry.to_owned() }, &texts);
    let model = read.value.unwrap();
    assert!(read.diagnostics.iter().all(|d| d.severity != Severity::Error), "{:#?}", read.diagnostics);
    let path = |id| model.element(id).path.as_str();
    let told: Vec<(&str, &str)> = model.relations.iter().map(|r| (path(r.from), path(r.to))).collect();
    assert_eq!(
        told,
        [
            ("shop", "api"),
            ("shop", "bank.api"),
            ("shop", "bank.ledger"),
            ("bank.api", "bank.ledger.db"),
            ("bank.api", "shop"),
            ("bank.vault.db", "api"),
        ]
    );
    let bank = model.elements.iter().find(|e| e.path == "bank").unwrap();
    assert_eq!((bank.name.as_str(), bank.kind), ("The bank", Kind::System));
    assert_eq!(model.views[0].id, "bank-v");
    assert_eq!(sources.0.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["a.yaml", "b.yaml", "c.yaml"]);
}

#[test]
fn an_include_counts_once_however_often_it_is_named() {
    let texts = Texts(BTreeMap::from([
        ("b.yaml", "include: [d.yaml]\n"),
        ("c.yaml", "include: [d.yaml]\n"),
        ("d.yaml", "elements: {d: }\n"),
    ]));
    let text = "include: [b.yaml, c.yaml]\nelements: {a: }\nrelations: [a -> d]\n".to_owned();
    let (read, _) = describe::read(Source { name: "a.yaml".to_owned(), text }, &texts);
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.value.unwrap().elements.len(), 2);
}

#[test]
fn one_mistake_is_one_finding() {
    for (text, code) in [
        ("elements: {a: , b: {childs: {c: }}}\nrelations: [a -> c]\n", Code::UnknownKey),
        ("elements: {a: , b: {c: {}}}\nrelations: [a -> c]\n", Code::UnknownKey),
        ("elements: {a: , b: }\nrelations: [a -> bb]\n", Code::UnknownReference),
        ("elements: {a: , b: }\nrelations: [a --> b]\n", Code::RelationSyntax),
        ("elements: {a: , b: }\nrelations: {a: b}\n", Code::WrongType),
        ("elements: [a, b]\nrelations: [a -> b]\n", Code::WrongType),
        ("elements: {a: , b: [c]}\nrelations: [a -> b]\n", Code::WrongType),
        ("include: [x.yaml]\nelements: {a: }\nrelations: [a -> x]\n", Code::IncludeMissing),
        ("elements: {a: {name: @a}, b: }\nrelations: [a -> b]\n", Code::SpecialCharacter),
        ("elements: {a: , 1b: }\nrelations: [a -> a-b]\n", Code::UnknownReference),
    ] {
        let found = codes(text);
        let wanted: &[Code] = if text.contains("1b") { &[Code::BadId, code] } else { &[code] };
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn the_committed_schema_is_that_of_the_types() {
    let path = root().join("samples/groundplan.schema.json");
    let schema = describe::json_schema();
    if std::env::var_os("INSTA_UPDATE").is_some_and(|v| v == "always") {
        std::fs::write(&path, &schema).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == schema, "run `groundplan schema -o samples/groundplan.schema.json`");
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    complete(&schema, "");
}

/// Every map of known keys rejects others, and every key says what it is for.
fn complete(schema: &serde_json::Value, path: &str) {
    if let Some(properties) = schema.get("properties").and_then(|p| p.as_object()) {
        assert_eq!(schema["additionalProperties"], false, "{path}");
        for (key, about) in properties {
            assert!(about["description"].as_str().is_some_and(|d| d.len() > 3), "{path}/{key}");
        }
    }
    let parts: Vec<(String, &serde_json::Value)> = match schema {
        serde_json::Value::Object(map) => map.iter().map(|(k, v)| (format!("{path}/{k}"), v)).collect(),
        serde_json::Value::Array(list) => list.iter().map(|v| (path.to_owned(), v)).collect(),
        _ => Vec::new(),
    };
    for (path, part) in parts {
        complete(part, &path);
    }
}
