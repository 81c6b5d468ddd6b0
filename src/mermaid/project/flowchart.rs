//! A flowchart -> a graph.
//!
//! A subgraph without a node anywhere in it is drawn as a box, as hosts draw it.

use super::super::read::flowchart::{self as read, Flowchart, Head, Property, Stroke};
use super::net::{Place, arrow, card, connect, frame, leads, nowhere, outer_first, scripts, turn_bars, unturned};
use super::shape::outline;
use super::style::{Look, Rest, line};
use super::{note, place};
use crate::base::{Code, Diagnostic, Kind, Shape, Style};
use crate::graph::{Cluster, ClusterId, Edge, End, Graph, Node, TextLine};
use std::collections::BTreeMap;

/// The graph of a flowchart, and what of the text it does not show.
pub(super) fn project(chart: &Flowchart) -> (Graph, Vec<Diagnostic>) {
    let mut build = Build {
        chart,
        graph: Graph { direction: Some(chart.direction), ..Graph::default() },
        frames: vec![None; chart.subgraphs.len()],
        places: BTreeMap::new(),
        rest: Rest::default(),
    };
    build.frames();
    for node in &chart.nodes {
        build.node(node);
    }
    build.representatives();
    let styles = build.link_styles();
    for (edge, style) in chart.edges.iter().zip(styles) {
        build.edge(edge, style);
    }
    turn_bars(&mut build.graph, chart.direction);
    let mut findings = build.clicks();
    findings.extend(build.rest.finding());
    findings.extend(left_out(chart));
    let frames = build.frames.iter().copied().zip(chart.subgraphs.iter().map(|subgraph| &subgraph.at));
    findings.extend(unturned(&build.graph, chart.direction, frames, "subgraph"));
    (build.graph, findings)
}

struct Build<'a> {
    chart: &'a Flowchart,
    graph: Graph,
    /// By subgraph; none where it is drawn as a box.
    frames: Vec<Option<ClusterId>>,
    /// By id.
    places: BTreeMap<String, Place>,
    /// Styles that a picture does not have.
    rest: Rest,
}

impl Build<'_> {
    /// Frames of the subgraphs that have a node somewhere in them, a parent before its children.
    fn frames(&mut self) {
        let chart = self.chart;
        let parent = |at: usize| chart.subgraphs.get(at).and_then(|subgraph| subgraph.parent);
        let mut filled = vec![false; chart.subgraphs.len()];
        for node in &chart.nodes {
            let mut at = node.subgraph;
            while let Some(subgraph) = at.filter(|&at| filled.get(at) == Some(&false)) {
                filled[subgraph] = true;
                at = parent(subgraph);
            }
        }
        // A subgraph may be written before the one that it is in.
        let parents: Vec<Option<usize>> = (0..filled.len()).map(|at| parent(at).filter(|_| filled[at])).collect();
        for (at, outer) in outer_first(&parents).into_iter().filter(|(at, _)| filled[*at]) {
            let around = outer.and_then(|outer| self.frames[outer]);
            let frame = self.frame(&chart.subgraphs[at], around);
            self.frames[at] = Some(self.graph.clusters.add(frame));
        }
        // What is empty stands where the nearest frame around it is.
        for (at, subgraph) in chart.subgraphs.iter().enumerate().filter(|(at, _)| !filled[*at]) {
            let outer = std::iter::successors(parent(at), |&outer| parent(outer)).find(|&outer| filled[outer]);
            let look = self.look(&[], &subgraph.classes, &subgraph.style);
            let cluster = outer.and_then(|outer| self.frames[outer]);
            self.add(Node {
                shape: Some(Shape::Box),
                style: look.style,
                cluster,
                lines: Some(TextLine::broken(&subgraph.title, &subgraph.stress)),
                ..card(&subgraph.id, &subgraph.title)
            });
        }
    }

    fn frame(&mut self, subgraph: &read::Subgraph, parent: Option<ClusterId>) -> Cluster {
        let look = self.look(&[], &subgraph.classes, &subgraph.style);
        let frame = frame(&subgraph.id, &subgraph.title, parent);
        let lines = frame.lines.is_some().then(|| TextLine::broken(&subgraph.title, &subgraph.stress));
        Cluster { style: look.style, lines, plain: look.is_bare(), direction: subgraph.direction, ..frame }
    }

    fn node(&mut self, node: &read::Node) {
        let look = self.look(&["default"], &node.classes, &node.style);
        let shape = outline(&node.shape);
        let shape = if look.is_bare() && shape == Shape::Box { Shape::Text } else { shape };
        let kind = if matches!(shape, Shape::Cylinder | Shape::Disk | Shape::Datastore) {
            Kind::Database
        } else {
            Kind::Container
        };
        let lines = Some(TextLine::broken(&node.label, &node.stress));
        let card = Node { lines, ..card(&node.id, &node.label) };
        let cluster = node.subgraph.and_then(|at| self.frames.get(at).copied().flatten());
        self.add(Node { kind, shape: Some(shape), style: look.style, cluster, ..card });
    }

    fn add(&mut self, node: Node) {
        let id = node.id.clone();
        let at = self.graph.net.add_node(node);
        self.places.entry(id).or_insert(Place { node: at, frame: None });
    }

    /// What classes say, in the order in which they are given, and what is said of it alone.
    fn look(&mut self, first: &[&str], classes: &[String], own: &[Property]) -> Look {
        let mut look = Look::default();
        for name in first.iter().copied().chain(classes.iter().map(String::as_str)) {
            for class in self.chart.classes.iter().filter(|class| class.name == name) {
                look.apply(&class.style, &mut self.rest);
            }
        }
        look.apply(own, &mut self.rest);
        look
    }

    /// For each frame a node inside of it, which its edges end at in the net.
    fn representatives(&mut self) {
        let first = self.graph.first_nodes();
        for (subgraph, frame) in self.chart.subgraphs.iter().zip(&self.frames) {
            if let Some(frame) = *frame
                && let Some(node) = first[frame.index()]
            {
                self.places.entry(subgraph.id.clone()).or_insert(Place { node, frame: Some(frame) });
            }
        }
    }

    /// What `linkStyle` says of each edge.
    fn link_styles(&mut self) -> Vec<Look> {
        let chart = self.chart;
        let mut looks = vec![Look::default(); chart.edges.len()];
        for of_all in [true, false] {
            for style in chart.link_styles.iter().filter(|style| style.edges.is_none() == of_all) {
                let mut rest = Some(&mut self.rest);
                let mut ignored = Rest::default();
                let numbers = style.edges.clone().unwrap_or_else(|| (0..chart.edges.len()).collect());
                for number in numbers {
                    // What is left out is said once, not for each edge.
                    let rest = rest.take().unwrap_or(&mut ignored);
                    if let Some(look) = looks.get_mut(number) {
                        look.apply(&style.style, rest);
                    }
                }
            }
        }
        looks
    }

    fn edge(&mut self, edge: &read::Edge, own: Look) {
        let (Some(&from), Some(&to)) = (self.places.get(&edge.from), self.places.get(&edge.to)) else { return };
        let classes = self.look(&[], &edge.classes, &[]);
        let invisible = edge.stroke == Stroke::Invisible;
        let shown = Edge {
            min_length: u32::try_from(edge.length).unwrap_or(1),
            invisible,
            lines: (!invisible && !edge.label.trim().is_empty()).then(|| TextLine::broken(&edge.label, &edge.stress)),
            style: Style { fill: None, shape: None, ..own.style.over(classes.style).over(line(edge.stroke)) },
            ..arrow(end(edge.tail), end(edge.head), "")
        };
        connect(&mut self.graph, from, to, shown);
    }

    /// Sets links. Scripts do not run in a picture.
    fn clicks(&mut self) -> Vec<Diagnostic> {
        for click in &self.chart.clicks {
            for id in click.ids.split(',') {
                let Some(&Place { node, frame }) = self.places.get(id) else { continue };
                let address = click.address.clone().filter(|address| leads(address));
                if let Some(frame) = frame.and_then(|id| self.graph.clusters.clusters.get_mut(id.index())) {
                    frame.link = address.or(frame.link.take());
                } else if let Some(node) = self.graph.net.node_weight_mut(node) {
                    node.link = address.or(node.link.take());
                    node.description = click.tooltip.clone().or(node.description.take());
                }
            }
        }
        let clicks = || self.chart.clicks.iter();
        let scripts = scripts(clicks().filter(|click| click.address.is_none()).map(|click| &click.at));
        let elsewhere = nowhere(clicks().map(|click| (&click.address, &click.at)));
        scripts.into_iter().chain(elsewhere).collect()
    }
}

/// What no picture of ours has, of what the text says.
fn left_out(chart: &Flowchart) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let pictured = || chart.nodes.iter().filter(|node| node.pictured.is_some());
    if let Some(first) = pictured().next() {
        let message = format!("The image or icon of `{}`{} is left out.", first.id, more(pictured().count()));
        let finding = Diagnostic::new(Code::MermaidContent, place(&first.at), message);
        out.push(finding.help("Give it a label: the words are drawn."));
    }
    let signed = || chart.nodes.iter().filter(|node| !node.icons.is_empty());
    if let Some(first) = signed().next() {
        let message = format!("The icon `{}`{} is left out.", first.icons[0], more(signed().count()));
        let finding = Diagnostic::new(Code::MermaidContent, place(&first.at), message);
        out.push(finding.help("Say it in words, or with a sign such as ✓."));
    }
    let formulas = chart.nodes.iter().filter(|node| node.label.contains("$$")).map(|node| &node.at);
    let formulas = formulas.chain(chart.edges.iter().filter(|edge| edge.label.contains("$$")).map(|edge| &edge.at));
    out.extend(note(formulas, "A formula is drawn as it is written", "Say it in words, or with signs such as α."));
    out.extend(note(chart.animations.iter(), "An edge does not move in a picture", "Leave `animate` to hosts."));
    let curves = chart.link_styles.iter().filter(|style| style.curve.is_some()).map(|style| &style.at);
    let curves = curves.chain(&chart.curves);
    out.extend(note(curves, "The curve of an edge is that of the preset", "Take a preset with `routing: splines`."));
    out
}

/// ` and 3 more`, of that many.
fn more(count: usize) -> String {
    if count > 1 { format!(" and {} more", count - 1) } else { String::new() }
}

/// What is drawn at an end of an edge.
pub(super) const fn end(head: Head) -> End {
    match head {
        Head::None => End::None,
        Head::Arrow => End::Arrow,
        Head::Circle => End::Circle,
        Head::Cross => End::Cross,
    }
}
