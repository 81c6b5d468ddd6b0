//! Architecture: groups, services with an icon, edges by sides that give every service a place of its own.
//!
//! Hosts draw it from version 11 on. Two edges from one service to another give the drawing two elements of one id, and
//! it fails: they are merged.

use super::super::escape::markdown_free;
use super::super::ids::{self, Grammar, Ids};
use super::super::label;
use super::order::{self, Order, Step};
use super::{accessible, frontmatter};
use crate::base::{Arrow, Kind, Point, Rect};
use crate::graph::{ClusterId, Graph};
use crate::layout::Layout;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

pub(super) fn write(graph: &Graph, layout: &Layout) -> String {
    let order = order::of(graph, layout);
    let ids = ids::of_graph(graph, Grammar::Sides);
    let mut out = frontmatter(&graph.title, "");
    out.push_str("architecture-beta\n");
    accessible(&mut out, &graph.title, graph.description.as_deref());
    let mut services = Vec::new();
    for (_, step) in order.walk() {
        let line = match step {
            Step::Close(_) => continue,
            Step::Open(id) => {
                let cluster = graph.clusters.get(id);
                let own = &ids.clusters[id.index()];
                let title = title(&label::cluster(cluster));
                format!("  group {own}({}){title}{}\n", group_icon(cluster.kind), inside(&ids, cluster.parent))
            }
            Step::Node(index) => {
                let Some(node) = graph.net.node_weight(NodeIndex::new(index)) else { continue };
                services.push(index);
                let icon = if node.external { "cloud" } else { icon(node.kind) };
                let title = title(&label::node(node));
                format!("  service {}({icon}){title}{}\n", ids.nodes[index], inside(&ids, node.cluster))
            }
        };
        out.push_str(&line);
    }
    edges(&mut out, graph, layout, &order, &ids, &services);
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

fn edges(out: &mut String, graph: &Graph, layout: &Layout, order: &Order, ids: &Ids, services: &[usize]) {
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
    for (line, (from, to)) in lines.iter().zip(sides(graph, layout, services, &lines)) {
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

/// A side that an edge leaves by, the one it arrives at, and where hosts then put what it leads to: columns to the right,
/// rows down. Round a corner an edge leaves up or down, because only so they agree with their own arrows.
const MOVES: [(char, char, i32, i32); 8] = [
    ('B', 'T', 0, 1),
    ('R', 'L', 1, 0),
    ('L', 'R', -1, 0),
    ('T', 'B', 0, -1),
    ('B', 'L', 1, 1),
    ('B', 'R', -1, 1),
    ('T', 'L', 1, -1),
    ('T', 'R', -1, -1),
];

/// The sides by which each edge leaves and arrives.
///
/// Hosts walk the edges from the first service on and put each service beside the one that it was reached from, by the
/// two sides alone; two with the same sides get one place, and edges that disagree blow the picture up. So the walk is
/// made here inside each group: the edge that reaches a service first gives it a free place, the one nearest to where our
/// layout has it. Every other edge has one side twice, which hosts draw and do not place by.
fn sides(graph: &Graph, layout: &Layout, order: &[usize], lines: &[Line]) -> Vec<(char, char)> {
    let scope = |i: usize| graph.net.node_weight(NodeIndex::new(i)).and_then(|n| n.cluster);
    let at = |i: usize| layout.nodes.get(i).copied().unwrap_or(Rect::new(i as f64 * 100.0, 0.0, 50.0, 50.0)).center();
    let way = |a: usize, b: usize| Point::new(at(b).x - at(a).x, at(b).y - at(a).y);
    let mut out: Vec<(char, char)> = lines
        .iter()
        .map(|l| way(l.tail.node, l.head.node))
        .map(|w| if w.x.abs() < w.y.abs() { ('R', 'R') } else { ('B', 'B') })
        .collect();
    let mut beside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        beside.entry(line.tail.node).or_default().push(i);
        beside.entry(line.head.node).or_default().push(i);
    }
    let mut places: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
    for &root in order {
        if places.contains_key(&root) {
            continue;
        }
        places.insert(root, (0, 0));
        let mut taken = BTreeSet::from([(0, 0)]);
        let mut queue = VecDeque::from([root]);
        while let Some(node) = queue.pop_front() {
            let (x, y) = places.get(&node).copied().unwrap_or_default();
            for &i in beside.get(&node).into_iter().flatten() {
                let (tail, head) = (lines[i].tail.node, lines[i].head.node);
                let other = if tail == node { head } else { tail };
                if places.contains_key(&other) || scope(node) != scope(other) {
                    continue;
                }
                let wanted = way(node, other);
                let free = MOVES.iter().filter(|(_, _, dx, dy)| !taken.contains(&(x + dx, y + dy)));
                let turn = |&&(_, _, dx, dy): &&(char, char, i32, i32)| -> f64 {
                    let (dx, dy) = (f64::from(dx), f64::from(dy));
                    -(wanted.x * dx + wanted.y * dy) / (dx * dx + dy * dy).sqrt()
                };
                let Some(&(from, to, dx, dy)) = free.min_by(|a, b| turn(a).total_cmp(&turn(b))) else { continue };
                out[i] = if tail == node { (from, to) } else { (to, from) };
                places.insert(other, (x + dx, y + dy));
                taken.insert((x + dx, y + dy));
                queue.push_back(other);
            }
        }
    }
    out
}
