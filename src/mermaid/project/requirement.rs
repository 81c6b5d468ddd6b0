//! A requirement diagram -> a graph of records.

use super::super::read::requirement::{Requirement, RequirementKind, Requirements};
use super::net::{Place, arrow, connect};
use super::style::Sheet;
use crate::base::{Diagnostic, Kind, Line};
use crate::graph::{Compartment, End, Graph, Node, RecordLine, TextLine};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &Requirements) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { direction: text.direction, ..Graph::default() };
    let mut sheet = Sheet::new(&text.class_defs);
    let mut places: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for item in &text.boxes {
        let style = sheet.look(&item.classes, &item.styles, &item.at).style;
        let at = graph.net.add_node(Node { style, ..record(item) });
        places.insert(&item.name, at);
    }
    for relation in &text.relations {
        let (Some(&from), Some(&to)) = (places.get(relation.from.as_str()), places.get(relation.to.as_str())) else {
            continue;
        };
        let whole = relation.kind == "contains";
        let (tail, head) = if whole { (End::OpenDiamond, End::None) } else { (End::None, End::Open) };
        let mut edge = arrow(tail, head, &format!("«{}»", relation.kind));
        edge.style.line = (!whole).then_some(Line::Dashed);
        let place = |node| Place { node, frame: None };
        connect(&mut graph, place(from), place(to), edge);
    }
    (graph, sheet.finding().into_iter().collect())
}

fn record(item: &Requirement) -> Node {
    let (word, kind) = match item.kind {
        RequirementKind::Requirement => ("Requirement", Kind::Container),
        RequirementKind::Functional => ("Functional requirement", Kind::Container),
        RequirementKind::Interface => ("Interface requirement", Kind::Container),
        RequirementKind::Performance => ("Performance requirement", Kind::Container),
        RequirementKind::Physical => ("Physical requirement", Kind::Container),
        RequirementKind::Constraint => ("Design constraint", Kind::Container),
        RequirementKind::Element => ("Element", Kind::Database),
    };
    let facts = item.facts.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(key, value)| {
        let name = match *key {
            "id" => "Id",
            "text" => "Text",
            "risk" => "Risk",
            "verifymethod" => "Verified by",
            "type" => "Type",
            "docref" => "Document",
            other => other,
        };
        RecordLine { text: format!("{name}: {}", value.replace('\n', " ")), underlined: false, italic: false }
    });
    let mut lines = TextLine::plain(&format!("«{word}»"));
    lines.extend(TextLine::strong(&item.name));
    Node {
        id: item.name.clone(),
        name: item.name.replace('\n', " "),
        kind,
        instances: 1,
        lines: Some(lines),
        compartments: Some(vec![Compartment::Members(facts.collect())]),
        ..Node::default()
    }
}
