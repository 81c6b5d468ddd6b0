//! Architecture: groups, services with an icon, edges by the sides that our layout gives them.
//!
//! Hosts draw it from version 11 on. Two edges from one service to another give the drawing two elements of one id, and
//! it fails: they are merged.

use super::super::escape::markdown_free;
use super::super::ids::{self, Grammar, Ids};
use super::super::label;
use super::order::{self, Member, Order};
use super::{accessible, frontmatter};
use crate::base::{Arrow, Direction, Kind, Rect};
use crate::graph::{ClusterId, Graph};
use crate::layout::Layout;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn write(graph: &Graph, layout: &Layout) -> String {
    let order = order::of(graph, layout);
    let ids = ids::of_graph(graph, Grammar::Sides);
    let mut out = frontmatter(&graph.title, "");
    out.push_str("architecture-beta\n");
    accessible(&mut out, &graph.title, graph.description.as_deref());
    // A group is declared before what is in it.
    let mut stack: Vec<Member> = order.top.iter().rev().copied().collect();
    while let Some(member) = stack.pop() {
        let line = match member {
            Member::Cluster(id) => {
                stack.extend(order.inside[id.index()].iter().rev());
                let cluster = graph.clusters.get(id);
                let own = &ids.clusters[id.index()];
                let title = title(&label::cluster(cluster));
                format!("  group {own}({}){title}{}\n", group_icon(cluster.kind), inside(&ids, cluster.parent))
            }
            Member::Node(index) => {
                let Some(node) = graph.net.node_weight(NodeIndex::new(index)) else { continue };
                let icon = if node.external { "cloud" } else { icon(node.kind) };
                let title = title(&label::node(node));
                format!("  service {}({icon}){title}{}\n", ids.nodes[index], inside(&ids, node.cluster))
            }
        };
        out.push_str(&line);
    }
    edges(&mut out, graph, layout, &order, &ids);
    out
}

fn inside(ids: &Ids, parent: Option<ClusterId>) -> String {
    parent.map_or_else(String::new, |p| format!(" in {}", ids.clusters[p.index()]))
}

/// Early versions take words without quotes alone.
fn title(text: &str) -> String {
    let safe = markdown_free(text);
    if !safe.is_empty() && safe.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        format!("[{safe}]")
    } else {
        format!("[\"{safe}\"]")
    }
}

/// Of the five icons that need no download.
const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "internet",
        Kind::External => "cloud",
        Kind::Database | Kind::Cache => "database",
        Kind::Storage => "disk",
        _ => "server",
    }
}

const fn group_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Node | Kind::Container | Kind::Component => "server",
        _ => "cloud",
    }
}

/// Middles as near as this, in px, stand in one row or column.
const SAME: f64 = 24.0;

/// One end: which service, whether its group stands for it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct End {
    node: usize,
    group: bool,
}

struct Line {
    tail: End,
    head: End,
    both: bool,
    labels: Vec<String>,
}

fn edges(out: &mut String, graph: &Graph, layout: &Layout, order: &Order, ids: &Ids) {
    let mut lines: Vec<Line> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for link in &order.links {
        let index = EdgeIndex::new(link.edge);
        let (Some(edge), Some((a, b))) = (graph.net.edge_weight(index), graph.net.edge_endpoints(index)) else {
            continue;
        };
        let tail = end(graph, edge.tail, a, b);
        let head = end(graph, edge.head, b, a);
        let label = label::edge(edge);
        let at = *known.entry((tail.node, head.node)).or_insert_with(|| {
            lines.push(Line { tail, head, both: false, labels: Vec::new() });
            lines.len() - 1
        });
        lines[at].both |= edge.arrow == Arrow::Both;
        lines[at].labels.extend((!label.is_empty()).then_some(label));
    }
    for line in &lines {
        let (from, to) = sides(layout, line.tail.node, line.head.node);
        let group = |end: End| if end.group { "{group}" } else { "" };
        let start = if line.both { "<" } else { "" };
        let label =
            if line.labels.is_empty() { "--".to_owned() } else { format!("-{}-", title(&line.labels.join("\n"))) };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "  {}{}:{from} {start}{label}> {to}:{}{}",
            ids.nodes[line.tail.node],
            group(line.tail),
            ids.nodes[line.head.node],
            group(line.head)
        );
    }
}

/// An edge may leave a group through a service directly in it, where the other end is not in the same group.
fn end(graph: &Graph, frame: Option<ClusterId>, node: NodeIndex, other: NodeIndex) -> End {
    let scope = |n: NodeIndex| graph.net.node_weight(n).and_then(|w| w.cluster);
    let group = frame.is_some() && scope(node) == frame && scope(other) != frame;
    End { node: node.index(), group }
}

/// The sides on which an edge leaves and arrives: straight where the two stand in one row or column, else round a corner.
/// Hosts place services by the sides alone: what leaves one service by the same two sides gets one place.
fn sides(layout: &Layout, tail: usize, head: usize) -> (char, char) {
    let at = |i: usize| layout.nodes.get(i).copied().unwrap_or(Rect::new(i as f64 * 100.0, 0.0, 50.0, 50.0));
    let (a, b) = (at(tail), at(head));
    let (dx, dy) = (b.center().x - a.center().x, b.center().y - a.center().y);
    let across = if dx >= 0.0 { ('R', 'L') } else { ('L', 'R') };
    let along = if dy >= 0.0 { ('B', 'T') } else { ('T', 'B') };
    let (columns, rows) = (dx.abs() <= SAME, dy.abs() <= SAME);
    match layout.direction {
        _ if rows => across,
        _ if columns => along,
        Direction::Down | Direction::Up => (across.0, along.1),
        Direction::Right | Direction::Left => (along.0, across.1),
    }
}
