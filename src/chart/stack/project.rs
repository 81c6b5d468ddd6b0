//! [`Model`] + [`View`] -> [`Stack`]: the plan's technologies, core before supporting.

use super::{Choice, Layer, Stack};
use crate::base::Kind;
use crate::describe::Model;
use crate::describe::model::View;
use crate::describe::plan;

/// Reads the technology of the plan.
///
/// Total: a model without a plan or without technology gives a stack without layers.
pub fn project(model: &Model, view: &View) -> Stack {
    let plan = model.plan.as_ref();
    let of = plan.and_then(|p| p.feature.as_ref()).unwrap_or(&model.name);
    let layer = |id: &str, name: &str, choices: &[plan::Choice], kind: Kind| Layer {
        id: id.to_owned(),
        name: name.to_owned(),
        choices: choices.iter().filter(|c| !c.is_none()).map(|c| choice(c, kind)).collect(),
    };
    let layers = plan.map_or(Vec::new(), |p| {
        vec![
            layer("core", "Core technologies", &p.core, Kind::Container),
            layer("supporting", "Supporting tools", &p.supporting, Kind::Node),
        ]
    });
    Stack {
        title: view.title.clone().unwrap_or_else(|| format!("{of}: technology")),
        description: view.description.clone(),
        layers: layers.into_iter().filter(|layer| !layer.choices.is_empty()).collect(),
    }
}

fn choice(written: &plan::Choice, other: Kind) -> Choice {
    let kind = match written.role.to_lowercase().as_str() {
        "database" | "databases" | "db" => Kind::Database,
        "cache" | "caching" => Kind::Cache,
        "queue" | "messaging" | "broker" | "events" => Kind::Queue,
        "storage" | "files" => Kind::Storage,
        "gateway" | "proxy" => Kind::Gateway,
        _ => other,
    };
    Choice {
        id: written.role.clone(),
        role: role(&written.role),
        choice: written.choice.clone().unwrap_or_else(|| "?".to_owned()),
        why: written.why.clone(),
        kind,
    }
}

/// The words of a role: `api_docs` is `Api docs`; what has capitals stays.
fn role(key: &str) -> String {
    match key {
        "ci" | "ci_cd" | "cicd" | "ci-cd" | "ci/cd" => return "CI/CD".to_owned(),
        "api" | "ui" | "orm" | "cdn" | "sdk" => return key.to_uppercase(),
        _ => {}
    }
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if !words.chars().any(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => words,
    }
}
