//! Views, their steps and selectors as values.
//!
//! Part of: write.

use super::{Map, Names, list, text};
use crate::base::ConstraintKind;
use crate::describe::model::{BlockKind, Constraint, MessageKind, Model, Selector, Show, Step, View, ViewKind};
use crate::describe::yaml::Value;

/// A view.
pub(super) fn view(model: &Model, view: &View, names: &Names) -> Value {
    let mut map = Map::default();
    map.put("type", text(kind(view.kind)));
    map.word("of", view.of.map(|id| names.of(id)));
    let environment = view.environment.and_then(|id| model.environments.get(id.index()));
    map.word("env", environment.map(|e| &e.id));
    map.text("title", view.title.as_ref());
    map.text("description", view.description.as_ref());
    map.word("direction", view.direction.and_then(super::word_of));
    for (key, selectors) in [("include", &view.include), ("exclude", &view.exclude)] {
        map.list(key, selectors.iter().map(|s| text(selector(model, s, names))).collect());
    }
    map.word("show", (view.show == Show::Changes).then_some("changes"));
    constraints(&mut map, &view.constraints, names);
    map.text("preset", view.preset.as_ref().map(|p| &p.name));
    map.list("steps", steps(&view.steps, names));
    match map.0.as_slice() {
        [only] if only.key == "type" => only.value.clone(),
        _ => map.value(),
    }
}

fn kind(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::Landscape => "landscape",
        ViewKind::Context => "context",
        ViewKind::Container => "container",
        ViewKind::Component => "component",
        ViewKind::Deployment => "deployment",
        ViewKind::Sequence => "sequence",
        ViewKind::Entity => "entity",
        ViewKind::Schedule => "schedule",
        ViewKind::Risk => "risk",
        ViewKind::Stack => "stack",
        ViewKind::Files => "files",
    }
}

/// The keys that say where elements stand.
fn constraints(map: &mut Map, constraints: &[Constraint], names: &Names) {
    let lists = |kind: ConstraintKind| -> Vec<Value> {
        constraints.iter().filter(|c| c.kind == kind).map(|c| names.list(&c.elements)).collect()
    };
    let several = |map: &mut Map, key: &str, mut lists: Vec<Value>| match lists.len() {
        0 => {}
        1 => map.put(key, lists.remove(0)),
        _ => map.list(key, lists),
    };
    let mut rank = Map::default();
    several(&mut rank, "first", lists(ConstraintKind::FirstRank));
    several(&mut rank, "last", lists(ConstraintKind::LastRank));
    several(&mut rank, "same", lists(ConstraintKind::SameRank));
    if !rank.0.is_empty() {
        map.put("rank", rank.value());
    }
    several(map, "before", lists(ConstraintKind::Before));
    several(map, "align", lists(ConstraintKind::Align));
}

/// A selector as the language writes it.
pub(super) fn selector(model: &Model, selector: &Selector, names: &Names) -> String {
    match selector {
        Selector::Element(id) => names.of(*id).to_owned(),
        Selector::Children(id) => format!("{}.*", names.of(*id)),
        Selector::Tag(tag) => format!("tag:{tag}"),
        // A bare word is an element before it is a kind.
        Selector::Kind(kind) if model.elements.iter().any(|e| e.id == *kind) => format!("kind:{kind}"),
        Selector::Kind(kind) => kind.clone(),
        Selector::Group(id) => format!("group:{}", model.groups.get(id.index()).map_or("", |g| g.id.as_str())),
    }
}

fn steps(steps: &[Step], names: &Names) -> Vec<Value> {
    steps.iter().map(|step| self::step(step, names)).collect()
}

fn step(step: &Step, names: &Names) -> Value {
    let mut map = Map::default();
    match step {
        Step::Message { from, to, kind, text: words, .. } => {
            let (from, to) = (names.of(*from), names.of(*to));
            let ends = match kind {
                MessageKind::Sync => format!("{from} -> {to}"),
                MessageKind::Async => format!("{from} ~> {to}"),
                MessageKind::Return => format!("{to} <- {from}"),
            };
            match words {
                None => return text(ends),
                Some(words) if words.trim() == words && !words.is_empty() => map.put(&ends, text(words)),
                Some(words) => {
                    map.put("from", text(from));
                    map.put("to", text(to));
                    map.put("label", text(words));
                    let arrow = match kind {
                        MessageKind::Sync => None,
                        MessageKind::Async => Some("async"),
                        MessageKind::Return => Some("return"),
                    };
                    map.word("arrow", arrow);
                }
            }
        }
        Step::Note { over, text: words } => {
            map.put("note", text(words));
            match over.as_slice() {
                [one] => map.put("over", text(names.of(*one))),
                many => map.put("over", names.list(many)),
            }
        }
        Step::Block { kind, branches } => block(&mut map, *kind, branches, names),
    }
    map.value()
}

fn block(map: &mut Map, kind: BlockKind, branches: &[(Option<String>, Vec<Step>)], names: &Names) {
    let inner = |steps: &[Step]| list(self::steps(steps, names));
    match (kind, branches) {
        (BlockKind::Alt, branches) => map.put("alt", list(branches.iter().map(|b| alt(b, names)).collect())),
        (BlockKind::Par, branches) => map.put("par", list(branches.iter().map(|b| par(b, names)).collect())),
        (BlockKind::Opt | BlockKind::Loop, branches) => {
            let word = if kind == BlockKind::Opt { "opt" } else { "loop" };
            let (condition, steps) = branches.first().map_or((&None, &[][..]), |(c, s)| (c, s));
            map.put(word, condition.as_ref().map_or_else(|| super::new(super::Data::Null), text));
            map.put("steps", inner(steps));
        }
    }
}

fn alt((condition, steps): &(Option<String>, Vec<Step>), names: &Names) -> Value {
    let mut map = Map::default();
    let steps = list(self::steps(steps, names));
    match condition {
        Some(condition) => {
            map.put("if", text(condition));
            map.put("steps", steps);
        }
        None => map.put("else", steps),
    }
    map.value()
}

fn par((name, steps): &(Option<String>, Vec<Step>), names: &Names) -> Value {
    let steps = list(self::steps(steps, names));
    let Some(name) = name else { return steps };
    let mut map = Map::default();
    map.put("name", text(name));
    map.put("steps", steps);
    map.value()
}
