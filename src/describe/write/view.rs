//! Views, their steps and selectors as values.
//!
//! Part of: write.

use super::{Map, Names, list, text};
use crate::describe::model::{BlockKind, MessageKind, Model, Selector, Show, Step, View, ViewKind};
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
    map.text("preset", view.preset.as_ref());
    map.list("steps", steps(&view.steps, names));
    map.value()
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
    }
}

/// A selector as the language writes it.
pub(super) fn selector(model: &Model, selector: &Selector, names: &Names) -> String {
    match selector {
        Selector::Element(id) => names.of(*id).to_owned(),
        Selector::Children(id) => format!("{}.*", names.of(*id)),
        Selector::Tag(tag) => format!("tag:{tag}"),
        Selector::Kind(kind) => kind.clone(),
        Selector::Group(id) => format!("group:{}", model.groups.get(id.index()).map_or("", |g| g.id.as_str())),
    }
}

fn steps(steps: &[Step], names: &Names) -> Vec<Value> {
    steps.iter().map(|step| self::step(step, names)).collect()
}

fn step(step: &Step, names: &Names) -> Value {
    match step {
        Step::Message { from, to, kind, text: words, .. } => {
            let (from, to) = (names.of(*from), names.of(*to));
            let ends = match kind {
                MessageKind::Sync => format!("{from} -> {to}"),
                MessageKind::Async => format!("{from} ~> {to}"),
                MessageKind::Return => format!("{to} <- {from}"),
            };
            let Some(words) = words else { return text(ends) };
            let mut map = Map::default();
            map.put(&ends, text(words));
            map.value()
        }
        Step::Note { over, text: words } => {
            let mut map = Map::default();
            map.put("note", text(words));
            map.put("over", names.list(over));
            map.value()
        }
        Step::Block { kind, branches } => block(*kind, branches, names),
    }
}

fn block(kind: BlockKind, branches: &[(Option<String>, Vec<Step>)], names: &Names) -> Value {
    let word = match kind {
        BlockKind::Alt => "alt",
        BlockKind::Opt => "opt",
        BlockKind::Loop => "loop",
        BlockKind::Par => "par",
    };
    let branch = |(condition, inner): &(Option<String>, Vec<Step>)| {
        let mut map = Map::default();
        map.text("when", condition.as_ref());
        map.put("steps", list(steps(inner, names)));
        map.value()
    };
    let mut map = Map::default();
    map.put(word, list(branches.iter().map(branch).collect()));
    map.value()
}
