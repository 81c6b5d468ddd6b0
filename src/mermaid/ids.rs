//! Ids -> `[A-Za-z0-9_]+`: unique after mapping, none of them a word of any of Mermaid's grammars.

use crate::chart::{Schedule, Sequence, Stack};
use crate::graph::Graph;
use std::collections::BTreeSet;

/// Longer ids are cut; the text would grow over its limit by them alone.
const LONGEST: usize = 64;

/// Words that break as an id in one grammar or another, whatever their case: statements of flowcharts (where a subgraph
/// cannot be called `default` either), of sequences and of architecture, C4's outermost boundary, and the properties of
/// every JavaScript object, in which version 10 keeps its nodes. Sorted.
const RESERVED: &[&str] = &[
    "__proto__",
    "_blank",
    "_parent",
    "_self",
    "_top",
    "accdescr",
    "acctitle",
    "activate",
    "actor",
    "align",
    "alt",
    "and",
    "autonumber",
    "box",
    "break",
    "call",
    "class",
    "classdef",
    "click",
    "column",
    "constructor",
    "create",
    "critical",
    "deactivate",
    "default",
    "destroy",
    "details",
    "else",
    "end",
    "flowchart",
    "global",
    "graph",
    "group",
    "hasownproperty",
    "href",
    "in",
    "interpolate",
    "junction",
    "link",
    "links",
    "linkstyle",
    "loop",
    "note",
    "off",
    "opt",
    "option",
    "over",
    "par",
    "par_over",
    "participant",
    "properties",
    "prototype",
    "rect",
    "row",
    "sequencediagram",
    "service",
    "style",
    "subgraph",
    "title",
    "tostring",
    "valueof",
];

/// Words that break as the id of an entity besides.
const RECORDS: [&str; 7] = ["erdiagram", "many", "one", "only", "to", "u", "zero"];

/// Which grammar the ids are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// Flowchart, sequence, C4.
    Words,
    /// Entities and relations, which have words for numbers.
    Records,
    /// Architecture: an id that starts with `L`, `R`, `T` or `B` is read as the side of an edge, and one with
    /// `title` as the title.
    Sides,
    /// Gantt: an id that is the word of a flag is read as the flag.
    Tasks,
}

/// The ids of a graph in its Mermaid text: one space for nodes and frames, because a subgraph with a node's id parses and
/// then fails when drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// By node index.
    pub nodes: Vec<String>,
    /// By cluster index.
    pub clusters: Vec<String>,
}

/// Maps the ids of a graph, in written order, so that they stay when the layout changes.
pub fn of_graph(graph: &Graph, grammar: Grammar) -> Ids {
    let mut taken = BTreeSet::new();
    Ids {
        nodes: graph.net.node_weights().map(|n| take(&mut taken, &n.id, grammar)).collect(),
        clusters: graph.clusters.clusters.iter().map(|c| take(&mut taken, &c.id, grammar)).collect(),
    }
}

/// Maps the ids of a sequence, by participant.
pub fn of_sequence(sequence: &Sequence) -> Vec<String> {
    let mut taken = BTreeSet::new();
    sequence.participants.iter().map(|p| take(&mut taken, &p.id, Grammar::Words)).collect()
}

/// Maps the ids of a schedule, by bar.
pub fn of_schedule(schedule: &Schedule) -> Vec<String> {
    let mut taken = BTreeSet::new();
    schedule.bars.iter().map(|b| take(&mut taken, &b.id, Grammar::Tasks)).collect()
}

/// Maps the ids of a stack: of each layer, and of the technologies in it.
pub fn of_stack(stack: &Stack) -> Vec<(String, Vec<String>)> {
    let mut taken = BTreeSet::new();
    let mut layer = |layer: &crate::chart::stack::Layer| {
        let id = take(&mut taken, &layer.id, Grammar::Words);
        let choices = layer.choices.iter().map(|c| take(&mut taken, &c.id, Grammar::Words)).collect();
        (id, choices)
    };
    stack.layers.iter().map(&mut layer).collect()
}

fn take(taken: &mut BTreeSet<String>, id: &str, grammar: Grammar) -> String {
    let mut base = String::new();
    for c in id.chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() || c == '_' {
            base.push(c);
        } else if !base.ends_with('_') {
            base.push('_');
        }
    }
    let word = match grammar {
        Grammar::Words | Grammar::Records => false,
        Grammar::Tasks => matches!(base.as_str(), "active" | "crit" | "done" | "milestone" | "vert"),
        Grammar::Sides => base.starts_with(['L', 'R', 'T', 'B']) || base.starts_with("title"),
    };
    if word || base.is_empty() || base.starts_with(|c: char| c.is_ascii_digit()) {
        base.insert(0, 'n');
    }
    let lower = base.to_ascii_lowercase();
    let is_number = grammar == Grammar::Records && RECORDS.contains(&lower.as_str());
    if is_number || RESERVED.binary_search(&lower.as_str()).is_ok() {
        base.push('_');
    }
    let mut mapped = base.clone();
    let mut number = 2_u32;
    while !taken.insert(mapped.clone()) {
        mapped = format!("{base}_{number}");
        number += 1;
    }
    mapped
}
