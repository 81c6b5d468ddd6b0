//! The frames of a picture: a forest of any depth.

use super::TextLine;
use crate::base::{Direction, Kind, Status, Style};

/// An index into [`ClusterTree::clusters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterId(pub u32);

impl ClusterId {
    /// As an index into the tree's list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A frame around nodes and further frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Unique among the graph's nodes and frames.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The word for what it is; empty where none is shown.
    pub kind_name: String,
    /// Technology, shown beside the name.
    pub tech: Option<String>,
    /// The frame around it.
    pub parent: Option<ClusterId>,
    /// Whether somebody else owns it.
    pub external: bool,
    /// How many there are; 1 is not shown.
    pub instances: u32,
    /// What the plan does to it, where the view shows that.
    pub status: Option<Status>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where to read more.
    pub link: Option<String>,
    /// Look over the theme's.
    pub style: Style,
    /// The words of its title as their author broke them into lines, in place of name, kind and technology.
    pub lines: Option<Vec<TextLine>>,
    /// Whether it has no outline and no ground: it only keeps together what is in it.
    pub plain: bool,
    /// Where the flow goes in it, where that is for it to say: see [`Graph::flows`](super::Graph::flows).
    pub direction: Option<Direction>,
}

/// All frames, a parent before its children.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterTree {
    /// In written order.
    pub clusters: Vec<Cluster>,
}

impl ClusterTree {
    /// Adds a frame; its parent must be in the tree already.
    pub fn add(&mut self, cluster: Cluster) -> ClusterId {
        debug_assert!(cluster.parent.is_none_or(|p| p.index() < self.clusters.len()));
        self.clusters.push(cluster);
        ClusterId(self.clusters.len() as u32 - 1)
    }

    /// The frame of an id of this tree.
    pub fn get(&self, id: ClusterId) -> &Cluster {
        &self.clusters[id.index()]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// Ids in order, a parent before its children.
    pub fn ids(&self) -> impl Iterator<Item = ClusterId> + use<> {
        (0..self.clusters.len() as u32).map(ClusterId)
    }
}
