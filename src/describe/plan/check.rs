//! The rules of a plan's data against the model, one function a rule.
//!
//! Part of: describe, last step. Input: the plan as written, the resolved model. Output: findings; all but unknown
//! references are warnings, because the pictures can be drawn all the same.

use super::entity::{self, Names};
use super::{Level, form};
use crate::base::{Code, Kind, Span, Status};
use crate::describe::model::ElementId;
use crate::describe::resolve::Resolver;
use crate::describe::schema::{At, PhaseDef, PlanDef};
use crate::describe::suggest;
use std::collections::{BTreeMap, BTreeSet};

/// Applies every rule.
pub(in crate::describe) fn check(to: &mut Resolver<'_>, plan: &PlanDef) {
    let phases = plan.phases.as_deref().unwrap_or_default();
    phase_cycle(to, phases);
    let built = built(to, phases);
    unbuilt_elements(to, phases, &built);
    endpoints_without_server(to, plan);
    entities_without_store(to, plan);
    relations_to_nothing(to, plan);
    risks(to, plan);
    principles(to, plan);
    form::check(to, plan);
}

/// What the phases build; unknown references are findings.
fn built(to: &mut Resolver<'_>, phases: &[At<PhaseDef>]) -> BTreeSet<ElementId> {
    let names: Vec<&At<String>> = phases.iter().flat_map(|p| p.value.builds.iter().flatten()).collect();
    names.into_iter().filter_map(|at| to.element(None, at)).collect()
}

/// Phases that wait for each other, each ring once.
fn phase_cycle(to: &mut Resolver<'_>, phases: &[At<PhaseDef>]) {
    const SHOWN: usize = 12;
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, phase) in phases.iter().enumerate() {
        let Some(id) = &phase.value.id else { continue };
        if let Some(&first) = index.get(id.value.as_str()) {
            let first = phases[first].value.id.as_ref().map_or(id.span, |i| i.span);
            to.twice("The phase", id, first);
            continue;
        }
        index.insert(&id.value, at);
    }
    let mut after: Vec<Vec<(usize, Span)>> = Vec::new();
    for phase in phases {
        let mut before = Vec::new();
        for name in phase.value.after.iter().flatten() {
            if let Some(&at) = index.get(name.value.as_str()) {
                before.push((at, name.span));
            } else {
                let nearest = to.names.spend(index.len());
                let nearest = nearest.and_then(|()| suggest::nearest(&name.value, index.keys().copied()));
                let help = suggest::did_you_mean(nearest, || "Write the `id` of a phase.".to_owned());
                let message = format!("There is no phase `{}`.", name.value);
                to.add(Code::UnknownReference, name.span, message, help);
            }
        }
        after.push(before);
    }
    for ring in rings(&after) {
        let name = |at: usize| phases[at].value.id.as_ref().map_or("", |i| i.value.as_str());
        let span = after[ring[0]].iter().find(|(b, _)| ring.contains(b)).map(|(_, span)| *span);
        let mut names: Vec<&str> = ring.iter().chain(ring.first()).map(|at| name(*at)).collect();
        if names.len() > SHOWN {
            names.splice(SHOWN / 2..names.len() - SHOWN / 2, ["..."]);
        }
        let message = format!("These phases wait for each other: {}.", names.join(" after "));
        if let Some(span) = span {
            to.add(Code::PhaseCycle, span, message, "Take one of their `after` out.");
        }
    }
}

/// Rings of what waits for what, found by a walk without recursion.
fn rings(after: &[Vec<(usize, Span)>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; after.len()];
    let mut rings: Vec<Vec<usize>> = Vec::new();
    let mut told = vec![false; after.len()];
    for start in 0..after.len() {
        if seen[start] != Seen::No {
            continue;
        }
        let mut path = vec![(start, 0)];
        seen[start] = Seen::Open;
        while let Some((at, next)) = path.last_mut() {
            let Some(&(before, _)) = after[*at].get(*next) else {
                seen[*at] = Seen::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match seen[before] {
                Seen::No => {
                    seen[before] = Seen::Open;
                    path.push((before, 0));
                }
                // One ring says enough of phases that are in several.
                Seen::Open if told[before] || path.last().is_some_and(|(p, _)| told[*p]) => {}
                Seen::Open => {
                    let from = path.iter().position(|(p, _)| *p == before).unwrap_or(0);
                    let ring: Vec<usize> = path[from..].iter().map(|(p, _)| *p).collect();
                    for &p in &ring {
                        told[p] = true;
                    }
                    rings.push(ring);
                }
                Seen::Done => {}
            }
        }
    }
    rings
}

/// What is new or changed must be built; where nothing has a status, everything of our own.
fn unbuilt_elements(to: &mut Resolver<'_>, phases: &[At<PhaseDef>], built: &BTreeSet<ElementId>) {
    if !phases.iter().any(|p| p.value.builds.is_some()) {
        return;
    }
    let model = &to.model;
    let delta = model.elements.iter().any(|e| matches!(e.status, Some(Status::New | Status::Changed)));
    let mut covered = vec![false; model.elements.len()];
    for (at, element) in model.elements.iter().enumerate() {
        let around = element.parent.is_some_and(|p| covered[p.index()]);
        covered[at] = around || built.contains(&ElementId(at as u32));
    }
    // A whole is built where one of its parts is.
    for at in (0..covered.len()).rev() {
        if let (true, Some(parent)) = (covered[at], model.elements[at].parent) {
            covered[parent.index()] = true;
        }
    }
    let mut missing = Vec::new();
    let mut named = vec![false; model.elements.len()];
    for (at, element) in model.elements.iter().enumerate() {
        let ours = !element.external && element.kind != Kind::Person;
        let due = match element.status.unwrap_or_default() {
            Status::New | Status::Changed => true,
            Status::Removed => false,
            Status::Kept => !delta && element.children.is_empty(),
        };
        // Parts of what is named already are not named again.
        named[at] = element.parent.is_some_and(|p| named[p.index()]);
        if ours && due && !covered[at] && !named[at] {
            named[at] = true;
            missing.push((ElementId(at as u32), element.span, element.path.clone()));
        }
    }
    for (id, span, path) in missing {
        if !to.suspects.contains(&id) {
            let message = format!("No phase builds `{path}`.");
            to.add(Code::UnbuiltElement, span, message, "Add it to `builds:` of a phase of the plan.");
        }
    }
}

fn endpoints_without_server(to: &mut Resolver<'_>, plan: &PlanDef) {
    for (name, endpoint) in plan.api.iter().flat_map(|a| &a.0) {
        if let Some(server) = &endpoint.served_by {
            to.element(None, server);
        } else {
            let message = format!("The endpoint `{}` has no server.", name.value);
            to.add(Code::EndpointWithoutServer, name.span, message, "Say which element serves it: `served_by: api`.");
        }
    }
}

fn entities_without_store(to: &mut Resolver<'_>, plan: &PlanDef) {
    for (name, entity) in plan.entities.iter().flat_map(|e| &e.0) {
        if let Some(store) = &entity.stored_in {
            to.element(None, store);
        } else {
            let message = format!("The entity `{}` has no store.", name.value);
            to.add(Code::EntityWithoutStore, name.span, message, "Say which element stores it: `stored_in: db`.");
        }
    }
}

/// Relations of entities that name no entity.
fn relations_to_nothing(to: &mut Resolver<'_>, plan: &PlanDef) {
    let all: Vec<&str> = plan.entities.iter().flat_map(|e| &e.0).map(|(name, _)| name.value.as_str()).collect();
    let names = Names::new(all.iter().copied());
    for (entity, def) in plan.entities.iter().flat_map(|e| &e.0) {
        for (name, written) in def.relations.iter().flat_map(|r| &r.0) {
            let read = entity::relation(&name.value, &written.0, &names);
            if read.target.is_some() {
                continue;
            }
            let (message, help) = if let Some(word) = &read.unknown {
                let nearest = to.names.spend(all.len());
                let nearest = nearest.and_then(|()| suggest::nearest(word, all.iter().copied()));
                let help = || "Write the name of an entity of this plan, or add one.".to_owned();
                (format!("There is no entity `{word}`."), suggest::did_you_mean(nearest, help))
            } else {
                let message = format!("The relation `{}` of `{}` names no entity.", name.value, entity.value);
                (message, "Say to which one it goes: `many-to-one User`.".to_owned())
            };
            to.add(Code::UnknownEntity, written.0.span, message, help);
        }
    }
}

fn risks(to: &mut Resolver<'_>, plan: &PlanDef) {
    let Some(risks) = &plan.risks else { return };
    for risk in [&risks.technical, &risks.timeline].into_iter().flatten().flatten() {
        for element in risk.value.on.iter().flatten() {
            to.element(None, element);
        }
        let (Some(probability), Some(impact)) = (&risk.value.probability, &risk.value.impact) else { continue };
        let mitigated = risk.value.mitigation.as_ref().is_some_and(|m| !m.value.trim().is_empty());
        if !mitigated && probability.value.0 == Level::H && impact.value.0 == Level::H {
            let span = risk.value.risk.as_ref().map_or(probability.span, |r| r.span);
            let message = "This risk is likely and hurts, and nothing is done about it.";
            to.add(Code::UnmitigatedRisk, span, message, "Say what is done about it: `mitigation: ..`.");
        }
    }
}

/// Principles that are nearly one of the template: any other is the author's own.
fn principles(to: &mut Resolver<'_>, plan: &PlanDef) {
    const KNOWN: [&str; 5] = [
        "specification_first",
        "incremental_planning",
        "task_decomposition",
        "quality_assurance",
        "architecture_documentation",
    ];
    for (key, _) in plan.compliance.iter().flat_map(|named| &named.0) {
        let Some(meant) = suggest::nearest(&key.value, KNOWN).filter(|_| !KNOWN.contains(&key.value.as_str())) else {
            continue;
        };
        let message = format!("There is no principle `{}` in the template: it gets a line of its own.", key.value);
        to.add(Code::PlanClaim, key.span, message, format!("Did you mean `{meant}`?"));
    }
}
