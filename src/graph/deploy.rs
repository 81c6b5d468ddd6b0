//! Deployment views: what runs where.
//!
//! Stage: graph. Input: the model, a view with an environment. Output: the [`Graph`].
//!
//! A place is a frame around its places and around one node for each element that runs on it; an empty place is a
//! node. What runs in several places talks to what is nearest: a relation joins those pairs that share the innermost
//! place.

use super::Graph;
use super::build::Builder;
use super::lift::{self, Lifted, Link};
use super::pick::Index;
use super::select;
use super::{Cluster, ClusterId, Member, Node};
use crate::base::{Kind, Status, unique};
use crate::describe::model::{ElementId, Environment, Place, PlaceId, RelationId, Selector, View};
use std::collections::{BTreeMap, BTreeSet};

/// More edges are no picture; the number stops a product of two large sets.
const EDGES: usize = 60_000;

/// A node for an element: its index in `stands`, and the places around it, outermost first.
struct Copy {
    stand: usize,
    places: Vec<PlaceId>,
}

/// Draws an environment; says which elements and links are in the picture.
pub(super) fn deployment(
    build: &Builder<'_>,
    view: &View,
    environment: &Environment,
    index: &Index,
    graph: &mut Graph,
) -> (Vec<bool>, Vec<Link>) {
    let model = build.model;
    let (hidden, dropped) = select::excluded(model, view, index);
    let scope = view.of.map(|of| select::inside(model, of));
    let runs =
        |id: &ElementId| !hidden[id.index()] && scope.as_ref().is_none_or(|s| s[id.index()] || holds(build, *id, view));
    let shown = shown_places(build, view, environment, &runs);

    let mut parents = vec![false; shown.len()];
    for (place, _) in environment.nodes.iter().zip(&shown).filter(|(_, shown)| **shown) {
        if let Some(parent) = place.parent {
            parents[parent.index()] = true;
        }
    }

    let mut taken = BTreeSet::new();
    let mut frames: Vec<Option<ClusterId>> = Vec::with_capacity(environment.nodes.len());
    let mut stands: Vec<Member> = Vec::new();
    let mut copies: BTreeMap<ElementId, Vec<Copy>> = BTreeMap::new();
    for (at, place) in environment.nodes.iter().enumerate() {
        let around = place.parent.and_then(|p| frames[p.index()]);
        let full = parents[at] || place.runs.iter().any(runs);
        frames.push(None);
        if !shown[at] {
            continue;
        }
        let id = unique(&mut taken, &place.path);
        if full {
            frames[at] = Some(graph.clusters.add(frame(build, place, id, around)));
        } else {
            graph.net.add_node(empty(build, place, id, around));
        }
        let places = places_of(environment, PlaceId(at as u32));
        for &element in place.runs.iter().filter(|id| runs(id)) {
            let mut node = build.node(element, frames[at]);
            node.id = unique(&mut taken, &format!("{}.{}", place.path, node.id));
            if node.status == Some(Status::Kept) && model.element(element).status.is_none() {
                node.status = Some(place.status.unwrap_or_default());
            }
            copies.entry(element).or_default().push(Copy { stand: stands.len(), places: places.clone() });
            stands.push(Member::Node(graph.net.add_node(node)));
        }
    }
    for element in view.include.iter().flat_map(|s| index.pick(s).elements) {
        if !hidden[element.index()] && !copies.contains_key(&element) {
            let mut node = build.node(element, None);
            node.id = unique(&mut taken, &node.id);
            copies.insert(element, vec![Copy { stand: stands.len(), places: Vec::new() }]);
            stands.push(Member::Node(graph.net.add_node(node)));
        }
    }

    let links = lift::merge(model, &lifted(build, &copies, &dropped));
    build.links(graph, &links, |at| stands.get(at).copied());
    let mut elements = vec![false; model.elements.len()];
    for element in copies.keys() {
        elements[element.index()] = true;
    }
    (elements, links)
}

/// Relations between what runs, nearest copies first.
fn lifted(build: &Builder<'_>, copies: &BTreeMap<ElementId, Vec<Copy>>, dropped: &[bool]) -> Vec<Lifted> {
    let model = build.model;
    let stand_in = |mut id: ElementId| loop {
        if copies.contains_key(&id) {
            return Some(id);
        }
        id = model.element(id).parent?;
    };
    let mut out = Vec::new();
    for (at, relation) in model.relations.iter().enumerate() {
        let (Some(from), Some(to)) = (stand_in(relation.from), stand_in(relation.to)) else { continue };
        if dropped[at] || from == to {
            continue;
        }
        let exact = from == relation.from && to == relation.to;
        for tail in &copies[&from] {
            let common = |head: &Copy| tail.places.iter().zip(&head.places).take_while(|(a, b)| a == b).count();
            let nearest = copies[&to].iter().map(common).max().unwrap_or(0);
            for head in copies[&to].iter().filter(|head| common(head) == nearest) {
                if out.len() >= EDGES {
                    return out;
                }
                out.push(Lifted { from: tail.stand, to: head.stand, relation: RelationId(at as u32), exact });
            }
        }
    }
    out
}

/// Whether the element has what the view is about inside.
fn holds(build: &Builder<'_>, id: ElementId, view: &View) -> bool {
    view.of.is_some_and(|of| build.model.is_within(of, id))
}

/// Places that `exclude:` leaves in; of a view about one element those that run something of it; of the plan's delta
/// those that change or run something.
fn shown_places(
    build: &Builder<'_>,
    view: &View,
    environment: &Environment,
    runs: &dyn Fn(&ElementId) -> bool,
) -> Vec<bool> {
    let hidden = |place: &Place| {
        view.exclude.iter().any(|selector| match selector {
            Selector::Tag(tag) => place.tags.contains(tag),
            Selector::Kind(word) => word == Kind::Node.word(),
            _ => false,
        })
    };
    let mut shown: Vec<bool> = Vec::with_capacity(environment.nodes.len());
    for place in &environment.nodes {
        shown.push(!hidden(place) && place.parent.is_none_or(|p| shown[p.index()]));
    }
    if view.of.is_some() || build.delta.is_some() {
        let mut full = vec![false; shown.len()];
        for (at, place) in environment.nodes.iter().enumerate().rev() {
            full[at] |= place.runs.iter().any(runs)
                || (build.delta.is_some() && place.status.is_some_and(|s| s != Status::Kept));
            if let Some(parent) = place.parent {
                full[parent.index()] |= full[at];
            }
        }
        for (shown, full) in shown.iter_mut().zip(full) {
            *shown &= full;
        }
    }
    shown
}

/// The place with those around it, outermost first.
fn places_of(environment: &Environment, id: PlaceId) -> Vec<PlaceId> {
    let mut path = vec![id];
    while let Some(parent) = path.last().and_then(|id| environment.nodes[id.index()].parent) {
        path.push(parent);
    }
    path.reverse();
    path
}

fn frame(build: &Builder<'_>, place: &Place, id: String, parent: Option<ClusterId>) -> Cluster {
    Cluster {
        id,
        name: place.name.clone(),
        kind: Kind::Node,
        kind_name: Kind::Node.title().to_owned(),
        tech: place.tech.clone().filter(|_| build.lens.technology),
        parent,
        instances: place.instances,
        status: build.delta.map(|_| place.status.unwrap_or_default()),
        tags: place.tags.clone(),
        style: build.looks.of_place(&place.tags),
        ..Cluster::default()
    }
}

fn empty(build: &Builder<'_>, place: &Place, id: String, cluster: Option<ClusterId>) -> Node {
    Node {
        id,
        name: place.name.clone(),
        kind: Kind::Node,
        kind_name: Kind::Node.title().to_owned(),
        tech: place.tech.clone().filter(|_| build.lens.technology),
        description: place.description.clone().filter(|_| build.lens.descriptions),
        status: build.delta.map(|_| place.status.unwrap_or_default()),
        instances: place.instances,
        tags: place.tags.clone(),
        style: build.looks.of_place(&place.tags),
        cluster,
        ..Node::default()
    }
}
