//! File tree: a flowchart without arrows, from left to right. A mindmap has no way to write every name.

use super::super::escape::flow;
use super::{accessible, frontmatter};
use crate::chart::FileTree;
use crate::chart::tree::{TreeEntry, TreeKind};
use std::fmt::Write;

const PIN: &str = "config:\n  layout: dagre\n  look: classic\n";

pub(super) fn write(tree: &FileTree) -> String {
    let mut out = frontmatter(&tree.title, PIN);
    out.push_str("flowchart LR\n");
    // Writing to a string cannot fail.
    accessible(&mut out, &tree.title, tree.description.as_deref());
    for (at, entry) in tree.entries.iter().enumerate() {
        let text = flow(&label(entry));
        let (open, close) = match entry.kind {
            TreeKind::Folder => ("[\"", "\"]"),
            TreeKind::File => ("(\"", "\")"),
        };
        let _ = writeln!(out, "  n{at}{open}{text}{close}");
    }
    for (at, around) in parents(&tree.entries).into_iter().enumerate() {
        if let Some(around) = around {
            let _ = writeln!(out, "  n{around} --- n{at}");
        }
    }
    out
}

/// Name and, below it, comment; never blank.
pub fn label(entry: &TreeEntry) -> String {
    let slash = if entry.kind == TreeKind::Folder && !entry.name.ends_with('/') { "/" } else { "" };
    let name = if entry.name.is_empty() { String::new() } else { format!("{}{slash}", entry.name) };
    let parts = [Some(name), entry.comment.clone()].into_iter().flatten();
    let text = parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n");
    if text.is_empty() { "…".to_owned() } else { text }
}

/// By entry: what it lies in.
pub fn parents(entries: &[TreeEntry]) -> Vec<Option<usize>> {
    let mut around: Vec<usize> = Vec::new();
    let mut out = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        around.truncate(entry.depth);
        out.push(around.last().copied());
        around.push(at);
    }
    out
}
