//! Flowchart: subgraphs for frames, classic shapes by kind, classes for looks.

use super::super::escape::flow;
use super::super::ids::{Grammar, Ids, of_graph};
use super::super::label;
use super::order::{Link, Member, Order, Step};
use super::{accessible, choose, frontmatter, indent, palette};
use crate::base::{Arrow, Direction, Kind, Shape, Status, Style};
use crate::graph::{ClusterId, Edge, Graph, Node};
use crate::layout::Layout;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeMap;

const PIN: &str = "config:\n  layout: dagre\n  look: classic\n";

pub(super) fn write(graph: &Graph, layout: &Layout) -> String {
    let order = choose::order(graph, layout);
    let ids = of_graph(graph, Grammar::Words);
    let mut text = Text { graph, order: &order, ids, out: frontmatter(&graph.title, PIN) };
    text.line(0, &format!("flowchart {}", word(layout.direction)));
    let flows = graph.flows(layout.direction);
    accessible(&mut text.out, &graph.title, graph.description.as_deref());
    for (depth, step) in order.walk() {
        match step {
            Step::Node(node) => text.node(node, depth),
            Step::Open(id) => {
                text.frame(id, depth);
                let around = graph.clusters.get(id).parent.map_or(layout.direction, |outer| flows[outer.index()]);
                if flows[id.index()] != around {
                    text.line(depth + 1, &format!("direction {}", word(flows[id.index()])));
                }
            }
            Step::Close(_) => text.line(depth, "end"),
        }
    }
    for link in &order.links {
        text.link(link);
    }
    text.classes();
    text.line_styles();
    text.out
}

struct Text<'a> {
    graph: &'a Graph,
    order: &'a Order,
    ids: Ids,
    out: String,
}

impl Text<'_> {
    fn node(&mut self, index: usize, depth: usize) {
        let Some(node) = self.graph.net.node_weight(NodeIndex::new(index)) else { return };
        let (open, close) = brackets(outline(node));
        let class = if node.external { Kind::External } else { node.kind }.word();
        let line = format!("{}{open}\"{}\"{close}:::{class}", self.ids.nodes[index], flow(&label::node(node)));
        self.line(depth, &line);
    }

    fn frame(&mut self, id: ClusterId, depth: usize) {
        let title = flow(&label::cluster(self.graph.clusters.get(id)));
        let line = format!("subgraph {}[\"{title}\"]", self.ids.clusters[id.index()]);
        self.line(depth, &line);
    }

    fn link(&mut self, link: &Link) {
        let Some(edge) = self.graph.net.edge_weight(EdgeIndex::new(link.edge)) else { return };
        let text = flow(&label::edge(edge));
        let label = if text.is_empty() { String::new() } else { format!("|\"{text}\"|") };
        let line = format!("{} {}{label} {}", self.end(link.tail), arrow(edge, link.length), self.end(link.head));
        self.line(1, &line);
    }

    fn end(&self, end: Member) -> &str {
        match end {
            Member::Node(node) => &self.ids.nodes[node],
            Member::Cluster(id) => &self.ids.clusters[id.index()],
        }
    }

    /// Kinds and frames first, then statuses, then looks of the user's own: later classes win.
    fn classes(&mut self) {
        let mut kinds = BTreeMap::new();
        let mut statuses: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        let mut frame_statuses: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        let mut looks: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut frames = Vec::new();
        for (node, id) in self.graph.net.node_weights().zip(&self.ids.nodes) {
            let kind = if node.external { Kind::External } else { node.kind };
            kinds.insert(kind.word(), palette::kind(kind));
            if let Some(status) = node.status {
                statuses.entry(status).or_default().push(id);
            }
            if node.style != Style::default() {
                looks.entry(palette::css(&node.style)).or_default().push(id);
            }
        }
        for (cluster, id) in self.graph.clusters.clusters.iter().zip(&self.ids.clusters) {
            frames.push(id.as_str());
            if let Some(status) = cluster.status.filter(|s| *s != Status::Kept) {
                frame_statuses.entry(status).or_default().push(id);
            }
            if cluster.style != Style::default() {
                looks.entry(palette::css(&cluster.style)).or_default().push(id);
            }
        }
        looks.remove("");

        let mut lines: Vec<String> = kinds.iter().map(|(class, css)| format!("classDef {class} {css}")).collect();
        let mut add = |class: &str, css: &str, ids: &[&str]| {
            lines.push(format!("classDef {class} {css}"));
            lines.push(format!("class {} {class}", ids.join(",")));
        };
        if !frames.is_empty() {
            add("frame", palette::FRAME, &frames);
        }
        for (status, ids) in &statuses {
            add(palette::status_class(*status), palette::status(*status), ids);
        }
        for (status, ids) in &frame_statuses {
            add(&format!("frame_{}", palette::status_class(*status)), palette::frame_status(*status), ids);
        }
        for (number, (css, ids)) in looks.iter().enumerate() {
            add(&format!("look{}", number + 1), css, ids);
        }
        for line in lines {
            self.line(1, &line);
        }
    }

    fn line_styles(&mut self) {
        let mut styles: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let edges: Vec<&Edge> = self.graph.net.edge_weights().collect();
        for (number, link) in self.order.links.iter().enumerate() {
            let edge = edges[link.edge];
            let status = edge.status.map(|s| palette::line_status(s).to_owned());
            // `color` is the label's, and a line has no inside.
            let own = palette::css(&Style { fill: None, color: None, ..edge.style });
            let css =
                [status.unwrap_or_default(), own].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(",");
            if !css.is_empty() {
                styles.entry(css).or_default().push(number.to_string());
            }
        }
        for (css, numbers) in styles {
            self.line(1, &format!("linkStyle {} {css}", numbers.join(",")));
        }
    }

    fn line(&mut self, depth: usize, line: &str) {
        self.out.push_str(&indent(depth));
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// What the language calls a direction.
const fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Down => "TB",
        Direction::Up => "BT",
        Direction::Right => "LR",
        Direction::Left => "RL",
    }
}

/// The outline: the user's, or what the kind is known by.
fn outline(node: &Node) -> Outline {
    match node.style.shape.or(node.shape) {
        Some(Shape::Round) => Outline::Round,
        Some(Shape::Person | Shape::Stadium | Shape::Delay | Shape::Display | Shape::Cloud) => Outline::Stadium,
        Some(Shape::Cylinder | Shape::Disk | Shape::Datastore | Shape::StoredData) => Outline::Cylinder,
        Some(Shape::Pipe | Shape::LeanRight | Shape::ManualInput) => Outline::Slanted,
        Some(Shape::LeanLeft) => Outline::SlantedLeft,
        Some(Shape::Hexagon | Shape::Hourglass | Shape::Bolt | Shape::Bang) => Outline::Hexagon,
        Some(
            Shape::Component | Shape::Subroutine | Shape::LinedBox | Shape::Boxes | Shape::Divided | Shape::Window,
        ) => Outline::Barred,
        Some(Shape::Folder | Shape::InverseTrapezoid | Shape::FlippedTriangle) => Outline::Bucket,
        Some(Shape::Trapezoid | Shape::Triangle | Shape::LoopLimit) => Outline::Trapezoid,
        Some(Shape::Diamond) => Outline::Diamond,
        Some(Shape::Circle | Shape::Ellipse | Shape::Dot | Shape::Summary) => Outline::Circle,
        Some(Shape::DoubleCircle | Shape::Stop) => Outline::DoubleCircle,
        Some(Shape::Flag | Shape::Tape) => Outline::Flag,
        // Version 10 has no outlines for the others.
        Some(_) => Outline::Box,
        None => match node.kind {
            Kind::Person => Outline::Stadium,
            Kind::Database | Kind::Cache => Outline::Cylinder,
            Kind::Queue => Outline::Slanted,
            Kind::Storage => Outline::Bucket,
            Kind::Gateway => Outline::Hexagon,
            Kind::Function => Outline::Round,
            Kind::Component => Outline::Barred,
            Kind::System | Kind::Container | Kind::External | Kind::Node | Kind::Group => Outline::Box,
        },
    }
}

/// The classic shapes, which version 10 has as well.
#[derive(Clone, Copy)]
enum Outline {
    Box,
    Round,
    Stadium,
    Cylinder,
    Slanted,
    Hexagon,
    Barred,
    Bucket,
    Diamond,
    Circle,
    DoubleCircle,
    SlantedLeft,
    Trapezoid,
    Flag,
}

const fn brackets(outline: Outline) -> (&'static str, &'static str) {
    match outline {
        Outline::Box => ("[", "]"),
        Outline::Round => ("(", ")"),
        Outline::Stadium => ("([", "])"),
        Outline::Cylinder => ("[(", ")]"),
        Outline::Slanted => ("[/", "/]"),
        Outline::Hexagon => ("{{", "}}"),
        Outline::Barred => ("[[", "]]"),
        Outline::Bucket => ("[\\", "/]"),
        Outline::Diamond => ("{", "}"),
        Outline::Circle => ("((", "))"),
        Outline::DoubleCircle => ("(((", ")))"),
        Outline::SlantedLeft => ("[\\", "\\]"),
        Outline::Trapezoid => ("[/", "\\]"),
        Outline::Flag => (">", "]"),
    }
}

/// An arrow of a length: one dash or dot more a layer.
fn arrow(edge: &Edge, length: u32) -> String {
    let more = length.saturating_sub(1) as usize;
    match edge.arrow {
        Arrow::Sync => format!("--{}>", "-".repeat(more)),
        Arrow::Both => format!("<--{}>", "-".repeat(more)),
        Arrow::Async => format!("-.{}->", ".".repeat(more)),
    }
}
