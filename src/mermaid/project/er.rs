//! An entity relationship diagram -> a graph of records.

use super::super::read::er::{self as read, Er};
use super::net::{Place, arrow, connect};
use super::note;
use super::style::Sheet;
use crate::base::{Diagnostic, Kind, Line, Style};
use crate::graph::{Cardinality, Compartment, End, Field, Graph, Key, Node};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &Er) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { direction: text.direction, ..Graph::default() };
    let mut sheet = Sheet::new(&text.class_defs);
    let mut places: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for entity in &text.entities {
        let style = sheet.look(&entity.classes, &entity.styles, &entity.at).style;
        let at = graph.net.add_node(Node {
            id: entity.id.clone(),
            name: entity.label.replace('\n', " "),
            kind: Kind::Database,
            instances: 1,
            style,
            compartments: Some(vec![Compartment::Fields(entity.attributes.iter().map(field).collect())]),
            ..Node::default()
        });
        places.insert(&entity.id, at);
    }
    for relation in &text.relations {
        let (Some(&from), Some(&to)) = (places.get(relation.left.as_str()), places.get(relation.right.as_str())) else {
            continue;
        };
        let mut edge = arrow(end(relation.left_count), end(relation.right_count), &relation.label);
        if !relation.identifying {
            edge.style = Style { line: Some(Line::Dashed), ..Style::default() };
        }
        let place = |node| Place { node, frame: None };
        connect(&mut graph, place(from), place(to), edge);
    }
    let frames = note(
        text.subgraphs.iter(),
        "A frame around entities is not drawn",
        "Its entities and relations are shown without it.",
    );
    (graph, sheet.finding().into_iter().chain(frames).collect())
}

fn field(attribute: &read::Attribute) -> Field {
    let mut keys: Vec<Key> = attribute.keys.iter().copied().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    Field {
        name: attribute.name.clone(),
        data_type: attribute.kind.clone(),
        keys,
        indexed: false,
        note: Some(attribute.comment.replace('\n', " ")).filter(|comment| !comment.trim().is_empty()),
    }
}

const fn key(key: read::Key) -> Key {
    match key {
        read::Key::Primary => Key::Primary,
        read::Key::Foreign => Key::Foreign,
        read::Key::Unique => Key::Unique,
    }
}

const fn end(count: read::Cardinality) -> End {
    match count {
        read::Cardinality::ZeroOrOne => End::Cardinality(Cardinality::ZeroOrOne),
        read::Cardinality::ZeroOrMore => End::Cardinality(Cardinality::ZeroOrMore),
        read::Cardinality::OneOrMore => End::Cardinality(Cardinality::OneOrMore),
        read::Cardinality::One => End::Cardinality(Cardinality::One),
        read::Cardinality::Parent => End::OpenDiamond,
    }
}
