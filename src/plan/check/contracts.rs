//! Endpoints and entities: each once, endpoints with what they answer.

use super::Findings;
use crate::base::Code;
use crate::describe::yaml::{Data, Value};
use crate::plan::read::{Contract, simple};
use std::collections::{BTreeMap, BTreeSet};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, endpoint) in doc.endpoints.iter().enumerate() {
        if !answers(endpoint) && !endpoint.broken {
            let message = format!("The endpoint `{}` does not say what it answers.", endpoint.name.text);
            to.add(
                Code::PlanNoResponse,
                endpoint.name.span,
                message,
                "Write `response:` with a body for each status code.",
            );
        }
        let called = endpoint.value("method").zip(endpoint.value("path"));
        let called = called.map(|(method, path)| (method.text.to_ascii_uppercase(), path.text));
        let by_name = *names.entry(simple(&endpoint.name.text)).or_insert(at);
        let by_call = called.map_or(at, |called| *calls.entry(called).or_insert(at));
        let first = by_name.min(by_call);
        if let Some(other) = doc.endpoints.get(first).filter(|_| first < at) {
            let message = format!("The endpoint `{}` is here already as `{}`.", endpoint.name.text, other.name.text);
            to.add(Code::PlanDuplicate, endpoint.name.span, message, "Keep one of the two.");
        }
    }
    let mut names = BTreeSet::new();
    for entity in &doc.entities {
        if !names.insert(simple(&entity.name.text)) {
            let message = format!("The entity `{}` is here already.", entity.name.text);
            to.add(Code::PlanDuplicate, entity.name.span, message, "Keep one of the two.");
        }
    }
}

/// Whether an endpoint says what it answers, in its YAML or below a label.
fn answers(endpoint: &Contract) -> bool {
    let says = |name: &str| ["response", "responses", "returns", "answer", "answers", "output"].contains(&name);
    let tree = endpoint.tree.as_ref().map(Value::entries).unwrap_or_default();
    let in_tree = tree.iter().any(|e| says(&simple(&e.key)) && !matches!(e.value.data, Data::Null));
    in_tree
        || endpoint.lines.iter().any(|line| {
            let name = simple(&line.name.text);
            name.split(' ').any(says) || line.under.split(' ').any(says)
        })
}
