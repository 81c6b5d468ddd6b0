//! A flowchart -> a graph.
//!
//! A subgraph without a node anywhere in it is drawn as a box, as hosts draw it.

use super::super::read::flowchart::{Edge as Arrow, Flowchart, Head, Node as Box_, Shape as Form, Stroke, Subgraph};
use super::place;
use crate::base::{Code, Diagnostic, Kind, Line, Shape, Style};
use crate::graph::{Cluster, ClusterId, Edge, End, Ends, Graph, Node, TextLine};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// Width of a thick line, in px.
const THICK: f64 = 3.0;

/// The graph of a flowchart, and what of the text it does not show.
pub(super) fn project(chart: &Flowchart) -> (Graph, Vec<Diagnostic>) {
    let mut build = Build {
        graph: Graph { direction: Some(chart.direction), ..Graph::default() },
        frames: vec![None; chart.subgraphs.len()],
        places: BTreeMap::new(),
    };
    build.frames(chart);
    for node in &chart.nodes {
        build.node(node);
    }
    build.representatives(chart);
    for edge in &chart.edges {
        build.edge(edge);
    }
    let findings = [build.clicks(chart), pictures(chart)].concat();
    (build.graph, findings)
}

/// Where an edge may end.
#[derive(Clone, Copy)]
struct Place {
    node: NodeIndex,
    frame: Option<ClusterId>,
}

struct Build {
    graph: Graph,
    /// By subgraph; none where it is drawn as a box.
    frames: Vec<Option<ClusterId>>,
    /// By id.
    places: BTreeMap<String, Place>,
}

impl Build {
    /// Frames of the subgraphs that have a node somewhere in them, a parent before its children.
    fn frames(&mut self, chart: &Flowchart) {
        let mut filled = vec![false; chart.subgraphs.len()];
        let parent = |at: usize| chart.subgraphs.get(at).and_then(|subgraph| subgraph.parent);
        for node in &chart.nodes {
            let mut at = node.subgraph;
            while let Some(subgraph) = at.filter(|&at| filled.get(at) == Some(&false)) {
                filled[subgraph] = true;
                at = parent(subgraph);
            }
        }
        for (at, subgraph) in chart.subgraphs.iter().enumerate() {
            let around = subgraph.parent.and_then(|parent| self.frames.get(parent).copied().flatten());
            if filled[at] {
                self.frames[at] = Some(self.graph.clusters.add(frame(subgraph, around)));
            }
        }
        // What is empty stands where the nearest frame around it is.
        for (at, subgraph) in chart.subgraphs.iter().enumerate().filter(|(at, _)| !filled[*at]) {
            let mut around = parent(at);
            while let Some(outer) = around.filter(|&outer| !filled[outer]) {
                around = parent(outer);
            }
            let cluster = around.and_then(|outer| self.frames[outer]);
            let node = Node { shape: Some(Shape::Box), cluster, ..card(&subgraph.id, &subgraph.title) };
            self.add(node);
        }
    }

    fn node(&mut self, node: &Box_) {
        let cluster = node.subgraph.and_then(|at| self.frames.get(at).copied().flatten());
        let kind = if node.shape == Form::Cylinder { Kind::Database } else { Kind::Container };
        let shape = Some(outline(&node.shape));
        self.add(Node { kind, shape, cluster, ..card(&node.id, &node.label) });
    }

    fn add(&mut self, node: Node) {
        let id = node.id.clone();
        let at = self.graph.net.add_node(node);
        self.places.entry(id).or_insert(Place { node: at, frame: None });
    }

    /// For each frame a node inside of it, which its edges end at in the net.
    fn representatives(&mut self, chart: &Flowchart) {
        let mut first: Vec<Option<NodeIndex>> = vec![None; self.graph.clusters.len()];
        for at in self.graph.net.node_indices() {
            let mut around = self.graph.net[at].cluster;
            while let Some(frame) = around.filter(|frame| first[frame.index()].is_none()) {
                first[frame.index()] = Some(at);
                around = self.graph.clusters.get(frame).parent;
            }
        }
        for (subgraph, frame) in chart.subgraphs.iter().zip(&self.frames) {
            if let Some(frame) = *frame
                && let Some(node) = first[frame.index()]
            {
                self.places.entry(subgraph.id.clone()).or_insert(Place { node, frame: Some(frame) });
            }
        }
    }

    /// Sets links. Scripts do not run in a picture, and schemes that could run one lead nowhere.
    fn clicks(&mut self, chart: &Flowchart) -> Vec<Diagnostic> {
        let mut scripts = chart.clicks.iter().filter(|click| click.address.is_none());
        let mut findings = Vec::new();
        if let Some(first) = scripts.next() {
            let message = "A click that calls a script does nothing in a picture.";
            findings.push(
                Diagnostic::new(Code::MermaidLook, place(&first.at), message)
                    .help("Give an address: `click id href \"https://example.com\"`."),
            );
        }
        for click in &chart.clicks {
            for id in click.ids.split(',') {
                let Some(&Place { node, frame: None }) = self.places.get(id) else { continue };
                let Some(node) = self.graph.net.node_weight_mut(node) else { continue };
                node.link = click.address.clone().or(node.link.take());
                node.description = click.tooltip.clone().or(node.description.take());
            }
        }
        findings
    }

    fn edge(&mut self, edge: &Arrow) {
        let (Some(&from), Some(&to)) = (self.places.get(&edge.from), self.places.get(&edge.to)) else { return };
        let line = match edge.stroke {
            Stroke::Dotted => Some(Line::Dashed),
            _ => None,
        };
        let invisible = edge.stroke == Stroke::Invisible;
        self.graph.net.add_edge(
            from.node,
            to.node,
            Edge {
                tail: from.frame,
                head: to.frame,
                ends: Some(Ends { tail: end(edge.tail), head: end(edge.head) }),
                min_length: u32::try_from(edge.length).unwrap_or(1),
                invisible,
                lines: (!invisible && !edge.label.is_empty()).then(|| TextLine::plain(&edge.label)),
                count: 1,
                style: Style { line, width: (edge.stroke == Stroke::Thick).then_some(THICK), ..Style::default() },
                ..Edge::default()
            },
        );
    }
}

/// Images are not fetched, and icons are not here.
fn pictures(chart: &Flowchart) -> Vec<Diagnostic> {
    let mut pictured = chart.nodes.iter().filter(|node| node.pictured.is_some());
    let Some(first) = pictured.next() else { return Vec::new() };
    let more = pictured.count();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("The image or icon of `{}`{more} is left out.", first.id);
    let finding = Diagnostic::new(Code::MermaidContent, place(&first.at), message);
    vec![finding.help("Give it a label: the words are drawn.")]
}

fn frame(subgraph: &Subgraph, parent: Option<ClusterId>) -> Cluster {
    Cluster {
        id: subgraph.id.clone(),
        name: subgraph.title.replace('\n', " "),
        kind: Kind::Container,
        parent,
        instances: 1,
        lines: (!subgraph.title.trim().is_empty()).then(|| TextLine::plain(&subgraph.title)),
        ..Cluster::default()
    }
}

fn card(id: &str, label: &str) -> Node {
    Node {
        id: id.to_owned(),
        name: label.replace('\n', " "),
        kind: Kind::Container,
        instances: 1,
        lines: Some(TextLine::plain(label)),
        ..Node::default()
    }
}

const fn end(head: Head) -> End {
    match head {
        Head::None => End::None,
        Head::Arrow => End::Arrow,
        Head::Circle => End::Circle,
        Head::Cross => End::Cross,
    }
}

fn outline(form: &Form) -> Shape {
    match form {
        Form::Round => Shape::Round,
        Form::Stadium | Form::Ellipse | Form::Circle | Form::DoubleCircle => Shape::Stadium,
        Form::Cylinder => Shape::Cylinder,
        Form::Diamond => Shape::Diamond,
        Form::Hexagon => Shape::Hexagon,
        _ => Shape::Box,
    }
}
