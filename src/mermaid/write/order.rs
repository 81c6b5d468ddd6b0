//! What the layout found, as an order of lines: frames and nodes by layer and place in it, edges by their ends.

use crate::base::{Direction, Point};
use crate::graph::{ClusterId, Graph};
use crate::layout::Layout;
use petgraph::visit::EdgeRef;
use std::cmp::Ordering;

/// The longest link that hosts read, in layers.
const LONGEST: usize = 10;
/// As many links make a large graph.
const LARGE: usize = 100;

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

/// A line of the nested part of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A node by index.
    Node(usize),
    /// A frame, before what is in it.
    Open(ClusterId),
    /// The same frame, after that.
    Close(ClusterId),
}

impl Order {
    /// All frames and nodes from the outermost scope inwards, each with the depth of its line, from 1.
    pub(super) fn walk(&self) -> Vec<(usize, Step)> {
        let step = |depth: usize| {
            move |member: &Member| match *member {
                Member::Node(node) => (depth, Step::Node(node)),
                Member::Cluster(id) => (depth, Step::Open(id)),
            }
        };
        let mut out = Vec::new();
        let mut stack: Vec<(usize, Step)> = self.top.iter().rev().map(step(1)).collect();
        while let Some((depth, next)) = stack.pop() {
            out.push((depth, next));
            if let Step::Open(id) = next {
                stack.push((depth, Step::Close(id)));
                stack.extend(self.inside[id.index()].iter().rev().map(step(depth + 1)));
            }
        }
        out
    }
}

/// Layer, then place across the flow, then written order.
#[derive(Clone, Copy, Debug)]
struct Place {
    layer: u32,
    across: f64,
    index: usize,
}

/// Where the flow goes, by frame, and which frames flow another way than what is around them.
struct Flows {
    whole: Direction,
    frames: Vec<Direction>,
    /// The innermost of those frames, itself included, by frame; 0 is none, others are counted from 1.
    turned: Vec<usize>,
}

impl Flows {
    fn new(graph: &Graph, layout: &Layout) -> Self {
        let (whole, frames) = (layout.direction, graph.flows(layout.direction));
        let mut turned = vec![0; frames.len()];
        for (at, cluster) in graph.clusters.clusters.iter().enumerate() {
            let around = cluster.parent.map_or((whole, 0), |p| (frames[p.index()], turned[p.index()]));
            turned[at] = if frames[at] == around.0 { around.1 } else { at + 1 };
        }
        Self { whole, frames, turned }
    }

    /// In a frame, or outside of all.
    fn of(&self, frame: Option<ClusterId>) -> Direction {
        frame.map_or(self.whole, |id| self.frames[id.index()])
    }

    /// The frame that is laid out by itself around what is in a frame.
    fn turned(&self, frame: Option<ClusterId>) -> usize {
        frame.map_or(0, |id| self.turned[id.index()])
    }
}

impl Place {
    fn compare(&self, other: &Self) -> Ordering {
        self.layer.cmp(&other.layer).then(self.across.total_cmp(&other.across)).then(self.index.cmp(&other.index))
    }
}

/// Reads the order off a layout.
pub(super) fn of(graph: &Graph, layout: &Layout) -> Order {
    let flows = Flows::new(graph, layout);
    let nodes: Vec<Place> = (graph.net.node_weights().enumerate())
        .map(|(index, node)| {
            let across = layout.nodes.get(index).map_or(0.0, |r| across(r.center(), flows.of(node.cluster)));
            Place { layer: layout.layers.get(index).copied().unwrap_or(0), across, index }
        })
        .collect();
    // Seen from what is around it, a frame that flows its own way stands in one place.
    let turned: Vec<Option<f64>> = (graph.clusters.ids().zip(&graph.clusters.clusters))
        .map(|(id, cluster)| {
            let center =
                layout.clusters.get(id.index()).filter(|_| flows.turned[id.index()] == id.index() + 1)?.center();
            Some(across(center, flows.of(cluster.parent)))
        })
        .collect();
    let mut order = members(graph, &nodes, &turned);
    order.links = links(graph, layout, &flows, &nodes, &order);
    order
}

/// The order of the description: a frame stands where its first node does.
pub(super) fn written(graph: &Graph) -> Order {
    let nodes: Vec<Place> = (0..graph.net.node_count()).map(|index| Place { layer: 0, across: 0.0, index }).collect();
    Order { links: plain(graph), ..members(graph, &nodes, &[]) }
}

/// Links as written, none longer than it must be.
fn plain(graph: &Graph) -> Vec<Link> {
    let edges = graph.net.edge_references();
    let links = edges.map(|e| Link {
        edge: e.id().index(),
        tail: e.weight().tail.map_or(Member::Node(e.source().index()), Member::Cluster),
        head: e.weight().head.map_or(Member::Node(e.target().index()), Member::Cluster),
        length: 1,
    });
    links.collect()
}

fn across(point: Point, direction: Direction) -> f64 {
    match direction {
        Direction::Down | Direction::Up => point.x,
        Direction::Right | Direction::Left => point.y,
    }
}

/// Sorts the members of every scope; a frame stands where its first node does, but for what is given across the flow.
fn members(graph: &Graph, nodes: &[Place], given: &[Option<f64>]) -> Order {
    let last = Place { layer: u32::MAX, across: 0.0, index: usize::MAX };
    let mut frames = vec![last; graph.clusters.len()];
    for (node, &place) in graph.net.node_weights().zip(nodes) {
        let (mut at, mut place) = (node.cluster, place);
        while let Some(cluster) = at {
            place.across = given.get(cluster.index()).copied().flatten().unwrap_or(place.across);
            let first = &mut frames[cluster.index()];
            if place.compare(first).is_lt() {
                *first = place;
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

/// Links by the turn of their tail; those of one tail across the flow, as their routes run. The host numbers the nodes of
/// each layer as it comes to them along the links, so that this order is what it starts from.
fn links(graph: &Graph, layout: &Layout, flows: &Flows, nodes: &[Place], order: &Order) -> Vec<Link> {
    // The turn of every member when the scopes are walked in order.
    let mut turns = (vec![0; nodes.len()], vec![0; graph.clusters.len()]);
    for (turn, (_, step)) in order.walk().into_iter().enumerate() {
        match step {
            Step::Node(node) => turns.0[node] = turn,
            Step::Open(cluster) => turns.1[cluster.index()] = turn,
            Step::Close(_) => {}
        }
    }
    let turn_of = |end: End| match end {
        Member::Node(node) => turns.0[node],
        Member::Cluster(cluster) => turns.1[cluster.index()],
    };
    let way: Vec<f64> = (graph.net.edge_references())
        .map(|edge| {
            let points = layout.edges.get(edge.id().index()).map_or(&[][..], |route| &route.points);
            let flow = flows.of(graph.around(edge.source(), edge.weight().tail));
            let sum: f64 = points.iter().map(|p| across(*p, flow)).sum();
            sum / points.len().max(1) as f64
        })
        .collect();
    let mut links = plain(graph);
    let layers = graph.net.node_weights().zip(nodes).map(|(node, place)| (flows.turned(node.cluster), place.layer));
    lengthen(&layers.collect::<Vec<_>>(), &mut links);
    links.sort_by(|a, b| {
        let by_turn = turn_of(a.tail).cmp(&turn_of(b.tail));
        by_turn.then(way[a.edge].total_cmp(&way[b.edge])).then(a.edge.cmp(&b.edge))
    });
    links
}

/// Gives a link downwards between two nodes the length that it has in our layout, so that the host takes our layers over;
/// one that another way along links implies stays short. Layers without a node (they hold labels and bends) do not count, nor
/// do those of frames that are laid out by themselves: layers come with the frame.
/// Of a large graph it is a part of the length: there it wins few crossings and costs the more space.
///
/// Cost: links that span layers, times edges.
fn lengthen(nodes: &[(usize, u32)], links: &mut [Link]) {
    let mut layers = nodes.to_vec();
    layers.sort_unstable();
    layers.dedup();
    let rank: Vec<usize> = nodes.iter().map(|node| layers.partition_point(|layer| layer < node)).collect();
    let ends = |link: &Link| match (link.tail, link.head) {
        (Member::Node(a), Member::Node(b)) if rank[a] < rank[b] => Some((a, b)),
        _ => None,
    };
    let mut down: Vec<(usize, usize)> = links.iter().filter_map(ends).collect();
    down.sort_unstable_by_key(|(a, b)| (rank[*a], *a, *b));
    let part = 1 + links.len() / LARGE;
    let mut reached = vec![false; nodes.len()];
    for link in links {
        let Some((a, b)) = ends(link) else { continue };
        let length = (rank[b] - rank[a]).div_ceil(part);
        if length < 2 {
            continue;
        }
        // Edges come by the rank of their upper end, so one walk is enough.
        reached.fill(false);
        let from = down.partition_point(|(upper, _)| rank[*upper] < rank[a]);
        for (upper, lower) in down[from..].iter().take_while(|(upper, _)| rank[*upper] < rank[b]) {
            reached[*lower] |= reached[*upper] || (*upper == a && *lower != b);
        }
        if !reached[b] {
            link.length = length.min(LONGEST) as u32;
        }
    }
}
