//! A graph of commits -> lanes and commits.

use super::super::read::git::{CommitKind, GitGraph, Look};
use crate::base::Direction;
use crate::chart::git::{Commit, Git, Sign};

/// The chart of a text.
pub(super) fn project(text: &GitGraph) -> Git {
    // Branches without an order come first, in theirs.
    let mut lanes: Vec<usize> = (0..text.branches.len()).collect();
    lanes.sort_by_key(|at| (text.branches[*at].order, *at));
    let mut lane = vec![0; lanes.len()];
    for (place, branch) in lanes.iter().enumerate() {
        lane[*branch] = place;
    }
    let commits = text.commits.iter().map(|commit| Commit {
        label: match (&commit.id, &commit.message) {
            (Some(id), Some(message)) if !message.trim().is_empty() => format!("{id}\n{message}"),
            (Some(words), _) | (None, Some(words)) => words.clone(),
            (None, None) => String::new(),
        },
        tags: commit.tags.clone(),
        branch: lane.get(commit.branch).copied().unwrap_or_default(),
        parents: commit.parents.clone(),
        merge: commit.kind == CommitKind::Merge,
        picked: commit.kind == CommitKind::CherryPick,
        sign: match commit.look {
            None | Some(Look::Normal) => Sign::Disc,
            Some(Look::Reverse) => Sign::Crossed,
            Some(Look::Highlight) => Sign::Square,
        },
    });
    Git {
        title: text.title.clone().unwrap_or_default(),
        direction: text.direction.unwrap_or(Direction::Right),
        branches: lanes.iter().map(|at| text.branches[*at].name.clone()).collect(),
        commits: commits.collect(),
        lanes: true,
    }
}
