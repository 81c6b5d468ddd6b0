//! Flowchart of a technology stack: a subgraph a layer, rows of nodes held by invisible links.

use super::super::escape::flow as escape;
use super::super::ids;
use super::{accessible, frontmatter, palette};
use crate::chart::Stack;
use std::collections::BTreeMap;
use std::fmt::Write;

const PIN: &str = "config:\n  layout: dagre\n  look: classic\n";
/// Nodes of a row.
const ROW: usize = 4;
/// Hosts draw at most 500 edges; invisible ones count.
const LINKS: usize = 500;

pub(super) fn write(stack: &Stack) -> String {
    let ids = ids::of_stack(stack);
    let mut out = frontmatter(&stack.title, PIN);
    out.push_str("flowchart TB\n");
    accessible(&mut out, &stack.title, stack.description.as_deref());
    let mut kinds = BTreeMap::new();
    // Writing to a string cannot fail.
    for (layer, (id, nodes)) in stack.layers.iter().zip(&ids) {
        let _ = writeln!(out, "  subgraph {id}[\"{}\"]", escape(&layer.name));
        for (choice, id) in layer.choices.iter().zip(nodes) {
            kinds.insert(choice.kind.word(), palette::kind(choice.kind));
            let mut words = format!("{}: {}", choice.role, choice.choice);
            if let Some(why) = &choice.why {
                words = format!("{words}\n{why}");
            }
            let _ = writeln!(out, "    {id}[\"{}\"]:::{}", escape(&words), choice.kind.word());
        }
        out.push_str("  end\n");
    }
    let nodes: Vec<&[String]> = ids.iter().map(|(_, nodes)| nodes.as_slice()).collect();
    for (from, to) in links(&nodes).into_iter().take(LINKS) {
        let _ = writeln!(out, "  {from} ~~~ {to}");
    }
    for (kind, css) in kinds {
        let _ = writeln!(out, "  classDef {kind} {css}");
    }
    let frames: Vec<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
    if !frames.is_empty() {
        let _ = writeln!(out, "  classDef frame {}\n  class {} frame", palette::FRAME, frames.join(","));
    }
    out
}

/// Each node above the one a row further, and the last row of a layer above the first of the next.
fn links<'a>(layers: &[&'a [String]]) -> Vec<(&'a str, &'a str)> {
    let mut out = Vec::new();
    let mut above: &[String] = &[];
    for nodes in layers {
        for row in nodes.chunks(ROW) {
            // The left end of a row stands below the left end of that above it.
            let ends = row
                .iter()
                .enumerate()
                .filter_map(|(at, id)| Some((above.get(at.min(above.len().checked_sub(1)?))?, id)));
            out.extend(ends.map(|(from, to)| (from.as_str(), to.as_str())));
            above = row;
        }
    }
    out
}
