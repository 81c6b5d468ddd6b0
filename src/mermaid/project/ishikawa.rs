//! A fishbone diagram -> a tree of causes that flows into its effect, each branch in a colour.

use super::super::read::ishikawa::Ishikawa;
use super::mindmap::BRANCHES;
use super::net::{Ids, Place, arrow, card, connect};
use super::note;
use crate::base::{Diagnostic, Direction, Kind, Shape};
use crate::graph::{End, Graph, Node, TextLine};
use petgraph::graph::NodeIndex;

/// The graph of a fishbone diagram, and what of the text it does not show.
pub(super) fn project(text: &Ishikawa) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { direction: Some(Direction::Right), ..Graph::default() };
    let mut ids = Ids::default();
    // The colour of a cause is that of the cause of the effect that it leads to.
    let mut branches: Vec<Option<usize>> = Vec::with_capacity(text.nodes.len());
    let mut count = 0;
    for cause in &text.nodes {
        let branch = cause.of.map(|of| {
            branches.get(of).copied().flatten().unwrap_or_else(|| {
                count += 1;
                count - 1
            })
        });
        branches.push(branch);
        let node = card(&ids.take(&cause.label), &cause.label);
        graph.net.add_node(match branch {
            Some(branch) => Node { kind: BRANCHES[branch % BRANCHES.len()].0, shape: Some(Shape::Round), ..node },
            None => Node {
                kind: Kind::System,
                shape: Some(Shape::Box),
                lines: Some(TextLine::strong(&cause.label)),
                ..node
            },
        });
    }
    let place = |at| Place { node: NodeIndex::new(at), frame: None };
    for (at, (cause, branch)) in text.nodes.iter().zip(&branches).enumerate() {
        let (Some(of), Some(branch)) = (cause.of, *branch) else { continue };
        let mut edge = arrow(End::None, if text.nodes[of].of.is_none() { End::Arrow } else { End::None }, "");
        edge.style.stroke = Some(BRANCHES[branch % BRANCHES.len()].1);
        connect(&mut graph, place(at), place(of), edge);
    }
    let tree = note(
        text.nodes.iter().take(1).map(|node| &node.at),
        "Causes are drawn as a tree that flows into its effect, not as a fishbone",
        "Leave it as it is: nothing of it is lost.",
    );
    (graph, tree.into_iter().collect())
}
