//! What the layout found, as an order of lines: frames and nodes by layer and place in it, edges by their ends.

use crate::base::{Direction, Rect};
use crate::graph::{ClusterId, Graph};
use crate::layout::Layout;
use petgraph::visit::EdgeRef;
use std::cmp::Ordering;

/// The longest link that is written, in layers. More would push the host's drawing apart.
const LONGEST: u32 = 4;

/// What stands directly in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// A node by index.
    Node(usize),
    /// A frame.
    Cluster(ClusterId),
}

/// Where an edge ends in the text.
pub(super) type End = Member;

/// An edge in its turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Its index in the net.
    pub(super) edge: usize,
    /// Where it starts.
    pub(super) tail: End,
    /// Where it ends.
    pub(super) head: End,
    /// How many layers it spans at least, from 1.
    pub(super) length: u32,
}

/// The order of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// Members of the outermost scope.
    pub(super) top: Vec<Member>,
    /// Members by cluster index.
    pub(super) inside: Vec<Vec<Member>>,
    /// All edges.
    pub(super) links: Vec<Link>,
}

/// Layer, then place across the flow, then written order.
#[derive(Clone, Copy, Debug)]
struct Place {
    layer: u32,
    across: f64,
    index: usize,
}

impl Place {
    fn compare(&self, other: &Self) -> Ordering {
        self.layer.cmp(&other.layer).then(self.across.total_cmp(&other.across)).then(self.index.cmp(&other.index))
    }
}

/// Reads the order off a layout.
pub(super) fn of(graph: &Graph, layout: &Layout) -> Order {
    let nodes: Vec<Place> = (0..graph.net.node_count())
        .map(|index| {
            let across = layout.nodes.get(index).map_or(0.0, |r| across(*r, layout.direction));
            Place { layer: layout.layers.get(index).copied().unwrap_or(0), across, index }
        })
        .collect();
    let mut order = members(graph, &nodes);
    order.links = links(graph, &nodes, &order);
    order
}

fn across(rect: Rect, direction: Direction) -> f64 {
    match direction {
        Direction::Down | Direction::Up => rect.center().x,
        Direction::Right | Direction::Left => rect.center().y,
    }
}

/// Sorts the members of every scope; a frame stands where its first node does.
fn members(graph: &Graph, nodes: &[Place]) -> Order {
    let last = Place { layer: u32::MAX, across: 0.0, index: usize::MAX };
    let mut frames = vec![last; graph.clusters.len()];
    for (node, place) in graph.net.node_weights().zip(nodes) {
        let mut at = node.cluster;
        while let Some(cluster) = at {
            let first = &mut frames[cluster.index()];
            if place.compare(first).is_lt() {
                *first = *place;
            }
            at = graph.clusters.get(cluster).parent;
        }
    }
    let mut top: Vec<(Place, Member)> = Vec::new();
    let mut inside: Vec<Vec<(Place, Member)>> = vec![Vec::new(); graph.clusters.len()];
    let frames =
        graph.clusters.ids().zip(frames).map(|(id, place)| (graph.clusters.get(id).parent, place, Member::Cluster(id)));
    let nodes =
        graph.net.node_weights().zip(nodes).enumerate().map(|(i, (n, place))| (n.cluster, *place, Member::Node(i)));
    for (scope, place, member) in frames.chain(nodes) {
        scope.map_or(&mut top, |s| &mut inside[s.index()]).push((place, member));
    }
    let sorted = |mut list: Vec<(Place, Member)>| {
        list.sort_by(|a, b| a.0.compare(&b.0));
        list.into_iter().map(|(_, member)| member).collect()
    };
    Order { top: sorted(top), inside: inside.into_iter().map(sorted).collect(), links: Vec::new() }
}

fn links(graph: &Graph, nodes: &[Place], order: &Order) -> Vec<Link> {
    // The turn of every member when the scopes are walked in order.
    let mut turns = (vec![0; nodes.len()], vec![0; graph.clusters.len()]);
    let mut stack: Vec<Member> = order.top.iter().rev().copied().collect();
    let mut turn = 0_usize;
    while let Some(member) = stack.pop() {
        match member {
            Member::Node(node) => turns.0[node] = turn,
            Member::Cluster(cluster) => {
                turns.1[cluster.index()] = turn;
                stack.extend(order.inside[cluster.index()].iter().rev());
            }
        }
        turn += 1;
    }
    let turn_of = |end: End| match end {
        Member::Node(node) => turns.0[node],
        Member::Cluster(cluster) => turns.1[cluster.index()],
    };
    let mut links: Vec<Link> = graph
        .net
        .edge_references()
        .map(|e| Link {
            edge: e.id().index(),
            tail: e.weight().tail.map_or(Member::Node(e.source().index()), Member::Cluster),
            head: e.weight().head.map_or(Member::Node(e.target().index()), Member::Cluster),
            length: 1,
        })
        .collect();
    lengthen(graph, nodes, &mut links);
    links.sort_by_key(|l| (turn_of(l.tail), turn_of(l.head), l.edge));
    links
}

/// Gives a link between two nodes of one scope the length that it has in our layout, where no path between them has that
/// length anyway. Layers without a node (they hold labels and bends) do not count.
///
/// Cost: links that span layers, times edges.
fn lengthen(graph: &Graph, nodes: &[Place], links: &mut [Link]) {
    let mut layers: Vec<u32> = nodes.iter().map(|n| n.layer).collect();
    layers.sort_unstable();
    layers.dedup();
    let rank: Vec<usize> = nodes.iter().map(|n| layers.partition_point(|l| *l < n.layer)).collect();
    let scope: Vec<Option<ClusterId>> = graph.net.node_weights().map(|n| n.cluster).collect();
    // Edges as the host will rank them, downwards, by their upper end.
    let mut down: Vec<(usize, usize)> = links
        .iter()
        .filter_map(|l| match (l.tail, l.head) {
            (Member::Node(a), Member::Node(b)) if rank[a] < rank[b] => Some((a, b)),
            (Member::Node(a), Member::Node(b)) if rank[a] > rank[b] => Some((b, a)),
            _ => None,
        })
        .collect();
    down.sort_unstable_by_key(|(a, b)| (rank[*a], *a, *b));
    let mut longest = vec![0_u32; nodes.len()];
    for link in links {
        let (Member::Node(a), Member::Node(b)) = (link.tail, link.head) else { continue };
        let (a, b) = if rank[a] < rank[b] { (a, b) } else { (b, a) };
        let span = (rank[b] - rank[a]) as u32;
        if span < 2 || scope[a] != scope[b] {
            continue;
        }
        // Longest path from a: edges come by the rank of their upper end, so one walk is enough.
        longest.fill(0);
        longest[a] = 1;
        let from = down.partition_point(|(upper, _)| rank[*upper] < rank[a]);
        for (upper, lower) in down[from..].iter().take_while(|(upper, _)| rank[*upper] < rank[b]) {
            if longest[*upper] > 0 {
                longest[*lower] = longest[*lower].max(longest[*upper] + 1);
            }
        }
        if longest[b] <= span {
            link.length = span.min(LONGEST);
        }
    }
}
