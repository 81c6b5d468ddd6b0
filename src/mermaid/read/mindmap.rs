//! `mindmap`: text -> a tree of thoughts, by its indentation.

use super::fault::Fault;
pub use super::outline::NodeShape;
use super::outline::{self, Data, Said};
use super::scanner::Scanner;
use crate::base::text::short;
use std::ops::Range;

/// What a mindmap says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mindmap {
    /// The first is the root; a parent stands before its children.
    pub nodes: Vec<Thought>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Thought {
    /// Its id: its text where it has none.
    pub id: String,
    /// What it shows.
    pub label: String,
    /// How it is drawn.
    pub shape: NodeShape,
    /// The classes of its icon.
    pub icon: Option<String>,
    /// Its classes.
    pub classes: Vec<String>,
    /// What it belongs to; none for the root.
    pub parent: Option<usize>,
    /// Its words.
    pub at: Range<usize>,
}

impl Mindmap {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.nodes.iter_mut().for_each(|node| change(&mut node.at));
    }
}

/// Reads a mindmap.
pub(super) fn read(text: &str) -> Result<Mindmap, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Mindmap::default();
    // Nodes that may have children still, by how far in they stand.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in outline::read(&mut scan, "mindmap", Data::Never)? {
        match line.said {
            Said::Icon(icon) => chart.nodes.last_mut().into_iter().for_each(|node| node.icon = Some(icon.clone())),
            Said::Class(class) => {
                let classes = class.split_whitespace().map(str::to_owned);
                chart.nodes.last_mut().into_iter().for_each(|node| node.classes.extend(classes.clone()));
            }
            Said::Node(node) => {
                while open.len() > 1 && open.last().is_some_and(|(level, _)| *level >= line.level) {
                    open.pop();
                }
                let parent = open.last().filter(|(level, _)| *level < line.level).map(|open| open.1);
                if parent.is_none() && !chart.nodes.is_empty() {
                    let message = format!("`{}` would be a second root.", short(&node.label));
                    return Err(Fault::new(node.at, message, "Write it further in than the root."));
                }
                open.push((line.level, chart.nodes.len()));
                let outline::Node { id, label, shape, at, .. } = node;
                chart.nodes.push(Thought { id, label, shape, icon: None, classes: Vec::new(), parent, at });
            }
        }
    }
    Ok(chart)
}
