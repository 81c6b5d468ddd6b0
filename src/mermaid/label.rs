//! What stands in a box or beside a line, before any grammar: lines of text, `\n` between them.

use crate::base::Status;
use crate::chart::sequence::Participant;
use crate::graph::{Cluster, Edge, Node};

/// Name, technology in brackets, description. Never blank: a node without a name shows its id.
pub fn node(node: &Node) -> String {
    let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
    lines([
        Some(numbered(name, node.instances) + status(node.status)),
        bracketed(node.tech.as_deref()),
        node.description.clone(),
    ])
}

/// Name and, on the same line, the technology in brackets.
pub fn cluster(cluster: &Cluster) -> String {
    let name = if cluster.name.trim().is_empty() { &cluster.id } else { &cluster.name };
    let name = numbered(name, cluster.instances) + status(cluster.status);
    match bracketed(cluster.tech.as_deref()) {
        Some(tech) => format!("{name} {tech}"),
        None => name,
    }
}

/// What for, and the technology in brackets; empty where the edge says nothing.
pub fn edge(edge: &Edge) -> String {
    let label = edge.label.as_deref().unwrap_or_default().to_owned() + status(edge.status);
    lines([Some(label.trim_start().to_owned()), bracketed(edge.tech.as_deref())])
}

/// Name and technology.
pub fn participant(participant: &Participant) -> String {
    let name = if participant.name.trim().is_empty() { &participant.id } else { &participant.name };
    lines([Some(name.clone() + status(participant.status)), bracketed(participant.tech.as_deref())])
}

/// The name, and how many there are.
pub fn numbered(name: &str, instances: u32) -> String {
    if instances > 1 { format!("{name} ×{instances}") } else { name.to_owned() }
}

/// A word for what the plan does, so that colour is not alone in saying it.
pub const fn status(status: Option<Status>) -> &'static str {
    match status {
        None | Some(Status::Kept) => "",
        Some(Status::New) => " (new)",
        Some(Status::Changed) => " (changed)",
        Some(Status::Removed) => " (removed)",
    }
}

fn bracketed(tech: Option<&str>) -> Option<String> {
    tech.filter(|t| !t.trim().is_empty()).map(|t| format!("[{t}]"))
}

fn lines<const N: usize>(parts: [Option<String>; N]) -> String {
    let mut out = String::new();
    for part in parts.into_iter().flatten().filter(|p| !p.trim().is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&part);
    }
    out
}
