//! A view of a tree -> folders and files below each other.

use super::super::read::tree_view::TreeView;
use super::note;
use crate::base::Diagnostic;
use crate::chart::FileTree;
use crate::chart::tree::{TreeEntry, TreeKind};

/// The file tree of a text, and what of the text it does not show.
pub(super) fn project(text: &TreeView) -> (FileTree, Vec<Diagnostic>) {
    let mut entries: Vec<TreeEntry> = Vec::with_capacity(text.entries.len());
    for entry in &text.entries {
        let depth = entry.parent.and_then(|parent| entries.get(parent)).map_or(0, |parent| parent.depth + 1);
        if let Some(parent) = entry.parent.and_then(|parent| entries.get_mut(parent)) {
            parent.kind = TreeKind::Folder;
        }
        let kind = if entry.folder { TreeKind::Folder } else { TreeKind::File };
        entries.push(TreeEntry { depth, name: entry.name.clone(), kind, comment: entry.description.clone() });
    }
    let looks = note(
        text.entries.iter().filter(|entry| entry.icon.is_some() || entry.class.is_some()).map(|entry| &entry.at),
        "The icon or class of an entry is left out",
        "Say it behind the name: `## what it is`.",
    );
    let tree = FileTree { title: text.title.clone().unwrap_or_default(), description: None, entries };
    (tree, looks.into_iter().collect())
}
