//! A drawn file tree -> lines that indent two spaces a level.
//!
//! Part of: the reader of plans.

use super::Said;
use crate::describe::plan::tree::{self, TreeKind};

/// Every entry with two spaces a level, whatever it is drawn with.
pub(super) fn indented(text: &str) -> String {
    let mut out = String::new();
    for entry in tree::read(text) {
        let slash = if entry.kind == TreeKind::Folder && entry.name != "/" { "/" } else { "" };
        let comment = entry.comment.map(|comment| format!("# {comment}")).unwrap_or_default();
        let gap = if entry.name.is_empty() || comment.is_empty() { "" } else { "  " };
        push(&mut out, entry.depth, &format!("{}{slash}{gap}{comment}", entry.name));
    }
    out
}

/// The tree of a nested list.
pub(super) fn of_points(points: &[(usize, Said)]) -> String {
    let mut out = String::new();
    let least = points.iter().map(|(depth, _)| *depth).min().unwrap_or_default();
    for (depth, name) in points {
        push(&mut out, depth - least, name.text.trim_matches('`'));
    }
    out
}

fn push(out: &mut String, level: usize, name: &str) {
    for _ in 0..level {
        out.push_str("  ");
    }
    out.push_str(name);
    out.push('\n');
}
