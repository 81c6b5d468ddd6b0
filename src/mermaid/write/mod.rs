//! [`Diagram`] -> text, one file a kind. The host lays the text out once more: its order is what ours found.
//!
//! Frontmatter pins `layout: dagre` and `look: classic`, for which the order and the lengths of links are made; version
//! 12 would take ELK and its own look. It leaves the theme to the host, so that a dark page stays dark.

mod architecture;
mod c4;
mod choose;
pub mod er;
mod flowchart;
mod host;
mod limit;
mod order;
mod palette;
mod risk;
mod schedule;
mod sequence;
mod stack;
pub mod tree;

use super::{Diagram, Profile, escape};
use crate::base::{Checked, Code, Diagnostic};
use crate::chart::Chart;
use crate::graph::Graph;

/// Writes a diagram in the language of a profile.
///
/// The value is missing where the text is over what hosts draw (50,000 characters, 500 edges of a flowchart): the finding
/// gives the counts and offers how to split the view.
pub fn write(diagram: &Diagram, profile: Profile) -> Checked<String> {
    let text = match (*diagram, profile) {
        // What has too many edges is not worth its order.
        _ if limit::too_many_edges(diagram, profile) => None,
        // No other kind has records.
        (Diagram::Graph(graph, _), _) if is_of_records(graph) => Some(er::write(graph)),
        (Diagram::Graph(graph, layout), Profile::Safe) => Some(flowchart::write(graph, layout)),
        (Diagram::Graph(graph, layout), Profile::C4) => Some(c4::write(graph, layout)),
        (Diagram::Graph(graph, layout), Profile::Architecture) => Some(architecture::write(graph, layout)),
        (Diagram::Chart(chart), profile) => match (chart, profile) {
            (Chart::Sequence(sequence), Profile::C4) => Some(c4::dynamic(sequence)),
            (Chart::Sequence(sequence), Profile::Safe | Profile::Architecture) => Some(sequence::write(sequence)),
            (Chart::Schedule(schedule), _) => Some(schedule::write(schedule)),
            (Chart::Risk(matrix), _) => Some(risk::write(matrix)),
            (Chart::Stack(stack), _) => Some(stack::write(stack)),
            (Chart::Files(tree), _) => Some(tree::write(tree)),
            // What no view is comes of a text, which is its form as Mermaid.
            (Chart::Foreign(_), _) => return Checked { value: None, diagnostics: vec![unwritten()] },
        },
    };
    match limit::finding(diagram, text.as_deref()) {
        Some(finding) => Checked { value: None, diagnostics: vec![finding] },
        None => Checked { value: text, diagnostics: Vec::new() },
    }
}

/// A chart that was Mermaid from the start.
fn unwritten() -> Diagnostic {
    Diagnostic::new(Code::MermaidKind, None, "A chart of a foreign text is not written as Mermaid once more.")
        .help("Take the text that it was read from.")
}

/// Whether a graph is one of records.
fn is_of_records(graph: &Graph) -> bool {
    graph.net.node_weights().any(|node| node.rows.is_some())
}

/// The frontmatter of a text: its title, and what it asks of the host.
fn frontmatter(title: &str, pin: &str) -> String {
    let mut out = String::new();
    if !title.trim().is_empty() || !pin.is_empty() {
        out.push_str("---\n");
        if !title.trim().is_empty() {
            out.push_str("title: ");
            out.push_str(&escape::title(title));
            out.push('\n');
        }
        out.push_str(pin);
        out.push_str("---\n");
    }
    out
}

/// The lines that a reader hears who does not see the picture.
fn accessible(out: &mut String, title: &str, description: Option<&str>) {
    for (key, text) in [("accTitle", title), ("accDescr", description.unwrap_or_default())] {
        let words: Vec<&str> = text.split_whitespace().collect();
        if !words.is_empty() {
            out.push_str("  ");
            out.push_str(key);
            out.push_str(": ");
            out.push_str(&escape::sequence(&words.join(" ")));
            out.push('\n');
        }
    }
}

/// Indentation of a nested line.
fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}
