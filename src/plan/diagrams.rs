//! The pictures of a plan: which views it shows, and in which section.
//!
//! Part of: plan. Input: a model. Output: a list as data; what of it can be drawn is asked of the pipeline.

use super::Section;
use super::markdown::fence;
use crate::base::{Code, Diagnostic, Kind, Severity, Status};
use crate::describe::model::{Element, ElementId, Model, Show, View, ViewKind};
use crate::pipeline::{self, Request};

/// A picture of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The section it stands in.
    pub section: Section,
    /// Where in the section.
    pub place: Place,
    /// What it shows.
    pub view: View,
}

/// Where a picture stands in its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before the words.
    Before,
    /// Behind them.
    Behind,
}

/// All pictures of the plan, in the order in which it shows them.
pub fn diagrams(model: &Model) -> Vec<Diagram> {
    let mut out = Vec::new();
    let mut put = |section, place, view: View| {
        if !out.iter().any(|d: &Diagram| d.view.id == view.id) {
            out.push(Diagram { section, place, view });
        }
    };
    let written = |kind: ViewKind| model.views.iter().filter(move |view| view.kind == kind).cloned();
    if let Some(view) = architecture(model) {
        put(Section::Architecture, Place::Before, view);
    }
    for view in delta(model).into_iter().chain(insides(model)).chain(deployments(model)) {
        put(Section::Architecture, Place::Behind, view);
    }
    for view in written(ViewKind::Sequence) {
        put(Section::Architecture, Place::Behind, view);
    }
    let Some(plan) = &model.plan else { return out };
    let data = [
        (
            ViewKind::Stack,
            plan.core.iter().chain(&plan.supporting).any(|choice| !choice.is_none()),
            Section::Stack,
            Place::Behind,
        ),
        (ViewKind::Schedule, !plan.phases.is_empty(), Section::Phases, Place::Before),
        (ViewKind::Files, plan.files.is_some(), Section::Files, Place::Behind),
        (ViewKind::Entity, !plan.entities.is_empty(), Section::Entities, Place::Before),
        (
            ViewKind::Risk,
            !plan.technical_risks.is_empty() || !plan.timeline_risks.is_empty(),
            Section::Risks,
            Place::Behind,
        ),
    ];
    for (kind, there, section, place) in data {
        let mut views: Vec<View> = written(kind).collect();
        if there && views.is_empty() {
            views.push(derived(model, kind, &kind.word().replace("entity", "entities").replace("risk", "risks")));
        }
        for view in views {
            put(section, place, view);
        }
    }
    for view in pipeline::endpoint_views(model) {
        put(Section::Api, Place::Behind, view);
    }
    out
}

/// Every view that a region of a plan may name: those of the model, and the pictures of its plan.
pub fn views(model: &Model) -> Vec<View> {
    let mut out = pipeline::views(model);
    for diagram in diagrams(model) {
        if !out.iter().any(|view| view.id == diagram.view.id) {
            out.push(diagram.view);
        }
    }
    out
}

/// The picture of the architecture: the first view of containers, or the first of elements at all, that is no delta.
/// Where nobody wrote views and that of one system's containers would leave something out, the containers of all.
pub fn architecture(model: &Model) -> Option<View> {
    let mut views = pipeline::views(model);
    views.retain(|view| view.show == Show::All && is_of_elements(view));
    let containers = views.iter().position(|view| view.kind == ViewKind::Container);
    let view = (!views.is_empty()).then(|| views.swap_remove(containers.unwrap_or(0)))?;
    match view.of {
        Some(of) if model.views.is_empty() && !is_whole(model, of) => {
            Some(View::new(free(model, "architecture"), ViewKind::Container))
        }
        _ => Some(view),
    }
}

/// Whether the containers of a system and their neighbours show something of everything at the top, and no other system
/// has anything in it.
fn is_whole(model: &Model, of: ElementId) -> bool {
    // An element comes behind the one that it is in.
    let mut tops: Vec<usize> = Vec::with_capacity(model.elements.len());
    for (at, element) in model.elements.iter().enumerate() {
        tops.push(element.parent.and_then(|parent| tops.get(parent.index()).copied()).unwrap_or(at));
    }
    let mut shown = vec![false; model.elements.len()];
    shown[tops[of.index()]] = true;
    for relation in &model.relations {
        let (from, to) = (relation.from.index(), relation.to.index());
        if model.is_within(relation.from, of) || model.is_within(relation.to, of) {
            (shown[tops[from]], shown[tops[to]]) = (true, true);
        }
    }
    let is_closed = |(at, element): (usize, &Element)| {
        at == of.index() || element.kind != Kind::System || element.children.is_empty()
    };
    tops.iter().all(|top| shown[*top]) && model.elements.iter().enumerate().all(is_closed)
}

/// The written views of the containers of other systems.
fn insides(model: &Model) -> Vec<View> {
    let first = architecture(model).and_then(|view| view.of);
    let own = |view: &&View| {
        view.kind == ViewKind::Container && view.show == Show::All && view.of.is_some() && view.of != first
    };
    if first.is_some() { model.views.iter().filter(own).cloned().collect() } else { Vec::new() }
}

/// Where everything runs.
fn deployments(model: &Model) -> Vec<View> {
    let mut views = pipeline::views(model);
    views.retain(|view| view.kind == ViewKind::Deployment && view.show == Show::All);
    views
}

/// Whether a view shows elements of the model, and not the plan's data or steps in time.
fn is_of_elements(view: &View) -> bool {
    use ViewKind::{Component, Container, Context, Deployment, Landscape};
    matches!(view.kind, Landscape | Context | Container | Component | Deployment)
}

/// What the plan changes, where anything has a status: the views written for that, or the architecture's.
fn delta(model: &Model) -> Vec<View> {
    let written: Vec<View> =
        model.views.iter().filter(|v| v.show == Show::Changes && is_of_elements(v)).cloned().collect();
    let changes = |status: Option<Status>| status.is_some_and(|status| status != Status::Kept);
    let used = model.elements.iter().any(|e| changes(e.status)) || model.relations.iter().any(|r| changes(r.status));
    match architecture(model) {
        Some(view) if used && written.is_empty() => {
            let (id, span) = (free(model, "changes"), None);
            vec![View { id, title: Some("What changes".to_owned()), show: Show::Changes, span, ..view }]
        }
        _ => written,
    }
}

/// A view of the plan's data that nobody wrote.
fn derived(model: &Model, kind: ViewKind, id: &str) -> View {
    View::new(free(model, id), kind)
}

/// An id that no view of the model has.
fn free(model: &Model, id: &str) -> String {
    let mut id = id.to_owned();
    while pipeline::views(model).iter().any(|view| view.id == id) {
        id.insert_str(0, "plan-");
    }
    id
}

/// What a view is called: for the text in place of its picture.
pub fn title(model: &Model, view: &View) -> String {
    let name = view.of.map_or(model.name.as_str(), |of| model.element(of).name.as_str());
    let name = if name.is_empty() { view.id.as_str() } else { name };
    view.title.clone().unwrap_or_else(|| match view.kind {
        ViewKind::Stack => "Technology stack".to_owned(),
        ViewKind::Schedule => "Schedule of the phases".to_owned(),
        ViewKind::Files => "Folders and files".to_owned(),
        ViewKind::Entity => "Entities".to_owned(),
        ViewKind::Risk => "Risks by probability and impact".to_owned(),
        _ if view.show == Show::Changes => format!("{name}: what changes"),
        ViewKind::Deployment => format!("{name}: what runs where"),
        _ => name.to_owned(),
    })
}

/// A view as a fence of Mermaid.
///
/// # Errors
/// Why there is none; its place is in the description.
pub fn mermaid(model: &Model, view: &View) -> Result<String, Vec<Diagnostic>> {
    let picture = pipeline::draw(model, view, &Request::mermaid());
    let text = picture.artifacts.into_iter().next().and_then(|artifact| String::from_utf8(artifact.bytes).ok());
    text.map(|text| fence("mermaid", &text)).ok_or_else(|| {
        let mut why = picture.diagnostics;
        why.retain(|finding| finding.severity == Severity::Error);
        for error in picture.errors {
            why.push(Diagnostic::new(Code::EmptyView, view.span, format!("The view `{}`: {error}.", view.id)));
        }
        why
    })
}
