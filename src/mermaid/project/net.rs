//! What all graphs of foreign Mermaid are built from: boxes, frames, and where their edges end.

use super::note;
use crate::base::{Diagnostic, Direction, Kind, Shape, Style, unique};
use crate::graph::{Cluster, ClusterId, Edge, End, Ends, Graph, Node, TextLine};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;
use std::ops::Range;

/// Where an edge may end: at a node, or at a frame that the node is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) node: NodeIndex,
    pub(super) frame: Option<ClusterId>,
}

/// Ids that are taken.
#[derive(Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// An id that nothing else has, as near to the wanted one as that can be.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        unique(&mut self.0, wanted)
    }
}

/// A box with words.
pub(super) fn card(id: &str, label: &str) -> Node {
    Node {
        id: id.to_owned(),
        name: label.replace('\n', " "),
        kind: Kind::Container,
        instances: 1,
        lines: Some(TextLine::plain(label)),
        ..Node::default()
    }
}

/// A note beside others.
pub(super) fn comment(id: &str, text: &str) -> Node {
    Node { kind: Kind::External, shape: Some(Shape::Note), ..card(id, text) }
}

/// A frame with a title.
pub(super) fn frame(id: &str, title: &str, parent: Option<ClusterId>) -> Cluster {
    Cluster {
        id: id.to_owned(),
        name: title.replace('\n', " "),
        kind: Kind::Container,
        parent,
        instances: 1,
        lines: (!title.trim().is_empty()).then(|| TextLine::plain(title)),
        ..Cluster::default()
    }
}

/// An edge with words beside it, where there are some.
pub(super) fn arrow(tail: End, head: End, label: &str) -> Edge {
    Edge {
        ends: Some(Ends { tail, head }),
        lines: (!label.trim().is_empty()).then(|| TextLine::plain(label)),
        count: 1,
        ..Edge::default()
    }
}

/// The line from a note to what it is about.
pub(super) fn tie() -> Edge {
    let line = Some(crate::base::Line::Dotted);
    Edge { style: Style { line, ..Style::default() }, ..arrow(End::None, End::None, "") }
}

/// Adds an edge between two places.
pub(super) fn connect(graph: &mut Graph, from: Place, to: Place, edge: Edge) {
    graph.net.add_edge(from.node, to.node, Edge { tail: from.frame, head: to.frame, ..edge });
}

/// Lays bars across the flow: `around` is where that goes outside of all frames.
pub(super) fn turn_bars(graph: &mut Graph, around: Direction) {
    let flows = graph.flows(around);
    for node in graph.net.node_weights_mut().filter(|node| node.shape == Some(Shape::Bar)) {
        let flow = node.cluster.map_or(around, |frame| flows[frame.index()]);
        if flow.is_level() {
            node.shape = Some(Shape::UprightBar);
        }
    }
}

/// One finding for frames, each with its place, whose own direction counts for nothing; `word` is what the text calls them.
pub(super) fn unturned<'a>(
    graph: &Graph,
    around: Direction,
    frames: impl Iterator<Item = (Option<ClusterId>, &'a Range<usize>)>,
    word: &str,
) -> Option<Diagnostic> {
    let flows = graph.flows(around);
    let kept = |id: ClusterId| graph.clusters.get(id).direction.is_none_or(|own| own == flows[id.index()]);
    note(
        frames.filter(|(id, _)| id.is_some_and(|id| !kept(id))).map(|(_, at)| at),
        &format!("A {word} flows as what is around it, not its own way: an edge leads from its inside to the outside"),
        &format!("Let such edges end at the {word} itself."),
    )
}

/// Numbers of what has parents, a parent before its children, each with its parent. What would be inside of itself is
/// inside of nothing.
pub(super) fn outer_first(parents: &[Option<usize>]) -> Vec<(usize, Option<usize>)> {
    let mut out = Vec::with_capacity(parents.len());
    // 1 on the way up, 2 done.
    let mut seen = vec![0u8; parents.len()];
    for start in 0..parents.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|&here| seen.get(here) == Some(&0)) {
            seen[here] = 1;
            chain.push(here);
            at = parents[here];
        }
        // The outermost has a parent that is done, or none.
        let mut parent = at.filter(|&here| seen.get(here) == Some(&2));
        while let Some(here) = chain.pop() {
            seen[here] = 2;
            out.push((here, parent));
            parent = Some(here);
        }
    }
    out
}

/// Whether an address is that of a page or a mailbox.
pub(super) fn leads(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// One finding for addresses that lead nowhere.
pub(super) fn nowhere<'a>(links: impl Iterator<Item = (&'a Option<String>, &'a Range<usize>)>) -> Option<Diagnostic> {
    let astray = links.filter(|(link, _)| link.as_ref().is_some_and(|to| !leads(to))).map(|(_, at)| at);
    note(
        astray,
        "A link of a picture leads to a page or a mailbox, and this one does not",
        "Write the whole address, with `https:`, `http:` or `mailto:`.",
    )
}

/// One finding for clicks that call a script.
pub(super) fn scripts<'a>(places: impl Iterator<Item = &'a Range<usize>>) -> Option<Diagnostic> {
    note(
        places,
        "A click that calls a script does nothing in a picture",
        "Give an address: `click id href \"https://example.com\"`.",
    )
}
