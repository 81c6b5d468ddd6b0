//! What hosts draw at most, and how a view that is over it can be split.

use super::super::{Diagram, Profile};
use crate::base::{Code, Diagnostic};
use crate::chart::{Chart, Sequence};
use crate::graph::{ClusterId, Graph};

/// `maxTextSize` of every host; it counts UTF-16 units, and no document can raise it.
const CHARACTERS: usize = 50_000;
/// `maxEdges` of a flowchart, likewise.
const EDGES: usize = 500;
/// More parts than this are counted and not listed.
const LISTED: usize = 8;

/// Whether a flowchart has more edges than hosts draw.
pub(super) fn too_many_edges(diagram: &Diagram, profile: Profile) -> bool {
    match diagram {
        Diagram::Graph(graph, _) => {
            profile == Profile::Safe && graph.net.edge_count() > EDGES && !super::is_of_records(graph)
        }
        // A line for each entry that lies in another one.
        Diagram::Chart(Chart::Files(tree)) => tree.lines() > EDGES,
        Diagram::Chart(_) => false,
    }
}

/// The finding about a text that hosts refuse to draw; no text means too many edges.
pub(super) fn finding(diagram: &Diagram, text: Option<&str>) -> Option<Diagnostic> {
    let characters = text.map(|t| t.encode_utf16().count());
    if characters.is_some_and(|c| c <= CHARACTERS) {
        return None;
    }
    let (title, edges) = match diagram {
        Diagram::Graph(graph, _) => (graph.title.as_str(), graph.net.edge_count()),
        Diagram::Chart(chart) => (chart.title(), chart.lines()),
    };
    let title = if title.trim().is_empty() { "this view" } else { title };
    let counts = match characters {
        Some(characters) => {
            format!("{} characters; hosts draw at most {}", grouped(characters), grouped(CHARACTERS))
        }
        None => format!("{} edges; hosts draw at most {}", grouped(edges), grouped(EDGES)),
    };
    let help = match diagram {
        Diagram::Graph(graph, _) => split(graph),
        Diagram::Chart(chart) => match chart {
            Chart::Sequence(sequence) => cut(sequence, characters.unwrap_or_default()),
            Chart::Schedule(_) => "make one phase of several, or shorten their names".to_owned(),
            Chart::Risk(_) => "make one risk of several, or say them in fewer words".to_owned(),
            Chart::Files(_) => "leave out what lies deep, or write a pattern for files that are alike".to_owned(),
            Chart::Foreign(_) => "make several texts of one".to_owned(),
            Chart::Stack(_) => "leave technologies out, or give their reasons in fewer words".to_owned(),
        },
    };
    Some(Diagnostic::new(Code::MermaidLimit, None, format!("the Mermaid text of {title} has {counts}")).help(help))
}

/// One view for each frame of the outermost scope that has several.
fn split(graph: &Graph) -> String {
    let mut scope: Option<ClusterId> = None;
    let parts = loop {
        let inside: Vec<ClusterId> = graph.clusters.ids().filter(|c| graph.clusters.get(*c).parent == scope).collect();
        match inside[..] {
            [only] => scope = Some(only),
            _ => break inside,
        }
    };
    if parts.is_empty() {
        return "write several views that `include:` a part each, or leave elements out with `exclude:`".to_owned();
    }
    let within = |node: usize, part: ClusterId| {
        let mut at = graph.net.raw_nodes().get(node).and_then(|n| n.weight.cluster);
        while let Some(cluster) = at {
            if cluster == part {
                return true;
            }
            at = graph.clusters.get(cluster).parent;
        }
        false
    };
    let mut listed: Vec<String> = Vec::new();
    for part in parts.iter().take(LISTED) {
        let member: Vec<bool> = (0..graph.net.node_count()).map(|n| within(n, *part)).collect();
        let nodes = member.iter().filter(|m| **m).count();
        let touches = |e: &&petgraph::graph::Edge<_>| member[e.source().index()] || member[e.target().index()];
        let edges = graph.net.raw_edges().iter().filter(touches).count();
        listed.push(format!(
            "`{}` ({} elements, {} relations)",
            graph.clusters.get(*part).id,
            grouped(nodes),
            grouped(edges)
        ));
    }
    let more = parts.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
    format!("write one view for each of {}{more}", listed.join(", "))
}

/// Parts of a sequence that are short enough.
fn cut(sequence: &Sequence, characters: usize) -> String {
    let parts = characters.div_ceil(CHARACTERS * 4 / 5).max(2);
    format!("write {parts} sequences of about {} steps each", grouped(sequence.events.len().div_ceil(parts)))
}

/// With a comma between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
