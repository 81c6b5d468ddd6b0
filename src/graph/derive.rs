//! The views of a description that names none.
//!
//! Stage: graph. Input: the model. Output: the landscape, one context view a system, one container view a system with
//! children, one component view a container with children, one view a deployment.

use crate::base::{Kind, unique};
use crate::describe::Model;
use crate::describe::model::{Element, ElementId, EnvironmentId, View, ViewKind};
use std::collections::BTreeSet;

/// The views that a model has without `views:`: `landscape`, `shop-context`, `shop-container`, `shop-api-component`,
/// `prod-deployment`.
pub fn derive_views(model: &Model) -> Vec<View> {
    let mut taken = BTreeSet::new();
    let mut views: Vec<View> = Vec::new();
    let mut add = |id: &str, kind: ViewKind, of: Option<ElementId>, environment: Option<EnvironmentId>| {
        let id = unique(&mut taken, id);
        views.push(View { of, environment, ..View::new(id, kind) });
    };
    if !model.elements.is_empty() {
        add("landscape", ViewKind::Landscape, None, None);
    }
    let all = || model.elements.iter().enumerate().map(|(at, element)| (ElementId(at as u32), element));
    let id_of = |element: &Element, word: &str| format!("{}-{word}", element.path.replace('.', "-"));
    for (id, element) in all().filter(|(_, e)| e.kind == Kind::System && !e.external) {
        add(&id_of(element, "context"), ViewKind::Context, Some(id), None);
    }
    for (id, element) in all().filter(|(_, e)| e.kind == Kind::System && !e.children.is_empty()) {
        add(&id_of(element, "container"), ViewKind::Container, Some(id), None);
    }
    for (id, element) in all().filter(|(_, e)| e.kind != Kind::System && !e.children.is_empty()) {
        add(&id_of(element, "component"), ViewKind::Component, Some(id), None);
    }
    for (at, environment) in model.environments.iter().enumerate() {
        let id = format!("{}-deployment", environment.id);
        add(&id, ViewKind::Deployment, None, Some(EnvironmentId(at as u32)));
    }
    views
}
