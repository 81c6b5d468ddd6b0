//! An earlier layout as a hint, so that a small edit stays a small change.
//!
//! Needs: places by id, a graph. Leaves: for each node, frame and edge of a part where it was in the engine's frame.
//! Cost: `O(n log n)`.

use super::Layout;
use super::normalize::{NodeKind, Part};
use crate::base::{Direction, Point, Rect};
use crate::graph::{Cluster, ClusterId, Graph, Node};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Farthest place that is taken as it is, in px.
const FAR: f64 = 1e7;

/// Where things stood in an earlier layout, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Earlier {
    /// Where the flow went.
    pub direction: Direction,
    /// Where it went in frames, where that was another way.
    pub flows: BTreeMap<String, Direction>,
    /// Centres of nodes, in px.
    pub nodes: BTreeMap<String, Point>,
    /// Centres of frames, in px.
    pub clusters: BTreeMap<String, Point>,
    /// Centres of the frames' titles, in px.
    pub titles: BTreeMap<String, Point>,
    /// The edges between two ids, in written order.
    pub edges: BTreeMap<(String, String), Vec<EarlierEdge>>,
    /// Frames that had to be stacked, as in [`Layout`].
    pub stacked: Vec<(String, String)>,
}

/// The way that an edge had in an earlier layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierEdge {
    /// Corners from the tail to the head.
    pub points: Vec<Point>,
    /// Centre of the label.
    pub label: Option<Point>,
    /// Whether what it leads between stood side by side, as in [`super::Route`].
    pub is_beside: bool,
}

impl Earlier {
    /// What a graph was laid out as.
    pub fn of(graph: &Graph, layout: &Layout) -> Self {
        let mut out = Self { direction: layout.direction, ..Self::default() };
        for (node, at) in graph.net.node_weights().zip(&layout.nodes) {
            out.nodes.insert(node.id.clone(), at.center());
        }
        for (cluster, at) in graph.clusters.clusters.iter().zip(&layout.clusters) {
            out.clusters.insert(cluster.id.clone(), at.center());
        }
        for (cluster, flow) in graph.clusters.clusters.iter().zip(graph.flows(layout.direction)) {
            if flow != layout.direction {
                out.flows.insert(cluster.id.clone(), flow);
            }
        }
        for (cluster, at) in graph.clusters.clusters.iter().zip(&layout.titles).filter(|(_, at)| at.w > 0.0) {
            out.titles.insert(cluster.id.clone(), at.center());
        }
        let id = |cluster: u32| graph.clusters.get(ClusterId(cluster)).id.clone();
        out.stacked.extend(layout.stacked.iter().map(|&(upper, lower)| (id(upper), id(lower))));
        for (ends, route) in ends(graph).zip(&layout.edges) {
            let label = route.label.map(Rect::center);
            let edge = EarlierEdge { points: route.points.clone(), label, is_beside: route.is_beside };
            out.edges.entry(ends).or_default().push(edge);
        }
        out
    }

    /// What it has of a graph in which frames stand as nodes: the inside of `frame`, or what is around all.
    pub(super) fn within(&self, graph: &Graph, frame: Option<&str>) -> Self {
        let direction = frame.and_then(|id| self.flows.get(id)).copied().unwrap_or(self.direction);
        let mut out = Self { direction, ..Self::default() };
        for Node { id, .. } in graph.net.node_weights() {
            let at = self.nodes.get(id).or_else(|| self.clusters.get(id));
            out.nodes.extend(at.map(|&at| (id.clone(), at)));
        }
        for Cluster { id, .. } in &graph.clusters.clusters {
            out.clusters.extend(self.clusters.get(id).map(|&at| (id.clone(), at)));
            out.titles.extend(self.titles.get(id).map(|&at| (id.clone(), at)));
        }
        let is_here = |id: &String| out.clusters.contains_key(id);
        out.stacked = self.stacked.iter().filter(|(upper, lower)| is_here(upper) && is_here(lower)).cloned().collect();
        for key in ends(graph) {
            if let Some(ways) = self.edges.get(&key) {
                out.edges.entry(key).or_insert_with(|| ways.clone());
            }
        }
        out
    }

    /// How many nodes of a graph it has a place for.
    pub fn known(&self, graph: &Graph) -> usize {
        graph.net.node_weights().filter(|node| self.nodes.contains_key(&node.id)).count()
    }
}

/// Ids of what each edge connects.
fn ends(graph: &Graph) -> impl Iterator<Item = (String, String)> {
    graph.net.edge_references().map(|e| {
        let frame = |id: Option<ClusterId>| id.map(|id| graph.clusters.get(id).id.clone());
        let tail = frame(e.weight().tail).unwrap_or_else(|| graph.net[e.source()].id.clone());
        let head = frame(e.weight().head).unwrap_or_else(|| graph.net[e.target()].id.clone());
        (tail, head)
    })
}

/// A place in the engine's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) across: i32,
    pub(super) along: i32,
}

/// An earlier layout by the indices of a graph.
#[derive(Debug, Default)]
pub(super) struct Hint {
    nodes: Vec<Option<Spot>>,
    clusters: Vec<Option<Spot>>,
    titles: Vec<Option<Spot>>,
    edges: Vec<Vec<Spot>>,
    labels: Vec<Option<Spot>>,
    beside: Vec<bool>,
    stacked: Vec<(u32, u32)>,
}

/// An earlier layout by the indices of a part.
#[derive(Debug)]
pub(super) struct PartHint<'a> {
    pub(super) nodes: Vec<Option<Spot>>,
    pub(super) scopes: Vec<Option<Spot>>,
    pub(super) titles: Vec<Option<Spot>>,
    /// The way of each edge; empty where it is new.
    pub(super) edges: Vec<&'a [Spot]>,
    pub(super) labels: Vec<Option<Spot>>,
    /// Whether each edge led between what stood side by side.
    pub(super) beside: Vec<bool>,
    /// Siblings that had to be stacked, the upper one first.
    pub(super) stacked: Vec<(u32, u32)>,
}

impl Hint {
    /// Nothing where the earlier layout has none of the nodes.
    pub(super) fn new(graph: &Graph, earlier: &Earlier) -> Option<Self> {
        if earlier.known(graph) == 0 {
            return None;
        }
        let spot = |p: &Point| {
            let whole = |v: f64| if v.is_finite() { v.clamp(-FAR, FAR).round() as i32 } else { 0 };
            let (x, y) = (whole(p.x), whole(p.y));
            match earlier.direction {
                Direction::Down => Spot { across: x, along: y },
                Direction::Up => Spot { across: x, along: -y },
                Direction::Right => Spot { across: y, along: x },
                Direction::Left => Spot { across: y, along: -x },
            }
        };
        let mut met: BTreeMap<(String, String), usize> = BTreeMap::new();
        let way = |key: (String, String)| {
            let all = earlier.edges.get(&key);
            let nth = met.entry(key).or_default();
            *nth += 1;
            all.and_then(|all| all.get(*nth - 1))
        };
        let ways: Vec<Option<&EarlierEdge>> = ends(graph).map(way).collect();
        let clusters = || graph.clusters.clusters.iter();
        let by_id: BTreeMap<&str, u32> = clusters().zip(0..).map(|(c, i)| (c.id.as_str(), i)).collect();
        let index = |id: &String| by_id.get(id.as_str()).copied();
        Some(Self {
            nodes: graph.net.node_weights().map(|n| earlier.nodes.get(&n.id).map(spot)).collect(),
            clusters: clusters().map(|c| earlier.clusters.get(&c.id).map(spot)).collect(),
            titles: clusters().map(|c| earlier.titles.get(&c.id).map(spot)).collect(),
            edges: ways
                .iter()
                .map(|way| way.map(|w| w.points.iter().map(spot).collect()).unwrap_or_default())
                .collect(),
            labels: ways.iter().map(|way| way.and_then(|w| w.label.as_ref().map(spot))).collect(),
            beside: ways.iter().map(|way| way.is_some_and(|w| w.is_beside)).collect(),
            stacked: earlier.stacked.iter().filter_map(|(upper, lower)| Some((index(upper)?, index(lower)?))).collect(),
        })
    }

    /// Nothing where all of the part is new.
    pub(super) fn of<'a>(&'a self, part: &Part) -> Option<PartHint<'a>> {
        let edges: Vec<&[Spot]> = part.edges.iter().map(|e| self.edges[e.of as usize].as_slice()).collect();
        let real = |kind| kind == NodeKind::Real;
        let mut nodes: Vec<Option<Spot>> = part
            .nodes
            .iter()
            .map(|n| self.nodes.get(n.of as usize).copied().flatten().filter(|_| real(n.kind)))
            .collect();
        // A port stood where its edge ended.
        for (edge, way) in part.edges.iter().zip(&edges) {
            for (end, at) in [(edge.from, way.first()), (edge.to, way.last())] {
                if part.nodes[end as usize].kind == NodeKind::Port {
                    nodes[end as usize] = at.copied();
                }
            }
        }
        let of_scopes =
            |list: &[Option<Spot>]| part.scopes.iter().map(|s| list.get(s.of as usize).copied().flatten()).collect();
        let (scopes, titles) = (of_scopes(&self.clusters), of_scopes(&self.titles));
        let labels = part.edges.iter().map(|e| self.labels[e.of as usize]).collect();
        let beside = part.edges.iter().map(|e| self.beside[e.of as usize]).collect();
        let by_cluster: BTreeMap<u32, u32> = part.scopes.iter().zip(0..).skip(1).map(|(s, i)| (s.of, i)).collect();
        let scope = |cluster: u32| by_cluster.get(&cluster).copied();
        let siblings = |&(a, b): &(u32, u32)| part.scopes[a as usize].parent == part.scopes[b as usize].parent;
        let stacked = self.stacked.iter().filter_map(|&(upper, lower)| Some((scope(upper)?, scope(lower)?)));
        let stacked = stacked.filter(siblings).collect();
        nodes.iter().any(Option::is_some).then_some(PartHint { nodes, scopes, titles, edges, labels, beside, stacked })
    }
}

impl<'a> PartHint<'a> {
    /// What it has of some of the nodes, scopes and edges; `NONE` is nothing.
    pub(super) fn some(&self, nodes: &[u32], scopes: &[u32], edges: &[u32]) -> PartHint<'a> {
        fn pick<T: Copy + Default>(all: &[T], some: &[u32]) -> Vec<T> {
            some.iter().map(|&i| all.get(i as usize).copied().unwrap_or_default()).collect()
        }
        let index = |scope: u32| scopes.iter().position(|&s| s == scope).map(|i| i as u32);
        let stacked = self.stacked.iter().filter_map(|&(upper, lower)| Some((index(upper)?, index(lower)?)));
        PartHint {
            nodes: pick(&self.nodes, nodes),
            scopes: pick(&self.scopes, scopes),
            titles: pick(&self.titles, scopes),
            edges: pick(&self.edges, edges),
            labels: pick(&self.labels, edges),
            beside: pick(&self.beside, edges),
            stacked: stacked.collect(),
        }
    }
}

impl PartHint<'_> {
    /// Where the edge ran across the flow when it was at `along`.
    pub(super) fn passes(&self, edge: u32, along: i32) -> Option<i32> {
        let way = self.edges[edge as usize];
        let (mut best, mut off) = (way.first()?.across, i64::MAX);
        for pair in way.windows(2) {
            let (low, high) = (pair[0].along.min(pair[1].along), pair[0].along.max(pair[1].along));
            let nearest = along.clamp(low, high);
            let distance = i64::from(nearest.abs_diff(along));
            if distance < off {
                off = distance;
                let far = i64::from(pair[1].along) - i64::from(pair[0].along);
                let slope = i64::from(pair[1].across) - i64::from(pair[0].across);
                let done = i64::from(nearest) - i64::from(pair[0].along);
                best = pair[0].across + if far == 0 { 0 } else { (slope * done / far) as i32 };
            }
        }
        Some(best)
    }
}
