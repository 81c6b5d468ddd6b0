//! What statements do to branches and commits, and what they cannot do.

use super::super::fault::Fault;
use super::{Branch, Commit, CommitKind, GitGraph};
use crate::base::text::short;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) struct Build {
    pub(super) chart: GitGraph,
    /// The head of each branch.
    heads: Vec<Option<usize>>,
    branches: BTreeMap<String, usize>,
    ids: BTreeMap<String, usize>,
    current: usize,
}

impl Build {
    pub(super) fn new(main: &str) -> Self {
        let branch = Branch { name: main.to_owned(), order: None, at: 0..0 };
        let chart = GitGraph { branches: vec![branch], ..GitGraph::default() };
        let branches = BTreeMap::from([(main.to_owned(), 0)]);
        Self { chart, heads: vec![None], branches, ids: BTreeMap::new(), current: 0 }
    }

    fn head(&self, branch: usize) -> Option<usize> {
        self.heads.get(branch).copied().flatten()
    }

    /// A commit on the branch of now: its own parent comes first.
    pub(super) fn commit(&mut self, mut commit: Commit) {
        commit.branch = self.current;
        commit.parents.splice(0..0, self.head(self.current));
        let index = self.chart.commits.len();
        if let Some(id) = &commit.id {
            self.ids.insert(id.clone(), index);
        }
        self.chart.commits.push(commit);
        if let Some(head) = self.heads.get_mut(self.current) {
            *head = Some(index);
        }
    }

    pub(super) fn branch(&mut self, name: &str, order: Option<u64>, at: Range<usize>) -> Result<(), Fault> {
        if self.branches.contains_key(name) {
            let message = format!("There is a branch `{}` already.", short(name));
            return Err(Fault::new(at, message, format!("Write `checkout {}`, or give it another name.", short(name))));
        }
        self.branches.insert(name.to_owned(), self.heads.len());
        let head = self.head(self.current);
        self.current = self.heads.len();
        self.heads.push(head);
        self.chart.branches.push(Branch { name: name.to_owned(), order, at });
        Ok(())
    }

    fn find(&self, name: &str, at: &Range<usize>) -> Result<usize, Fault> {
        self.branches.get(name).copied().ok_or_else(|| {
            let message = format!("There is no branch `{}` yet.", short(name));
            Fault::new(at.clone(), message, format!("Write `branch {}` above.", short(name)))
        })
    }

    pub(super) fn checkout(&mut self, name: &str, at: &Range<usize>) -> Result<(), Fault> {
        self.current = self.find(name, at)?;
        Ok(())
    }

    pub(super) fn merge(&mut self, name: &str, mut commit: Commit) -> Result<(), Fault> {
        let fault = |message: &str, help: &str| Err(Fault::new(commit.at.clone(), message, help));
        let other = self.find(name, &commit.at)?;
        let (own, theirs) = (self.head(self.current), self.head(other));
        if other == self.current {
            return fault("A branch cannot be merged into itself.", "Check out the branch that it is merged into.");
        }
        let (Some(own), Some(theirs)) = (own, theirs) else {
            return fault("One of the two branches has no commit.", "Write a `commit` on it above.");
        };
        let own_branch = self.chart.commits.get(own).map(|commit| commit.branch);
        if own == theirs || own_branch == Some(other) {
            return fault("The two branches have the same commits.", "Write a `commit` on one of them above.");
        }
        if commit.id.as_ref().is_some_and(|id| self.ids.contains_key(id)) {
            return fault("There is a commit with this id already.", "Give the merge another id.");
        }
        commit.parents = vec![theirs];
        self.commit(commit);
        Ok(())
    }

    pub(super) fn pick(&mut self, parent: Option<&str>, mut commit: Commit) -> Result<(), Fault> {
        let fault = |message: &str, help: &str| Err(Fault::new(commit.at.clone(), message, help));
        let source = commit.id.take().and_then(|id| self.ids.get(&id).copied());
        let Some((index, source)) = source.and_then(|index| Some((index, self.chart.commits.get(index)?))) else {
            return fault("There is no commit with this id.", "Write the `id` of a commit above, which gives it.");
        };
        let given = parent.and_then(|parent| self.ids.get(parent));
        if parent.is_some() && !given.is_some_and(|given| source.parents.contains(given)) {
            return fault("The parent is none of that commit.", "Write the id of one of its two parents.");
        }
        if source.kind == CommitKind::Merge && parent.is_none() {
            return fault("That commit is a merge.", "Say which of its parents it is compared with: `parent: \"id\"`.");
        }
        if source.branch == self.current {
            return fault("That commit is on this branch already.", "Check out the branch that takes it over.");
        }
        if self.head(self.current).is_none() {
            return fault("This branch has no commit yet.", "Write a `commit` above.");
        }
        if commit.tags.is_empty() {
            let id = source.id.clone().unwrap_or_default();
            let more = parent.filter(|_| source.kind == CommitKind::Merge).map(|parent| format!("|parent:{parent}"));
            commit.tags.push(format!("cherry-pick:{id}{}", more.unwrap_or_default()));
        }
        commit.tags.retain(|tag| !tag.is_empty());
        commit.parents = vec![index];
        self.commit(commit);
        Ok(())
    }
}
