//! A plan's data -> the map below `plan:`.
//!
//! Part of: the writer.

use super::{Map, Names, new, text};
use crate::describe::model::ElementId;
use crate::describe::plan::{Choice, Endpoint, Entity, Focus, Item, Level, Phase, Plan, Risk};
use crate::describe::yaml::{Data, Value};

pub(super) fn plan(plan: &Plan, names: &Names) -> Value {
    let mut map = Map::default();
    map.text("feature", plan.feature.as_ref());
    let mut spec = Map::default();
    spec.text("id", plan.spec.id.as_ref());
    spec.text("generated", plan.spec.generated.as_ref());
    spec.word("focus", plan.spec.focus.map(Focus::word));
    put(&mut map, "spec", spec);
    let mut stack = Map::default();
    stack.section("core", plan.core.iter().map(|c| (c.role.clone(), choice(c))));
    stack.section("supporting", plan.supporting.iter().map(|c| (c.role.clone(), choice(c))));
    put(&mut map, "stack", stack);
    map.list("phases", plan.phases.iter().map(|p| phase(p, &plan.phases, names)).collect());
    map.text("files", plan.files.as_ref());
    map.section("api", plan.api.iter().map(|e| (e.name.clone(), endpoint(e, names))));
    map.section("entities", plan.entities.iter().map(|e| (e.name.clone(), entity(e, names))));
    let mut unit = Map::default();
    unit.text("coverage", plan.testing.coverage.as_ref());
    unit.text("framework", plan.testing.framework.as_ref());
    unit.text("mocks", plan.testing.mocks.as_ref());
    let mut testing = Map::default();
    put(&mut testing, "unit", unit);
    testing.list("integration", items(&plan.testing.integration));
    testing.list("e2e", items(&plan.testing.e2e));
    put(&mut map, "testing", testing);
    map.section("compliance", plan.compliance.iter().cloned());
    let mut risks = Map::default();
    risks.list("technical", plan.technical_risks.iter().map(|r| risk(r, names)).collect());
    risks.list("timeline", plan.timeline_risks.iter().map(|r| risk(r, names)).collect());
    put(&mut map, "risks", risks);
    map.list("success", items(&plan.success));
    map.value()
}

/// A map that says nothing is left out.
fn put(map: &mut Map, key: &str, inner: Map) {
    if !inner.0.is_empty() {
        map.put(key, inner.value());
    }
}

fn choice(choice: &Choice) -> Value {
    let Some(why) = &choice.why else {
        return choice.choice.as_ref().map_or_else(|| new(Data::Null), text);
    };
    let mut map = Map::default();
    map.text("choice", choice.choice.as_ref());
    map.text("why", Some(why));
    map.value()
}

fn phase(phase: &Phase, all: &[Phase], names: &Names) -> Value {
    let mut map = Map::default();
    map.text("id", phase.id.as_ref());
    map.text("name", phase.name.as_ref());
    map.text("duration", phase.duration.as_ref());
    let after: Vec<String> = phase.after.iter().filter_map(|&at| all.get(at)?.id.clone()).collect();
    map.texts("after", &after);
    elements(&mut map, "builds", &phase.builds, names);
    map.list("deliverables", items(&phase.deliverables));
    map.list("tasks", items(&phase.tasks));
    map.value()
}

fn elements(map: &mut Map, key: &str, ids: &[ElementId], names: &Names) {
    if !ids.is_empty() {
        map.put(key, names.list(ids));
    }
}

fn items(items: &[Item]) -> Vec<Value> {
    let item = |item: &Item| {
        let Some(done) = item.done else { return text(&item.text) };
        let mut map = Map::default();
        map.text("text", Some(&item.text));
        map.put("done", new(Data::Bool(done)));
        map.value()
    };
    items.iter().map(item).collect()
}

fn endpoint(endpoint: &Endpoint, names: &Names) -> Value {
    let mut map = Map::default();
    map.word("served_by", endpoint.served_by.map(|id| names.of(id)));
    map.text("method", endpoint.method.as_ref());
    map.text("path", endpoint.path.as_ref());
    map.text("description", endpoint.description.as_ref());
    for (key, value) in [("request", &endpoint.request), ("response", &endpoint.response)] {
        if let Some(value) = value {
            map.put(key, value.clone());
        }
    }
    map.value()
}

fn entity(entity: &Entity, names: &Names) -> Value {
    let mut map = Map::default();
    map.word("stored_in", entity.stored_in.map(|id| names.of(id)));
    map.text("description", entity.description.as_ref());
    map.section("fields", entity.fields.iter().cloned());
    map.section("relations", entity.relations.iter().cloned());
    map.list("indexes", entity.indexes.clone());
    map.value()
}

fn risk(risk: &Risk, names: &Names) -> Value {
    let mut map = Map::default();
    map.text("risk", risk.risk.as_ref());
    map.word("probability", risk.probability.map(Level::letter));
    map.word("impact", risk.impact.map(Level::letter));
    map.text("mitigation", risk.mitigation.as_ref());
    elements(&mut map, "on", &risk.on, names);
    map.value()
}
