//! Endpoints and entities: each once, endpoints with what they answer.

use super::Findings;
use crate::base::Code;
use crate::describe::yaml::Data;
use crate::plan::read::{Contract, simple};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
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
        let called = |c: &Contract| Some((c.value("method")?.text.to_ascii_uppercase(), c.value("path")?.text));
        let own = called(endpoint);
        let same = |other: &&Contract| {
            simple(&other.name.text) == simple(&endpoint.name.text) || own.is_some() && called(other) == own
        };
        if let Some(other) = doc.endpoints[..at].iter().find(same) {
            let message = format!("The endpoint `{}` is here already as `{}`.", endpoint.name.text, other.name.text);
            to.add(Code::PlanDuplicate, endpoint.name.span, message, "Keep one of the two.");
        }
    }
    for (at, entity) in doc.entities.iter().enumerate() {
        if doc.entities[..at].iter().any(|other| simple(&other.name.text) == simple(&entity.name.text)) {
            let message = format!("The entity `{}` is here already.", entity.name.text);
            to.add(Code::PlanDuplicate, entity.name.span, message, "Keep one of the two.");
        }
    }
}

/// Whether an endpoint says what it answers, in its YAML or below a label.
fn answers(endpoint: &Contract) -> bool {
    let says = |name: &str| ["response", "responses", "returns", "answer", "answers", "output"].contains(&name);
    let tree = endpoint.tree.as_ref().map(|t| t.entries()).unwrap_or_default();
    let in_tree = tree.iter().any(|e| says(&simple(&e.key)) && !matches!(e.value.data, Data::Null));
    in_tree
        || endpoint.lines.iter().any(|line| {
            let name = simple(&line.name.text);
            name.split(' ').any(says) || line.under.split(' ').any(says)
        })
}
