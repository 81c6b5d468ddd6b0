//! [`Model`] -> YAML: a description as a person would write it.
//!
//! Stage: describe, backwards. Input: a model. Output: text in which everything has its shortest form; reading it
//! again gives the same model up to spans.

mod emit;
mod head;
mod plan;
mod view;

pub use head::head;

use super::model::{Element, ElementId, Environment, Group, Model, Place, PlaceId, Relation, UserKind};
use super::resolve::by_depth;
use super::yaml::{Data, Entry, Value};
use crate::base::{Arrow, Kind, Span, Status, Style};
use std::collections::BTreeMap;

/// The description that means `model`.
pub fn yaml(model: &Model) -> String {
    let names = Names::new(model);
    let mut root = Map::default();
    root.text("name", Some(&model.name).filter(|n| !n.is_empty()));
    root.text("description", model.description.as_ref());
    root.section("kinds", model.kinds.iter().map(|k| (k.id.clone(), user_kind(k))));
    let outer = model.elements.iter().filter(|e| e.parent.is_none());
    root.section("elements", outer.map(|e| (e.id.clone(), element(model, e))));
    root.section("groups", model.groups.iter().map(|g| (g.id.clone(), group(g, &names))));
    root.section("deployments", model.environments.iter().map(|e| (e.id.clone(), environment(e, &names))));
    let relations: Vec<Value> = model.relations.iter().map(|r| relation(r, &names)).collect();
    root.list("relations", relations);
    root.section("views", model.views.iter().map(|v| (v.id.clone(), view::view(model, v, &names))));
    root.section(
        "styles",
        model.styles.iter().map(|s| (view::selector(model, &s.selector, &names), style(&s.style).value())),
    );
    if let Some(plan) = &model.plan {
        root.put("plan", plan::plan(plan, &names));
    }
    emit::document(&root.value())
}

/// `key: value` and the end of the line, a line for every entry in it, as the fences of a plan have it.
pub fn entry(key: &str, value: &Value) -> String {
    emit::open(key, value)
}

/// The shortest reference that means each element of `model`, in their order.
pub fn references(model: &Model) -> Vec<String> {
    Names::new(model).0
}

/// A map under construction; what is absent is not put in.
#[derive(Default)]
struct Map(Vec<Entry>);

impl Map {
    fn put(&mut self, key: &str, value: Value) {
        self.0.push(Entry { key: key.to_owned(), span: Span::default(), value });
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.put(key, text(value));
        }
    }

    fn word(&mut self, key: &str, word: Option<impl AsRef<str>>) {
        if let Some(word) = word {
            self.put(key, text(word));
        }
    }

    fn list(&mut self, key: &str, items: Vec<Value>) {
        if !items.is_empty() {
            self.put(key, list(items));
        }
    }

    fn texts(&mut self, key: &str, items: &[String]) {
        self.list(key, items.iter().map(text).collect());
    }

    fn section(&mut self, key: &str, entries: impl Iterator<Item = (String, Value)>) {
        let entries: Vec<Entry> = entries.map(|(key, value)| Entry { key, span: Span::default(), value }).collect();
        if !entries.is_empty() {
            self.put(key, new(Data::Map(entries)));
        }
    }

    fn value(self) -> Value {
        new(Data::Map(self.0))
    }
}

fn new(data: Data) -> Value {
    Value::new(Span::default(), data)
}

fn text(text: impl AsRef<str>) -> Value {
    new(Data::Text(text.as_ref().to_owned()))
}

fn list(items: Vec<Value>) -> Value {
    new(Data::List(items))
}

/// The shortest references that mean one element each.
struct Names(Vec<String>);

impl Names {
    fn new(model: &Model) -> Self {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for element in &model.elements {
            for suffix in suffixes(&element.path) {
                *uses.entry(suffix).or_default() += 1;
            }
        }
        let shortest = |e: &Element| {
            let unique = suffixes(&e.path).filter(|s| uses.get(s) == Some(&1)).last();
            unique.unwrap_or(&e.path).to_owned()
        };
        Self(model.elements.iter().map(shortest).collect())
    }

    fn of(&self, id: ElementId) -> &str {
        self.0.get(id.index()).map_or("", String::as_str)
    }

    fn list(&self, ids: &[ElementId]) -> Value {
        list(ids.iter().map(|id| text(self.of(*id))).collect())
    }
}

/// `a.b.c`, `b.c`, `c`.
fn suffixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('.').map(|(at, _)| &path[at + 1..]))
}

/// The word of an enum as the language writes it.
fn word_of<T: serde::Serialize>(value: T) -> Option<String> {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned))
}

fn status(status: Option<Status>) -> Option<String> {
    status.and_then(word_of)
}

fn style(style: &Style) -> Map {
    let mut map = Map::default();
    map.word("fill", style.fill.map(crate::base::Color::hex));
    map.word("stroke", style.stroke.map(crate::base::Color::hex));
    map.word("color", style.color.map(crate::base::Color::hex));
    map.word("line", style.line.and_then(word_of));
    if let Some(width) = style.width {
        let whole = width.fract() == 0.0 && width.abs() < 1e9;
        map.put("width", new(if whole { Data::Int(width as i64) } else { Data::Float(width) }));
    }
    map.word("shape", style.shape.and_then(word_of));
    map
}

fn user_kind(kind: &UserKind) -> Value {
    let mut map = Map::default();
    map.word("like", word_of(kind.like));
    map.word("shape", kind.shape.and_then(word_of));
    map.0.extend(style(&kind.style).0.into_iter().filter(|e| e.key != "shape"));
    match map.0.as_slice() {
        [only] if only.key == "like" => only.value.clone(),
        _ => map.value(),
    }
}

fn element(model: &Model, element: &Element) -> Value {
    let mut map = Map::default();
    let around = element.parent.map(|id| model.element(id).kind);
    let usual = element.kind == by_depth(around);
    let kind = element.user_kind.clone().or_else(|| word_of(element.kind).filter(|_| !usual));
    map.word("kind", kind);
    map.text("name", Some(&element.name).filter(|n| **n != element.id));
    map.text("tech", element.tech.as_ref());
    map.text("description", element.description.as_ref());
    if element.external && element.kind != Kind::External {
        map.put("external", new(Data::Bool(true)));
    }
    map.text("link", element.link.as_ref());
    map.texts("tags", &element.tags);
    map.word("status", status(element.status));
    let children = element.children.iter().map(|c| model.element(*c));
    map.section("children", children.map(|c| (c.id.clone(), self::element(model, c))));
    match map.0.as_slice() {
        [only] if only.key == "kind" => only.value.clone(),
        [only] if only.key == "name" && !is_kind(model, &element.name) => only.value.clone(),
        _ => map.value(),
    }
}

/// Whether a bare text would be read as a kind.
fn is_kind(model: &Model, text: &str) -> bool {
    serde_json::from_value::<Kind>(serde_json::Value::String(text.to_owned())).is_ok()
        || model.kinds.iter().any(|k| k.id == text)
}

fn group(group: &Group, names: &Names) -> Value {
    let mut map = Map::default();
    map.text("name", Some(&group.name).filter(|n| **n != group.id));
    if map.0.is_empty() && group.tags.is_empty() {
        return names.list(&group.members);
    }
    map.put("members", names.list(&group.members));
    map.texts("tags", &group.tags);
    map.value()
}

fn environment(environment: &Environment, names: &Names) -> Value {
    let outer = environment.nodes.iter().enumerate().filter(|(_, p)| p.parent.is_none());
    let mut map = Map::default();
    for (at, outermost) in outer {
        map.put(&outermost.id, place(environment, PlaceId(at as u32), names));
    }
    map.value()
}

fn place(environment: &Environment, id: PlaceId, names: &Names) -> Value {
    let Some(place) = environment.nodes.get(id.index()) else { return Map::default().value() };
    let mut map = Map::default();
    map.text("name", Some(&place.name).filter(|n| **n != place.id));
    map.text("tech", place.tech.as_ref());
    map.text("description", place.description.as_ref());
    map.texts("tags", &place.tags);
    map.word("status", status(place.status));
    if place.instances != 1 {
        map.put("instances", new(Data::Int(i64::from(place.instances))));
    }
    if !place.runs.is_empty() {
        map.put("runs", names.list(&place.runs));
    }
    let inner = environment.nodes.iter().enumerate().filter(|(_, p): &(usize, &Place)| p.parent == Some(id));
    map.section("children", inner.map(|(at, p)| (p.id.clone(), self::place(environment, PlaceId(at as u32), names))));
    match map.0.as_slice() {
        [only] if only.key == "name" => only.value.clone(),
        _ => map.value(),
    }
}

fn relation(relation: &Relation, names: &Names) -> Value {
    let (from, to) = (names.of(relation.from), names.of(relation.to));
    let mut map = Map::default();
    match (arrow(relation), one_line(relation)) {
        (Some(arrow), Some(Words::Tech(tech))) => {
            let bare = format!("{from} {arrow} {to} [{tech}]");
            let keys = extras(relation);
            if keys.0.is_empty() && !tech.contains(':') {
                return text(bare);
            }
            map.put(&format!("{from} {arrow} {to}"), text(format!("[{tech}]")));
            map.0.extend(keys.0);
        }
        (Some(arrow), Some(Words::Label(label))) => {
            map.put(&format!("{from} {arrow} {to}"), text(label));
            map.0.extend(extras(relation).0);
        }
        (Some(arrow), Some(Words::None)) if extras(relation).0.is_empty() => {
            return text(format!("{from} {arrow} {to}"));
        }
        _ => {
            map.put("from", text(from));
            map.put("to", text(to));
            map.word("arrow", word_of(relation.arrow).filter(|_| relation.arrow != Arrow::Sync));
            map.text("kind", relation.kind.as_ref());
            map.text("label", relation.label.as_ref());
            map.text("tech", relation.tech.as_ref());
            map.0.extend(extras(relation).0);
        }
    }
    map.value()
}

/// What stands behind the line of a relation.
fn extras(relation: &Relation) -> Map {
    let mut map = Map::default();
    map.text("description", relation.description.as_ref());
    map.texts("tags", &relation.tags);
    map.word("status", status(relation.status));
    map
}

/// The arrow of a relation, where there is one that says all of it.
fn arrow(relation: &Relation) -> Option<String> {
    Some(match (relation.arrow, &relation.kind) {
        (Arrow::Sync, None) => "->".to_owned(),
        (Arrow::Async, None) => "~>".to_owned(),
        (Arrow::Both, None) => "<->".to_owned(),
        (Arrow::Sync, Some(kind)) if is_plain_word(kind) => format!("-[{kind}]->"),
        (Arrow::Async, Some(kind)) if is_plain_word(kind) => format!("-[{kind}]~>"),
        _ => return None,
    })
}

fn is_plain_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// The words in the line of a relation.
enum Words {
    None,
    Tech(String),
    Label(String),
}

/// `label [tech]`, where it is read back as these two.
fn one_line(relation: &Relation) -> Option<Words> {
    let sound = |text: &String| !text.is_empty() && text.trim() == text && !text.contains(['[', ']', '\n', '\r']);
    match (&relation.label, &relation.tech) {
        (None, None) => Some(Words::None),
        (Some(label), None) if sound(label) => Some(Words::Label(label.clone())),
        (None, Some(tech)) if sound(tech) => Some(Words::Tech(tech.clone())),
        (Some(label), Some(tech)) if sound(label) && sound(tech) => Some(Words::Label(format!("{label} [{tech}]"))),
        _ => None,
    }
}
