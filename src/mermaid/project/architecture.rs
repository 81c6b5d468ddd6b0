//! An architecture -> a graph, groups as frames. It flows where most of its edges do.

use super::super::read::architecture::{Architecture, Edge as Written, Service};
use super::net::{Ids, Place, arrow, card, connect, frame, outer_first};
use super::note;
use crate::base::{ConstraintKind, Diagnostic, Direction, Kind, Shape};
use crate::graph::{ClusterId, Constraint, End, Graph, Member, Node};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// The graph of an architecture, and what of the text it does not show.
pub(super) fn project(text: &Architecture) -> (Graph, Vec<Diagnostic>) {
    let level = |edge: &&Written| edge.from.side.is_level() && edge.to.side.is_level();
    let sideways = 2 * text.edges.iter().filter(level).count() >= text.edges.len();
    let direction = if sideways { Direction::Right } else { Direction::Down };
    let title = text.title.clone().unwrap_or_default();
    let mut graph = Graph { title, direction: Some(direction), ..Graph::default() };
    let mut ids = Ids::default();
    let service_ids: Vec<String> = text.services.iter().map(|service| ids.take(&service.id)).collect();
    let parents: Vec<Option<usize>> = text.groups.iter().map(|group| group.parent).collect();
    let mut frames: Vec<Option<ClusterId>> = vec![None; parents.len()];
    for (at, parent) in outer_first(&parents) {
        let group = &text.groups[at];
        let title = group.title.as_deref().unwrap_or(&group.id);
        let around = parent.and_then(|parent| frames[parent]);
        frames[at] = Some(graph.clusters.add(frame(&ids.take(&group.id), title, around)));
    }
    for (service, id) in text.services.iter().zip(&service_ids) {
        let cluster = service.parent.and_then(|at| frames.get(at).copied().flatten());
        graph.net.add_node(Node { cluster, ..node(service, id) });
    }
    let first = graph.first_nodes();
    let place = |at: usize, group: bool| {
        let service = text.services.get(at)?;
        let frame = service.parent.filter(|_| group).and_then(|at| frames.get(at).copied().flatten());
        let inside = frame.and_then(|frame| first[frame.index()]);
        Some(Place { node: inside.unwrap_or(NodeIndex::new(at)), frame })
    };
    for edge in &text.edges {
        let ends = (place(edge.from.service, edge.from.group), place(edge.to.service, edge.to.group));
        let (Some(mut from), Some(mut to)) = ends else { continue };
        let tip = |arrow: bool| if arrow { End::Arrow } else { End::None };
        let (mut tail, mut head) = (tip(edge.from.arrow), tip(edge.to.arrow));
        // What leaves to the left or upward is behind what it goes to.
        let before = if sideways { Direction::Left } else { Direction::Up };
        if edge.from.side == before || edge.to.side == opposite(before) {
            (from, to, tail, head) = (to, from, head, tail);
        }
        connect(&mut graph, from, to, arrow(tail, head, edge.title.as_deref().unwrap_or_default()));
    }
    let known: BTreeMap<&str, usize> = text.services.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    for alignment in &text.alignments {
        let kind = if alignment.row == sideways { ConstraintKind::Align } else { ConstraintKind::Before };
        let members = alignment.members.iter().filter_map(|id| known.get(id.as_str()));
        let members = members.map(|&at| Member::Node(NodeIndex::new(at))).collect();
        graph.constraints.push(Constraint { kind, members });
    }
    (graph, left_out(text, sideways))
}

const fn opposite(side: Direction) -> Direction {
    match side {
        Direction::Left => Direction::Right,
        Direction::Right => Direction::Left,
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
    }
}

/// The form and the kind that stand for an icon of every host.
fn form(icon: &str) -> Option<(Shape, Kind)> {
    Some(match icon {
        "cloud" => (Shape::Cloud, Kind::Container),
        "database" => (Shape::Cylinder, Kind::Database),
        "disk" => (Shape::Disk, Kind::Storage),
        "internet" => (Shape::Ellipse, Kind::External),
        "server" => (Shape::Divided, Kind::Node),
        _ => return None,
    })
}

fn node(service: &Service, id: &str) -> Node {
    if service.junction {
        return Node { kind: Kind::External, shape: Some(Shape::Dot), ..card(id, "") };
    }
    let form = service.icon.as_deref().and_then(form);
    let (shape, kind) = form.unwrap_or((Shape::Round, Kind::Container));
    let title = service.title.as_ref().or(service.icon_text.as_ref()).unwrap_or(&service.id);
    Node { kind, shape: Some(shape), ..card(id, title) }
}

fn left_out(text: &Architecture, sideways: bool) -> Vec<Diagnostic> {
    let unknown = |service: &&Service| service.icon.as_deref().is_some_and(|icon| form(icon).is_none());
    let icons = text.services.iter().filter(unknown).map(|service| &service.at);
    let icons = icons.chain(text.groups.iter().filter(|group| group.icon.is_some()).map(|group| &group.at));
    let icons = note(
        icons,
        "An icon is left out",
        "Say it in the title; services may have `cloud`, `database`, `disk`, `internet` or `server`.",
    );
    let both = text.services.iter().filter(|service| service.icon_text.is_some() && service.title.is_some());
    let both = note(both.map(|service| &service.at), "The words of an icon are left out", "Say it in the title.");
    let turned = text.edges.iter().filter(|edge| {
        let along = [edge.from.side, edge.to.side].map(|side| side.is_level() == sideways);
        along != [true; 2]
    });
    let turned = note(
        turned.map(|edge| &edge.at),
        "An edge goes where the whole flows, not to the sides that are asked for",
        "Let all edges be between left and right, or between top and bottom.",
    );
    [icons, both, turned].into_iter().flatten().collect()
}
