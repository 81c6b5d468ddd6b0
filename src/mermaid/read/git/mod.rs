//! `gitGraph`: text -> branches and commits.

mod build;
mod parse;

pub(super) use parse::{main_branch, read};

use crate::base::Direction;
use std::ops::Range;

/// What a graph of commits says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GitGraph {
    /// What stands over it.
    pub title: Option<String>,
    /// Where time goes, if it says so: to the right otherwise.
    pub direction: Option<Direction>,
    /// In the order in which they come into being; the first is the main one.
    pub branches: Vec<Branch>,
    /// In the order of the text: parents stand before their children.
    pub commits: Vec<Commit>,
}

/// A branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Where it stands among all; those without come first, in their order.
    pub order: Option<u64>,
    /// Where it comes into being; empty for the main one.
    pub at: Range<usize>,
}

/// A commit.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// Its id, where the text gives one.
    pub id: Option<String>,
    /// Its message, where the text gives one.
    pub message: Option<String>,
    /// How it came to be.
    pub kind: CommitKind,
    /// How it is drawn, where the text says so.
    pub look: Option<Look>,
    /// In the order of the text.
    pub tags: Vec<String>,
    /// The branch that it is on.
    pub branch: usize,
    /// What it is based on: the one on its own branch first.
    pub parents: Vec<usize>,
    /// Its line.
    pub at: Range<usize>,
}

/// How a commit came to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommitKind {
    /// `commit`
    #[default]
    Plain,
    /// `merge`: its second parent is the head of the other branch.
    Merge,
    /// `cherry-pick`: its second parent is the commit that it takes over.
    CherryPick,
}

/// How a commit is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A disc.
    Normal,
    /// A disc with a cross.
    Reverse,
    /// A box.
    Highlight,
}

impl GitGraph {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.branches.iter_mut().for_each(|branch| change(&mut branch.at));
        self.commits.iter_mut().for_each(|commit| change(&mut commit.at));
    }
}
