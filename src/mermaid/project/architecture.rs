//! An architecture -> a graph whose places are given: services stand where the sides of their edges ask, groups are frames.

use super::super::read::architecture::{Architecture, Service};
use super::net::{Ids, Place, arrow, card, connect, frame, outer_first};
use super::{note, sides};
use crate::base::{Diagnostic, Direction, Kind, Shape};
use crate::graph::{ClusterId, End, Graph, Grid, Node, Places};
use petgraph::graph::NodeIndex;

/// The graph of an architecture, and what of the text it does not show.
pub(super) fn project(text: &Architecture) -> (Graph, Vec<Diagnostic>) {
    let title = text.title.clone().unwrap_or_default();
    let mut graph = Graph { title, direction: Some(Direction::Right), ..Graph::default() };
    let spots = sides::place(text);
    let mut places = Places { grid: Grid::Shared, nodes: spots.services, ..Places::default() };
    let mut ids = Ids::default();
    let service_ids: Vec<String> = text.services.iter().map(|service| ids.take(&service.id)).collect();
    let parents: Vec<Option<usize>> = text.groups.iter().map(|group| group.parent).collect();
    let mut frames: Vec<Option<ClusterId>> = vec![None; parents.len()];
    for (at, parent) in outer_first(&parents) {
        let group = &text.groups[at];
        let title = group.title.as_deref().unwrap_or(&group.id);
        let around = parent.and_then(|parent| frames[parent]);
        frames[at] = Some(graph.clusters.add(frame(&ids.take(&group.id), title, around)));
        places.frames.push(spots.groups[at]);
    }
    for (service, id) in text.services.iter().zip(&service_ids) {
        let cluster = service.parent.and_then(|at| frames.get(at).copied().flatten());
        graph.net.add_node(Node { cluster, ..node(service, id) });
    }
    let place = |at: usize, group: bool| {
        let frame = text.services[at].parent.filter(|_| group).and_then(|at| frames.get(at).copied().flatten());
        Place { node: NodeIndex::new(at), frame }
    };
    for edge in &text.edges {
        let tip = |arrow: bool| if arrow { End::Arrow } else { End::None };
        let (from, to) = (place(edge.from.service, edge.from.group), place(edge.to.service, edge.to.group));
        let words = edge.title.as_deref().unwrap_or_default();
        connect(&mut graph, from, to, arrow(tip(edge.from.arrow), tip(edge.to.arrow), words));
        places.sides.push([Some(edge.from.side), Some(edge.to.side)]);
    }
    graph.places = Some(places);
    (graph, left_out(text, &spots.kept, &spots.aligned))
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

fn left_out(text: &Architecture, kept: &[bool], aligned: &[bool]) -> Vec<Diagnostic> {
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
    let odd = text.edges.iter().zip(kept).filter(|(_, kept)| !**kept).map(|(edge, _)| &edge.at);
    let odd = note(
        odd,
        "The ends of an edge do not stand where its sides ask, because other edges ask otherwise: it goes around",
        "Choose sides that fit to those of the edges above it.",
    );
    let same = text.edges.iter().filter(|e| e.from.side == e.to.side && e.from.service != e.to.service);
    let same = note(
        same.map(|edge| &edge.at),
        "Both ends of an edge ask for the same side: it goes around",
        "Let it leave and come in at sides that face each other.",
    );
    let astray = text.alignments.iter().zip(aligned).filter(|(_, aligned)| !**aligned).map(|(line, _)| &line.at);
    let astray =
        note(astray, "What is to be in a line is not, because edges ask otherwise", "Leave `align` or a side out.");
    [icons, both, odd, same, astray].into_iter().flatten().collect()
}
