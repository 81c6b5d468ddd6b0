//! A laid-out [`Graph`] or a chart -> Mermaid text that every host reads.
//!
//! Stage: beside scene; it starts from the graph and its layout, never from the picture. Input: a [`Diagram`] and a
//! [`Profile`]. Output: the text, or the finding that it is over what hosts draw.
//!
//! Each rule of [`escape`] and [`ids`] was proved with the official parser, versions 10.9.5, 11.17.2 and 12.3.0.

pub mod css;
pub mod escape;
pub mod ids;
pub mod label;
pub mod project;
pub mod read;
pub mod write;

pub use project::{Shown, project};
pub use write::write;

use crate::chart::Chart;
use crate::graph::Graph;
use crate::layout::Layout;

/// What is written.
#[derive(Clone, Copy, Debug)]
pub enum Diagram<'a> {
    /// A graph with its places: they give the direction, the order and the length of links.
    Graph(&'a Graph, &'a Layout),
    /// What is no graph; its order is its own.
    Chart(&'a Chart),
}

/// For which hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// `flowchart`, `sequenceDiagram`, `gantt` and `quadrantChart`, drawn by versions 10, 11 and 12: GitHub, GitLab, VS Code, Gitea.
    #[default]
    Safe,
    /// `C4Context`, `C4Container`, `C4Component`, `C4Deployment` and, for a sequence, `C4Dynamic`. Hosts draw overlaps.
    C4,
    /// `architecture-beta`, from version 11. It has no charts: those are written as in [`Profile::Safe`].
    Architecture,
}
