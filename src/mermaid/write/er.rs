//! Entity relationship diagram: an entity with its fields for each node, numbers at both ends of each relation.
//!
//! Version 10 reads fewer signs in types and names than 11 and 12: what none of them reads is written without them, and
//! as it was meant behind it, as the comment of its field.

use super::super::escape::{one_line, record as escape};
use super::super::ids::{Grammar, of_graph};
use super::super::label;
use super::{accessible, frontmatter};
use crate::graph::{Cardinality, Compartment, End, Field, Graph};
use petgraph::visit::EdgeRef;
use std::fmt::Write;

const PIN: &str = "config:\n  layout: dagre\n  look: classic\n";
/// Longer types are cut in their column.
const LONGEST: usize = 64;

pub(super) fn write(graph: &Graph) -> String {
    // Writing to a string cannot fail.
    let ids = of_graph(graph, Grammar::Records).nodes;
    let mut out = frontmatter(&graph.title, PIN);
    out.push_str("erDiagram\n");
    accessible(&mut out, &graph.title, graph.description.as_deref());
    for (node, id) in graph.net.node_weights().zip(&ids) {
        let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
        out.push_str("  ");
        out.push_str(id);
        if name != id {
            let _ = write!(out, "[\"{}\"]", escape(&one_line(name)));
        }
        let parts = node.compartments.iter().flatten();
        let fields =
            parts.flat_map(|part| if let Compartment::Fields(fields) = part { fields.as_slice() } else { &[] });
        let mut fields = fields.peekable();
        if fields.peek().is_none() {
            out.push('\n');
            continue;
        }
        out.push_str(" {\n");
        for row in fields {
            field(row, &mut out);
        }
        out.push_str("  }\n");
    }
    for edge in graph.net.edge_references() {
        let known = |end: End| if let End::Cardinality(count) = end { Some(count) } else { None };
        let (tail, head) = edge.weight().ends.map_or((None, None), |e| (known(e.tail), known(e.head)));
        let line = if tail.is_some() && head.is_some() { "--" } else { ".." };
        let (left, right) = (left(tail), right(head));
        let (from, to) = (&ids[edge.source().index()], &ids[edge.target().index()]);
        let label = escape(&label::edge(edge.weight()));
        let _ = writeln!(out, "  {from} {left}{line}{right} {to} : \"{label}\"");
    }
    out
}

fn field(field: &Field, out: &mut String) {
    let (kind, name) = (word(&field.data_type), word(&field.name));
    let _ = write!(out, "    {kind} {name}");
    let keys: Vec<&str> = field.keys.iter().map(|key| key.letters()).collect();
    if !keys.is_empty() {
        out.push(' ');
        out.push_str(&keys.join(", "));
    }
    let comment = comment(field);
    if !comment.is_empty() {
        let _ = write!(out, " \"{}\"", escape(&comment));
    }
    out.push('\n');
}

/// What the columns of a field do not say: its name and type where they had to be written otherwise, whether an index has
/// it, and its note.
pub fn comment(field: &Field) -> String {
    let differs = |text: &str| (word(text) != text && !text.is_empty()).then(|| one_line(text));
    let parts = [
        differs(&field.name),
        differs(&field.data_type),
        field.indexed.then(|| "indexed".to_owned()),
        field.note.as_deref().map(one_line),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A type or a name that every version reads.
pub fn word(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(LONGEST) {
        let c = match c {
            '<' => '(',
            '>' => ')',
            _ if c.is_ascii_alphanumeric() || matches!(c, '-' | '[' | ']' | '(' | ')') => c,
            _ => '_',
        };
        if !(c == '_' && out.ends_with('_')) {
            out.push(c);
        }
    }
    if !out.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        out.insert(0, '_');
    }
    if ["PK", "FK", "UK"].iter().any(|key| out.eq_ignore_ascii_case(key)) {
        out.push('_');
    }
    out
}

/// What is not said is the least that can be said.
fn left(end: Option<Cardinality>) -> &'static str {
    match end {
        Some(Cardinality::One) => "||",
        Some(Cardinality::ZeroOrOne) => "|o",
        Some(Cardinality::OneOrMore) => "}|",
        Some(Cardinality::ZeroOrMore) | None => "}o",
    }
}

fn right(end: Option<Cardinality>) -> &'static str {
    match end {
        Some(Cardinality::One) => "||",
        Some(Cardinality::ZeroOrOne) => "o|",
        Some(Cardinality::OneOrMore) => "|{",
        Some(Cardinality::ZeroOrMore) | None => "o{",
    }
}
