//! [`Model`] + [`View`] -> [`Graph`]: what one picture shows, before anything has a place.
//!
//! Stage: second. Input: the model, a view of it, a [`Lens`]. Output: a petgraph graph with a cluster tree.

mod build;
pub mod cluster;
mod delta;
mod deploy;
mod derive;
mod flow;
mod lift;
mod look;
mod pick;
mod project;
mod records;
mod select;

pub use crate::describe::plan::entity::{Cardinality, Field, Key};
pub use cluster::{Cluster, ClusterId, ClusterTree};
pub use derive::derive_views;

use crate::base::{Arrow, ConstraintKind, Direction, Kind, Shape, Status, Style};
use crate::describe::Model;
use crate::describe::model::View;
use petgraph::graph::{DiGraph, NodeIndex};
use serde::Deserialize;
use std::ops::Range;

/// Room around a record for the signs at the ends of its relations, in px: part of its box in sizes and layouts.
pub const END_ROOM: f64 = 19.0;

/// What one picture shows.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// Where the flow goes, where the view says so.
    pub direction: Option<Direction>,
    /// Nodes and edges, dense indices in written order.
    pub net: DiGraph<Node, Edge>,
    /// Frames around nodes.
    pub clusters: ClusterTree,
    /// Where the view wants some of them, in the order of the view.
    pub constraints: Vec<Constraint>,
    /// What the looks mean; empty where none needs a word.
    pub legend: Vec<LegendEntry>,
}

/// Where a view wants some nodes and frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What it asks.
    pub kind: ConstraintKind,
    /// Of whom: those of its elements that the picture shows, in written order.
    pub members: Vec<Member>,
}

/// A node or a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A node.
    Node(NodeIndex),
    /// A frame.
    Frame(ClusterId),
}

/// A node of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Unique in the graph: the element's dotted path.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The word for what it is: `Container`, or the user's own.
    pub kind_name: String,
    /// Technology line, where the lens shows it.
    pub tech: Option<String>,
    /// Description, where the lens shows it.
    pub description: Option<String>,
    /// Where to read more.
    pub link: Option<String>,
    /// Whether somebody else owns it.
    pub external: bool,
    /// Its outline.
    pub shape: Option<Shape>,
    /// What the plan does to it, where the view shows that.
    pub status: Option<Status>,
    /// How many there are; 1 is not shown.
    pub instances: u32,
    /// Its tags.
    pub tags: Vec<String>,
    /// Look over the theme's.
    pub style: Style,
    /// The innermost frame around it.
    pub cluster: Option<ClusterId>,
    /// What stands below its name, where it is a record; the parts are divided by lines.
    pub compartments: Option<Vec<Compartment>>,
    /// Its words as their author broke them into lines, in place of name, kind, technology and description.
    pub lines: Option<Vec<TextLine>>,
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compartment {
    /// Fields of an entity, in columns.
    Fields(Vec<Field>),
    /// Lines of words, such as the attributes or the methods of a class.
    Members(Vec<RecordLine>),
}

/// A line of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordLine {
    /// What it says.
    pub text: String,
    /// Whether a line below it says that it belongs to the class itself.
    pub underlined: bool,
    /// Whether it leans.
    pub italic: bool,
}

/// An edge of a picture. Where it ends at a frame, its end in the net is some node inside that frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    /// The frame that it leaves from, in place of the node.
    pub tail: Option<ClusterId>,
    /// The frame that it goes to, in place of the node.
    pub head: Option<ClusterId>,
    /// How it runs.
    pub arrow: Arrow,
    /// What is drawn at its ends, where that is not what `arrow` says.
    pub ends: Option<Ends>,
    /// A word beside the end where it leaves, as the multiplicity of a class diagram.
    pub tail_text: Option<String>,
    /// The same where it goes.
    pub head_text: Option<String>,
    /// Over how many layers it goes at least; 0 counts as 1.
    pub min_length: u32,
    /// Whether it takes part in the layout and is not drawn. Its label is none.
    pub invisible: bool,
    /// Its words as their author broke them into lines, in place of label and technology.
    pub lines: Option<Vec<TextLine>>,
    /// First line of its label.
    pub label: Option<String>,
    /// Technology, second line of its label.
    pub tech: Option<String>,
    /// How many relations it stands for. Its label says so where that is needed, so nobody else has to.
    pub count: u32,
    /// What the plan does to it, where the view shows that.
    pub status: Option<Status>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Look over the theme's.
    pub style: Style,
}

/// What is drawn at the ends of an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Where it leaves.
    pub tail: End,
    /// Where it goes.
    pub head: End,
}

/// What is drawn at an end of an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// Nothing.
    #[default]
    None,
    /// A filled arrow head.
    Arrow,
    /// Two lines: `>`.
    Open,
    /// A filled dot.
    Circle,
    /// An `x`.
    Cross,
    /// A hollow triangle: what is more general.
    Triangle,
    /// A filled diamond: the whole that its parts live and die with.
    Diamond,
    /// A hollow diamond: the whole of parts that live on without it.
    OpenDiamond,
    /// A hollow circle: an interface that is offered.
    Lollipop,
    /// How many records stand there.
    Cardinality(Cardinality),
}

/// A line of text as its author broke it; where it is too wide it breaks further.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// Which of its words stand out.
    pub stress: Emphasis,
}

/// Which bytes of a text stand out; runs by place, without overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emphasis {
    /// Bold ones.
    pub bold: Vec<Range<usize>>,
    /// Slanted ones.
    pub italic: Vec<Range<usize>>,
}

impl TextLine {
    /// The lines of a text, none of which stands out.
    pub fn plain(text: &str) -> Vec<Self> {
        Self::broken(text, &Emphasis::default())
    }

    /// The lines of a text, all of them bold.
    pub fn strong(text: &str) -> Vec<Self> {
        Self::broken(text, &Emphasis { bold: std::iter::once(0..text.len()).collect(), italic: Vec::new() })
    }

    /// The lines of a text, some bytes of which stand out.
    pub fn broken(text: &str, stress: &Emphasis) -> Vec<Self> {
        let mut start = 0;
        let mut out = Vec::new();
        for line in text.split('\n') {
            let end = start + line.len();
            let within = |at: usize| at.clamp(start, end) - start;
            let part = |runs: &[Range<usize>]| {
                runs.iter().map(|run| within(run.start)..within(run.end)).filter(|run| !run.is_empty()).collect()
            };
            let stress = Emphasis { bold: part(&stress.bold), italic: part(&stress.italic) };
            out.push(Self { text: line.to_owned(), stress });
            start = end + 1;
        }
        out
    }
}

/// One row of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// What it means.
    pub text: String,
    /// Whether it is for nodes or for edges.
    pub of: LegendOf,
    /// The kind whose form and colours lie below the look.
    pub kind: Kind,
    /// The look that it explains.
    pub style: Style,
    /// The status that it explains.
    pub status: Option<Status>,
}

/// What a legend row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegendOf {
    /// Nodes and frames.
    Node,
    /// Edges.
    Edge,
}

/// How much of the model's words a picture shows: the `lens` section of a preset.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "four independent switches of a preset file")]
pub struct Lens {
    /// Show what elements are made with.
    pub technology: bool,
    /// Show what elements do.
    pub descriptions: bool,
    /// Show what relations are for.
    pub labels: bool,
    /// Show the technology of relations.
    pub protocols: bool,
}

/// Selects, lifts and merges: the part of the model that the view shows.
///
/// Total: a view that shows nothing, and one that is no graph (a sequence, a schedule), gives a graph without
/// nodes.
pub fn project(model: &Model, view: &View, lens: &Lens) -> Graph {
    project::project(model, view, lens)
}
