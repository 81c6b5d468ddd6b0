//! `flowchart` and `graph`: text -> nodes, edges and subgraphs.

mod build;
mod lex;
mod modes;
mod parse;
mod rules;
mod shape;
mod statement;
mod token;

pub(super) use lex::line_ends;
pub(super) use parse::read;

use super::Fault;
use crate::base::Direction;
use crate::graph::Emphasis;
use std::ops::Range;

/// What a flowchart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flowchart {
    /// Where its flow goes.
    pub direction: Direction,
    /// In the order in which they are named first.
    pub nodes: Vec<Node>,
    /// In the order of the text; each of `a & b --> c & d` is one.
    pub edges: Vec<Edge>,
    /// In the order in which they open.
    pub subgraphs: Vec<Subgraph>,
    /// In the order of the text.
    pub clicks: Vec<Click>,
    /// Looks that have a name, in the order of the text: a later one of a name comes on top.
    pub classes: Vec<Class>,
    /// Looks of edges by number, in the order of the text.
    pub link_styles: Vec<LinkStyle>,
    /// Edges that shall move.
    pub animations: Vec<Range<usize>>,
    /// Edges that say how they bend.
    pub curves: Vec<Range<usize>>,
}

/// A property of a look: `fill:#eee`.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Both.
    pub at: Range<usize>,
}

/// A look that has a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its name; `default` is that of every node without another one.
    pub name: String,
    /// What it is.
    pub style: Vec<Property>,
}

/// A look of edges.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkStyle {
    /// By number; none for all edges without one of their own.
    pub edges: Option<Vec<usize>>,
    /// Its curve, by name.
    pub curve: Option<String>,
    /// What it is.
    pub style: Vec<Property>,
    /// The statement.
    pub at: Range<usize>,
}

/// What a click does.
#[derive(Clone, Debug, PartialEq)]
pub struct Click {
    /// Ids of nodes, with commas between them.
    pub ids: String,
    /// The address that it leads to; none where it calls a script.
    pub address: Option<String>,
    /// The words that show before it.
    pub tooltip: Option<String>,
    /// The ids, and what follows.
    pub at: Range<usize>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// What the box shows: its id where the text says nothing else.
    pub label: String,
    /// Which of its words stand out.
    pub stress: Emphasis,
    /// Icons among its words.
    pub icons: Vec<String>,
    /// Its outline.
    pub shape: Shape,
    /// The subgraph that it is in.
    pub subgraph: Option<usize>,
    /// Its classes, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its look, over that of its classes.
    pub style: Vec<Property>,
    /// The image or the icon that it shows, by address or name.
    pub pictured: Option<String>,
    /// Where its id stands first.
    pub at: Range<usize>,
}

/// An edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Its own id, as `e1@-->` gives it.
    pub id: Option<String>,
    /// The id of a node or of a subgraph.
    pub from: String,
    /// The id of a node or of a subgraph.
    pub to: String,
    /// The text beside it; empty where there is none.
    pub label: String,
    /// Which of its words stand out.
    pub stress: Emphasis,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What is drawn at `from`.
    pub tail: Head,
    /// What is drawn at `to`.
    pub head: Head,
    /// Over how many ranks it goes at least: 1 for `-->`, 2 for `--->`.
    pub length: usize,
    /// Its classes.
    pub classes: Vec<String>,
    /// The last letter of its text, where that became a part of the arrow: the `o` of `-.no.->`.
    pub lost: Option<Range<usize>>,
    /// Its arrow.
    pub at: Range<usize>,
}

/// A frame around nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Subgraph {
    /// Its id: `subGraph0` and so on where the text gives it a title of several words alone.
    pub id: String,
    /// What stands at its top.
    pub title: String,
    /// Which of its words stand out.
    pub stress: Emphasis,
    /// The subgraph around it.
    pub parent: Option<usize>,
    /// Where the flow goes inside, if it says so.
    pub direction: Option<Direction>,
    /// Its classes.
    pub classes: Vec<String>,
    /// Its look, over that of its classes.
    pub style: Vec<Property>,
    /// Its name.
    pub at: Range<usize>,
}

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// `-->`
    #[default]
    Normal,
    /// `==>`
    Thick,
    /// `-.->`
    Dotted,
    /// `~~~`
    Invisible,
}

/// What is drawn at an end of an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    #[default]
    None,
    /// `>`
    Arrow,
    /// `o`
    Circle,
    /// `x`
    Cross,
}

/// The outline of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// None was given: a box.
    #[default]
    Plain,
    /// `[text]`
    Box,
    /// `(text)`
    Round,
    /// `([text])`
    Stadium,
    /// `[[text]]`
    Subroutine,
    /// `[(text)]`
    Cylinder,
    /// `((text))`
    Circle,
    /// `(((text)))`
    DoubleCircle,
    /// `(-text-)`
    Ellipse,
    /// `>text]`
    Flag,
    /// `{text}`
    Diamond,
    /// `{{text}}`
    Hexagon,
    /// `[/text/]`
    LeanRight,
    /// `[\text\]`
    LeanLeft,
    /// `[/text\]`
    Trapezoid,
    /// `[\text/]`
    InverseTrapezoid,
    /// `@{shape: name}`, where the name is none of those above.
    Named(String),
}

impl Flowchart {
    /// Edges whose text lost its last letter to the arrow, each once.
    pub(super) fn lost_letters(&self) -> Vec<Fault> {
        let mut out: Vec<Fault> = Vec::new();
        for edge in &self.edges {
            let Some(at) = edge.lost.clone().filter(|at| out.last().is_none_or(|last| last.at != *at)) else {
                continue;
            };
            let message =
                format!("Hosts take the last letter of this text for a part of the arrow and show `{}`.", edge.label);
            out.push(Fault::new(at, message, "Put a blank before the end of the arrow, or the text in quotes."));
        }
        out
    }

    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.nodes.iter_mut().for_each(|node| change(&mut node.at));
        for edge in &mut self.edges {
            change(&mut edge.at);
            edge.lost.iter_mut().for_each(&mut change);
        }
        let styles = self.nodes.iter_mut().map(|node| &mut node.style);
        let styles = styles.chain(self.subgraphs.iter_mut().map(|subgraph| &mut subgraph.style));
        let styles = styles.chain(self.classes.iter_mut().map(|class| &mut class.style));
        let styles = styles.chain(self.link_styles.iter_mut().map(|link| &mut link.style));
        styles.flatten().for_each(|property| change(&mut property.at));
        self.link_styles.iter_mut().for_each(|link| change(&mut link.at));
        self.animations.iter_mut().chain(&mut self.curves).for_each(&mut change);
        self.clicks.iter_mut().for_each(|click| change(&mut click.at));
        self.subgraphs.iter_mut().for_each(|subgraph| change(&mut subgraph.at));
    }
}
