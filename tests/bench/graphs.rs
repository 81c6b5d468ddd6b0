//! Graphs to measure with, the same ones on every machine.
#![allow(dead_code, reason = "each benchmark takes what it needs")]

use groundplan::base::{Direction, Kind, Size};
use groundplan::graph::{Cluster, ClusterId, Edge, Graph, Node};
use groundplan::layout::Sizes;

/// A small generator of numbers: the same ones on every machine.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// A nested graph: ten nodes a frame, ten frames a frame, three edges for two nodes, most of them near by.
pub(crate) fn nested(nodes: usize) -> Graph {
    let mut graph = Graph { title: format!("{nodes} nodes"), ..Graph::default() };
    let mut numbers = Numbers(11);
    let frames = nodes.div_ceil(10);
    let mut outer = None;
    for i in 0..frames {
        let frame = |id: String, parent: Option<ClusterId>| Cluster {
            name: id.clone(),
            id,
            kind: Kind::System,
            parent,
            instances: 1,
            ..Cluster::default()
        };
        if i % 10 == 0 {
            outer = Some(graph.clusters.add(frame(format!("area{i}"), None)));
        }
        let inner = graph.clusters.add(frame(format!("frame{i}"), outer));
        for n in i * 10..(i * 10 + 10).min(nodes) {
            let id = format!("frame{i}.node{n}");
            let (name, tech) = (format!("Node {n}"), Some("Rust".to_owned()));
            let cluster = Some(inner);
            graph.net.add_node(Node {
                id,
                name,
                tech,
                kind: Kind::Container,
                cluster,
                instances: 1,
                ..Node::default()
            });
        }
    }
    let all: Vec<_> = graph.net.node_indices().collect();
    for i in 0..nodes * 3 / 2 {
        let from = i % nodes;
        let reach = if numbers.below(8) == 0 { nodes } else { 15.min(nodes) };
        let to = (from + 1 + numbers.below(reach)) % nodes;
        if from != to {
            let label = (i % 3 == 0).then(|| "calls".to_owned());
            graph.net.add_edge(all[from], all[to], Edge { label, count: 1, ..Edge::default() });
        }
    }
    graph.direction = Some(Direction::Down);
    graph
}

/// A graph without cycles: each node has a parent among the few before it, and half as many edges again, one in fifty
/// of them far.
pub(crate) fn dag(nodes: usize) -> Graph {
    let mut graph = plain(nodes);
    let mut numbers = Numbers(5);
    let near = nodes.isqrt().max(8);
    let mut add = |to: usize, reach: usize, numbers: &mut Numbers| {
        let from = to.saturating_sub(1 + numbers.below(reach));
        if from != to {
            graph.net.add_edge((from as u32).into(), (to as u32).into(), Edge::default());
        }
    };
    (1..nodes).for_each(|to| add(to, near, &mut numbers));
    for _ in 0..nodes / 2 {
        let to = 1 + numbers.below(nodes - 1);
        let reach = if numbers.below(50) == 0 { nodes } else { near };
        add(to, reach, &mut numbers);
    }
    graph
}

/// Everyone with everyone.
pub(crate) fn clique(nodes: usize) -> Graph {
    let mut graph = plain(nodes);
    for to in 0..nodes as u32 {
        for from in 0..to {
            graph.net.add_edge(from.into(), to.into(), Edge::default());
        }
    }
    graph
}

fn plain(nodes: usize) -> Graph {
    let mut graph = Graph { direction: Some(Direction::Down), ..Graph::default() };
    for n in 0..nodes {
        graph.net.add_node(Node { id: format!("n{n}"), instances: 1, ..Node::default() });
    }
    graph
}

/// Boxes of one size, labels where there are any.
pub(crate) fn sizes(graph: &Graph) -> Sizes {
    let label = |edge: &Edge| if edge.label.is_some() { Size::new(40.0, 16.0) } else { Size::default() };
    Sizes {
        nodes: vec![Size::new(140.0, 50.0); graph.net.node_count()],
        labels: graph.net.edge_weights().map(label).collect(),
        titles: vec![Size::new(80.0, 20.0); graph.clusters.len()],
    }
}
