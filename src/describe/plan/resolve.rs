//! The plan as written -> [`Plan`]: names of elements and phases become indices.
//!
//! Part of: describe, last step. Names that stand for nothing are left out: [`super::check`] has told them.

use super::{Choice, Endpoint, Entity, Item, Phase, Plan, Risk, Spec, Testing, role};
use crate::base::Span;
use crate::describe::model::ElementId;
use crate::describe::resolve::Resolver;
use crate::describe::schema::{At, ChoiceDef, ItemDef, Named, PhaseDef, PlanDef, RiskDef, Short};
use std::collections::BTreeMap;

/// Resolves the plan. `span` is where it is written.
pub(in crate::describe) fn resolve(to: &Resolver<'_>, plan: &PlanDef, span: Span) -> Plan {
    let one = |at: Option<&At<String>>| at.and_then(|at| to.known(&at.value));
    let spec = plan.spec.clone().unwrap_or_default();
    let stack = plan.stack.clone().unwrap_or_default();
    let risks = plan.risks.clone().unwrap_or_default();
    let testing = plan.testing.clone().unwrap_or_default();
    let unit = testing.unit.unwrap_or_default();
    let api = plan.api.iter().flat_map(|api| &api.0).map(|(name, e)| Endpoint {
        name: name.value.clone(),
        served_by: one(e.served_by.as_ref()),
        method: owned(e.method.as_ref()),
        path: owned(e.path.as_ref()),
        description: owned(e.description.as_ref()),
        request: e.request.clone().map(|any| any.0),
        response: e.response.clone().map(|any| any.0),
        span: name.span,
    });
    let entities = plan.entities.iter().flat_map(|entities| &entities.0).map(|(name, e)| Entity {
        name: name.value.clone(),
        stored_in: one(e.stored_in.as_ref()),
        description: owned(e.description.as_ref()),
        fields: named(e.fields.as_ref()),
        relations: named(e.relations.as_ref()),
        indexes: e.indexes.iter().flatten().map(|any| any.0.clone()).collect(),
        span: name.span,
    });
    let (mut core, mut supporting) = (choices(stack.core.as_ref()), choices(stack.supporting.as_ref()));
    role::settle(&mut core, &mut supporting);
    Plan {
        feature: owned(plan.feature.as_ref()),
        spec: Spec {
            id: owned(spec.id.as_ref()),
            generated: owned(spec.generated.as_ref()),
            focus: spec.focus.map(|f| f.value.0),
        },
        core,
        supporting,
        phases: phases(to, plan.phases.as_deref().unwrap_or_default()),
        files: plan.files.as_ref().map(|f| f.value.clone()).filter(|f| !f.trim().is_empty()),
        api: api.collect(),
        entities: entities.collect(),
        testing: Testing {
            coverage: owned(unit.coverage.as_ref()),
            framework: owned(unit.framework.as_ref()),
            mocks: owned(unit.mocks.as_ref()),
            integration: items(testing.integration.as_deref()),
            e2e: items(testing.e2e.as_deref()),
        },
        compliance: named(plan.compliance.as_ref()),
        technical_risks: risks.technical.iter().flatten().map(|r| risk(to, r)).collect(),
        timeline_risks: risks.timeline.iter().flatten().map(|r| risk(to, r)).collect(),
        success: items(plan.success.as_deref()),
        span,
    }
}

fn owned(at: Option<&At<String>>) -> Option<String> {
    at.map(|a| a.value.trim().to_owned()).filter(|t| !t.is_empty())
}

fn named(of: Option<&Named<crate::describe::schema::Any>>) -> Vec<(String, crate::describe::yaml::Value)> {
    of.iter().flat_map(|n| &n.0).map(|(name, any)| (name.value.clone(), any.0.clone())).collect()
}

fn elements(to: &Resolver<'_>, of: Option<&Vec<At<String>>>) -> Vec<ElementId> {
    let mut out: Vec<ElementId> = Vec::new();
    for id in of.into_iter().flatten().filter_map(|at| to.known(&at.value)) {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

fn choices(of: Option<&Named<Short<At<String>, ChoiceDef>>>) -> Vec<Choice> {
    let choice = |(role, it): &(At<String>, Short<At<String>, ChoiceDef>)| {
        let (choice, why) = match it {
            Short::Short(choice) => (owned(Some(choice)), None),
            Short::Keys(keys) => (owned(keys.choice.as_ref()), owned(keys.why.as_ref())),
        };
        Choice { role: role.value.clone(), choice, why, span: role.span }
    };
    of.iter().flat_map(|n| &n.0).map(choice).collect()
}

fn items(of: Option<&[At<Short<String, ItemDef>>]>) -> Vec<Item> {
    let item = |at: &At<Short<String, ItemDef>>| {
        let (text, done) = match &at.value {
            Short::Short(text) => (text.trim().to_owned(), None),
            Short::Keys(keys) => (owned(keys.text.as_ref()).unwrap_or_default(), keys.done),
        };
        Item { text, done, span: at.span }
    };
    of.unwrap_or_default().iter().map(item).filter(|item| !item.text.is_empty()).collect()
}

fn phases(to: &Resolver<'_>, written: &[At<PhaseDef>]) -> Vec<Phase> {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, phase) in written.iter().enumerate() {
        if let Some(id) = &phase.value.id {
            index.entry(&id.value).or_insert(at);
        }
    }
    let phase = |phase: &At<PhaseDef>| {
        let def = &phase.value;
        let mut after: Vec<usize> =
            def.after.iter().flatten().filter_map(|at| index.get(at.value.as_str()).copied()).collect();
        after.sort_unstable();
        after.dedup();
        Phase {
            id: owned(def.id.as_ref()),
            name: owned(def.name.as_ref()),
            duration: owned(def.duration.as_ref()),
            after,
            builds: elements(to, def.builds.as_ref()),
            deliverables: items(def.deliverables.as_deref()),
            tasks: items(def.tasks.as_deref()),
            span: phase.span,
        }
    };
    written.iter().map(phase).collect()
}

fn risk(to: &Resolver<'_>, at: &At<RiskDef>) -> Risk {
    let def = &at.value;
    Risk {
        risk: owned(def.risk.as_ref()),
        probability: def.probability.as_ref().map(|p| p.value.0),
        impact: def.impact.as_ref().map(|i| i.value.0),
        mitigation: owned(def.mitigation.as_ref()),
        on: elements(to, def.on.as_ref()),
        span: at.span,
    }
}
