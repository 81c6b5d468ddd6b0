//! A diagram of C4 -> a graph, boundaries as frames.

use super::super::escape::one_line;
use super::super::read::c4::{C4, ElementKind, Form, Level};
use super::super::read::flowchart::Property;
use super::net::{Place, connect, leads, nowhere, outer_first};
use super::note;
use super::style::{Look, Rest};
use crate::base::{Diagnostic, Kind};
use crate::graph::{Cluster, ClusterId, Edge, End, Ends, Graph, Node};
use std::collections::BTreeMap;
use std::ops::Range;

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &C4) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { title: text.title.clone().unwrap_or_default(), ..Graph::default() };
    let mut rest = Rest::default();
    let frames = frames(text, &mut graph, &mut rest);
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for element in &text.elements {
        let kind = match (element.form, element.kind) {
            (Form::Database, _) => Kind::Database,
            (Form::Queue, _) => Kind::Queue,
            (Form::Box, ElementKind::Person) => Kind::Person,
            (Form::Box, ElementKind::System) => Kind::System,
            (Form::Box, ElementKind::Container) => Kind::Container,
            (Form::Box, ElementKind::Component) => Kind::Component,
        };
        let node = graph.net.add_node(Node {
            id: element.alias.clone(),
            name: one_line(&element.label),
            kind: if element.external && element.form == Form::Box { Kind::External } else { kind },
            kind_name: word(element.kind).to_owned(),
            tech: element.technology.as_deref().map(one_line),
            description: element.description.as_deref().map(one_line),
            link: element.link.clone().filter(|link| leads(link)),
            external: element.external,
            shape: (element.kind == ElementKind::Person).then_some(crate::base::Shape::Person),
            instances: 1,
            style: look(&element.styles, &element.at, &mut rest).style,
            cluster: element.parent.and_then(|at| frames.get(at).copied().flatten()),
            ..Node::default()
        });
        places.entry(&element.alias).or_insert(Place { node, frame: None });
    }
    let first = graph.first_nodes();
    for (boundary, frame) in text.boundaries.iter().zip(&frames) {
        if let Some(frame) = *frame
            && let Some(node) = first[frame.index()]
        {
            places.entry(&boundary.alias).or_insert(Place { node, frame: Some(frame) });
        }
    }
    for (nth, relation) in text.relations.iter().enumerate() {
        let (Some(&from), Some(&to)) = (places.get(relation.from.as_str()), places.get(relation.to.as_str())) else {
            continue;
        };
        let label = one_line(&relation.label);
        let numbered = text.level == Level::Dynamic;
        let label = if numbered { format!("{}: {label}", nth + 1) } else { label };
        let edge = Edge {
            ends: Some(match (relation.both, relation.back) {
                (true, _) => Ends { tail: End::Arrow, head: End::Arrow },
                (_, true) => Ends { tail: End::Arrow, head: End::None },
                _ => Ends { tail: End::None, head: End::Arrow },
            }),
            label: Some(label).filter(|label| !label.trim().is_empty()),
            tech: relation.technology.as_deref().map(one_line).filter(|tech| !tech.is_empty()),
            count: 1,
            style: look(&relation.styles, &relation.at, &mut rest).style,
            ..Edge::default()
        };
        connect(&mut graph, from, to, edge);
    }
    let mut findings: Vec<Diagnostic> = rest.finding().into_iter().collect();
    findings.extend(left_out(text, &places));
    (graph, findings)
}

/// Frames of boundaries, a parent before its children.
fn frames(text: &C4, graph: &mut Graph, rest: &mut Rest) -> Vec<Option<ClusterId>> {
    let parents: Vec<Option<usize>> = text.boundaries.iter().map(|boundary| boundary.parent).collect();
    let mut frames = vec![None; parents.len()];
    for (at, parent) in outer_first(&parents) {
        let boundary = &text.boundaries[at];
        let cluster = Cluster {
            id: boundary.alias.clone(),
            name: one_line(&boundary.label),
            kind: Kind::Group,
            kind_name: one_line(&boundary.kind),
            parent: parent.and_then(|parent| frames[parent]),
            instances: 1,
            link: boundary.link.clone().filter(|link| leads(link)),
            style: look(&boundary.styles, &boundary.at, rest).style,
            ..Cluster::default()
        };
        frames[at] = Some(graph.clusters.add(cluster));
    }
    frames
}

fn left_out(text: &C4, places: &BTreeMap<&str, Place>) -> Vec<Diagnostic> {
    let turned = text.relations.iter().filter(|relation| relation.direction.is_some()).map(|relation| &relation.at);
    let help = "Leave `_U`, `_D`, `_L` and `_R` to other tools: the layout finds the place of both ends.";
    let turned = note(turned, "A relation goes where the layout has its ends, not to the side that is asked for", help);
    let astray = text
        .relations
        .iter()
        .filter(|relation| [&relation.from, &relation.to].iter().any(|alias| !places.contains_key(alias.as_str())));
    let help = "Write the alias of an element, or of a boundary that has elements.";
    let astray =
        note(astray.map(|relation| &relation.at), "A relation of something that is not drawn is left out", help);
    let words = text.relations.iter().filter(|relation| relation.description.is_some()).map(|relation| &relation.at);
    let words = note(words, "The description of a relation is not drawn", "Say it in the label.");
    let frames = text.boundaries.iter().filter(|boundary| boundary.description.is_some()).map(|boundary| &boundary.at);
    let frames = note(frames, "The description of a boundary is not drawn", "Say it in the name of the boundary.");
    let signed = text.elements.iter().filter(|element| element.signed).map(|element| &element.at);
    let signed = note(signed, "The sprite or the tags of an element are not drawn", "Say it in its description.");
    let rows =
        note(text.rows.iter(), "How many stand in a row is left to the layout", "Leave `UpdateLayoutConfig` to hosts.");
    let elements = text.elements.iter().map(|element| (&element.link, &element.at));
    let links = nowhere(elements.chain(text.boundaries.iter().map(|boundary| (&boundary.link, &boundary.at))));
    [turned, astray, words, frames, signed, rows, links].into_iter().flatten().collect()
}

const fn word(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Person => "Person",
        ElementKind::System => "System",
        ElementKind::Container => "Container",
        ElementKind::Component => "Component",
    }
}

/// What the names of C4 are in CSS.
fn look(styles: &[(String, String)], at: &Range<usize>, rest: &mut Rest) -> Look {
    let property = |(name, value): &(String, String)| {
        let name = match name.as_str() {
            "bgColor" => "fill",
            "fontColor" | "textColor" => "color",
            "borderColor" | "lineColor" => "stroke",
            other => other,
        };
        Property { name: name.to_owned(), value: value.trim().to_owned(), at: at.clone() }
    };
    let properties: Vec<Property> = styles.iter().map(property).collect();
    let mut look = Look::default();
    look.apply(&properties, rest);
    look
}
