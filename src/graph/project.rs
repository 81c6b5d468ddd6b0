//! The order of the steps: pick, select, lift, prune, build.

use super::build::Builder;
use super::delta::Delta;
use super::deploy;
use super::lift::{self, Lifted, Link};
use super::look::Looks;
use super::pick::Index;
use super::records::records;
use super::select::{self, Selection};
use super::{Constraint, Graph, Lens, Member};
use crate::describe::Model;
use crate::describe::model::{EnvironmentId, RelationId, Show, View, ViewKind};
use std::collections::BTreeMap;

pub(super) fn project(model: &Model, view: &View, lens: &Lens) -> Graph {
    let mut graph = Graph {
        title: title(model, view),
        description: description(model, view),
        direction: view.direction,
        ..Graph::default()
    };
    let index = Index::new(model);
    let delta = (view.show == Show::Changes).then(|| Delta::new(model));
    let looks = if delta.is_some() { Looks::plain(model, &index) } else { Looks::new(model, &index) };
    let build = Builder { model, lens, looks: &looks, delta: delta.as_ref() };
    let (elements, links) = match view.kind {
        ViewKind::Landscape | ViewKind::Context | ViewKind::Container | ViewKind::Component => {
            still(&build, view, &index, &mut graph)
        }
        ViewKind::Deployment => {
            let environment = view.environment.map_or(0, EnvironmentId::index);
            match model.environments.get(environment) {
                Some(environment) => deploy::deployment(&build, view, environment, &index, &mut graph),
                None => return graph,
            }
        }
        ViewKind::Entity => {
            records(&build, &mut graph);
            return graph;
        }
        ViewKind::Sequence | ViewKind::Schedule | ViewKind::Risk | ViewKind::Stack | ViewKind::Files => return graph,
    };
    graph.legend = looks.legend(&graph, &elements, &links);
    graph
}

/// Landscape, context, container and component views. Says which elements and links are in the picture.
fn still(build: &Builder<'_>, view: &View, index: &Index, graph: &mut Graph) -> (Vec<bool>, Vec<Link>) {
    let model = build.model;
    let mut selection = select::select(model, view, index);
    let mut links = lift::merge(model, &lifted(model, &selection));
    if let Some(delta) = build.delta {
        delta.prune(model, &mut selection, &links);
        links = lift::merge(model, &lifted(model, &selection));
        links.retain(|link| delta.keeps(&selection, link));
    }
    let places: BTreeMap<usize, Member> = build.elements(graph, &selection);
    build.links(graph, &links, |at| places.get(&at).copied());
    graph.constraints = (view.constraints.iter())
        .map(|c| {
            let shown = c.elements.iter().filter_map(|id| places.get(&id.index()).copied());
            Constraint { kind: c.kind, members: shown.collect() }
        })
        .collect();
    let elements = (0..model.elements.len()).map(|at| places.contains_key(&at)).collect();
    (elements, links)
}

/// Relations with the elements that stand for their ends, where the picture shows them.
fn lifted(model: &Model, selection: &Selection) -> Vec<Lifted> {
    let mut out = Vec::new();
    for (at, relation) in model.relations.iter().enumerate() {
        if selection.dropped[at] {
            continue;
        }
        let (from, to) = (selection.stand_in(model, relation.from), selection.stand_in(model, relation.to));
        if let (Some(from), Some(to)) = (from, to)
            && !model.is_within(from, to)
            && !model.is_within(to, from)
        {
            let exact = from == relation.from && to == relation.to;
            out.push(Lifted { from: from.index(), to: to.index(), relation: RelationId(at as u32), exact });
        }
    }
    out
}

/// The view's own title, or what it is a view of.
pub(super) fn title(model: &Model, view: &View) -> String {
    if let Some(title) = &view.title {
        return title.clone();
    }
    let of = view.of.map_or(&model.name, |of| &model.element(of).name);
    let what = match view.kind {
        ViewKind::Landscape => "landscape",
        ViewKind::Context => "context",
        ViewKind::Container => "containers",
        ViewKind::Component => "components",
        ViewKind::Deployment => "deployment",
        ViewKind::Sequence => &view.id,
        ViewKind::Entity => "entities",
        ViewKind::Schedule => "schedule",
        ViewKind::Risk => "risks",
        ViewKind::Stack => "stack",
        ViewKind::Files => "files",
    };
    let of = match (view.kind, view.environment.and_then(|e| model.environments.get(e.index()))) {
        (ViewKind::Deployment, Some(environment)) => format!("{of}, {}", environment.name),
        _ => of.clone(),
    };
    let changes = if view.show == Show::Changes { ", changes" } else { "" };
    if of.is_empty() {
        // What comes from standard input may have no name.
        let first = what.chars().next().map(char::to_uppercase).into_iter().flatten();
        return format!("{}{changes}", first.chain(what.chars().skip(1)).collect::<String>());
    }
    format!("{of}: {what}{changes}")
}

/// The view's own words, or those of what it is about.
fn description(model: &Model, view: &View) -> Option<String> {
    let of = view.of.map_or(&model.description, |of| &model.element(of).description);
    view.description.clone().or_else(|| of.clone())
}
