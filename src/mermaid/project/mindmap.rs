//! A mindmap -> a tree to both sides of its root, each branch in a colour.

use super::super::read::mindmap::{Mindmap, NodeShape};
use super::net::{Ids, Place, arrow, card, connect};
use super::note;
use crate::base::{Color, Diagnostic, Direction, Kind, Shape};
use crate::graph::{End, Graph, Node, TextLine};
use petgraph::graph::NodeIndex;

/// Looks of branches, in turn, and the colours of their lines: of a middling brightness, for light and dark pages.
pub(super) const BRANCHES: [(Kind, Color); 7] = [
    (Kind::Container, Color { r: 0x4a, g: 0x8a, b: 0xd0 }),
    (Kind::Queue, Color { r: 0xb9, g: 0x7c, b: 0x1e }),
    (Kind::Database, Color { r: 0x2f, g: 0x8c, b: 0x80 }),
    (Kind::Function, Color { r: 0xbd, g: 0x56, b: 0x8a }),
    (Kind::Storage, Color { r: 0x74, g: 0x92, b: 0x3c }),
    (Kind::Gateway, Color { r: 0x93, g: 0x66, b: 0xb2 }),
    (Kind::Cache, Color { r: 0xc4, g: 0x66, b: 0x41 }),
];
/// As many branches go to one side alone.
const ONE_SIDE: usize = 2;

/// The graph of a mindmap, and what of the text it does not show.
pub(super) fn project(text: &Mindmap) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { direction: Some(Direction::Right), ..Graph::default() };
    let mut ids = Ids::default();
    let branches = branches(text);
    let left = left(text, &branches);
    for (thought, branch) in text.nodes.iter().zip(&branches) {
        let kind = branch.map_or(Kind::System, |branch| BRANCHES[branch % BRANCHES.len()].0);
        let shape = match thought.shape {
            NodeShape::Default | NodeShape::Rounded => Shape::Round,
            NodeShape::Square => Shape::Box,
            NodeShape::Circle => Shape::Circle,
            NodeShape::Cloud => Shape::Cloud,
            NodeShape::Bang => Shape::Bang,
            NodeShape::Hexagon => Shape::Hexagon,
        };
        let node = card(&ids.take(&thought.id), &thought.label);
        let lines = if thought.parent.is_none() { Some(TextLine::strong(&thought.label)) } else { node.lines };
        graph.net.add_node(Node { kind, shape: Some(shape), lines, ..node });
    }
    for (at, (thought, branch)) in text.nodes.iter().zip(&branches).enumerate() {
        let (Some(parent), Some(branch)) = (thought.parent, *branch) else { continue };
        let mut edge = arrow(End::None, End::None, "");
        edge.style.stroke = Some(BRANCHES[branch % BRANCHES.len()].1);
        let place = |at| Place { node: NodeIndex::new(at), frame: None };
        // What is to the left of the root flows into it.
        let (from, to) = if left[branch] { (at, parent) } else { (parent, at) };
        connect(&mut graph, place(from), place(to), edge);
    }
    let icons = note(
        text.nodes.iter().filter(|node| node.icon.is_some()).map(|node| &node.at),
        "The icon of a thought is left out",
        "Say it in words, or with a sign such as ✓.",
    );
    let classes = note(
        text.nodes.iter().filter(|node| !node.classes.is_empty()).map(|node| &node.at),
        "A class of a thought is a look that its page gives it, and changes nothing here",
        "Take another shape, such as `id((text))`.",
    );
    (graph, icons.into_iter().chain(classes).collect())
}

/// By thought: the number of the branch that it is on; none for the root.
fn branches(text: &Mindmap) -> Vec<Option<usize>> {
    let mut next = 0;
    let mut out: Vec<Option<usize>> = Vec::with_capacity(text.nodes.len());
    for thought in &text.nodes {
        let branch = thought.parent.map(|parent| {
            out.get(parent).copied().flatten().unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        });
        out.push(branch);
    }
    out
}

/// By branch: whether it goes to the left. The first half of all thoughts goes to the right.
fn left(text: &Mindmap, branches: &[Option<usize>]) -> Vec<bool> {
    let count = branches.iter().flatten().max().map_or(0, |last| last + 1);
    let mut weight = vec![0; count];
    // What has no children needs a row.
    let mut leaf = vec![true; text.nodes.len()];
    for parent in text.nodes.iter().filter_map(|thought| thought.parent) {
        leaf[parent] = false;
    }
    for (branch, _) in branches.iter().zip(leaf).filter(|(_, leaf)| *leaf) {
        if let Some(branch) = *branch {
            weight[branch] += 1;
        }
    }
    let whole: usize = weight.iter().sum();
    let mut before = 0;
    let side = weight.iter().map(|weight| {
        let middle = 2 * before + weight;
        before += weight;
        count > ONE_SIDE && middle > whole
    });
    side.collect()
}
